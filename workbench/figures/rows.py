"""One article -> its figures, in the order of the text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from .. import dates, language
from ..actors import Cast
from ..codebook import Codebook
from ..entries import Bound, Kind, Unit
from ..records import Article, Claim, Figure
from ..spans import row_id
from .items import Item, Items
from .kinds import HARM, kinds
from .meaning import meanings
from .owners import Owners
from .places import place
from .quantities import Quantity, reader
from .refusals import Refusals
from .scene import Scene, regions
from .sources import Behind, Sources
from .speakers import Speakers
from .things import covering, subject_of, thing

if TYPE_CHECKING:
    from spacy.tokens import Doc

# By how the kind was found: a cautious reading of 96 of 97 rows right in value and kind on the development articles,
# lower where few rows were seen (subject 2, inherited 2, part and fraction none).
CONFIDENCE = {
    "unit": 0.95,
    "noun": 0.95,
    "verb": 0.95,
    "event": 0.8,
    "subject": 0.8,
    "inherited": 0.75,
    "part": 0.75,
    "fraction": 0.75,
}


def figures(doc: Doc, article: Article, codebook: Codebook, cast: Cast, said: list[Claim]) -> list[Figure]:
    """Every stated quantity that counts or measures something, one row each.

    Dates, years, ages, durations, ordinals, identifiers and set references ("the two leaders") are no figures, and no
    number is computed. `low` and `high` are counts or in units of `unit`; percentages are 0 to 100. `source` is the
    actor of the innermost claim that the number stands in, None for the outlet's own voice.
    """
    reading = Reading(doc, article, codebook, cast)
    items = reading.items()
    sources = Sources(doc, cast, codebook, reading.scene, said)
    behind = reading.behind(items, sources)
    owners = reading.owners(items, behind, sources.speakers)
    rows = [reading.row(*row) for row in zip(items, owners, behind, strict=True)]
    return [part for row, item in zip(rows, items, strict=True) for part in reading.apart(row, item.quantity)]


class Reading:
    """Reads the figures of one article."""

    def __init__(self, doc: Doc, article: Article, codebook: Codebook, cast: Cast) -> None:
        self.doc, self.article, self.cast = doc, article, cast
        self.reader, self.kinds, self.meanings = reader(codebook), kinds(codebook), meanings(codebook)
        self.reads = Items(article.text, cast, self.kinds)
        self.scene = Scene(cast, self.kinds, regions(codebook))

    def items(self) -> list[Item]:
        """The quantities that are figures, with their kinds."""
        found: list[Item] = []
        refusals = Refusals(self.article, self.cast, self.kinds)
        parsed = self.doc[-1].idx + len(self.doc[-1]) if len(self.doc) else 0
        for quantity in self.reader.quantities(self.article.text[:parsed]):
            if not refusals.in_text(quantity):
                item = self.reads.item(quantity, thing(self.doc, quantity), found)
                if item is not None and not refusals.in_sentence(item):
                    found.append(item)
        return found

    def behind(self, items: list[Item], sources: Sources) -> list[Behind]:
        """Who states each one; what continues a figure without a claim of its own is of the same speaker."""
        found: list[Behind] = []
        for i, item in enumerate(items):
            q = item.quantity
            if item.kind == "distance" and (aside := self._aside(item)):
                found.append(Behind() if aside == "," or not found else found[-1])
                continue
            stated = sources.behind(item.thing.number, q.core_start, q.core_end)
            before = items[i - 1] if i and stated == Behind() else None
            if before and self._continues(item, before) and not self._other(item, before):
                stated = found[-1]
            found.append(stated)
        return found

    def _aside(self, item: Item) -> str | None:
        """ "Kharkiv, 40 km (25 miles) from the border": the mark before what the outlet adds or converts."""
        first = covering(self.doc, item.quantity.start, item.quantity.core_end).start
        before = self.doc[max(first - 2, 0) : first]
        mark = before[-1].text if len(before) == 2 else None
        return mark if mark == "(" or (mark == "," and before[0].pos_ == "PROPN") else None

    def owners(self, items: list[Item], behind: list[Behind], speakers: Speakers) -> list[str | None]:
        """Whose each one is."""
        owners = Owners(self.kinds, self.meanings.holders, speakers)
        named: list[tuple[Item, str | None, Behind, bool]] = []
        for item, stated in zip(items, behind, strict=True):
            continues = bool(named) and self._continues(item, named[-1][0])
            owner = owners.of(item, named[-1][1] if continues else None, stated)
            named.append((item, owner, stated, continues))
        return owners.shared(named)

    def _other(self, item: Item, before: Item) -> bool:
        """Whether somebody else acts in a sentence of its own: "The police stood by their count of 8,000"."""
        sentence = item.thing.number.sent
        subject = subject_of(sentence.root) if sentence != before.thing.number.sent else None
        if subject is None or self.cast.lexicon.has("estimate", subject.lemma_):
            return False  # "In Luhansk the count was 129"
        acts = self.cast.phrases.use(subject) in ("owner", "person")
        return acts or self.cast.roster.at(subject.i) is not None

    def _continues(self, item: Item, before: Item) -> bool:
        """Whether it goes on with the figure before, in the same sentence or the next."""
        return self.reads.near(before.quantity, item.quantity) and item.continues(before, self.cast.lexicon)

    def row(self, item: Item, owner: str | None, behind: Behind) -> Figure:
        """The figure of one quantity."""
        q, found, article = item.quantity, item.thing, self.article
        direction = self._direction(item)
        since, (day, basis) = self._dated(item)
        sentence = found.number.sent
        for actor in filter(None, (owner, behind.source)):
            self.cast.enter(actor)
        return Figure(
            figure_id=row_id(article.article_id, q.start, q.end, "f"),
            article_id=article.article_id,
            start=q.start,
            end=q.end,
            text=article.text[q.start : q.end],
            bound=q.bound,
            kind=item.kind,
            measured="change" if direction else "level",
            sentence_start=sentence.start_char,
            sentence_end=sentence[-1].idx + len(sentence[-1]),
            claim_id=behind.claim.claim_id if behind.claim else None,
            low=q.low,
            high=q.high,
            value=q.value,
            noun=found.noun.text if found.noun is not None else None,
            unit=item.unit.id if item.unit else None,
            direction=direction,
            subject=owner,
            place=place(self.cast, found),
            source=behind.source,
            via=behind.via,
            as_of=day,
            as_of_basis=basis,
            since=since,
            modality=self._modality(item, behind),
            confidence=CONFIDENCE.get(item.rule, 0.6),
            rule=item.rule,
        )

    def _direction(self, item: Item) -> str | None:
        """That of its words, or of the figure that it continues: "sent 1,700, compared with 960"."""
        found, whole = item.thing, item.whole
        own = self.meanings.direction(item.quantity, found, item.kind, self.cast.lexicon)
        return own or (self._direction(whole) if whole and found.verb is None else None)

    def apart(self, row: Figure, quantity: Quantity) -> list[Figure]:
        """A figure; of "grew from 60 to 83" the change and the level that is reached are two."""
        last = quantity.last
        if last is None or row.measured == "level":
            return [row]
        level = replace(
            row,
            figure_id=row_id(row.article_id, last.start, last.end, "f"),
            start=last.start,
            end=last.end,
            text=self.article.text[last.start : last.end],
            bound=last.bound,
            low=last.low,
            high=last.high,
            value=last.value,
            measured="level",
            direction=None,
        )
        return [row, level]

    def _modality(self, item: Item, behind: Behind) -> str:
        """As the words around it say; how far apart places lie is no forecast ("bases thousands of miles away")."""
        last = max(item.thing.anchor.i, item.thing.number.i)
        after = self.doc[last + 1].lower_ if last + 1 < len(self.doc) else ""
        if item.kind == "distance" and self.cast.lexicon.has("where", after):
            return "actual"
        said = self.meanings.modality(item.quantity, item.thing, self.cast.lexicon)
        denied = behind.claim is not None and behind.claim.act == "denies"
        return "disputed" if denied and said == "actual" else said

    def _dated(self, item: Item) -> tuple[date | None, dates.Dated]:
        """From when the count runs and the day it is true of: a count since some day is true of the article's."""
        q, sentence = item.quantity, item.thing.number.sent
        published, text = self.article.published, self.article.text
        since = dates.since(text, q.end, sentence[-1].idx + len(sentence[-1]), published)
        if since is None and text.startswith("Since", sentence.start_char):
            since = dates.since(text, sentence.start_char, q.start, published)
        if since is None and self._lasts(item):
            since = dates.since(text, sentence.start_char, q.start, published, begun=True)
        if since:
            return since, (published, "published" if published else "unknown")
        return None, dates.as_of(self.doc, self.article, q.start, q.end)

    def _lasts(self, item: Item) -> bool:
        """ "It broke out in 2014 and has claimed 13,000 lives": a toll in the perfect runs from the date before it."""
        helpers = item.thing.verb.lefts if item.thing.verb is not None else ()
        perfect = (c for c in helpers if c.dep_ == "aux" and c.lemma_ == "have")
        return item.kind in HARM and any(c.tag_ in ("VBP", "VBZ") for c in perfect)


def fires(entry: Bound | Unit | Kind, sentence: str, codebook: Codebook) -> bool:
    """Whether the sentence has a figure that reads by this entry; for number words and refusals, such a quantity."""
    quantities = reader(codebook).quantities(sentence)
    if isinstance(entry, Unit) and (entry.values or entry.kind == "few"):
        words = [*entry.values, *entry.words]
        return any(word in sentence[q.start : q.end].lower() for q in quantities for word in words)
    article, doc = Article("example", "", sentence, ""), language.pipeline()(sentence)
    rows = figures(doc, article, codebook, Cast.of(article, doc, codebook), [])
    if isinstance(entry, Unit):
        return entry.id in {row.unit for row in rows} | {q.unit.id for q in quantities if q.unit}
    if isinstance(entry, Kind):
        return any(row.kind == entry.id for row in rows)
    if entry.holds and not entry.direction:
        return any(row.subject for row in rows)
    sets = {"bound": entry.bound, "direction": entry.direction, "modality": entry.modality}
    return any(getattr(row, field) == value for row in rows for field, value in sets.items() if value)
