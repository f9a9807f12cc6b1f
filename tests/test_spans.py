"""A span is true of its article or does not exist."""

import pytest

from workbench.records import Article
from workbench.spans import Span, row_id

ARTICLE = Article("a1", "a1.txt", "Some 100,000 troops, officials said.", "0" * 64)


def test_a_span_holds_the_words_at_its_offsets():
    span = Span.of(ARTICLE, 5, 12)
    assert span.text == "100,000" and span.verify(ARTICLE)


@pytest.mark.parametrize("start, end", [(-1, 3), (5, 5), (7, 5), (0, 99)])
def test_what_is_no_stretch_of_the_text_is_refused(start, end):
    with pytest.raises(ValueError, match="a1"):
        Span.of(ARTICLE, start, end)


def test_verify_notices_other_words_and_other_articles():
    assert not Span("a1", 5, 12, "200,000").verify(ARTICLE)
    assert not Span("b1", 5, 12, "100,000").verify(ARTICLE)


def test_ids_are_made_of_article_and_span():
    assert row_id("a1", 5, 12, "f") == "a1:5-12f"
