"""Whom "he", "she", "it" and "they" stand for, given what the article has named so far.

Rules over subjects, because no coreference model is small enough: the nearest sentence outside quotes that
has a fitting subject decides; two equal candidates leave it empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..records import Article
from .candidates import MAIN, POSSESSOR, SUBJECT, SUBJECTS, Candidate, Traits
from .phrases import Phrases
from .quotations import Quotations
from .roster import Ids, Sighting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

OBJECTS = ("dobj", "pobj", "dative", "iobj")
MAYBE = {"he": ("person", "any"), "she": ("person", "any"), "it": ("any",), "they": ()}
REACH = {"he": 5, "she": 5, "it": 2, "they": 2}  # sentences outside quotes to look back
NEAR = 1  # … for the only one
INSIDE = {"he": 3, "she": 3, "it": 1, "they": 1}  # sentences to look back from inside a quotation


class Antecedents:
    """Looks back over `seen`, which grows as the article is read; () where it is not clear."""

    def __init__(
        self,
        article: Article,
        phrases: Phrases,
        traits: Traits,
        quotations: Quotations,
        seen: list[Candidate],
    ) -> None:
        self.phrases, self.traits, self.quotations, self.seen = phrases, traits, quotations, seen
        self._shuffled = "shuffled" in article.flags

    def outside(self, token: Token, pronoun: str, sentence: int) -> Ids:
        """Of a pronoun outside quotations, in a sentence of this number: the best there is, else the only one near."""
        here = self._near(token, pronoun, sentence, 0)
        if _adds(token) and len(here) > 1:
            return ()
        ahead = () if here else self._ahead(token, pronoun)  # "When Lee defended his plan, Kern spoke"
        back = self.back(token, pronoun, sentence)
        if ahead and back and ahead != back and _is_said(token):
            return ()  # "He was wrong, Lee said": Lee, or whoever was spoken of
        ids = ahead or back
        only = () if ids else self._near(token, pronoun, sentence, NEAR)
        return only.pop() if len(only) == 1 else ids

    def inside(self, token: Token, pronoun: str, place: int) -> Ids:
        """Of a pronoun in a quotation, before which `place` candidates stand: the one near who is no party to it."""
        parties = None if self._shuffled else self.quotations.parties(token)
        if parties is None:
            return ()
        others = parties | self._bound(token)
        found: dict[Ids, None] = {}
        sentence, back = token.sent.start, 0
        for candidate in reversed(self.seen[:place]):
            if candidate.token.sent.start != sentence:
                sentence, back = candidate.token.sent.start, back + 1
                if found or back > INSIDE[pronoun]:
                    break
            named = candidate.ids or pronoun in ("he", "she")
            if named and _agrees(candidate, pronoun) and not others & {candidate.token.i, *candidate.ids}:
                found[candidate.ids] = None
        return next(iter(found)) if len(found) == 1 else ()

    def back(self, token: Token, pronoun: str, sentence: int) -> Ids:
        """The best of the nearest sentence that has any who fit."""
        here: list[Candidate] = []
        for candidate in self._before(token, sentence, REACH[pronoun]):
            if here and candidate.sentence != here[0].sentence:
                break
            weak = candidate.sentence == sentence and token.dep_ in SUBJECTS and candidate.rank < SUBJECT
            if not weak and _fits(candidate, pronoun):
                here.append(candidate)
        return _best(here[::-1], sentence - here[0].sentence, pronoun) if here else ()

    def _near(self, token: Token, pronoun: str, sentence: int, reach: int) -> set[Ids]:
        """The persons whom "he" or "she" fits, whatever their place in the sentence; somebody unknown is ()."""
        if pronoun not in ("he", "she"):
            return set()
        before = self._before(token, sentence, reach)
        again = ("PRP", "PRP$")  # an unresolved pronoun is no other person
        return {c.ids for c in before if _agrees(c, pronoun) and (c.ids or c.token.tag_ not in again)}

    def _before(self, token: Token, sentence: int, reach: int) -> Iterator[Candidate]:
        """Candidates outside quotations, the nearest first, except those that a pronoun cannot take up where it is."""
        bound = self._bound(token)
        for candidate in reversed(self.seen):
            if sentence - candidate.sentence > reach:
                return
            apart = self._shuffled and not _same_line(candidate.token, token)
            if not (candidate.quoted or apart or bound & {candidate.token.i, *candidate.ids}):
                yield candidate

    def _bound(self, token: Token) -> set[int | str]:
        """ "Lee thanked him", "Lee spoke, calling him …": an object is not the subject of its own verb."""
        verb = token.head
        while token.dep_ in OBJECTS and verb.head != verb and verb.dep_ != "relcl" and not _subjects(verb):
            verb = verb.head
        subjects = _subjects(verb) if token.dep_ in OBJECTS else []
        return {c.i for c in subjects} | {i for c in subjects for i in self.quotations.ids(c)}

    def _ahead(self, token: Token, pronoun: str) -> Ids:
        """ "When he arrived, Putin said": the main subject behind a pronoun that stands before it."""
        root = token.sent.root
        for child in _subjects(root) if root != token.head and token.i < root.i and pronoun != "they" else ():
            ids = self.phrases.ids(child) if child.i > token.i else ()
            named = self.phrases.roster.at(child.i) or Sighting(child.i, child.i + 1, ids, "office")
            fits = len(ids) == 1 and self.traits.number(named) in (pronoun, "person")
            if fits and self.quotations.at(child) is None:
                return ids
        return ()


def _best(here: list[Candidate], back: int, pronoun: str) -> Ids:
    """The candidates of the highest rank, if they are one actor."""
    top = max(c.rank for c in here)
    if top < POSSESSOR or (top < SUBJECT and (pronoun in ("it", "they") or back > 1)):
        return ()
    if back and top < MAIN and pronoun in ("it", "they"):
        return ()
    best = [c for c in here if c.rank == top]
    one = pronoun == "they" or back == 0 or len({c.ids for c in best}) == 1
    return best[-1].ids if one else ()


def _fits(candidate: Candidate, pronoun: str) -> bool:
    if candidate.rank < MAIN and (not candidate.ids or candidate.number in ("person", "any")):
        return False  # who is not known to be a he or a she must at least be what the sentence is about
    return candidate.number == pronoun or candidate.number in MAYBE[pronoun]


def _agrees(candidate: Candidate, pronoun: str) -> bool:
    """A he is a he in every place of the sentence; who may be one counts as what the sentence is about."""
    return candidate.number == pronoun or (candidate.number in MAYBE[pronoun] and candidate.rank >= MAIN)


def is_matter(token: Token) -> bool:
    """Whether "it" is no actor but what happens: "we know about it", "it was a blow", "it appears that …"."""
    acts = token.dep_ in SUBJECTS and token.head.lemma_ not in ("be", "seem", "appear")
    return token.lower_ == "it" and not acts


def _adds(token: Token) -> bool:
    """ "Lee praised Kern, saying he …" may be either."""
    verb = token.head.head if token.dep_ in SUBJECTS and token.head.dep_ == "ccomp" else token.head
    return verb.dep_ == "advcl" and verb.tag_ == "VBG" and not _subjects(verb)


def _is_said(token: Token) -> bool:
    """Whether a word is in the content of the main verb: "He was wrong, Lee said"."""
    root = token.sent.root
    return any(a.dep_ == "ccomp" and a.head == root for a in token.ancestors)


def _subjects(verb: Token) -> list[Token]:
    return [c for c in verb.children if c.dep_ in SUBJECTS]


def _same_line(before: Token, token: Token) -> bool:
    """In shuffled text the sentence before is not the one that was written before."""
    return "\n" not in token.doc.text[before.idx : token.idx]
