"""Words that set groups apart: the arithmetic of the prior, and counts instead of ranks in small corpora."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from workbench.keyness import ENOUGH, keyness, log_odds
from workbench.records import InputError


def corpus(copies: int):
    """Two outlets that write about one thing; "seizure" is the word of one, "reunion" that of the other."""
    north, south = "The harbour seizure angered traders.", "The harbour reunion pleased traders."
    rows = [(f"n{i}", "North", north) for i in range(copies)] + [
        (f"s{i}", "South", south) for i in range(copies)
    ]
    articles = pd.DataFrame(rows, columns=["article_id", "outlet", "text"]).assign(duplicate_of=pd.NA)
    claims = pd.DataFrame(
        [(a, [o.lower()], text) for a, o, text in rows], columns=["article_id", "actors", "content"]
    )
    return SimpleNamespace(articles=articles, claims=claims)


def test_each_outlet_leads_with_its_own_words():
    rows = keyness(corpus(ENOUGH // 2))
    top = rows[rows["z"] > 1].groupby("group")["words"].agg(set)
    assert top["North"] >= {"seizure", "harbour seizure"} and top["South"] >= {"reunion", "harbour reunion"}
    shared = rows[(rows["words"] == "traders") & (rows["group"] == "North")].iloc[0]
    assert shared["z"] == pytest.approx(0) and shared["n"] == shared["elsewhere"] == ENOUGH // 2


def test_a_small_corpus_is_counted_and_not_ranked():
    rows = keyness(corpus(ENOUGH // 2 - 1))
    assert rows["z"].isna().all() and rows["log_odds"].isna().all()
    assert (rows.groupby("group")["n"].diff().dropna() <= 0).all()


def test_actors_are_compared_by_what_they_say():
    rows = keyness(corpus(ENOUGH // 2), by="actor")
    assert set(rows["group"]) == {"north", "south"}


def test_repeats_count_once():
    tables = corpus(4)
    tables.articles.loc[tables.articles["article_id"] == "n3", "duplicate_of"] = "n2"
    rows = keyness(tables)
    assert rows.set_index(["group", "words"]).loc[("North", "seizure"), "n"] == 3


def test_words_of_too_few_articles_and_words_of_grammar_are_left_out():
    tables = corpus(4)
    tables.articles.loc[0, "text"] += " Nightingale."
    words = set(keyness(tables)["words"])
    assert "nightingale" not in words and "the" not in words and "harbour seizure" in words


def test_small_groups_are_compared_with_and_not_listed():
    tables = corpus(ENOUGH // 2)
    tables.articles.loc[tables.articles["article_id"] == "s0", "outlet"] = "West"
    rows = keyness(tables, groups=2)
    assert set(rows["group"]) == {"North", "South"}
    south = rows[(rows["group"] == "South") & (rows["words"] == "reunion")].iloc[0]
    assert (south["n"], south["elsewhere"]) == (ENOUGH // 2 - 1, 1)


def test_possessives_and_contractions_are_no_words_of_their_own():
    tables = corpus(3)
    tables.articles["text"] = "It’s the harbour’s traders who can’t wait."
    assert set(keyness(tables)["words"]) == {"harbour", "traders", "harbour traders", "wait"}


def test_unknown_comparisons_are_refused():
    with pytest.raises(InputError, match="by='outlet'"):
        keyness(corpus(3), by="year")


def test_log_odds_by_hand():
    counts = pd.DataFrame({"a": [30, 70], "b": [10, 90]}, index=["x", "y"])
    odds, z = log_odds(counts, prior=10)
    here, rest = 30 + 2, 10 + 2  # x is a fifth of all 200 words: two of the ten prior ones
    by_hand = np.log(here / (110 - here)) - np.log(rest / (110 - rest))
    assert odds.loc["x", "a"] == pytest.approx(by_hand)
    assert z.loc["x", "a"] == pytest.approx(by_hand / np.sqrt(1 / here + 1 / rest))
    assert odds.loc["x", "b"] == pytest.approx(-by_hand)


def test_the_prior_draws_rare_words_to_no_difference():
    counts = pd.DataFrame({"a": [2, 1000], "b": [0, 1000]}, index=["rare", "common"])
    weak, strong = (log_odds(counts, prior)[0].loc["rare", "a"] for prior in (1, 10_000))
    assert 0 < strong < weak
