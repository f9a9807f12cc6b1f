"""From labels seen from one cue to an attribution: whose pieces these are, and which attributions stand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..records import Pieces
from .candidates import Candidate
from .tagger import Reading
from .words import Ints, Words

Stretch = tuple[int, int]  # first word and end

SOURCE, CONTENT, CUE = 1, 2, 3  # labels of the second tagger; 0 is neither
LEAST_CONTENT, LEAST_SOURCE = 0.1, 0.2  # probability of the strongest word, if no label says so
OTHER_SOURCE = 0.03  # probability from which another source is tried
SURE = 0.8  # mean probability of a source from which "no source" is not tried
SHARE, SMALL_SHARE = 0.5, 0.15  # of the strongest word's probability that the other words must have
MARKS = frozenset(",.;:—–-―•*|")  # never the first or last mark of a piece
QUOTES = (("“", "”"), ("«", "»"), ('"', '"'))
CONTENTS = 4  # ways to read a content; further variants read the source differently
STANDS = 0.4  # confidence from which a structure is kept: half the F1 reached on speech (Lipton et al. 2014)
TAKEN = 0.6  # share of its content that surer ones may take


@dataclass(frozen=True)
class Structure:
    """One candidate with its parts."""

    candidate: Candidate
    source: list[Stretch]
    cue: list[Stretch]
    content: list[Stretch]
    variant: int  # 0 for the best labels
    reading: Reading  # of the window
    words: Ints  # of the content

    @property
    def in_source(self) -> NDArray[np.float64]:
        return self.reading.marginal[:, SOURCE]

    @property
    def in_content(self) -> NDArray[np.float64]:
        return self.reading.marginal[:, CONTENT]


def structures(words: Words, text: str, cue: Candidate, reading: Reading) -> list[Structure]:
    """What may belong to a candidate: the best labels first, then more and less content, other and no source.

    Empty where no word is likely enough to be content.
    """
    contents, sources = _contents(words, text, cue, reading), _sources(words, text, cue, reading)
    signal = _runs(np.flatnonzero(reading.best == CUE) + cue.low) or [(cue.first, cue.end)]
    parts = [(k, sources[0], content) for k, content in enumerate(contents) if content not in contents[:k]]
    parts += [
        (CONTENTS + k, source, content) for k, source in enumerate(sources[1:]) for content in contents[:1]
    ]
    return [
        Structure(
            cue, source, signal, content, variant, reading, np.concatenate([np.arange(*s) for s in content])
        )
        for variant, source, content in parts
        if content
    ]


def _contents(words: Words, text: str, cue: Candidate, reading: Reading) -> list[list[Stretch]]:
    """By the best labels; by likely words; by possible words; in the cue's sentence only."""
    chance = reading.marginal[:, CONTENT]
    likely = pieces(words, text, cue.low + _strongest(chance, LEAST_CONTENT, SHARE))
    best = pieces(words, text, cue.low + np.flatnonzero(reading.best == CONTENT)) or likely
    if not best:
        return []
    possible = pieces(words, text, cue.low + _strongest(chance, LEAST_CONTENT, SMALL_SHARE))
    number = words.sentence[cue.head]
    low, high = int(words.sentences[number]), int(words.sentences[number + 1])
    near = [(max(first, low), min(end, high)) for first, end in best if first < high and end > low]
    return [best, likely, possible, near]


def _sources(words: Words, text: str, cue: Candidate, reading: Reading) -> list[list[Stretch]]:
    """At most one stretch each: by the best labels or likely words; none; the next likely."""
    chance = reading.marginal[:, SOURCE].copy()

    def weight(stretch: Stretch) -> float:
        return float(chance[stretch[0] - cue.low : stretch[1] - cue.low].sum())

    best = pieces(words, text, cue.low + np.flatnonzero(reading.best == SOURCE))
    best = best or pieces(words, text, cue.low + _strongest(chance, LEAST_SOURCE, SHARE))
    out: list[list[Stretch]] = [[]]
    if best:
        first, end = max(best, key=weight)
        if weight((first, end)) <= SURE * (end - first):
            out = [[(first, end)], []]
        else:
            out = [[(first, end)]]
        chance[first - cue.low : end - cue.low] = 0
    others = pieces(words, text, cue.low + _strongest(chance, OTHER_SOURCE, SHARE))
    return [*out, *([stretch] for stretch in sorted(others, key=weight)[-1:])]


def _strongest(chance: NDArray[np.float64], least: float, share: float) -> Ints:
    """The words with at least a share of the greatest probability, if that is great enough."""
    top = chance.max(initial=0)
    return np.flatnonzero(chance > share * top) if top > least else np.zeros(0, np.int64)


def pieces(words: Words, text: str, chosen: Ints) -> list[Stretch]:
    """Runs of the chosen words without the marks around them; a run of marks only is none."""
    out = []
    for first, end in _runs(chosen):
        while first < end and text[words.start[first] : words.end[first]] in MARKS:
            first += 1
        while end > first and text[words.start[end - 1] : words.end[end - 1]] in MARKS:
            end -= 1
        if end > first and any(map(str.isalnum, text[words.start[first] : words.end[end - 1]])):
            out.append((first, end))
    return out


def _runs(chosen: Ints) -> list[Stretch]:
    """Neighbouring words as stretches."""
    out: list[Stretch] = []
    for word in chosen.tolist():
        if out and word == out[-1][1]:
            out[-1] = (out[-1][0], word + 1)
        else:
            out.append((word, word + 1))
    return out


def offsets(words: Words, text: str, stretches: list[Stretch]) -> Pieces:
    """Stretches of words as offsets into the text, without the one quote mark whose partner lies outside."""
    out = []
    for first, end in stretches:
        start, stop = int(words.start[first]), int(words.end[end - 1])
        for opening, closing in QUOTES:
            marks = text.count(opening, start, stop) + (opening != closing) * text.count(closing, start, stop)
            if marks == 1 and stop - start > 1:  # a lone mark stays: no stretch is empty
                start += text[start] in (opening, closing)
                stop -= text[stop - 1] in (opening, closing)
        out.append((start, stop))
    return tuple(out)


@dataclass(frozen=True)
class Standing:
    """A structure that stands, with what is left of its content; `around` others that lie in its content."""

    structure: Structure
    content: list[Stretch]
    confidence: float
    around: bool


def standing(
    words: Words, text: str, found: list[Structure], confidence: NDArray[np.float64]
) -> list[Standing]:
    """The structures that stand, the surest first.

    A word belongs to one content only, and no cue stands in another's content (contents are read again). Where
    a likelier attribution lies whole in another's content, the outer one stands around it.
    """
    owner = np.full(len(words), -1)
    kept: list[Standing] = []
    heads: set[int] = set()
    for j in np.argsort(-confidence, kind="stable").tolist():
        item, owners = found[j], owner[found[j].words]
        if confidence[j] < STANDS:
            break
        if owner[item.candidate.head] >= 0 or item.candidate.head in heads:
            continue
        used, content, around = owners >= 0, item.content, False
        if used.any():
            others = [kept[k].structure.candidate.head for k in set(owners[used].tolist())]
            around = all(_covers(item.content, head) for head in others)
            if used.mean() > TAKEN and not around:
                continue
            if not around:
                content = pieces(words, text, item.words[~used])
        for first, end in content:
            stretch = owner[first:end]
            stretch[stretch < 0] = len(kept)
        if content:
            heads.add(item.candidate.head)
            kept.append(
                Standing(
                    item,
                    content,
                    float(confidence[j]),
                    around and bool(used.mean() > TAKEN),
                )
            )
    return kept


def _covers(stretches: list[Stretch], word: int) -> bool:
    return any(first <= word < end for first, end in stretches)
