"""Numbers that are no figures: dates, years, clock times, identifiers, scores, list and phone numbers, addresses."""

from __future__ import annotations

import re
from bisect import bisect_left

from .. import dates
from ..records import Article, Pieces
from .quantities import Quantity

YEARS = range(1700, 2101)
# Web addresses, e-mail addresses, file names, handles; then telephone numbers.
_ADDRESS = re.compile(r"\S*(?:://|www\.|\w@\w|\w/\w+/|\w_\w)\S*|[@#]\w+")
_PHONE = re.compile(
    r"(?:\+\d|\(0?\d{2,4}\)\s?\d)[\d\s().-]{6,20}|\b\d{3}-\d{3}-\d{4}\b|\b\d{3}-01\d\d\b|\b0\d{2,4} \d{5,8}\b"
)
_LIST_NUMBER = re.compile(r"(?:^|\n)[ \t]*[(\[]?$")
_CLOSED = re.compile(r"[.)\]](?:\s|$)")
_TOUCHES_BEFORE = re.compile(r"(?:\w[-–]|[:/.\\]|\d\s?[xX×])$")
_TOUCHES_AFTER = re.compile(r"[^\W_]|[-–][A-Z\d]|[:/]\d|\.\d|(?:st|nd|rd|th)\b|['’]s\b|\s?[xX×]\s?\d")
_LINK = re.compile(r"(?:\s?,)?\s?(?:and|or|to|through|until|till|[-–—,/&])?\s?", re.I)
_AGE = re.compile(r"\s?(?:[,.;)]|\s(?:who|from|of)\b)")


class Refusals:
    """What is known of one article before any number in it is believed."""

    def __init__(self, article: Article, sub: frozenset[str]) -> None:
        self.article, self.text, self.sub = article, article.text, sub
        words = dates.date_words(self.text, 0, len(self.text), article.published)
        self.days: Pieces = tuple((word.start, word.end) for word in words)
        found = [m.span() for pattern in (_ADDRESS, _PHONE) for m in pattern.finditer(self.text)]
        self.closed: Pieces = tuple(sorted([*found, *article.boilerplate]))
        self.last = -1  # where the last refused number ends

    def refuses(self, quantity: Quantity) -> bool:
        """Whether its surroundings make it no figure; numbers must be asked for in their order."""
        refused = self._reason(quantity)
        if refused:
            self.last = quantity.after
        return refused

    def _reason(self, q: Quantity) -> bool:
        if q.unit and q.unit.kind in ("time", "label"):
            return True
        if _overlaps(self.days, q.core_start, q.core_end) or _overlaps(self.closed, q.core_start, q.core_end):
            return True
        return self._touches(q) or self._listed(q) or self._follows(q)

    def _touches(self, q: Quantity) -> bool:
        """Glued to something: "S-400", "Covid-19", "17th", "9-2", "10:30", "24/7"."""
        if _TOUCHES_BEFORE.search(self.text, max(q.core_start - 3, 0), q.core_start):
            known = q.start < q.core_start and self.text[q.start : q.core_start].lower() in self.sub
            if not known:
                return True
        return q.after == q.core_end and _TOUCHES_AFTER.match(self.text, q.core_end) is not None

    def _listed(self, q: Quantity) -> bool:
        """ "1. Withdraw", "(3)": the number of a point, alone at the head of its line or in brackets."""
        if q.unit or q.size >= 100 or not _CLOSED.match(self.text, q.core_end):
            return False
        return bool(_LIST_NUMBER.search(self.text, max(q.start - 20, 0), q.start)) or (
            self.text[q.start - 1 : q.start] in ("(", "[") and self.text[q.core_end] in ")]"
        )

    def _follows(self, q: Quantity) -> bool:
        """The second of two dates or names: "April 5 and 6", "Articles 4 and 5"."""
        if q.unit or q.sort != "digits" or q.size >= 2101 or q.words:
            return False
        day = bisect_left(self.days, (q.start, q.start)) - 1
        ends = [self.days[day][1]] if day >= 0 else []
        return any(
            0 <= q.start - end <= 8 and _LINK.fullmatch(self.text, end, q.start) for end in [*ends, self.last]
        ) and not self._counts_on(q)

    def _counts_on(self, q: Quantity) -> bool:
        """Something other than a link or a stop follows: "In 2021, 40 soldiers" is a count."""
        return re.match(r"\s?[a-z]{3,}", self.text[q.after : q.after + 8]) is not None and q.sort == "digits"

    def is_age(self, q: Quantity, after_name: bool) -> bool:
        """ "Ann Lee, 44, of Kharkiv": a number between commas behind a name."""
        text = self.text
        if not after_name or q.sort != "digits" or q.unit or q.words or not 0 < q.size < 115:
            return False
        return text[: q.start].rstrip().endswith((",", "(")) and _AGE.match(text, q.core_end) is not None

    def is_year(self, q: Quantity) -> bool:
        """Four bare digits that may be a year."""
        written = self.text[q.core_start : q.core_end]
        return q.unit is None and len(written) == 4 and written.isdigit() and int(written) in YEARS


def _overlaps(pieces: Pieces, start: int, end: int) -> bool:
    i = bisect_left(pieces, (end, end)) - 1
    return any(s < end and start < e for s, e in pieces[max(i - 1, 0) : i + 1])
