"""Training of the attribution model: `python -m workbench.attribution.train --polnear FOLDER`.

Reads `train.jsonl` only, and is deterministic: the same data give the same file. The second tagger and the
acceptor learn from what models of other parts of the data say, because what a model says of its own
training data is too sure.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from . import features, pairs
from .accept import Acceptor
from .candidates import POSSIBLE, POSSIBLE_IN_TRAINING, candidates
from .gold import Gold, joined, read
from .linking import Structure
from .model import CUE_LABELS, FILE, WORD_LABELS, Model, Prior, figures, link, tag
from .pairs import First
from .senses import Senses
from .tagger import SLOT, Field
from .words import Ints

Matrix = NDArray[np.uint32]
Item = TypeVar("Item")
Sample = tuple[Matrix, Ints, Ints]  # features, label numbers, lengths of the sequences

WORD_SETTINGS = {"c1": 1.3, "c2": 0.01, "max_iterations": 60, "feature.minfreq": 10}
PAIR_SETTINGS = {"c1": 1.0, "c2": 0.01, "max_iterations": 70, "feature.minfreq": 3}
FOLDS = 4
SEEN = 3  # times that a lemma must have been a cue to have a prior
DOUBT = 3  # imagined misses that a prior starts from
TREE_SETTINGS = {
    "max_iter": 400,
    "learning_rate": 0.04,
    "max_leaf_nodes": 15,
    "min_samples_leaf": 60,
    "l2_regularization": 5.0,
    "max_features": 0.4,
    "random_state": 0,
}
NODE = {
    "feature": np.uint8,
    "threshold": np.float64,
    "left": np.uint8,
    "right": np.uint8,
    "value": np.float32,
}


# --- the two fields -----------------------------------------------------------------------------


def fit(samples: Sequence[Sample], labels: list[str], settings: dict) -> Field:
    """A field fitted by L-BFGS with both penalties; features rarer than `feature.minfreq` are left out."""
    import pycrfsuite

    kept = _frequent((matrix for matrix, _, _ in samples), settings["feature.minfreq"])
    names = np.array([str(key) for key in kept], dtype=object)
    trainer = pycrfsuite.Trainer(verbose=False)
    for matrix, wanted, lengths in samples:
        at = np.minimum(np.searchsorted(kept, matrix), len(kept) - 1)
        rows = [names[row[use]].tolist() for row, use in zip(at, kept[at] == matrix)]
        ends = np.cumsum(lengths).tolist()
        for start, end in zip([0, *ends], ends):
            trainer.append(rows[start:end], [labels[k] for k in wanted[start:end]])
    trainer.set_params(settings | {"feature.possible_transitions": True})
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "field")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        return _field(tagger.info(), labels)


def _frequent(matrices: Iterable[Matrix], least: int) -> Matrix:
    """The features that occur often enough, sorted."""
    keys, counts = np.unique(np.concatenate([matrix.ravel() for matrix in matrices]), return_counts=True)
    return keys[(counts >= least) & (keys > 0)]


def _field(info, labels: list[str]) -> Field:  # type: ignore[no-untyped-def]
    """The weights that are not zero."""
    number = {name: k for k, name in enumerate(labels)}
    rows: dict[int, NDArray] = {}
    for (key, name), weight in info.state_features.items():
        rows.setdefault(int(key), np.zeros(len(labels), np.float16))[number[name]] = weight
    keys = np.array(sorted(rows), np.uint32)
    moves = np.zeros((len(labels), len(labels)), np.float32)
    for (one, other), weight in info.transitions.items():
        moves[number[one], number[other]] = weight
    return _slotted(labels, keys, np.stack([rows[key] for key in keys.tolist()]), moves)


def _slotted(labels: list[str], keys: Matrix, weights: NDArray, moves: NDArray) -> Field:
    """A field in which of two features in one slot the heavier is kept."""
    heavy = np.argsort(-np.abs(weights).sum(axis=1), kind="stable")
    _, first = np.unique((keys >> SLOT)[heavy], return_index=True)
    chosen = np.sort(heavy[first])
    return Field(labels, keys[chosen], weights[chosen], moves)


def averaged(fields: list[Field]) -> Field:
    """One field with the mean weights of several: what only some of them have seen counts less (Breiman 1996)."""
    keys = np.unique(np.concatenate([field.keys[1:] for field in fields]))
    weights = np.zeros((len(keys), len(fields[0].labels)), np.float32)
    for field in fields:
        weights[np.searchsorted(keys, field.keys[1:])] += field.weights[1:] / len(fields)
    return _slotted(fields[0].labels, keys, weights, np.mean([field.moves for field in fields], axis=0))


def cue_prior(articles: list[Gold]) -> Prior:
    """How often each lemma is (part of) a cue."""
    lemmas = np.concatenate([gold.words.lemma for gold in articles])
    is_cue = np.concatenate([np.isin(gold.labels(), (3, 4)) for gold in articles])
    kept, place = np.unique(lemmas, return_inverse=True)
    seen, hits = np.bincount(place), np.bincount(place, is_cue)
    often = hits >= SEEN
    return Prior(kept[often], (hits / (seen + DOUBT))[often], 0.0)


def fit_words(articles: list[Gold], prior: Prior, senses: Senses) -> Field:
    """The first field."""
    samples = []
    for gold in articles:
        lengths = np.unique(gold.words.paragraph, return_counts=True)[1]
        seen = features.of_words(gold.words, prior.of(gold.words.lemma), senses.of(gold.words))
        samples.append((seen, gold.labels(), lengths))
    return fit(samples, WORD_LABELS, WORD_SETTINGS)


def fit_pairs(articles: list[Gold], tagged: list[First]) -> Field:
    """The second field, from the candidates that are cues."""
    samples = [sample for gold, first in zip(articles, tagged) if (sample := _pair_sample(gold, first))]
    return fit(samples, CUE_LABELS, PAIR_SETTINGS)


def _pair_sample(gold: Gold, first: First) -> Sample | None:
    cues = candidates(gold.words, first.cue, POSSIBLE_IN_TRAINING)
    matched = gold.matched(cues)
    if not matched:
        return None
    matrix, lengths = pairs.of_pairs(gold.words, cues, first)
    ends = np.cumsum(lengths)
    rows, wanted = [], []
    for k, attribution in sorted(matched.items()):
        rows.append(np.arange(ends[k] - lengths[k], ends[k]))
        label = np.zeros(lengths[k], np.int64)
        for part in ("cue", "source", "content"):
            at = joined(attribution[part]) - cues[k].low
            label[at[(at >= 0) & (at < lengths[k])]] = CUE_LABELS.index(part)
        wanted.append(label)
    return (
        matrix[np.concatenate(rows)],
        np.concatenate(wanted),
        lengths[sorted(matched)],
    )


# --- the acceptor -------------------------------------------------------------------------------


def right_prior(articles: list[Gold], found: list[list[Structure]]) -> Prior:
    """How often a candidate with this lemma at its head is a cue."""
    seen: Counter[int] = Counter()
    hits: Counter[int] = Counter()
    for gold, structures in zip(articles, found):
        cues = set(joined([piece for item in gold.attributions for piece in item["cue"]]).tolist())
        for item in (item for item in structures if not item.variant):
            lemma = int(gold.words.lemma[item.candidate.head])
            seen[lemma] += 1
            hits[lemma] += item.candidate.head in cues
    lemmas = sorted(lemma for lemma in seen if seen[lemma] > SEEN)
    values = [(hits[lemma] + 0.3 * DOUBT) / (seen[lemma] + DOUBT) for lemma in lemmas]
    return Prior(np.array(lemmas, np.uint64), np.array(values), 0.3)


def is_right(gold: Gold, found: list[Structure]) -> list[bool]:
    """Whether a structure has at least half of its content, and its source, in common with an attribution."""
    wanted = [
        (_in_words(gold, item["content"]), _in_words(gold, item["source"])) for item in gold.attributions
    ]
    out = []
    for item in found:
        content, source = (
            _in_words(gold, [np.arange(*piece) for piece in part]) for part in (item.content, item.source)
        )
        out.append(
            any(
                2 * len(content & c) >= len(content | c) > 0 and (bool(source & s) or not (source or s))
                for c, s in wanted
            )
        )
    return out


def _in_words(gold: Gold, stretches: list[Ints]) -> set[int]:
    """Words that are no marks, as the measure counts them."""
    text, words = gold.text, gold.words
    return {
        i for i in joined(stretches).tolist() if any(c.isalnum() for c in text[words.start[i] : words.end[i]])
    }


def fit_acceptor(seen: NDArray[np.float64], right: NDArray[np.bool_]) -> Acceptor:
    """Gradient boosting, its trees copied into arrays."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    fitted = HistGradientBoostingClassifier(**TREE_SETTINGS, early_stopping=False)
    fitted.fit(seen, right)
    trees = [stage[0].nodes for stage in fitted._predictors]
    size = max(map(len, trees))
    arrays = {name: np.zeros((len(trees), size), kind) for name, kind in NODE.items()}
    for k, nodes in enumerate(trees):
        leaf, own = nodes["is_leaf"].astype(bool), np.arange(len(nodes))
        arrays["feature"][k, : len(nodes)] = np.where(leaf, 0, nodes["feature_idx"])
        arrays["threshold"][k, : len(nodes)] = nodes["num_threshold"]
        arrays["left"][k, : len(nodes)] = np.where(leaf, own, nodes["left"])
        arrays["right"][k, : len(nodes)] = np.where(leaf, own, nodes["right"])
        arrays["value"][k, : len(nodes)] = np.where(leaf, nodes["value"], 0)
    depth = max(int(nodes["depth"].max()) for nodes in trees)
    return Acceptor(**arrays, base=float(fitted._baseline_prediction.item()), depth=depth)


# --- all of it ----------------------------------------------------------------------------------


def train(articles: list[Gold], senses: Senses) -> Model:
    """The whole model; what is said of a fold on the way comes from models of the other folds."""
    parts = [_others(articles, fold) for fold in range(FOLDS + 1)]  # the last one is all of them
    folds = [number % FOLDS for number in range(len(articles))]
    priors = [cue_prior(part) for part in parts]
    with ProcessPoolExecutor() as pool:
        fields = list(pool.map(fit_words, parts, priors, repeat(senses)))
        _say("first tagger")
        tagged = [tag(fields[k], priors[k], senses, gold.words) for k, gold in zip(folds, articles)]
        linkers = list(pool.map(fit_pairs, parts, [_others(tagged, k) for k in range(FOLDS + 1)]))
        _say("second tagger")
    found = [
        link(linkers[k], gold.words, gold.text, first, POSSIBLE)
        for k, gold, first in zip(folds, articles, tagged)
    ]
    rights = [right_prior(part, _others(found, k)) for k, part in enumerate(parts)]
    seen, right = [], []
    for k, gold, first, structures in zip(folds, articles, tagged, found):
        if structures:
            seen.append(figures(priors[k], rights[k], gold.words, first, structures))
            right += is_right(gold, structures)
    acceptor = fit_acceptor(np.concatenate(seen), np.array(right))
    return Model(senses, priors[-1], averaged(fields), linkers[-1], rights[-1], acceptor)


def _others(items: list[Item], fold: int) -> list[Item]:
    """Those that lie in other folds."""
    return [item for number, item in enumerate(items) if number % FOLDS != fold]


def _say(done: str) -> None:
    print(f"trained: {done}", file=sys.stderr, flush=True)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m workbench.attribution.train", description=__doc__)
    parser.add_argument("--polnear", type=Path, required=True, help="folder with train.jsonl")
    parser.add_argument(
        "--wordnet",
        type=Path,
        default=Path("/usr/share/wordnet"),
        help="folder of WordNet 3.0",
    )
    parser.add_argument("--to", type=Path, default=FILE, help="file to write")
    arguments = parser.parse_args()
    senses = Senses.drawn(arguments.wordnet)
    train(read(arguments.polnear / "train.jsonl"), senses).save(arguments.to)


if __name__ == "__main__":
    main()
