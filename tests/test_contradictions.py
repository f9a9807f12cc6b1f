"""Who contradicts whom, from positions made by hand."""

from datetime import date

import pandas as pd
import pytest

from tests.samples import actors, article, handmade, of, stance
from workbench.contradictions import COLUMNS, contradictions
from workbench.records import Actor, Extract

TEXT = "The bank is ours. Ana Ruiz said so. Pavel Ilic disagreed! The league waits."


def corpus(*held):
    """One article a day, each with the stances (words, holder, position) of that day."""
    found = []
    for number, day in enumerate(held):
        a = article(f"d{number}", TEXT, published=date(2031, 1, 1 + 7 * number) if day[0] else None)
        rows = tuple(stance(a, words, who, "retreat", side) for words, who, side in day[1:])
        found.append(
            Extract(a, actors("ana_ruiz", "pavel_ilic", "ministry_of_water", "delta_league"), (), (), rows)
        )
    return of(found)


def test_two_actors_stand_side_by_side_with_their_sentences():
    row = contradictions(handmade()).iloc[0]
    assert (row["kind"], row["holder_1"], row["holder_2"]) == ("between", "Pavel Ilic", "Ana Ruiz")
    assert row["sentence_1"] == "He said it had withdrawn some 5,000 men from the occupied bank."
    assert row["sentence_2"].startswith('"We have seen no sign of a retreat," said')
    assert row["days"] == 0


def test_a_reversal_is_told_from_a_contradiction():
    found = contradictions(
        corpus(
            (True, ("Ana Ruiz said so", "ana_ruiz", "affirms")),
            (True, ("Ana Ruiz said so", "ana_ruiz", "rejects")),
        )
    )
    assert list(found["kind"]) == ["reversal"]
    assert list(found["days"]) == [7]


def test_nearest_dates_come_first_and_undated_last():
    found = contradictions(
        corpus(
            (True, ("The bank is ours", "ana_ruiz", "affirms")),
            (True, ("Pavel Ilic disagreed", "pavel_ilic", "doubts")),
            (True, ("The league waits", "delta_league", "rejects")),
            (False, ("The bank is ours", "ministry_of_water", "affirms")),
        )
    )
    pairs = list(zip(found["holder_1"], found["holder_2"]))
    assert pairs[:2] == [("Ana Ruiz", "Pavel Ilic"), ("Ana Ruiz", "Delta League")]
    assert list(found["days"][:2]) == [7, 14]
    assert found["days"][2:].isna().all() and len(found) == 4


def test_of_many_days_the_nearest_pair_is_kept():
    said = (True, ("The bank is ours", "ana_ruiz", "affirms"))
    found = contradictions(
        corpus(said, said, said, (True, ("Pavel Ilic disagreed", "pavel_ilic", "rejects")))
    )
    assert list(found["days"]) == [7]


def test_mixed_positions_and_acts_contradict_nothing():
    found = contradictions(
        corpus(
            (
                True,
                ("The bank is ours", "ana_ruiz", "affirms"),
                ("Pavel Ilic disagreed", "pavel_ilic", "mixed"),
            )
        )
    )
    assert found.empty and list(found.columns) == COLUMNS


def test_rolling_up_hides_who_disagrees_inside_a_body():
    tables = corpus(
        (
            True,
            ("The bank is ours", "ana_ruiz", "affirms"),
            ("Pavel Ilic disagreed", "ministry_of_water", "rejects"),
        )
    )
    assert list(contradictions(tables)["kind"]) == ["between"]
    rolled = contradictions(tables, "institution")
    assert list(rolled["kind"]) == ["reversal"] and list(rolled["holder_1"]) == ["Ministry of Water"]
    assert list(contradictions(tables, "bloc")["holder_1"]) == ["Delta League"]


def test_a_chief_without_a_state_counts_as_the_body():
    a = article("x", TEXT, published=date(2031, 1, 1))
    people = (Actor("chief", "Chief", "person", "league"), Actor("league", "League", "bloc"))
    rows = (
        stance(a, "The bank is ours", "chief", "p", "affirms"),
        stance(a, "The league waits", "league", "p", "doubts"),
    )
    found = contradictions(of([Extract(a, people, (), (), rows)]), "state")
    assert list(found["kind"]) == ["reversal"]


def test_another_level_is_refused():
    with pytest.raises(ValueError, match="institution"):
        contradictions(handmade(), "planet")


def test_no_positions_give_an_empty_table():
    tables = handmade()
    empty = tables.with_tables(stances=tables.stances.iloc[:0])
    assert isinstance(contradictions(empty), pd.DataFrame) and contradictions(empty).empty
