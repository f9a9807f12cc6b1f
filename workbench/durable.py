"""Files that are whole after a crash: written beside their place, waited for, then moved there."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO


def sync(file: int) -> None:
    """Wait until an open file's bytes are on the disk; on macOS fsync alone stops at the drive's own memory."""
    if sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(file, fcntl.F_FULLFSYNC)
    else:
        os.fsync(file)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk; Windows keeps them without being asked."""
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def make_folder(folder: Path) -> None:
    """Make a folder and those that it lies in, where there are none, with their names on the disk."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def opened(path: Path) -> int:
    """A file opened to read and write at any place, made where there is none."""
    return os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)


def write_all(file: int, data: bytes, offset: int) -> None:
    """Write every byte from `offset` on, however few the system takes at a time."""
    os.lseek(file, offset, os.SEEK_SET)
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]


def replace(path: Path, fill: Callable[[IO[bytes]], object]) -> Path:
    """Give `path` the bytes that `fill` writes; readers see the old file or all of the new one."""
    make_folder(path.parent)
    # The name is short and not made of the target's, which may be as long as names get.
    handle, draft = tempfile.mkstemp(prefix=".draft-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            fill(file)
            file.flush()
            os.chmod(draft, 0o666 & ~_umask())
            sync(file.fileno())
        os.replace(draft, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(draft)
        raise
    sync_folder(path.parent)
    return path


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
