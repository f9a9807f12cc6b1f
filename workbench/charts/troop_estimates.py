"""Figures: what was stated, by whom, as of when; bounds drawn as bounds.

Nothing here computes a best estimate or joins sources by a line. A summary is a choice among the rows
that were stated, and says its name.
"""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from ..rendering import visible
from .rows import prepared
from .theme import (
    GREY,
    OWN_VOICE,
    WIDTH,
    Palette,
    count,
    labels,
    logarithmic,
    named,
    nothing,
    period,
    pick,
    title,
)

SUMMARIES = ("all statements", "highest lower bound so far", "latest per source")
MANY_RUNGS = 30
LABELLED = 30  # marks that still get their number written beside them
MARK = [
    "key",
    "who",
    "origin",
    "date",
    "label",
    "n",
    "at",
    "to",
    "form",
    "own",
    "picked",
]  # what every mark carries
LANES = {"level": "stated level", "change": "change or movement", "forecast": "forecast"}
UNDATED = "no date"
DAYS = 14  # days that fit as columns; more are drawn on a time axis
MARKS = 400  # groups drawn at once; the commonest are kept and the subtitle says so
REACH = 1.35  # how far an arrow reaches at least, as a factor of the bound: a sign, not a value


def stated(row: Any) -> str:
    """A figure in words, by its bound: "more than 150,000", "1,000–9,999", "about 13,000"."""
    low, high = (_number(row[side]) for side in ("low", "high"))
    signs = {
        "more_than": "more than ",
        "at_least": "at least ",
        "less_than": "less than ",
        "at_most": "up to ",
        "about": "about ",
    }
    if row["bound"] in ("between", "order"):
        return f"{low}–{high}"
    return signs.get(row["bound"], "") + (low or high)


def brief(row: Any) -> str:
    """The same in signs, for a label on a chart: "> 150,000", "≤ 50,000", "~ 13,000"."""
    low, high = (_number(row[side]) for side in ("low", "high"))
    signs = {"more_than": "> ", "at_least": "≥ ", "less_than": "< ", "at_most": "≤ ", "about": "~ "}
    return (
        f"{low}–{high}"
        if row["bound"] in ("between", "order")
        else signs.get(row["bound"], "") + (low or high)
    )


def _number(value: Any) -> str:
    if value is None or value is pd.NA or value != value:
        return ""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,g}"


def lane(rows: pd.DataFrame) -> pd.Series:
    """The lane of each figure: forecast where it is projected, else level or change."""
    return rows["measured"].astype("object").where(rows["modality"] != "projected", "forecast")


def summary(rows: pd.DataFrame, name: str) -> pd.Series:
    """True for the rows that a named summary picks out; every row for "all statements".

    "highest lower bound so far" takes the levels that nobody had topped by their as-of date, "latest per
    source" the last dated level of each original source. Undated rows are in neither.
    """
    if name not in SUMMARIES:
        raise ValueError(f"no summary is called {name!r}; there are {', '.join(SUMMARIES)}")
    if name == SUMMARIES[0]:
        return pd.Series(True, index=rows.index)
    levels = rows[(lane(rows) == "level") & rows["day"].notna()].sort_values("day", kind="stable")
    if name == SUMMARIES[1]:
        levels = levels[levels["low"].notna()]
        best = levels.groupby("day")["low"].max().cummax()
        before = best.shift(fill_value=float("-inf"))
        picked = levels[
            (levels["low"] == levels["day"].map(best)) & (levels["low"] > levels["day"].map(before))
        ]
    else:
        picked = levels[levels["day"] == levels.groupby("origin")["day"].transform("max")]
    return pd.Series(rows.index.isin(picked.index), index=rows.index)


def groups(rows: pd.DataFrame) -> pd.Series:
    """Number of the mark that each statement is drawn in: same day, lane, speaker, bounds and direction, one mark.

    An explorer keeps this as the column `group`, so that filtering need not compare texts again.
    """
    if "group" in rows.columns:
        return rows["group"]
    data = rows[["day", "origin", "bound", "low", "high", "direction"]].assign(lane=lane(rows))
    return data.groupby(list(data.columns), dropna=False, sort=False, observed=True).ngroup()


def grouped(rows: pd.DataFrame, picked: pd.Series, limit: int = MARKS) -> pd.DataFrame:
    """One row a mark with n and `key`, the `limit` commonest first; `picked` where a summary picks any of its statements."""
    group = groups(rows).to_numpy()
    columns = [
        "day",
        "who",
        "origin",
        "bound",
        "low",
        "high",
        "direction",
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


def mark_of(rows: pd.DataFrame) -> pd.Series:
    """For each row the `key` of the mark it is drawn in, so that a click leads to all of its rows."""
    group = groups(rows)
    return rows["row"].groupby(group.to_numpy(), sort=False).transform("first")


def timeline(
    tables: Any,
    rows: pd.DataFrame | None = None,
    *,
    palette: Palette | None = None,
    summarise: str = SUMMARIES[0],
    noun: str = "troops",
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
        return nothing(f"No stated figures of {noun} here")
    marks = grouped(rows, summary(rows, summarise))
    shown, different = _placed(marks), groups(rows).nunique()
    notes = [
        f"n = {count(len(rows), 'statement')} in {count(rows['article_id'].nunique(), 'article')}, as of {period(rows['day'])}"
        + (
            f"; the {MARKS} commonest of {different:,} different statements are drawn"
            if different > MARKS
            else ""
        ),
        "Arrow: open bound · bar: range · point: exact or about · hollow: the outlet's own voice"
        + ("" if summarise == SUMMARIES[0] else f" · full colour: {summarise}"),
    ]
    lanes = [label for name, label in LANES.items() if (shown["lane"] == name).any()]
    row = alt.Row(
        "lane:N",
        sort=lanes,
        title=None,
        header=alt.Header(labelOrient="top", labelAnchor="start", labelFontSize=13),
    )
    drawn = shown.assign(lane=shown["lane"].map(LANES))
    return (
        _marks(drawn, palette, noun)
        .facet(row=row, spacing=26)
        .resolve_scale(y="independent")
        .properties(title=title(headline(rows, noun), *notes))
    )


def headline(rows: pd.DataFrame, noun: str) -> str:
    """The finding in one line: the highest stated lower bound of a level, and who states it."""
    low = rows["low"].where((rows["measured"] == "level") & (rows["modality"] == "actual"))
    levels = rows[(low == low.max()).fillna(False)]
    if levels.empty:
        return f"{count(len(rows), 'figure')} of {noun}, none of them a level with a lower bound"
    who = list(dict.fromkeys(levels["who"]))
    return f"Highest stated level: {stated(levels.iloc[0])} {noun}, stated {count(len(levels), 'time')}, by {named(who)}"


def _placed(marks: pd.DataFrame) -> pd.DataFrame:
    """Where each mark stands: its column or day, its turn within it, and the ends of its arrow or bar."""
    placed = marks.copy()
    records = placed[["low", "high", "bound"]].to_dict("records")
    placed["label"], placed["short"] = [stated(r) for r in records], [brief(r) for r in records]
    placed["at"] = placed["low"].where(placed["low"].notna(), placed["high"])
    open_up, open_down = placed["high"].isna(), placed["low"].isna()
    spread = placed.groupby("lane")["at"].transform("max") / placed.groupby("lane")["at"].transform("min")
    reach = (spread**0.15).clip(lower=REACH)
    placed["to"] = (
        placed["high"].where(~open_up, placed["low"] * reach).where(~open_down, placed["high"] / reach)
    )
    placed["form"] = "point"
    placed.loc[placed["low"] < placed["high"], "form"] = "range"
    placed.loc[open_up, "form"], placed.loc[open_down, "form"] = "up", "down"
    placed["own"] = placed["who"] == OWN_VOICE
    placed["date"] = [f"{d.day} {d:%b %Y}" if d == d else UNDATED for d in placed["day"]]
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
    scale = alt.Scale(domain=[-0.6, placed["slot"].max() + 0.6], nice=False)
    shades = [{"from": r["min"] - 0.5, "to": r["max"] + 0.5} for r in wide.to_dict("records")[::2]]
    return alt.X(
        "slot:Q",
        title="as of (days with a figure; the gaps between them are not to scale)",
        axis=axis,
        scale=scale,
    ), shades


def _marks(placed: pd.DataFrame, palette: Palette, noun: str) -> alt.LayerChart:
    x, shades = _axis(placed)
    drawn = placed[[*MARK, "lane", "day", "slot", "short"]].copy()
    drawn["day"] = drawn["day"].dt.strftime("%Y-%m-%d")
    y = alt.Y("at:Q", title=f"{noun} (logarithmic)", **logarithmic(pd.concat([placed["at"], placed["to"]])))
    if not shades:
        return alt.layer(*_strokes(alt.Chart(), x, y, "y2", palette, placed["who"]), data=drawn).properties(
            width=WIDTH, height=170
        )
    bands = [
        {"form": "band", "lane": name, "slot": b["from"], "to": b["to"]}
        for b in shades
        for name in placed["lane"].unique()
    ]
    whole = alt.Chart()
    block = (
        whole.transform_filter("datum.form == 'band'")
        .mark_rect(color=GREY, opacity=0.1)
        .encode(x=x, x2="to:Q")
    )
    base = whole.transform_filter("datum.form != 'band'")
    layers = [block, *_strokes(base, x, y, "y2", palette, placed["who"])]
    if len(drawn) <= LABELLED:
        text = base.mark_text(dy=13, baseline="top", fontSize=11).encode(
            x=x, y=y, text="short:N", opacity=_dim()
        )
        layers.append(text.properties(name="ink_stated"))
    both = pd.concat([drawn, pd.DataFrame(bands)], ignore_index=True)
    return alt.layer(*layers, data=both).properties(width=WIDTH, height=170)


def _dim() -> Any:
    return alt.condition("datum.picked", alt.value(1.0), alt.value(0.18))


def _strokes(
    base: alt.Chart, x: Any, y: Any, end: str, palette: Palette, who: pd.Series, legend: bool = True
) -> list[alt.Chart]:
    """Bar or arrow, arrow head and mark of each statement; `end` is the channel of the bar's other end, x2 or y2."""
    marks = palette.scales(who, legend=legend)
    along = "y" if end == "y2" else "x"
    heads = ("triangle-up", "triangle-down") if along == "y" else ("triangle-right", "triangle-left")
    tooltip = [
        alt.Tooltip(f"{f}:N", title=t)
        for f, t in (("label", "stated"), ("origin", "by"), ("date", "as of"), ("n", "statements"))
    ]
    place = {"x": x, "y": y}
    bars = (
        base.transform_filter("datum.form != 'point'")
        .mark_rule(strokeWidth=3)
        .encode(**place, **{end: "to:Q"}, color=marks["color"], opacity=_dim())
    )
    arrows = (
        base.transform_filter("datum.form == 'up' || datum.form == 'down'")
        .mark_point(size=80, filled=True)
        .encode(
            **(place | {along: "to:Q"}),
            color=marks["color"],
            opacity=_dim(),
            shape=alt.condition("datum.form == 'up'", alt.value(heads[0]), alt.value(heads[1])),
        )
    )
    points = base.mark_point(size=120, strokeWidth=2.2).encode(
        **place,
        **marks,
        fill=alt.condition("datum.own", alt.value("white"), marks["color"]),
        opacity=_dim(),
        tooltip=tooltip,
    )
    return [bars, arrows, points.add_params(pick())]


def ladder(
    tables: Any, rows: pd.DataFrame | None = None, *, palette: Palette | None = None, noun: str = "troops"
) -> alt.TopLevelMixin:
    """The latest stated level of each original source, one rung a source, highest lower bound on top."""
    palette = palette or Palette.of(tables)
    rows = prepared(tables, "figures", palette, rows)
    levels = rows[summary(rows, SUMMARIES[2])]
    if levels.empty:
        return nothing(f"No dated level of {noun} here")
    marks = _placed(grouped(levels, pd.Series(True, index=levels.index), MANY_RUNGS))
    marks["rung"] = [f"{r.origin}, {r.date}" for r in marks.itertuples()]
    order = list(marks.sort_values(["at", "origin"], ascending=[False, True])["rung"].drop_duplicates())
    base = alt.Chart()
    y = alt.Y("rung:N", sort=order, title=None)
    x = alt.X("at:Q", title=f"{noun} (logarithmic)", **logarithmic(pd.concat([marks["at"], marks["to"]])))
    text = (
        base.mark_text(align="left", dx=12, dy=-11, fontSize=11)
        .encode(x=x, y=y, text="label:N")
        .properties(name="ink_stated")
    )
    top = marks.sort_values("at", ascending=False, kind="stable").iloc[0]
    note = f"n = {count(len(levels), 'statement')} of {count(levels['origin'].nunique(), 'source')}, as of {period(levels['day'])}; undated figures left out"
    return alt.layer(
        *_strokes(base, x, y, "x2", palette, marks["who"], legend=False), text, data=marks[[*MARK, "rung"]]
    ).properties(
        width=WIDTH - 120,
        height=alt.Step(34),
        title=title(f"Latest per source: {top['origin']} stands highest with {top['label']} {noun}", note),
    )


def echoes(tables: Any, rows: pd.DataFrame | None = None, *, palette: Palette | None = None) -> pd.DataFrame:
    """Estimate -> who states it: one row an estimate that several statements share or that stands alone, most repeated first.

    Columns: estimate, kind, subject, as_of, statements, articles, first here (the earliest published
    article; missing when undated), stated by, repeated by (outlet or article), without a source (n).
    Articles marked as duplicates of others are counted as repeats, not as new voices.
    """
    palette = palette or Palette.of(tables)
    rows = prepared(tables, "figures", palette, rows)
    published = pd.to_datetime(tables.articles.set_index("article_id")["published"])
    rows = rows.assign(
        published=rows["article_id"].map(published), group=rows["estimate_id"].fillna(rows["figure_id"])
    )
    rows = rows.sort_values(["published", "article_id", "start"], kind="stable")
    found = [_echo(group, palette) for _, group in rows.groupby("group", sort=False)]
    columns = [
        "estimate",
        "kind",
        "subject",
        "as of",
        "statements",
        "articles",
        "first here",
        "stated by",
        "repeated by",
        "without a source",
    ]
    table = pd.DataFrame(found, columns=columns)
    return table.sort_values(
        ["articles", "statements", "estimate"], ascending=[False, False, True], kind="stable"
    ).reset_index(drop=True)


def _echo(group: pd.DataFrame, palette: Palette) -> list[Any]:
    first = group.iloc[0]
    place = [
        visible(o) if isinstance(o, str) else visible(a)
        for o, a in zip(group["outlet"], group["article_id"], strict=True)
    ]
    day = (
        f", {first['published'].day} {first['published']:%b %Y}"
        if first["published"] == first["published"]
        else ""
    )
    later = list(dict.fromkeys(p for p in place[1:] if p != place[0]))
    voices = palette.ranked(set(group["who"]) - {OWN_VOICE})
    subject = palette.name(first["subject"]) if isinstance(first["subject"], str) else ""
    as_of = f"{first['day'].day} {first['day']:%b %Y}" if first["day"] == first["day"] else ""
    return [
        stated(first),
        first["kind"],
        subject,
        as_of,
        len(group),
        group["article_id"].nunique(),
        place[0] + day,
        ", ".join(voices),
        ", ".join(later),
        int((group["who"] == OWN_VOICE).sum()),
    ]
