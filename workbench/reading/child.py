"""Reads pages in a process of its own, which is killed where a page takes too long or too much memory.

No HTML parser is free of input on which it hangs, and none can be stopped from within. The process is
started with the first page and serves all that follow.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import IO

from .pieces import Note, Piece

SECONDS = 15.0  # for one page; twice that where the plainer parser has to try as well
MEMORY = 1_000_000_000  # bytes of address space
_SERVE = "import sys; sys.path.insert(0, sys.argv[1]); from workbench.reading.child import serve; serve()"


class Child:
    """A process that reads pages; use it in a `with` statement."""

    def __init__(self) -> None:
        self.seconds = SECONDS
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def page(self, data: bytes, declared: str | None = None, url: str | None = None) -> list[Piece | Note]:
        """What is on a page; where the parser is stopped, what a plainer one finds, flagged `lossy_html`."""
        for plainly in (False, True):
            found = self._ask(data, {"declared": declared, "url": url, "plainly": plainly, "size": len(data)})
            if found is not None:
                return found
        return [Note("timeout", f"no parser was done with the page within {self.seconds:g} seconds")]

    def _ask(self, data: bytes, request: dict) -> list[Piece | Note] | None:
        """The answer of the process; None where it had to be stopped or broke down."""
        process = self._running()
        timer = threading.Timer(self.seconds, process.kill)
        timer.start()
        try:
            assert process.stdin and process.stdout
            process.stdin.write(json.dumps(request).encode() + b"\n" + data)
            process.stdin.flush()
            answer = process.stdout.readline()
        except OSError:
            answer = b""
        finally:
            timer.cancel()
        if not answer.endswith(b"\n"):
            self.stop()
            return None
        return [Piece(**item) if isinstance(item, dict) else Note(*item) for item in json.loads(answer)]

    def _running(self) -> subprocess.Popen[bytes]:
        if self.process is None or self.process.poll() is not None:
            command = [sys.executable, "-c", _SERVE, str(Path(__file__).parents[2])]
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        return self.process

    def stop(self) -> None:
        """End the process, if there is one."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            for pipe in (self.process.stdin, self.process.stdout):
                _close(pipe)
            self.process = None


def _close(pipe: IO[bytes] | None) -> None:
    try:
        if pipe:
            pipe.close()
    except OSError:
        pass  # what was not sent to a process that is gone


def serve() -> None:
    """Answer one request after the other until the parent is gone; the process that may be killed."""
    from .pages import page

    logging.disable(logging.CRITICAL)  # nobody reads what parsers say of hostile pages
    _limit_memory()
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    while line := stdin.readline():
        request = json.loads(line)
        data = stdin.read(request.pop("size"))
        try:
            found = page(data, **request)
        except MemoryError:
            found = [Note("too_large", f"the page needs more than {MEMORY:,} bytes of memory")]
        items = [asdict(item) if isinstance(item, Piece) else tuple(item) for item in found]
        stdout.write(json.dumps(items).encode() + b"\n")
        stdout.flush()


def _limit_memory() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ImportError, ValueError, OSError):
        pass  # no such limit on this system: the clock alone has to do
