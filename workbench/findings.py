"""The findings that open each notebook: sentences written from the tables, so that they cannot drift from them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from .charts import statements
from .charts.framing import words
from .charts.positions import AGAINST, FOR, disagreement
from .charts.quality import counted
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
    outlets = [visible(o) for o in sorted(articles["outlet"].dropna().unique())]
    undated, unnamed = int(rows["day"].isna().sum()), int(articles["outlet"].isna().sum())
    flags = _ids(articles["flags"].explode(), 6)
    stances = count(len(tables.stances), "position or act", "positions and acts")
    return sentences(
        f"{count(len(articles), 'article')} of {int(articles['words'].sum()):,} words went in, {period(rows['day'])}.",
        f"Without a date: {undated}. Without an outlet: {unnamed}. Outlets named: {named(outlets, 5) or 'none'}.",
        f"Flagged: {flags}." if flags else "No article is flagged.",
        f"Out of them: {count(len(tables.claims), 'attributed statement')}, {count(len(tables.figures), 'figure')}, "
        f"{stances} and {count(len(tables.framings), 'framing')}, of {count(len(tables.actors), 'actor')}.",
    )


def speakers(tables: Any) -> Markup:
    """Who is given the most statements, how much of it is quoted, and how much of it has no known speaker."""
    rows = prepared(tables, "claims", Palette.of(tables))
    if rows.empty:
        return sentences("No statement in these articles is attributed to anybody.")
    unknown = rows["who"] == UNKNOWN
    direct, mixed, indirect = (int((rows["kind"] == kind).sum()) for kind in ("direct", "mixed", "indirect"))
    where = count(rows["article_id"].nunique(), "article")
    return sentences(
        f"{count(len(rows), 'attributed statement')} in {where}; most by {_tally(rows.loc[~unknown, 'who'])}.",
        f"Quoted in full: {direct}; in part: {mixed}; only paraphrased: {indirect}.",
        f"For {int(unknown.sum())} of them nobody can be identified: the words of the source do not decide.",
        f"What the speakers do most often: {_tally(rows['act'])}.",
    )


def estimates(tables: Any, kind: str = "troops") -> Markup:
    """The highest stated level of one kind of figure, how often it is repeated, the changes, and what has no source."""
    palette = Palette.of(tables)
    rows = prepared(tables, "figures", palette)
    rows = rows[rows["kind"] == kind]
    if rows.empty:
        return sentences(f"No figure of {kind} is stated in these articles.")
    level, change, forecast = (
        int((statements.lane(rows) == name).sum()) for name in ("level", "change", "forecast")
    )
    echoes = statements.echoes(tables, rows, palette=palette)
    most = echoes.iloc[0]
    lanes = f"{level} of a level, {change} of a change, {forecast} of a forecast"
    return sentences(
        statements.headline(rows, palette) + ".",
        f"{count(len(rows), 'statement')} of {kind}, as of {period(rows['day'])}: {lanes}.",
        f"Different estimates among them: {len(echoes)}. "
        + (
            f"The most repeated, {most['estimate']}, is in {most['articles']} articles."
            if most["articles"] > 1
            else "None is in more than one article."
        ),
        f"Stated without a source, in the outlet's own voice: {int((rows['who'] == OWN_VOICE).sum())}.",
    )


def positions(tables: Any, names: dict[str, str] | None = None) -> Markup:
    """The most disputed proposition with both camps, how many are disputed at all, and who stands on both sides."""
    palette = Palette.of(tables)
    rows = prepared(tables, "stances", palette)
    rows = rows[rows["position"].notna()]
    if rows.empty:
        return sentences("No position on any proposition of the codebook is taken in these articles.")
    camps = disagreement(rows)
    disputed = camps[camps > 0]
    on = count(rows["target"].nunique(), "proposition")
    lines = [
        f"{count(len(rows), 'position')} of {count(rows['who'].nunique(), 'actor')} on {on}; disputed: {len(disputed)}."
    ]
    if len(disputed):
        top = rows[rows["target"] == disputed.index[0]]
        sides = {p: palette.ranked(top.loc[top["position"] == p, "who"]) for p in (*FOR, *AGAINST, "mixed")}
        said = "; ".join(f"{p}: {named(w, 6)}" for p, w in sides.items() if w)
        lines.append(
            f"The most disputed: “{visible((names or {}).get(disputed.index[0], disputed.index[0]))}” — {said}."
        )
        both = [w for w in palette.ranked(rows["who"]) if _both_sides(rows[rows["who"] == w])]
        lines.append(f"On both sides of one proposition: {named(both, 5) or 'nobody'}.")
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
        variants = worded.loc[worded["concept"] == ways.index[0], "variant"]
        own = int((worded["who"] == OWN_VOICE).sum())
        lines += [
            f"{count(len(worded), 'contested wording')}: {own} in an outlet's own voice, {len(worded) - own} not.",
            f"Worded in most ways: {words(ways.index[0])}, as {_ids(variants, 5)}.",
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


def quality(scores: pd.DataFrame, judged: pd.DataFrame) -> Markup:
    """What a row is worth: precision and recall of each gold file's tasks by their strictest measure.

    Both tables come from `workbench.quality`, with the name of the gold in a column `gold_of`.
    """
    lines = [
        f"Measured on {count(judged['article_id'].nunique(), 'article')}. Right: of what is in the tables. "
        "Found: of what is in the articles."
    ]
    for (of, task, measure), rows in judged.groupby(["gold_of", "task", "measure"], sort=False):
        n = rows["outcome"].value_counts().reindex(["right", "wrong", "missed"], fill_value=0)
        same = (scores["gold_of"] == of) & (scores["task"] == task) & (scores["measure"] == measure)
        line = scores[same].iloc[0]
        lines.append(
            f"{of}, {counted(task, measure)}: {line['precision']:.0%} right, {line['recall']:.0%} found; "
            f"{n['wrong']} wrong, {n['missed']} missed."
        )
    return sentences(*lines)


def agreement(between: dict[str, Any]) -> Markup:
    """How far two readers judge the same rows alike, as `Review.agreement` counts it; kappa is Cohen's."""
    if not between["n"]:
        return sentences("No row was judged by both.")
    kappa = between["kappa"]
    said = "kappa is not defined where both always say the same" if kappa is None else f"kappa {kappa:.2f}"
    same = round(between["n"] * between["agreed"])
    return sentences(f"{count(between['n'], 'row')} judged by both, {same} of them alike; {said}.")


def review(reviewing: Any) -> Markup:
    """How much of what was read has been looked at, and why the next row should be."""
    progress, queue = reviewing.progress(), reviewing.queue
    whole, left = int(progress.to_numpy().sum()), int(progress["auto"].sum())
    lines = [f"{count(whole, 'row')} were read by the program; {whole - left} of them have been looked at."]
    if len(queue):
        first = queue.iloc[0]
        lines.append(f"First in the queue is a row of {first['table']}: {visible(first['reason'])}.")
        extreme = int(queue["reason"].str.contains("highest|lowest").sum())
        disputed = int(queue["reason"].str.contains("other side").sum())
        lines.append(f"Contradicted by another actor: {disputed}. At the end of a chart's scale: {extreme}.")
    return sentences(*lines)
