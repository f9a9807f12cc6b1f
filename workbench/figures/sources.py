"""Who stands behind a number: the attribution that it is the content of, never the nearest name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..actors import Cast
from ..acts import lookup
from ..codebook import Codebook
from ..records import Claim
from .scene import Scene
from .things import VERBS, covering, subject_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

NEAR = 400  # characters between a sentence and the claims around it that may be the same speech
DEEPEST = 8  # words between a number and the verb that states it
REFUSES = ("denies", "rejects", "doubts")
LONGEST = 8  # words of a source that can be a name of its own
STATES = ("asserts", "estimates", "announces", "predicts", "warns", "denies")
OBJECTS = ("dobj", "ccomp", "xcomp")
ASIDE = ("relcl", "pcomp")  # "in what analysts describe as"
MAIN = ("ROOT", "parataxis", "conj")


@dataclass(frozen=True, slots=True)
class Behind:
    """The claim that a number stands in, who states it and who relays it; all None for the outlet's own voice."""

    claim: Claim | None = None
    source: str | None = None
    via: str | None = None


class Sources:
    """The attributions of one article, asked by place."""

    def __init__(self, doc: Doc, cast: Cast, codebook: Codebook, scene: Scene, said: list[Claim]) -> None:
        self.doc, self.cast, self.codebook, self.scene = doc, cast, codebook, scene
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
        claim = innermost or self._opened(number)
        stated = self._stated(number, claim)
        if claim is None and stated is None:
            claim = self._beside(number) or self._around(number)
            stated = None if claim else self._parenthesis(number)
        if claim is None:
            return Behind(None, stated)
        outer = self.by_id.get(claim.parent_id or "")
        source, via = self._source(claim, number), claim.via
        if stated and source and stated != source:
            return Behind(claim, stated, via or self.cast.name(source))
        if outer is not None and (relay := self._source(outer, number)) and relay != source:
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

    # --- claims whose content the number belongs to although it is not inside -------------------

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

    def _beside(self, number: Token) -> Claim | None:
        """ "Forty were hurt and, the ministry said, ten died": what is said of half a sentence is of all of it."""
        sentence = number.sent
        for claim in self.said:
            inside = sentence.start_char <= claim.spans[0][0] and claim.cue_end <= sentence.end_char
            speaker = range(claim.source_start or 0, claim.source_end or 0)
            if not inside or claim.cue_start < claim.spans[0][0] or number.idx in speaker:
                continue
            first, last = sorted((number.idx, claim.cue_start))
            aside = covering(self.doc, claim.cue_start, claim.cue_end).root.dep_ in ASIDE
            if claim.act in STATES and not aside and ";" not in self.cast.article.text[first:last]:
                return claim
        return None

    def _around(self, number: Token) -> Claim | None:
        """The speaker of a quotation that no claim covers: whoever is quoted right before it and speaks after it."""
        quoted = next(((s, e) for s, e in self.cast.quotes if s <= number.idx < e), None)
        if quoted is None:
            return None
        before = [c for c in self.said if c.kind != "indirect" and 0 <= quoted[0] - c.spans[-1][1] < NEAR]
        after = [c for c in self.said if 0 <= c.cue_start - quoted[1] < NEAR]
        same = before and after and before[-1].actors and before[-1].actors == after[0].actors
        return before[-1] if same else None

    # --- what the parse shows ---------------------------------------------------------------------

    def _stated(self, number: Token, claim: Claim | None) -> str | None:
        """The estimator that the parse shows: the subject of the verb of saying or knowing right above the number."""
        token = number
        for _ in range(DEEPEST):
            above = token.head
            if (other := self._gapped(token)) is not None:
                return self._named(other)
            if above == token:
                return None
            if above.pos_ in VERBS and self._states(token, above):
                if claim is not None and claim.cue_start <= above.idx < claim.cue_end:
                    return None
                subject = subject_of(above)
                if subject is None or subject.dep_ != "nsubj" or number in set(subject.subtree):
                    return None
                source = self._named(subject)
                return None if source is None or self.cast.is_outlet(source) else source
            if token.dep_ in ("relcl", "advcl"):
                return None
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

    def _states(self, token: Token, verb: Token) -> bool:
        """Whether the verb states what the token heads: "says that …", "recorded 40 …", "aired footage of 40 …"."""
        has, cue = self.cast.lexicon.has, lookup([verb], self.codebook)
        shown = has("relays", verb.lemma_.lower()) or has("estimate", token.lemma_)  # "gave a toll of 40"
        if shown and token.dep_ == "dobj" and any(c.dep_ == "prep" for c in token.rights):
            return True
        if token.dep_ in ("prep", "dobj") and self._counts(verb):
            return True
        return cue is not None and cue.act in STATES and token.dep_ in OBJECTS

    def _parenthesis(self, number: Token) -> str | None:
        """ "Forty died, according to the ministry", "…, the ministry reported": said of the whole sentence."""
        for token in number.sent:
            if token.lower_ == "according":
                to = next((c for c in token.children if c.lower_ == "to"), token)
                speaker = next((c for c in to.children if c.dep_ == "pobj"), None)
            elif token.pos_ != "VERB" or token.dep_ not in MAIN or _opens(token):
                continue
            else:
                cue = lookup([token], self.codebook)
                states = cue is not None and cue.act in STATES and token.i > number.i
                speaker = next((c for c in token.children if states and c.dep_ == "nsubj"), None)
            if speaker is not None and (speaker.i > number.i or token.lower_ == "according"):
                return self._named(speaker)
        return None

    # --- who that is --------------------------------------------------------------------------------

    def _source(self, claim: Claim, number: Token) -> str | None:
        """The actor of a claim: as resolved, else by the words of its source."""
        if claim.actors:
            return claim.actors[0]
        if claim.source_start is None or claim.source_end is None:
            verb = covering(self.doc, claim.cue_start, claim.cue_end).root
            subject = subject_of(verb)
            return self._named(subject) if subject is not None and subject.dep_ == "nsubj" else None
        if claim.source_start <= number.idx < claim.source_end:  # "12,000 people are there, said the agency"
            noun = next((t for t in self.doc if t.idx >= claim.cue_end and t.dep_ == "nsubj"), None)
            return self._named(noun) if noun is not None and noun.sent == number.sent else None
        return self._speaker(covering(self.doc, claim.source_start, claim.source_end), claim.cue_start)

    def _named(self, noun: Token) -> str | None:
        ids = self.cast.resolve(noun.left_edge.idx, noun.idx + len(noun))
        return ids[0] if len(ids) == 1 else self._speaker(self.doc[noun.left_edge.i : noun.i + 1], noun.idx)

    def _speaker(self, span: Span, offset: int) -> str | None:
        """Whom words stand for that name nobody: the body of a state, who issued the paper, or a name of their own."""
        head, last = span.root, self.cast.roster.at(span[-1].i)
        if (body := self._body(head, offset)) is not None:
            return body
        if last is not None and len(last.ids) == 1 and span[-1].dep_ in ("appos", "nsubj") and len(span) > 1:
            return last.ids[0]  # "the trade union federation FSV"
        heads = self.cast.phrases.heads(span)
        issued = self._issuer(head)
        words = span.text.split()
        people = heads and self.cast.phrases.use(heads[0]) in ("person", "collective", "medium", "anonymous")
        if issued or not people or not 0 < len(words) <= LONGEST:
            return issued
        name = " ".join(words[1:] if words[0].lower() in ("the", "a", "an") else words)
        actor_id = self.cast.roster.make(name[0].upper() + name[1:], "collective") if name else None
        if actor_id:
            self.cast.enter(actor_id)
        return actor_id

    def _body(self, head: Token, offset: int) -> str | None:
        """ "The ministry", "an official": of the place beside it, of the state that spoke before, or of the scene."""
        use, has = self.cast.phrases.use(head), self.cast.lexicon.has
        if head.lower_ == "it":
            before = [c for c in self.said if c.cue_start < offset and c.source_start is not None]
            start, end = (before[-1].source_start, before[-1].source_end) if before else (0, 0)
            last = covering(self.doc, start or 0, end or 1).root
            return self._body(last, before[-1].cue_start) if before and last.lower_ != "it" else None
        official = use == "person" and has("servant", head.lemma_.lower())
        official |= use == "anonymous" and any(c.dep_ in ("amod", "compound") for c in head.lefts)
        if use != "owner" and not official or any(has(sort, head.lemma_) for sort in ("party", "paper")):
            return None
        based = [c for prep in head.rights if has("where", prep.lower_) for c in prep.subtree]
        if len(states := self.scene.states(based)) == 1:
            return next(iter(states))  # "officials in Rostov"
        if self.cast.phrases.owners(head):
            return None
        spoken = [self.cast.roster.state(a) for c in self.said if c.cue_start < offset for a in c.actors]
        spoken = [state for state in spoken if self.cast.kind(state) == "state"]
        return spoken[-1] if spoken and (len(set(spoken)) == 1 or official) else self.scene.state

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


def _opens(verb: Token) -> bool:
    """Whether something that is said follows the verb."""
    return any(c.dep_ in (*OBJECTS, "cc") for c in verb.rights)


def _length(claim: Claim) -> int:
    return sum(end - start for start, end in claim.spans)
