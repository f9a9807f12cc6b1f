"""One directed act: who does what towards whom, and when two are far enough apart for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..actors import Cast
from .statements import Statement

if TYPE_CHECKING:
    from spacy.tokens import Token

ACTS = dict.fromkeys(("accuses", "condemns", "warns", "threatens", "rejects"), -1)  # act -> polarity
ACTS |= dict.fromkeys(("demands", "denies", "consults"), 0) | dict.fromkeys(
    ("supports", "praises", "offers"), 1
)


@dataclass(frozen=True, slots=True)
class Act:
    """One act of one actor towards another, and the statement that shows it."""

    holder: str
    target: str | None
    act: str
    statement: Statement
    rule: str
    word: Token | None = None  # what implies it
    likely: float | None = None  # how likely a model holds it


Found = dict[tuple[str, str, str], Act]  # holder, target and act


def apart(holder: str, target: str, cast: Cast) -> bool:
    """Whether an act between the two is one towards somebody else: a state and its bloc are two, its minister is it."""
    chain, kind = cast.roster.chain, cast.roster.kind
    below = (target in chain(holder) and kind(holder) != "state") or (
        holder in chain(target) and kind(target) != "state"
    )
    return holder != target and not below
