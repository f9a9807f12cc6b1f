"""What an analyst knows of the files: `articles.toml` or `articles.csv` beside them, which overrides anything.

TOML: a table `[article."file name"]` each, with any of the fields below. CSV: a column `file`, and columns
named after fields. A row of a file of many is named by its article id.
"""

from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ..corrections import KEPT, LEDGER
from ..durable import replace
from ..records import Article, InputError
from .dating import day_of
from .pieces import LARGEST

NAMES = ("articles.toml", "articles.csv")
FIELDS = ("outlet", "headline", "author", "url", "published", "language", "flags", "why")
Known = dict[str, dict[str, Any]]


class Sidecar:
    """What is known of the files of one folder; `problems` are sentences on what in it cannot be used."""

    def __init__(self, folder: Path) -> None:
        self.known: Known = {}
        # The analyst's corrections are no articles either, and nobody needs to be told.
        self.problems: dict[str, list[str]] = {name: [] for name in (*KEPT, f"{LEDGER}.lock")}
        for name in NAMES:
            path = folder / name
            if path.is_symlink() or not path.is_file():
                continue
            self.problems[name] = problems = []
            try:
                if path.stat().st_size > LARGEST:
                    raise ValueError(f"more than {LARGEST:,} bytes")
                loaded = _toml(path) if name.endswith("toml") else _csv(path)
            except (ValueError, OSError, csv.Error) as error:
                problems.append(f"{path}: {error}; mend it, nothing in it was used")
                continue
            if loaded is None:
                del self.problems[name]  # a data file that has the name by chance
                continue
            for key, entry in loaded.items():
                self.known[key] = dict(_fields(key, entry, problems))

    def of(self, *keys: str) -> dict[str, Any]:
        """What is known of an article under its file name or its id."""
        return {name: value for key in keys for name, value in self.known.get(key, {}).items()}


def _toml(path: Path) -> Known:
    entries = tomllib.loads(path.read_text(encoding="utf-8-sig")).get("article", {})
    if not isinstance(entries, dict) or not all(isinstance(entry, dict) for entry in entries.values()):
        raise ValueError('expected tables like [article."name.txt"]')
    return entries


def _csv(path: Path) -> Known | None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if "file" not in (rows.fieldnames or ()):
            return None
        return {
            row.pop("file"): {k: v for k, v in row.items() if v not in (None, "")}
            for row in rows
            if row["file"]
        }


def _fields(key: str, entry: dict[str, Any], problems: list[str]) -> Iterator[tuple[str, Any]]:
    for name, value in entry.items():
        if name not in FIELDS:
            problems.append(f"{key!r}: no field {name!r}; there are {', '.join(FIELDS)}")
        elif name == "published":
            day = value.date() if isinstance(value, datetime) else value
            day = day if isinstance(day, date) else day_of(str(value))
            if day is None:
                problems.append(f"{key!r}: {value!r} is no date; write 2022-02-16")
            else:
                yield name, day
        elif name == "flags":
            yield name, tuple(value.replace(",", " ").split() if isinstance(value, str) else map(str, value))
        else:
            yield name, str(value)


def accept(folder: str | Path, article: Article, published: date, why: str) -> Path:
    """Write a date that an analyst accepts into `articles.toml`; InputError where one is stated already."""
    path = Path(folder) / NAMES[0]
    name = Path(article.path).name
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    header = f"[article.{json.dumps(name, ensure_ascii=False)}]"
    if "published" in tomllib.loads(text).get("article", {}).get(name, {}):
        raise InputError(f"{path}: {name} has a date already; change it there")
    lines = f"{header}\npublished = {published.isoformat()}\nwhy = {json.dumps(why, ensure_ascii=False)}\n"
    if header in text:
        lines = lines if "why" not in tomllib.loads(text)["article"][name] else lines[: lines.index("why")]
        text = text.replace(header + "\n", lines, 1)
    else:
        text += ("\n" if text else "") + lines
    tomllib.loads(text)
    return replace(path, lambda file: file.write(text.encode()))
