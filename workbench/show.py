"""Extract -> the article as a terminal shows it: what was read from it marked, and below it each row with its rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .records import Claim, Extract
from .rendering import marks_of, terminal, visible

WIDTH = 72  # characters of a row's words


def show(found: Extract, color: bool = True) -> str:
    """The text with its claims, figures, evidence and wordings marked, then one line a row: where, what, by which rule.

    Control characters of the article are written out, so that it cannot steer the terminal.
    """
    rows = [*found.claims, *found.figures, *found.stances, *found.framings]
    marks = [mark for row in rows for mark in marks_of(row)]
    marks += [(start, end, "boilerplate") for start, end in found.article.boilerplate]
    heading = f"{visible(found.article.article_id)} · {found.article.published or 'undated'}"
    return "\n".join([heading, "", terminal(found.article.text, marks, color), "", *_lines(found)])


def _lines(found: Extract) -> Iterator[str]:
    for claim in found.claims:
        yield _line("claim", claim, f"{_who(claim)} {claim.act}: {claim.content}")
    for figure in found.figures:
        source = figure.source or "the outlet"
        named = (figure.subject, figure.kind, figure.bound, figure.measured, f"by {source}")
        yield _line("figure", figure, " · ".join([figure.text, *(part for part in named if part)]))
    for stance in found.stances:
        side = stance.position or stance.act
        yield _line("stance", stance, f"{stance.holder} {side} {stance.target}: {stance.text}")
    for framing in found.framings:
        wording = " ".join(part for part in (framing.frame or framing.concept, framing.variant) if part)
        yield _line("framing", framing, f"{framing.voice}: {wording}: {framing.text}")


def _who(claim: Claim) -> str:
    return " and ".join(claim.actors) or (f"({claim.source})" if claim.source else "(nobody named)")


def _line(table: str, row: Any, said: str) -> str:
    words = " ".join(visible(said).split())
    words = words if len(words) <= WIDTH else words[: WIDTH - 1] + "…"
    sure = f"{row.confidence:.2f}" if hasattr(row, "confidence") else ""
    return f"{table:8}{row.start:>6}-{row.end:<6} {words:{WIDTH}} {row.rule} {sure}".rstrip()
