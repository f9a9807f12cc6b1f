"""Appending test notes to a ledger without end, so that somebody outside can kill it and see what is left."""

from __future__ import annotations

import sys
import time
from itertools import count
from pathlib import Path

from ..records import InputError
from .chain import FIRST
from .decisions import Entry, digest
from .ledger import Ledger


def run(path: str | Path, writer: str, start: int, limit: int | None = None) -> int:
    """Append test notes W-N, W-(N+1)… and print ACK with the payload's digest, or NAK with the reason.

    Returns 1 when any was refused. Without a limit it goes on until it is stopped.
    """
    ledger, refused = Ledger(path), 0
    for number in count(start) if limit is None else range(start, start + limit):
        name = f"{writer}-{number}"
        try:
            held = ledger.append(_probe_note(name), name)
            said = f"ACK {name} {digest(held['payload'])}\n"
        except InputError as error:
            refused = 1
            said = f"NAK {name} {' '.join(str(error).split())}\n"
            time.sleep(0.02)
        sys.stdout.write(said)  # in one piece, which `print` does not promise
        sys.stdout.flush()
    return refused


def _probe_note(name: str) -> Entry:
    anchor = {"start": 0, "end": 5, "exact": "probe", "prefix": "", "suffix": f" {name}"}
    return {"kind": "note", "table": "claims", "article": FIRST, "anchor": anchor, "why": f"probe {name}"}
