"""At whom an act is aimed: the places where a cue has its target, read from the parse.

Places: "dobj" (the object, or whose thing it is), "whom" (the object itself), "listener" (a person or state as such),
"dative", "prep:on" (a preposition of the word), "object:on" (one of its object), "clause_subject" ("urged Russia to
withdraw"), "clause_object" ("refuses to talk with them"), "claim_subject" ("alleged that they").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..actors import Cast
from .doers import SUBJECTS, Ids, differ, doers, joined, named, whose
from .statements import Statement

if TYPE_CHECKING:
    from spacy.tokens import Token

CLAUSES = ("xcomp", "ccomp", "acl", "relcl", "advcl")
# Where the actor stands whom an infinitive is about.
WITHIN = {"dobj", "dative", "prep:with", "prep:to", "prep:against", "prep:between", "prep:on", "prep:for"}
THEMSELVES = {"whom", "listener"}
REACH = 8  # words a cue may spread over


def targets(statement: Statement, cast: Cast) -> Ids:
    """The actors at the places where the cue's targets stand, else whose thing it is."""
    found: dict[str, None] = {}
    act, wanted = statement.cue.act, set(statement.cue.targets)
    found_at = (place for word in _words(statement) for place in _places(word, wanted))
    for noun in (n for place in found_at for n in (place, *joined(place))):
        who = (whose if wanted.isdisjoint(THEMSELVES) else named)(noun, cast)
        if "listener" in wanted:
            who = tuple(listener for listener in who if cast.kind(listener) in ("person", "state"))
        who = tuple(w for w in who if cast.kind(w) != "unknown" or _addressed(noun))
        if not who and act == "praises" and _own_forces(noun, cast):
            chain = (above for holder in statement.holders for above in cast.roster.chain(holder))
            who = tuple(above for above in chain if cast.roster.kind(above) == "state")
        if not who and cast.lexicon.has("local", noun.lower_):
            who = _in_power(noun, statement.holders, cast)
        found.update(dict.fromkeys(who))
    return tuple(found)


def _words(statement: Statement) -> list[Token]:
    """The words of a cue that have targets around them: the first, and the others of one like "keep working with"."""
    word = statement.token
    longer = (lemma.split() for lemma in statement.cue.lemmas if " " in lemma)
    others = {other for first, *rest in longer if first == word.lemma_.lower() for other in rest}
    near = word.doc[word.i + 1 : min(word.i + REACH, word.sent.end)]
    return [word, *(t for t in near if t.lemma_.lower() in others and word.is_ancestor(t))]


def receivers(statement: Statement, cast: Cast) -> Ids:
    """ "Drew criticism from", "failed to reply to a request from": who is the subject of what is done with an act."""
    noun = statement.token
    verb = (
        noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ in ("to", "with", "under") else noun.head
    )
    if (
        noun.pos_ != "NOUN"
        or noun.dep_ not in ("dobj", "pobj")
        or not cast.lexicon.has("receive", verb.lemma_.lower())
    ):
        return ()
    who = doers(verb, cast)
    return who if differ(who, statement.holders, cast) else ()


def _in_power(noun: Token, holders: Ids, cast: Cast) -> Ids:
    """ "The authorities", of no place that is named: of the holder's own state, else of the one named most."""
    parts = list(noun.children)
    if not any(c.lower_ == "the" for c in parts) or any(
        c.dep_ in ("prep", "amod", "compound") for c in parts
    ):
        return ()
    kind, chain = cast.roster.kind, cast.roster.chain
    own = [above for holder in holders for above in chain(holder) if kind(above) == "state"]
    named_most = Counter(s.ids[0] for s in cast.roster.sightings if kind(s.ids[0]) == "state").most_common(1)
    return tuple(own[:1]) or tuple(who for who, _ in named_most)


def _addressed(name: Token) -> bool:
    """Whether an act is done to a name as such: "urged Ann Lee", not "backed a plan for Long Beach"."""
    first = name if name.dep_ != "conj" else name.head
    full = any(c.dep_ == "compound" and c.pos_ == "PROPN" for c in name.children)
    return full and first.dep_ in ("dobj", "nsubjpass", "nsubj") and name.tag_ == "NNP"


def _own_forces(noun: Token, cast: Cast) -> bool:
    """ "Thanked the troops", "praised police": those that are nobody else's are the speaker's own."""
    return cast.lexicon.has("military", noun.lemma_.lower()) or cast.lexicon.nouns.get(noun.lower_) == "owner"


def _places(word: Token, wanted: set[str]) -> Iterator[Token]:
    """The nouns at the places that are wanted, in the order of the text."""
    for child in (*word.children, *_given_to(word)):
        place = "dobj" if child.dep_ == "nsubjpass" and word.pos_ == "VERB" else child.dep_
        if place in wanted or (place == "dobj" and not wanted.isdisjoint(THEMSELVES)):
            yield child
        if child.dep_ in ("prep", "dative") and f"prep:{child.lower_}" in wanted and not _set_off(child):
            yield from _of_prep(child)
        if child.dep_ in ("dobj", "acomp"):  # "is grateful to them"
            for prep in child.children:
                yield from _of_prep(prep) if f"object:{prep.lower_}" in wanted else ()
        if child.dep_ in CLAUSES:
            yield from _in_clause(word, child, wanted)


def _in_clause(word: Token, clause: Token, wanted: set[str]) -> Iterator[Token]:
    subjects = [c for c in clause.children if c.dep_ in SUBJECTS]
    infinitive = clause.tag_ in ("VB", "VBP") and (clause.dep_ in CLAUSES[:2] or word.pos_ == "NOUN")
    marked = any(c.dep_ == "mark" for c in clause.children)
    if "prep:for" in wanted and any(c.lower_ == "for" for c in clause.lefts):  # "calls for them to leave"
        yield from (c for c in subjects if c.dep_ == "nsubj")
    elif infinitive and ("clause_subject" in wanted or ("dobj" in wanted and not marked)):
        yield from (c for c in subjects if c.i > word.i)
    elif "claim_subject" in wanted and clause.dep_ in ("ccomp", "acl"):
        yield from (c for c in subjects if c.dep_ == "nsubj")
    if "clause_object" in wanted and clause.tag_ == "VB" and clause.dep_ in CLAUSES[:3]:
        yield from _places(clause, WITHIN)


def _given_to(word: Token) -> list[Token]:
    """Prepositions that the verb of a noun has behind it: "expressed its solidarity with them"."""
    verb = word.head.head if word.dep_ == "pobj" else word.head
    given = word.pos_ == "NOUN" and word.dep_ in ("dobj", "pobj")
    return [c for c in verb.rights if given and c.i > word.i and c.dep_ in ("prep", "dative")]


def _of_prep(prep: Token) -> Iterator[Token]:
    return (c for c in prep.children if c.dep_ == "pobj")


def _set_off(child: Token) -> bool:
    """Whether a comma parts a phrase from what it hangs on: "solidarity, with the army on alert"."""
    return child.i > 0 and child.nbor(-1).text == ","
