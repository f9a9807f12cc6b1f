"""What is wrong with a text that was read: flags, each a stated test. The text itself is never mended.

False alarms, counted on 20 news articles that were read one by one and on 924 news texts of PolNeAR (Newell et
al. 2018), taken to be undamaged: shuffled 0 and 13 (it finds 3 of 10 shuffled texts, see `coherence.py`);
truncated 0 (one more is cut indeed) and 0; no_quote_marks, machine_translated, boilerplate_heavy, not_english,
too_long and long_run 0 and 0.
With every mark stripped, no_quote_marks finds 851 of 851. The traces of machine translation were collected from one
such article: how many others they find is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ..language import LIMIT
from ..records import Pieces
from .boilerplate import is_furniture, lines_of, words
from .coherence import shuffled

QUOTED = 200  # words from which an article without any quotation mark is odd
WHOLE = 500  # characters: of a shorter text it cannot be said that it breaks off
_MARK = re.compile(r"[\"“”„«»]|``|''|(?<!\w)['‘’]|['’](?!\w)")
_APOSTROPHE = re.compile(r"\w['’‘]\w")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ENDED = re.compile(r"[.!?…。]['\"”’»)\]*_]{0,3}$")
_RUN = re.compile(r"([^\w\s])\1{499}")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")


def flags(text: str, headline: tuple[int, int] | None, furniture: Pieces) -> list[str]:
    """The flags of a text, given where its headline and its boilerplate are."""
    lines = [(s, e) for s, e in lines_of(text[:LIMIT]) if (s, e) != headline]
    marked = furniture[:500]  # more than that is a page of links
    body = [text[s:e] for s, e in lines if not any(a <= s and e <= b for a, b in marked)]
    return list(_flags(text, body, furniture))


def _flags(text: str, body: list[str], furniture: Pieces) -> Iterator[str]:
    if len(text) > LIMIT:
        yield "too_long"
    if _RUN.search(text):
        yield "long_run"
    if sum(e - s for s, e in furniture) > 0.5 * len(text.strip()):
        yield "boilerplate_heavy"
    if not english(text):
        yield "not_english"
        return
    if no_quote_marks(text):
        yield "no_quote_marks"
    if shuffled(body):
        yield "shuffled"
    if machine_translated(text):
        yield "machine_translated"
    if truncated(body):
        yield "truncated"


def english(text: str) -> bool:
    """True where most letters are Latin and common English words are frequent; True for a text of no words."""
    found = _WORD.findall(text[:20_000].lower())
    letters = "".join(found)
    if len(_LATIN.findall(letters)) < 0.5 * len(letters):
        return False
    if len(set(found)) < 8:
        return True  # too little to tell
    common = frozenset(words()["english"]["words"])
    return sum(word in common for word in found) >= 0.1 * len(found)


def no_quote_marks(text: str) -> bool:
    """True for a longer text without one quotation mark that has no apostrophe either: both were stripped."""
    sample = text[:100_000]
    return sample.count(" ") >= QUOTED and not _MARK.search(sample) and not _APOSTROPHE.search(sample)


@lru_cache(maxsize=1)
def _translated() -> list[re.Pattern[str]]:
    return [re.compile("|".join(entry["patterns"])) for entry in words()["translated"]]


def machine_translated(text: str) -> bool:
    """True where two different traces of machine translation are found."""
    return sum(1 for pattern in _translated() if pattern.search(text[:100_000])) >= 2


@lru_cache(maxsize=1)
def _cut() -> re.Pattern[str]:
    return re.compile("|".join(p for entry in words()["cut"] for p in entry["patterns"]), re.IGNORECASE)


def truncated(body: list[str]) -> bool:
    """True where the last paragraph says that it was cut, or its last sentence breaks off after 15 words or more."""
    last = body[-1][-2000:] if body else ""
    if _cut().search(last):
        return len(body) > 1 or len(last) > 200
    rest = re.split(r"[.!?]['\"”’)]*\s", last)[-1].strip()
    if _ENDED.search(last) or is_furniture(rest) or last in body[:-1]:
        return False
    return len(last.split()) >= 15 and sum(map(len, body)) >= WHOLE and last[-1].isalnum()
