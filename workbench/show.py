"""Extract -> the article as a terminal shows it: what was read from it marked, and below it each row with its rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .records import Extract
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
    for row in found.claims:
        yield _line("claim", row, f"{_who(row.actors, row.source)} {row.act}: {row.content}")
    for row in found.figures:
        named = [
            row.subject,
            row.noun or row.kind,
            row.bound,
            row.measured,
            f"by {row.source or 'the outlet'}",
        ]
        yield _line("figure", row, " · ".join([row.text, *(part for part in named if part)]))
    for row in found.stances:
        yield _line("stance", row, f"{row.holder} {row.position or row.act} {row.target}: {row.text}")
    for row in found.framings:
        yield _line(
            "framing", row, f"{row.voice}: {row.frame or row.concept} {row.variant or ''}: {row.text}"
        )


def _who(actors: tuple[str, ...], source: str | None) -> str:
    return " and ".join(actors) or (f"({source})" if source else "(nobody named)")


def _line(table: str, row: Any, said: str) -> str:
    words = " ".join(visible(said).split())
    words = words if len(words) <= WIDTH else words[: WIDTH - 1] + "…"
    sure = f"{row.confidence:.2f}" if hasattr(row, "confidence") else ""
    return f"{table:8}{row.start:>6}-{row.end:<6} {words:{WIDTH}} {row.rule} {sure}".rstrip()
