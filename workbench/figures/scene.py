"""Where an article plays and who faces whom in it: the states of its places, and the owners of its arms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from ..actors import Cast
from ..codebook import Codebook
from .kinds import ARMED, Kinds
from .numerals import alternatives
from .things import NOUNS

if TYPE_CHECKING:
    from spacy.tokens import Token

OFTEN = 2  # mentions from which a state may be where an article plays
DASHES = ("–", "—", "-")
LEAD = 70  # words in which an article says where it plays
MOST = 0.55  # … and its least share among all states named
CLEAR = 0.45  # of the arms named that are not one's own, at least so many are the enemy's


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


class Scene:
    """The states that one article names, by place."""

    def __init__(self, cast: Cast, kinds: Kinds, known: Regions) -> None:
        self.cast, self.kinds, self.known = cast, kinds, known

    @cached_property
    def at(self) -> dict[int, str]:
        """Token -> the state that it names, lies in or is an adjective of."""
        roster, doc = self.cast.roster, self.cast.doc
        found = {**roster.places, **roster.adjectives}
        found |= {s.end - 1: s.ids[0] for s in roster.sightings if len(s.ids) == 1}
        for match in self.known.pattern.finditer(self.cast.article.text):
            span = doc.char_span(*match.span(), alignment_mode="expand")
            if span is not None:
                found[span[-1].i] = self.known.states[" ".join(match.group().split())]
        return {i: actor for i, actor in found.items() if self.is_home(actor)}

    def is_home(self, actor: str) -> bool:
        """Whether people can be of it: a state, or whoever a codebook gives regions."""
        entry = self.cast.lexicon.entries.get(actor)
        return entry is not None and (entry.kind == "state" or bool(entry.regions))

    def side(self, actor: str) -> str | None:
        """Whose an actor's troops and people are: a leader's and an institution's are their state's.

        None for a leader of no known state and for an army unit that the text alone names.
        """
        state, kind = self.cast.roster.state(actor), self.cast.kind(actor)
        if state != actor and (kind == "person" or self.cast.kind(state) == "state"):
            return state
        words = self.cast.name(actor).lower().split()
        units = (self.kinds.nouns.get(" ".join(words[i:])) for i in range(len(words)))
        unit = actor not in self.cast.lexicon.entries and any(kind and kind.id == "units" for kind in units)
        return None if unit or kind == "person" else actor

    @cached_property
    def state(self) -> str | None:
        """The state that most phrases of place are of; else that of the lead's first, where it is named most."""
        located = {i: state for i, state in self.at.items() if self.located(self.cast.doc[i])}
        counts = Counter(located.values())
        top, times = next(iter(counts.most_common(1)), ("", 0))
        if times >= OFTEN and times >= MOST * counts.total():
            return top
        # "QUITO – …": a dateline
        lead = [i for i in sorted(self.at) if i in located or self.cast.doc[i + 1 : i + 2].text in DASHES][:1]
        top, times = next(iter(Counter(self.at.values()).most_common(1)), ("", 0))
        return top if times >= OFTEN and [self.at[i] for i in lead if i < LEAD] == [top] else None

    def last(self, token: Token) -> str | None:
        """The state of the place named last before a word, in its paragraph."""
        for i in range(token.i - 1, -1, -1):
            before = self.cast.doc[i]
            if "\n\n" in before.text:
                return None
            if i in self.at and self.located(before):
                return self.at[i]
        return None

    def located(self, token: Token) -> bool:
        """Whether it says where: "in Poland", "the Polish capital", a region, a seat of power that is a place."""
        roster, has = self.cast.roster, self.cast.lexicon.has
        if token.i in roster.places or not (roster.at(token.i) or token.i in roster.adjectives):
            return True
        over = token.head
        while over.dep_ in ("compound", "conj", "appos") and over.head != over:
            over = over.head
        if has("place", over.lemma_.lower()):
            return True
        hit = token.dep_ == "dobj" and has("struck", token.head.lemma_)
        prep = token.head.lower_ if token.dep_ == "pobj" else ""
        return hit or (has("where", prep) and prep != "to")  # who moves to a place is not of it

    @cached_property
    def arms(self) -> Counter[str]:
        """Whose troops, weapons and attacks the article names, and how often."""
        found: Counter[str] = Counter()
        for token in self.cast.doc:
            kind = (
                self.kinds.of_noun(token) if token.pos_ in NOUNS and self.kinds.may_be(token, ARMED) else None
            )
            kind = kind or self.kinds.groups.get(token.lemma_)
            if kind is not None and kind.id in ARMED:
                owner = self.owner(token)
                found.update(filter(None, [self.side(owner) if owner else None]))
        return found

    def owner(self, noun: Token) -> str | None:
        """Whose a noun's things are, by its words; where they come from is none of them: "20 jets from Germany"."""
        owner = self.cast.owner(noun.left_edge.idx, noun.idx + len(noun))
        origins = (c for prep in noun.subtree if prep.lower_ == "from" for c in prep.children)
        return None if owner in self.states(origins) else owner

    def enemy(self, side: str | None) -> str | None:
        """Whose arms, besides its own, the article names most; else, to a side, which state it names most."""
        armed, named = (
            Counter({owner: times for owner, times in counts.items() if owner != side})
            for counts in (self.arms, Counter(self.at.values()))
        )
        (most, times), (first, mentions) = (next(iter(c.most_common(1)), (None, 0)) for c in (armed, named))
        same = most is not None and most == first  # who has most of the arms is named most
        if times >= OFTEN and (side or same) or (side and same and mentions > OFTEN):
            return most if times >= CLEAR * armed.total() else None
        return first if side and mentions > OFTEN and mentions >= CLEAR * named.total() else None

    def states(self, tokens: Iterable[Token]) -> dict[str, None]:
        """The states that these words name or lie in, in their order."""
        return dict.fromkeys(self.at[t.i] for t in tokens if t.i in self.at)
