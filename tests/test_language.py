"""Parsing keeps offsets, whatever the text; quotes never lose an article."""

import time
from dataclasses import replace

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import synthetic
from workbench.language import PART, installed_model, paragraphs, parse, quotes
from workbench.records import Article
from workbench.ruler import Ruler

BLANK = Article("a", "a.txt", "", "")


def parsed(text: str) -> tuple[str, list[str], list[tuple[int, str]]]:
    """Text, sentences and words with offsets: taken while the Doc lives, which is until the next is asked for."""
    for _, doc in parse([replace(BLANK, text=text)]):
        return doc.text, [s.text.strip() for s in doc.sents], [(t.idx, t.text) for t in doc]
    raise AssertionError("no Doc came back")


def quoted(text: str) -> list[str]:
    return [text[s:e] for s, e in quotes(text)]


def test_sentences_end_with_the_line():
    _, sentences, _ = parsed("Troops head home\nMOSCOW — The ministry said on Tuesday that drills were over.")
    assert sentences[0] == "Troops head home"


def test_hard_wrapped_text_is_read_as_paragraphs():
    lines = [
        "The ministry said on Tuesday that the units which had taken",
        "part in the exercises were on their way back to the barracks",
        "they had left in January, and that other drills, including the",
        "ones at sea, would go on as they had been announced before the",
        "new year, whatever was being said about them in the capitals of",
        "the countries on the other side of the border.",
    ]
    text = "\n".join(lines) + "\n\n" + "\n".join(lines)
    assert [text[s:e].count("\n") for s, e in paragraphs(text)] == [5, 5]


def test_unwrapped_lines_stay_paragraphs():
    text = "Headline here\nBy A Reporter\n\nFirst paragraph of the story.\nSecond one."
    assert len(paragraphs(text)) == 4


@pytest.mark.parametrize(
    "text, found",
    [
        ("He said “it is over”, then left.", ["“it is over”"]),
        ('"No," she said. "Not yet."', ['"No,"', '"Not yet."']),
        ("It's Russia's move, the US’ envoy said.", []),
        ("They called it a 'partial withdrawal' of forces.", ["'partial withdrawal'"]),
        ("“We saw it.\n\n“We filmed it,” he said.", ["“We saw it.", "“We filmed it,”"]),
        ('A lone " mark opens\nThe next line is free.', ['" mark opens']),
        ("A closing mark” alone is nothing.", []),
        ("„Wir“ and «nous» and “we”", ["„Wir“", "«nous»", "“we”"]),
        ("“She called it ‘a farce’ again”", ["“She called it ‘a farce’ again”"]),
    ],
)
def test_quotes(text, found):
    assert quoted(text) == found


@pytest.mark.parametrize("mark", ["$", "(", "'", ".", "$)"])
def test_runs_of_marks_do_not_stop_the_tokenizer(mark):
    start = time.perf_counter()
    parsed(mark * 50_000)
    assert time.perf_counter() - start < 5  # unguarded: minutes


def test_offsets_hold_in_guarded_and_in_long_texts():
    text = "Before. " + "$" * 200 + " After it all. " + "The envoy said nothing. " * (PART // 20)
    seen, _, words = parsed(text)
    assert len(seen) == len(text) > PART
    assert all(text[start : start + len(word)] == word for start, word in words if word.isalpha())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300))
def test_any_text_parses_with_true_offsets(text):
    seen, _, words = parsed(text)
    assert len(seen) == len(text)
    assert all(seen[start : start + len(word)] == word for start, word in words)
    assert all(0 <= s < e <= len(text) for s, e in quotes(text))


def test_the_ruler_does_what_spacy_s_own_does():
    nlp = spacy.load(installed_model()[0], exclude=["ner"])
    own = nlp.get_pipe("attribute_ruler")
    ruler = Ruler(nlp)
    texts = [
        "There is no one; let's go. There're two. I'm gonna go, c'mon y'all. It ain't so.",
        " \n  There  is nothin' left. \n",
        *(synthetic.article(i, 10) for i in range(5)),
    ]
    for text in [*texts, *texts]:
        doc = nlp(text, disable=["attribute_ruler", "lemmatizer"])
        expected = own(doc.copy())
        assert ruler(doc).to_bytes() == expected.to_bytes()
        assert doc.has_annotation("POS")
