"""Training of the scorer of directed sentiment: `python -m workbench.stances.train --dse FOLDER`.

Reads `train.jsonl` to learn and `dev.jsonl` only to report. Deterministic: the same data give the same file.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .. import language
from ..codebook import Codebook, load_codebook
from . import sentiment
from .sentiment import FAVOUR, Scorer, Sentence, five

OFTEN = 4  # times a feature must be seen
PENALTY = 0.1  # scikit-learn's C
SMALL = 0.01  # weights below it are left out
LABELS = {0: (0, 0), 1: (1, 0), 2: (0, 1), 3: (2, 0), 4: (0, 2)}  # DSE's label -> class in either direction


def main() -> None:
    """Train, write the file, say how well it does on the development part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dse", type=Path, required=True, help="folder with train.jsonl and dev.jsonl")
    folder = parser.parse_args().dse
    book = load_codebook("base")
    made = trained(*_samples(folder / "train.jsonl", book))
    made.save()
    print(f"{len(made.columns):,} features, {sentiment.FILE.stat().st_size:,} bytes")
    report(made, *_samples(folder / "dev.jsonl", book))


def _samples(path: Path, book: Codebook) -> tuple[list[set[str]], list[int]]:
    """Features of both directions of every pair, and the labels of the pairs."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    docs = language.pipeline().pipe(row["text"] for row in rows)
    features: list[set[str]] = []
    for row, doc in zip(rows, docs, strict=True):
        sentence = Sentence([t for t in doc if not t.is_space], book)
        spans = [doc.char_span(*entity["span"], alignment_mode="expand") for entity in row["entities"]]
        one, other = (span.root for span in spans)
        features += [sentence.features(one, other), sentence.features(other, one)]
    return features, [row["label5"] for row in rows]


def trained(features: list[set[str]], labels: list[int]) -> Scorer:
    """A scorer from features of both directions and labels of the pairs."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    counts = Counter(name for row in features for name in row)
    columns = {name: i for i, name in enumerate(sorted(n for n, seen in counts.items() if seen >= OFTEN))}
    cells = [(i, columns[name]) for i, row in enumerate(features) for name in sorted(row) if name in columns]
    rows, places = zip(*cells, strict=True)
    matrix = csr_matrix((np.ones(len(rows), np.float32), (rows, places)), (len(features), len(columns)))
    classes = [side for label in labels for side in LABELS[label]]
    model = LogisticRegression(C=PENALTY, max_iter=200).fit(matrix, classes)
    kept = np.flatnonzero(np.abs(model.coef_).max(0) >= SMALL)
    names = list(columns)
    weights = model.coef_.T[kept].astype(np.float32)
    return Scorer({names[i]: n for n, i in enumerate(kept)}, weights, model.intercept_.astype(np.float32))


def report(made: Scorer, features: list[set[str]], labels: list[int]) -> None:
    """Print macro-F1 over the five relations, and precision and recall of negative edges."""
    sides = [made.probabilities(row) for row in features]
    found = [int(np.argmax(FAVOUR * five(p, q))) for p, q in _pairs(sides)]
    scores = [_f1(labels, found, (label,)) for label in LABELS]
    print(f"macro-F1 {np.mean([f for _, _, f in scores]):.3f}", [round(f, 3) for _, _, f in scores])
    print("negative edges: precision {:.3f}, recall {:.3f}, F1 {:.3f}".format(*_f1(labels, found, (3, 4))))


def _pairs(sides: list[NDArray]) -> Iterator[tuple[NDArray, NDArray]]:
    return zip(sides[::2], sides[1::2], strict=True)


def _f1(gold: list[int], found: list[int], wanted: tuple[int, ...]) -> tuple[float, float, float]:
    right = sum(g == f and f in wanted for g, f in zip(gold, found, strict=True))
    given, there = sum(f in wanted for f in found), sum(g in wanted for g in gold)
    precision, recall = right / max(given, 1), right / max(there, 1)
    return precision, recall, 2 * right / max(given + there, 1)


if __name__ == "__main__":
    main()
