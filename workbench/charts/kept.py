"""What takes long to make and comes out the same, kept in the user's cache folder: script and pictures of charts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from .. import durable
from ..cache import default_folder

MOST = 500  # files of one kind; the oldest go


def kept(kind: str, name: str, make: Callable[[], bytes]) -> bytes:
    """The bytes that were kept under `name`, or else those that `make` gives, which are kept.

    What is kept is used only where its hash is its own; where the folder cannot be written it is made each time.
    """
    place = default_folder() / kind / name
    with suppress(OSError):
        seal, _, held = place.read_bytes().partition(b"\n")
        if seal == _seal(held):
            return held
    made = make()
    with suppress(OSError):
        durable.replace(place, lambda file: file.write(_seal(made) + b"\n" + made))
        _forget(place.parent)
    return made


def _seal(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()


def _forget(folder: Path) -> None:
    for old in sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime)[:-MOST]:
        old.unlink()
