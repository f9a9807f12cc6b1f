"""What a number counts: the noun that it stands with, and the word by which both hang in the sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..actors.lexicon import Lexicon
from .quantities import Quantity

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

NOUNS = ("NOUN", "PROPN")
VERBS = ("VERB", "AUX")
JOINED = ("conj", "appos", "nummod", "compound", "nmod", "quantmod")
MODIFIERS = ("amod", "advmod", "cc", "conj", "poss", "case", "compound", "nmod")  # "30 T-72 tanks"
WH = ("WRB", "WP", "WP$", "WDT")
_TYPE = re.compile(r"[A-Za-z]+-?\d\w*")
REACH = 6  # words between a number and its noun


@dataclass(frozen=True, slots=True)
class Thing:
    """The noun that a number counts, None where it stands alone, and the head of the whole phrase.

    `role` is its dependency on `verb`, conjuncts read as their first: "dobj", "nsubjpass" …
    """

    number: Token  # the head word of the number
    top: Token  # the head of the phrase: "tens" of "tens of thousands of people"
    noun: Token | None
    verb: Token | None
    role: str

    @property
    def anchor(self) -> Token:
        """The noun, or the number itself."""
        return self.noun or self.number

    @property
    def before(self) -> Token | None:
        """The word in front of the number."""
        return self.number.nbor(-1) if self.number.i else None


def thing(doc: Doc, quantity: Quantity) -> Thing:
    """The noun counted, found behind "of", by the parse, or as the next noun right behind the number."""
    span = covering(doc, quantity.core_start, quantity.core_end)
    end = covering(doc, quantity.core_start, max(quantity.after, quantity.core_end)).end
    number = span.root
    if number.pos_ not in ("NUM", *NOUNS):
        number = next((t for t in reversed(span) if t.pos_ in ("NUM", *NOUNS)), number)
    ends = [end, *(c.i + 1 for c in number.conjuncts if c.like_num and c.i >= end)]  # "100, 200 or 300 men"
    noun = _of(doc, end) or next(filter(None, (_behind(doc, e) for e in ends)), None)
    top = noun if noun is not None and number not in set(noun.ancestors) else number
    inside = range(covering(doc, quantity.start, quantity.core_end).start, end)
    while top.head != top and (top.head.i in inside or (top.dep_ == "pobj" and top.head.head.i in inside)):
        top = top.head  # "a total of 40 tanks", "killed around 260"
    verb, role = governed(top)
    bound = role in ("prep", "advmod") and top.i in inside and not quantity.last
    if verb is not None and bound:  # "counted between 19,000 and 23,000 people"
        role = "dobj" if top.i > verb.i else _role(verb)
    return Thing(number, top, noun, verb, role)


def covering(doc: Doc, start: int, end: int) -> Span:
    """The tokens that hold these characters."""
    span = doc.char_span(start, end, alignment_mode="expand")
    assert span is not None, "a number lies inside its article"
    return span


def _of(doc: Doc, end: int) -> Token | None:
    """ "Dozens of his soldiers": what stands behind "of"."""
    while end < len(doc) and (doc[end].is_quote or doc[end].is_space):
        end += 1
    if end >= len(doc) or doc[end].lower_ != "of":
        return None
    for token in doc[end + 1 : end + 4 + REACH]:
        if token.dep_ == "pobj" and token.tag_ in ("JJ", "VBN") and any(c.dep_ == "det" for c in token.lefts):
            return token  # "eleven of the dead"
        if token.dep_ == "pobj" or (token.pos_ in NOUNS and not _modifies(token)):
            return token if token.pos_ in NOUNS else None
        if token.is_punct and not token.is_quote and token.text not in "-’'":
            return None
    return None


def _behind(doc: Doc, end: int) -> Token | None:
    """The noun behind the number, with nothing but its own modifiers between."""
    last = None
    for token in doc[end : end + REACH]:
        if token.tag_ in WH:  # "five when their car crashed"
            break
        modifier = token.pos_ == "ADJ" or bool(_TYPE.fullmatch(token.text))
        modifier = modifier or (token.dep_ in MODIFIERS and token.head.i > token.i)
        listed = last is not None and token.dep_ == "cc" and token.head == last  # "Hamas and Fatah targets"
        if token.pos_ in NOUNS or token.tag_ in ("NNS", "NNPS"):
            last = token
            if not _modifies(token):
                return None if token.dep_ == "npadvmod" and token.left_edge.i >= end else token
        elif listed or token.is_space or (token.text in "-\"“‘'" and not token.whitespace_):
            continue
        elif not modifier or (token.like_num if last is None else token.pos_ not in ("ADJ", "NUM", "VERB")):
            break
    return last


def _modifies(token: Token) -> bool:
    """Whether a noun only introduces the one behind it."""
    if token.i + 1 >= len(token.doc):
        return False
    after = token.nbor()
    if after.text == "-" and not token.whitespace_:
        return token.head.i > token.i or first_of(after.nbor().head).i > token.i + 2
    typed = after.like_num and after.head.i in (token.i, after.i + 1) and after.nbor().pos_ in NOUNS
    if after.tag_ == "POS" or typed:  # "Type 055 destroyers"
        return True
    inside = after.pos_ in (*NOUNS, "ADJ") or after.dep_ == "cc"  # "71 NATO military aircraft"
    over = max(token.head.i, first_of(token).i)
    return inside and token.dep_ in (*JOINED, "amod", "poss") and over > token.i


def first_of(token: Token) -> Token:
    """The first of those that are listed or named again: conjuncts and appositions play its part."""
    while token.dep_ in JOINED and token.head != token and token.head.pos_ not in VERBS:
        token = token.head
    return token


def governed(top: Token) -> tuple[Token | None, str]:
    """The verb that governs a phrase and the phrase's role; a conjunct has those of the first."""
    token = first_of(top)
    if token.lower_ == "up" and token.head.pos_ in NOUNS:  # "a battalion, up to eight jets"
        token = token.head
    while token.dep_ == "pobj" and (beside := _beside(token.head)) is not None:
        token = beside
    head = token.head
    if token.dep_ == "conj" and head.pos_ == "VERB" and (verb := _next_verb(token)) is not None:
        # the parse takes the subject of a second clause for a conjunct of the first verb
        return verb, _role(verb)
    if token.dep_ == "conj" and head.pos_ == "VERB":  # "Forty were killed in May, and 65 soldiers in June"
        return head, "dobj" if any(c.dep_ == "dobj" for c in head.children) else _role(head)
    return (head, token.dep_) if head.pos_ in VERBS and head != token else (None, token.dep_)


def _beside(prep: Token) -> Token | None:
    """The noun whose part or company a phrase is: "weapons, including 300 missiles", "troops go along with 20 jets"."""
    if f"{prep.head.lower_} {prep.lower_}" in ("along with", "together with", "up to"):
        prep = prep.head
    elif prep.lower_ not in ("including", "plus"):
        return None
    over = prep.head
    subject = next((c for c in over.lefts if c.dep_ in ("nsubj", "nsubjpass")), None)
    return over if over.pos_ in NOUNS else subject


def _role(verb: Token | None) -> str:
    """The role of the phrase in front of a verb."""
    return "nsubjpass" if verb is not None and any(c.dep_ == "auxpass" for c in verb.children) else "nsubj"


def _next_verb(noun: Token) -> Token | None:
    """The verb right behind a noun phrase, auxiliaries aside."""
    for token in noun.doc[noun.right_edge.i + 1 : noun.right_edge.i + 5]:
        if token.pos_ == "VERB":
            return token
        if token.pos_ not in ("AUX", "ADV", "PART"):
            return None
    return None


def counts(verb: Token, lexicon: Lexicon) -> bool:
    """Whether it is a verb of counting; "puts 8,500 troops on alert" is none, "puts the losses at 500" is."""
    at = verb.lemma_ != "put" or any(c.lower_ == "at" for c in verb.children)
    return at and lexicon.has("counting", verb.lemma_.lower())


def subject_of(verb: Token) -> Token | None:
    """The subject of a verb, or of the verb that it is joined to: "… has denied it but says that"."""
    for _ in range(3):
        for child in reversed(list(verb.lefts)):  # a dateline may be a subject too, further off
            if child.dep_ in ("nsubj", "nsubjpass"):
                return child
        if verb.dep_ == "acl" and verb.head.dep_ == "ROOT":
            return verb.head  # "the ministry, which had denied it, announced that"
        if verb.dep_ != "conj":
            return None
        verb = verb.head
    return None
