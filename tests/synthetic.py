"""Short news articles made from templates, the same ones on every run: for tests of size, not of quality."""

from __future__ import annotations

import random
from pathlib import Path

PLACES = ("Varn", "Ostmark", "Tellin", "Quarrow", "Sabel", "Dunmere", "Ilvo", "Brask")
PEOPLE = ("Ana Duvall", "Pieter Holm", "Mira Castellan", "Jonas Reke", "Tilda Okafor", "Emil Sander")
OFFICES = ("mayor", "police chief", "interior minister", "opposition leader", "hospital director")
COUNTS = (
    "some 400",
    "more than 2,000",
    "at least 19",
    "between 300 and 450",
    "up to 1,200",
    "nearly 80",
    "dozens of",
)
THINGS = ("protesters", "police officers", "people", "soldiers", "residents")
DEEDS = ("gathered in", "were injured in", "had left", "were detained in", "marched through")
CUES = ("said", "told reporters", "claimed", "denied", "warned", "estimated")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def article(number: int, sentences: int = 6) -> str:
    """The article with this number: a headline and some sentences with a claim and a count in most."""
    chance = random.Random(number)
    place = chance.choice(PLACES)
    lines = [f"{chance.choice(THINGS).capitalize()} at odds over numbers in {place} (report {number})", ""]
    for _ in range(sentences):
        person, office = chance.choice(PEOPLE), chance.choice(OFFICES)
        count, thing = chance.choice(COUNTS), chance.choice(THINGS)
        deed, cue, day = chance.choice(DEEDS), chance.choice(CUES), chance.choice(DAYS)
        lines.append(
            f"{place} {office} {person} {cue} on {day} that {count} {thing} {deed} {chance.choice(PLACES)}."
        )
    return "\n".join(lines) + "\n"


def write(folder: Path, number: int, sentences: int = 6) -> Path:
    """A folder with `number` articles."""
    folder.mkdir(parents=True, exist_ok=True)
    for i in range(number):
        (folder / f"article-{i:06}.txt").write_text(article(i, sentences), encoding="utf-8")
    return folder
