"""Figures: what is read with which bounds and kind, and what is never a figure.

In the battery a figure stands in brackets; the line behind gives each one's bound, kind and, for a change, its
direction: = exact, ~ about, > more than, >= at least, < less than, <= at most, a..b between, a--b order of magnitude.
"""

from datetime import date

from workbench import claims, codebook, language
from workbench.actors import Cast
from workbench.figures import figures
from workbench.records import Article

BASE = codebook.load_codebook("base")
SIGNS = {"exact": "=", "about": "~", "more_than": ">", "at_least": ">=", "less_than": "<", "at_most": "<="}

READ = [
    # bounds, in digits
    ("Russia has massed [more than 150,000] troops near the border.", ">150000 troops"),
    ("[Well over 100,000] soldiers stand there, the minister said.", ">100000 troops"),
    ("A force of [150,000-plus] soldiers waits across the river.", ">150000 troops"),
    ("[As many as 7,000] soldiers have been seen in the valley.", "<=7000 troops"),
    ("[No fewer than 40] tanks were lost in the battle.", ">=40 vehicles"),
    ("[Between 169,000 and 190,000] personnel are now in place.", "169000..190000 troops"),
    ("They counted [30,000 to 40,000] demonstrators in the square.", "30000..40000 protesters"),
    ("The army lists [20-25] drones as missing.", "20..25 aircraft"),
    ("[Fewer than 500] civilians remain in the town.", "<500 civilians"),
    ("[Up to 1,000] fighters crossed the river overnight.", "<=1000 troops"),
    ("[Upwards of 300] warships took part in the exercise.", ">300 ships"),
    ("[Just under 2,000] refugees reached the camp.", "<2000 displaced"),
    ("[An estimated 12,000] people sought refuge in the school.", "~12000 displaced"),
    ("Some call it [at most 60] brigades.", "<=60 units"),
    ("The blast wounded [60 or more] people.", ">=60 injured"),
    ("[Around 13,000] people have died there.", "~13000 deaths"),
    ("The city lost [nearly 300] buses in the flood.", "~300 vehicles"),
    ("[Close to 4,000] marines are on the way.", "~4000 troops"),
    ("[Not more than 80] inspectors were let in.", "<=80 other"),
    ("[In excess of 1,200] shells hit the town.", ">1200 weapons"),
    ("[At least some 90] people were detained.", ">=90 detained"),
    # in words, and with magnitudes
    ("[Tens of thousands] of people marched through the capital.", "10000--99999 protesters"),
    ("[Hundreds of thousands] of refugees crossed the bridge.", "100000--999999 displaced"),
    ("[Several dozen] vehicles burned on the road.", "12--99 vehicles"),
    ("[Scores] of villagers were killed.", "20--99 deaths"),
    ("[Dozens] of rockets fell on the port.", "12--99 weapons"),
    ("[A quarter of a million] people fled the province.", "=250000 displaced"),
    ("[Two and a half million] people live in the enclave.", "=2500000 people"),
    ("[Half a million] children need food.", "=500000 people"),
    ("[Fifteen thousand] soldiers were sent home.", "=15000 troops up"),
    ("[One hundred and fifty thousand] men are under arms.", "=150000 people"),
    ("The country has [1.2m] inhabitants.", "=1200000 people"),
    ("The plan costs [$200 million].", "=200000000 money"),
    ("Kyiv asked for [€3bn] in loans.", "=3000000000 money"),
    ("Officials put the force at [7.000] soldiers.", "=7000 troops"),
    ("[Twenty-one] miners died in the fire.", "=21 deaths"),
    ("[A dozen] helicopters landed on the ridge.", "=12 aircraft"),
    ("[Half a dozen] submarines left the port.", "=6 ships down"),
    ("[A few thousand] paratroopers remain.", "1000--9999 troops"),
    ("[Thousands] have fled the fighting.", "1000--9999 displaced"),
    ("[Five to six million] people may flee.", "5000000..6000000 displaced"),
    ("[Four or five] gunmen attacked the post.", "4..5 troops"),
    ("[Some 12 million] people need help.", "~12000000 people"),
    # the kind by the noun
    ("It has [83] battalion tactical groups along the frontier.", "=83 units"),
    ("Taiwan counted [125] military aircraft.", "=125 aircraft"),
    ("Observers recorded [1,300] ceasefire violations.", "=1300 incidents"),
    ("[Two] airstrikes hit the school.", "=2 incidents"),
    ("The navy has [four] frigates there.", "=4 ships"),
    ("It sent [40] howitzers.", "=40 weapons up"),
    ("A [15]-vehicle convoy was destroyed.", "=15 vehicles"),
    ("The brigade is a [4,000]-strong force.", "=4000 troops"),
    ("[Fifteen] hostages were freed.", "=15 people"),
    ("The blaze burned [300] hectares of forest.", "=300 area"),
    ("The camp lies [30] miles from the border.", "=30 distance"),
    ("They came from [thousands] of miles away.", "1000--9999 distance"),
    ("Troops stand [18] kilometers ([11] miles) from the city.", "=18 distance; =11 distance"),
    ("Turnout was [about 80%].", "~80 percent"),
    ("[Two-thirds] of the voters agreed.", "=66.7 percent"),
    ("The agency put up [200] tents.", "=200 other"),
    # the kind by what is done
    ("The strike killed [12] people and wounded [30].", "=12 deaths; =30 injured"),
    ("[19] dead and [60] injured, the hospital said.", "=19 deaths; =60 injured"),
    ("[Six] of its employees were killed.", "=6 deaths"),
    ("The conflict has claimed [more than 13,000] lives.", ">13000 deaths"),
    ("The war has cost the lives of [about 14,000] people.", "~14000 deaths"),
    ("The army lost [58] servicemen in a day.", "=58 deaths"),
    ("Police detained [140] protesters in the capital.", "=140 detained"),
    ("[More than 76,000] people were evacuated from the district.", ">76000 displaced"),
    ("[At least 100,000] rallied in the capital on Sunday.", ">=100000 protesters"),
    ("[Another 20] were hurt when a wall fell.", "=20 injured"),
    ("Floods forced [more than 1,500] families to flee.", ">1500 displaced"),
    ("[Some 500] soldiers were killed or wounded.", "~500 casualties"),
    ("[Three more] were wounded by glass.", "=3 injured"),
    ("The army reported [50] fatalities.", "=50 deaths"),
    ("The death toll rose to [71].", "=71 deaths"),
    ("[One] soldier was killed and [two] were wounded.", "=1 deaths; =2 injured"),
    # elliptical counts
    ("[At least 23] soldiers have been killed, compared to [50] in all of 2020.", ">=23 deaths; =50 deaths"),
    ("The ministry counted [125] aircraft, of which [90] crossed the line.", "=125 aircraft; =90 aircraft"),
    ("The number of troops rose to [150,000].", "=150000 troops"),
    # level and change
    ("Russia increased its force by [7000] troops.", "=7000 troops up"),
    ("It has [7,000 more] troops than in January.", "=7000 troops up"),
    ("It deployed [an additional 30,000] troops to Belarus.", "=30000 troops up"),
    ("Moscow withdrew [10,000] soldiers from the region.", "=10000 troops down"),
    ("The United States sent [2,000] paratroopers to Poland.", "=2000 troops up"),
    ("The force doubled to [150,000] soldiers.", "=150000 troops"),
    ("Shares fell [3.5 percent] on Monday.", "=3.5 percent down"),
    ("The price rose to [$95.46] a barrel.", "=95.46 money"),
    ("Russia has amassed [130,000] troops.", "=130000 troops"),
]
REFUSED = [
    "The seven-year conflict goes on.",
    "They met on 16 February 2022 in Brussels.",
    "He was born in 1987.",
    "Since 2014, the region has known no peace.",
    "The units will be back within three to four weeks.",
    "The S-400 system was moved to the border.",
    "The attack would trigger Article 5.",
    "The G7 warned Moscow.",
    "A Covid-19 ward was hit.",
    "The 2014-15 Minsk agreements are dead.",
    "An F-16 landed in the valley.",
    "Reading Time: 3 minutes",
    "On day two of the meeting nothing was agreed.",
    "He finished first, she came third.",
    "The two leaders spoke by phone.",
    "Both sides blamed each other.",
    "He asked Putin to recognise two breakaway regions.",
    "One can say that it failed.",
    "On the one hand, the talks went on.",
    "One of its commanders died.",
    "A 35-year-old man left the town.",
    "Ann Lee, 44, lives in Kharkiv.",
    "Men aged 18 to 60 may not leave.",
    "The talks began at 10:30 and ended at 11 pm.",
    "The call lasted 50 minutes.",
    "The ultimatum expires in 48 hours.",
    "It is the 17th planeload.",
    "The massacre happened in the early 20th century.",
    "They grew up in the 1990s.",
    "Call 202-555-0143 for help.",
    "Ring +44 20 7946 0958 at night.",
    "See https://example.org/news/2022/02/16/12345.html for more.",
    "Write to desk24@example.org today.",
    "The photo is image-a-21_16013.jpg now.",
    "Nord Stream 2 was halted.",
    "The council passed Resolution 2202.",
    "Flight MH17 was shot down.",
    "A Boeing 737 landed safely.",
    "The T-72 was towed away.",
    "The law No. 685-VIII was signed.",
    "1. The border stays closed.",
    "(2) Neither side may fire.",
    "NATO's 30 members agreed.",
    "It won the match 2-1.",
    "The exercise Allied Resolve 2022 ends soon.",
    "They left from 14 to 19 February.",
    "It was worse than on April 5 and 6.",
    "The ministry spoke on Feb. 16.",
    "The road is open 24/7.",
    "Within the last 10 days nothing changed.",
    "The crisis has lasted for decades and two years.",
    "It has been seven months since the vote.",
    "In Chapter 3 he explains why.",
    "Channel 4 showed the pictures.",
    "She was the second to speak.",
    "He was in his 40s.",
    "The law of 15 March 1991 stands.",
    "The meeting is set for 9 a.m. local time.",
    "They are one people, he said.",
    "No one can love our home as we can.",
    "One by one they left.",
    "Moscow doubled down on its claims.",
    "The number was not given.",
    "The ceasefire held for 72 hours.",
    "Windows 11 crashed again.",
    "The A4 page was torn.",
    "The 9/11 attacks changed that.",
    "World War Two began there.",
    "He served three terms in prison for years.",
    "Vote for list number 5.",
    "In the 2020 election he lost.",
    "The year 2023 was calm.",
    "The ship left in mid-2021.",
    "They waited half an hour.",
    "It was the fourth week of demonstrations.",
    "Zone 3 is closed.",
    "The three people named by the army were teachers.",
    "Group of Seven ministers met.",
    "He read page 12 aloud.",
    "The BTR-82 took part in the drill.",
]


def read(text: str, published: date | None = None):
    article = Article("a", "a.txt", text, "", published=published)
    doc = language.pipeline()(text)
    cast = Cast.of(article, doc, BASE)
    return figures(doc, article, BASE, cast, claims.claims(doc, article, BASE, cast, []))


def said(figure) -> str:
    """A figure as the battery writes it."""
    if figure.bound in ("between", "order"):
        number = f"{figure.low:.10g}{'..' if figure.bound == 'between' else '--'}{figure.high:.10g}"
    else:
        number = f"{SIGNS[figure.bound]}{figure.low if figure.low is not None else figure.high:.10g}"
    return " ".join(filter(None, [number, figure.kind, figure.direction]))
