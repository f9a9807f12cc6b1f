"""One article -> its figures, in the order of the text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from .. import dates
from ..actors import Cast
from ..codebook import Codebook
from ..entries import Bound, Kind, Unit
from ..records import Article, Claim, Figure
from ..spans import row_id
from . import owners, places
from .meaning import meanings
from .quantities import Quantity, reader
from .refusals import Refusals
from .sources import Behind, Sources
from .things import Thing, kinds, thing

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

HARM = ("deaths", "injured", "casualties", "detained", "displaced")
HURT = ("deaths", "injured", "casualties")
SHARED = ("troops", "protesters", "displaced")
DEFINITE = ("the", "these", "those", "both", "all", "its", "their", "his", "her", "our", "my")


@dataclass(frozen=True, slots=True)
class Read:
    """A quantity with what it counts."""

    quantity: Quantity
    thing: Thing
    kind: str
    unit: Unit | None
    rule: str
    subject: str | None = None
    behind: Behind = Behind()


def figures(doc: Doc, article: Article, codebook: Codebook, cast: Cast, said: list[Claim]) -> list[Figure]:
    """Every stated quantity that counts or measures something, one row each.

    Dates, years, ages, durations, ordinals, identifiers and set references ("the two leaders") are no figures, and no
    number is computed. `low` and `high` are in units of `unit` or counts; percentages are 0 to 100. `source` is the
    actor of the innermost claim that the number stands in, None for the outlet's own voice.
    """
    reading = Reading(doc, article, codebook, cast, said)
    return [reading.row(item) for item in reading.items()]


class Reading:
    """Reads the figures of one article."""

    def __init__(self, doc: Doc, article: Article, codebook: Codebook, cast: Cast, said: list[Claim]) -> None:
        self.doc, self.article, self.cast, self.sources = (
            doc,
            article,
            cast,
            Sources(doc, cast, codebook, said),
        )
        self.reader, self.kinds, self.meanings = reader(codebook), kinds(codebook), meanings(codebook)
        self.regions = owners.regions(codebook)

    def items(self) -> list[Read]:
        """The quantities that are figures, with their kinds."""
        found: list[Read] = []
        refusals = Refusals(
            self.article, frozenset(w for e in self.reader.entries.values() for w in e.before)
        )
        for quantity in self.reader.quantities(self.article.text):
            if refusals.refuses(quantity) or quantity.core_end > len(self.doc.text):
                continue
            item = self._read(quantity, thing(self.doc, quantity), found)
            if item is not None and not self._refused(item, refusals):
                behind = self.sources.behind(item.thing.number, quantity.core_start, quantity.core_end)
                found.append(replace(item, behind=behind, subject=self._subject(item, found)))
        return self._shared(found)

    def _shared(self, found: list[Read]) -> list[Read]:
        """Troops, protesters and displaced of whom an article names only one owner are his throughout."""
        owners_of = {kind: {r.subject for r in found if r.kind == kind and r.subject} for kind in SHARED}
        sole = {kind: subjects.pop() for kind, subjects in owners_of.items() if len(subjects) == 1}
        return [
            r if r.subject else replace(r, subject=sole.get(self._shares(r)) or self._own_loss(r))
            for r in found
        ]

    def _shares(self, item: Read) -> str | None:
        """The kind whose owner is this one's too: a distance is that of the troops that cover it."""
        verb = item.thing.verb if item.kind == "distance" else None
        for child in verb.children if verb is not None else ():
            kind = self.kinds.of_noun(child) if child.dep_ == "nsubj" else None
            if kind and kind.id in ("troops", "vehicles"):
                return "troops"
        return item.kind

    def _own_loss(self, item: Read) -> str | None:
        """A state that says how many were killed or hurt, and not by whom or of what conflict, speaks of its own."""
        verb, noun = item.thing.verb, item.thing.noun
        if item.kind not in HURT or verb is None or item.thing.role not in ("nsubj", "nsubjpass"):
            return None
        if any(self.cast.lexicon.has("conflict", token.lemma_) for token in item.thing.number.sent):
            return None
        source = item.behind.source
        state = self.cast.roster.state(source) if source else None
        fits = noun is None or self.cast.roster.at(noun.i) is None
        return (
            state
            if state and fits and self.cast.kind(state) in ("state", "institution") and source != "un"
            else None
        )

    def _read(self, quantity: Quantity, counted: Thing, before: list[Read]) -> Read | None:
        """The kind: of the unit, of what is done to the thing, of its noun, of the verb's subject, of what went before."""

        def read(kind: str, rule: str, unit: Unit | None = None) -> Read:
            return Read(quantity, counted, kind, unit, rule)

        unit = quantity.unit or (self.kinds.unit_of(counted.noun) if counted.noun is not None else None)
        if unit and unit.kind == "time":
            return None
        if unit:
            return read(unit.kind, "unit", unit)
        if quantity.sort == "fraction":
            return read("percent", "fraction")
        named = self._named(counted)
        done = self.kinds.done(counted)
        if named and not named.people:
            return read(named.id, "noun")
        if done and (named or counted.noun is None or done.id in HARM):
            return read(done.id, "verb")
        if named:
            return (
                self._part_of(quantity, counted, before)
                or self._told(quantity, counted)
                or read(named.id, "noun")
            )
        if counted.noun is not None:
            return read("other", "noun")
        return self._elliptical(quantity, counted, before)

    def _named(self, counted: Thing) -> Kind | None:
        """The kind of the noun; the people of a country ("Belarusians") are people."""
        if counted.noun is None:
            return None
        kind = self.kinds.of_noun(counted.noun)
        named = self.cast.roster.at(counted.noun.i)
        return self.kinds.entries.get("people") if kind is None and named and named.how == "people" else kind

    def _part_of(self, quantity: Quantity, counted: Thing, before: list[Read]) -> Read | None:
        """ "Twelve people were killed, including two children": a part shares the fate of the whole."""
        prep = counted.top.head
        whole = before[-1] if before else None
        if whole is None or whole.kind not in HARM or not self._near(whole.quantity, quantity):
            return None
        if self.cast.lexicon.has("part", prep.lower_) and prep.head in (whole.thing.top, whole.thing.noun):
            return Read(quantity, counted, whole.kind, None, "part")
        return None

    def _told(self, quantity: Quantity, counted: Thing) -> Read | None:
        """ "Losses amount to 500 soldiers", "a force of 300": the verb's subject or the noun in front tells the kind."""
        subject = self.kinds.told_by_subject(counted)
        if subject is None and counted.noun is None:
            subject = self.kinds.told_by_noun(counted)
        kind = self.kinds.of_noun(subject) if subject is not None else None
        if kind is None or (counted.noun is not None and kind.id not in HARM):
            return None
        return Read(quantity, replace(counted, noun=subject), kind.id, None, "subject")

    def _elliptical(self, quantity: Quantity, counted: Thing, before: list[Read]) -> Read | None:
        """A bare number takes the kind of its verb's subject, or of the figure before it."""
        told = self._told(quantity, counted)
        if told:
            return told
        last = before[-1] if before else None
        if last and last.unit is None and self._near(last.quantity, quantity):
            fate = last.kind in HARM and self._own_deed(counted)
            return Read(quantity, counted, "people" if fate else last.kind, None, "inherited")
        if quantity.sort == "order" and counted.role in ("nsubj", "nsubjpass"):
            return Read(quantity, counted, "people", None, "subject")
        stated = self._decimal(quantity) or quantity.size >= 1000 or quantity.bound not in ("exact", "order")
        return Read(quantity, counted, "other", None, "bare") if stated else None

    def _decimal(self, quantity: Quantity) -> bool:
        """Written with a point: a measure, however small."""
        return quantity.low != (quantity.low or 0) // 1 and quantity.sort == "digits"

    def _own_deed(self, counted: Thing) -> bool:
        """ "1,200 were killed and 251 taken hostage": something else is said of a bare number."""
        return counted.role in ("nsubj", "nsubjpass") or any(
            c.dep_ in ("acl", "relcl") for c in counted.top.children
        )

    def _subject(self, item: Read, before: list[Read]) -> str | None:
        """Whose; a part ("90 of the aircraft") or a bare number belongs to whom the figure before it did."""
        subject = owners.subject(self.cast, item.thing, item.kind, self.meanings.holders, self.regions)
        noun = item.thing.noun
        part = item.rule in ("inherited", "part") or (
            noun is not None and self.cast.lexicon.has("rest", noun.lower_)
        )
        part = part or (
            noun is not None
            and bool(before)
            and before[-1].thing.noun is not None
            and noun.lemma_ == before[-1].thing.noun.lemma_
            and self._definite(item.thing)
        )
        alike = before and (before[-1].kind == item.kind or (item.kind in HARM and before[-1].kind in HARM))
        if subject is None and part and alike and self._near(before[-1].quantity, item.quantity):
            return before[-1].subject
        return subject

    def _near(self, earlier: Quantity, later: Quantity) -> bool:
        """In the same sentence or the next."""
        between = self.article.text[earlier.end : later.start]
        return len(between) < 250 and "\n\n" not in between and between.count(". ") < 2

    def _refused(self, item: Read, refusals: Refusals) -> bool:
        """What only the words around it show to be no figure."""
        q, counted = item.quantity, item.thing
        before = self.doc[counted.number.i - 1] if counted.number.i else None
        named = before is not None and before.pos_ == "PROPN"
        if refusals.is_year(q) and (item.rule != "noun" or item.kind == "other" or self._in_a_year(counted)):
            return True
        comma = self.doc[counted.number.i - 2] if counted.number.i > 1 else None
        if refusals.is_age(q, comma is not None and comma.pos_ == "PROPN"):
            return True
        if self._identifier(item, before) or (
            item.kind == "other" and not item.unit and self._definite(counted)
        ):
            return True
        if q.value == 1 and q.sort == "words" and not item.unit and not self._one_of(item):
            return True
        if q.sort == "fraction":
            return counted.noun is None or (q.value == 50.0 and self.kinds.of_noun(counted.noun) is None)
        small = q.size < 10 and not item.unit and q.sort != "order" and not self._decimal(q)
        return small and not self._small(item)

    def _identifier(self, item: Read, before: Token | None) -> bool:
        """ "Nord Stream 2", "Boeing 737": bare digits behind a name, counting nothing known."""
        q = item.quantity
        if before is None or q.sort != "digits" or q.words or item.unit or q.start != q.core_start:
            return False
        if before.pos_ != "PROPN" or before.text.islower() or before.dep_ == "pobj":
            return False
        if self.cast.roster.at(before.i) or before.i in self.cast.roster.places:
            return False
        return item.kind == "other" or q.size < 10

    def _in_a_year(self, counted: Thing) -> bool:
        before = self.doc[counted.number.i - 1].lower_ if counted.number.i else ""
        return before in (
            "in",
            "since",
            "of",
            "the",
            "by",
            "until",
            "from",
            "during",
            "after",
            "before",
            "late",
            "early",
            "mid",
        )

    def _definite(self, counted: Thing) -> bool:
        """ "The two leaders", "NATO's 30 members": a set that the reader is taken to know."""
        anchor = counted.noun or counted.number
        for token in anchor.lefts:
            if token.dep_ == "poss" or (token.dep_ in ("det", "predet") and token.lower_ in DEFINITE):
                return True
        before = self.doc[counted.number.i - 1].lower_ if counted.number.i else ""
        return before in DEFINITE or before in ("'s", "’s")

    def _one_of(self, item: Read) -> bool:
        """ "One of two helicopters", "one soldier killed and six hurt": one as a number, not as an article."""
        if item.kind in HARM and item.thing.noun is not None:
            return self.doc[item.thing.number.i + 1].lower_ != "of"
        end = item.quantity.core_end
        return self.article.text[end:].startswith(" of ") and any(
            t.pos_ == "NUM" for t in self.doc[item.thing.number.i + 1 : item.thing.number.i + 4]
        )

    def _small(self, item: Read) -> bool:
        """Under ten only people, units, equipment and incidents count, and not as a known set."""
        entry = self.kinds.entries.get(item.kind)
        if entry is None or not entry.small:
            return False
        if item.rule == "inherited" and item.thing.noun is None and item.kind not in HARM:
            return False
        before = self.doc[item.thing.number.i - 1].lower_ if item.thing.number.i else ""
        return before not in ("the", "these", "those", "both", "all", "other") and not self._all_of(item)

    def _all_of(self, item: Read) -> bool:
        i = item.thing.number.i
        return i > 0 and self.doc[i - 1].lower_ in ("all", "both", "the")

    # --- rows ----------------------------------------------------------------------------------

    def row(self, item: Read) -> Figure:
        """The figure of one quantity."""
        q, counted, text = item.quantity, item.thing, self.article.text
        noun = counted.noun
        direction = None if item.kind in HARM else self.meanings.direction(q, counted, item.kind)
        sentence = counted.number.sent
        behind = item.behind
        since, (day, basis) = self._dated(item, sentence)
        return Figure(
            figure_id=row_id(self.article.article_id, q.start, q.end, "f"),
            article_id=self.article.article_id,
            start=q.start,
            end=q.end,
            text=text[q.start : q.end],
            bound=q.bound,
            kind=item.kind,
            measured="change" if direction else "level",
            sentence_start=sentence.start_char,
            sentence_end=sentence[-1].idx + len(sentence[-1]),
            low=q.low,
            high=q.high,
            value=q.value,
            noun=noun.text if noun is not None else None,
            unit=item.unit.id if item.unit else None,
            direction=direction,
            subject=item.subject,
            place=places.place(self.cast, counted),
            claim_id=behind.claim.claim_id if behind.claim else None,
            source=behind.source,
            via=behind.via,
            as_of=day,
            as_of_basis=basis,
            since=since,
            modality="actual" if self._apart(item) else self.meanings.modality(q, counted),
            confidence=0.9,
            rule=item.rule,
        )

    def _dated(self, item: Read, sentence: Span) -> tuple[date | None, dates.Dated]:
        """From when the count runs and the day it is true of: a count since some day is true of the article's."""
        q, published, text = item.quantity, self.article.published, self.article.text
        end = sentence[-1].idx + len(sentence[-1])
        since = dates.since(text, q.end, end, published)
        if since is None and (self._lasts(item) or text.startswith("Since", sentence.start_char)):
            since = dates.since(text, sentence.start_char, q.start, published)
        if since:
            return since, (published, "published" if published else "unknown")
        return None, dates.as_of(self.doc, self.article, q.start, q.end)

    def _apart(self, item: Read) -> bool:
        """ "Bases thousands of miles away": how far apart places lie is no forecast."""
        words = self.article.text[item.quantity.after : item.quantity.after + 40].split()
        behind = next(
            (w for w in words if w.strip(".,;)") not in ("of", item.thing.noun and item.thing.noun.text)), ""
        )
        return item.kind == "distance" and self.cast.lexicon.has("where", behind.strip(".,;)"))

    def _lasts(self, item: Read) -> bool:
        """ "It broke out in 2014 and has claimed 13,000 lives": a toll in the perfect runs from the date before it."""
        verb = item.thing.verb
        return (
            item.kind in HARM
            and verb is not None
            and any(
                child.dep_ == "aux" and child.lemma_ == "have" and child.tag_ in ("VBP", "VBZ")
                for child in verb.children
            )
        )


def fires(entry: Bound | Unit | Kind, sentence: str, codebook: Codebook) -> bool:
    """Whether the sentence has a figure that reads by this entry; for number words and refusals, such a quantity."""
    from .. import language

    article, doc = Article("example", "", sentence, ""), language.pipeline()(sentence)
    if isinstance(entry, Unit):
        found = reader(codebook).quantities(sentence)
        if entry.values or entry.kind == "few":
            words = [*entry.values, *entry.words]
            return any(w in sentence[q.start : q.end].lower() for q in found for w in words)
        return any(q.unit is not None and q.unit.id == entry.id for q in found) or any(
            f.unit == entry.id for f in figures(doc, article, codebook, Cast.of(article, doc, codebook), [])
        )
    rows = figures(doc, article, codebook, Cast.of(article, doc, codebook), [])
    if isinstance(entry, Kind):
        return any(row.kind == entry.id for row in rows)
    if entry.holds:
        return any(row.subject for row in rows)
    named = {"bound": entry.bound, "direction": entry.direction, "modality": entry.modality}
    return any(getattr(row, field) == value for row in rows for field, value in named.items() if value)
