"""A file or folder -> articles, with one line of report for every file.

Nothing is written, fetched or executed, links are not followed, and one bad file never stops a folder.
Bounds: 16 MB a text, 512 MB unpacked a file, 100 million characters kept of a file, 15 seconds a page and
parser; pages are parsed in a process of their own that is held to 1 GB.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, TextIO

from .language import LIMIT
from .reading import damage, dating, duplicates
from .reading.boilerplate import headline_span, segments
from .reading.child import Child
from .reading.folder import files
from .reading.formats import pieces
from .reading.pieces import LARGEST, Note, Piece
from .reading.sidecar import Sidecar
from .records import Article, InputError

KEPT = 100_000_000  # characters kept of one file
HASHED = 4_000_000_000  # bytes: a larger file is not read at all
NOTED = 100  # notes kept of one file


@dataclass(frozen=True, slots=True)
class ReadLine:
    """What became of one file: parsed, flagged (read, with reasons) or skipped (not read, with reasons).

    That an article repeats one of another file is a reason, but no flaw of the file. `details` are sentences.
    """

    path: str
    sha256: str
    bytes: int
    outcome: str
    reasons: tuple[str, ...]
    articles: int
    seconds: float
    details: tuple[str, ...] = ()
    texts: tuple[str, ...] = field(default=(), repr=False)


class Articles(list[Article]):
    """The articles of one read, in the order of their paths; `report` has a line for every file."""

    def __init__(self, articles: Iterable[Article] = (), report: Iterable[ReadLine] = ()) -> None:
        super().__init__(articles)
        self.report = list(report)


@dataclass(slots=True)
class _File:
    """One file while it is read."""

    path: Path
    sha256: str = ""
    size: int = 0
    articles: list[Article] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    seconds: float = 0.0

    def line(self, articles: list[Article]) -> ReadLine:
        repeated = len(articles) - len({article.text for article in articles})
        codes = [note.code for note in self.notes]
        codes += ["language" if flag == "not_english" else flag for a in articles for flag in a.flags]
        codes += ["duplicate"] * repeated
        outcome = "flagged" if codes else "parsed"
        if set(codes) == {"sidecar"}:
            outcome = "flagged" if self.notes[0].detail else "parsed"
        elif not articles:
            outcome, codes = "skipped", codes or ["no_text"]
        codes += ["duplicate" for article in articles if article.duplicate_of]
        return ReadLine(
            str(self.path),
            self.sha256,
            self.size,
            outcome,
            tuple(dict.fromkeys(codes)),
            len(articles),
            round(self.seconds, 4),
            tuple(note.detail for note in self.notes if note.detail),
            tuple(article.text for article in articles),
        )


def read_articles(
    path: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    columns: dict[str, str] | None = None,
) -> Articles:
    """The articles in a file, a folder or a list of these; `.report` says what became of every file.

    `columns` names what a table's columns hold, where their names do not say it: {"text": "Body copy"}.
    Offsets of a plain text are those of its file. InputError for a path that is not there.
    """
    roots = [Path(path)] if isinstance(path, (str, os.PathLike)) else [Path(p) for p in path]
    with Child() as child:
        reader = _Reader(child, columns)
        read = [reader.read(file, refusal) for root in roots for file, refusal in files(root)]
    if not read:
        raise InputError(
            f"{', '.join(map(str, roots))}: holds no files; give a folder of .txt, .html … files"
        )
    articles = iter(duplicates.marked([article for file in read for article in file.articles]))
    whole = [[next(articles) for _ in file.articles] for file in read]
    return Articles(
        (article for some in whole for article in some),
        (file.line(some) for file, some in zip(read, whole, strict=True)),
    )


class _Reader:
    """Reads one file after the other, and keeps article ids apart."""

    def __init__(self, child: Child, columns: dict[str, str] | None) -> None:
        self.child, self.columns = child, columns
        self.taken: Counter[str] = Counter()
        self.sidecars: dict[Path, Sidecar] = {}

    def sidecar(self, folder: Path) -> Sidecar:
        if folder not in self.sidecars:
            self.sidecars[folder] = Sidecar(folder)
        return self.sidecars[folder]

    def read(self, path: Path, refusal: Note | None) -> _File:
        begun = time.perf_counter()
        file = _File(path)
        sidecar = self.sidecar(path.parent)
        if refusal is None and path.name in sidecar.problems:
            file.notes += [Note("sidecar", problem) for problem in sidecar.problems[path.name]] or [
                Note("sidecar")
            ]
        elif refusal is not None:
            file.notes.append(refusal)
        else:
            try:
                self.fill(file, sidecar)
            except OSError as error:
                file.notes.append(Note("unreadable", f"cannot be read: {error.strerror}"))
        file.seconds = time.perf_counter() - begun
        return file

    def fill(self, file: _File, sidecar: Sidecar) -> None:
        file.size = file.path.stat().st_size
        if file.size > HASHED:
            file.notes.append(Note("too_large", f"more than {HASHED:,} bytes; split it"))
            return
        with file.path.open("rb") as stream:
            source: IO[bytes] = io.BytesIO(stream.read()) if file.size <= LARGEST else stream
            file.sha256 = hashlib.file_digest(source, "sha256").hexdigest()  # type: ignore[arg-type]
            source.seek(0)
            kept = 0
            for found in pieces(file.path.name, source, file.size, self.child.page, self.columns):
                if isinstance(found, Note):
                    if len(file.notes) < NOTED or found.code not in {note.code for note in file.notes}:
                        file.notes.append(found)
                    continue
                kept += len(found.text)
                if kept > KEPT:
                    file.notes.append(
                        Note("too_large", f"only the first {KEPT:,} characters of it were kept")
                    )
                    break
                file.articles.append(self.article(file, found, sidecar))
                if len(found.text) > LIMIT:
                    detail = f"{len(found.text):,} characters; only the first {LIMIT:,} are parsed"
                    file.notes.append(Note("too_long", detail))
        if file.size > LARGEST and [note.code for note in file.notes] == ["binary"]:
            file.notes.append(Note("too_large", f"more than {LARGEST:,} bytes"))

    def article(self, file: _File, piece: Piece, sidecar: Sidecar) -> Article:
        name = self.name(file.path, piece)
        known = sidecar.of(file.path.name, name)
        text = piece.text
        headline = headline_span(text)
        furniture = segments(text, headline)
        url = known.get("url") or piece.url
        dated = dating.published(text, piece.published, url)
        day = known.get("published") or dated.day
        codes = [*piece.flags, *damage.flags(text, headline, furniture), *known.get("flags", ())]
        if dated.conflict or (dated.day and dated.day != day):
            codes.append("date_conflict")
        return Article(
            article_id=name,
            path=_storable(file.path.as_posix()) + (f"#{piece.part}" if piece.part else ""),
            text=text,
            sha256=hashlib.sha256(text.encode()).hexdigest() if piece.part else file.sha256,
            outlet=known.get("outlet") or piece.outlet,
            headline=known.get("headline")
            or piece.headline
            or (text[slice(*headline)] if headline else None),
            headline_span=headline,
            author=known.get("author") or piece.author,
            url=url,
            published=day,
            published_basis="sidecar" if known.get("published") else dated.basis,
            language=known.get("language") or (None if "not_english" in codes else "en") or piece.language,
            words=len(text.split()),
            flags=tuple(dict.fromkeys(codes)),
            boilerplate=furniture,
        )

    def name(self, path: Path, piece: Piece) -> str:
        """The id that the file gives it, else its stem with what tells its articles apart; numbered where taken."""
        stem = _storable(path.stem)
        label = piece.label or piece.part
        own = piece.label and not piece.label.isdecimal()  # a bare number says nothing beside another file's
        name = re.sub(r"[^\w.-]+", "_", label if own else f"{stem}-{label}" if label else stem)
        name = name.strip("_") or "article"
        free = name
        while free in self.taken:
            self.taken[name] += 1
            free = f"{name}-{self.taken[name]}"
        self.taken[free] = 1
        return free


def _storable(name: str) -> str:
    """A file name as text: bytes that are none are written out."""
    return name.encode("utf-8", "backslashreplace").decode()


def write_report(report: Iterable[ReadLine], file: TextIO) -> None:
    """Write one line of JSON a file: path, sha256, bytes, outcome, reasons, articles (how many), texts, seconds."""
    for line in report:
        file.write(json.dumps(asdict(line), ensure_ascii=True) + "\n")
