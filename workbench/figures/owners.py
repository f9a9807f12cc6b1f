"""Whose the counted things are: by their noun, by who has them, by where they are, by what the article says of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from .items import Item
from .kinds import ARMED, HARM, HURT, Kinds
from .sources import Behind
from .speakers import Speakers
from .things import NOUNS, Thing, counts, governed

if TYPE_CHECKING:
    from spacy.tokens import Token

DWELLERS = ("displaced", "protesters", "civilians", "people")  # whose state is told by where they are
SHARED = ("troops", "units", "displaced")  # often named once, then counted again
SCENIC = (*HARM, "protesters", "civilians", "people")
MEASURED = ("distance", "area", "money")  # "1,000 square kilometres of Russia" may be anybody's
HELD = ("dobj", "attr", "oprd", "npadvmod", "nummod")
DATING = ("since", "after", "before", "until")
OPENED = ("acl", "relcl", "xcomp", "ccomp", "advcl")


class Owners:
    """The owners of one article's figures. Unsure stays empty.

    Whoever kills, destroys or counts is not the owner; who has, sends or loses is. A leader's are the state's. Arms
    that nobody is named for are those of the enemy of whoever counts them; people are of the place named last or of
    where the article plays, but the dead of a conflict are nobody's by the place.
    """

    def __init__(self, kinds: Kinds, holders: frozenset[str], speakers: Speakers) -> None:
        self.cast, self.kinds, self.holders, self.scene = speakers.cast, kinds, holders, speakers.scene
        self.speakers = speakers

    def of(self, item: Item, before: str | None, behind: Behind) -> str | None:
        """The actor that owns or suffers the thing counted, as far as its sentence tells.

        `before` is the owner of the figure that this one continues.
        """
        found = item.thing
        told = self._its(found, behind) or self._named(found) or self._beside(found)
        owner = (None if item.kind in MEASURED else told) or self._holder(item, behind) or before
        military = found.noun is not None and self.cast.lexicon.has("military", found.noun.lemma_)
        if owner is None and item.kind in (*DWELLERS, *HARM) and not military:
            owner = self._home(item, behind)
        return self.scene.side(owner) if owner else None

    def shared(self, rows: list[tuple[Item, str | None, Behind, bool]]) -> list[str | None]:
        """All owners of an article's figures: what has none is its kind's sole owner's, or the speaker's own loss.

        The last of a row tells whether it continues the one before.
        """
        named = {kind: {owner for item, owner, *_ in rows if item.kind == kind and owner} for kind in SHARED}
        sole = {kind: next(iter(owners)) for kind, owners in named.items() if len(owners) == 1}
        sole = {kind: owner for kind, owner in sole.items() if owner in self.scene.arms}
        out: list[str | None] = []
        for item, owner, behind, continues in rows:
            own = behind.source and self.cast.roster.state(behind.source)
            if own and own == behind.source and self.cast.kind(own) == "person":
                own = self.scene.state  # a mayor, a governor
            owner = owner or (out[-1] if continues else None)
            if owner is None and (shared := sole.get(self._kind(item))) and shared != own:
                owner = shared
            if owner is None and item.kind in ARMED:
                owner = self._armed(item, own)
            # who tells of the dead, not of who killed them, tells of its own; Gaza's ministry in a conflict too
            ministry = own != behind.source and self.cast.kind(behind.source or "") == "institution"
            verb = item.thing.verb if item.thing.role == "dobj" else None
            told = item.kind in HURT and (verb is None or self.kinds.verbs.at(verb) is None)
            if told and own and self.scene.is_home(own) and (ministry or not self._fought(item.thing.number)):
                owner = owner or own
            out.append(owner or self._scene(item))
        return out

    def _armed(self, item: Item, own: str | None) -> str | None:
        """Whose arms are meant that have no name: the speaker's, where they are sent, else those of its enemy.

        What somebody counts who is no side may be anybody's.
        """
        verb = item.thing.verb
        sent = verb.lemma_ if verb is not None and item.thing.role == "nsubjpass" else ""
        if own and sent in self.holders and sent not in self.kinds.entries["incidents"].verbs:
            return own
        party = own is not None and self.scene.is_home(own)
        if not party and (item.kind == "incidents" or (own and self.cast.kind(own) == "institution")):
            return None
        return self.scene.enemy(own)

    def _scene(self, item: Item) -> str | None:
        """Whose people are meant outside a count of a conflict: of the place named last, or where the article plays.

        Soldiers whose place nothing tells are of the army that the article names most.
        """
        number, noun = item.thing.number, item.thing.noun
        before = number.sent[0].nbor(-1).sent if number.sent.start else number.sent
        if item.kind not in SCENIC or self._fought(number) or self._fought(before.root):
            return None
        if item.kind == "people" and self._placed(item.thing):
            return None
        soldiers = item.kind in HURT and noun is not None and self.cast.lexicon.has("military", noun.lemma_)
        return self.scene.state or self.scene.last(number) or (self.scene.enemy(None) if soldiers else None)

    def _placed(self, found: Thing) -> bool:
        """Whether people are said to be somewhere, known or not: "people who live in the republics"."""
        near = [c for c in found.anchor.children if c.dep_ in ("acl", "relcl", "prep")]
        near += [c for clause in near for c in clause.children if clause.dep_ != "prep"]
        return any(c.dep_ == "prep" and self.cast.lexicon.has("where", c.lower_) for c in near)

    def _fought(self, number: Token) -> bool:
        """Whether a number is of a conflict, whose dead are of more than one side; "since the war" is a date.

        What a clause apart tells ("air raids on the valley, the worst since the war widened") is not of it, nor is a
        war of a state with its own rebels of more than one.
        """
        state, enemy = self.scene.state, self.scene.enemy(self.scene.state)
        if state and enemy and not self.scene.is_home(enemy):
            return False
        if _for_years(number):
            return True
        dated = (t for t in number.sent if not (t.dep_ == "pobj" and t.head.lower_ in DATING))
        return any(self.cast.lexicon.has("conflict", t.lemma_) and _told_with(number, t) for t in dated)

    # --- by its own words ---------------------------------------------------------------------------

    def _its(self, found: Thing, behind: Behind) -> str | None:
        """ "Austria said that eight of its soldiers", "49 of the country's soldiers": those of a state that says so."""
        own = self.cast.roster.state(behind.source) if behind.claim and behind.source else None
        own = own if own and self.cast.kind(own) == "state" else None
        mine = [c for c in found.noun.lefts if c.dep_ == "poss"] if own and found.noun is not None else []
        has = self.cast.lexicon.has
        return own if any(c.lower_ == "its" or has("party", c.lemma_) for c in mine) else None

    def _named(self, found: Thing) -> str | None:
        """ "Russian troops", "troops of Mali", "50 Russians", "a 15-vehicle Russian convoy"."""
        noun, roster = found.noun, self.cast.roster
        if noun is None:
            return self._populated(found)
        here = roster.at(noun.i)
        if here:
            return here.ids[0] if len(here.ids) == 1 else None
        agent = noun.nbor() if noun.i + 1 < len(noun.doc) else noun  # "eleven attacks by the Russian side"
        by = [c for c in agent.children if c.dep_ == "pobj"] if agent.lower_ == "by" else []
        owned = self.scene.owner(noun) or (self.scene.owner(by[0]) if by else None)
        return owned or self._populated(found)

    def _populated(self, found: Thing) -> str | None:
        """ "Ukraine, a nation of 44 million people": the country in front of "of"; "this island of" is the scene."""
        prep, kind = found.top.head, self.kinds.counts(found.top.head.head)
        place = self.cast.lexicon.has("place", prep.head.lemma_) and (kind is None or kind.id == "people")
        if not place or found.top.dep_ != "pobj" or prep.lower_ not in ("of", "with"):
            return None  # nor is "a base of 300 men" a country
        country = prep.head.head if prep.head.dep_ == "appos" else prep.head
        states = list(self.scene.states(t for t in country.subtree if t.i <= prep.i))
        return states[0] if states else self.scene.state

    def _beside(self, found: Thing) -> str | None:
        """ "80 vehicles, 49 drones and four Azerbaijani helicopters": the one owner named among conjuncts."""
        if found.noun is None or found.noun != found.top:
            return None
        joined = [other for other in found.noun.conjuncts if other.pos_ in NOUNS]
        owners = {self.scene.owner(other) for other in joined} - {None}
        return owners.pop() if len(owners) == 1 else None

    # --- by who does what with it -------------------------------------------------------------------

    def _holder(self, item: Item, behind: Behind) -> str | None:
        """Who has, moves or loses it, or the enemy of who destroys it.

        The subject of the verb, or of the one in front of "by" or "with".
        """
        found = item.thing
        for child in (c for t in (found.anchor, found.top, found.top.head) for c in t.rights):
            if child.dep_ in ("acl", "relcl") and child.lemma_.lower() in self.holders:
                return self._doer(child, behind)
        verb, role = found.verb, "dobj" if item.quantity.last else found.role
        if verb is None and found.top.dep_ == "pobj" and found.top.head.lower_ in ("by", "with", "of", "at"):
            verb, role = found.top.head.head, "dobj"
            # "announced a gift of 4,000 shells", "sent a frigate with 160 sailors"
            if verb.pos_ == "NOUN" and (verb.lemma_ in self.holders or found.top.head.lower_ == "with"):
                over = governed(verb)[0] if verb.dep_ in ("dobj", "conj") else None
                return self.scene.owner(verb) or (self._doer(over, behind) if over is not None else None)
        if verb is None or role not in HELD:
            return None
        if self._defeats(verb) and item.kind not in (*DWELLERS, "incidents"):
            doer = self._doer(verb, behind)
            return self.scene.enemy(self.cast.roster.state(doer)) if doer else None
        done = item.kind in (*ARMED, "displaced") and role in ("dobj", "npadvmod")
        if counts(verb, self.cast.lexicon) or not (done or verb.lemma_.lower() in self.holders):
            return None
        doer = self._doer(verb, behind)  # who moves people has them not, but "Chad says it moved 300 people"
        return doer if item.kind not in DWELLERS or (done and doer == behind.source) else None

    def _defeats(self, verb: Token) -> bool:
        """ "Destroyed 40 tanks", "shot down two jets"."""
        lemma = verb.lemma_.lower()
        words = [lemma, *(f"{lemma} {c.lower_}" for c in verb.children if c.dep_ in ("prt", "advmod"))]
        return any(self.cast.lexicon.has("defeat", word) for word in words)

    def _doer(self, verb: Token, behind: Behind) -> str | None:
        """Who does it: the verb's subject, agent, or that of the verb it continues; "accused Russia of massing"."""
        for _ in range(4):
            # the nearest: a dateline may be a subject too
            for child in [*reversed(list(verb.lefts)), *verb.rights]:
                if child.dep_ in ("nsubj", "agent") or (child.dep_ == "nsubjpass" and verb.dep_ != "relcl"):
                    doer = next(child.children, child) if child.dep_ == "agent" else child
                    # "It said that it had struck 40 targets", "that the country had lost two tanks"
                    said = behind.claim.cue_end if behind.claim else 0
                    other = any(self.cast.roster.at(t.i) for t in doer.sent if said <= t.idx < doer.idx)
                    own = behind.source if doer.tag_ == "PRP" and not other else None
                    named = own or self.speakers.named(doer) or self.scene.owner(doer)
                    return named or (behind.source if self.cast.lexicon.has("party", doer.lemma_) else None)
            over = verb.head
            if verb.dep_ == "pcomp" and over.head.pos_ == "VERB":
                blamed = [c for c in over.head.children if c.dep_ == "dobj"]
                if blamed and over.lower_ in ("of", "for"):
                    return self.speakers.one(blamed[0])
                over = over.head
            goes_on = verb.dep_ == "ccomp" and verb.tag_ == "VBG"
            if over == verb or not (goes_on or verb.dep_ in ("conj", "xcomp", "advcl", "pcomp")):
                return None
            verb = over
        return None

    # --- by where it is -----------------------------------------------------------------------------

    def _home(self, item: Item, behind: Behind) -> str | None:
        """The state that people flee, march or are hurt in: "refugees fleeing Ukraine", "rallied in Minsk".

        By the phrases that hang on them or their verb.
        """
        found, hurt, has = item.thing, item.kind in HURT, self.cast.lexicon.has
        anchors = [t for t in (found.noun, found.top, found.verb) if t is not None]
        anchors += [c for a in anchors for c in a.children if c.dep_ in OPENED]
        near = [c for anchor in dict.fromkeys(anchors) for c in anchor.children]
        inner = [noun for c in near if c.dep_ == "prep" for noun in c.children]
        war = any(has("conflict", noun.lemma_) and not has("place", noun.lemma_) for noun in inner)
        if war or (hurt and _for_years(found.number)):
            return None
        states = self._places(near, hurt)
        return next(iter(states)) if len(states) == 1 else None

    def _places(self, tokens: Iterable[Token], hurt: bool) -> dict[str, None]:
        """The states that words of place among these tokens lead to."""
        has, found = self.cast.lexicon.has, []
        for token in tokens:
            word = token.lower_
            there = token.dep_ == "prep" and has("where", word) and not has("way", word)
            if token.dep_ == "dobj" and not hurt and has("fled", token.head.lemma_):
                found += self._states(token)
            elif there or (word == "from" and not hurt):
                found += [state for noun in token.children for state in self._states(noun)]
        return dict.fromkeys(found)

    def _states(self, noun: Token) -> list[str]:
        """The state that a place is or lies in."""
        if noun.i in self.cast.roster.adjectives and not self.scene.located(noun):
            return []  # "in Russian shelling"
        inside = sorted(noun.subtree, key=lambda t: t != noun)
        clause = next((t.left_edge.i for t in inside if t.dep_ == "relcl"), len(noun.doc))
        places = (t for t in inside if t.i < clause and (t == noun or self.scene.located(t)))
        joined = self.scene.states((noun, *noun.conjuncts))
        return list(joined or self.scene.states(places))[: max(len(joined), 1)]

    def _kind(self, item: Item) -> str:
        """The kind whose sole owner is this one's too: a distance is that of the troops that cover it."""
        verb = item.thing.verb if item.kind == "distance" else None
        for child in verb.children if verb is not None else ():
            kind = self.kinds.of_noun(child) if child.dep_ == "nsubj" else None
            if kind and kind.id in ("troops", "vehicles"):
                return "troops"
        return item.kind


def _for_years(number: Token) -> bool:
    """Whether it counts from a year on, as the toll of a conflict does: "14,000 people have died since 2014"."""
    return any(t.lower_ == "since" and t.nbor().text.isdigit() for t in number.sent[:-1])


def _told_with(number: Token, token: Token) -> bool:
    """Whether a word is in a clause of the number's, not in one apart: "40 died, said a man who had fled Kyiv"."""
    above = {number, *number.ancestors}
    while token not in above and token.dep_ not in OPENED:
        token = token.head
    return token in above
