"""Annotated articles in the format of `workbench.quality`'s gold, word by word."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .candidates import Candidate
from .words import Ints, Words

PARTS = ("source", "cue", "content")


@dataclass(frozen=True)
class Gold:
    """One annotated article: its words, and the words of the parts of each attribution."""

    words: Words
    text: str
    attributions: list[dict[str, list[Ints]]]

    def labels(self) -> Ints:
        """A number of WORD_LABELS for each word."""
        out = np.zeros(len(self.words), np.int64)
        for attribution in self.attributions:
            for k, part in enumerate(PARTS):
                for piece in attribution[part]:
                    out[piece] = 2 * k + 2
                    out[piece[:1]] = 2 * k + 1
        return out

    def matched(self, cues: list[Candidate]) -> dict[int, dict[str, list[Ints]]]:
        """Candidate -> its attribution; a head in the annotated cue goes before any other overlap."""
        found: dict[int, dict[str, list[Ints]]] = {}
        for attribution in self.attributions:
            cue = set(joined(attribution["cue"]).tolist())
            free = [k for k in range(len(cues)) if k not in found and attribution["content"]]
            hits = [k for k in free if cues[k].head in cue]
            hits += [k for k in free if cue & set(range(cues[k].first, cues[k].end))]
            if hits:
                found[hits[0]] = attribution
        return found


def joined(stretches: list[Ints]) -> Ints:
    """Several stretches of words as one."""
    return np.concatenate([np.zeros(0, np.int64), *stretches])


def read(path: Path) -> list[Gold]:
    """The annotated articles of a file in the format of `workbench.quality`'s gold, parsed."""
    from ..language import BATCH, pipeline

    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    docs = pipeline().pipe((line["text"] for line in lines), batch_size=BATCH)
    return [_gold(Words.of(doc, line["text"]), line) for line, doc in zip(lines, docs, strict=True)]


def _gold(words: Words, line: dict) -> Gold:
    def stretch(start: int, end: int) -> Ints:
        first = np.searchsorted(words.end, start, "right")
        return np.arange(first, max(first, np.searchsorted(words.start, end, "left")))

    found = []
    for item in line["attributions"]:
        pieces = {part: [stretch(start, end) for start, end in item[part]] for part in PARTS}
        found.append({part: [piece for piece in pieces[part] if len(piece)] for part in PARTS})
    return Gold(words, line["text"], found)
