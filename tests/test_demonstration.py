"""A second topic, unknown to the code: seven reports of a disputed demonstration, read with three short files."""

import json
from pathlib import Path

import pytest

import workbench as wb
from workbench.cli import main
from workbench.framings import explained

FOLDER = Path(__file__).parent / "demonstration"
GOLD = Path(__file__).parent / "gold" / "demonstration.jsonl"
POLICE = {"veldmar_police", "tomas_brandl"}
CITY = POLICE | {"irena_kostrin"}
MARCHERS = {"harbour_for_all", "leila_marsh", "oskar_venn", "dockworkers_union"}


@pytest.fixture(scope="module")
def tables():
    return wb.build(FOLDER / "articles", FOLDER / "codebook", cache=False)


def sides(tables, proposition):
    """Holder -> the positions taken, in the order of the articles' dates."""
    days = tables.articles.set_index("article_id")["published"]
    rows = tables.stances[tables.stances["target"] == proposition]
    rows = rows.assign(day=rows["article_id"].map(days)).sort_values("day", kind="stable")
    return rows.groupby("holder")["position"].agg(list).to_dict()


def crowds(tables):
    """Who states it -> the figures for the crowd, which are all between 5,000 and 50,000."""
    rows = tables.figures.assign(number=tables.figures["low"].fillna(tables.figures["high"]))
    rows = rows[rows["number"].between(5_001, 50_000)]
    return rows.groupby("source")["number"].agg(set).to_dict()


def voices(tables, concept, variant):
    rows = tables.framings.query("concept == @concept and variant == @variant")
    return set(rows["voice"])


def test_the_codebook_holds_its_examples(capsys):
    assert main(["check", "--codebook", str(FOLDER / "codebook")]) == 0, capsys.readouterr().out


def test_every_article_is_dated_named_and_the_copy_found(tables):
    articles = tables.articles.set_index("article_id")
    assert len(articles) == 7 and articles["outlet"].nunique() == 4
    assert articles["published"].notna().all()
    assert articles["duplicate_of"].dropna().to_dict() == {"tribune-monday": "coast-sunday"}


@pytest.mark.parametrize(
    "proposition, yes, no",
    [
        ("permit", {"leila_marsh", "nadia_holm"}, {"tomas_brandl", "irena_kostrin"}),
        ("marchers_started", {"tomas_brandl"}, {"oskar_venn", "nadia_holm"}),
        ("excessive_force", {"nadia_holm", "leila_marsh"}, {"tomas_brandl", "irena_kostrin"}),
        ("harbour_sale", {"irena_kostrin", "veldmar_council"}, {"oskar_venn", "viktor_salme"}),
    ],
)
def test_positions_come_from_both_sides(tables, proposition, yes, no):
    held = sides(tables, proposition)
    assert yes <= {who for who, positions in held.items() if set(positions) == {"affirms"}}
    assert no <= {who for who, positions in held.items() if set(positions) == {"rejects"}}


def test_doubt_is_a_side_of_its_own(tables):
    assert sides(tables, "permit")["greta_lindqvist"] == ["doubts"]


@pytest.mark.parametrize(
    "proposition, who, before, after",
    [("inquiry", "irena_kostrin", "rejects", "affirms"), ("tear_gas", "tomas_brandl", "rejects", "affirms")],
)
def test_those_who_change_their_minds_are_seen_to(tables, proposition, who, before, after):
    held = sides(tables, proposition)[who]
    assert held[0] == before and held[-1] == after


def test_contradictions_pair_the_two_sides_and_find_those_who_turned(tables):
    found = wb.contradictions(tables)
    pairs = {
        (row.target, *sorted({row.holder_1, row.holder_2}))
        for row in found.itertuples()
        if row.kind == "between"
    }
    assert ("permit", "Leila Marsh", "Tomas Brandl") in pairs
    assert ("marchers_started", "Oskar Venn", "Tomas Brandl") in pairs
    turned = found[found["kind"] == "reversal"]
    assert {("inquiry", "Irena Kostrin"), ("tear_gas", "Tomas Brandl")} <= set(
        zip(turned["target"], turned["holder_1"], strict=True)
    )


def test_each_side_has_a_crowd_of_its_own(tables):
    found = crowds(tables)
    assert {8_000, 15_000} <= set().union(*(found.get(who, set()) for who in POLICE))
    assert found["harbour_for_all"] == {40_000}
    assert found["assembly_watch"] == {19_000}


def test_a_clause_without_its_verb_has_its_own_source(tables):
    """'Police had spoken of 8,000 people, the organisers of more than 40,000'."""
    assert 40_000 not in crowds(tables)["veldmar_police"]


def test_each_side_has_words_of_its_own(tables):
    assert voices(tables, "those_who_took_part", "rioters") & CITY
    assert voices(tables, "those_who_took_part", "citizens") & MARCHERS
    assert voices(tables, "what_police_did", "attack") <= MARCHERS
    assert voices(tables, "the_deal", "sell_off") >= {"oskar_venn"}
    assert voices(tables, "the_deal", "partnership") == {"irena_kostrin"}
    assert "outlet" in voices(tables, "the_event", "march")
    assert "outlet" not in voices(tables, "those_who_took_part", "rioters")


def test_marchers_speak_of_a_crackdown(tables):
    assert voices(tables, "what_police_did", "crackdown") & MARCHERS


def test_what_is_quoted_and_what_is_paraphrased(tables):
    rows = explained(tables.framings).query("variant == 'rioters'")
    told = set(zip(rows["voice"], rows["manner"], strict=True))
    assert ("irena_kostrin", "quoted") in told and ("irena_kostrin", "paraphrased") not in told
    assert {("tomas_brandl", "quoted"), ("tomas_brandl", "paraphrased")} <= told


def test_gold_is_true_of_the_articles():
    """The gold is one careful reader's; it scores, and nothing is made from it."""
    lines = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    assert {line["doc_id"] for line in lines} == {path.stem for path in (FOLDER / "articles").glob("*.txt")}
    for line in lines:
        text = (FOLDER / "articles" / f"{line['doc_id']}.txt").read_text(encoding="utf-8")
        for row in [*line["figures"], *line["stances"]]:
            assert text[row["start"] : row["end"]] == row["text"]
