"""Who stands behind a number: the attribution that it is the content of, never the nearest name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..actors import Cast
from ..acts import lookup
from ..codebook import Codebook
from ..records import Claim
from .kinds import HARM
from .things import covering, subject_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

NEAR = 400  # characters between a quotation and the claims around it that may be the same speech
DEEPEST = 8  # words between a number and the verb that states it
REFUSES = ("denies", "rejects", "doubts")
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
        found = self._behind(number, start, end)
        entry = self.cast.lexicon.entries.get(found.source or "")
        return replace(found, source=entry.officials) if entry and entry.officials else found

    def _behind(self, number: Token, start: int, end: int) -> Behind:
        holding = [c for c in self.said if any(s <= start and end <= e for s, e in c.spans)]
        innermost = min(holding, key=lambda c: (_length(c), -self._depth(c)), default=None)
        claim = innermost or self._opened(number) or self._spoken(start)
        stated = self._stated(number, claim)
        if claim is None:
            return Behind(None, stated)
        outer = self.by_id.get(claim.parent_id or "")
        source, via = self._source(claim), claim.via
        if stated and source and stated != source:
            return Behind(claim, stated, via or self.cast.name(source))
        if outer is not None and (relay := self._source(outer)) and relay != source:
            if source is None and outer.act not in REFUSES:  # who rejects a claim does not state its numbers
                source = relay
            elif source:
                via = via or self.cast.name(relay)
        return Behind(claim, source or stated, via)

    def _depth(self, claim: Claim) -> int:
        """How many claims stand around this one."""
        depth, parent = 0, self.by_id.get(claim.parent_id or "")
        while parent is not None and depth < len(self.said):
            depth, parent = depth + 1, self.by_id.get(parent.parent_id or "")
        return depth

    def _stated(self, number: Token, claim: Claim | None) -> str | None:
        """The estimator that the parse shows: the subject of the verb of saying or knowing right above the number."""
        token = number
        for _ in range(DEEPEST):
            above = token.head
            if (other := self._gapped(token)) is not None:
                return self._one(other)
            if above == token or token.dep_ in ("relcl", "advcl"):
                return None
            stating = above if above.pos_ == "VERB" and self._states(token, above) else self._trailing(above)
            if stating is not None:
                if claim is not None and claim.cue_start <= stating.idx < claim.cue_end:
                    return None
                subject = subject_of(stating)
                if subject is None or subject.dep_ != "nsubj" or number in set(subject.subtree):
                    return None
                source = self._one(subject)
                return None if source is None or self.cast.is_outlet(source) else source
            token = above
        return None

    def _gapped(self, prep: Token) -> Token | None:
        """Who states it where the verb is left out: "police spoke of 8,000 people, the organisers of 40,000"."""
        noun = prep.head
        verb = next((t for t in noun.ancestors if t.pos_ == "VERB"), None)
        speaker = noun.pos_ == "NOUN" and self.cast.phrases.use(noun)
        if prep.dep_ != "prep" or not speaker or verb is None or not self._counts(verb):
            return None
        edge = noun.left_edge.i
        first = any(t.dep_ == "prep" and t.lower_ == prep.lower_ for t in self.doc[verb.i + 1 : edge])
        return noun if first and self.doc[edge - 1].text in (",", ";", "and") else None

    def _counts(self, verb: Token) -> bool:
        return self.cast.lexicon.has("counting", verb.lemma_.lower())

    def _trailing(self, verb: Token) -> Token | None:
        """ "Russia lost 40 tanks, the ministry reported": a clause of saying that the parse takes for a conjunct."""
        if any(child.dep_ == "cc" for child in verb.rights):
            return None
        for child in verb.rights:
            empty = child.dep_ == "conj" and not any(
                c.dep_ in ("dobj", "ccomp", "xcomp") for c in child.children
            )
            cue = lookup([child], self.codebook) if empty and child.pos_ == "VERB" else None
            if cue and cue.act in STATES and any(c.dep_ == "nsubj" for c in child.lefts):
                return child
        return None

    def _states(self, token: Token, verb: Token) -> bool:
        """Whether the verb states what the token heads: "says that …", "recorded 40 …", "puts the number at …"."""
        if token.dep_ in ("prep", "dobj"):
            return self._counts(verb)
        cue = lookup([verb], self.codebook)
        if cue is None:
            return False
        return cue.act in STATES and token.dep_ in ("ccomp", "xcomp")

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
        last = self.cast.roster.at(span[-1].i)
        if last is not None and len(last.ids) == 1 and span[-1].dep_ in ("appos", "nsubj") and len(span) > 1:
            return last.ids[0]  # "the trade union federation FSV"
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
        has = self.cast.lexicon.has
        if self.cast.phrases.use(span.root) != "owner" or any(
            has(s, span.root.lemma_) for s in ("party", "paper")
        ):
            return None
        if self.cast.phrases.owners(span.root):
            return None
        states = {self.cast.roster.state(actor) for c in before for actor in c.actors}
        states = {state for state in states if self.cast.kind(state) == "state"}
        return states.pop() if len(states) == 1 else None

    def domestic(self, behind: Behind, subject: str | None, kind: str) -> Behind:
        """ "Forty people were killed in the Lebanese town, the health ministry said": the ministry of those hurt."""
        claim = behind.claim
        if claim is None or behind.source or kind not in HARM or not subject or claim.source_start is None:
            return behind
        head = covering(self.doc, claim.source_start, claim.source_end or claim.source_start + 1).root
        owned = self.cast.phrases.use(head) == "owner" and not self.cast.lexicon.has("paper", head.lemma_)
        return replace(behind, source=subject) if owned and self.cast.kind(subject) == "state" else behind

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
