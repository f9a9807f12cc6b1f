"""Where a cue may stand, and how far around it its source and content are looked for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .words import OPENS, OUTSIDE, Words, labels

POSSIBLE = 0.1  # probability from which a word may belong to a cue; in training POSSIBLE_IN_TRAINING
POSSIBLE_IN_TRAINING = 0.03
WIDEST = 400  # words around a cue that are read at most
FARTHEST = 6  # sentences before and behind the cue's that are read at most
EMPTY = frozenset(labels("PUNCT PART AUX").tolist())


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words `first` to `end` may be a cue with this head; its parts are looked for in `low` to `high`."""

    first: int
    end: int
    head: int
    probability: float
    low: int
    high: int


def candidates(words: Words, cue: NDArray[np.float64], least: float = POSSIBLE) -> list[Candidate]:
    """Runs of words that are cues with a probability over `least`, in the order of the text."""
    likely = np.concatenate([[False], cue > least, [False]])
    borders = np.flatnonzero(likely[1:] != likely[:-1])
    found = []
    for first, end in zip(borders[::2].tolist(), borders[1::2].tolist()):
        head = _head(words, cue, first, end)
        found.append(Candidate(first, end, head, float(cue[first:end].max()), *window(words, head)))
    return found


def _head(words: Words, cue: NDArray[np.float64], first: int, end: int) -> int:
    """The word of a run that the others hang on: a likely one, rather not an auxiliary or particle."""
    run = np.arange(first, end)
    above = words.head[run]
    tops = run[(above < first) | (above >= end) | (above == run)]
    tops = tops[cue[tops] > cue[run].max() / 2]
    if not len(tops):
        return int(run[cue[run].argmax()])
    return int(max(tops, key=lambda word: (int(words.pos[word]) not in EMPTY, cue[word], -word)))


def window(words: Words, head: int) -> tuple[int, int]:
    """The cue's sentence, one either side in the paragraph, and further while quoted."""
    own = int(words.sentence[head])
    first = last = own
    while first and own - first < FARTHEST and _linked(words, first, first == own, True):
        first -= 1
    while (
        last + 2 < len(words.sentences)
        and last - own < FARTHEST
        and _linked(words, last + 1, last == own, False)
    ):
        last += 1
    low, high = int(words.sentences[first]), int(words.sentences[last + 1])
    if high - low > WIDEST:
        low = max(low, head - WIDEST // 2)
        high = min(high, low + WIDEST)
    return low, high


def _linked(words: Words, sentence: int, beside: bool, backward: bool) -> bool:
    """Whether a sentence belongs together with the one before it.

    In a paragraph the sentences beside the cue's do, and those that a quoted stretch links; over its border
    only those that start with a quotation, going backward only if the paragraph before ends with one.
    """
    first = words.sentences[sentence]
    before, here = words.quote[first - 1], words.quote[first]
    if words.paragraph[first - 1] == words.paragraph[first]:
        return beside or bool(before != OUTSIDE or here != OUTSIDE)
    return bool(here == OPENS and (before != OUTSIDE or not backward))
