"""Framings: which words are used for a contested thing, and by whom; which dimensions an actor speaks in."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from ..rendering import visible
from .grid import across, down, grid
from .rows import commonest, prepared, tallied
from .theme import BLUE, GREY, MANY, OWN_VOICE, WIDTH, Palette, about, count, named, nothing, pick, title

BARS = 30
BAR, TILE = (
    ["concept", "variant", "who"],
    ["who", "frame"],
)  # what the wordings of one bar, the mentions of one tile share


def words(text: object) -> str:
    """A codebook id as words: security_and_defence -> security and defence."""
    return visible(text).replace("_", " ")


def wordings(
    tables: Any, rows: pd.DataFrame | None = None, *, palette: Palette | None = None
) -> alt.TopLevelMixin:
    """Each wording of a contested thing as a bar: to the left in the outlets' own voice, to the right an actor's."""
    palette = palette or Palette.of(tables)
    rows = prepared(tables, "framings", palette, rows)
    rows = rows[rows["variant"].notna()]
    if rows.empty:
        return nothing("No contested wording here")
    found = tallied(rows, BAR)
    common = (
        found.groupby(BAR[:2], observed=True)["n"]
        .sum()
        .sort_values(ascending=False, kind="stable")
        .head(BARS)
    )
    found = found[pd.MultiIndex.from_frame(found[BAR[:2]]).isin(common.index)]
    found = found.assign(
        own=found["who"] == OWN_VOICE,
        concept=found["concept"].map(words),
        variant=found["variant"].map(words),
    )
    found["signed"] = found["n"].where(~found["own"], -found["n"])
    (concept, variant), most = common.index[0], int(common.iloc[0])
    own = int(
        ((rows["concept"] == concept) & (rows["variant"] == variant) & (rows["who"] == OWN_VOICE)).sum()
    )
    often = f"{count(most, 'time')}, {own} in an outlet's own voice"
    head = f"Commonest wording: “{words(variant)}” ({words(concept)}), {often}"
    reach = int(found.groupby([*BAR[:2], "own"])["n"].sum().max()) + 1
    axis = alt.Axis(format="d", labelExpr="abs(datum.value)", tickMinStep=1)
    scale = alt.Scale(domain=[-reach, reach])
    bars = (
        alt.Chart(found)
        .mark_bar(stroke="white", strokeWidth=1)
        .encode(
            x=alt.X("signed:Q", title="← outlet's own voice · mentions · actors →", scale=scale, axis=axis),
            y=alt.Y("variant:N", title=None, sort=list(dict.fromkeys(words(v) for _, v in common.index))),
            color=palette.scales(found["who"])["color"],
            order=alt.Order("who:N"),
            tooltip=["concept:N", "variant:N", "who:N", alt.Tooltip("n:Q", title="mentions")],
        )
    )
    row = alt.Row("concept:N", title=None, header=alt.Header(labelOrient="top", labelAnchor="start"))
    chart = (
        bars.add_params(pick()).properties(width=WIDTH - 260, height=alt.Step(20)).facet(row=row, spacing=12)
    )
    note = about(rows, "wording", "left: the outlet's own voice, right: quoted or paraphrased actors")
    return chart.resolve_scale(y="independent").properties(title=title(head, note))


def dimensions(
    tables: Any, rows: pd.DataFrame | None = None, *, palette: Palette | None = None
) -> alt.TopLevelMixin:
    """Dimensions by voice: tiles with n, the deeper the larger the share of that voice's mentions."""
    palette = palette or Palette.of(tables)
    rows = prepared(tables, "framings", palette, rows)
    rows = rows[rows["frame"].notna()]
    if rows.empty:
        return nothing("No framing dimension here")
    ranked = palette.ranked(rows["who"])
    who = ([OWN_VOICE] * (OWN_VOICE in ranked) + [w for w in ranked if w != OWN_VOICE])[:MANY]
    found = tallied(rows, TILE)
    found["share"] = found["n"] / found.groupby("who")["n"].transform("sum")
    found = found[found["who"].isin(who)].assign(dimension=found["frame"].map(words))
    order = [words(f) for f in commonest(rows["frame"])]
    n = rows["frame"].map(words).value_counts()
    mark = (
        alt.Chart()
        .mark_rect(stroke="white")
        .encode(
            x=across("dimension", order),
            y=down("who", who),
            opacity=alt.Opacity("share:Q", scale=alt.Scale(domain=[0, 1], range=[0.15, 1]), legend=None),
            color=alt.condition(
                alt.FieldEqualPredicate(field="who", equal=OWN_VOICE), alt.value(GREY), alt.value(BLUE)
            ),
        )
    )
    chart = grid(found, mark, ink=None, tips=["who", "dimension", "n"], step=(alt.Step(54), 24))
    head = f"Commonest: {named([f'{d} ({n[d]})' for d in order[:3]])}"
    note = about(rows, "mention", "the number is mentions, the depth their share of that voice's own")
    return chart.properties(title=title(head, note))
