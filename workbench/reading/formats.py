"""One file's bytes -> the pieces of text in it, by what the file is rather than what it is called.

Everything is read as a stream with limits. HTML, which can hang any parser, is handed to a process that
can be killed: see `child.py`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath
from typing import IO

from . import rows
from .archives import DEPTH, Budget, Unpacked, gunzipped, members
from .encodings import binary, decode
from .frontmatter import front_matter
from .pieces import LARGEST, Found, Note, Piece, Refused

MARKUP = (".html", ".htm", ".xhtml", ".shtml")
ROWS = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "tsv", ".json": "json", ".warc": "warc"}
# Text by content, but no article: said so in the report.
OTHER = (".toml", ".py", ".js", ".css", ".ipynb", ".xml", ".svg", ".yml", ".yaml", ".ini", ".cfg", ".sh", ".lock",
         ".tex", ".sql", ".rtf", ".ts", ".map", ".rss", ".bib", ".log")  # fmt: skip
NAMED = ("readme", "license", "licence", "makefile", ".gitignore", ".gitattributes", "robots")
# The last is a ledger of corrections, whatever its name.
_MARKS = ((b"\x1f\x8b", "gz"), (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"WARC/", "warc"),
          (b'{"seq":1,"id":', "other"))  # fmt: skip
_PAGE = re.compile(
    rb"\s*(<!--.{0,500}?-->\s*)?(<\?xml[^>]{0,200}>\s*)?<(!doctype\s+html|html\b)", re.IGNORECASE | re.DOTALL
)

_VISIBLE = re.compile(r"[^\s\x00-\x1f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffd]")

# Reads one page: its bytes, the encoding and the address that are declared outside it.
ReadPage = Callable[[bytes, str | None, str | None], Iterable[Piece | Note]]


def kind_of(name: str, head: bytes) -> str:
    """What a file is, from its first bytes and then its name."""
    bare = PurePosixPath(name.rstrip(". ").lower())
    if not head:
        return "empty"
    if found := next((kind for mark, kind in _MARKS if head.startswith(mark)), None):
        return found
    if binary(head):
        return "binary"
    if bare.suffix in ROWS:
        return ROWS[bare.suffix]
    if bare.suffix in MARKUP or _PAGE.match(head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")):
        return "html"
    return "other" if bare.suffix in OTHER or bare.stem in NAMED else "text"


def pieces(
    name: str, stream: IO[bytes], size: int, read_page: ReadPage, columns: dict[str, str] | None = None
) -> Found:
    """The texts in a file, and a note for whatever was left out or looks wrong; raises OSError only."""
    return _Reading(Budget(size), read_page, columns).limited(name, stream, 0)


class _Reading:
    """One file, with everything that is packed in it."""

    def __init__(self, budget: Budget, read_page: ReadPage, columns: dict[str, str] | None) -> None:
        self.budget, self.read_page, self.columns = budget, read_page, columns

    def limited(self, name: str, stream: IO[bytes], depth: int) -> Found:
        try:
            yield from self.pieces(name, stream, depth)
            if isinstance(stream, Unpacked):
                stream.drain()
        except Refused as refused:
            try:
                if isinstance(stream, Unpacked) and refused.note.code != "bomb":
                    stream.drain()
                yield refused.note
            except Refused as bomb:
                yield bomb.note
        except (MemoryError, RecursionError) as error:
            yield Note("too_large", f"{type(error).__name__} while reading {name!r}")

    def pieces(self, name: str, stream: IO[bytes], depth: int) -> Found:
        buffered: io.BufferedReader = io.BufferedReader(stream, 65536)  # type: ignore[arg-type]
        kind = kind_of(name, buffered.peek(65536))
        if kind in ("gz", "zip") and depth >= DEPTH:
            raise Refused("bomb", f"archives in archives, more than {DEPTH} deep")
        if kind == "gz":
            yield from self.gz(name, buffered, depth)
        elif kind == "zip":
            yield from self.zip(buffered, depth)
        elif kind in ("empty", "binary"):
            yield Note(kind)
        elif kind == "other":
            yield Note("format", f"{name!r} is no article by its name")
        elif kind == "jsonl":
            yield from rows.json_lines(buffered, self.columns)
        elif kind == "json":
            yield from rows.json_document(buffered, self.columns)
        elif kind in ("csv", "tsv"):
            yield from rows.table(buffered, self.columns, tabs=kind == "tsv")
        elif kind == "warc":
            from .warc import records

            yield from records(buffered, self.read_page)
        elif kind == "html":
            yield from self.read_page(_whole(buffered), None, None)
        else:
            yield from plain(_whole(buffered))

    def gz(self, name: str, stream: IO[bytes], depth: int) -> Found:
        inner = gunzipped(stream, self.budget)
        yield from self.limited(name[:-3] if name.lower().endswith(".gz") else name, inner, depth + 1)  # type: ignore[arg-type]
        yield from _broken(inner, name)

    def zip(self, stream: IO[bytes], depth: int) -> Found:
        for member in members(stream, self.budget):
            if isinstance(member, Note):
                yield member
                continue
            name, inner = member
            for found in self.limited(PurePosixPath(name).name, inner, depth + 1):  # type: ignore[arg-type]
                if isinstance(found, Note):
                    yield Note(found.code, f"{name!r}: {found.detail or found.code}")
                    if found.code == "bomb":
                        return
                else:
                    found.part = name + (f"/{found.part}" if found.part else "")
                    yield found
            yield from _broken(inner, name)


def _broken(inner: Unpacked, name: str) -> Found:
    if inner.broken:
        yield Note("truncated", f"{name!r}: the compressed data breaks off")


def _whole(stream: IO[bytes]) -> bytes:
    data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Refused("too_large", f"more than {LARGEST:,} bytes of one text; split it")
    return data


def plain(data: bytes, declared: str | None = None) -> Found:
    """A text file; the `---` block that site generators put before it is metadata."""
    text, codes = decode(data, declared)
    if not re.search(r"\w", text):
        told = [code for code in codes if code in ("binary", "encoding")] or [
            "no_text" if _VISIBLE.search(text) else "empty"
        ]
        yield Note(told[0])
    else:
        yield Piece(text, flags=codes, **front_matter(text))
