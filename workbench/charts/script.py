"""The JavaScript of live charts, bundled once for each version of Altair and vl-convert and kept on disk."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from functools import cache
from importlib.metadata import version

import altair as alt

from .. import durable
from ..cache import default_folder


@cache
def script() -> str:
    """Vega, Vega-Lite and Altair's widget in one text, from the installed packages; nothing is fetched.

    Bundling takes over a second a kernel. A kept copy is used only where its hash is its own; where the
    folder cannot be written the bundle is made each time.
    """
    made_by = "-".join(version(name) for name in ("altair", "vl-convert-python"))
    place = default_folder() / "scripts" / f"{made_by}.js"
    with suppress(OSError, UnicodeDecodeError):
        seal, _, kept = place.read_text(encoding="utf-8").partition("\n")
        if seal == _seal(kept):
            return kept
    alt.JupyterChart.enable_offline()
    made = str(alt.JupyterChart._esm)
    with suppress(OSError):
        durable.replace(place, lambda file: file.write(f"{_seal(made)}\n{made}".encode()))
    return made


def _seal(text: str) -> str:
    return f"// {hashlib.sha256(text.encode()).hexdigest()}"
