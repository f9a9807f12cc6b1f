"""The JavaScript of live charts: bundled once for each version of what it is made of, sent once by each kernel."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

import anywidget
import traitlets

from .kept import kept

HERE = Path(__file__).parent
SHARED = HERE / "shared.js"


@cache
def script() -> str:
    """Vega, Vega-Lite and `chart.js` in one text, from the installed packages; nothing is fetched."""
    source = (HERE / "chart.js").read_text(encoding="utf-8")
    made_by = "\0".join([version("altair"), version("vl-convert-python"), source])
    name = hashlib.sha256(made_by.encode()).hexdigest()[:20]
    return kept("scripts", f"{name}.js", lambda: _bundle(source).encode()).decode()


def _bundle(source: str) -> str:
    """Over a second of work."""
    import vl_convert
    from altair.utils._importers import vl_version_for_vl_convert

    return vl_convert.javascript_bundle(source, vl_version=vl_version_for_vl_convert())


class Script(anywidget.AnyWidget):
    """Carries the script to the page, where charts find it by the id of this widget."""

    _esm = SHARED
    script = traitlets.Unicode().tag(sync=True)


_sent: list[Script] = []


def sent() -> str:
    """The id of this kernel's script, sent to the page by the first who asks."""
    if not _sent or _sent[-1].comm is None:
        _sent.append(Script(script=script()))
    return _sent[-1].model_id
