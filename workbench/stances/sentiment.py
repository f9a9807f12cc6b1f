"""How one mentioned actor speaks of or acts towards another in a sentence: a logistic scorer over words and paths.

Trained on DSE (directed sentiment extraction, Park et al. 2021); see SENTIMENT.md. Every feature has a name, so a
score can be taken apart: `explain` lists what moved it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..acts import lookup
from ..codebook import Codebook
from .scorer import Scorer

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

FILE = Path(__file__).with_name("sentiment.npz")
CLASSES = ("none", "positive", "negative")
CONTENT = ("NOUN", "VERB", "ADJ", "ADV", "ADP", "AUX", "PROPN")
AROUND = {"neg", "prt", "acomp", "attr", "dobj", "prep", "advmod", "amod", "xcomp", "ccomp", "aux", "oprd"}
AROUND |= {"pcomp", "nsubj"}
NEAR = 14  # words between the two whose pairs are looked at
# How much likelier than its score each of the five is taken to be, chosen on a held-out fifth of train.
FAVOUR = np.array([1.0, 4.0, 4.0, 1.2, 1.2])


@dataclass
class Sentence:
    """What the features of every pair in one sentence share."""

    tokens: list[Token]
    codebook: Codebook
    acts: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for token in self.tokens:
            if token.pos_ in ("VERB", "NOUN", "ADJ", "AUX"):
                cue = lookup([token], self.codebook)
                if cue is not None:
                    self.acts[token.i] = cue.act

    def features(self, holder: Token, target: Token) -> set[str]:
        """Names of what holds of this ordered pair: its path, the words on and around it, the acts they are."""
        order = "<" if holder.i < target.i else ">"
        found = {
            f"order:{order}",
            f"far:{min(9, int(math.log2(1 + abs(holder.i - target.i)) * 1.5))}",
            f"holder:{holder.dep_}",
            f"target:{target.dep_}",
            f"roles:{holder.dep_}|{target.dep_}{order}",
        }
        return found | self._path(holder, target) | self._words(holder, target, order)

    def _path(self, holder: Token, target: Token) -> set[str]:
        """The way through the parse from one to the other."""
        above, below = [holder, *holder.ancestors], [target, *target.ancestors]
        places = {token.i: n for n, token in enumerate(below)}
        meeting = next((n for n, token in enumerate(above) if token.i in places), None)
        if meeting is None:
            return {"apart"}
        top, up, down = above[meeting], above[:meeting], below[: places[above[meeting].i]]
        path = "^".join(t.dep_ for t in up) + "*" + "v".join(t.dep_ for t in reversed(down))
        word, ends = top.lemma_.lower(), (up[-1].dep_ if up else "=", down[-1].dep_ if down else "=")
        found = {f"path:{path}", f"top:{word}", f"top:{ends[0]}|{word}|{ends[1]}", f"path:{path}|{word}"}
        found.add(f"steps:{min(len(up) + len(down), 9)}")
        act = self.acts.get(top.i)
        if act and top not in (holder, target):
            found |= {f"act:{act}", f"act:{ends[0]}|{act}|{ends[1]}", f"act:{act}|{path}"}
        for side, nodes in (("up", up[1:]), ("down", down[1:])):
            for token in nodes:
                found.add(f"{side}:{token.lemma_.lower()}")
                if token.i in self.acts:
                    found.add(f"{side}_act:{self.acts[token.i]}")
        on_path = {t.i for t in (*up, *down, top)}
        for token in (top, *up[1:], *down[1:]):
            for child in token.children:
                if child.i not in on_path and child.dep_ in AROUND:
                    found.add(f"beside:{child.dep_}:{child.lemma_.lower()}")
        return found

    def _words(self, holder: Token, target: Token, order: str) -> set[str]:
        """The content words and acts before, between and after the two."""
        first, last = sorted((holder.i, target.i))
        found = set()
        for token in self.tokens:
            if token.pos_ not in CONTENT or token.i in (holder.i, target.i):
                continue
            where = "between" if first < token.i < last else "before" if token.i < first else "after"
            lemma = token.lemma_.lower()
            found |= {f"word:{lemma}", f"{where}{order}:{lemma}"}
            if token.i in self.acts:
                found.add(f"{where}{order}_act:{self.acts[token.i]}")
        near = [t.lemma_.lower() for t in holder.doc[first + 1 : min(last, first + NEAR)]]
        return found | {f"pair{order}:{one}_{other}" for one, other in pairwise(near)}


@lru_cache(maxsize=1)
def scorer() -> Scorer:
    """The scorer, read once."""
    return Scorer.load(FILE)


def between(doc: Doc, one: Token, other: Token, codebook: Codebook) -> int:
    """The relation of two mentions as DSE numbers it: 0 none, 1 and 3 the first is positive or negative of the
    second, 2 and 4 the second of the first."""
    sentence = Sentence([t for t in doc if not t.is_space], codebook)
    p, q = (scorer().probabilities(sentence.features(*pair)) for pair in ((one, other), (other, one)))
    return int(np.argmax(FAVOUR * five(p, q)))


def five(p: NDArray, q: NDArray) -> NDArray:
    """Scores of the five relations, at most one of the two having a side, from those of either direction."""
    return np.array([p[0] * q[0], p[1] * q[0], q[1] * p[0], p[2] * q[0], q[2] * p[0]])
