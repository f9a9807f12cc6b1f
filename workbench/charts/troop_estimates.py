"""Figures drawn: every stated quantity by its as-of date, bounds as bounds; the latest of each source.

No line joins sources and no mark stands where nobody stated a number.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from . import written
from .grid import down
from .rows import dated, prepared
from .statements import SUMMARIES, counted, groups, headline, lane, stated, summary
from .theme import (
    GREY,
    OWN_VOICE,
    WIDTH,
    Palette,
    about,
    as_is,
    count,
    labels,
    logarithmic,
    named,
    nothing,
    pick,
    title,
)

DAYS = 9  # days that fit as columns; more are drawn on a time axis
MARKS = 120  # groups drawn at once; the commonest are kept and the subtitle says so
RUNGS = 30
HEIGHT = 160  # of one lane
EDGE = 0.6  # columns between the first or last mark and the end of the axis
NAMED = 9  # columns of marks that leave room for the name of whoever states it
CAP, POST = "M-1,-.2L1,-.2L1,.2L-1,.2Z", "M-.2,-1L.2,-1L.2,1L-.2,1Z"  # the far end of a range
REACH = 1.35  # how far an arrow reaches at least, as a factor of the bound: a sign, not a value
# What every mark carries.
MARK = ["key", "who", "origin", "date", "label", "n", "at", "to", "form", "opacity"]
DIM = 0.3  # opacity of what a summary does not pick
TIPS = [
    alt.Tooltip(f"{field}:N", title=words)
    for field, words in {"label": "stated", "origin": "by", "date": "as of", "n": "statements"}.items()
]
LANES = {"level": "stated level", "change": "change or movement", "forecast": "forecast"}


def grouped(rows: pd.DataFrame, picked: pd.Series, limit: int = MARKS) -> pd.DataFrame:
    """One row a mark with n and `key`, the `limit` commonest first; `picked` where a summary picks any."""
    group = groups(rows).to_numpy()
    columns = [
        "day",
        "who",
        "origin",
        "bound",
        "low",
        "high",
        "direction",
        "unit",
        "article_id",
        "measured",
        "modality",
        "row",
    ]
    first = np.flatnonzero(~pd.Series(group).duplicated().to_numpy())
    counts = np.bincount(group)[group[first]]
    top = first[np.argsort(-counts, kind="stable")[:limit]]
    marks = rows[columns].iloc[top].rename(columns={"row": "key"})
    marks["low"], marks["high"] = marks["low"].astype(float), marks["high"].astype(float)
    marks["lane"], marks["n"] = lane(marks), np.bincount(group)[group[top]]
    marks["picked"] = np.isin(group[top], group[picked.to_numpy(bool)])
    return marks.sort_values(["n", "day", "who", "low"], ascending=[False, True, True, True], kind="stable")


def timeline(
    tables: Any,
    rows: pd.DataFrame | None = None,
    *,
    palette: Palette | None = None,
    summarise: str = SUMMARIES[0],
) -> alt.TopLevelMixin:
    """Every stated figure at its as-of date, in lanes for levels, changes and forecasts.

    Arrows are open bounds, bars are ranges, points are exact or about; colour and shape say who states
    it, hollow is the outlet's own voice. y is logarithmic. Figures without a date stand in a column of
    their own. A summary only dims the rows that it does not pick.
    """
    palette = palette or Palette.of(tables)
    rows = prepared(tables, "figures", palette, rows)
    positive = (rows["low"].to_numpy(float, na_value=0) > 0) | (rows["high"].to_numpy(float, na_value=0) > 0)
    rows = rows if positive.all() else rows[positive]
    if rows.empty:
        return nothing("No stated figures here")
    noun = counted(rows, palette)
    marks = grouped(rows, summary(rows, summarise))
    shown, different = _placed(marks, palette), groups(rows).nunique()
    most = (
        f"the {MARKS} commonest of {different:,} different statements are drawn" if different > MARKS else ""
    )
    key = "Arrow: open bound · bar: range · point: exact or about · hollow: the outlet's own voice"
    key += "" if summarise == SUMMARIES[0] else f" · full color: {summarise}"
    lanes = [label for name, label in LANES.items() if (shown["lane"] == name).any()]
    header = alt.Header(labelOrient="top", labelAnchor="start", labelFontSize=13)
    row = alt.Row("lane:N", sort=lanes, title=None, header=header)
    drawn = shown.assign(lane=shown["lane"].map(LANES))
    chart = _marks(drawn, palette, noun).facet(row=row, spacing=26).resolve_scale(y="independent")
    return chart.properties(title=title(headline(rows, palette), about(rows, "statement", most), key))


def _placed(marks: pd.DataFrame, palette: Palette) -> pd.DataFrame:
    """Where each mark stands: its column or day, its turn within it, and the ends of its arrow or bar."""
    placed = marks.copy()
    records = placed[["low", "high", "bound", "direction", "measured", "unit"]].to_dict("records")
    placed["label"], placed["short"] = ([stated(r, brief) for r in records] for brief in (False, True))
    placed["at"] = placed["low"].where(placed["low"].notna(), placed["high"])
    open_up, open_down = placed["high"].isna(), placed["low"].isna()
    reach = max(REACH, (placed["at"].max() / placed["at"].min()) ** 0.15)
    placed["to"] = (
        placed["high"].where(~open_up, placed["low"] * reach).where(~open_down, placed["high"] / reach)
    )
    placed["form"] = "point"
    placed.loc[placed["low"] < placed["high"], "form"] = "range"
    placed.loc[open_up, "form"], placed.loc[open_down, "form"] = "up", "down"
    placed["opacity"] = placed["picked"].map({True: 1.0, False: DIM})
    placed["date"] = dated(placed["day"])
    placed = placed.sort_values(["day", "lane", "at", "who"], kind="stable")
    turn = placed.groupby(["date", "lane"], sort=False).cumcount()
    room = turn.groupby(placed["date"], sort=False).max() + 1
    lane_room = placed.groupby(["date", "lane"], sort=False)["key"].transform("size")
    starts = room.cumsum() - room
    placed["slot"] = placed["date"].map(starts) + turn + (placed["date"].map(room) - lane_room) / 2
    return placed


def _axis(placed: pd.DataFrame) -> tuple[alt.X, list[dict[str, float]]]:
    """Days as columns as wide as they have marks, every second one shaded; or a time axis where there are too many."""
    if placed["day"].nunique() > DAYS:
        return alt.X("day:T", title="as of", axis=alt.Axis(format="%d %b %Y", labelOverlap=True)), []
    wide = placed.groupby("date", sort=False)["slot"].agg(["min", "max"])
    centres = {(r["min"] + r["max"]) / 2: str(date) for date, r in wide.iterrows()}
    axis = alt.Axis(values=list(centres), labelExpr=labels(centres), grid=False, ticks=False, labelLimit=120)
    scale = alt.Scale(domain=[-EDGE, placed["slot"].max() + EDGE], nice=False)
    shades = [{"slot": r["min"] - 0.5, "to": r["max"] + 0.5} for r in wide.to_dict("records")[::2]]
    note = "as of (only days with a figure; gaps are not to scale)"
    return alt.X("slot:Q", title=note, axis=axis, scale=scale), shades


def _marks(placed: pd.DataFrame, palette: Palette, noun: str) -> Any:
    x, shades = _axis(placed)
    columns = placed["slot"].max() + 2 * EDGE
    direct = bool(shades) and columns < NAMED
    drawn = placed[[*MARK, "lane", "day", "slot"]].assign(day=placed["day"].dt.strftime("%Y-%m-%d"))
    reached = logarithmic(pd.concat([placed["at"], placed["to"]]), below=0.2 if direct else 0.1)
    y_axis = {"title": f"{noun} (logarithmic)", **reached}
    y = alt.Y("at:Q", **y_axis)
    base = alt.Chart().transform_filter("datum.form != 'band'")
    layers = _strokes(base, x, y, "y2", palette, placed["who"], legend=not direct)
    if shades:
        width = WIDTH / columns
        words = _named(placed, width) if direct else placed["short"]
        stands = placed["at"] if direct else _free(placed, width, reached["scale"].domain)
        bands = [b | {"lane": name, "form": "band"} for b in shades for name in placed["lane"].unique()]
        drawn = pd.concat([drawn.assign(words=words, stands=stands), pd.DataFrame(bands)], ignore_index=True)
        block = alt.Chart().transform_filter("datum.form == 'band'").mark_rect(color=GREY, opacity=0.1)
        right: dict[str, Any] = {"dx": 12, "align": "left"} if direct else {}
        text = base.transform_filter("isValid(datum.stands)").mark_text(fontSize=11, lineBreak="\n", **right)
        said = {"text": alt.Text("words:N"), "opacity": as_is(alt.Opacity, "opacity"), "tooltip": TIPS}
        text = text.encode(x=x, y=alt.Y("stands:Q", **y_axis), **said).properties(name="ink_stated")
        layers = [block.encode(x=x, x2=alt.X2("to:Q")), *layers, text]
    return alt.layer(*layers, data=drawn).properties(width=WIDTH, height=HEIGHT)


def _named(placed: pd.DataFrame, width: float) -> list[str]:
    """Number and name of each mark, in lines that fit beside it."""
    fits = int((width - 19) / 5.6)
    numbers = [short if len(short) <= fits else short.replace("–", "–\n") for short in placed["short"]]
    names = ["own voice" if who == OWN_VOICE else who for who in placed["who"]]
    lines = [textwrap.wrap(name, fits, break_long_words=False)[:2] for name in names]
    return ["\n".join([short, *more]) for short, more in zip(numbers, lines, strict=True)]


def _free(placed: pd.DataFrame, width: float, domain: Sequence[float]) -> pd.Series:
    """The value of the axis at which the number of each mark stands, none where it would lie on another."""
    found = pd.Series(np.nan, index=placed.index)
    for _, lane_ in placed.groupby("lane"):
        y = lane_[["at", "to"]].apply(written.pixels, domain=domain, height=HEIGHT)
        heights = written.beside(list((lane_["slot"] + EDGE) * width), y, list(lane_["short"]), HEIGHT)
        found[lane_.index] = written.values(heights, domain, HEIGHT)
    return found


def _strokes(
    base: alt.Chart, x: Any, y: Any, end: str, palette: Palette, who: pd.Series, legend: bool = True
) -> list[alt.Chart]:
    """Bar or arrow, its head and the mark of each statement; `end` is the channel of the bar's other end, x2 or y2.

    A bar is thin; a wide one that nobody sees lies on it, so that it can be hit.
    """
    along = end[0]
    channel = {"x": alt.X, "y": alt.Y, "x2": alt.X2, "y2": alt.Y2}
    up, down_, cap = (
        ("triangle-up", "triangle-down", CAP) if along == "y" else ("triangle-right", "triangle-left", POST)
    )
    head = (
        alt.when("datum.form == 'up'").then(alt.value(up)).when("datum.form == 'down'").then(alt.value(down_))
    )
    reaching = base.transform_filter("datum.form != 'point'")
    marks = palette.scales(who, legend=legend)
    place = {"x": x, "y": y, "opacity": as_is(alt.Opacity, "opacity")}
    bars = reaching.mark_rule(strokeWidth=3, aria=False).encode(
        **place, **{end: channel[end]("to:Q")}, color=marks["color"]
    )
    ends = reaching.mark_point(size=80, filled=True, aria=False).encode(
        **(place | {along: channel[along]("to:Q")}),
        color=marks["color"],
        shape=head.otherwise(alt.value(cap)),
    )
    hit = reaching.mark_rule(strokeWidth=16, opacity=0, aria=False).encode(
        x=x, y=y, tooltip=TIPS, **{end: channel[end]("to:Q")}
    )
    points = base.mark_point(size=120, strokeWidth=2.2).add_params(pick())
    return [bars, ends, hit, points.encode(**place, **marks, tooltip=TIPS)]


def ladder(
    tables: Any, rows: pd.DataFrame | None = None, *, palette: Palette | None = None
) -> alt.TopLevelMixin:
    """The latest stated level of each original source, one rung a source, highest lower bound on top."""
    palette = palette or Palette.of(tables)
    rows = prepared(tables, "figures", palette, rows)
    levels = rows[summary(rows, SUMMARIES[2])]
    if levels.empty:
        return nothing("No dated level here")
    marks = _placed(grouped(levels, pd.Series(True, index=levels.index), RUNGS), palette)
    noun = counted(levels, palette)
    marks["label"] += ", " + marks["date"]
    marks = marks.sort_values(["at", "origin"], ascending=[False, True], kind="stable")
    y = down("origin", list(marks["origin"].drop_duplicates()))
    x = alt.X("at:Q", title=f"{noun} (logarithmic)", **logarithmic(pd.concat([marks["at"], marks["to"]])))
    text = (
        alt.Chart()
        .mark_text(align="left", dx=12, dy=-11, fontSize=11)
        .encode(x=x, y=y, text=alt.Text("label:N"))
    )
    strokes = _strokes(alt.Chart(), x, y, "x2", palette, marks["who"], legend=False)
    chart = alt.layer(*strokes, text.properties(name="ink_stated"), data=marks[MARK])
    top = marks[marks["short"] == marks["short"].iloc[0]]
    who = named(list(top["origin"].drop_duplicates()))
    head = f"Latest per source: {stated(top.iloc[0])} {noun} is the highest, by {who}"
    note = about(
        levels, "statement", f"of {count(levels['origin'].nunique(), 'source')}", "undated figures left out"
    )
    return chart.properties(width=WIDTH - 260, height=alt.Step(34), title=title(head, note))
