"""The findings that open each notebook: sentences written from the tables, so that they cannot drift from them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from .charts import troop_estimates
from .charts.framing import words
from .charts.positions import AGAINST, FOR, disagreement
from .charts.rows import prepared
from .charts.theme import OWN_VOICE, UNKNOWN, Palette, count, named, period
from .rendering import Markup, visible
from .rendering import words as sentences

SMALL = 50  # articles below which counts are counts and no ranking


def _tally(values: pd.Series, limit: int = 3) -> str:
    """The commonest names with n: a (5), b (3) and 2 more."""
    counts = values.dropna().value_counts().sort_index().sort_values(ascending=False, kind="stable")
    return named([f"{value} ({n})" for value, n in counts.items()], limit)


def _ids(values: pd.Series, limit: int = 3) -> str:
    """The same for ids of the codebook, written as words."""
    return _tally(values.dropna().map(words), limit)


def corpus(tables: Any) -> Markup:
    """What went in, what is known of it, and how much came out."""
    articles = tables.articles
    rows = prepared(tables, "articles", Palette.of(tables))
    named_outlets, unnamed = articles["outlet"].nunique(), int(articles["outlet"].isna().sum())
    flags = _ids(articles["flags"].explode(), 6)
    return sentences(
        f"{count(len(articles), 'article')} of {int(articles['words'].sum()):,} words went in, {period(rows['day'])}; "
        f"{int(rows['day'].isna().sum())} of them are undated.",
        f"{count(named_outlets, 'outlet')} named ({named([visible(o) for o in sorted(articles['outlet'].dropna().unique())])}); {count(unnamed, 'article')} without an outlet."
        if named_outlets
        else f"None of the {count(len(articles), 'article')} names its outlet.",
        f"Flagged: {flags}." if flags else "No article is flagged.",
        f"Out of them came {count(len(tables.claims), 'attributed statement')} and {count(len(tables.figures), 'figure')}, "
        f"{count(len(tables.stances), 'position or act', 'positions and acts')} and {count(len(tables.framings), 'wording')}, of {count(len(tables.actors), 'actor')}.",
    )


def speakers(tables: Any) -> Markup:
    """Who is given the most statements, how much of it is quoted, and how much of it has no known speaker."""
    rows = prepared(tables, "claims", Palette.of(tables))
    if rows.empty:
        return sentences("No statement in these articles is attributed to anybody.")
    known = rows[rows["who"] != UNKNOWN]
    kinds = rows["kind"].value_counts()
    return sentences(
        f"{count(len(rows), 'statement')} are attributed to somebody in {count(rows['article_id'].nunique(), 'article')}; most of them to {_tally(known['who'])}.",
        f"{int(kinds.get('direct', 0))} are quoted in full, {int(kinds.get('mixed', 0))} in part and {int(kinds.get('indirect', 0))} only paraphrased.",
        f"Whose they are is left open for {int((rows['who'] == UNKNOWN).sum())} of them: their source names nobody who can be identified.",
        f"What the speakers do most often: {_tally(rows['act'])}.",
    )


def estimates(tables: Any, kind: str = "troops") -> Markup:
    """The highest stated level of one kind of figure, how often it is repeated, the changes, and what has no source."""
    palette = Palette.of(tables)
    rows = prepared(tables, "figures", palette)
    rows = rows[rows["kind"] == kind]
    if rows.empty:
        return sentences(f"No figure of {kind} is stated in these articles.")
    lanes = troop_estimates.lane(rows).value_counts()
    echoes = troop_estimates.echoes(tables, rows, palette=palette)
    most = echoes.iloc[0]
    return sentences(
        troop_estimates.headline(rows, kind) + ".",
        f"{count(len(rows), 'statement')} of {kind}, as of {period(rows['day'])}: {int(lanes.get('level', 0))} of a level, "
        f"{int(lanes.get('change', 0))} of a change, {int(lanes.get('forecast', 0))} of a forecast.",
        f"They come down to {count(len(echoes), 'different estimate')}; the most repeated, {most['estimate']}, is in {count(int(most['articles']), 'article')}.",
        f"{int((rows['who'] == OWN_VOICE).sum())} of the {count(len(rows), 'statement')} name no source: the outlet states them in its own voice.",
    )


def positions(tables: Any, names: dict[str, str] | None = None) -> Markup:
    """The most disputed proposition with both camps, how many are disputed at all, and who stands on both sides."""
    palette = Palette.of(tables)
    rows = prepared(tables, "stances", palette)
    rows = rows[rows["position"].notna()]
    if rows.empty:
        return sentences("No position on any proposition of the codebook is taken in these articles.")
    camps = disagreement(rows)
    disputed = camps[camps > 0].sort_index().sort_values(ascending=False, kind="stable")
    lines = [
        f"{count(rows['who'].nunique(), 'actor')} take {count(len(rows), 'position')} on {count(rows['target'].nunique(), 'proposition')}; {len(disputed)} of these have actors on both sides."
    ]
    if len(disputed):
        top = rows[rows["target"] == disputed.index[0]]
        sides = {p: palette.ranked(top.loc[top["position"] == p, "who"]) for p in (*FOR, *AGAINST, "mixed")}
        said = "; ".join(f"{p}: {named(w, 6)}" for p, w in sides.items() if w)
        lines.append(
            f"The most disputed: “{visible((names or {}).get(disputed.index[0], disputed.index[0]))}” — {said}."
        )
        both = [w for w in palette.ranked(rows["who"]) if _both_sides(rows[rows["who"] == w])]
        lines.append(
            f"{count(len(both), 'actor')} stand on both sides of a proposition{': ' + named(both, 5) if both else ''}."
        )
    acts = prepared(tables, "stances", palette)
    hostile = acts[(acts["target_kind"] == "actor") & (acts["polarity"] == -1)]
    lines.append(
        f"{count(len(hostile), 'hostile act')} between actors: {_tally(hostile['act'])}."
        if len(hostile)
        else "No hostile act between actors is stated."
    )
    return sentences(*lines)


def _both_sides(rows: pd.DataFrame) -> bool:
    sides = rows.groupby("target")["position"].agg(lambda p: p.isin(FOR).any() and p.isin(AGAINST).any())
    return bool(sides.any())


def framing(tables: Any) -> Markup:
    """The commonest contested wording, the concept worded in most ways, and the commonest dimensions."""
    rows = prepared(tables, "framings", Palette.of(tables))
    worded, dimensions = rows[rows["variant"].notna()], rows[rows["frame"].notna()]
    lines = []
    if len(worded):
        ways = (
            worded.groupby("concept")["variant"]
            .nunique()
            .sort_index()
            .sort_values(ascending=False, kind="stable")
        )
        own = int((worded["who"] == OWN_VOICE).sum())
        lines += [
            f"{count(len(worded), 'contested wording')} for {count(worded['concept'].nunique(), 'thing')}: {own} in the outlets' own voice, {len(worded) - own} in an actor's.",
            f"Worded in most ways: {words(ways.index[0])}, as {_ids(worded.loc[worded['concept'] == ways.index[0], 'variant'], 5)}.",
        ]
    if len(dimensions):
        lines.append(
            f"Commonest dimensions among {count(len(dimensions), 'mention')}: {_ids(dimensions['frame'])}."
        )
    if len(tables.articles) < SMALL:
        lines.append(
            f"With {count(len(tables.articles), 'article')} these are counts, not a ranking of outlets or actors."
        )
    return sentences(*lines)
