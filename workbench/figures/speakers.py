"""Who speaks, in the eyes of a number: the actor of a claim, or whoever its words stand for that name nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..actors import Cast
from ..records import Claim
from .scene import Scene
from .things import covering, subject_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

LONGEST = 8  # words of a source that can be a name of its own


class Speakers:
    """The speakers of one article."""

    def __init__(self, doc: Doc, cast: Cast, scene: Scene, said: list[Claim]) -> None:
        self.doc, self.cast, self.scene, self.said = doc, cast, scene, said

    def of(self, claim: Claim, number: Token) -> str | None:
        """The actor of a claim: as resolved, else by the words of its source."""
        if claim.source_start is None or claim.source_end is None:
            verb = covering(self.doc, claim.cue_start, claim.cue_end).root
            subject = subject_of(verb) if not claim.actors else None
            named = self.named(subject) if subject is not None and subject.dep_ == "nsubj" else None
            return claim.actors[0] if claim.actors else named
        if claim.source_start <= number.idx < claim.source_end:  # "12,000 people are there, said the agency"
            noun = next((t for t in self.doc if t.idx >= claim.cue_end and t.dep_ == "nsubj"), None)
            return self.named(noun) if noun is not None and noun.sent == number.sent else None
        span = covering(self.doc, claim.source_start, claim.source_end)
        return claim.actors[0] if claim.actors else self._speaker(span, claim.cue_start)

    def named(self, noun: Token) -> str | None:
        """Whom a noun with all its words stands for."""
        span = self.doc[noun.left_edge.i : noun.i + 1]
        return self.one(noun) or self._speaker(span, noun.idx)

    def one(self, noun: Token) -> str | None:
        """The one actor that a noun names."""
        ids = self.cast.resolve(noun.left_edge.idx, noun.idx + len(noun))
        return ids[0] if len(ids) == 1 else None

    def _speaker(self, span: Span, offset: int) -> str | None:
        """Whom words stand for that name nobody.

        The body of a state, who issued the paper, a name of their own, or their owner: "Estonia's foreign service".
        """
        head, roster, has = span.root, self.cast.roster, self.cast.lexicon.has
        if (found := self._body(head, offset) or self._issuer(head)) is not None:
            return found
        heads = self.cast.phrases.heads(span)
        use = self.cast.phrases.use(heads[0]) if heads else None
        words = span.text.split()
        name = " ".join(words[1:] if words[0].lower() in ("the", "a", "an") else words)
        vague = (" " not in name and use != "collective") or has("reporter", head.lemma_)
        vague = vague or has("definite", words[0].lower())  # "her boss"
        if use not in ("person", "collective", "medium", "anonymous") or vague or len(words) > LONGEST:
            owner = self.cast.owner(head.left_edge.idx, head.idx + len(head))
            deed = owner is None or self.cast.kind(owner) == "person" or has("conflict", head.lemma_)
            return None if deed else owner
        actor_id = roster.make(name[0].upper() + name[1:], "collective")
        self.cast.enter(actor_id)
        return actor_id

    def _body(self, head: Token, offset: int) -> str | None:
        """ "The ministry", "an official": of the place beside it, of the state that spoke before, or of the scene."""
        use, has = self.cast.phrases.use(head), self.cast.lexicon.has
        official = use == "person" and has("servant", head.lemma_.lower())
        official |= use == "anonymous" and any(c.dep_ in ("amod", "compound") for c in head.lefts)
        vague = has("paper", head.lemma_) or (has("party", head.lemma_) and not has("local", head.lower_))
        several = head.tag_ == "NNS" and not official and not has("local", head.lower_)  # "aid agencies"
        if vague or several or (use != "owner" and not official):
            return None
        based = [c for prep in head.rights if has("where", prep.lower_) for c in prep.subtree]
        if len(states := self.scene.states(based)) == 1:
            return next(iter(states))  # "officials in Rostov"
        if self.cast.phrases.owners(head):
            return None
        spoken = [self.cast.roster.state(a) for c in self.said if c.cue_start < offset for a in c.actors]
        spoken = [state for state in spoken if self.cast.kind(state) == "state"]
        bare = [c.lower_ for c in head.lefts] == ["the"]  # "the army", of the place named last
        same = official or (bare and has("local", head.lemma_))  # "the ministry" is the one that spoke last
        if use == "anonymous" and self.scene.state:
            return self.scene.state
        if spoken and (same or len(set(spoken)) == 1):
            return spoken[-1]
        here = self.scene.states(head.sent)  # "Two Ukrainian soldiers were killed, the military said"
        only = next(iter(here)) if len(here) == 1 and head.lemma_ in self.scene.kinds.groups else None
        return self.scene.state or (self.scene.last(head) or only if bare else None)

    def _issuer(self, head: Token) -> str | None:
        """Whoever released or published the paper that speaks: "footage released by …", "published a report that"."""
        if head.tag_ in ("WDT", "WP") and head.head.dep_ == "relcl":
            head = head.head.head
        clauses = (c for c in head.children if c.dep_ in ("acl", "relcl"))
        for by in [*head.children, *(agent for clause in clauses for agent in clause.children)]:
            if by.lower_ in ("by", "from") and (noun := next(by.children, None)) is not None:
                return self.one(noun)
        verb = head.head if head.dep_ == "dobj" else None
        publisher = subject_of(verb) if verb is not None else None
        first = head.sent[0]
        if publisher is None and first == verb and first.text.islower() and first.i > 1:
            publisher = first.nbor(-2)  # in damaged text, of a sentence that begins in lower case
        return self.one(publisher) if publisher is not None else None
