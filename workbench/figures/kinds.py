"""Kinds of figures by their words: nouns, and what is done to the thing counted or done by it."""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from ..codebook import Codebook
from ..entries import Kind, Unit
from .phrases import Phrases
from .things import NOUNS, VERBS, Thing, first_of

if TYPE_CHECKING:
    from spacy.tokens import Token

HURT = ("deaths", "injured", "casualties")
HARM = (*HURT, "detained", "displaced")
ARMED = ("troops", "units", "aircraft", "ships", "vehicles", "weapons", "incidents")
AROUND = 150  # words before a number in which an event is still told of
PREDICATES = ("ADJ", "VERB", "NOUN", "PROPN", "ADV")
OBJECTS = ("dobj", "nsubjpass", "dative", "oprd", "npadvmod")
SUBJECTS = ("nsubj", "nsubjpass")
_TYPE = re.compile(r"(?<=[a-z])(-?)\d.*")  # of "f-16s"


@dataclass(frozen=True)
class Kinds:
    """The kinds and units of one codebook, by word."""

    entries: dict[str, Kind]
    nouns: dict[str, Kind]
    groups: dict[str, Kind]
    adjectives: Phrases[Kind]
    verbs: Phrases[Kind]
    doers: Phrases[Kind]
    suffer: Phrases[Kind]
    events: dict[str, Kind]
    draws: dict[str, Phrases[Kind]]
    units: dict[str, Unit]

    def of_noun(self, noun: Token) -> Kind | None:
        """The kind of a noun by its longest name: "battalion tactical group", "men under arms", "J-16 fighter"."""
        last = (noun.lower_, noun.lemma_.lower(), noun.lower_.removesuffix("s"))  # "F-16s"
        parts = [inner for prep in noun.children if prep.dep_ == "prep" for inner in prep.children]
        inner = [f"{p.head.lower_} {form}" for p in parts for form in (p.lemma_, p.lower_)]
        forms = [f"{name} {words}" for name in last for words in inner]
        words = [t.lower_ for t in noun.doc[max(noun.i - 5, noun.sent.start) : noun.i] if t.text != "-"][-3:]
        if words and _TYPE.search(words[-1]):
            forms += [f"# {name}" for name in last]  # "J-16 fighters" are no fighters
        forms += [" ".join([*words[start:], name]) for start in range(len(words) + 1) for name in last]
        forms.append(_TYPE.sub(r"\1#", noun.lower_))
        forms += [ending for ending in self.endings for name in last if name.endswith(ending[1:])]
        kind = next((self.nouns[form] for form in forms if form in self.nouns), None)
        return None if kind is None or kind.id == "other" else kind

    def may_be(self, noun: Token, some: Container[str]) -> bool:
        """Whether some name of these kinds has this noun at its head: spares most words a closer look."""
        forms = (noun.lower_, noun.lemma_.lower(), noun.lower_.removesuffix("s"))
        ids = {kind for form in forms for kind in self._heads.get(form, ())}
        return any(kind in some for kind in ids) or any(c.isdigit() for c in noun.text)

    @cached_property
    def _heads(self) -> dict[str, set[str]]:
        """Word -> the kinds that have a name that begins or ends with it: "men under arms", "battle tank"."""
        heads: dict[str, set[str]] = {}
        for name, kind in self.nouns.items():
            for word in {name.split()[0], name.split()[-1]}:
                heads.setdefault(word, set()).add(kind.id)
        return heads

    @cached_property
    def endings(self) -> list[str]:
        """ "-ist", "-men": nouns given by how they end."""
        return [word for word in self.nouns if word[0] == "-"]

    def overruled(self, by: Kind, noun: str | None, named: Kind | None) -> bool:
        """Whether a deed makes the thing counted another kind than its noun says: "400 soldiers were killed"."""
        if noun is None or noun in by.crowd:
            return True
        if named is None:
            return by.id in HARM and noun not in self.nouns  # "20 houses were burned"
        return named.id in by.overrules or (named.people and not (by.overrules or by.crowd))

    def unit_of(self, noun: Token | None) -> Unit | None:
        """The unit that a noun is: "thousands of miles", "two more years"."""
        return None if noun is None else self.units.get(noun.lower_) or self.units.get(noun.lemma_.lower())

    def done(self, found: Thing) -> Kind | None:
        """The kind that a verb or adjective makes of the thing counted: killed, wounded, held, driven out."""
        beside = self._lives_of(found) or self._adjective(found)
        return beside or self._worst([*self._by_verb(found), *self._by_clause(found)])

    def headed(self, found: Thing) -> Kind | None:
        """ "Thousands march", "hundreds rally": a singular noun right behind a plural number is a verb."""
        noun, number = found.noun, found.number
        verb = noun is not None and noun.tag_ == "NN" and number.tag_ == "NNS" and noun.i == number.i + 1
        return self.doers.at(noun) if noun is not None and verb else None

    def _lives_of(self, found: Thing) -> Kind | None:
        """ "The lives of 14,000 people", "the killing of 20 civilians"."""
        prep = found.top.head
        if found.top.dep_ != "pobj" or prep.lower_ not in ("of", "for") or prep.head.pos_ not in NOUNS:
            return None
        kind = self.of_noun(prep.head)
        return kind if kind and kind.id in HARM else None

    def _adjective(self, found: Thing) -> Kind | None:
        """ "19 dead", "60 people wounded", "12 displaced families"."""
        anchor = found.anchor
        lefts = anchor.lefts if found.noun else ()
        beside = [t for t in lefts if t.dep_ == "amod" and t.i > found.number.i]
        end = max([anchor.i, *(t.i for t in anchor.conjuncts if t.like_num)]) + 1  # "30 to 40 killed"
        end += end < len(anchor.doc) and anchor.doc[end].is_quote
        beside += anchor.doc[end : end + 1]
        beside += [c for c in anchor.rights if c.dep_ in ("amod", "acl") and c.i - anchor.i < 4]
        people = found.noun is not None and (kind := self.of_noun(found.noun)) is not None and kind.people
        for token in beside:
            joined = token.doc[token.i + 1 : token.i + 3]  # "dead and wounded"
            also = [joined[1]] if len(joined) == 2 and joined[0].dep_ == "cc" else []
            said = [self.adjectives.at(t) for t in (token, *also)]
            fits = token.pos_ in PREDICATES or (token.pos_ == "ADP" and people)  # "children with broken legs"
            if said[0] and fits and not any(c.dep_ == "dobj" for c in token.children):
                return self._worst([kind for kind in said if kind])
        return None

    def _worst(self, said: list[Kind]) -> Kind | None:
        """Dead and injured together are casualties; else the kind that comes first in the codebook."""
        ids = {kind.id for kind in said}
        if {"deaths", "injured"} <= ids and "casualties" in self.entries:
            return self.entries["casualties"]
        return next((kind for name, kind in self.entries.items() if name in ids), None)

    def _by_verb(self, found: Thing) -> list[Kind]:
        """Kinds of the verbs that the thing is the object or the subject of."""
        kinds: list[Kind] = []
        for deed in _chained(found.verb) if found.verb is not None else ():
            others = any(c.dep_ == "dobj" and c != found.top for c in deed.children)
            passive = found.role in OBJECTS or deed.tag_ == "VBN" or deed.pos_ == "ADJ"
            done = found.role in OBJECTS or (found.role == "nsubj" and not others)
            forced = found.role == "dobj" and deed.dep_ in ("xcomp", "ccomp")  # "forced thousands to flee"
            kinds += self._deed(deed, found.noun, done and passive, found.role in SUBJECTS or forced)
        return kinds

    def _by_clause(self, found: Thing) -> list[Kind]:
        """Kinds of the clauses that describe the thing: "50 soldiers killed", "people who fled"."""
        kinds: list[Kind] = []
        for noun in dict.fromkeys(
            (found.top, found.anchor, *found.anchor.conjuncts)
        ):  # "12 women and children killed there"
            for verb in (c for c in noun.rights if c.dep_ in ("acl", "relcl")):
                other = any(c.dep_ == "nsubj" and c.tag_ not in ("WP", "WDT") for c in verb.children)
                passive = verb.tag_ == "VBN" or other or any(c.dep_ == "nsubjpass" for c in verb.children)
                kinds += self._deed(verb, found.noun, passive, not passive)
        return kinds

    def _deed(self, verb: Token, noun: Token | None, done: bool, doing: bool) -> list[Kind]:
        kind = self.of_noun(noun) if noun is not None else None
        lost = done and kind is not None and kind.people  # "lost 40 tanks" is no death
        indexes = [self.verbs] * done + [self.suffer] * lost + [self.doers] * doing
        said = [index.at(verb) for index in indexes]
        if done or doing:
            states = [verb, *(c for c in verb.rights if c.dep_ in ("prep", "oprd", "acomp"))]
            said += [self.adjectives.at(state) for state in states if state.pos_ in ("ADJ", "ADP")]
        return [kind for kind in said if kind]

    def event(self, number: Token) -> Kind | None:
        """The kind of an event that is told of up to a number: "the biggest protest in decades"."""
        near = number.doc[max(number.i - AROUND, 0) : number.sent.end]
        told = (self.events.get(t.lemma_) for t in near if t.pos_ in ("NOUN", "PROPN", "VERB"))
        return next(filter(None, told), None)

    def gathered(self, found: Thing, counting: Callable[[str], bool]) -> Kind | None:
        """The kind of a crowd where an event of it is told of: "police put it at 8,000", "40,000 people took part"."""
        kind = self.event(found.number)
        verb = next((t for t in found.top.ancestors if t.pos_ == "VERB"), None)
        if kind is None or verb is None or not (found.noun is None or found.noun.lemma_ in kind.crowd):
            return None
        over = found.top.head
        crowd = over.lower_ == "of" and (over.head.lemma_ in kind.crowd or counting(over.head.lemma_))
        drawn = self.draws[kind.id].at(verb) or counting(verb.lemma_)
        return kind if crowd or (drawn and (over.lower_ != "of" or over.head == verb)) else None

    def counts(self, noun: Token) -> Kind | None:
        """The kind of a noun that has numbers: what it is a group of, or its own."""
        return self.groups.get(noun.lemma_.lower()) or self.of_noun(noun)

    def telling(self, found: Thing, has: Callable[[str, str], bool]) -> Token | None:
        """The noun that tells what a bare number counts: "the death toll rose to 50", "a force of 300".

        It stands in front of "of", or is the object or subject of the verb above: "put the number of dead at 50".
        """
        prep = found.top.head
        if found.noun is None and found.top.dep_ == "pobj" and prep.lower_ == "of" and self.counts(prep.head):
            return prep.head
        verb = next((t for t in found.top.ancestors if t.pos_ in VERBS), None)
        if verb is None:
            return None
        counted = (found.top, first_of(found.top), found.noun)  # "the dead include 35 children and 58 women"
        told = [c for c in verb.children if c.dep_ == "dobj" and c not in counted][-1:]
        if not told and not has("counting", verb.lemma_):
            told = [c for c in verb.children if c.dep_ in SUBJECTS and c.i < found.top.i and c != found.top]
            told += [verb.head] if verb.dep_ in ("relcl", "acl") else []
        elif found.role == "dobj" or found.top.dep_ != "pobj":
            return None
        for noun in sorted(told, key=lambda t: t.i):
            inner = [p for p in noun.rights if p.lower_ == "of"]
            for candidate in [noun, *(t for p in inner for t in p.children)]:
                person = (kind := self.of_noun(candidate)) is not None and kind.id == "people"
                if self.counts(candidate) and not (person and candidate.tag_ not in ("NNS", "NNPS")):
                    return candidate
        return None


def _chained(verb: Token) -> list[Token]:
    """The verb, the complements that it opens ("were forced to flee", "were hurt") and its conjuncts."""
    found = [verb]
    for child in verb.children:
        opened = child.dep_ in ("xcomp", "acomp") or (child.dep_ == "ccomp" and not _has_subject(child))
        joined = child.dep_ == "conj" and not _has_subject(child) and not _has_object(child)
        if (opened and child.pos_ in (*VERBS, "ADJ")) or (joined and child.pos_ in VERBS):
            found.append(child)
    return found


def _has_subject(verb: Token) -> bool:
    return any(c.dep_ in SUBJECTS for c in verb.children)


def _has_object(verb: Token) -> bool:
    return any(c.dep_ == "dobj" for c in verb.children)


@lru_cache(maxsize=8)
def kinds(codebook: Codebook) -> Kinds:
    """The kinds of a codebook; the same object for the same codebook."""

    def index(field: str) -> dict[str, Kind]:
        return {word: kind for kind in reversed(codebook.kinds) for word in getattr(kind, field)}

    units = {
        word: u for u in codebook.units if u.kind not in ("label", "few", "fraction") for word in u.words
    }
    entries = {kind.id: kind for kind in codebook.kinds}
    said = {field: Phrases(index(field)) for field in ("adjectives", "verbs", "doers", "suffer")}
    draws = {kind.id: Phrases(dict.fromkeys(kind.draws, kind)) for kind in codebook.kinds}
    return Kinds(
        entries, index("nouns"), index("groups"), events=index("events"), draws=draws, units=units, **said
    )
