"""Whose doing a proposition is in a sentence: the agents that its words name, or somebody else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..actors import Cast
from .doers import Ids, behind, doers, named, owners
from .propositions import Match
from .statements import FIRST_PERSON, Statement
from .targets import targets

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


def chains(actors: Iterable[str], cast: Cast) -> set[str]:
    """The actors and all that they belong to."""
    return {above for who in actors for above in cast.roster.chain(who)}


def done_by_other(doc: Doc, match: Match, statement: Statement, cast: Cast, made: list[Statement]) -> bool:
    """Whether the clause names somebody else than the proposition's agents as the one who does it."""
    agents = set(match.proposition.agents)
    if not agents or match.position not in ("affirms", "about"):
        return False
    found: set[str] = set()
    has = cast.lexicon.has
    for i in (i for i in match.tokens if i != statement.token.i or statement.only_done):
        if has("place", doc[i].lemma_.lower()) or has("evidence", doc[i].lemma_.lower()):
            continue  # "the western border", whoever sees a sign of it
        found |= _agents_of(doc[i], statement, cast)
        subjects = (c.lower_ for c in doc[i].children if c.dep_ == "nsubj" and c.tag_ == "PRP")
        if any(word != "they" for word in subjects):  # whoever speaks may be "it"
            found |= {who for s in made if i in s.inside for who in s.holders}
    return bool(found) and not chains(found, cast) & agents


def _agents_of(token: Token, statement: Statement, cast: Cast) -> set[str]:
    """Who does what a word says, or whose it is; for a noun without owner, who does what is done with it."""
    if token.pos_ in ("VERB", "AUX"):
        subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
        if subject is not None and subject.lower_ in FIRST_PERSON:
            return set(statement.holders)
        return set(
            _controller(token, cast)
            or doers(token, cast)
            or (owners(subject, cast) if subject is not None else ())
        )
    if token.pos_ == "ADJ":  # "the provocative actions of the rebels"
        of = (c for prep in token.head.children if prep.lower_ == "of" for c in prep.children)
        return set(owners(token.head, cast) or (who for noun in of for who in named(noun, cast)))
    if token.pos_ not in ("NOUN", "PROPN"):
        return set()
    if any(c.dep_ == "poss" and c.lower_ in FIRST_PERSON for c in token.children):
        return set(statement.holders)
    if any(c.tag_ == "PRP$" and not named(c, cast) for c in token.children):
        return set(targets(statement, cast))  # "their provocations", whoever they are
    mine = owners(token, cast) or (behind(token, cast) if token.dep_ in ("attr", "oprd") else ())
    for noun in (c for prep in token.children if prep.lower_ == "of" for c in prep.children if not mine):
        own = any(c.tag_ == "PRP$" for c in noun.children)  # "announced the withdrawal of its troops"
        mine = () if noun.pos_ == "PROPN" else named(noun, cast) or (statement.holders if own else ())
    above = token.head
    if not mine and (above == statement.token or (above.dep_ == "prep" and above.head == statement.token)):
        mine = targets(statement, cast)  # "accused NATO of provocations"
    elif not mine and token.dep_ == "dobj" and cast.lexicon.has("evidence", above.lemma_.lower()):
        return set()  # who sees it does not do it
    elif not mine and token.dep_ == "dobj" and above.i in statement.inside:
        mine = _controller(above, cast) or doers(above, cast)
    elif not mine and token.dep_ == "pobj" and above.head.pos_ == "NOUN":
        mine = owners(above.head, cast)  # "their answer of provocations"
    return set(mine)


def _controller(verb: Token, cast: Cast) -> Ids:
    """Who is asked to do what an infinitive says: "asked the leaders not to spread it"."""
    parts = list(verb.head.children) if verb.dep_ == "xcomp" else []
    parts += [d for c in parts if c.dep_ == "prep" and c.i < verb.i for d in c.children]
    asked = [c for c in parts if c.dep_ in ("dobj", "pobj")]
    return named(asked[0], cast) or owners(asked[0], cast) if asked else ()
