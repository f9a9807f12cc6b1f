"""One line of a ledger: sealed with a hash over itself, which holds the hash of the line before."""

from __future__ import annotations

import hashlib
import json

from .decisions import Entry

FIRST = "0" * 64  # what the first line names as the hash before it
BEGINNING = b'{"seq":'


def sealed(seq: int, entry_id: str, payload: str, prev: str) -> bytes:
    """The line of an entry, with its end."""
    body = f'{{"seq":{seq},"id":{json.dumps(entry_id)},"payload":{payload},"prev":"{prev}"'.encode()
    return body + f',"hash":"{hashlib.sha256(body).hexdigest()}"}}\n'.encode()


def verified(line: bytes) -> Entry | None:
    """The entry of a line (without its line end), or None where a byte is not what was written."""
    body, seal = line[:-75], line[-75:]
    if seal != f',"hash":"{hashlib.sha256(body).hexdigest()}"}}'.encode():
        return None
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None
