"""What an entry of each codebook holds: one frozen dataclass a section, its fields the keys of the TOML."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Office:
    """A post with whoever held it: `title` as written in the news ("NATO chief", without the article)."""

    title: str
    since: date | None = None
    until: date | None = None
    also: Words = ()  # other titles of the same post: "NATO secretary general"


@dataclass(frozen=True, slots=True)
class ActorEntry:
    """One actor: its names, the offices it held, and whom it belongs to (person -> institution -> state)."""

    id: str
    name: str
    kind: str
    aliases: Words = ()
    adjectives: Words = ()  # "Russian": makes "Russian officials" this actor's, is no name by itself
    seats: Words = ()  # "Moscow": names the actor, except as a place ("in Moscow")
    descriptions: Words = ()  # "the alliance" is NATO in an article that names NATO
    officials: str | None = None  # whom its unnamed officials are: those of "west" are "western_officials"
    pronoun: str | None = None  # "he", "she"
    member_of: str | None = None
    offices: tuple[Office, ...] = ()
    examples: Words = ()
    counter_examples: Words = ()


@dataclass(frozen=True, slots=True)
class Role:
    """Nouns of one sort, by what they tell of the actor in a phrase that they head or introduce."""

    id: str
    resolves: str  # "owner", "person", "collective", "anonymous", "institution", "medium", or a word list's use
    nouns: Words
    examples: Words = ()
    counter_examples: Words = ()


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that signals an attribution, with the act it performs."""

    id: str
    act: str
    lemmas: Words
    certainty: str = "uncommitted"
    polarity: int = 0
    targets: Words = ()  # where the act's target stands: "dobj", "prep:of", "prep:against", "clause_subject"
    distance: bool = False  # the outlet steps back from it: "claim" is not "say"
    examples: Words = ()
    counter_examples: Words = ()


@dataclass(frozen=True, slots=True)
class Bound:
    """A class of modifiers of a number: "more than", "at least", "-plus"."""

    id: str
    before: Words = ()
    after: Words = ()
    examples: Words = ()
    counter_examples: Words = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure or a currency."""

    id: str
    kind: str
    words: Words
    examples: Words = ()
    counter_examples: Words = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of figure: troops, deaths, money …"""

    id: str
    nouns: Words = ()
    verbs: Words = ()
    examples: Words = ()
    counter_examples: Words = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """A dimension of the Policy Frames Codebook (Boydstun et al. 2014)."""

    id: str
    name: str
    definition: str
    terms: Words
    examples: Words = ()
    counter_examples: Words = ()


@dataclass(frozen=True, slots=True)
class Proposition:
    """A sentence of ours that an actor can affirm, doubt or reject; the README of the codebooks has the format."""

    id: str
    sentence: str
    kind: str  # occurrence | forecast | norm | blame | recognition: what "may", "should" and "if" do to it
    about: Words = ()  # patterns that name the matter of a norm: the act and words of approval or harm take the side
    affirms: Words = ()  # patterns: slots, all of which stand in one clause; FORCES is a list of `words`
    rejects: Words = ()  # patterns of its opposite; negated, they affirm
    doubts: Words = ()
    mixed: Words = ()
    agents: Words = ()  # whose doing it is: a clause in which some other actor does it says nothing of this one
    words: dict[str, Words] = field(default_factory=dict, hash=False)  # lists for the slots: dictionary forms
    contradicts: Words = ()
    entails: Words = ()
    examples: Words = ()  # "doubts: The alliance has seen no sign of a retreat."
    counter_examples: Words = ()


@dataclass(frozen=True, slots=True)
class Variant:
    """One way of wording a contested thing."""

    id: str
    terms: Words
    leaning: str | None = None


@dataclass(frozen=True, slots=True)
class Concept:
    """A contested thing and the words that are used for it."""

    id: str
    variants: tuple[Variant, ...]
    examples: Words = ()
    counter_examples: Words = ()
