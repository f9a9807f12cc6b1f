"""The words of a source -> actor ids, or none.

A `Cast` knows everyone an article names: actors of the codebook by name, demonym and office held on the
article's date, and those that only the text itself introduces. Unsure stays empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from .. import language
from ..codebook import Codebook
from ..dates import date_words
from ..entries import ActorEntry, Role
from ..records import Actor, Article
from .lexicon import Lexicon, lexicon
from .phrases import Phrases
from .pronouns import Discourse
from .roster import Roster, Sighting

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Ids = tuple[str, ...]
_DATELINE = re.compile(r"[A-Z][^\n()–—]{1,40}\([^()\n]{2,30}\)\s*[–—-]{1,2}\s+(?=\S)")  # "Brussels (dpa) – "


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where the text names an actor.

    `how`: name | seat | people | surname | owner ("Russian officials" are russia) | office | pronoun | description.
    """

    start: int
    end: int
    actor_id: str
    how: str


class Cast:
    """Everyone an article names: built once an article, asked by every extractor."""

    def __init__(self, article: Article, doc: Doc, codebook: Codebook) -> None:
        self.article, self.doc = article, doc
        self.lexicon: Lexicon = lexicon(codebook)
        self.roster = Roster(article, doc, self.lexicon)
        self.phrases = Phrases(article, doc, self.lexicon, self.roster)
        self._asked: dict[str, None] = {}

    @classmethod
    def of(cls, article: Article, doc: Doc, codebook: Codebook) -> Cast:
        """Read who is who in one parsed article."""
        return cls(article, doc, codebook)

    @cached_property
    def discourse(self) -> Discourse:
        """Whom pronouns and descriptions stand for."""
        return Discourse(self.article, self.doc, self.phrases, self.quotes)

    @cached_property
    def quotes(self) -> list[tuple[int, int]]:
        """The quoted stretches of the text."""
        return language.quotes(self.article.text)

    @cached_property
    def mentions(self) -> list[Mention]:
        """Every recognised mention in the order of the text, resolved pronouns and descriptions included.

        A name inside a larger mention of the same actor ("Russian" in "Russian officials") is left out;
        joint pronouns ("they") are several mentions at one place.
        """
        larger = [*self.discourse.sightings]
        covered = {(i, actor) for s in larger for i in range(s.start, s.end) for actor in s.ids}
        named = [s for s in self.roster.sightings if (s.start, s.ids[0]) not in covered]
        return [self._mention(s, actor) for s in sorted(named + larger, key=_place) for actor in s.ids]

    def resolve(self, start: int, end: int) -> Ids:
        """Whom the phrase at these characters names: several ids for joint sources, () when unsure."""
        dateline = _DATELINE.match(self.article.text, start, end)
        span = self.doc.char_span(dateline.end() if dateline else start, end, alignment_mode="expand")
        if span is None or not len(span):
            return ()
        found: dict[str, None] = dict.fromkeys(self.phrases.closing_person(span))
        for head in () if found else self.phrases.heads(span):
            found.update(dict.fromkeys(self._ids(head)))
        self._asked.update(found)
        return tuple(found)

    def owner(self, start: int, end: int) -> str | None:
        """The actor whose thing this noun phrase is: "Russian troops" -> russia; None when the words do not say.

        A possessive pronoun counts ("its troops"); two owners are none.
        """
        span = self.doc.char_span(start, end, alignment_mode="expand")
        if span is None or not len(span):
            return None
        for head in self.phrases.heads(span)[:1]:
            ids = self.phrases.owners(head) or self._possessor(head)
            if len(ids) == 1:
                self._asked[ids[0]] = None
                return ids[0]
        return None

    def enter(self, actor_id: str) -> None:
        """Record that a row names this actor, so that `actors` lists it."""
        self._asked[actor_id] = None

    def name(self, actor_id: str) -> str:
        """The canonical name of an id ("jens_stoltenberg" -> "Jens Stoltenberg")."""
        return self._actor(actor_id).name

    def kind(self, actor_id: str) -> str:
        """person | institution | state | bloc | collective | unknown."""
        return self._actor(actor_id).kind

    def is_outlet(self, actor_id: str) -> bool:
        """Whether this is a news agency, a broadcaster, a paper: someone who relays."""
        entry = self.lexicon.entries.get(actor_id)
        words = self.name(actor_id).lower().split()  # "Polish Radio"
        described = entry.descriptions if entry else ()
        return any(self.lexicon.nouns.get(word) == "medium" for word in words) or any(
            self.lexicon.has("outlet", text.split()[-1]) for text in described
        )

    def actors(self) -> tuple[Actor, ...]:
        """Everyone named or asked for so far, and those they are members of, by id."""
        waiting = list({m.actor_id: None for m in self.mentions} | self._asked)
        found: dict[str, Actor] = {}
        while waiting:
            actor = self._actor(waiting.pop())
            if actor.actor_id not in found:
                found[actor.actor_id] = actor
                if actor.member_of:
                    waiting.append(actor.member_of)
        return tuple(found[key] for key in sorted(found))

    def _actor(self, actor_id: str) -> Actor:
        entry = self.lexicon.entries.get(actor_id)
        if entry:
            return Actor(entry.id, entry.name, entry.kind, entry.member_of, "codebook")
        return self.roster.made.get(actor_id) or Actor(actor_id, actor_id, "unknown", None, "text")

    def _ids(self, head: Token) -> Ids:
        """The actors a head word stands for, by name, owner, post, then by what went before."""
        if head.tag_ in ("WP", "WDT"):
            return self.discourse.antecedent(head)
        return self.discourse.ids(head)

    def _possessor(self, head: Token) -> Ids:
        for child in head.children:
            if child.dep_ == "poss":
                start, end = child.idx, child.idx + len(child)
                timed = date_words(
                    self.article.text, start, end, self.article.published
                )  # "Monday's sorties"
                return () if timed else self.discourse.ids(child)
        return ()

    def _mention(self, sighting: Sighting, actor_id: str) -> Mention:
        first, last = self.doc[sighting.start], self.doc[sighting.end - 1]
        return Mention(first.idx, last.idx + len(last), actor_id, sighting.how)


def _place(sighting: Sighting) -> tuple[int, int]:
    return sighting.start, sighting.end


def fires(entry: ActorEntry | Role, sentence: str, codebook: Codebook) -> bool:
    """Whether the sentence is read as naming this actor, or as using a noun of this role for some actor.

    The sentence is undated: offices do not fire, names, seats and owners do.
    """
    article = Article("example", "", sentence, "")
    doc = language.pipeline()(sentence)
    cast = Cast.of(article, doc, codebook)
    if isinstance(entry, ActorEntry):
        return any(mention.actor_id == entry.id for mention in cast.mentions)
    nouns = [t for t in doc if t.dep_ == "nsubj" and (t.lower_ in entry.nouns or t.lemma_ in entry.nouns)]
    return any(cast.resolve(t.left_edge.idx, t.idx + len(t)) or entry.resolves == "anonymous" for t in nouns)
