"""Who stands behind a number: the attribution that it is the content of, never the nearest name."""

from __future__ import annotations

from dataclasses import dataclass

from ..actors import Cast
from ..records import Claim


@dataclass(frozen=True, slots=True)
class Behind:
    """The claim that a number stands in, who states it and who relays it; all None for the outlet's own voice."""

    claim: Claim | None = None
    source: str | None = None
    via: str | None = None


class Sources:
    """The attributions of one article, asked for by place."""

    def __init__(self, cast: Cast, said: list[Claim]) -> None:
        self.cast = cast
        self.claims = sorted(said, key=lambda claim: sum(end - start for start, end in claim.spans))
        self.by_id = {claim.claim_id: claim for claim in said}

    def behind(self, start: int, end: int) -> Behind:
        """Whoever the innermost claim around these characters names; its outer speaker relays it."""
        claim = next((c for c in self.claims if any(s <= start and end <= e for s, e in c.spans)), None)
        if claim is None:
            return Behind()
        outer = self.by_id.get(claim.parent_id or "")
        source = claim.actors[0] if claim.actors else None
        via = claim.via
        if outer is not None and outer.actors and outer.actors[:1] != claim.actors[:1]:
            via = via or self.cast.name(outer.actors[0])
        return Behind(claim, source, via)
