"""Tables while they are corrected: every row found by its article and words, one correction after the other."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pandas as pd

from ..exports.cells import LISTS, plain, series
from ..schemas import DTYPES, SCHEMAS, Column
from ..spans import row_id
from ..tables import Tables
from .decisions import WORDS, Entry

LETTERS = {"claims": "c", "figures": "f", "stances": "s", "framings": "w"}
# Ids that hold the article's id, and what is computed over the whole corpus, are no part of what was judged.
DERIVED = WORDS | {"claim_id", "parent_id", "figure_id", "stance_id", "framing_id", "estimate_id"}


class Stale(Exception):
    """Why a correction does not fit the tables."""


class Bench:
    """Tables being corrected: copied when first touched, with their rows found by article and words."""

    def __init__(self, tables: Tables) -> None:
        self.tables = dict(tables)
        self.changed: set[str] = set()
        self.remarks: list[tuple[str, Entry]] = []  # row id and payload
        articles = tables.articles
        self.texts = dict(zip(articles["article_id"], articles["text"], strict=True))
        self.by_hash = defaultdict(list)
        # A copy of an article that stands for another comes last.
        for article in articles.sort_values("duplicate_of", na_position="first", kind="stable").itertuples():
            self.by_hash[article.sha256].append(article.article_id)
        self.rows: dict[str, dict[str, int]] = {}
        self.places: dict[str, dict[tuple, list[int]]] = {}

    def _index(self, name: str) -> None:
        if name not in self.rows:
            table = self.tables[name] = self.tables[name].copy().reset_index(drop=True)
            self.rows[name] = {key: i for i, key in enumerate(table.iloc[:, 0])}
            places: dict[tuple, list[int]] = defaultdict(list)
            self.places[name] = places
            if "start" in table:
                for i, place in enumerate(
                    zip(table["article_id"], table["start"], table["end"], strict=True)
                ):
                    places[place].append(i)

    def article(self, payload: Entry) -> str:
        """The article that a correction is about."""
        ids = self.by_hash.get(payload["article"], [])
        if not ids:
            changed = payload.get("article_id") in self.texts
            raise Stale("the article has changed" if changed else "the article is not among these")
        return payload["article_id"] if payload.get("article_id") in ids else ids[0]

    def words(self, payload: Entry) -> tuple[str, int, int]:
        """Article, start and end of the anchored words, which must still be there."""
        article, place = self.article(payload), payload["anchor"]
        if self.texts[article][place["start"] : place["end"]] != place["exact"]:
            raise Stale("other words stand in its place")
        return article, place["start"], place["end"]

    def row(self, payload: Entry) -> int:
        """The position of the row that a correction is about."""
        name = payload["table"]
        self._index(name)
        place: tuple = ()
        if name == "actors":
            key = payload.get("row")
        elif name == "articles":
            key = self.article(payload)
        else:
            place = self.words(payload)
            key = f"{place[0]}:{payload.get('row')}"
        found = [self.rows[name][key]] if key in self.rows[name] else []
        if place and not payload.get("row"):
            found = self.places[name].get(place, [])
        if len(found) != 1:
            raise Stale(f"{len(found)} rows stand there now" if found else "the row is not found any more")
        return found[0]

    def value(self, name: str, row: int, column: str) -> Any:
        kinds = {c.name: c.type for c in SCHEMAS[name]}
        if column not in kinds or column not in self.tables[name]:
            raise Stale(f"there is no column {column} any more")
        return plain(self.tables[name][column].iloc[row : row + 1], kinds[column])[0]

    def correct(self, payload: Entry) -> None:
        """Apply one correction, or raise Stale."""
        if payload["kind"] == "add":
            self._add(payload)
            return
        row, name, kind = self.row(payload), payload["table"], payload["kind"]
        if kind in ("accept", "reject"):
            self._unchanged(name, row, payload.get("was") or {})
            self._status(name, row, "rejected" if kind == "reject" else "accepted")
        elif kind == "edit":
            known = self.value(name, row, payload["field"])
            if known == payload["now"]:
                self._status(name, row, "accepted")
                return
            self._unchanged(name, row, {payload["field"]: payload["was"]})
            self._set(name, row, payload["field"], self._fitting(name, payload["field"], payload["now"]))
            self._status(name, row, "corrected")
        else:
            self.remarks.append((self.tables[name].iloc[row, 0], payload))

    def _unchanged(self, name: str, row: int, was: dict[str, Any]) -> None:
        for field, value in was.items():
            if (known := self.value(name, row, field)) != value:
                raise Stale(f"{field} was {value!r} and is {known!r} now")

    def _fitting(self, name: str, field: str, value: Any) -> Any:
        """The value as the column holds it; Stale where it may not."""
        column = _column(name, field)
        if value is None and column.required or column.values and value not in (None, *column.values):
            raise Stale(f"{field} cannot be {value!r}")
        try:
            if value is not None and (
                isinstance(value, list) != (column.type in LISTS) or isinstance(value, dict)
            ):
                raise TypeError
            held = series([value], column.type)
            if value is not None and plain(held, column.type) != [value]:
                raise TypeError
        except (ValueError, TypeError, OverflowError) as error:
            raise Stale(f"{field} cannot be {value!r}: it is no {column.type}") from error
        if column.refers_to == "actors.actor_id" and value is not None:
            self._index("actors")
            if value not in self.rows["actors"]:
                raise Stale(f"{field} names {value!r}, whom no table knows; add that actor first")
        return held.iloc[0]

    def _set(self, name: str, row: int, field: str, value: Any) -> None:
        self.tables[name].at[row, field] = value
        self.changed.add(name)

    def _status(self, name: str, row: int, status: str) -> None:
        """The last word counts, but an edited or added row that is accepted stays known as such."""
        if "status" in self.tables[name]:
            known = self.tables[name].at[row, "status"]
            stays = known == "added" or known == "corrected" and status == "accepted"
            self._set(name, row, "status", known if stays and status != "rejected" else status)

    def _add(self, payload: Entry) -> None:
        name, given = payload["table"], payload["now"]
        self._index(name)
        values = given if name == "actors" else self._read(payload)
        key = values.get(SCHEMAS[name][0].name)
        if key in self.rows[name]:
            row = self.rows[name][key]
            self._unchanged(name, row, {k: v for k, v in given.items() if k not in DERIVED})
            self._status(name, row, "accepted")
            return
        fitting = {c.name: self._fitting(name, c.name, values.get(c.name)) for c in SCHEMAS[name]}
        new = pd.DataFrame(
            {c.name: pd.Series([fitting[c.name]], dtype=DTYPES[c.type]) for c in SCHEMAS[name]}
        )
        self.tables[name] = pd.concat([self.tables[name], new], ignore_index=True)
        self.rows[name][str(key)] = len(self.rows[name])
        self.changed.add(name)

    def _read(self, payload: Entry) -> dict[str, Any]:
        """The values of an added row: what the analyst gave, and what follows from the words."""
        name, given = payload["table"], payload["now"]
        article, start, end = self.words(payload)
        text = self.texts[article]
        tail = payload.get("row") or row_tail(name, start, end, given)
        values = {"article_id": article, "start": start, "end": end, "status": "added", "rule": "analyst"}
        values |= {"text": text[start:end], "content": text[start:end], "spans": [[start, end]]}
        values |= {
            "sentence_start": text.rfind("\n", 0, start) + 1,
            "sentence_end": (text + "\n").index("\n", end),
        }
        for words in ("cue", "source") if name == "claims" else ():
            place = [given.get(f"{words}_{side}") for side in ("start", "end")]
            if place != [None, None]:
                if not all(type(at) is int for at in place) or not 0 <= place[0] < place[1] <= len(text):
                    raise Stale(f"{words}_start and {words}_end are no words of the article")
                values[words] = text[slice(*place)]
        known = {column.name for column in SCHEMAS[name]}
        if unknown := given.keys() - known:
            raise Stale(f"there is no column {sorted(unknown)[0]}")
        # What follows from the words is not the analyst's to say otherwise.
        return {
            "actors": [],
            **given,
            **values,
            SCHEMAS[name][0].name: f"{article}:{tail}",
            "confidence": None,
        }

    def finished(self, keep_rejected: bool) -> dict[str, pd.DataFrame]:
        """The tables that changed."""
        done = {name: self.tables[name] for name in self.changed}
        if keep_rejected:
            return done
        for name in list(done):
            if "status" in done[name]:
                gone = done[name]["status"] == "rejected"
                if name == "claims" and gone.any():
                    self._forget(done, set(done[name].loc[gone, "claim_id"]))
                done[name] = done[name][~gone.fillna(False)].reset_index(drop=True)
        return done

    def _forget(self, done: dict[str, pd.DataFrame], gone: set[str]) -> None:
        """Empty every reference to claims that are hidden."""
        for name, columns in SCHEMAS.items():
            for column in columns:
                if column.refers_to == "claims.claim_id":
                    table = done.get(name, self.tables[name])
                    if (points := table[column.name].isin(gone)).any():
                        done[name] = table.assign(**{column.name: table[column.name].mask(points)})


def _column(name: str, field: str) -> Column:
    return next(column for column in SCHEMAS[name] if column.name == field)


def row_tail(name: str, start: int, end: int, values: dict[str, Any]) -> str:
    """A row's id without its article, as the program makes it; several may stand on the same words."""
    tail = row_id("", start, end, LETTERS[name])[1:]
    if name == "stances":
        tail += (
            f":{values.get('holder')}:{values.get('target')}:{values.get('position') or values.get('act')}"
        )
    elif name == "framings":
        tail += f":{values.get('concept') or values.get('frame')}:{values.get('voice')}"
    return tail
