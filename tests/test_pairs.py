"""Pairs of actors as the trained judge sees them: sentences written for the purpose."""

import json
from functools import lru_cache
from pathlib import Path

import pytest

from tests.samples import article
from workbench import language
from workbench.actors import Cast
from workbench.attribution import attributions
from workbench.build import build
from workbench.claims import claims
from workbench.codebook import load_codebook
from workbench.extract import read
from workbench.stances import pairs, train
from workbench.stances.scorer import Scorer
from workbench.stances.statements import Cues, statements

UKRAINE = load_codebook("ukraine")


@lru_cache
def rows(text):
    found = read(article("t", text), language.pipeline()(text), UKRAINE).stances
    return [s for s in found if s.target_kind == "actor"]


def likely(text, holder, target, polarity):
    """How likely the judge holds an act of this polarity, where rules have found nothing; 0 for no pair."""
    doc, entry = language.pipeline()(text), article("t", text)
    cast, cues = Cast.of(entry, doc, UKRAINE), Cues(doc, UKRAINE)
    said = claims(doc, entry, UKRAINE, cast, attributions(doc, text))
    found = pairs.pairs(doc, cast, statements(doc, cues, cast, said, []), [])
    return pairs._likely(found).get((holder, target, polarity), (0,))[0]


# The first of two shows more of this polarity than the second, though no rule has found an act.
LIKELIER = [
    (
        "Norway said that Russia had opened fire first.",
        "Norway said that trains run to Russia every day.",
        ("norway", "russia", -1),
    ),
    (
        "Norway said that it had sent 30 missiles to Ukraine.",
        "Norway said that it had flown over Ukraine.",
        ("norway", "ukraine", 1),
    ),
    (
        "Vladimir Putin is to speak with Joe Biden by video link.",
        "Vladimir Putin is as old as Joe Biden was then.",
        ("vladimir_putin", "joe_biden", 0),
    ),
]


@pytest.mark.parametrize(("more", "less", "key"), LIKELIER)
def test_what_no_rule_finds_may_be_likelier(more, less, key):
    assert likely(more, *key) > 2 * likely(less, *key)


def test_what_is_judged_says_so_and_how_likely_it_is():
    tables = build(Path(__file__).parents[1] / "seeds", UKRAINE, cache=False)
    some = tables.stances[tables.stances["rule"].str.startswith("judged")]
    assert len(some) and some["confidence"].between(pairs.STANDS, 1).all()


@pytest.mark.parametrize(
    "text",
    ["Norway and Sweden share a long border.", "Trains run from Peru to Chile, the ministry in Lima said."],
)
def test_who_only_stands_beside_another_does_nothing_to_it(text):
    assert rows(text) == []


def test_joint_speakers_do_not_act_on_one_another():
    found = {
        (s.holder, s.target) for s in rows("Norway and Sweden said that Russia had violated their airspace.")
    }
    assert found == {("norway", "russia"), ("sweden", "russia")}


def test_the_file_is_small_and_can_be_taken_apart():
    judge = Scorer.load(pairs.FILE)
    assert pairs.FILE.stat().st_size < 200_000 and judge.classes[0] == "none"
    assert dict(judge.explain({"rule:accuses", "rule:-1"}, "accuses"))["rule:accuses"] > 0


def test_training_learns_and_repeats(tmp_path):
    text = (
        "Peru blamed Chile for it. Kenya praised Mali. The Bolivian minister said that trains leave for Togo."
    )
    gold = [
        {
            "holder": holder,
            "target": target,
            "target_kind": "actor",
            "act": act,
            "start": start,
            "end": start + 20,
        }
        for holder, act, target, start in (("Peru", "accuses", "Chile", 0), ("Kenya", "praises", "Mali", 26))
    ]
    (tmp_path / "one.txt").write_text(text)
    (tmp_path / "gold.jsonl").write_text(json.dumps({"doc_id": "one", "stances": gold}))
    samples, outcomes = train.judgements([Path(tmp_path)] * 3, UKRAINE)
    assert set(outcomes) == {"none", "accuses", "praises"}
    one, again = (train.trained_on_pairs(samples, outcomes) for _ in range(2))
    assert one.columns == again.columns and (one.weights == again.weights).all()
    accused = samples[outcomes.index("accuses")]
    assert one.probabilities(accused)[1] > max(
        one.probabilities(s)[1] for s, o in zip(samples, outcomes, strict=True) if o == "none"
    )
