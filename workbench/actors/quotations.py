"""Who speaks in a quotation, and to whom."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

import numpy as np

from .candidates import MAIN, SUBJECTS, rank
from .phrases import Phrases
from .roster import Ids

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc, Token

_FAR = 40  # tokens between a quotation and its speaker
_NOMINAL = ("NOUN", "PROPN", "PRON")


class Quotations:
    """The quoted stretches of an article; `ids` tells whom a word of the article stands for."""

    def __init__(
        self, doc: Doc, phrases: Phrases, quotes: list[tuple[int, int]], ids: Callable[[Token], Ids]
    ) -> None:
        self.doc, self.phrases, self.quotes, self.ids = doc, phrases, quotes, ids
        self._opens = [start for start, _ in quotes]
        self._places = doc.to_array("IDX")
        self._parties: dict[int, set[str] | None] = {}

    def at(self, token: Token) -> int | None:
        """The quotation that this word stands in, by its number."""
        i = bisect_right(self._opens, token.idx) - 1
        return i if i >= 0 and token.idx < self.quotes[i][1] else None

    def holds(self, start: Token, end: int) -> bool:
        """Whether everything from this word to the character `end` is quoted."""
        i = self.at(start)
        return i is not None and end <= self.quotes[i][1] + 1

    def parties(self, token: Token) -> set[str] | None:
        """Who speaks in the quotation of this word and who is addressed; None where that is not clear."""
        i = self.at(token)
        if i is None:
            return None
        if i not in self._parties:
            self._parties[i] = self._read(*self.quotes[i])
        return self._parties[i]

    def _read(self, start: int, end: int) -> set[str] | None:
        speaker = self._speaker(start, end)
        if speaker is None:
            return None
        told = [c for c in speaker.head.children if c.dep_ in ("dobj", "dative")]
        addressed = self.phrases.lexicon.has("addresses", speaker.head.lemma_)
        found: set[str] = set()
        for word in [speaker, *speaker.conjuncts, *(told if addressed else ())]:
            ids = self.ids(word)
            unclear = word.tag_ == "NN" and word.i not in self.phrases.roster.candidates  # "the host said"
            if (
                word == speaker
                and not ids
                and (unclear or (word.tag_ == "PRP" and word.morph.get("Person") == ["3"]))
            ):
                return None
            found.update(ids)
        return found

    def _speaker(self, start: int, end: int) -> Token | None:
        """The subject right behind a quotation that its sentence goes on from, else the last main one before it."""
        first, after = np.searchsorted(self._places, (start, end)).tolist()
        if self.phrases.article.text[start:end].rstrip("”\"'’» ")[-1:] in ",?!":
            for token in self.doc[after : after + _FAR]:
                if "\n" in token.text or token.text == "." or self.at(token) is not None:
                    break
                if token.dep_ in SUBJECTS and token.pos_ in _NOMINAL:
                    return token
        for token in reversed(self.doc[max(first - _FAR, 0) : first]):
            subject = token.dep_ in SUBJECTS and token.pos_ in _NOMINAL and rank(token) == MAIN
            if subject and self.at(token) is None:
                return token
        return None
