"""Does a candidate with its parts stand? A logistic regression over binned figures says how likely."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .features import labels
from .linking import Structure
from .pairs import First
from .words import Words

POS = labels("VERB NOUN ADP AUX ADJ")
CLAUSES, COMPLEMENT, NEGATION = labels("ccomp parataxis"), labels("xcomp"), labels("neg")
MAIN, SIDE = labels("ROOT ccomp conj"), labels("relcl acl advcl amod")
OWNED = labels("det poss")
FINITE, GERUND, BARE = labels("VBD VBZ VBP"), labels("VBG"), labels("VB")
PRONOUN = labels("PRON")


@dataclass(frozen=True)
class Acceptor:
    """Binned logistic regression: `weights[f, b]` for bin b of figure f, bins between `borders[f]`."""

    borders: NDArray[np.float64]
    weights: NDArray[np.float64]
    intercept: float

    def probability(self, figures: NDArray[np.float64]) -> NDArray[np.float64]:
        """How likely each row of figures is a right attribution."""
        total = np.full(len(figures), self.intercept)
        for column, borders, weights in zip(figures.T, self.borders, self.weights):
            total += weights[np.searchsorted(borders, column, "right")]
        return 1 / (1 + np.exp(-total))


def figures(
    words: Words, first: First, found: list[Structure], priors: NDArray[np.float64]
) -> NDArray[np.float64]:
    """What the acceptor sees of each structure; `priors` are two a word: of being a cue, and a right one."""
    rows = [[*_of_parts(s, first), *_of_cue(words, s, first, priors)] for s in found]
    return np.hstack([np.array(rows).reshape(len(found), -1), _of_others(words, found)])


def _of_parts(s: Structure, first: First) -> list[float]:
    low, inside = s.candidate.low, s.words
    content = s.in_content[inside - low]
    source = np.concatenate([np.arange(*piece) for piece in s.source]) if s.source else inside[:0]
    sources = s.in_source[source - low]
    return [
        content.mean(),
        content.min(),
        sources.mean() if len(sources) else -1,
        sources.min() if len(sources) else -1,
        len(inside),
        s.in_content.sum() / len(inside),
        s.in_source.max(),
        len(source),
        first.content[inside].mean(),
        first.source[source].max(initial=-1),
        s.probability,
        s.probability ** (1 / len(s.in_content)),
        len(s.content),
    ]


def _of_cue(words: Words, s: Structure, first: First, priors: NDArray[np.float64]) -> list[float]:
    head, inside = s.candidate.head, s.words
    children = words.dep[(words.head == head)]
    tag, dep = words.tag[head], words.dep[head]
    pos = np.flatnonzero(words.pos[head] == POS)
    return [
        s.candidate.probability,
        first.cue[head],
        first.content[head],
        *priors[head],
        float(pos[0]) if len(pos) else 9.0,
        words.quote[head] > 0,
        (words.quote[inside] > 0).mean(),
        np.abs(inside - head).min(),
        (words.sentence[inside] == words.sentence[head]).any(),
        (words.sentence[inside] != words.sentence[head]).any(),
        min((abs(piece[0] - head) for piece in s.source), default=99),
        bool(s.source) and words.pos[s.source[0][1] - 1] in PRONOUN,
        np.isin(CLAUSES, children).any(),
        np.isin(COMPLEMENT, children).any(),
        np.isin(NEGATION, children).any(),
        head / len(words),
        dep in MAIN,
        dep in SIDE,
        tag in FINITE,
        tag in GERUND,
        tag in BARE,
        words.dep[inside[0]] in OWNED,
    ]


def _of_others(words: Words, found: list[Structure]) -> NDArray[np.float64]:
    """How a structure lies to the others: inside one, over one, in each other's way."""
    rows = np.zeros((len(found), 6))
    for j, s in enumerate(found):
        inner, outer, share, rival, beside = -1.0, -1.0, 0.0, 0.0, 0.0
        for k in range(len(found)):
            other = found[k]
            if k == j or other.candidate.low >= s.candidate.high or s.candidate.low >= other.candidate.high:
                continue
            likely = other.candidate.probability
            if _holds(other, s.candidate.head):
                inner = max(inner, likely)
            if _holds(s, other.candidate.head):
                outer = max(outer, likely)
            common = len(np.intersect1d(s.words, other.words, assume_unique=True)) / len(s.words)
            if common > share:
                share, rival = common, likely
            if words.sentence[other.candidate.head] == words.sentence[s.candidate.head]:
                beside = max(beside, likely)
        rows[j] = inner, outer, share, rival, beside, len(found)
    return rows


def _holds(s: Structure, word: int) -> bool:
    return any(first <= word < end for first, end in s.content)
