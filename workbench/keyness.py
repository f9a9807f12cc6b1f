"""Which words set one outlet or actor apart from the others: where to look for wordings that no codebook knows yet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from .records import InputError

ENOUGH = 50  # articles below which words are counted and not ranked by how distinctive they are
LEAST = 3  # articles that must have a word, lest one report's own subject look like a habit
GROUPS = 12  # groups that are listed
OTHERS = ""  # the column of those that are not
PRIOR = 500.0  # words of the whole corpus that each group is taken to have said before it is read: about an article
TYPES = {"group": "object", "words": "object", "n": "int64", "of": "int64", "elsewhere": "int64"}
TYPES |= {"documents": "int64", "log_odds": "Float64", "z": "Float64"}
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def keyness(
    tables: Any, by: str = "outlet", prior: float = PRIOR, least: int = LEAST, groups: int = GROUPS
) -> pd.DataFrame:
    """Words and pairs of words by how much more one group uses them than all others together.

    `by`: "outlet" compares articles, "actor" what each actor is said to say; the `groups` with the most words are
    listed. Repeated articles count once; words of grammar are left out. Columns: group, words, n (times in the
    group), of (words of the group), elsewhere, documents (articles that have it), log_odds and z. These two are the
    log-odds ratio with an informative Dirichlet prior and its z-score (Monroe, Colaresi and Quinn 2008); under 50
    articles they are missing, and the rows go by n. InputError for any other `by`.
    """
    texts = _texts(tables, by)
    counted, documents = _counted(texts)
    kept = sorted(word for word, n in documents.items() if n >= least)
    counts = pd.DataFrame({g: [found[word] for word in kept] for g, found in counted.items()}, index=kept)
    counts = _largest(counts, groups)
    scored = texts["article_id"].nunique() >= ENOUGH and counts.shape[1] > 1
    odds, z = log_odds(counts, prior) if scored else (counts * np.nan, counts * np.nan)
    parts = {
        "n": counts,
        "of": counts * 0 + counts.sum(),
        "elsewhere": counts.rsub(counts.sum(axis=1), axis=0),
        "documents": (counts * 0).add(pd.Series(documents)[kept], axis=0),
        "log_odds": odds,
        "z": z,
    }
    rows = pd.concat({name: part.stack() for name, part in parts.items()}, axis=1)
    rows = rows.rename_axis(["words", "group"]).reset_index().query("n > 0 and group != @OTHERS")
    order = ["group", "z" if scored else "n", "words"]
    return (
        rows[list(TYPES)].astype(TYPES).sort_values(order, ascending=[True, False, True], ignore_index=True)
    )


def _counted(texts: pd.DataFrame) -> tuple[dict[str, Counter[str]], Counter[str]]:
    """How often each group has each word, and how many articles have it."""
    counts: dict[str, Counter[str]] = {}
    documents: Counter[str] = Counter()
    for _, article in texts.groupby("article_id", sort=False):
        seen = set()
        for group, text in zip(article["group"], article["text"], strict=True):
            words = list(_words(text))
            counts.setdefault(group, Counter()).update(words)
            seen.update(words)
        documents.update(seen)
    return counts, documents


def _largest(counts: pd.DataFrame, groups: int) -> pd.DataFrame:
    """The groups with the most words, all others in one column."""
    largest = counts.sum().sort_values(ascending=False, kind="stable").index[:groups]
    rest = counts.drop(columns=largest)
    return counts[largest].assign(**{OTHERS: rest.sum(axis=1)}) if rest.shape[1] else counts[largest]


def log_odds(counts: pd.DataFrame, prior: float = PRIOR) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Log-odds ratio and z-score of each word (row) in each group (column) against all other groups.

    The prior is `prior` words shared out as the whole table has them: it draws rare words towards no difference.
    """
    total = counts.sum(axis=1)
    share = (prior * total / total.sum()).to_numpy()[:, None]
    here = counts + share
    rest = counts.rsub(total, axis=0) + share
    odds = np.log(here / (here.sum() - here)) - np.log(rest / (rest.sum() - rest))
    return odds, odds / np.sqrt(1 / here + 1 / rest)


def _texts(tables: Any, by: str) -> pd.DataFrame:
    """group, article_id and text of everything that is compared."""
    articles = tables.articles[tables.articles["duplicate_of"].isna()]
    if by == "outlet":
        found = articles.rename(columns={"outlet": "group"})
    elif by == "actor":
        claims = tables.claims[tables.claims["article_id"].isin(articles["article_id"])]
        found = claims.explode("actors").rename(columns={"actors": "group", "content": "text"})
    else:
        raise InputError(f"keyness compares outlets or actors, not {by!r}; give by='outlet' or by='actor'")
    return found.loc[found["group"].notna(), ["group", "article_id", "text"]].astype("object")


def _words(text: str) -> Iterator[str]:
    """Content words and pairs of neighbouring ones, lower case, without "'s"."""
    from spacy.lang.en.stop_words import STOP_WORDS

    end, before = 0, ""
    text = text.lower().replace("’", "'")
    for match in _WORD.finditer(text):
        word = match.group().removesuffix("'s")
        if word.partition("'")[0] in STOP_WORDS or len(word) < 2:
            continue
        yield word
        if before and text[end : match.start()].isspace():
            yield f"{before} {word}"
        end, before = match.end(), word
