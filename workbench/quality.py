"""Tables against gold: precision and recall, measured the way the field measures them.

Gold is JSON Lines, one article a line: {"doc_id", "attributions" | "figures" | "stances": [...]}, offsets
into the article's text. Attributions are {"source", "cue", "content"}, each a list of [start, end] (the
scheme of PolNeAR, Newell et al. 2018); figures and stances have the columns of the tables, with actors by
canonical name. Gold is for scoring only: nothing here was trained on it.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from .records import InputError
from .tables import Tables

Row = dict
TASKS = ("attributions", "figures", "stances")
# Bounds that say the same of a number are one class: "more than" and "at least" differ by one person.
SAME_BOUND = {"exact": "point", "about": "point", "more_than": "more", "at_least": "more"}
SAME_BOUND |= {"less_than": "less", "at_most": "less"}
SIDE = {"affirms": 1, "rejects": -1, "doubts": -1, "mixed": 0}
HOSTILE = ("accuses", "condemns", "warns", "threatens", "rejects")
FRIENDLY = ("supports", "praises", "offers")
_WORD = re.compile(r"\w+")


def score(gold: str | Path, tables: Tables, task: str | None = None) -> pd.DataFrame:
    """Precision, recall and F1 of `tables` on the articles of the gold file or folder `gold`.

    Columns: task, measure, precision, recall, f1 (0..1), right, found, gold (counts). An article is known by its
    id, by the text that the gold may carry, or by an id that ends in the gold's (a line of a file of many). One
    that the tables lack counts as one with no rows; articles that the gold lacks are not scored. Raises
    InputError for a file that is not gold.
    """
    documents = read_gold(gold)
    predicted = predictions(tables)
    texts = dict(zip(tables.articles["article_id"], tables.articles["text"], strict=True))
    counts: dict[tuple[str, str], Counter] = defaultdict(Counter)
    known = _Known(texts)
    for doc_id, wanted in documents.items():
        article_id = known.article(doc_id, wanted.get("text"))
        found = predicted.get(article_id, {})
        for name in TASKS:
            if name in wanted and task in (None, name, name.rstrip("s")):
                counted = MEASURES[name](wanted[name], found.get(name, []), texts.get(article_id, ""))
                for label, number in counted.items():
                    counts[name, label].update(number)
    return pd.DataFrame([_line(name, label, c) for (name, label), c in counts.items()])


def judged(gold: str | Path, tables: Tables) -> pd.DataFrame:
    """Each row by itself: task, measure, outcome (right, wrong, missed), article_id, words, reading, confidence.

    An attribution is right where source and content fit (whole_relaxed), a figure where value and kind do, a stance
    where holder, target and side do. Gold rows that no row meets are missed, and have no confidence.
    """
    predicted = predictions(tables)
    known = _Known(dict(zip(tables.articles["article_id"], tables.articles["text"], strict=True)))
    rows = []
    for doc_id, wanted in read_gold(gold).items():
        article = known.article(doc_id, wanted.get("text"))
        text = known.texts.get(article, "")
        for task in (name for name in TASKS if name in wanted):
            found = predicted.get(article, {}).get(task, [])
            for row in found:
                fits, label = _fits(task, row, wanted[task], [row], text)
                outcome = "right" if fits else "wrong"
                rows.append(
                    (task, label, outcome, article, _quoted(row, text), _reading(row), row["confidence"])
                )
            for row in wanted[task]:
                fits, label = _fits(task, row, [row], found, text)
                if not fits:
                    rows.append((task, label, "missed", article, _quoted(row, text), _reading(row), None))
    columns = ["task", "measure", "outcome", "article_id", "words", "reading", "confidence"]
    return pd.DataFrame(rows, columns=columns).astype({"confidence": "Float64"})


def _fits(task: str, row: Row, gold: list[Row], found: list[Row], text: str) -> tuple[bool, str]:
    """Whether a row meets one of the other side, and the measure that decides it."""
    label = STRICT[row.get("target_kind") or task]
    return MEASURES[task](gold, found, text).get(label, Counter())["right"] > 0, label


def _quoted(row: Row, text: str) -> str:
    return row.get("text") or " … ".join(text[start:end] for start, end in row["content"])


def _reading(row: Row) -> str:
    """What is read into the words: of a figure what it counts and who states it, of a stance the position."""
    if "holder" in row:
        return f"{row['holder']} {row.get('position') or row.get('act')} {row['target']}"
    return f"{row['kind']} of {row['subject']}, by {row['source']}" if "kind" in row else ""


def reliability(rows: pd.DataFrame, steps: int = 5) -> pd.DataFrame:
    """How often rows of a confidence are right: task, confidence (range), rows, mean, right (share of them).

    `rows` come from `judged`; well calibrated, `mean` and `right` are alike.
    """
    rows = rows[rows["confidence"].notna()]
    floor = (rows["confidence"] * steps).clip(upper=steps - 1e-9).astype(float).astype(int) / steps
    span = [f"{low:.1f} to {low + 1 / steps:.1f}" for low in floor]
    rows = rows.assign(span=span, fits=(rows["outcome"] == "right").astype(float))
    found = rows.groupby(["task", "span"]).agg(
        rows=("fits", "size"), mean=("confidence", "mean"), right=("fits", "mean")
    )
    return found.reset_index().rename(columns={"span": "confidence"})


class _Known:
    """The tables' articles by id, by text and by the end of their id."""

    def __init__(self, texts: dict[str, str]) -> None:
        self.texts = texts
        self.by_text = {text: article_id for article_id, text in reversed(texts.items())}

    def article(self, doc_id: str, text: str | None) -> str:
        if doc_id in self.texts:
            return doc_id
        if text in self.by_text:
            return self.by_text[text]
        ends = [article_id for article_id in self.texts if article_id.endswith(f"-{doc_id}")]
        return ends[0] if len(ends) == 1 else doc_id


def read_gold(path: str | Path) -> dict[str, dict[str, Any]]:
    """Article id -> what the gold says of it, from one file or from every .jsonl of a folder."""
    path = Path(path)
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    documents: dict[str, dict[str, Any]] = defaultdict(dict)
    for file in files:
        try:
            for line in file.read_text(encoding="utf-8").split("\n"):
                if line.strip():
                    document = json.loads(line)
                    kept = {key: document[key] for key in (*TASKS, "text") if key in document}
                    documents[document["doc_id"]].update(kept)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputError(
                f"{file}: not gold ({error}); give JSON Lines with a doc_id on each line"
            ) from error
    if not documents:
        raise InputError(f"{path}: no gold in it; give a JSON Lines file or a folder of them")
    return dict(documents)


def predictions(tables: Tables) -> dict[str, dict[str, list[Row]]]:
    """The tables' rows in the shape of gold: actors by name, missing values as None."""
    names = dict(zip(tables.actors["actor_id"], tables.actors["name"], strict=True))
    out: dict[str, dict[str, list[Row]]] = {
        article: {"attributions": [], "figures": [], "stances": []}
        for article in tables.articles["article_id"]
    }
    for row in _rows(tables.claims):
        source = [] if row["source_start"] is None else [[row["source_start"], row["source_end"]]]
        out[row["article_id"]]["attributions"].append(
            {
                "source": source,
                "cue": [[row["cue_start"], row["cue_end"]]],
                "content": row["spans"],
                "confidence": row["confidence"],
            }
        )
    for row in _rows(tables.figures):
        named = {key: names.get(row[key], row[key]) for key in ("subject", "source")}
        out[row["article_id"]]["figures"].append(row | named)
    for row in _rows(tables.stances):
        named = {key: names.get(row[key], row[key]) for key in ("holder", "target")}
        out[row["article_id"]]["stances"].append(row | named)
    return out


def write_predictions(tables: Tables, path: str | Path) -> None:
    """Write `predictions` as JSON Lines, for a scorer outside."""
    texts = dict(zip(tables.articles["article_id"], tables.articles["text"], strict=True))
    with open(path, "w", encoding="utf-8") as file:
        for article, rows in predictions(tables).items():
            line = {"doc_id": article, "text": texts[article], **rows}
            file.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")


def _rows(table: pd.DataFrame) -> list[Row]:
    return [
        {key: value if isinstance(value, list) or not pd.isna(value) else None for key, value in row.items()}
        for row in table.to_dict("records")
    ]


def _line(task: str, measure: str, c: Counter) -> Row:
    precision = c["right"] / c["found"] if c["found"] else float(not c["gold"])
    recall = c["right"] / c["gold"] if c["gold"] else float(not c["found"])
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    scores = {"precision": precision, "recall": recall, "f1": f1}
    return {"task": task, "measure": measure, **scores, **{k: c[k] for k in ("right", "found", "gold")}}


def _pairs(gold: list, found: list, rank: Callable[[Row, Row], float]) -> list[tuple[Row, Row]]:
    """One-to-one pairs with a positive rank, best first."""
    ranked = sorted(
        ((-rank(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found) if rank(g, f) > 0)
    )
    left, right, pairs = set(), set(), []
    for _, i, j in ranked:
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            pairs.append((gold[i], found[j]))
    return pairs


# --- attributions --------------------------------------------------------------------------------


def _words(pieces: Iterable, text: str) -> frozenset[int]:
    """Offsets of the words that the pieces touch; punctuation never decides a score."""
    return frozenset(m.start() for s, e in pieces or [] for m in _WORD.finditer(text, s, e))


def _attributions(gold: list[Row], found: list[Row], text: str) -> dict[str, Counter]:
    """content_soft: words of all contents. whole_relaxed: content IoU of at least .5 and the right source."""
    wanted = [{k: _words(a[k], text) for k in ("source", "content")} for a in gold if a["content"]]
    given = [{k: _words(a[k], text) for k in ("source", "content")} for a in found if a["content"]]
    all_wanted = frozenset().union(*(a["content"] for a in wanted))
    all_given = frozenset().union(*(a["content"] for a in given))

    def alike(g: Row, f: Row) -> float:
        union = len(g["content"] | f["content"])
        overlap = len(g["content"] & f["content"]) / union if union else 0.0
        return overlap if overlap >= 0.5 else 0.0

    def agree(g: Row, f: Row) -> bool:
        return bool(g["source"] & f["source"]) or not (g["source"] or f["source"])

    whole = _pairs(wanted, given, lambda g, f: alike(g, f) if agree(g, f) else 0.0)
    return {
        "content_soft": _count(len(all_wanted & all_given), len(all_given), len(all_wanted)),
        "whole_relaxed": _count(len(whole), len(given), len(wanted)),
    }


def _count(right: int, found: int, gold: int) -> Counter:
    return Counter(right=right, found=found, gold=gold)


# --- figures -------------------------------------------------------------------------------------


def _figures(gold: list[Row], found: list[Row], text: str) -> dict[str, Counter]:
    """Rows are paired by overlap; each level adds a field to the ones before."""
    pairs = _pairs(gold, found, lambda g, f: min(g["end"], f["end"]) - max(g["start"], f["start"]))
    value = [(g, f) for g, f in pairs if _same_value(g, f)]
    kind = [(g, f) for g, f in value if g["kind"] == f["kind"]]
    full = [
        (g, f)
        for g, f in kind
        if _name(g["subject"]) == _name(f["subject"]) and g["measured"] == f["measured"]
    ]
    source = [
        (g, f) for g, f in value if _name(f["source"]) in (_name(g["source"]), _name(g.get("via")) or "-")
    ]
    levels = {"detection": pairs, "value": value, "value+kind": kind, "full": full, "value+source": source}
    return {label: _count(len(right), len(found), len(gold)) for label, right in levels.items()}


def _same_value(g: Row, f: Row) -> bool:
    bounds = [SAME_BOUND.get(row["bound"], row["bound"]) for row in (g, f)]
    return bounds[0] == bounds[1] and all(_close(g[key], f[key]) for key in ("low", "high"))


def _close(a: float | None, b: float | None) -> bool:
    return a is b if a is None or b is None else math.isclose(a, b, rel_tol=1e-9)


def _name(name: object) -> str:
    plain = unicodedata.normalize("NFKD", str(name or "")).encode("ascii", "ignore").decode().casefold()
    return plain.removeprefix("the ").strip()


# --- stances -------------------------------------------------------------------------------------


def _stances(gold: list[Row], found: list[Row], text: str) -> dict[str, Counter]:
    """Sets of (holder, target, side): doubts and rejects are one side, acts count by their polarity."""
    out = {}
    for label, kind in (("propositions", "proposition"), ("actor acts", "actor")):
        wanted, given = ({_side(r) for r in rows if r["target_kind"] == kind} for rows in (gold, found))
        out[label] = _count(len(wanted & given), len(given), len(wanted))
    return out


def _side(row: Row) -> tuple[str, str, int | None]:
    if row["target_kind"] == "proposition":
        return _name(row["holder"]), _name(row["target"]), SIDE.get(row["position"] or "")
    polarity = row.get("polarity")
    if polarity is None:
        polarity = -1 if row["act"] in HOSTILE else 1 if row["act"] in FRIENDLY else 0
    return _name(row["holder"]), _name(row["target"]), int(polarity)


MEASURES = {"attributions": _attributions, "figures": _figures, "stances": _stances}
STRICT = {"attributions": "whole_relaxed", "figures": "value+kind"}
STRICT |= {"proposition": "propositions", "actor": "actor acts"}
