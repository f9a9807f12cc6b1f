"""Stances: who affirms, doubts or rejects what; who accuses whom; when."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from ..rendering import visible
from .grid import CELL, across, down, grid, tone
from .rows import dated, prepared, tallied
from .theme import (
    BLUE,
    GREY,
    MANY,
    POSITIONS,
    VERMILLION,
    Palette,
    about,
    count,
    labels,
    nothing,
    title,
)

DAYS = 10  # days of which the squares fit side by side
SENTENCE = 34  # characters of a line of a proposition
FOR, AGAINST = ("affirms",), ("doubts", "rejects")
SIDES = ["who", "target", "position"]  # what the positions of one cell share
LANE = ["who", "day", "target", "position"]  # what the positions of one mark of a lane share
PAIR = ["who", "target"]  # what the acts of one square share
FILL = {name: color for name, (_, color, _) in POSITIONS.items()}
INK = {name: ink for name, (_, _, ink) in POSITIONS.items()}
KEY = "A affirms · M mixed · D doubts · R rejects"
TONES = {"hostile": ("H", VERMILLION), "friendly": ("F", BLUE), "neither or both": ("N", GREY)}


def propositions(codebook: Any) -> dict[str, str]:
    """Proposition id -> its sentence, from a codebook."""
    return {p.id: p.sentence for p in codebook.propositions}


def cells(rows: pd.DataFrame) -> pd.DataFrame:
    """holder x target x position with n and `key`; the sides of a cell share it, from `top` to `bottom`."""
    found = tallied(rows[rows["position"].notna()], SIDES, articles=("article_id", "nunique"))
    found = found.sort_values(
        SIDES, key=lambda c: c.map(list(POSITIONS).index) if c.name == "position" else c
    )
    sides = found.groupby(PAIR, observed=True)["position"].transform("size")
    found["top"] = found.groupby(PAIR, observed=True).cumcount() / sides
    found["bottom"] = found["top"] + 1 / sides
    return found.reset_index(drop=True)


def disagreement(rows: pd.DataFrame) -> pd.Series:
    """Target -> how many holders the smaller camp has, the most disputed first. A holder on both sides is in both."""
    data = rows[rows["position"].notna()]
    camps = [data[data["position"].isin(side)].groupby("target")["who"].nunique() for side in (FOR, AGAINST)]
    n = data["target"].value_counts()
    smaller = pd.concat(camps, axis=1).reindex(n.index).fillna(0).min(axis=1).astype(int)
    return smaller[sorted(n.index, key=lambda t: (-smaller[t], -n[t], t))]


def _letters(values: pd.Series, n: pd.Series, named: Mapping[str, tuple[str, ...]]) -> list[str]:
    """What stands on a cell: the letter of its value, and n where it is more than one."""
    return [named[value][0] + (f" {n}" if n > 1 else "") for value, n in zip(values, n, strict=True)]


def matrix(
    tables: Any,
    rows: pd.DataFrame | None = None,
    *,
    palette: Palette | None = None,
    sentences: dict[str, str] | None = None,
) -> alt.TopLevelMixin:
    """Actors across, propositions down, the most disputed on top; each cell a letter, a color and n.

    A cell with both sides is split. `sentences` writes propositions out; without it their ids stand.
    """
    palette = palette or Palette.of(tables)
    rows = prepared(tables, "stances", palette, rows)
    rows = rows[rows["position"].notna()]
    if rows.empty:
        return nothing("No positions on a proposition here")
    camps = disagreement(rows)
    order = list(camps.index[:MANY])
    names = {t: visible((sentences or {}).get(t, t)) for t in order}
    everyone = palette.ranked(rows["who"])
    found = cells(rows)
    found = found[found["who"].isin(everyone[:MANY]) & found["target"].isin(order)]
    place = found["target"].map(order.index)
    found = found.assign(
        y=place + found["top"],
        y2=place + found["bottom"],
        middle=place + (found["top"] + found["bottom"]) / 2,
        proposition=found["target"].map(names),
        label=_letters(found["position"], found["n"], POSITIONS),
    )
    written = [names[t] for t in order]
    tiles = alt.Chart().mark_rect(stroke="white", strokeWidth=1.5, cornerRadius=2)
    chart = grid(
        found,
        tiles.encode(
            x=across("who", everyone[:MANY]),
            y=_heights("y:Q", written),
            y2=alt.Y2("y2:Q"),
            color=tone("position", FILL),
        ),
        "label",
        tone("position", INK),
        ["who", "position", "proposition", "n", "articles"],
        at=_heights("middle:Q", written),
        size=(alt.Step(CELL - 4), CELL * len(order)),
        fontSize=11,
    )
    both = f"Most disputed: “{names[order[0]]}”, with at least {count(int(camps[order[0]]), 'actor')} on each side"
    more = f"of {count(len(everyone), 'actor')}" + (
        f", the {MANY} commonest are drawn" if len(everyone) > MANY else ""
    )
    note = KEY + ", with n where it is more than one; a split cell holds both sides"
    heading = both if camps[order[0]] else "No proposition has actors on both sides"
    return chart.properties(title=title(heading, about(rows, "position", more), note))


def _heights(field: str, rank: list[str]) -> alt.Y:
    """Rows at numbered heights, because a split cell is lower than its row."""
    centres = {i + 0.5: textwrap.wrap(name, SENTENCE)[:2] for i, name in enumerate(rank)}
    tall = f"indexof({[at for at, lines in centres.items() if len(lines) > 1]}, datum.value) >= 0"
    every: dict[str, Any] = {"values": list(centres), "labelExpr": labels(centres), "labelOverlap": False}
    middle = alt.condition(tall, alt.value(-6), alt.value(0))  # of two lines the first would stand there
    axis = alt.Axis(**every, labelLimit=400, labelOffset=middle, grid=True, zindex=0)
    return alt.Y(field, title=None, axis=axis, scale=alt.Scale(domain=[len(rank), 0], nice=False))


def adjacency(
    tables: Any, rows: pd.DataFrame | None = None, *, palette: Palette | None = None
) -> alt.TopLevelMixin:
    """Who does what to whom: holders down, targets across, a square each with n, its color the tone."""
    palette = palette or Palette.of(tables)
    rows = prepared(tables, "stances", palette, rows)
    rows = rows[rows["target_kind"] == "actor"]
    if rows.empty:
        return nothing("No act of one actor towards another here")
    towards = {target: palette.name(target) for target in rows["target"].unique()}
    everyone, at_whom = palette.ranked(rows["who"]), palette.ranked(towards.values())
    holders, targets = everyone[:MANY], at_whom[:MANY]
    drawn = rows[rows["who"].isin(holders) & rows["target"].map(towards).isin(targets)]
    found = tallied(
        drawn.assign(polarity=drawn["polarity"].fillna(0).astype(float)), PAIR, tone=("polarity", "mean")
    )
    acts = (
        drawn[[*PAIR, "act"]]
        .dropna()
        .drop_duplicates()
        .sort_values("act")
        .groupby(PAIR)["act"]
        .agg(", ".join)
    )
    found = found.join(acts.rename("acts"), on=PAIR).assign(towards=found["target"].map(towards))
    found["tone"] = [("hostile", "neither or both", "friendly")[(t > 0) - (t < 0) + 1] for t in found["tone"]]
    found["label"] = _letters(found["tone"], found["n"], TONES)
    top = found.sort_values(["n", "who"], ascending=[False, True]).iloc[0]
    mark = (
        alt.Chart()
        .mark_rect(cornerRadius=2, stroke="white")
        .encode(
            x=across("towards", targets),
            y=down("who", holders),
            color=tone("tone", {name: color for name, (_, color) in TONES.items()}),
        )
    )
    tips = ["who", "towards", "acts", "tone", "n"]
    chart = grid(found, mark, "label", tips=tips, size=(alt.Step(CELL), alt.Step(26)), fontSize=11)
    head = f"{top['who']} towards {top['towards']} is stated most often: {count(int(top['n']), 'time')} ({top['acts']})"
    return chart.properties(
        title=title(
            head,
            about(rows, "act", "who acts: down, towards whom: across"),
            "H hostile · F friendly · N neither or both, with n where it is more than one",
        )
    )


def swimlanes(
    tables: Any,
    target: str,
    rows: pd.DataFrame | None = None,
    *,
    palette: Palette | None = None,
    sentence: str = "",
) -> alt.TopLevelMixin:
    """The positions on one proposition by day, one lane an actor: reversals stand side by side."""
    palette = palette or Palette.of(tables)
    rows = prepared(tables, "stances", palette, rows)
    rows = rows[(rows["target"] == target) & rows["position"].notna()]
    name = visible(sentence or target)
    if rows.empty:
        return nothing(f"No position on “{name}” here")
    rows, days = rows.assign(date=dated(rows["day"])), rows["day"].drop_duplicates().sort_values()
    dates, who = dated(days)[-DAYS:], palette.ranked(rows["who"])[:MANY]
    found = tallied(rows[rows["who"].isin(who) & rows["date"].isin(dates)], ["who", "date", "position"])
    found["label"] = _letters(found["position"], found["n"], POSITIONS)
    sides = {w: set(group) for w, group in rows.groupby("who")["position"]}
    turned = [w for w in who if sides[w] & {*FOR} and sides[w] & {*AGAINST}]
    mark = (
        alt.Chart()
        .mark_square(size=520, opacity=1)
        .encode(
            x=across(
                "date", dates, "said on (only days with a position; gaps are not to scale)", 0, grid=False
            ),
            y=down("who", who),
            xOffset=alt.XOffset("position:N", scale=alt.Scale(domain=list(POSITIONS))),
            color=tone("position", FILL),
        )
    )
    width = max(260, 100 * len(dates))
    chart = grid(
        found,
        mark,
        "label",
        tone("position", INK),
        ["who", "position", "date", "n"],
        size=(width, alt.Step(30)),
        fontSize=10,
    )
    head = f"“{name}”: " + (f"{', '.join(turned)} on both sides" if turned else "nobody is on both sides")
    late = f"the last {DAYS} of {len(days)} days are drawn" if len(days) > DAYS else ""
    note = about(rows, "position", f"of {count(rows['who'].nunique(), 'actor')}", late)
    return chart.properties(title=title(head, note, KEY))
