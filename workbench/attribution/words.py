"""The words of one parsed article as arrays: what spaCy knows of them, and where quotes stand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from spacy import symbols
from spacy.strings import get_string_id

from ..language import paragraphs, quotes

if TYPE_CHECKING:
    from spacy.tokens import Doc

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]

ATTRIBUTES: list[int | str] = [
    "IDX",
    "LENGTH",
    "LOWER",
    "SHAPE",
    "LEMMA",
    "TAG",
    "POS",
    "DEP",
    "HEAD",
    "SENT_START",
]
HANDED = 3  # verbs that a subject is handed down
DEEPEST = 64  # steps up a tree that are followed at all
OUTSIDE, OPENS, CLOSES, LONG, SHORT = range(5)  # where a word stands in a quoted stretch
SHORT_QUOTE = 6  # words up to which a quoted stretch counts as short
MARKS = "\"'“”„«»‘’`"
OPENING = ("“", "„", "«", '"', "`", "'", "‘")
GAP = 9  # characters of white space that may part paragraphs
SCARE_QUOTE = 2  # words and marks up to which it is no quotation at all


def label(name: str) -> int:
    """What spaCy's arrays hold for a dependency, tag or part of speech."""
    return int(getattr(symbols, name, 0)) or get_string_id(name)


def labels(names: str) -> Hashes:
    """The same for several names, parted by blanks."""
    return np.array([label(name) for name in names.split()], np.uint64)


SUBJECTS = labels("agent nsubjpass csubj nsubj")  # the later goes before the earlier
ROOT = label("ROOT")
HEIRS = labels("conj xcomp advcl pcomp")


@dataclass(frozen=True)
class Words:
    """Every word and mark of an article but white space; all arrays run in parallel."""

    start: Ints  # offsets into the text
    end: Ints
    word: Hashes  # hashes of the lower-case form, the shape, the lemma, the tag …
    shape: Hashes
    lemma: Hashes
    tag: Hashes
    pos: Hashes
    dep: Hashes
    head: Ints  # positions in these arrays
    sentence: Ints  # numbers of sentence and paragraph
    paragraph: Ints
    region: Ints  # number of the quoted stretch around a word, -1 outside
    quote: Ints  # OUTSIDE … SHORT
    regions: Ints  # first word and end of each quoted stretch

    def __len__(self) -> int:
        return len(self.start)

    @classmethod
    def of(cls, doc: Doc, text: str) -> Words:
        """The arrays of a parsed text."""
        table = doc.to_array(ATTRIBUTES)
        space = doc.to_array(["IS_SPACE"]).reshape(-1).astype(bool)
        kept, place = np.flatnonzero(~space), np.cumsum(~space) - 1
        start, length, word, shape, lemma, tag, pos, dep, offset = table[kept, :-1].T
        head = np.clip(kept + offset.astype(np.int64), 0, max(len(doc) - 1, 0))
        begin = start.astype(np.int64)
        end = begin + length.astype(np.int64)
        borders = np.array([s for s, _ in paragraphs(text)], np.int64)
        paragraph = np.maximum(np.searchsorted(borders, begin, "right") - 1, 0)
        starts = np.cumsum(table[:, -1].astype(np.int64) == 1)
        region, quote, regions = _quoted(text, begin, end)
        return cls(
            start=begin,
            end=end,
            word=word,
            shape=shape,
            lemma=lemma,
            tag=tag,
            pos=pos,
            dep=dep,
            head=np.clip(place[head], 0, max(len(kept) - 1, 0)),
            sentence=_numbers(starts[kept], paragraph),
            paragraph=paragraph,
            region=region,
            quote=quote,
            regions=regions,
        )

    def part(self, stretches: list[tuple[int, int]]) -> Words:
        """Some stretches as a text of their own, each a paragraph, none of it quoted."""
        taken = np.concatenate([np.arange(first, end) for first, end in stretches])
        paragraph = np.repeat(np.arange(len(stretches)), [end - first for first, end in stretches])
        place = np.full(len(self), -1)
        place[taken] = np.arange(len(taken))
        head = place[self.head[taken]]
        cut = head < 0
        head[cut] = np.flatnonzero(cut)
        names = ("start", "end", "word", "shape", "lemma", "tag", "pos")
        return Words(
            **{name: getattr(self, name)[taken] for name in names},
            dep=np.where(cut, ROOT, self.dep[taken]),
            head=head,
            sentence=_numbers(self.sentence[taken], paragraph),
            paragraph=paragraph,
            region=np.full(len(taken), -1),
            quote=np.full(len(taken), OUTSIDE),
            regions=np.zeros((0, 2), np.int64),
        )

    @cached_property
    def sentences(self) -> Ints:
        """The first word of each sentence, and the number of words as the last item."""
        return np.searchsorted(self.sentence, np.arange(self.sentence.max(initial=-1) + 2))

    @cached_property
    def edges(self) -> tuple[Ints, Ints]:
        """First and last word of what hangs on each word, found by letting all words climb together."""
        here = np.arange(len(self))
        left, right = here.copy(), here.copy()
        climbed, below = self.head, here
        for _ in range(DEEPEST):
            moving = np.flatnonzero(climbed != below)
            if not len(moving):
                break
            np.minimum.at(left, climbed[moving], moving)
            np.maximum.at(right, climbed[moving], moving)
            climbed, below = self.head[climbed], climbed
        return left, right

    @cached_property
    def subject(self) -> Ints:
        """The head of the subject of each verb, its own or handed down from a verb above; -1 where none."""
        subject = np.full(len(self), -1)
        for arc in SUBJECTS:
            own = np.flatnonzero(self.dep == arc)
            subject[self.head[own]] = own
        heir = np.isin(self.dep, HEIRS)
        for _ in range(HANDED):
            poor = np.flatnonzero(heir & (subject < 0))
            subject[poor] = subject[self.head[poor]]
        return subject


def _numbers(*columns: Ints) -> Ints:
    """Numbers that grow wherever one of the columns changes."""
    change = np.zeros(len(columns[0]), bool)
    for column in columns:
        change[1:] |= column[1:] != column[:-1]
    return np.cumsum(change)


def _quoted(text: str, start: Ints, end: Ints) -> tuple[Ints, Ints, Ints]:
    """For each word the quoted stretch it stands in and where in it; and the stretches.

    A mark that is never closed quotes only where the next paragraph opens with one: else it is a stray mark.
    """
    region, quote = np.full(len(start), -1), np.full(len(start), OUTSIDE)
    stretches: list[tuple[int, int]] = []
    for opened, closed in quotes(text):
        a, b = (
            int(np.searchsorted(end, opened, "right")),
            int(np.searchsorted(start, closed, "left")),
        )
        goes_on = text[closed : closed + GAP].lstrip()[:1] in OPENING
        if b - a > SCARE_QUOTE and (text[closed - 1] in MARKS or goes_on):
            region[a:b] = len(stretches)
            quote[a:b] = LONG if b - a > SHORT_QUOTE else SHORT
            quote[a] = OPENS
            if text[closed - 1] in MARKS:
                quote[b - 1] = CLOSES
            stretches.append((a, b))
    return region, quote, np.array(stretches, np.int64).reshape(-1, 2)


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
