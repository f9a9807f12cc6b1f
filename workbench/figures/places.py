"""Where the counted things are: the phrase of place that follows the number, as written."""

from __future__ import annotations

from calendar import month_name
from itertools import islice
from typing import TYPE_CHECKING

from ..actors import Cast
from ..dates import date_words
from .things import NOUNS, Thing

if TYPE_CHECKING:
    from spacy.tokens import Token

CUTS = ("relcl", "advcl", "punct", "cc")
LINKED = ("prep", "acl", "amod", "advmod", "appos", "npadvmod", "conj", "agent", "pcomp")


def place(cast: Cast, found: Thing) -> str | None:
    """The first phrase of place behind the number that hangs on it, on its noun or on the verb above, or None."""
    anchors = {found.number, found.top, found.anchor}
    for token in islice(found.top.ancestors, 4):
        anchors.add(token)
        if token.pos_ in ("VERB", "AUX"):
            break
    sent, start = found.number.sent, found.anchor.i + 1
    by = found.top.head
    if by.lower_ == "by" and by.head.i < by.i:  # "increased its force near Ukraine by 7,000"
        start = by.head.i + 1
        anchors |= set(by.head.children)
    behind = [t for t in sent if t.i >= start]
    front = [t for t in sent if t.i < found.number.left_edge.i]
    # where it is or goes to, behind it or in front of it, rather than where it comes from
    for token in sorted(behind, key=lambda t: t.lower_ == "from" and t.head.pos_ == "VERB") + front:
        if token.head.lower_ == "according" or not cast.lexicon.has("where", token.lower_):
            continue
        if _hangs(token, anchors, token in behind) and (end := _end(cast, token)) is not None:
            end = _joined(cast, end)
            return cast.article.text[token.idx : end.idx + len(end)]
    return None


def _hangs(token: Token, anchors: set[Token], deep: bool) -> bool:
    """Whether a phrase hangs on one of these words; behind them, by way of others: "killed in a raid on a port"."""
    for _ in range(6 if deep else 1):
        if token.head in anchors:
            return True
        token = token.head
        if token.dep_ not in ("prep", "pobj", "acl") and not (token.dep_ == "conj" and token.pos_ in NOUNS):
            return False
    return False


def _end(cast: Cast, opening: Token) -> Token | None:
    """The last word of the phrase that this word opens; None where it names no place."""
    if opening.dep_ not in LINKED or opening.lower_ in ("here", "there", "nearby"):
        return opening if opening.lower_ in ("here", "nearby") else None
    heads = [t for t in opening.subtree if t.dep_ in ("pobj", "dobj", "pcomp") and t.i > opening.i]
    heads = [t for t in heads if opening in (t.head, t.head.head) or t.head.dep_ in ("prep", "conj")]
    if not heads or not _locates(cast, heads[0]):
        return None
    last = opening
    for token in opening.subtree:
        if token.i <= opening.i:
            continue
        if token.i != last.i + 1 or (token.dep_ in ("relcl", "advcl") and token.head.i >= opening.i):
            break
        if token.is_punct and not (token.text in "-–’'" or _continues(cast, token)):
            break
        last = token
    while last.i > opening.i and (last.is_punct or last.dep_ == "cc" or last.is_space):
        last = last.nbor(-1)
    return last


def _continues(cast: Cast, mark: Token) -> bool:
    """ "East, north and south of": a comma between two words of place."""
    return mark.i + 1 < len(mark.doc) and cast.lexicon.has("where", mark.nbor(1).lower_)


def _locates(cast: Cast, noun: Token) -> bool:
    """Whether a noun is a place: a known name, a name of no time, or a word for a sort of place."""
    if cast.lexicon.has("place", noun.lower_) or cast.lexicon.has("place", noun.lemma_.lower()):
        return True
    if noun.i in cast.roster.places:
        return True
    if noun.i in cast.roster.adjectives:  # "in Russian shelling"
        return False
    return noun.pos_ == "PROPN" and noun.text[0].isupper() and not _timely(cast, noun)


def _timely(cast: Cast, noun: Token) -> bool:
    """ "On Monday", "in March 2022", "in early December"."""
    article, start = cast.article, max(noun.left_edge.idx - 5, 0)
    dated = date_words(article.text, start, noun.idx + len(noun) + 3, article.published)
    return bool(dated) or noun.text in month_name or any(child.like_num for child in noun.children)


def _joined(cast: Cast, end: Token) -> Token:
    """ "… in Belarus and along the border": a second phrase right behind the first."""
    behind = end.doc[end.i + 1 : end.i + 3]
    more = len(behind) == 2 and behind[0].lower_ == "and" and cast.lexicon.has("where", behind[1].lower_)
    return (_end(cast, behind[1]) if more else None) or end
