"""Whom "the minister", "the Ukrainian official", "the alliance" and "the ministry" stand for."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from ..records import Article
from .candidates import Candidate, Traits
from .phrases import Phrases
from .roster import Ids

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from spacy.tokens import Doc, Token

PERSONS, THINGS = 8, 12  # sentences to look back for a person, for a body so described


class Descriptions:
    """Resolves definite descriptions against what the text has named so far (`seen`)."""

    def __init__(
        self, article: Article, doc: Doc, phrases: Phrases, traits: Traits, seen: list[Candidate]
    ) -> None:
        self.article, self.doc, self.phrases, self.traits, self.seen = article, doc, phrases, traits, seen
        self.roster, self.lexicon = phrases.roster, phrases.lexicon
        self._shuffled = "shuffled" in article.flags
        self._words: dict[int, set[str]] = {}  # of the name that begins at this token

    def person(self, head: Token, sentence: int) -> Ids:
        """ "The minister", "the Ukrainian official": the last of whom the article says so, else whose office it is."""
        told = self._person(head, sentence, self.traits.told)
        return told or self._person(head, sentence, self.traits.posts)

    def _person(self, head: Token, sentence: int, posts_of: Callable[[str], set[str]]) -> Ids:
        owners = self.phrases.owners(head)
        noun = head.lemma_.lower()
        past = self._past(c.lower_ for c in head.children)
        sort = set() if owners else self._sort(head)
        for candidate in reversed(self.seen):
            if sentence - candidate.sentence > PERSONS:
                return ()
            if len(candidate.ids) != 1 or self.roster.kind(candidate.ids[0]) != "person":
                continue
            actor_id = candidate.ids[0]
            if owners and not set(owners) & set(self.roster.chain(actor_id)):
                continue
            posts = posts_of(actor_id)
            if (past and not self._past(posts)) or not sort <= posts | self.traits.told(actor_id):
                continue
            top = self.lexicon.has("top", noun) and any(self.lexicon.has("top", post) for post in posts)
            if noun in posts or top or (owners and self.lexicon.has("general", noun)):
                return candidate.ids
        return ()

    def _sort(self, head: Token) -> set[str]:
        """What must have been said too: "the foreign minister", "the Republican candidate", "secretary of state"."""
        before = [c for c in head.lefts if c.dep_ in ("compound", "amod") and c.text != "-"]
        found = {c.lower_ for c in before if c.text[0].isupper() or self.lexicon.has("sort", c.lower_)}
        behind = self.doc[head.i + 1 : head.i + 3]
        of = len(behind) == 2 and behind[0].lower_ == "of" and behind[1].text.islower()
        return found | {behind[1].lower_} if of else found

    def _past(self, words: Iterable[str]) -> bool:
        return any(self.lexicon.has("past", word) for word in words)

    def at(self, token: Token) -> list[str]:
        """The actors that a phrase ending in this word may stand for: "alliance", "military alliance"."""
        if token.lower_ not in self.lexicon.last_words:
            return []
        longest = [t.lower_ for t in self.doc[max(token.i - 3, 0) : token.i + 1]]
        found: list[str] = []
        for i in range(len(longest)):
            found += self.lexicon.descriptions.get(" ".join(longest[i:]), [])
        return found

    def back(self, token: Token, described: list[str], sentence: int) -> Ids:
        """ "The alliance", "the ministry", "the ministers": who was called so before."""
        noun = token.lemma_.lower()
        plural = token.tag_ in ("NNS", "NNPS")
        modifiers = self._modifiers(token) if plural else set()
        for candidate in reversed(self.seen):
            if sentence - candidate.sentence > THINGS:
                break
            if not candidate.ids or not self._same_text(candidate.token, token):
                continue
            if described and len(candidate.ids) == 1 and candidate.ids[0] in described:
                return candidate.ids
            if (candidate.token.tag_ in ("NNS", "NNPS")) != plural:
                continue
            if candidate.token.lemma_.lower() == noun or noun in self._name_words(candidate):
                return candidate.ids
            if _abbreviates(token, candidate.token):
                return candidate.ids
            if modifiers and modifiers & self._modifiers(candidate.token):
                return candidate.ids
        return ()

    def local(self, token: Token, use: str | None) -> Ids:
        """ "In Ukraine, … the government said": the state that the sentence opens with, else the only one near by."""
        if use != "owner":
            return ()
        first = next((t for t in token.sent if not t.is_space and not t.is_punct), token)
        for noun in first.children if first.dep_ == "prep" and first.lower_ == "in" else ():
            named = self.roster.at(noun.i)
            if named and self.roster.kind(named.ids[0]) == "state":
                return named.ids
        return self._only_state(token) if self.lexicon.has("national", token.lower_) else ()

    def _only_state(self, token: Token) -> Ids:
        """The state that the article names most, where this sentence and the one before speak of no other."""
        sentence = token.sent
        start = (
            self.doc[sentence.start - 1].sent.start
            if sentence.start and not self._shuffled
            else sentence.start
        )
        owners = (self.roster.adjectives, self.roster.places)
        told = {of[i] for of in owners for i in range(start, sentence.end) if i in of}
        told |= {s.ids[0] for i in range(start, sentence.end) if (s := self.roster.at(i))}
        for candidate in reversed(self.seen):
            if candidate.token.i < start:
                break
            told.update(candidate.ids)
        states = {self.roster.state(actor) for actor in told} & self._states.keys()
        most = max(self._states.values(), default=0)
        return tuple(s for s in states if self._states[s] == most) if len(states) == 1 else ()

    @cached_property
    def _states(self) -> Counter[str]:
        """How often the article names each state, its people, places and bodies."""
        roster = self.roster
        named = [*(s.ids[0] for s in roster.sightings), *roster.adjectives.values(), *roster.places.values()]
        states = Counter(self.roster.state(actor) for actor in named)
        return Counter({s: n for s, n in states.items() if self.roster.kind(s) == "state"})

    def _same_text(self, before: Token, token: Token) -> bool:
        return not self._shuffled or before.sent == token.sent

    def _modifiers(self, token: Token) -> set[str]:
        """ "The defence chiefs" may be the "defence ministers" of before."""
        return {
            c.lower_ for c in token.children if c.dep_ in ("compound", "amod") and c.pos_ in ("NOUN", "PROPN")
        }

    def _name_words(self, candidate: Candidate) -> set[str]:
        named = self.roster.at(candidate.token.i)
        if not named:
            return set()
        if named.start not in self._words:
            person = self.roster.kind(named.ids[0]) == "person"
            words = () if person else self.doc[named.start : named.end]
            self._words[named.start] = {t.lower_ for t in words}
        return self._words[named.start]

    def has_owner_words(self, token: Token) -> bool:
        """Whether something in the phrase says whose it is."""
        return any(c.dep_ == "poss" or c.i in self.roster.adjectives for c in token.children)

    def by_name(self, token: Token, described: list[str]) -> Ids:
        """ "The UN agency": a description of several words beats the owner in it, of an actor named before."""
        if not described:
            return ()
        words = [t.lower_ for t in self.doc[max(token.i - 2, 0) : token.i + 1]]
        for i in range(len(words) - 1):
            for actor_id in self.lexicon.descriptions.get(" ".join(words[i:]), ()):
                if actor_id in described and any(actor_id in c.ids for c in self.seen):
                    return (actor_id,)
        return ()


def _abbreviates(token: Token, other: Token) -> bool:
    """ "The MFA", of "the Ministry of Foreign Affairs of Ukraine"."""
    capitals = "".join(t.text[0] for t in other.subtree if t.i >= other.i and t.text[0].isupper())
    return len(token) > 2 and token.text.isupper() and capitals.startswith(token.text)
