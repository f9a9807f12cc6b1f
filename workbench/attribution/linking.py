"""From labels seen from one cue to an attribution: whose pieces these are, and which attributions stand."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..records import Pieces
from .candidates import Candidate
from .words import Ints, Words

SOURCE, CONTENT, CUE = 1, 2, 3  # labels of the second tagger; 0 is neither
LEAST_CONTENT, LEAST_SOURCE = 0.1, 0.2  # probability that the strongest word must have, if no label says so
SHARE = 0.5  # of the strongest word's probability that the others must have then
MARKS = frozenset(",.;:—–-―•*|")  # never the first or last mark of a piece


@dataclass(frozen=True)
class Structure:
    """One candidate with its parts, as stretches of words (first, end)."""

    candidate: Candidate
    source: list[tuple[int, int]]
    cue: list[tuple[int, int]]
    content: list[tuple[int, int]]
    probability: float  # of the best labels
    in_source: NDArray[np.float64]  # of every word in the window
    in_content: NDArray[np.float64]
    words: Ints = field(default_factory=lambda: np.zeros(0, np.int64))  # of the content


def structure(
    words: Words, text: str, cue: Candidate, best: Ints, marginal: NDArray[np.float64], probability: float
) -> Structure | None:
    """The parts that belong to a candidate; None where it has no content."""
    in_source, in_content = marginal[:, SOURCE], marginal[:, CONTENT]
    content = _pieces(words, text, cue.low, best == CONTENT)
    if not content:
        content = _pieces(words, text, cue.low, _strongest(in_content, LEAST_CONTENT))
    if not content:
        return None
    source = _pieces(words, text, cue.low, best == SOURCE)
    if not source:
        source = _pieces(words, text, cue.low, _strongest(in_source, LEAST_SOURCE))
    if len(source) > 1:
        source = [max(source, key=lambda piece: in_source[piece[0] - cue.low : piece[1] - cue.low].sum())]
    signal = _runs(np.flatnonzero(best == CUE) + cue.low) or [(cue.first, cue.end)]
    inside = np.concatenate([np.arange(*piece) for piece in content])
    return Structure(cue, source, signal, content, probability, in_source, in_content, inside)


def _strongest(probability: NDArray[np.float64], least: float) -> NDArray[np.bool_]:
    top = probability.max(initial=0)
    return probability > (SHARE * top if top > least else 1)


def _pieces(words: Words, text: str, low: int, chosen: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Runs of the chosen words of a window, without the marks around them; a run of marks only is none."""
    return pieces(words, text, np.flatnonzero(chosen) + low)


def pieces(words: Words, text: str, chosen: Ints) -> list[tuple[int, int]]:
    """Runs of the chosen words without the marks around them; a run of marks only is none."""
    out = []
    for first, end in _runs(chosen):
        while first < end and text[words.start[first] : words.end[first]] in MARKS:
            first += 1
        while end > first and text[words.start[end - 1] : words.end[end - 1]] in MARKS:
            end -= 1
        if any(c.isalnum() for c in text[words.start[first] : words.end[end - 1]] if end > first):
            out.append((first, end))
    return out


def _runs(chosen: Ints) -> list[tuple[int, int]]:
    """Neighbouring words as stretches."""
    if not len(chosen):
        return []
    breaks = np.flatnonzero(np.diff(chosen) > 1) + 1
    return [(int(part[0]), int(part[-1]) + 1) for part in np.split(chosen, breaks)]


def offsets(words: Words, stretches: list[tuple[int, int]]) -> Pieces:
    """Stretches of words as offsets into the text."""
    return tuple((int(words.start[first]), int(words.end[end - 1])) for first, end in stretches)


STANDS = 0.38  # probability from which a structure is kept
TAKEN = 0.6  # share of its content that likelier ones may take


def standing(
    words: Words, text: str, found: list[Structure], confidence: NDArray[np.float64]
) -> list[tuple[Structure, list[tuple[int, int]], float]]:
    """The structures that stand, with what is left of their content, and how sure, the surest first.

    A word belongs to the content of one attribution only, or of several that lie one inside the other.
    """
    kept: list[tuple[Structure, list[tuple[int, int]], float]] = []
    for j in np.argsort(-confidence, kind="stable").tolist():
        if confidence[j] < STANDS:
            break
        rest = found[j].words
        for other, content, _ in kept:
            if not (
                _covers(content, found[j].candidate.head) or _covers(found[j].content, other.candidate.head)
            ):
                rest = rest[~_inside(content, rest)]
        if len(rest) < (1 - TAKEN) * len(found[j].words):
            continue
        content = pieces(words, text, rest)
        if content:
            kept.append((found[j], content, float(confidence[j])))
    return kept


def _covers(stretches: list[tuple[int, int]], word: int) -> bool:
    return any(first <= word < end for first, end in stretches)


def _inside(stretches: list[tuple[int, int]], chosen: Ints) -> NDArray[np.bool_]:
    out = np.zeros(len(chosen), bool)
    for first, end in stretches:
        out |= (chosen >= first) & (chosen < end)
    return out
