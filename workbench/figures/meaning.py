"""What is said of a quantity beside its number: state or movement, fact, plan or dispute."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ..codebook import Codebook
from ..entries import Bound
from .quantities import Quantity
from .things import Thing

if TYPE_CHECKING:
    from spacy.tokens import Token

OPENS = ("xcomp", "ccomp", "pcomp", "acl", "advcl", "conj", "dobj", "pobj", "prep", "oprd", "acomp")


@dataclass(frozen=True)
class Meanings:
    """The verbs of one codebook that move a number, forecast or dispute it."""

    moved: dict[str, list[Bound]]
    moving: dict[str, list[Bound]]
    modal: dict[str, Bound]
    holders: frozenset[str]

    def direction(self, quantity: Quantity, found: Thing, kind: str) -> str | None:
        """up or down for a change; None for a state ("amassed", "rose to")."""
        for word in quantity.words:
            if word.direction and kind in word.kinds:
                return word.direction
        verb, role = found.verb, found.role
        if verb is None:
            verb, role = self._measure(found)
        if verb is None:
            return None
        lemma = verb.lemma_.lower()
        passive = verb.tag_ == "VBN" and role == "nsubjpass"
        if role in ("dobj", "npadvmod", "by", "nummod") or passive:
            return _first(self.moved.get(lemma, ()), kind, plain=role in ("npadvmod", "by"))
        if role == "nsubj":
            return _first(self.moving.get(lemma, ()), kind)
        return None

    def _measure(self, found: Thing) -> tuple[Token | None, str]:
        """ "Increased by 7,000": the verb behind "by"."""
        prep = found.top.head
        if prep.lower_ == "by" and prep.head.pos_ in ("VERB", "AUX", "NOUN"):
            return prep.head, "by"
        return None, ""

    def modality(self, quantity: Quantity, found: Thing) -> str:
        """actual, projected or disputed, by the words that govern the number."""
        for word in quantity.words:
            if word.modality:
                return word.modality
        token, said = found.top, "actual"
        for child in (found.noun or found.top).children:
            if child.dep_ == "amod" and child.lemma_.lower() in self.modal:
                return self.modal[child.lemma_.lower()].modality or said
        for _ in range(12):
            if token.pos_ in ("VERB", "AUX", "ADJ") or (token.pos_ == "NOUN" and token != found.top and token != found.noun):
                entry = self._modal(token)
                if entry:
                    return entry.modality or said
            if token.head == token or (token.pos_ in ("VERB", "AUX") and token.dep_ not in OPENS):
                return said
            if token.dep_ in ("ccomp", "advcl") and self._modal_lemma(token.head) is None:
                return said
            token = token.head
        return said

    def _modal(self, token: Token) -> Bound | None:
        if token.pos_ != "NOUN" and (entry := self._modal_lemma(token)):
            return entry
        if token.pos_ == "NOUN" and token.dep_ in ("dobj", "pobj", "nsubj", "nsubjpass"):
            return self.modal.get(token.lemma_.lower()) if any(c.dep_ in ("acl", "prep") for c in token.children) else None
        for child in token.children:
            if child.dep_ in ("aux", "mark", "advmod") or (child.dep_ == "advcl" and child.lower_ == "if"):
                entry = self.modal.get(child.lower_) or self.modal.get(child.lemma_.lower())
                if entry:
                    return entry
        return None

    def _modal_lemma(self, token: Token) -> Bound | None:
        return self.modal.get(token.lemma_.lower())


def _first(entries: list[Bound] | tuple, kind: str, plain: bool = False) -> str | None:
    for entry in entries:
        if kind in entry.kinds or not entry.kinds:
            return entry.direction
    return None


@lru_cache(maxsize=8)
def meanings(codebook: Codebook) -> Meanings:
    """The meanings of a codebook; the same object for the same codebook."""
    moved: dict[str, list[Bound]] = {}
    moving: dict[str, list[Bound]] = {}
    for entry in codebook.bounds:
        if entry.direction:
            for lemma in entry.verbs:
                moved.setdefault(lemma, []).append(entry)
            for lemma in entry.doers:
                moving.setdefault(lemma, []).append(entry)
    modal = {lemma: entry for entry in codebook.bounds if entry.modality for lemma in entry.verbs}
    holders = {lemma for entry in codebook.bounds if entry.holds or entry.kinds for lemma in entry.verbs}
    holders |= {lemma for entry in codebook.bounds if entry.direction and not entry.kinds for lemma in entry.verbs}
    return Meanings(moved, moving, modal, frozenset(holders))
