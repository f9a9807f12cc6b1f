"""Tables against gold: precision and recall, measured the way the field measures them.

Gold is JSON Lines, one article a line: {"doc_id", "attributions" | "figures" | "stances": [...]}, offsets
into the article's text. Attributions are {"source", "cue", "content"}, each a list of [start, end] (the
scheme of PolNeAR, Newell et al. 2018); figures and stances have the columns of the tables, with actors by
canonical name. Gold is for scoring only: nothing here was trained on it.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pandas as pd

from . import measures
from .measures import MEASURES, STRICT, Row, left_out
from .records import InputError
from .tables import Tables

TASKS = ("attributions", "figures", "stances")


def score(gold: str | Path, tables: Tables, task: str | None = None) -> pd.DataFrame:
    """Precision, recall and F1 of `tables` on the articles of the gold file or folder `gold`.

    Columns: task, measure, precision, recall, f1 (0..1), right, found, gold (counts). An article is known by its
    id, by the text that the gold may carry, or by an id that ends in the gold's (a line of a file of many). One
    that the tables lack counts as one with no rows; articles that the gold lacks are not scored. Gold that gives
    each word to one attribution at most, as PolNeAR does, is scored without nested claims. Raises InputError for a
    file that is not gold.
    """
    documents = read_gold(gold)
    predicted = predictions(tables, nested=_marks_nested(documents))
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


def _marks_nested(documents: dict[str, dict[str, Any]]) -> bool:
    groups = [document.get("attributions", []) for document in documents.values()]
    return any(measures.nested(one, group) for group in groups for one in group)


def judged(gold: str | Path, tables: Tables) -> pd.DataFrame:
    """Each row by itself: task, measure, outcome (right, wrong, missed), article_id, words, reading, confidence.

    An attribution is right where source and content fit (whole_relaxed), a figure where value and kind do, a stance
    where holder, target and side do. Gold rows that no row meets are missed, and have no confidence. Figures that the
    annotation leaves out are not judged.
    """
    documents = read_gold(gold)
    predicted = predictions(tables, nested=_marks_nested(documents))
    known = _Known(dict(zip(tables.articles["article_id"], tables.articles["text"], strict=True)))
    rows = []
    for doc_id, wanted in documents.items():
        article = known.article(doc_id, wanted.get("text"))
        text = known.texts.get(article, "")
        for task in (name for name in TASKS if name in wanted):
            found = predicted.get(article, {}).get(task, [])
            for row in (row for row in found if task != "figures" or not left_out(row)):
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


def predictions(tables: Tables, nested: bool = True) -> dict[str, dict[str, list[Row]]]:
    """The tables' rows in the shape of gold: actors by name, missing values as None; `nested` claims or none."""
    names = dict(zip(tables.actors["actor_id"], tables.actors["name"], strict=True))
    out: dict[str, dict[str, list[Row]]] = {
        article: {"attributions": [], "figures": [], "stances": []}
        for article in tables.articles["article_id"]
    }
    claims = tables.claims if nested else tables.claims[tables.claims["parent_id"].isna()]
    for row in _rows(claims):
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


def write_predictions(tables: Tables, path: str | Path, nested: bool = True) -> None:
    """Write `predictions` as JSON Lines, for a scorer outside."""
    texts = dict(zip(tables.articles["article_id"], tables.articles["text"], strict=True))
    with open(path, "w", encoding="utf-8") as file:
        for article, rows in predictions(tables, nested).items():
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
