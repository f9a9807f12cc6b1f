"""What the first tagger sees of a word, as hashed features: one column a template, one row a word.

A feature is a name and some values, hashed into 32 bits; 0 means that a word lacks it. All words of an
article are done at once, because one Python loop over words would cost more than the parse.
"""

from __future__ import annotations

from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from spacy import symbols
from spacy.strings import get_string_id

from .words import Hashes, Ints, Words, shifted

PRIME = np.uint64(0x9E3779B97F4A7C15)
HALF = np.uint64(32)
STEPS = 10  # arcs up the tree that the first tagger follows
CLAUSES = 4  # clausal arcs and children of a word that it sees at most
CHILDREN = 6
BINS = np.array([0.01, 0.05, 0.15, 0.35, 0.65, 0.85, 0.97])


def label(name: str) -> int:
    """What spaCy's arrays hold for a dependency or part of speech."""
    return int(getattr(symbols, name, 0)) or get_string_id(name)


def labels(names: str) -> Hashes:
    return np.array([label(name) for name in names.split()], np.uint64)


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


def of_words(words: Words, prior: NDArray[np.float64]) -> NDArray[np.uint32]:
    """Features of the first tagger; `prior` is how often the lemma of each word is a cue."""
    made = Features(len(words))
    bins = binned(prior)
    _of_the_word(made, words, bins)
    _of_the_sentence(made, words, prior, bins)
    _of_the_tree(made, words, prior, bins)
    _of_the_children(made, words)
    return made.matrix()


def _of_the_word(made: Features, words: Words, bins: Ints) -> None:
    head = words.head
    above = head[head]
    made.add("word", words.word)
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


def _of_the_tree(made: Features, words: Words, prior: NDArray, bins: Ints) -> None:
    """The clauses around a word, and the nearest cue-like word that it hangs on."""
    n = len(words)
    clause = np.zeros((n, CLAUSES), np.uint64)
    governor = np.zeros((n, CLAUSES), np.uint64)
    depth = np.zeros(n, np.int64)
    arc, via, top = np.zeros(n, np.uint64), np.zeros(n, np.uint64), np.full(n, -1)
    at = np.arange(n)
    for _ in range(STEPS):
        above = words.head[at]
        dep = words.dep[at]
        open_ = (top < 0) & (above != at) & (prior[above] > BINS[1]) & np.isin(dep, ARCS)
        arc[open_], top[open_] = dep[open_], above[open_]
        via[open_] = np.where(dep[open_] == PREP, words.word[at[open_]], 0)
        clausal = np.flatnonzero((above != at) & np.isin(dep, CLAUSAL) & (depth < CLAUSES))
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


def _of_the_children(made: Features, words: Words) -> None:
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
