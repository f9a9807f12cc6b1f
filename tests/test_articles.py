"""Reading folders: what is in the report, what an article is told to be, and that nothing hostile gets through."""

import hashlib
import json
import os
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import workbench as wb
from tests.hostile import TEXT, gz, make, page, response, row, text, zipped
from workbench import articles as module
from workbench.reading import child
from workbench.reading.pages import page as read_page

SEEDS = Path(__file__).parent.parent / "seeds"
MANY = int(os.environ.get("FUZZ", "200"))  # examples a property; 10,000 before a release
fuzz = settings(max_examples=MANY, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def seeds():
    return wb.read_articles(SEEDS)


# --- the seeds -----------------------------------------------------------------------------------


def test_the_seeds_are_flagged_as_they_are(seeds):
    assert {a.article_id[:3]: set(a.flags) for a in seeds} == {
        "000": set(),
        "001": set(),
        "002": {"no_quote_marks", "shuffled", "date_conflict"},
        "003": {"machine_translated"},
        "004": set(),
    }


def test_the_text_of_a_plain_file_is_the_file(seeds):
    for article in seeds:
        data = Path(article.path).read_bytes()
        assert article.text == data.decode("utf-8")
        assert article.sha256 == hashlib.sha256(data).hexdigest()


def test_the_seeds_are_dated_by_their_sidecar(seeds):
    assert [(a.published, a.published_basis) for a in seeds] == [
        (date(2022, 2, 17), "sidecar"),
        (date(2021, 4, 13), "sidecar"),
        (date(2022, 2, 16), "sidecar"),
        (date(2022, 2, 16), "sidecar"),
        (date(2022, 2, 16), "sidecar"),
    ]


def test_without_a_sidecar_only_what_the_text_says_dates_it(tmp_path):
    for path in SEEDS.glob("*.txt"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    found = {a.article_id[:3]: (a.published, a.published_basis) for a in wb.read_articles(tmp_path)}
    assert found["002"] == found["004"] == (date(2022, 2, 16), "text")
    assert found["000"] == found["001"] == found["003"] == (None, "unknown")


def test_the_sidecar_is_in_the_report_and_no_article(seeds):
    line = next(line for line in seeds.report if line.path.endswith("articles.toml"))
    assert (line.outcome, line.reasons, line.articles) == ("parsed", ("sidecar",), 0)


def test_plain_texts_need_no_process_and_little_time():
    wb.read_articles(SEEDS)
    begun = time.perf_counter()
    wb.read_articles(SEEDS)
    assert time.perf_counter() - begun < 0.5  # 0.03 on an idle machine


# --- the report ----------------------------------------------------------------------------------


def test_a_line_of_the_report_has_the_stated_fields(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    with (tmp_path / "report.jsonl").open("w", encoding="utf-8") as file:
        module.write_report(wb.read_articles(tmp_path / "a.txt").report, file)
    line = json.loads((tmp_path / "report.jsonl").read_text())
    assert line["outcome"] == "parsed" and line["reasons"] == [] and line["articles"] == 1
    assert line["texts"] == [TEXT] and line["bytes"] == len(TEXT.encode()) and line["seconds"] >= 0


def test_a_path_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(wb.InputError, match="no such file or folder"):
        wb.read_articles(tmp_path / "nowhere")
    with pytest.raises(wb.InputError, match="holds no files"):
        wb.read_articles(tmp_path)


def test_a_list_of_paths_is_read_in_its_order(tmp_path):
    for name in "ba":
        (tmp_path / f"{name}.txt").write_text(text(name), encoding="utf-8")
    found = wb.read_articles([tmp_path / "b.txt", tmp_path / "a.txt"])
    assert [a.article_id for a in found] == ["b", "a"]


def test_article_ids_are_unique_and_made_of_names(tmp_path):
    for folder in ("one", "two", "three"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "news.txt").write_text(text(folder), encoding="utf-8")
    (tmp_path / "rows.jsonl").write_text("\n".join([row("cat", id=7), row("dog")]), encoding="utf-8")
    ids = [a.article_id for a in wb.read_articles(tmp_path)]
    assert ids == ["news", "rows-7", "rows-line_2", "news-2", "news-3"]


def test_every_line_of_bad_json_is_named(tmp_path):
    (tmp_path / "x.jsonl").write_text(f"{row('hen')}\nnot json\n{row('duck')}\n", encoding="utf-8")
    (line,) = wb.read_articles(tmp_path).report
    assert line.reasons[0] == "bad_line" and line.details[0].startswith("line 2: not JSON")


# --- formats -------------------------------------------------------------------------------------


def test_columns_are_found_by_name_or_told(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text(
        f'Title,Pub Date,Body copy\n"The vote",2022-02-16,"{text("vote").replace(chr(34), "")}"\n'
    )
    assert not wb.read_articles(path)
    (article,) = wb.read_articles(path, columns={"text": "Body copy"})
    assert (article.headline, article.published, article.published_basis) == (
        "The vote",
        date(2022, 2, 16),
        "metadata",
    )


def test_a_page_gives_its_article_and_what_it_says_of_itself(tmp_path):
    head = (
        '<meta property="og:site_name" content="The Example">'
        '<meta property="og:title" content="The mole of Port Ellis | The Example">'
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "The mole of Port Ellis", '
        '"datePublished": "2022-02-16T23:50:00-05:00", "author": {"name": "Jane Roe"}}</script>'
    )
    (tmp_path / "x.html").write_text(page("mole", head=head), encoding="utf-8")
    (article,) = wb.read_articles(tmp_path)
    assert (article.headline, article.outlet, article.author) == (
        "The mole of Port Ellis",
        "The Example",
        "Jane Roe",
    )
    assert (article.published, article.published_basis) == (date(2022, 2, 16), "metadata")
    assert "14 ships" in article.text and "World" not in article.text and "About us" not in article.text


def test_old_pages_laid_out_in_tables_are_read(tmp_path):
    body = "".join(f"<p>{line}</p>" for line in text("table").splitlines())
    (tmp_path / "x.html").write_text(
        f"<html><title>t</title><table><tr><td><a>News</a></td><td>{body}</td></tr></table></html>"
    )
    (article,) = wb.read_articles(tmp_path)
    assert "14 ships" in article.text


def test_a_warc_gives_every_page_with_its_address(tmp_path):
    (tmp_path / "x.warc.gz").write_bytes(b"".join(gz(response(t)) for t in ("ant", "bee")))
    found = wb.read_articles(tmp_path)
    assert [a.url for a in found] == ["https://news.example/ant", "https://news.example/bee"]


def test_archives_are_read_where_they_are(tmp_path):
    data = zipped({"a/one.txt": text("hat").encode(), "b.zip": zipped({"two.txt": text("cap").encode()})})
    (tmp_path / "x.zip").write_bytes(data)
    found = wb.read_articles(tmp_path)
    assert [Path(a.path).name for a in found] == ["one.txt", "two.txt"]
    assert list(tmp_path.iterdir()) == [tmp_path / "x.zip"]


# --- what is hostile -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    home = tmp_path_factory.mktemp("hostile")
    expected = make(home / "in")
    before = sorted(str(p) for p in home.rglob("*"))
    report = wb.read_articles(home / "in").report
    assert sorted(str(p) for p in home.rglob("*")) == before
    return expected, {os.path.relpath(line.path, home / "in"): line for line in report}


def test_every_hostile_file_is_in_the_report(hostile):
    assert set(hostile[1]) == set(hostile[0])


def test_every_hostile_file_gets_its_outcome(hostile):
    wrong = {}
    for name, (outcome, reasons, articles) in hostile[0].items():
        line = hostile[1][name]
        if (
            line.outcome != outcome
            or not reasons <= set(line.reasons)
            or articles not in (None, line.articles)
        ):
            wrong[name] = (line.outcome, line.reasons, line.articles)
    assert not wrong


def test_no_hostile_file_takes_long(hostile):
    assert {name: line.seconds for name, line in hostile[1].items() if line.seconds > 60} == {}


def test_nothing_hidden_or_outside_gets_into_a_text(hostile):
    whole = "\n".join(t for line in hostile[1].values() for t in line.texts if len(t) < 100_000)
    for word in ("HIDDENTEXT", "secret there", "root:", "lollol", "\x00", "\ud800"):
        assert word not in whole
    assert not list(Path("/tmp").glob("PWNED*"))


def test_a_page_on_which_every_parser_hangs_is_given_up_and_the_next_is_read(tmp_path, monkeypatch):
    (tmp_path / "x.html").write_text(page("burr"), encoding="utf-8")
    monkeypatch.setattr(child, "SECONDS", 0.01)
    (line,) = wb.read_articles(tmp_path).report
    assert (line.outcome, line.reasons) == ("skipped", ("timeout",))
    monkeypatch.undo()
    assert len(wb.read_articles(tmp_path)) == 1


def test_the_plainer_parser_leaves_out_navigation_too():
    (found,) = read_page(page("burr").encode(), plainly=True)
    assert found.flags == ["lossy_html"] and "14 ships" in found.text
    assert "World" not in found.text and "About us" not in found.text


def test_a_process_that_dies_is_started_again():
    with child.Child() as reader:
        first = reader.page(page("egg").encode())
        reader.process.kill()
        reader.process.wait()
        assert reader.page(page("egg").encode()) == first


# --- whatever comes ------------------------------------------------------------------------------


@fuzz
@given(st.text())
def test_any_text_is_read_and_its_spans_are_true(tmp_path, written):
    path = tmp_path / "x.txt"
    path.write_bytes(written.encode("utf-8", "surrogatepass"))
    articles = wb.read_articles(path)
    for article in articles:
        article.text.encode("utf-8")
        assert len(article.text) == len(written.removeprefix("\ufeff")) or "encoding" in article.flags
        for start, end in (*article.boilerplate, *filter(None, [article.headline_span])):
            assert 0 <= start < end <= len(article.text)
    assert len(articles.report) == 1


@fuzz
@given(
    st.binary(max_size=400),
    st.sampled_from(["txt", "jsonl", "json", "csv", "tsv", "gz", "zip", "warc", "toml"]),
)
def test_any_bytes_under_any_name_are_read(tmp_path, data, suffix):
    path = tmp_path / f"x.{suffix}"
    path.write_bytes(data)
    (line,) = wb.read_articles(path).report
    assert line.outcome in ("parsed", "flagged", "skipped") and (line.reasons or line.outcome == "parsed")


@fuzz
@given(st.data())
def test_damaged_archives_and_records_are_read(tmp_path, data):
    whole = data.draw(
        st.sampled_from(
            [
                gz(TEXT.encode()),
                zipped({"a.txt": TEXT.encode()}),
                response("x"),
                gz(response("y")),
                row("z").encode(),
            ]
        )
    )
    damaged = bytearray(whole)
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=8)):
        damaged[place] = data.draw(st.integers(0, 255))
    path = tmp_path / "x.bin"
    path.write_bytes(bytes(damaged[: data.draw(st.integers(0, len(whole)))]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(child.Child, "page", lambda self, *given: [])
        assert len(wb.read_articles(path).report) == 1
