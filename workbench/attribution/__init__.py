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

__all__ = ["Attribution", "attributions", "flat"]


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
    from .linking import offsets, standing
    from .model import model
    from .words import Words

    words = Words.of(doc, text)
    if not len(words):
        return []
    reader = model()
    first = reader.tag(words)
    found = reader.link(words, text, first)
    if not found:
        return []
    confidence = reader.confidence(words, first, found)
    kept = [
        Attribution(
            offsets(words, item.source), offsets(words, item.cue), offsets(words, content), sure, "model"
        )
        for item, content, sure in standing(words, text, found, confidence)
    ]
    return sorted(kept, key=lambda item: (item.cue, item.content))


def flat(found: list[Attribution]) -> list[Attribution]:
    """The attributions whose cue lies in no other's content."""

    def holds(outer: Attribution, inner: Attribution) -> bool:
        return any(start <= inner.cue[0][0] < end for start, end in outer.content)

    return [item for item in found if not any(holds(other, item) for other in found if other is not item)]
