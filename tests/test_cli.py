"""The command line: verbs, exit statuses, one sentence for wrong input."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from workbench.cli import main

SEEDS = Path(__file__).parent.parent / "seeds"


def test_build_writes_tables_that_open_again(tmp_path, capsys):
    from workbench import load_tables

    assert (
        main(["build", str(SEEDS), "--out", str(tmp_path / "out"), "--cache", str(tmp_path / "cache")]) == 0
    )
    assert "claims:" in capsys.readouterr().out
    assert len(load_tables(tmp_path / "out").articles) == 5


@pytest.mark.parametrize(
    "arguments, says",
    [
        (["build", "no/such/folder", "--out", "x"], "no/such/folder"),
        (["build", str(SEEDS), "--out", "x", "--codebook", "ukrane"], "did you mean 'ukraine'"),
        (["read", "no/such/folder"], "no/such/folder"),
        (["show", "no/such/article.txt"], "no/such/article.txt"),
        (["score", "--gold", "no/such/gold.jsonl"], "no/such/gold.jsonl"),
    ],
)
def test_wrong_input_gets_one_sentence_and_status_two(arguments, says, capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path))
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert says in error and error.count("\n") == 1 and "Traceback" not in error


def test_an_unknown_option_ends_with_status_two():
    with pytest.raises(SystemExit) as stop:
        main(["build", str(SEEDS), "--out", "x", "--workers", "0"])
    assert stop.value.code == 2


def test_read_reports_every_file(tmp_path, capsys):
    (tmp_path / "good.txt").write_text("The ministry said on Tuesday that the drills were over.")
    (tmp_path / "empty.txt").write_text("")
    assert main(["read", str(tmp_path), "--report", str(tmp_path / "report.jsonl")]) == 0
    lines = [json.loads(line) for line in (tmp_path / "report.jsonl").read_text().splitlines()]
    assert {Path(line["path"]).name: line["outcome"] for line in lines} == {
        "good.txt": "parsed",
        "empty.txt": "skipped",
    }
    assert {"path", "outcome", "reasons", "articles", "texts", "seconds"} <= set(lines[0])


def test_show_marks_the_spans_and_names_the_rule(capsys):
    assert main(["show", str(next(SEEDS.glob("000*.txt"))), "--no-color"]) == 0
    shown = capsys.readouterr().out
    assert "Stoltenberg" in shown and "[" in shown


def test_the_module_runs_as_a_program():
    done = subprocess.run([sys.executable, "-m", "workbench", "--help"], capture_output=True, text=True)
    assert done.returncode == 0
    assert all(
        verb in done.stdout for verb in ("build", "read", "show", "check", "score", "report", "ledger")
    )


def test_importing_the_package_loads_no_language_model():
    code = "import sys, workbench; assert not {'spacy', 'pandas', 'altair', 'dask'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
