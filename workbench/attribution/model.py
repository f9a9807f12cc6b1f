"""The trained model as one file, and the three steps that read with it: tag, link, accept."""

from __future__ import annotations

import io
import lzma
from dataclasses import dataclass
from dataclasses import fields as parts
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from . import accept, features, pairs
from .accept import Acceptor
from .candidates import POSSIBLE, candidates
from .linking import Structure, structures
from .pairs import First
from .senses import Senses
from .tagger import Field, Reading
from .words import Hashes, Words

FILE = Path(__file__).parent / "model.npz.xz"
WORD_LABELS = [
    "none",
    "source begins",
    "source",
    "cue begins",
    "cue",
    "content begins",
    "content",
]
CUE_LABELS = ["none", "source", "content", "cue"]


@dataclass(frozen=True)
class Prior:
    """A probability for every lemma that training has seen often enough."""

    lemmas: Hashes
    values: NDArray[np.float64]
    default: float

    def of(self, lemmas: Hashes) -> NDArray[np.float64]:
        at = np.minimum(np.searchsorted(self.lemmas, lemmas), len(self.lemmas) - 1)
        return np.where(self.lemmas[at] == lemmas, self.values[at], self.default)


@dataclass(frozen=True)
class Model:
    """Two fields, two priors, an acceptor, and the senses of words."""

    senses: Senses
    cue_prior: Prior  # how often a lemma is a cue
    words: Field  # labels every word
    pairs: Field  # labels the words around one candidate
    right_prior: Prior  # how often a candidate with this lemma is right
    acceptor: Acceptor

    def tag(self, words: Words) -> First:
        """Step 1: every word for itself, a paragraph at a time."""
        return tag(self.words, self.cue_prior, self.senses, words)

    def link(self, words: Words, text: str, first: First, least: float = POSSIBLE) -> list[Structure]:
        """Step 2: the source and content of every candidate for a cue that has any."""
        return link(self.pairs, words, text, first, least)

    def confidence(self, words: Words, first: First, found: list[Structure]) -> NDArray[np.float64]:
        """Step 3: how likely each is right."""
        return self.acceptor.probability(figures(self.cue_prior, self.right_prior, words, first, found))

    def save(self, path: Path) -> None:
        """One compressed file of arrays, the same bytes for the same model."""
        buffer = io.BytesIO()
        np.savez(buffer, allow_pickle=False, **self._arrays())
        path.write_bytes(lzma.compress(buffer.getvalue(), preset=9 | lzma.PRESET_EXTREME))

    def _arrays(self) -> dict[str, NDArray]:
        out: dict[str, NDArray] = {
            "senses.lemmas": self.senses.lemmas,
            "senses.values": self.senses.values,
        }
        for name in ("words", "pairs"):
            field: Field = getattr(self, name)
            out |= {
                f"{name}.keys": field.keys[1:],
                f"{name}.weights": field.weights[1:].astype(np.float16),
            }
            out[f"{name}.moves"] = field.moves.astype(np.float32)
        for name in ("cue_prior", "right_prior"):
            prior: Prior = getattr(self, name)
            out |= {
                f"{name}.lemmas": prior.lemmas,
                f"{name}.values": prior.values.astype(np.float32),
            }
            out[f"{name}.default"] = np.array(prior.default)
        out |= {
            f"acceptor.{part.name}": np.array(getattr(self.acceptor, part.name)) for part in parts(Acceptor)
        }
        return out

    @classmethod
    def load(cls, path: Path = FILE) -> Model:
        """What `save` wrote."""
        held = np.load(io.BytesIO(lzma.decompress(path.read_bytes())), allow_pickle=False)

        def field(name: str, labels: list[str]) -> Field:
            return Field(
                labels,
                *(held[f"{name}.{part}"] for part in ("keys", "weights", "moves")),
            )

        def prior(name: str) -> Prior:
            return Prior(
                held[f"{name}.lemmas"],
                held[f"{name}.values"],
                float(held[f"{name}.default"]),
            )

        trees = {
            name: held[f"acceptor.{name}"] for name in ("feature", "threshold", "left", "right", "value")
        }
        acceptor = Acceptor(**trees, base=float(held["acceptor.base"]), depth=int(held["acceptor.depth"]))
        return cls(
            Senses(held["senses.lemmas"], held["senses.values"]),
            prior("cue_prior"),
            field("words", WORD_LABELS),
            field("pairs", CUE_LABELS),
            prior("right_prior"),
            acceptor,
        )


@lru_cache(maxsize=1)
def model() -> Model:
    """The model that comes with the package, loaded once."""
    return Model.load()


def tag(field: Field, prior: Prior, senses: Senses, words: Words) -> First:
    """Run the first field over the paragraphs of an article."""
    lengths = np.unique(words.paragraph, return_counts=True)[1]
    kinds = senses.of(words)
    reading = field.read(features.of_words(words, prior.of(words.lemma), kinds), lengths)
    source, cue, content = (reading.marginal[:, k] + reading.marginal[:, k + 1] for k in (1, 3, 5))
    return First(reading.best, source, cue, content, kinds)


def link(field: Field, words: Words, text: str, first: First, least: float) -> list[Structure]:
    """Run the second field once for every candidate, all at once."""
    cues = candidates(words, first.cue, least)
    if not cues:
        return []
    seen, lengths = pairs.of_pairs(words, cues, first)
    reading = field.read(seen, lengths)
    found, position = [], 0
    for k, (cue, length) in enumerate(zip(cues, lengths.tolist())):
        rows = slice(position, position + length)
        position += length
        part = Reading(reading.marginal[rows], reading.best[rows], reading.probability[k : k + 1])
        found += structures(words, text, cue, part)
    return found


def figures(
    cue_prior: Prior, right_prior: Prior, words: Words, first: First, found: list[Structure]
) -> NDArray[np.float64]:
    """What the acceptor sees of each structure."""
    priors = np.stack([cue_prior.of(words.lemma), right_prior.of(words.lemma)], axis=1)
    return accept.figures(words, first, found, priors)
