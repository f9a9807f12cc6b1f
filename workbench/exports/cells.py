"""One cell as a plain value (what JSON can hold), as text and as Arrow, and back, by the type its column declares."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pyarrow as pa

from ..records import InputError
from ..schemas import DTYPES, Column

ARROW = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "date": pa.timestamp("us"),
    "boolean": pa.bool_(),
    "strings": pa.list_(pa.string()),
    "spans": pa.list_(pa.list_(pa.int64())),
}
LISTS = ("strings", "spans")


def plain(values: pd.Series, kind: str) -> list[Any]:
    """The values of a column as JSON could hold them: missing is None, a date is ISO text."""
    if kind in LISTS:
        return [_listed(value) for value in values]
    missing = values.isna()
    if kind == "date":
        stamps = values.astype("datetime64[us]")
        return [None if gone else _iso(stamp) for gone, stamp in zip(missing, stamps, strict=True)]
    make = {"string": str, "integer": int, "number": float, "boolean": bool}[kind]
    return [None if gone else make(value) for gone, value in zip(missing, values, strict=True)]


def _listed(value: Any) -> list | None:
    if value is None or value is pd.NA:
        return None
    return [list(map(int, item)) if isinstance(item, (list, tuple)) else item for item in value]


def _iso(stamp: pd.Timestamp) -> str:
    return stamp.date().isoformat() if stamp == stamp.normalize() else stamp.isoformat()


def series(values: list[Any], kind: str) -> pd.Series:
    """A column with the declared dtype from plain values; ValueError or TypeError where one does not fit."""
    if kind in LISTS:
        if not all(_shaped(item, kind) for value in values for item in value or ()):
            raise ValueError(f"no list of {kind}")
        return pd.Series([value if value is not None else [] for value in values], dtype=object)
    if kind == "date":
        return pd.Series([pd.Timestamp(v) if v is not None else pd.NaT for v in values], dtype=DTYPES[kind])
    return pd.Series(values, dtype=DTYPES[kind])


def _shaped(item: Any, kind: str) -> bool:
    if kind == "strings":
        return isinstance(item, str)
    return isinstance(item, list) and len(item) == 2 and all(type(at) is int for at in item)


def frame(rows: dict[str, list[Any]], columns: tuple[Column, ...], where: object) -> pd.DataFrame:
    """A table from plain values by column; InputError names the place, column and cure where they do not fit."""
    made = {}
    for column in columns:
        if column.name not in rows:
            raise InputError(f"{where}: has no column {column.name!r}; write it again with this version")
        try:
            made[column.name] = series(rows[column.name], column.type)
        except (ValueError, TypeError, OverflowError) as error:
            raise InputError(
                f"{where}: column {column.name!r} holds what is no {column.type} ({error}); mend that cell"
            ) from error
    return pd.DataFrame(made)


def text(value: Any, kind: str) -> str | None:
    """A plain value as text, None staying None."""
    if value is None or kind in ("string", "date"):
        return value
    if kind == "boolean":
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False) if kind in LISTS else repr(value)


def parsed(value: str | None, kind: str) -> Any:
    """The plain value of a text; ValueError where it is none of that type."""
    if value is None or kind in ("string", "date"):
        return value
    if kind in LISTS:
        return json.loads(value)
    if kind == "boolean":
        return {"true": True, "false": False}[value.lower()]
    return int(value) if kind == "integer" else float(value)


def records(table: pd.DataFrame, columns: tuple[Column, ...]) -> Iterator[dict[str, Any]]:
    """The rows of a table as plain values by column."""
    values = [plain(table[column.name], column.type) for column in columns]
    names = [column.name for column in columns]
    return (dict(zip(names, row, strict=True)) for row in zip(*values, strict=True))
