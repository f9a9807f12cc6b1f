"""What a pronoun may stand for: the named and described words of a text, their number and their weight."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .phrases import Phrases
from .roster import Ids, Sighting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

SUBJECTS = ("nsubj", "nsubjpass")
MAIN, SUBJECT, OTHER, POSSESSOR, MODIFIER = 4, 3, 2, 1, 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something a later pronoun may stand for."""

    token: Token
    ids: Ids
    number: str  # he | she | person | it | they
    rank: int
    sentence: int
    quoted: bool


class Traits:
    """Number, gender and posts of actors, as codebook and article tell them."""

    def __init__(self, doc: Doc, phrases: Phrases) -> None:
        self.doc, self.phrases, self.roster, self.lexicon = doc, phrases, phrases.roster, phrases.lexicon
        self._genders: dict[str, str] = {}
        self._told: dict[str, set[str]] = {}
        self._places: dict[str, list[Sighting]] = defaultdict(list)
        for sighting in self.roster.sightings:
            self._places[sighting.ids[0]].append(sighting)

    def number(self, named: Sighting) -> str:
        """The pronoun that may stand for whoever is named here: he | she | person | it | they."""
        title = self.doc[named.start - 1].lower_.rstrip(".") if named.start else ""
        if self.lexicon.has("woman", title) != self.lexicon.has("man", title):
            return "she" if self.lexicon.has("woman", title) else "he"
        kind = self.roster.kind(named.ids[0])
        if kind == "person":
            return self.gender(named.ids[0])
        members = named.end - named.start == 1 and self.doc[named.start].tag_ == "NNPS"  # "Republicans"
        return "they" if kind in ("collective", "bloc") or (members and kind == "institution") else "it"

    def gender(self, actor_id: str) -> str:
        """ "he", "she", or "person" where neither codebook nor title nor given name tells."""
        entry = self.lexicon.entries.get(actor_id)
        if entry and entry.pronoun:
            return entry.pronoun
        if actor_id not in self._genders:
            told = self.posts(actor_id) | set(self._titles_of(actor_id))
            woman = any(self.lexicon.has("woman", w) for w in told)
            man = any(self.lexicon.has("man", w) for w in told)
            self._genders[actor_id] = "she" if woman and not man else "he" if man and not woman else "person"
        return self._genders[actor_id]

    def _titles_of(self, actor_id: str) -> list[str]:
        made = self.roster.made.get(actor_id)
        words = [made.name.split()[0]] if made else []
        before = [s.start - 1 for s in self._places[actor_id] if s.start]
        return words + [self.doc[i].lower_.rstrip(".") for i in before]

    def posts(self, actor_id: str) -> set[str]:
        """The post nouns of a person: those that the article gives, and those of the offices held on its day."""
        held = self.lexicon.held(actor_id, self.phrases.article.published)
        titles = (title for office in held for title in (office.title, *office.also))
        return self.told(actor_id) | {word for title in titles for word in title.lower().split()}

    def told(self, actor_id: str) -> set[str]:
        """The words that the article puts beside a person's name: posts, their sort, "former", "Republican"."""
        if actor_id in self._told:
            return self._told[actor_id]
        told = self._told.setdefault(actor_id, set())
        for sighting in self._places[actor_id]:
            head = self.doc[sighting.start : sighting.end].root
            beside = [*self._before(sighting, head.sent.start), *self._behind(sighting)]
            beside += [t for c in head.children if c.dep_ == "appos" for t in (c, *c.lefts)]
            beside += [head.head, *head.head.lefts] if head.dep_ == "appos" else []
            words = [
                t for t in beside if t.pos_ in ("NOUN", "PROPN", "ADJ") or t.lower_ in self.lexicon.nouns
            ]
            told.update(word for t in words for word in (t.lower_, t.lemma_.lower()))
        return told

    def _before(self, sighting: Sighting, first: int) -> Iterator[Token]:
        """The words that may belong to a title before a name: none beyond a verb or another person."""
        for token in reversed(self.doc[max(sighting.start - 4, first) : sighting.start]):
            named = self.roster.at(token.i)
            if token.pos_ in ("VERB", "AUX") or (named and self.roster.kind(named.ids[0]) == "person"):
                return
            yield token

    def _behind(self, sighting: Sighting) -> Iterator[Token]:
        """ "Ann Lee of Texas", "Ann Lee (R-Texas)"."""
        behind = self.doc[sighting.end : sighting.end + 4]
        if len(behind) and behind[0].text in ("of", "(", ","):
            yield from (t for t in behind if t.pos_ == "PROPN")


def rank(token: Token) -> int:
    """How likely a word is taken up again: main subjects and "according to" first, modifiers last."""
    while (
        token.dep_ in ("conj", "appos")
        and token.head != token
        and token.head.pos_ in ("NOUN", "PROPN", "PRON")
    ):
        token = token.head
    verb = token.head
    if token.dep_ in SUBJECTS:
        speaks = any(c.dep_ in ("ccomp", "parataxis") for c in verb.children)
        return MAIN if speaks or verb.dep_ in ("ROOT", "parataxis") else SUBJECT
    if token.dep_ == "pobj" and verb.lower_ == "to" and verb.head.lower_ == "according":
        return MAIN
    if token.dep_ == "poss" and verb.dep_ in SUBJECTS and rank(verb) == MAIN:
        return POSSESSOR  # "His tone was calm."
    if token.dep_ in ("compound", "poss", "amod", "nmod"):
        return MODIFIER
    return MAIN if token.dep_ == "ROOT" else OTHER
