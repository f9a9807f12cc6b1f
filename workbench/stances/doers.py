"""Who does what a verb says, and whose a noun is: subjects, agents, owners, read from the parse."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from ..actors import Cast
from ..actors.phrases import DEFINITE

if TYPE_CHECKING:
    from spacy.tokens import Token

Ids = tuple[str, ...]
BELONGING = ("of", "by", "from")
SUBJECTS = ("nsubj", "nsubjpass", "expl")


def doers(verb: Token, cast: Cast) -> Ids:
    """The actors that do what a verb says, through passives, participles and joined verbs; () when unsure."""
    by = [noun for c in verb.children if c.dep_ == "agent" for noun in c.children if noun.dep_ == "pobj"]
    subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
    if subject is not None and subject.dep_ == "nsubjpass":
        far = next(
            (
                t
                for t in verb.subtree
                if t.lower_ == "by" and t.i > verb.i and not by and t.head.pos_ != "VERB"
            ),
            None,
        )
        by += [c for c in far.children if c.dep_ == "pobj"] if far is not None else []
        subject = None
        if not by:
            return ()
    if by or subject is not None:
        return named(by[0] if by or subject is None else subject, cast)
    head = verb.head
    if verb.dep_ == "acl" and (verb.tag_ == "VBG" or any(c.dep_ == "dobj" for c in verb.children)):
        return named(head, cast)  # "the mayor, a former judge, accused them" is taken for a participle
    if verb.dep_ == "pcomp" and head.head.pos_ == "VERB":  # "accused them of lying"
        objects = [c for c in head.head.children if c.dep_ == "dobj"]
        return named(objects[0], cast) if objects else doers(head.head, cast)
    if verb.dep_ == "xcomp" and head.dep_ == "acomp":  # "was wrong to say"
        return doers(head.head, cast)
    suffered = next((c for c in head.children if c.dep_ == "nsubjpass"), None)
    if (
        verb.dep_ in ("conj", "xcomp")
        and suffered is not None
        and all(c.dep_ != "auxpass" for c in verb.children)
    ):
        return named(suffered, cast)  # "was hit and hit back", "are expected to meet"
    if verb.dep_ in ("conj", "xcomp", "advcl") and head.pos_ in ("VERB", "AUX") and head != verb:
        return doers(head, cast) or (_outer(verb, cast) if verb.dep_ == "conj" else ())
    return ()


def _outer(verb: Token, cast: Cast) -> Ids:
    """ "Said the flights were routine and warned them": a joined verb whose clause has no actor is the speaker's."""
    clause = verb.head
    return doers(clause.head, cast) if clause.dep_ == "ccomp" and verb.tag_ in ("VBD", "VBZ") else ()


def between(noun: Token, cast: Cast) -> Ids:
    """Who talks: the first of those "between" whom, else the subject of "held talks", "said in a call"."""
    for prep in noun.children:
        if prep.lower_ == "between":
            return tuple(who for c in prep.children if c.dep_ == "pobj" for who in named(c, cast)[:1])
    above = noun.head.head if noun.dep_ == "pobj" else noun.head
    if above.pos_ in ("PROPN", "NOUN"):
        return named(above, cast)  # "the minister, in talks with"
    return doers(above, cast) if above.pos_ == "VERB" else ()


def giving(noun: Token, cast: Cast) -> Ids:
    """Who does what a noun names: "expressed its support", "responded with a warning", "drew criticism from them"."""
    while (
        noun.dep_ == "pobj"
        and noun.head.lower_ in ("in", "of", "worth")
        and noun.head.head.pos_ in ("NOUN", "NUM")
    ):
        noun = noun.head.head  # "approved a million in aid"
    verb = light_verb(noun, cast)
    if verb is None and noun.dep_ == "dobj" and cast.lexicon.has("receive", noun.head.lemma_.lower()):
        sources = [
            n for c in noun.head.children if c.lower_ == "from" for n in c.children if n.dep_ == "pobj"
        ]
        return tuple(who for n in sources for who in named(n, cast))
    return doers(verb, cast) if verb is not None else ()


def light_verb(noun: Token, cast: Cast) -> Token | None:
    """The verb that only carries what its object names: "expressed support"."""
    verb = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "with" else noun.head
    light = noun.dep_ in ("dobj", "pobj") and cast.lexicon.has("light", verb.lemma_.lower())
    return verb if light else None


def clause_of(word: Token) -> Token:
    """The verb of the clause that a word stands in."""
    while word.pos_ not in ("VERB", "AUX") and word.head != word:
        word = word.head
    return word


def named(noun: Token, cast: Cast) -> Ids:
    """The actors a noun and those joined to it stand for; relays such as agencies are none."""
    found: dict[str, None] = {}
    if cast.lexicon.has("party", noun.lemma_.lower()):
        found.update(dict.fromkeys(_both(noun, cast)))
    apposed = (
        other for c in noun.children if c.dep_ == "appos" for other in joined(c)
    )  # "both, Peru and Chile"
    for token in (noun, *joined(noun), *apposed):
        if token.tag_ in ("WP", "WDT"):
            found.update(dict.fromkeys(cast.discourse.antecedent(token)))
        else:
            found.update(dict.fromkeys(cast.discourse.ids(token)))
    return tuple(who for who in found if not cast.is_outlet(who))


def differ(some: Ids, others: Ids, cast: Cast) -> bool:
    """Whether nobody of the one belongs to, or is, one of the others."""
    chain = cast.roster.chain
    return not any(a in chain(b) or b in chain(a) for a in some for b in others)


def _both(noun: Token, cast: Cast) -> Ids:
    """ "Both sides", "the two countries", "the parties": the two states that the article names most."""
    parts = [c.lower_ for c in noun.children]
    sides = parts == ["the"] and noun.tag_ == "NNS" and cast.lexicon.has("side", noun.lemma_.lower())
    if not (sides or {"both", "two"} & set(parts)):
        return ()
    states = (s.ids[0] for s in cast.roster.sightings if cast.roster.kind(s.ids[0]) == "state")
    often = Counter(states).most_common(2)
    return tuple(who for who, _ in often) if len(often) == 2 else ()


def joined(noun: Token) -> list[Token]:
    """Those that "and" and "or" join to a noun, however many."""
    found = [c for c in noun.children if c.dep_ == "conj"]
    return found + [deeper for child in found for deeper in joined(child)]


def owners(noun: Token, cast: Cast) -> Ids:
    """Whose a noun is: "Moscow's claims", "warnings from officials"; () when the words do not say."""
    found: dict[str, None] = {}
    if any(cast.lexicon.nouns.get(c.lower_) == "medium" for c in noun.children):
        return ()  # "Western media reports" are not the West's
    for child in noun.children:
        if child.dep_ == "poss" and (child.tag_ != "PRP$" or light_verb(noun, cast) is None):
            found.update(dict.fromkeys(named(child, cast)))
        elif child.i in cast.roster.adjectives:
            adjectives = [t.i for t in (child, *joined(child))]
            found.update(
                dict.fromkeys(cast.roster.adjectives[i] for i in adjectives if i in cast.roster.adjectives)
            )
        elif child.dep_ in ("compound", "nmod") and cast.roster.at(child.i) and not _paired(child):
            found.update(dict.fromkeys(named(child, cast)))
        elif child.dep_ == "prep" and child.lower_ in ("from", "by"):
            found.update((who, None) for c in child.children if c.dep_ == "pobj" for who in named(c, cast))
        elif child.dep_ == "acl" and child.tag_ == "VBN" and not found:  # "scepticism voiced by the mayor"
            by = [noun for c in child.children if c.dep_ == "agent" for noun in c.children]
            found.update((who, None) for c in by if c.dep_ == "pobj" for who in named(c, cast))
    return tuple(found)


def whose(noun: Token, cast: Cast) -> Ids:
    """The actor itself, or the owner of what is condemned, rejected or supported."""
    ids = named(noun, cast) if noun.pos_ in ("PROPN", "PRON", "NOUN", "ADJ") else ()
    if ids or any(cast.lexicon.has("opposed", t.lemma_.lower()) for t in (noun, *noun.children)):
        return ids  # "separatist forces in the east" are not whose land they stand in
    found = dict.fromkeys(owners(noun, cast) or _seated(noun, cast))
    for prep in noun.children:
        if not found and prep.dep_ == "prep" and prep.lower_ in BELONGING:
            for inner in (c for c in prep.children if c.dep_ == "pobj"):
                for token in (inner, *joined(inner)):
                    held = named(token, cast) or owners(token, cast)
                    of = prep.lower_ == "of" and not held  # "a build-up of thousands of their troops"
                    found.update(dict.fromkeys(whose(token, cast) if of else held))
    for clause in (c for c in noun.children if c.dep_ == "relcl" and not found):
        found.update(dict.fromkeys(doers(clause, cast)))  # "the limits that they have set"
    return tuple(found) or _known_from_before(noun, cast)


def _seated(noun: Token, cast: Cast) -> Ids:
    """ "The authorities in Kiev", whatever the parse hangs the place on."""
    behind = noun.doc[noun.i + 1 : noun.i + 3]
    local = len(behind) == 2 and behind[0].lower_ == "in" and cast.lexicon.has("local", noun.lower_)
    return (cast.roster.places[behind[1].i],) if local and behind[1].i in cast.roster.places else ()


def _known_from_before(noun: Token, cast: Cast) -> Ids:
    """ "The strike" is whose it was when it was last named with an owner: "an Israeli strike"."""
    if noun.pos_ != "NOUN" or not any(c.dep_ == "det" and c.lower_ in DEFINITE for c in noun.children):
        return ()
    same = np.flatnonzero(noun.doc.to_array("LEMMA")[: noun.i] == noun.lemma)
    return next((ids for i in same[::-1].tolist() if (ids := owners(noun.doc[i], cast))), ())


def behind(word: Token, cast: Cast) -> Ids:
    """Who does wrong: the subject of the verb, the owner of the noun, or what it is said to be."""
    above = word.head
    if word.pos_ == "VERB":
        return doers(word, cast)
    if word.dep_ == "amod" and above.dep_ in ("oprd", "attr") and not owners(above, cast):
        return behind(above, cast)  # "called their answer an unacceptable move"
    if word.dep_ == "pobj" and above.lower_ == "of" and above.head.pos_ == "NOUN" and not owners(word, cast):
        return behind(above.head, cast)  # "an act of aggression"
    verb = above.head if word.dep_ == "pobj" and above.lower_ in ("as", "like") else above
    if (
        word.dep_ in ("oprd", "pobj") and verb.pos_ == "VERB"
    ):  # "called their answer a disgrace", "sees it as a threat"
        said_of = ("nsubj",) if above.lower_ == "like" else ("dobj", "nsubjpass")
    elif word.dep_ in ("attr", "dobj", "acomp") or (word.pos_ == "ADP" and verb.pos_ == "AUX"):
        said_of = ("dative", "nsubj")  # "branded them an enemy", "is a violation", "is behind it"
    else:
        noun = above if word.pos_ == "ADJ" else word
        done = noun.dep_ == "dobj" and noun != word  # "used excessive force"
        return owners(noun, cast) or (doers(noun.head, cast) if done else ())
    things = (c for dep in said_of for c in verb.children if c.dep_ == dep)
    who = owners(word, cast) or next((whose(thing, cast) for thing in things), ())
    return who or (doers(verb, cast) if word.dep_ in ("dobj", "prep") else ())


def _paired(name: Token) -> bool:
    """ "Ukraine-Russia tensions" are neither's."""
    around = (name.nbor(d) for d in (-1, 1) if 0 <= name.i + d < len(name.doc))
    return any(t.text in "-–" for t in around)
