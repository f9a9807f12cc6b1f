"""What an analyst knows of the files overrides what reading finds; what cannot be used is said."""

from datetime import date

import pytest

import workbench as wb
from tests.hostile import text
from workbench.reading.sidecar import Sidecar, accept
from workbench.reading.undated import suggest


def test_toml_and_csv_override(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text("16 February 2022\n" + text(name), encoding="utf-8")
    (tmp_path / "articles.toml").write_text(
        '[article."a.txt"]\npublished = 2022-02-17\noutlet = "The Example"\n'
    )
    (tmp_path / "articles.csv").write_text("file,author,flags\nb.txt,Jane Roe,draft checked\n")
    first, second = wb.read_articles(tmp_path)
    assert (first.published, first.published_basis, first.outlet) == (
        date(2022, 2, 17),
        "sidecar",
        "The Example",
    )
    assert first.flags == ("date_conflict",)
    assert (second.author, second.flags, second.published_basis) == ("Jane Roe", ("draft", "checked"), "text")


def test_a_sidecar_that_cannot_be_used_is_said_and_the_files_are_read(tmp_path):
    (tmp_path / "a.txt").write_text(text("a"), encoding="utf-8")
    (tmp_path / "articles.toml").write_text("[article\n")
    articles = wb.read_articles(tmp_path)
    line = next(line for line in articles.report if line.path.endswith(".toml"))
    assert len(articles) == 1 and line.outcome == "flagged" and "mend it" in line.details[0]


@pytest.mark.parametrize(
    "wrong, says", [("publishd = 2022-02-16", "no field 'publishd'"), ('published = "soon"', "is no date")]
)
def test_a_wrong_field_is_named(tmp_path, wrong, says):
    (tmp_path / "articles.toml").write_text(f'[article."a.txt"]\n{wrong}\n')
    assert says in Sidecar(tmp_path).problems["articles.toml"][0]


def test_a_table_of_articles_that_has_the_name_is_read_as_one(tmp_path):
    (tmp_path / "articles.csv").write_text(
        f'id,text\n1,"{text("x").replace(chr(34), "")}"\n', encoding="utf-8"
    )
    assert len(wb.read_articles(tmp_path)) == 1


def test_a_suggestion_is_accepted_into_the_sidecar_and_never_by_itself(tmp_path):
    said = "“We will not open the harbour before the storm has passed us by,” the minister said"
    (tmp_path / "dated.txt").write_text(f"16 February 2022\n\n{said}.\n\n{text('mast')}", encoding="utf-8")
    (tmp_path / "undated.txt").write_text(
        f"{said} on Wednesday. On Tuesday he had been silent.", encoding="utf-8"
    )
    articles = wb.read_articles(tmp_path)
    (found,) = suggest(articles)
    assert articles[1].published is None
    assert found.published == date(2022, 2, 16) and found.offers == ("Wednesday", "Tuesday")
    accept(tmp_path, articles[1], found.published, found.why)
    assert wb.read_articles(tmp_path)[1].published_basis == "sidecar"
    with pytest.raises(wb.InputError, match="has a date already"):
        accept(tmp_path, articles[1], found.published, found.why)


def test_nothing_is_suggested_where_no_dated_article_quotes_the_same(tmp_path):
    (tmp_path / "a.txt").write_text("16 February 2022\n\n" + text("mast"), encoding="utf-8")
    (tmp_path / "b.txt").write_text("The council met on Wednesday to talk about the roof of the school.")
    (found,) = suggest(wb.read_articles(tmp_path))
    assert found.published is None and found.offers == ("Wednesday",)
