"""Placeholder that is being written."""

from __future__ import annotations

from .records import Framing


def framings(doc, article, codebook, cast, said) -> list[Framing]:
    """To come."""
    return []


def fires(entry, sentence: str, codebook) -> bool:
    """To come."""
    return True
