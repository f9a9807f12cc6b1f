"""Positions on propositions: the patterns found, inside what each actor says or does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..actors import Cast
from ..codebook import Codebook
from ..records import Article, Stance
from ..spans import row_id
from .agents import chains, done_by_other
from .anaphors import anaphors
from .doers import differ
from .polarity import Reader
from .propositions import BORDERS, Match, matches
from .statements import Statement, deed

if TYPE_CHECKING:
    from spacy.tokens import Doc


def positions(
    doc: Doc, article: Article, codebook: Codebook, cast: Cast, made: list[Statement], reader: Reader
) -> list[Stance]:
    """One row a holder, proposition and position; see `stances`."""
    found = list(_read(matches(doc, codebook, cast), doc, cast, made, reader))
    found += _read(anaphors(doc, cast, made, found), doc, cast, made, reader)
    best: dict[tuple[str, str], dict[str, Held]] = {}
    for held in _outright(found, doc):
        for holder in held.statement.holders:
            if _self_accused(holder, held, cast):
                continue
            sides = best.setdefault((holder, held.match.proposition.id), {})
            if held.side not in sides or held.rank > sides[held.side].rank:
                sides[held.side] = held
    return [
        _row(doc, article, cast, holder, target, held)
        for (holder, target), sides in best.items()
        for held in _consistent(sides)
    ]


@dataclass(frozen=True, slots=True)
class Held:
    """A side that a statement takes by a match."""

    match: Match
    statement: Statement
    side: str
    turning: set[int]  # words that turn what the match says

    @property
    def told(self) -> bool:
        """Whether it is how the outlet tells it ("rebuffing the claims") rather than what was said."""
        return self.statement.claim is None or self.statement.cue.act in ("denies", "rejects")

    @property
    def rank(self) -> tuple:
        """What is said outranks what is done; then the surer claim, then the fewer words."""
        claim = self.statement.claim
        return claim is not None, claim.confidence if claim else 0, -len(self.statement.inside)


def _read(
    candidates: Iterable[Match], doc: Doc, cast: Cast, made: list[Statement], reader: Reader
) -> Iterator[Held]:
    for match in candidates:
        deeds = [deed(doc[i], reader.cues, cast) for i in match.tokens if _is_deed(match)]
        for statement in _stated_in(match, [*made, *(d for d in deeds if d is not None)], cast):
            if not done_by_other(doc, match, statement, cast, made):
                side, turning = reader.position(match, statement)
                if side:
                    yield Held(match, statement, side, turning)


def _is_deed(match: Match) -> bool:
    """Whether to do it is to be for or against it: a norm's patterns that say which."""
    return match.proposition.kind == "norm" and match.position in ("affirms", "rejects")


def _outright(found: list[Held], doc: Doc) -> list[Held]:
    """Without what a pattern of the other side outdoes: "the chance of an attack is low" speaks of no chance.

    A word that another pattern counts as its own turns nothing: "no alternative to it".
    """

    def places(held: Held, tokens: Iterable[int]) -> set[tuple[str, int, int]]:
        return {(held.match.proposition.id, held.statement.token.i, i) for i in tokens}

    def sentence(held: Held) -> set[tuple[str, int, int]]:
        return places(held, [doc[held.match.tokens[0]].sent.start])

    counted = set().union(*(places(held, held.match.tokens) for held in found))
    found = [h for h in found if counted.isdisjoint(places(h, h.turning - {*h.match.tokens}))]
    sided = [held for held in found if held.match.position not in ("affirms", "about")]
    outdone = set().union(*map(sentence, sided))
    return sided + [held for held in found if held not in sided and outdone.isdisjoint(sentence(held))]


def _self_accused(holder: str, held: Held, cast: Cast) -> bool:
    """Whether somebody would own up to its own fault or plot, which is a misreading of who speaks."""
    entry = held.match.proposition
    return entry.accuses and held.side == "affirms" and not chains([holder], cast).isdisjoint(entry.agents)


def _stated_in(match: Match, made: list[Statement], cast: Cast) -> Iterator[Statement]:
    for statement in _outermost(match, made, cast):
        verb = statement.token.i
        if match.tokens == (verb,) and statement.cue.act not in ("doubts", "denies", "asserts"):
            continue  # "a request from Moscow" is not about itself
        own = {verb, *(c.i for c in statement.token.children if c.dep_ == "aux")}  # "to talk"
        inside = own | statement.inside
        who = {c.i for c in statement.token.children if c.dep_ == "nsubj" and statement.cue.act == "denies"}
        if inside.issuperset(match.tokens) and not any((inside | who).isdisjoint(n) for n in match.names):
            yield statement


def _consistent(sides: dict[str, Held]) -> list[Held]:
    """Who sends mixed signals is mixed; of doubt and rejection what was said outranks how it is told."""
    if "mixed" in sides:
        return [sides["mixed"]]
    if "doubts" in sides and "rejects" in sides:
        told = {side: sides[side].told for side in ("doubts", "rejects")}
        sides.pop("rejects" if told["rejects"] and not told["doubts"] else "doubts")
    return list(sides.values())


def _outermost(match: Match, made: list[Statement], cast: Cast) -> list[Statement]:
    """Those that hold the match, without what a holder plans or wants inside its own denial."""
    first = match.tokens[0]
    holding = [s for s in made if s.holders and (first in s.inside or first == s.token.i)]
    holding = [s for s in holding if s.token.i in match.tokens or not s.only_done]
    return [
        s
        for s in holding
        if not any(
            s is not outer and s.token.i in outer.inside and _absorbs(outer, s, cast) for outer in holding
        )
        and (not match.holders or differ(s.holders, match.holders, cast))
    ]


def _absorbs(outer: Statement, inner: Statement, cast: Cast) -> bool:
    """Whether an inner statement is part of what the outer one says: its own plan, or what it says another knows."""
    known = cast.lexicon.has("evidence", inner.token.lemma_.lower()) and not inner.negated
    if outer.claim and inner.cue.id == "plan" and inner.claim is None:
        return True
    if not known and differ(inner.holders, outer.holders, cast):
        return False
    token = inner.token
    while token.i in outer.inside and token.head != token:
        if token.dep_ == "advcl" or (token.dep_ == "relcl" and token.head != outer.token):
            return False
        token = token.head
    return True


def _row(doc: Doc, article: Article, cast: Cast, holder: str, target: str, held: Held) -> Stance:
    match, statement, side = held.match, held.statement, held.side
    cast.enter(holder)
    start, end = _clause(doc, held)
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
        confidence=statement.confidence,
        rule=f"{match.proposition.id}:{'claim' if claim else 'deed'}:{statement.cue.act}",
    )


def _clause(doc: Doc, held: Held) -> tuple[int, int]:
    """The shortest clause that holds the matched words and what turns them; a deed with its verb."""
    inside, needed = held.statement.inside, {*held.match.tokens, *held.turning}
    head = doc[held.match.tokens[0]]
    while (
        head.head != head
        and head.head.i in inside
        and (head.dep_ not in BORDERS or not needed <= set(range(head.left_edge.i, head.right_edge.i + 1)))
    ):
        head = head.head
    words = [t.i for t in head.subtree if t.i in inside] + list(held.match.tokens)
    if held.statement.claim is None and held.statement.cue.id != "turn":
        words.append(held.statement.token.i)
    first, last = min(words), max(words)
    while last > first and (doc[last].is_punct or doc[last].is_space) and last not in needed:
        last -= 1
    while first < last and (doc[first].is_punct or doc[first].is_space) and first not in needed:
        first += 1
    return doc[first].idx, doc[last].idx + len(doc[last])
