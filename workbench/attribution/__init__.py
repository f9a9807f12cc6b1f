"""Source, cue and content: who is said to say what, found cue by cue.

A tagger marks likely cues, a second one finds source and content of each, a regression says how likely
the whole is right; trained on PolNeAR (Newell et al. 2018), see CARD.md. Attributions inside the content of
others are kept; `flat` leaves them out, for comparison with corpora that mark every word once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..records import Pieces

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from .linking import Standing
    from .words import Words

__all__ = ["Attribution", "attributions", "flat"]

OUTER, NESTED = "model", "model, nested"  # how an attribution was found
DEEPEST = 3  # contents in contents that are read
SHORTEST = 4  # words of a content that may hold an attribution


@dataclass(frozen=True, slots=True)
class Attribution:
    """Pieces of source, cue and content as offsets into the text, how sure, and what found it."""

    source: Pieces
    cue: Pieces
    content: Pieces
    confidence: float
    rule: str


def attributions(doc: Doc, text: str) -> list[Attribution]:
    """The attributions of one parsed article, in the order of their cues; `confidence` is a probability.

    English only. Of two readings of the same words the likelier is kept. Needs no entities and no quote marks.
    """
    from .words import Words

    found: list[Attribution] = []
    words, cues, depth = Words.of(doc, text), set[int](), 0
    while len(words) and depth < DEEPEST:
        kept = _read(words, text)
        for item in kept:
            cue = int(words.start[item.structure.candidate.head])
            if cue not in cues:
                cues.add(cue)
                found.append(_attribution(words, text, item, NESTED if depth or item.around else OUTER))
        # What is said is read again as a text of its own: who is said in it to say what?
        inner = _inside(kept)
        if not inner:
            break
        words, depth = words.part(inner), depth + 1
    return sorted(found, key=lambda item: (item.cue, item.content))


def flat(found: list[Attribution]) -> list[Attribution]:
    """Those that a reading gives which uses no word twice, as in corpora that mark every word once."""
    return [item for item in found if item.rule == OUTER]


def _read(words: Words, text: str) -> list[Standing]:
    from .linking import standing
    from .model import model

    reader = model()
    first = reader.tag(words)
    found = reader.link(words, text, first)
    return standing(words, text, found, reader.confidence(words, first, found)) if found else []


def _inside(kept: list[Standing]) -> list[tuple[int, int]]:
    """The stretches of all contents that are long enough; of overlapping ones the first and longest."""
    out: list[tuple[int, int]] = []
    for first, end in sorted((piece for item in kept for piece in item.content), key=lambda p: (p[0], -p[1])):
        if end - first >= SHORTEST and (not out or first >= out[-1][1]):
            out.append((first, end))
    return out


def _attribution(words: Words, text: str, item: Standing, rule: str) -> Attribution:
    from .linking import offsets

    found = item.structure
    source, cue, content = (offsets(words, text, part) for part in (found.source, found.cue, item.content))
    return Attribution(source, cue, content, item.confidence, rule)
