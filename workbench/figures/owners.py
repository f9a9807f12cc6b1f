"""Whose the counted things are, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..actors import Cast
from .quantities import Quantity
from .things import Thing

if TYPE_CHECKING:
    from spacy.tokens import Token

DOES = ("dobj", "attr", "pobj", "oprd")
WHERE = ("in", "near", "at", "around", "along", "on", "to", "inside", "outside", "across", "into", "within", "from",
         "between", "toward", "towards", "throughout", "north", "south", "east", "west", "off", "over", "through",
         "surrounding", "here", "there", "nearby")  # fmt: skip


def subject(cast: Cast, quantity: Quantity, found: Thing, harmed: bool, sufferers: frozenset[str]) -> str | None:
    """The actor that owns or suffers the thing counted; None when neither the noun nor its verb says.

    Whoever kills or counts is not the owner; who has, sends or loses is.
    """
    owner = _named(cast, quantity, found)
    if owner is None and found.verb is not None:
        owner = _by_verb(cast, found, harmed, sufferers)
    return cast.roster.state(owner) if owner and cast.kind(owner) == "person" else owner


def _named(cast: Cast, quantity: Quantity, found: Thing) -> str | None:
    """ "Russian troops", "troops of Mali", "50 Russians"."""
    noun = found.noun
    if noun is None:
        return None
    here = cast.roster.at(noun.i)
    if here and len(here.ids) == 1 and here.how in ("people", "adjective", "name"):
        return here.ids[0]
    if noun.i in cast.roster.adjectives:
        return cast.roster.adjectives[noun.i]
    return cast.owner(noun.left_edge.idx, noun.idx + len(noun))


def _by_verb(cast: Cast, found: Thing, harmed: bool, sufferers: frozenset[str]) -> str | None:
    """The subject of the verb that has, moves or loses the thing."""
    verb = found.verb
    assert verb is not None
    if harmed and verb.lemma_.lower() not in sufferers:
        return None
    if found.role not in DOES:
        return None
    actor = _doer(cast, verb)
    return actor


def _doer(cast: Cast, verb: Token) -> str | None:
    """Who does it: the verb's subject, or that of the verb that it continues or completes."""
    for _ in range(4):
        for child in verb.children:
            if child.dep_ in ("nsubj", "nsubjpass"):
                ids = cast.resolve(child.left_edge.idx, child.idx + len(child))
                return ids[0] if len(ids) == 1 else None
            if child.dep_ == "agent":
                for noun in child.children:
                    ids = cast.resolve(noun.left_edge.idx, noun.idx + len(noun))
                    return ids[0] if len(ids) == 1 else None
        if verb.dep_ == "relcl" or verb.dep_ == "acl":
            ids = cast.resolve(verb.head.left_edge.idx, verb.head.idx + len(verb.head))
            return ids[0] if len(ids) == 1 else None
        if verb.dep_ not in ("conj", "xcomp", "advcl", "pcomp", "ccomp") and verb.head.pos_ not in ("VERB", "AUX"):
            return None
        verb = verb.head
    return None


def place(cast: Cast, found: Thing) -> str | None:
    """The first phrase of place on the thing or its verb, as written."""
    anchors = [found.noun or found.number, found.top]
    if found.verb is not None:
        anchors.append(found.verb)
    for anchor in anchors:
        for child in anchor.children:
            if child.i < found.number.i and anchor != found.verb:
                continue
            phrase = _place_phrase(cast, child)
            if phrase:
                return phrase
    return None


def _place_phrase(cast: Cast, token: Token) -> str | None:
    if token.lower_ not in WHERE or token.dep_ not in ("prep", "acl", "advmod"):
        return None
    inner = [t for t in token.subtree if t.i > token.i]
    if not inner:
        return None
    if not any(cast.roster.at(t.i) or t.i in cast.roster.places or t.i in cast.roster.adjectives or t.pos_ == "PROPN"
               or t.lemma_ in ("border", "region", "neighbor", "neighbour", "country", "front", "capital", "city")
               for t in inner):
        return None
    end = next((t for t in inner if t.dep_ in ("relcl", "advcl", "punct") and t.text not in ("-", "’", "'")), None)
    last = inner[-1] if end is None else token.doc[max(end.i - 1, token.i)]
    if end is not None and end.dep_ != "punct":
        last = token.doc[max(end.left_edge.i - 1, token.i)]
    if last.i <= token.i:
        return None
    return token.doc.text[token.idx : last.idx + len(last)]
