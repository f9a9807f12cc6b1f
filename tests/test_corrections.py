"""Corrections: applied where they fit, listed where they do not, never lost and never misapplied."""

import json
import random
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench import quality
from workbench.corrections import applied, decisions, ledger, review
from workbench.explorers import Figures
from workbench.records import InputError
from workbench.schemas import DTYPES, SCHEMAS

from .samples import DAM, at, handmade

SAID, DENIED, SEEN = handmade().claims["claim_id"].tolist()[:3]
MANY, FIVE, BETWEEN, UP, THOUSANDS = handmade().figures["figure_id"].tolist()


@pytest.fixture
def tables():
    return handmade()


def entries(*payloads) -> list[dict]:
    return [{"id": f"e{i}", "seq": i, "hash": "0" * 64, "payload": p} for i, p in enumerate(payloads, 1)]


def status(table: pd.DataFrame, row: str) -> str:
    return table.set_index(table.columns[0]).at[row, "status"]


# --- each kind ------------------------------------------------------------------------------------


def test_nothing_to_correct_changes_nothing(tables):
    corrected, stale = applied.replay(tables, [])
    assert stale.empty and all(a.equals(b) for (_, a), (_, b) in zip(corrected, tables, strict=True))


def test_accept_edit_and_reject_say_so_in_status(tables):
    corrected, stale = applied.replay(
        tables,
        entries(
            review.correction(tables, "claims", SAID, "accept"),
            review.correction(tables, "figures", MANY, "edit", field="low", now=45000),
            review.correction(tables, "figures", FIVE, "edit", field="as_of", now="2031-03-01"),
            review.correction(tables, "claims", SEEN, "edit", field="actors", now=["ana_ruiz", "observers"]),
            review.correction(tables, "claims", DENIED, "reject"),
        ),
    )
    assert stale.empty
    assert status(corrected.claims, SAID) == "accepted" and status(corrected.figures, MANY) == "corrected"
    figures = corrected.figures.set_index("figure_id")
    assert figures.at[MANY, "low"] == 45000 and figures.at[FIVE, "as_of"] == pd.Timestamp("2031-03-01")
    assert corrected.claims.set_index("claim_id").at[SEEN, "actors"] == ["ana_ruiz", "observers"]
    assert DENIED not in set(corrected.claims["claim_id"])
    assert (tables.claims["status"] == "auto").all() and tables.figures["low"][0] == 40000
    corrected.validate()


def test_rejected_rows_are_hidden_with_what_points_to_them_and_can_be_had(tables):
    rejection = entries(review.correction(tables, "claims", SAID, "reject"))
    corrected, _ = applied.replay(tables, rejection)
    assert pd.isna(corrected.figures.set_index("figure_id").at[MANY, "claim_id"])
    kept, _ = applied.replay(tables, rejection, keep_rejected=True)
    assert status(kept.claims, SAID) == "rejected" and len(kept.claims) == len(tables.claims)
    assert kept.figures.set_index("figure_id").at[MANY, "claim_id"] == SAID


def test_an_added_row_holds_its_words_and_can_be_corrected(tables):
    start, end = at(DAM, "its army" if "its army" in DAM else "his army had advanced")
    s, e = at(DAM, "Observers")
    cue = at(DAM, "count")
    claim = review.addition(
        tables, "claims", "a1", *at(DAM, "between 30,000 and 35,000 soldiers"),
        {"kind": "indirect", "act": "estimates", "actors": ["observers"], "source_type": "collective",
         "source_start": s, "source_end": e, "cue_start": cue[0], "cue_end": cue[1]},
    )  # fmt: skip
    figure = review.addition(
        tables, "figures", "a1", *at(DAM, "both"), {"low": 2, "high": 2, "value": 2, "bound": "exact", "kind": "other"}
    )  # fmt: skip
    stance = review.addition(
        tables, "stances", "a1", start, end,
        {"holder": "observers", "target": "advance", "target_kind": "proposition", "position": "affirms"},
    )  # fmt: skip
    actor = {"kind": "add", "table": "actors", "now": {"actor_id": "the_paper", "name": "The Paper"}}
    first = entries(claim, figure, stance, decisions.checked(actor))
    corrected, stale = applied.replay(tables, first)
    assert stale.empty, stale["reason"].tolist()
    corrected.validate()
    row = corrected.claims.iloc[-1]
    assert (
        row["content"] == "between 30,000 and 35,000 soldiers"
        and row["source"] == "Observers"
        and row["cue"] == "count"
    )
    assert (
        row["status"] == "added"
        and row["spans"] == [[row["start"], row["end"]]]
        and pd.isna(row["confidence"])
    )
    assert corrected.figures.iloc[-1]["text"] == "both" and corrected.figures.iloc[-1]["value"] == 2
    assert DAM[corrected.figures.iloc[-1]["sentence_start"] :].startswith("Observers count")
    assert "the_paper" in set(corrected.actors["actor_id"])
    later = [
        review.correction(
            corrected, "figures", corrected.figures.iloc[-1]["figure_id"], "edit", field="kind", now="banks"
        ),
        review.correction(corrected, "claims", row["claim_id"], "reject"),
        review.correction(corrected, "figures", MANY, "edit", field="source", now="the_paper"),
    ]
    again, stale = applied.replay(tables, entries(*[e["payload"] for e in first], *later))
    assert (
        stale.empty
        and again.figures.iloc[-1]["kind"] == "banks"
        and again.figures.iloc[-1]["status"] == "added"
    )
    assert len(again.claims) == len(tables.claims)


def test_a_row_that_the_program_finds_by_now_is_no_longer_added(tables):
    add = review.addition(tables, "figures", "a1", *at(DAM, "both"), {"value": 2, "bound": "exact"})
    corrected, _ = applied.replay(tables, entries(add))
    learned = corrected.figures.assign(status="auto", rule="number")
    for learned_value, reasons in ((2, []), (3, ["value was 2 and is 3.0 now"])):
        learned.loc[learned.index[-1], "value"] = learned_value
        again, stale = applied.replay(tables.with_tables(figures=learned), entries(add))
        assert len(again.figures) == len(learned) and stale["reason"].tolist() == reasons
        assert again.figures.iloc[-1]["status"] == ("auto" if reasons else "accepted")


@pytest.mark.parametrize("name, values", [
    ("stances", {"holder": "observers", "target": "advance", "target_kind": "proposition", "position": "affirms"}),
    ("framings", {"voice": "outlet", "concept": "bank", "variant": "both"}),
])  # fmt: skip
def test_an_added_row_has_the_id_that_the_program_would_give_it(name, values, tables):
    corrected, stale = applied.replay(
        tables, entries(review.addition(tables, name, "a1", *at(DAM, "both"), values))
    )
    start, end = at(DAM, "both")
    tail = {"stances": "s:observers:advance:affirms", "framings": "w:bank:outlet"}[name]
    assert stale.empty and getattr(corrected, name).iloc[-1, 0] == f"a1:{start}-{end}{tail}"


def test_undo_takes_back_and_can_be_undone(tables):
    edit = review.correction(tables, "figures", MANY, "edit", field="low", now=45000)
    for undos, low in ((["e1"], 40000), (["e1", "e2"], 45000), (["e1", "e2", "e3"], 40000)):
        taken = [decisions.checked({"kind": "undo", "of": of}) for of in undos]
        corrected, stale = applied.replay(tables, entries(edit, *taken))
        assert corrected.figures["low"][0] == low and stale.empty
        assert corrected.figures["status"][0] == ("auto" if low == 40000 else "corrected")


def test_articles_and_actors_can_be_edited(tables):
    corrected, stale = applied.replay(
        tables,
        entries(
            review.correction(tables, "articles", "c3", "edit", field="published", now="2031-03-05"),
            review.correction(tables, "actors", "observers", "edit", field="kind", now="collective"),
        ),
    )
    assert stale.empty and corrected.articles.set_index("article_id").at["c3", "published"] == pd.Timestamp(
        "2031-03-05"
    )
    assert corrected.actors.set_index("actor_id").at["observers", "kind"] == "collective"


@pytest.mark.parametrize(
    "call, says",
    [
        (lambda t: review.correction(t, "claims", "nowhere", "accept"), "no row 'nowhere'"),
        (lambda t: review.correction(t, "claims", SAID, "edit", field="content", now="x"), "needs field"),
        (lambda t: review.correction(t, "actors", "observers", "reject"), "another table"),
        (lambda t: review.addition(t, "figures", "a1", 5, 5, {}), "no words"),
        (lambda t: review.addition(t, "figures", "a1", 5, 9, {"colour": 1}), "no column colour"),
        (
            lambda t: review.addition(t, "figures", "a1", 5, 9, {"bound": "roughly"}),
            "bound cannot be 'roughly'",
        ),
        (lambda t: review.addition(t, "figures", "a1", 5, 9, {"source": "x"}), "add that actor first"),
        (
            lambda t: review.addition(t, "stances", "a1", 5, 9, {"holder": "observers"}),
            "target cannot be None",
        ),
    ],
)
def test_what_cannot_be_a_correction_is_refused(call, says, tables):
    with pytest.raises(InputError, match=says):
        call(tables)


@pytest.mark.parametrize(
    "change",
    [
        {"row": ["x"]},
        {"who": 5},
        {"was": "x"},
        {"anchor": {"start": -5, "end": 0, "exact": "words", "prefix": "", "suffix": ""}},
        {"anchor": {"start": 7, "end": 3, "exact": "words", "prefix": "", "suffix": ""}},
    ],
)
def test_a_correction_of_another_shape_is_refused_and_never_breaks_a_build(change, tables):
    bad = review.correction(tables, "figures", MANY, "accept") | change
    with pytest.raises(InputError, match="needs"):
        decisions.checked(bad)
    _, stale = applied.replay(tables, entries(bad))
    assert stale["reason"].str.contains("needs").all() and len(stale) == 1


@pytest.mark.parametrize(
    "field, now", [("kind", ["troops"]), ("low", "many"), ("as_of", "soon"), ("low", {}), ("subject", [])]
)
def test_a_value_that_the_column_cannot_hold_is_listed(field, now, tables):
    edit = review.correction(tables, "figures", MANY, "edit", field=field, now=now)
    corrected, stale = applied.replay(tables, entries(edit))
    assert len(stale) == 1 and "cannot be" in stale["reason"][0]
    pd.testing.assert_frame_equal(corrected.figures, tables.figures)


# --- stale ----------------------------------------------------------------------------------------


def changed(tables, **what):
    """The tables after another codebook or article: functions of the tables that change."""
    return tables.with_tables(**{name: change(getattr(tables, name).copy()) for name, change in what.items()})


def cell(column, row, value):
    def change(table):
        table.loc[row, column] = value
        return table

    return change


@pytest.mark.parametrize(
    "kind, more, change, reason",
    [
        ("accept", {}, {"figures": cell("kind", 0, "civilians")}, "kind was 'troops' and is 'civilians' now"),
        ("reject", {}, {"figures": cell("low", 0, 1.0)}, "low was 40000.0 and is 1.0 now"),
        ("edit", {"field": "low", "now": 2}, {"figures": cell("low", 0, 3.0)}, "low was 40000.0 and is 3.0 now"),
        ("accept", {}, {"figures": lambda t: t.iloc[1:]}, "the row is not found any more"),
        ("note", {"why": "!"}, {"articles": lambda t: t.iloc[1:]}, "the article is not among these"),
        ("grade", {"now": {"reliability": "B"}}, {"articles": cell("sha256", 0, "f" * 64)}, "the article has changed"),
        ("accept", {}, {"articles": cell("text", 0, "x" + DAM)}, "other words stand in its place"),
        ("edit", {"field": "kind", "now": "x"}, {"figures": lambda t: t.drop(columns="kind")}, "no column kind"),
        ("edit", {"field": "bound", "now": "roughly"}, {}, "bound cannot be 'roughly'"),
        ("edit", {"field": "low", "now": "many"}, {}, "low cannot be 'many'"),
        ("edit", {"field": "source", "now": "nobody"}, {}, "add that actor first"),
        ("edit", {"field": "since", "now": "soon"}, {}, "since cannot be 'soon'"),
    ],
)  # fmt: skip
def test_what_does_not_fit_any_more_is_listed_and_not_applied(kind, more, change, reason, tables):
    entry = review.correction(tables, "figures", MANY, kind, **more)
    other = changed(tables, **change)
    corrected, stale = applied.replay(other, entries(entry))
    assert len(stale) == 1 and reason in stale["reason"][0]
    assert stale.loc[0, ["entry", "kind", "table", "words"]].tolist() == [
        "e1",
        kind,
        "figures",
        "more than 40,000",
    ]
    for (_, before), (_, after) in zip(other, corrected, strict=True):
        assert before.reset_index(drop=True).equals(after.reset_index(drop=True))


def test_what_still_fits_is_applied_whatever_else_changed(tables):
    accept = review.correction(tables, "figures", MANY, "accept")
    other = changed(
        tables,
        figures=lambda t: (
            t.assign(confidence=0.1, rule="new", estimate_id="e9").iloc[::-1].reset_index(drop=True)
        ),
        articles=lambda t: t.assign(article_id="new_" + t["article_id"], outlet="Another"),
    )
    names = {
        "article_id": "new_" + other.figures["article_id"],
        "figure_id": "new_" + other.figures["figure_id"],
    }
    other = other.with_tables(figures=other.figures.assign(**names))
    corrected, stale = applied.replay(other, entries(accept))
    assert stale.empty and status(corrected.figures, f"new_{MANY}") == "accepted"


def test_an_edit_that_the_program_has_learned_counts_as_accepted(tables):
    edit = review.correction(tables, "figures", MANY, "edit", field="kind", now="guards")
    corrected, stale = applied.replay(changed(tables, figures=cell("kind", 0, "guards")), entries(edit))
    assert stale.empty and status(corrected.figures, MANY) == "accepted"


def test_an_edit_of_an_undone_edit_is_stale(tables):
    one = review.correction(tables, "figures", MANY, "edit", field="low", now=1)
    two = {**one, "was": 1, "now": 2}
    corrected, stale = applied.replay(
        tables, entries(one, two, decisions.checked({"kind": "undo", "of": "e1"}))
    )
    assert corrected.figures["low"][0] == 40000 and stale["entry"].tolist() == ["e2"]
    _, stale = applied.replay(tables, entries(decisions.checked({"kind": "undo", "of": "nothing"})))
    assert "not in the ledger" in stale["reason"][0]


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_every_correction_is_applied_or_listed_after_any_change(seed):
    draw, tables = random.Random(seed), handmade()
    made = []
    for name in ("claims", "figures", "stances"):
        for row in getattr(tables, name).iloc[:, 0]:
            kind = draw.choice(["accept", "reject", "edit", "grade", "note"])
            more = (
                {"field": "act" if name == "claims" else "certainty", "now": "probable"}
                if kind == "edit"
                else {}
            )
            if kind == "edit" and name == "figures":
                more = {"field": "kind", "now": "other"}
            made.append(review.correction(tables, name, row, kind, **more))
    drops = {
        name: (lambda t: t.sample(frac=draw.random(), random_state=draw.randrange(99)).reset_index(drop=True))
        for name in ("claims", "figures", "stances", "articles")
    }
    other = changed(tables, **drops)
    corrected, stale = applied.replay(other, entries(*made), keep_rejected=True)
    judged = [e for e in made if e["kind"] not in ("grade", "note")]
    touched = sum((getattr(corrected, n)["status"] != "auto").sum() for n in ("claims", "figures", "stances"))
    stale_judged = stale["kind"].isin(["accept", "reject", "edit"]).sum()
    assert touched + stale_judged == len(judged)
    for name, table in corrected:
        assert [str(d) for d in table.dtypes] == [DTYPES[c.type] for c in SCHEMAS[name]]


# --- on demand: another anchor --------------------------------------------------------------------


def moved(tables, by: str):
    """The first article with words before it: every offset is another, every figure stands where its words are."""
    text = by + DAM
    articles = tables.articles.copy()
    articles.loc[0, ["text", "sha256"]] = [text, "e" * 64]
    figures = tables.figures.copy()
    first = figures["article_id"] == "a1"
    for column in ("start", "end"):
        figures.loc[first, column] = figures.loc[first, column] + len(by)
    figures.loc[first, "figure_id"] = [f"a1:{s}-{e}f" for s, e in figures.loc[first, ["start", "end"]].values]
    return tables.with_tables(articles=articles, figures=figures)


def test_words_that_moved_are_found_again_on_demand(tables):
    accept = entries(review.correction(tables, "figures", MANY, "accept", who="ana", why="checked"))
    later = moved(tables, "An update of more than 40,000 words. ")
    corrected, stale = applied.replay(later, accept)
    assert (
        stale["reason"].tolist() == ["the article has changed"]
        and (corrected.figures["status"] == "auto").all()
    )
    again = review.reanchor(later, accept[0])
    assert (
        again["moved_from"] == "e1"
        and again["who"] == "ana"
        and again["anchor"]["exact"] == "more than 40,000"
    )
    corrected, stale = applied.replay(later, [*accept, {"id": "e2", "payload": again}])
    assert stale.empty and corrected.figures["status"][0] == "accepted"


def test_no_other_anchor_is_guessed(tables):
    accept = entries(review.correction(tables, "figures", MANY, "accept"))[0]
    gone = changed(tables, articles=lambda t: t.iloc[1:])
    assert review.reanchor(gone, accept) is None
    twice = changed(tables, articles=cell("text", 0, "more than 40,000 and more than 40,000"))
    bare = {**accept["payload"]["anchor"], "prefix": "", "suffix": ""}
    assert review.reanchor(twice, {**accept, "payload": {**accept["payload"], "anchor": bare}}) is None
    assert review.reanchor(changed(tables, articles=cell("text", 0, "other words")), accept) is None


# --- two people -----------------------------------------------------------------------------------


def test_agreement_is_cohens_kappa(tables):
    from sklearn.metrics import cohen_kappa_score

    draw, labels, judged = random.Random(4), {"a": [], "b": []}, {"a": [], "b": []}
    rows = [(n, r) for n in ("claims", "figures", "stances") for r in getattr(tables, n).iloc[:, 0]]
    for name, row in rows:
        first = draw.choice(["accept", "reject"])
        for who in labels:
            kind = first if who == "a" or draw.random() < 0.7 else draw.choice(["accept", "reject"])
            labels[who].append(kind)
            judged[who].append(review.correction(tables, name, row, kind))
    found = decisions.agreement(entries(*judged["a"]), entries(*judged["b"]))
    assert found["n"] == len(rows)
    assert found["kappa"] == pytest.approx(cohen_kappa_score(labels["a"], labels["b"]))
    assert decisions.agreement([], entries(*judged["b"])) == {"n": 0, "agreed": None, "kappa": None}


def test_conflicts_name_the_row_and_both_sides(tables):
    accept = review.correction(tables, "figures", MANY, "accept")
    reject = review.correction(tables, "figures", MANY, "reject")
    edit = review.correction(tables, "figures", MANY, "edit", field="low", now=1)
    assert list(decisions.conflicts(entries(accept), entries(accept))) == []
    assert len(list(decisions.conflicts(entries(accept), entries(reject)))) == 1
    assert "low is 1 against 2" in next(decisions.conflicts(entries(edit), entries({**edit, "now": 2})))


# --- grades, notes, queue, gold -------------------------------------------------------------------


def test_grades_and_notes_stand_beside_the_rows_and_come_from_people_only(tables):
    made = entries(
        review.correction(
            tables, "figures", MANY, "grade", now={"reliability": "C", "credibility": 3}, who="ana"
        ),
        review.correction(tables, "figures", MANY, "grade", now={"reliability": "B"}, who="ana"),
        review.correction(tables, "figures", MANY, "note", why="twice in the text", who="ben"),
    )
    corrected, _ = applied.replay(tables, made)
    graded, noted = (corrected.remarks[corrected.remarks["kind"] == kind] for kind in ("grade", "note"))
    assert graded[["table", "row", "reliability", "who"]].values.tolist() == [["figures", MANY, "B", "ana"]]
    assert graded["credibility"].isna().all() and applied.replay(tables, [])[0].remarks.empty
    assert noted["words"].tolist() == ["twice in the text"]
    view = Figures(corrected)
    shown = view.evidence(view.data["figure_id"].tolist().index(MANY))
    assert "graded B by ana · note by ben: twice in the text" in shown.text
    with pytest.raises(InputError, match="credibility"):
        review.correction(tables, "figures", MANY, "grade", now={"credibility": 7})


def test_the_queue_begins_with_what_matters_and_says_why(tables):
    queue = review.queue(tables)
    assert queue["weight"].is_monotonic_decreasing and len(queue) == 4 + 5 + 6
    stances = queue[queue["table"] == "stances"].set_index("row")
    assert stances["reason"].str.contains("on the other side of retreat").sum() == 4
    figures = queue[queue["table"] == "figures"].set_index("row")
    assert (
        "highest level of troops" in figures.at[UP, "reason"] and "lowest" in figures.at[THOUSANDS, "reason"]
    )
    assert "confidence 0.60" in queue.set_index("row").at[DENIED, "reason"]
    done, _ = applied.replay(tables, entries(review.correction(tables, "figures", UP, "accept")))
    assert UP not in set(review.queue(done)["row"])
    assert review.progress(done).loc["figures"].to_dict() == {
        "auto": 4,
        "accepted": 1,
        "corrected": 0,
        "added": 0,
        "rejected": 0,
    }
    assert review.queue(replace(tables, **{n: t.iloc[:0] for n, t in tables})).empty


def test_reviewed_rows_become_gold_that_score_reads(tables, tmp_path):
    own = tables.figures[tables.figures["article_id"] == "a1"]["figure_id"].tolist()
    made = [review.correction(tables, "figures", row, "accept") for row in own[:2]]
    made.append(review.correction(tables, "figures", own[2], "reject"))
    made.append(review.correction(tables, "figures", UP, "reject"))
    corrected, _ = applied.replay(tables, entries(*made), keep_rejected=True)
    gold = review.to_gold(corrected, tmp_path / "gold.jsonl")
    assert {article: list(tasks) for article, tasks in gold.items()} == {"a1": ["figures"], "b2": ["figures"]}
    scored = quality.score(tmp_path / "gold.jsonl", tables).set_index("measure")
    assert scored.loc["detection", ["right", "found", "gold"]].tolist() == [2, 4, 2]


def test_apply_reads_a_ledger_and_keeps_the_stale_in_the_tables(tables, tmp_path):
    path = tmp_path / "corrections.jsonl"
    ledger.append(path, review.correction(tables, "figures", MANY, "edit", field="low", now=45000))
    ledger.append(
        path, review.correction(tables, "claims", SAID, "edit", field="act", now="warns") | {"was": "x"}
    )
    corrected = applied.apply(tables, path)
    assert corrected.figures["low"][0] == 45000 and corrected.stale["reason"].tolist() == [
        "act was 'x' and is 'asserts' now"
    ]
    assert json.loads(corrected.stale["was"][0]) == "x"
    corrected.validate()
