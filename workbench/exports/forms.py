"""Tables to files that others can open, and back: Parquet, CSV, TSV, JSON Lines, XLSX, data package, annotations.

Every file is written beside its place and moved there whole. Parquet and the data package carry the hash of
each file, so that tables of two exports are never read as one.
"""

from __future__ import annotations

import hashlib
import json
import warnings
from functools import partial
from pathlib import Path
from typing import IO, Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from .. import durable
from ..records import InputError
from ..schemas import Column
from .annotations import write_annotations
from .cells import ARROW, frame, plain, records
from .spreadsheets import (
    Schemas,
    Tables,
    guard,
    read_delimited,
    read_workbook,
    safe_name,
    write_delimited,
    write_workbook,
)

Columns = tuple[Column, ...]
ENDINGS = {"parquet": ".parquet", "csv": ".csv", "tsv": ".tsv", "jsonl": ".jsonl", "package": ".csv"}
MARKS = {".csv": ",", ".tsv": "\t"}
UNKNOWN = "no form of export ends so; use .csv, .tsv, .jsonl, .xlsx or .parquet"
MANIFEST, PACKAGE = "tables.json", "datapackage.json"


def write(form: str, tables: Tables, schemas: Schemas, path: Path) -> Path:
    """Write tables in one of the forms parquet, csv, tsv, jsonl, xlsx, package, annotations.

    The tables go into the folder `path`; a workbook or annotations into the file of that name. A workbook
    warns of cells that it had to shorten; they stand whole on a sheet of their own. Raises InputError for an
    unknown form and where `path` cannot be written.
    """
    try:
        if form in ENDINGS:
            return _write_folder(form, tables, schemas, Path(path))
        if form in ("xlsx", "annotations"):
            file = Path(path) if Path(path).suffix else Path(path) / f"tables{SINGLE[form]}"
            fill = _fill_workbook if form == "xlsx" else write_annotations
            return durable.replace(file, partial(fill, tables, schemas))
    except OSError as error:
        raise InputError(
            f"{path}: cannot be written ({error.strerror or error}); name another place"
        ) from error
    raise InputError(f"{form!r} is no form of export; use one of {', '.join([*ENDINGS, *SINGLE])}")


SINGLE = {"xlsx": ".xlsx", "annotations": ".jsonld"}


def read(form: str, schemas: Schemas, path: Path) -> Tables:
    """Read what `write` wrote; InputError names the file that is missing, damaged or of another export."""
    path = Path(path)
    if form == "xlsx":
        return read_workbook(schemas, path if path.suffix else path / "tables.xlsx")
    if form not in ENDINGS:
        raise InputError(f"{form!r} cannot be read back; use one of {', '.join([*ENDINGS, 'xlsx'])}")
    _verify(path, form)
    return {
        name: read_rows(columns, path / f"{safe_name(name)}{ENDINGS[form]}")
        for name, columns in schemas.items()
    }


def write_rows(table: pd.DataFrame, columns: Columns, path: Path) -> Path:
    """Write one table, by the ending of `path`: .csv, .tsv, .jsonl, .xlsx or .parquet."""
    ending = Path(path).suffix.lower()
    if ending == ".xlsx":
        return write("xlsx", {Path(path).stem: table}, {Path(path).stem: columns}, Path(path))
    fill = {".parquet": _fill_parquet, ".jsonl": _fill_lines}.get(ending)
    if ending in MARKS:
        return durable.replace(Path(path), lambda file: write_delimited(table, columns, file, MARKS[ending]))
    if fill is None:
        raise InputError(f"{path}: {UNKNOWN}")
    return durable.replace(Path(path), partial(fill, table, columns))


def read_rows(columns: Columns, path: Path) -> pd.DataFrame:
    """Read one table that `write_rows` wrote; InputError where it is missing, damaged or has other columns."""
    path, ending = Path(path), Path(path).suffix.lower()
    if ending == ".xlsx":
        return read_workbook({path.stem: columns}, path)[path.stem]
    if not path.is_file():
        raise InputError(f"{path}: no such file; save or export the tables again")
    if ending in MARKS:
        return read_delimited(columns, path, MARKS[ending])
    read = {".parquet": _read_parquet, ".jsonl": _read_lines}.get(ending)
    if read is None:
        raise InputError(f"{path}: {UNKNOWN}")
    return read(columns, path)


# --- one table ------------------------------------------------------------------------------------


def arrow_schema(columns: Columns) -> pa.Schema:
    """The columns as they stand on the disk."""
    return pa.schema([pa.field(c.name, ARROW[c.type], metadata={"about": c.about}) for c in columns])


def _fill_parquet(table: pd.DataFrame, columns: Columns, file: IO[bytes]) -> None:
    arrays = [pa.array(plain_arrow(table[c.name], c), ARROW[c.type]) for c in columns]
    whole = pa.Table.from_arrays(arrays, schema=arrow_schema(columns))
    pq.write_table(whole, file, compression="zstd", write_page_checksum=True)


def plain_arrow(values: pd.Series, column: Column) -> Any:
    """The values of a column as Arrow takes them, dates as stamps."""
    return values.astype("datetime64[us]") if column.type == "date" else plain(values, column.type)


def _read_parquet(columns: Columns, path: Path) -> pd.DataFrame:
    try:
        table = pq.ParquetFile(path, page_checksum_verification=True).read()
    except (OSError, pa.ArrowException) as error:
        raise InputError(
            f"{path}: is damaged ({str(error).splitlines()[0]}); build and save again"
        ) from error
    rows = {}
    for column in columns:
        if column.name in table.column_names and table.schema.field(column.name).type != ARROW[column.type]:
            raise InputError(f"{path}: column {column.name!r} is of another version; build and save again")
        if column.name in table.column_names:
            rows[column.name] = table[column.name].to_pylist()
    return frame(rows, columns, path)


def _fill_lines(table: pd.DataFrame, columns: Columns, file: IO[bytes]) -> None:
    for row in records(table, columns):
        file.write(json.dumps(row, ensure_ascii=False, allow_nan=False).encode() + b"\n")


def _read_lines(columns: Columns, path: Path) -> pd.DataFrame:
    rows: dict[str, list] = {column.name: [] for column in columns}
    # Bytes are split, not text: a line separator inside a text is no end of a line.
    for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
        if line:
            try:
                row = json.loads(line)
                for name in rows:
                    rows[name].append(row[name])
            except (ValueError, KeyError, TypeError, RecursionError) as error:
                raise InputError(f"{path}: line {number} is no row ({error!r}); export it again") from error
    return frame(rows, columns, path)


# --- folders --------------------------------------------------------------------------------------


def _write_folder(form: str, tables: Tables, schemas: Schemas, folder: Path) -> Path:
    """Each table, then what vouches for them: a reader meets the old tables, the new ones, or says so."""
    if folder.is_file():
        raise InputError(f"{folder}: is a file; name a folder for the {form} tables")
    written = {}
    for name, table in tables.items():
        file = write_rows(table, schemas[name], folder / f"{safe_name(name)}{ENDINGS[form]}")
        written[name] = {"path": file.name, "hash": _hash(file), "bytes": file.stat().st_size}
    if form == "parquet":
        _write_json(folder / MANIFEST, written)
    if form == "package":
        _write_json(folder / PACKAGE, _package(written, schemas))
    return folder


def _write_json(path: Path, value: Any) -> None:
    durable.replace(path, lambda file: file.write(json.dumps(value, ensure_ascii=False, indent=1).encode()))


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"


def _verify(folder: Path, form: str) -> None:
    """InputError where a file is not the one that the manifest of its export names."""
    manifest = folder / {"parquet": MANIFEST, "package": PACKAGE}.get(form, "")
    if not manifest.is_file():
        return
    try:
        said = json.loads(manifest.read_bytes())
        files = said["resources"] if form == "package" else said.values()
        known = {file["path"]: file["hash"] for file in files}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{manifest}: is damaged ({error!r}); save or export the tables again") from error
    for name, digest in known.items():
        file = folder / Path(name).name
        if not file.is_file() or _hash(file) != digest:
            raise InputError(f"{file}: was changed or is missing since the export; save or export again")


# --- data package ---------------------------------------------------------------------------------

TABLE_SCHEMA_TYPES = {"strings": "array", "spans": "array"}


def _package(written: dict[str, dict], schemas: Schemas) -> dict[str, Any]:
    """A Frictionless data package (v1): every column with type, meaning, allowed values and references."""
    return {
        "name": "workbench-tables",
        "profile": "tabular-data-package",
        "description": "Claims, figures, stances and framings read from news articles; offsets point into "
        "articles.text. A text that a spreadsheet could run has an apostrophe in front.",
        "resources": [
            {
                "name": safe_name(name).lower(),
                **file,
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": _table_schema(name, schemas[name], written),
            }
            for name, file in written.items()
        ],
    }


def _table_schema(name: str, columns: Columns, written: dict[str, dict]) -> dict[str, Any]:
    keys = []
    for column in columns:
        table, _, key = (column.refers_to or "").partition(".")
        if table in written:
            reference = {"resource": "" if table == name else safe_name(table).lower(), "fields": key}
            keys.append({"fields": column.name, "reference": reference})
    schema: dict[str, Any] = {"fields": [_field(c) for c in columns], "missingValues": [""]}
    schema["primaryKey"] = columns[0].name
    return schema | ({"foreignKeys": keys} if keys else {})


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.values:
        constraints["enum"] = list(column.values)
    kind = TABLE_SCHEMA_TYPES.get(column.type, column.type)
    return {"name": guard(column.name), "type": kind, "description": column.about, "constraints": constraints}


def _fill_workbook(tables: Tables, schemas: Schemas, file: IO[bytes]) -> None:
    cut = write_workbook(tables, schemas, file)
    if cut:
        where = ", ".join(f"{cell['table']} {cell['row']} {cell['column']}" for cell in cut[:3])
        warnings.warn(
            f"{len(cut)} cells of the workbook are longer than a spreadsheet takes ({where}); "
            "they are shortened with a mark and stand whole on the sheet 'long cells'",
            stacklevel=2,
        )
