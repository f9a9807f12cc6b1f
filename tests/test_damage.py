"""Flags of damage: each raised on what it is for, and on nothing else that was seen."""

import random
from pathlib import Path

import pytest

from workbench.reading.boilerplate import headline_span, lines_of, segments
from workbench.reading.coherence import shuffled
from workbench.reading.damage import flags, no_quote_marks, truncated

SEEDS = Path(__file__).parent.parent / "seeds"
SENTENCE = "The minister said that the harbour would stay closed until the storm had passed. "


def seed(number: str) -> str:
    return next(SEEDS.glob(f"{number}*.txt")).read_text(encoding="utf-8")


def raised(text: str) -> set[str]:
    headline = headline_span(text)
    return set(flags(text, headline, segments(text, headline)))


@pytest.mark.parametrize("number", ["000", "001", "003", "004"])
def test_stripped_quotation_marks_are_noticed(number):
    text = seed(number)
    stripped = text.translate({ord(mark): None for mark in "\"“”‘’'«»"})
    assert "no_quote_marks" not in raised(text)
    assert no_quote_marks(stripped) == (len(text.split()) > 200)


def test_a_long_text_without_quotations_may_be_whole():
    assert not no_quote_marks((SENTENCE + "It’s not the ministry’s fault. ") * 20)


def test_shuffling_is_noticed_in_some_and_order_in_none():
    text = seed("003")
    paragraphs = [text[s:e] for s, e in lines_of(text)]
    assert not shuffled(paragraphs)
    found = 0
    for chance in range(20):
        mixed = random.Random(chance).sample(paragraphs, len(paragraphs))
        found += shuffled(mixed)
    assert found >= 8


def test_few_paragraphs_are_not_judged():
    assert not shuffled(["He said no.", "Nobody knows.", "She said so."] * 3)


@pytest.mark.parametrize(
    "ending, cut",
    [
        ("The minister then went on to say that the harbour of the town on the coast would remain", True),
        ("The minister said that … [+1234 chars]", True),
        ("The minister said that the harbour would remain closed...", True),
        ("The minister said that the harbour would remain closed.", False),
        (
            "“The harbour of the town on the coast will remain closed until the storm has passed us by.”",
            False,
        ),
        ("© 2022 The Daily Example", False),
    ],
)
def test_texts_that_break_off(ending, cut):
    assert truncated([SENTENCE * 7, ending]) == cut


def test_a_text_too_long_to_be_parsed_whole_is_flagged():
    assert "too_long" in raised(SENTENCE * 13_000)


def test_runs_that_hang_a_tokenizer_are_flagged():
    assert raised(SENTENCE * 3 + "$" * 20_000) == {"long_run"}


def test_a_page_of_links_is_mostly_furniture():
    links = "\n".join(f"READ MORE: Ministers meet again for the {i}th time" for i in range(30))
    assert "boilerplate_heavy" in raised(SENTENCE + "\n" + links)


@pytest.mark.parametrize("text", ["", "\n", "…", "12", "Yes", "He said no."])
def test_scraps_raise_nothing(text):
    assert raised(text) <= {"truncated"}
