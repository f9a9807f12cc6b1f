"""Coverage: how much of what is said no proposition of the codebook speaks of, and in which words it is said."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pandas as pd

from . import language
from .actors import Cast
from .codebook import Codebook
from .records import Article
from .stances.propositions import matches
from .tables import Tables

SAMPLE = 2000  # attributed sentences that are read at most, evenly spread over the corpus
CONTENT = ("NOUN", "PROPN", "VERB", "ADJ")


@dataclass(frozen=True)
class Coverage:
    """Of `read` attributed sentences `silent` match no proposition; `words` counts those by content word."""

    read: int
    silent: int
    words: pd.Series

    @property
    def share(self) -> float:
        """The share of attributed sentences that match no proposition, 0 to 1; 0 where nothing was read."""
        return self.silent / self.read if self.read else 0.0

    def __str__(self) -> str:
        top = ", ".join(f"{word} ({n})" for word, n in self.words.head(10).items())
        told = f"{self.silent} of {self.read} attributed sentences match no proposition"
        return f"{told}; commonest words: {top or 'none'}"


def coverage(tables: Tables, codebook: Codebook) -> Coverage:
    """Which share of the claims' contents fills no pattern of any proposition, whichever side it takes.

    A repeated content counts once. Reads the language again, so takes as long as extracting its sample of
    at most 2,000 contents. Does not say that the silent ones should have matched.
    """
    contents = tables.claims["content"].drop_duplicates()
    contents = contents.iloc[:: -(-len(contents) // SAMPLE) or 1]
    silent, words = 0, Counter[str]()
    for content, doc in zip(contents, language.pipeline().pipe(contents), strict=True):
        if not matches(doc, codebook, Cast.of(Article("content", "", content, ""), doc, codebook)):
            silent += 1
            words.update(
                {t.lemma_.lower() for t in doc if t.pos_ in CONTENT and t.is_alpha and not t.is_stop}
            )
    counts = sorted(words.items(), key=lambda item: (-item[1], item[0]))
    return Coverage(len(contents), silent, pd.Series(dict(counts), dtype="Int64"))
