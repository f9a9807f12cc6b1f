"""How good the tables are: precision and recall against gold, and whether the confidence can be trusted."""

from __future__ import annotations

import altair as alt
import pandas as pd

from . import written
from .grid import down
from .theme import BLUE, GREEN, GREY, INK, SHAPES, VERMILLION, WIDTH, count, nothing, title

SIDES = {"precision": ("of what is in the tables, right", BLUE, "circle"),
         "recall": ("of what is in the articles, found", VERMILLION, "diamond")}  # fmt: skip


# Task and measure -> what is counted, in words.
COUNTED = {
    ("attributions", "content_soft"): "words of statements",
    ("attributions", "whole_relaxed"): "who says what",
    ("figures", "detection"): "figures",
    ("figures", "value"): "figures with bounds",
    ("figures", "value+kind"): "figures with kind",
    ("figures", "full"): "figures with every field",
    ("figures", "value+source"): "figures with source",
    ("stances", "propositions"): "positions",
    ("stances", "actor acts"): "acts between actors",
}
SQUARE, ABOVE = (420, 320), 24  # pixels of the drawing, and of what is free above it
OFTEN = {True: "at least as often as stated", False: "less often than stated"}


def counted(task: str, measure: str) -> str:
    """What a measure of a task counts, in words."""
    return COUNTED.get((task, measure), f"{task}: {measure}")


def scores(rows: pd.DataFrame) -> alt.TopLevelMixin:
    """Precision and recall of each measure, as `quality.score` gives them, with the gold rows they rest on.

    A column `gold_of` names the gold where there are several.
    """
    if rows.empty:
        return nothing("No gold to compare with")
    of = rows["gold_of"] + ": " if "gold_of" in rows else ""
    what = [counted(*pair) for pair in zip(rows["task"], rows["measure"], strict=True)]
    rows = rows.assign(
        name=of + pd.Series(what, index=rows.index) + " (" + rows["gold"].map("{:,}".format) + ")"
    )
    long = rows.melt("name", list(SIDES), "side", "value").assign(
        label=lambda d: d["value"].map("{:.2f}".format)
    )
    x = alt.X("value:Q", title="share", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format=".1f"))
    y = down("name", list(rows["name"]))
    colors, shapes = ([side[place] for side in SIDES.values()] for place in (1, 2))
    guide = alt.Legend(orient="bottom", title=None)
    color = alt.Color("side:N", scale=alt.Scale(domain=list(SIDES), range=colors), legend=guide)
    shape = alt.Shape("side:N", scale=alt.Scale(domain=list(SIDES), range=shapes), legend=guide)
    lines = (
        alt.Chart(rows).mark_rule(color=GREY).encode(x=alt.X("precision:Q", title="share"), x2="recall", y=y)
    )
    points = alt.Chart(long).mark_point(filled=True, size=110, opacity=1)
    points = points.encode(x=x, y=y, color=color, shape=shape, tooltip=["name:N", "side:N", "label:N"])
    low = rows.sort_values("f1", kind="stable").iloc[0]
    head = f"Weakest: {low['name']}, {low['precision']:.0%} right and {low['recall']:.0%} found"
    note = (
        "; ".join(f"{name}: {about}" for name, (about, *_) in SIDES.items()) + "; in brackets n of the gold"
    )
    chart = alt.layer(lines, points).properties(width=WIDTH - 300, height=alt.Step(28))
    return chart.properties(title=title(head, note))


def calibration(rows: pd.DataFrame) -> alt.TopLevelMixin:
    """Stated confidence against the share that is right, as `quality.reliability` gives them; the line is honesty."""
    if rows.empty:
        return nothing("No row with a confidence that gold could judge")
    tasks = list(dict.fromkeys(rows["task"]))
    share = alt.Scale(domain=[0, 1])
    line = pd.DataFrame({"mean": [0.0, 1.0], "right": [0.0, 1.0]})
    honest = alt.Chart(line).mark_line(color=GREY, strokeDash=[4, 4]).encode(x="mean:Q", y="right:Q")
    x = alt.X("mean:Q", title="mean confidence stated", scale=share, axis=alt.Axis(format=".1f"))
    y = alt.Y("right:Q", title="share that is right", scale=share, axis=alt.Axis(format=".1f"))
    base = alt.Chart(_numbered(rows).astype({"mean": float}))
    guide = alt.Legend(orient="bottom", title=None)
    colors = alt.Scale(domain=tasks, range=[BLUE, VERMILLION, GREEN][: len(tasks)])
    shapes = alt.Scale(domain=tasks, range=list(SHAPES[: len(tasks)]))
    points = base.mark_point(filled=True, size=110, opacity=1).encode(
        x=x,
        y=y,
        color=alt.Color("task:N", legend=guide, scale=colors),
        shape=alt.Shape("task:N", legend=guide, scale=shapes),
        tooltip=["task:N", "confidence:N", "rows:Q"],
    )
    text = base.transform_filter("isValid(datum.stands)").mark_text(color=INK, fontSize=11)
    text = text.encode(x=x, y=alt.Y("stands:Q", scale=share), text="rows:Q").properties(name="ink_rows")
    whole = rows.assign(mean=rows["mean"] * rows["rows"], right=rows["right"] * rows["rows"])
    sums = whole.groupby("task", sort=False)[["mean", "right", "rows"]].sum().astype(float)
    sums["more"] = sums["right"] >= sums["mean"]
    sums["said"] = [
        f"{r.Index} ({r.right / r.rows:.2f} for {r.mean / r.rows:.2f})" for r in sums.itertuples()
    ]
    heads = [
        f"{words}: {', '.join(sums.loc[sums['more'] == more, 'said'])}"
        for more, words in OFTEN.items()
        if (sums["more"] == more).any()
    ]
    note = f"n = {count(int(sums['rows'].sum()), 'row')}, the number beside a mark; on the dashed line both agree"
    chart = alt.layer(honest, points, text).properties(width=SQUARE[0], height=SQUARE[1])
    return chart.properties(title=title("Right " + "; ".join(heads), note))


def _numbered(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with the share at whose height the number of each stands."""
    x, height = list(rows["mean"].astype(float) * SQUARE[0]), SQUARE[1] + ABOVE
    y = pd.DataFrame({end: ABOVE + (1 - rows["right"].astype(float)) * SQUARE[1] for end in ("at", "to")})
    heights = pd.Series(written.beside(x, y, list(rows["rows"].astype(str)), height), index=rows.index)
    return rows.assign(stands=1 - (heights - ABOVE) / SQUARE[1])
