"""One file's bytes -> the pieces of text in it, by what the file is rather than what it is called.

Everything is read as a stream with limits. What is risky to parse is read in a process that can be
killed: see `worker.py`.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from .archives import DEPTH, Budget, Note, Refused, Unpacked, gunzipped, members
from .boilerplate import words
from .encodings import binary, clean, decode

LARGEST = 16_000_000  # bytes of one text, page, line or record
NOTED = 100  # notes kept of one file
MARKUP = (".html", ".htm", ".xhtml", ".shtml")
# Text by content, but no article: said so in the report.
OTHER = (".toml", ".py", ".js", ".css", ".ipynb", ".xml", ".svg", ".yml", ".yaml", ".ini", ".cfg", ".sh", ".lock",
         ".tex", ".sql", ".rtf", ".ts", ".map", ".rss", ".bib", ".log")  # fmt: skip
NAMED = ("readme", "license", "licence", "makefile", ".gitignore", ".gitattributes", "robots")
_PAGE = re.compile(
    rb"\s*(<!--.{0,500}?-->\s*)?(<\?xml[^>]{0,200}>\s*)?<(!doctype\s+html|html\b)", re.IGNORECASE | re.DOTALL
)


@dataclass(slots=True)
class Piece:
    """One text as it was found, with what its file says of it (dates as written)."""

    text: str
    headline: str | None = None
    outlet: str | None = None
    author: str | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None
    part: str = ""  # which line, record or member of its file
    flags: list[str] = field(default_factory=list)


Found = Iterator[Piece | Note]


def kind_of(name: str, head: bytes) -> str:
    """What a file is, from its first bytes and then its name."""
    suffix = PurePosixPath(name.rstrip(". ")).suffix.lower()
    marks = ((b"\x1f\x8b", "gz"), (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"WARC/", "warc"))
    if not head:
        return "empty"
    if found := next((kind for mark, kind in marks if head.startswith(mark)), None):
        return found
    if binary(head):
        return "binary"
    if suffix in (".jsonl", ".ndjson", ".csv", ".tsv", ".warc", ".json"):
        return {".ndjson": "jsonl", ".tsv": "csv"}.get(suffix, suffix[1:])
    if suffix in MARKUP or _PAGE.match(head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")):
        return "html"
    return (
        "other"
        if suffix in OTHER or PurePosixPath(name).stem.lower() in NAMED or name.lower() in NAMED
        else "text"
    )


def pieces(path: Path, columns: dict[str, str] | None = None) -> Found:
    """The texts in a file, and a note for whatever was left out or looks wrong; raises OSError only."""
    with path.open("rb") as stream:
        yield from _limited(path.name, stream, columns, Budget(path.stat().st_size), 0)


def _limited(
    name: str, stream: BinaryIO, columns: dict[str, str] | None, budget: Budget, depth: int
) -> Found:
    try:
        yield from _pieces(name, stream, columns, budget, depth)
    except Refused as refused:
        yield refused.note
    except (MemoryError, RecursionError) as error:
        yield Note("too_large", f"{type(error).__name__} while reading {name!r}")


def _pieces(name: str, stream: BinaryIO, columns: dict[str, str] | None, budget: Budget, depth: int) -> Found:
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream, 65536)  # type: ignore[arg-type]
    kind = kind_of(name, buffered.peek(65536))
    if kind == "gz" or kind == "zip":
        if depth >= DEPTH:
            raise Refused("bomb", f"archives in archives, more than {DEPTH} deep")
        yield from (_gz if kind == "gz" else _zip)(name, buffered, columns, budget, depth)
    elif kind == "empty":
        yield Note("empty")
    elif kind == "binary":
        yield Note("binary", "not text by its content")
    elif kind == "other":
        yield Note("format", f"{name!r} is no article by its name")
    elif kind in ("jsonl", "csv", "json"):
        yield from _RECORDS[kind](name, buffered, columns)
    elif kind == "text":
        yield from _plain(_whole(buffered))
    else:
        from . import pages

        yield from pages.warc(buffered) if kind == "warc" else pages.page(_whole(buffered))


def _gz(name: str, stream: BinaryIO, columns: dict[str, str] | None, budget: Budget, depth: int) -> Found:
    inner = gunzipped(stream, budget)
    yield from _limited(
        name[:-3] if name.lower().endswith(".gz") else name, inner, columns, budget, depth + 1
    )  # type: ignore[arg-type]
    yield from _whole_or_note(inner, name)


def _zip(name: str, stream: BinaryIO, columns: dict[str, str] | None, budget: Budget, depth: int) -> Found:
    for member in members(stream, budget):
        if isinstance(member, Note):
            yield member
            continue
        inner_name, inner = member
        for found in _limited(PurePosixPath(inner_name).name, inner, columns, budget, depth + 1):  # type: ignore[arg-type]
            if isinstance(found, Note):
                yield Note(found.code, f"{inner_name!r}: {found.detail or found.code}")
                if found.code == "bomb":
                    return
            else:
                found.part = inner_name + (f"/{found.part}" if found.part else "")
                found.flags += ["truncated"] if inner.broken and "truncated" not in found.flags else []
                yield found
        yield from _whole_or_note(inner, inner_name)


def _whole_or_note(inner: Unpacked, name: str) -> Found:
    if inner.broken:
        yield Note("truncated", f"{name!r}: the compressed data breaks off")


def _whole(stream: BinaryIO) -> bytes:
    data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Refused("too_large", f"more than {LARGEST:,} bytes of one text; split it")
    return data


def _plain(data: bytes) -> Found:
    """A text file; the `---` block that site generators put before it is metadata."""
    text, codes = decode(data)
    if not text.strip("\ufeff\ufffd \t\r\n\x0b\x0c\u200b\xa0"):
        yield Note((codes or ["empty"])[0])
        return
    meta = front_matter(text)
    yield Piece(text, flags=codes, **{k: v for k, v in meta.items() if k in _FIELDS})


# --- records: JSON Lines, JSON, CSV --------------------------------------------------------------

_FIELDS = ("headline", "outlet", "author", "url", "published", "language")


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    """Column name -> what it holds."""
    return {name: entry["id"] for entry in words()["column"] for name in entry["names"]}


def mapped(names: Iterable[str], columns: dict[str, str] | None) -> dict[str, str]:
    """What is held by which of the columns `names`: as told in `columns`, else by their names, first listed first."""
    names = [n for n in names if isinstance(n, str)]
    found = {what: name for what, name in (columns or {}).items() if name in names}
    for known, what in _known().items():
        for name in names:
            if re.sub(r"[\s-]+", "_", name.strip().lower().lstrip("\ufeff")) == known:
                found.setdefault(what, name)
    return found


def _record(record: dict, columns: dict[str, str] | None, part: str) -> Piece | Note:
    held = mapped(record, columns)
    text = record.get(held.get("text", ""))
    if not isinstance(text, str) or not text.strip():
        return Note(
            "bad_line",
            f"{part}: no text in it" + ("" if "text" in held else f" (has {', '.join(list(record)[:8])})"),
        )
    text, codes = clean(text)
    values = {what: record.get(held[what]) for what in _FIELDS if what in held}
    piece = Piece(
        text, part=part, flags=codes, **{k: clean(str(v))[0].strip()[:2000] for k, v in values.items() if v}
    )
    identity = record.get(held.get("id", ""))
    piece.part = f"{part}#{clean(str(identity))[0][:80]}" if identity not in (None, "") else part
    return piece


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
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


def _utf8(stream: io.BufferedReader) -> tuple[BinaryIO, list[str]]:
    """The stream itself where it may be UTF-8, else all of it decoded."""
    head = stream.peek(65536)[:65536]
    cut = head[: head.rfind(b"\n") + 1] or head
    try:
        codecs.getincrementaldecoder("utf-8")().decode(cut)
        if b"\0" not in cut:
            return stream, []
    except UnicodeDecodeError:
        pass
    text, codes = decode(_whole(stream))
    return io.BytesIO(text.encode()), codes


def _jsonl(name: str, stream: io.BufferedReader, columns: dict[str, str] | None) -> Found:
    source, codes = _utf8(stream)
    seen = False
    for number, line in _lines(source):
        if line is None:
            yield Note("too_large", f"line {number}: more than {LARGEST:,} bytes")
        elif stripped := line.strip(b"\xef\xbb\xbf \t\r\n\x00"):
            seen = True
            found = _json(stripped, columns, f"line {number}")
            if isinstance(found, Piece):
                found.flags += codes
            yield found
    if not seen:
        yield Note("empty")


def _json(line: bytes, columns: dict[str, str] | None, part: str) -> Piece | Note:
    try:
        text, codes = decode(line)
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        return Note("bad_line", f"{part}: not JSON: {str(error)[:100]}")
    if not isinstance(record, dict):
        return Note("bad_line", f"{part}: {type(record).__name__}, not an object with fields")
    found = _record(record, columns, part)
    if isinstance(found, Piece):
        found.flags += [c for c in codes if c not in found.flags]
    return found


def _json_whole(name: str, stream: io.BufferedReader, columns: dict[str, str] | None) -> Found:
    try:
        loaded = json.loads(decode(_whole(stream))[0])
    except (ValueError, RecursionError) as error:
        raise Refused("bad_line", f"not JSON: {str(error)[:100]}") from error
    for number, record in enumerate(loaded if isinstance(loaded, list) else [loaded], 1):
        part = f"record {number}"
        yield (
            _record(record, columns, part)
            if isinstance(record, dict)
            else Note("bad_line", f"{part}: not an object")
        )


def _csv(name: str, stream: io.BufferedReader, columns: dict[str, str] | None) -> Found:
    source, codes = _utf8(stream)
    csv.field_size_limit(LARGEST)
    lines = (
        line.decode("utf-8-sig" if n == 1 else "utf-8", "stray_cp1252") for n, line in _lines(source) if line
    )
    header = next(lines, "")
    delimiter = "\t" if name.lower().endswith((".tsv", ".tab")) else max(",;\t|", key=header.count)
    names = next(csv.reader([header], delimiter=delimiter), [])
    if "text" not in mapped(names, columns):
        raise Refused(
            "columns", f"no column holds the text (columns: {', '.join(names)[:200]}); name it with columns="
        )
    rows = csv.reader(lines, delimiter=delimiter)
    number = 1
    while True:
        number += 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield Note("bad_line", f"row {number}: {error}")
            continue
        if row and len(row) != len(names):
            yield Note("bad_line", f"row {number}: {len(row)} fields under {len(names)} columns")
        elif row:
            found = _record(dict(zip(names, row, strict=True)), columns, f"row {number}")
            if isinstance(found, Piece):
                found.flags += codes
            yield found


_RECORDS = {"jsonl": _jsonl, "json": _json_whole, "csv": _csv}
