"""Who is named where in one article: codebook names, names that only the text has, and surnames alone."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..dates import date_words
from ..records import Actor, Article
from .lexicon import Index, Lexicon, Match, plain
from .names import Name, abbreviation, names, slug

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Ids = tuple[str, ...]
_INITIAL = re.compile(r"(?<= )[A-Z]\. (?=\w)")  # "Ann B. Lee" is Ann Lee
OFTEN = 3  # a surname that two bear is the one's who is named in full three times as often


@dataclass(frozen=True, slots=True)
class Sighting:
    """Tokens `start` to `end` (excluded) stand for these actors."""

    start: int
    end: int
    ids: Ids
    how: str


class Roster:
    """Named actors by token.

    `sightings` hold names in the order of the text; `adjectives` and `places` are tokens that own or locate
    but do not name; `made` are actors that only the text knows.
    """

    def __init__(self, article: Article, doc: Doc, lexicon: Lexicon) -> None:
        self.doc, self.lexicon, self.article = doc, lexicon, article
        self.made: dict[str, Actor] = {}
        self.adjectives: dict[int, str] = {}
        self.places: dict[int, str] = {}
        self.candidates: dict[int, Name] = {}  # names of unknown kind, made actors only when they speak
        self.ambiguous: set[int] = set()  # surnames that two of the article bear
        self._named: dict[int, Sighting] = {}
        self._surnames: dict[str, dict[str, None]] = {}
        words = self._words()
        matches = lexicon.matches(words)
        matches = [match for match in matches if not self._in_other_name(match)]
        for match in matches:
            self._sort(match)
        found = names(doc, matches, lexicon)
        self._add_known_persons()
        self._add_full_names(found)
        self._add_surnames(found)
        self._add_mistagged(words)
        unique = {(s.start, s.end): s for s in self._named.values()}
        self.sightings = sorted(unique.values(), key=lambda s: s.start)

    def at(self, token: int) -> Sighting | None:
        """The name that covers this token."""
        return self._named.get(token)

    def make(self, name: str, kind: str, member_of: str | None = None) -> str:
        """An actor that no codebook knows, from the fullest name in the text; its id."""
        actor_id = slug(_INITIAL.sub("", name))
        if actor_id in self.lexicon.entries:
            return actor_id
        known = self.made.get(actor_id)
        if known is None or (known.kind == "unknown" and kind != "unknown"):
            self.made[actor_id] = Actor(actor_id, name, kind, member_of, "text")
        return actor_id

    def enter(self, start: int, end: int, actor_id: str, how: str) -> Sighting:
        """Record that these tokens name this actor."""
        sighting = Sighting(start, end, (actor_id,), how)
        for i in range(start, end):
            self._named[i] = sighting
        return sighting

    def belongs(self, actor_id: str) -> str | None:
        """The state or body a person or body belongs to."""
        entry = self.lexicon.entries.get(actor_id)
        if entry:
            return entry.member_of
        return self.made[actor_id].member_of if actor_id in self.made else None

    def chain(self, actor_id: str) -> list[str]:
        """The actor, what it belongs to, what that belongs to …"""
        chain = [actor_id]
        while (above := self.belongs(chain[-1])) and above not in chain:
            chain.append(above)
        return chain

    def state(self, actor_id: str) -> str:
        """The last in the chain of membership: a minister's state."""
        return self.chain(actor_id)[-1]

    def kind(self, actor_id: str) -> str:
        """The kind of an actor, whoever knows it."""
        entry = self.lexicon.entries.get(actor_id)
        return entry.kind if entry else self.made[actor_id].kind if actor_id in self.made else "unknown"

    # --- reading -------------------------------------------------------------------------------

    def _words(self) -> list[str]:
        """The tokens; where a text has lost its apostrophes, "Russias" is read as Russia."""
        strings = self.doc.vocab.strings
        words = [plain(strings[orth]) for orth in self.doc.to_array("ORTH").tolist()]
        if "'" in self.article.text or "’" in self.article.text:
            return words
        index = self.lexicon.index
        return [
            w[:-1] if w[-1:] == "s" and w not in index and _names_alone(w[:-1], index) else w for w in words
        ]

    def _sort(self, match: Match) -> None:
        """A match is a name, a place, an adjective, or part of somebody else's name."""
        doc, first = self.doc, self.doc[match.start]
        before = doc[match.start - 1] if match.start else None
        after = doc[match.end] if match.end < len(doc) else None
        last = doc[match.end - 1]
        if _hyphenated(before, last, after):
            return
        if match.how == "adjective":
            self.adjectives[match.end - 1] = match.actor_id
        elif self._is_place(match, first, before, after):
            self.places[match.end - 1] = match.actor_id
        else:
            self.enter(match.start, match.end, match.actor_id, match.how)

    def _is_place(self, match: Match, first: Token, before: Token | None, after: Token | None) -> bool:
        """A seat of power after "in", or before a noun that cannot act, is a place."""
        if match.how != "seat":
            state = self.lexicon.entries[match.actor_id].kind == "state"
            comma = before is not None and before.text == ","
            behind = (
                comma and match.start > 1 and self.doc[match.start - 2].pos_ == "PROPN"
            )  # "Atlanta, Georgia"
            return state and behind and self.doc[match.end - 1].dep_ in ("appos", "npadvmod")
        previous = before.nbor(-1) if before is not None and before.i and before.dep_ == "det" else before
        if previous is not None and self.lexicon.has("locative", previous.lower_):
            return True
        last = self.doc[match.end - 1]
        return last.dep_ == "compound" and last.head.lemma_.lower() not in self.lexicon.nouns

    def _in_other_name(self, match: Match) -> bool:
        """ "Michael Jordan" and "Chad Wolf" are no states."""
        if match.end - match.start > 1 or match.how not in ("name", "seat"):
            return False
        entry, has = self.lexicon.entries[match.actor_id], self.lexicon.has
        before = self.doc[match.start - 1] if match.start else None
        if before is not None and before.pos_ == "PROPN" and before.text[0].isupper():
            given = has("man", before.text) or has("woman", before.text)
            title = has("honorific", before.lower_) or before.lower_ in self.lexicon.nouns
            other = entry.kind == "person" and before.dep_ == "compound" and not title  # "Captain Li Xi"
            if (given or other) and before.text not in " ".join((entry.name, *entry.aliases)).split():
                return True
        word, after = self.doc[match.start].text, self.doc[match.end] if match.end < len(self.doc) else None
        given = has("man", word) or has("woman", word)
        return given and after is not None and after.pos_ == "PROPN" and after.text[0].isupper()

    def _add_known_persons(self) -> None:
        for sighting in list(self._named.values()):
            actor_id = sighting.ids[0]
            if self.kind(actor_id) == "person":
                self._learn_surname(self.lexicon.entries[actor_id].name.split(), actor_id)

    def _learn_surname(self, words: list[str], actor_id: str) -> None:
        self._surnames.setdefault(words[-1], {})[actor_id] = None
        given = self.lexicon.has("man", words[0]) or self.lexicon.has("woman", words[0])
        if len(words) > 1 and not given and self.kind(actor_id) == "person":
            self._surnames.setdefault(words[0], {})[actor_id] = None  # family name first: "Wang said"

    def _add_full_names(self, found: list[Name]) -> None:
        inside = {n.text for n in found if not self.doc[n.start].is_sent_start}
        for name in found:
            if name.kind == "unknown":
                if self.doc[name.start].is_sent_start and " " not in name.text and name.text not in inside:
                    continue  # capitalised for its place only
                self.candidates.update(dict.fromkeys(range(name.start, name.end), name))
                continue
            if name.end - name.start < 2:
                continue
            actor_id = self.make(name.text, name.kind, self._owner_before(name))
            self.enter(name.start, name.end, actor_id, "name")
            if name.kind == "person":
                self._learn_surname(name.text.split(), actor_id)
            short = abbreviation(self.doc, name.end)
            if short:
                self._surnames.setdefault(self.doc[short].text, {})[actor_id] = None

    def _owner_before(self, name: Name) -> str | None:
        """The actor named in the title before a name: "Polish Foreign Minister …" is a member of Poland."""
        for i in range(name.start - 1, max(name.start - 8, -1), -1):
            token = self.doc[i]
            if token.is_punct and token.text != "-":
                return None
            actor_id = self.adjectives.get(i) or (self._named[i].ids[0] if i in self._named else None)
            if actor_id:
                return actor_id if name.titled and self.kind(actor_id) != "person" else None
            if token.pos_ in ("VERB", "AUX", "ADP", "CCONJ", "SCONJ", "PRON"):
                return None
        return None

    def _add_surnames(self, found: list[Name]) -> None:
        """Names of one word, and longer ones that end in a known surname."""
        self._counts = Counter(s.ids[0] for s in {(s.start, s.ids): s for s in self._named.values()}.values())
        fuller: dict[str, set[str]] = {}
        for name in found:
            if name.kind == "unknown" and " " in name.text:
                fuller.setdefault(name.text.split()[-1], set()).add(name.text)
        for name in found:
            if name.start in self._named:
                continue
            alone = " " not in name.text
            holders = self._holders(name) if alone else list(self._surnames.get(name.text.split()[-1], {}))
            if holders and alone and self._is_month(name):
                self.candidates.pop(name.start, None)
                continue
            full = (
                min(fuller.get(name.text, {name.text})) if len(fuller.get(name.text, ())) == 1 else name.text
            )
            if len(holders) == 1 and (alone or self._fits(name, holders[0])):
                self.enter(name.start, name.end, holders[0], "surname")
            elif alone and len(holders) > 1:
                self.ambiguous.add(name.start)
                self.candidates.pop(name.start, None)  # of two with this surname it may be either
            elif name.kind == "person":
                title = (
                    {t.lower_ for t in self.doc[max(name.start - 3, 0) : name.start]}
                    if name.titled
                    else set()
                )
                known = self.lexicon.titled(name.text, title, self.article.published)
                known = known or self.make(full, "person", self._owner_before(name))
                self.enter(name.start, name.end, known, "name")
            elif full != name.text and name.start in self.candidates:
                self.candidates[name.start] = replace(name, text=full)

    def _is_month(self, name: Name) -> bool:
        """ "In May", in an article about Theresa May."""
        token = self.doc[name.start]
        start = token.nbor(-1).idx if token.i else token.idx
        acts = name.titled or token.dep_ in ("nsubj", "nsubjpass", "poss")
        return not acts and bool(
            date_words(self.article.text, start, token.idx + len(token), self.article.published)
        )

    def _add_mistagged(self, words: list[str]) -> None:
        """A surname of the article that the tagger takes for a common noun: "Sanders said"."""
        found = [(i, word) for i, word in enumerate(words) if word in self._surnames and i not in self._named]
        found = [(i, word) for i, word in found if self.doc[i].pos_ in ("NOUN", "ADJ", "X")]
        common = set(words) if found else ()
        for i, word in found:
            holders = list(self._surnames[word])
            if len(holders) == 1 and word.lower() not in common:
                self.enter(i, i + 1, holders[0], "surname")

    def _holders(self, name: Name) -> list[str]:
        """Who of the article bears this surname; a title ("Mrs") tells two apart."""
        holders = list(self._surnames.get(name.text, {}))
        title = self.doc[name.start - 1].lower_.rstrip(".") if name.start else ""
        for sort in ("woman", "man"):
            if len(holders) > 1 and self.lexicon.has(sort, title):
                holders = [h for h in holders if self.lexicon.has(sort, self._full(h).split()[0])]
        if len(holders) > 1:
            counts = sorted((self._counts[h], h) for h in holders)
            holders = [counts[-1][1]] if counts[-1][0] >= OFTEN * counts[-2][0] else holders
        return holders

    def _full(self, actor_id: str) -> str:
        return self.made[actor_id].name if actor_id in self.made else self.lexicon.entries[actor_id].name

    def _fits(self, name: Name, actor_id: str) -> bool:
        """Whether a longer run is that person's name with something before it ("Officer Ann Lee")."""
        full = self._full(actor_id)
        return name.text.endswith(full) or full.endswith(name.text)


def _names_alone(word: str, index: Index) -> bool:
    return word[:1].isupper() and any(len(name) == 1 for name, _, _ in index.get(word, ()))


def _hyphenated(before: Token | None, last: Token, after: Token | None) -> bool:
    """ "pro-Russian", "US-led", "NATO-backed" are neither Russia nor the US nor NATO."""
    joined = before is not None and before.text in "-–" and not before.whitespace_ and before.i
    if before is not None and joined and before.nbor(-1).lower_ in ("pro", "anti", "non"):
        return True
    if after is not None and after.text in "-–" and not last.whitespace_ and not after.whitespace_:
        return after.i + 1 < len(after.doc) and after.nbor(1).text[0].islower()
    return False
