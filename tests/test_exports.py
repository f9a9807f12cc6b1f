"""Exports: others can open them, nothing in them runs, nothing is cut in silence, and they read back equal."""

import csv
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
import warnings
import zipfile
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench import exports
from workbench.exports import cells, spreadsheets
from workbench.exports.cells import frame
from workbench.records import InputError
from workbench.schemas import SCHEMAS, Column
from workbench.tables import export, load_tables

from .samples import handmade, hostile

FORMS = ("parquet", "csv", "tsv", "jsonl", "xlsx", "package")
KINDS = ("string", "integer", "number", "date", "boolean", "strings", "spans")
ALL = tuple(Column(kind, kind, f"a {kind}") for kind in KINDS)
EVIL = "https://evil.example"
FORMULAS = [
    "=1+1", "=cmd|' /C calc'!A0", f'=HYPERLINK("{EVIL}","x")', f'=WEBSERVICE("{EVIL}")',
    f'=IMPORTXML("{EVIL}","//a")', f'=IMAGE("{EVIL}/x.png")', "@SUM(1+1)*cmd|'/C calc'!A0", "+1+1",
    "+cmd|'/C calc'!A0", "-1+1", "-2+3+cmd|'/C calc'!A0", "-", "=", "+", "@", "@import", "{=1+1}",
    "{=SUM(A1:A9)}", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "\u00a0=1+1", "\u200b=1+1", "\ufeff=1+1",
    "＝1+1", "＋1+1", "－1+1", "＠SUM(1)", "'=1+1", "''", "'", '"=1+1"', 'a",=1+1,"b', "x;=1+1", EVIL,
    "external:\\\\host\\share", "internal:A1",
]  # fmt: skip


def same(left: dict, right: dict) -> None:
    assert list(left) == list(right)
    for name in left:
        pd.testing.assert_frame_equal(left[name], right[name])


def one(words: list[str], name: str = "text") -> tuple[pd.DataFrame, tuple[Column, ...]]:
    columns = (Column(name, "string", "words"),)
    return frame({name: words}, columns, "test"), columns


# --- save, load, equal ----------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("tables", [handmade(), hostile()], ids=["handmade", "hostile"])
def test_what_is_written_reads_back_equal(form, tables, tmp_path):
    export(form, tables, tmp_path / "out")
    same(exports.read(form, SCHEMAS, tmp_path / "out"), dict(tables))
    leftovers = [file.name for file in (tmp_path / "out").iterdir() if file.name.startswith(".")]
    assert not leftovers


@pytest.mark.parametrize("form", FORMS)
def test_empty_tables_keep_their_columns_and_dtypes(form, tmp_path):
    empty = {name: table.iloc[:0] for name, table in handmade()}
    exports.write(form, empty, SCHEMAS, tmp_path / "out")
    same(exports.read(form, SCHEMAS, tmp_path / "out"), empty)


def test_the_verbs_of_tables(tmp_path):
    tables = handmade()
    same(dict(load_tables(tables.save(tmp_path / "saved"))), dict(tables))
    (
        tables.to_csv(tmp_path / "csv"),
        tables.to_jsonl(tmp_path / "jsonl"),
        tables.to_package(tmp_path / "package"),
    )
    assert tables.to_excel(tmp_path / "t.xlsx") == tmp_path / "t.xlsx"


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(
    [
        "",
        "'",
        "NA",
        "null",
        "1e5",
        "true",
        "_x0041_",
        "_x000D_",
        "a\rb",
        "\r\n",
        "\x00",
        "\uffff",
        " \u2028 ",
        *FORMULAS,
    ]
)
DAYS = st.datetimes(pd.Timestamp("1500-01-01"), pd.Timestamp("2262-01-01")).flatmap(
    lambda at: st.sampled_from([at, at.replace(hour=0, minute=0, second=0, microsecond=0)])
)
ROW = st.tuples(
    WORDS,
    st.none() | st.integers(-(2**63), 2**63 - 1),
    st.none() | st.floats(allow_nan=False, allow_infinity=False),
    st.none() | DAYS.map(lambda at: at.isoformat()),
    st.none() | st.booleans(),
    st.lists(WORDS, max_size=3),
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)).map(list), max_size=2),
)


@settings(max_examples=120, deadline=None)
@given(rows=st.lists(ROW, max_size=4), missing=st.booleans())
@pytest.mark.parametrize("ending", [".parquet", ".csv", ".tsv", ".jsonl", ".xlsx"])
def test_any_table_reads_back_equal(ending, rows, missing, tmp_path_factory):
    values = {c.name: [row[i] for row in rows] for i, c in enumerate(ALL)}
    columns = (*ALL, Column("maybe", "string", "words or none"))
    values["maybe"] = [None if missing else row[0] for row in rows]
    table = frame(values, columns, "test")
    path = tmp_path_factory.mktemp("rows") / f"rows{ending}"
    pd.testing.assert_frame_equal(exports.read_rows(columns, exports.write_rows(table, columns, path)), table)


# --- formulas -------------------------------------------------------------------------------------


def test_there_are_38_formulas():
    assert len(set(FORMULAS)) == 38


def runs(cell: str) -> bool:
    """True for a cell that some spreadsheet would take for a formula."""
    return cell.lstrip(" \xa0\u200b\ufeff\t\r\n")[:1] in set("=+-@＝＋－＠") - {""} or cell[:1] in (
        "\t",
        "\r",
        "\n",
    )


@pytest.mark.parametrize("ending, mark", [(".csv", ","), (".tsv", "\t")])
def test_no_cell_or_header_of_a_text_file_is_a_formula(ending, mark, tmp_path):
    for formula in FORMULAS:
        table, columns = one(["plain", formula], formula)
        path = exports.write_rows(table, columns, tmp_path / f"t{ending}")
        with path.open(encoding="utf-8", newline="") as file:
            cells = [cell for row in csv.reader(file, delimiter=mark) for cell in row]
        assert len(cells) == 3 and not any(runs(cell) for cell in cells), formula
        pd.testing.assert_frame_equal(exports.read_rows(columns, path), table)


def test_no_cell_header_or_sheet_of_a_workbook_is_a_formula_or_link(tmp_path):
    for number, formula in enumerate(FORMULAS):
        table, columns = one(["plain", formula], formula)
        tables, schemas = {formula: table, "other": table}, {formula: columns, "other": columns}
        path = exports.write("xlsx", tables, schemas, tmp_path / f"{number}.xlsx")
        with zipfile.ZipFile(path) as book:
            parts = {name: book.read(name).decode() for name in book.namelist()}
        sheets = "".join(text for name, text in parts.items() if name.startswith("xl/worksheets/"))
        assert not re.search(r"<f[ >/]|hyperlink", sheets) and not any(
            "externalLink" in name for name in parts
        )
        assert not any(runs(name) for name in re.findall(r'<sheet name="([^"]*)"', parts["xl/workbook.xml"]))
        same(exports.read("xlsx", schemas, path), tables)


@pytest.mark.parametrize("form", FORMS)
def test_a_formula_as_the_name_of_a_table_is_no_file_name_that_bites(form, tmp_path):
    for formula in [*FORMULAS, "../../up", "a/b", "CON:", ".hidden", "x" * 300]:
        table, columns = one([formula])
        out = tmp_path / "out" / str(abs(hash(formula)))
        exports.write(form, {formula: table}, {formula: columns}, out)
        assert not any(runs(file.name) or file.name.startswith(".") for file in out.iterdir())
        same(exports.read(form, {formula: columns}, out), {formula: table})
    assert {path.name for path in tmp_path.iterdir()} == {"out"}


BEHIND = [
    "x,=1+1,y",
    "x;=1+1",
    "a\n=1+1",
    "a\r\n@SUM(1)",
    "\n\n-1",
    "x\t+1",
    'x",=1+1,"y',
    "\n'=1",
    ",',',",
    "x,''=1",
]


@pytest.mark.parametrize("ending", [".csv", ".tsv"])
def test_no_formula_begins_where_a_program_splits_at_another_mark(ending, tmp_path):
    table, columns = one([*BEHIND, *FORMULAS])
    path = exports.write_rows(table, columns, tmp_path / f"t{ending}")
    pieces = re.split(r"[,;\t\r\n]", path.read_text(encoding="utf-8"))
    assert not any(piece[:1] in set("=+-@") - {""} for piece in pieces)
    pd.testing.assert_frame_equal(exports.read_rows(columns, path), table)


def test_numbers_stay_numbers(tmp_path):
    columns = (Column("n", "integer", "n"), Column("x", "number", "x"))
    table = frame({"n": [-1, 2**60], "x": [-0.5, 0.1 + 0.2]}, columns, "test")
    csv_path = exports.write_rows(table, columns, tmp_path / "t.csv")
    assert pd.read_csv(csv_path)["n"].tolist() == [-1, 2**60]
    xlsx = pd.read_excel(exports.write_rows(table, columns, tmp_path / "t.xlsx"))
    assert xlsx["n"].tolist()[0] == -1 and xlsx["x"].tolist()[0] == -0.5
    pd.testing.assert_frame_equal(exports.read_rows(columns, tmp_path / "t.xlsx"), table)


# --- the limits of a spreadsheet ------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", ["x" * 32_768, "é" * 70_000, "=" * 40_000, "\N{PILE OF POO}" * 20_000, "a\r" * 30_000]
)
def test_a_long_cell_is_shortened_with_a_mark_and_kept_whole(words, tmp_path):
    table, columns = one(["short", words, "short", words + "2"])
    with pytest.warns(UserWarning, match="2 cells .* longer than a spreadsheet takes"):
        path = exports.write_rows(table, columns, tmp_path / "t.xlsx")
    shown = pd.read_excel(path, sheet_name="t")["text"]
    assert (
        "… [shortened: " in shown[1]
        and "long cells" in shown[1]
        and len(shown[1].replace("_x000D_", "\r")) < 32_767
    )
    pd.testing.assert_frame_equal(exports.read_rows(columns, path), table)


def test_a_cell_that_fits_is_not_shortened(tmp_path):
    table, columns = one(["x" * 32_767])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        path = exports.write_rows(table, columns, tmp_path / "t.xlsx")
    pd.testing.assert_frame_equal(exports.read_rows(columns, path), table)


def test_rows_beyond_a_sheet_go_on_on_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(spreadsheets, "ROWS", 4)
    table, columns = one([*"abcdefg", "x" * 40_000])
    with pytest.warns(UserWarning, match="1 cells"):
        path = exports.write_rows(table, columns, tmp_path / "t.xlsx")
    assert set(pd.read_excel(path, sheet_name=None)) == {"t", "t (2)", "t (3)", "long cells"}
    pd.testing.assert_frame_equal(exports.read_rows(columns, path), table)


# --- read by others -------------------------------------------------------------------------------


@pytest.mark.parametrize("tables", [handmade(), hostile()], ids=["handmade", "hostile"])
def test_the_package_is_valid(tables, tmp_path):
    from frictionless import validate

    export("package", tables, tmp_path)
    report = validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note"])[:5]
    described = json.loads((tmp_path / "datapackage.json").read_text())["resources"]
    claims = next(resource for resource in described if resource["name"] == "claims")["schema"]
    assert {"resource": "", "fields": "claim_id"} in [key["reference"] for key in claims["foreignKeys"]]
    assert any(field["constraints"].get("enum") for field in claims["fields"])


@pytest.mark.parametrize("column, value", [("kind", "shouted"), ("article_id", "nowhere")])
def test_the_package_notices_a_value_or_reference_that_is_wrong(column, value, tmp_path):
    from frictionless import validate

    tables = handmade()
    claims = tables.claims.copy()
    claims.loc[0, column] = value
    export("package", replace(tables, claims=claims), tmp_path)
    assert not validate(str(tmp_path / "datapackage.json")).valid


def test_pandas_and_arrow_read_the_files(tmp_path):
    import pyarrow.parquet as pq

    tables = handmade()
    export("csv", tables, tmp_path), export("parquet", tables, tmp_path)
    read = pd.read_csv(tmp_path / "figures.csv", dtype={"text": "string"})
    assert read["text"].tolist() == tables.figures["text"].tolist()
    assert read["low"].dropna().tolist() == tables.figures["low"].dropna().tolist()
    assert (
        pd.read_parquet(tmp_path / "claims.parquet")["claim_id"].tolist()
        == tables.claims["claim_id"].tolist()
    )
    assert pq.read_schema(tmp_path / "claims.parquet").field("spans").type == cells.ARROW["spans"]


def test_annotations_find_their_words_by_position_and_by_quote(tmp_path):
    tables = handmade()
    texts = dict(zip(tables.articles["sha256"], tables.articles["text"], strict=True))
    path = export("annotations", tables, tmp_path / "notes.jsonld")
    page = json.loads(path.read_text())
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld" and page["type"] == "AnnotationPage"
    assert len(page["items"]) == sum(
        len(table) for name, table in tables if name not in ("articles", "actors")
    )
    assert len({item["id"] for item in page["items"]}) == len(page["items"])
    for item in page["items"]:
        quote, position = item["target"]["selector"]
        text = texts[item["target"]["source"].removeprefix("urn:sha256:")]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in text


# --- whole or not at all --------------------------------------------------------------------------


def test_every_flipped_bit_in_saved_tables_is_noticed(tmp_path):
    tables, draw = handmade(), random.Random(3)
    tables.save(tmp_path)
    for _ in range(100):
        file = draw.choice(sorted(tmp_path.glob("*.parquet")))
        sound = file.read_bytes()
        damaged = bytearray(sound)
        damaged[draw.randrange(len(sound))] ^= 1 << draw.randrange(8)
        file.write_bytes(damaged)
        with pytest.raises(InputError, match=file.name):
            load_tables(tmp_path)
        file.write_bytes(sound)
    load_tables(tmp_path)


def test_a_flipped_bit_in_a_page_is_noticed_without_the_hashes(tmp_path):
    table, columns = one(["troops left the river"] * 50)
    path = exports.write_rows(table, columns, tmp_path / "t.parquet")
    sound = path.read_bytes()
    path.write_bytes(sound[:60] + bytes([sound[60] ^ 4]) + sound[61:])
    with pytest.raises(InputError, match="is damaged"):
        exports.read_rows(columns, path)


def test_tables_of_two_exports_are_not_read_as_one(tmp_path):
    tables = handmade()
    tables.save(tmp_path / "a")
    replace(tables, claims=tables.claims.iloc[:1]).save(tmp_path / "b")
    os.replace(tmp_path / "b" / "claims.parquet", tmp_path / "a" / "claims.parquet")
    with pytest.raises(InputError, match="claims.parquet: was changed"):
        load_tables(tmp_path / "a")


KILLED = """
import sys
from tests.samples import handmade
tables = handmade()
print("ready", flush=True)
while True:
    tables.save(sys.argv[1]); tables.to_excel(sys.argv[1] + "/t.xlsx"); tables.to_csv(sys.argv[1])
"""


def test_a_killed_export_leaves_no_half_file(tmp_path):
    tables, draw = handmade(), random.Random(1)
    tables.save(tmp_path), tables.to_excel(tmp_path / "t.xlsx"), tables.to_csv(tmp_path)
    for _ in range(4):
        root = Path(__file__).parent.parent
        child = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(tmp_path)], cwd=root, stdout=subprocess.PIPE
        )
        child.stdout.readline()
        time.sleep(draw.random() * 0.3)
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        child.stdout.close()
        for file in tmp_path.glob("[!.]*.*"):
            if file.suffix in (".parquet", ".csv"):
                exports.read_rows(SCHEMAS[file.stem], file)
        exports.read("xlsx", SCHEMAS, tmp_path / "t.xlsx")


@pytest.mark.parametrize("form", FORMS)
def test_what_is_missing_or_garbled_is_named(form, tmp_path):
    with pytest.raises(InputError, match="articles|tables"):
        exports.read(form, SCHEMAS, tmp_path)
    export(form, handmade(), tmp_path)
    for file in tmp_path.iterdir():
        file.write_bytes(file.read_bytes()[: len(file.read_bytes()) // 2])
    with pytest.raises(InputError, match=re.escape(str(tmp_path))):
        exports.read(form, SCHEMAS, tmp_path)


def test_unknown_forms_and_endings_name_the_known_ones(tmp_path):
    with pytest.raises(InputError, match="parquet, csv"):
        export("pickles", handmade(), tmp_path)
    with pytest.raises(InputError, match="use .csv"):
        exports.write_rows(handmade().claims, SCHEMAS["claims"], tmp_path / "t.txt")
    (tmp_path / "t.txt").touch()
    with pytest.raises(InputError, match="use .csv"):
        exports.read_rows(SCHEMAS["claims"], tmp_path / "t.txt")


def test_columns_of_another_version_are_named(tmp_path):
    handmade().save(tmp_path)
    table, columns = one(["x"], "claim_id")
    exports.write_rows(table, columns, tmp_path / "claims.parquet")
    (tmp_path / "tables.json").unlink()
    with pytest.raises(InputError, match="claims.parquet: has no column 'article_id'"):
        load_tables(tmp_path)


# --- a spreadsheet program ------------------------------------------------------------------------


def converted(path: Path, to: str, folder: Path) -> Path:
    """The file as LibreOffice writes it again; skipped, loudly, where there is none."""
    office = shutil.which("soffice")
    if not office:
        warnings.warn("soffice is not installed: exports are NOT opened in a spreadsheet", stacklevel=2)
        pytest.skip("soffice is not installed")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [office, profile, "--headless", "--convert-to", to, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / f"{path.stem}.{to.split(':')[0]}"


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_spreadsheet_shows_formulas_as_text(ending, tmp_path):
    import openpyxl

    table, columns = one(FORMULAS)
    path = exports.write_rows(table, columns, tmp_path / f"formulas{ending}")
    shown = converted(path, "xlsx" if ending == ".csv" else "ods", tmp_path / "out")
    if ending == ".xlsx":
        with zipfile.ZipFile(shown) as book:
            content = book.read("content.xml").decode()
        assert "table:formula" not in content and "xlink:href" not in content
        assert content.count('office:value-type="string"') == len(FORMULAS) + 1
        return
    sheet = openpyxl.load_workbook(shown).active
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert len(cells) == len(FORMULAS) and {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)
