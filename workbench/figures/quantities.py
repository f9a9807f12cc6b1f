"""Numbers with what bounds them: modifiers, ranges, units -> quantities, whether or not they are figures.

"Up to an estimated 40 km" is one quantity: at most, 40, kilometre. The words are in the codebook (bounds.toml,
units.toml).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from ..codebook import Codebook
from ..entries import Bound, Unit
from .numerals import Number, Numerals, alternatives, numerals

SIGN = 20  # characters that a currency or a label takes at most
WINDOW = 40  # characters looked at for modifiers in front of a number
_BETWEEN = re.compile(r"\b(?:between|from|ranging\s+from)\s+$", re.I)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its modifiers in characters `start:end`, alone in `core_start:core_end`; a unit ends at `after`."""

    start: int
    end: int
    core_start: int
    core_end: int
    after: int
    low: float | None
    high: float | None
    bound: str
    sort: str
    scale: float = 1.0
    unit: Unit | None = None
    words: tuple[Bound, ...] = ()
    last: Quantity | None = None  # 83 of "from 60 to 83": a range or a movement, as its verb says

    @property
    def value(self) -> float | None:
        """The point, where there is one."""
        return self.low if self.low is not None and self.low == self.high else None

    @property
    def size(self) -> float:
        """The largest number in it."""
        return max(x for x in (self.low, self.high, 0.0) if x is not None)

    @property
    def decimal(self) -> bool:
        """Written with a fraction: a measure, however small."""
        return self.sort == "digits" and any(x is not None and x % 1 for x in (self.low, self.high))


@dataclass(frozen=True)
class Reader:
    """The modifiers and units of one codebook, as patterns."""

    numerals: Numerals
    before: re.Pattern[str]
    after: re.Pattern[str]
    unit: re.Pattern[str]
    sign: re.Pattern[str]
    entries: dict[str, Bound]
    units: dict[str, Unit]
    signs: dict[str, Unit]

    def quantities(self, text: str) -> list[Quantity]:
        """Every quantity in the order of the text, one for a range."""
        found: list[Quantity] = []
        pending: Quantity | None = None
        for number in self.numerals.numbers(text):
            quantity = self._bare(text, number)
            joined = self._range(text, pending, quantity) if pending else None
            if joined:
                found[-1] = pending = joined
            else:
                pending = quantity
                found.append(quantity)
        read = [self._modified(text, quantity) for quantity in found]
        pairs = zip([None, *read], read, strict=False)
        return [_converted(text, first, second) if first else second for first, second in pairs]

    def _bare(self, text: str, number: Number) -> Quantity:
        """The number with its unit or currency."""
        start, end, unit = number.start, number.end, None
        sign = self.sign.search(text, max(start - SIGN, 0), start)
        grouped = "," in text[start:end]  # "By Friday night 6,600 had left": no label is written so
        if sign and not (grouped and self.signs[_key(sign[1])].kind == "label"):
            start, unit = sign.start(), self.signs[_key(sign[1])]
        behind = self.unit.match(text, end)
        if behind and (unit is None or unit.kind == "label"):
            unit = self.units[_key(behind[1])]
        after = behind.end() if behind else end
        if behind and unit and (unit.kind == "percent" or behind[1] in self.signs):
            end = after
        low, high = number.low, number.high
        if number.sort == "fraction":
            low = high = round(low * 100, 1)
        bound = "order" if number.sort == "order" else "exact"
        core = (start, end, number.start, number.end, after)
        return Quantity(*core, low, high, bound, number.sort, number.magnitude, unit)

    def _range(self, text: str, first: Quantity, second: Quantity) -> Quantity | None:
        """Two numbers with "to", a dash, or "between … and …" as one quantity; None where they are two."""
        gap = text[first.after : second.start]
        if _RATIO.fullmatch(gap) and first.size < 10:  # "1 in 4 residents" counts nobody
            return replace(second, start=first.start, core_start=first.core_start, unit=RATIO)
        link = _LINK.fullmatch(gap)
        before = _BETWEEN.search(text, max(first.start - 14, 0), first.start)
        if not link or first.low is None or second.low is None or "order" in (first.bound, second.bound):
            return None
        units = {q.unit.id for q in (first, second) if q.unit}
        if len(units) > 1 or (first.after > first.core_end and not second.unit):
            return None  # "2% to $96"
        word = (link[1] or "").lower()
        if word in ("and", "&") and not (before and before[0].lower().startswith("between")):
            return None
        low, high = first.low, second.low
        grown = low * _scale(text, first, second)
        low = grown if grown < high else low
        if low >= high and not (before and word != "and" and low > high):
            return None
        start = before.start() if before and not before[0].lower().startswith("ranging") else first.start
        return replace(
            second,
            start=start,
            core_start=first.core_start,
            low=min(low, high),
            high=max(low, high),
            bound="between",
            unit=second.unit or first.unit,
            last=second if before and before[0].lower().startswith("from") else None,
        )

    def _modified(self, text: str, quantity: Quantity) -> Quantity:
        """The quantity with the modifiers beside it; of several the one that bounds most strictly counts."""
        start, end, words = quantity.start, quantity.end, []
        while match := self.before.search(text, max(start - WINDOW, 0), start):
            words.append(self.entries["<" + _key(match[1])])
            start = match.start(1)
        while match := self.after.match(text, end):
            words.append(self.entries[">" + _key(match[1])])
            end = match.end(1)
        after = max(end, quantity.after)
        changed = replace(quantity, start=start, end=end, after=after, words=tuple(words))
        bounds = [word.bound for word in words if word.bound]
        if quantity.bound != "exact" or not bounds:
            return changed
        bound = next(
            (b for b in bounds if b not in ("about", "exact")), "about" if "about" in bounds else "exact"
        )
        low = None if bound in ("less_than", "at_most") else quantity.low
        high = None if bound in ("more_than", "at_least") else quantity.high
        return replace(changed, bound=bound, low=low, high=high)


def _converted(text: str, first: Quantity, second: Quantity) -> Quantity:
    """ "More than $10 billion (€8.7 billion)": a conversion in brackets has the bound of what it converts."""
    same = first.unit and second.unit and first.unit.kind == second.unit.kind and not second.words
    if not same or text[first.after : second.start] not in (" (", " [") or second.bound != "exact":
        return second
    low, high = (None if x is None else second.low for x in (first.low, first.high))
    return second if first.bound == "between" else replace(second, bound=first.bound, low=low, high=high)


RATIO = Unit("ratio", "label")
_RATIO = re.compile(r"\s+(?:in|(?:in|of|out\s+of)\s+every)\s+")
_THOUSANDS = re.compile(r"\d{1,3},000")
_LINK = re.compile(r"\s+(to|and|or|up to|&)\s+|\s?[-–—]\s?", re.I)


def _scale(text: str, first: Quantity, second: Quantity) -> float:
    """What the first number leaves out: "five to six million", "30-40,000"."""
    if second.scale > 1 and first.scale == 1:
        return second.scale
    shortened = text[first.core_start : first.core_end].isdigit() and first.size < 1000
    return 1e3 if shortened and _THOUSANDS.fullmatch(text, second.core_start, second.core_end) else 1.0


def _key(written: str) -> str:
    return " ".join(written.lower().replace("\u0307", "").split())  # "İ" is matched as an i


@lru_cache(maxsize=8)
def reader(codebook: Codebook) -> Reader:
    """The reader of a codebook; the same object for the same codebook."""
    entries = {"<" + word: entry for entry in codebook.bounds for word in entry.before}
    entries |= {">" + _key(word): entry for entry in codebook.bounds for word in entry.after}
    units = {
        word: unit for unit in codebook.units for word in unit.words if unit.kind not in ("few", "fraction")
    }
    signs = {word: unit for unit in codebook.units for word in unit.before}
    before = alternatives(word[1:] for word in entries if word[0] == "<")
    after = alternatives(word for entry in codebook.bounds for word in entry.after)
    return Reader(
        numerals=numerals(codebook),
        before=re.compile(rf"(?<!\w)({before})[\s-]*$", re.I),
        after=re.compile(rf"\s*({after})(?!\w)"),
        unit=re.compile(rf"[\s-]?(?-i:[A-Z]\w+\s)?({alternatives(units)})(?!\w|-\d)", re.I),
        sign=re.compile(rf"(?<!\w)({alternatives(signs)})\s?$", re.I),
        entries=entries,
        units=units,
        signs=signs,
    )
