"""Articles and claims: what went in, and who says what."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from .grid import across, down, grid
from .rows import commonest, prepared, tallied
from .theme import (
    BLUE,
    MANY,
    OWN_VOICE,
    UNKNOWN,
    WIDTH,
    Palette,
    about,
    as_is,
    count,
    named,
    nothing,
    period,
    title,
)

NO_OUTLET = "outlet not named"
CIRCLE = ["who", "act"]  # what the statements of one circle share


def articles(
    tables: Any, rows: pd.DataFrame | None = None, *, palette: Palette | None = None
) -> alt.TopLevelMixin:
    """Articles by outlet and day of publication, one square a pair with n; undated ones in a column of their own."""
    rows = prepared(tables, "articles", palette or Palette.of(tables), rows)
    if rows.empty:
        return nothing("No article here")
    data = squares(rows).sort_values("day")
    dates, outlets = list(data["date"].unique())[-60:], commonest(data["outlet"])[:MANY]
    found = tallied(data[data["outlet"].isin(outlets)], ["outlet", "date"], words=("words", "sum"))
    x = across(
        "date", dates, "published (only days or months with an article)", angle=0 if len(dates) < 7 else -38
    )
    mark = alt.Chart().mark_square(size=420, color=BLUE, opacity=1).encode(x=x, y=down("outlet", outlets))
    dated, n = int(rows["day"].notna().sum()), len(rows)
    known = "" if dated == n == 1 else ", all dated" if dated == n else f", {dated} of them dated"
    head = f"{count(n, 'article')}{known}, {period(rows['day'])}"
    repeats = int(rows["duplicate_of"].notna().sum())
    note = f"{int(rows['words'].sum()):,} words; the number in a square is articles"
    note += f"; {count(repeats, 'article')} repeating another" if repeats else ""
    width = min(WIDTH - 120, max(240, 110 * len(dates)))
    chart = grid(found, mark, tips=["outlet", "date", "n", "words"], size=(width, alt.Step(32)))
    return chart.properties(title=title(head, note))


def squares(rows: pd.DataFrame) -> pd.DataFrame:
    """Articles with the outlet and date of their square: days, or months where there are too many days."""
    days = pd.Series(rows["day"].unique())
    written = days.dt.strftime("%b %Y" if len(days) > MANY else "%d %b %Y").fillna("no date")
    date = rows["day"].map(dict(zip(days, written, strict=True)), na_action=None)
    return rows.assign(outlet=rows["outlet"].fillna(NO_OUTLET), date=date)


def speakers(
    tables: Any, rows: pd.DataFrame | None = None, *, palette: Palette | None = None
) -> alt.TopLevelMixin:
    """Who does what with words: actors down, acts across, a circle each sized and numbered by n claims."""
    palette = palette or Palette.of(tables)
    rows = prepared(tables, "claims", palette, rows)
    if rows.empty:
        return nothing("No attributed statement here")
    who = commonest(rows["who"])
    order = [w for w in who if w not in (OWN_VOICE, UNKNOWN)][: MANY - 1] + [UNKNOWN] * (UNKNOWN in who)
    found = tallied(rows[rows["who"].isin(order)], CIRCLE)
    found["color"] = found["who"].map(palette.color)
    size = alt.Scale(type="sqrt", domain=[0, int(found["n"].max())], range=[0, 620])
    mark = (
        alt.Chart()
        .mark_circle(opacity=0.9)
        .encode(
            x=across("act", commonest(rows["act"])),
            y=down("who", order),
            size=alt.Size("n:Q", legend=None, scale=size),
            color=as_is(alt.Color, "color"),
        )
    )
    n = rows["who"].value_counts()
    left = len(who) - len(order)
    more = f"{left} rarer speakers are not drawn" if left else ""
    head = f"Most attributed to {named([f'{w} ({n[w]})' for w in order[:3] if w != UNKNOWN])}"
    chart = grid(
        found,
        mark,
        ink=None,
        tips=["who", "act", "n"],
        size=(alt.Step(40), alt.Step(26)),
        dx=15,
        align="left",
        fontSize=11,
    )
    return chart.properties(title=title(head, about(rows, "claim", more)))
