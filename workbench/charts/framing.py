"""Framings: which words are used for a contested thing, and by whom; which dimensions an actor speaks in."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from ..rendering import visible
from .grid import across, down, grid
from .rows import commonest, prepared, tallied
from .theme import (
    BLUE,
    GREY,
    INK,
    MANY,
    OWN_VOICE,
    UNKNOWN,
    Palette,
    about,
    as_is,
    count,
    named,
    nothing,
    pick,
    tint,
    title,
)

BARS = 30
VOICES, OTHERS = 40, "others"  # whoever says it most often, and the rest
FAINT = 0.2  # of the full color, for the smallest share
NAMES = 275  # pixels for the names of the actors at the end of a bar
BAR, TILE = (
    ["concept", "variant", "who"],
    ["who", "frame"],
)  # what the wordings of one bar, the mentions of one tile share


def words(text: object) -> str:
    """A codebook id as words: security_and_defence -> security and defence."""
    return visible(text).replace("_", " ")


def lumped(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with all but the commonest voices as one, because a bar of hundreds of parts shows none of them."""
    rare = commonest(rows["who"][rows["who"] != OWN_VOICE])[VOICES:]
    return rows.assign(who=rows["who"].mask(rows["who"].isin(rare), OTHERS)) if rare else rows


def wordings(
    tables: Any, rows: pd.DataFrame | None = None, *, palette: Palette | None = None
) -> alt.TopLevelMixin:
    """Each wording of a contested thing as a bar: to the left in the outlets' own voice, to the right an actor's."""
    palette = palette or Palette.of(tables)
    rows = prepared(tables, "framings", palette, rows)
    rows = rows[rows["variant"].notna()]
    if rows.empty:
        return nothing("No contested wording here")
    found = tallied(lumped(rows), BAR)
    common = (
        found.groupby(BAR[:2], observed=True)["n"]
        .sum()
        .sort_values(ascending=False, kind="stable")
        .head(BARS)
    )
    found = found[pd.MultiIndex.from_frame(found[BAR[:2]]).isin(common.index)]
    found = found.assign(
        own=found["who"] == OWN_VOICE,
        color=found["who"].map(palette.color),
        concept=found["concept"].map(lambda concept: words(concept)[:1].upper() + words(concept)[1:]),
        variant=found["variant"].map(words),
    )
    found["signed"] = found["n"].where(~found["own"], -found["n"])
    (concept, variant), most = common.index[0], int(common.iloc[0])
    own = int(
        ((rows["concept"] == concept) & (rows["variant"] == variant) & (rows["who"] == OWN_VOICE)).sum()
    )
    often = f"{count(most, 'time')}, {own} in an outlet's own voice"
    head = f"Commonest wording: “{words(variant)}” ({words(concept)}), {often}"
    chart = _bars(found, palette, list(dict.fromkeys(words(v) for _, v in common.index)))
    note = about(rows, "wording", "left: the outlet's own voice, right: quoted or paraphrased actors")
    return chart.resolve_scale(y="independent").properties(title=title(head, note))


def _bars(found: pd.DataFrame, palette: Palette, order: list[str]) -> alt.FacetChart:
    """Diverging bars, a facet a concept, with the names of the actors written at their end."""
    found = _ends(found, palette)
    side = found.groupby([*BAR[:2], "own"])["n"].sum().groupby("own").max()
    left, right = (int(side.get(own, 0)) for own in (True, False))
    per_mention = max(6, min(26, 300 // (left + right + 1)))  # pixels; the names need the rest
    room = NAMES / per_mention
    step = max(1, (left + right) // 12)
    values = list(range(-(left // step) * step, right + 1, step))
    every: dict[str, Any] = {
        "values": values,
        "tickCount": len(values),
        "labelOverlap": False,
    }  # Vega thins them out
    axis = alt.Axis(**every, labelExpr="abs(datum.value)")
    x = alt.X(
        "signed:Q",
        title="← outlet's own voice · mentions · actors →",
        scale=alt.Scale(domain=[-left - 0.5, right + room], nice=False),
        axis=axis,
    )
    y = alt.Y("variant:N", title=None, sort=order)
    tips = [
        alt.Tooltip("concept:N"),
        alt.Tooltip("variant:N"),
        alt.Tooltip("who:N", title="voice"),
        alt.Tooltip("n:Q", title="mentions"),
    ]
    bars = alt.Chart().mark_bar(stroke="white", strokeWidth=1)
    bars = bars.encode(
        x=x,
        y=y,
        color=as_is(alt.Color, "color"),
        order=alt.Order("place:O"),
        tooltip=tips,
    )
    text = (
        alt.Chart()
        .mark_text(align="left", dx=6, fontSize=11)
        .encode(x=alt.X("end:Q"), y=y, text=alt.Text("names:N"))
    )
    width = per_mention * (left + 0.5 + right) + NAMES
    whole = alt.layer(bars.add_params(pick()), text.properties(name="ink_names"), data=found)
    row = alt.Row("concept:N", title=None, header=alt.Header(labelOrient="top", labelAnchor="start"))
    return whole.properties(width=width, height=alt.Step(20)).facet(row=row, spacing=12)


def _ends(found: pd.DataFrame, palette: Palette) -> pd.DataFrame:
    """Each bar's parts, the largest first, nobody known last; the last knows where it ends and whom to name there."""
    rank = {who: place for place, who in enumerate(palette.ranked(found["who"]))}
    found = found.assign(nobody=found["who"].isin([OTHERS, UNKNOWN]), rank=found["who"].map(rank))
    found = found.sort_values(["nobody", "n", "rank"], ascending=[True, False, True], ignore_index=True)
    found = found.assign(place=found.index).drop(columns=["nobody", "rank"])
    actors = found[~found["own"]].groupby(BAR[:2], sort=False)
    last = actors.tail(1).index
    found["end"] = actors["n"].transform("sum").reindex(last).reindex(found.index)
    said = {key: named([f"{r.who} ({r.n})" for r in g.itertuples()], 3) for key, g in actors}
    found["names"] = [
        said[r.concept, r.variant] if i in last else None for i, r in enumerate(found.itertuples())
    ]
    return found


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
    full = found["who"].map({OWN_VOICE: GREY}).fillna(BLUE)
    found["color"] = [
        tint(color, FAINT + (1 - FAINT) * s) for color, s in zip(full, found["share"], strict=True)
    ]
    order = [words(f) for f in commonest(rows["frame"])]
    n = rows["frame"].map(words).value_counts()
    mark = (
        alt.Chart()
        .mark_rect(stroke="white")
        .encode(
            x=across("dimension", order),
            y=down("who", who),
            color=as_is(alt.Color, "color"),
        )
    )
    ink = alt.condition("datum.share > .8", alt.value("white"), alt.value(INK))
    chart = grid(found, mark, ink=ink, tips=["who", "dimension", "n"], size=(alt.Step(44), alt.Step(24)))
    head = f"Commonest: {named([f'{d} ({n[d]})' for d in order[:3]])}"
    note = about(rows, "mention", "the number is mentions, the depth their share of that voice's own")
    return chart.properties(title=title(head, note))
