"""Who stands behind a number: the attribution that it is the content of, never the nearest name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..actors import Cast
from ..acts import lookup
from ..codebook import Codebook
from ..records import Claim
from .things import covering, subject_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

NEAR = 400  # characters between a quotation and the claims around it that may be the same speech
DEEPEST = 8  # words between a number and the verb that states it
LONGEST = 8  # words of a source that can be a name of its own
STATES = ("asserts", "estimates", "announces", "predicts", "warns", "denies")


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
        stated = self._stated(number, claim)
        if claim is None:
            return Behind(None, stated)
        outer = self.by_id.get(claim.parent_id or "")
        source, via = self._source(claim), claim.via
        if stated and source and stated != source:
            return Behind(claim, stated, via or self.cast.name(source))
        if outer is not None and (relay := self._source(outer)) and relay != source:
            source, via = (source, via or self.cast.name(relay)) if source else (relay, via)
        return Behind(claim, source or stated, via)

    def _stated(self, number: Token, claim: Claim | None) -> str | None:
        """The estimator that the parse shows: the subject of the verb of saying or knowing right above the number."""
        token = number
        for _ in range(DEEPEST):
            above = token.head
            if above == token or token.dep_ in ("relcl", "advcl"):
                return None
            if above.pos_ == "VERB" and self._states(token, above):
                if claim is not None and claim.cue_start <= above.idx < claim.cue_end:
                    return None
                subject = subject_of(above)
                source = self._one(subject) if subject is not None else None
                if source is None or self.cast.is_outlet(source):
                    return None
                entry = self.cast.lexicon.entries.get(source)
                return entry.officials if entry and entry.officials else source
            token = above
        return None

    def _states(self, token: Token, verb: Token) -> bool:
        """Whether the verb states what the token heads: "says that …", "puts the number at …"."""
        if token.dep_ not in ("ccomp", "xcomp", "prep", "dobj"):
            return False
        cue = lookup([verb], self.codebook)
        if cue is None:
            return False
        measured = cue.act == "estimates" and token.dep_ in ("prep", "dobj")
        return cue.act in STATES and (measured or token.dep_ in ("ccomp", "xcomp"))

    def _opened(self, number: Token) -> Claim | None:
        """The claim of the same sentence whose verb governs the number, where its content was cut too short."""
        above, sentence = {token.i for token in number.ancestors}, number.sent
        for claim in self.said:
            if claim.kind == "direct" or not sentence.start_char <= claim.cue_start < sentence.end_char:
                continue
            named = claim.source_start is not None and claim.source_start <= number.idx < (
                claim.source_end or 0
            )
            cue = covering(self.doc, claim.cue_start, claim.cue_start + 1)[0]
            if not named and any(c.dep_ in ("ccomp", "parataxis") and c.i in above for c in cue.children):
                return claim
        return None

    def _spoken(self, start: int) -> Claim | None:
        """The speaker of a quotation that no claim covers: whoever is quoted right before it and speaks after it."""
        quoted = next(((s, e) for s, e in self.cast.quotes if s <= start < e), None)
        if quoted is None:
            return None
        before = [c for c in self.said if c.kind != "indirect" and 0 <= quoted[0] - c.spans[-1][1] < NEAR]
        after = [c for c in self.said if 0 <= c.cue_start - quoted[1] < NEAR]
        same = before and after and before[-1].actors and before[-1].actors == after[0].actors
        return before[-1] if same else None

    def _source(self, claim: Claim) -> str | None:
        """The actor of a claim: as resolved, else who issued the paper, else an actor of the source's own words."""
        if claim.actors:
            return claim.actors[0]
        if claim.source_start is None or claim.source_end is None:
            subject = subject_of(covering(self.doc, claim.cue_start, claim.cue_end).root)
            return self._one(subject) if subject is not None else None
        span = covering(self.doc, claim.source_start, claim.source_end)
        if (body := self._body(claim, span)) is not None:
            return body
        heads = self.cast.phrases.heads(span)
        issued = self._issuer(span.root)
        words = (claim.source or "").split()
        people = heads and self.cast.phrases.use(heads[0]) in ("person", "collective", "medium", "anonymous")
        if issued or not people or not 0 < len(words) <= LONGEST or "…" in words:
            return issued
        name = " ".join(words[1:] if words[0].lower() in ("the", "a", "an") else words)
        actor_id = self.cast.roster.make(name[0].upper() + name[1:], "collective") if name else None
        if actor_id:
            self.cast.enter(actor_id)
        return actor_id

    def _body(self, claim: Claim, span: Span) -> str | None:
        """ "The ministry added", and then "it said": the only state that has spoken before."""
        before = [c for c in self.said if c.cue_start < claim.cue_start]
        if (
            span.root.lower_ == "it"
            and before
            and not before[-1].actors
            and before[-1].source_start is not None
        ):
            last = before[-1]
            inner = covering(self.doc, last.source_start or 0, last.source_end or 1)
            return self._body(last, inner) if inner.root.lower_ != "it" else None
        if self.cast.phrases.use(span.root) != "owner" or self.cast.lexicon.has("party", span.root.lemma_):
            return None
        if self.cast.phrases.owners(span.root):
            return None
        states = {self.cast.roster.state(actor) for c in before for actor in c.actors}
        states = {state for state in states if self.cast.kind(state) == "state"}
        return states.pop() if len(states) == 1 else None

    def _issuer(self, head: Token) -> str | None:
        """Whoever released or published the paper that speaks: "footage released by …", "published a report that"."""
        if head.tag_ in ("WDT", "WP") and head.head.dep_ == "relcl":
            head = head.head.head
        for clause in head.children:
            for inner in clause.children if clause.dep_ in ("acl", "relcl") else ():
                if inner.dep_ == "agent" and (noun := next(inner.children, None)) is not None:
                    return self._one(noun)
        publisher = _publisher(head.head) if head.dep_ == "dobj" else None
        return self._one(publisher) if publisher is not None else None

    def _one(self, noun: Token) -> str | None:
        ids = self.cast.resolve(noun.left_edge.idx, noun.idx + len(noun))
        return ids[0] if len(ids) == 1 else None


def _publisher(verb: Token) -> Token | None:
    """The subject of a verb; in damaged text, of a sentence that begins in lower case, the last noun before it."""
    subject = subject_of(verb)
    first = verb.sent[0]
    if subject is None and first == verb and first.text.islower() and first.i > 1:
        before = first.nbor(-2)
        return before if before.pos_ in ("NOUN", "PROPN") else None
    return subject


def _length(claim: Claim) -> int:
    return sum(end - start for start, end in claim.spans)
