"""Who does or says what: claims, and the deeds that the parse shows, as one thing that takes a side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from spacy.strings import get_string_id

from ..actors import Cast
from ..acts import cue_of, is_negated, lookup
from ..codebook import Codebook
from ..entries import Cue
from ..records import Claim

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Ids = tuple[str, ...]
SUBJECTS = ("nsubj", "nsubjpass", "expl")
# Whatever hangs on a verb by one of these is part of what is done; subjects and side clauses are not.
PARTS = ("dobj", "prep", "ccomp", "xcomp", "dative", "pcomp", "oprd", "attr", "acomp", "prt", "agent", "pobj")
SAYING = ("asserts", "estimates", "predicts")
WISHES = ("hope", "ask")  # cues of who wants or asks for something
MIGHT = ("would", "could", "might", "may", "should")
FIRST_PERSON = ("i", "we", "us", "our", "my", "me", "ours", "ourselves")
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


class Cues:
    """The cue that each word of an article begins, looked up once."""

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook
        self._known: dict[int, Cue | None] = {}

    def at(self, token: Token) -> Cue | None:
        """The cue that begins at this word, or before it for "is unable to"; None for none."""
        if token.i not in self._known:
            self._known[token.i] = lookup([token], self.codebook)
        return self._known[token.i]


def statements(
    doc: Doc, cues: Cues, cast: Cast, said: list[Claim], spoken: list[Statement]
) -> list[Statement]:
    """Claims with known actors, turns of a transcript, then deeds: verbs and nouns of cues with an actor behind."""
    found = spoken + [s for claim in said if (s := _claimed(doc, cues, cast, claim)) is not None]
    taken = {i for s in found if s.claim and s.holders for i in _cue_tokens(doc, s.claim)}
    return found + list(_deeds(doc, cues, cast, taken, found))


def _claimed(doc: Doc, cues: Cues, cast: Cast, claim: Claim) -> Statement | None:
    cue = doc.char_span(claim.cue_start, claim.cue_end, alignment_mode="expand")
    if cue is None:
        return None
    pieces = [doc.char_span(start, end, alignment_mode="expand") for start, end in claim.spans]
    inside = frozenset(i for piece in pieces if piece is not None for i in range(piece.start, piece.end))
    entry = cue_of(cue, cues.codebook)
    token = next((t for t in cue if cues.at(t) == entry), cue.root)  # "went on to commend"
    if token.pos_ in ("VERB", "NOUN"):
        inside |= _about(token, cast)
    holders = tuple(who for who in claim.actors if not cast.is_outlet(who))
    return Statement(holders, entry, token, inside, claim.negated, claim)


def _cue_tokens(doc: Doc, claim: Claim) -> range:
    cue = doc.char_span(claim.cue_start, claim.cue_end, alignment_mode="expand")
    return range(cue.start, cue.end) if cue is not None else range(0)


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
        holders = owners(token, cast) if noun else doers(token, cast) or _speakers(token, claimed)
        may_be_given = noun and (
            token.dep_ in ("dobj", "pobj") or any(c.lower_ == "between" for c in token.children)
        )
        cue = cues.at(token) if holders or may_be_given else None
        if noun and cue is not None and not holders:
            holders = _between(token, cast) if cue.act == "consults" else _giving(token, cast)
        if holders and cue is not None and not hypothetical(token, cast):
            span, done = doc[i : i + 1], _only_done(token, cue)
            if not done or token.tag_ in FINITE:
                negated = is_negated(span, cast.lexicon)
                yield Statement(holders, cue, token, _about(token, cast), negated, None, done)


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


def doers(verb: Token, cast: Cast) -> Ids:
    """The actors that do what a verb says, through passives, participles and joined verbs; () when unsure."""
    by = [noun for c in verb.children if c.dep_ == "agent" for noun in c.children if noun.dep_ == "pobj"]
    subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
    if subject is not None and subject.dep_ == "nsubjpass":
        far = next((t for t in verb.subtree if t.lower_ == "by" and t.i > verb.i and not by), None)
        by += [c for c in far.children if c.dep_ == "pobj"] if far is not None else []
        subject = None
        if not by:
            return ()
    if by or subject is not None:
        return named(by[0] if by or subject is None else subject, cast)
    head = verb.head
    if verb.dep_ == "acl" and verb.tag_ == "VBG":
        return named(head, cast)
    if verb.dep_ == "pcomp" and head.head.pos_ == "VERB":  # "accused them of lying"
        objects = [c for c in head.head.children if c.dep_ == "dobj"]
        return named(objects[0], cast) if objects else doers(head.head, cast)
    if verb.dep_ == "xcomp" and head.dep_ == "acomp":  # "was wrong to say"
        return doers(head.head, cast)
    if verb.dep_ in ("conj", "xcomp", "advcl") and head.pos_ in ("VERB", "AUX") and head != verb:
        return doers(head, cast)
    return ()


def _speakers(verb: Token, claimed: list[Statement]) -> Ids:
    """Who says "we" or "I" as the subject of a verb: whoever the words are attributed to."""
    while verb.dep_ in ("xcomp", "conj") and not any(c.dep_ in SUBJECTS for c in verb.children):
        verb = verb.head
    if not any(c.dep_ == "nsubj" and c.lower_ in FIRST_PERSON for c in verb.children):
        return ()
    around = [s for s in claimed if s.holders and verb.i in s.inside]
    return min(around, key=lambda s: len(s.inside)).holders if around else ()


def _between(noun: Token, cast: Cast) -> Ids:
    """Who talks: the first of those "between" whom, else the subject of "held talks", "said in a call"."""
    for prep in noun.children:
        if prep.lower_ == "between":
            return tuple(who for c in prep.children if c.dep_ == "pobj" for who in named(c, cast)[:1])
    above = noun.head.head if noun.dep_ == "pobj" else noun.head
    return doers(above, cast) if above.pos_ == "VERB" else ()


def _giving(noun: Token, cast: Cast) -> Ids:
    """Who does what a noun names: "expressed its support", "responded with a warning"."""
    verb = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "with" else noun.head
    light = noun.dep_ in ("dobj", "pobj") and cast.lexicon.has("light", verb.lemma_.lower())
    return doers(verb, cast) if light else ()


def named(noun: Token, cast: Cast) -> Ids:
    """The actors a noun and those joined to it stand for; relays such as agencies are none."""
    found: dict[str, None] = {}
    if cast.lexicon.has("party", noun.lemma_.lower()):
        found.update(dict.fromkeys(_both(noun, cast)))
    for token in (noun, *joined(noun)):
        if token.tag_ in ("WP", "WDT"):
            found.update(dict.fromkeys(cast.discourse.antecedent(token)))
        else:
            found.update(dict.fromkeys(cast.discourse.ids(token)))
    return tuple(who for who in found if not cast.is_outlet(who))


def differ(some: Ids, others: Ids, cast: Cast) -> bool:
    """Whether nobody of the one belongs to, or is, one of the others."""
    chain = cast.roster.chain
    return not any(a in chain(b) or b in chain(a) for a in some for b in others)


def _both(noun: Token, cast: Cast) -> Ids:
    """ "Both sides": the two states that the article names most."""
    if not any(c.lower_ in ("both", "two") for c in noun.children):
        return ()
    states = (s.ids[0] for s in cast.roster.sightings if cast.roster.kind(s.ids[0]) == "state")
    often = Counter(states).most_common(2)
    return tuple(who for who, _ in often) if len(often) == 2 else ()


def joined(noun: Token) -> list[Token]:
    """Those that "and" and "or" join to a noun, however many."""
    found = [c for c in noun.children if c.dep_ == "conj"]
    return found + [deeper for child in found for deeper in joined(child)]


def owners(noun: Token, cast: Cast) -> Ids:
    """Whose a noun is: "Moscow's claims", "warnings from officials"; () when the words do not say."""
    found: dict[str, None] = {}
    if any(cast.lexicon.nouns.get(c.lower_) == "medium" for c in noun.children):
        return ()  # "Western media reports" are not the West's
    for child in noun.children:
        if child.dep_ == "poss":
            found.update(dict.fromkeys(named(child, cast)))
        elif child.i in cast.roster.adjectives:
            adjectives = [t.i for t in (child, *joined(child))]
            found.update(
                dict.fromkeys(cast.roster.adjectives[i] for i in adjectives if i in cast.roster.adjectives)
            )
        elif child.dep_ in ("compound", "nmod") and cast.roster.at(child.i) and not _paired(child):
            found.update(dict.fromkeys(named(child, cast)))
        elif child.dep_ == "prep" and child.lower_ in ("from", "by"):
            found.update((who, None) for c in child.children if c.dep_ == "pobj" for who in named(c, cast))
        elif child.dep_ == "acl" and child.tag_ == "VBN":  # "scepticism voiced by the mayor"
            by = [noun for c in child.children if c.dep_ == "agent" for noun in c.children]
            found.update((who, None) for c in by if c.dep_ == "pobj" for who in named(c, cast))
    return tuple(found)


def _paired(name: Token) -> bool:
    """ "Ukraine-Russia tensions" are neither's."""
    around = (name.nbor(d) for d in (-1, 1) if 0 <= name.i + d < len(name.doc))
    return any(t.text in "-–" for t in around)


def behind(word: Token, cast: Cast) -> Ids:
    """Who does wrong: the subject of the verb, the owner of the noun, or what it is said to be."""
    if word.pos_ == "VERB":
        return doers(word, cast)
    verb = word.head.head if word.dep_ == "pobj" and word.head.lower_ == "as" else word.head
    if word.dep_ == "pobj" and verb.pos_ == "VERB":  # "sees their expansion as a threat"
        thing = next((c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")), None)
    elif word.dep_ in ("attr", "dobj"):  # "is a violation", "constitutes a threat"
        thing = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    else:
        noun = word.head if word.pos_ == "ADJ" else word
        return owners(noun, cast)
    who = owners(word, cast) or ((named(thing, cast) or owners(thing, cast)) if thing is not None else ())
    return who or (doers(verb, cast) if word.dep_ == "dobj" else ())


def _about(cue: Token, cast: Cast) -> frozenset[int]:
    """The tokens of what is done or claimed: objects and complements of a verb, what follows a noun."""
    if cue.pos_ == "NOUN":
        parts = [c for c in cue.rights if c.dep_ in ("prep", "acl", "relcl", "ccomp", "appos")]
    else:
        parts = [c for c in cue.children if c.dep_ in PARTS and (c.dep_ != "prep" or c.i > cue.i)]
    parts = [c for c in parts if not cast.lexicon.has("circumstance", c.lower_)]
    if cue.pos_ == "VERB":  # "is recognised by the council as …"
        parts += [c for c in cue.children if c.dep_ == "nsubjpass"]
    inside = {token.i for part in parts for token in part.subtree}
    for part in parts:  # "denied it, insisting that …": what is insisted on is not denied
        for token in part.subtree:
            if (
                token.dep_ == "advcl"
                and token.tag_ == "VBG"
                and any(c.dep_ == "ccomp" for c in token.children)
            ):
                inside -= {t.i for t in token.subtree}
    if cue.dep_ == "relcl" and any(c.tag_ in ("WDT", "WP") and c.dep_ != "nsubj" for c in cue.children):
        inside.add(cue.head.i)  # "NATO, which it sees as a threat"
    return frozenset(inside)
