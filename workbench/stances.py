"""Placeholder that is being written."""

from __future__ import annotations

from .records import Stance


def stances(doc, article, codebook, cast, said) -> list[Stance]:
    """To come."""
    return []


def fires(entry, sentence: str, codebook) -> bool:
    """To come."""
    return True
