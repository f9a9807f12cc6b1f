"""Linear-chain conditional random fields over hashed features, run on all sequences of an article at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .words import Ints

Floats = NDArray[np.float32]
SLOT = 10  # bits of a 32-bit feature that are not part of its slot in the table


@dataclass(frozen=True)
class Reading:
    """What a field says of its rows: a probability per label, the best labels, and how sure of each sequence."""

    marginal: NDArray[np.float64]
    best: Ints
    probability: NDArray[np.float64]


class Field:
    """A trained field; labels are the columns of `weights`."""

    def __init__(
        self,
        labels: list[str],
        keys: NDArray[np.uint32],
        weights: Floats,
        moves: Floats,
    ) -> None:
        self.labels = labels
        self.keys = np.concatenate([np.zeros(1, np.uint32), keys])
        self.weights = np.concatenate([np.zeros((1, len(labels)), np.float32), weights.astype(np.float32)])
        self.moves = moves.astype(np.float64)
        self.table = np.zeros(1 << (32 - SLOT), np.int32)
        self.table[keys >> SLOT] = np.arange(1, len(keys) + 1, dtype=np.int32)

    def scores(self, features: NDArray[np.uint32]) -> Floats:
        """The sum of the weights of each row's features, per label."""
        at = self.table[features >> SLOT]
        at[self.keys[at] != features] = 0
        total = np.zeros((len(features), len(self.labels)), np.float32)
        for column in at.T:
            total += self.weights[column]
        return total

    def read(self, features: NDArray[np.uint32], lengths: Ints) -> Reading:
        """Read sequences that stand one after the other in the rows."""
        return _read(self.scores(features).astype(np.float64), np.asarray(lengths), self.moves)


def _read(score: NDArray[np.float64], lengths: Ints, moves: NDArray[np.float64]) -> Reading:
    """Forward, backward and Viterbi; at each step all sequences that are long enough move together.

    Rows are put in the order of the steps, so that each step is a slice: the sequences by falling length, and of
    step t as many as are longer than t.
    """
    order = np.argsort(-lengths, kind="stable")
    steps = np.arange(int(lengths.max(initial=0)))
    active = np.searchsorted(-lengths[order], -steps, "left")
    first = np.cumsum(active) - active
    within = np.arange(len(score)) - np.repeat(first, active)
    row = (np.cumsum(lengths) - lengths)[order][within] + np.repeat(steps, active)
    place = list(zip(first.tolist(), active.tolist()))
    score = score[row]
    peak = score.max(axis=1, keepdims=True)
    ahead, scale, behind = _sums(np.exp(score - peak), np.exp(moves), place)
    best, top = _path(score, moves, place)
    chance = ahead * behind
    chance /= chance.sum(axis=1, keepdims=True)
    whole = np.bincount(within, np.log(scale) + peak[:, 0], len(lengths))
    reading = Reading(np.empty_like(chance), np.empty_like(best), np.empty(len(lengths)))
    reading.marginal[row], reading.best[row] = chance, best
    reading.probability[order] = np.exp(top - whole)
    return reading


Place = list[tuple[int, int]]  # of each step: its first row, and how many


def _sums(raised: NDArray, step: NDArray, place: Place) -> tuple[NDArray, NDArray, NDArray]:
    """Scaled sums over all ways up to each row, their scale, and sums over all ways from it on."""
    ahead, behind = raised, np.ones_like(raised)
    raised, scale = raised.copy(), np.ones(len(raised))
    for t, (start, size) in enumerate(place):
        now = ahead[start : start + size]
        if t:
            before = place[t - 1][0]
            now *= ahead[before : before + size] @ step
        total = now.sum(axis=1)
        now /= total[:, None]
        scale[start : start + size] = total
    raised /= scale[:, None]
    back = step.T.copy()
    for t in range(len(place) - 1, 0, -1):
        start, size = place[t]
        before = place[t - 1][0]
        behind[before : before + size] = (behind[start : start + size] * raised[start : start + size]) @ back
    return ahead, scale, behind


def _path(score: NDArray, moves: NDArray, place: Place) -> tuple[Ints, NDArray]:
    """The best labels of every row, and the score of the best labels of every sequence."""
    high = score.copy()
    for t in range(1, len(place)):
        start, size = place[t]
        before = place[t - 1][0]
        high[start : start + size] += (high[before : before + size, :, None] + moves).max(axis=1)
    best = high.argmax(axis=1)  # right where a sequence ends; the others follow from the step behind
    top = np.zeros(place[0][1] if place else 0)
    onward = moves.T.copy()
    for t in range(len(place) - 1, -1, -1):
        start, size = place[t]
        going = place[t + 1][1] if t + 1 < len(place) else 0
        top[going:size] = high[start + going : start + size].max(axis=1)
        if going:
            after = place[t + 1][0]
            reach = high[start : start + going] + onward[best[after : after + going]]
            best[start : start + going] = reach.argmax(axis=1)
    return best, top
