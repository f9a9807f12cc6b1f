"""Who acts on whom where no rule tells: every two actors of a sentence, judged by a logistic model; see PAIRS.md.

One of the two says or does something in the sentence, the other is named in it or in the one before. What the model
sees has names (`Pair.features`): who they are, what is said or done, how the parse joins the two, the words of it,
and what the rules found here and elsewhere in the article.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..actors import Cast
from .directed import ACTS, Act, Found, apart
from .doers import clause_of
from .scorer import Scorer
from .statements import Statement, hypothetical

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Doc, Token

FILE = Path(__file__).with_name("pairs.npz")
STANDS = 0.6  # how likely a polarity must be for an act that no rule found
DOUBTED = 0.15  # how likely it must be for one that a rule found
BESIDE = ("neg", "aux", "acomp", "attr", "dobj", "prt")  # words of the clause that the other stands in
CONTENT = ("NOUN", "VERB", "ADJ", "ADV")
FAR, MANY, OFTEN = 9, 4, 3
Key = tuple[str, str, int]  # holder, target, polarity


@dataclass(slots=True)
class Pair:
    """Two actors of a sentence, where the one is shown to act, and what holds of them."""

    holder: str
    target: str
    place: tuple[int, int]  # characters of the sentence
    statement: Statement
    word: Token  # the mention of the target
    features: set[str] = field(default_factory=set)
    statements: int = 0


def judged(doc: Doc, cast: Cast, made: list[Statement], found: Found) -> Found:
    """The acts that rules found without those the model finds unlikely, and the likely ones that no rule found."""
    likely = _likely(pairs(doc, cast, made, found.values()))
    kept = {
        key: act
        for key, act in found.items()
        if likely.get((act.holder, key[1], ACTS[act.act]), (1.0,))[0] >= DOUBTED
    }
    known = {(holder, target, ACTS[act]) for holder, target, act in found}
    for (holder, target, sign), (share, name, pair) in likely.items():
        if share >= STANDS and (holder, target, sign) not in known:
            share = round(share, 3)
            kept[holder, target, name] = Act(holder, target, name, pair.statement, "judged", pair.word, share)
    return kept


def _likely(some: Iterable[Pair]) -> dict[Key, tuple[float, str, Pair]]:
    """Of each pair and polarity the highest share in any sentence, the likeliest act of it, and where."""
    model, best = _model(), dict[Key, tuple[float, str, Pair]]()
    of = {sign: [i for i, name in enumerate(model.classes) if ACTS.get(name) == sign] for sign in (-1, 0, 1)}
    for pair in some:
        shares = model.probabilities(pair.features)
        for sign, places in of.items():
            share, key = float(shares[places].sum()), (pair.holder, pair.target, sign)
            if key not in best or share > best[key][0]:
                best[key] = share, model.classes[places[int(shares[places].argmax())]], pair
    return best


@lru_cache(maxsize=1)
def _model() -> Scorer:
    return Scorer.load(FILE)


def pairs(doc: Doc, cast: Cast, made: list[Statement], found: Iterable[Act]) -> list[Pair]:
    """Every pair of actors in every sentence, with its features; `found` are the acts that rules found."""
    sentences, acts = list(doc.sents), list(found)
    number = np.repeat(np.arange(len(sentences)), [len(sentence) for sentence in sentences])
    named = _named(doc, cast, number, len(sentences))
    read: dict[tuple[str, str, int], Pair] = {}
    for statement in (s for s in made if s.holders):
        at = int(number[statement.token.i])
        about = {int(number[i]) for i in statement.inside} if statement.claim else set()
        for k in sorted(about | {at}):
            before = named[k - 1] if k and k == at else {}
            others = {who: words for who, words in before.items() if who not in named[k]}
            for pool, here in ((named[k], True), (others, False)):
                for target, words in ((t, w) for t, w in pool.items() if t not in statement.holders):
                    word = min(
                        words, key=lambda t: (t.i not in statement.inside, abs(t.i - statement.token.i))
                    )
                    about_it = _of_target(statement, word, here)
                    for holder in (h for h in statement.holders if apart(h, target, cast)):
                        place = sentences[k].start_char, sentences[k].end_char
                        pair = read.setdefault(
                            (holder, target, k), Pair(holder, target, place, statement, word)
                        )
                        pair.features |= about_it | _of_both(statement, holder, target, cast)
                        pair.statements += 1
    for pair in read.values():
        pair.features |= {f"statements:{min(pair.statements, MANY)}"} | _told(pair, acts, doc, cast)
    return list(read.values())


def _named(doc: Doc, cast: Cast, number: NDArray, count: int) -> list[dict[str, list[Token]]]:
    """Who is named in each sentence, by name, adjective, place, pronoun or description, and in which words."""
    found: list[dict[str, list[Token]]] = [{} for _ in range(count)]
    places = {s.end - 1: s.ids for s in (*cast.roster.sightings, *cast.discourse.sightings)}
    places |= {i: (who,) for i, who in (*cast.roster.adjectives.items(), *cast.roster.places.items())}
    for i, ids in sorted(places.items()):
        for who in (who for who in ids if not cast.is_outlet(who)):
            found[number[i]].setdefault(who, []).append(doc[i])
    return found


def _of_both(statement: Statement, holder: str, target: str, cast: Cast) -> set[str]:
    """What sort the two are, and what the one does there."""
    act, sort = statement.cue.act, _sort(statement)
    one, other = cast.kind(holder), cast.kind(target)
    found = {f"holder:{one}", f"target:{other}", f"both:{one}|{other}", f"sort:{sort}", f"act:{act}"}
    found |= {f"act:{sort}|{act}", f"cue:{statement.token.lemma_.lower()}"}
    turned = {
        "negated": statement.negated,
        "done": statement.only_done,
        "might": hypothetical(statement.token, cast),
    }
    for name in (name for name, so in turned.items() if so):
        found |= {name, f"{name}|{act}"}
    words = (statement.token.doc[i] for i in statement.inside)
    return found | {f"word:{t.lemma_.lower()}" for t in words if t.pos_ in CONTENT and not t.is_stop}


def _sort(statement: Statement) -> str:
    return "claim" if statement.claim else "noun" if statement.token.pos_ == "NOUN" else "deed"


def _of_target(statement: Statement, word: Token, here: bool) -> set[str]:
    """Where the target stands: inside what is said or not, how far off in the parse, in which part of its clause."""
    where = ("in" if word.i in statement.inside else "out") if here else "before"
    found = {f"where:{where}", f"where:{where}|{_sort(statement)}|{statement.cue.act}"}
    way = _way(statement.token, word) if here else None
    if way is None:
        return found
    up, down = way
    found.add(f"steps:{min(len(up) + len(down), FAR)}")
    if down:
        end = down[0]
        found |= {f"end:{end.dep_}", f"end:{end.dep_}<{end.head.lemma_.lower()}", f"end:{end.dep_}|{where}"}
    clause = clause_of(word)
    subject = any(t.dep_ == "nsubj" and t.head == clause for t in (word, *word.ancestors))
    found |= {f"clause:{clause.lemma_.lower()}", f"part:{'subject' if subject else 'other'}"}
    return found | {f"beside:{c.dep_}:{c.lemma_.lower()}" for c in clause.children if c.dep_ in BESIDE}


def _way(one: Token, other: Token) -> tuple[list[Token], list[Token]] | None:
    """Up from the one and down to the other, from it, through where the two meet; None where they do not."""
    above, below = [one, *one.ancestors], [other, *other.ancestors]
    places = {token.i: n for n, token in enumerate(below)}
    meeting = next((n for n, token in enumerate(above) if token.i in places), None)
    return None if meeting is None else (above[:meeting], below[: places[above[meeting].i]])


def _told(pair: Pair, acts: list[Act], doc: Doc, cast: Cast) -> set[str]:
    """What rules found of this pair here, of the two's sides elsewhere, and whether the target is named often."""
    chain = cast.roster.chain
    mine, theirs = set(chain(pair.holder)), set(chain(pair.target))
    found = {"often"} if sum(pair.target in s.ids for s in cast.roster.sightings) > OFTEN else set()
    for act in acts:
        sign, at = ACTS[act.act], doc[act.statement.token.i].idx
        if pair.place[0] <= at < pair.place[1]:
            if (act.holder, act.target) == (pair.holder, pair.target):
                found |= {f"rule:{sign}", f"rule:{act.act}"}
            continue
        one, other = set(chain(act.holder)), set(chain(act.target or ""))
        found |= {f"elsewhere:{sign}"} if one & mine and other & theirs else set()
        found |= {f"answered:{sign}"} if one & theirs and other & mine else set()
    return found
