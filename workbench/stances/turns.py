"""Transcripts: what each named speaker says, from a label ("THE PRESIDENT: Well, good afternoon.") to the next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..actors import Cast
from ..actors.turns import Turns
from ..entries import Cue
from .statements import Statement

if TYPE_CHECKING:
    from spacy.tokens import Doc

_SAID = Cue("turn", "asserts", (), certainty="certain")


def turns(doc: Doc, cast: Cast) -> Iterator[Statement]:
    """What each speaker of a transcript says; labels of nobody known end a turn and say nothing."""
    for turn in Turns(cast).all:
        label = doc.char_span(turn.start, turn.said, alignment_mode="expand")
        said = doc.char_span(turn.said, turn.end, alignment_mode="contract")
        if turn.speaker and label is not None and said is not None:
            yield Statement((turn.speaker,), _SAID, label.root, frozenset(range(said.start, said.end)))
