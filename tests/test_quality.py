"""The scorer itself, on rows small enough to count by hand."""

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from tests.samples import handmade
from tests.test_tables import CLAIM, EXTRACT, TEXT
from workbench import quality
from workbench.records import Actor, Figure, InputError, Stance
from workbench.tables import tabulate

FIGURE = Figure(
    figure_id="a:0-3f",
    article_id="a",
    start=0,
    end=3,
    text=TEXT[0:3],
    bound="more_than",
    low=100.0,
    kind="troops",
    measured="level",
    sentence_start=0,
    sentence_end=35,
    subject="russia",
)
STANCE = Stance("a:0-3s", "a", "russia", "proposition", "withdrawal", 0, 3, TEXT[0:3], position="affirms")
ACTORS = (*EXTRACT.actors, Actor("russia", "Russia", "state"))
TABLES = tabulate([replace(EXTRACT, actors=ACTORS, figures=(FIGURE,), stances=(STANCE,))])


@pytest.fixture
def gold(tmp_path):
    def write(**rows):
        path = tmp_path / "gold.jsonl"
        path.write_text(json.dumps({"doc_id": "a", **rows}) + "\n")
        return path

    return write


def scored(gold_file, measure: str) -> tuple[float, float]:
    table = quality.score(gold_file, TABLES).set_index("measure")
    return table.loc[measure, "precision"], table.loc[measure, "recall"]


ATTRIBUTION = {"source": [[4, 12]], "cue": [[13, 17]], "content": [[18, 34]]}


@pytest.mark.parametrize(
    "change, whole",
    [
        ({}, 0.0),  # the claim of TABLES names no source words, so it cannot have the right source
        ({"source": []}, 1.0),
        ({"source": [], "content": [[0, 12]]}, 0.0),
        ({"source": [], "content": [[18, 29]]}, 1.0),  # "that it was": 3 of 4 words
        ({"source": [], "content": [[18, 22]]}, 0.0),  # 1 of 4 words
    ],
)
def test_whole_relaxed(gold, change, whole):
    assert scored(gold(attributions=[ATTRIBUTION | change]), "whole_relaxed") == (whole, whole)


def test_content_soft_counts_words(gold):
    assert scored(gold(attributions=[ATTRIBUTION | {"content": [[23, 34]]}]), "content_soft") == (0.75, 1.0)


ROW = {
    "start": 0,
    "end": 3,
    "low": 100,
    "high": None,
    "bound": "at_least",
    "kind": "troops",
    "measured": "level",
}
ROW |= {"subject": "the Russia", "source": None}


@pytest.mark.parametrize(
    "change, level, right",
    [
        ({}, "full", 1.0),  # at least and more than are one class; a leading article does not count
        ({"low": 101}, "detection", 1.0),
        ({"low": 101}, "value", 0.0),
        ({"kind": "deaths"}, "value", 1.0),
        ({"kind": "deaths"}, "value+kind", 0.0),
        ({"subject": "Ukraine"}, "full", 0.0),
        ({"source": "Ukraine"}, "value+source", 0.0),
        ({"start": 5, "end": 9}, "detection", 0.0),
    ],
)
def test_figure_levels(gold, change, level, right):
    assert scored(gold(figures=[ROW | change]), level) == (right, right)


@pytest.mark.parametrize("position, right", [("affirms", 1.0), ("doubts", 0.0), ("mixed", 0.0)])
def test_sides(gold, position, right):
    row = {"holder": "Russia", "target_kind": "proposition", "target": "withdrawal", "position": position}
    assert scored(gold(stances=[row]), "propositions") == (right, right)


def test_rows_in_the_shape_of_gold_score_full_marks(tmp_path):
    quality.write_predictions(TABLES, tmp_path / "rows.jsonl")
    assert set(quality.score(tmp_path / "rows.jsonl", TABLES)["f1"]) == {1.0}


def test_an_article_without_rows_counts_as_found_nothing(tmp_path):
    (tmp_path / "g.jsonl").write_text(json.dumps({"doc_id": "unread", "figures": [ROW]}))
    line = quality.score(tmp_path / "g.jsonl", TABLES).iloc[0]
    assert (line["found"], line["gold"], line["recall"]) == (0, 1, 0.0)


@pytest.mark.parametrize("text", ["not json", "[1, 2]", ""])
def test_what_is_not_gold_is_refused(tmp_path, text):
    (tmp_path / "g.jsonl").write_text(text)
    with pytest.raises(InputError, match="gold"):
        quality.score(tmp_path / "g.jsonl", TABLES)


def test_one_task_can_be_asked_for(gold):
    assert set(quality.score(gold(figures=[ROW], stances=[]), TABLES, "figures")["task"]) == {"figures"}
    assert CLAIM.claim_id in set(TABLES.claims["claim_id"])


@pytest.mark.parametrize("gold_id, text", [("other", TEXT), ("a", None)])
def test_an_article_is_known_by_its_id_or_its_text(gold, tmp_path, gold_id, text):
    path = tmp_path / "g.jsonl"
    path.write_text(json.dumps({"doc_id": gold_id, "figures": [ROW]} | ({"text": text} if text else {})))
    assert scored(path, "full") == (1.0, 1.0)


# --- row by row ----------------------------------------------------------------------------------


def test_each_row_is_right_wrong_or_missed(tmp_path: Path) -> None:
    tables = handmade()
    found = quality.predictions(tables)
    right, wrong = found["a1"]["figures"][:2]
    gold = [{**right}, {**wrong, "kind": "deaths"}]
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"doc_id": "a1", "figures": gold}, default=str) + "\n")
    rows = quality.judged(path, tables)
    outcomes = rows.groupby("outcome")["words"].agg(list).to_dict()
    assert outcomes["right"] == [right["text"]] and outcomes["missed"] == [wrong["text"]]
    assert wrong["text"] in outcomes["wrong"] and len(outcomes["wrong"]) == 2


def test_reliability_compares_what_is_stated_with_what_is_right() -> None:
    rows = pd.DataFrame(
        {
            "task": "figures",
            "outcome": ["right", "wrong", "right", "missed"],
            "confidence": [0.9, 0.85, 1.0, None],
        }
    )
    (line,) = quality.reliability(rows).itertuples()
    assert (line.confidence, line.rows) == ("0.8 to 1.0", 3)
    assert line.right == pytest.approx(2 / 3) and line.mean == pytest.approx(2.75 / 3)


def test_gold_that_marks_no_nested_attribution_is_scored_without_nested_claims(gold):
    inner = replace(CLAIM, claim_id="a:inner", parent_id=CLAIM.claim_id)
    tables = tabulate([replace(EXTRACT, claims=(CLAIM, inner))])
    flat = gold(attributions=[ATTRIBUTION])
    found = quality.score(flat, tables).set_index("measure").loc["whole_relaxed", "found"]
    outer = {"source": [[0, 3]], "cue": [[4, 8]], "content": [[9, 34]]}
    both = gold(attributions=[ATTRIBUTION, outer])
    assert (found, quality.score(both, tables).set_index("measure").loc["whole_relaxed", "found"]) == (1, 2)
