"""Near-duplicates: agency copy, reprints and excerpts, found by the word sequences that texts share.

Sketches are Broder's ("On the resemblance and containment of documents", 1997): of all hashes of five words
in a row, those divisible by `SAMPLE` are indexed; a candidate is then compared by all its shingles. An article
that repeats another is left out of the index, so that ten thousand copies cost no more than ten thousand articles.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from zlib import crc32

from ..records import Article

WORDS = 5  # in a shingle
SAMPLE = 8
RESEMBLANCE = 0.6  # shared shingles, of the shingles of both
CONTAINMENT = 0.8  # shared shingles, of those of the shorter text
COMPARED = 100_000  # characters of a text
SHORT = 40  # words: below this only equal texts are repeats
_WORD = re.compile(r"\w+")


def marked(articles: Sequence[Article]) -> list[Article]:
    """The articles with `duplicate_of` on each later or shorter one, in the order given."""
    originals = _originals(articles)
    return [
        replace(article, duplicate_of=articles[originals[i]].article_id) if i in originals else article
        for i, article in enumerate(articles)
    ]


def groups(articles: Iterable[Article]) -> dict[str, list[Article]]:
    """Article id -> that article and what repeats it, for those that are repeated."""
    found: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        found[article.duplicate_of or article.article_id].append(article)
    return {name: sorted(g, key=lambda a: a.duplicate_of or "") for name, g in found.items() if len(g) > 1}


def _originals(articles: Sequence[Article]) -> dict[int, int]:
    """Position of a repeat -> position of what it repeats."""
    found: dict[int, int] = {}
    index: defaultdict[int, list[int]] = defaultdict(list)
    equal: dict[str, int] = {}
    for i in sorted(range(len(articles)), key=lambda i: _precedence(articles[i], i)):
        tokens = _tokens(articles[i].text)
        same = equal.setdefault(" ".join(tokens), i) if tokens else i
        if same != i:
            found[i] = same
        elif len(tokens) >= SHORT:
            whole_text = _shingles(tokens)
            sketch = [h for h in whole_text if h % SAMPLE == 0]
            if (original := _match(articles, whole_text, sketch, index)) is not None:
                found[i] = original
                continue
            for h in sketch:
                index[h].append(i)
    return found


def _precedence(article: Article, position: int) -> tuple[int, date, int]:
    """Longer first, by steps of a fifth; of about equal length the earlier, undated last."""
    step, words = 0, article.words
    while words > SHORT:
        step, words = step + 1, words * 4 // 5
    return (-step, article.published or date.max, position)


def shingles(text: str) -> set[int]:
    """Hashes of every five words in a row, of the part of a text that is compared."""
    return _shingles(_tokens(text))


def _tokens(text: str) -> list[str]:
    return _WORD.findall(text[:COMPARED].lower())


def _shingles(tokens: list[str]) -> set[int]:
    return {crc32(" ".join(tokens[i : i + WORDS]).encode()) for i in range(len(tokens) - WORDS + 1)}


def _match(
    articles: Sequence[Article], own: set[int], sketch: list[int], index: dict[int, list[int]]
) -> int | None:
    """The article that shares most with these shingles, if it shares enough."""
    shared = Counter(i for h in sketch for i in index.get(h, ()))
    for candidate, hits in shared.most_common(3):
        if hits < 0.3 * len(sketch):
            break  # even with bad luck in sampling it cannot share enough
        others = shingles(articles[candidate].text)
        common, fewer = len(own & others), min(len(own), len(others))
        if common >= RESEMBLANCE * len(own | others) or common >= CONTAINMENT * fewer:
            return candidate
    return None
