"""Transcripts: who speaks where a name and a colon open a paragraph ("THE PRESIDENT: Well, good afternoon.")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..actors import Cast
from ..entries import Cue
from .statements import Ids, Statement

if TYPE_CHECKING:
    from spacy.tokens import Doc

FEWEST = 2  # labels that make a transcript of a text; one may be anything
_LABEL = re.compile(r"(?:^|\n)[ \t]*((?:[A-Z][A-Z.’'-]*[ \t]+){0,4}[A-Z][A-Z.’'-]+):[ \t]")
_SAID = Cue("turn", "asserts", (), certainty="certain")


def turns(doc: Doc, text: str, cast: Cast) -> Iterator[Statement]:
    """What each named speaker of a transcript says, from its label to the next; labels of nobody known end a turn."""
    labels = list(_LABEL.finditer(text))
    if len(labels) < FEWEST:
        return
    ends = [label.start() for label in labels[1:]] + [len(text)]
    for label, end in zip(labels, ends, strict=True):
        who = _speaker(label.group(1), doc, cast)
        name = doc.char_span(*label.span(1), alignment_mode="expand")
        said = doc.char_span(label.end(), end, alignment_mode="contract")
        if who and name is not None and said is not None:
            yield Statement(who, _SAID, name.root, frozenset(range(said.start, said.end)))


def _speaker(label: str, doc: Doc, cast: Cast) -> Ids:
    """The person of that surname, or the one whom the text gives that title before his name."""
    last = label.split()[-1].lower()
    found = dict.fromkeys(
        s.ids[0]
        for s in cast.roster.sightings
        if cast.roster.kind(s.ids[0]) == "person"
        and last in (doc[s.end - 1].lower_, doc[s.start - 1].lower_ if s.start else "")
    )
    return tuple(found)[:1]
