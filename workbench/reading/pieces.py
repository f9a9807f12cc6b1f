"""What reading a file yields: pieces of text, and notes on what was left out or looks wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

LARGEST = 16_000_000  # bytes of one text, page, line or record

# What a piece may be told of itself by its file, named as in the articles table.
FIELDS = ("headline", "outlet", "author", "url", "published", "language")


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
    label: str = ""  # the id that the file gives it
    flags: list[str] = field(default_factory=list)


class Note(NamedTuple):
    """Something odd about a file: a code for the report, and a sentence that says where."""

    code: str
    detail: str = ""


class Refused(Exception):
    """A file, or the rest of it, is not read; `note` says why."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(detail or code)
        self.note = Note(code, detail)


Found = Iterator[Piece | Note]
