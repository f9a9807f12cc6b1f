"""Reviewing tables: what to look at first, corrections made from rows, and gold from it all."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pandas as pd

from .. import durable, quality
from ..exports.cells import plain
from ..records import InputError
from ..schemas import SCHEMAS
from ..tables import Tables
from .bench import DERIVED, LETTERS, Bench, Stale, row_tail
from .decisions import Entry, anchor, checked

SIDES = {"affirms": 1, "doubts": -1, "rejects": -1}
# How much each reason weighs beside a confidence of zero, which weighs 1.
CONTRADICTED, EXTREME = 0.8, 0.6
UNSURE = 0.5  # for a row without a confidence


# --- corrections from rows ------------------------------------------------------------------------


def correction(
    tables: Tables, table: str, row: str, kind: str, *, field: str | None = None, now: Any = None, **more: Any
) -> Entry:
    """A correction of the row with id `row`, ready for `ledger.append`; `more` takes why and who.

    It remembers the words, what is around them and the values as they are, so that a later build can tell
    whether it still fits. InputError for a row or field that is not there.
    """
    frame, columns = getattr(tables, table), {c.name: c for c in SCHEMAS[table]}
    found = frame[frame.iloc[:, 0] == row]
    if len(found) != 1:
        raise InputError(f"{table}: no row {row!r}; give an id of the table")
    values = {name: plain(found[name], column.type)[0] for name, column in columns.items()}
    entry = {"kind": kind, "table": table, **_place(tables, table, row, values), "field": field, **more}
    if kind in ("accept", "reject"):
        entry["was"] = {name: value for name, value in values.items() if name not in DERIVED}
    elif kind == "edit":
        entry |= {"was": values.get(field or ""), "now": now}
    elif now is not None:
        entry["now"] = now
    return checked(entry)


def _place(tables: Tables, table: str, row: str, values: dict[str, Any]) -> Entry:
    """Where a row stands: article, anchor and the row's id without the article."""
    if table == "actors":
        return {"row": row}
    article = values["article_id"]
    known = tables.articles[tables.articles["article_id"] == article].iloc[0]
    place: Entry = {"article": known["sha256"], "article_id": article}
    if table == "articles":
        return place
    words = anchor(known["text"], values["start"], values["end"])
    return place | {"anchor": words, "row": row.removeprefix(f"{article}:")}


def addition(
    tables: Tables, table: str, article_id: str, start: int, end: int, now: dict[str, Any], **more: Any
) -> Entry:
    """A missed claim, figure, stance or wording: its words and its values, ready for `ledger.append`.

    InputError where the words are not in the article, or a value is none that the table can hold.
    """
    place = _place(tables, table, "", {"article_id": article_id, "start": start, "end": end})
    if table not in LETTERS or not place["anchor"]["exact"]:
        raise InputError(f"{table} {article_id}:{start}-{end}: no words to add; select some of the article")
    entry = checked(
        {"kind": "add", "table": table, **place, "row": row_tail(table, start, end, now), "now": now, **more}
    )
    try:
        Bench(tables).correct(entry)
    except Stale as reason:
        raise InputError(f"{table} {article_id}:{start}-{end}: {reason}") from reason
    return entry


def reanchor(tables: Tables, entry: Entry) -> Entry | None:
    """A stale correction for where its words stand now, for the analyst to append; None where that is not clear.

    The words must stand in an article of the same name or hash, at one place that fits best with what is
    around them, with one row on or over them (unless it adds one). What was there before is not checked again:
    whoever appends it decides anew.
    """
    payload = entry["payload"]
    old = payload.get("anchor")
    articles = tables.articles
    same = articles[
        (articles["sha256"] == payload.get("article")) | (articles["article_id"] == payload.get("article_id"))
    ]
    if same.empty or old is None:
        return None
    article = same.iloc[0]
    starts = _best(article["text"], old)
    if len(starts) != 1:
        return None
    start, end = starts[0], starts[0] + len(old["exact"])
    more = {"why": payload.get("why"), "who": payload["who"], "moved_from": entry["id"]}
    if payload["kind"] == "add":
        return addition(tables, payload["table"], article["article_id"], start, end, payload["now"], **more)
    frame = getattr(tables, payload["table"])
    near = frame[
        (frame["article_id"] == article["article_id"]) & (frame["start"] < end) & (frame["end"] > start)
    ]
    exact = near[(near["start"] == start) & (near["end"] == end)]
    rows = exact if len(exact) else near
    if len(rows) > 1:  # several stances stand on the same words
        rows = rows[rows.iloc[:, 0].map(_tail) == _tail(payload.get("row") or "")]
    if len(rows) != 1:
        return None
    row = rows.iloc[0, 0]
    return correction(
        tables,
        payload["table"],
        row,
        payload["kind"],
        field=payload.get("field"),
        now=payload.get("now"),
        **more,
    )


def _tail(row: str) -> str:
    """What a row's id says beyond its place."""
    return re.sub(r"^(.*:)?\d+-\d+(?=[a-z])", "", row)


def _best(text: str, old: Entry) -> list[int]:
    """Where the words stand with the most of what was around them; several places where that does not decide."""
    places: dict[int, int] = {}
    at = text.find(old["exact"])
    while at >= 0:
        end = at + len(old["exact"])
        before, after = text[:at][::-1], text[end:]
        places[at] = _alike(before, old["prefix"][::-1]) + _alike(after, old["suffix"])
        at = text.find(old["exact"], at + 1)
    return [at for at, fit in places.items() if fit == max(places.values())]


def _alike(a: str, b: str) -> int:
    """Length of what two texts begin with."""
    return next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))


# --- what to look at first ------------------------------------------------------------------------


def queue(tables: Tables) -> pd.DataFrame:
    """Rows that nobody has looked at, by what they could spoil: table, row, article_id, start, end, weight, reason.

    The weight adds up: low confidence (1 minus it), a position that another actor contradicts, a figure that is
    the highest or lowest of its kind in a chart.
    """
    parts, named = [], tables.actors.set_index("actor_id")["name"]
    for name in LETTERS:
        table = getattr(tables, name)
        if name == "framings" or table.empty:
            continue
        sure = table["confidence"].astype("Float64").fillna(UNSURE).astype(float)
        weight, reason = 1 - sure, "confidence " + sure.map("{:.2f}".format)
        if name == "stances":
            table = table.assign(holder=table["holder"].map(named))
        if name in MARKS:
            more, why = MARKS[name](table)
            weight, reason = weight + more, (why + "; ").where(why != "", "") + reason
        part = table[["article_id", "start", "end", "status"]]
        parts.append(part.assign(table=name, row=table.iloc[:, 0], weight=weight, reason=reason))
    if not parts:
        return pd.DataFrame(columns=["table", "row", "article_id", "start", "end", "weight", "reason"])
    whole = pd.concat(parts)
    whole = whole[whole["status"] == "auto"].sort_values(["weight", "row"], ascending=[False, True])
    return whole[["table", "row", "article_id", "start", "end", "weight", "reason"]].reset_index(drop=True)


def _contradicted(stances: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Weight and reason of stances on propositions that somebody takes the other side of."""
    side = stances["position"].map(SIDES).astype("Float64")
    sided = pd.DataFrame({"target": stances["target"], "side": side, "holder": stances["holder"]}).dropna()
    named = sided.groupby(["target", "side"])["holder"].agg(
        lambda holders: ", ".join(sorted(set(holders))[:2])
    )
    opposite = pd.MultiIndex.from_arrays([stances["target"], -side])
    others = pd.Series(named.reindex(opposite).to_numpy(), stances.index, dtype="object")
    why = "on the other side of " + stances["target"].str.replace("_", " ") + ": " + others.astype("string")
    return others.notna() * CONTRADICTED, why.fillna("").astype(object)


def _extreme(figures: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Weight and reason of the highest and lowest figure of each kind with three or more: they set a chart's scale."""
    point = (
        figures[["low", "high", "value"]].astype("Float64").bfill(axis=1).iloc[:, 0].dropna().astype(float)
    )
    groups = point.groupby([figures["kind"], figures["measured"]])
    weight, why = pd.Series(0.0, figures.index), pd.Series("", figures.index, dtype=object)
    for word, rows in (("lowest", groups.idxmin()), ("highest", groups.idxmax())):
        for (kind, measured), row in rows[groups.size() >= 3].items():
            weight[row], why[row] = EXTREME, f"{word} {measured} of {kind}"
    return weight, why


MARKS = {"stances": _contradicted, "figures": _extreme}


def progress(tables: Tables) -> pd.DataFrame:
    """How many rows of each table have which status."""
    counts = {name: getattr(tables, name)["status"].value_counts() for name in LETTERS}
    statuses = next(column.values for column in SCHEMAS["claims"] if column.name == "status")
    return pd.DataFrame(counts).reindex(list(statuses)).fillna(0).astype(int).T


# --- gold -----------------------------------------------------------------------


def to_gold(tables: Tables, path: str | Path | None = None) -> dict[str, dict[str, list]]:
    """Gold for `score` out of corrected tables: article id -> rows, of tables that were reviewed to the last row.

    An article whose claims (figures, stances) still hold one that nobody looked at gives no gold for them,
    because a missing row could not be told from a wrong one. Rejected rows are no gold, but were looked at:
    replay with `keep_rejected` for articles that have no others. With `path`, also written as JSON Lines.
    """
    names = {"attributions": "claims", "figures": "figures", "stances": "stances"}
    whole = {task: getattr(tables, name) for task, name in names.items()}
    right = {names[task]: table[table["status"] != "rejected"] for task, table in whole.items()}
    looked = {
        task: set(table["article_id"]) - set(table.loc[table["status"] == "auto", "article_id"])
        for task, table in whole.items()
    }
    gold = {
        article: {task: rows for task, rows in found.items() if article in looked[task]}
        for article, found in quality.predictions(tables.with_tables(**right)).items()
    }
    gold = {article: tasks for article, tasks in gold.items() if tasks}
    if path is not None:
        lines = [{"doc_id": article, **tasks} for article, tasks in gold.items()]
        text = "".join(json.dumps(line, ensure_ascii=False, default=str) + "\n" for line in lines)
        durable.replace(Path(path), lambda file: file.write(text.encode()))
    return gold
