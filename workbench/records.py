"""What the extractors yield: one frozen record a row, before any table is made.

Field names and meanings are those of the tables (see `tables.py`); a missing value is None, because
an unresolved speaker, an undated article or an unclear side stays empty rather than guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Pieces = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Article:
    """One published text; every offset in the project points into `text`.

    `boilerplate` and `headline_span` are stretches of `text` that are marked, never cut.
    """

    article_id: str
    path: str
    text: str
    sha256: str
    outlet: str | None = None
    headline: str | None = None
    headline_span: tuple[int, int] | None = None
    author: str | None = None
    url: str | None = None
    published: date | None = None
    published_basis: str = "unknown"
    language: str | None = None
    words: int = 0
    duplicate_of: str | None = None
    flags: tuple[str, ...] = ()
    boilerplate: Pieces = ()


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone a row names: a person, institution, state, bloc or collective."""

    actor_id: str
    name: str
    kind: str = "unknown"
    member_of: str | None = None
    basis: str = "codebook"


@dataclass(frozen=True, slots=True)
class Claim:
    """One attribution: a source, the cue that signals it and the content it stands behind."""

    claim_id: str
    article_id: str
    kind: str
    cue: str
    cue_start: int
    cue_end: int
    act: str
    content: str
    start: int
    end: int
    spans: Pieces
    source_type: str
    parent_id: str | None = None
    source: str | None = None
    source_start: int | None = None
    source_end: int | None = None
    actors: tuple[str, ...] = ()
    via: str | None = None
    addressee: str | None = None
    said_on: date | None = None
    said_on_basis: str = "unknown"
    negated: bool = False
    certainty: str = "uncommitted"
    confidence: float = 0.0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One stated quantity with its bounds, its owner and whoever stands behind it."""

    figure_id: str
    article_id: str
    start: int
    end: int
    text: str
    bound: str
    kind: str
    measured: str
    sentence_start: int
    sentence_end: int
    claim_id: str | None = None
    low: float | None = None
    high: float | None = None
    value: float | None = None
    noun: str | None = None
    unit: str | None = None
    direction: str | None = None
    subject: str | None = None
    place: str | None = None
    source: str | None = None
    via: str | None = None
    as_of: date | None = None
    as_of_basis: str = "unknown"
    since: date | None = None
    modality: str = "actual"
    estimate_id: str | None = None
    confidence: float = 0.0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Stance:
    """One position of one holder: on a proposition, or towards another actor."""

    stance_id: str
    article_id: str
    holder: str
    target_kind: str
    target: str
    start: int
    end: int
    text: str
    claim_id: str | None = None
    position: str | None = None
    act: str | None = None
    polarity: int | None = None
    certainty: str = "uncommitted"
    confidence: float = 0.0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Framing:
    """One wording: the dimension or the loaded variant used, and whose voice uses it."""

    framing_id: str
    article_id: str
    voice: str
    start: int
    end: int
    text: str
    claim_id: str | None = None
    frame: str | None = None
    concept: str | None = None
    variant: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Extract:
    """Everything read from one article."""

    article: Article
    actors: tuple[Actor, ...] = ()
    claims: tuple[Claim, ...] = ()
    figures: tuple[Figure, ...] = ()
    stances: tuple[Stance, ...] = ()
    framings: tuple[Framing, ...] = ()


class InputError(ValueError):
    """Something the user gave cannot be used: one sentence that names the file, the thing and the cure."""
