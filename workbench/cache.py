"""What was read once is not read again: parses and extracts on disk, by content.

Three layers of Parquet parts, written once and never changed, so that two processes may build at once:
`parses/<version>/` holds the parse and the attributions of a text, `extracts/<version>/` the rows that
one codebook makes of an article, `wholes/` the tables that some files gave the last times they were built.
A version is the hash of everything that made it: model, code, codebook. A part that fails its checksums is
deleted and made anew. No pickles.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from .codebook import Codebook
from .exports.cells import ARROW
from .records import Article, InputError
from .schemas import DTYPES, SCHEMAS
from .tables import TableSet

CACHED = [name for name in SCHEMAS if name != "articles"]
STATES = 4  # of the same files: a codebook that is tried and taken back is not read again
PARSE = pa.schema([("key", pa.string()), ("doc", pa.binary()), ("attributions", pa.string())])


def default_folder() -> Path:
    """The user's cache folder for this program, or what WORKBENCH_CACHE names."""
    import platformdirs

    return Path(os.environ.get("WORKBENCH_CACHE") or platformdirs.user_cache_dir("workbench"))


@lru_cache(maxsize=1)
def _code_versions() -> tuple[str, str]:
    """Hashes of the code that parses and attributes, and of all the code."""
    package = Path(__file__).parent
    deep = [package / "language.py", package / "ruler.py", *sorted((package / "attribution").iterdir())]
    whole = sorted(p for p in package.rglob("*.py") if p.parent.name not in ("charts", "explorers"))
    return _hash_files(deep), _hash_files([*deep, *whole])


def _hash_files(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def parse_version() -> str:
    """Version of everything a parse depends on: spaCy, its model, the attribution models and their code."""
    from importlib.metadata import version

    from .language import installed_model

    return _short(
        "parse", version("spacy"), version("python-crfsuite"), *installed_model(), _code_versions()[0]
    )


def extract_version(codebook: Codebook) -> str:
    """Version of everything the rows of an article depend on beside the article."""
    return _short("extract", parse_version(), _code_versions()[1], codebook.version)


def text_key(article: Article) -> str:
    """What the parse of an article depends on."""
    return hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def article_key(article: Article) -> str:
    """What the rows of an article depend on: its text and what is known of it, not where it lies."""
    known = asdict(article)
    del known["path"], known["duplicate_of"]
    return hashlib.sha256(json.dumps(known, sort_keys=True, default=str).encode()).hexdigest()[:32]


def _short(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:20]


class Cache:
    """Parses and extracts under one folder; see the module's text for the layout."""

    def __init__(self, folder: str | Path | None = None) -> None:
        self.folder = Path(folder) if folder else default_folder()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(
                f"{self.folder}: cannot hold the cache ({error.strerror}); name another folder"
            ) from error

    # --- parses: one Parquet file a part ---

    def parses(self, keys: set[str]) -> dict[str, tuple[bytes, str]]:
        """Key of a text -> (bytes of its Doc, JSON of its attributions), for those that are held."""
        held: dict[str, tuple[bytes, str]] = {}
        for part in self._parts("parses", parse_version()):
            table = _read(part / "parses.parquet", ["key"])
            if table is None or not keys & set(table["key"].to_pylist()):
                continue
            table = _read(part / "parses.parquet")
            for row in table.to_pylist() if table is not None else []:
                if row["key"] in keys:
                    held[row["key"]] = (row["doc"], row["attributions"])
        return held

    def add_parses(self, parses: dict[str, tuple[bytes, str]]) -> None:
        """Keep new parses, as one part."""
        if parses:
            rows = [{"key": key, "doc": doc, "attributions": found} for key, (doc, found) in parses.items()]
            self._write("parses", parse_version(), {"parses": pa.Table.from_pylist(rows, PARSE)}, parses)

    # --- extracts: one Parquet file a table in each part ---

    def held(self, codebook: Codebook) -> dict[str, Path]:
        """Article key -> the part that holds its rows; damaged parts are deleted on the way."""
        found: dict[str, Path] = {}
        for part in self._parts("extracts", extract_version(codebook)):
            keys = _read(part / "keys.parquet")
            if keys is not None:
                found |= dict.fromkeys(keys["key"].to_pylist(), part)
        return found

    def rows(self, part: Path) -> TableSet | None:
        """The tables of a part, each with the column `key`; None (and the part gone) where it is damaged."""
        return _tables(part, CACHED)

    def add_rows(self, codebook: Codebook, keys: list[str], tables: TableSet) -> None:
        """Keep the rows of some articles, as one part; every table has the column `key`."""
        arrow = {name: _arrow(name, tables[name], ("key", pa.string())) for name in CACHED}
        arrow["keys"] = pa.table({"key": pa.array(keys, pa.string())})
        self._write("extracts", extract_version(codebook), arrow, keys)

    # --- wholes: the six tables and the report, for the last states of some files ---

    def whole(self, place: str, stamp: str) -> tuple[TableSet, list[dict]] | None:
        """The tables and the lines of the report that `place` had in the state `stamp`; None where it had not."""
        part = self._part("wholes", place, [stamp])
        tables = _tables(part, list(SCHEMAS)) if part.is_dir() else None
        report = _read(part / "report.parquet") if tables else None
        return (tables, report.to_pylist()) if tables and report is not None else None

    def add_whole(self, place: str, stamp: str, tables: TableSet, report: list[dict]) -> None:
        """Keep the tables of a state beside those of the last states before it."""
        arrow = {name: _arrow(name, tables[name]) for name in SCHEMAS}
        self._write("wholes", place, arrow | {"report": pa.Table.from_pylist(report)}, [stamp])
        with suppress(FileNotFoundError):  # another process forgets too
            for part in sorted(self._parts("wholes", place), key=lambda p: p.stat().st_mtime)[:-STATES]:
                shutil.rmtree(part, ignore_errors=True)

    def _parts(self, layer: str, version: str) -> list[Path]:
        return sorted((self.folder / layer / version).glob("part-*"))

    def _part(self, layer: str, version: str, keys: Iterable[str]) -> Path:
        return self.folder / layer / version / f"part-{_short(*sorted(keys))}"

    def _write(self, layer: str, version: str, tables: dict[str, pa.Table], keys: Iterable[str]) -> None:
        """Write a part beside its place and move it there, so that readers see all of it or nothing."""
        part = self._part(layer, version, keys)
        part.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=part.parent))
        for name, table in tables.items():
            pq.write_table(table, draft / f"{name}.parquet", compression="zstd", write_page_checksum=True)
        try:
            draft.rename(part)
        except OSError:
            # Another process wrote the same part first: the same keys, so the same rows.
            shutil.rmtree(draft, ignore_errors=True)


def _read(path: Path, columns: list[str] | None = None) -> pa.Table | None:
    """A Parquet file whose checksums hold; None, and its whole part deleted, where they do not."""
    try:
        return pq.ParquetFile(path, page_checksum_verification=True).read(columns)
    except (OSError, pa.ArrowException):
        shutil.rmtree(path.parent, ignore_errors=True)
        return None


def _tables(part: Path, names: list[str]) -> TableSet | None:
    """These tables of a part as they were built; None (and the part gone) where one is damaged."""
    tables: TableSet = {}
    for name in names:
        table = _read(part / f"{name}.parquet")
        if table is None:
            return None
        tables[name] = _typed(name, table.to_pandas())
    return tables


def _arrow(name: str, table: pd.DataFrame, *more: tuple[str, pa.DataType]) -> pa.Table:
    schema = pa.schema([*((c.name, ARROW[c.type]) for c in SCHEMAS[name]), *more])
    return pa.Table.from_pandas(table, schema, preserve_index=False)


def _typed(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Give a table read from Parquet the declared dtypes, lists being Python lists again."""
    for column in SCHEMAS[name]:
        values = table[column.name]
        if column.type == "strings":
            table[column.name] = pd.Series([list(v) for v in values], dtype=object)
        elif column.type == "spans":
            table[column.name] = pd.Series([[list(map(int, p)) for p in v] for v in values], dtype=object)
        else:
            table[column.name] = values.astype(DTYPES[column.type])
    return table
