"""Who stands behind a number: the attribution that it is the content of, never the nearest name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..actors import Cast
from ..actors.turns import Turns
from ..acts import lookup
from ..codebook import Codebook
from ..records import Claim
from .scene import Scene
from .speakers import Speakers
from .things import VERBS, counts, covering, subject_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

DEEPEST = 8  # words between a number and the verb that states it
REFUSES = ("denies", "rejects", "doubts")
STATES = ("asserts", "estimates", "announces", "predicts", "warns", "denies")
OBJECTS = ("dobj", "ccomp", "xcomp")
CLAUSES = ("ccomp", "xcomp", "parataxis")
DEEDS = ("supports", "rejects", "condemns", "praises", "demands", "offers")
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
        self.doc, self.cast, self.codebook = doc, cast, codebook
        self.speakers = Speakers(doc, cast, scene, sorted(said, key=lambda claim: claim.cue_start))
        self.said, self.turns = self.speakers.said, Turns(cast)
        self.by_id = {claim.claim_id: claim for claim in said}

    def behind(self, number: Token, start: int, end: int) -> Behind:
        """Whoever the innermost claim around these characters names; its outer speaker relays it."""
        found = self._behind(number, start, end)
        cited = self._cited(number)
        if cited is None or cited == found.source:
            return found
        via = self.cast.name(found.source) if found.source else None
        return Behind(found.claim, cited, found.via or via)

    def _behind(self, number: Token, start: int, end: int) -> Behind:
        text = self.cast.article.text
        apart = [c for c in self.said if c.kind == "indirect" and ";" in text[c.cue_end : start]]
        around = [c for c in self.said if any(s <= start and end <= e for s, e in c.spans)]
        holding = [c for c in around if c not in apart and self._speaks(c, number)]
        claim = min(holding, key=lambda c: (_length(c), -c.cue_start), default=None)
        stated = self._stated(number, claim)
        if claim is None and stated is None:
            claim = self._beside(number)
            if claim is None:
                stated = self._parenthesis(number) or self.turns.speaker(number.idx)
        if claim is None:
            return Behind(None, stated)
        if (claim.source or "").lower() in ("i", "we") and not claim.actors and claim.parent_id is None:
            return Behind(claim, stated or self.turns.speaker(number.idx))
        outer = self.by_id.get(claim.parent_id or "")
        source, via = self.speakers.of(claim, number), claim.via
        if stated and source and stated != source:
            return Behind(claim, stated, via or self.cast.name(source))
        if outer is not None and (relay := self.speakers.of(outer, number)) and relay != source:
            if source is None and outer.act not in REFUSES:  # who rejects a claim does not state its numbers
                source = relay
            elif source:
                via = via or self.cast.name(relay)
        return Behind(claim, source or stated, via)

    def _speaks(self, claim: Claim, number: Token) -> bool:
        """Whether a claim states numbers: "signed a deal of", "agreed to blacklist 27 people" are deeds, not words."""
        cue = covering(self.doc, claim.cue_start, claim.cue_end).root
        if claim.negated or (cue.text == ":" and all(self.cast.kind(a) == "state" for a in claim.actors)):
            return False  # "He would not say why", "Georgia: 40 held in protests"
        if claim.kind != "indirect" or cue.pos_ != "VERB" or cue.dep_ in CLAUSES:
            return True
        over = next((t for t in (number, *number.ancestors) if t.head == cue and t.dep_ in CLAUSES), None)
        if over is None:
            return claim.act not in DEEDS and lookup([cue], self.codebook) is not None
        return not self._plans(over)

    def _plans(self, verb: Token) -> bool:
        """Whether a clause tells what somebody agrees, wants or asks to do: "to send 40 tanks", not "to have sent"."""
        cue, before = lookup([verb.head], self.codebook), [c.lower_ for c in verb.lefts]
        to = verb.dep_ == "xcomp" and "to" in before and "have" not in before
        return to and cue is not None and cue.act in ("asserts", *DEEDS)

    # --- claims whose content the number belongs to although it is not inside -------------------

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

    # --- what the parse shows ---------------------------------------------------------------------

    def _stated(self, number: Token, claim: Claim | None) -> str | None:
        """The estimator that the parse shows: the subject of the verb of saying or knowing right above the number."""
        token = number
        for _ in range(DEEPEST):
            above = token.head
            if (other := self._gapped(token)) is not None:
                return self.speakers.named(other)
            first, last = sorted((above.i, token.i))
            if above == token or any(t.text == ";" for t in self.doc[first:last]):
                return None
            subject = subject_of(above) if above.pos_ in VERBS else None
            if subject is None and above.tag_ == "VBG" and above.dep_ == "advcl":
                subject = subject_of(above.head)  # "accused Moscow of lies, saying that"
            if claim is None and (counted := self._counted(subject or above)) is not None:
                return counted
            if above.pos_ in VERBS and self._states(token, above):
                if claim is not None and claim.cue_start <= above.idx < claim.cue_end:
                    return None
                inside = subject is not None and subject != above.head and number in set(subject.subtree)
                if subject is None or subject.dep_ == "nsubjpass" or inside:
                    return None
                source = self.speakers.named(subject)
                own = self.cast.lexicon.has("toll", token.lemma_)  # "the agency gave a figure of 40"
                return None if source is None or (self.cast.is_outlet(source) and not own) else source
            if token.dep_ in ("relcl", "advcl"):
                return None
            token = above
        return None

    def _counted(self, paper: Token) -> str | None:
        """ "A count by the institute came to 58,000", "stood by their count of 8,000": whose count it is."""
        if not self.cast.lexicon.has("estimate", paper.lemma_):
            return None
        owner = self.cast.owner(paper.left_edge.idx, paper.idx + len(paper))
        owned = any(c.dep_ == "poss" or c.lower_ in ("by", "from") for c in paper.children)
        return self.speakers.named(paper) or owner if owner or owned else None

    def _cited(self, number: Token) -> str | None:
        """ "The agency reported, citing the ministry": the number is the ministry's."""
        for verb in number.sent:
            if verb.lemma_ == "cite" and verb.tag_ == "VBG":
                noun = next((c for c in verb.rights if c.dep_ == "dobj"), None)
                if noun is not None and number not in set(verb.subtree):
                    return self.speakers.named(noun)
        return None

    def _gapped(self, prep: Token) -> Token | None:
        """Who states it where the verb is left out: "police spoke of 8,000 people, the organisers of 40,000"."""
        noun, edge = prep.head, prep.head.left_edge.i
        verb = next((t for t in noun.ancestors if t.pos_ == "VERB"), None)
        if verb is None or noun.pos_ != "NOUN" or not self.cast.phrases.use(noun):
            return None
        before = [t.lower_ for t in self.doc[verb.i + 1 : edge] if t.dep_ == prep.dep_ == "prep"]
        gap = counts(verb, self.cast.lexicon) and prep.lower_ in before
        return noun if gap and self.doc[edge - 1].text in (",", ";", "and") else None

    def _states(self, token: Token, verb: Token) -> bool:
        """Whether the verb states what the token heads: "says that …", "recorded 40 …", "aired footage of 40 …"."""
        has, cue = self.cast.lexicon.has, lookup([verb], self.codebook)
        if any(c.dep_ == "neg" for c in verb.lefts):  # "would not say why"
            return False
        shown = has("relays", verb.lemma_.lower()) or has("toll", token.lemma_)  # "gave a toll of 40"
        if shown and token.dep_ == "dobj" and any(c.dep_ == "prep" for c in token.rights):
            return True
        if token.dep_ in ("prep", "dobj") and counts(verb, self.cast.lexicon):
            return True
        asked = cue is not None and cue.act == "demands" and token.dep_ == "prep"
        states = cue is not None and cue.act in STATES and token.dep_ in ("ccomp", "xcomp")
        return asked or (states and not self._plans(token))

    def _parenthesis(self, number: Token) -> str | None:
        """ "Forty died, according to the ministry", "…, the ministry reported": said of the whole sentence."""
        for token in number.sent:
            if token.lower_ == "according":
                to = next((c for c in token.children if c.lower_ == "to"), token)
                speaker = next((c for c in to.children if c.dep_ == "pobj"), None)
            elif token.lower_ == "by" and (noun := next((c for c in token.rights if c.dep_ == "pobj"), None)):
                if not self.cast.lexicon.has("estimate", noun.lemma_):
                    continue
                return self._counted(noun)  # "by his count"
            elif token.dep_ == "advcl" and any(c.lower_ == "as" and c.dep_ == "mark" for c in token.lefts):
                cue = lookup([token], self.codebook)  # "as the ministry notes"
                states = cue is not None and cue.act in STATES and not _opens(token)
                if states and (subject := subject_of(token)) is not None:
                    return self.speakers.named(subject)
                continue
            elif token.pos_ != "VERB" or token.dep_ not in MAIN or _opens(token):
                continue
            else:
                cue = lookup([token], self.codebook)
                states = cue is not None and cue.act in STATES and token.i > number.i
                speaker = next((c for c in token.children if states and c.dep_ == "nsubj"), None)
            if speaker is not None and (speaker.i > number.i or token.lower_ == "according"):
                return self.speakers.named(speaker)
        return None


def _opens(verb: Token) -> bool:
    """Whether something that is said follows the verb."""
    return any(c.dep_ in (*OBJECTS, "cc") for c in verb.rights)


def _length(claim: Claim) -> int:
    return sum(end - start for start, end in claim.spans)
