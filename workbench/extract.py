"""Article -> Extract: the only place that knows the order of the steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from . import actors, attribution, claims, figures, framings, language, stances
from .codebook import Codebook
from .records import Article, Extract

if TYPE_CHECKING:
    from spacy.tokens import Doc


def extract(articles: Iterable[Article], codebook: Codebook) -> Iterator[Extract]:
    """Claims, figures, stances and framings of one article at a time, in the order given.

    Holds one batch of articles in memory, whatever their number. English only: an article flagged
    `not_english` comes back with no rows rather than wrong ones.
    """
    for article, doc in language.parse(articles):
        yield read(article, doc, codebook)


def read(article: Article, doc: Doc, codebook: Codebook, found: list | None = None) -> Extract:
    """Everything in one parsed article; `found` are its attributions where they are known already."""
    if "not_english" in article.flags:
        return Extract(article)
    cast = actors.Cast.of(article, doc, codebook)
    if found is None:
        found = attribution.attributions(doc, article.text)
    said = claims.claims(doc, article, codebook, cast, found)
    counted = figures.figures(doc, article, codebook, cast, said)
    held = stances.stances(doc, article, codebook, cast, said)
    framed = framings.framings(doc, article, codebook, cast, said)
    return Extract(article, cast.actors(), tuple(said), tuple(counted), tuple(held), tuple(framed))
