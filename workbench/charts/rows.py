"""A table as the charts and explorers use it: each row with its outlet, its day and the names of its actors."""

from __future__ import annotations

import textwrap
from typing import Any

import pandas as pd

from ..rendering import visible
from .theme import OUTLET, OWN_VOICE, UNKNOWN, Palette, named

SHORT = 30  # characters of a headline that stands for an outlet
IDS = {
    "claims": "claim_id",
    "figures": "figure_id",
    "stances": "stance_id",
    "framings": "framing_id",
    "articles": "article_id",
}


def prepared(tables: Any, table: str, palette: Palette, rows: pd.DataFrame | None = None) -> pd.DataFrame:
    """The rows of a table with `row`, `outlet`, `headline`, `day`, `who_ids` and `who` beside their own columns.

    Figures also get `origin`: whoever states it, or which outlet does so in its own voice.
    `day` is as_of for figures, said_on for claims (and for stances and framings that stand in a claim),
    and the article's date of publication where a claim has no day of its own; a figure without as_of has none.
    `who` is the name of whoever stands behind the row; the outlet's own voice where nobody else does.
    Rows that are prepared already come back as they are.
    """
    data = getattr(tables, table) if rows is None else rows
    if "row" in data.columns:
        return data
    data = data.reset_index(drop=True).copy()
    data["row"] = data[IDS[table]].astype("object").map(visible)
    data["day"] = _days(tables, table, data)
    if table != "articles":
        articles = tables.articles.set_index("article_id")
        for column in ("outlet", "headline"):
            data[column] = data["article_id"].map(articles[column]).astype("object")
    outlets = {outlet: visible(outlet) for outlet in data["outlet"].dropna().unique()}
    written = data["outlet"].map(outlets).astype("object")
    data["outlet"] = written.where(written.notna(), None)
    data["who_ids"] = _who(table, data)
    names = {ids: _names(ids, table, palette) for ids in set(data["who_ids"])}
    data["who"] = data["who_ids"].map(names)
    if table == "figures":
        own = data["article_id"].map(places(tables.articles)) + ", own voice"
        data["origin"] = data["who"].where(data["who"] != OWN_VOICE, own)
    return data


def places(articles: pd.DataFrame) -> dict[str, str]:
    """Article id -> what it is called: its outlet, else a headline of its own, cut short, else its id."""
    called = {r.article_id: _shortened(r.headline) for r in articles.itertuples() if pd.isna(r.outlet)}
    once = pd.Series(list(called.values()), dtype="object").value_counts()
    outlets = articles.set_index("article_id")["outlet"].dropna().map(visible).to_dict()
    return outlets | {a: said if said and once[said] == 1 else visible(a) for a, said in called.items()}


def _shortened(headline: Any) -> str:
    words = visible(headline)
    return f"“{textwrap.shorten(words, SHORT, placeholder=' …')}”" if words else ""


def _days(tables: Any, table: str, data: pd.DataFrame) -> pd.Series:
    if table == "figures":
        return pd.to_datetime(data["as_of"])
    if table == "articles":
        return pd.to_datetime(data["published"])
    published = pd.to_datetime(data["article_id"].map(tables.articles.set_index("article_id")["published"]))
    if table == "claims":
        said = pd.to_datetime(data["said_on"])
    else:
        said = pd.to_datetime(data["claim_id"].map(tables.claims.set_index("claim_id")["said_on"]))
    return said.fillna(published)


def _who(table: str, data: pd.DataFrame) -> list[tuple[str, ...]]:
    if table == "claims":
        return [tuple(str(a) for a in ids) if len(ids) else ("",) for ids in data["actors"]]
    if table == "articles":
        return [()] * len(data)
    column = {"figures": "source", "stances": "holder", "framings": "voice"}[table]
    return [
        (str(a) if a is not None and a is not pd.NA and a == a else OUTLET,)
        for a in data[column].astype("object")
    ]


def _names(ids: tuple[str, ...], table: str, palette: Palette) -> str:
    if table == "articles":
        return ""
    return named([palette.name(i) for i in ids], 3) if ids != ("",) else UNKNOWN


def tallied(rows: pd.DataFrame, by: list[str], **more: Any) -> pd.DataFrame:
    """One row a mark: the columns `by` that its rows share, `n` rows, and the `key` that a click on it carries."""
    return (
        rows.groupby(by, observed=True, sort=True)
        .agg(n=("row", "size"), key=("row", "first"), **more)
        .reset_index()
    )


def keys(rows: pd.DataFrame, by: list[str]) -> pd.Series:
    """For each row the `key` of the mark that `tallied` makes of it."""
    return rows.groupby(by, observed=True, sort=False, dropna=False)["row"].transform("first")


def commonest(values: pd.Series) -> list[str]:
    """The values from the commonest to the rarest, equal ones by name."""
    return list(values.dropna().value_counts().sort_index().sort_values(ascending=False, kind="stable").index)


def dated(days: pd.Series) -> list[str]:
    """Days as they are written on an axis."""
    return [f"{d.day} {d:%b %Y}" if d == d else "no date" for d in days]
