"""The one shape behind most charts: two lists crossed, a tile or dot where they meet, a number or letter on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from .theme import pick

CELL = 34  # pixels from one tile to the next


def across(
    field: str, order: Sequence[str], title: str | None = None, angle: int = -38, **axis: Any
) -> alt.X:
    """The list on top, slanted so that names fit."""
    on_top: dict[str, Any] = {"orient": "top", "labelOverlap": False} if angle else {}
    guide = alt.Axis(**{"labelAngle": angle, "labelLimit": 220, "grid": True, "zindex": 0} | on_top | axis)
    return alt.X(f"{field}:N", sort=list(order), title=title, axis=guide)


def down(field: str, order: Sequence[str]) -> alt.Y:
    """The list at the left."""
    axis = alt.Axis(grid=True, labelLimit=360, labelOverlap=False, zindex=0)
    return alt.Y(f"{field}:N", sort=list(order), title=None, axis=axis)


def tone(field: str, colors: dict[str, str], legend: bool = False) -> alt.Color:
    """Fixed colors of a closed list of values."""
    scale = alt.Scale(domain=list(colors), range=list(colors.values()))
    return alt.Color(
        f"{field}:N", title=None, scale=scale, legend=alt.Legend(orient="bottom") if legend else None
    )


def grid(
    rows: pd.DataFrame,
    mark: alt.Chart,
    label: str = "n",
    ink: Any = "white",
    tips: Sequence[str] = (),
    at: Any = None,
    size: tuple[Any, Any] = (alt.Step(CELL), alt.Step(CELL)),
    **text: Any,
) -> alt.LayerChart:
    """Marks with a label on each; a click on one picks its `key`.

    `mark` is encoded with x and y, which the label shares; `at` is another y for the label. `ink` None
    writes the label in the color of the page. `size` is the width and the height, of a step or of the whole.
    """
    places = {
        c: getattr(mark.encoding, c)
        for c in ("x", "y", "xOffset")
        if getattr(mark.encoding, c) is not alt.Undefined
    }
    tooltip = [
        alt.Tooltip(field=tip, type="nominal", title={"who": "actor", "n": "rows"}.get(tip, tip))
        for tip in tips
    ]
    words = (
        alt.Chart()
        .mark_text(fontWeight="bold", **text)
        .encode(**places | ({"y": at} if at else {}), text=alt.Text(f"{label}:N"), tooltip=tooltip)
    )
    if ink is None:
        words = words.properties(name="ink_label")
    else:
        words = words.encode(color=alt.ColorValue(ink) if isinstance(ink, str) else ink)
    whole = alt.layer(mark.encode(tooltip=tooltip).add_params(pick()), words, data=rows)
    return whole.resolve_scale(color="independent").properties(width=size[0], height=size[1])
