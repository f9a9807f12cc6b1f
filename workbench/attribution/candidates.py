"""Where a cue may stand, and how far around it its source and content are looked for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .features import labels
from .words import OUTSIDE, Words

POSSIBLE = 0.1  # probability from which a word may belong to a cue; in training POSSIBLE_IN_TRAINING
POSSIBLE_IN_TRAINING = 0.03
WIDEST = 220  # words around a cue that are read at most
LATER = 5  # sentences behind the cue's that are read at most
EMPTY = labels("PUNCT PART AUX")


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
    full = ~np.isin(words.pos[tops], EMPTY)
    return int(tops[np.lexsort((-cue[tops], ~full))[0]])


def window(words: Words, head: int) -> tuple[int, int]:
    """The cue's sentence, one either side in the paragraph, and further while quoted."""
    own = int(words.sentence[head])
    first = own
    if first and _together(words, first - 1, own):
        first -= 1
        if first and _together(words, first - 1, own) and _quoted_across(words, first):
            first -= 1
    last = own
    while last + 1 < len(words.sentences) - 1 and last - own < LATER:
        beside = last == own and _together(words, own, last + 1)
        if not beside and not (_quoted_across(words, last + 1) and _follows(words, last)):
            break
        last += 1
    low, high = int(words.sentences[first]), int(words.sentences[last + 1])
    if high - low > WIDEST:
        low = max(low, head - WIDEST)
        high = min(high, max(low + WIDEST, head + 1))
    return low, high


def _together(words: Words, one: int, other: int) -> bool:
    """Whether two sentences share a paragraph."""
    firsts = words.sentences
    return bool(words.paragraph[firsts[one]] == words.paragraph[firsts[other]])


def _quoted_across(words: Words, sentence: int) -> bool:
    """Whether a sentence starts inside a quoted stretch, or right behind one."""
    first = words.sentences[sentence]
    return bool(words.quote[first] != OUTSIDE or words.quote[max(first - 1, 0)] != OUTSIDE)


def _follows(words: Words, sentence: int) -> bool:
    """Whether the next sentence goes on in the paragraph, or re-opens a quotation in the next one."""
    end = words.sentences[sentence + 1]
    return _together(words, sentence, sentence + 1) or bool(words.quote[end - 1] != OUTSIDE)
