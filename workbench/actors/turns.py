"""Whose turn it is to speak in a transcript: "THE PRESIDENT:", "MS. PSAKI:", "Q"."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from .cast import Cast

_LABEL = re.compile(r"^[^\S\n]*(?:([A-Z][A-Z .,’'-]*[A-Z]):|Q)\s", re.M)


class Turn(NamedTuple):
    """A label, from `start` to `said`, and what follows it up to `end`; who speaks, None where unknown."""

    start: int
    said: int
    end: int
    speaker: str | None


class Turns:
    """The turns of one article, asked by place; none where no label names a person or an official."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    @cached_property
    def all(self) -> list[Turn]:
        """Every turn in the order of the text; a question's speaker is unknown."""
        text = self.cast.article.text
        labels = list(_LABEL.finditer(text))
        ends = [*(m.start() for m in labels), len(text)]
        heading = f"{self.cast.article.headline or ''}\n{text[: ends[0]]}"
        return [
            Turn(start, m.end(), end, self._speaker(m[1] or "", heading))
            for m, (start, end) in zip(labels, pairwise(ends), strict=True)
        ]

    def speaker(self, offset: int) -> str | None:
        """Who speaks at this character."""
        at = bisect_right([turn.start for turn in self.all], offset) - 1
        return self.all[at].speaker if at >= 0 else None

    def _speaker(self, label: str, heading: str) -> str | None:
        """By surname, by the post or title that the heading puts before a surname, or by an official's state."""
        words = label.lower().split()
        if not words:
            return None
        lexicon, kind = self.cast.lexicon, self.cast.kind
        people = {s.ids[0]: self.cast.name(s.ids[0]).lower() for s in self.cast.roster.sightings}
        named = {i for i, name in people.items() if name.split()[-1] == words[-1] and kind(i) == "person"}
        post = " ".join(words[words[0] == "the" :])
        titled = re.search(rf"\b{re.escape(post)}[\W_]{{1,3}}([\w’'-]+)", heading.lower())
        if not named and titled:
            named = {
                e.id
                for e in lexicon.entries.values()
                if e.kind == "person" and e.name.lower().split()[-1] == titled[1]
            }
        known = [m.actor_id for m in lexicon.matches(words)]
        return named.pop() if len(named) == 1 else known[0] if known and words[-1] == "official" else None
