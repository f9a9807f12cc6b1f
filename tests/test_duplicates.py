"""Repeats: copies, edited copies and excerpts are found, other articles on the same matter are not."""

import random
from dataclasses import replace
from datetime import date

from workbench.reading.duplicates import groups, marked
from workbench.records import Article

WORDS = [
    f"{a}{b}"
    for a in ("har", "min", "sto", "ves", "cou", "pla")
    for b in ("bour", "ister", "rm", "sel", "ncil", "nt", "ding", "ly")
]


def article(name: str, text: str, day: int | None = None) -> Article:
    return Article(name, "", text, "", published=date(2022, 2, day) if day else None, words=len(text.split()))


def prose(seed: int, length: int = 300) -> str:
    chance = random.Random(seed)
    return " ".join(chance.choice(WORDS) for _ in range(length))


def repeats(*articles: Article) -> dict[str, str]:
    return {a.article_id: a.duplicate_of for a in marked(articles) if a.duplicate_of}


def test_the_later_of_two_copies_repeats_the_earlier():
    assert repeats(article("a", prose(1), 17), article("b", prose(1), 16)) == {"a": "b"}


def test_an_undated_copy_repeats_the_dated_one():
    assert repeats(article("a", prose(1)), article("b", prose(1), 16)) == {"a": "b"}


def test_an_edited_copy_is_a_repeat():
    words = prose(1).split()
    for i in range(0, 300, 60):
        words[i] = "edited"
    assert repeats(article("a", prose(1), 1), article("b", " ".join(words), 2)) == {"b": "a"}


def test_an_excerpt_repeats_the_whole_even_if_it_is_earlier():
    assert repeats(article("a", prose(1)[:700], 1), article("b", prose(1), 2)) == {"a": "b"}


def test_other_texts_and_short_ones_stand():
    assert (
        repeats(article("a", prose(1)), article("b", prose(2)), article("c", "Yes."), article("d", "No."))
        == {}
    )


def test_no_repeat_points_to_a_repeat():
    copies = [article(str(i), prose(1) + f" end {i}", i + 1) for i in range(20)]
    found = repeats(*copies)
    assert set(found.values()) == {"0"} and len(found) == 19


def test_groups_count_each_story_once():
    found = marked([article("a", prose(1), 1), article("b", prose(1), 2), article("c", prose(2), 1)])
    assert {name: [a.article_id for a in group] for name, group in groups(found).items()} == {"a": ["a", "b"]}
    assert [a.article_id for a in found] == ["a", "b", "c"]


def test_the_order_of_the_files_does_not_matter():
    articles = [article(str(i), prose(i % 7) + " x" * (i // 7), i + 1) for i in range(21)]
    chance = random.Random(0)
    other = chance.sample(articles, len(articles))
    assert repeats(*articles) == repeats(*other)


def test_nothing_but_the_mark_is_changed():
    first = article("a", prose(1))
    assert replace(marked([first])[0], duplicate_of=None) == first
