"""The way from matched words up to whoever says them, and what turns their meaning on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..actors import Cast
from ..entries import Proposition
from .doers import SUBJECTS, differ, doers, joined
from .propositions import Match
from .statements import FIRST_PERSON, Cues, Statement

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_OPERATORS = ("neg", "aux", "det", "acomp", "attr", "advmod", "mark", "oprd", "amod", "preconj", "nummod")


@dataclass
class Turns:
    """What was met on the way from the matched words up to whoever says them."""

    negators: set[int] = field(default_factory=set)
    denials: set[int] = field(default_factory=set)
    favours: set[int] = field(default_factory=set)
    against: set[int] = field(default_factory=set)
    evidence: set[int] = field(default_factory=set)
    doubt: set[int] = field(default_factory=set)
    condition: bool = False
    wish: bool = False
    ending: bool = False
    aside: bool = False  # only the circumstances or consequences of it are spoken of
    inverted: bool = False
    sometime: bool = False  # it is only said when something else is so: "when they leave"
    reported: bool = False  # it is somebody's claim that is spoken of: "despite talk of a retreat"
    called: bool = False  # what the thing is said to be: "dismissed it as a stunt"
    modal: str = ""

    @property
    def words(self) -> set[int]:
        """The words that turn the meaning."""
        return self.negators | self.denials | self.doubt | (self.evidence if self.negators else set())

    @property
    def sign(self) -> int:
        """-1 where an odd number of words turns the meaning."""
        return -1 if (len(self.negators) + len(self.denials)) % 2 else 1


def to_do(verb: Token) -> bool:
    """Whether an infinitive follows: "wants to", "continues to"."""
    clauses = (c for c in verb.children if c.dep_ in ("xcomp", "ccomp"))
    return any(c.lower_ == "to" for clause in clauses for c in clause.lefts)


class Way:
    """Walks up from the words of one article's matches, through its statements."""

    def __init__(self, doc: Doc, cues: Cues, cast: Cast, statements: list[Statement]) -> None:
        self.doc, self.cues, self.cast = doc, cues, cast
        self.by_cue = {s.token.i: s for s in statements}

    def climb(self, match: Match, statement: Statement, turns: Turns) -> Statement | None:
        """Collect what turns the meaning; the first statement of somebody else on the way is returned."""
        own, first = set(match.tokens), self.doc[match.tokens[0]]
        turns.called = self._called(first, statement)
        for i in match.tokens:
            token = self.doc[i]
            while token.i in statement.inside:
                other = self.by_cue.get(token.i)
                if (
                    other
                    and not (turns.called or other.only_done)
                    and token.i not in own
                    and i in other.inside
                    and not self._alleged(match.proposition, other)
                    and (other.holders and differ(other.holders, statement.holders, self.cast))
                ):
                    rest = Turns()
                    self._walk(token, statement, own, rest, skip=True)
                    rest.denials |= {c.i for c in token.children if self.has("falsehood", c)}
                    turns.__dict__.update(rest.__dict__)
                    return other
                if token.head == token:
                    break
                token = token.head
            aside = turns.aside
            self._walk(self.doc[i], statement, own, turns)
            if i != first.i:  # "a high cost in response to it" is not aside
                turns.aside = aside
        turns.condition = turns.inverted or self._conditional(first, statement)
        return None

    def _called(self, noun: Token, statement: Statement) -> bool:
        """Whether it is what the object is called: "dismissed talk of a war as hysteria"."""
        if noun.head.lower_ != "as":
            return False
        above = noun.head.head
        while above.pos_ in ("NOUN", "PROPN", "ADP") and above.head != above:
            above = above.head
        return above == statement.token

    def _alleged(self, proposition: Proposition, other: Statement) -> bool:
        """Whether another's act is part of what it is accused of: "said that they continue to mass tanks"."""
        theirs = proposition.accuses and not differ(other.holders, proposition.agents, self.cast)
        if other.cue.id == "plan" and (theirs or other.claim is None):
            return True
        return theirs and other.cue.act not in ("denies", "rejects") and to_do(other.token)

    def promised(self, i: int, statement: Statement) -> bool:
        """Whether whoever speaks will do it: "we will negotiate"."""
        verb = self.doc[i]
        if verb.pos_ == "NOUN" and verb.dep_ == "dobj":
            verb = verb.head  # "will hold talks"
        if not any(c.dep_ == "aux" and c.lower_ in ("will", "would", "'ll", "’ll") for c in verb.children):
            return False
        own = any(c.dep_ == "nsubj" and c.lower_ in FIRST_PERSON for c in verb.children)
        return own or not differ(doers(verb, self.cast), statement.holders, self.cast)

    def in_if(self, match: Match, statement: Statement) -> bool:
        return self._conditional(self.doc[match.tokens[0]], statement, down=False)

    def _conditional(self, token: Token, statement: Statement, down: bool = True) -> bool:
        """Whether it stands in an "if" clause, or is what would happen if."""
        sides = [c for c in token.children if c.dep_ == "advcl" and down]
        while token.i in statement.inside:
            sides.append(token)
            if down:  # "an indicator of it will be whether …"
                sides += [c for c in token.children if c.dep_ == "ccomp" and token.lemma_ == "be"]
            if token.head == token:
                break
            token = token.head
        return any(c.dep_ == "mark" and self.has("condition", c) for side in sides for c in side.children)

    def _walk(
        self, token: Token, statement: Statement, own: set[int], turns: Turns, skip: bool = False
    ) -> None:
        came = token
        while token.i in statement.inside and token.i != statement.token.i:
            if not (skip and token is came):
                self._note(token, came, own, turns, statement)
            if token.head == token:
                break
            came, token = token, token.head
            if came.dep_ == "conj" and came.pos_ in ("VERB", "AUX") and token.head != token:
                while came.dep_ == "conj" and token.i in statement.inside and token.head != token:
                    came, token = token, token.head

    def _note(self, token: Token, came: Token, own: set[int], turns: Turns, statement: Statement) -> None:
        has, lemma = self.has, token.lemma_.lower()
        turns.reported |= token.pos_ == "NOUN" and has("hearsay", token)
        if has("evidence", token):
            turns.evidence.add(token.i)
        if token.i not in own:
            entry = self.cues.at(token) if token.pos_ in ("VERB", "NOUN", "AUX") else None
            if entry is not None:
                if entry.act in ("denies", "rejects"):
                    turns.denials.add(token.i)
                if entry.act == "doubts":
                    turns.doubt.add(token.i)
                theirs = doers(token, self.cast) if entry.id == "hope" else ()
                turns.wish |= entry.act == "demands" or (
                    entry.id == "hope" and not (theirs and differ(theirs, statement.holders, self.cast))
                )
            if has("falsehood", token):
                turns.denials.add(token.i)
            if has("negator", token):
                turns.negators.add(token.i)
            held = came.dep_ in ("dobj", "prep", "pobj", "pcomp") or came.tag_ == "VBG"  # "stop massing"
            held = held and token.dep_ != "pobj"  # "after the end of the drill"
            turns.ending |= has("ending", token) and held
            with_subject = token.dep_ == "pobj" and any(c.dep_ in SUBJECTS for c in token.children)
            turns.aside |= with_subject or token.dep_ == "appos"  # "with doubts …"
            turns.aside |= has("circumstance", token) or has("consequence", token)
            self._sides(token, turns)
        for child in token.children:
            if child is not came and child.dep_ in ("csubj", *SUBJECTS):  # "no one could stop it"
                turns.negators.update({t.i for t in (child, *child.children) if has("negator", t)} - own)
            if child is came or child.i in own or child.dep_ not in _OPERATORS:
                continue
            turns.sometime |= token.dep_ == "advcl" and has("circumstance", child)
            word = child.lower_
            behind = token.pos_ == "NOUN" and child.i > token.i  # "talks, not war"
            aside = token.dep_ == "pobj" and came.dep_ == "compound"  # "with no warning time"
            if (child.dep_ == "neg" or has("negator", child)) and not (
                self._focused(child) or behind or aside
            ):
                turns.negators.add(child.i)
            if child.dep_ in ("acomp", "attr", "oprd", "advmod") or (
                child.dep_ == "amod" and token.i not in own
            ):
                false = [t.i for t in (child, *joined(child)) if has("falsehood", t)]
                turns.denials.update(false[:1])
            if child.dep_ in ("acomp", "attr", "oprd"):
                self._sides(child, turns)
            if child.dep_ == "aux" and child.tag_ == "MD":
                backshifted = token.i in own and child.lower_ in ("will", "would")  # "they would go"
                turns.modal = turns.modal or ("" if backshifted else child.lemma_.lower())
                subject = next((c.i for c in token.children if c.dep_ in SUBJECTS), 0)
                turns.inverted |= child.i < subject and child.lower_ == "should"  # "should they refuse"
            if word == "yet" and lemma in ("have", "be") and not any(c.dep_ == "neg" for c in token.children):
                turns.negators.add(child.i)

    def _focused(self, negator: Token) -> bool:
        """ "Not only" negates nothing."""
        return negator.i + 1 < len(self.doc) and self.has("focus", negator.nbor(1))

    def _sides(self, token: Token, turns: Turns) -> None:
        if self.has("favour", token):
            turns.favours.add(token.i)
        if self.has("harm", token) and token.i not in turns.denials:
            turns.against.add(token.i)

    def has(self, sort: str, token: Token) -> bool:
        has = self.cast.lexicon.has
        return has(sort, token.lemma_.lower()) or has(sort, token.lower_)
