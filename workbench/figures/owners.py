"""Whose the counted things are: by their noun, by who has them, by where they are, by what the article says of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from ..actors import Cast
from ..codebook import Codebook
from .items import Item
from .kinds import HARM, HURT, SUBJECTS, Kinds
from .numerals import alternatives
from .sources import Behind
from .things import NOUNS, Thing, subject_of

if TYPE_CHECKING:
    from spacy.tokens import Token

DWELLERS = ("displaced", "protesters", "civilians", "people")  # whose state is told by where they are
SHARED = (
    "troops",
    "units",
    "aircraft",
    "ships",
    "protesters",
    "displaced",
)  # often named once, then counted again
SCENIC = ("deaths", "injured", "casualties", "detained", "displaced", "protesters", "civilians")
MEASURED = ("distance", "area", "money")  # "1,000 square kilometres of Russia" may be anybody's
HELD = ("dobj", "attr", "oprd", "npadvmod", "nummod")


@dataclass(frozen=True)
class Regions:
    """The places that a codebook knows to lie in a state."""

    pattern: re.Pattern[str]
    states: dict[str, str]

    def state(self, phrase: str) -> str | None:
        """The state that a phrase lies in, by the first region named."""
        match = self.pattern.search(phrase)
        return self.states[" ".join(match.group().split())] if match else None


@lru_cache(maxsize=8)
def regions(codebook: Codebook) -> Regions:
    """The regions of a codebook; the same object for the same codebook."""
    states = {name: entry.id for entry in codebook.actors for name in entry.regions}
    return Regions(re.compile(rf"\b(?:{alternatives(states) or '(?!)'})\b"), states)


class Owners:
    """The owners of one article's figures. Unsure stays empty.

    Whoever kills, destroys or counts is not the owner; who has, sends or loses is. A leader's are the state's.
    The dead of a conflict are nobody's by the place, nor are soldiers by where they are.
    """

    def __init__(self, cast: Cast, kinds: Kinds, holders: frozenset[str], known: Regions) -> None:
        self.cast, self.kinds, self.holders, self.known = cast, kinds, holders, known

    def of(self, item: Item, before: tuple[Item, str | None] | None, near: bool) -> str | None:
        """The actor that owns or suffers the thing counted, as far as its own sentence and the figure before tell."""
        found, owner = item.thing, None
        told = item.rule == "subject" and found.noun is not None and found.noun.i < found.number.i
        if item.kind not in MEASURED and not (told and any(c.lower_ == "from" for c in found.anchor.rights)):
            owner = self._named(found) or self._beside(found)
        if owner is None and told and found.verb is not None:  # "a toll for the rebels that ranges from"
            subject = subject_of(found.verb)
            owner = (
                self.cast.owner(subject.left_edge.idx, subject.idx + len(subject))
                if subject is not None
                else None
            )
        if owner is None and item.kind not in DWELLERS:
            owner = self._holder(found)
        if owner is None and near and before and self._continues(item, before[0]):
            owner = before[1]
        military = found.noun is not None and self.cast.lexicon.has("military", found.noun.lemma_)
        if owner is None and item.kind in (*DWELLERS, *HARM) and not military:
            owner = self._home(found, item.kind in HURT)
        leads = owner and item.kind not in (*MEASURED, "percent") and self.cast.kind(owner) == "person"
        return self.cast.roster.state(owner) if owner and leads else owner

    def shared(self, rows: list[tuple[Item, str | None, Behind]]) -> list[str | None]:
        """All owners of an article's figures: what has none is its kind's sole owner's, or the speaker's own loss."""
        named = {kind: {owner for item, owner, _ in rows if item.kind == kind and owner} for kind in SHARED}
        sole = {kind: owners.pop() for kind, owners in named.items() if len(owners) == 1}
        out = []
        for item, owner, behind in rows:
            own = behind.source and self.cast.roster.state(behind.source)
            if owner is None and (shared := sole.get(self._kind(item))) and shared != own:
                owner = shared
            ministry = own != behind.source and self.cast.kind(behind.source or "") == "institution"
            out.append(owner or self._own_loss(item, own, ministry) or self._scene(item))
        return out

    def _scene(self, item: Item) -> str | None:
        """The state of nearly all places in the article, for people hurt or displaced outside a count of a conflict."""
        conflict = any(self.cast.lexicon.has("conflict", token.lemma_) for token in item.thing.number.sent)
        noun = item.thing.noun
        if (
            item.kind not in SCENIC
            or conflict
            or (noun is not None and self.cast.lexicon.has("military", noun.lemma_))
        ):
            return None
        return self.scene

    @cached_property
    def scene(self) -> str | None:
        """The state that at least four fifths of three or more phrases of place lead to."""
        states: Counter[str] = Counter()
        for token in self.cast.doc:
            if token.dep_ == "prep" and self.cast.lexicon.has("where", token.lower_):
                states.update(state for noun in token.children for state in self._states(noun))
        top, times = next(iter(states.most_common(1)), ("", 0))
        return top if times >= 3 and times >= 0.8 * states.total() else None

    def _named(self, found: Thing) -> str | None:
        """ "Russian troops", "troops of Mali", "50 Russians", "a 15-vehicle Russian convoy"."""
        noun, roster = found.noun, self.cast.roster
        if noun is None:
            return None
        here = roster.at(noun.i)
        if here:
            return here.ids[0] if len(here.ids) == 1 else None
        if noun.i in roster.adjectives:
            return roster.adjectives[noun.i]
        if noun.i and noun.nbor(-1).text == "-" and noun.head.i > noun.i:
            noun = noun.head
        return self.cast.owner(noun.left_edge.idx, noun.idx + len(noun)) or self._populated(found)

    def _populated(self, found: Thing) -> str | None:
        """ "Ukraine, a nation of 44 million people": the country in front of "of"."""
        prep = found.top.head
        if (
            found.top.dep_ != "pobj"
            or prep.lower_ != "of"
            or not self.cast.lexicon.has("place", prep.head.lemma_)
        ):
            return None
        country = prep.head.head if prep.head.dep_ == "appos" else prep.head
        return self._one(country)

    def _beside(self, found: Thing) -> str | None:
        """ "80 vehicles, 49 drones and four Azerbaijani helicopters": the one owner named among conjuncts."""
        if found.noun is None or found.noun != found.top:
            return None
        joined = [other for other in found.noun.conjuncts if other.pos_ in NOUNS]
        owners = {self.cast.owner(other.left_edge.idx, other.idx + len(other)) for other in joined} - {None}
        return owners.pop() if len(owners) == 1 else None

    def _continues(self, item: Item, before: Item) -> bool:
        """ "90 of the aircraft", "another 20", "44 others": a part or a continuation of the figure before."""
        if item.kind != before.kind and not (item.kind in HARM and before.kind in HARM):
            return False
        noun = item.thing.noun
        if noun is None or item.rule in ("inherited", "part") or self.cast.lexicon.has("rest", noun.lower_):
            return True
        of = noun.head if noun.dep_ == "pobj" else noun
        return of.lower_ == "of" and any(c.dep_ == "det" for c in noun.lefts)

    def _holder(self, found: Thing) -> str | None:
        """Who has, moves or loses it: the subject of the verb, or of the one in front of "by" or "with"."""
        for child in found.anchor.children:
            if child.dep_ in ("acl", "relcl") and child.lemma_.lower() in self.holders:
                return self._doer(child)
        verb, role = found.verb, found.role
        if verb is None and found.top.dep_ == "pobj" and found.top.head.lower_ in ("by", "with", "of", "at"):
            verb, role = found.top.head.head, "dobj"
        held = verb is not None and role in HELD and verb.lemma_.lower() in self.holders
        return self._doer(verb) if verb is not None and held else None

    def _doer(self, verb: Token) -> str | None:
        """Who does it: the verb's subject, agent, or that of the verb it continues; "accused Russia of massing"."""
        for _ in range(4):
            for child in sorted(
                verb.children, key=lambda c: abs(c.i - verb.i)
            ):  # a dateline may be a subject too
                if child.dep_ in ("nsubj", "agent") or (child.dep_ == "nsubjpass" and verb.dep_ != "relcl"):
                    return self._one(next(child.children, child) if child.dep_ == "agent" else child)
            over = verb.head
            if verb.dep_ == "pcomp" and over.head.pos_ == "VERB":
                blamed = [c for c in over.head.children if c.dep_ == "dobj"]
                if blamed:
                    return self._one(blamed[0])
                over = over.head
            continued = verb.dep_ in ("conj", "xcomp", "advcl", "pcomp") or (
                verb.tag_ == "VBG" and verb.dep_ == "ccomp"
            )
            if not continued or over == verb:
                return None
            verb = over
        return None

    def _one(self, noun: Token) -> str | None:
        ids = self.cast.resolve(noun.left_edge.idx, noun.idx + len(noun))
        return ids[0] if len(ids) == 1 else None

    def _home(self, found: Thing, hurt: bool) -> str | None:
        """The state that people flee, march or are hurt in: "refugees fleeing Ukraine", "rallied in Minsk".

        By the phrases that hang on them or their verb, else by the only place that the sentence names.
        """
        has, sentence = self.cast.lexicon.has, found.number.sent
        anchors = [t for t in (found.noun, found.top, found.verb) if t is not None]
        anchors += [
            c for a in anchors for c in a.children if c.dep_ in ("acl", "relcl", "xcomp", "ccomp", "advcl")
        ]
        near = [c for anchor in dict.fromkeys(anchors) for c in anchor.children]
        if any(c.dep_ == "prep" and any(has("conflict", noun.lemma_) for noun in c.children) for c in near):
            return None
        states = self._places(near, hurt)
        if not states and not (hurt and any(has("conflict", t.lemma_) for t in sentence)):
            states = self._places((t for t in sentence if hurt or t.i > found.number.i), hurt)
        return next(iter(states)) if len(states) == 1 else None

    def _places(self, tokens: Iterable[Token], hurt: bool) -> dict[str, None]:
        """The states that words of place among these tokens lead to."""
        has, found = self.cast.lexicon.has, []
        for token in tokens:
            word = token.lower_
            if token.dep_ == "dobj" and not hurt and has("fled", token.head.lemma_):
                found += self._states(token)
            elif (
                token.dep_ == "prep"
                and has("where", word)
                and not has("way", word)
                or (word == "from" and not hurt)
            ):
                found += [state for noun in token.children for state in self._states(noun)]
        return dict.fromkeys(found)

    def _states(self, noun: Token) -> list[str]:
        """The state that a place is or lies in, where a codebook knows it."""
        region = self.known.state(noun.doc[noun.left_edge.i : noun.right_edge.i + 1].text)
        if region:
            return [region]
        roster, place = self.cast.roster, self.cast.lexicon.has("place", noun.lemma_)
        for token in sorted(noun.subtree, key=lambda t: t != noun):
            named = roster.at(token.i)
            actor = roster.places.get(token.i) or (named.ids[0] if named and len(named.ids) == 1 else None)
            if place:  # "the Ukrainian capital", but not "an Israeli airstrike"
                actor = actor or roster.adjectives.get(token.i)
            elif token.dep_ == "relcl":
                break
            if actor and self.cast.kind(actor) == "state":
                return [actor]
        return []

    def _kind(self, item: Item) -> str:
        """The kind whose sole owner is this one's too: a distance is that of the troops that cover it."""
        verb = item.thing.verb if item.kind == "distance" else None
        for child in verb.children if verb is not None else ():
            kind = self.kinds.of_noun(child) if child.dep_ == "nsubj" else None
            if kind and kind.id in ("troops", "vehicles"):
                return "troops"
        return item.kind

    def _own_loss(self, item: Item, state: str | None, ministry: bool) -> str | None:
        """A state that says how many were killed or hurt, and not by whom or of what conflict, speaks of its own.

        So does a ministry that has a name of its own, of a conflict too: the Gaza Health Ministry.
        """
        found = item.thing
        if not state or item.kind not in HURT:
            return None
        if item.rule != "subject" and (found.verb is None or found.role not in SUBJECTS):
            return None
        if not ministry and any(
            self.cast.lexicon.has("conflict", token.lemma_) for token in found.number.sent
        ):
            return None
        entry = self.cast.lexicon.entries.get(state)
        return state if entry and (entry.kind == "state" or entry.regions) else None
