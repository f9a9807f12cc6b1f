"""Transcripts: who speaks where a name and a colon open a paragraph ("THE PRESIDENT: Well, good afternoon.")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..actors import Cast
from ..entries import Cue
from .doers import Ids
from .statements import Statement

if TYPE_CHECKING:
    from spacy.tokens import Doc

_LABEL = re.compile(r"(?:^|\n)[^\S\n]*((?:[A-Z][A-Z.’'-]*[^\S\n]+){0,4}[A-Z][A-Z.’'-]+):[^\S\n]")
_SAID = Cue("turn", "asserts", (), certainty="certain")


def turns(doc: Doc, text: str, cast: Cast) -> Iterator[Statement]:
    """What each named speaker of a transcript says, from its label to the next; labels of nobody known end a turn."""
    labels = list(_LABEL.finditer(text))
    if not labels:
        return
    ends = [label.start() for label in labels[1:]] + [len(text)]
    for label, end in zip(labels, ends, strict=True):
        who = _speaker(label.group(1), doc, text[: labels[0].start()], cast)
        name = doc.char_span(*label.span(1), alignment_mode="expand")
        said = doc.char_span(label.end(), end, alignment_mode="contract")
        if who and name is not None and said is not None:
            yield Statement(who, _SAID, name.root, frozenset(range(said.start, said.end)))


def _speaker(label: str, doc: Doc, head: str, cast: Cast) -> Ids:
    """The person of that surname, or the one to whose name the heading puts that title ("Remarks by President Roe")."""
    last = label.split()[-1].lower()
    people = [s for s in cast.roster.sightings if cast.roster.kind(s.ids[0]) == "person"]
    found = [s.ids[0] for s in people if last == doc[s.end - 1].lower_]
    titled = re.search(rf"\b{re.escape(last.capitalize())}[\W_]{{1,3}}([A-Z][\w’'-]+)", head)
    if not found and titled:
        entries = cast.lexicon.entries.values()
        found = [e.id for e in entries if e.kind == "person" and e.name.split()[-1] == titled.group(1)]
        found = found if len(found) == 1 else []
    return tuple(found[:1])
