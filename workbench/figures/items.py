"""A quantity with what it counts: its kind, and by which rule it is known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from ..actors import Cast
from ..actors.lexicon import Lexicon
from ..entries import Kind, Unit
from .kinds import HARM, SUBJECTS, Kinds
from .quantities import Quantity
from .things import Thing, first_of, governed

if TYPE_CHECKING:
    from spacy.tokens import Token

NEAR = 250  # characters between a bare number and the figure that it continues
MANY = 100  # from here a number alone may count a crowd
BARE = 1000  # from here a number that counts nothing named is a figure by itself


@dataclass(frozen=True, slots=True)
class Item:
    """A quantity that may be a figure; `rule` says how its kind is known."""

    quantity: Quantity
    thing: Thing
    kind: str
    rule: str  # unit | fraction | verb | noun | event | part | subject | inherited | bare
    unit: Unit | None = None
    whole: Item | None = None  # the figure that a bare number continues

    def continues(self, before: Item, lexicon: Lexicon) -> bool:
        """ "90 of the aircraft", "another 20", "44 others": a part or a continuation of the figure before."""
        if self.rule in ("inherited", "part", "fraction") or self.among(lexicon):
            return True
        if self.kind != before.kind and not (self.kind in HARM and before.kind in HARM):
            return False
        noun = self.thing.noun
        apart = self.thing.number.sent != before.thing.number.sent
        if self.rule == "unit" and (apart or before.rule == "fraction"):
            return False
        if noun is None or noun == before.thing.noun or lexicon.has("rest", noun.lower_):
            return True
        of = noun.head if noun.dep_ == "pobj" else noun
        return of.lower_ == "of" and any(c.dep_ == "det" for c in noun.lefts)

    def among(self, lexicon: Lexicon) -> bool:
        """Whether its sentence goes on about those before: "Among them were eight jets", "They included ten jets"."""
        verb, number = self.thing.verb, self.thing.number
        goes_on = verb is not None and (verb.dep_ == "relcl" or any(c.lower_ == "they" for c in verb.lefts))
        if verb is not None and goes_on and lexicon.has("reaching", verb.lemma_):
            return True  # "127,000 men, a total that includes 21,000 sailors"
        start = min(first_of(self.thing.top).left_edge.i, number.i) - 3
        before = number.doc[max(start, number.sent.start) : number.i]
        return any(lexicon.has("part", token.lower_) for token in before)


class Items:
    """Reads the kinds of one article's quantities, each in the light of those before."""

    def __init__(self, text: str, cast: Cast, kinds: Kinds) -> None:
        self.text, self.cast, self.kinds = text, cast, kinds
        self.has = cast.lexicon.has

    def item(self, quantity: Quantity, found: Thing, earlier: list[Item]) -> Item | None:
        """The kind: of the unit, of what is done to the thing, of its noun, of the verb's subject, of what went before.

        None for durations, and for a bare number that nothing explains.
        """
        found = self._grouped(found)
        unit = quantity.unit or self.kinds.unit_of(found.noun)
        if unit:
            return None if unit.kind == "time" else Item(quantity, found, unit.kind, "unit", unit)
        if quantity.sort == "fraction":
            return Item(quantity, found, "percent", "fraction")
        if headed := self.kinds.headed(found):
            return Item(quantity, replace(found, noun=None), headed.id, "verb")
        if found.noun is not None and self.has("rest", found.noun.lower_):
            found = replace(found, noun=None)  # "18 Ukrainian ones", "29 others"
        whole = _whole(found) if found.noun is None else None
        before = self._before(earlier, whole)
        named, done = self._named(found.noun or whole, before, quantity), self.kinds.done(found)
        if whole is not None and whole.pos_ == "PRON":
            named = self._those(quantity, found, before)
        if done and done.id == "troops" and found.noun is None and before and before.kind in HARM:
            done = None  # "Thousands of villagers fled; 2,750 had been moved"
        if done and self.kinds.overruled(done, self._word(found.noun or whole), named):
            return Item(quantity, found, done.id, "verb")
        if named and (whole is not None or not named.people):
            return Item(quantity, found, named.id, "noun" if whole is None else "inherited")
        gathered = self.kinds.gathered(found, partial(self.has, "counting"))
        if gathered and (found.noun is not None or quantity.size >= MANY or quantity.bound != "exact"):
            return Item(quantity, found, gathered.id, "event")
        told = self._part(quantity, found, before) or self._told(quantity, found)
        if told and (named or found.noun is None):
            return told
        if found.noun is not None:
            return Item(quantity, found, named.id if named else "other", "noun")
        return self._bare(quantity, found, before)

    def _grouped(self, found: Thing) -> Thing:
        """ "Sent a battalion of 800 infantry": what is done to a group is done to those that it consists of."""
        prep = found.top.head
        kind = self.kinds.counts(prep.head) if found.top.dep_ == "pobj" and prep.lower_ == "of" else None
        if kind is None or kind.id in HARM or prep.head.pos_ != "NOUN":
            return found
        verb, role = governed(prep.head)
        return replace(found, verb=verb, role=role)

    def _before(self, earlier: list[Item], whole: Token | None) -> Item | None:
        """The figure that this one may continue; "of those" are the first of "91 aircraft and 12 ships"."""
        known = [item for item in earlier if item.kind != "other"]
        if known and known[-1].kind == "distance":  # "60 battalions stand within 250 km, up from 35"
            here = [item for item in known if item.thing.number.sent == known[-1].thing.number.sent]
            known = [item for item in here if item.kind != "distance"] or known
        if not known or whole is None:
            return known[-1] if known else None
        first = first_of(known[-1].thing.top)
        return next((item for item in known if item.thing.top == first), known[-1])

    def _named(
        self, noun: Token | None, before: Item | None = None, quantity: Quantity | None = None
    ) -> Kind | None:
        """The kind of the noun; the people of a country are people, men after soldiers were counted are soldiers."""
        if noun is None:
            return None
        single = noun.tag_ == "NN"  # "a 300-strong force"
        kind = self.kinds.counts(noun) if single else self.kinds.of_noun(noun)
        # "half its army, 125,000 men", "a base of 300 men", "Ten battalions are there. At 800 men each"
        over = noun.head.head if noun.head.lower_ == "of" else noun.head
        other = self.kinds.counts(over) if noun.dep_ in ("appos", "conj", "pobj") else None
        if before and quantity and before.kind == "units" and self.near(before.quantity, quantity):
            other = self.kinds.entries.get("troops")
        if other and noun.lemma_.lower() in other.crowd:
            return other
        return self.kinds.entries.get("people") if kind is None and self._nation(noun) else kind

    def _nation(self, noun: Token) -> bool:
        named = self.cast.roster.at(noun.i)
        return named is not None and named.how == "people"

    def _word(self, noun: Token | None) -> str | None:
        """The noun as the codebook lists it."""
        return None if noun is None else "@people" if self._nation(noun) else noun.lemma_.lower()

    def _part(self, quantity: Quantity, found: Thing, whole: Item | None) -> Item | None:
        """ "Twelve were killed, including two children", "among the dead were three": a part has the same fate."""
        part = Item(quantity, found, whole.kind if whole else "", "noun")
        harmed = whole is not None and whole.kind in HARM and self.near(whole.quantity, quantity)
        if harmed and part.among(self.cast.lexicon):
            return replace(part, rule="part")
        for child in found.verb.children if found.verb is not None else ():
            if self.cast.lexicon.has("part", child.lower_):
                fates = (self.kinds.of_noun(t) or self.kinds.adjectives.at(t) for t in child.subtree)
                if fate := next((kind for kind in fates if kind and kind.id in HARM), None):
                    return Item(quantity, found, fate.id, "part")
        return None

    def _those(self, quantity: Quantity, found: Thing, before: Item | None) -> Kind | None:
        """What "of those" are: the figure before, or what the sentence before speaks of."""
        here = found.number.sent
        near = before is not None and self.near(before.quantity, quantity)
        start = here[0].nbor(-1).sent.start if here.start else here.start
        kind = None if near else self._antecedent(found, start, None)
        return kind or (self.kinds.entries[before.kind] if before else None)

    def _told(self, quantity: Quantity, found: Thing) -> Item | None:
        """ "Losses amount to 500 soldiers", "a force of 300": another noun tells the kind."""
        noun = self.kinds.telling(found, self.has)
        kind = self.kinds.counts(noun) if noun is not None else None
        if kind and kind.id == "units" and found.top.head.lower_ == "of":  # "a squadron of 1,000"
            kind = self.kinds.entries["troops"]
        harm = (
            kind
            and kind.id in HARM
            and self.kinds.overruled(kind, self._word(found.noun), self._named(found.noun))
        )
        if kind is None or not (found.noun is None or harm):
            return None
        return Item(quantity, replace(found, noun=noun), kind.id, "subject")

    def _bare(self, quantity: Quantity, found: Thing, before: Item | None) -> Item | None:
        """A number without any noun continues what was told of before it, or is a figure by its size or its bound."""
        near = before is not None and self.near(before.quantity, quantity)
        if spoken := self._antecedent(found, found.number.sent.start, before if near else None):
            return Item(quantity, found, spoken.id, "inherited")
        if before and near:
            # "1,200 were killed and 251 taken hostage": something else is said of it
            told = found.role in SUBJECTS or any(c.dep_ in ("acl", "relcl") for c in found.top.children)
            own = told and before.kind in HARM and not any(word.direction for word in quantity.words)
            if not (before.unit and (told or quantity.size > MANY > before.quantity.size)):
                return Item(quantity, found, "people" if own else before.kind, "inherited", whole=before)
        if quantity.bound == "order" or not self._stated(quantity, found):
            return None
        kind = before.kind if before and before.unit is None else "other"
        event = self.kinds.event(found.number) if before is None and quantity.size >= MANY else None
        return Item(quantity, found, event.id if event else kind, "bare")

    def _stated(self, quantity: Quantity, found: Thing) -> bool:
        """Whether a number that counts nothing named is a figure: by its size or bound, or where it is called one."""
        if quantity.decimal or quantity.size >= BARE or quantity.bound != "exact":
            return True
        lefts = found.verb.lefts if found.verb is not None else ()
        return any(self.has("stated", t.lemma_) for t in lefts if t.dep_ in SUBJECTS)

    def _antecedent(self, found: Thing, start: int, before: Item | None) -> Kind | None:
        """What the sentence speaks of in front of a bare number: "sent troops to join the 40,000 already there"."""
        number = found.number
        spoken = list(reversed(number.doc[start : number.i]))
        if before is None:  # "carrying cadets to planes. Some 700 of them": not what hangs on a preposition
            spoken.sort(key=lambda token: token.dep_ not in (*SUBJECTS, "dobj"))
        for token in spoken:
            if before and token in (before.thing.number, before.thing.noun):
                return None
            group = token.pos_ == "NOUN" and token.lemma_.lower() in self.kinds.groups
            if group or token.tag_ in ("NNS", "NNPS"):
                kind = self.kinds.counts(token)
                people = kind and kind.id == "people" and token.lemma_.lower() not in self.kinds.groups
                doer = token.dep_ in SUBJECTS and (token.head == found.verb or token.tag_ == "NN")
                if kind and not people and not doer and token.dep_ != "poss":
                    return kind
        return None

    def near(self, earlier: Quantity, later: Quantity) -> bool:
        """In the same sentence or the next."""
        between = self.text[earlier.end : later.start]
        return len(between) < NEAR and "\n\n" not in between and between.count(". ") < 2


def _whole(found: Thing) -> Token | None:
    """ "Of those, 45 crossed the line", "of the planes, 45 …", "ten of them children": what it is a part of."""
    beside = [*found.number.children, *(found.verb.lefts if found.verb is not None else ())]
    parts = [noun for prep in beside if prep.lower_ == "of" for noun in prep.children]
    return next((n for n in parts if n.pos_ == "PRON" or any(c.dep_ == "det" for c in n.children)), None)
