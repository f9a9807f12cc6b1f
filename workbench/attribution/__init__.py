"""Source, cue and content: who is said to say what, found cue by cue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..records import Pieces

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Attribution:
    """Pieces of source, cue and content as offsets into the text, how sure, and what found it."""

    source: Pieces
    cue: Pieces
    content: Pieces
    confidence: float
    rule: str


def attributions(doc: Doc, text: str) -> list[Attribution]:
    """The attributions of one parsed article."""
    return []
