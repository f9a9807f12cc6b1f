"""Words with the words that follow them, looked up in a sentence: "left their homes" has "leave home"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from spacy.tokens import Token

T = TypeVar("T")
REACH = 8  # words behind the first in which a phrase is complete: "ordered 11,000 of them to leave"
BREAKS = (",", ";", ".", ":")


class Phrases(Generic[T]):
    """Entries by phrases of dictionary forms, the longest first."""

    def __init__(self, entries: Mapping[str, T]) -> None:
        self.words: dict[str, list[tuple[list[str], T]]] = {}
        for phrase in sorted(entries, key=lambda phrase: -phrase.count(" ")):
            first, *rest = phrase.split()
            self.words.setdefault(first, []).append((rest, entries[phrase]))

    def at(self, token: Token) -> T | None:
        """The entry of a word, alone or with others that follow it in the same stretch, in their order."""
        keys = [key for key in (token.lemma_.lower(), token.lower_) if key in self.words]
        if not keys:
            return None
        behind = token.doc[token.i + 1 : min(token.i + 1 + REACH, token.sent.end)]
        end = next((t.i for t in behind if t.text in BREAKS), len(token.doc))
        forms = [(t.lemma_.lower(), t.lower_) for t in behind if t.i < end]
        for key in keys:
            for rest, entry in self.words[key]:
                following = iter(forms)
                if all(any(word in form for form in following) for word in rest):
                    return entry
        return None
