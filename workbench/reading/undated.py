"""What an undated article offers for its date: suggestions for an analyst, never applied by themselves.

An article that quotes what a dated one quotes is of about its day; the first weekday
that the text names is most often the day it was written. `sidecar.accept` writes down what is accepted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from ..dates import date_words
from ..language import quotes
from ..records import Article
from .duplicates import shingles

SHARED = 3  # runs of five quoted words that a dated article has as well, at least
WITHIN = 3  # days around the dated article in which the weekday is looked for
_MONDAY = date(2024, 1, 1)


class Suggestion(NamedTuple):
    """A day for an undated article (None where nothing points to one), why, and the dates that its text names."""

    article_id: str
    published: date | None
    why: str
    offers: tuple[str, ...]


def suggest(articles: Sequence[Article]) -> Iterator[Suggestion]:
    """A suggestion for each article without a date, in their order."""
    dated = [(article, shingles(article.text)) for article in articles if article.published]
    for article in articles:
        if article.published is None:
            yield _suggestion(article, dated)


def _suggestion(article: Article, dated: list[tuple[Article, set[int]]]) -> Suggestion:
    named = list(_named(article.text))
    offers = tuple(word for word, _ in Counter(word for word, _ in named).most_common(8))
    own = {run for start, end in quotes(article.text) for run in shingles(article.text[start:end])}
    near, shared = max(
        ((other, len(own & theirs)) for other, theirs in dated), key=lambda n: n[1], default=(None, 0)
    )
    weekday = next(((word, day) for word, day in named if day is not None), None)
    if near is None or near.published is None or shared < SHARED or weekday is None:
        return Suggestion(article.article_id, None, "no dated article quotes the same words", offers)
    around = (near.published + timedelta(days) for days in sorted(range(-WITHIN, WITHIN + 1), key=abs))
    day = next(day for day in around if day.weekday() == weekday[1])
    why = f"names {weekday[0]} first and quotes the same words as {near.article_id}, which is of {near.published}"
    return Suggestion(article.article_id, day, why, offers)


def _named(text: str) -> Iterator[tuple[str, int | None]]:
    """Each weekday and date that a text names, with the number of the weekday."""
    for word in date_words(text, 0, len(text), _MONDAY):
        if word.basis in ("weekday", "date") and word.day:
            written = re.sub(r"\s+", " ", text[word.start : word.end])
            yield written, word.day.weekday() if word.basis == "weekday" else None
