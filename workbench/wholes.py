"""The tables that some files gave when they were last built: files that are as they were are not even read again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from .articles import Articles, ReadLine
from .cache import Cache, article_key, extract_version
from .codebook import Codebook
from .corrections import KEPT
from .reading import sidecar
from .reading.folder import files
from .tables import Tables

READERS = ("charset-normalizer", "lxml", "trafilatura", "warcio")  # their versions decide what a file says


class Whole:
    """The place of the tables of some files and folders in a cache, which holds their last states."""

    def __init__(self, store: Cache, paths: Sequence[str | Path], book: Codebook) -> None:
        self.store, self.paths, self.book = store, paths, book
        self.place = hashlib.sha256("\0".join([book.name, *map(str, paths)]).encode()).hexdigest()[:20]
        self.state = stamp(paths, book)

    def tables(self) -> Tables | None:
        """What was built of the files as they are now; None where that is not known."""
        kept = self.store.whole(self.place, self.state)
        return Tables(**kept[0], report=report(kept[1])) if kept else None

    def keep(self, tables: Tables, articles: Articles) -> None:
        """Keep the tables, unless a file changed meanwhile, was given up in time, or crashed its reader."""
        late = any("timeout" in line.reasons for line in articles.report)
        if late or self.state != stamp(self.paths, self.book):
            return
        if {article_key(article) for article in articles} <= self.store.held(self.book).keys():
            self.store.add_whole(self.place, self.state, dict(tables), lines(articles))


def stamp(paths: Iterable[str | Path], codebook: Codebook) -> str:
    """What the tables of these files and folders depend on: names, contents, sidecars, codebook and program."""
    digest = hashlib.sha256(" ".join([extract_version(codebook), *map(version, READERS)]).encode())
    found = [file for path in paths for file in files(Path(path))]
    beside = {path.parent / name for path, _ in found for name in sidecar.NAMES}
    known = [(path, None) for path in sorted(beside) if path.is_file() and not path.is_symlink()]
    for path, refusal in found + known:
        digest.update(f"\0{path}\0{refusal}\0".encode("utf-8", "surrogateescape"))
        if refusal is None and path.name not in KEPT:
            digest.update(_content(path))
    return digest.hexdigest()


def _content(path: Path) -> bytes:
    """Hash of a file, or of why it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError as error:
        return str(error.strerror).encode()


def lines(articles: Articles) -> list[dict]:
    """The report of a read as plain values, without the texts."""
    return [{key: value for key, value in asdict(line).items() if key != "texts"} for line in articles.report]


def report(rows: list[dict]) -> pd.DataFrame:
    """One row a file that was looked at."""
    columns = [item.name for item in fields(ReadLine) if item.name != "texts"]
    lists = {"reasons", "details"}
    return pd.DataFrame(
        [{key: tuple(row[key]) if key in lists else row[key] for key in columns} for row in rows],
        columns=columns,
    )
