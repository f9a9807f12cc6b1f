"""What analysts decided: the kinds of correction, what each must say, and where two people disagree.

A correction is a plain dict: kind, table, article (sha256), article_id, anchor (start, end, exact, prefix,
suffix), row (the row's id without the article), field, was, now, why, who, when; an undo names `of`, an id.
"""

from __future__ import annotations

import getpass
import hashlib
import heapq
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from ..records import InputError
from ..schemas import SCHEMAS

Entry = dict[str, Any]
KINDS = ("accept", "reject", "edit", "add", "note", "grade", "undo")
# The NATO grades of a source's reliability and of a statement's credibility.
RELIABILITY, CREDIBILITY = tuple("ABCDEF"), (1, 2, 3, 4, 5, 6)
CONTEXT = 32  # characters of prefix and suffix
# Articles and actors are not judged row by row: these kinds apply to them.
FOR_LISTS = {"articles": ("edit", "note"), "actors": ("add", "edit", "note")}
# What makes a row this row, or comes from the program.
WORDS = {
    "article_id",
    "start",
    "end",
    "text",
    "content",
    "spans",
    "cue",
    "cue_start",
    "cue_end",
    "source_start",
}
WORDS |= {"source_end", "sentence_start", "sentence_end", "sha256", "path", "confidence", "rule", "status"}
VALUES = ("was", "now")  # null is a value here: nothing was, or shall be, stated


def canonical(payload: Any) -> str:
    """The one JSON text of a payload, over which its hash is taken; ValueError for NaN and lone surrogates."""
    text = json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    text.encode()
    return text


def digest(payload: Any) -> str:
    """First 16 hex digits of the SHA-256 of a payload's canonical text."""
    return hashlib.sha256(canonical(payload).encode()).hexdigest()[:16]


def anchor(text: str, start: int, end: int) -> Entry:
    """Where words stand and what they are, with a little of what is around them."""
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return {"start": start, "end": end, "exact": text[start:end], "prefix": before, "suffix": after}


# --- what a correction must say -------------------------------------------------------------------


def parse_entry(line: str) -> Entry:
    """A correction from one line of JSON; InputError where it is none."""
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{line[:60]!r} is not JSON ({error}); give one object a line") from error
    if not isinstance(entry, dict):
        raise InputError(f"{line[:60]!r} is not a JSON object; give one object a line")
    return checked(entry)


def checked(entry: Entry) -> Entry:
    """The correction with who and when; InputError names what it lacks."""
    kind, table = entry.get("kind"), entry.get("table")
    if kind not in KINDS:
        raise InputError(f"a correction of kind {kind!r} is not known; use one of {', '.join(KINDS)}")
    if kind == "undo":
        _need(isinstance(entry.get("of"), str), "undo", "of", "the id of the entry to undo")
    else:
        _need(table in SCHEMAS, kind, "table", f"one of {', '.join(SCHEMAS)}")
        allowed = FOR_LISTS.get(str(table), KINDS)
        _need(kind in allowed, kind, "table", f"another table: {table} takes {', '.join(allowed)}")
        _need(
            isinstance(entry.get("row"), str | None), kind, "row", "a row's id without the article, or null"
        )
        _need(
            isinstance(entry.get("article_id"), str | None), kind, "article_id", "the article's name, or null"
        )
        if table != "actors":
            _need(isinstance(entry.get("article"), str), kind, "article", "the article's sha256")
        if table not in ("articles", "actors"):
            _need(_anchors(entry.get("anchor")), kind, "anchor", "start, end, exact, prefix, suffix")
    if kind == "edit":
        _need(
            entry.get("field") in editable(str(table)),
            kind,
            "field",
            f"one of {', '.join(editable(str(table)))}",
        )
        _need("was" in entry and "now" in entry, kind, "was and now", "the value before and after")
    now = entry.get("now")
    if kind in ("accept", "reject"):
        _need(isinstance(entry.get("was"), dict | None), kind, "was", "the values of the row, or null")
    if kind == "add":
        _need(isinstance(now, dict), kind, "now", "the values of the row")
    if kind == "grade":
        _need(isinstance(now, dict | None), kind, "now", "reliability and credibility")
        now = now or {}
        _need(now.get("reliability") in (None, *RELIABILITY), kind, "now.reliability", "A to F or null")
        _need(now.get("credibility") in (None, *CREDIBILITY), kind, "now.credibility", "1 to 6 or null")
    when = datetime.now(UTC).astimezone().isoformat(timespec="milliseconds")
    whole = {"when": when, "who": _user()} | {k: v for k, v in entry.items() if v is not None or k in VALUES}
    try:
        canonical(whole)
    except (ValueError, TypeError) as error:
        raise InputError(
            f"a correction of kind {kind!r} cannot be stored ({error}); mend that value"
        ) from error
    for name in ("when", "who", "why"):
        _need(isinstance(whole.get(name), str | None), kind, name, "words")
    return whole


def editable(table: str) -> list[str]:
    """The columns that can be edited: what is read into the words, never the words; wrong words are another row."""
    key = SCHEMAS[table][0].name
    words = WORDS | ({"source"} if table == "claims" else set())
    return [column.name for column in SCHEMAS[table] if column.name not in {key, *words}]


def _need(present: bool, kind: object, name: str, what: str) -> None:
    if not present:
        raise InputError(f"a correction of kind {kind!r} needs {name}: {what}")


def _anchors(anchor: Any) -> bool:
    return (
        isinstance(anchor, dict)
        and all(type(anchor.get(k)) is int for k in ("start", "end"))
        and all(isinstance(anchor.get(k), str) for k in ("exact", "prefix", "suffix"))
        and 0 <= anchor["start"] < anchor["end"] == anchor["start"] + len(anchor["exact"])
    )


def _user() -> str:
    try:
        return os.environ.get("WORKBENCH_WHO") or getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


# --- what stands ----------------------------------------------------------------------------------


def standing(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that no later undo takes back, in order; undos left out, and an undo can be undone."""
    undone: set[str] = set()
    left = []
    for entry in reversed(list(entries)):
        if entry["id"] in undone:
            continue
        if entry["payload"]["kind"] == "undo":
            undone.add(entry["payload"]["of"])
        else:
            left.append(entry)
    return left[::-1]


def target(payload: Entry) -> tuple:
    """The row that a correction is about, the same for every analyst."""
    anchor = payload.get("anchor") or {}
    added = payload["now"] if payload["kind"] == "add" else {}
    row = payload.get("row") or added.get("actor_id")
    return payload["table"], payload.get("article"), anchor.get("start"), anchor.get("end"), row


def verdicts(entries: Iterable[Entry]) -> dict[tuple, dict[str, Any]]:
    """Row -> what stands: "" says keep, reject or add, the other keys are edited fields with their values."""
    found: dict[tuple, dict[str, Any]] = {}
    for entry in standing(entries):
        payload = entry["payload"]
        verdict = found.setdefault(target(payload), {})
        if payload["kind"] in ("accept", "edit"):
            verdict[""] = "keep"
        elif payload["kind"] == "reject":
            verdict[""] = "reject"
        elif payload["kind"] == "add":
            verdict |= {"": "keep", **payload["now"]}
        if payload["kind"] == "edit":
            verdict[payload["field"]] = payload["now"]
    return {row: verdict for row, verdict in found.items() if verdict}


def conflicts(a: Iterable[Entry], b: Iterable[Entry]) -> Iterator[str]:
    """One sentence for each row or field on which two ledgers decide differently."""
    left, right = verdicts(a), verdicts(b)
    for row in left:
        for field in left[row].keys() & right.get(row, {}).keys():
            ours, theirs = left[row][field], right[row][field]
            if ours != theirs:
                table, article, start, end, _ = row
                what = f"{field} is" if field else "row:"
                yield f"{table} {start}-{end} of article {str(article)[:12]}: {what} {ours!r} against {theirs!r}"


def merged(a: list[Entry], b: list[Entry]) -> tuple[dict[str, Entry], list[str]]:
    """Id -> correction of two ledgers in the order of their times, and a sentence for each id used twice."""
    kept: dict[str, Entry] = {}
    clashes = []
    for _, entry in heapq.merge(_timed(a), _timed(b), key=lambda pair: pair[0]):
        name, payload = entry["id"], entry["payload"]
        if kept.setdefault(name, payload) != payload:
            name = f"{name}~{entry['hash'][:8]}"
            kept[name] = payload
            clashes.append(f"entry {entry['id']} differs between the two; the second is kept as {name}")
    return kept, clashes


def _timed(entries: list[Entry]) -> Iterator[tuple[float, Entry]]:
    """Entries with their times; a clock set back does not change their order."""
    latest = float("-inf")
    for entry in entries:
        with suppress(ValueError, KeyError, TypeError):
            latest = max(latest, datetime.fromisoformat(entry["payload"]["when"]).timestamp())
        yield latest, entry


def agreement(a: Iterable[Entry], b: Iterable[Entry]) -> dict[str, Any]:
    """How far two people agree on the rows that both judged: n, agreed (share), kappa.

    Each row counts as accepted, rejected or corrected. Kappa is Cohen's (Educational and Psychological
    Measurement 20, 1960): agreement beyond what their habits alone would give; None without rows, or where
    both always said the same one thing.
    """
    left, right = _labels(a), _labels(b)
    pairs = [(left[row], right[row]) for row in left if row in right]
    if not pairs:
        return {"n": 0, "agreed": None, "kappa": None}
    n, ours, theirs = len(pairs), Counter(x for x, _ in pairs), Counter(y for _, y in pairs)
    agreed = sum(x == y for x, y in pairs) / n
    chance = sum(ours[label] * theirs[label] for label in ours) / n**2
    return {"n": n, "agreed": agreed, "kappa": (agreed - chance) / (1 - chance) if chance < 1 else None}


def _labels(entries: Iterable[Entry]) -> dict[tuple, str]:
    labels = {}
    for row, verdict in verdicts(entries).items():
        edited = len(verdict) > 1
        labels[row] = "rejected" if verdict.get("") == "reject" else "corrected" if edited else "accepted"
    return labels
