"""How every chart looks: one theme, the Okabe–Ito colours, and a colour and shape for each actor that never shift.

An actor keeps its mark in every chart and under every filter, because it is given out over the whole
corpus, commonest first. Marks differ by shape as well as by colour.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import altair as alt
import pandas as pd

from ..rendering import visible

# Okabe and Ito's colours that hold on white and on dark; yellow and black are left out for that reason.
BLUE, VERMILLION, GREEN, PURPLE, SKY, ORANGE = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#CC79A7",
    "#56B4E9",
    "#E69F00",
)
COLORS = (BLUE, VERMILLION, GREEN, PURPLE, SKY, ORANGE)
# No triangles: those are arrow heads. Seven shapes and six colours make 42 different marks.
STAR = "M0,-1L.25,-.35L.95,-.31L.4,.13L.59,.81L0,.42L-.59,.81L-.4,.13L-.95,-.31L-.25,-.35Z"
HOURGLASS = "M-.85,-.85L.85,-.85L-.85,.85L.85,.85Z"
HEXAGON = "M-.95,0L-.48,-.82L.48,-.82L.95,0L.48,.82L-.48,.82Z"
SHAPES = ("circle", "square", "diamond", "cross", HEXAGON, STAR, HOURGLASS)
HOLLOW = "white"  # the filling of the outlet's own voice; the page's colour where a chart is live
GREY = "#808080"  # the same distance from white and from a dark page
INK = "#222222"
OUTLET, UNNAMED = "outlet", "unnamed"  # voices that are nobody's id, as in framings.py
OWN_VOICE = "outlet's own voice"
UNKNOWN = "source not identified"

# Position -> letter, colour, colour of the letter.
POSITIONS = {
    "affirms": ("A", BLUE, "white"),
    "mixed": ("M", PURPLE, "black"),
    "doubts": ("D", ORANGE, "black"),
    "rejects": ("R", VERMILLION, "white"),
}
WIDTH = 640  # of the drawing, so that with its labels it can still be read in a window of 640 px
LISTED = 20  # names that a legend can hold
MANY = 24  # rows or columns that a matrix can hold and still be read


@dataclass(frozen=True)
class Palette:
    """Names, order, colours and shapes of the actors of one corpus."""

    names: dict[str, str]
    order: tuple[str, ...]

    @classmethod
    def of(cls, tables: Any) -> Palette:
        """Given out over all rows of a corpus: commonest actor first, then by id."""
        counts = _mentions(tables)
        ids = sorted(counts, key=lambda a: (-counts[a], a))
        names = dict(zip(tables.actors["actor_id"], tables.actors["name"], strict=True))
        labels: dict[str, str] = {OUTLET: OWN_VOICE, UNNAMED: UNKNOWN, "": UNKNOWN}
        taken: set[str] = set(labels.values())
        for actor in ids:
            label = visible(names.get(actor) or actor)
            labels[actor] = label if label not in taken else f"{label} ({visible(actor)})"
            taken.add(labels[actor])
        return cls(labels, tuple(ids))

    def name(self, actor: object) -> str:
        """The name of an actor id as it is written in every chart and list."""
        if actor is None or actor is pd.NA or actor != actor:
            return OWN_VOICE
        return self.names.get(str(actor)) or visible(actor)

    def ranked(self, names: Iterable[str]) -> list[str]:
        """Names in the order of the corpus; the outlet's own voice last."""
        place = self._place
        once = names.unique() if isinstance(names, pd.Series) else set(names)
        return sorted(once, key=lambda n: (n in (OWN_VOICE, UNKNOWN), place.get(n, len(place)), n))

    def mark(self, name: str) -> tuple[str, str]:
        """Colour and shape of a name: 42 pairs, then grey circles."""
        position = self._place.get(name)
        if position is None or position >= len(COLORS) * len(SHAPES):
            return GREY, "circle"
        return COLORS[position % len(COLORS)], SHAPES[position % len(SHAPES)]

    def color(self, name: str) -> str:
        """Colour of a name."""
        return self.mark(name)[0]

    @cached_property
    def _place(self) -> dict[str, int]:
        return {self.names[a]: i for i, a in enumerate(self.order)}

    def scales(self, names: Iterable[str], legend: bool = True) -> dict[str, Any]:
        """Colour, shape and filling of `who`, the same whichever names are drawn; the legend lists the commonest."""
        domain = self.ranked(names)
        listed = [name for name in domain if name != OWN_VOICE][
            :LISTED
        ]  # that one is hollow, as the subtitle says
        key: dict[str, Any] = {"title": None, "columns": 4, "orient": "bottom", "labelLimit": 150}
        guide = alt.Legend(**key, values=listed, symbolOpacity=1) if legend and listed else None
        marks = [self.mark(name) for name in domain]
        ranges: dict[Any, list[str]] = {
            alt.Color: [color for color, _ in marks],
            alt.Shape: [shape for _, shape in marks],
            alt.Fill: [HOLLOW if n == OWN_VOICE else c for n, (c, _) in zip(domain, marks, strict=True)],
        }
        return {
            channel.__name__.lower(): channel(
                "who:N", legend=guide, scale=alt.Scale(domain=domain, range=values)
            )
            for channel, values in ranges.items()
        }


def _mentions(tables: Any) -> dict[str, int]:
    columns = [
        tables.claims["actors"].explode(),
        tables.figures["source"],
        tables.stances["holder"],
        tables.stances.loc[tables.stances["target_kind"] == "actor", "target"],
        tables.framings["voice"],
    ]
    counts = pd.concat([c.astype("object") for c in columns], ignore_index=True).dropna().value_counts()
    found = {str(a): int(n) for a, n in counts.items() if a not in (OUTLET, UNNAMED)}
    return found | {str(a): 0 for a in tables.actors["actor_id"] if a not in found}


_TEXT: dict[str, Any] = {"labelColor": INK, "titleColor": INK, "labelFontSize": 12, "titleFontSize": 12}
_TITLE = {"anchor": "start", "fontSize": 16, "color": INK, "offset": 14}
_SUBTITLE = {"subtitleFontSize": 12, "subtitleColor": "#555555", "subtitlePadding": 5}
_CONFIG: dict[str, Any] = {
    "background": "white",
    "font": "Liberation Sans, Arial, Helvetica, sans-serif",
    "padding": 12,
    "view": {"stroke": None, "continuousWidth": WIDTH, "discreteWidth": WIDTH},
    "axis": _TEXT
    | {"gridColor": "#DDDDDD", "domainColor": GREY, "tickColor": GREY, "titleFontWeight": "normal"},
    "legend": _TEXT | {"symbolSize": 90, "symbolStrokeWidth": 1.5},
    "header": _TEXT | {"labelFontWeight": "bold"},
    "title": _TITLE | _SUBTITLE,
    "text": {"color": INK, "fontSize": 12},
}


@alt.theme.register("workbench", enable=True)
def _theme() -> alt.theme.ThemeConfig:
    return alt.theme.ThemeConfig(config=_CONFIG)  # type: ignore[typeddict-item]


def title(finding: str, *notes: str) -> alt.TitleParams:
    """A chart's title: what it shows, then lines with n, period and how to read it."""
    return alt.TitleParams(
        text=_wrapped(finding, 76), subtitle=[line for n in notes if n for line in _wrapped(n, 110)]
    )


def _wrapped(text: str, width: int) -> list[str]:
    import textwrap

    return textwrap.wrap(visible(text), width) or [""]


def period(days: pd.Series) -> str:
    """The first and last day of a column of dates, as in "13 Apr 2021 – 17 Feb 2022"; says when none is dated."""
    known = days.dropna()
    if known.empty:
        return "undated"
    first, last = (f"{d.day} {d:%b %Y}" for d in (known.min(), known.max()))
    return first if first == last else f"{first} – {last}"


def about(rows: pd.DataFrame, noun: str, *more: str) -> str:
    """A subtitle: n, in how many articles, from when to when."""
    n = f"n = {count(len(rows), noun)} in {count(rows['article_id'].nunique(), 'article')}, {period(rows['day'])}"
    return "; ".join([n, *filter(None, more)])


def count(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: 1 article, 5 articles."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def labels(at: Mapping[float, str | list[str]]) -> str:
    """A Vega expression that writes these labels, of one line or several, at these places of a numeric axis.

    Labels are data, never code.
    """
    written = {
        f"{place:g}": [visible(line) for line in ([text] if isinstance(text, str) else text)]
        for place, text in at.items()
    }
    return f"({json.dumps(written)})['' + datum.value]"


def logarithmic(values: pd.Series, below: float = 0.1, **axis: Any) -> dict[str, Any]:
    """Scale and axis for counts over powers of ten: lines and labels at 1, 2 and 5, or at 1 only, numbers in full.

    `below` is the share of the axis that is left free under the lowest value.
    """
    step = "datum.value / pow(10, floor(log(datum.value) / LN10 + 1e-9))"
    low, high = float(values.min()), float(values.max())
    main = " || ".join(f"abs({step} - {n}) < .01" for n in ((1, 2, 5) if high < low * 5000 else (1,)))
    return {
        "scale": alt.Scale(
            type="log", domain=[low / max(1.5, (high / low) ** below), high * 1.25], nice=False
        ),
        "axis": alt.Axis(
            labelExpr=f"({main}) ? format(datum.value, ',') : ''",
            gridOpacity=alt.condition(main, alt.value(1), alt.value(0)),
            tickOpacity=alt.condition(main, alt.value(1), alt.value(0)),
            labelOverlap=False,
            **axis,
        ),
    }


def as_is(channel: Any, field: str) -> Any:
    """An encoding whose values are colours or opacities already, so that nothing has to be scaled."""
    return channel(field, type="nominal", scale=None, legend=None)


def tint(color: str, depth: float) -> str:
    """A color thinned with white, opaque so that dark letters on it can be read on a dark page too."""
    parts = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * depth):02x}" for part in parts)


def pick() -> alt.Parameter:
    """The click that every chart shares: it carries the `key` of the mark, which the explorer turns into rows."""
    return alt.selection_point(name="pick", fields=["key"], toggle=False, empty=True)


def nothing(what: str, hint: str = "") -> alt.Chart:
    """A chart in place of one that has nothing to draw: it says what is missing, and what may bring it."""
    data = pd.DataFrame({"text": [hint or "Relax a filter, or read more articles: no row is left to draw."]})
    return (
        alt.Chart(data, width=WIDTH, height=60)
        .mark_text(align="left", fontSize=13)
        .encode(text="text:N", x=alt.value(0))
        .properties(title=title(what))
    )


def named(values: Sequence[str], limit: int = 3) -> str:
    """A few names in words: a, b, c and 4 more."""
    shown, more = list(values[:limit]), len(values) - limit
    if more > 0:
        return ", ".join(shown) + f" and {more} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)
