"""Rows as W3C Web Annotations (JSON-LD): each a note on its words, found by quote and by position."""

from __future__ import annotations

import json
from typing import IO, Any
from urllib.parse import quote

from ..corrections.decisions import anchor
from .cells import records
from .spreadsheets import Schemas, Tables


def write_annotations(tables: Tables, schemas: Schemas, file: IO[bytes]) -> None:
    """W3C Web Annotations: every row as a note on its words, found by quote and by position."""
    articles = {row["article_id"]: row for row in records(tables["articles"], schemas["articles"])}
    items = [
        _annotation(name, row, articles[row["article_id"]])
        for name, table in tables.items()
        if {"article_id", "start", "end"} <= set(table.columns)
        for row in records(table, schemas[name])
    ]
    page = {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage", "items": items}
    file.write(json.dumps(page, ensure_ascii=False, indent=1).encode())


def _annotation(name: str, row: dict[str, Any], article: dict[str, Any]) -> dict[str, Any]:
    key, words, start, end = next(iter(row.values())), article["text"], row["start"], row["end"]
    stated = {k: v for k, v in row.items() if v not in (None, [])}
    described = {"type": "TextualBody", "purpose": "describing", "format": "application/json"}
    quoted = {k: v for k, v in anchor(words, start, end).items() if k in ("exact", "prefix", "suffix")}
    return {
        "id": f"urn:workbench:{quote(str(key))}",
        "type": "Annotation",
        "motivation": "classifying",
        "body": [
            {"type": "TextualBody", "purpose": "tagging", "value": name},
            {**described, "value": json.dumps(stated, ensure_ascii=False)},
        ],
        "target": {
            "source": article["url"] or f"urn:sha256:{article['sha256']}",
            "selector": [
                {"type": "TextQuoteSelector", **quoted},
                {"type": "TextPositionSelector", "start": start, "end": end},
            ],
        },
    }
