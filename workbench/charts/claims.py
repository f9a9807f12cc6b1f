"""Articles and claims: what went in, and who says what."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from .rows import prepared
from .theme import BLUE, MANY, OWN_VOICE, UNKNOWN, WIDTH, Palette, count, named, nothing, period, pick, title

NO_OUTLET = "outlet not named"


def articles(tables: Any, rows: pd.DataFrame | None = None, *, palette: Palette | None = None) -> alt.TopLevelMixin:
    """Articles by outlet and day of publication, one square a pair with n; undated ones in a column of their own."""
    rows = prepared(tables, "articles", palette or Palette.of(tables), rows)
    if rows.empty:
        return nothing("No article here")
    monthly = rows["day"].nunique() > MANY
    form = "%b %Y" if monthly else "%d %b %Y"
    data = rows.assign(outlet=rows["outlet"].fillna(NO_OUTLET), date=rows["day"].dt.strftime(form).fillna("no date"))
    dates = list(dict.fromkeys(data.sort_values("day")["date"]))
    found = data.groupby(["outlet", "date"]).agg(n=("row", "size"), words=("words", "sum"), key=("row", "first")).reset_index()
    outlets = list(data["outlet"].value_counts().sort_index().sort_values(ascending=False, kind="stable").index[:MANY])
    found = found[found["outlet"].isin(outlets)]
    base = alt.Chart()
    x = alt.X("date:O", sort=dates[-60:], title="published (" + ("months" if monthly else "days") + " with an article)", axis=alt.Axis(labelAngle=0 if len(dates) < 9 else -40))
    y = alt.Y("outlet:N", sort=outlets, title=None, axis=alt.Axis(grid=True))
    dots = base.mark_square(size=420, color=BLUE, opacity=1).encode(x=x, y=y, tooltip=["outlet:N", "date:N", "n:Q", "words:Q"]).add_params(pick())
    text = base.mark_text(color="white", fontWeight="bold").encode(x=x, y=y, text="n:Q")
    dated = int(rows["day"].notna().sum())
    head = f"{count(len(rows), 'article')}, {dated} of them dated, {period(rows['day'])}"
    note = f"{int(rows['words'].sum()):,} words; {count(int(rows['duplicate_of'].notna().sum()), 'article')} repeating another; the number in a square is articles"
    return alt.layer(dots, text, data=found).properties(width=min(WIDTH - 120, max(240, 110 * len(dates))), height=alt.Step(32), title=title(head, note))


def article_key(rows: pd.DataFrame) -> pd.Series:
    """For each article the `key` of its square."""
    monthly = rows["day"].nunique() > MANY
    day = rows["day"].dt.strftime("%b %Y" if monthly else "%d %b %Y").fillna("no date")
    return rows.groupby([rows["outlet"].fillna(NO_OUTLET), day], sort=False)["row"].transform("first")


def speakers(tables: Any, rows: pd.DataFrame | None = None, *, palette: Palette | None = None) -> alt.TopLevelMixin:
    """Who does what with words: actors down, acts across, a circle each sized and numbered by n claims."""
    palette = palette or Palette.of(tables)
    rows = prepared(tables, "claims", palette, rows)
    if rows.empty:
        return nothing("No attributed statement here")
    data = rows.assign(act=rows["act"].fillna("unclear").astype(str))
    sums = data["who"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    order = [w for w in sums.index if w not in (OWN_VOICE, UNKNOWN)][: MANY - 1] + [UNKNOWN] * (UNKNOWN in sums.index)
    acts = list(data["act"].value_counts().sort_index().sort_values(ascending=False, kind="stable").index)
    found = data[data["who"].isin(order)].groupby(["who", "act"], observed=True).agg(n=("row", "size"), key=("row", "first")).reset_index()
    base = alt.Chart()
    x = alt.X("act:N", sort=acts, title=None, axis=alt.Axis(orient="top", labelAngle=-35, grid=True))
    y = alt.Y("who:N", sort=order, title=None, axis=alt.Axis(grid=True))
    marks = palette.scales(found["who"], legend=False)
    size = alt.Size("n:Q", legend=None, scale=alt.Scale(type="sqrt", domain=[0, int(found["n"].max())], range=[0, 620]))
    dots = base.mark_circle(opacity=0.9).encode(x=x, y=y, size=size, color=marks["color"], tooltip=["who:N", "act:N", alt.Tooltip("n:Q", title="claims")]).add_params(pick())
    text = base.mark_text(dx=15, align="left", fontSize=11).encode(x=x, y=y, text="n:Q").properties(name="ink_n")
    top = [f"{w} ({sums[w]})" for w in order[:3] if w != UNKNOWN]
    left = len(sums) - len(order)
    notes = f"n = {count(len(rows), 'claim')} in {count(rows['article_id'].nunique(), 'article')}, {period(rows['day'])}" + (f"; {left} rarer speakers are not drawn" if left > 0 else "")
    return alt.layer(dots, text, data=found).properties(width=alt.Step(52), height=alt.Step(26), title=title(f"Most attributed to {named(top)}", notes))


def speaker_key(rows: pd.DataFrame) -> pd.Series:
    """For each claim the `key` of its circle."""
    return rows.groupby([rows["who"], rows["act"].fillna("unclear")], observed=True, sort=False)["row"].transform("first")
