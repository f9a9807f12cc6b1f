"""Numbers in a text, in digits and in words, with their values: "1.2m", "two and a half million", "tens of thousands".

Which words are numbers is in the codebook (units.toml); whether a number is a figure is decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ..codebook import Codebook

_DIGITS = r"(?:\d{1,3}(?:[,\u00a0\u202f\u2009 '’]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:[.,]\d+)*|\.\d+)"
_METRES = r"(?!\s+(?:from|wide|long|deep|high|away|tall|north|south|east|west|off|above|below)\b)"
_GROUPED = re.compile(r"\d{1,3}(?:\D\d{3})+(?:\.\d+)?")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_DECIMAL = re.compile(r"\d*[.,]\d+|\d+")


@dataclass(frozen=True, slots=True)
class Number:
    """A number in characters `start:end`; low and high differ for an order of magnitude ("thousands")."""

    start: int
    end: int
    low: float
    high: float
    sort: str  # digits | words | order | fraction
    magnitude: float = 1.0  # of its last word, for "five to six million"


@dataclass(frozen=True)
class Numerals:
    """The number words of a codebook and the pattern of the numbers that they build."""

    values: dict[str, tuple[str, float]]  # word -> sort, value
    phrase: re.Pattern[str]
    word: re.Pattern[str]

    def numbers(self, text: str) -> list[Number]:
        """Every number in the order of the text; digits that are no number ("16.02.2022") are left out."""
        small = text.lower()  # patterns that ignore case take three times as long
        if len(small) != len(text):  # "İ" is two characters then
            small = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
        return [number for match in self.phrase.finditer(small) if (number := self._number(match))]

    def _number(self, match: re.Match[str]) -> Number | None:
        sort = match.lastgroup or "words"
        parts = [m.group() for m in self.word.finditer(match[sort])]
        magnitudes = [v for s, v in map(self._part, parts) if s in ("magnitude", "order") and v >= 100]
        if sort == "order":
            low = 1.0
            for part in dict.fromkeys(parts):  # "thousands upon thousands" are thousands
                low *= self._part(part)[1]
            high = 99.0 if low in (12, 20) else 10 * low - 1
        else:
            low = high = self._value(parts, bool(magnitudes))
        if low != low:
            return None
        return Number(*match.span(sort), low, high, sort, magnitudes[-1] if magnitudes else 1.0)

    def _part(self, word: str) -> tuple[str, float]:
        return self.values.get(word, ("digits", 0.0))

    def _value(self, parts: list[str], scaled: bool) -> float:
        """The value of a number phrase: "two", "hundred", "thousand" are 200,000."""
        total, current = 0.0, 0.0
        for part in parts:
            sort, value = self._part(part)
            if sort == "magnitude" and value > 100:
                total, current = total + (current or 1.0) * value, 0.0
            elif sort == "magnitude":
                current = (current or 1.0) * value
            elif sort == "fraction":  # "two and a half", but "three quarters"
                current = current + value if not current or value == 0.5 else current * value
            else:
                current += digits(part, scaled) if sort == "digits" else value
        return float(f"{total + current:.12g}")


def digits(written: str, scaled: bool = False) -> float:
    """The value of digits with separators; NaN where they are none.

    "7.000" is seven thousand, as half of Europe writes it, unless a magnitude follows ("1.356 billion").
    """
    if _GROUPED.fullmatch(written) and "." not in written[:4]:
        return float(re.sub(r"[^\d.]", "", written))
    if _THOUSANDS.fullmatch(written) and not scaled:
        return float(written.replace(".", ""))
    if _GROUPED.fullmatch(written) and written.count(".") > 1:
        return float(written.replace(".", ""))
    return float(written.replace(",", ".")) if _DECIMAL.fullmatch(written) else float("nan")


def alternatives(words: Iterable[str]) -> str:
    """A pattern of these words, the longest first, with any white space where they have a space."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered)


@lru_cache(maxsize=8)
def numerals(codebook: Codebook) -> Numerals:
    """The numerals of a codebook; the same object for the same codebook."""
    values = {w: (unit.kind, v) for unit in codebook.units for w, v in unit.values.items()}
    few, wholes = (
        alternatives(word for unit in codebook.units if unit.kind == kind for word in unit.words)
        for kind in ("few", "fraction")
    )

    def words(sort: str, shortest: int = 1, longest: int = 99) -> str:
        return alternatives(w for w, (s, _) in values.items() if s == sort and shortest <= len(w) <= longest)

    n, big, short, many, part = (
        words("numeral"), words("magnitude", 4), words("magnitude", 1, 3), words("order"), words("fraction")
    )  # fmt: skip
    glued = alternatives(
        w for unit in codebook.units if unit.kind == "money" for w in unit.before if w[-1].isalpha()
    )
    plain = rf"(?:{n})(?:[-\s](?:{n}))?\b"
    scales = rf"(?:[\s-]+(?:{big})\b)"
    phrase = rf"""(?<![\w/\\@_])(?<!\d[.,:])(?:
          (?P<order>(?:(?:{few})\s+)?(?:{many})(?:\s+(?:of|upon|and)\s+(?:{many}))*\b
             | (?:{few})\s+(?:{big})\b{scales}?)
        | (?P<part>(?:half|(?:(?:an?|{n})[\s-]+)?quarters?[\s-]+of)(?:[\s-]+of)?(?:[\s-]+an?)?[\s-]+(?:{big})\b)
        | (?P<fraction>(?:an?|{n})[\s-]+(?:{part})\b(?=\s+(?:{wholes})\b|\s*[,.)])
             | half\b(?=\s+(?:{wholes})\b))
        | (?:(?:{glued})(?=[\d.]))?(?P<digits>{_DIGITS}
             (?:(?:{short})(?!\w){_METRES}|\s(?:mn|mln|bn|bln|tn|trn)\b|[\s-]?(?:{big}|millions|billions)\b)?
             (?:\s+(?:{big})\b)?)
        | (?P<words>(?:{plain}|an?(?=\s+(?:{big}|couple)))(?:\s+(?:couple)(?:\s+of)?)?(?:\s+and\s+a\s+half)?
             (?:{scales}+(?:\s+(?:and\s+)?{plain}{scales}*){{0,2}})?)
    )"""
    word = rf"{_DIGITS}|(?:{alternatives(values)})(?![^\W\d])"
    return Numerals(values, re.compile(phrase, re.X), re.compile(word))
