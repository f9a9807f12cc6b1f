"""The anchor under every row: a stretch of characters in one article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class HasText(Protocol):
    """Anything that carries an id and the text its offsets point into."""

    @property
    def article_id(self) -> str: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start:end` of an article's text, with the text they hold.

    Offsets are Python string offsets (code points, not bytes). A span never moves and never
    carries words that are not in the article: `verify` says so.
    """

    article_id: str
    start: int
    end: int
    text: str

    @classmethod
    def of(cls, article: HasText, start: int, end: int) -> Span:
        """The span `start:end` of `article`; ValueError where that is no stretch of its text."""
        if not 0 <= start < end <= len(article.text):
            raise ValueError(
                f"{article.article_id}: {start}:{end} is no stretch of its {len(article.text)} characters"
            )
        return cls(article.article_id, start, end, article.text[start:end])

    def verify(self, article: HasText) -> bool:
        """True where the article's text at these offsets is this span's text."""
        return self.article_id == article.article_id and article.text[self.start : self.end] == self.text


def row_id(article_id: str, start: int, end: int, letter: str) -> str:
    """The id of a row; the letter is c for claims, f figures, s stances, w framings."""
    return f"{article_id}:{start}-{end}{letter}"
