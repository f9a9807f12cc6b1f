"""Every name that a codebook knows, ready to be looked up in a text: built once a codebook.

Names are matched token by token, the longest first; offices by owner and post on a date.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

import numpy as np
from spacy.strings import get_string_id

from ..codebook import Codebook
from ..entries import ActorEntry, Office

Words = tuple[str, ...]
# First word -> (all the words, actor id, how it names: name | seat | adjective | people), longest first.
Index = dict[str, list[tuple[Words, str, str]]]


@dataclass(frozen=True, slots=True)
class Match:
    """Tokens `start` to `end` (excluded) name this actor."""

    start: int
    end: int
    actor_id: str
    how: str


@dataclass(frozen=True)
class Lexicon:
    """Names, nouns and offices of one codebook."""

    entries: dict[str, ActorEntry]
    index: Index
    nouns: dict[str, str]  # "ministry" -> "owner": what a common noun resolves to
    lists: dict[str, frozenset[str]]  # "locative" -> words: the other word lists
    offices: dict[tuple[str, str], list[tuple[date, date, str]]]  # owner and post -> since, until, holder
    descriptions: dict[str, list[str]] = field(default_factory=dict)  # "alliance" -> actor ids
    last_words: frozenset[str] = frozenset()  # of the descriptions
    hashes: np.ndarray = field(default_factory=lambda: np.array([], np.uint64))  # of nouns and last words

    def matches(self, words: list[str]) -> list[Match]:
        """Longest names from left to right, none overlapping."""
        found, i, index = [], 0, self.index
        while i < len(words):
            for name, actor_id, how in index.get(words[i], ()):
                if len(name) == 1 or tuple(words[i : i + len(name)]) == name:
                    found.append(Match(i, i + len(name), actor_id, how))
                    i += len(name) - 1
                    break
            i += 1
        return found

    def holder(self, owner: str, post: str, on: date | None) -> str | None:
        """Who held this post on this day; None when nobody, several, or no day is known."""
        if on is None:
            return None
        holders = {
            actor_id for since, until, actor_id in self.offices.get((owner, post), ()) if since <= on <= until
        }
        return holders.pop() if len(holders) == 1 else None

    def held(self, actor_id: str, on: date | None) -> list[Office]:
        """The offices of an actor on this day; all it ever held where no day is known."""
        entry = self.entries.get(actor_id)
        offices = entry.offices if entry else ()
        return [o for o in offices if on is None or (o.since or on) <= on <= (o.until or on)]

    def titled(self, surname: str, title: set[str], on: date | None) -> str | None:
        """The one person of this surname whose post on this day is in the title: "Prime Minister Johnson"."""
        posts = title & self.lists.get("person", frozenset())
        named = [e.id for e in self.entries.values() if posts and e.name.endswith(" " + surname)]
        holders = [i for i in named if any(posts & set(o.title.split()) for o in self.held(i, on))]
        return holders[0] if len(holders) == 1 else None

    def has(self, sort: str, word: str) -> bool:
        """Whether this word is in the list ("locative", "past", "honorific" …)."""
        return word in self.lists.get(sort, ())


@lru_cache(maxsize=8)
def lexicon(codebook: Codebook) -> Lexicon:
    """The lexicon of a codebook; the same object for the same codebook."""
    index = _index(codebook.actors)
    nouns: dict[str, str] = {}
    lists: dict[str, set[str]] = {}
    for role in codebook.roles:
        for noun in role.nouns:
            lists.setdefault(role.resolves, set()).add(noun)
            if role.resolves in ("owner", "person", "collective", "medium", "anonymous"):
                nouns.setdefault(noun, role.resolves)
    descriptions: dict[str, list[str]] = {}
    for entry in codebook.actors:
        for words in entry.descriptions:
            descriptions.setdefault(words.lower(), []).append(entry.id)
    last_words = frozenset(words.split()[-1] for words in descriptions)
    made = Lexicon(
        entries={entry.id: entry for entry in codebook.actors},
        index=index,
        nouns=nouns,
        lists={sort: frozenset(words) for sort, words in lists.items()},
        offices={},
        descriptions=descriptions,
        last_words=last_words,
        hashes=np.array([get_string_id(word) for word in {*nouns, *last_words}], np.uint64),
    )
    _add_offices(made, codebook.actors)
    return made


def plain(word: str) -> str:
    """A word as names are compared: with straight apostrophes."""
    return word.replace("’", "'").replace("‘", "'")


def _index(actors: tuple[ActorEntry, ...]) -> Index:
    from ..language import pipeline

    tokenizer = pipeline().tokenizer
    index: dict[str, dict[Words, tuple[str, str]]] = {}
    for entry in actors:
        named = [(name, "name") for name in (entry.name, *entry.aliases)]
        named += [(name, "seat") for name in entry.seats]
        named += [(name, "adjective") for name in entry.adjectives]
        named += [(name + "s", "people") for name in entry.adjectives if name[-1] in "ni"]
        for name, how in named:
            words = tuple(plain(token.text) for token in tokenizer(name))
            index.setdefault(words[0], {}).setdefault(words, (entry.id, how))
    return {
        first: sorted(((w, *who) for w, who in names.items()), key=lambda item: -len(item[0]))
        for first, names in index.items()
    }


def _add_offices(made: Lexicon, actors: tuple[ActorEntry, ...]) -> None:
    for entry in actors:
        for office in entry.offices:
            term = (office.since or date.min, office.until or date.max, entry.id)
            for title in (office.title, *office.also):
                for key in _office_keys(made, title):
                    made.offices.setdefault(key, []).append(term)


def _office_keys(made: Lexicon, title: str) -> list[tuple[str, str]]:
    """ "NATO chief" -> ("nato", "chief"); a spokesperson's post is kept with the very words of its owner."""
    words = title.split()
    found = made.matches([plain(word) for word in words])
    if not found or found[0].start or found[0].end == len(words):
        return [("", title.lower())]
    owner = " ".join(words[: found[0].end]).lower()
    post = " ".join(words[found[0].end :]).lower().replace("-", " ")
    if post.startswith(("spokes", "press")):
        return [(owner, post)]
    return [(found[0].actor_id, post)]
