"""What a number counts: its noun, what is done to it, and from these its kind."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ..codebook import Codebook
from ..entries import Kind, Unit
from .quantities import Quantity

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

NOUNS = ("NOUN", "PROPN")
JOINED = ("conj", "appos", "nummod", "compound", "nmod", "quantmod")
REACH = 6  # words between a number and its noun
INSIDE = ("ADJ", "NOUN", "PROPN", "NUM", "ADV")


@dataclass(frozen=True, slots=True)
class Thing:
    """The noun that a number counts and the word by which both hang in the sentence; either may be missing."""

    number: Token  # the head word of the number
    top: Token  # the head of the whole phrase: "tens" of "tens of thousands of people"
    noun: Token | None

    @property
    def verb(self) -> Token | None:
        """The verb that governs the phrase, conjuncts counted with their first."""
        token = self._first()
        if self._misjoined(token):
            return _next_verb(token)
        return token.head if token.head.pos_ in ("VERB", "AUX") and token.head != token else None

    @property
    def role(self) -> str:
        """The phrase's dependency on its verb, of the first of conjuncts."""
        token = self._first()
        if self._misjoined(token):
            verb = _next_verb(token)
            return (
                "nsubjpass"
                if verb is not None and any(c.dep_ == "auxpass" for c in verb.children)
                else "nsubj"
            )
        return token.dep_

    def _first(self) -> Token:
        token = self.top
        while token.dep_ in JOINED and token.head != token and token.head.pos_ not in ("VERB", "AUX"):
            token = token.head
        return token

    def _misjoined(self, token: Token) -> bool:
        """The parse takes the subject of a second clause for a conjunct of the first verb."""
        return token.dep_ == "conj" and token.head.pos_ == "VERB" and _next_verb(token) is not None


def _next_verb(noun: Token) -> Token | None:
    """The verb right behind a noun phrase, auxiliaries aside."""
    for token in noun.doc[noun.right_edge.i + 1 : noun.right_edge.i + 5]:
        if token.pos_ == "VERB":
            return token
        if token.pos_ not in ("AUX", "ADV", "PART"):
            return None
    return None


def thing(doc: Doc, quantity: Quantity) -> Thing:
    """The noun counted, found by "of", by the parse, or as the next noun right behind the number."""
    span = doc.char_span(quantity.core_start, quantity.core_end, alignment_mode="expand")
    behind = doc.char_span(
        quantity.core_start, max(quantity.after, quantity.core_end), alignment_mode="expand"
    )
    number, end = span.root, behind.end
    if number.pos_ not in ("NUM", *NOUNS) and len(span) > 1:
        number = next((t for t in reversed(span) if t.pos_ == "NUM" or t.pos_ in NOUNS), number)
    noun = _of(doc, end) or _behind(doc, number, end)
    if noun is None:
        return Thing(number, number, None)
    top = noun
    ancestors = set(noun.ancestors)
    if number in ancestors:  # "thousands of people"
        top = number
    first = doc.char_span(quantity.start, quantity.core_end, alignment_mode="expand").start
    while top.head != top and (
        top.head.i in range(first, end) or (top.dep_ == "pobj" and top.head.head.i in range(first, end))
    ):
        top = top.head  # "a total of 40 tanks"
    return Thing(number, top, noun)


def _of(doc: Doc, end: int) -> Token | None:
    """ "Dozens of his soldiers": what stands behind "of"."""
    while end < len(doc) and (doc[end].is_quote or doc[end].is_space):
        end += 1
    if end >= len(doc) or doc[end].lower_ != "of":
        return None
    for i in range(end + 1, min(end + 1 + REACH + 3, len(doc))):
        token = doc[i]
        if token.dep_ == "pobj" or (token.pos_ in NOUNS and not _modifies(doc, i)):
            return token if token.pos_ in NOUNS else None
        if token.is_punct and token.text not in ("-", "’", "'", '"', "“", "”"):
            return None
    return None


def _behind(doc: Doc, number: Token, end: int) -> Token | None:
    """The noun behind the number, with nothing but its own modifiers between."""
    last = None
    for i in range(end, min(end + REACH, len(doc))):
        token = doc[i]
        if token.is_space:
            continue
        if token.text in ("-", '"', "“", "‘", "'") and i + 1 < len(doc) and not token.whitespace_:
            continue
        if token.pos_ in NOUNS or (token.tag_ in ("NNS", "NNPS")):
            last = token
            if not _modifies(doc, i):
                return token
        elif (
            token.dep_ in ("amod", "nummod", "advmod", "cc", "conj", "poss", "case")
            and token.head.i > i
            and last is None
        ):
            continue
        elif token.pos_ == "ADJ" or (token.tag_ in ("VBN", "VBG") and token.dep_ == "amod"):
            if last is not None:
                return last
        else:
            break
    return last


def _modifies(doc: Doc, i: int) -> bool:
    """Whether the noun at i only introduces the one behind it."""
    if i + 1 >= len(doc):
        return False
    token, after = doc[i], doc[i + 1]
    if after.text == "-" and i + 2 < len(doc) and not token.whitespace_:
        return token.head.i > i
    if after.lower_ in ("'s", "’s", "'", "’"):
        return after.dep_ == "case" or after.tag_ == "POS"
    return (
        after.pos_ in NOUNS
        and token.dep_ in ("compound", "amod", "nmod", "poss", "nummod")
        and token.head.i > i
    )


@dataclass(frozen=True)
class Kinds:
    """The kinds and units of one codebook, by word."""

    entries: dict[str, Kind]
    nouns: dict[str, Kind]
    adjectives: dict[str, Kind]
    verbs: dict[str, Kind]
    doers: dict[str, Kind]
    suffer: dict[str, Kind]
    units: dict[str, Unit]

    def of_noun(self, noun: Token) -> Kind | None:
        """The kind of a noun by its longest name: "battalion tactical group", "piece of artillery"."""
        words, last = [noun.lemma_.lower()], noun.lower_
        for i in range(noun.i - 1, max(noun.i - 4, -1), -1):
            before = noun.doc[i]
            if before.text == "-":
                continue
            if before.pos_ not in INSIDE:
                break
            words.insert(0, before.lower_)
        for start in range(len(words)):
            tail = words[start:-1]
            for head in (words[-1], last):
                kind = self.nouns.get(" ".join([*tail, head]))
                if kind:
                    return kind
        for prep in noun.children:
            if prep.lower_ == "of":
                for inner in prep.children:
                    kind = self.nouns.get(f"{words[-1]} of {inner.lemma_.lower()}")
                    if kind:
                        return kind
        return None

    def unit_of(self, noun: Token) -> Unit | None:
        """The unit that a noun is: "thousands of miles", "two more years"."""
        return self.units.get(noun.lower_) or self.units.get(noun.lemma_.lower())

    def done(self, found: Thing) -> Kind | None:
        """The kind that a verb or adjective makes of the thing counted: killed, wounded, held, driven out."""
        beside = self._of_deeds(found) or self._adjective(found)
        if beside:
            return beside
        deeds = {kind.id for kind in self._by_verbs(found)}
        if {"deaths", "injured"} <= deeds and "casualties" in self.entries:
            return self.entries["casualties"]
        return next((kind for name, kind in self.entries.items() if name in deeds), None)

    def _adjective(self, found: Thing) -> Kind | None:
        """ "19 dead", "60 people wounded", "12 displaced families"."""
        doc, anchor = found.top.doc, found.noun or found.number
        inside = [
            t for t in (anchor.lefts if found.noun else ()) if t.dep_ == "amod" and t.i > found.number.i
        ]
        behind = [doc[i] for i in range(anchor.i + 1, min(anchor.i + 2, len(doc)))]
        behind += [
            c for c in anchor.children if c.dep_ in ("amod", "acl") and c.i > anchor.i and c.i - anchor.i < 4
        ]
        for token in inside + [b for b in behind if b.pos_ in ("ADJ", "VERB", "NOUN", "PROPN", "ADV")]:
            kind = self.adjectives.get(token.lower_)
            governs = any(c.dep_ == "dobj" for c in token.children)
            if kind and not governs:
                return kind
        return None

    def _by_verbs(self, found: Thing) -> list[Kind]:
        """Kinds of the verbs that the thing is the object, the subject or the antecedent of."""
        verb, role = found.verb, found.role
        kinds = []
        if verb is not None:
            for deed in _chained(verb):
                has_object = any(c.dep_ == "dobj" and c != found.top for c in deed.children)
                if role in ("dobj", "nsubjpass", "obj", "dative", "oprd") or (
                    role == "nsubj" and not has_object
                ):
                    passive = role != "nsubj" or deed.tag_ == "VBN" or deed.pos_ == "ADJ"
                    kinds += self._deed(deed, done=passive, doing=role in ("nsubj", "nsubjpass"))
                elif role == "nsubj":
                    kinds += self._deed(deed, done=False, doing=True)
                if role == "dobj" and deed.dep_ == "xcomp":  # "forced thousands to flee"
                    kinds += self._deed(deed, done=False, doing=True)
        for noun in {found.top, found.noun or found.top}:
            for child in noun.children:
                if child.dep_ in ("acl", "relcl") and child.i > noun.i:
                    own = any(c.dep_ == "nsubj" and c.tag_ not in ("WP", "WDT") for c in child.children)
                    passive = child.tag_ == "VBN" or any(c.dep_ == "nsubjpass" for c in child.children) or own
                    kinds += self._deed(child, done=passive, doing=not passive)
        return kinds

    def _deed(self, verb: Token, done: bool, doing: bool) -> list[Kind]:
        found = []
        for wanted, index in ((done, self.verbs), (doing, self.doers), (done, self.suffer)):
            kind = _looked_up(index, verb) if wanted else None
            if kind:
                found.append(kind)
        return found

    def _of_deeds(self, found: Thing) -> Kind | None:
        """ "The lives of 14,000 people", "the killing of 20 civilians"."""
        prep = found.top.head
        if found.top.dep_ == "pobj" and prep.lower_ in ("of", "for") and prep.head.pos_ in NOUNS:
            kind = self.of_noun(prep.head)
            return kind if kind and not kind.people and (kind.verbs or kind.doers) else None
        return None

    def told_by_noun(self, found: Thing) -> Token | None:
        """ "A force of 300", "manpower of more than 1,000": the noun in front of "of"."""
        prep = found.top.head
        noun = prep.head
        return noun if found.top.dep_ == "pobj" and prep.lower_ == "of" and self.of_noun(noun) else None

    def told_by_subject(self, found: Thing) -> Token | None:
        """ "The death toll rose to 50", "casualties reached 500": the noun that tells what a bare number counts."""
        verb = next((t for t in found.top.ancestors if t.pos_ in ("VERB", "AUX")), None)
        if verb is None:
            return None
        if any(c.dep_ == "dobj" and c != found.top for c in verb.children):
            return None  # "police put the figure at 300"
        told = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass") and c.i < found.top.i]
        told += [verb.head] if verb.dep_ in ("relcl", "acl") else []
        for noun in sorted(told, key=lambda t: t.i):
            inner = [p for prep in noun.children if prep.lower_ == "of" for p in prep.children]
            for candidate in [noun, *inner]:
                if self.of_noun(candidate):
                    return candidate
        return None


def _chained(verb: Token) -> list[Token]:
    """The verb, the complements that it opens ("were forced to flee", "were hurt") and its conjuncts."""
    found = [verb]
    for child in verb.children:
        if child.dep_ in ("xcomp", "acomp", "ccomp") and child.pos_ in ("VERB", "ADJ", "AUX"):
            if child.dep_ != "ccomp" or verb.lower_ in ("forced", "left"):
                found.append(child)
        if child.dep_ == "conj" and child.pos_ in ("VERB", "AUX"):
            if not any(c.dep_ in ("nsubj", "nsubjpass", "dobj") for c in child.children):
                found.append(child)
    bare = not any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)
    if (
        bare
        and verb.dep_ == "conj"
        and verb.head.pos_ == "VERB"
        and not any(c.dep_ == "dobj" for c in verb.head.children)
    ):
        found.append(verb.head)
    return found


def _looked_up(index: dict[str, Kind], verb: Token) -> Kind | None:
    """A verb, alone or with the words behind it: "seek refuge", "take to the street"."""
    word = verb.lemma_.lower()
    for size in range(4, 0, -1):
        words = " ".join([word, *(t.lemma_.lower() for t in verb.doc[verb.i + 1 : verb.i + size])])
        if words in index:
            return index[words]
    return index.get(verb.lower_)


@lru_cache(maxsize=8)
def kinds(codebook: Codebook) -> Kinds:
    """The kinds of a codebook; the same object for the same codebook."""

    def index(field: str) -> dict[str, Kind]:
        return {word: kind for kind in reversed(codebook.kinds) for word in getattr(kind, field)}

    units = {
        word: unit for unit in codebook.units if unit.kind not in ("label", "few") for word in unit.words
    }
    return Kinds(
        {kind.id: kind for kind in codebook.kinds},
        *(index(field) for field in ("nouns", "adjectives", "verbs", "doers", "suffer")),
        units,
    )


def conjuncts(noun: Token) -> list[Token]:
    """The nouns joined to this one."""
    return [other for other in noun.conjuncts if other.pos_ in NOUNS]
