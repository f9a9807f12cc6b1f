"""Framings: the words of a dimension or of a contested thing, and in whose voice they stand."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from spacy.strings import get_string_id

from .actors import Cast
from .codebook import Codebook
from .entries import Concept, Frame
from .records import Article, Claim, Framing, InputError
from .spans import row_id

if TYPE_CHECKING:
    import pandas as pd
    from spacy.tokens import Doc

ANY, GAP = get_string_id("…"), 4  # words that a "…" in a term may stand for
NEAR = 8  # words within which a `near` word of a contested thing must stand
SCARE = 3  # quoted words up to which the outlet quotes nobody, but keeps its distance
OUTLET, UNNAMED = "outlet", "unnamed"  # voices that are nobody's id


@dataclass(frozen=True, slots=True)
class Term:
    """Some words of an entry. `role`: a variant's id, or "frame"; the others make no row."""

    entry: Frame | Concept
    role: str
    text: str
    words: tuple[int, ...] = ()
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """Tokens `start` to `end` (excluded) are this term."""

    start: int
    end: int
    term: Term


def framings(doc: Doc, article: Article, codebook: Codebook, cast: Cast, said: list[Claim]) -> list[Framing]:
    """One row a wording and voice, in the order of the text, without boilerplate and the names of actors.

    The voice is that of the innermost claim around the words: its actors (joint speakers are several rows), or
    "unnamed" where nobody is known; outside claims it is "outlet". `rule` says how it is told, see `explained`.
    """
    functions = {cue.act: cue.function for cue in codebook.cues if cue.function}
    owners = _owners(doc, said)
    names = {i for sighting in cast.roster.sightings for i in range(sighting.start, sighting.end)}
    rows = []
    for match in matches(doc, codebook):
        start, end = doc[match.start].idx, doc[match.end - 1].idx + len(doc[match.end - 1])
        named = match.term.role == "frame" and match.start in names
        if named or any(s <= start < e for s, e in article.boilerplate):
            continue
        claim = owners[match.start] if owners[match.start] is owners[match.end - 1] else None
        voices, manner = _voice(article.text, start, end, claim, cast)
        function = functions.get(claim.act, "") if claim else ""
        rule = f"{manner}:{function}:{match.term.text}"
        rows += [_row(article, start, end, match.term, voice, claim, rule) for voice in voices]
    return sorted(rows, key=lambda row: (row.start, row.end, row.framing_id))


def _owners(doc: Doc, said: list[Claim]) -> list[Claim | None]:
    """For each token the claim with the least content around it."""
    starts = [token.idx for token in doc]
    owners: list[Claim | None] = [None] * len(doc)
    for claim in sorted(said, key=lambda claim: sum(s - e for s, e in claim.spans)):
        for start, end in claim.spans:
            first, last = bisect_left(starts, start), bisect_left(starts, end)
            owners[first:last] = [claim] * (last - first)
    return owners


def _voice(text: str, start: int, end: int, claim: Claim | None, cast: Cast) -> tuple[tuple[str, ...], str]:
    """Whose words these are, and whether they are quoted, paraphrased, the outlet's, or in scare quotes."""
    opened, closed = (
        cast.quotes[max(bisect_right(cast.quotes, (start, end)) - 1, 0)] if cast.quotes else (0, 0)
    )
    quote = text[opened:closed] if opened <= start and end <= closed else ""
    if claim:
        manner = "quoted" if quote or claim.kind == "direct" else "paraphrased"
        return claim.actors or (UNNAMED,), manner
    if not quote:
        return (OUTLET,), "outlet"
    return ((OUTLET,), "scare_quotes") if len(quote.split()) <= SCARE else ((UNNAMED,), "quoted")


def _row(
    article: Article, start: int, end: int, term: Term, voice: str, claim: Claim | None, rule: str
) -> Framing:
    worded = isinstance(term.entry, Concept)
    return Framing(
        framing_id=f"{row_id(article.article_id, start, end, 'w')}:{term.entry.id}:{voice}",
        article_id=article.article_id,
        voice=voice,
        start=start,
        end=end,
        text=article.text[start:end],
        claim_id=claim.claim_id if claim else None,
        frame=None if worded else term.entry.id,
        concept=term.entry.id if worded else None,
        variant=term.role if worded else None,
        rule=rule,
    )


def explained(framings: pd.DataFrame) -> pd.DataFrame:
    """The table with what `rule` holds in columns of its own: `manner`, `function` and `term`.

    manner: quoted | paraphrased | outlet | scare_quotes. function: what the claim around the words does with
    them after Entman (1993): problem | cause | moral_evaluation | remedy, empty where its act says none.
    """
    parts = framings["rule"].str.split(":", n=2, expand=True).reindex(columns=range(3))
    return framings.assign(manner=parts[0], function=parts[1], term=parts[2])


# --- the words of a codebook in a text -----------------------------------------------------------


@lru_cache(maxsize=8)
def _terms(codebook: Codebook) -> tuple[list[Term], dict[int, int]]:
    """The terms of a codebook, their words as spaCy's hashes, and what each may be the plural of.

    A word that is taken for a name keeps its -s in the dictionary form ("SANCTIONS").
    """
    from .language import pipeline

    tokenizer = pipeline().tokenizer
    terms: list[Term] = []
    singular: dict[int, int] = {}
    for term in _listed(codebook):
        words = [token.lower_ for token in tokenizer(term.text)]
        terms.append(replace(term, words=tuple(map(get_string_id, words))))
        singular.update((get_string_id(word + "s"), get_string_id(word)) for word in words)
    return terms, singular


def _listed(codebook: Codebook) -> Iterator[Term]:
    for frame in codebook.framings:
        yield from (Term(frame, "frame", text) for text in frame.terms)
        yield from (Term(frame, "unless", text) for text in frame.unless)
    for concept in codebook.wording:
        _check_variants(concept, codebook)
        near = dict.fromkeys(concept.near)
        for variant in concept.variants:
            near.update(dict.fromkeys(variant.near))
            must = variant.near or concept.near
            yield from (Term(concept, variant.id, text, near=must) for text in variant.terms)
        yield from (Term(concept, "unless", text) for text in concept.unless)
        yield from (Term(concept, "near", text) for text in near)
        yield from (Term(concept, "about", text) for text in concept.about)


def _check_variants(concept: Concept, codebook: Codebook) -> None:
    """InputError for words that two variants of one thing share."""
    taken: dict[str, str] = {}
    for variant in concept.variants:
        for text in variant.terms:
            other = taken.setdefault(text.lower(), variant.id)
            if other != variant.id:
                where = f"{codebook.name}/wording.toml: {concept.id!r}"
                raise InputError(
                    f"{where}: {text!r} is a term of {other!r} and of {variant.id!r}; keep one of them"
                )


def matches(doc: Doc, codebook: Codebook) -> list[Match]:
    """Every term of the codebook in a text: of overlapping ones of the same entry the longest."""
    terms, singular = _terms(codebook)
    forms = [{low, lemma, singular.get(low, low)} for low, lemma in doc.to_array(["LOWER", "LEMMA"]).tolist()]
    present = {ANY}.union(*forms)
    index: dict[int, list[Term]] = {}
    for term in terms:
        if present.issuperset(term.words):
            index.setdefault(term.words[0], []).append(term)
    found: dict[int, list[Match]] = {}
    for i, here in enumerate(forms):
        for first in here & index.keys():
            for term in index[first]:
                end = _end(forms, i, term.words)
                if end:
                    found.setdefault(id(term.entry), []).append(Match(i, end, term))
    kept = [match for some in found.values() for match in _longest(some) if _placed(match, some, doc)]
    return sorted(kept, key=lambda match: (match.start, match.end))


def _end(forms: list[set[int]], i: int, words: tuple[int, ...]) -> int | None:
    """Where a term that begins at this token ends; None when the words that follow are not its own."""
    at, reach = i + 1, 0
    for word in words[1:]:
        if word == ANY:
            reach = GAP
            continue
        place = next((n for n in range(at, min(at + reach + 1, len(forms))) if word in forms[n]), None)
        if place is None:
            return None
        at, reach = place + 1, 0
    return at


def _longest(some: list[Match]) -> list[Match]:
    taken: set[int] = set()
    kept = []
    for match in sorted(some, key=lambda m: (m.start - m.end, m.term.role != "unless")):
        if match.term.role not in ("near", "about") and not taken & {*range(match.start, match.end)}:
            taken |= {*range(match.start, match.end)}
            kept.append(match)
    return [match for match in kept if match.term.role != "unless"]


def _placed(match: Match, some: list[Match], doc: Doc) -> bool:
    """Whether the article has a word that it must have, and the same sentence one that must be near."""
    if getattr(match.term.entry, "about", ()) and not any(m.term.role == "about" for m in some):
        return False
    if not match.term.near:
        return True
    sentence = doc[match.start].sent
    first, last = max(sentence.start, match.start - NEAR), min(sentence.end, match.end + NEAR)
    return any(
        m.term.role == "near" and m.term.text in match.term.near and first <= m.start < last for m in some
    )


def fires(entry: Frame | Concept, sentence: str, codebook: Codebook) -> bool:
    """Whether the sentence has words of this dimension or contested thing.

    A sentence may begin with the variant that must be read, and no other: "annexation: They annexed it."
    """
    from . import language

    named, mark, rest = sentence.partition(": ")
    expected = named if mark and named in {v.id for v in getattr(entry, "variants", ())} else None
    doc = language.pipeline()(rest if expected else sentence)
    found = {match.term.role for match in matches(doc, codebook) if match.term.entry == entry}
    return found == {expected} if expected else bool(found)
