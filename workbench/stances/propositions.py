"""The patterns of a codebook's propositions, and where a text has all the words of one in one clause."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product
from typing import TYPE_CHECKING

import numpy as np
from spacy.strings import get_string_id

from ..actors import Cast
from ..actors.lexicon import lexicon
from ..codebook import Codebook
from ..entries import Proposition
from ..records import InputError
from .doers import SUBJECTS

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Words = tuple[str, ...]
Place = tuple[int, ...]  # tokens, the first of which carries the others

POSITIONS = ("mixed", "doubts", "rejects", "affirms", "about")
GAP = 4  # words that may stand between two words of one entry: "return to (their permanent) base"
COMBINATIONS = 60  # ways to fill a pattern in one sentence that are tried
# A word under one of these stands in a clause of its own.
BORDERS = ("ccomp", "advcl", "relcl", "acl", "csubj", "parataxis", "ROOT")


@dataclass(frozen=True, slots=True)
class Pattern:
    """The slots of one pattern, by their numbers, and the position it stands for.

    `actors` are slots that only names fill: they may stand anywhere in the sentence.
    """

    proposition: Proposition
    position: str
    slots: tuple[int, ...]
    actors: tuple[int, ...]
    unless: int  # the slot of words that mean something else


@dataclass(frozen=True)
class Patterns:
    """All patterns of a codebook and the index by which their words are found."""

    patterns: list[Pattern]
    words: dict[str, list[tuple[Words, int]]]  # first word -> all the words, slot; longest first
    actors: dict[str, list[int]]  # actor id -> slots
    hashes: np.ndarray


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern whose slots these tokens fill; `names` are those of its actors."""

    proposition: Proposition
    position: str
    tokens: Place
    holders: Words = ()  # whose words a match points back to ("such a claim")
    names: tuple[Place, ...] = ()


@lru_cache(maxsize=8)
def patterns(codebook: Codebook) -> Patterns:
    """The patterns of a codebook, compiled; InputError for a slot that names no list and no actor."""
    from ..language import pipeline

    lists = lexicon(codebook).lists
    tokenizer = pipeline().tokenizer
    numbers: dict[tuple[str, ...], int] = {}
    found = []
    for entry in codebook.propositions:
        unless = numbers.setdefault(entry.unless, len(numbers))
        for position in POSITIONS:
            for text in getattr(entry, position):
                slots: list[int] = []
                actors_only: list[int] = []
                for slot in text.split():
                    fillers = _fillers(slot, entry, lists, codebook)
                    named = all(filler.startswith("@") for filler in fillers)
                    (actors_only if named else slots).append(numbers.setdefault(fillers, len(numbers)))
                found.append(Pattern(entry, position, tuple(slots), tuple(actors_only), unless))
    words: dict[str, list[tuple[Words, int]]] = {}
    actors: dict[str, list[int]] = {}
    for fillers, number in numbers.items():
        for filler in fillers:
            if filler.startswith("@"):
                actors.setdefault(filler[1:], []).append(number)
            else:
                split = tuple(token.lower_ for token in tokenizer(filler))
                words.setdefault(split[0], []).append((split, number))
    for entries in words.values():
        entries.sort(key=lambda item: -len(item[0]))
    return Patterns(found, words, actors, np.array([get_string_id(w) for w in words], np.uint64))


def _fillers(slot: str, entry: Proposition, lists: dict, codebook: Codebook) -> tuple[str, ...]:
    """What may stand in a slot: the words of a list, alternatives, or actors."""
    found: list[str] = []
    where = f"{codebook.name}/propositions.toml: {entry.id!r}"
    for part in slot.split("|"):
        if part.isupper() and part.isalpha():
            if part not in entry.words and part.lower() not in lists:
                raise InputError(f"{where}: no list {part!r}; add it to its words")
            found += entry.words.get(part) or sorted(lists[part.lower()])
        else:
            if part.startswith("@") and part[1:] not in {actor.id for actor in codebook.actors}:
                raise InputError(f"{where}: no actor {part[1:]!r}; add it to actors.toml")
            found.append(part)
    return tuple(found)


def matches(doc: Doc, codebook: Codebook, cast: Cast) -> list[Match]:
    """Every pattern that a sentence fills inside one clause, each place of its first slot once."""
    compiled = patterns(codebook)
    if not compiled.patterns:
        return []
    written = {token.lemma_ for token in doc} | {token.lower_ for token in doc}
    here = [p for p in compiled.patterns if not p.proposition.setting or written & {*p.proposition.setting}]
    starts = [sentence.start for sentence in doc.sents]
    sentences: dict[int, dict[int, list[Place]]] = {}
    wanted = {slot for p in here for slot in (*p.slots, *p.actors, p.unless)}
    for slot, places in _places(doc, compiled, cast, wanted, written).items():
        for place in places:
            slots = sentences.setdefault(bisect_right(starts, place[0]), {})
            slots.setdefault(slot, []).append(place)
    return [m for _, slots in sorted(sentences.items()) for m in _in_sentence(doc, here, slots)]


def _in_sentence(doc: Doc, some: list[Pattern], here: dict[int, list[Place]]) -> Iterator[Match]:
    for pattern in some:
        if not here.keys() >= {*pattern.slots, *pattern.actors}:
            continue
        other = {i for place in here.get(pattern.unless, ()) for i in place}
        names = tuple(tuple(place[0] for place in here[slot]) for slot in pattern.actors)
        taken = set()
        for combination in islice(product(*(here[slot] for slot in pattern.slots)), COMBINATIONS):
            heads = [place[0] for place in combination]
            tokens = tuple(dict.fromkeys(i for place in combination for i in place))
            if heads[0] in taken or len(set(heads)) < len(heads) or not other.isdisjoint(tokens):
                continue
            if all(_together(doc[heads[0]], doc[head]) for head in heads[1:]):
                taken.add(heads[0])
                yield Match(pattern.proposition, pattern.position, tokens, names=names)


def _places(
    doc: Doc, compiled: Patterns, cast: Cast, wanted: set[int], written: set[str]
) -> dict[int, list[Place]]:
    """Slot -> where the text has one of its words or actors, of the slots that are wanted."""
    places: dict[int, list[Place]] = {}
    lemma, lower = doc.to_array(["LEMMA", "LOWER"]).T
    for i in np.flatnonzero(np.isin(lemma, compiled.hashes) | np.isin(lower, compiled.hashes)).tolist():
        if i > 1 and doc[i - 1].text == "-" and cast.lexicon.has("prefix", doc[i - 2].lower_):
            continue  # "counter-attack" is no attack
        for first in dict.fromkeys((doc[i].lemma_, doc[i].lower_)):
            for words, slot in compiled.words.get(first, ()):
                if slot in wanted and (len(words) == 1 or written.issuperset(words)):
                    place = _place(doc, i, words)
                    if place:
                        places.setdefault(slot, []).append(place)
    if compiled.actors:
        named = [(s.end - 1, s.ids) for s in [*cast.roster.sightings, *cast.discourse.sightings]]
        named += [(i, (actor,)) for i, actor in cast.roster.adjectives.items()]
        for i, ids in named:
            above = (actor for who in ids for actor in cast.roster.chain(who))
            for slot in wanted & {slot for actor in above for slot in compiled.actors.get(actor, ())}:
                places.setdefault(slot, []).append((i,))
    return places


def _place(doc: Doc, i: int, words: Words) -> Place | None:
    """The tokens of an entry of one or more words that begins here, its head first."""
    found = [i]
    for word in words[1:]:
        near = doc[found[-1] + 1 : found[-1] + GAP + 2]
        fitting = next((t for t in near if word in (t.lower_, t.lemma_)), None)
        if fitting is None or any(_parts(t) for t in doc[found[-1] + 1 : fitting.i]):
            return None
        found.append(fitting.i)
    inside = set(found)
    found.sort(key=lambda n: doc[n].head.i in inside and doc[n].head.i != n)
    return tuple(found)


def _parts(between: Token) -> bool:
    """Whether a word parts the words of one entry: a mark, a verb, a preposition."""
    mark = between.is_punct and not between.is_quote and between.text != "-"
    return mark or between.pos_ in ("ADP", "VERB", "SCONJ")


def _together(one: Token, other: Token) -> bool:
    """Whether two words stand in one clause, or one governs the clause of the other."""
    above = [one, *one.ancestors]
    places = {token.i: n for n, token in enumerate(above)}
    crossed, token = [], other
    while token.i not in places:
        crossed.append(token)
        if token.head == token:
            return False
        token = token.head
    meeting = token
    crossed = [t for t in (*crossed, *above[: places[meeting.i]]) if _opens(t)]
    governed = (meeting, *(c for c in meeting.children if c.dep_ == "dobj"))  # "drop the promise that …"
    return not crossed or (len(crossed) == 1 and crossed[0].head in governed and meeting in (one, other))


def _opens(token: Token) -> bool:
    """Whether a word opens a clause of its own: joined verbs do where they have their own subject."""
    return token.dep_ in BORDERS or (token.dep_ == "conj" and any(c.dep_ in SUBJECTS for c in token.children))
