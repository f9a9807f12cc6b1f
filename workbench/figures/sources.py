"""Who stands behind a number: the attribution that it is the content of, never the nearest name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..actors import Cast
from ..acts import lookup
from ..codebook import Codebook
from ..records import Claim

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

NEAR = 400  # characters between a quotation and the claims around it that may be the same speech
DEEPEST = 8  # words between a number and the verb that states it
STATES = ("asserts", "estimates", "announces", "predicts", "warns", "denies")
LONGEST = 8  # words of a source that can be a name of its own


@dataclass(frozen=True, slots=True)
class Behind:
    """The claim that a number stands in, who states it and who relays it; all None for the outlet's own voice."""

    claim: Claim | None = None
    source: str | None = None
    via: str | None = None


class Sources:
    """The attributions of one article, asked by place."""

    def __init__(self, doc: Doc, cast: Cast, codebook: Codebook, said: list[Claim]) -> None:
        self.doc, self.cast, self.codebook = doc, cast, codebook
        self.said = sorted(said, key=lambda claim: claim.cue_start)
        self.by_id = {claim.claim_id: claim for claim in said}

    def behind(self, number: Token, start: int, end: int) -> Behind:
        """Whoever the innermost claim around these characters names; its outer speaker relays it."""
        holding = [c for c in self.said if any(s <= start and end <= e for s, e in c.spans)]
        claim = min(holding, key=_length, default=None) or self._opened(number) or self._spoken(start)
        stated = self._stated(number)
        if claim is None:
            return Behind(None, stated)
        outer = self.by_id.get(claim.parent_id or "")
        source, via = self._source(claim), claim.via
        if stated and source and stated != source and number.sent.start_char <= claim.spans[-1][1]:
            return Behind(claim, stated, via or self.cast.name(source))
        if outer is not None and (relay := self._source(outer)) and relay != source:
            source, via = (source, via or self.cast.name(relay)) if source else (relay, via)
        return Behind(claim, source, via)

    def _stated(self, number: Token) -> str | None:
        """The estimator that the parse shows: the subject of the verb of saying or knowing right above the number."""
        token = number
        for _ in range(DEEPEST):
            above = token.head
            if above == token:
                return None
            if token.dep_ in ("ccomp", "xcomp") and above.pos_ == "VERB":
                cue = lookup([above], self.codebook)
                subject = next((c for c in above.children if c.dep_ == "nsubj" and c.i < above.i), None)
                if cue and cue.act in STATES and subject is not None:
                    source = self._one(subject)
                    entry = self.cast.lexicon.entries.get(source or "")
                    return entry.officials if entry and entry.officials else source
            if token.dep_ in ("relcl", "advcl"):
                return None
            token = above
        return None

    def _opened(self, number: Token) -> Claim | None:
        """The claim of the same sentence whose verb governs the number, where its content was cut too short."""
        above = {token.i for token in number.ancestors}
        for claim in self.said:
            if (
                claim.kind != "direct"
                and number.sent.start_char <= claim.cue_start < number.sent.end_char
                and claim.spans
            ):
                cue = self._token(claim.cue_start)
                named = claim.source_start is not None and claim.source_start <= number.idx < (
                    claim.source_end or 0
                )
                if not named and any(c.dep_ in ("ccomp", "parataxis") and c.i in above for c in cue.children):
                    return claim
        return None

    def _spoken(self, start: int) -> Claim | None:
        """The speaker of a quotation that no claim covers: whoever is quoted right before it, and after it too."""
        quoted = next(((s, e) for s, e in self.cast.quotes if s <= start < e), None)
        if quoted is None:
            return None
        before = [c for c in self.said if c.kind != "indirect" and 0 <= quoted[0] - c.spans[-1][1] < NEAR]
        after = [c for c in self.said if 0 <= c.cue_start - quoted[1] < NEAR]
        if not before or not after or before[-1].actors != after[0].actors or not before[-1].actors:
            return None
        return before[-1]

    def _source(self, claim: Claim) -> str | None:
        """The actor of a claim: as resolved, else who issued the paper, else an actor of the source's own words."""
        if claim.actors:
            return claim.actors[0]
        if claim.source_start is None or claim.source_end is None:
            return None
        issued = self._issuer(claim)
        if issued:
            return issued
        words = (claim.source or "").split()
        if not self._speaks(claim) or not 0 < len(words) <= LONGEST or "…" in words:
            return None
        while words and words[0].lower() in ("the", "a", "an"):
            words = words[1:]
        name = " ".join(words)
        actor_id = self.cast.roster.make(name[:1].upper() + name[1:], "collective") if name else None
        if actor_id:
            self.cast.enter(actor_id)
        return actor_id

    def _speaks(self, claim: Claim) -> bool:
        """Whether the source is people of some sort, though nobody known: no pronoun, no thing, no "both sides"."""
        span = self.doc.char_span(claim.source_start, claim.source_end, alignment_mode="expand")
        heads = self.cast.phrases.heads(span)
        return bool(heads) and self.cast.phrases.use(heads[0]) in (
            "person",
            "collective",
            "medium",
            "anonymous",
        )

    def _issuer(self, claim: Claim) -> str | None:
        """Whoever released, published or issued the paper that speaks: "a report by …", "published a report that said"."""
        assert claim.source_start is not None and claim.source_end is not None
        span = self.doc.char_span(claim.source_start, claim.source_end, alignment_mode="expand")
        head = span.root
        if head.tag_ in ("WDT", "WP") and head.head.dep_ == "relcl":
            head = head.head.head
        for child in head.children:
            for inner in child.children if child.dep_ in ("acl", "relcl") else ():
                if inner.dep_ == "agent":
                    return self._one(next(inner.children, None))
        if head.dep_ == "dobj":
            return self._one(_publisher(head.head))
        return None

    def _one(self, noun: Token | None) -> str | None:
        if noun is None:
            return None
        ids = self.cast.resolve(noun.left_edge.idx, noun.idx + len(noun))
        return ids[0] if len(ids) == 1 else None

    def _token(self, offset: int) -> Token:
        span = self.doc.char_span(offset, offset + 1, alignment_mode="expand")
        return span[0]


def _publisher(verb: Token) -> Token | None:
    """The subject of a verb; in damaged text, of a sentence that begins in lower case, the last noun before it."""
    for child in verb.children:
        if child.dep_ in ("nsubj", "nsubjpass"):
            return child
    first = verb.sent[0]
    if first == verb and first.text.islower() and first.i > 1:
        before = first.doc[first.i - 2]
        return before if before.pos_ in ("NOUN", "PROPN") else None
    return None


def _length(claim: Claim) -> int:
    return sum(end - start for start, end in claim.spans)
