"""A file or folder -> articles, with one line of report for every file.

Nothing is written, fetched or executed. One bad file never stops a folder.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import TextIO

from .boilerplate import headline_span, segments
from .encodings import decode
from .records import Article, InputError

SIDECARS = ("articles.toml", "articles.csv")
LARGEST = 16_000_000  # bytes of one plain text


class ReadError(InputError):
    """What was asked to be read is not there, or holds nothing that can be read."""


@dataclass(frozen=True, slots=True)
class ReadLine:
    """What became of one file: parsed, flagged (read, with reasons) or skipped (not read, with reasons)."""

    path: str
    sha256: str
    bytes: int
    outcome: str
    reasons: tuple[str, ...]
    articles: int
    texts: tuple[str, ...] = field(repr=False)
    seconds: float


class Articles(list[Article]):
    """The articles of one read, in the order of their paths; `report` has a line for every file."""

    def __init__(self, articles: Iterable[Article] = (), report: Iterable[ReadLine] = ()) -> None:
        super().__init__(articles)
        self.report = list(report)


def read_articles(
    path: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    columns: dict[str, str] | None = None,
    progress: bool = False,
) -> Articles:
    """The articles in a file, a folder or a list of these; `.report` says what became of every file.

    Raises ReadError for a path that is not there and for a folder in which nothing can be read.
    """
    roots = [Path(path)] if isinstance(path, (str, os.PathLike)) else [Path(p) for p in path]
    found: list[Article] = []
    report = []
    for root in roots:
        known = _sidecar(root if root.is_dir() else root.parent)
        for file in _files(root):
            begun = time.perf_counter()
            data = file.read_bytes() if file.stat().st_size <= LARGEST else b""
            text, reasons = decode(data)
            if not text.strip():
                reasons = reasons or ["empty" if data or not file.stat().st_size else "too_large"]
            sha = hashlib.sha256(data).hexdigest()
            articles = (
                [] if not text.strip() else [_article(file, text, sha, reasons, known.get(file.name, {}))]
            )
            found += articles
            outcome = "skipped" if not articles else "flagged" if reasons else "parsed"
            texts = tuple(a.text for a in articles)
            report.append(
                ReadLine(
                    str(file),
                    sha,
                    len(data),
                    outcome,
                    tuple(reasons),
                    len(articles),
                    texts,
                    round(time.perf_counter() - begun, 4),
                )
            )
    if not found:
        raise ReadError(
            f"{', '.join(map(str, roots))}: nothing in it can be read; give a folder of .txt, .html … files"
        )
    return Articles(found, report)


def _files(root: Path) -> Iterator[Path]:
    if root.is_file():
        yield root
    elif root.is_dir():
        yield from sorted(p for p in root.rglob("*.txt") if p.is_file() and not p.is_symlink())
    else:
        raise ReadError(f"{root}: no such file or folder; check the path")


def _sidecar(folder: Path) -> dict[str, dict]:
    path = folder / "articles.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")).get("article", {}) if path.is_file() else {}


def _article(file: Path, text: str, sha: str, flags: list[str], known: dict) -> Article:
    headline = headline_span(text)
    return Article(
        article_id=file.stem,
        path=file.as_posix(),
        text=text,
        sha256=sha,
        outlet=known.get("outlet"),
        headline=known.get("headline") or (text[slice(*headline)] if headline else None),
        headline_span=headline,
        author=known.get("author"),
        url=known.get("url"),
        published=known.get("published"),
        published_basis="sidecar" if known.get("published") else "unknown",
        language="en",
        words=len(re.findall(r"\w+", text)),
        flags=tuple(flags + list(known.get("flags", ()))),
        boilerplate=segments(text, headline),
    )


def write_report(report: Iterable[ReadLine], file: TextIO) -> None:
    """Write one line of JSON a file: path, sha256, bytes, outcome, reasons, articles (how many), texts, seconds."""
    for line in report:
        file.write(json.dumps(asdict(line), ensure_ascii=True) + "\n")
