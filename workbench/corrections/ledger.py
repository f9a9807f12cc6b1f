"""The analyst's ledger: an append-only file of corrections, durable before it is acknowledged.

One JSON object a line: seq, id, payload (the correction), prev (hash of the line before) and hash (of this
line), so that a changed byte is noticed. An append holds a lock, writes, waits for the disk (file and
folder) and only then returns. `LEDGER.copy` is a second copy, written after the first: it tells a ledger
that was cut or deleted from a new one, and holds what a damaged line said. A last line that a crash left
unfinished was never acknowledged; the next append removes it.
"""

from __future__ import annotations

import hashlib
import json
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import filelock

from .. import durable
from ..records import InputError
from .chain import BEGINNING, FIRST, sealed, verified
from .decisions import Entry, canonical, checked, conflicts, merged
from .decisions import parse_entry as parse_entry

WAIT = 5  # seconds that a second writer waits for the first


class Ledger:
    """One ledger file, read as far as it has been; every append looks at what others added since.

    Writing to a damaged ledger is refused with an InputError that says how to mend it.
    """

    def __init__(self, path: str | Path) -> None:
        # A link and what it leads to are one ledger with one lock.
        self.path = Path(path).resolve() if Path(path).is_symlink() else Path(path)
        self.copy = Path(f"{self.path}.copy")
        self.entries: list[Entry]
        self.problems: list[str]
        self.lost: bytes  # what only the copy holds
        self._ids: dict[str, Entry]
        self._node, self._copy_fits = (0, 0), True
        self._forget()

    def read(self) -> Ledger:
        """Read everything; `problems` then names every damaged line, `entries` holds the whole ones."""
        self._forget()
        # The copy first: it is written last, so it never holds more than a sound ledger does.
        copy = self.copy.read_bytes() if self.copy.exists() else b""
        if not self.path.exists():
            if copy:
                self.problems.append(f"is gone, but {self.copy.name} holds {copy.count(10)} of its lines")
            return self
        data, status = self.path.read_bytes(), self.path.stat()
        self._node = (status.st_dev, status.st_ino)
        self._take(data)
        self._copy_fits = data[: self._end].startswith(copy)
        if not self.problems and len(copy) > self._end:
            self._recover(data[: self._end], copy)
        return self

    def _forget(self) -> None:
        self.entries, self.problems, self.lost, self._ids = [], [], b"", {}
        self._end, self._head, self._newline_lacks = 0, FIRST, False

    def _recover(self, held: bytes, copy: bytes) -> None:
        """Take from the copy what a ledger that was cut has lost; the next append puts it back."""
        if not copy.startswith(held):
            self.problems.append(f"is not what {self.copy.name} with {copy.count(10)} lines is a copy of")
            return
        self._forget()
        self._take(copy)
        self.lost, self._copy_fits = copy[len(held) : self._end], True

    def _take(self, data: bytes) -> None:
        """Verify the bytes after those that were read before."""
        *lines, tail = data.split(b"\n")
        for line in lines:
            entry = verified(line)
            number = len(self.entries) + len(self.problems) + 1
            if entry is None:
                self.problems.append(f"line {number} is damaged")
            else:
                if not self.problems and (entry["prev"] != self._head or entry["seq"] != number):
                    self.problems.append(f"lines before entry {entry['seq']} are missing")
                self._keep(entry)
        self._end += len(data) - len(tail)
        if (whole := verified(tail)) and whole["prev"] == self._head:
            self._keep(whole)
            self._end, self._newline_lacks = self._end + len(tail), True
        elif verified(tail[:-1]):
            self.problems.append("the end of the last line is damaged")
        elif tail.strip(b"\0") and tail[: len(BEGINNING)] != BEGINNING[: len(tail)]:
            self.problems.append("its last line is not an entry")

    def _keep(self, entry: Entry) -> None:
        self.entries.append(entry)
        self._ids[entry["id"]] = entry
        self._head = entry["hash"]

    def append(self, entry: Entry, entry_id: str | None = None) -> Entry:
        """Append one correction and return it with its id, once it is durable.

        An id that is there with the same correction is not written again. Raises InputError when the
        correction is incomplete, the ledger damaged, locked for 5 seconds or not writable, or the id taken.
        """
        return self.extend([(entry_id or uuid.uuid4().hex, checked(entry))])[0]

    def extend(self, corrections: list[tuple[str, Entry]]) -> list[Entry]:
        """Append complete corrections with their ids, all or none; see `append`."""
        with self._locked():
            self._refresh()
            if self.problems:
                raise InputError(self.damage())
            known = [self._known(entry_id, entry) for entry_id, entry in corrections]
            data, seq, head = b"\n" * self._newline_lacks, len(self.entries), self._head
            for (entry_id, entry), held in zip(corrections, known, strict=True):
                if held is None:
                    data += sealed(seq := seq + 1, entry_id, canonical(entry), head)
                    head = data[-67:-3].decode()
            self._write(data)
            return [self._ids[entry_id] for entry_id, _ in corrections]

    def damage(self) -> str:
        """One sentence on what is wrong and the cure."""
        cure = f"python -m workbench ledger merge {self.path} {self.copy} --out NEW"
        if not self.path.exists():
            cure = f"cp {self.copy} {self.path}"
        return f"{self.path}: {'; '.join(self.problems[:3])}; every whole entry is kept by: {cure}"

    def _known(self, entry_id: str, entry: Entry) -> Entry | None:
        held = self._ids.get(entry_id)
        if held and {**held["payload"], "when": ""} != {**json.loads(canonical(entry)), "when": ""}:
            raise InputError(f"{self.path}: id {entry_id!r} is taken by another correction; use a new id")
        return held

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            durable.make_folder(self.path.parent)
            with filelock.FileLock(f"{self.path}.lock", timeout=WAIT, poll_interval=0.002):
                yield
        except filelock.Timeout as error:
            raise InputError(f"{self.path}: another program writes for {WAIT} s; try again") from error
        except OSError as error:
            why = error.strerror or error
            raise InputError(f"{self.path}: not recorded ({why}); make room or name another place") from error

    def _refresh(self) -> None:
        """Read what was added since; everything when the file is not the one that was read."""
        try:
            status = self.path.stat()
        except FileNotFoundError:
            self.read()
            return
        same = (status.st_dev, status.st_ino) == self._node and status.st_size >= self._end
        if self.problems or self.lost or not same:
            self.read()
        elif status.st_size > self._end:
            with self.path.open("rb") as file:
                file.seek(self._end)
                data = file.read()
            if self._newline_lacks and data.startswith(b"\n"):
                data, self._end, self._newline_lacks = data[1:], self._end + 1, False
            self._take(data)

    def _write(self, data: bytes) -> None:
        """Write the lines behind the last whole one and wait until they and their names are on the disk."""
        file, begin = durable.opened(self.path), self._end - len(self.lost)
        try:
            os.ftruncate(file, begin)
            try:
                durable.write_all(file, self.lost + data, begin)
                durable.sync(file)
            except BaseException:
                with suppress(OSError):
                    os.ftruncate(file, begin)
                raise
            status = os.fstat(file)
        finally:
            os.close(file)
        self._node = (status.st_dev, status.st_ino)
        newline, self.lost = self._newline_lacks, b""
        self._end, self._newline_lacks = self._end + newline, False
        with suppress(OSError):
            self._write_copy()
        durable.sync_folder(self.path.parent)
        self._take(data[newline:])

    def _write_copy(self) -> None:
        """Bring the second copy up to the ledger."""
        file = durable.opened(self.copy)
        try:
            begin = os.fstat(file).st_size if self._copy_fits else 0
            with self.path.open("rb") as whole:
                whole.seek(begin)
                os.ftruncate(file, begin)
                durable.write_all(file, whole.read(), begin)
            durable.sync(file)
            self._copy_fits = True
        finally:
            os.close(file)


# --- the verbs ------------------------------------------------------------------------------------


def append(path: str | Path, entry: Entry) -> str:
    """Append one correction (see `decisions`) and return its id once it is durable; InputError when it is not."""
    return Ledger(path).append(entry)["id"]


def read(path: str | Path) -> list[Entry]:
    """Every entry, in order; InputError for a ledger that is missing or damaged."""
    ledger = _existing(path)
    if ledger.problems:
        raise InputError(ledger.damage())
    return ledger.entries


def _existing(path: str | Path) -> Ledger:
    try:
        ledger = Ledger(path).read()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); name a ledger") from error
    if not ledger.path.exists() and not ledger.problems:
        raise InputError(f"{path}: no such ledger; the first append makes one")
    return ledger


def dump(path: str | Path) -> Iterator[str]:
    """Every whole entry as one JSON object a line; `payload` is the text that `sha256` was taken over.

    A damaged ledger gives all that is whole, then raises InputError.
    """
    ledger = _existing(path)
    for entry in ledger.entries:
        text = canonical(entry["payload"])
        sha = hashlib.sha256(text.encode()).hexdigest()
        yield json.dumps({**entry, "payload": text, "sha256": sha}, ensure_ascii=False)
    if ledger.problems:
        raise InputError(ledger.damage())


def check(path: str | Path) -> Iterator[str]:
    """One sentence for each damage; nothing when every entry is whole and in place."""
    ledger = _existing(path)
    for problem in ledger.problems:
        yield f"{path}: {problem}"
    if ledger.problems:
        yield ledger.damage()
    if ledger.lost:
        lines = ledger.lost.count(10)
        yield f"{path}: was cut; {lines} lines are in {ledger.copy.name} and the next append puts them back"


def merge(a: str | Path, b: str | Path, out: str | Path) -> list[str]:
    """Write the entries of two ledgers to a new one, in the order of their times; returns conflicts and damage.

    An entry that both hold is kept once. Where two entries share an id, the second gets a new one.
    InputError when `out` is there already.
    """
    if Path(out).exists():
        raise InputError(f"{out}: is there already; name a new file")
    ledgers = [_existing(path) for path in (a, b)]
    said = [f"{ledger.path}: {problem}, left out" for ledger in ledgers for problem in ledger.problems]
    kept, clashes = merged(*[ledger.entries for ledger in ledgers])
    Ledger(out).extend(list(kept.items()))
    return [*said, *clashes, *conflicts(*[ledger.entries for ledger in ledgers])]
