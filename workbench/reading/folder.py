"""The files under a folder, each once, in the order of their names; nothing outside of it is touched.

Links are never followed and what is no regular file is never opened: a device or a pipe may not end.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from ..records import InputError
from .pieces import Note

DEEPEST = 50  # folders in folders


def files(root: Path) -> Iterator[tuple[Path, Note | None]]:
    """Every file under `root` (or `root` itself), and a note for each that must not be opened.

    A folder that is given as a link is followed: that is how large disks are reached. InputError where there is none.
    """
    try:
        mode = root.stat().st_mode if root.is_dir() else root.lstat().st_mode
    except (OSError, ValueError) as error:
        raise InputError(f"{root}: no such file or folder; check the path") from error
    if stat.S_ISDIR(mode):
        yield from _under(root, 0)
    else:
        yield root, _refusal(mode)


def _under(folder: Path, depth: int) -> Iterator[tuple[Path, Note | None]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield folder, Note("unreadable", f"the folder cannot be opened: {error.strerror}")
        return
    for entry in entries:
        path = folder / entry.name
        mode = entry.stat(follow_symlinks=False).st_mode
        if not stat.S_ISDIR(mode):
            yield path, _refusal(mode)
        elif entry.name.startswith("."):
            yield path, Note("hidden", "a hidden folder is not looked into")
        elif depth >= DEEPEST:
            yield path, Note("too_large", f"more than {DEEPEST} folders deep")
        else:
            yield from _under(path, depth + 1)


def _refusal(mode: int) -> Note | None:
    if stat.S_ISREG(mode):
        return None
    if stat.S_ISLNK(mode):
        return Note("symlink", "links are not followed; put the file itself here")
    return Note("special", "no regular file")
