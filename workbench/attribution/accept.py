"""Does a candidate with its parts stand? Boosted trees over some figures say how likely."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .linking import Structure
from .pairs import First
from .words import Words, label, labels

POS = {int(pos): float(k) for k, pos in enumerate(labels("VERB NOUN ADP AUX ADJ"))}
COMPLEMENTS = labels("ccomp parataxis"), labels("xcomp"), labels("neg")
KINDS = [frozenset(labels(names).tolist()) for names in ("ROOT ccomp conj", "relcl acl advcl amod")]
TAGS = [frozenset(labels(names).tolist()) for names in ("VBD VBZ VBP", "VBG", "VB")]
OWNED = frozenset(labels("det poss").tolist())
PRONOUN = label("PRON")


@dataclass(frozen=True)
class Acceptor:
    """Boosted trees, one a row of each array; a node sends figures up to its threshold to the left.

    Leaves send everything to themselves.
    """

    feature: NDArray[np.uint8]
    threshold: NDArray[np.float64]
    left: NDArray[np.uint8]
    right: NDArray[np.uint8]
    value: NDArray[np.float32]
    base: float
    depth: int

    @cached_property
    def _flat(self) -> tuple[NDArray, NDArray, NDArray, NDArray, NDArray]:
        """Root of each tree; feature, threshold, left and right of all nodes in one row: three times as fast."""
        trees, size = self.feature.shape
        root = np.arange(trees) * size
        left, right = ((side + root[:, None]).ravel() for side in (self.left, self.right))
        return root, self.feature.ravel().astype(np.intp), self.threshold.ravel(), left, right

    def probability(self, figures: NDArray[np.float64]) -> NDArray[np.float64]:
        """How likely each row of figures is a right attribution."""
        root, feature, threshold, left, right = self._flat
        at = np.broadcast_to(root, (len(figures), len(root)))
        row = np.arange(len(figures))[:, None] * figures.shape[1]
        for _ in range(self.depth):
            low = figures.take(row + feature.take(at)) <= threshold.take(at)
            at = np.where(low, left.take(at), right.take(at))
        return 1 / (1 + np.exp(-self.base - self.value.take(at).sum(axis=1, dtype=np.float64)))


def figures(
    words: Words, first: First, found: list[Structure], priors: NDArray[np.float64]
) -> NDArray[np.float64]:
    """What the acceptor sees of each structure; `priors` are two a word: of being a cue, and a right one."""
    children = np.zeros((len(words), len(COMPLEMENTS)))
    for k, arcs in enumerate(COMPLEMENTS):
        children[words.head[np.isin(words.dep, arcs)], k] = 1
    rows = [
        [*_of_parts(s, first), *_of_cue(words, s, first), *_of_others(words, found, j)]
        for j, s in enumerate(found)
    ]
    heads = np.array([s.candidate.head for s in found])
    return np.hstack([np.array(rows), priors[heads], children[heads]])


def _of_parts(s: Structure, first: First) -> list[float]:
    low, inside = s.candidate.low, s.words
    content = s.in_content[inside - low]
    source = np.arange(*s.source[0]) if s.source else inside[:0]
    sources = s.in_source[source - low]
    return [
        content.mean(),
        content.min(),
        sources.mean() if len(sources) else -1,
        sources.min() if len(sources) else -1,
        len(inside),
        s.in_content.sum() / len(inside),
        s.in_content.sum() - content.sum(),
        s.in_source.sum() - sources.sum(),
        s.in_source.max(),
        len(source),
        first.content[inside].mean(),
        first.source[source].max(initial=-1),
        float(s.reading.probability[0]),
        float(s.reading.probability[0]) ** (1 / len(s.in_content)),
        len(s.content),
    ]


def _of_cue(words: Words, s: Structure, first: First) -> list[float]:
    head, inside = s.candidate.head, s.words
    tag, dep = int(words.tag[head]), int(words.dep[head])
    quoted = words.quote[inside] > 0
    elsewhere = words.sentence[inside] != words.sentence[head]
    return [
        s.variant,
        s.candidate.probability,
        first.cue[head],
        first.content[head],
        POS.get(int(words.pos[head]), 9.0),
        words.quote[head] > 0,
        np.count_nonzero(quoted) / len(inside),
        np.abs(inside - head).min(),
        elsewhere.all(),
        elsewhere.any(),
        min((abs(piece[0] - head) for piece in s.source), default=99),
        bool(s.source) and words.pos[s.source[0][1] - 1] == PRONOUN,
        *first.senses[head].tolist(),
        first.senses[s.source[0][1] - 1, 0] if s.source else -1,
        *(dep in kind for kind in KINDS),
        *(tag in kind for kind in TAGS),
        int(words.dep[inside[0]]) in OWNED,
    ]


def _of_others(words: Words, found: list[Structure], j: int) -> list[float]:
    """How a structure lies to those around it: inside one, over one, in each other's way."""
    s = found[j]
    inner, outer, share, rival, beside = -1.0, -1.0, 0.0, 0.0, 0.0
    for other in _neighbours(found, j):
        likely = other.candidate.probability
        if _holds(other, s.candidate.head):
            inner = max(inner, likely)
        if _holds(s, other.candidate.head):
            outer = max(outer, likely)
        common = sum(_common(s.content, piece) for piece in other.content) / len(s.words)
        if common > share:
            share, rival = common, likely
        if words.sentence[other.candidate.head] == words.sentence[s.candidate.head]:
            beside = max(beside, likely)
    return [inner, outer, share, rival, beside]


def _neighbours(found: list[Structure], j: int) -> Iterator[Structure]:
    """The best ones before and behind whose windows meet this one's; cues stand in the order of the text."""
    low, high = found[j].candidate.low, found[j].candidate.high
    for step in (-1, 1):
        k = j + step
        while 0 <= k < len(found) and found[k].candidate.low < high and low < found[k].candidate.high:
            if not found[k].variant and found[k].candidate is not found[j].candidate:
                yield found[k]
            k += step


def _common(stretches: list[tuple[int, int]], other: tuple[int, int]) -> int:
    return sum(max(0, min(end, other[1]) - max(first, other[0])) for first, end in stretches)


def _holds(s: Structure, word: int) -> bool:
    return any(first <= word < end for first, end in s.content)
