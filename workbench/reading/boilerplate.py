"""What in a text is page furniture: marked as stretches of offsets, never cut.

The patterns live in `codebooks/base/reading.toml`, each with its examples.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from ..records import Pieces
from .frontmatter import furniture

WORDS = Path(__file__).parent.parent / "codebooks" / "base" / "reading.toml"
LONGEST = 600  # characters: in a longer line only the credit itself is marked, not the line
SEARCHED = 50_000  # characters of such a line
_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_ENDS = re.compile(r"[.:;,]$")


@lru_cache(maxsize=1)
def words() -> dict:
    """`reading.toml` as it is."""
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


@lru_cache(maxsize=2)
def _lines(section: str) -> re.Pattern[str]:
    lines = "|".join(f"(?:{line})" for entry in words()[section] for line in entry["lines"])
    return re.compile(lines, re.IGNORECASE)


@lru_cache(maxsize=1)
def _credits() -> re.Pattern[str]:
    patterns = "|".join(f"(?:{pattern})" for entry in words()["credit"] for pattern in entry["patterns"])
    return re.compile(rf"(?<!\w)(?:{patterns})")


def lines_of(text: str) -> list[tuple[int, int]]:
    """Offsets of the lines that hold something, without the blanks around."""
    found = []
    for match in _LINE.finditer(text):
        stripped = match.group().strip()
        if stripped:
            start = match.start() + match.group().index(stripped)
            found.append((start, start + len(stripped)))
    return found


def headline_span(text: str) -> tuple[int, int] | None:
    """Offsets of the headline: the first line that is no date, link or byline, short and not a sentence.

    None where the text is one block, or begins with a sentence: that is how a text without a headline looks.
    """
    lines = lines_of(text)
    for i, (start, end) in enumerate(lines[:6]):
        line = text[start:end]
        if is_head(line) or is_furniture(line):
            continue
        longest = max((e - s for s, e in lines[i + 1 :]), default=0)
        headed = end - start <= 200 and not _ENDS.search(line) and longest >= 80 and line.count(" ") >= 2
        return (start, end) if headed else None
    return None


def segments(text: str, headline: tuple[int, int] | None = None) -> Pieces:
    """Offsets of the boilerplate: share and newsletter lines, links, datelines of their own, captions with credits."""
    lines = lines_of(text)
    words_of_headline = text[slice(*headline)] if headline else None
    found = list(furniture(text))
    after = max((end for _, end in found), default=0)
    for i, (start, end) in enumerate(lines):
        line = text[start:end]
        if start < after or (start, end) == headline:
            continue
        if end - start > LONGEST:
            found += [(start + m.start(), start + m.end()) for m in _credits().finditer(line[:SEARCHED])]
        elif line == words_of_headline or is_furniture(line) or (i < 8 and is_head(line)):
            found.append((start, end))
        elif credit := _credit_at_end(line):
            found += _caption(text, lines, i, credit)
    return tuple(sorted(set(found)))


def is_furniture(line: str) -> bool:
    """True for a line that is no part of any article."""
    return len(line) <= LONGEST and _lines("boilerplate").fullmatch(line.replace("\xa0", " ")) is not None


def is_head(line: str) -> bool:
    """True for a line that states date, address or author, where it is among the first."""
    return len(line) <= LONGEST and _lines("head").fullmatch(line) is not None


def _credit_at_end(line: str) -> re.Match[str] | None:
    return next((m for m in _credits().finditer(line) if m.end() >= len(line) - 2), None)


def _caption(text: str, lines: list[tuple[int, int]], i: int, credit: re.Match[str]) -> list[tuple[int, int]]:
    """The line of a credit; and the line before it, where that is its caption or begins it."""
    found = [lines[i]]
    if i:
        before, line = text[slice(*lines[i - 1])], text[slice(*lines[i])]
        alone = len(line) <= 100 and not re.search(r"[.!?]\s", line[: credit.start()])
        if line.startswith(before) or (alone and len(before) <= 300):
            found.append(lines[i - 1])
    return found
