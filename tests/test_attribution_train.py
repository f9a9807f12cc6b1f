"""Training on a few sentences: it runs, learns what they say, and gives the same file twice."""

from __future__ import annotations

import numpy as np
import pytest

from workbench.attribution import gold, linking, model, train
from workbench.attribution.senses import Senses
from workbench.attribution.words import Words
from workbench.language import pipeline

pytest.importorskip("sklearn")

WHO = ("The mayor", "The general", "A minister", "The army")
WHAT = ("the bridge was closed", "a tank had left the town", "talks would go on")
NO_SENSES = Senses(np.zeros(1, np.uint64), np.zeros((1, 4), np.uint8))


def articles() -> list[gold.Gold]:
    """Twelve articles of two sentences each: somebody says something, and somebody does something."""
    out = []
    for who in WHO:
        for what in WHAT:
            text = f"{who} said {what}. {who} slept in the old town."
            source, cue = len(who), len(who) + 5
            parts = {
                "source": [[0, source]],
                "cue": [[source + 1, cue]],
                "content": [[cue + 1, cue + 1 + len(what)]],
            }
            line = {"text": text, "attributions": [parts]}
            out.append(gold._gold(Words.of(pipeline()(text), text), line))
    return out


def test_the_same_articles_give_the_same_file(tmp_path):
    made = []
    for name in ("one", "two"):
        train.train(articles(), NO_SENSES).save(tmp_path / name)
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]
    learned = model.Model.load(tmp_path / "one")
    text = "The general said the road was open. The army slept."
    words = Words.of(pipeline()(text), text)
    found = learned.link(words, text, learned.tag(words))
    (piece,) = linking.offsets(words, text, found[0].content)
    assert "the road was open" in text[slice(*piece)]
