"""A logistic model over named features, small enough to be taken apart: a weight for each feature and class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SMALL = 0.01  # weights below it are left out


@dataclass(frozen=True)
class Scorer:
    """Weights by feature and class."""

    classes: tuple[str, ...]
    columns: dict[str, int]
    weights: NDArray[np.float32]  # features x classes
    bias: NDArray[np.float32]

    @classmethod
    def load(cls, path: Path) -> Scorer:
        """The scorer that `save` wrote."""
        with np.load(path, allow_pickle=False) as held:
            classes, names = (held[key].tobytes().decode().split("\n") for key in ("classes", "names"))
            columns = {name: i for i, name in enumerate(names)}
            return cls(tuple(classes), columns, held["weights"].astype(np.float32), held["bias"])

    def save(self, path: Path) -> None:
        """Write it for `load`, weights in half precision."""
        words = (self.classes, tuple(self.columns))
        classes, names = (np.frombuffer("\n".join(some).encode(), np.uint8) for some in words)
        weights = self.weights.astype(np.float16)
        np.savez_compressed(path, classes=classes, names=names, weights=weights, bias=self.bias)

    def probabilities(self, features: Iterable[str]) -> NDArray[np.float64]:
        """How likely each class is, in the order of `classes`; unknown features count nothing."""
        rows = [self.columns[name] for name in features if name in self.columns]
        score = self.weights[rows].sum(0, dtype=float) + self.bias
        score = np.exp(score - score.max())
        return score / score.sum()

    def explain(self, features: Iterable[str], outcome: str) -> list[tuple[str, float]]:
        """The features present with their weight for an outcome, the heaviest first."""
        column = self.classes.index(outcome)
        found = [(n, float(self.weights[self.columns[n], column])) for n in features if n in self.columns]
        return sorted(found, key=lambda item: -abs(item[1]))


def fitted(
    rows: Sequence[set[str]], outcomes: Sequence[str], classes: Sequence[str], penalty: float, often: int
) -> Scorer:
    """A scorer from the features of each sample and its outcome, one of three or more `classes`, each of which occurs.

    Features seen less than `often` are left out; `penalty` is scikit-learn's C, which is needed for training alone.
    Deterministic.
    """
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    counts = Counter(name for row in rows for name in row)
    columns = {name: i for i, name in enumerate(sorted(n for n, seen in counts.items() if seen >= often))}
    cells = [(i, columns[name]) for i, row in enumerate(rows) for name in sorted(row) if name in columns]
    lines, places = zip(*cells, strict=True)
    matrix = csr_matrix((np.ones(len(lines), np.float32), (lines, places)), (len(rows), len(columns)))
    model = LogisticRegression(C=penalty, max_iter=300).fit(matrix, outcomes)
    order = [model.classes_.tolist().index(name) for name in classes]
    kept = np.flatnonzero(np.abs(model.coef_).max(0) >= SMALL)
    names = list(columns)
    weights, bias = model.coef_[order].T[kept].astype(np.float32), model.intercept_[order].astype(np.float32)
    return Scorer(tuple(classes), {names[i]: n for n, i in enumerate(kept)}, weights, bias)
