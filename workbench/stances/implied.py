"""Acts performed without being named: to say what somebody did wrong accuses, to say what it will cost warns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np
from spacy.strings import get_string_id

from ..actors import Cast
from ..entries import Proposition
from .doers import SUBJECTS, Ids, behind, doers, named, owners, whose
from .polarity import Reader
from .propositions import Match
from .relations import Act, apart
from .statements import FIRST_PERSON, Statement

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# What is asserted of somebody's deed is read like any occurrence: negated, denied or under "if" it accuses nobody.
DEED = Proposition("deed", "Somebody did wrong", "blame")
SAYING = ("asserts", "estimates", "predicts", "warns", "condemns", "accuses", "announces", "demands")
OBLIGES = ("must", "should", "need", "ought")


def implied_acts(doc: Doc, made: list[Statement], cast: Cast, reader: Reader) -> Iterator[Act]:
    """Accusations, warnings, threats and demands that the content of what is said amounts to."""
    lists = cast.lexicon.lists
    wrongs = _places(doc, lists.get("wrongdoing", ()))
    wrongs |= {i for i in _places(doc, lists.get("assault", ())) if doc[i].pos_ == "VERB"}
    damning = _places(doc, lists.get("damning", ()))
    falsehoods = _places(doc, lists.get("falsehood", ()))
    costs, modals = _places(doc, lists.get("consequence", ())), _places(doc, OBLIGES)
    for s in made:
        if s.holders and s.cue.act in SAYING and not s.only_done:
            for i in wrongs & s.inside:
                if reader.position(Match(DEED, "affirms", (i,)), s)[0] == "affirms":
                    yield from _acts(s, behind(doc[i], cast), "accuses", -1, cast)
            for i in damning & s.inside:
                if reader.position(Match(DEED, "affirms", (i,)), s)[0] == "affirms":
                    yield from _acts(s, behind(doc[i], cast), "condemns", -1, cast)
            for i in falsehoods & s.inside:
                yield from _called_false(doc[i], s, cast)
            for i in costs & s.inside:
                act, whom = _warned(doc[i], s, cast)
                yield from _acts(s, whom, act, -1, cast)
            if s.claim:
                yield from _obliged(doc, modals, s, cast)


def _acts(s: Statement, targets: Ids, act: str, polarity: int, cast: Cast) -> Iterator[Act]:
    for holder in s.holders:
        for target in targets:
            if apart(holder, target, cast):
                yield Act(holder, target, act, polarity, s, f"implied_{act}")


def _called_false(word: Token, s: Statement, cast: Cast) -> Iterator[Act]:
    """ "The claim is unfounded": whose it is, or who spoke last, is answered."""
    if word.dep_ in ("acomp", "attr", "oprd"):
        nouns = [c for c in word.head.children if c.dep_ in ("nsubj", "dobj")]
        nouns += [n for c in nouns for prep in c.children if prep.lower_ == "of" for n in prep.children]
        for noun in (n for n in nouns if cast.lexicon.has("anaphor", n.lemma_.lower())):
            for holder in s.holders:
                yield from (
                    Act(holder, who, "denies", 0, s, "implied_denies") for who in whose(noun, cast) or (None,)
                )


def _places(doc: Doc, words: Iterable[str]) -> set[int]:
    hashes = np.array([get_string_id(word) for word in words], np.uint64)
    return set(np.flatnonzero(np.isin(doc.to_array("LEMMA"), hashes)).tolist())


def _warned(word: Token, s: Statement, cast: Cast) -> tuple[str, Ids]:
    """Whom a cost is held out to: whoever stands in the "if" clause, or will bear it; one's own deed is a threat."""
    verb = word
    while verb.pos_ not in ("VERB", "AUX") and verb.head != verb:
        verb = verb.head
    subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
    ours = subject is not None and (
        subject.lower_ in FIRST_PERSON or bool(set(named(subject, cast)) & set(s.holders))
    )
    for clause in (c for c in verb.children if c.dep_ == "advcl"):
        if any(c.dep_ == "mark" and cast.lexicon.has("condition", c.lower_) for c in clause.children):
            return ("threatens" if ours else "warns"), doers(clause, cast) or owners(clause, cast)
    if not any(c.tag_ == "MD" and c.lower_ in ("will", "would", "'ll") for c in verb.children):
        return "warns", ()
    if ours:  # "would respond to any Russian aggression"
        at = [n for c in verb.children if c.dep_ == "prep" for n in c.children if n.dep_ == "pobj"]
        return "warns", tuple(who for noun in at for who in named(noun, cast) or owners(noun, cast))
    return "warns", (named(subject, cast) or owners(subject, cast)) if subject is not None else ()


def _obliged(doc: Doc, modals: set[int], s: Statement, cast: Cast) -> Iterator[Act]:
    """ "They must withdraw" demands it of them."""
    for modal in (doc[i] for i in modals & s.inside if doc[i].dep_ == "aux"):
        for noun in modal.head.children:
            if noun.dep_ == "nsubj" and noun.i < modal.i:
                yield from _acts(s, named(noun, cast), "demands", 0, cast)
