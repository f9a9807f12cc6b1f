"""The words of one parsed article as arrays: what spaCy knows of them, and where quotes stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..language import paragraphs, quotes

if TYPE_CHECKING:
    from spacy.tokens import Doc

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]

ATTRIBUTES: list[int | str] = ["IDX", "LENGTH", "LOWER", "LEMMA", "TAG", "POS", "DEP", "HEAD", "SENT_START"]
DEEPEST = 64  # steps up a tree that are followed at all
OUTSIDE, OPENS, CLOSES, LONG, SHORT = range(5)  # where a word stands in a quoted stretch
SHORT_QUOTE = 6  # words up to which a quoted stretch counts as short
SCARE_QUOTE = 2  # words and marks up to which it is no quotation at all


@dataclass(frozen=True)
class Words:
    """Every word and mark of an article but white space; all arrays run in parallel."""

    start: Ints  # offsets into the text
    end: Ints
    word: Hashes  # hashes of the lower-case form, the lemma, the tag …
    lemma: Hashes
    tag: Hashes
    pos: Hashes
    dep: Hashes
    head: Ints  # positions in these arrays
    sentence: Ints  # numbers of sentence and paragraph
    paragraph: Ints
    sentences: Ints  # first word of each sentence, and the number of words as the last item
    region: Ints  # number of the quoted stretch around a word, -1 outside
    quote: Ints  # OUTSIDE … SHORT
    regions: Ints  # first word and end of each quoted stretch
    left: Ints  # first and last word of what hangs on a word
    right: Ints

    def __len__(self) -> int:
        return len(self.start)

    @classmethod
    def of(cls, doc: Doc, text: str) -> Words:
        """The arrays of a parsed text."""
        table = doc.to_array(ATTRIBUTES)
        kept = np.flatnonzero(~_is_space(doc))
        place = np.cumsum(~_is_space(doc)) - 1
        start, length, word, lemma, tag, pos, dep, offset, first = table[kept].T
        n = len(kept)
        head = place[np.clip(kept + offset.astype(np.int64), 0, max(len(doc) - 1, 0))]
        head = np.clip(head, 0, max(n - 1, 0))
        begin = start.astype(np.int64)
        end = begin + length.astype(np.int64)
        borders = np.array([s for s, _ in paragraphs(text)], np.int64)
        paragraph = np.maximum(np.searchsorted(borders, begin, "right") - 1, 0)
        opening = _sentence_starts(table[:, -1], kept, paragraph)
        sentence = np.cumsum(opening) - 1
        region, quote, regions = _quoted(text, begin, end)
        left, right = _edges(head)
        return cls(
            start=begin,
            end=end,
            word=word,
            lemma=lemma,
            tag=tag,
            pos=pos,
            dep=dep,
            head=head,
            sentence=sentence,
            paragraph=paragraph,
            sentences=np.append(np.flatnonzero(opening), n),
            region=region,
            quote=quote,
            regions=regions,
            left=left,
            right=right,
        )

    def sentence_of(self, i: int) -> tuple[int, int]:
        """First word and end of the sentence that word `i` stands in."""
        number = self.sentence[i]
        return int(self.sentences[number]), int(self.sentences[number + 1])


def _is_space(doc: Doc) -> NDArray[np.bool_]:
    return doc.to_array(["IS_SPACE"]).reshape(-1).astype(bool)


def _sentence_starts(first: NDArray, kept: Ints, paragraph: Ints) -> NDArray[np.bool_]:
    """Sentences start where the parser says so, also on white space, and with every paragraph."""
    starts = np.cumsum(first.astype(np.int64) == 1)[kept]
    opening = np.ones(len(kept), bool)
    opening[1:] = (starts[1:] != starts[:-1]) | (paragraph[1:] != paragraph[:-1])
    return opening


def _quoted(text: str, start: Ints, end: Ints) -> tuple[Ints, Ints, Ints]:
    """For each word the quoted stretch it stands in and where in it; and the stretches."""
    region, quote = np.full(len(start), -1), np.full(len(start), OUTSIDE)
    stretches: list[tuple[int, int]] = []
    for opened, closed in quotes(text):
        a, b = int(np.searchsorted(end, opened, "right")), int(np.searchsorted(start, closed, "left"))
        if b - a > SCARE_QUOTE:
            region[a:b] = len(stretches)
            quote[a:b] = LONG if b - a > SHORT_QUOTE else SHORT
            quote[a], quote[b - 1] = OPENS, CLOSES
            stretches.append((a, b))
    return region, quote, np.array(stretches, np.int64).reshape(-1, 2)


def _edges(head: Ints) -> tuple[Ints, Ints]:
    """First and last word of every subtree, found by letting all words climb together."""
    left = np.arange(len(head))
    right = left.copy()
    climbed, below = head, np.arange(len(head))
    for _ in range(DEEPEST):
        moving = climbed != below
        if not moving.any():
            break
        at = np.arange(len(head))[moving]
        np.minimum.at(left, climbed[moving], at)
        np.maximum.at(right, climbed[moving], at)
        climbed, below = head[climbed], climbed
    return left, right


def shifted(column: NDArray, by: int) -> NDArray:
    """The column of the neighbours `by` places to the right; 0 where there are none."""
    out = np.zeros_like(column)
    if by > 0:
        out[:-by] = column[by:]
    elif by < 0:
        out[-by:] = column[:by]
    else:
        out[:] = column
    return out
