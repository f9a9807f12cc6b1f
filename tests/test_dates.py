"""Days from words: tables of what resolves, and of what must not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench import dates
from workbench.language import pipeline
from workbench.records import Article

THURSDAY = date(2022, 2, 17)


def resolve(text: str, published: date | None = THURSDAY):
    return dates.resolve(text, 0, len(text), published)


@pytest.mark.parametrize(
    "text, day, basis",
    [
        ("on Tuesday", date(2022, 2, 15), "weekday"),
        ("on Thursday", date(2022, 2, 17), "weekday"),
        ("last Thursday", date(2022, 2, 10), "weekday"),
        ("next Tuesday", date(2022, 2, 22), "weekday"),
        ("on Friday", date(2022, 2, 11), "weekday"),
        ("by February 20", date(2022, 2, 20), "date"),
        ("on Feb. 4th", date(2022, 2, 4), "date"),
        ("on 4 February", date(2022, 2, 4), "date"),
        ("the 3rd of March, 2021", date(2021, 3, 3), "date"),
        ("December 31", date(2021, 12, 31), "date"),
        ("2021-04-13", date(2021, 4, 13), "date"),
        ("yesterday", date(2022, 2, 16), "relative"),
        ("today", date(2022, 2, 17), "relative"),
        ("tomorrow", date(2022, 2, 18), "relative"),
        ("last night", date(2022, 2, 16), "relative"),
        ("three days ago", date(2022, 2, 14), "relative"),
    ],
)
def test_words_that_name_a_day(text, day, basis):
    assert resolve(text) == (day, basis)


@pytest.mark.parametrize(
    "text",
    [
        "last week",
        "in December",
        "in December 2021",
        "recently",
        "31 June",
        "in 2014",
        "they may 3 times",
        "March 5,000 men",
        "on Monday and Tuesday",
        "",
        "Sundays are quiet",
        "the Marching 4 band",
    ],
)
def test_words_that_name_no_single_day(text):
    assert resolve(text) == (None, "unknown")


@pytest.mark.parametrize("text", ["on Tuesday", "yesterday", "three days ago", "February 20"])
def test_an_undated_article_resolves_no_relative_word(text):
    assert resolve(text, None) == (None, "unknown")


def test_an_undated_article_keeps_full_dates():
    assert resolve("on 4 February 2022", None) == (date(2022, 2, 4), "date")


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.sampled_from(["Monday", "Friday", "Sunday"]))
def test_a_weekday_is_that_weekday_and_within_the_week_before(published, weekday):
    day, _ = resolve(f"on {weekday}", published)
    assert day.strftime("%A") == weekday
    assert 0 <= (published - day).days < 7


@given(st.text(max_size=80))
def test_any_text_is_read_without_error(text):
    resolve(text)


SAID = [
    ("The minister said on Tuesday that talks failed.", "said", date(2022, 2, 15), "weekday"),
    ("Talks failed, the minister said Wednesday.", "said", date(2022, 2, 16), "weekday"),
    ("On Monday, the minister warned that talks would fail.", "warned", date(2022, 2, 14), "weekday"),
    ("Talks failed, the minister told reporters in Oslo on Tuesday.", "told", date(2022, 2, 15), "weekday"),
    ("The minister, who left Oslo on Tuesday, said that talks failed.", "said", THURSDAY, "published"),
    ("The minister said that talks failed.", "said", THURSDAY, "published"),
    ("The minister said last week that talks failed.", "said", None, "unknown"),
    ("The minister said in December that talks failed.", "said", None, "unknown"),
]


def said_on(text: str, cue: str, published: date | None, content=()):
    start = text.index(cue)
    article = Article("a", "a.txt", text, "", published=published)
    return dates.said_on(pipeline()(text), article, start, start + len(cue), content)


@pytest.mark.parametrize("text, cue, day, basis", SAID)
def test_the_day_something_was_said(text, cue, day, basis):
    assert said_on(text, cue, THURSDAY) == (day, basis)


def test_a_day_inside_the_content_is_not_the_day_it_was_said():
    text = "The minister said talks would end on Tuesday."
    content = ((text.index("talks"), len(text)),)
    assert said_on(text, "said", THURSDAY, content) == (THURSDAY, "published")


def test_the_day_of_an_undated_claim_is_unknown():
    assert said_on("The minister said on Tuesday that talks failed.", "said", None) == (None, "unknown")
    assert said_on("The minister said that talks failed.", "said", None) == (None, "unknown")


def test_the_day_that_a_figure_refers_to():
    text = "Some 400 people were detained on Tuesday, and the mayor left on Monday."
    article = Article("a", "a.txt", text, "", published=THURSDAY)
    assert dates.as_of(pipeline()(text), article, 5, 8) == (date(2022, 2, 15), "weekday")
