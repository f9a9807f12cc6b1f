"""A JupyterLab (or voila) of its own and a Chromium that can reach nothing else, for tests that look at notebooks."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterable, Iterator
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

ROOT = Path(__file__).parents[2]
FLAGS = "--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-sync"
# No news, no updates, and every cell in the page, whether it is scrolled to or not.
SETTINGS = {
    "apputils-extension/notification": '{"fetchNews": "false", "checkForUpdates": false}',
    "notebook-extension/tracker": '{"windowingMode": "none"}',
}
RUN = "window.jupyterapp.commands.execute('notebook:run-all-cells')"
IDLE = """() => { const k = window.jupyterapp.shell.currentWidget.sessionContext.session?.kernel;
  const prompts = [...document.querySelectorAll('.jp-InputPrompt')];
  return k && k.status === 'idle' && !prompts.some(e => e.textContent.includes('[*]')); }"""
READY = """() => window.jupyterapp?.shell.currentWidget?.content?.model"""
SETTLED = """async () => { const a = window.jupyterapp; await a.restored; const p = a.shell.currentWidget;
  await p.context.ready; await p.sessionContext.ready; }"""
OPENED = """async path => { const a = window.jupyterapp, p = await a.commands.execute('docmanager:open', {path});
  await p.context.ready; await p.sessionContext.ready; }"""
SHUT = "async () => { await window.jupyterapp.shell.currentWidget.sessionContext.shutdown(); }"
ERRORS = """() => [...window.jupyterapp.shell.currentWidget.content.model.cells].filter(c => c.type === 'code')
  .flatMap(c => Array.from({length: c.outputs.length}, (_, i) => c.outputs.get(i).toJSON()))
  .filter(o => o.output_type === 'error').map(o => o.ename + ': ' + o.evalue)"""
# What hostile text would do if it ran: tests ask for this after everything was drawn, clicked and hovered.
WATCH = "window.__ran = 0; window.alert = window.confirm = window.prompt = () => { window.__ran += 1; };"


def chromium() -> str | None:
    """The browser that is there: $CHROMIUM, or Debian's."""
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if name and (found := shutil.which(name))), None)


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


@contextlib.contextmanager
def server(folder: Path, *command: str, theme: str = "JupyterLab Light") -> Iterator[str]:
    """Run a Jupyter server over `folder` with settings of its own; yields its address."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="lab-", ignore_cleanup_errors=True) as home:
        places = {f"JUPYTER_{n}_DIR": f"{home}/{n.lower()}" for n in ("CONFIG", "DATA", "RUNTIME")}
        places |= {f"JUPYTERLAB_{n}_DIR": f"{home}/{n.lower()}" for n in ("SETTINGS", "WORKSPACES")}
        environment = {
            **os.environ,
            **places,
            "IPYTHONDIR": f"{home}/ipython",
            "PYTHONPATH": str(ROOT),
            "TZ": "UTC",
        }
        for name, value in SETTINGS.items() | {("apputils-extension/themes", f'{{"theme": "{theme}"}}')}:
            place = Path(home, "settings", "@jupyterlab", f"{name}.jupyterlab-settings")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(value)
        arguments = [part.replace("PORT", str(port)) for part in command]
        with open(f"{home}/log", "w") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", *arguments], stdout=log, stderr=log, env=environment, cwd=folder
            )
        try:
            _wait(process, f"http://127.0.0.1:{port}", Path(home) / "log")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(15)
            process.kill()


def _wait(process: subprocess.Popen, url: str, log: Path) -> None:
    for _ in range(240):
        if process.poll() is not None:
            raise RuntimeError(log.read_text())
        with contextlib.suppress(OSError):
            urllib.request.urlopen(url, timeout=1).read()
            return
        time.sleep(0.25)
    raise TimeoutError(log.read_text())


def lab(folder: Path, theme: str = "JupyterLab Light") -> contextlib.AbstractContextManager[str]:
    """JupyterLab over `folder`."""
    options = (
        "--ServerApp.port=PORT",
        "--ServerApp.ip=127.0.0.1",
        "--IdentityProvider.token=",
        "--ServerApp.password=",
    )
    quiet = ("--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate", "--LabApp.news_url=None")
    return server(
        folder,
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        *options,
        "--LabApp.expose_app_in_browser=True",
        *quiet,
        theme=theme,
    )


def voila(folder: Path) -> contextlib.AbstractContextManager[str]:
    """voila over `folder`."""
    return server(
        folder, "voila", ".", "--no-browser", "--port=PORT", "--Voila.ip=127.0.0.1", "--show_tracebacks=True"
    )


def notebook(path: Path, cells: Iterable[str]) -> None:
    """Write a notebook of these code cells; it names its kernel, or Lab would ask for one and wait."""
    written = new_notebook(cells=[new_code_cell(cell) for cell in cells])
    written.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(written, path)


@contextlib.contextmanager
def browser(width: int = 1280, height: int = 1600, **options) -> Iterator:
    """A Chromium page context."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium(), args=FLAGS.split())
        try:
            yield chrome.new_context(viewport={"width": width, "height": height}, **options)
        finally:
            chrome.close()


class Page:
    """One page that may only talk to `home`; everything else it asked for is in `left`."""

    def __init__(self, context, home: str) -> None:
        self.page, self.home, self.left, self.errors = context.new_page(), home, [], []
        self.page.add_init_script(WATCH)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.route("**/*", self._route)

    def _route(self, route) -> None:
        if route.request.url.startswith((self.home, "data:", "blob:")):
            route.continue_()
        else:
            self.left.append(route.request.url)
            route.abort()

    def open(self, notebook: str) -> None:
        """Open a notebook in Lab and wait for its kernel."""
        self.page.goto(f"{self.home}/doc/tree/{notebook}?reset")
        self.page.wait_for_function(READY, timeout=60_000)
        self.page.evaluate(SETTLED)

    def enter(self) -> None:
        """Lab itself, with no notebook open."""
        self.page.goto(f"{self.home}/lab?reset")
        self.page.wait_for_function("() => window.jupyterapp")
        self.page.evaluate("async () => { await window.jupyterapp.restored; }")

    def open_here(self, notebook: str) -> None:
        """Open a notebook in the Lab that is there."""
        self.page.evaluate(OPENED, notebook)

    def close(self) -> None:
        """Shut the kernel down, and close the page."""
        self.page.evaluate(SHUT)
        self.page.close()

    def start(self) -> None:
        """Run All, without waiting for the end."""
        self.page.evaluate(f"() => void {RUN}")

    def run_all(self, timeout: int = 180) -> list[str]:
        """Run All; returns the errors of the cells."""
        self.page.evaluate(f"async () => {{ await {RUN}; }}")
        self.page.wait_for_function(IDLE, timeout=timeout * 1000)
        return self.page.evaluate(ERRORS)

    def whole(self, picture: str | Path) -> None:
        """A picture of the whole notebook, however long."""
        height = self.page.evaluate("() => document.querySelector('.jp-WindowedPanel-outer').scrollHeight")
        width = self.page.viewport_size["width"]
        self.page.set_viewport_size({"width": width, "height": min(height + 120, 9000)})
        self.page.evaluate("() => document.querySelector('.jp-WindowedPanel-outer').scrollTo(0, 0)")
        self.page.wait_for_timeout(1500)
        self.page.screenshot(path=str(picture))

    def ran(self) -> int:
        """How often a script of an article ran."""
        return self.page.evaluate("() => window.__ran")
