"""Claims inside claims: ids, parents, and who relays whom."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from .actors import Cast
from .records import Claim, Pieces
from .spans import row_id


def nested(rows: list[Claim], cast: Cast) -> list[Claim]:
    """The claims of one article in the order of the text, with ids, parents and relays.

    A claim's parent is the one with the least content around its cue. Of two claims with the same extent and
    the same cue the surer is kept.
    """
    rows = _identified(rows)
    parents = _parents(rows)
    return [_linked(row, rows[parents[i]], cast) if i in parents else row for i, row in enumerate(rows)]


def _identified(rows: list[Claim]) -> list[Claim]:
    """Ids from the extent; of several claims with one extent the later cues add their offset."""
    kept: dict[tuple[int, int, int], Claim] = {}
    for row in sorted(rows, key=lambda row: -row.confidence):
        kept.setdefault((row.start, row.end, row.cue_start), row)
    taken: set[str] = set()
    named = []
    for _, row in sorted(kept.items()):
        claim_id = row_id(row.article_id, row.start, row.end, "c")
        if claim_id in taken:
            claim_id = f"{claim_id}{row.cue_start}"
        taken.add(claim_id)
        named.append(replace(row, claim_id=claim_id))
    return named


def _parents(rows: list[Claim]) -> dict[int, int]:
    """Claim -> the claim with the least content around its cue, both by position in the list."""
    order = sorted(range(len(rows)), key=lambda i: rows[i].cue_start)
    starts = [rows[i].cue_start for i in order]
    best: dict[int, tuple[int, int]] = {}
    for j, outer in enumerate(rows):
        size = sum(end - start for start, end in outer.spans)
        for start, end in outer.spans:
            for i in order[bisect_left(starts, start) : bisect_left(starts, end)]:
                if i != j and not _within(outer.cue_start, rows[i].spans):
                    best[i] = min(best.get(i, (size, j)), (size, j))
    return {i: j for i, (_, j) in best.items()}


def _linked(row: Claim, outer: Claim, cast: Cast) -> Claim:
    """The claim with its parent; whoever says that somebody says it relays it, and "we" is whoever speaks."""
    if row.source and row.source.lower() in ("i", "we"):
        return replace(row, parent_id=outer.claim_id, actors=outer.actors)
    via = row.via
    if via is None and outer.source and set(outer.actors) != set(row.actors):
        via = cast.name(outer.actors[0]) if len(outer.actors) == 1 else outer.source
    return replace(row, parent_id=outer.claim_id, via=via)


def _within(offset: int, pieces: Pieces) -> bool:
    return any(start <= offset < end for start, end in pieces)
