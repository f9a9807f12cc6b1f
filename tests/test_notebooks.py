"""The committed notebooks: executed, canonical, true to the tables; and the checks that would say otherwise."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from workbench import notebooks
from workbench.notebooks import canonical, execute, problems, text_of

ROOT = Path(__file__).parents[1]
COMMITTED = sorted((ROOT / "notebooks").glob("*.ipynb"))
TITLE, LAST = "# How many?", "## What this cannot tell you\n\nMuch."


def small(*cells, executed: bool = True):
    """A notebook that is fine but for the cells that are given."""
    code = [c for c in cells if c.cell_type == "code"]
    for number, cell in enumerate(code, 1):
        if executed:
            cell.execution_count = number
            cell.outputs = cell.outputs or [new_output("stream", text="3\n")]
    return new_notebook(cells=[new_markdown_cell(TITLE), *cells, new_markdown_cell(LAST)])


def test_there_are_notebooks() -> None:
    assert [p.name[:2] for p in COMMITTED][:5] == ["00", "01", "02", "03", "04"]


@pytest.mark.parametrize("path", COMMITTED, ids=lambda p: p.stem)
def test_a_committed_notebook_is_executed_canonical_and_in_order(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert problems(notebook, path.name) == []
    assert text_of(canonical(notebook)) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", COMMITTED, ids=lambda p: p.stem)
def test_a_committed_notebook_rests_with_pictures_and_no_live_parts(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert (
        "widget-view" not in text
        and "widget-state" not in text
        and "http://" not in text.replace("http://www.w3.org", "")
    )
    specs, pictures = text.count('"application/vnd.vegalite.v6+json"'), text.count('"image/png"')
    assert specs == pictures


def test_a_good_notebook_has_no_problems() -> None:
    assert problems(small(new_code_cell("print(3)")), "x") == []


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        (new_code_cell("\n".join(["a = 1"] * 13)), "13 lines of code"),
        (new_code_cell("def f():\n    return 1\nf()"), "functions live in the package"),
        (new_code_cell("interact(f, x=1)"), "interact"),
        (new_code_cell("chart();"), "semicolon"),
        (new_code_cell("HTML(text)"), "raw HTML"),
        (new_code_cell("%%time\nx"), "timings"),
        (new_markdown_cell("There were 150,000 troops."), "the number 150,000 is typed into the prose"),
    ],
)
def test_what_may_not_be_committed_is_named(cell, problem: str) -> None:
    assert any(problem in p for p in problems(small(cell), "x.ipynb"))


def test_numbers_in_code_spans_are_no_prose() -> None:
    assert problems(small(new_markdown_cell("Write `low = 150000`:\n```toml\nid = 7\n```")), "x") == []


def test_a_notebook_that_was_not_run_is_refused() -> None:
    assert any("not executed" in p for p in problems(small(new_code_cell("1 + 1"), executed=False), "x"))
    stripped = small(new_code_cell("tables"))
    stripped.cells[1].outputs = []
    stripped.cells[1].source = "tables.claims.head()"
    assert any("has no output" in p for p in problems(stripped, "x"))


def test_cells_run_out_of_order_are_refused() -> None:
    notebook = small(new_code_cell("print(1)"), new_code_cell("print(2)"))
    notebook.cells[1].execution_count, notebook.cells[2].execution_count = 2, 1
    assert any("not executed from top to bottom" in p for p in problems(notebook, "x"))


def test_a_question_opens_and_the_limits_close() -> None:
    notebook = small(new_code_cell("print(3)"))
    notebook.cells[0].source, notebook.cells[-1].source = "# Troops", "Bye"
    found = " ".join(problems(notebook, "x"))
    assert "asks a question" in found and "what this cannot tell you" in found


def test_running_twice_and_saving_in_between_change_no_byte(tmp_path: Path) -> None:
    path = tmp_path / "t.ipynb"
    cells = [
        new_code_cell("import sys, ipywidgets\nprint('warned', file=sys.stderr)\nipywidgets.Label('live')"),
        new_code_cell("{'b': 1.5, 'a': [2]}"),
    ]
    nbformat.write(small(*cells, executed=False), path)
    first = canonical(execute(path))
    path.write_text(text_of(first), encoding="utf-8")
    saved = nbformat.read(path, as_version=4)
    saved.metadata["language_info"] = {"name": "python", "version": "9.9"}
    saved.cells[1].metadata = {"scrolled": True, "trusted": True}
    nbformat.write(saved, path)
    second = canonical(execute(path))
    assert text_of(first) == text_of(second)
    assert (
        '"name": "stderr"' not in text_of(first)
        and "widget-view" not in text_of(first)
        and "Label" in text_of(first)
    )


def test_bless_leaves_a_notebook_with_problems_as_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "t.ipynb"
    nbformat.write(
        small(new_markdown_cell("All 7 of them."), new_code_cell("print(7)"), executed=False), path
    )
    before = path.read_text()
    assert notebooks.main([str(tmp_path)]) == 1
    assert path.read_text() == before and "typed into the prose" in capsys.readouterr().out
    assert (
        notebooks.main([str(tmp_path / "nothing")]) == 2 if (tmp_path / "nothing").mkdir() is None else False
    )


# --- the regression test itself ------------------------------------------------------------------


def nbval(folder: Path, *notebook: str) -> subprocess.CompletedProcess:
    """Full nbval over some notebooks of a copy of the project's notebooks and seeds."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--nbval",
        "--nbval-sanitize-with",
        str(ROOT / "tests/nbval_sanitize.cfg"),
    ]
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "TZ": "UTC",
        "WORKBENCH_CACHE": str(folder / "cache"),
    }
    return subprocess.run(
        [*command, *notebook],
        cwd=folder / "notebooks",
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for name in ("seeds", "notebooks"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns(".*"))
    return tmp_path


def test_changing_one_number_in_a_seed_fails_the_notebook(copied: Path) -> None:
    seed = next(
        p
        for p in (copied / "seeds").glob("*.txt")
        if "more than 150,000 troops east" in p.read_text(encoding="utf-8")
    )
    changed = seed.read_text(encoding="utf-8").replace(
        "more than 150,000 troops east", "more than 151,000 troops east"
    )
    seed.write_text(changed, encoding="utf-8")
    result = nbval(copied, "02-troop-estimates.ipynb")
    assert result.returncode == 1 and "151,000" in result.stdout, result.stdout[-3000:]


def test_findings_are_written_from_the_tables() -> None:
    """The prose of every notebook's finding is what the tables of today say."""
    import workbench as wb
    from workbench import charts, findings

    tables, codebook = wb.build(ROOT / "seeds"), wb.load_codebook("ukraine")
    expected = {
        "00": findings.corpus(tables),
        "01": findings.speakers(tables),
        "02": findings.estimates(tables, "troops"),
        "03": findings.positions(tables, charts.propositions(codebook)),
        "04": findings.framing(tables),
    }
    for number, finding in expected.items():
        path = next(p for p in COMMITTED if p.name.startswith(number))
        first = next(c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code")
        assert first.outputs[0].data["text/plain"] == finding.text, (
            f"{path.name} and the tables part: run `make bless`"
        )
