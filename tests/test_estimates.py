"""Which figures repeat one estimate."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from workbench.estimates import group
from workbench.records import Actor, Article, Extract, Figure
from workbench.tables import tabulate

ACTORS = (
    Actor("ann_lee", "Ann Lee", "person", "arland"),
    Actor("arland", "Arland", "state"),
    Actor("beland", "Beland", "state"),
    Actor("observers", "Observers", "collective"),
)
DAY = date(2022, 2, 16)


def figure(article: str, start: int = 0, **fields) -> Figure:
    """More than 150,000 troops of Arland, unless told otherwise."""
    stated = Figure(
        f"{article}:{start}-{start + 5}f", article, start, start + 5, "xxxxx", "more_than", "troops", "level", 0, 40
    )  # fmt: skip
    return replace(stated, **{"low": 150000.0, "subject": "arland", "as_of": DAY} | fields)


def estimates(*rows: Figure, published: dict | None = None) -> list[str]:
    """The estimate_id of each row, after the tables have been built."""
    published = published or {}
    extracts = []
    for name in dict.fromkeys(row.article_id for row in rows):
        day = published.get(name, DAY)
        article = Article(name, f"{name}.txt", "x" * 60, "", published=day)
        extracts.append(Extract(article, ACTORS, figures=tuple(r for r in rows if r.article_id == name)))
    table = tabulate(extracts).figures.set_index("figure_id")["estimate_id"]
    return [table[row.figure_id] for row in rows]


def test_three_articles_that_state_one_number_share_the_id_of_the_first():
    a, b, c = figure("a"), figure("b", source="observers"), figure("c", source="beland")
    early = {"c": date(2022, 2, 14)}
    assert estimates(a, b, c, published=early) == [c.figure_id] * 3


@pytest.mark.parametrize(
    "other",
    [
        {"kind": "vehicles"},
        {"subject": "beland"},
        {"low": 157000.0},
        {"low": None, "high": 150000.0, "bound": "at_most"},
        {"measured": "change", "direction": "up"},
        {"modality": "projected"},
        {"as_of": date(2022, 2, 1)},
        {"source": "ann_lee"},
    ],
)
def test_what_differs_is_another_estimate(other):
    first, second = figure("a", source="observers"), figure("b", **other)
    assert estimates(first, second) == [first.figure_id, second.figure_id]


def test_more_than_and_at_least_are_one_estimate():
    first, second = figure("a"), figure("b", bound="at_least")
    assert len(set(estimates(first, second))) == 1


def test_a_number_repeated_week_after_week_stays_one_estimate():
    days = [date(2022, 2, 1), date(2022, 2, 7), date(2022, 2, 14)]
    rows = [figure(name, as_of=day) for name, day in zip("abc", days, strict=True)]
    assert len(set(estimates(*rows))) == 1


def test_what_a_side_says_of_itself_is_joined_only_by_statements_without_a_source():
    own, bare = figure("a", source="ann_lee"), figure("b")
    assert len(set(estimates(own, bare))) == 1
    other = figure("c", source="beland")
    assert estimates(own, other) == [own.figure_id, other.figure_id]


def test_undated_statements_stand_alone():
    rows = [figure(name, as_of=None) for name in "ab"]
    nowhere = {"a": None, "b": None}
    assert estimates(*rows, published=nowhere) == [row.figure_id for row in rows]


def test_percentages_are_compared_with_their_noun():
    turnout = figure("a", kind="percent", noun="turnout")
    assert len(set(estimates(turnout, figure("b", kind="percent", noun="Turnout")))) == 1
    assert len(set(estimates(turnout, figure("b", kind="percent", noun="unemployment")))) == 2


def test_no_figures_are_no_estimates():
    empty = tabulate([])
    assert group(empty.figures, empty.articles).empty
    assert isinstance(empty.figures, pd.DataFrame)
