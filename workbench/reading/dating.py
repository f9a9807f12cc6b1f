"""When an article was published, and what that rests on; a date that nothing states stays unknown.

Order: the sidecar, a date line or dateline of the text itself, the page's metadata, the address. Where two
of them disagree the first counts and the article is flagged `date_conflict`. A moment keeps the day that
its publisher wrote, whatever the time zone. Dates that need guessing (5/6/2022) are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import NamedTuple

from ..dates import date_words
from .boilerplate import lines_of, words
from .frontmatter import furniture

YEARS = range(1800, 2101)
HEAD = 6  # lines in which a text's own date is looked for
_NUMERIC = re.compile(r"(?<!\d)(\d{4})([-/.]?)(\d\d)\2(\d\d)(?!\d)")
_ABOUT_DAY = re.compile(r"(?<!\d)(\d\d?)([/.-])(\d\d?)\2(\d{4})(?!\d)")
_STAMP = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")
_ADDRESS = re.compile(r"/(\d{4})/([a-z]{3})/(\d\d?)(?=/)", re.IGNORECASE)
# "KYIV, Feb. 16, 2022 (Agency) -": a place in capitals, a full date, a dash.
_DATELINE = re.compile(r"[A-Z][A-Z .,'’/-]{2,40},? .{6,30}?\d{4}.{0,40}?[-–—:]")


class Dated(NamedTuple):
    """A day, what it rests on (text | metadata | url | unknown), and whether something else says otherwise."""

    day: date | None
    basis: str
    conflict: bool


def published(text: str, metadata: str | None = None, url: str | None = None) -> Dated:
    """The day an article was published, by its text, its page and its address, in that order."""
    text = text[max((end for _, end in furniture(text)), default=0) :]
    found = {"text": text_date(text), "metadata": day_of(metadata), "url": url_date(url or _first_url(text))}
    stated = {basis: day for basis, day in found.items() if day}
    basis = next(iter(stated), "unknown")
    return Dated(stated.get(basis), basis, len(set(stated.values())) > 1)


def day_of(written: str | None) -> date | None:
    """The day in a date as pages and tables write it; None for none, an impossible or an ambiguous one."""
    written = (written or "").strip()[:200]
    if _STAMP.fullmatch(written):
        seconds = float(written[:10])
        return datetime.fromtimestamp(seconds, UTC).date()
    return next(_days(written), None)


def _days(written: str) -> Iterator[date]:
    if match := _NUMERIC.search(written):
        yield from _date(int(match[1]), int(match[3]), int(match[4]))
    yield from (
        word.day for word in date_words(written, 0, len(written), None) if word.day and word.day.year in YEARS
    )
    if match := _ABOUT_DAY.search(written):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if match[2] == "." or first > 12 or first == second:
            yield from _date(year, second, first)
        elif second > 12:
            yield from _date(year, first, second)


def _date(year: int, month: int, day: int) -> Iterator[date]:
    try:
        found = date(year, month, day)
    except ValueError:
        return
    if year in YEARS:
        yield found


def text_date(text: str) -> date | None:
    """The date that a text states of itself: a line of its own among the first, or a dateline with a year."""
    for start, end in lines_of(text[:5000])[:HEAD]:
        line = text[start:end]
        dateline = _DATELINE.match(line)
        if dateline is None and not _is_date_line(line):
            continue
        if day := day_of(dateline.group() if dateline else line):
            return day
    return None


def _is_date_line(line: str) -> bool:
    """Nothing but a date, with a word like "Published" before it, a weekday, a time or a section after it."""
    if len(line) > 80 or re.match(r"https?:|www\.", line):
        return False
    starts = [m.start() for m in (_NUMERIC.search(line), _ABOUT_DAY.search(line)) if m]
    starts += [word.start for word in date_words(line, 0, len(line), None) if word.day]
    if not starts:
        return False
    return re.fullmatch(words()["dated"]["before"], line[: min(starts)], re.IGNORECASE) is not None


def url_date(url: str | None) -> date | None:
    """The date in an address: /2022/02/16/, /2022/feb/16/, 2022-02-16 or 20220216 between other signs."""
    if not url:
        return None
    if match := _ADDRESS.search(url):
        return day_of(f"{match[3]} {match[2].title()} {match[1]}")
    return next((day for m in _NUMERIC.finditer(url) for day in _date(int(m[1]), int(m[3]), int(m[4]))), None)


def _first_url(text: str) -> str | None:
    """The address on a line of its own among the first lines."""
    lines = (text[s:e] for s, e in lines_of(text[:5000])[:HEAD])
    return next((line for line in lines if re.fullmatch(r"https?://\S{4,2000}", line)), None)
