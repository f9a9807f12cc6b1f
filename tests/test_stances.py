"""Who takes which side, and who acts towards whom: sentences written for the purpose, none from a seed."""

from functools import lru_cache
from pathlib import Path

import pytest

from tests.samples import article
from workbench import language
from workbench.build import build
from workbench.codebook import load_codebook
from workbench.contradictions import contradictions
from workbench.coverage import coverage
from workbench.extract import read
from workbench.records import InputError
from workbench.tables import tabulate

UKRAINE = load_codebook("ukraine")


@lru_cache
def stances(text, codebook=UKRAINE):
    return read(article("t", text), language.pipeline()(text), codebook).stances


def sides(text, setting="\n\nIt is about Ukraine."):
    text += setting
    return {(s.holder, s.target, s.position) for s in stances(text) if s.target_kind == "proposition"}


TAKEN = [
    ("Moscow insisted that its soldiers were heading home.", "russia", "withdrawal", "affirms"),
    (
        "Poland has seen no evidence of a Russian pullback, its foreign ministry said.",
        "poland",
        "withdrawal",
        "doubts",
    ),
    ("Estonia has yet to verify that Russian units left the border.", "estonia", "withdrawal", "doubts"),
    ("Canada cast doubt on the announced withdrawal.", "canada", "withdrawal", "doubts"),
    (
        "The Pentagon said Russian battalions were moving towards the border, not away.",
        "united_states",
        "withdrawal",
        "rejects",
    ),
    ("Germany dismissed Russian claims of a pullback.", "germany", "withdrawal", "rejects"),
    ("Germany dismissed Russian claims of a pullback.", "russia", "withdrawal", "affirms"),
    ("Lithuania accused Russia of massing tanks near Ukraine.", "lithuania", "buildup", "affirms"),
    ("The Kremlin denied massing troops on the border.", "russia", "buildup", "rejects"),
    (
        "Britain warned that Russia could invade Ukraine within days.",
        "united_kingdom",
        "invasion_planned",
        "affirms",
    ),
    (
        "Russia has no plans to invade Ukraine, Dmitry Peskov said.",
        "dmitry_peskov",
        "invasion_planned",
        "rejects",
    ),
    ("Belarus recognised the two breakaway republics.", "belarus", "recognition", "affirms"),
    ("Turkey will never recognise the breakaway regions, Ankara said.", "turkey", "recognition", "rejects"),
    ("Georgia supports Ukraine's accession to NATO.", "georgia", "open_door", "affirms"),
    ("Hungary opposes Ukrainian membership of NATO.", "hungary", "open_door", "rejects"),
    ("France called for talks with Moscow.", "france", "diplomacy", "affirms"),
    ("Kyiv ruled out negotiations with the separatists.", "ukraine", "diplomacy", "rejects"),
    ("Moscow accused Washington of whipping up hysteria.", "russia", "west_provokes", "affirms"),
    ("Berlin threatened Russia with sanctions.", "germany", "sanctions", "affirms"),
    ("Ukraine blamed Russian hackers for the cyberattack.", "ukraine", "cyberattack_russia", "affirms"),
    ("Nobody can stop Ukraine from joining NATO, Ottawa said.", "canada", "open_door", "affirms"),
    ("There is no alternative to negotiations, Vienna said.", "austria", "diplomacy", "affirms"),
    ("Ben Wallace said that what he had not seen was a withdrawal.", "ben_wallace", "withdrawal", "rejects"),
    ("Hungary said that sanctions had been a dead end.", "hungary", "sanctions", "rejects"),
    (
        "Portugal condemned the recognition of Donetsk as a breach of law.",
        "portugal",
        "recognition",
        "rejects",
    ),
    ("Greece said that it rejects the recognition of Luhansk.", "greece", "recognition", "rejects"),
    (
        "Moscow wants NATO to rescind the pledge that Ukraine may become a member.",
        "russia",
        "open_door",
        "rejects",
    ),
]

# A wish, a condition, somebody else's doing, the outlet's own voice: no position on this proposition.
NOT_TAKEN = [
    ("Sweden urged Russia to withdraw its troops.", "withdrawal"),
    ("If Russia invaded Ukraine, Norway would close the border, Oslo said.", "invasion_planned"),
    ("Denmark announced the withdrawal of its soldiers from Mali.", "withdrawal"),
    ("Russia is massing troops near Ukraine.", "buildup"),
    ("Spain said that it was sending more troops to Latvia.", "buildup"),
    ("Italy condemned Russia for its provocations.", "west_provokes"),
    ("Spain said that more soldiers were on their way to Romania.", "buildup"),
    ("Norway said that it does not recognise Kosovo.", "recognition"),
    ("Finland said that hackers had hit two banks.", "sanctions"),
]


@pytest.mark.parametrize(("text", "holder", "target", "position"), TAKEN)
def test_positions(text, holder, target, position):
    assert (holder, target, position) in sides(text)


@pytest.mark.parametrize(("text", "holder", "target", "position"), TAKEN)
def test_nobody_is_on_both_sides_of_one_sentence(text, holder, target, position):
    assert {p for h, t, p in sides(text) if (h, t) == (holder, target)} == {position}


@pytest.mark.parametrize(("text", "target"), NOT_TAKEN)
def test_no_position(text, target):
    assert target not in {t for _, t, _ in sides(text)}


def test_joint_speakers_are_two_rows():
    text = "Estonia and Latvia said that Russian troops were moving towards the border, not away."
    assert {("estonia", "withdrawal", "rejects"), ("latvia", "withdrawal", "rejects")} <= sides(text)


def test_a_claim_about_a_claim_is_a_position_of_both():
    text = "The Kremlin said that NATO was wrong to say there was no evidence of a withdrawal."
    assert {("russia", "withdrawal", "affirms"), ("nato", "withdrawal", "doubts")} <= sides(text)


def test_what_points_back_is_read_from_what_was_said_before():
    text = "Russia announced a withdrawal of its troops. Latvia said it had seen no evidence of such a move."
    assert ("latvia", "withdrawal", "doubts") in sides(text)


def test_a_pronoun_that_is_denied_is_what_was_said_before():
    text = "Russia announced a withdrawal of its troops. The White House said it was false."
    assert ("united_states", "withdrawal", "rejects") in sides(text)


def test_a_row_is_the_shortest_clause_and_holds_what_turns_it():
    text = "After lunch, and while it rained, Norway said that it had seen no sign of a withdrawal."
    (row,) = [s for s in stances(text) if s.target == "withdrawal"]
    assert row.text == text[row.start : row.end]
    assert "no sign of a withdrawal" in row.text and "lunch" not in row.text


def test_a_proposition_is_read_only_in_its_setting():
    text = "France called for talks with Moscow."
    assert sides(text) and not sides(text, setting="")


def test_a_phrase_may_mean_something_else():
    assert not sides("NATO said that a cyber attack on Ukraine was likely.")
    assert sides("NATO said that an attack on Ukraine was likely.")


def test_whoever_is_meant_may_stand_anywhere_in_the_sentence():
    assert ("russia", "west_provokes", "affirms") in sides("NATO, the Kremlin said, is stoking tensions.")
    assert not sides("The tensions, the Kremlin said, were being stoked.")


def test_what_others_want_is_no_wish_of_the_speaker():
    assert ("poland", "invasion_planned", "affirms") in sides(
        "Poland said that Russia continues to plan an invasion."
    )


def test_the_accused_do_not_accuse_themselves():
    assert not sides("Russia said that an invasion was imminent.")
    assert not sides("Washington said that it was stoking tensions.")


def test_what_ought_to_be_is_supported_by_doing_it():
    assert ("germany", "sanctions", "affirms") in sides("Germany suspended Nord Stream 2.")
    assert not sides("Germany would suspend Nord Stream 2 if it had to.")


def test_what_a_thing_is_dismissed_as_is_not_dismissed():
    assert ("russia", "west_provokes", "affirms") in sides(
        "Moscow dismissed the American reports as hysteria."
    )


def test_one_row_a_holder_and_position_however_often_it_is_said():
    text = "Norway has seen no sign of a withdrawal, Oslo said. Norway said again it had seen no sign of a withdrawal."
    assert len([s for s in stances(text) if s.target == "withdrawal"]) == 1


def test_a_negated_circumstance_negates_nothing():
    text = "Norway said that Russia can launch an invasion of Ukraine with no warning time."
    assert ("norway", "invasion_planned", "affirms") in sides(text)


def test_a_false_pretext_is_a_pretext():
    text = "Norway said that Russia was preparing a false pretext for an invasion of Ukraine."
    assert ("norway", "invasion_planned", "affirms") in sides(text)


def test_what_somebody_is_asked_for_is_not_done():
    text = "Russia insists on its demands, including a promise by NATO never to admit Ukraine."
    assert "nato" not in {holder for holder, _, _ in sides(text)}


def test_the_initials_of_a_ministry_stand_for_it():
    text = (
        "The Ministry of Foreign Affairs of Ukraine issued a statement. "
        "“The build-up of Russian troops on our border goes on,” the MFA said."
    )
    assert ("ukraine", "buildup", "affirms") in sides(text)


def test_a_transcript_is_said_by_its_speakers():
    text = (
        "PETER LEE: Good afternoon.\n\nANN ROE: Thank you, Peter Lee. Russian troops are pulling back.\n\n"
        "PETER LEE: Ann Roe, are you sure?\n\nANN ROE: I am."
    )
    assert ("ann_roe", "withdrawal", "affirms") in sides(text)


def test_every_row_is_named_and_stands_in_its_text():
    text = " ".join(text for text, *_ in TAKEN)
    found = read(article("t", text), language.pipeline()(text), UKRAINE)
    known = {actor.actor_id for actor in found.actors}
    assert found.stances
    for row in found.stances:
        assert row.text == text[row.start : row.end]
        assert row.holder in known and (row.target_kind == "proposition" or row.target in known)
    assert len({row.stance_id for row in found.stances}) == len(found.stances)


def test_a_slot_without_a_list_is_refused_with_file_entry_and_cure(tmp_path):
    (tmp_path / "propositions.toml").write_text(
        '[[proposition]]\nid = "rain"\nsentence = "It rains"\nkind = "occurrence"\naffirms = ["WET day"]\n'
    )
    book = load_codebook(tmp_path)
    with pytest.raises(InputError, match=r"propositions.toml: 'rain': no list 'WET'; add it"):
        stances("It rains, the mayor said.", book)


def test_coverage_counts_what_no_proposition_speaks_of():
    text = "Norway said that the fish is cheap. Poland said that Russian troops were pulling back."
    tables = tabulate([read(article("t", text), language.pipeline()(text), UKRAINE)])
    found = coverage(tables, UKRAINE)
    assert (found.read, found.silent, found.share) == (2, 1, 0.5)
    assert "fish" in found.words.index and "troop" not in found.words.index
    assert str(found).startswith("1 of 2 attributed sentences match no proposition")


def test_nothing_said_is_fully_covered():
    tables = tabulate([read(article("t", "It rains."), language.pipeline()("It rains."), UKRAINE)])
    assert coverage(tables, UKRAINE).share == 0


# Read by hand: who is where on the withdrawal, article by article.
WITHDRAWAL = {
    ("000", "russia", "affirms"),
    ("000", "jens_stoltenberg", "doubts"),
    ("000", "united_states", "rejects"),
    ("002", "russia", "affirms"),
    ("002", "antony_blinken", "rejects"),
    ("002", "jens_stoltenberg", "rejects"),
    ("002", "united_states", "rejects"),
    ("002", "nato", "rejects"),
    ("002", "volodymyr_zelenskyy", "doubts"),
    ("003", "russia", "affirms"),
    ("003", "jens_stoltenberg", "doubts"),
    ("003", "western_officials", "doubts"),
    ("003", "joe_biden", "doubts"),
    ("003", "nato", "doubts"),  # as the Kremlin has it
    ("003", "boris_johnson", "mixed"),
    ("003", "ursula_von_der_leyen", "mixed"),
    ("004", "russia", "affirms"),
    ("004", "jens_stoltenberg", "doubts"),
    ("004", "joe_biden", "doubts"),
}


@lru_cache
def seeds():
    return build(Path(__file__).parent.parent / "seeds", UKRAINE, cache=False)


def test_the_seeds_on_the_withdrawal():
    rows = seeds().stances.query("target == 'withdrawal'")
    assert {
        (a[:3], h, p) for a, h, p in zip(rows["article_id"], rows["holder"], rows["position"])
    } == WITHDRAWAL


def test_the_seeds_have_a_crossing_over_that_a_roll_up_hides():
    """Peskov sides with Blinken against the parliament of his own state."""
    found = contradictions(seeds()).query("target == 'recognition' and holder_1 == 'State Duma'")
    assert {"Antony Blinken", "Dmitry Peskov"} <= set(found["holder_2"])
    rolled = contradictions(seeds(), "state").query("target == 'recognition' and holder_1 == 'Russia'")
    assert "Dmitry Peskov" not in set(rolled["holder_2"])
    assert "Russia" in set(rolled.query("kind == 'reversal'")["holder_2"])
