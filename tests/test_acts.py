"""Acts between actors, by verbs, nouns and what is said: sentences written for the purpose, none from a seed."""

from functools import lru_cache

import pytest

from tests.samples import article
from workbench import language
from workbench.codebook import load_codebook
from workbench.extract import read

UKRAINE = load_codebook("ukraine")


@lru_cache
def rows(text):
    found = read(article("t", text), language.pipeline()(text), UKRAINE).stances
    return [s for s in found if s.target_kind == "actor"]


def acts(text):
    return {(s.holder, s.act, s.target) for s in rows(text)}


# Text, holder, act, target.
ACTS = [
    ("Peru accused Chile of spying.", "peru", "accuses", "chile"),
    ("Chile was accused by Peru of spying.", "peru", "accuses", "chile"),
    ("Egypt and Jordan condemned Israel.", "jordan", "condemns", "israel"),
    ("Japan condemned the North Korean launch.", "japan", "condemns", "north_korea"),
    ("China warned Taiwan against independence.", "china", "warns", "taiwan"),
    ("Iran threatened Israel with retaliation.", "iran", "threatens", "israel"),
    ("Kenya urged Sudan to open the border.", "kenya", "demands", "sudan"),
    ("Cuba called on the United States to lift the embargo.", "cuba", "demands", "united_states"),
    ("Serbia rejected Kosovo's proposal.", "serbia", "rejects", "kosovo"),
    ("Iceland supports Ukraine.", "iceland", "supports", "ukraine"),
    ("Portugal expressed its solidarity with Brazil.", "portugal", "supports", "brazil"),
    ("India praised Nepal for its help.", "india", "praises", "nepal"),
    ("Qatar offered Lebanon a loan.", "qatar", "offers", "lebanon"),
    ("Mexico met with Canada on Friday.", "mexico", "consults", "canada"),
    ("India and Pakistan accused each other of firing first.", "pakistan", "accuses", "india"),
    ("If Iran strikes again, there will be consequences, Israel warned.", "israel", "warns", "iran"),
    ("Georgia said that Russia had violated its airspace.", "georgia", "accuses", "russia"),
    ("Peru accused Chile of spying. Chile denied the allegation.", "chile", "denies", "peru"),
    # first person in a quotation, passives, joint talks
    ('"We stand with Chile," the Peruvian president said.', "peru", "supports", "chile"),
    ('"We call on Cuba to leave," the Haitian minister said.', "haiti", "demands", "cuba"),
    ('"Our support for Nepal is firm," the Indian minister said.', "india", "supports", "nepal"),
    ("Peru was told by Chile to leave.", "chile", "demands", "peru"),
    ("Chad and Niger spoke about the border.", "chad", "consults", "niger"),
    ("Joe Biden called Emmanuel Macron on Monday.", "joe_biden", "consults", "emmanuel_macron"),
    # nouns: who gives and who gets them
    ("Hungary faced sharp criticism from Poland.", "poland", "condemns", "hungary"),
    ("Egypt failed to reply to a request from Sudan.", "sudan", "demands", "egypt"),
    ("Latvia threw its support behind Finland.", "latvia", "supports", "finland"),
    ("Iraq denied Iranian claims that it had fired.", "iran", "accuses", "iraq"),
    # whose thing it is
    ("Kenya condemned the limits that Sudan has set.", "kenya", "condemns", "sudan"),
    ("Poland accused the authorities in Minsk of treason.", "poland", "accuses", "belarus"),
    ("Norway refuses to talk with Iran.", "norway", "rejects", "iran"),
    # words that spread: the target hangs on a later one
    ("Peru pledged to keep working with Chile.", "peru", "supports", "chile"),
    ("Mali vowed in May to come to Niger's defence.", "mali", "supports", "niger"),
    ("Qatar was ready to receive the Yemeni president.", "qatar", "offers", "yemen"),
    ("Cuba is grateful to Mexico.", "cuba", "praises", "mexico"),
    ("Jordan severed its diplomatic ties with Qatar.", "jordan", "rejects", "qatar"),
    ("Kenya said that an attack would be costly for Sudan.", "kenya", "warns", "sudan"),
    ("Peru accused Chile of spying. Chile rejected that.", "chile", "denies", "peru"),
    (
        "Ghana is on alert. Amnesty International accused the authorities of spying.",
        "amnesty_international",
        "accuses",
        "ghana",
    ),
    ("Oman offered to mediate between Iran and Israel.", "oman", "offers", "israel"),
    ("Russia closed the strait, a move that Turkey condemned.", "turkey", "condemns", "russia"),
    ("Peru accused Chile of spying. Peru also condemned the visit.", "peru", "condemns", "chile"),
    ("Volodymyr Zelensky thanked the troops.", "volodymyr_zelenskyy", "praises", "ukraine"),
    ("Ana Ruiz, a former judge of Peru, accused Chile of lies.", "ana_ruiz", "accuses", "chile"),
    # what the words amount to
    ("Chile called the Peruvian answer a disgrace.", "chile", "condemns", "peru"),
    ("Chile described the Peruvian strike as an act of aggression.", "chile", "accuses", "peru"),
    ("The Syrian response is unacceptable, Jordan said.", "jordan", "condemns", "syria"),
    ("Peru accused Chile of lies. These allegations are false, Chile said.", "chile", "denies", "peru"),
    ("Spain wants Morocco to stop.", "spain", "demands", "morocco"),
    ("Ukraine asked Poland for weapons.", "ukraine", "demands", "poland"),
    ("Spain wanted more from Morocco.", "spain", "demands", "morocco"),
    ("Kenya made public its demands that Sudan withdraw.", "kenya", "demands", "sudan"),
    ("Ghana urged the two countries, Chad and Niger, to talk.", "ghana", "demands", "niger"),
    ("Ghana called upon Togo to leave.", "ghana", "demands", "togo"),
    ("Peru met Emil Krause to talk about the border.", "peru", "consults", "emil_krause"),
    (
        "Chile said that Peru must leave and that Peruvian units should be sent home.",
        "chile",
        "demands",
        "peru",
    ),
    ("Chile called the Peruvian move “unacceptable”.", "chile", "condemns", "peru"),
    (
        "Peru's ambassador said Chile had lied about the raid. Chile denied any role.",
        "chile",
        "denies",
        "peru",
    ),
    ("Mali ordered Togo to leave.", "mali", "demands", "togo"),
    ("Norway condemned the “senseless raids” by Libya.", "norway", "condemns", "libya"),
]


@pytest.mark.parametrize(("text", "holder", "act", "target"), ACTS)
def test_acts_between_actors(text, holder, act, target):
    assert (holder, act, target) in acts(text)


@pytest.mark.xfail(
    strict=True, reason="it, before its name and with a misread verb, is taken for the speaker"
)
def test_a_warning_to_it():
    text = "If Azerbaijan attacks again, it will face serious consequences, Armenia said."
    assert ("armenia", "warns", "azerbaijan") in acts(text)


@pytest.mark.parametrize(
    "text",
    [
        "Peru did not accuse Chile.",
        "Peru would condemn Chile if it had proof.",
        "The bridge between Peru and Chile is closed.",
        "Reuters accused Chile of nothing.",
        "Peru told Radio Uno that the bridge is closed.",
        "Peru said that the attack was no disgrace for Chile.",
        "Peru ordered 300 soldiers to Chile.",
        "Peru sent 300 soldiers to Chile for a drill.",
        "Peru backed a ban in Long Beach.",
        "Peru did not respond to a Chilean request for comment.",
        "Peru urged all sides to show restraint. Chile and Bolivia are at war.",
    ],
)
def test_no_act(text):
    assert acts(text) == set()


def test_polarity_goes_with_the_act():
    found = {s.act: s.polarity for text, *_ in ACTS for s in rows(text)}
    assert {found[a] for a in ("accuses", "condemns", "warns", "threatens", "rejects")} == {-1}
    assert {found[a] for a in ("supports", "praises", "offers")} == {1}
    assert {found[a] for a in ("demands", "denies", "consults")} == {0}


def test_what_is_implied_has_its_clause_as_evidence():
    text = "After lunch Peru said that it was late and that the Chilean answer was a disgrace."
    (row,) = rows(text)
    assert row.text.endswith("the Chilean answer was a disgrace") and "lunch" not in row.text
