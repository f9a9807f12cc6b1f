"""Whose the counted things are, and where."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ..actors import Cast
from ..codebook import Codebook
from .numerals import alternatives
from .things import Thing, conjuncts

if TYPE_CHECKING:
    from spacy.tokens import Token

DWELLERS = ("displaced", "protesters", "civilians", "people")  # whose state is told by where they are
HURT = ("deaths", "injured", "casualties", "detained")
NAMES = ("people", "adjective", "name")


def subject(cast: Cast, found: Thing, kind: str, holders: frozenset[str], known: Regions) -> str | None:
    """The actor that owns or suffers the thing counted; None when neither the noun, its verb nor the place says.

    Whoever kills, destroys or counts is not the owner; who has, sends or loses is. A leader's are the state's.
    The dead of a conflict are nobody's by the place; soldiers are nobody's by where they are.
    """
    owner = _named(cast, found) or _beside(cast, found)
    if owner is None and kind not in DWELLERS:
        owner = _holder(cast, found, holders)
    military = found.noun is not None and cast.lexicon.has("military", found.noun.lemma_)
    if owner is None and kind in DWELLERS + HURT and not military:
        owner = _home(cast, found, known, kind in HURT)
    return cast.roster.state(owner) if owner and cast.kind(owner) == "person" else owner


def _named(cast: Cast, found: Thing) -> str | None:
    """ "Russian troops", "troops of Mali", "50 Russians", "a 15-vehicle Russian convoy"."""
    noun = found.noun
    if noun is None:
        return None
    here = cast.roster.at(noun.i)
    if here and here.how in NAMES:
        return here.ids[0] if len(here.ids) == 1 else None
    if noun.i in cast.roster.adjectives:
        return cast.roster.adjectives[noun.i]
    if noun.i and noun.nbor(-1).text == "-" and noun.head.i > noun.i:
        noun = noun.head
    return cast.owner(noun.left_edge.idx, noun.idx + len(noun))


def _beside(cast: Cast, found: Thing) -> str | None:
    """ "80 vehicles, 49 drones and four Azerbaijani helicopters": the one owner named among conjuncts."""
    if found.noun is None or found.noun != found.top:
        return None
    owners = {cast.owner(other.left_edge.idx, other.idx + len(other)) for other in conjuncts(found.noun)}
    owners.discard(None)
    return owners.pop() if len(owners) == 1 else None


def _holder(cast: Cast, found: Thing, holders: frozenset[str]) -> str | None:
    """Who has, moves or loses it: the subject of the verb, or of the one behind "by" or "with"."""
    verb, role = found.verb, found.role
    for child in (found.noun or found.top).children:
        if child.dep_ in ("acl", "relcl") and child.lemma_.lower() in holders:
            return _doer(cast, child)
    if verb is None and found.top.dep_ == "pobj" and found.top.head.lower_ in ("by", "with", "of", "at"):
        verb, role = found.top.head.head, "dobj"
    if (
        verb is None
        or role not in ("dobj", "attr", "oprd", "npadvmod", "nummod")
        or verb.lemma_.lower() not in holders
    ):
        return None
    return _doer(cast, verb)


def _doer(cast: Cast, verb: Token) -> str | None:
    """Who does it: the verb's subject, agent, or that of the verb that it continues; "accused Russia of massing"."""
    for _ in range(4):
        for child in verb.children:
            if child.dep_ in ("nsubj", "agent") or (child.dep_ == "nsubjpass" and verb.dep_ != "relcl"):
                noun = next(child.children, child) if child.dep_ == "agent" else child
                ids = cast.resolve(noun.left_edge.idx, noun.idx + len(noun))
                return ids[0] if len(ids) == 1 else None
        over = verb.head
        if verb.dep_ == "pcomp" and over.head.pos_ == "VERB":
            blamed = [c for c in over.head.children if c.dep_ == "dobj"]
            if blamed and over.lower_ in ("of", "for", "from"):
                ids = cast.resolve(blamed[0].left_edge.idx, blamed[0].idx + len(blamed[0]))
                return ids[0] if len(ids) == 1 else None
            over = over.head
        if verb.dep_ not in ("conj", "xcomp", "advcl", "pcomp") or over == verb:
            return None
        verb = over
    return None


@dataclass(frozen=True)
class Regions:
    """The places that a codebook knows to lie in a state."""

    pattern: re.Pattern[str]
    states: dict[str, str]

    def state(self, phrase: str) -> str | None:
        """The state that a phrase lies in, by the first region named."""
        match = self.pattern.search(phrase)
        return self.states[" ".join(match.group().split())] if match else None


@lru_cache(maxsize=8)
def regions(codebook: Codebook) -> Regions:
    """The regions of a codebook; the same object for the same codebook."""
    states = {name: entry.id for entry in codebook.actors for name in entry.regions}
    return Regions(re.compile(rf"\b(?:{alternatives(states) or '(?!)'})\b"), states)


def _home(cast: Cast, found: Thing, known: Regions, hurt: bool) -> str | None:
    """The state that people flee, march or are hurt in: "refugees fleeing Ukraine", "rallied in Minsk".

    By the phrases that hang on them or their verb, else by the only place that the sentence names.
    """
    anchors = [t for t in (found.noun, found.top, found.verb) if t is not None]
    anchors += [
        c for a in anchors for c in a.children if c.dep_ in ("acl", "relcl", "xcomp", "ccomp", "advcl")
    ]
    near = [c for anchor in dict.fromkeys(anchors) for c in anchor.children]
    far = [t for t in found.number.sent if t.dep_ == "prep" and t.i > found.number.i]
    total = any(cast.lexicon.has("conflict", t.lemma_) for t in found.number.sent)
    for candidates in (near, [] if hurt and total else far):
        states: dict[str, None] = {}
        for token in candidates:
            if token.dep_ == "dobj" and not hurt and cast.lexicon.has("fled", token.head.lemma_):
                states |= dict.fromkeys(_states(cast, token, known))
            elif (
                token.dep_ == "prep"
                and cast.lexicon.has("where", token.lower_)
                and (not hurt or token.lower_ != "from")
            ):
                for noun in token.children:
                    if cast.lexicon.has("conflict", noun.lemma_):
                        return None
                    states |= dict.fromkeys(_states(cast, noun, known))
        if states:
            return next(iter(states)) if len(states) == 1 else None
    return None


def _states(cast: Cast, noun: Token, known: Regions) -> list[str]:
    """The state that a place is or lies in, where a codebook knows it."""
    region = known.state(noun.doc[noun.left_edge.i : noun.right_edge.i + 1].text)
    if region:
        return [region]
    found = [t for t in noun.subtree if t.dep_ in ("poss", "pobj", "compound", "amod") or t == noun]
    for token in sorted(found, key=lambda t: t != noun):
        named = cast.roster.at(token.i)
        actor = cast.roster.places.get(token.i)
        if cast.lexicon.has("place", noun.lemma_):  # "the Ukrainian capital", not "an Israeli airstrike"
            actor = actor or cast.roster.adjectives.get(token.i)
        actor = actor or (named.ids[0] if named and len(named.ids) == 1 else None)
        if actor and cast.kind(actor) == "state":
            return [actor]
    return []
