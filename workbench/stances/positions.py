"""Positions on propositions: the patterns found, inside what each actor says or does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from spacy.strings import get_string_id

from ..actors import Cast
from ..codebook import Codebook
from ..records import Article, Stance
from ..spans import row_id
from .doers import Ids, behind, differ, doers, named, owners
from .polarity import Reader
from .propositions import BORDERS, Match, matches
from .statements import FIRST_PERSON, Statement, deed
from .targets import targets

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

NOBODY = ""  # somebody who cannot be known
ANSWERS = ("denies", "rejects", "doubts")
REACH = 80  # words back to what "such a move" means


def positions(
    doc: Doc, article: Article, codebook: Codebook, cast: Cast, made: list[Statement], reader: Reader
) -> list[Stance]:
    """One row a holder, proposition and position; see `stances`."""
    found = list(_read(matches(doc, codebook, cast), doc, cast, made, reader))
    found += _read(anaphors(doc, cast, made, found), doc, cast, made, reader)
    best: dict[tuple[str, str], dict[str, Held]] = {}
    for held in _outright(found):
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
            if not _done_by_other(doc, match, statement, cast, made):
                side, turning = reader.position(match, statement)
                if side:
                    yield Held(match, statement, side, turning)


def _is_deed(match: Match) -> bool:
    """Whether to do it is to be for or against it: a norm's patterns that say which."""
    return match.proposition.kind == "norm" and match.position in ("affirms", "rejects")


def _outright(found: list[Held]) -> list[Held]:
    """Without what a pattern of the other side outdoes: "the chance of an attack is low" speaks of no chance."""
    plain = ("affirms", "about")
    outright: dict[tuple[int, str], set[int]] = {}
    for held in found:
        if held.match.position not in plain:
            key = held.statement.token.i, held.match.proposition.id
            outright.setdefault(key, set()).update(held.match.tokens)
    return [
        held
        for held in found
        if held.match.position not in plain
        or outright.get((held.statement.token.i, held.match.proposition.id), set()).isdisjoint(
            held.match.tokens
        )
    ]


def _self_accused(holder: str, held: Held, cast: Cast) -> bool:
    """Whether somebody would own up to its own fault or plot, which is a misreading of who speaks."""
    entry = held.match.proposition
    return entry.accuses and held.side == "affirms" and not chains([holder], cast).isdisjoint(entry.agents)


def anaphors(doc: Doc, cast: Cast, made: list[Statement], found: list[Held]) -> Iterator[Match]:
    """ "Such a move", "Moscow's claims", "involvement": the last thing at issue, where the words have no content.

    With an owner it is what that owner took a side on last; nothing further back than about three sentences.
    """
    doubting = {s.token.i for s in made if s.token.pos_ == "NOUN" and s.cue.act in ("doubts", "denies")}
    words = [get_string_id(word) for word in cast.lexicon.lists.get("anaphor", ())]
    places = set(np.flatnonzero(np.isin(doc.to_array("LEMMA"), np.array(words, np.uint64))).tolist())
    answered = {
        c.i: s.holders for s in made if s.cue.act in ANSWERS for c in s.token.children if c.dep_ == "dobj"
    }
    for word in doc:  # "the claim is unfounded"
        if word.dep_ in ("acomp", "attr") and cast.lexicon.has("falsehood", word.lower_):
            answered |= {c.i: () for c in word.head.children if c.dep_ == "nsubj"}
    issues = sorted(found, key=lambda held: held.match.tokens[0])
    for i in sorted(places | doubting | set(answered)) if issues else ():
        token = doc[i]
        owned = chains(owners(token, cast), cast)
        if not _points_back(token, bool(owned), i in doubting, i in answered, cast):
            continue
        for held in reversed(issues):
            proposition = held.match.proposition
            if i not in places | doubting and owned:  # "the union's account": of the one who rejects it
                if not _speaks_of(held.statement, answered[i], cast):
                    continue
            elif not 0 < i - held.match.tokens[0] < REACH:
                continue
            if i in doubting and held.side in ("doubts", "rejects"):
                yield Match(proposition, "affirms", (i,))
                break
            theirs = not owned or owned & chains(held.statement.holders, cast)
            if i not in doubting and theirs and held.side in ("affirms", "rejects"):
                side = "about" if proposition.kind == "norm" and held.side == "affirms" else held.side
                yield Match(proposition, side, (i,), held.statement.holders)
                break


def _speaks_of(statement: Statement, actors: Iterable[str], cast: Cast) -> bool:
    own = chains(actors, cast)
    return any(s.start in statement.inside and chains(s.ids, cast) & own for s in cast.roster.sightings)


def chains(actors: Iterable[str], cast: Cast) -> set[str]:
    """The actors and all that they belong to."""
    return {above for who in actors for above in cast.roster.chain(who)}


def _points_back(noun: Token, owned: bool, doubting: bool, answered: bool, cast: Cast) -> bool:
    """Whether a noun stands for what was said before: "such a move", "this claim", without content of its own."""
    if noun.pos_ != "NOUN":
        return answered and noun.pos_ == "PRON" and "Dem" in noun.morph.get("PronType", [])  # "rejected that"
    pointing = answered and any(c.lower_ == "the" for c in noun.children)
    pointing |= any(
        cast.lexicon.has("echo", c.lower_) or "Dem" in c.morph.get("PronType", []) for c in noun.children
    )
    if doubting:
        return pointing
    if any(c.dep_ in ("acl", "relcl", "ccomp") or c.lower_ == "of" for c in noun.rights):
        return False
    if any(c.dep_ == "compound" and not cast.roster.at(c.i) for c in noun.children):
        return False  # "security proposals"
    return pointing or owned or cast.lexicon.has("bare", noun.lemma_.lower())


def _stated_in(match: Match, made: list[Statement], cast: Cast) -> Iterator[Statement]:
    for statement in _outermost(match, made, cast):
        verb = statement.token.i
        if match.tokens == (verb,) and statement.cue.act not in ("doubts", "denies", "asserts"):
            continue  # "a request from Moscow" is not about itself
        own = {verb, *(c.i for c in statement.token.children if c.dep_ == "aux")}  # "to talk"
        inside = own | statement.inside
        if inside.issuperset(match.tokens) and all(not inside.isdisjoint(names) for names in match.names):
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


def _done_by_other(doc: Doc, match: Match, statement: Statement, cast: Cast, made: list[Statement]) -> bool:
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
        if any(c.dep_ == "nsubj" and c.tag_ == "PRP" for c in doc[i].children):  # whoever speaks may be "it"
            found |= {who for s in made if i in s.inside for who in s.holders}
    own = chains(statement.holders, cast)
    if own & agents and not found:
        return False  # the accused speak of themselves
    if match.proposition.kind == "blame" and not found:  # whoever it was must at least be spoken of
        sentence = doc[match.tokens[0]].sent
        inside = statement.inside
        here = {s.start: s.ids for s in cast.roster.sightings if sentence.start <= s.start < sentence.end}
        here |= {i: (who,) for i, who in cast.roster.adjectives.items() if sentence.start <= i < sentence.end}
        blamed = (chains(ids, cast) for i, ids in here.items() if i in inside)
        return not any(chain & agents and not chain & own for chain in blamed)
    if match.proposition.kind != "blame":
        found.discard(NOBODY)
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
        return set(targets(statement, cast)) or {NOBODY}  # "their provocations", whoever they are
    mine = owners(token, cast) or (behind(token, cast) if token.dep_ in ("attr", "oprd") else ())
    for noun in (c for prep in token.children if prep.lower_ == "of" for c in prep.children if not mine):
        own = any(c.tag_ == "PRP$" for c in noun.children)  # "announced the withdrawal of its troops"
        mine = () if noun.pos_ == "PROPN" else named(noun, cast) or (statement.holders if own else ())
    above = token.head
    if not mine and (above == statement.token or (above.dep_ == "prep" and above.head == statement.token)):
        mine = targets(statement, cast)  # "accused NATO of provocations"
    elif not mine and token.dep_ == "dobj" and above.i in statement.inside:
        mine = _controller(above, cast) or doers(above, cast)
    elif not mine and token.dep_ == "pobj" and above.head.pos_ == "NOUN":
        mine = owners(above.head, cast)  # "their answer of provocations"
    return set(mine)


def _controller(verb: Token, cast: Cast) -> Ids:
    """Who is asked to do what an infinitive says: "asked the leaders not to spread it"."""
    asked = [c for c in verb.head.children if c.dep_ == "dobj" and verb.dep_ == "xcomp"]
    return named(asked[0], cast) or owners(asked[0], cast) if asked else ()


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
