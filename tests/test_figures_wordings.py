"""Figures in other words: for each kind, movement and plan, ways in which the news puts it.

Every number in brackets is of the kind, or of the movement or modality, that the list is named for.
"""

import re

import pytest

from .test_figures import read

KINDS = {
    "deaths": [
        "[Fourteen] guardsmen were shot dead at a checkpoint.",
        "The army claims to have eliminated [some 40] militants.",
        "[At least 60] insurgents have been neutralised since Monday.",
        "[Nine] soldiers fell in the fighting near the river.",
        "The shelling took the lives of [three] pensioners.",
        "The blast left [26] people dead.",
        "Rescuers have buried [310] so far.",
        "The number of dead has climbed past [4,000].",
        "The toll has risen to [12,300], the ministry said.",
        "He lost [five] relatives in the strike.",
        "A car bomb tore through a market, killing [17].",
        "The militia says it put [30] of the soldiers to death.",
        "[Up to 90] sailors went down with the ship.",
        "[Eleven] bodies have been recovered.",
        "Of the passengers, [six] were found dead.",
        "Fever has claimed [120] lives.",
        "[Forty-one] are feared dead.",
        "An officer was killed in the ambush, taking the year's losses to [34].",
        "[Twelve] nuns and children allegedly killed by a drone were buried.",
        "[Some 9,000] people have died since 2003, and [14] policemen this spring.",
        "[Six] sailors received fatal wounds.",
    ],
    "injured": [
        "[Some 12] are in intensive care.",
        "[Thirty] were taken to hospital with burns.",
        "[Some 70] people were left wounded.",
        "[Eight] suffered shrapnel wounds.",
        "[Four] of them are in critical condition.",
        "The crush left [dozens] injured.",
        "[A dozen] officers were treated for cuts.",
        "Hospitals admitted [240] wounded.",
        "[Five] people sustained injuries.",
        "The attack killed a guard and injured [nine].",
        "[Seventeen] people are being treated in hospital.",
        "The clinic saw [dozens] of people with broken legs.",
        "[Four] lawyers have been beaten outside their homes.",
    ],
    "casualties": [
        "The brigade took [1,200] casualties.",
        "[More than 300,000] have been killed or wounded on both sides.",
        "Losses on the other side reached [about 2,000] killed and injured.",
        "[Ninety] dead and wounded were brought in.",
    ],
    "detained": [
        "[Hundreds] of soldiers have surrendered.",
        "[Forty] marines were taken prisoner.",
        "Police made [32] arrests.",
        "[Sixteen] activists were rounded up at dawn.",
        "[At least 1,300] demonstrators are in custody.",
        "[Some 200] fighters laid down their arms.",
        "The two sides swapped [95] prisoners of war.",
        "[Twelve] men were thrown into jail.",
        "The court remanded [eight] suspects in custody.",
        "[Three] students have been put behind bars.",
        "[Dozens] were bundled into police vans.",
        "[Twenty] were picked up by the police.",
    ],
    "displaced": [
        "[Some 121,000] people have left their homes.",
        "[About 40,000] people have been driven from their homes.",
        "[More than 9,000] were moved to safety.",
        "[Over 150,000] people are without homes.",
        "The floods left [30,000] people homeless.",
        "[Two million] people have crossed the border since the invasion.",
        "[Half a million] sought refuge in the south.",
        "[Tens of thousands] have abandoned their villages.",
        "The fighting has uprooted [300,000] civilians.",
        "[Nearly 6,000] residents were told to leave.",
        "The governor ordered [11,000] to leave the district.",
        "[Thousands] are sleeping in schools and shelters.",
        "The school took in [600] refugees.",
        "The camp houses [14,000] displaced families.",
        "[More than 70,000] escaped to the hills.",
        "They plan to resettle [8,000] villagers.",
        "The ministry counted [6,600] arrivals from the occupied towns.",
        "[Around 5,000] people were made homeless.",
        "The offensive has forced [90,000] from their homes.",
        "[Scores] of families fled.",
        "By Friday night [6,600] had fled.",
    ],
    "protesters": [
        "[Thousands] poured into the square to demand a new vote.",
        "[Some 30,000] people took to the streets.",
        "[Up to 500,000] had joined the march.",
        "A crowd of [15,000] gathered outside parliament.",
        "[Several hundred] people blocked the road in protest.",
        "The rally drew [20,000].",
        "Organisers put the turnout at the rally at [100,000], the police at [40,000].",
        "[Hundreds of thousands] turned out against the law.",
        "[More than 2,000] students marched on the ministry.",
        "[Ten thousand] chanted his name at a rally.",
        "They had hoped for a march of [50,000].",
        "Half a million at the march? The police counted [120,000].",
        "[Hundreds] of protesters threw stones.",
    ],
    "troops": [
        "Half its army, [125,000] men, stands in the valley.",
        "[About 800] infantry will move from Italy.",
        "[140,000] Russians are massed at the border.",
        "A garrison of [3,000] holds the port.",
        "The contingent numbers [1,200].",
        "The army called up [20,000] men.",
        "[Five thousand] paratroops were flown in.",
        "It has [2,000] special forces there.",
        "The force, which numbers [some 40,000], is on alert.",
        "Soldiers were sent to join the [roughly 40,000] already in the region.",
        "[Ten thousand] airborne troops trained.",
        "The army has mobilised [300,000].",
        "Some 1,500 fighters crossed; the army had seen [900].",
        "[Six hundred] combatants were seen.",
        "They face a force of [well over 100,000].",
        "A squadron of [around 900] stood by.",
        "Ten battalions are there. At [700] men apiece they are few.",
        "The services put the strength at [104,000].",
        "The train carried cadets to planes. [Some 700] of them had never flown.",
    ],
    "units": [
        "[Two] armies and [three] airborne formations had been sent to the frontier.",
        "[Nine] motorised rifle regiments were seen.",
        "[Ten more] battlegroups are on the way.",
        "[Four] army groups fought there.",
        "[A dozen] BTGs are dug in.",
        "[Sixty] battalions stand within 250 km of the coast, up from [35] in May.",
    ],
    "aircraft": [
        "It listed [15] J-15 fighters launched from the carrier.",
        "It approved the sale of [66] F-16s to the island.",
        "[Up to eight] F-35 fighters will follow.",
        "Of those planes, [54] crossed the median line.",
        "The ministry counted 40 planes and nine ships; of those, [25] crossed the line.",
        "[Four] Su-30SM jets took off.",
        "[Twelve] Il-76 transports landed.",
        "[Eight] Tu-95 bombers flew.",
        "[Twenty] Apaches were sent.",
        "The army shot down [13] Shaheds.",
        "[Five] Black Hawks took part.",
        "[Two] KJ-500 early warning planes circled.",
        "Some 70 aircraft were logged on Sunday, and [71] the day before.",
    ],
    "ships": [
        "A flotilla of [nine] sailed.",
        "[Seven] amphibious assault ships left the harbour.",
        "[Two] guided-missile destroyers shadowed it.",
        "Eight coast guard vessels came near, and [three] entered the waters.",
        "[Six] missile boats were sunk.",
        "The navy has at least four ships off the island, up from [three] in January.",
    ],
    "vehicles": [
        "[15] of their motorbikes were destroyed.",
        "It lost [100] pieces of armour.",
        "[Thirty] Leopard 2 tanks are coming.",
        "[Fifty] Bradleys were promised.",
        "A column of [60] trucks waited.",
        "[Nine] T-90s burned.",
        "[Twelve] jeeps were seized.",
        "[Some 10] trucks and [at least one] tank crossed the bridge.",
    ],
    "weapons": [
        "NATO was gathering [15,000] pieces of military equipment.",
        "They sent missiles. [Eleven] of them!",
        "[300] Javelins arrived.",
        "It fired [two dozen] Kalibrs.",
        "[Forty] canisters of tear gas were fired.",
        "[Six] HIMARS launchers were sent.",
        "[Twenty] S-300 systems are in place.",
        "[500] cluster munitions fell.",
        "Hezbollah fired more than 200 rockets. The army counted [210].",
        "[Ten] ballistic missiles and [five] glide bombs hit the city.",
    ],
    "incidents": [
        "Jets took off and landed [about 120] times.",
        "The separatists opened fire [46] times.",
        "The air force hit [about 1,600] targets.",
        "It bombed [30] sites overnight.",
        "Monitors logged 60 ceasefire violations on Monday and [591] on Sunday.",
        "There were [over 2,000] strikes on the region.",
        "The truce was broken [17] times.",
        "[Three] rallies were held.",
        "[Fifteen] drone attacks were recorded.",
        "[A dozen] explosions shook the city.",
        "The village was shelled [eight] times.",
    ],
    "people": [
        "It claims the island of [23 million] as its own.",
        "EU ministers imposed penalties on [351] members of the Duma.",
        "[Three] billionaires are on the list.",
        "[Fourteen] Catholics, [six] Muslims and [four] Protestants were admitted.",
        "The city of [600,000] was calm.",
        "[251] hostages were taken.",
        "[Twenty] economists signed the letter.",
        "[Nineteen] Greek rescuers were on the bus.",
        "[Eleven] dissidents have been named.",
        "The country's population is [40 million].",
        "[Two hundred] locals stayed behind.",
        "[Thirty] envoys walked out.",
        "[Nine thousand] people are missing.",
    ],
    "percent": [
        "The party stood at 28 percent, its rival at [33].",
        "[More than half] were women and children.",
        "[A third] of the refugees are children.",
        "One poll put support at 61 percent, another at [54].",
        "[Nearly two-thirds] said they would vote.",
    ],
    "area": [
        "The army said it held 430 square kilometres. Its commander put the area at [1,000].",
        "The fire has burned [2,300] acres.",
    ],
}
MOVEMENTS = {
    "up": [
        "[About 3,000] American troops will head to Poland.",
        "[Two] warships are due in the Black Sea this week.",
        "[Ten] battalions are on their way to the front.",
        "Of the brigade, [1,700] go to Poland.",
        "[About 50,000] of the soldiers were newly arrived.",
        "[Eight] frigates sailed for the gulf.",
        "The plan calls for the deployment of [5,000] troops.",
        "Kyiv pulled [12,000] soldiers towards the coast.",
        "It is moving four battalions and [2,500] conscripts from the north.",
        "Weapons, including [300] missiles, arrived on Tuesday.",
        "[Forty] tanks are heading south.",
        "London will station [600 more] soldiers there.",
        "[Sixty] howitzers are on the move.",
        "The arrival of [2,000] marines was announced.",
        "The army redeployed [four] brigades.",
        "It has drafted [1,500] soldiers in.",
        "Prices were up [12 percent].",
        "[Six] jets were dispatched to the base.",
        "Exports rose by [40 per cent].",
        "A squadron of [900] is being shifted to the coast.",
        "He met [350] marines who are heading for the port.",
        "It thanked Oslo for the [2,000] missiles that it has flown in.",
        "[Some 1,500] soldiers are believed to have been moved there.",
    ],
    "down": [
        "The withdrawal of [10,000] troops has begun.",
        "Business was down by [30 per cent].",
        "It plans to pull out [some 12,000] soldiers.",
        "[Four hundred] troops went home.",
        "[Some 12.5 billion] dollars had been withdrawn from the economy.",
        "[Twenty thousand fewer] troops serve there now.",
        "Trade slumped [20 percent].",
        "The garrison lost its [300] marines to the front, and [two] battalions were withdrawn for rest.",
    ],
    None: [
        "[Forty] aircraft crossed the median line.",
        "[About 100,000] soldiers are deployed there.",
        "It killed [60] soldiers.",
        "It lost [40] tanks.",
        "[Some 5,000] people were evacuated.",
        "The force has grown to [90,000] soldiers.",
        "Inflation rose to [13 percent].",
        "The army has [2,000] soldiers in the town to which it sent food.",
        "[Nine] ships were anchored off the coast.",
        "The army destroyed [31] tanks that had been sent to the border.",
        "The ministry announced that [90,000] soldiers were deployed near the river.",
        "He met [350] marines who are standing guard.",
    ],
}
MODALITIES = {
    "projected": [
        "Russia is drawing up plans for an offensive involving [up to 175,000] troops.",
        "The plans involve the movement of [100] battalions.",
        "The UN has appealed for [$71.4 million] to help [a quarter of a million] people.",
        "Europeans are soon going to pay [2,000] euros.",
        "[Eleven thousand] residents were told to leave.",
        "[Two] warships are due in the port on Friday.",
        "The alliance was to send [4,000] soldiers.",
        "[Up to 100,000] people may seek shelter.",
        "There will be [40] leaders at the talks.",
        "It has asked for [300] tanks.",
        "The war would displace [five million] people.",
        "Kyiv hopes to receive [60] jets.",
        "The bill sets out to hire [2,000] officers.",
        "He ordered the deployment of [5,000] reservists.",
        "[Some 30,000] soldiers are to take part in the drill.",
        "It is likely to cost [$40 million].",
    ],
    "disputed": [
        "The ministry said it had killed [400] soldiers. Kyiv dismissed the number.",
        "The army claims to have destroyed [32] tanks. Neither figure could be checked and Kyiv scoffs at both.",
        "The mayor spoke of [90] dead, a figure that the police rejected.",
        "The agency had given [11,300] dead. It later withdrew the figure.",
        "Moscow says [500] were shot dead. Kyiv called the claim a lie.",
        "It denied that [40] civilians were killed.",
        "The [so-called 300] spies do not exist, he said.",
    ],
    "actual": [
        "The army said that it had killed [400] soldiers. The number could not be verified.",
        "The ministry said [60] people had died. It rejected calls for talks.",
        "A plan to send help came after [500] people had died.",
        "The soldiers who will leave have [40] tanks.",
        "He ordered an inquiry into an attack that killed [20] people.",
        "[Forty] troops arrived, as was expected.",
    ],
}


def cases(lists):
    return [(name, sentence) for name, sentences in lists.items() for sentence in sentences]


def marked(sentence, field):
    """The field of each figure that stands in brackets; None where it is not read."""
    rows = {row.text: getattr(row, field) for row in read(re.sub(r"[\[\]]", "", sentence))}
    return [rows.get(number, "missed") for number in re.findall(r"\[(.*?)\]", sentence)]


@pytest.mark.parametrize("kind, sentence", cases(KINDS))
def test_the_kind_in_other_words(kind, sentence):
    assert set(marked(sentence, "kind")) == {kind}


@pytest.mark.parametrize("direction, sentence", cases(MOVEMENTS))
def test_the_movement_in_other_words(direction, sentence):
    assert marked(sentence, "direction")[-1] == direction


@pytest.mark.parametrize("modality, sentence", cases(MODALITIES))
def test_the_modality_in_other_words(modality, sentence):
    assert set(marked(sentence, "modality")) == {modality}


@pytest.mark.parametrize(
    "sentence, rows",
    [
        (
            "The force rose from 60 to 83 battalions.",
            [("from 60 to 83", "change", "up"), ("83", "level", None)],
        ),
        (
            "The number of tanks went from 400 to 300.",
            [("from 400 to 300", "change", "down"), ("300", "level", None)],
        ),
        ("They sent from 60 to 83 tanks.", [("from 60 to 83", "level", None)]),
        ("The garrison doubled to 150,000.", [("150,000", "level", None)]),
    ],
)
def test_what_rose_from_one_number_to_another_is_a_change_and_a_level(sentence, rows):
    assert [(row.text, row.measured, row.direction) for row in read(sentence)] == rows
