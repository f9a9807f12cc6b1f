"""What is said of a quantity beside its number: state or movement, fact, plan or dispute."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ..codebook import Codebook
from ..entries import Bound
from .kinds import SUBJECTS
from .quantities import Quantity
from .things import Thing

if TYPE_CHECKING:
    from spacy.tokens import Token

OPENS = ("xcomp", "ccomp", "acl", "conj", "dobj", "oprd")
JOINED = ("conj", "appos", "nummod", "compound", "nmod", "quantmod")


@dataclass(frozen=True)
class Meanings:
    """The verbs of one codebook that move a number, forecast or dispute it."""

    moved: dict[str, list[Bound]]
    moving: dict[str, list[Bound]]
    planned: dict[str, Bound]  # forecast what is their object: "pledged 40 tanks"
    modal: dict[str, Bound]  # … or the verb under them: "could", "set to"
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
        state = any(
            c.dep_ == "auxpass" and c.tag_ in ("VBP", "VBZ") for c in verb.children
        )  # "are deployed there"
        passive = verb.tag_ == "VBN" and role == "nsubjpass" and not state
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
        noun = found.noun or found.top
        over = [c for c in noun.children if c.dep_ == "amod"]
        entries = [word for word in quantity.words if word.modality]
        entries += [e for t in over if (e := self.planned.get(t.lemma_.lower()))]
        governor = _governor(found.top)
        if governor is not None:
            entries += self._over(governor, found.role in SUBJECTS)
        return next((e.modality for e in entries if e.modality), "actual")

    def _over(self, token: Token, subject: bool) -> list[Bound]:
        """What forecasts or disputes the deed of a verb or of its noun ("deployment"), nearest first."""
        found: list[Bound] = []
        direct = self.planned.get(token.lemma_.lower())
        if direct and not (subject and token.tag_ != "VBN"):
            found.append(direct)
        for _ in range(5):
            for child in token.children:
                if child.dep_ in ("aux", "mark", "advmod", "acomp"):
                    entry = self.modal.get(child.lower_) or self.modal.get(child.lemma_.lower())
                    found += [entry] if entry else []
            head, dep = token.head, token.dep_
            if dep in ("pcomp", "pobj") and head.lower_ in ("of", "for", "to", "on", "from"):
                head, dep = head.head, "ccomp"
            if head == token or dep not in OPENS or head.pos_ not in ("VERB", "AUX", "ADJ", "NOUN"):
                return found
            if dep == "ccomp" and token.i < head.i:  # two clauses side by side
                return found
            entry = self.modal.get(head.lemma_.lower())
            if entry and dep != "conj":
                return [*found, entry]
            if dep not in ("xcomp", "conj"):
                return found
            token = head
        return found


def _governor(top: Token) -> Token | None:
    """The verb, or the noun of a deed or a plan, that the number depends on directly."""
    token = top
    while token.dep_ in JOINED and token.head != token and token.head.pos_ not in ("VERB", "AUX"):
        token = token.head
    head = token.head
    if token.dep_ == "npadvmod" and token.head.dep_ in ("advmod", "prep"):  # "thousands of miles away"
        return None
    if token.dep_ in ("pobj", "pcomp"):
        head = head.head
        if head.pos_ in ("NOUN", "PROPN"):
            return head
    return head if head.pos_ in ("VERB", "AUX") and token.dep_ != "advmod" else None


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
    planned = {lemma: entry for entry in codebook.bounds if entry.modality for lemma in entry.verbs}
    modal = planned | {lemma: entry for entry in codebook.bounds if entry.modality for lemma in entry.doers}
    holders = {lemma for entry in codebook.bounds if entry.holds or entry.kinds for lemma in entry.verbs}
    holders |= {
        lemma for entry in codebook.bounds if entry.direction and not entry.kinds for lemma in entry.verbs
    }
    return Meanings(moved, moving, planned, modal, frozenset(holders))
