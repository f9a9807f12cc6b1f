"""What kind of thing a verb or noun means: WordNet's lexicographer classes, such as communication or person.

They let the taggers know a cue that they have never met. See LICENSE-WordNet.md for WordNet's terms.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.strings import get_string_id

from .words import Hashes, Ints, Words, labels

# Numbers of WordNet's lexicographer files (lexnames(5WN)); nouns of other classes are left out.
TELLING = {"verb": (31, 32, 37), "noun": (9, 10)}  # cognition, communication, emotion
NOUNS = (
    4,
    7,
    9,
    10,
    12,
    14,
    18,
)  # act, attribute, cognition, communication, feeling, group, person
CLAUSE_FRAMES = (
    26,
    34,
    24,
    28,
    22,
    29,
)  # verb frames with clauses (wninput(5WN)); bits of `frames`
COUNTED = 2  # weight of an occurrence in WordNet's own corpus; that there is the sense at all weighs 1
SECOND = 0.2  # share of the senses that makes a second class
TENTHS = 10


@dataclass(frozen=True)
class Senses:
    """For each lemma its main class, a second one, tenths of telling senses plus one, and clause frames."""

    lemmas: Hashes  # of verbs and nouns, sorted; nouns with all bits inverted
    values: NDArray[np.uint8]

    def of(self, words: Words) -> Ints:
        """Four columns for each word; zeros for a word that is no verb or noun, or unknown."""
        noun = np.isin(words.pos, NOUN)
        keys = np.where(noun, ~words.lemma, words.lemma)
        at = np.minimum(np.searchsorted(self.lemmas, keys), len(self.lemmas) - 1)
        known = (self.lemmas[at] == keys) & (noun | np.isin(words.pos, VERBS))
        return np.where(known[:, None], self.values[at], 0).astype(np.int64)

    @classmethod
    def drawn(cls, folder: Path) -> Senses:
        """From the files of a WordNet 3.0 distribution (data.verb, data.noun, cntlist.rev)."""
        rows: dict[int, list[int]] = {}
        for kind in ("verb", "noun"):
            weights, frames = _weights(folder, kind)
            for lemma, counts in sorted(weights.items()):
                (main, _), *rest = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
                total = sum(counts.values())
                second = rest[0][0] if rest and rest[0][1] > SECOND * total else 0
                telling = sum(counts[number] for number in TELLING[kind]) / total
                key = get_string_id(lemma)
                if kind == "verb":
                    rows[key] = [
                        main,
                        second,
                        round(TENTHS * telling) + 1,
                        frames[lemma],
                    ]
                elif main in NOUNS:
                    rows[key ^ 0xFFFFFFFFFFFFFFFF] = [
                        main,
                        second,
                        round(TENTHS * telling) + 1,
                        0,
                    ]
        keys = sorted(rows)
        return cls(np.array(keys, np.uint64), np.array([rows[key] for key in keys], np.uint8))


_FRAME = re.compile(r"\+ (\d\d) ([0-9a-f]{2})(?= )")  # a verb's frame, and the word of its set or 00 for all

NOUN, VERBS = labels("NOUN"), labels("VERB AUX")


def _weights(folder: Path, kind: str) -> tuple[dict[str, Counter[int]], dict[str, int]]:
    """Lemma -> how much weight each class has among its senses; lemma -> its clause frames as bits."""
    weights: dict[str, Counter[int]] = defaultdict(Counter)
    frames: dict[str, int] = defaultdict(int)
    for line in (folder / f"data.{kind}").read_text("latin-1").split("\n"):
        parts = line.split()
        if not line or line.startswith(" "):
            continue
        number, size = int(parts[1]), int(parts[3], 16)
        lemmas = [parts[4 + 2 * k].lower() for k in range(size)]
        shown = _FRAME.findall(line.split("|")[0])
        for k, lemma in enumerate(lemmas):
            if "_" not in lemma:
                weights[lemma][number] += 1
                for frame, word in shown:
                    if int(frame) in CLAUSE_FRAMES and int(word, 16) in (0, k + 1):
                        frames[lemma] |= 1 << CLAUSE_FRAMES.index(int(frame))
    mark = {"verb": "2", "noun": "1"}[kind]
    for line in (folder / "cntlist.rev").read_text("latin-1").split("\n"):
        if line:
            sense, _, count = line.split()
            lemma, key = sense.split("%")
            if key[0] == mark and "_" not in lemma:
                weights[lemma][int(key.split(":")[1])] += COUNTED * int(count)
    return weights, frames
