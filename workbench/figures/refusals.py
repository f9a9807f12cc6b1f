"""Numbers that are no figures: dates, years, clock times, ages, identifiers, scores, list numbers, known sets."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from .. import dates
from ..actors import Cast
from ..records import Article, Pieces
from .items import Item
from .kinds import HARM, SUBJECTS, Kinds
from .quantities import Quantity
from .things import Thing, covering

if TYPE_CHECKING:
    from spacy.tokens import Token

YEARS = range(1700, 2101)
OLDEST = 115
SENTENCE = 100  # characters
CALIBRE = 6  # words between a calibre and its weapon
MANY = 1000  # from here a set is counted even where the reader is taken to know it
# Web addresses, e-mail addresses, file names, handles; then telephone numbers.
_ADDRESS = re.compile(r"://|www\.|/\w+/|\w_\w|@\w|#\w")
_PHONE = re.compile(
    r"(?:\+\d|\(0?\d{2,4}\)\s?\d)[\d\s().-]{6,20}|\b\d{3}-(?:\d{3}-\d{4}|01\d\d)\b|\b0\d{2,4} \d{5,8}\b"
)
_TOUCHES_BEFORE = re.compile(r"(?:\w[-–]|[:/.\\]|\d\s?[xX×])$")
_TOUCHES_AFTER = re.compile(r"[^\W_]|[-–][A-Z\d]|[:/]\d|\.\d|['’]s\b|\s?[xX×]\s?\d")
_NUMBER = re.compile(r"\d[\d.,]*")
_UNBROKEN = re.compile(r"\S*")
_AGE = re.compile(r"\s?(?:[,.;)]|\s(?:who|from|of)\b)")


class Refusals:
    """What makes the numbers of one article no figures."""

    def __init__(self, article: Article, cast: Cast, kinds: Kinds) -> None:
        self.article, self.text, self.cast, self.kinds = article, article.text, cast, kinds
        words = dates.date_words(self.text, 0, len(self.text), article.published)
        self.days: Pieces = tuple((word.start, word.end) for word in words)
        phones = [match.span() for match in _PHONE.finditer(self.text)]
        furniture = [piece for piece in article.boilerplate if not self._caption(*piece)]
        self.closed: Pieces = tuple(sorted([*_addresses(self.text), *phones, *furniture]))

    def _caption(self, start: int, end: int) -> bool:
        """A line of boilerplate as long as a sentence: what a picture shows is stated too."""
        return end - start >= SENTENCE and "\n" not in self.text[start:end]

    def in_text(self, q: Quantity) -> bool:
        """By the characters around it."""
        named = q.unit is not None and q.unit.kind in ("time", "label")
        inside = any(_overlaps(pieces, q.core_start, q.core_end) for pieces in (self.days, self.closed))
        return named or inside or self._touches(q)

    def _touches(self, q: Quantity) -> bool:
        """Glued to something: "S-400", "Covid-19", "17th", "9-2", "10:30", "24/7"; but "sub-300" is a bound."""
        bound = any(self.text[q.start : q.core_start].lower() in word.before for word in q.words)
        if not bound and _TOUCHES_BEFORE.search(self.text, max(q.core_start - 3, 0), q.core_start):
            return True
        return q.after == q.core_end and _TOUCHES_AFTER.match(self.text, q.core_end) is not None

    def in_sentence(self, item: Item) -> bool:
        """By the words that it stands with."""
        q, found = item.quantity, item.thing
        if self._year(item) or self._age(q, found) or self._identifier(item) or self._calibre(item):
            return True
        if item.kind == "other" and not item.unit and q.size < MANY and self._known(found):
            return True
        if q.size == 1 and q.sort == "words" and (item.unit is None or item.kind == "other"):
            return not self._one(item)
        if q.sort == "fraction":
            told = found.noun is not None and (q.value != 50.0 or self._counted(found.noun))
            return not (told or (found.noun is None and found.role in SUBJECTS))
        return q.size < 10 and not (item.unit or q.sort == "order" or q.decimal) and not self._small(item)

    def _year(self, item: Item) -> bool:
        """Four bare digits, unless they count something known and no "in" or "since" stands in front."""
        written = _NUMBER.findall(self.text, item.quantity.core_start, item.quantity.core_end)
        if item.unit or item.quantity.sort != "digits" or not all(map(_may_be_year, written)):
            return False
        before = item.thing.before
        noun = item.thing.noun
        named = noun is not None and noun.tag_ in ("NN", "NNP")  # "a 2015 Boeing jet"
        timed = named or before is not None and self.cast.lexicon.has("dating", before.lower_)
        bare = noun is None or item.rule not in ("noun", "verb")
        return timed or bare or item.kind in ("other", "incidents")

    def _age(self, q: Quantity, found: Thing) -> bool:
        """ "Ann Lee, 44, of Kharkiv", "men over 18": a number between commas behind a name, a bound behind people."""
        first = covering(self.cast.doc, q.start, q.core_end).start
        behind = found.noun is None or found.noun.i < first
        if q.bound in ("more_than", "less_than") and behind and first and not q.unit:
            kind = self.kinds.of_noun(self.cast.doc[first - 1])
            return kind is not None and kind.people and q.size < OLDEST
        prep = found.top.head
        if prep.lower_ == "of" and prep.head.tag_ == "NN" and not q.words and not q.unit and q.size < OLDEST:
            kind = self.kinds.of_noun(prep.head)  # "a woman of 82"
            return kind is not None and kind.people
        i = found.number.i
        named = i > 1 and found.number.nbor(-2).pos_ == "PROPN" and found.number.nbor(-1).text in (",", "(")
        plain = q.sort == "digits" and not q.unit and not q.words and 0 < q.size < OLDEST
        return named and plain and _AGE.match(self.text, q.core_end) is not None

    def _identifier(self, item: Item) -> bool:
        """ "Nord Stream 2", "Boeing 737": bare digits behind a name, counting nothing known."""
        q, before = item.quantity, item.thing.before
        if before is not None and before.lower_ == "of" and before.i and before.nbor(-1).pos_ == "PROPN":
            return self.text[q.core_start].isupper()  # "the Group of Seven"
        if before is None or q.sort != "digits" or q.words or item.unit or q.start != q.core_start:
            return False
        if before.pos_ != "PROPN" or before.text.islower() or before.dep_ == "pobj":
            return False
        return item.kind == "other" or q.size < 10

    def _calibre(self, item: Item) -> bool:
        """ "120mm and 82mm mortars", "155-millimetre shells": how wide a weapon is."""
        end = covering(self.cast.doc, item.quantity.core_start, item.quantity.after).end
        kinds = (self.kinds.of_noun(t) for t in self.cast.doc[end : end + CALIBRE])
        small = item.unit is not None and item.unit.id == "length"
        return small and any(kind and kind.id == "weapons" for kind in kinds)

    def _counted(self, noun: Token) -> bool:
        """Half an army is half of its soldiers; half a country may be anything."""
        kind = self.kinds.counts(noun)
        return kind is not None and (kind.id != "people" or self.kinds.of_noun(noun) is not None)

    def _known(self, found: Thing) -> bool:
        """ "The two leaders", "NATO's 30 members": a set that the reader is taken to know."""
        definite = [t for t in found.anchor.lefts if t.dep_ in ("poss", "det", "predet")]
        has = self.cast.lexicon.has
        return any(t.dep_ == "poss" or t.tag_ == "POS" or has("definite", t.lower_) for t in definite)

    def _one(self, item: Item) -> bool:
        """ "One of two helicopters", "one soldier was killed", "at least one tank": a number, not an article."""
        behind = self.cast.doc[item.thing.number.i + 1 : item.thing.number.i + 4]
        if len(behind) and behind[0].lower_ == "of":
            return any(t.pos_ == "NUM" for t in behind)
        kind = self.kinds.of_noun(item.thing.noun) if item.thing.noun is not None else None
        return kind is not None and (kind.people if item.kind in HARM else item.quantity.bound != "exact")

    def _small(self, item: Item) -> bool:
        """Under ten only people, units, equipment and incidents count, and not as a known set."""
        entry, before = self.kinds.entries.get(item.kind), item.thing.before
        told = item.rule in ("inherited", "subject") and item.kind == "people" and item.whole is None
        if entry is None or not entry.small or told:
            return False
        noun = item.thing.noun
        verb = item.thing.verb.lemma_ if item.thing.verb is not None and item.thing.role == "nsubj" else ""
        has, named = self.cast.lexicon.has, noun.lemma_ if noun is not None and item.rule == "noun" else ""
        if named and (has("anonymous", named) or has("addresses", verb) or verb == "say"):
            return False  # "two officials said"
        return before is None or not has("set", before.lower_)


def _addresses(text: str) -> list[tuple[int, int]]:
    """Stretches without a space that hold the mark of an address."""
    found: list[tuple[int, int]] = []
    end = 0
    for mark in _ADDRESS.finditer(text):
        if mark.start() >= end:
            start = mark.start()
            while start > end and not text[start - 1].isspace():
                start -= 1
            end = _UNBROKEN.match(text, mark.start()).end()  # type: ignore[union-attr]
            found.append((start, end))
    return found


def _may_be_year(written: str) -> bool:
    return len(written) == 4 and written.isdigit() and int(written) in YEARS


def _overlaps(pieces: Pieces, start: int, end: int) -> bool:
    i = bisect_left(pieces, (end, end)) - 1
    return any(s < end and start < e for s, e in pieces[max(i - 1, 0) : i + 1])
