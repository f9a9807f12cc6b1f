"""Training of the two scorers of stances: `python -m workbench.stances.train --dse FOLDER`, `--acts FOLDER …`.

`--dse` reads `train.jsonl` to learn directed sentiment and `dev.jsonl` only to report. `--acts` learns to judge pairs
of actors from folders that hold texts (`NAME.txt`) and their acts (`gold.jsonl`, in the shape of `tests/gold`).
Deterministic: the same data give the same file.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .. import attribution, claims, language
from ..actors import Cast
from ..actors.lexicon import plain
from ..actors.names import slug
from ..codebook import Codebook, load_codebook
from ..records import Article
from . import pairs, sentiment
from .directed import ACTS
from .implied import implied_acts
from .polarity import Reader
from .relations import named_acts, ruled
from .scorer import Scorer, fitted
from .sentiment import CLASSES, FAVOUR, Sentence, five
from .statements import Cues, statements
from .turns import turns

OFTEN, PENALTY = 4, 0.1  # of directed sentiment: times a feature must be seen, scikit-learn's C
OFTEN_OF_PAIRS, PENALTY_OF_PAIRS = 2, 0.1
EXACT = 2
LABELS = {0: (0, 0), 1: (1, 0), 2: (0, 1), 3: (2, 0), 4: (0, 2)}  # DSE's label -> class in either direction


def main() -> None:
    """Train what is asked for, write its file, say what it holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dse", type=Path, help="folder with train.jsonl and dev.jsonl")
    parser.add_argument("--acts", type=Path, nargs="+", help="folders with texts and gold.jsonl")
    parser.add_argument("--codebook", default="ukraine", help="codebook that the texts are read with")
    given = parser.parse_args()
    if given.dse:
        book = load_codebook("base")
        made = trained(*_samples(given.dse / "train.jsonl", book))
        made.save(sentiment.FILE)
        print(f"{len(made.columns):,} features, {sentiment.FILE.stat().st_size:,} bytes")
        report(made, *_samples(given.dse / "dev.jsonl", book))
    if given.acts:
        rows, outcomes = judgements(given.acts, load_codebook(given.codebook))
        made = trained_on_pairs(rows, outcomes)
        made.save(pairs.FILE)
        acts = sum(outcome != "none" for outcome in outcomes)
        print(f"{len(rows):,} pairs, {acts:,} of them acts, {len(made.columns):,} features")


def judgements(folders: list[Path], book: Codebook) -> tuple[list[set[str]], list[str]]:
    """Features of every pair of actors of every sentence, and the act that the gold has there, or "none".

    Where the gold shows the pair's act in another sentence this one is left out: it may show it too.
    """
    rows, outcomes = [], []
    for folder in folders:
        for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
            read = json.loads(line)
            text = (folder / f"{read['doc_id']}.txt").read_bytes().decode("utf-8")
            gold = [row for row in read["stances"] if row["target_kind"] == "actor"]
            for pair, outcome in _judged(read["doc_id"], text, gold, book):
                rows.append(pair.features)
                outcomes.append(outcome)
    return rows, outcomes


def _judged(name: str, text: str, gold: list[dict], book: Codebook) -> Iterator[tuple[pairs.Pair, str]]:
    article, doc = Article(name, "", text, ""), language.pipeline()(text)
    cast, cues = Cast.of(article, doc, book), Cues(doc, book)
    said = claims.claims(doc, article, book, cast, attribution.attributions(doc, text))
    made = statements(doc, cues, cast, said, list(turns(doc, cast)))
    acts = [*named_acts(made, cues, cast), *implied_acts(doc, made, cast, Reader(doc, cues, cast, made))]
    found = pairs.pairs(doc, cast, made, ruled(acts, made, cast).values())
    same = [[_same(row, pair, cast, book) for row in gold] for pair in found]
    for pair, fits in zip(found, same, strict=True):
        here = [k for k, row in enumerate(gold) if fits[k] and _overlaps(row, pair)]
        kept = [k for k in here if fits[k] == EXACT or not _found_exactly(k, pair.place, found, same)]
        if kept or not any(fits):
            yield pair, gold[kept[0]]["act"] if kept else "none"


def _overlaps(row: dict, pair: pairs.Pair) -> bool:
    return row["start"] < pair.place[1] and pair.place[0] < row["end"]


def _found_exactly(k: int, place: tuple[int, int], found: list[pairs.Pair], same: list[list[int]]) -> bool:
    """Whether a pair of this sentence is the one of a gold row by name, and not only by its states."""
    return any(fits[k] == EXACT and pair.place == place for pair, fits in zip(found, same, strict=True))


def _same(row: dict, pair: pairs.Pair, cast: Cast, book: Codebook) -> int:
    """2 where the two are those of a gold row, 1 where they stand for the same states, else 0."""
    named = [_known(book).get(plain(row[key]), slug(row[key])) for key in ("holder", "target")]
    ours = [pair.holder, pair.target]
    if named == ours:
        return EXACT
    return int([_stands_for(who, cast) for who in named] == [_stands_for(who, cast) for who in ours])


def _stands_for(actor_id: str, cast: Cast) -> str:
    """The state of a person or body; a bloc is itself."""
    return next((who for who in cast.roster.chain(actor_id) if cast.kind(who) == "state"), actor_id)


@lru_cache(maxsize=2)
def _known(book: Codebook) -> dict[str, str]:
    return {plain(name): entry.id for entry in book.actors for name in (entry.name, *entry.aliases)}


def trained_on_pairs(rows: list[set[str]], outcomes: list[str]) -> Scorer:
    """The judge of pairs, from their features and acts."""
    classes = ["none", *(act for act in ACTS if act in set(outcomes))]
    return fitted(rows, outcomes, classes, PENALTY_OF_PAIRS, OFTEN_OF_PAIRS)


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
    """The scorer of directed sentiment, from features of both directions and labels of the pairs."""
    outcomes = [CLASSES[side] for label in labels for side in LABELS[label]]
    return fitted(features, outcomes, CLASSES, PENALTY, OFTEN)


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
