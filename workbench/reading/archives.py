"""Compressed files, opened in memory with a budget: nothing is ever unpacked to disk."""

from __future__ import annotations

import gzip
import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from struct import error as struct_error
from typing import IO

from .pieces import Note, Refused

UNPACKED = 512_000_000  # bytes that one file may unpack to, all levels together
HELD = 64_000_000  # bytes of an archive within an archive, which has to be held in memory
RATIO = 200  # unpacked to packed; ten times what text reaches
SMALL = 1_000_000  # bytes within which any ratio is fine
MEMBERS = 10_000
DEPTH = 3  # archives within archives
_BROKEN = (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile, struct_error)
_OUTSIDE = re.compile(r"^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)|\x00")


@dataclass
class Budget:
    """What one file has unpacked to so far."""

    packed: int
    spent: int = 0

    def charge(self, size: int) -> None:
        """Count `size` unpacked bytes; Refused where they are too many, or too many for the file."""
        self.spent += size
        if self.spent > SMALL and self.spent > RATIO * max(self.packed, 1):
            raise Refused("bomb", f"unpacks to more than {RATIO} times its size")
        if self.spent > UNPACKED:
            raise Refused("too_large", f"unpacks to more than {UNPACKED:,} bytes")


class Unpacked(io.RawIOBase):
    """A decompressed stream that counts against the budget and ends where the data breaks (`broken`)."""

    def __init__(self, source: gzip.GzipFile | zipfile.ZipExtFile, budget: Budget) -> None:
        self.source, self.budget, self.broken = source, budget, False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def,override]
        try:
            # read1 hands over what there is before the place where the data breaks; read loses it.
            data = b"" if self.broken else self.source.read1(min(len(buffer), 65536))
        except _BROKEN:
            data, self.broken = b"", True
        self.budget.charge(len(data))
        buffer[: len(data)] = data
        return len(data)

    def drain(self) -> None:
        """Read on to the end without keeping anything; Refused where that shows a bomb."""
        while self.read(65536):
            pass


def gunzipped(stream: IO[bytes], budget: Budget) -> Unpacked:
    """The content of a gzip stream, as far as it is whole."""
    return Unpacked(gzip.GzipFile(fileobj=stream), budget)


def members(stream: IO[bytes], budget: Budget) -> Iterator[tuple[str, Unpacked] | Note]:
    """Name and content of each file in a zip, and a note for each that is left out."""
    if not stream.seekable():
        held = stream.read(HELD + 1)
        if len(held) > HELD:
            raise Refused("too_large", f"a zip file in an archive, larger than {HELD:,} bytes")
        stream = io.BytesIO(held)
    try:
        archive = zipfile.ZipFile(stream)
    except (*_BROKEN, ValueError, NotImplementedError, OSError) as error:
        raise Refused("truncated", f"not a whole zip file: {error}") from error
    with archive:
        infos = [i for i in archive.infolist() if not i.is_dir()]
        names = {i.filename for i in infos}
        if "[Content_Types].xml" in names or "mimetype" in names:
            yield from (note for note in map(_bomb, infos) if note)
            raise Refused("binary", "an office document; save it as text or HTML")
        for info in infos[:MEMBERS]:
            yield _member(archive, info, budget)
        if len(infos) > MEMBERS:
            yield Note("too_large", f"only the first {MEMBERS:,} of {len(infos):,} files in it were read")


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> tuple[str, Unpacked] | Note:
    name = info.filename
    if _OUTSIDE.search(info.orig_filename) or _OUTSIDE.search(name):
        return Note("unsafe_path", f"{name!r} points out of the archive")
    if stat.S_ISLNK(info.external_attr >> 16):
        return Note("symlink", f"{name!r} is a link")
    if info.flag_bits & 1:
        return Note("encrypted", f"{name!r} needs a password")
    if bomb := _bomb(info):
        return bomb
    try:
        return name, Unpacked(archive.open(info), budget)  # type: ignore[arg-type]
    except (*_BROKEN, ValueError, NotImplementedError, RuntimeError) as error:
        return Note("truncated", f"{name!r}: {error}")


def _bomb(info: zipfile.ZipInfo) -> Note | None:
    if info.file_size > SMALL and info.file_size > RATIO * max(info.compress_size, 1):
        return Note("bomb", f"{info.filename!r} says it unpacks to {info.file_size:,} bytes")
    return None
