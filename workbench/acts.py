"""What is done by saying it: the act of a cue, whether it is negated, and how sure the speaker is."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from .actors.lexicon import Lexicon
from .codebook import Codebook
from .entries import Cue

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

LONGEST = 6  # words of the longest cue
ANY = "…"  # whatever stands between: "hold … responsible"
AFTER = 4  # words behind the cue that a cue of several words may take in
_SKIPPED = ("DET", "ADV", "PART", "PUNCT", "SPACE")
_DEFAULT = Cue("unlisted", "asserts", (), certainty="uncommitted")


@lru_cache(maxsize=8)
def _by_first(codebook: Codebook) -> dict[str, list[tuple[tuple[str, ...], Cue]]]:
    """First lemma -> lemmas and cue, longest first, then in the order of the file."""
    table: dict[str, list[tuple[tuple[str, ...], Cue]]] = {}
    for cue in codebook.cues:
        for lemma in cue.lemmas:
            words = tuple(lemma.split())
            table.setdefault(words[0], []).append((words, cue))
    for entries in table.values():
        entries.sort(key=lambda item: -len(item[0]))
    return table


def cue_of(cue: Span, codebook: Codebook) -> Cue:
    """The entry for a cue's words: the longest that fits at any of them, at its head first.

    A cue that no entry knows asserts, and commits its speaker to nothing.
    """
    return lookup([cue.root, *(t for t in cue if t != cue.root)], codebook) or _DEFAULT


def lookup(heads: list[Token], codebook: Codebook) -> Cue | None:
    """The first of these words that begins an entry, the longest entry winning at each; None for none.

    In a headline a verb may be taken for a name, and keeps its -s.
    """
    table = _by_first(codebook)
    best: tuple[int, Cue] | None = None
    for head in heads:
        for start in (head, *_led_by(head)):
            entries = table.get(lemma(start)) or table.get(start.lower_.removesuffix("s")) or []
            behind = _behind(start) if entries and len(entries[0][0]) > 1 else []
            for words, cue in entries:
                whole = start is head or len(words) > 1  # "denied using": to use is not to deny
                if whole and (best is None or len(words) > best[0]) and _fits(behind, words):
                    best = (len(words), cue)
                    break
        if best is not None:
            return best[1]
    return None


def lemma(token: Token) -> str:
    """The dictionary form that entries are written in."""
    return token.lemma_.lower()


def _led_by(head: Token) -> list[Token]:
    """Words before a head from which an entry may begin: "is unable to", "has yet to", "could not verify"."""
    led = []
    for i in range(head.i - 1, max(head.i - 6, head.sent.start - 1), -1):
        token = head.doc[i]
        if token.pos_ not in ("AUX", "VERB", "ADJ", "PART", "ADV"):
            break
        led.append(token)
    return led


def _behind(start: Token) -> list[tuple[str, str, bool]]:
    """The words behind one in its sentence: as written, in dictionary form, and whether it may be skipped."""
    reach = start.doc[start.i + 1 : min(start.i + LONGEST + AFTER, start.sent.end)]
    return [(t.lower_, lemma(t), t.pos_ in _SKIPPED) for t in reach]


def _fits(behind: list[tuple[str, str, bool]], words: tuple[str, ...]) -> bool:
    i, end, any_word = 0, min(len(words) + AFTER - 1, len(behind)), False
    for word in words[1:]:
        if word == ANY:
            any_word = True
            continue
        while i < end and word not in behind[i][:2]:
            if not (behind[i][2] or any_word):
                return False
            i += 1
        if i >= end:
            return False
        i, any_word = i + 1, False
    return True


def is_negated(cue: Span, lexicon: Lexicon) -> bool:
    """Whether the words say that this was not said: "did not say", "declined to say", "nobody could confirm"."""
    verb = cue.root
    if any(child.dep_ == "neg" for child in verb.children) or any(t.dep_ == "neg" for t in cue):
        return True
    subjects = [c for c in verb.children if c.dep_ == "nsubj"]
    around = [c for noun in subjects for c in noun.children if c.dep_ in ("det", "preconj", "cc")]
    if any(lexicon.has("negator", t.lower_) for t in (*subjects, *around)):
        return True  # "nobody said", "neither the union nor the mayor recognised it"
    above = verb.head
    if verb.dep_ in ("xcomp", "ccomp", "acl") and above != verb and above.i < verb.i:
        return lexicon.has("withholds", lemma(above)) and any(c.lower_ == "to" for c in verb.children)
    return any(lexicon.has("withholds", t.lower_) for t in cue if t != verb)


def certainty_of(cue: Cue, content: Span | None, lexicon: Lexicon) -> str:
    """How sure the speaker is: the hedges on the main verb of the content, else what the cue says."""
    if content is None or not len(content):
        return cue.certainty
    main = content.root
    near = [main, *(c for c in main.children if c.dep_ in ("aux", "advmod", "acomp", "mark", "attr"))]
    near += [
        c for clause in main.children if clause.dep_ == "advcl" for c in clause.children if c.dep_ == "mark"
    ]
    words = [lemma(token) for token in near] + [token.lower_ for token in near]
    for level in ("conditional", "possible", "probable"):
        if any(lexicon.has(level, word) for word in words):
            return "conditional" if level == "conditional" else level
    return cue.certainty


def fires(entry: Cue, sentence: str, codebook: Codebook) -> bool:
    """Whether some verb, noun or preposition of the sentence is read as this cue."""
    from . import language

    doc: Doc = language.pipeline()(sentence)
    heads = (
        t
        for t in doc
        if t.pos_ in ("VERB", "NOUN", "PROPN", "SCONJ", "ADJ", "AUX") or t.lower_ == "according"
    )
    return any(lookup([t], codebook) == entry for t in heads if t.dep_ not in ("aux", "auxpass"))
