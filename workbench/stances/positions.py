"""Positions on propositions: the patterns found, inside what each actor says or does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..actors import Cast
from ..codebook import Codebook
from ..records import Article, Stance
from ..spans import row_id
from .polarity import Reader
from .propositions import BORDERS, Match, matches
from .relations import targets
from .statements import Statement, doers, owners

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

FIRST_PERSON = ("i", "we", "us", "our", "my", "me", "ours", "ourselves")


def positions(
    doc: Doc, article: Article, codebook: Codebook, cast: Cast, made: list[Statement]
) -> list[Stance]:
    """One row a holder, proposition and position; see `stances`."""
    reader = Reader(doc, codebook, cast, made)
    found: dict[tuple[str, str], dict[str, tuple[Match, Statement]]] = {}
    for match in matches(doc, codebook, cast):
        for statement in _stated_in(match, made):
            if not _done_by_other(doc, match, statement, cast):
                side = reader.position(match, statement)
                for holder in statement.holders if side else ():
                    sides = found.setdefault((holder, match.proposition.id), {})
                    if side not in sides or _better((match, statement), sides[side]):
                        sides[side] = (match, statement)
    return [
        _row(doc, article, holder, target, side, *evidence)
        for (holder, target), sides in found.items()
        for side, evidence in _consistent(sides)
    ]


def _stated_in(match: Match, made: list[Statement]) -> Iterator[Statement]:
    for statement in made:
        verb = statement.token.i
        if statement.only_done and verb not in match.tokens:
            continue
        if statement.holders and all(i in statement.inside or i == verb for i in match.tokens):
            yield statement


def _better(one: tuple[Match, Statement], other: tuple[Match, Statement]) -> bool:
    """What is said outranks what is done; then the surer claim, then the fewer words."""

    def rank(item: tuple[Match, Statement]) -> tuple:
        claim = item[1].claim
        return claim is not None, claim.confidence if claim else 0, -len(item[1].inside)

    return rank(one) > rank(other)


def _consistent(sides: dict) -> list[tuple[str, tuple[Match, Statement]]]:
    """Who sends mixed signals is mixed; of doubt and rejection what was said outranks how it is told."""
    if "mixed" in sides:
        return [("mixed", sides["mixed"])]
    if "doubts" in sides and "rejects" in sides:
        told = {side: sides[side][1].claim is None for side in ("doubts", "rejects")}
        sides.pop("rejects" if told["rejects"] and not told["doubts"] else "doubts")
    return list(sides.items())


def _done_by_other(doc: Doc, match: Match, statement: Statement, cast: Cast) -> bool:
    """Whether the clause names somebody else than the proposition's agents as the one who does it."""
    agents = set(match.proposition.agents)
    if not agents:
        return False
    found: set[str] = set()
    for i in match.tokens:
        found |= _agents_of(doc[i], statement, cast)
    chains = {above for who in found for above in cast.roster.chain(who)}
    return bool(found) and not chains & agents


def _agents_of(token: Token, statement: Statement, cast: Cast) -> set[str]:
    """Who does what a word says, or whose it is; for a noun without owner, who does what is done with it."""
    if token.pos_ in ("VERB", "AUX"):
        subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
        if subject is not None and subject.lower_ in FIRST_PERSON:
            return set(statement.holders)
        return set(doers(token, cast) or (owners(subject, cast) if subject is not None else ()))
    if token.pos_ not in ("NOUN", "PROPN"):
        return set()
    if any(c.dep_ == "poss" and c.lower_ in FIRST_PERSON for c in token.children):
        return set(statement.holders)
    above = token.head
    if above == statement.token or (above.dep_ == "prep" and above.head == statement.token):
        return set(owners(token, cast) or targets(statement, cast))  # "accused NATO of provocations"
    if token.dep_ == "dobj" and above.i in statement.inside:
        return set(owners(token, cast) or doers(above, cast))
    return set(owners(token, cast))


def _row(
    doc: Doc, article: Article, holder: str, target: str, side: str, match: Match, statement: Statement
) -> Stance:
    start, end = _clause(doc, match, statement)
    claim = statement.claim
    return Stance(
        stance_id=f"{row_id(article.article_id, start, end, 's')}:{holder}:{target}:{side}",
        article_id=article.article_id,
        holder=holder,
        target_kind="proposition",
        target=target,
        start=start,
        end=end,
        text=article.text[start:end],
        claim_id=claim.claim_id if claim else None,
        position=side,
        certainty=claim.certainty if claim else statement.cue.certainty,
        confidence=claim.confidence if claim else 0.0,
        rule=f"{match.proposition.id}:{'claim' if claim else 'deed'}:{statement.cue.act}",
    )


def _clause(doc: Doc, match: Match, statement: Statement) -> tuple[int, int]:
    """The shortest clause that holds the matched words, inside what is stated; a deed with its verb."""
    head = doc[match.tokens[0]]
    while head.dep_ not in BORDERS and head.head.i in statement.inside:
        head = head.head
    words = [t.i for t in head.subtree if t.i in statement.inside] + list(match.tokens)
    if statement.claim is None:
        words.append(statement.token.i)
    first, last = min(words), max(words)
    while last > first and (doc[last].is_punct or doc[last].is_space) and last not in match.tokens:
        last -= 1
    while first < last and (doc[first].is_punct or doc[first].is_space) and first not in match.tokens:
        first += 1
    return doc[first].idx, doc[last].idx + len(doc[last])
