"""Figures: whose they are and who states them, each rule in wordings of its own and in one that it must leave alone."""

import pytest

from .test_figures import read

SUBJECTS = {
    "a lead that names the place, and the state named most": [
        ("Crowds in Quito. Peru spoke.\n\nEcuador waited. Ecuador slept.\n\nSome 300 people were arrested.", "ecuador"),
        ("Ecuador and Peru talk.\n\nPeru waited, Peru slept.\n\nSome 300 people were arrested.", None),
    ],
    "an institution's are its state's": [
        ("All 350 members of the State Duma voted.", "russia"),
        ("All 350 staff of the UN marched.", "un"),
    ],
    "an army unit that the text alone names owns nothing": [
        ("Forty soldiers of the Ninth Northern Brigade marched by.", None),
        ("Forty soldiers of the Chadian army marched by.", "chad"),
    ],
    "where they come from does not own them": [
        ("Chad is moving a battalion of 800 men from Libya, up to eight jets from Niger and 20 tanks.", "chad"),
        ("Libya's 800 men left.", "libya"),
    ],
    "a conflict counts in the number's own clause": [
        ("Sixty people died in Tyre, on the worst day since the war with Israel widened.", "lebanon"),
        ("Sixty people died in the war in Lebanon.", None),
        ("Sixty people have been killed in Lebanon since 2006.", None),
    ],
    "what is done to a group is done to its members": [
        ("Chad had gathered a force of 60,000 on the line.", "chad"),
        ("A squadron of 900 from nowhere stood by.", None),
    ],
    "who gives money": [
        ("It is part of a $90 million package that Japan approved in May.", "japan"),
        ("Japan saw a $90 million package.", None),
    ],
    "a gift is the giver's": [
        ("Japan has announced a gift of 4,000 shells.", "japan"),
        ("Japan has announced a count of 4,000 shells.", None),
    ],
    "by whom": [
        ("Observers noted 11 attacks by the Libyan side.", "libya"),
        ("Observers noted 11 attacks by late May.", None),
    ],
    "of its own": [
        ("Austria said eight of its soldiers had been hurt by a shell that hit the UN.", "austria"),
        ("The Austrian government said 49 of the country's soldiers were killed in Libyan shelling.", "austria"),
        ("Austria said eight of the soldiers had been hurt by Libyan shells.", "austria"),
    ],
    "who pictures arms has none": [
        ("Pictures by Japan showed 20 helicopters.", None),
        ("Japan has 20 helicopters.", "japan"),
    ],
    "a base": [
        ("Japan, which has a base of 3,000 men in Libya, said nothing.", "japan"),
        ("In Libya, a nation of 3,000 men, it rained.", "libya"),
    ],
    "times that somebody does it": [
        ("Libyan forces broke the truce 36 times.", "libya"),
        ("The truce was broken 36 times.", None),
    ],
}  # fmt: skip

SOURCES = {
    "deeds are no words": [
        ("Japan agreed to send 40 trucks.", None),
        ("Japan has offered to buy 40 trucks.", None),
        ("Japan claimed to have sent 40 trucks.", "japan"),
    ],
    "what is not said": [
        ("Japan would not say why 40 trucks had left.", None),
        ("Japan said that 40 trucks had not left.", "japan"),
    ],
    "a label is no speaker": [
        ("Georgia: 40 tanks burn in Tbilisi", None),
        ("Georgia says: 40 tanks burn in Tbilisi.", "georgia"),
    ],
    "where a place lies": [
        ("Japan said that fighting had reached Sumy, 40 km (25 miles) from the border.", None),
        ("Japan said that fighting had reached a line 40 km from the border.", "japan"),
    ],
    "services that have an owner": [
        ("Estonia's foreign intelligence service, which had kept silent, counts 90 tanks there.", "estonia"),
        ("Estonia's aggression cost 90 tanks.", None),
    ],
    "whose count it is": [
        ("More than 230 clashes took place, by one count from the Mirandola Institute.", "mirandola_institute"),
        ("More than 230 clashes took place, by one count.", None),
    ],
    "a main verb that the parse takes for a participle": [
        ("Japan's ministry, which had denied it, announced late at night that 90 tanks were there.", "japan"),
    ],
    "the army of the only state that its sentence names": [
        ("Two Japanese soldiers were killed, the army said.", "japan"),
        ("Two soldiers were killed, the army said.", None),
    ],
}  # fmt: skip


@pytest.mark.parametrize("text, owner", [case for cases in SUBJECTS.values() for case in cases])
def test_whose_it_is_in_other_words(text, owner):
    assert {row.subject for row in read(text)} == {owner}


@pytest.mark.parametrize("text, source", [case for cases in SOURCES.values() for case in cases])
def test_who_states_it_in_other_words(text, source):
    assert {row.source for row in read(text)} == {source}
