"""Names that only the text knows: runs of capitalised words outside every codebook name.

There is no entity recogniser. A run is a person's when a title, a given name or an apposition says so,
an institution's when one of its words does; else its kind is unknown.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from spacy.symbols import PROPN

from .lexicon import Lexicon, Match

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

LONGEST = 6  # words of a name; longer runs are headlines
SUBJECTS = ("nsubj", "nsubjpass")
# What only a person's name has behind it: an age, "who", an American party and state ("R-Tenn.").
_PERSONAL = re.compile(r"(?:, ?[1-9]\d\b ?,|, ?who\b|who\b|[,(] ?[RDI] ?- ?[A-Z])")
_ABBREVIATION = re.compile(r"[A-Z][A-Z&-]{1,7}")


@dataclass(frozen=True, slots=True)
class Name:
    """Tokens `start` to `end` (excluded) are a name that no codebook has."""

    start: int
    end: int
    text: str
    kind: str
    titled: bool = False  # a title or an honorific stands before it


def slug(name: str) -> str:
    """The id made from a name: "Ursula von der Leyen" -> "ursula_von_der_leyen"."""
    folded = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"\W+", "_", folded.casefold()).strip("_")


def names(doc: Doc, taken: list[Match], lexicon: Lexicon) -> list[Name]:
    """Every capitalised run outside the codebook's names, titles stripped, in the order of the text."""
    busy = {i for match in taken for i in range(match.start, match.end)}
    found = []
    done = 0
    for i in np.flatnonzero(doc.to_array("POS") == PROPN).tolist():
        if i < done or i in busy or not doc[i].text[0].isupper():
            continue
        done = _run_end(doc, i, busy, lexicon)
        name = _name(doc, i, done, lexicon)
        if name:
            found.append(name)
    known = {n.text.split()[-1] for n in found if n.kind == "person"}
    again = {
        n.text
        for n in found
        if n.end - n.start == 1 and doc[n.start].dep_ in SUBJECTS and not _has_the(doc, n)
    }
    shown = [n for n in found if _may_be_person(doc, n, lexicon) and _is_told(doc, n, again, known)]
    return [replace(n, kind="person") if n in shown else n for n in found]


def _run_end(doc: Doc, start: int, busy: set[int], lexicon: Lexicon) -> int:
    """Extend over capitalised words, hyphens inside them, and particles that another one follows."""
    end = start + 1
    while end < len(doc) and end not in busy and doc[end].sent.start == doc[start].sent.start:
        token, after = doc[end], doc[end + 1] if end + 1 < len(doc) else None
        named = token.text[0].isupper() and token.pos_ in ("PROPN", "NOUN", "ADJ", "X", "VERB")
        joins = token.text in "-–" and not doc[end - 1].whitespace_ and not token.whitespace_
        joins = joins or lexicon.has("particle", token.text)
        if not (named or (joins and after is not None and _continues(after, lexicon))):
            break
        end += 1
    return end


def _continues(token: Token, lexicon: Lexicon) -> bool:
    return token.text[0].isupper() or lexicon.has("particle", token.text) or token.dep_ == "punct"


def _name(doc: Doc, start: int, end: int, lexicon: Lexicon) -> Name | None:
    first, titled = _after_titles(doc, start, end, lexicon)
    while end > first and not doc[end - 1].text[-1].isalnum():
        end -= 1
    if first >= end or end - first > LONGEST:
        return None
    if not titled and not _is_given(doc[first], lexicon):  # a title that no list has, then a name
        first = next(
            (i for i in range(end - 2, max(first, end - 4), -1) if _is_given(doc[i], lexicon)), first
        )
    text = doc[first:end].text
    if "\n" in text:
        return None
    words = [doc[i].text for i in range(first, end)]
    if any(lexicon.has("institution", word) for word in words):
        # "Foreign Ministry" is somebody's: a name must say more than what sort of body it is.
        generic = all(lexicon.has("generic", w) or w.lower() in lexicon.nouns for w in words)
        return None if generic else Name(first, end, text, "institution")
    return Name(first, end, text, _kind(doc, first, end, titled, lexicon), titled)


def _after_titles(doc: Doc, start: int, end: int, lexicon: Lexicon) -> tuple[int, bool]:
    """Where the name begins after "Foreign Minister", "Mr" …, and whether something of the kind stood there."""
    first, titled = start, False
    for i in range(start, end):
        word = doc[i].text.lower().rstrip(".")
        if lexicon.has("honorific", word) or lexicon.has("person", word):
            first, titled = i + 1, True
    if not titled and start:
        before = doc[start - 1].lower_.rstrip(".")
        titled = lexicon.has("honorific", before) or lexicon.nouns.get(before) == "person"
        if before == "of" and start > 1 and lexicon.has("person", doc[start - 2].lower_) and end - start > 2:
            first, titled = start + 1, True  # "Secretary of State", "Minister of Defence" and then a name
    return first, titled


def _kind(doc: Doc, first: int, end: int, titled: bool, lexicon: Lexicon) -> str:
    if doc[end - 1].tag_ == "NNPS":
        return "unknown"  # "fellow Republicans"
    if titled:
        return "person"
    length = end - first
    if 2 <= length <= 5:
        if _is_given(doc[first], lexicon):
            return "person"
        if has_apposed_post(doc[end - 1], lexicon):
            return "person"
    return "unknown"


def _may_be_person(doc: Doc, name: Name, lexicon: Lexicon) -> bool:
    first, last = doc[name.start], doc[name.end - 1]
    common = first.lower_ in lexicon.nouns or last.text.isupper() or last.tag_ == "NNPS" or "-" in name.text
    return name.kind == "unknown" and name.end - name.start == 2 and not common and not _has_the(doc, name)


def _is_told(doc: Doc, name: Name, again: set[str], known: set[str]) -> bool:
    """Whether the text shows a name to be a person's: "Ann Lee, 43, …", "Ann Lee, who …", "Lee said" elsewhere."""
    first, last = doc[name.start], doc[name.end - 1]
    placed = name.start and first.nbor(-1).text in (",", "in")  # "Atlanta, Georgia, who …"
    if not placed and _PERSONAL.match(doc[name.end : name.end + 4].text):
        return True
    return last.text in again and not (first.is_sent_start and last.text in known)  # "Then Lee said"


def _has_the(doc: Doc, name: Name) -> bool:
    return any(c.dep_ == "det" for i in range(name.start, name.end) for c in doc[i].children)


def _is_given(token: Token, lexicon: Lexicon) -> bool:
    return lexicon.has("woman", token.text) or lexicon.has("man", token.text)


def has_apposed_post(head: Token, lexicon: Lexicon) -> bool:
    """ "Wang Wenbin, a spokesman" or "the spokesman, Wang Wenbin"."""
    apposed = [child for child in head.children if child.dep_ == "appos"]
    if head.dep_ == "appos":
        apposed.append(head.head)
    return any(lexicon.nouns.get(noun.lemma_.lower()) == "person" for noun in apposed)


def abbreviation(doc: Doc, end: int) -> int | None:
    """The token of "(IDF)" right behind a name that ends at token `end`."""
    if end + 2 < len(doc) and doc[end].text == "(" and doc[end + 2].text == ")":
        return end + 1 if _ABBREVIATION.fullmatch(doc[end + 1].text) else None
    return None
