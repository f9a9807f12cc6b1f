"""Who is for or against whom in a sentence, as the trained scorer sees it."""

import json

import pytest

from workbench import language
from workbench.codebook import load_codebook
from workbench.stances import sentiment, train
from workbench.stances.sentiment import Sentence, between, scorer

BASE = load_codebook("base")

# Sentence, the two mentioned, relation: 0 none, 1 first for second, 2 second for first, 3 and 4 against.
RELATIONS = [
    ("Peru accused Chile of lying.", "Peru", "Chile", 3),
    ("Chile was accused by Peru of lying.", "Chile", "Peru", 4),
    ("Norway praised Sweden for its help.", "Norway", "Sweden", 1),
    ("Trains run from Norway to Sweden every day.", "Norway", "Sweden", 0),
]


def pair(text, one, other):
    doc = language.pipeline()(text)
    return doc, next(t for t in doc if t.text == one), next(t for t in doc if t.text == other)


@pytest.mark.parametrize(("text", "one", "other", "relation"), RELATIONS)
def test_relations(text, one, other, relation):
    doc, first, second = pair(text, one, other)
    assert between(doc, first, second, BASE) == relation


def test_a_score_can_be_taken_apart():
    doc, first, second = pair("Peru accused Chile of lying.", "Peru", "Chile")
    features = Sentence(list(doc), BASE).features(first, second)
    probabilities = scorer().probabilities(features)
    assert probabilities.sum() == pytest.approx(1) and probabilities[2] > 0.8
    assert any("accus" in name and weight > 0 for name, weight in scorer().explain(features, "negative")[:10])


def test_direction_matters():
    doc, first, second = pair("Peru accused Chile of lying.", "Peru", "Chile")
    sentence = Sentence(list(doc), BASE)
    against = [scorer().probabilities(sentence.features(*p))[2] for p in ((first, second), (second, first))]
    assert against[0] > 2 * against[1]


def test_the_file_is_small_and_reads_as_written():
    assert sentiment.FILE.stat().st_size < 1_000_000
    assert len(scorer().columns) == len(scorer().weights)


def test_training_learns_and_repeats(tmp_path):
    rows = [
        {
            "text": text,
            "entities": [{"span": [text.index(e), text.index(e) + len(e)]} for e in (one, other)],
            "label5": label,
        }
        for text, one, other, label in RELATIONS
        for _ in range(6)
    ]
    (tmp_path / "train.jsonl").write_text("\n".join(map(json.dumps, rows)))
    samples = train._samples(tmp_path / "train.jsonl", BASE)
    one, again = train.trained(*samples), train.trained(*samples)
    assert one.columns == again.columns and (one.weights == again.weights).all()
    doc, first, second = pair("Peru accused Chile of lying.", "Peru", "Chile")
    assert one.probabilities(Sentence(list(doc), BASE).features(first, second)).argmax() == 2
