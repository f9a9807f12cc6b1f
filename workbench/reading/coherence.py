"""Whether the paragraphs of a text stand in the order in which they were written.

Three signs, weighted by a logistic regression that told 325 news texts from the same texts shuffled: neighbours share
fewer words than they should, people are introduced long after they are first named, and "He said" follows a
paragraph without a person. Of 658 texts of PolNeAR with enough paragraphs, those 325 among them, 2 % raise a false
alarm and 30 % are found when shuffled: no flag is no proof of order.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from statistics import fmean

from .boilerplate import words

FEWEST = 12  # paragraphs: in a shorter text the signs are too few
MOST = 300  # paragraphs that are compared
LATE = 3  # paragraphs between a bare surname and the full name
_FULL_NAME = re.compile(r"\b[A-Z][a-z]+(?:-[A-Z][a-z]+)? (?:[A-Z]\. )?([A-Z][a-z]{3,}(?:-[A-Z][a-z]+)?)\b")
_NAME = re.compile(r"\b[A-Z][a-z]{3,}(?:-[A-Z][a-z]+)?\b")
_WORD = re.compile(r"[A-Za-z][a-z]{3,}")


def shuffled(paragraphs: list[str]) -> bool:
    """True where the signs together pass the threshold; False for a text of few paragraphs."""
    paragraphs = paragraphs[:MOST]
    if len(paragraphs) < FEWEST:
        return False
    score = 0.5 * _late(paragraphs) + 1.3 * _orphans(paragraphs) - 1.4 * _cohesion(paragraphs)
    return score > 2.5


def _cohesion(paragraphs: list[str]) -> float:
    """By how many standard errors neighbours share more words than paragraphs further apart."""
    common = set(words()["english"]["words"])
    bags = [{w.lower()[:6] for w in _WORD.findall(p)} - common for p in paragraphs]
    far = [_shared(a, b) for i, a in enumerate(bags) for b in bags[i + 2 : i + 30]]
    near = [_shared(a, b) for a, b in zip(bags, bags[1:], strict=False)]
    usual = fmean(far)
    spread = math.sqrt(fmean((share - usual) ** 2 for share in far))
    return (fmean(near) - usual) / (spread or 1.0) * math.sqrt(len(near))


def _shared(a: set[str], b: set[str]) -> float:
    return len(a & b) / math.sqrt(len(a) * len(b)) if a and b else 0.0


def _late(paragraphs: list[str]) -> int:
    """How many people get their full name long after their bare surname."""
    introduced: dict[str, int] = {}
    named: dict[str, list[int]] = {}
    for i, paragraph in enumerate(paragraphs):
        for match in _FULL_NAME.finditer(paragraph):
            introduced.setdefault(match[1], i)
        for name in set(_NAME.findall(paragraph)):
            named.setdefault(name, []).append(i)
    return sum(i - named[name][0] >= LATE for name, i in introduced.items() if name in named)


@lru_cache(maxsize=1)
def _opening() -> re.Pattern[str]:
    order = words()["order"]
    linkers = "|".join(map(re.escape, order["linkers"]))
    return re.compile(rf"[“\"‘'•–—\s-]*(?:(?:{linkers}) )?(?:{'|'.join(order['pronouns'])})\b")


def _orphans(paragraphs: list[str]) -> int:
    """How many paragraphs open with a pronoun that nobody in the paragraph before can stand for."""
    return sum(1 for _ in _orphaned(paragraphs))


def _orphaned(paragraphs: list[str]) -> Iterator[str]:
    pronoun = re.compile(rf"\b(?:{'|'.join(words()['order']['pronouns'])})\b", re.IGNORECASE)
    known: set[str] = set()
    for before, paragraph in zip(["", *paragraphs], paragraphs, strict=False):
        known |= {match[1] for match in _FULL_NAME.finditer(before)}
        if before and _opening().match(paragraph):
            person = _FULL_NAME.search(before) or pronoun.search(before) or known & set(_NAME.findall(before))
            if not person:
                yield paragraph
