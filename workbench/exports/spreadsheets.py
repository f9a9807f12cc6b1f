"""CSV, TSV and XLSX whose cells are never formulas or links, and the way back.

A text that a spreadsheet could run (it begins, after blanks, with = + - @ or a control character), that
begins with an apostrophe or is empty, gets one apostrophe in front; reading takes one away. So an empty
cell is a missing value. In CSV and TSV the same goes for what follows a line break or mark (, ; | tab) inside
a text, because a program that splits at another mark than the file's begins a cell there. What is too long
for a spreadsheet's cell is shortened with a mark, and stands whole on a sheet of its own; what has too many
rows goes on on a second sheet.
"""

from __future__ import annotations

import csv
import hashlib
import re
import sys
from collections.abc import Iterator
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

import pandas as pd

from ..records import InputError
from ..schemas import Column
from .cells import frame, parsed, plain, text

Tables = dict[str, pd.DataFrame]
Schemas = dict[str, tuple[Column, ...]]

# Full-width signs count too: spreadsheets in East Asian locales take them for the plain ones.
RISKY = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]|['\x00-\x1f\x7f-\x9f\ufeff]|\Z")
# Where a program that splits at another mark than ours would begin a cell.
INNER = re.compile(r"(?<=[,;|\t\r\n])(?=[=+\-@＝＋－＠'])")
INNER_GUARDED = re.compile(r"(?<=[,;|\t\r\n])'")
ROWS = 1_048_576  # of a sheet
UNITS = 32_767  # UTF-16 units of a cell
PIECE = 16_000  # characters: never more units than a cell takes
LONG = "long cells"


def guard(value: str) -> str:
    """The text made harmless for spreadsheets."""
    return "'" + value if RISKY.match(value) else value


def unguard(value: str) -> str:
    """The text as it was before `guard`."""
    return value.removeprefix("'")


def safe_name(name: str, limit: int = 120) -> str:
    """A file or sheet name for a table: what file systems or spreadsheets could take amiss is percent-encoded."""
    safe = quote(name, safe=" ")
    if not safe or safe[0] in "-.~ ":
        safe = f"%{ord(name[0]):02X}{safe[1:]}" if name else "%"
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return safe if len(safe) <= limit else f"{safe[: limit - 9]}~{digest}"


# --- CSV and TSV ----------------------------------------------------------------------------------


def write_delimited(table: pd.DataFrame, columns: tuple[Column, ...], file: IO[bytes], mark: str) -> None:
    """Write one table; text is always quoted, so that a carriage return stays in its cell."""
    out = TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    out.write(mark.join(_quoted(guard(column.name)) for column in columns) + "\n")
    cells = [
        [_field(value, column.type) for value in plain(table[column.name], column.type)] for column in columns
    ]
    out.writelines(mark.join(row) + "\n" for row in zip(*cells, strict=True))
    out.detach()


def _field(value: Any, kind: str) -> str:
    if value is None:
        return ""
    words = text(value, kind) or ""
    return words if kind in ("integer", "number", "boolean", "date") else _quoted(guard(words))


def _quoted(words: str) -> str:
    return '"' + INNER.sub("'", words).replace('"', '""') + '"'


def read_delimited(columns: tuple[Column, ...], where: Path, mark: str) -> pd.DataFrame:
    """Read what `write_delimited` wrote; InputError names the row or column that does not fit."""
    csv.field_size_limit(sys.maxsize)
    with where.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=mark, strict=True)
        try:
            rows = [[INNER_GUARDED.sub("", cell) for cell in row] for row in reader]
        except (csv.Error, UnicodeDecodeError) as error:
            fault = f"line {reader.line_num} cannot be read ({error})"
            raise InputError(f"{where}: {fault}; export it again") from error
    head, body = [unguard(name) for name in rows[0]] if rows else [], rows[1:]
    for number, row in enumerate(body, 2):
        if len(row) != len(head):
            raise InputError(f"{where}: row {number} has {len(row)} cells, not {len(head)}; mend that row")
    by_name = dict(zip(head, zip(*body, strict=True) if body else [()] * len(head), strict=True))
    return _typed(by_name, columns, where)


def _typed(by_name: dict[str, Any], columns: tuple[Column, ...], where: object) -> pd.DataFrame:
    """A table from cells that are text (guarded), numbers, dates or missing."""
    rows = {}
    for column in columns:
        try:
            rows[column.name] = [_value(cell, column.type) for cell in by_name[column.name]]
        except (ValueError, KeyError, RecursionError) as error:
            fault = (
                "is missing" if column.name not in by_name else f"holds what is no {column.type} ({error})"
            )
            raise InputError(f"{where}: column {column.name!r} {fault}; mend it or export again") from error
    return frame(rows, columns, where)


def _value(cell: Any, kind: str) -> Any:
    if cell is None or cell == "":
        return None
    if isinstance(cell, datetime):
        return cell.isoformat()
    if isinstance(cell, str):
        return parsed(unguard(cell), kind)
    return str(cell) if kind == "string" else cell


# --- XLSX -----------------------------------------------------------------------------------------


def write_workbook(tables: Tables, schemas: Schemas, file: IO[bytes]) -> list[dict[str, Any]]:
    """Write a sheet a table; returns where a cell was shortened: table, row (id), column, characters."""
    import xlsxwriter
    from xlsxwriter.exceptions import XlsxWriterException

    plainly = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(file, {"constant_memory": True, **plainly})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    bold = book.add_format({"bold": True})
    long: list[dict[str, Any]] = []
    try:
        for name, table in tables.items():
            _write_sheets(book, name, table, schemas[name], {"day": day, "bold": bold}, long)
        if long:
            _write_long(book.add_worksheet(LONG), long)
        book.close()
    except XlsxWriterException as error:
        raise InputError(
            f"{', '.join(tables)}: no workbook can be made ({error}); use csv or parquet"
        ) from error
    return [{key: cell[key] for key in ("table", "row", "column", "characters")} for cell in long]


def _write_sheets(
    book: Any, name: str, table: pd.DataFrame, columns: tuple[Column, ...], formats: dict, long: list
) -> None:
    """One table on as many sheets as its rows need."""
    values = [plain(table[column.name], column.type) for column in columns]
    for part, first in enumerate(range(0, max(len(table), 1), ROWS - 1)):
        sheet = book.add_worksheet(_sheet_name(name, part))
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            sheet.write_string(0, place, guard(column.name), formats["bold"])
        for row in range(first, min(first + ROWS - 1, len(table))):
            for place, column in enumerate(columns):
                where = {"table": name, "row": values[0][row], "number": row, "column": column.name}
                _write_cell(
                    sheet, row - first + 1, place, values[place][row], column.type, formats, where, long
                )


def _sheet_name(name: str, part: int) -> str:
    return safe_name(name, 24) + (f" ({part + 1})" if part else "")


def _write_cell(
    sheet: Any, row: int, place: int, value: Any, kind: str, formats: dict, where: dict, long: list
) -> None:
    """A number, date or truth as such where a spreadsheet holds it exactly; all else as text."""
    if value is None:
        return
    if kind == "boolean":
        sheet.write_boolean(row, place, value)
    elif kind in ("integer", "number") and _exact(value):
        sheet.write_number(row, place, value)
    elif kind == "date" and len(value) == 10 and value >= "1900-03-01":
        sheet.write_datetime(row, place, datetime.fromisoformat(value), formats["day"])
    else:
        words = guard(text(value, kind) or "")
        if len(words) + sum(c > "\uffff" for c in words) > UNITS:
            long.append({**where, "characters": len(words), "text": words})
            words = f"{words[:PIECE]} … [shortened: {len(words):,} characters; whole on sheet '{LONG}']"
        sheet.write_string(row, place, words)


def _exact(value: float) -> bool:
    """True where sixteen digits, what a workbook stores, are all of the number."""
    return float(f"{value:.16G}") == value and abs(value) != float("inf") and abs(value) <= 2**53


def _write_long(sheet: Any, long: list[dict[str, Any]]) -> None:
    for place, title in enumerate(("table", "row", "number", "column", "characters", "text")):
        sheet.write_string(0, place, title)
    line = 0
    for cell in long:
        for start in range(0, len(cell["text"]), PIECE):
            line += 1
            for place, key in enumerate(("table", "row", "column")):
                sheet.write_string(line, (0, 1, 3)[place], guard(str(cell[key])[:PIECE]))
            sheet.write_number(line, 2, cell["number"])
            sheet.write_number(line, 4, cell["characters"])
            # Every piece carries an apostrophe, so that none is taken for a formula or for nothing.
            sheet.write_string(line, 5, "'" + cell["text"][start : start + PIECE])


def read_workbook(schemas: Schemas, path: Any) -> Tables:
    """Read what `write_workbook` wrote; InputError names the sheet or column that is missing or does not fit."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=False)
        sheets = {name: list(_cells(book[name])) for name in book.sheetnames}
    except Exception as error:  # openpyxl raises whatever zip and XML raise
        raise InputError(f"{path}: is no workbook that can be read ({error}); export it again") from error
    finally:
        if "book" in locals():
            book.close()
    long: dict[tuple, str] = {}
    for table, _, number, column, _, piece in sheets.get(LONG, [])[1:]:
        place = (unguard(table), int(number), unguard(column))
        long[place] = long.get(place, "") + unguard(piece)
    return {name: _read_sheets(name, columns, sheets, long, path) for name, columns in schemas.items()}


def _read_sheets(
    name: str, columns: tuple[Column, ...], sheets: dict[str, list], long: dict[tuple, str], path: Any
) -> pd.DataFrame:
    parts: list[list] = []
    while (sheet := _sheet_name(name, len(parts))) in sheets:
        parts.append(sheets[sheet])
    if not parts:
        raise InputError(f"{path}: has no sheet {_sheet_name(name, 0)!r}; export it again")
    head = [unguard(str(cell)) for cell in parts[0][0]]
    body = [[*row, *[None] * (len(head) - len(row))] for part in parts for row in part[1:]]
    by_name = {column: [row[place] for row in body] for place, column in enumerate(head)}
    for table, number, column in long:
        if table == name:
            by_name[column][number] = long[table, number, column]
    return _typed(by_name, columns, f"{path}, sheet {name}")


ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def _cells(sheet: Any) -> Iterator[list[Any]]:
    """The rows of a sheet, with the control characters that XML cannot hold."""
    for row in sheet.iter_rows(values_only=True):
        yield [
            ESCAPED.sub(lambda found: chr(int(found[1], 16)), cell) if isinstance(cell, str) else cell
            for cell in row
        ]
