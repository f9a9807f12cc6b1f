"""A corpus in parts holds what a build in one piece does, goes on where it stopped, and reads only what is asked."""

import shutil
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import workbench as wb
from workbench import corpus as module
from workbench.cli import main

SEEDS = Path(__file__).parent.parent / "seeds"


@pytest.fixture(scope="module")
def parts(tmp_path_factory):
    """The seeds in parts of two files."""
    folder = tmp_path_factory.mktemp("corpus")
    return folder, wb.build_corpus(SEEDS, folder, part=2)


def test_the_whole_is_what_a_build_in_one_piece_gives(parts):
    whole, alone = parts[1].select(), wb.build(SEEDS, cache=False)
    for name, table in alone:
        pd.testing.assert_frame_equal(getattr(whole, name), table, obj=name)


def test_a_selection_has_its_articles_alone(parts):
    early = parts[1].select(until=date(2021, 12, 31))
    assert [name[:3] for name in early.articles["article_id"]] == ["001"]
    assert set(early.claims["article_id"]) == set(early.articles["article_id"])
    assert len(parts[1].select(outlets=["The Age"]).articles) == 1


def test_filters_reach_the_files(parts):
    import pyarrow.dataset as ds

    dataset = parts[1].dataset("articles")
    assert dataset.count_rows(filter=ds.field("outlet") == "The Age") == 1


def test_what_is_there_is_not_built_again(parts, monkeypatch):
    monkeypatch.setattr(module, "built", None)
    assert wb.build_corpus(SEEDS, parts[0], part=2).dataset("articles").count_rows() == 5


def test_a_changed_file_is_built_again(parts, tmp_path):
    seeds, out = tmp_path / "seeds", tmp_path / "out"
    shutil.copytree(SEEDS, seeds)
    wb.build_corpus(seeds, out, part=3)
    path = next(seeds.glob("004*.txt"))
    path.write_text(path.read_text(encoding="utf-8").replace("150,000", "160,000"), encoding="utf-8")
    text = wb.build_corpus(seeds, out, part=3).select(articles=[path.stem]).articles["text"][0]
    assert "160,000" in text


def test_equal_names_in_two_parts_stay_two_articles(tmp_path):
    for name in ("a", "b"):
        (tmp_path / "crawl" / name).mkdir(parents=True)
        (tmp_path / "crawl" / name / "page.txt").write_text(
            f"The ministry of {name} said that it would rain."
        )
    made = wb.build_corpus(tmp_path / "crawl", tmp_path / "out", part=1)
    assert set(made.select().articles["article_id"]) == {"page", "page-2"}


def test_a_folder_without_a_corpus_is_refused(tmp_path):
    with pytest.raises(wb.InputError, match="--parts"):
        wb.open_corpus(tmp_path)


def test_the_command_writes_parts(tmp_path, capsys):
    assert main(["build", str(SEEDS), "--out", str(tmp_path / "out"), "--parts"]) == 0
    assert "articles: 5" in capsys.readouterr().out
