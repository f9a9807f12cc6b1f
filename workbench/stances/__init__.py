"""Stances: who affirms, doubts or rejects a proposition, and who acts towards whom.

`statements` says who says or does what (`doers`: whose a word is, `turns`: speakers of a transcript), `propositions`
finds the codebook's patterns in it, `anaphors` what points back to one, `agents` whose doing it is, `way` what turns
its meaning, `polarity` which side is taken; `positions` makes the rows. `relations`, `targets` and `implied` read acts
between actors (`directed`), `pairs` judges what they miss. `sentiment` is a trained scorer of one mention towards
another; the cards of both models are SENTIMENT.md and PAIRS.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..actors import Cast
from ..codebook import Codebook
from ..entries import Proposition
from ..records import Article, Claim, Stance
from .implied import implied_acts
from .polarity import Reader
from .positions import positions
from .relations import named_acts, relations
from .statements import Cues, statements
from .turns import turns

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["fires", "stances"]


def stances(doc: Doc, article: Article, codebook: Codebook, cast: Cast, said: list[Claim]) -> list[Stance]:
    """The positions and directed acts of one article, in the order of the text.

    One row for each holder, target and position or act: the clearest evidence. The outlet holds nothing;
    what nobody in the text says or does is not read.
    """
    cues = Cues(doc, codebook)
    made = statements(doc, cues, cast, said, list(turns(doc, cast)))
    reader = Reader(doc, cues, cast, made)
    acts = [*named_acts(made, cues, cast), *implied_acts(doc, made, cast, reader)]
    rows = positions(doc, article, codebook, cast, made, reader) + relations(doc, article, cast, made, acts)
    return sorted(rows, key=lambda row: (row.start, row.end, row.stance_id))


def fires(entry: Proposition, sentence: str, codebook: Codebook) -> bool:
    """Whether somebody takes a side on this proposition in the sentence.

    A sentence may begin with the side that must be read: "doubts: The alliance has seen no sign of it.". It is read
    as part of an article that has the proposition's setting.
    """
    from .. import attribution, claims, language

    side, mark, rest = sentence.partition(": ")
    expected = side if mark and side in ("affirms", "rejects", "doubts", "mixed") else None
    text = "\n\n".join([rest if expected else sentence, *entry.setting[:1]])
    article, doc = Article("example", "", text, ""), language.pipeline()(text)
    cast = Cast.of(article, doc, codebook)
    said = claims.claims(doc, article, codebook, cast, attribution.attributions(doc, text))
    found = {s.position for s in stances(doc, article, codebook, cast, said) if s.target == entry.id}
    return found == {expected} if expected else bool(found)
