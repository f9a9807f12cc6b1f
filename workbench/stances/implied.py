"""Acts performed without being named: to say what somebody did wrong accuses, to say what it will cost warns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np
from spacy.strings import get_string_id

from ..actors import Cast
from ..entries import Proposition
from .directed import Act, apart
from .doers import SUBJECTS, Ids, behind, clause_of, doers, named, owners, whose
from .polarity import Reader
from .propositions import Match
from .statements import FIRST_PERSON, Statement

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# What is asserted of somebody's deed is read like any occurrence: negated, denied or under "if" it accuses nobody.
DEED = Proposition("deed", "Somebody did wrong", "occurrence")
SAYING = ("asserts", "estimates", "predicts", "warns", "condemns", "accuses", "announces", "demands")
OBLIGES = ("must", "should", "need", "ought")
WORDS = ("wrongdoing", "assault", "damning", "falsehood", "consequence", "duty")
Read = Iterator[tuple[str, Ids | tuple[None]]]  # an act and towards whom; None for whoever spoke last


def implied_acts(doc: Doc, made: list[Statement], cast: Cast, reader: Reader) -> Iterator[Act]:
    """Accusations, condemnations, denials, warnings, threats and demands that what is said amounts to."""
    lists = {**cast.lexicon.lists, "duty": OBLIGES}
    places = {sort: _places(doc, lists.get(sort, ())) for sort in WORDS}
    for s in (s for s in made if s.holders and s.cue.act in SAYING and not s.only_done):
        for sort, words in places.items():
            for word in (doc[i] for i in words & s.inside):
                for act, whom in _read(sort, word, s, cast, reader):
                    pairs = ((holder, target) for holder in s.holders for target in whom)
                    for holder, target in pairs:
                        if target is None or (cast.kind(target) != "unknown" and apart(holder, target, cast)):
                            yield Act(holder, target, act, s, f"implied_{act}", word)


def _read(sort: str, word: Token, s: Statement, cast: Cast, reader: Reader) -> Read:
    """What a word of this sort amounts to, inside what is said."""
    if sort == "falsehood":
        yield from (("denies", whose(noun, cast) or (None,)) for noun in _called_false(word, cast))
    elif sort == "consequence":
        yield _warned(word, s, cast)
    elif sort == "duty":
        if s.claim and word.dep_ == "aux":  # "they must withdraw", "their units should be sent home"
            subjects = [c for c in word.head.children if c.dep_ in SUBJECTS and c.i < word.i]
            read = {"nsubj": named, "nsubjpass": owners}
            yield from (("demands", read[noun.dep_](noun, cast)) for noun in subjects if noun.dep_ in read)
    elif (sort != "assault" or word.pos_ == "VERB") and (
        reader.position(Match(DEED, "affirms", (word.i,)), s)[0] == "affirms"
    ):
        yield "condemns" if sort == "damning" else "accuses", behind(word, cast)


def _places(doc: Doc, words: Iterable[str]) -> set[int]:
    hashes = np.array([get_string_id(word) for word in words], np.uint64)
    return set(np.flatnonzero(np.isin(doc.to_array("LEMMA"), hashes)).tolist())


def _called_false(word: Token, cast: Cast) -> list[Token]:
    """ "The claim is unfounded", "called each of the claims a lie": the words for what was said."""
    if word.dep_ not in ("acomp", "attr", "oprd"):
        return []
    nouns = [c for c in word.head.children if c.dep_ in ("nsubj", "dobj")]
    nouns += [n for c in nouns for prep in c.children if prep.lower_ == "of" for n in prep.children]
    return [n for n in nouns if cast.lexicon.has("anaphor", n.lemma_.lower())]


def _warned(word: Token, s: Statement, cast: Cast) -> tuple[str, Ids | tuple[None]]:
    """Whom a cost is held out to: whoever stands in the "if" clause, or will bear it; one's own deed is a threat."""
    verb = clause_of(word)
    subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
    ours = subject is not None and (
        subject.lower_ in FIRST_PERSON or bool(set(named(subject, cast)) & set(s.holders))
    )
    for clause in (c for c in verb.children if c.dep_ == "advcl"):
        opens = clause.left_edge  # "if it attacks", "should it attack"
        if opens.dep_ in ("mark", "aux") and cast.lexicon.has("condition", opens.lower_):
            return ("threatens" if ours else "warns"), doers(clause, cast) or owners(clause, cast)
    if not any(c.tag_ == "MD" and c.lower_ in ("will", "would", "'ll") for c in verb.children):
        return "warns", ()
    if ours:  # "would respond to any Russian aggression"
        at = [n for c in verb.children if c.dep_ == "prep" for n in c.children if n.dep_ == "pobj"]
        return "warns", tuple(who for noun in at for who in named(noun, cast) or owners(noun, cast))
    if subject is None:
        return "warns", ()
    borne = [
        n for c in word.children if c.lower_ in ("for", "to") for n in c.children
    ]  # "be costly for them"
    who = next(filter(None, (named(noun, cast) for noun in borne)), ()) or named(subject, cast)
    attack = any(cast.lexicon.has(sort, subject.lemma_.lower()) for sort in ("conflict", "assault"))
    return "warns", who or owners(subject, cast) or (
        (None,) if attack else ()
    )  # "any attack would be costly"
