"""The analyst's decisions: kept in a ledger that loses nothing, replayed over the tables, and queued for review."""

from .applied import apply, replay

__all__ = ["apply", "replay"]
