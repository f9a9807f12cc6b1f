"""Figures as statements: in words, in lanes, alike or not, repeated by whom; and the named summaries.

Nothing here computes a best estimate. A summary is a choice among the rows that were stated, and says its name.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..rendering import visible
from .rows import dated, places, prepared
from .theme import OWN_VOICE, Palette, count, named

SUMMARIES = ("all statements", "highest lower bound so far", "latest per source")
SIGNS = {
    "more_than": ("more than ", "> "),
    "at_least": ("at least ", "≥ "),
    "less_than": ("less than ", "< "),
    "at_most": ("up to ", "≤ "),
    "about": ("about ", "~ "),
}
ECHOES = "estimate, kind, subject, as of, statements, articles, first here, stated by, repeated by, without a source"


def counted(rows: pd.DataFrame, palette: Palette) -> str:
    """What these figures count, whose where it is one, and in which units: "troops of Russia", "money (euro)"."""
    kinds, subjects = sorted(map(visible, rows["kind"].dropna().unique())), rows["subject"].unique()
    of = f" of {palette.name(subjects[0])}" if len(subjects) == 1 and isinstance(subjects[0], str) else ""
    units = sorted(map(visible, rows["unit"].dropna().unique()))
    return (
        (" and ".join(kinds) if 0 < len(kinds) < 3 else "quantities")
        + of
        + (f" ({named(units)})" if units else "")
    )


def stated(row: Any, brief: bool = False) -> str:
    """A figure by its bound: "more than 150,000", "1,000–9,999 (mile)", of a change "+7,000"; in brief "> 150,000"."""
    sign = {"up": "+", "down": "−"}.get(row.get("direction"), "") if row.get("measured") != "level" else ""
    low, high = (sign * bool(n) + n for n in (_number(row[side]) for side in ("low", "high")))
    unit = visible(row.get("unit"))
    said = f"{low}–{high}" if row["bound"] in ("between", "order") else low or high
    return SIGNS.get(row["bound"], ("", ""))[brief] + said + (f" ({unit})" if unit else "")


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
    """Number of the mark of each statement: same day, lane, speaker, bounds, direction and unit, one mark.

    An explorer keeps this as the column `group`, so that filtering need not compare texts again.
    """
    if "group" in rows.columns:
        return rows["group"]
    data = rows[["day", "origin", "bound", "low", "high", "direction", "unit"]].assign(lane=lane(rows))
    return data.groupby(list(data.columns), dropna=False, sort=False, observed=True).ngroup()


def mark_of(rows: pd.DataFrame) -> pd.Series:
    """For each row the `key` of the mark it is drawn in, so that a click leads to all of its rows."""
    return rows["row"].groupby(groups(rows).to_numpy(), sort=False).transform("first")


def headline(rows: pd.DataFrame, palette: Palette) -> str:
    """The finding in one line: the highest stated lower bound of a level, of what, and who states it.

    Levels in different units are not compared.
    """
    low = rows["low"].where((rows["measured"] == "level") & (rows["modality"] == "actual"))
    levels = rows[(low == low.max()).fillna(False)]
    if levels.empty:
        return f"{count(len(rows), 'statement')} of {counted(rows, palette)}, none of them a level with a lower bound"
    if rows.loc[low.notna(), "unit"].nunique(dropna=False) > 1:
        return (
            f"{count(len(rows), 'statement')} of {counted(rows, palette)}: different units are not compared"
        )
    who = ["an outlet itself" if w == OWN_VOICE else w for w in dict.fromkeys(levels["who"])]
    often = "once" if len(levels) == 1 else count(len(levels), "time")
    of = counted(levels, palette)
    number = stated(levels.iloc[0].drop("unit"))
    return f"Highest stated level: {number} {of}, stated {often}, by {named(who)}"


def echoes(tables: Any, rows: pd.DataFrame | None = None, *, palette: Palette | None = None) -> pd.DataFrame:
    """Estimate -> who states it, the most repeated first: one row for all statements with one `estimate_id`.

    "first here" is the earliest published article that states it (undated articles come last), "repeated by"
    the others, "without a source" how many statements are an outlet's own voice.
    """
    palette = palette or Palette.of(tables)
    rows = prepared(tables, "figures", palette, rows)
    published = pd.to_datetime(tables.articles.set_index("article_id")["published"])
    alike = rows["estimate_id"].fillna(rows["figure_id"])
    rows = rows.assign(published=rows["article_id"].map(published), group=alike)
    rows["place"] = rows["article_id"].map(places(tables.articles))
    rows = rows.sort_values(["published", "article_id", "start"], kind="stable")
    found = [_echo(group, palette) for _, group in rows.groupby("group", sort=False)]
    table = pd.DataFrame(found, columns=ECHOES.split(", "))
    order = {"by": ["articles", "statements", "estimate"], "ascending": [False, False, True]}
    return table.sort_values(**order, kind="stable", ignore_index=True)


def _echo(group: pd.DataFrame, palette: Palette) -> list[Any]:
    first = group.iloc[0]
    day = dated(group["published"])[0]
    places = list(dict.fromkeys(group["place"]))
    voices = palette.ranked(set(group["who"]) - {OWN_VOICE})
    subject = palette.name(first["subject"]) if isinstance(first["subject"], str) else ""
    own, articles = int((group["who"] == OWN_VOICE).sum()), group["article_id"].nunique()
    return [
        *(stated(first), first["kind"], subject, dated(group["day"])[0], len(group), articles),
        *(f"{places[0]}, {day}", ", ".join(voices), ", ".join(places[1:]), own),
    ]
