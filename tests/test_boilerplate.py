"""Furniture is marked, never cut; every pattern fires on its examples and on none of its counter-examples."""

import re
import time

import pytest

from workbench.reading.boilerplate import headline_span, is_furniture, is_head, segments, words
from workbench.reading.damage import english

ENTRIES = words()


def cases(section: str) -> list[tuple[dict, str, bool]]:
    found = ENTRIES[section] if isinstance(ENTRIES[section], list) else [ENTRIES[section]]
    return [
        (entry, example, fires)
        for entry in found
        for kind, fires in (("examples", True), ("counter_examples", False))
        for example in entry[kind]
    ]


@pytest.mark.parametrize(
    "entry, line, fires", cases("boilerplate"), ids=lambda x: x["id"] if isinstance(x, dict) else None
)
def test_lines(entry, line, fires):
    assert any(re.fullmatch(p, line, re.IGNORECASE) for p in entry["lines"]) == fires
    assert is_furniture(line) == fires


def test_lines_at_the_head():
    for entry, line, fires in cases("head"):
        assert any(re.fullmatch(p, line, re.IGNORECASE) for p in entry["lines"]) == fires, line
        assert is_head(line) == fires, line


@pytest.mark.parametrize("section", ["credit", "translated", "cut"])
def test_patterns(section):
    flags = re.IGNORECASE if section == "cut" else 0
    for entry, line, fires in cases(section):
        assert any(re.search(p, line, flags) for p in entry["patterns"]) == fires, (entry["id"], line)


@pytest.mark.parametrize("entry, line, fires", cases("english"), ids=lambda x: None)
def test_english(entry, line, fires):
    assert english(line) == fires


PUMPS = ["a", " ", "a ", "A. ", "A b ", "(", "[a] ", "| ", "1", "Photo: ", "by ", "read: "]


@pytest.mark.parametrize("pump", PUMPS)
def test_no_pattern_takes_long(pump):
    for length in (500, 10_000):
        line = (pump * length)[:length]
        begun = time.perf_counter()
        segments(line + "\n" + line + "!")
        assert time.perf_counter() - begun < 1.0


ARTICLE = """Ministers meet over the harbour

16 February 2022

The harbour after the storm.

The harbour after the storm. Photo: Jane Roe/Agency

The minister of ports said on Tuesday that the harbour would stay closed until the storm had passed.

Source link

Comments are closed."""


def test_what_is_marked_is_furniture_and_the_rest_stands():
    headline = headline_span(ARTICLE)
    assert ARTICLE[slice(*headline)] == "Ministers meet over the harbour"
    assert [ARTICLE[start:end] for start, end in segments(ARTICLE, headline)] == [
        "16 February 2022",
        "The harbour after the storm.",
        "The harbour after the storm. Photo: Jane Roe/Agency",
        "Source link",
        "Comments are closed.",
    ]


def test_front_matter_is_furniture_but_for_its_title_and_summary():
    text = "---\ntags: x\ntitle: The vote\ndate: 2022-02-16\n---\nThe council voted."
    marked = "".join(text[start:end] for start, end in segments(text))
    assert "tags" in marked and "2022" in marked and "The vote" not in marked and "council" not in marked


def test_a_block_of_text_has_no_headline():
    assert headline_span("The minister said that it was over. " * 20) is None
