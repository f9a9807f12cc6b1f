"""Building from files: the cache saves work, never changes a row, and is never trusted blindly."""

import importlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import workbench as wb
from workbench.cache import STATES, Cache

module = importlib.import_module("workbench.build")  # the verb has its name

SEEDS = Path(__file__).parent.parent / "seeds"
ACTOR = '[[actor]]\nid = "mayor"\nname = "The Mayor"\nkind = "person"\n'


def same(left: wb.Tables, right: wb.Tables) -> None:
    for name, table in left:
        pd.testing.assert_frame_equal(table, getattr(right, name), obj=name)


ROWS = """
import hashlib, workbench as wb
tables = wb.build({folder!r}, codebook="ukraine", cache=False)
print(hashlib.sha256("".join(t.to_csv() for _, t in tables).encode()).hexdigest())
"""


def test_rows_do_not_depend_on_the_hash_seed():
    code = ROWS.format(folder=str(SEEDS))
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", code],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        for seed in ("1", "4")
    ]
    first, second = (run.communicate()[0] for run in runs)
    assert first and first == second


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Seeds built once into a cache of their own."""
    folder = tmp_path_factory.mktemp("cache")
    return folder, wb.build(SEEDS, cache=folder)


@pytest.fixture
def no_parsing(monkeypatch):
    def refuse(articles):
        if list(articles):
            raise AssertionError("an article was parsed again")
        return iter(())

    monkeypatch.setattr("workbench.language.parse", refuse)


def test_every_span_is_true_of_its_article(kept):
    tables = kept[1]
    texts = dict(zip(tables.articles["article_id"], tables.articles["text"], strict=True))
    for name, column in (("figures", "text"), ("stances", "text"), ("framings", "text")):
        table = getattr(tables, name)
        assert len(table)
        for row in table.itertuples():
            assert texts[row.article_id][row.start : row.end] == getattr(row, column), row
    for row in tables.claims.itertuples():
        text = texts[row.article_id]
        assert text[row.cue_start : row.cue_end] == row.cue
        assert pd.isna(row.source) or text[row.source_start : row.source_end] == row.source
        assert all(row.start <= start < end <= row.end for start, end in row.spans)


def test_every_actor_named_is_listed(kept):
    tables = kept[1]
    known = set(tables.actors["actor_id"])
    named = set(tables.figures["subject"].dropna()) | set(tables.figures["source"].dropna())
    named |= set(tables.stances["holder"]) | {a for ids in tables.claims["actors"] for a in ids}
    named |= set(tables.stances.query("target_kind == 'actor'")["target"])
    named |= set(tables.framings["voice"]) - {"outlet", "unnamed"}
    assert named <= known
    assert set(tables.actors["member_of"].dropna()) <= known


def test_two_runs_give_identical_tables(kept):
    same(kept[1], wb.build(SEEDS, cache=False))


def test_an_unchanged_corpus_is_not_even_read(kept, monkeypatch):
    monkeypatch.setattr(module, "read_articles", None)
    again = wb.build(SEEDS, cache=kept[0])
    same(kept[1], again)
    pd.testing.assert_frame_equal(kept[1].report, again.report)


def test_a_codebook_that_is_taken_back_reads_nothing_and_the_oldest_tables_go(tmp_path, monkeypatch):
    shutil.copytree(SEEDS.parent / "tests" / "demonstration", tmp_path / "own")
    articles, codebook, folder = (tmp_path / name for name in ("own/articles", "own/codebook", "cache"))
    first = (codebook / "actors.toml").read_text(encoding="utf-8")
    for number in range(STATES):
        written = first + ACTOR.replace("mayor", f"mayor{number}") * (number > 0)
        (codebook / "actors.toml").write_text(written, encoding="utf-8")
        wb.build(articles, codebook, cache=folder)
    (codebook / "actors.toml").write_text(first, encoding="utf-8")
    with monkeypatch.context() as unread:
        unread.setattr(module, "read_articles", None)
        wb.build(articles, codebook, cache=folder)
    (codebook / "actors.toml").write_text(first + "\n", encoding="utf-8")
    wb.build(articles, codebook, cache=folder)
    assert len(list((folder / "wholes").glob("*/part-*"))) == STATES


def test_what_is_known_of_an_article_is_read_again(kept, tmp_path, no_parsing):
    shutil.copytree(SEEDS, tmp_path / "seeds")
    for outlet in ("The Harbour Post", "The Harbour Mail"):
        (tmp_path / "seeds" / "articles.toml").write_text(
            "".join(f'[article."{path.name}"]\noutlet = "{outlet}"\n' for path in SEEDS.glob("*.txt"))
        )
        assert set(wb.build(tmp_path / "seeds", cache=kept[0]).articles["outlet"]) == {outlet}


def test_an_article_that_crashed_its_reader_is_tried_again(tmp_path, monkeypatch):
    def crash_on_the_first(work, tasks, workers, client, lost):
        (first, *rest), *more = tasks
        yield lost(first)
        yield from map(work, [rest, *more])

    with monkeypatch.context() as broken:
        broken.setattr(module.cluster, "run", crash_on_the_first)
        lacking = wb.build(SEEDS, cache=tmp_path)
    assert lacking.claims["article_id"].nunique() == 4
    assert wb.build(SEEDS, cache=tmp_path).claims["article_id"].nunique() == 5


def test_a_new_codebook_parses_nothing(kept, no_parsing, tmp_path):
    (tmp_path / "actors.toml").write_text(ACTOR)
    assert len(wb.build(SEEDS, tmp_path, cache=kept[0]).claims) == len(kept[1].claims)


def test_a_changed_article_alone_is_read_again(kept, tmp_path, monkeypatch):
    seeds = tmp_path / "seeds"
    shutil.copytree(SEEDS, seeds)
    path = next(seeds.glob("004*.txt"))
    path.write_text(path.read_text(encoding="utf-8").replace("150,000", "160,000"), encoding="utf-8")
    read = []
    work = module.work
    monkeypatch.setattr(
        module, "work", lambda book, task: read.extend(a for _, a, _ in task) or work(book, task)
    )
    tables = wb.build(seeds, cache=kept[0])
    assert [article.article_id[:3] for article in read] == ["004"]
    assert 160_000 in set(tables.figures["low"].dropna())


def test_damage_in_the_cache_is_noticed_and_mended(kept, tmp_path):
    folder = tmp_path / "cache"
    shutil.copytree(kept[0], folder)
    for path in folder.rglob("*.parquet"):
        data = bytearray(path.read_bytes())
        data[len(data) // 3] ^= 0xFF
        path.write_bytes(bytes(data))
    same(kept[1], wb.build(SEEDS, cache=folder))
    same(kept[1], wb.build(SEEDS, cache=folder))


def test_an_interrupted_build_goes_on_where_it_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "PART", 2)
    work = module.work
    done = []

    def stop_at_the_second(book, task):
        if done:
            raise KeyboardInterrupt
        done.append(task)
        return work(book, task)

    monkeypatch.setattr(module, "work", stop_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        wb.build(SEEDS, cache=tmp_path)
    monkeypatch.setattr(module, "work", lambda book, task: done.append(task) or work(book, task))
    wb.build(SEEDS, cache=tmp_path)
    assert [len(task) for task in done] == [2, 2, 1]


def test_shares_shrink_for_many_hands_and_lose_nothing():
    todo = [(str(i), None, None) for i in range(300)]
    shares = list(module._shares(todo, 2))
    assert [item for share in shares for item in share] == todo
    assert len(shares[0]) == module.PART and len(shares[-1]) <= module.LEAST
    assert {len(share) for share in list(module._shares(todo, 1))[:-1]} == {module.PART}


def test_a_folder_without_articles_is_refused(tmp_path):
    with pytest.raises(wb.InputError):
        wb.build(tmp_path)


def test_one_bad_file_never_stops_a_folder(tmp_path, kept):
    shutil.copy(next(SEEDS.glob("004*.txt")), tmp_path)
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    (tmp_path / "empty.txt").write_text("")
    tables = wb.build(tmp_path, cache=kept[0])
    assert len(tables.articles) == 1
    outcomes = {Path(str(row.path)).name: row.outcome for row in tables.report.itertuples()}
    assert outcomes["picture.txt"] == outcomes["empty.txt"] == "skipped"


def test_corrections_beside_the_articles_are_replayed_and_no_articles(tmp_path, kept):
    from workbench.corrections import LEDGER, ledger, review

    shutil.copytree(SEEDS, tmp_path / "news")
    row = kept[1].figures["figure_id"][0]
    ledger.append(tmp_path / "news" / LEDGER, review.correction(kept[1], "figures", row, "accept"))
    shutil.copy(tmp_path / "news" / LEDGER, tmp_path / "news" / "somebody-elses.copy")
    tables = wb.build(tmp_path / "news", cache=kept[0])
    assert tables.figures["status"].tolist() == ["accepted", *["auto"] * (len(tables.figures) - 1)]
    assert len(tables.articles) == len(kept[1].articles) and tables.stale.empty
    (tmp_path / "news" / LEDGER).unlink()
    with pytest.raises(wb.InputError, match="is gone, but corrections.jsonl.copy holds 1"):
        wb.build(tmp_path / "news", cache=kept[0])


def test_the_cache_folder_must_be_one(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(wb.InputError, match="name another folder"):
        Cache(tmp_path / "file" / "cache")


def test_a_build_holds_what_the_extractors_found(kept):
    """No column is lost on the way through the parts of the cache."""
    found = wb.tabulate(wb.extract(wb.read_articles(SEEDS), wb.load_codebook("ukraine")))
    for name in ("claims", "figures", "stances", "framings"):
        pd.testing.assert_frame_equal(getattr(kept[1], name), getattr(found, name), obj=name)
    assert kept[1].stances["position"].notna().any()


def test_verbs_stay_verbs_whatever_was_imported():
    for verb in wb.__all__:
        importlib.import_module(f"workbench.{wb._VERBS[verb]}")
        assert callable(getattr(wb, verb)), verb


def test_an_article_on_which_reading_fails_costs_its_own_rows_alone(monkeypatch, capsys):
    from workbench import figures

    right = figures.figures

    def failing(doc, article, *rest):
        if article.article_id.startswith("002"):
            raise KeyError("plus")
        return right(doc, article, *rest)

    monkeypatch.setattr(figures, "figures", failing)
    tables = wb.build(SEEDS, cache=False)
    assert len(tables.articles) == 5
    assert {name[:3] for name in tables.claims["article_id"]} == {"000", "001", "003", "004"}
    assert "002" in capsys.readouterr().err


def test_saved_tables_and_an_unchanged_corpus_open_without_spacy(kept, tmp_path):
    kept[1].save(tmp_path)
    for opening in (f"load_tables({str(tmp_path)!r})", f"build({str(SEEDS)!r}, cache={str(kept[0])!r})"):
        code = (
            f"import sys, workbench; workbench.{opening}; assert not {{'spacy', 'dask'}} & set(sys.modules)"
        )
        subprocess.run([sys.executable, "-c", code], check=True)


def test_the_package_is_imported_in_a_second():
    code = "import time; import workbench; assert time.process_time() < 1"
    subprocess.run([sys.executable, "-c", code], check=True)
