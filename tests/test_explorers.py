"""Explorers without a browser: filters, rows, selection, clicks and passages."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest

from workbench import explorers
from workbench.explorers.explorer import Explorer
from workbench.explorers.filters import Index
from workbench.records import InputError

from .samples import handmade, hostile

TABLES = handmade()
FAMILY = [
    explorers.Articles,
    explorers.Claims,
    explorers.Figures,
    explorers.Positions,
    explorers.Acts,
    explorers.Framings,
]


def click(explorer: Explorer, key: str | None) -> None:
    """What the browser sends when a mark is clicked, or the page beside it."""
    explorer._live.set_state({"picked": key})


def listed(explorer: Explorer) -> list[list[str]]:
    return explorer._table.rows


@pytest.mark.parametrize("view", FAMILY)
def test_the_family_shares_its_ways(view: Any) -> None:
    explorer = view(TABLES)
    bundle = explorer._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle and "run this cell" in bundle["text/plain"]
    assert {"outlet", "since", "until", "words"} <= set(explorer.selection)
    assert len(explorer.rows()) == len(listed(explorer)) == len(explorer.data) > 0
    assert explorer.chart().to_dict()["params"][0]["name"] == "pick"
    assert explorer._panel.value and explorer.evidence().text and explorer.listing().text


@pytest.mark.parametrize("view", FAMILY)
def test_a_selection_can_be_saved_and_given_back(view: Any) -> None:
    explorer = view(TABLES)
    name, facet = next((n, f) for n, f in explorer.filters.facets.items() if f.options)
    explorer.selection = {
        name: [facet.options[0][0]],
        "since": "2031-03-01",
        "until": "2031-03-05",
        "words": "dam",
    }
    saved = json.loads(json.dumps(explorer.selection))
    again = view(TABLES, selection=saved)
    assert again.selection == saved == explorer.selection
    pd.testing.assert_frame_equal(again.rows(), explorer.rows())


def test_filters_leave_the_rows_that_fit_all_of_them() -> None:
    explorer = explorers.Figures(TABLES)
    explorer.selection = {"source": ["pavel_ilic", "observers"]}
    assert list(explorer.rows()["text"]) == ["some 5,000", "between 30,000 and 35,000"]
    explorer.selection = {"source": ["pavel_ilic", "observers"], "measured": ["change"]}
    assert list(explorer.rows()["text"]) == ["some 5,000"]
    explorer.selection = {"until": "2031-03-05"}
    assert len(explorer.rows()) == 3, "an undated figure fits no day"
    explorer.selection = {"source": ["outlet"]}
    assert list(explorer.rows()["text"]) == ["Thousands"]
    explorer.selection = {}
    assert len(explorer.rows()) == 5


def test_a_bloc_stands_for_its_members() -> None:
    explorer = explorers.Claims(TABLES)
    explorer.selection = {"bloc": ["delta_league"]}
    assert sorted(explorer.rows()["who"]) == ["Ana Ruiz", "Delta League", "Ministry of Water"]


def test_confidence_and_words_filter() -> None:
    explorer = explorers.Claims(TABLES)
    explorer.selection = {"confidence": 0.8}
    assert "his army had advanced" not in set(explorer.rows()["content"])
    explorer.selection = {"words": "SIGN OF A RETREAT"}
    assert "Ana Ruiz" in set(explorer.rows()["who"])


def test_what_is_not_there_is_refused_by_name() -> None:
    explorer = explorers.Figures(TABLES)
    with pytest.raises(ValueError, match="no filter is called 'speaker'"):
        explorer.selection = {"speaker": ["ana_ruiz"]}
    with pytest.raises(ValueError, match="source: no row has 'napoleon'"):
        explorer.selection = {"source": ["napoleon"]}
    assert len(explorer.rows()) == 5


def test_an_empty_selection_says_what_to_relax() -> None:
    explorer = explorers.Figures(TABLES)
    _ = explorer.widget
    explorer.selection = {"source": ["pavel_ilic"], "measured": ["level"]}
    assert len(explorer.rows()) == 0 and listed(explorer) == []
    assert "Without “measured = level”: 1 row." in explorer._advice.value
    assert explorer._panel.value == ""
    explorer.selection = {"source": ["pavel_ilic"], "measured": ["level"], "words": "nowhere to be found"}
    assert "clear two or more" in explorer._advice.value
    explorer.filters.clear.click()
    assert explorer._advice.value == "" and len(listed(explorer)) == 5


def test_a_widget_changed_by_hand_changes_chart_table_and_passage() -> None:
    explorer = explorers.Figures(TABLES)
    _ = explorer.widget
    before = explorer._live.spec
    explorer.filters.facets["source"].value = ["observers"]
    assert explorer._live.spec != before
    assert [row[1] for row in listed(explorer)] == ["between 30,000 and 35,000"]
    assert ">between 30,000 and 35,000</mark>" in explorer._panel.value


@pytest.mark.parametrize("filtered", [False, True])
def test_a_click_shows_the_sentence_of_the_mark(filtered: bool) -> None:
    """Also after the chart was replaced: its new selections must be watched again."""
    explorer = explorers.Positions(TABLES)
    _ = explorer.widget
    if filtered:
        explorer.selection = {"proposition": ["retreat"]}
    rows = explorer._visible
    key = explorer.keys(rows)[rows["who"] == "Pavel Ilic"].iloc[0]
    click(explorer, key)
    assert [row[3] for row in listed(explorer)] == ["it had withdrawn some 5,000 men", "the army was leaving"]
    assert ">it had withdrawn some 5,000 men</mark>" in explorer._panel.value
    click(explorer, None)
    assert len(listed(explorer)) == len(rows)


def test_previous_and_next_walk_through_the_rows() -> None:
    explorer = explorers.Claims(TABLES)
    *_, steps, _panel = explorer.widget.children
    back, forward, where = steps.children
    back.click()
    assert where.value == "1 of 4"
    for _ in range(9):
        forward.click()
    assert where.value == "4 of 4" and "Up to 50,000" in explorer._panel.value


def test_the_passage_says_why_the_row_is_there() -> None:
    explorer = explorers.Figures(TABLES)
    why = explorer.evidence().text.splitlines()[-1]
    assert "Ministry of Water · rule: by hand, confidence 0.80 · auto" in why


def test_a_summary_is_part_of_the_selection_and_only_dims() -> None:
    explorer = explorers.Figures(TABLES, {"summary": "latest per source"})
    assert explorer.selection["summary"] == "latest per source" and len(explorer.rows()) == 5
    picked = [
        r["opacity"] == 1
        for rows in explorer.chart().to_dict()["datasets"].values()
        for r in rows
        if "key" in r
    ]
    assert sorted(picked) == [False, False, False, True, True]


@pytest.mark.parametrize("view", FAMILY)
def test_hostile_words_reach_widgets_as_text_only(view: Any) -> None:
    explorer = view(hostile())
    _ = explorer.widget
    html = explorer._panel.value + explorer._advice.value + explorer.listing().html
    for live in ("<script", "<img", "<a ", "<svg", "<iframe", "\u202e"):
        assert live not in html
    assert "\u202e" not in str(listed(explorer)) and "\u202e" not in str(
        [f.options for f in explorer.filters.facets.values()]
    )


def test_an_index_answers_for_rows_with_none_one_or_several_values() -> None:
    index = Index.of([("a",), (), ("a", "b"), ("c",)])
    assert list(index.mask(["a"])) == [True, False, True, False]
    assert list(index.mask(["b", "c"])) == [False, False, True, True]
    assert list(index.mask(["z"])) == [False] * 4
    assert list(Index.of(pd.Series(["x", None, "y"])).mask(["y"])) == [False, False, True]
    assert list(Index.of([]).mask(["a"])) == []


# --- the review ----------------------------------------------------------------------------------


@pytest.fixture
def reviewing(tmp_path: Any) -> explorers.Review:
    return explorers.Review(TABLES, tmp_path / "ledger.jsonl", who="ana")


def pressed(review: explorers.Review, key: str) -> None:
    review._table._handle_custom_msg({"key": key}, [])


def test_a_decision_is_stored_leaves_the_queue_and_changes_the_tables(reviewing: explorers.Review) -> None:
    before, first = len(reviewing.queue), reviewing.queue.iloc[0]
    assert reviewing.accept().startswith("Saved")
    assert len(reviewing.queue) == before - 1 and reviewing.progress()["accepted"].sum() == 1
    again = explorers.Review(TABLES, reviewing.path, who="ana")
    assert first["row"] not in set(again.queue["row"]) and again.stale.empty


def test_a_rejected_figure_is_gone_from_the_chart_at_once(reviewing: explorers.Review) -> None:
    _ = reviewing.widget
    reviewing.at = int(reviewing.queue.index[reviewing.queue["row"] == TABLES.figures["figure_id"][0]][0])
    reviewing.reject("counted twice")
    assert "40000" not in json.dumps(reviewing._live.spec) and len(reviewing.tables.figures) == 4
    pressed(reviewing, "u")
    assert "40000" in json.dumps(reviewing._live.spec) and "taken back: reject" in reviewing._said.value


def test_keys_and_buttons_do_what_the_methods_do(reviewing: explorers.Review) -> None:
    _ = reviewing.widget
    pressed(reviewing, "a")
    pressed(reviewing, "r")
    done = reviewing.progress()
    assert (done["accepted"].sum(), done["rejected"].sum()) == (1, 1)


def test_what_cannot_be_stored_is_said_and_changes_nothing(reviewing: explorers.Review) -> None:
    _ = reviewing.widget
    while reviewing.queue.iloc[reviewing.at]["table"] != "figures":
        reviewing._move(reviewing.at + 1)
    reviewing._field.value, reviewing._value.value = "low", "many"
    *_, edit = reviewing.widget.children[1].children
    edit.click()
    assert "is no number" in reviewing._said.value and not reviewing.path.exists()
    reviewing._value.value = "41,000"
    edit.click()
    assert "Saved" in reviewing._said.value and 41000 in set(reviewing.tables.figures["low"])


def test_a_missed_row_is_added_on_its_words(reviewing: explorers.Review) -> None:
    words = "the army was leaving the liberated bank"
    reviewing.add("stances", "b2", words, holder="pavel_ilic", target_kind="proposition",
                  target="retreat", position="affirms")  # fmt: skip
    assert words in set(reviewing.tables.stances["text"])
    with pytest.raises(InputError, match="stands 0 times"):
        reviewing.add("stances", "b2", "no such words")


def test_two_people_are_compared(reviewing: explorers.Review, tmp_path: Any) -> None:
    other = explorers.Review(TABLES, tmp_path / "other.jsonl", who="ben")
    for judge in (reviewing.accept, other.accept, reviewing.reject, other.accept):
        judge()
    assert reviewing.agreement(other.path) == {"n": 2, "agreed": 0.5, "kappa": 0.0}
