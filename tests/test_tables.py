"""Tables: declared columns and dtypes, checked on every build."""

from dataclasses import fields, replace
from datetime import date

import pandas as pd
import pytest

from workbench import records
from workbench.records import Actor, Article, Claim, Extract
from workbench.schemas import DTYPES, SCHEMAS
from workbench.tables import joined, tables_of, tabulate

TEXT = "The ministry said that it was over."
ARTICLE = Article("a", "a.txt", TEXT, "0" * 64, published=date(2022, 2, 16), published_basis="sidecar")
CLAIM = Claim(
    claim_id="a:18-34c",
    article_id="a",
    kind="indirect",
    cue="said",
    cue_start=13,
    cue_end=17,
    act="asserts",
    content=TEXT[18:34],
    start=18,
    end=34,
    spans=((18, 34),),
    source_type="institution",
    actors=("the_ministry",),
    confidence=0.9,
)
EXTRACT = Extract(ARTICLE, (Actor("the_ministry", "The Ministry", "institution", None, "text"),), (CLAIM,))
RECORDS = {
    "articles": records.Article,
    "actors": records.Actor,
    "claims": records.Claim,
    "figures": records.Figure,
    "stances": records.Stance,
    "framings": records.Framing,
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_declared_column_is_a_field_of_its_record(name):
    declared = {column.name for column in SCHEMAS[name]} - {"status"}
    kept = {item.name for item in fields(RECORDS[name])} - {"boilerplate", "headline_span"}
    assert declared == kept


def test_columns_and_dtypes_are_as_declared():
    for name, table in tabulate([EXTRACT]):
        assert list(table.columns) == [c.name for c in SCHEMAS[name]]
        assert [str(d) for d in table.dtypes] == [DTYPES[c.type] for c in SCHEMAS[name]]


def test_no_articles_give_empty_tables_of_the_right_shape():
    for name, table in tabulate([]):
        assert len(table) == 0 and list(table.columns) == [c.name for c in SCHEMAS[name]]


def test_missing_is_na_and_lists_are_lists():
    row = tabulate([EXTRACT]).claims.iloc[0]
    assert row["parent_id"] is pd.NA and row["said_on"] is pd.NaT
    assert row["actors"] == ["the_ministry"] and row["spans"] == [[18, 34]]
    assert row["status"] == "auto"


@pytest.mark.parametrize(
    "column, value, says",
    [
        ("kind", "shouted", "kind"),
        ("confidence", 1.5, "confidence"),
        ("end", 18, "start before end"),
    ],
)
def test_validation_names_table_and_column(column, value, says):
    tables = tables_of([replace(EXTRACT, claims=(replace(CLAIM, **{column: value}),))])
    with pytest.raises(ValueError, match=f"claims.*{says}"):
        joined([tables])


def test_an_id_used_twice_is_refused():
    with pytest.raises(ValueError, match="claim_id"):
        tabulate([replace(EXTRACT, claims=(CLAIM, CLAIM))])


def test_an_actor_named_in_two_articles_is_one_row():
    second = replace(EXTRACT, article=replace(ARTICLE, article_id="b"), claims=())
    assert len(tabulate([EXTRACT, second]).actors) == 1
