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

    def __init__(self, labels: list[str], keys: NDArray[np.uint32], weights: Floats, moves: Floats) -> None:
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
    """Forward, backward and Viterbi; at each step all sequences that are long enough move together."""
    order = np.argsort(-lengths, kind="stable")
    begin = (np.cumsum(lengths) - lengths)[order]
    longest = int(lengths.max(initial=0))
    active = np.searchsorted(-lengths[order], -np.arange(longest), "left")
    peak = score.max(axis=1, keepdims=True)
    raised, step = np.exp(score - peak), np.exp(moves)
    ahead, behind = raised.copy(), np.ones_like(score)
    high, origin = score.copy(), np.zeros(score.shape, np.int64)
    scale = np.ones(len(score))
    for t in range(longest):
        now = begin[: active[t]] + t
        if t:
            ahead[now] *= ahead[now - 1] @ step
            reach = high[now - 1][:, :, None] + moves
            origin[now] = reach.argmax(axis=1)
            high[now] += reach.max(axis=1)
        scale[now] = ahead[now].sum(axis=1)
        ahead[now] /= scale[now][:, None]
    best = np.zeros(len(score), np.int64)
    for t in range(longest - 1, -1, -1):
        now = begin[: active[t]] + t
        going = active[t + 1] if t + 1 < longest else 0
        onward, last = now[:going], now[going:]
        best[last] = high[last].argmax(axis=1)
        best[onward] = origin[onward + 1, best[onward + 1]]
        behind[onward] = (behind[onward + 1] * raised[onward + 1]) @ step.T / scale[onward + 1][:, None]
    marginal = ahead * behind
    marginal /= marginal.sum(axis=1, keepdims=True)
    ends = begin + lengths[order] - 1
    total = np.zeros(len(lengths))
    whole = np.append(0, np.cumsum(np.log(scale) + peak[:, 0]))
    total[order] = np.exp(high[ends].max(axis=1) - (whole[ends + 1] - whole[begin]))
    return Reading(marginal, best, total)
