"""Whose turn it is to speak in a transcript: "THE PRESIDENT:", "MS. PSAKI:", "Q"."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from ..actors import Cast

_LABEL = re.compile(r"^[^\S\n]*(?:([A-Z][A-Z .,’'-]*[A-Z]):|Q)\s", re.M)


class Turns:
    """The turns of one article, asked by place; none where no label names a person or an official."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    @cached_property
    def turns(self) -> tuple[list[int], list[str | None]]:
        """Where each turn begins and who speaks; None for a question or somebody unknown."""
        labels = list(_LABEL.finditer(self.cast.article.text))
        return [m.start() for m in labels], [self._speaker(m[1] or "") for m in labels]

    def speaker(self, offset: int) -> str | None:
        """Who speaks at this character."""
        starts, speakers = self.turns
        turn = bisect_right(starts, offset) - 1
        return speakers[turn] if turn >= 0 else None

    def _speaker(self, label: str) -> str | None:
        """By surname, by an office whose holder the headline names, or by an official's state."""
        words = label.lower().split()
        if not words:
            return None
        roster, lexicon = self.cast.roster, self.cast.lexicon
        people = {s.ids[0]: self.cast.name(s.ids[0]).lower() for s in roster.sightings}
        named = [
            i for i, name in people.items() if name.split()[-1] == words[-1] and self.cast.kind(i) == "person"
        ]
        if len(named) == 1:
            return named[0]
        post, headline = " ".join(words[words[0] == "the" :]), (self.cast.article.headline or "").lower()
        for owner, title in lexicon.offices:
            if title == post and (holder := lexicon.holder(owner, title, self.cast.article.published)):
                surname = self.cast.name(holder).lower().split()[-1]
                named += [holder] if f"{post} {surname}" in headline else []
        known = [m.actor_id for m in lexicon.matches(words)]
        return named[0] if len(set(named)) == 1 else known[0] if known and words[-1] == "official" else None
