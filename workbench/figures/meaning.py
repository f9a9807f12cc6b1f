"""What is said of a quantity beside its number: state or movement, fact, plan or dispute."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ..actors.lexicon import Lexicon
from ..codebook import Codebook
from .kinds import SUBJECTS
from .phrases import Phrases
from .quantities import Quantity
from .things import NOUNS, VERBS, Thing, first_of

if TYPE_CHECKING:
    from spacy.tokens import Token

LINKS = ("of", "for", "to", "on", "from", "with", "involving")  # "plans for the deployment of"
CLIMBED = ("xcomp", "conj", "of", "acl", "dobj", "acomp")
AROUND = 6  # words between one that disputes and the number's name: "Kyiv dismissed the figure"


@dataclass(frozen=True)
class Meanings:
    """The verbs of one codebook that move a number, forecast or dispute it."""

    moved: dict[str, Phrases[str]]  # kind -> direction by what is done to it
    moving: dict[str, Phrases[str]]  # … by what it does
    planned: Phrases[str]  # modality of what is their object: "pledged 40 tanks"
    modal: Phrases[str]  # … or of the verb under them: "could", "set to"
    disputing: Phrases[str]
    holders: frozenset[str]

    def direction(self, quantity: Quantity, found: Thing, kind: str, lexicon: Lexicon) -> str | None:
        """up or down for a change; None for a state ("amassed", "rose to")."""
        for word in quantity.words:
            if word.direction and (kind in word.kinds or not word.kinds):
                return word.direction
        return self._moved(quantity, found, kind, lexicon) or self._described(found, kind)

    def _described(self, found: Thing, kind: str) -> str | None:
        """By the clause behind it: "the 2,000 missiles that London has sent", "ten brigades that are moving up"."""
        for verb in (c for c in found.anchor.rights if c.dep_ == "relcl"):
            subjects = [c for c in verb.children if c.dep_ in SUBJECTS]
            own = any(c.tag_ in ("WP", "WDT") or c.dep_ == "nsubjpass" for c in subjects)
            return (self.moving if own else self.moved)[kind].at(verb)
        return None

    def _moved(self, quantity: Quantity, found: Thing, kind: str, lexicon: Lexicon) -> str | None:
        """By the verb that it hangs on, or what it measures the movement of."""
        moved, moving = self.moved[kind], self.moving[kind]
        verb, role = found.verb, found.role
        if verb is not None and quantity.last is not None:  # "grew from 60 to 83"
            fallen = quantity.last.value == quantity.low  # "went from 83 to 60"
            # but "sent from 60 to 83 tanks" is a range
            return "down" if fallen else self.moved["other"].at(verb)
        if verb is not None and role in SUBJECTS:
            raised = [c for c in verb.rights if c.dep_ == "xcomp" and verb.tag_ == "VBN"]
            verb = raised[0] if raised else verb  # "are believed to have been moved"
            if _lasting(verb, role, lexicon):
                return None
            return (moved.at(verb) if verb.tag_ == "VBN" or role == "nsubjpass" else None) or moving.at(verb)
        if verb is not None and role in ("dobj", "npadvmod", "nummod"):
            return moved.at(verb)
        over = _measuring(quantity, found)
        whole = (t for t in over if not any(lexicon.has("part", c.lower_) for c in t.lefts))
        return next((said for token in whole if (said := moved.at(token))), None)

    def modality(self, quantity: Quantity, found: Thing, lexicon: Lexicon) -> str:
        """actual, projected or disputed, by the words that govern the number, or what is said of it afterwards."""
        said = [word.modality for word in quantity.words]
        said += [self.planned.at(c) for c in (found.noun or found.top).children if c.dep_ == "amod"]
        governor = _governor(found.top)
        if governor is not None and governor.lemma_ == "be":  # "30,000 are to take part"
            governor = next((c for c in governor.children if c.dep_ == "xcomp"), governor)
        if governor is not None:
            said.append(self._governed(governor, found.role in SUBJECTS))
        return next(filter(None, said), None) or ("disputed" if self._disputed(found, lexicon) else "actual")

    def _governed(self, token: Token, subject: bool) -> str | None:
        """What forecasts or disputes the deed of a verb or of its noun ("deployment"), nearest first."""
        if (said := self.planned.at(token)) and not (subject and token.tag_ != "VBN"):
            return said
        for _ in range(6):
            beside = [c for c in token.children if c.dep_ in ("aux", "mark", "advmod", "acomp")]
            told = [self.modal.at(c) for c in beside if c.lemma_ != "be"]
            told += [self.planned.at(c) for c in token.lefts if c.dep_ == "nsubj" and c.pos_ == "NOUN"]
            if said := next(filter(None, told), None):
                return said
            head, dep = token.head, token.dep_
            if dep in ("pcomp", "pobj") and head.lower_ in LINKS:
                head, dep = head.head, "of"
            if dep == "advcl" and any(c.tag_ == "TO" for c in token.lefts):  # "appealed … to help 300"
                dep = "xcomp"
            if head == token or (dep == "ccomp" and token.i < head.i):  # two clauses side by side
                return None
            if dep in ("xcomp", "ccomp", "of", "acl", "oprd") and (said := self.modal.at(head)):
                return said
            if dep in ("xcomp", "of", "acl", "dobj", "oprd") and (said := self.planned.at(head)):
                return said
            if dep not in CLIMBED or head.pos_ not in (*VERBS, "ADJ", "NOUN"):
                return None
            token = head
        return None

    def _disputed(self, found: Thing, lexicon: Lexicon) -> bool:
        """Whether the number is called wrong behind it, in its sentence or the next: "Kyiv dismissed the figure"."""
        doc, here = found.number.doc, found.number.sent
        last = doc[here.end].sent.end if here.end < len(doc) and not doc[here.end - 1].is_space else here.end
        for word in doc[found.number.i : last]:
            disputing, near = self.disputing.at(word), doc[max(word.i - AROUND, 0) : word.i + AROUND]
            false = word.lemma_ == "call" and any(lexicon.has("falsehood", t.lemma_.lower()) for t in near)
            if (disputing or false) and any(lexicon.has("stated", t.lemma_.lower()) for t in near):
                return True
        return False


def _lasting(verb: Token, role: str, lexicon: Lexicon) -> bool:
    """Whether a passive tells of a state: "are deployed", "were deployed near the border"."""
    helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    if verb.tag_ != "VBN" or any(c.lemma_ == "have" or c.lower_ == "being" for c in helpers):
        return False
    places = [c.lower_ for c in verb.rights if c.dep_ == "prep" and lexicon.has("where", c.lower_)]
    there = bool(places) and not any(lexicon.has("way", word) for word in places)
    return role == "nsubj" or there or any(c.tag_ in ("VBP", "VBZ") for c in helpers)


def _measuring(quantity: Quantity, found: Thing) -> list[Token]:
    """What a number measures the movement of: "increased by 7,000", "down by 30 percent", "deployment of 500 men"."""
    prep = found.top.head
    over = [prep.head] if prep.lower_ in ("by", "of") and found.top.dep_ == "pobj" else []
    over = [t for t in over if not t.i or t.nbor(-1).text != "-"]  # "a build-up of 500" is one thing
    before = found.number.doc[max(found.number.i - 4, 0) : found.number.i]
    near = [t for t in before if t.idx < quantity.start and t.dep_ == "advmod" and t.head.pos_ == "AUX"][-1:]
    return over + near if quantity.unit else over


def _governor(top: Token) -> Token | None:
    """The verb, or the noun of a deed or a plan, that the number depends on directly."""
    token = first_of(top)
    head = token.head
    if token.dep_ in ("pobj", "pcomp"):
        head = head.head
        if head.pos_ in NOUNS:
            return head
    return head if head.pos_ in (*VERBS, "ADJ") and token.dep_ != "advmod" else None


@lru_cache(maxsize=8)
def meanings(codebook: Codebook) -> Meanings:
    """The meanings of a codebook; the same object for the same codebook."""

    def moves(kind: str, field: str) -> Phrases[str]:
        entries = [e for e in reversed(codebook.bounds) if e.direction and (kind in e.kinds or not e.kinds)]
        return Phrases({word: e.direction or "" for e in entries for word in getattr(e, field)})

    kinds = [kind.id for kind in codebook.kinds]
    said = [entry for entry in codebook.bounds if entry.modality]
    planned = {word: entry.modality or "" for entry in said for word in entry.verbs}
    modal = planned | {word: entry.modality or "" for entry in said for word in entry.doers}
    return Meanings(
        moved={kind: moves(kind, "verbs") for kind in kinds},
        moving={kind: moves(kind, "doers") for kind in kinds},
        planned=Phrases(planned),
        modal=Phrases(modal),
        disputing=Phrases({w: e.id for e in said if e.modality == "disputed" for w in e.verbs}),
        holders=frozenset(word for entry in codebook.bounds if entry.holds for word in entry.verbs),
    )
