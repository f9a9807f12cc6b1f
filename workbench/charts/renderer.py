"""The one renderer: live chart for the person, picture for a resting notebook, numbers for the regression test.

Altair's own renderers want the internet or emit what JupyterLab cannot draw. This one puts three forms in
one output: a live widget whose JavaScript comes with the package, a PNG, and the specification with its
numbers in one canonical form, which nbval compares. Nothing is fetched: vl-convert may load from nowhere.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import struct
import zlib
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import altair as alt
import anywidget
import pandas as pd
import traitlets
from altair.utils import schemapi

from ..rendering import visible
from .kept import kept
from .script import SHARED, sent

SPEC_TYPE = "application/vnd.vegalite.v6+json"
SIGNATURE = b"\x89PNG\r\n\x1a\n"
DIGITS = 9  # significant digits kept in the compared form; the last bits differ between machines
AUTOMATIC = re.compile(r"\b(view|param|concat)_(?:[0-9a-f]+_)?\d+\b")

# The live chart wears the page's colours: the specification keeps dark ink on white for the picture, and
# these rules repaint what Vega draws as SVG. Groups named "ink…" are labels that stand on the page itself.
STYLE = """
.vega-embed {overflow-x: auto; max-width: 100%}
.vega-embed svg.marks {background: transparent !important; max-width: max(100%, var(--wb-least)); height: auto}
.vega-embed svg [class*="role-axis-label"] text, .vega-embed svg [class*="role-axis-title"] text,
.vega-embed svg [class*="role-title-text"] text, .vega-embed svg [class*="role-legend-label"] text,
.vega-embed svg [class*="role-legend-title"] text, .vega-embed svg [class*="role-header"] text,
.vega-embed svg [class*=" ink"] text {fill: var(--jp-content-font-color1, var(--wb-ink, #222))}
.vega-embed svg [class*="role-title-subtitle"] text {fill: var(--jp-content-font-color2, var(--wb-ink, #555))}
.vega-embed svg path[fill="white"] {fill: var(--jp-layout-color1, var(--wb-page, white))}
.vega-embed svg path[stroke="white"] {stroke: var(--jp-layout-color1, var(--wb-page, white))}
.vega-embed svg [class*="role-axis-grid"] line {stroke: var(--jp-border-color2, #ddd); stroke-opacity: 0.6}
.vega-embed svg [class*=" ink"] :is(line, path) {stroke: var(--jp-content-font-color1, var(--wb-ink, #222))}
"""
EMBED = {"renderer": "svg", "actions": {"export": True, "source": False, "compiled": False, "editor": False}}


class LiveChart(anywidget.AnyWidget):
    """Draws a specification as SVG in the page's colours and offers no action that leaves the machine.

    It takes specifications, not charts, because Altair would check each of them again, which takes longer
    than drawing it. `picked` is the `key` of the mark that was clicked last, None once the page beside it was.
    """

    _esm = SHARED
    _css = STYLE
    spec = traitlets.Dict().tag(sync=True)
    options = traitlets.Dict(EMBED).tag(sync=True)
    carrier = traitlets.Unicode(help="id of the widget that carries the script").tag(sync=True)
    picked = traitlets.Unicode(None, allow_none=True).tag(sync=True)

    def __init__(self, spec: dict) -> None:
        super().__init__(spec=spec, carrier=sent())

    def show(self, spec: dict) -> None:
        """Draw another specification, in which nothing is picked yet."""
        with self.hold_sync():
            self.spec, self.picked = spec, None


def unchecked(draw: Callable[[], Any]) -> dict:
    """The specification of the chart that `draw` makes, without Altair's checks: the tests have made them.

    Charts name the class of every channel (`alt.Text("n:N")`), since Altair takes 5 ms to find one for a string.
    """
    with schemapi.debug_mode(False):
        return draw().to_dict(validate=False)


def records(data: Any) -> Any:
    """Our way from table to chart: missing values left out (NaN is no JSON), hidden characters written out."""
    if not isinstance(data, pd.DataFrame):
        return data
    rows = data.astype("object").to_dict("records")
    return {
        "values": [
            {k: visible(v) if isinstance(v, str) else v for k, v in row.items() if v is not None and v == v}
            for row in rows
        ]
    }


def canonical(value: Any) -> Any:
    """A specification with its numbers in one form: whole floats as integers, others to nine significant digits."""
    if isinstance(value, dict):
        return {key: canonical(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [canonical(item) for item in value]
    if isinstance(value, float):
        if value == int(value) if abs(value) < 1e15 else False:
            return int(value)
        return float(f"{value:.{DIGITS}g}")
    return value


def _stable(spec: dict) -> dict:
    """The same specification with Altair's running names (view_17) counted from one in this chart."""
    seen: dict[str, str] = {}

    def renumber(match: re.Match[str]) -> str:
        return seen.setdefault(match[0], f"{match[1]}_{len(seen) + 1}")

    data = spec.pop("datasets", None)
    stable = json.loads(AUTOMATIC.sub(renumber, json.dumps(spec)))
    return stable | ({"datasets": data} if data is not None else {})


def picture(spec: dict, scale: float = 1.5) -> bytes:
    """The chart as PNG; loads nothing from anywhere, whatever the specification names."""
    text = json.dumps(spec)
    made_by = "\0".join([version("vl-convert-python"), str(scale), text])
    name = hashlib.sha256(made_by.encode()).hexdigest()[:32]
    return kept("pictures", name, lambda: _drawn(text, scale))


def _drawn(text: str, scale: float) -> bytes:
    import vl_convert

    return _packed(vl_convert.vegalite_to_png(text, scale=scale, allowed_base_urls=[]))


def _packed(png: bytes) -> bytes:
    """The same picture, a quarter the size: vl-convert writes fast and large, and notebooks are committed."""
    chunks, pixels, at = [], b"", len(SIGNATURE)
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        body = png[at + 8 : at + 8 + length]
        at += length + 12
        if kind == b"IDAT":
            pixels += body
        elif kind != b"IEND":
            chunks.append((kind, body))
    chunks += [(b"IDAT", zlib.compress(zlib.decompress(pixels), 9)), (b"IEND", b"")]
    sealed = (struct.pack(">I", len(b)) + k + b + struct.pack(">I", zlib.crc32(k + b)) for k, b in chunks)
    return SIGNATURE + b"".join(sealed)


def forms(spec: dict, live: Any = None, **_: Any) -> dict[str, Any]:
    """The mimebundle of one chart: live widget (the chart's own, or `live`), PNG, numbers, and a line of text."""
    plain = _stable(canonical(spec))
    bundle = {
        SPEC_TYPE: plain,
        "image/png": base64.b64encode(picture(plain)).decode(),
        "text/plain": "Chart: " + _headline(plain),
    }
    view = (live or LiveChart(plain))._repr_mimebundle_() or {}
    view = view[0] if isinstance(view, tuple) else view
    return bundle | {kind: form for kind, form in view.items() if kind != "text/plain"}


def _headline(spec: dict) -> str:
    text = (spec.get("title") or {}).get("text", "")
    return " ".join(text) if isinstance(text, list) else str(text)


alt.data_transformers.register("workbench", records)
alt.data_transformers.enable("workbench")
alt.renderers.register("workbench", forms)
alt.renderers.enable("workbench")
