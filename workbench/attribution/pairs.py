"""What the second tagger sees of a word: how it stands to one candidate for a cue."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .candidates import Candidate
from .features import HALF, PREP, PRIME, Features, binned, label, labels
from .words import Hashes, Ints, Words, shifted

FRAME = labels("ccomp xcomp dobj parataxis agent acl auxpass")
MARK = label("mark")
STRONG = 0.35  # probability from which another candidate counts as a cue
UP, BRANCH = 9, 16  # arcs followed up from a cue, and from a word
FAR = np.array([1, 2, 3, 4, 6, 10, 17, 31])


@dataclass(frozen=True)
class First:
    """What the first tagger says of each word: the best label, and probabilities of the three parts."""

    best: Ints
    source: NDArray[np.float64]
    cue: NDArray[np.float64]
    content: NDArray[np.float64]


@dataclass(frozen=True)
class Pairs:
    """Every word in the window of every candidate: `word[k]` is seen from candidate `of[k]`."""

    word: Ints
    of: Ints
    head: Ints  # of the candidate
    side: Ints  # 0 before the cue, 1 in it, 2 behind it
    same: NDArray[np.bool_]  # the cue's own sentence
    lengths: Ints

    @classmethod
    def among(cls, words: Words, cues: list[Candidate]) -> Pairs:
        low, high = np.array([(c.low, c.high) for c in cues], np.int64).reshape(-1, 2).T
        lengths = high - low
        of = np.repeat(np.arange(len(cues)), lengths)
        word = np.arange(len(of)) - np.repeat(np.cumsum(lengths) - lengths - low, lengths)
        first, end, head = np.array([(c.first, c.end, c.head) for c in cues], np.int64).reshape(-1, 3)[of].T
        side = (word >= first).astype(np.int64) + (word >= end)
        return cls(word, of, head, side, words.sentence[word] == words.sentence[head], lengths)


@dataclass(frozen=True)
class Paths:
    """The way through the tree from the cue to a word, as hashes; only within one sentence."""

    path: Hashes
    second: Hashes  # the arc below the branch's first
    depth: Ints
    branch: Ints  # the word at the top of the branch
    over: Ints  # what hangs over the word: 0 nothing, 1 this cue, 2 a cue inside it, 3 another cue


def of_pairs(words: Words, cues: list[Candidate], first: First) -> tuple[NDArray[np.uint32], Ints]:
    """Features of the second tagger, window after window, and the lengths of the windows."""
    pairs = Pairs.among(words, cues)
    strong = np.zeros(len(words), bool)
    strong[[c.head for c in cues if c.probability > STRONG]] = True
    made = Features(len(pairs.word))
    paths = _paths(words, pairs, strong)
    relation = _quote_relation(words, pairs)
    others = np.cumsum(strong)
    crowded = others[words.sentences[words.sentence[pairs.word] + 1] - 1]
    start = words.sentences[words.sentence[pairs.word]]
    crowded = (crowded - np.where(start, others[start - 1], 0) - (strong[pairs.head] & pairs.same)) > 0
    lo, hi = np.minimum(pairs.word, pairs.head), np.maximum(pairs.word, pairs.head)
    between = np.clip(others[np.maximum(hi - 1, lo)] - others[lo], 0, 2)
    cue = _CueKind.of(words, pairs)
    _pair_words(made, words, pairs, first)
    _pair_place(made, words, pairs, relation, crowded, between)
    _pair_paths(made, words, pairs, paths, relation, cue)
    _pair_elsewhere(made, words, pairs, relation, crowded, cue)
    _pair_first(made, pairs, paths, first, between, crowded, words)
    return made.matrix(), pairs.lengths


@dataclass(frozen=True)
class _CueKind:
    lemma: NDArray
    pos: NDArray
    frame: NDArray  # the arcs to and from the cue

    @classmethod
    def of(cls, words: Words, pairs: Pairs) -> _CueKind:
        bits = np.zeros(len(words), np.int64)
        for k, arc in enumerate(FRAME):
            np.bitwise_or.at(bits, words.head[words.dep == arc], 1 << k)
        frame = bits.astype(np.uint64) * PRIME ^ words.dep
        return cls(words.lemma[pairs.head], words.pos[pairs.head], frame[pairs.head])


def _pair_words(made: Features, words: Words, pairs: Pairs, first: First) -> None:
    for by in (-1, 0, 1):
        made.add(f"word {by}", shifted(words.word, by)[pairs.word])
        made.add(f"tag {by}", shifted(words.tag, by)[pairs.word])
    made.add("dep", words.dep[pairs.word])
    inside = pairs.side == 1
    made.add("in cue", binned(first.cue)[pairs.word], where=inside)
    made.add("cue head", pairs.word == pairs.head, where=inside)


def _quote_relation(words: Words, pairs: Pairs) -> Ints:
    """Where the quoted stretch of a word lies: 0 none, 1 the cue's, 2 touching its sentence, 3 later, 4 earlier."""
    region = words.region[pairs.word]
    begin, end = np.append(words.regions, [[0, 0]], axis=0)[region].T
    own = words.sentence[pairs.head]
    low, high = words.sentences[own], words.sentences[own + 1]
    out = np.where(begin >= high, 3, np.where(end <= low, 4, 2))
    out = np.where(region == words.region[pairs.head], 1, out)
    return np.where(region < 0, 0, out)


def _pair_place(
    made: Features, words: Words, pairs: Pairs, relation: Ints, crowded: NDArray, between: Ints
) -> None:
    apart = pairs.word - pairs.head
    far = np.searchsorted(FAR, np.abs(apart), "right") * np.where(apart < 0, -1, 1)
    made.add("quote", relation, words.quote[pairs.word], pairs.side, crowded)
    made.add("distance", far)
    made.add("distance, quote", far, relation)
    made.add("between", between, relation)


def _pair_paths(
    made: Features, words: Words, pairs: Pairs, paths: Paths, relation: Ints, cue: _CueKind
) -> None:
    same, path, word = pairs.same, paths.path, pairs.word
    quoted = np.bincount(words.sentence, words.quote > 0, len(words.sentences)) > 0
    made.add("path", path, where=same)
    made.add("path, cue", path, cue.lemma, where=same)
    made.add("path, cue pos", path, cue.pos, where=same)
    made.add("path, side", path, pairs.side, relation, where=same)
    made.add("path, second", path, paths.second, where=same)
    made.add("path, frame", path, cue.frame, where=same)
    made.add("path, depth", path, np.minimum(paths.depth, 3), where=same)
    made.add("left edge", path, where=same & (words.left[paths.branch] == word))
    made.add("right edge", path, where=same & (words.right[paths.branch] == word))
    made.add("over", paths.over, where=same)
    made.add("over, quote", paths.over, relation, words.quote[word], pairs.side, where=same)
    mixed = quoted[words.sentence[word]]
    made.add("path in quoting", path, relation, where=same & mixed)
    made.add("path in plain", path, cue.lemma, where=same & ~mixed)
    for by in (-1, 1):
        beside = shifted(np.where(same, path, 0), by)
        made.add(
            f"path {by}", path, np.where(shifted(pairs.of + 1, by) == pairs.of + 1, beside, 0), where=same
        )


def _pair_elsewhere(
    made: Features, words: Words, pairs: Pairs, relation: Ints, crowded: NDArray, cue: _CueKind
) -> None:
    """Words in other sentences than the cue's."""
    other = ~pairs.same
    apart = np.clip(words.sentence[pairs.word] - words.sentence[pairs.head], -2, 3)
    made.add("elsewhere", apart, relation, words.quote[pairs.word], crowded, where=other)
    made.add("elsewhere, frame", apart, relation, cue.frame, where=other)
    made.add("elsewhere, cue", apart, relation, cue.lemma, where=other)
    moved = words.paragraph[pairs.word] != words.paragraph[pairs.head]
    made.add("next paragraph", relation, words.quote[pairs.word], where=moved)


def _pair_first(
    made: Features, pairs: Pairs, paths: Paths, first: First, between: Ints, crowded: NDArray, words: Words
) -> None:
    """What the first tagger says."""
    best = first.best + 1
    word = pairs.word
    made.add("label", best[word])
    made.add("label -1", shifted(best, -1)[word], best[word])
    made.add("label 1", best[word], shifted(best, 1)[word])
    made.add("content", binned(first.content)[word])
    made.add("source", binned(first.source)[word])
    made.add("cue", binned(first.cue)[word])
    made.add("content, between", binned(first.content)[word], between)
    made.add("label, path", best[word], paths.path, where=pairs.same)
    apart = np.clip(words.sentence[word] - words.sentence[pairs.head], -2, 3)
    made.add("label, apart", best[word], apart, crowded, where=~pairs.same)


def _paths(words: Words, pairs: Pairs, strong: NDArray[np.bool_]) -> Paths:
    """Climb from every word until an ancestor of its cue is met."""
    heads, index = np.unique(pairs.head, return_inverse=True)
    ancestors, way = _ancestors(words, heads)
    n = len(pairs.word)
    at, below, below2 = pairs.word.copy(), np.full(n, -1), np.full(n, -1)
    depth, met, over = np.zeros(n, np.int64), np.full(n, -1), np.zeros(n, np.int64)
    for _ in range(BRANCH):
        meets = ancestors[index] == at[:, None]
        fresh = (met < 0) & meets.any(axis=1)
        met[fresh] = meets[fresh].argmax(axis=1)
        over = np.where((over == 0) & (at == pairs.head), 1, over)
        other = (over == 0) & strong[at]
        over = np.where(other, np.where(meets.any(axis=1), 3, 2), over)
        climbing = (met < 0) & (words.head[at] != at)
        below2 = np.where(climbing, below, below2)
        below = np.where(climbing, at, below)
        depth += climbing
        moving = words.head[at] != at
        if not moving.any():
            break
        at = words.head[at]
    up = np.where(met >= 0, way[index, np.maximum(met, 0)], np.uint64(1))
    arc = np.where(below >= 0, words.dep[below], np.uint64(0))
    named = (arc == PREP) | (arc == MARK)
    arc = arc ^ np.where(named, words.word[below] * PRIME, np.uint64(0))
    path = (up ^ arc) * PRIME
    path ^= path >> HALF
    second = np.where(below2 >= 0, words.dep[below2], np.uint64(0))
    return Paths(path, second, depth, np.where(below >= 0, below, pairs.word), over)


def _ancestors(words: Words, heads: Ints) -> tuple[Ints, Hashes]:
    """Each cue's chain of ancestors, itself first, and the way up to each as a hash."""
    chain, way = np.full((len(heads), UP), -1), np.zeros((len(heads), UP), np.uint64)
    at, hashed = heads, np.full(len(heads), 7, np.uint64)
    going = np.ones(len(heads), bool)
    for k in range(UP):
        chain[going, k], way[going, k] = at[going], hashed[going]
        going &= words.head[at] != at
        if k < 3:
            hashed = (hashed ^ words.dep[at]) * PRIME
            hashed ^= hashed >> HALF
        elif k == 3:
            hashed = hashed + np.uint64(1)
        at = words.head[at]
    return chain, way
