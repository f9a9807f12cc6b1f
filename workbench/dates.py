""" "On Tuesday" + the article's date -> a day, with its basis; no date stays no date.

Only words that name a day count: "last week", "in December" and "recently" are no days. An undated article
resolves full dates alone. Plain calendar arithmetic: general date parsers guess, and are slow.
"""

from __future__ import annotations

import calendar
import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from .records import Article, Pieces

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Dated = tuple[date | None, str]


def _initial(words: dict[str, int]) -> str:
    """A pattern of these words, with a capital at the start of a sentence."""
    return "|".join(f"[{word[0].upper()}{word[0]}]{word[1:]}".replace(" ", "[ ]") for word in words)


_DAYS = {name.lower(): i for i, name in enumerate(calendar.day_name)}
_MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name[:3].lower(): i for i, name in enumerate(calendar.month_name) if name} | {"sept": 9}
_SMALL = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_RELATIVE = {"today": 0, "tonight": 0, "yesterday": -1, "last night": -1, "tomorrow": 1}

_DAY = "|".join(calendar.day_name)
_MONTH = rf"(?:{'|'.join(sorted(map(str.capitalize, _MONTHS), key=len, reverse=True))})\b\.?"
_YEAR = r"(?:19|20)\d\d"
_PERIOD = r"(?:week|weekend|month|year|decade|spring|summer|autumn|fall|winter)"
_FIND = re.compile(  # ignoring case would take four times as long
    rf"""\b(?:
      (?P<iso>\d{{4}}-\d\d-\d\d)
    | (?P<month>{_MONTH})\s+(?P<day>\d\d?)(?:st|nd|rd|th)?\b(?!\s*(?:%|percent|,\d{{3}}))(?:,?\s+(?P<year>{_YEAR}))?
    | (?P<day2>\d\d?)(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month2>{_MONTH})(?:,?\s+(?P<year2>{_YEAR}))?
    | (?:(?P<which>[Ll]ast|[Nn]ext|[Cc]oming|[Pp]revious)\s+)?(?P<weekday>{_DAY})\b
    | (?P<relative>{_initial(_RELATIVE)})\b
    | (?P<ago>\d\d?|{_initial(_SMALL)})\s+days\s+(?:ago|earlier)\b
    | (?P<vague>(?:[Ll]ast|[Tt]his|past|previous|coming|[Nn]ext)[ ]{_PERIOD}
        | {_PERIOD}s?[ ](?:ago|earlier) | [Ii]n[ ](?:all[ ]of[ ])?(?:{_MONTH}|{_YEAR}))\b
    )""",
    re.X,
)

_IN_YEAR = re.compile(rf"\b[Ii]n\s+(?P<year>{_YEAR})\b(?![-–]\d)")
_SINCE = re.compile(
    rf"""\b[Ss]ince\s+(?:(?:the\s+)?(?:start|beginning|outset)\s+of\s+)?
    (?: (?P<year>{_YEAR})\b(?![-–]\d) | (?P<this>(?:this|the)\s+year)\b | (?=[\dA-Z]) )""",
    re.X,
)


@dataclass(frozen=True, slots=True)
class DateWord:
    """A stretch of text that names a time: the day, or None for a vague time or without the article's date."""

    start: int
    end: int
    day: date | None
    basis: str


def date_words(text: str, start: int, end: int, published: date | None) -> list[DateWord]:
    """Every word between two offsets that names a time; basis is weekday, date, relative, or unknown if vague.

    Weekdays are the last such day up to the article's date ("next Tuesday": the first after it); a day
    without a year is the one nearest to the article's date. Impossible dates ("31 June") are left out.
    """
    words = _all_words(text, published)
    first = bisect_left(words, start, key=lambda word: word.start)
    last = bisect_left(words, end, key=lambda word: word.start)
    return [word for word in words[first:last] if word.end <= end]


@lru_cache(maxsize=4)
def _all_words(text: str, published: date | None) -> tuple[DateWord, ...]:
    """The date words of a whole text: asked for sentence by sentence, read once."""
    found = []
    for match in _FIND.finditer(text):
        try:
            day, basis = _day(match, published)
        except ValueError:
            continue
        found.append(DateWord(match.start(), match.end(), day, basis))
    return tuple(found)


def resolve(text: str, start: int, end: int, published: date | None) -> Dated:
    """The day that the words between two offsets name; (None, "unknown") for none or several."""
    days = {(word.day, word.basis) for word in date_words(text, start, end, published) if word.day}
    return days.pop() if len(days) == 1 else (None, "unknown")


def said_on(doc: Doc, article: Article, cue_start: int, cue_end: int, content: Pieces = ()) -> Dated:
    """The day something was said: the date word that hangs on the cue, outside what was said.

    Else the article's date with basis "published"; (None, "unknown") for an undated article.
    """
    span = doc.char_span(cue_start, cue_end, alignment_mode="expand")
    word = _attached(doc, article, span.root, content, True) if span is not None and len(span) else None
    return _with_basis(word, article)


def as_of(doc: Doc, article: Article, start: int, end: int) -> Dated:
    """The day a statement at these characters refers to: the date word that hangs on its verb.

    Else the article's date with basis "published"; (None, "unknown") for an undated article.
    """
    span = doc.char_span(start, end, alignment_mode="expand")
    word = _attached(doc, article, _verb(span.root), (), False) if span is not None and len(span) else None
    return _with_basis(word, article)


def since(text: str, start: int, end: int, published: date | None, begun: bool = False) -> date | None:
    """The day from which a count runs, by "since 2014", "since the start of the year", "since October 7".

    A year begins on 1 January. `begun` takes "in 2014" too. None for no such words between the two offsets, or for a
    day that they do not fix.
    """
    match = _SINCE.search(text, start, end) or (_IN_YEAR.search(text, start, end) if begun else None)
    if match is None:
        return None
    if match["year"]:
        return date(int(match["year"]), 1, 1)
    if match["this"]:
        return date(published.year, 1, 1) if published else None
    day = next((word for word in date_words(text, match.end(), end, published)), None)
    return day.day if day and not text[match.end() : day.start].strip() else None


def _with_basis(word: DateWord | None, article: Article) -> Dated:
    if word is not None:
        return (word.day, word.basis) if word.day else (None, "unknown")
    return (article.published, "published") if article.published else (None, "unknown")


def _day(match: re.Match[str], published: date | None) -> Dated:
    if match["vague"]:
        return None, "unknown"
    if match["iso"]:
        return date.fromisoformat(match["iso"]), "date"
    month, day = match["month"] or match["month2"], match["day"] or match["day2"]
    if month:
        year = match["year"] or match["year2"]
        number = _MONTHS[month.lower().rstrip(".")]
        return _nearest(number, int(day), int(year) if year else None, published), "date"
    if published is None:
        return None, "weekday" if match["weekday"] else "relative"
    if match["weekday"]:
        return _weekday(_DAYS[match["weekday"].lower()], (match["which"] or "").lower(), published), "weekday"
    if match["relative"]:
        return published + timedelta(_RELATIVE[match["relative"].lower()]), "relative"
    count = match["ago"].lower()
    return published - timedelta(int(count) if count.isdigit() else _SMALL[count]), "relative"


def _weekday(day: int, which: str, published: date) -> date:
    if which in ("next", "coming"):
        return published + timedelta((day - published.weekday() - 1) % 7 + 1)
    back = (published.weekday() - day) % 7
    return published - timedelta(back or (7 if which in ("last", "previous") else 0))


def _nearest(month: int, day: int, year: int | None, published: date | None) -> date | None:
    if year:
        return date(year, month, day)
    date(2024, month, day)  # raises for a day that no year has
    if published is None:
        return None
    years = [
        y for y in range(published.year - 1, published.year + 2) if day <= calendar.monthrange(y, month)[1]
    ]
    return min((date(y, month, day) for y in years), key=lambda d: abs(d - published), default=None)


def _attached(doc: Doc, article: Article, anchor: Token, content: Pieces, strict: bool) -> DateWord | None:
    """The date word in the anchor's sentence that hangs on it with no other verb between."""
    sentence = anchor.sent
    end = sentence[-1].idx + len(sentence[-1])
    best: tuple[int, DateWord] | None = None
    for word in date_words(article.text, sentence[0].idx, end, article.published):
        if any(s <= word.start < e for s, e in content):
            continue
        span = doc.char_span(word.start, word.end, alignment_mode="expand")
        if span is None or not _hangs_on(span.root, anchor, strict):
            continue
        distance = abs(span.root.i - anchor.i)
        if best is None or distance < best[0]:
            best = (distance, word)
    return best[1] if best else None


def _hangs_on(token: Token, anchor: Token, strict: bool) -> bool:
    """Climb from the date word to the anchor; another finite verb in between breaks the line.

    A strict line also breaks at a relative clause; a noun cue ("a warning on Tuesday") is an anchor too.
    """
    goals = {anchor, _verb(anchor)} if strict else {anchor}
    while token not in goals:
        if token.head == token or (token.pos_ in ("VERB", "AUX") and token.dep_ != "prep"):
            return False
        token = token.head
    return True


def _verb(token: Token) -> Token:
    """The nearest verb above a word, or the word that heads its sentence."""
    while token.pos_ not in ("VERB", "AUX") and token.head != token:
        token = token.head
    return token
