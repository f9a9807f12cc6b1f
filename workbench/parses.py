"""A Doc and its attributions as bytes, so that a new proposition needs no new parse."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from . import attribution
from .language import pipeline
from .records import Article

if TYPE_CHECKING:
    from spacy.tokens import Doc

ATTRIBUTES = ["LEMMA", "TAG", "POS", "DEP", "HEAD", "SENT_START", "MORPH", "SPACY"]


def pack(doc: Doc, article: Article) -> tuple[list[attribution.Attribution], tuple[bytes, str]]:
    """The attributions of a parsed article, and both parse and attributions as they are kept."""
    from spacy.tokens import DocBin

    found = attribution.attributions(doc, article.text)
    kept = DocBin(attrs=ATTRIBUTES, docs=[doc]).to_bytes()
    return found, (kept, json.dumps([asdict(item) for item in found]))


def unpack(kept: tuple[bytes, str], article: Article) -> tuple[Doc, list[attribution.Attribution]]:
    """What `pack` kept, as it was."""
    from spacy.tokens import DocBin

    doc = next(DocBin().from_bytes(kept[0]).get_docs(pipeline().vocab))
    return doc, [attribution.Attribution(**_tuples(item)) for item in json.loads(kept[1])]


def _tuples(item: dict) -> dict:
    """JSON lists back to tuples, as the records hold them."""
    return {
        key: tuple(map(tuple, value)) if isinstance(value, list) else value for key, value in item.items()
    }
