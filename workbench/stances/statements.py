"""Who does or says what: claims, and the deeds that the parse shows, as one thing that takes a side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from spacy.strings import get_string_id
from spacy.symbols import advcl

from ..actors import Cast
from ..acts import cue_of, is_negated, lookup
from ..codebook import Codebook
from ..entries import Cue
from ..records import Claim
from .doers import SUBJECTS, Ids, between, doers, giving, owners

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# Whatever hangs on a verb by one of these is part of what is done; subjects and side clauses are not.
PARTS = ("dobj", "prep", "ccomp", "xcomp", "dative", "pcomp", "oprd", "attr", "acomp", "prt", "agent", "pobj")
SAYING = ("asserts", "estimates", "predicts")
PARSED = 0.65
WISHES = ("hope", "ask")  # cues of who wants or asks for something
MIGHT = ("would", "could", "might", "may", "should")
FIRST_PERSON = ("i", "we", "us", "our", "my", "me", "ours", "ourselves")
DEED = Cue("deed", "announces", (), certainty="certain")
FINITE = ("VBD", "VBZ", "VBP", "VBN")


@dataclass(frozen=True, slots=True)
class Statement:
    """Some actors perform an act, and what it is about: the tokens `inside`."""

    holders: Ids
    cue: Cue
    token: Token  # the head word of the cue
    inside: frozenset[int]
    negated: bool = False
    claim: Claim | None = None
    only_done: bool = False  # nothing is said: a pattern counts only with the verb itself in it

    @property
    def confidence(self) -> float:
        """That of the claim; of what the parse alone shows, the share that was right on development articles."""
        return self.claim.confidence if self.claim else PARSED


class Cues:
    """The cue that each word of an article begins, looked up once.

    `asides` are participles with a clause of their own ("insisting that …").
    """

    def __init__(self, doc: Doc, codebook: Codebook) -> None:
        self.codebook = codebook
        self._known: dict[int, Cue | None] = {}
        sides = (doc[i] for i in np.flatnonzero(doc.to_array("DEP") == advcl).tolist())
        self.asides = [t for t in sides if t.tag_ == "VBG" and any(c.dep_ == "ccomp" for c in t.children)]

    def at(self, token: Token) -> Cue | None:
        """The cue that begins at this word, or before it for "is unable to"; None for none."""
        if token.i not in self._known:
            self._known[token.i] = lookup([token], self.codebook)
        return self._known[token.i]


def statements(
    doc: Doc, cues: Cues, cast: Cast, said: list[Claim], spoken: list[Statement]
) -> list[Statement]:
    """Claims with known actors, turns of a transcript, then deeds: verbs and nouns of cues with an actor behind."""
    claimed = (_claimed(doc, cues, cast, claim) for claim in said)
    found = spoken + [s for s in claimed if s is not None and not _asked_of(s.token, cues)]
    taken = {s.token.i for s in found if s.claim and s.holders}
    return found + list(_deeds(doc, cues, cast, taken, found))


def _claimed(doc: Doc, cues: Cues, cast: Cast, claim: Claim) -> Statement | None:
    cue = doc.char_span(claim.cue_start, claim.cue_end, alignment_mode="expand")
    if cue is None:
        return None
    pieces = [doc.char_span(start, end, alignment_mode="expand") for start, end in claim.spans]
    inside = frozenset(i for piece in pieces if piece is not None for i in range(piece.start, piece.end))
    entry = cue_of(cue, cues.codebook)
    token = next((t for t in (cue.root, *cue) if cues.at(t) is entry), cue.root)  # "went on to commend"
    if token.pos_ in ("VERB", "NOUN"):
        inside |= _about(token, cues, cast)
    holders = tuple(who for who in claim.actors if not cast.is_outlet(who))
    unsaid = entry.id == "unlisted" and claim.kind == "indirect" and not any(map(_finite, token.children))
    return Statement(holders, entry, token, inside, claim.negated, claim, unsaid)


def _asked_of(verb: Token, cues: Cues) -> bool:
    """Whether it is what somebody is asked to do: "asked the council to recognise it", "demanded a promise by them"."""
    if verb.pos_ == "NOUN":
        asked = (cues.at(above) for above in _governing(verb))
        return any(entry is not None and entry.act == "demands" for entry in asked)
    above = cues.at(verb.head) if verb.dep_ in ("xcomp", "ccomp", "acl") else None
    to = verb.tag_ == "VB" and any(c.lower_ == "to" for c in verb.lefts)
    other = any(c.dep_ in SUBJECTS for c in verb.lefts)  # "wants them to recognise it"
    return above is not None and (
        above.act == "demands" or (to and (above.id == "ask" or (above.id in WISHES and other)))
    )


def _governing(noun: Token) -> Iterator[Token]:
    """What a noun is the object of, directly or through prepositions and nouns."""
    while noun.dep_ in ("dobj", "pobj", "prep", "conj") and noun.head != noun:
        noun = noun.head
        yield noun


def _finite(clause: Token) -> bool:
    """Whether a complement says that something is so: "authorised them to deploy" does not."""
    return clause.dep_ == "ccomp" and (
        clause.tag_ in FINITE[:3] or any(c.dep_ == "aux" for c in clause.children)
    )


@lru_cache(maxsize=8)
def _first_words(codebook: Codebook) -> np.ndarray:
    words = {lemma.split()[0] for cue in codebook.cues for lemma in cue.lemmas}
    return np.array([get_string_id(word) for word in words], np.uint64)


def _deeds(
    doc: Doc, cues: Cues, cast: Cast, taken: set[int], claimed: list[Statement]
) -> Iterator[Statement]:
    """The verbs and nouns that a cue begins with, where the parse gives them an actor; "we" is who is speaking."""
    known = np.isin(doc.to_array("LEMMA"), _first_words(cues.codebook))
    for i in np.flatnonzero(known).tolist():
        token = doc[i]
        if i in taken or token.dep_ in ("aux", "auxpass") or token.pos_ not in ("VERB", "NOUN", "AUX"):
            continue
        noun = token.pos_ == "NOUN"
        holders = (owners if noun else doers)(token, cast) or _speakers(token, claimed)
        may_be_given = noun and (
            token.dep_ in ("dobj", "pobj") or any(c.lower_ == "between" for c in token.children)
        )
        cue = cues.at(token) if holders or may_be_given else None
        if noun and cue is not None and not holders:
            holders = between(token, cast) if cue.act == "consults" else giving(token, cast)
        if holders and cue is not None and not hypothetical(token, cast) and not _asked_of(token, cues):
            span, done = doc[i : i + 1], _only_done(token, cue)
            if not done or token.tag_ in FINITE or any(c.lemma_ == "do" for c in token.children):
                negated = is_negated(span, cast.lexicon)
                yield Statement(holders, cue, token, _about(token, cues, cast), negated, None, done)


def deed(verb: Token, cues: Cues, cast: Cast) -> Statement | None:
    """What a verb does that is no cue: "hit the banks with sanctions"; None for a deed that is none or nobody's."""
    if (
        verb.pos_ != "VERB"
        or verb.tag_ not in FINITE
        or cues.at(verb) is not None
        or hypothetical(verb, cast)
    ):
        return None
    holders, negated = doers(verb, cast), any(c.dep_ == "neg" for c in verb.children)
    return Statement(holders, DEED, verb, _about(verb, cues, cast), negated, None, True) if holders else None


def _only_done(token: Token, cue: Cue) -> bool:
    """Whether a verb of saying or knowing is used without a clause: "continues the drill", "recognised it"."""
    if cue.act not in SAYING or cue.id in (*WISHES, "fear"):
        return False
    parts = ("prep", "acl", "relcl", "ccomp") if token.pos_ == "NOUN" else ("ccomp", "oprd")
    return not any(c.dep_ in parts or c.lower_ in ("as", "of", "about") for c in token.children)


def hypothetical(verb: Token, cast: Cast) -> bool:
    """What might be done is not done: "would support", "if it recognises", "unless it promises"."""
    above = [t for t in (verb, *verb.ancestors) if t == verb or t.dep_ == "advcl"]
    return any(c.dep_ == "aux" and c.lower_ in MIGHT for c in verb.children) or any(
        c.dep_ == "mark" and cast.lexicon.has("condition", c.lower_) for t in above for c in t.children
    )


def _speakers(word: Token, claimed: list[Statement]) -> Ids:
    """Who says "we support", "our support": whoever the words are attributed to."""
    while word.dep_ in ("xcomp", "conj") and not any(c.dep_ in SUBJECTS for c in word.children):
        word = word.head
    if not any(c.dep_ in ("nsubj", "poss") and c.lower_ in FIRST_PERSON for c in word.children):
        return ()
    around = [s for s in claimed if s.holders and word.i in s.inside]
    return min(around, key=lambda s: len(s.inside)).holders if around else ()


def _subtree(token: Token) -> range:
    return range(token.left_edge.i, token.right_edge.i + 1)


def _about(cue: Token, cues: Cues, cast: Cast) -> frozenset[int]:
    """The tokens of what is done or claimed: objects and complements of a verb, what follows a noun."""
    if cue.pos_ == "NOUN":
        parts = [c for c in cue.rights if c.dep_ in ("prep", "acl", "relcl", "ccomp", "appos")]
    else:
        parts = [c for c in cue.children if c.dep_ in PARTS and (c.dep_ != "prep" or c.i > cue.i)]
    parts = [c for c in parts if not cast.lexicon.has("circumstance", c.lower_)]
    if cue.dep_ == "dobj":  # "dismissed their reports as a stunt" is no part of the reports
        parts = [c for c in parts if c.lower_ != "as"]
    if cue.pos_ == "VERB":  # "is recognised by the council as …"
        parts += [c for c in cue.children if c.dep_ == "nsubjpass"]
    inside = {i for part in parts for i in _subtree(part)}
    for clause in cues.asides:  # "denied it, insisting that …": what is insisted on is not denied
        if clause.i in inside:
            inside.difference_update(_subtree(clause))
    if cue.dep_ == "relcl" and any(c.tag_ in ("WDT", "WP") and c.dep_ != "nsubj" for c in cue.children):
        inside.add(cue.head.i)  # "NATO, which it sees as a threat"
    return frozenset(inside)
