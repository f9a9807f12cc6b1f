"""Acts between actors by rule: who accuses, warns, supports, consults … whom; `pairs` adds what a model judges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from ..actors import Cast
from ..records import Article, Stance
from ..spans import row_id
from .directed import ACTS, Act, Found, apart
from .doers import SUBJECTS, clause_of, doers
from .pairs import judged
from .statements import Cues, Statement, hypothetical
from .targets import receivers, targets

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

REACH = 120  # words back to what is denied
# What stands around a word -> where the actor stands: an object alone, several subjects, a clause beside the object, an
# infinitive of the object's, a preposition.
FRAMES = {"object": ("whom",), "joint": (), "clause": ("listener",), "infinitive": ("dobj", "clause_subject")}
FRAMES |= {"for": ("whom",), "from": ("prep:from", "object:from")}
AGAINST = ("accuses", "condemns", "warns", "threatens", "rejects", "demands")
JUDGES = ("condemns", "praises", "rejects")  # acts on what somebody does
POINTING = ("the", "this", "that", "these", "those", "such")


def relations(
    doc: Doc, article: Article, cast: Cast, made: list[Statement], acts: Iterable[Act]
) -> list[Stance]:
    """One row a holder, target and act: the first that is found, unless a model doubts it, and what it finds likely."""
    found = judged(doc, cast, made, ruled(acts, made, cast))
    return [_row(doc, article, cast, target, act) for (_, target, _), act in found.items()]


def ruled(acts: Iterable[Act], made: list[Statement], cast: Cast) -> Found:
    """The acts that rules find, each with its target, by holder, target and act."""
    found: Found = {}
    ordered = sorted(acts, key=lambda act: act.statement.token.i)
    for find in (_answered, _opponent):  # whom an act without a target is aimed at, once all others are known
        for act in ordered:
            target = act.target or find(act, list(found.values()), made, cast)
            if target is not None:
                answers = act.act == "rejects" and (target, act.holder, "accuses") in found
                done = "denies" if answers and _of_words(act.statement.token, cast) else act.act
                found.setdefault((act.holder, target, done), replace(act, target=target, act=done))
    return found


def _answered(act: Act, known: list[Act], made: list[Statement], cast: Cast) -> str | None:
    """Whom a denial answers, or the rejection of "these comments": who accused last, or spoke last."""
    accusers = [a.holder for a in known if a.act == "accuses" and a.target == act.holder]
    if act.act == "denies" and accusers:
        return accusers[-1]
    of_words = act.rule == "implied_denies" or _of_words(act.statement.token, cast)
    return _told_of(act, made, cast) if of_words or act.act == "denies" else None


def _opponent(act: Act, known: list[Act], made: list[Statement], cast: Cast) -> str | None:
    """Whom "denounced the visit" is aimed at: whoever the same side acts against most often in the article."""
    side = set(cast.roster.chain(act.holder))
    against = Counter(
        a.target for a in known if a.act in AGAINST and side & set(cast.roster.chain(a.holder))
    ).most_common(2)
    clear = len(against) == 1 or (len(against) > 1 and against[0][1] > against[1][1])
    return against[0][0] if clear and ACTS[act.act] < 0 else None


def _told_of(answer: Act, made: list[Statement], cast: Cast) -> str | None:
    """Whose words are answered: who spoke of the one who denies, or who spoke last, right before."""
    here = answer.statement.token.i
    reach = REACH if answer.act != "denies" or _of_words(answer.statement.token, cast) else REACH // 3
    for s in reversed([s for s in made if 0 < here - s.token.i < reach]):
        near = [x for x in cast.roster.sightings if x.end - 1 in s.inside and answer.holder in x.ids]
        others = [who for who in s.holders if apart(who, answer.holder, cast)]
        if others and (near or answer.act != "denies"):
            return others[0]
    return None


def named_acts(made: list[Statement], cues: Cues, cast: Cast) -> Iterator[Act]:
    """Acts that a verb or noun names: "accused", "its support for", "asked them to"."""
    for s in (_performed(s, cues) for s in made):
        act = s.cue.act
        if act not in ACTS or s.negated or hypothetical(s.token, cast):
            continue
        pairs: list[tuple[str, str | None]] = [*_pairs(s, cast)] or [*_on_deed(s, cues, cast)]
        if not pairs and (act == "denies" or (ACTS[act] < 0 and s.claim and s.token.pos_ == "VERB")):
            pairs = [(holder, None) for holder in s.holders]
        for holder, target in pairs:
            yield Act(holder, target, act, s, s.cue.id)


def _performed(s: Statement, cues: Cues) -> Statement:
    """With the act that a word performs here: by its frame, or by what it is done to."""
    frame = _frame(s)
    if frame in s.cue.frames:
        return replace(s, cue=replace(s.cue, act=s.cue.frames[frame], targets=FRAMES[frame]))
    act = s.cue.act
    if s.token.pos_ == "NOUN" and act == "asserts" and _denied(s.token, cues):
        act = "accuses"  # "denied the claims": they were accusations
    elif act == "rejects" and any(entry.act == "accuses" for n in _objects(s.token) if (entry := cues.at(n))):
        act = "denies"  # "rejected the allegations"
    return s if act == s.cue.act else replace(s, cue=replace(s.cue, act=act))


def _on_deed(s: Statement, cues: Cues, cast: Cast) -> Iterator[tuple[str, str]]:
    """ "A move that they condemned", "denounced the move": whoever did what was told right before."""
    for noun in _objects(s.token) if s.cue.act in JUDGES else ():
        told = cues.at(noun) is not None or not cast.lexicon.has("anaphor", noun.lemma_.lower())
        if told or not (noun == s.token.head or any(c.lower_ in POINTING for c in noun.children)):
            continue
        verb = noun.head if noun.dep_ == "appos" else noun.doc[max(noun.sent.start - 1, 0)].sent.root
        for holder in s.holders:
            yield from ((holder, who) for who in doers(clause_of(verb), cast) if apart(holder, who, cast))


def _frame(s: Statement) -> str:
    """What stands around a verb that may make another act of it."""
    parts = list(s.token.children)
    clauses = [c for c in parts if c.dep_ in ("xcomp", "ccomp", "acl", "oprd", "dative", "prt", "attr")]
    if any(d.lower_ == "to" for c in clauses for d in c.lefts):
        return "infinitive"
    below = [*parts, *(d for c in parts if c.dep_ == "dobj" for d in c.children)]
    preps = [c.lower_ for c in below if c.dep_ == "prep" and c.lower_ in s.cue.frames]
    return "clause" if clauses else preps[0] if preps else "joint" if len(s.holders) > 1 else "object"


def _denied(noun: Token, cues: Cues) -> bool:
    """ "Denied the claims of": what is denied was an accusation."""
    entry = cues.at(noun.head) if noun.dep_ == "dobj" else None
    return entry is not None and entry.act == "denies"


def _of_words(verb: Token, cast: Cast) -> bool:
    """ "Condemned these comments", "rejected the accusation": what somebody said is the object."""
    return any(
        c.tag_ == "DT"  # "rejected that"
        or cast.lexicon.has("anaphor", c.lemma_.lower())
        and (c == verb.head or any(d.dep_ == "det" and d.lower_ in POINTING for d in c.children))
        and not any(d.dep_ in ("acl", "relcl", "ccomp", "prep") and d != verb for d in c.children)
        for c in _objects(verb)
    )


def _objects(verb: Token) -> list[Token]:
    """What is acted on: objects, those of prepositions, and the noun whose relative clause a verb opens."""
    found = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")]
    found += [n for c in verb.children if c.dep_ == "prep" for n in c.children if n.dep_ == "pobj"]
    return [*found, verb.head] if verb.dep_ == "relcl" else found


def _pairs(statement: Statement, cast: Cast) -> Iterator[tuple[str, str]]:
    """Every holder with every target, each other of joint ones where they act on one another."""
    holders, act = statement.holders, statement.cue.act
    aimed = tuple(t for t in targets(statement, cast) if holders != (t,)) or receivers(statement, cast)
    if not aimed and act == "consults":
        holders, aimed = holders[:1], holders[1:2]
    if not aimed and _reciprocal(statement.token):
        aimed = holders
    for holder in holders:
        for target in aimed:
            own = act == "praises" and holder != target  # one's own soldiers
            if own or apart(holder, target, cast):
                yield holder, target


def _reciprocal(verb: Token) -> bool:
    """ "accused each other", "blamed one another", "traded accusations"."""
    return any(
        t.lower_ == "other" or (t.lower_ == "another" and t.i and t.nbor(-1).lower_ == "one")
        for c in verb.children
        if c.dep_ in ("dobj", "prep", "pobj", "npadvmod")
        for t in c.subtree
    )


def _row(doc: Doc, article: Article, cast: Cast, target: str, act: Act) -> Stance:
    statement = act.statement
    cast.enter(act.holder)
    cast.enter(target)
    start, end = _evidence(doc, statement, act.word)
    claim = statement.claim
    return Stance(
        stance_id=f"{row_id(article.article_id, start, end, 's')}:{act.holder}:{target}:{act.act}",
        article_id=article.article_id,
        holder=act.holder,
        target_kind="actor",
        target=target,
        start=start,
        end=end,
        text=article.text[start:end],
        claim_id=claim.claim_id if claim else None,
        act=act.act,
        polarity=ACTS[act.act],
        certainty=statement.cue.certainty,
        confidence=statement.confidence if act.likely is None else act.likely,
        rule=f"{act.rule}:{'claim' if claim else 'parse'}",
    )


def _evidence(doc: Doc, statement: Statement, word: Token | None) -> tuple[int, int]:
    """From the act's subject, where it stands right there, to the end of its object; the clause of what implies it."""
    token = clause_of(word) if word is not None else statement.token
    token = token if token.i in statement.inside else statement.token
    words = [token.i, *(t.i for t in token.subtree if t.i in statement.inside or t.head == token)]
    for child in token.children:
        if child.dep_ in SUBJECTS:
            words += [t.i for t in child.subtree]
    first, last = min(words), max(words)
    while last > token.i and (doc[last].is_punct or doc[last].is_space):
        last -= 1
    return doc[first].idx, doc[last].idx + len(doc[last])
