"""records -> DataFrames with the columns and dtypes of `schemas.py`, checked on every build."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from .records import Extract
from .schemas import DTYPES, SCHEMAS, Column

if TYPE_CHECKING:
    import pandera.pandas as pandera

TableSet = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Tables:
    """The six tables of a corpus, and what became of its files and corrections.

    `report` has one row a file that was looked at, `stale` one a correction that no longer fits, `remarks` one
    a grade or note of an analyst.
    """

    articles: pd.DataFrame
    actors: pd.DataFrame
    claims: pd.DataFrame
    figures: pd.DataFrame
    stances: pd.DataFrame
    framings: pd.DataFrame
    report: pd.DataFrame = field(default_factory=pd.DataFrame)
    stale: pd.DataFrame = field(default_factory=pd.DataFrame)
    remarks: pd.DataFrame = field(default_factory=pd.DataFrame)

    def __iter__(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """Name and table, of the six."""
        return ((name, getattr(self, name)) for name in SCHEMAS)

    def __repr__(self) -> str:
        return "Tables(" + ", ".join(f"{name}: {len(table):,}" for name, table in self) + ")"

    def validate(self) -> Tables:
        """These tables, checked against every declaration; ValueError names table, column and row."""
        for name, table in self:
            _validate(name, table)
        return self

    def with_tables(self, **tables: pd.DataFrame) -> Tables:
        """A copy with some tables replaced."""
        return replace(self, **tables)

    def save(self, folder: str | Path) -> Path:
        """Write the tables as Parquet; `load_tables` reads back what was written."""
        return export("parquet", self, folder)

    def to_csv(self, folder: str | Path) -> Path:
        """Write one CSV file a table, with spreadsheet formulas made harmless."""
        return export("csv", self, folder)

    def to_jsonl(self, folder: str | Path) -> Path:
        """Write one JSON Lines file a table."""
        return export("jsonl", self, folder)

    def to_excel(self, path: str | Path) -> Path:
        """Write one workbook with a sheet a table; cells hold text and numbers, never formulas or links."""
        return export("xlsx", self, path)

    def to_package(self, folder: str | Path) -> Path:
        """Write CSV files with a Frictionless data package that describes every column."""
        return export("package", self, folder)


def export(form: str, tables: Tables, path: str | Path) -> Path:
    """Write the tables in one of the forms parquet, csv, tsv, jsonl, xlsx, package, annotations."""
    from . import exports

    return exports.write(form, dict(tables), SCHEMAS, Path(path))


def load_tables(folder: str | Path) -> Tables:
    """The tables that `Tables.save` wrote; InputError when a file is missing or damaged."""
    from . import exports

    return Tables(**exports.read("parquet", SCHEMAS, Path(folder)))


def tabulate(extracts: Iterable[Extract]) -> Tables:
    """Tables of all extracts, validated, with figures that repeat one estimate sharing an `estimate_id`."""
    return joined([tables_of(extracts)])


def tables_of(extracts: Iterable[Extract]) -> TableSet:
    """The six DataFrames of some articles, before anything that needs the whole corpus."""
    rows: dict[str, list] = {name: [] for name in SCHEMAS}
    for extract in extracts:
        rows["articles"].append(extract.article)
        for name in list(SCHEMAS)[1:]:
            rows[name].extend(getattr(extract, name))
    return {name: _frame(name, records) for name, records in rows.items()}


def joined(parts: Iterable[TableSet]) -> Tables:
    """One validated set of tables out of the frames of several parts of a corpus."""
    from . import estimates

    parts = list(parts)
    whole = {
        name: pd.concat([part[name] for part in parts], ignore_index=True) if parts else _frame(name, [])
        for name in SCHEMAS
    }
    whole["actors"] = whole["actors"].drop_duplicates("actor_id").sort_values("actor_id", ignore_index=True)
    whole["figures"] = estimates.group(whole["figures"], whole["articles"], whole["actors"])
    return Tables(**whole).validate()


def _frame(name: str, records: list) -> pd.DataFrame:
    """Records -> a DataFrame with exactly the declared columns and dtypes."""
    columns: dict[str, Any] = {}
    for column in SCHEMAS[name]:
        if column.name == "status":
            values: list = ["auto"] * len(records)
        else:
            values = [getattr(record, column.name) for record in records]
        if column.type == "strings":
            values = [list(value) for value in values]
        elif column.type == "spans":
            values = [[list(piece) for piece in value] for value in values]
        columns[column.name] = pd.Series(values, dtype=DTYPES[column.type])
    return pd.DataFrame(columns)


def columns_of(record: type) -> list[str]:
    """Names of a record's fields, for tests that hold records and tables together."""
    return [item.name for item in fields(record)]


# --- validation ----------------------------------------------------------------------------------


@lru_cache(maxsize=len(SCHEMAS))
def _schema(name: str) -> pandera.DataFrameSchema:
    import pandera.pandas as pandera

    def column(c: Column, key: bool) -> pandera.Column:
        checks = [pandera.Check.isin(c.values)] if c.values else []
        if c.name == "confidence":
            checks = [pandera.Check.in_range(0, 1)]
        return pandera.Column(DTYPES[c.type], checks, nullable=not c.required, unique=key)

    columns = {c.name: column(c, i == 0) for i, c in enumerate(SCHEMAS[name])}
    ordered = [
        pandera.Check(lambda t: t["start"] < t["end"], name="start before end"),
    ]
    return pandera.DataFrameSchema(columns, checks=ordered if "start" in columns else [], strict=True)


def _validate(name: str, table: pd.DataFrame) -> None:
    import pandera.errors

    try:
        _schema(name).validate(table, lazy=True)
    except pandera.errors.SchemaErrors as error:
        first = error.failure_cases.iloc[0]
        raise ValueError(
            f"table {name}: column {first['column']}: {first['check']} fails for {first['failure_case']!r} "
            f"in row {first['index']}"
        ) from error
