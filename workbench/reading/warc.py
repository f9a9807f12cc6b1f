"""WARC records -> the articles among the responses; a note for what is cut or lies about its length.

warcio passes over a record that breaks off, and over a false length: both are looked for here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath
from typing import IO, Any

from .pieces import LARGEST, Found, Note, Piece

_CHARSET = re.compile(r"charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9_:-]{2,30})", re.IGNORECASE)


def records(
    stream: IO[bytes], read_page: Callable[[bytes, str | None, str | None], Iterable[Piece | Note]]
) -> Found:
    """The articles in an (uncompressed) WARC stream, one record after the other."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    tail = _Tail(stream)
    archive = ArchiveIterator(tail, check_digests=True)
    archive.INC_RECORD = ""  # what it would print; it counts as well
    number = 0
    try:
        for record in archive:
            number += 1
            for found in _record(record, read_page):
                part = f"record {number}"
                if isinstance(found, Note):
                    yield Note(found.code, f"{part}: {found.detail or found.code}")
                else:
                    found.part = part
                    yield found
    except (ArchiveLoadFailed, ValueError, EOFError, OSError, AttributeError, TypeError, IndexError) as error:
        yield Note("truncated", f"after record {number}: {str(error)[:100] or type(error).__name__}")
    if archive.err_count:
        yield Note("truncated", "a record is longer than it says")
    if number == 0 or not tail.last.endswith(b"\r\n\r\n"):
        yield Note("truncated", f"it breaks off after record {number}")


class _Tail:
    """A stream that remembers its last bytes: a whole WARC ends with two line ends."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream, self.last = stream, b""

    def read(self, size: int = -1) -> bytes:
        data = self.stream.read(size)
        self.last = (self.last + data)[-4:]
        return data


def _record(record: Any, read_page: Callable[..., Iterable[Piece | Note]]) -> Found:
    headers = record.http_headers
    kind = (headers.get_header("Content-Type") if headers else record.content_type) or ""
    if record.rec_type not in ("response", "resource", "conversion"):
        return
    if headers and not str(headers.get_statuscode()).startswith("2"):
        return
    if kind and not kind.lower().lstrip().startswith(("text/", "application/xhtml")):
        return
    data = record.content_stream().read(LARGEST + 1)
    if len(data) > LARGEST:
        yield Note("too_large", f"more than {LARGEST:,} bytes")
        return
    if getattr(record.raw_stream, "limit", 0) > 0:
        yield Note("truncated", "shorter than it says")
    if b"\r\nWARC-Type:" in data:
        yield Note("truncated", "longer than it says; the next record is inside it")
        data = data[: data.rfind(b"WARC/", 0, data.index(b"\r\nWARC-Type:"))]
    if record.digest_checker is not None and record.digest_checker.passed is False:
        yield Note("digest", "its digest does not fit its content")
    if not data.strip():
        yield Note("empty")
        return
    yield from _texts(data, kind, record.rec_headers.get_header("WARC-Target-URI"), read_page)


def _texts(
    data: bytes, said: str, url: str | None, read_page: Callable[..., Iterable[Piece | Note]]
) -> Found:
    """The text of a response that is a page or a plain text, by what it says it is or, if silent, by its content."""
    from .formats import kind_of, plain

    charset = _CHARSET.search(said)
    declared = charset[1] if charset else None
    name = PurePosixPath((url or "").split("?")[0]).name
    if re.match(r"\s*(text/html|application/xhtml)", said, re.IGNORECASE) or (
        not said and kind_of(name, data) == "html"
    ):
        found: Iterable[Piece | Note] = read_page(data, declared, url)
    elif said.lower().startswith("text/plain") and kind_of(name, data) == "text":
        found = plain(data, declared)
    else:
        return
    for piece in found:
        if isinstance(piece, Piece):
            piece.url = piece.url or url
        yield piece
