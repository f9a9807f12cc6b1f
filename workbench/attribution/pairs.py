"""What the second tagger sees of a word: how it stands to one candidate for a cue."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .candidates import Candidate
from .features import HALF, PREP, PRIME, Features, binned
from .words import Hashes, Ints, Words, label, labels, shifted

Flags = NDArray[np.bool_]

FRAME = labels("ccomp xcomp dobj parataxis agent acl auxpass")
MARK = label("mark")
STRONG = 0.35  # probability from which another candidate counts as a cue
UP, NAMED, BRANCH = 9, 3, 16  # arcs followed up from a cue, those of them told apart, and from a word
FAR = np.array([1, 2, 3, 4, 6, 10, 17, 31])  # distances


@dataclass(frozen=True)
class First:
    """What the first tagger says of each word: the best label, probabilities of the three parts; and senses."""

    best: Ints
    source: NDArray[np.float64]
    cue: NDArray[np.float64]
    content: NDArray[np.float64]
    senses: Ints


@dataclass(frozen=True)
class Pairs:
    """Every word in the window of every candidate: `word[k]` is seen from the candidate with head `head[k]`."""

    words: Words
    first: First
    strong: Flags  # of every word of the article: a likely cue
    word: Ints
    of: Ints  # number of the candidate
    head: Ints
    side: Ints  # 0 before the cue, 1 in it, 2 behind it
    lengths: Ints  # of the windows

    @classmethod
    def among(cls, words: Words, cues: list[Candidate], first: First) -> Pairs:
        places = np.array([(c.low, c.high, c.first, c.end, c.head) for c in cues], np.int64)
        low, high = places[:, 0], places[:, 1]
        lengths = high - low
        of = np.repeat(np.arange(len(cues)), lengths)
        word = np.arange(len(of)) - np.repeat(np.cumsum(lengths) - lengths - low, lengths)
        begin, end, head = places[of, 2:].T
        strong = np.zeros(len(words), bool)
        strong[[c.head for c in cues if c.probability > STRONG]] = True
        side = (word >= begin).astype(np.int64) + (word >= end)
        return cls(words, first, strong, word, of, head, side, lengths)

    def same(self) -> Flags:
        """Words in the cue's own sentence."""
        return self.words.sentence[self.word] == self.words.sentence[self.head]

    def apart(self) -> Ints:
        """Sentences between the cue's and the word's."""
        return np.clip(self.words.sentence[self.word] - self.words.sentence[self.head], -2, 3)

    def relation(self) -> Ints:
        """Where the quoted stretch around a word lies.

        0 nowhere, 1 around the cue, 2 touching the cue's sentence, 3 later, 4 earlier.
        """
        words = self.words
        region = words.region[self.word]
        begin, end = np.append(words.regions, [[0, 0]], axis=0)[region].T
        own = words.sentence[self.head]
        low, high = words.sentences[own], words.sentences[own + 1]
        out = np.where(begin >= high, 3, np.where(end <= low, 4, 2))
        out = np.where(region == words.region[self.head], 1, out)
        return np.where(region < 0, 0, out)

    def crowded(self) -> Flags:
        """Words whose sentence holds another likely cue."""
        words, count = self.words, np.cumsum(self.strong)
        number = words.sentence[self.word]
        start = words.sentences[number]
        inside: Ints = count[words.sentences[number + 1] - 1] - np.where(start, count[start - 1], 0)
        return inside > (self.strong[self.head] & self.same())

    def between(self) -> Ints:
        """Likely cues between the cue and the word, two at most."""
        count = np.cumsum(self.strong)
        low, high = np.minimum(self.word, self.head), np.maximum(self.word, self.head)
        return np.clip(count[np.maximum(high - 1, low)] - count[low], 0, 2)


def of_pairs(words: Words, cues: list[Candidate], first: First) -> tuple[NDArray[np.uint32], Ints]:
    """Features of the second tagger, window after window, and the lengths of the windows."""
    pairs = Pairs.among(words, cues, first)
    made = Features(len(pairs.word))
    path, relation, crowded, between = paths(pairs), pairs.relation(), pairs.crowded(), pairs.between()
    _of_the_word(made, pairs, relation, crowded, between)
    _of_the_path(made, pairs, path, relation)
    _of_the_subject(made, pairs, path.path)
    _of_elsewhere(made, pairs, relation, crowded)
    _of_the_first_tagger(made, pairs, path.path, crowded, between)
    return made.matrix(), pairs.lengths


def _of_the_word(made: Features, pairs: Pairs, relation: Ints, crowded: Flags, between: Ints) -> None:
    words, word, inside = pairs.words, pairs.word, pairs.side == 1
    for by in (-1, 0, 1):
        made.add(f"word {by}", shifted(words.word, by)[word])
        made.add(f"tag {by}", shifted(words.tag, by)[word])
    made.add("dep", words.dep[word])
    made.add("in cue", binned(pairs.first.cue)[word], where=inside)
    made.add("cue head", word == pairs.head, where=inside)
    away = word - pairs.head
    far = np.searchsorted(FAR, np.abs(away), "right") * np.where(away < 0, -1, 1)
    made.add("quote", relation, words.quote[word], pairs.side, crowded)
    made.add("distance", far)
    made.add("distance, quote", far, relation)
    made.add("between", between, relation)


def _of_the_path(made: Features, pairs: Pairs, found: Paths, relation: Ints) -> None:
    words, word, head, path, same = pairs.words, pairs.word, pairs.head, found.path, pairs.same()
    lemma, clauses, sense = words.lemma[head], pairs.first.senses[head, 3], pairs.first.senses[word, 0]
    quoting = np.bincount(words.sentence, words.quote > 0, len(words.sentences))[words.sentence[word]] > 0
    made.add("path", path, where=same)
    made.add("path, cue", path, lemma, where=same)
    made.add("path, cue kind", path, _kind(pairs), where=same)
    made.add("path, cue clauses", path, clauses, where=same & (clauses > 0))
    made.add("path, side", path, pairs.side, relation, where=same)
    made.add("path, second", path, found.second, where=same)
    made.add("path, frame", path, _frame(words)[head], where=same)
    made.add("path, depth", path, np.minimum(found.depth, 3), where=same)
    made.add("path, sense", path, sense, where=same & (sense > 0))
    left, right = words.edges
    made.add("left edge", path, where=same & (left[found.branch] == word))
    made.add("right edge", path, where=same & (right[found.branch] == word))
    made.add("over", found.over, where=same)
    made.add("over, quote", found.over, relation, words.quote[word], pairs.side, where=same)
    made.add("path in quoting", path, relation, where=same & quoting)
    made.add("path in plain", path, lemma, where=same & ~quoting)
    for by in (-1, 1):
        beside = shifted(np.where(same, path, 0), by)
        within = shifted(pairs.of + 1, by) == pairs.of + 1
        made.add(f"path {by}", path, np.where(within, beside, 0), where=same)


def _kind(pairs: Pairs) -> Ints:
    """Sense and part of speech of the cue."""
    return pairs.first.senses[pairs.head, 0] * 64 + pairs.words.pos[pairs.head].astype(np.int64) % 64


def _frame(words: Words) -> Hashes:
    """The arcs to and from every word."""
    bits = np.zeros(len(words), np.int64)
    for k, arc in enumerate(FRAME):
        np.bitwise_or.at(bits, words.head[words.dep == arc], 1 << k)
    return bits.astype(np.uint64) * PRIME ^ words.dep


def _of_the_subject(made: Features, pairs: Pairs, path: Hashes) -> None:
    """Words of the cue's subject, its own or that of a verb above."""
    words, word = pairs.words, pairs.word
    subject = words.subject[pairs.head]
    left, right = words.edges
    inside = (subject >= 0) & (left[subject] <= word) & (word <= right[subject])
    own = words.head[subject] == pairs.head
    made.add("subject", own, word == subject, np.sign(subject - pairs.head), where=inside)
    made.add("subject, path", own, path, where=inside)


def _of_elsewhere(made: Features, pairs: Pairs, relation: Ints, crowded: Flags) -> None:
    """Words in other sentences and paragraphs than the cue's."""
    words, word, head = pairs.words, pairs.word, pairs.head
    other, apart = ~pairs.same(), pairs.apart()
    made.add("elsewhere", apart, relation, words.quote[word], crowded, where=other)
    made.add("elsewhere, frame", apart, relation, _frame(words)[head], where=other)
    made.add("elsewhere, cue", apart, relation, words.lemma[head], where=other)
    moved = words.paragraph[word] - words.paragraph[head]
    cues = np.bincount(words.paragraph, pairs.strong)[words.paragraph[word]]
    made.add("next paragraph", relation, words.quote[word], np.sign(moved), cues > 0, where=moved != 0)


def _of_the_first_tagger(made: Features, pairs: Pairs, path: Hashes, crowded: Flags, between: Ints) -> None:
    """What the first tagger says."""
    first, word, same = pairs.first, pairs.word, pairs.same()
    best = first.best + 1
    made.add("label", best[word])
    made.add("label -1", shifted(best, -1)[word], best[word])
    made.add("label 1", best[word], shifted(best, 1)[word])
    made.add("content", binned(first.content)[word])
    made.add("source", binned(first.source)[word])
    made.add("cue", binned(first.cue)[word])
    made.add("content, between", binned(first.content)[word], between)
    made.add("label, path", best[word], path, where=same)
    made.add("label, apart", best[word], pairs.apart(), crowded, where=~same)


# --- the way through the tree -------------------------------------------------------------------


@dataclass(frozen=True)
class Paths:
    """The way from the cue to a word, which means something within one sentence only."""

    path: Hashes  # up from the cue to where both meet, and the first arc down
    second: Hashes  # the arc below that
    depth: Ints  # arcs down
    branch: Ints  # the word at the top of the branch
    over: Ints  # what hangs over the word: 0 nothing, 1 this cue, 2 a cue inside it, 3 another cue


def paths(pairs: Pairs) -> Paths:
    """Climb from every word until an ancestor of its cue is met."""
    words, n = pairs.words, len(pairs.word)
    heads, index = np.unique(pairs.head, return_inverse=True)
    ancestors, way = _ancestors(words, heads)
    at, top, second = pairs.word.copy(), np.full(n, -1), np.full(n, -1)
    depth, met, over = np.zeros(n, np.int64), np.full(n, -1), np.zeros(n, np.int64)
    for _ in range(BRANCH):
        meets = ancestors[index] == at[:, None]
        meeting = meets.any(axis=1)
        fresh = (met < 0) & meeting
        met[fresh] = meets[fresh].argmax(axis=1)
        over = np.where((over == 0) & (at == pairs.head), 1, over)
        over = np.where((over == 0) & pairs.strong[at], np.where(meeting, 3, 2), over)
        moving = words.head[at] != at
        climbing = (met < 0) & moving
        second = np.where(climbing, top, second)
        top = np.where(climbing, at, top)
        depth += climbing
        if not moving.any():
            break
        at = words.head[at]
    up = np.where(met >= 0, way[index, np.maximum(met, 0)], np.uint64(1))
    arc = np.where(top >= 0, words.dep[top], np.uint64(0))
    named = (arc == PREP) | (arc == MARK)
    arc ^= np.where(named, words.word[top] * PRIME, np.uint64(0))
    path = (up ^ arc) * PRIME
    path ^= path >> HALF
    below = np.where(second >= 0, words.dep[second], np.uint64(0))
    return Paths(path, below, depth, np.where(top >= 0, top, pairs.word), over)


def _ancestors(words: Words, heads: Ints) -> tuple[Ints, Hashes]:
    """Each cue's chain of ancestors, itself first, and the way up to each as a hash."""
    chain, way = np.full((len(heads), UP), -1), np.zeros((len(heads), UP), np.uint64)
    at, hashed = heads, np.full(len(heads), 7, np.uint64)
    going = np.ones(len(heads), bool)
    for k in range(UP):
        chain[going, k], way[going, k] = at[going], hashed[going]
        going &= words.head[at] != at
        if k < NAMED:
            hashed = (hashed ^ words.dep[at]) * PRIME
            hashed ^= hashed >> HALF
        elif k == NAMED:
            hashed = hashed + np.uint64(1)
        at = words.head[at]
    return chain, way
