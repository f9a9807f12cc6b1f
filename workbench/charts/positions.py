"""Stances: who affirms, doubts or rejects what; who accuses whom; when."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from ..rendering import visible
from .rows import prepared
from .theme import BLUE, GREY, MANY, POSITIONS, VERMILLION, WIDTH, Palette, count, labels, nothing, period, pick, title

LETTERS = {name: letter for name, (letter, _, _) in POSITIONS.items()}
FOR, AGAINST = ("affirms",), ("doubts", "rejects")
CELL = 34  # pixels of a matrix cell


def propositions(codebook: Any) -> dict[str, str]:
    """Proposition id -> its sentence, from a codebook."""
    return {p.id: p.sentence for p in codebook.propositions}


def cells(rows: pd.DataFrame) -> pd.DataFrame:
    """holder x target x position with n and `key`, for stances on propositions; sides of one cell share it from left to right."""
    data = rows[rows["position"].notna()]
    found = data.groupby(["who", "target", "position"], observed=True).agg(
        n=("row", "size"), articles=("article_id", "nunique"), key=("row", "first")
    ).reset_index()
    rank = {name: i for i, name in enumerate(POSITIONS)}
    found = found.sort_values(["who", "target", "position"], key=lambda c: c.map(rank) if c.name == "position" else c, kind="stable")
    sides = found.groupby(["who", "target"])["position"].transform("size")
    found["left"] = found.groupby(["who", "target"]).cumcount() / sides
    found["right"] = found["left"] + 1 / sides
    return found.reset_index(drop=True)


def cell_key(rows: pd.DataFrame) -> pd.Series:
    """For each position the `key` of the cell it is drawn in."""
    return rows.groupby(["who", "target", "position"], observed=True, sort=False)["row"].transform("first")


def disagreement(rows: pd.DataFrame) -> pd.Series:
    """Target -> the smaller camp: how many holders stand on the side that fewer take. A holder on both sides is in both."""
    data = rows[rows["position"].notna()]
    camps = [data[data["position"].isin(side)].groupby("target")["who"].nunique() for side in (FOR, AGAINST)]
    return pd.concat(camps, axis=1).reindex(sorted(data["target"].unique())).fillna(0).min(axis=1).astype(int)


def matrix(
    tables: Any, rows: pd.DataFrame | None = None, *, palette: Palette | None = None, sentences: dict[str, str] | None = None
) -> alt.TopLevelMixin:
    """Actors across, propositions down, the most disputed on top; each cell a letter, a colour and n.

    A cell with both sides is split. `sentences` writes propositions out; without it their ids stand.
    """
    palette = palette or Palette.of(tables)
    rows = prepared(tables, "stances", palette, rows)
    rows = rows[rows["position"].notna()]
    if rows.empty:
        return nothing("No positions on a proposition here")
    disputed = disagreement(rows).rename("camp").reset_index()
    disputed["n"] = disputed["target"].map(rows["target"].value_counts())
    order = list(disputed.sort_values(["camp", "n", "target"], ascending=[False, False, True])["target"].head(MANY))
    everyone = palette.ranked(rows["who"])
    who = everyone[:MANY]
    drawn = cells(rows)
    drawn = drawn[drawn["who"].isin(who) & drawn["target"].isin(order)].copy()
    place = {name: i for i, name in enumerate(who)}
    drawn["x"], drawn["x2"] = drawn["who"].map(place) + drawn["left"], drawn["who"].map(place) + drawn["right"]
    drawn["middle"] = (drawn["x"] + drawn["x2"]) / 2
    drawn["label"] = [LETTERS[p] + (f" {n}" if n > 1 else "") for p, n in zip(drawn["position"], drawn["n"], strict=True)]
    drawn["proposition"] = [visible((sentences or {}).get(t, t)) for t in drawn["target"]]
    rank = [visible((sentences or {}).get(t, t)) for t in order]
    top = disputed.set_index("target").loc[order[0]]
    both = f"Most disputed: “{rank[0]}”, with at least {count(int(top['camp']), 'actor')} on each side"
    notes = [
        f"n = {count(len(rows), 'position')} of {count(len(everyone), 'actor')} in {count(rows['article_id'].nunique(), 'article')}, {period(rows['day'])}"
        + (f"; the {MANY} commonest actors are drawn" if len(everyone) > MANY else ""),
        "A affirms · M mixed · D doubts · R rejects, with n where it is more than one; a split cell holds both sides",
    ]
    heading = both if top["camp"] else "No proposition has actors on both sides"
    return _grid(drawn, who, rank).properties(title=title(heading, *notes))


def _grid(drawn: pd.DataFrame, who: list[str], rank: list[str]) -> alt.LayerChart:
    centres = {i + 0.5: name for i, name in enumerate(who)}
    axis = alt.Axis(values=list(centres), labelExpr=labels(centres), orient="top", labelAngle=-40, grid=False, ticks=False, domain=False, labelLimit=150)
    x = alt.X("x:Q", title=None, axis=axis, scale=alt.Scale(domain=[0, max(len(who), 6)], nice=False))
    y = alt.Y("proposition:N", sort=rank, title=None, axis=alt.Axis(labelLimit=360, domain=False, ticks=False, grid=True, bandPosition=0.5))
    tooltip = ["who:N", "position:N", "proposition:N", alt.Tooltip("n:Q", title="statements"), alt.Tooltip("articles:Q")]
    base = alt.Chart()
    names = list(POSITIONS)
    color = alt.Color("position:N", legend=None, scale=alt.Scale(domain=names, range=[POSITIONS[n][1] for n in names]))
    tiles = base.mark_rect(stroke="white", strokeWidth=1.5, cornerRadius=2).encode(x=x, x2="x2:Q", y=y, color=color, tooltip=tooltip).add_params(pick())
    ink = alt.Color("position:N", legend=None, scale=alt.Scale(domain=names, range=[POSITIONS[n][2] for n in names]))
    text = base.mark_text(fontSize=12, fontWeight="bold").encode(x="middle:Q", y=y, text="label:N", color=ink)
    width = CELL * max(len(who), 6)
    return alt.layer(tiles, text, data=drawn[["who", "proposition", "position", "n", "articles", "x", "x2", "middle", "label", "key"]]).resolve_scale(color="independent").properties(width=width, height=alt.Step(CELL))


def adjacency(tables: Any, rows: pd.DataFrame | None = None, *, palette: Palette | None = None) -> alt.TopLevelMixin:
    """Who does what to whom: holders down, targets across, a square each with n; orange-red hostile, blue friendly, grey neither."""
    palette = palette or Palette.of(tables)
    rows = prepared(tables, "stances", palette, rows)
    rows = rows[rows["target_kind"] == "actor"]
    if rows.empty:
        return nothing("No act of one actor towards another here")
    data = rows.assign(towards=rows["target"].map(palette.name), tone=rows["polarity"].fillna(0).astype(int))
    found = data.groupby(["who", "towards"], observed=True).agg(
        n=("row", "size"), tone=("tone", "mean"), acts=("act", lambda a: ", ".join(sorted(set(a.dropna())))), key=("row", "first")
    ).reset_index()
    found["tone"] = found["tone"].map(lambda t: "hostile" if t < 0 else "friendly" if t > 0 else "neither or both")
    holders, targets = palette.ranked(found["who"])[:MANY], palette.ranked(found["towards"])[:MANY]
    found = found[found["who"].isin(holders) & found["towards"].isin(targets)]
    top = found.sort_values(["n", "who"], ascending=[False, True]).iloc[0]
    x = alt.X("towards:N", sort=targets, title="towards", axis=alt.Axis(orient="top", labelAngle=-40, labelLimit=150, grid=True))
    y = alt.Y("who:N", sort=holders, title=None, axis=alt.Axis(grid=True))
    tones = alt.Scale(domain=["hostile", "friendly", "neither or both"], range=[VERMILLION, BLUE, GREY])
    base = alt.Chart()
    tooltip = ["who:N", "towards:N", "acts:N", alt.Tooltip("n:Q", title="statements")]
    tiles = base.mark_rect(cornerRadius=2, stroke="white").encode(x=x, y=y, color=alt.Color("tone:N", scale=tones, title=None, legend=alt.Legend(orient="bottom")), tooltip=tooltip)
    text = base.mark_text(color="white", fontWeight="bold").encode(x=x, y=y, text="n:Q")
    note = f"n = {count(len(rows), 'act')} in {count(rows['article_id'].nunique(), 'article')}, {period(rows['day'])}; the number is how often it is stated"
    head = f"{top['who']} towards {top['towards']} is stated most often: {count(int(top['n']), 'time')} ({top['acts']})"
    return alt.layer(tiles.add_params(pick()), text, data=found[["who", "towards", "n", "tone", "acts", "key"]]).properties(width=alt.Step(CELL), height=alt.Step(26), title=title(head, note))


def pair_key(rows: pd.DataFrame) -> pd.Series:
    """For each act the `key` of its square in `adjacency`."""
    return rows.groupby(["who", "target"], observed=True, sort=False)["row"].transform("first")


def swimlanes(
    tables: Any, target: str, rows: pd.DataFrame | None = None, *, palette: Palette | None = None, sentence: str = ""
) -> alt.TopLevelMixin:
    """The positions on one proposition by day, one lane an actor: reversals stand side by side."""
    palette = palette or Palette.of(tables)
    rows = prepared(tables, "stances", palette, rows)
    rows = rows[(rows["target"] == target) & rows["position"].notna()]
    name = visible(sentence or target)
    if rows.empty:
        return nothing(f"No position on “{name}” here")
    data = rows.sort_values(["day", "article_id", "start"], kind="stable")
    data["date"] = [f"{d.day} {d:%b %Y}" if d == d else "no date" for d in data["day"]]
    dates = list(dict.fromkeys(data["date"]))
    found = data.groupby(["who", "date", "position"], sort=False, observed=True).agg(n=("row", "size"), key=("row", "first")).reset_index()
    found["label"] = [LETTERS[p] + (f" {n}" if n > 1 else "") for p, n in zip(found["position"], found["n"], strict=True)]
    who = palette.ranked(found["who"])[:MANY]
    found = found[found["who"].isin(who)]
    sides = {name: set(group) for name, group in data.groupby("who")["position"]}
    turned = [w for w in who if sides[w] & {*FOR} and sides[w] & {*AGAINST}]
    base = alt.Chart()
    x = alt.X("date:O", sort=dates, title="said on (days with a position; the gaps between them are not to scale)", axis=alt.Axis(labelAngle=0))
    y = alt.Y("who:N", sort=who, title=None, axis=alt.Axis(grid=True))
    turn = alt.XOffset("position:N", sort=list(POSITIONS), scale=alt.Scale(domain=list(POSITIONS)))
    names = list(POSITIONS)
    color = alt.Color("position:N", legend=None, scale=alt.Scale(domain=names, range=[POSITIONS[n][1] for n in names]))
    ink = alt.Color("position:N", legend=None, scale=alt.Scale(domain=names, range=[POSITIONS[n][2] for n in names]))
    dots = base.mark_square(size=520, opacity=1).encode(x=x, y=y, xOffset=turn, color=color, tooltip=["who:N", "position:N", "date:N", "n:Q"]).add_params(pick())
    text = base.mark_text(fontWeight="bold").encode(x=x, y=y, xOffset=turn, text="label:N", color=ink)
    head = f"“{name}”: " + (f"{', '.join(turned)} on both sides" if turned else "nobody is on both sides")
    note = f"n = {count(len(rows), 'position')} of {count(rows['who'].nunique(), 'actor')}, {period(rows['day'])}; A affirms · M mixed · D doubts · R rejects"
    width = min(WIDTH - 100, max(260, 150 * len(dates)))
    return alt.layer(dots, text, data=found).resolve_scale(color="independent").properties(width=width, height=alt.Step(30), title=title(head, note))
