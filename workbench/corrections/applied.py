"""The analyst's corrections, replayed onto freshly made tables: what fits is applied, what does not is listed.

A correction finds its row by the article's hash and the anchored words, never by a row number. It is stale,
and then applied to nothing, where the article, the words, the row or the value that it corrected are not
what they were. Wrong words are corrected by rejecting the row and adding another.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from ..records import InputError
from ..tables import Tables
from . import ledger
from .bench import Bench, Stale
from .decisions import Entry, checked, standing

STALE = ("entry", "when", "who", "kind", "table", "row", "article", "field", "was", "now", "words", "reason")
REMARKS = ("table", "row", "kind", "reliability", "credibility", "words", "who", "when")


def apply(tables: Tables, path: str | Path) -> Tables:
    """Tables corrected by the ledger at `path`, with what does not fit in `stale`; InputError for a bad ledger."""
    corrected, stale = replay(tables, ledger.read(path))
    return corrected.with_tables(stale=stale)


def replay(
    tables: Tables, entries: Iterable[Entry], keep_rejected: bool = False
) -> tuple[Tables, pd.DataFrame]:
    """Tables with every correction that still fits, and one row for each that does not.

    Rejected rows are left out, and references to them emptied, unless `keep_rejected`: then they stay with
    that status. Columns of the second: entry, when, who, kind, table, row, article, field, was, now (JSON),
    words, reason. Grades and notes are in `remarks` of the first: table, row (its id), kind, reliability
    (A reliable … E unreliable, F cannot be judged), credibility (1 confirmed … 5 improbable, 6 cannot be
    judged), words, who, when. The scales are those of NATO's AJP-2.1; only people grade, and the last grade
    of each person counts.
    """
    entries = list(entries)
    bench, stale = Bench(tables), {}
    known = {entry["id"] for entry in entries}
    live = standing(entries)
    # Added rows first: what else the ledger says may be about them.
    for entry in sorted(live, key=lambda entry: entry["payload"]["kind"] != "add"):
        try:
            bench.correct(checked(entry["payload"]))
        except (Stale, InputError) as reason:
            stale[entry["id"]] = str(reason)
    for entry in entries:
        if entry["payload"]["kind"] == "undo" and entry["payload"]["of"] not in known:
            stale[entry["id"]] = "the entry that it undoes is not in the ledger"
    # What was re-anchored is decided anew: only the new entry counts.
    moved = {entry["payload"].get("moved_from") for entry in live if entry["id"] not in stale}
    entries = [entry for entry in entries if entry["id"] in stale.keys() - moved]
    corrected = tables.with_tables(**bench.finished(keep_rejected), remarks=_remarks(bench.remarks))
    return corrected, _listed([(entry, stale[entry["id"]]) for entry in entries])


def _listed(stale: list[tuple[Entry, str]]) -> pd.DataFrame:
    rows = []
    for entry, reason in stale:
        payload = entry["payload"]
        row = {name: payload.get(name) for name in STALE}
        row |= {name: json.dumps(payload.get(name), ensure_ascii=False) for name in ("was", "now")}
        rows.append(
            row | {"entry": entry["id"], "words": payload.get("anchor", {}).get("exact"), "reason": reason}
        )
    return pd.DataFrame(rows, columns=list(STALE), dtype="string")


def _remarks(made: list[tuple[str, Entry]]) -> pd.DataFrame:
    rows: dict[tuple, dict[str, Any]] = {}
    for row, payload in made:
        person = payload["who"] if payload["kind"] == "grade" else len(rows)
        stated = {**(payload.get("now") or {}), **payload, "row": row, "words": payload.get("why")}
        rows[payload["table"], row, person] = {name: stated.get(name) for name in REMARKS}
    frame = pd.DataFrame(list(rows.values()), columns=list(REMARKS))
    return frame.astype({name: "Int64" if name == "credibility" else "string" for name in REMARKS})
