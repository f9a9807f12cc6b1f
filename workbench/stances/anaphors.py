"""What points back: "such a move", "Moscow's claims", "involvement" mean the last thing at issue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np
from spacy.strings import get_string_id

from ..actors import Cast
from .agents import chains
from .doers import owners
from .propositions import Match, Words
from .statements import Statement

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from .positions import Held

ANSWERS = ("denies", "rejects", "doubts", "supports", "praises", "condemns")
REACH = 80  # words back to what "such a move" means


def anaphors(doc: Doc, cast: Cast, made: list[Statement], found: list[Held]) -> Iterator[Match]:
    """ "Such a move", "Moscow's claims", "involvement": the last thing at issue, where the words have no content.

    With an owner it is what that owner took a side on last; nothing further back than about three sentences.
    """
    doubting = {s.token.i for s in made if s.token.pos_ == "NOUN" and s.cue.act in ("doubts", "denies")}
    words = [get_string_id(word) for word in cast.lexicon.lists.get("anaphor", ())]
    places = set(np.flatnonzero(np.isin(doc.to_array("LEMMA"), np.array(words, np.uint64))).tolist())
    answered: dict[int, Words] = {}
    for s in made:
        if s.cue.act in ANSWERS:
            parts = [c for c in s.token.children if c.dep_ in ("dobj", "prep")]
            parts += [d for c in parts if c.dep_ == "prep" for d in c.children if d.dep_ == "pobj"]
            answered |= {c.i: s.holders for c in parts if c.dep_ != "prep"}
    for word in doc:  # "the claim is unfounded"
        if word.dep_ in ("acomp", "attr") and cast.lexicon.has("falsehood", word.lower_):
            answered |= {c.i: () for c in word.head.children if c.dep_ == "nsubj"}
    issues = sorted(found, key=lambda held: held.match.tokens[0])
    for i in sorted(places | doubting | set(answered)) if issues else ():
        token = doc[i]
        owned = chains(owners(token, cast), cast)
        if not _points_back(token, bool(owned), i in doubting, i in answered, cast):
            continue
        for held in reversed(issues):
            proposition = held.match.proposition
            if i not in places | doubting and owned:  # "the union's account": of the one who rejects it
                if not _speaks_of(held.statement, answered[i], cast):
                    continue
            elif not 0 < i - held.match.tokens[0] < REACH:
                continue
            if i in doubting and held.side in ("doubts", "rejects"):
                yield Match(proposition, "affirms", (i,))
                break
            theirs = not owned or owned & chains(held.statement.holders, cast)
            if i not in doubting and theirs and held.side in ("affirms", "rejects"):
                side = "about" if proposition.kind == "norm" and held.side == "affirms" else held.side
                yield Match(proposition, side, (i,), held.statement.holders)
                break


def _speaks_of(statement: Statement, actors: Iterable[str], cast: Cast) -> bool:
    own = chains(actors, cast)
    return any(s.start in statement.inside and chains(s.ids, cast) & own for s in cast.roster.sightings)


def _points_back(noun: Token, owned: bool, doubting: bool, answered: bool, cast: Cast) -> bool:
    """Whether a noun stands for what was said before: "such a move", "this claim", without content of its own."""
    if noun.pos_ != "NOUN":
        thing = "Dem" in noun.morph.get("PronType", []) or "Neut" in noun.morph.get("Gender", [])
        return answered and noun.pos_ == "PRON" and thing  # "rejected that", "it was false"
    content = cast.lexicon.has("anaphor", noun.lemma_.lower())
    pointing = answered and content and any(c.lower_ == "the" for c in noun.children)
    pointing |= any(
        cast.lexicon.has("echo", c.lower_) or "Dem" in c.morph.get("PronType", []) for c in noun.children
    )
    if doubting:
        return pointing
    if any(c.dep_ in ("acl", "relcl", "ccomp") or c.lower_ == "of" for c in noun.rights):
        return False
    if any(c.dep_ == "compound" and not cast.roster.at(c.i) for c in noun.children):
        return False  # "security proposals"
    return pointing or owned or cast.lexicon.has("bare", noun.lemma_.lower())
