"""Attributions -> claims: who says it, through whom and to whom, when, what act it is, and how sure.

What is an attribution at all is decided before (see `attribution`); here it is only read, cleaned and linked.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np
from spacy.symbols import agent, pobj

from . import dates
from .actors import Cast
from .acts import certainty_of, cue_of, fires, is_negated, lookup
from .codebook import Codebook
from .nesting import nested
from .records import Article, Claim, Pieces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Span, Token

__all__ = ["claims", "fires"]

DIRECT = 0.9  # share of the content's letters inside quote marks that makes it direct
SCARE = 2  # quoted words up to which an indirect content stays indirect


class Found(Protocol):
    """What is needed of an attribution: pieces of source, cue and content, and how it was found."""

    @property
    def source(self) -> Pieces: ...
    @property
    def cue(self) -> Pieces: ...
    @property
    def content(self) -> Pieces: ...
    @property
    def confidence(self) -> float: ...
    @property
    def rule(self) -> str: ...


def claims(doc: Doc, article: Article, codebook: Codebook, cast: Cast, found: Sequence[Found]) -> list[Claim]:
    """One claim an attribution, in the order of the text, nested ones with the id of the claim around them.

    Attributions in boilerplate, without content or without cue are left out. The id of a claim is made of
    its extent (source, cue and content); of two with one extent the later cue adds its offset.
    """
    kept = [a for a in found if a.cue and a.content and not _within(a.cue[0][0], article.boilerplate)]
    reader = Reader(doc, article, codebook, cast)
    return nested([reader.claim(attribution) for attribution in kept], cast)


@dataclass
class Reader:
    """Reads the attributions of one article."""

    doc: Doc
    article: Article
    codebook: Codebook
    cast: Cast

    @cached_property
    def agents(self) -> list[int]:
        """The "by" of passives."""
        return np.flatnonzero(self.doc.to_array("DEP") == agent).tolist()

    @cached_property
    def spoken_to(self) -> list[int]:
        """Those behind "to" or "with" of an interview, a briefing, a speech."""
        found = []
        for i in np.flatnonzero(self.doc.to_array("DEP") == pobj).tolist():
            prep = self.doc[i].head
            if prep.lower_ in ("to", "with") and self.cast.lexicon.has("occasion", prep.head.lemma_.lower()):
                found.append(i)
        return found

    def claim(self, found: Found) -> Claim:
        """The claim in one attribution; its id and its parent are still to come."""
        text = self.article.text
        cue = self._span(found.cue)
        entry = cue_of(cue, self.codebook)
        if found.source and cue.root.lower_ == "according":  # "according to estimates" estimates
            entry = lookup(self.cast.phrases.heads(self._span(found.source)), self.codebook) or entry
        content = self._span(found.content[:1])
        start, end = _extent(found)
        source = _longest(found.source) if found.source else None
        told = _longest(found.cue)
        actors, via = self._speakers(found, cue)
        said_on, basis = dates.said_on(self.doc, self.article, *_stretch(found.cue), found.content)
        return Claim(
            claim_id="",
            article_id=self.article.article_id,
            kind=self._kind(found.content),
            cue=text[slice(*told)],
            cue_start=told[0],
            cue_end=told[1],
            act=entry.act,
            content=_words(text, found.content),
            start=start,
            end=end,
            spans=tuple(found.content),
            source_type=self._source_type(found, actors),
            source=text[slice(*source)] if source else None,
            source_start=source[0] if source else None,
            source_end=source[1] if source else None,
            actors=actors,
            via=via,
            addressee=self._addressee(cue, found),
            said_on=said_on,
            said_on_basis=basis,
            negated=is_negated(cue, self.cast.lexicon),
            certainty=certainty_of(entry, content, self.cast.lexicon),
            confidence=found.confidence,
            rule=found.rule,
        )

    def _span(self, pieces: Pieces) -> Span:
        span = self.doc.char_span(*_stretch(pieces), alignment_mode="expand")
        assert span is not None, "an attribution lies inside its article"
        return span

    def _kind(self, content: Pieces) -> str:
        """direct, mixed or indirect, by the share of letters inside quote marks; scare quotes do not count."""
        text = self.article.text
        total = sum(e - s for s, e in content)
        inside = [text[max(s, q) : min(e, r)] for s, e in content for q, r in self._quotes_in(s, e)]
        quoted = sum(map(len, inside))
        if total and quoted >= DIRECT * total:
            return "direct"
        return "mixed" if any(len(part.split()) > SCARE for part in inside) else "indirect"

    def _quotes_in(self, start: int, end: int) -> Pieces:
        """The quoted stretches that overlap a piece; they do not overlap one another."""
        first = max(bisect_right(self.cast.quotes, (start, start)) - 1, 0)
        last = bisect_left(self.cast.quotes, (end, end))
        return tuple((s, e) for s, e in self.cast.quotes[first:last] if s < end and start < e)

    # --- who -----------------------------------------------------------------------------------

    def _speakers(self, found: Found, cue: Span) -> tuple[tuple[str, ...], str | None]:
        """The actors of the source and who relays them."""
        actors = self.cast.resolve(*_stretch(found.source)) if found.source else ()
        carried = self._carrier(cue, found)
        if actors and self._relays(actors):
            quoted = self._quoted_actor(cue, found)
            if quoted and quoted != actors:
                return quoted, self.cast.name(actors[0])
        return actors, carried

    def _relays(self, actors: tuple[str, ...]) -> bool:
        return all(self.cast.is_outlet(actor) for actor in actors)

    def _quoted_actor(self, cue: Span, found: Found) -> tuple[str, ...]:
        """Whom an outlet quotes: "the BBC quoted him as saying", "the agency reported, citing the ministry"."""
        quotes = self.cast.lexicon.lists.get("quotes", frozenset())
        for verb in cue.sent:
            if verb.lemma_ not in quotes or verb.pos_ != "VERB" or _within(verb.idx, found.content):
                continue
            for noun in verb.children:
                if noun.dep_ in ("dobj", "pobj"):
                    return self._resolve(noun)
        return ()

    def _carrier(self, cue: Span, found: Found) -> str | None:
        """ "In comments carried by Interfax": the outlet behind "by" in the cue's sentence, outside the content."""
        for i in _between(self.agents, cue.sent):
            token = self.doc[i]
            if _within(token.idx, found.content):
                continue
            if not self.cast.lexicon.has("relays", token.head.lemma_.lower()):
                continue
            for noun in token.children:
                actors = self._resolve(noun) if noun.dep_ == "pobj" else ()
                if actors and not (found.source and _within(noun.idx, found.source)):
                    return self.cast.name(actors[0])
        return None

    def _resolve(self, head: Token) -> tuple[str, ...]:
        subtree = self.doc[head.left_edge.i : head.i + 1]
        return self.cast.resolve(subtree[0].idx, head.idx + len(head))

    def _source_type(self, found: Found, actors: tuple[str, ...]) -> str:
        """What kind of words the source is."""
        if not found.source:
            return "none"
        heads = self.cast.phrases.heads(self._span(found.source))
        if not heads:
            return "none"
        head = heads[0]
        if head.tag_ in ("PRP", "PRP$", "WP", "WDT"):
            return "pronoun"
        named = self.cast.roster.at(head.i) is not None
        kinds = {self.cast.kind(actor) for actor in actors}
        if kinds == {"person"}:
            return "person"
        if kinds and kinds <= {"collective"}:
            return "collective"
        if named or head.i in self.cast.roster.adjectives:
            return "institution"
        return self._unnamed_type(head, bool(actors))

    def _unnamed_type(self, head: Token, owned: bool) -> str:
        use, plural = self.cast.phrases.use(head), head.tag_ in ("NNS", "NNPS")
        if use == "person":
            return "collective" if plural and owned else "anonymous"
        if use in ("collective", "medium"):
            return "collective" if plural or use == "medium" else "anonymous"
        if use == "anonymous":
            return "anonymous"
        if use == "owner" or owned:
            return "institution"
        return "person" if head.pos_ == "PROPN" else "anonymous"

    def _addressee(self, cue: Span, found: Found) -> str | None:
        """Who was told: the object of "told", or "to" and "with" behind an interview, a briefing, a speech."""
        verb, told = cue.root, []
        if self.cast.lexicon.has("addresses", verb.lemma_.lower()):
            told = [child for child in verb.children if child.dep_ in ("dobj", "dative")]
        told += [self.doc[i] for i in _between(self.spoken_to, cue.sent)]
        for token in told:
            nominal = token.pos_ in ("NOUN", "PROPN", "PRON")
            if nominal and not _within(token.idx, found.content) and not _within(token.idx, found.source):
                named = self.cast.roster.at(token.i)
                if named:
                    return self.cast.name(named.ids[0])
                first = token.left_edge
                return " ".join(self.article.text[first.idx : token.idx + len(token)].split())
        return None


def _between(tokens: list[int], sentence: Span) -> list[int]:
    return tokens[bisect_left(tokens, sentence.start) : bisect_left(tokens, sentence.end)]


def _within(offset: int, pieces: Pieces) -> bool:
    return any(start <= offset < end for start, end in pieces)


def _extent(found: Found) -> tuple[int, int]:
    pieces = (*found.source, *found.cue, *found.content)
    return min(s for s, _ in pieces), max(e for _, e in pieces)


def _stretch(pieces: Pieces) -> tuple[int, int]:
    return min(s for s, _ in pieces), max(e for _, e in pieces)


def _longest(pieces: Pieces) -> tuple[int, int]:
    """The piece that stands in the table for a source or cue in pieces: its words are those of its offsets."""
    return max(pieces, key=lambda piece: piece[1] - piece[0])


def _words(text: str, pieces: Pieces) -> str:
    return " … ".join(text[start:end] for start, end in sorted(pieces))
