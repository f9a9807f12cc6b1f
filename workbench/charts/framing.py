"""Framings: which words are used for a contested thing, and by whom; which dimensions an actor speaks in."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from ..rendering import visible
from .rows import prepared
from .theme import BLUE, GREY, MANY, OWN_VOICE, WIDTH, Palette, count, named, nothing, period, pick, title

BARS = 30


def words(text: object) -> str:
    """A codebook id as words: security_and_defence -> security and defence."""
    return visible(text).replace("_", " ")


def wordings(tables: Any, rows: pd.DataFrame | None = None, *, palette: Palette | None = None) -> alt.TopLevelMixin:
    """Each wording of a contested thing as a bar in two directions: left in the outlets' own voice, right in an actor's."""
    palette = palette or Palette.of(tables)
    rows = prepared(tables, "framings", palette, rows)
    rows = rows[rows["variant"].notna()]
    if rows.empty:
        return nothing("No contested wording here")
    data = rows.assign(concept=rows["concept"].map(words), variant=rows["variant"].map(words))
    found = data.groupby(["concept", "variant", "who"], observed=True).agg(n=("row", "size"), key=("row", "first")).reset_index()
    common = found.groupby(["concept", "variant"])["n"].sum().sort_values(ascending=False, kind="stable").head(BARS)
    found = found[pd.MultiIndex.from_frame(found[["concept", "variant"]]).isin(common.index)].copy()
    found["own"] = found["who"] == OWN_VOICE
    found["signed"] = found["n"].where(~found["own"], -found["n"])
    shares = data.groupby(["concept", "variant"]).agg(n=("row", "size"), own=("who", lambda w: int((w == OWN_VOICE).sum())))
    (concept, variant), top = max(shares.iterrows(), key=lambda item: (item[1]["n"], item[0]))
    head = f"Commonest wording: “{variant}” (of {concept}), {count(int(top['n']), 'time')}, {int(top['own'])} of them in an outlet's own voice"
    note = f"n = {count(len(rows), 'wording')} in {count(rows['article_id'].nunique(), 'article')}, {period(rows['day'])}; left: the outlet's own voice · right: quoted or paraphrased actors"
    reach = int(found.groupby(["concept", "variant", "own"])["n"].sum().max()) + 1
    color = palette.scales(found["who"])["color"]
    x = alt.X("signed:Q", title="← outlet's own voice · mentions · actors →", scale=alt.Scale(domain=[-reach, reach]), axis=alt.Axis(format="d", labelExpr="abs(datum.value)", tickMinStep=1))
    y = alt.Y("variant:N", title=None, sort=[v for _, v in common.sort_index().index])
    bars = alt.Chart(found[["concept", "variant", "who", "n", "signed", "key"]]).mark_bar(stroke="white", strokeWidth=1).encode(
        x=x, y=y, color=color, order=alt.Order("who:N"), tooltip=["concept:N", "variant:N", "who:N", alt.Tooltip("n:Q", title="mentions")]
    )
    row = alt.Row("concept:N", title=None, header=alt.Header(labelAngle=0, labelAlign="left", labelOrient="top", labelAnchor="start"))
    chart = bars.add_params(pick()).properties(width=WIDTH - 260, height=alt.Step(20)).facet(row=row, spacing=12)
    return chart.resolve_scale(y="independent").properties(title=title(head, note))


def bar_key(rows: pd.DataFrame) -> pd.Series:
    """For each framing the `key` of the bar or square it is drawn in."""
    return rows.groupby(["concept", "variant", "frame", "who"], observed=True, sort=False, dropna=False)["row"].transform("first")


def dimensions(tables: Any, rows: pd.DataFrame | None = None, *, palette: Palette | None = None) -> alt.TopLevelMixin:
    """Dimensions of the Policy Frames Codebook by voice: squares with n, the darker the larger the share of that voice's words."""
    palette = palette or Palette.of(tables)
    rows = prepared(tables, "framings", palette, rows)
    rows = rows[rows["frame"].notna()]
    if rows.empty:
        return nothing("No framing dimension here")
    data = rows.assign(dimension=rows["frame"].map(words))
    found = data.groupby(["who", "dimension"], observed=True).agg(n=("row", "size"), key=("row", "first")).reset_index()
    found["share"] = found["n"] / found.groupby("who")["n"].transform("sum")
    who = [OWN_VOICE] * (OWN_VOICE in set(found["who"])) + [w for w in palette.ranked(found["who"]) if w != OWN_VOICE]
    who = who[:MANY]
    found = found[found["who"].isin(who)]
    sums = data["dimension"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    order = list(sums.index)
    head = f"Commonest: {named([f'{d} ({n})' for d, n in sums.head(3).items()])}"
    note = f"n = {count(len(rows), 'mention')} in {count(rows['article_id'].nunique(), 'article')}, {period(rows['day'])}; number: mentions · depth: share of the voice's own mentions"
    base = alt.Chart()
    x = alt.X("dimension:N", sort=order, title=None, axis=alt.Axis(orient="top", labelAngle=-35, labelLimit=200))
    y = alt.Y("who:N", sort=who, title=None)
    depth = alt.Opacity("share:Q", scale=alt.Scale(domain=[0, 1], range=[0.15, 1]), legend=None)
    color = alt.condition(alt.FieldEqualPredicate(field="who", equal=OWN_VOICE), alt.value(GREY), alt.value(BLUE))
    tiles = base.mark_rect(stroke="white").encode(x=x, y=y, opacity=depth, color=color, tooltip=["who:N", "dimension:N", "n:Q", alt.Tooltip("share:Q", format=".0%")])
    text = base.mark_text().encode(x=x, y=y, text="n:Q").properties(name="ink_n")
    return alt.layer(tiles.add_params(pick()), text, data=found[["who", "dimension", "n", "share", "key"]]).properties(width=alt.Step(54), height=alt.Step(24), title=title(head, note))
