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
    regions: Words = ()  # "Kharkiv": places in it, which tell where something is and never name the actor
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
    resolves: str  # owner | person | collective | anonymous | institution | medium, or a word list's use
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
    targets: Words = ()  # where the act's target stands; stances.targets lists the places
    frames: dict[str, str] = field(default_factory=dict, hash=False)  # frame -> another act
    distance: bool = False  # the outlet steps back from it: "claim" is not "say"
    function: str | None = None  # Entman (1993): problem | cause | moral_evaluation | remedy
    examples: Words = ()
    counter_examples: Words = ()


@dataclass(frozen=True, slots=True)
class Bound:
    """Words that bound a number ("more than"), make a figure a change, a forecast or disputed, or say whose it is."""

    id: str
    bound: str | None = None
    direction: str | None = None
    modality: str | None = None
    holds: bool = False  # whoever does it owns what is counted
    before: Words = ()  # right in front of the number
    after: Words = ()  # right behind it: "-plus"
    verbs: Words = ()  # lemmas that govern it as their object, or stand over the verb that does
    doers: Words = ()  # lemmas of verbs whose subject it is
    kinds: Words = ()  # the kinds it is confined to
    examples: Words = ()
    counter_examples: Words = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure, a currency, number words with their values, or what makes a number no figure (time, label)."""

    id: str
    kind: str
    words: Words = ()  # behind the number
    before: Words = ()  # in front of it
    values: dict[str, float] = field(default_factory=dict, hash=False)  # number words
    examples: Words = ()
    counter_examples: Words = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of figure: troops, deaths, money …, told by its noun or by what is done to the thing counted."""

    id: str
    nouns: Words = ()
    adjectives: Words = ()
    verbs: Words = ()  # done to what is counted
    doers: Words = ()  # done by what is counted
    suffer: Words = ()  # done by whoever the counted belonged to: "lose"
    groups: Words = ()  # what consists of it: "a force of 300", "the garrison numbers 300"
    events: Words = ()  # what those counted take part in: "march"
    draws: Words = ()  # … and the verbs above their number where one is told of: "draw", "expect"
    crowd: Words = ()  # nouns that say too little: verbs, adjectives and events of this kind overrule them
    overrules: Words = ()  # … and kinds that they overrule; without either all of `people`
    people: bool = False  # can be killed, hurt, held, driven out: the verbs of those kinds overrule this one
    small: bool = False  # numbers under ten are figures
    examples: Words = ()
    counter_examples: Words = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """A dimension of the Policy Frames Codebook (Boydstun et al. 2014)."""

    id: str
    name: str
    definition: str
    terms: Words  # dictionary forms; of several words, "…" stands for up to four others
    unless: Words = ()  # phrases in which a term means something else: "at all costs"
    examples: Words = ()
    counter_examples: Words = ()


@dataclass(frozen=True, slots=True)
class Proposition:
    """A sentence of ours that an actor can affirm, doubt or reject; the README of the codebooks has the format."""

    id: str
    sentence: str
    kind: str  # occurrence | forecast | norm | recognition: what "may", "should" and "if" do to it
    about: Words = ()  # patterns that name the matter of a norm: the act and words of approval or harm take the side
    affirms: Words = ()  # patterns: slots, all of which stand in one clause; FORCES is a list of `words`
    rejects: Words = ()  # patterns of its opposite; negated, they affirm
    doubts: Words = ()
    mixed: Words = ()
    agents: Words = ()  # whose doing it is: a clause in which some other actor does it says nothing of this one
    accuses: bool = False  # an accusation: its agents do not say it of themselves
    unless: Words = ()  # phrases in which a word means something else: "cyber attack"
    setting: Words = ()  # words of which the article must have one
    words: dict[str, Words] = field(default_factory=dict, hash=False)  # lists for the slots: dictionary forms
    contradicts: Words = ()
    entails: Words = ()
    examples: Words = ()  # "doubts: The alliance has seen no sign of a retreat."
    counter_examples: Words = ()


@dataclass(frozen=True, slots=True)
class Variant:
    """One way of wording a contested thing; `terms` are written as those of a dimension."""

    id: str
    terms: Words
    near: Words = ()  # one of these must stand close by, instead of those of the whole thing
    leaning: str | None = None


@dataclass(frozen=True, slots=True)
class Concept:
    """A contested thing and the words that are used for it."""

    id: str
    variants: tuple[Variant, ...]
    about: Words = ()  # one of these must stand somewhere in the article: other wars have withdrawals too
    near: Words = ()  # one of these must stand close by: "Crimea", for words that are used of other things too
    unless: Words = ()  # phrases in which a term means something else: "exercise restraint"
    examples: Words = ()
    counter_examples: Words = ()
