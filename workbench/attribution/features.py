"""What the first tagger sees of a word, as hashed features: one column a template, one row a word.

A feature is a name and some values, hashed into 32 bits; 0 means that a word lacks it. All words of an
article are done at once, because one Python loop over words would cost more than the parse.
"""

from __future__ import annotations

from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from .words import Ints, Words, label, labels, shifted

PRIME = np.uint64(0x9E3779B97F4A7C15)
HALF = np.uint64(32)
COLON = label(":")
SPEAKER = 7  # words that a speaker's name before a colon has at most
SEVERAL = np.array([2, 5])  # lines that start with a name and a colon, from which they are some, and many
STEPS = 10  # arcs up the tree that the first tagger follows
CLAUSES = 4  # clausal arcs and children of a word that it sees at most
CHILDREN = 6
BINS = np.array([0.01, 0.05, 0.15, 0.35, 0.65, 0.85, 0.97])


ARCS = labels("ccomp parataxis xcomp advcl acl relcl prep dobj conj pcomp nsubj nsubjpass agent pobj")
CLAUSAL = labels("ccomp parataxis advcl xcomp acl relcl")
TELLING = labels("ccomp xcomp nsubj parataxis dobj neg auxpass agent mark prt dative acl advcl oprd prep")
PREP = label("prep")
HEADS = labels("VERB AUX NOUN")


class Features:
    """A matrix of hashed features under construction."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self.columns: list[NDArray[np.uint32]] = []

    def add(self, name: str, *values: NDArray | int, where: NDArray[np.bool_] | None = None) -> None:
        """One feature a row, made of a name and values; none where `where` is false."""
        hashed = np.full(self.rows, crc32(name.encode()), np.uint64)
        for value in values:
            hashed = (hashed ^ np.asarray(value).astype(np.uint64)) * PRIME
            hashed ^= hashed >> HALF
        column = (hashed * PRIME >> HALF).astype(np.uint32)
        if where is not None:
            column[~where] = 0
        self.columns.append(column)

    def matrix(self) -> NDArray[np.uint32]:
        return np.stack(self.columns, axis=1)


def binned(probability: NDArray[np.float64]) -> Ints:
    """0 (hardly) to 7 (almost surely)."""
    return np.searchsorted(BINS, probability, "right")


def of_words(words: Words, prior: NDArray[np.float64], senses: Ints) -> NDArray[np.uint32]:
    """Features of the first tagger; `prior` is how often the lemma of each word is a cue."""
    made = Features(len(words))
    bins = binned(prior)
    _of_the_word(made, words, bins)
    _of_the_sentence(made, words, prior, bins)
    _of_the_line(made, words)
    _of_the_tree(made, words, prior, bins)
    _of_the_children(made, words, senses)
    _of_the_senses(made, words, senses)
    return made.matrix()


def _of_the_word(made: Features, words: Words, bins: Ints) -> None:
    head = words.head
    above = head[head]
    made.add("word", words.word)
    made.add("shape", words.shape)
    made.add("lemma", words.lemma)
    made.add("tag", words.tag)
    made.add("dep", words.dep)
    made.add("head lemma", words.lemma[head])
    made.add("head dep", words.dep[head])
    made.add("dep, head lemma", words.dep, words.lemma[head])
    made.add("lemma above", words.lemma[above])
    made.add("quote", words.quote)
    made.add("prior", bins)
    made.add("prior, quote", bins, words.quote)
    for by in (-2, -1, 1, 2):
        made.add(f"word {by}", shifted(words.word, by))
        made.add(f"tag {by}", shifted(words.tag, by))
    for by in (-3, 3):
        made.add(f"lemma {by}", shifted(words.lemma, by))
    for by in (-1, 1):
        made.add(f"dep {by}", shifted(words.dep, by))
    made.add("quote -1", shifted(words.quote, -1))
    made.add("prior 1", shifted(bins, 1))


def _of_the_sentence(made: Features, words: Words, prior: NDArray, bins: Ints) -> None:
    """The likeliest cue of the sentence and of its neighbours."""
    strongest = _strongest(words, prior)
    here = np.arange(len(words))
    at = strongest[words.sentence]
    side = np.sign(at - here) + 1
    made.add("first word", where=shifted(words.sentence, -1) != words.sentence)
    made.add("strongest", bins[at], side, words.quote)
    made.add("strongest lemma", words.lemma[at], side)
    for by in (-1, 1):
        other = np.clip(words.sentence + by, 0, len(strongest) - 1)
        beside = strongest[other]
        near = (words.paragraph[beside] == words.paragraph) & (other != words.sentence)
        made.add(f"strongest {by}", np.where(near, bins[beside], 9), words.quote)


def _strongest(words: Words, prior: NDArray) -> Ints:
    """Of each sentence the word that is likeliest a cue, the first of equals."""
    firsts = words.sentences[:-1]
    best = np.maximum.reduceat(prior, firsts)
    at = np.flatnonzero(prior == best[words.sentence])
    return at[np.searchsorted(words.sentence[at], np.arange(len(firsts)))]


def _of_the_line(made: Features, words: Words) -> None:
    """Where a word stands in a line that starts with a name and a colon, and how many such lines there are."""
    first = np.searchsorted(words.paragraph, words.paragraph)
    early = np.flatnonzero((words.word == COLON) & (np.arange(len(words)) - first <= SPEAKER))
    lines, at = np.unique(first[early], return_index=True)
    colon = np.full(len(words), -1)
    colon[lines] = early[at]
    colon = colon[first]
    side = np.sign(np.arange(len(words)) - colon) + 1
    many = int(np.searchsorted(SEVERAL, len(lines), "right"))
    made.add("line", side, many, words.shape[first], where=colon >= 0)
    made.add("line, tag", side, many, words.tag, where=colon >= 0)
    made.add(
        "line, behind",
        side,
        words.quote[np.minimum(colon + 1, len(words) - 1)],
        where=colon >= 0,
    )


def _of_the_tree(made: Features, words: Words, prior: NDArray, bins: Ints) -> None:
    """The clauses around a word, and the nearest cue-like word that it hangs on."""
    n = len(words)
    clause = np.zeros((n, CLAUSES), np.uint64)
    governor = np.zeros((n, CLAUSES), np.uint64)
    depth = np.zeros(n, np.int64)
    arc, via, top = np.zeros(n, np.uint64), np.zeros(n, np.uint64), np.full(n, -1)
    at = np.arange(n)
    follows, clausal_arc = np.isin(words.dep, ARCS), np.isin(words.dep, CLAUSAL)
    likely = prior > BINS[1]
    for _ in range(STEPS):
        above = words.head[at]
        dep = words.dep[at]
        open_ = (top < 0) & (above != at) & likely[above] & follows[at]
        arc[open_], top[open_] = dep[open_], above[open_]
        via[open_] = np.where(dep[open_] == PREP, words.word[at[open_]], 0)
        clausal = np.flatnonzero((above != at) & clausal_arc[at] & (depth < CLAUSES))
        clause[clausal, depth[clausal]] = dep[clausal]
        governor[clausal, depth[clausal]] = words.lemma[above[clausal]]
        depth[clausal] += 1
        at = above
    has, cue = top >= 0, np.maximum(top, 0)
    made.add("up", arc, via, bins[cue], where=has)
    made.add("up lemma", arc, via, words.lemma[cue], where=has)
    made.add("up quote", arc, via, words.quote, cue < np.arange(n), where=has)
    made.add("nothing up", words.quote, where=~has)
    made.add("depth", depth)
    for k in range(CLAUSES):
        made.add("clause", clause[:, k], governor[:, k], where=depth > k)


def _of_the_children(made: Features, words: Words, senses: Ints) -> None:
    """What hangs on verbs and nouns."""
    child = np.flatnonzero(
        np.isin(words.dep, TELLING)
        & np.isin(words.pos[words.head], HEADS)
        & (words.head != np.arange(len(words)))
    )
    child = child[np.argsort(words.head[child], kind="stable")]
    parent = words.head[child]
    rank = np.arange(len(child)) - np.searchsorted(parent, parent)
    for k in range(CHILDREN):
        one, of = child[rank == k], parent[rank == k]
        kind = np.zeros(len(words), np.uint64)
        kind[of] = np.where(words.dep[one] == PREP, words.word[one], words.dep[one])
        made.add("child", kind, where=kind > 0)
        made.add("child, lemma", kind, words.lemma, where=kind > 0)
        tag, lemma = np.zeros(len(words), np.uint64), np.zeros(len(words), np.uint64)
        tag[of], lemma[of] = words.tag[one], words.lemma[one]
        made.add("child tag", kind, tag, where=kind > 0)
        made.add("child lemma", kind, lemma, where=kind > 0)
        sense, pos = np.zeros(len(words), np.int64), np.zeros(len(words), np.uint64)
        sense[of], pos[of] = senses[one, 0], words.pos[one]
        made.add(
            "sense, child pos",
            senses[:, 0],
            kind,
            pos,
            where=(kind > 0) & (senses[:, 0] > 0),
        )
        made.add(
            "sense, child sense",
            senses[:, 0],
            kind,
            sense,
            where=(sense > 0) & (senses[:, 0] > 0),
        )
    has = words.subject >= 0
    made.add("subject tag", words.tag[words.subject], words.lemma, where=has)
    made.add("subject lemma", words.lemma[words.subject], where=has)
    made.add("no subject", words.lemma, where=~has)


def _of_the_senses(made: Features, words: Words, senses: Ints) -> None:
    """What kind of thing the word means, its head, and its subject."""
    main, second, telling, frames = senses.T
    known, head = main > 0, words.head
    made.add("sense", main, words.pos, where=known)
    made.add("second sense", second, words.pos, where=second > 0)
    made.add("telling", telling, words.pos, where=known)
    made.add("telling, quote", telling, words.quote, where=known)
    made.add("frames", frames, where=frames > 0)
    made.add("head sense", main[head], words.dep, where=known[head])
    made.add("head telling", telling[head], words.dep, where=known[head])
    made.add("head frames", frames[head], words.dep, where=frames[head] > 0)
    subject = words.subject
    has = (subject >= 0) & known
    made.add("sense, subject", main, words.pos[subject], main[subject], where=has)
    made.add("telling, subject", telling, words.pos[subject], main[subject], where=has)
