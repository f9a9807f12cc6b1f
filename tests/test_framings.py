"""Framings: whose words are used for a contested thing, and in which dimension."""

from pathlib import Path

import pandas as pd
import pytest

import workbench as wb
from workbench import language
from workbench.actors import Cast
from workbench.codebook import load_codebook
from workbench.framings import explained, framings
from workbench.records import Article, Claim, InputError


def claim(text, content, act="asserts", actors=("russia",), kind="indirect"):
    """A claim by hand whose content is these words of the text."""
    start = text.index(content)
    end = start + len(content)
    return Claim(
        claim_id=f"a:{start}-{end}c",
        article_id="a",
        kind=kind,
        cue="said",
        cue_start=0,
        cue_end=1,
        act=act,
        content=content,
        start=start,
        end=end,
        spans=((start, end),),
        source_type="institution",
        actors=actors,
    )


def read(text, *said, codebook="ukraine", tail=" So it was in Donbas, in Ukraine.", **known):
    """The framings of a text to which `tail` is added, because the topic's things are read in its articles alone."""
    text += tail
    book, article = load_codebook(codebook), Article("a", "", text, "", **known)
    doc = language.pipeline()(text)
    rows = framings(doc, article, book, Cast.of(article, doc, book), list(said))
    assert all(text[row.start : row.end] == row.text for row in rows)
    assert len({row.framing_id for row in rows}) == len(rows)
    return rows


def worded(rows):
    return [(row.concept, row.variant, row.voice, row.rule.split(":")[0]) for row in rows if row.concept]


# --- whose words --------------------------------------------------------------------------------


def test_outside_claims_the_words_are_the_outlets():
    assert worded(read("Moscow annexed Crimea in 2014.")) == [
        ("Crimea_2014", "annexation", "outlet", "outlet")
    ]


def test_paraphrased_words_have_the_voice_of_the_actor_and_are_marked():
    text = "Moscow said that it had started a pullback."
    assert worded(read(text, claim(text, "it had started a pullback"))) == [
        ("withdrawal", "pullback", "russia", "paraphrased")
    ]


def test_words_in_quote_marks_are_quoted_though_the_claim_around_them_is_not():
    text = "Moscow said that the “pullback” is no retreat."
    rows = worded(read(text, claim(text, "the “pullback” is no retreat")))
    assert [(voice, manner) for _, _, voice, manner in rows] == [
        ("russia", "quoted"),
        ("russia", "paraphrased"),
    ]


def test_a_direct_claim_without_quote_marks_is_quoted():
    text = "We see no withdrawal, he said."
    (row,) = worded(read(text, claim(text, "We see no withdrawal", kind="direct")))
    assert row[3] == "quoted"


def test_the_innermost_claim_decides():
    text = "The Kremlin said that NATO saw no pullback."
    outer = claim(text, "NATO saw no pullback", actors=("russia",))
    inner = claim(text, "no pullback", actors=("nato",))
    assert [row.voice for row in read(text, outer, inner) if row.concept] == ["nato"]
    assert [row.claim_id for row in read(text, inner, outer) if row.concept] == [inner.claim_id]


def test_joint_speakers_are_two_rows():
    text = "Blinken and Stoltenberg saw no pullback."
    rows = read(text, claim(text, "no pullback", actors=("antony_blinken", "jens_stoltenberg")))
    assert [row.voice for row in rows if row.concept] == ["antony_blinken", "jens_stoltenberg"]


def test_a_speaker_nobody_knows_is_not_the_outlet():
    text = "Some say that there is no pullback."
    assert worded(read(text, claim(text, "there is no pullback", actors=())))[0][2:] == (
        "unnamed",
        "paraphrased",
    )
    quoted = "It was late. “We have seen no pullback of any kind, none at all.”"
    assert worded(read(quoted))[0][2:] == ("unnamed", "quoted")


def test_scare_quotes_are_the_outlets_own_with_a_mark():
    assert worded(read("Russia announced a “partial withdrawal” on Monday.")) == [
        ("withdrawal", "partial_withdrawal", "outlet", "scare_quotes")
    ]


@pytest.mark.parametrize(
    "act, function",
    [
        ("accuses", "cause"),
        ("warns", "problem"),
        ("condemns", "moral_evaluation"),
        ("praises", "moral_evaluation"),
        ("demands", "remedy"),
        ("offers", "remedy"),
        ("asserts", ""),
        ("denies", ""),
    ],
)
def test_what_the_act_of_the_claim_does_with_the_words(act, function):
    text = "NATO spoke of a build-up."
    rows = read(text, claim(text, "a build-up", act=act))
    table = explained(pd.DataFrame([{"rule": row.rule} for row in rows if row.concept]))
    assert table[["manner", "function", "term"]].values.tolist() == [["paraphrased", function, "build-up"]]


def test_no_rows_are_explained_too():
    assert list(explained(pd.DataFrame({"rule": pd.Series(dtype="string")}))) == [
        "rule",
        "manner",
        "function",
        "term",
    ]


# --- which words --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, expected",
    [
        ("The ministry showed the partial withdrawal.", [("withdrawal", "partial_withdrawal")]),
        ("They pulled most of their tanks back.", [("withdrawal", "pullback")]),
        ("They pulled up, and later they came back.", []),
        ("RUSSIA FACES NEW SANCTIONS", [("sanctions", "sanctions")]),
        ("Russian-backed separatists fired.", [("those_who_hold_Donbas", "backed_by_Russia")]),
        ("The so-called Donetsk and Luhansk republics.", [("status_of_Donbas", "so-called_republics")]),
        ("Police seized a boat.", []),
        ("The peninsula of Crimea, which Moscow seized in 2014.", [("Crimea_2014", "seizure")]),
        ("Police seized a boat. It had come from Crimea.", []),
        ("The government exercises restraint.", []),
    ],
)
def test_words_of_contested_things(text, expected):
    assert [(row.concept, row.variant) for row in read(text) if row.concept] == expected


@pytest.mark.parametrize("text", ["Rebels withdrew from Kidal.", "The drills around Taiwan ended."])
def test_other_topics_have_rebels_and_drills_too(text):
    assert [row for row in read(text, tail="") if row.concept] == []
    assert [row for row in read(text) if row.concept]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("The vote broke international law.", {"legality"}),
        ("The two sides traded claims.", set()),
        ("Trade with the neighbours collapsed.", {"economic"}),
        ("Prices rose. The spokesman, Ned Price, was silent.", {"economic"}),
        ("The defence ministry was silent.", set()),
        ("It is a threat to the coast, and an unjustified one.", {"security_and_defence", "morality"}),
    ],
)
def test_words_of_dimensions(text, expected):
    assert {row.frame for row in read(text) if row.frame} == expected


def test_a_name_is_no_framing():
    rows = read("The spokesman, Ned Price, was silent about the price.")
    assert [row.start for row in rows if row.frame] == [47]


def test_boilerplate_is_not_read():
    text = "Sign up for news of the invasion.\n\nThe invasion began."
    rows = read(text, boilerplate=((0, 33),))
    assert rows and all(row.start > 33 for row in rows)


# --- the seeds ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def seeds():
    return wb.build(Path(__file__).parent.parent / "seeds", cache=False)


@pytest.mark.parametrize(
    "seed, concept, variant, told",
    [
        ("000", "Crimea_2014", "invasion", {("outlet", "outlet")}),
        ("001", "Crimea_2014", "annexation", {("jens_stoltenberg", "quoted"), ("outlet", "outlet")}),
        ("001", "Crimea_2014", "referendum", {("outlet", "outlet")}),
        ("002", "Crimea_2014", "seizure", {("outlet", "outlet")}),
        ("002", "status_of_Donbas", "so-called_republics", {("antony_blinken", "paraphrased")}),
        ("002", "warnings_of_the_West", "hysteria", {("russia", "paraphrased")}),
        ("003", "withdrawal", "movement_to_and_fro", {("jens_stoltenberg", "quoted")}),
        pytest.param(
            "003",
            "status_of_Donbas",
            "republics",
            {("ursula_von_der_leyen", "quoted")},
            marks=pytest.mark.xfail(reason="the models give the quotation to a parliament named in it"),
        ),
        pytest.param(
            "003",
            "troops_at_the_border",
            "build-up",
            {("jens_stoltenberg", "quoted"), ("outlet", "scare_quotes")},
            marks=pytest.mark.xfail(reason="the models give a subheading in quotes to whom it accuses"),
        ),
    ],
)
def test_who_words_it_so_in_the_seeds(seeds, seed, concept, variant, told):
    rows = explained(seeds.framings).query("concept == @concept and variant == @variant")
    rows = rows[rows["article_id"].str.startswith(seed)]
    assert set(zip(rows["voice"], rows["manner"], strict=True)) == told


# --- a user's own -------------------------------------------------------------------------------


def test_a_topic_replaces_a_dimension_and_brings_its_own_things(tmp_path):
    (tmp_path / "framings.toml").write_text(
        '[[frame]]\nid = "economic"\nname = "Economic"\ndefinition = "None here."\nterms = []\n'
    )
    (tmp_path / "wording.toml").write_text(
        '[[concept]]\nid = "wall"\nvariants = [{ id = "fence", terms = ["fence"] }]\n'
    )
    rows = read("The fence raised prices.", codebook=tmp_path)
    assert [(row.concept, row.frame) for row in rows] == [("wall", None)]


def test_one_term_of_two_variants_is_named_with_its_cure(tmp_path):
    (tmp_path / "wording.toml").write_text(
        '[[concept]]\nid = "wall"\n'
        'variants = [{ id = "fence", terms = ["Barrier"] }, { id = "wall", terms = ["barrier"] }]\n'
    )
    with pytest.raises(
        InputError, match="wording.toml: 'wall': 'barrier' is a term of 'fence' and of 'wall'; keep"
    ):
        read("A barrier.", codebook=tmp_path)
