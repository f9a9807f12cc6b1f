"""JSON Lines, JSON and CSV -> one piece a row; a note with the number of each row that cannot be read.

Columns are found by their usual names (`codebooks/base/reading.toml`) or told with `columns`.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain

from .boilerplate import words
from .encodings import clean, decode
from .pieces import FIELDS, LARGEST, Found, Note, Piece, Refused

Columns = dict[str, str] | None


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    """Column name -> what it holds."""
    return {name: entry["id"] for entry in words()["column"] for name in entry["names"]}


def mapped(names: Iterable[str], columns: Columns = None) -> dict[str, str]:
    """What is held by which of the columns `names`: as told in `columns`, else by their names, best first."""
    named = {re.sub(r"[\s-]+", "_", n.strip().lower()): n for n in names if isinstance(n, str)}
    found = {what: name for what, name in (columns or {}).items() if name in named.values()}
    for known, what in _known().items():
        if known in named:
            found.setdefault(what, named[known])
    return found


class Rows:
    """Turns the rows of one file into pieces; an id that comes again is noted, the row kept."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.labels: set[str] = set()

    def read(self, row: object, part: str, flags: Iterable[str] = ()) -> Found:
        """The piece of one row, or a note that says why there is none."""
        if not isinstance(row, dict):
            yield Note("bad_line", f"{part}: {type(row).__name__}, not an object with fields")
            return
        held = mapped(row, self.columns)
        text = row.get(held.get("text", ""))
        if not isinstance(text, str) or not text.strip():
            fields = "" if "text" in held else f" (it has {', '.join(map(repr, list(row)[:8]))})"
            yield Note("bad_line", f"{part}: no text in it{fields}")
            return
        text, codes = clean(text)
        piece = Piece(text, part=part, flags=list(dict.fromkeys([*flags, *codes])))
        for name in FIELDS:
            value = row.get(held.get(name, ""))
            setattr(piece, name, clean(str(value))[0].strip()[:2000] or None if value is not None else None)
        label = row.get(held.get("id", ""))
        piece.label = "" if label is None else clean(str(label))[0].strip()[:80]
        yield piece
        if piece.label and piece.label in self.labels:
            yield Note("duplicate", f"{part}: the id {piece.label!r} came before; both rows are kept")
        self.labels.add(piece.label)


def json_lines(stream: io.BufferedReader, columns: Columns) -> Found:
    """One piece a line of JSON."""
    source, codes = _utf8(stream)
    rows, seen = Rows(columns), False
    for number, line in _lines(source):
        if line is None:
            yield Note("too_large", f"line {number}: more than {LARGEST:,} bytes")
        elif stripped := line.strip(b"\xef\xbb\xbf \t\r\n\x00"):
            seen = True
            try:
                text, more = decode(stripped)
                yield from rows.read(json.loads(text), f"line {number}", [*codes, *more])
            except (ValueError, RecursionError) as error:
                yield Note("bad_line", f"line {number}: not JSON: {str(error)[:100]}")
    if not seen:
        yield Note("empty")


def json_document(stream: io.BufferedReader, columns: Columns) -> Found:
    """One piece an object of a JSON list, or the one object that the file is."""
    data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Refused("too_large", f"more than {LARGEST:,} bytes of JSON; write one object a line")
    try:
        loaded = json.loads(decode(data)[0])
    except (ValueError, RecursionError) as error:
        raise Refused("bad_line", f"not JSON: {str(error)[:100]}") from error
    rows = Rows(columns)
    for number, record in enumerate(loaded if isinstance(loaded, list) else [loaded], 1):
        yield from rows.read(record, f"record {number}")


def table(stream: io.BufferedReader, columns: Columns, tabs: bool = False) -> Found:
    """One piece a row of CSV under a header; the delimiter is a tab, or whichever the header has most of."""
    source, codes = _utf8(stream)
    csv.field_size_limit(LARGEST)
    too_long: list[int] = []
    lines = _decoded(source, too_long)
    header = next(lines, "")
    if not header.strip():
        raise Refused("empty")
    delimiter = "\t" if tabs else max(",;\t|", key=header.count)
    read = csv.reader(chain([header], lines), delimiter=delimiter)
    names = next(_rows(read))[1]
    if not isinstance(names, list) or "text" not in mapped(names, columns):
        raise Refused(
            "no_text", f"no column holds the text (columns: {header.strip()[:200]}); name it with columns="
        )
    rows = Rows(columns)
    for number, row in _rows(read):
        if isinstance(row, csv.Error):
            yield Note("bad_line", f"row {number}: {row}")
        elif row and len(row) != len(names):
            yield Note("bad_line", f"row {number}: {len(row)} fields under {len(names)} columns")
        elif row:
            yield from rows.read(dict(zip(names, row, strict=True)), f"row {number}", codes)
    yield from (Note("too_large", f"line {n}: more than {LARGEST:,} bytes") for n in too_long)


def _decoded(source: io.BufferedIOBase, too_long: list[int]) -> Iterator[str]:
    """The lines as text; the numbers of those that are too long are kept apart."""
    for number, line in _lines(source):
        if line is None:
            too_long.append(number)
        else:
            yield line.decode("utf-8", "stray_cp1252").lstrip("\ufeff")


def _rows(read: Iterator[list[str]]) -> Iterator[tuple[int, list[str] | csv.Error]]:
    """Number and fields of each row, or what is wrong with it."""
    number = 0
    while True:
        number += 1
        try:
            yield number, next(read)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, error


def _lines(stream: io.BufferedIOBase) -> Iterator[tuple[int, bytes | None]]:
    """Number and bytes of each line; None for one that is too long, which is passed over."""
    number = 0
    while line := stream.readline(LARGEST + 1):
        number += 1
        if len(line) > LARGEST and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = stream.readline(LARGEST)
            yield number, None
        else:
            yield number, line


def _utf8(stream: io.BufferedReader) -> tuple[io.BufferedIOBase, list[str]]:
    """The stream itself where it may be UTF-8, else all of it decoded."""
    head = stream.peek(65536)[:65536]
    cut = head[: head.rfind(b"\n") + 1] or head
    try:
        codecs.getincrementaldecoder("utf-8")().decode(cut)
        if b"\0" not in cut:
            return stream, []
    except UnicodeDecodeError:
        pass
    data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Refused("too_large", f"more than {LARGEST:,} bytes that are not UTF-8; convert it first")
    text, codes = decode(data)
    return io.BytesIO(text.encode()), codes
