"""The analyst's decisions: kept in a ledger that loses nothing, replayed over the tables, and queued for review."""

LEDGER = "corrections.jsonl"  # where a build looks for it, beside the articles
KEPT = (LEDGER, f"{LEDGER}.copy")  # a ledger that was deleted is told by its copy
