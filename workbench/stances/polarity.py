"""Which side a statement takes on what a pattern says: affirms, doubts, rejects, mixed, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .doers import differ, owners
from .propositions import Match
from .statements import SAYING, WISHES, Statement
from .way import Turns, Way, to_do

if TYPE_CHECKING:
    from spacy.tokens import Token

# What an act says of a thing that ought or ought not to be.
FAVOUR = {"demands": 1, "supports": 1, "praises": 1, "offers": 1, "announces": 1}
FAVOUR |= {"rejects": -1, "denies": -1, "condemns": -1}
OPPOSITE = {"affirms": "rejects", "rejects": "affirms", "doubts": "affirms", "mixed": "mixed"}
OUGHT = ("would", "should", "must", "ought", "need")


def act_of(statement: Statement) -> str:
    """The act, which an infinitive may change: "told the mayor to resign" demands."""
    act = statement.cue.act
    return statement.cue.frames.get("infinitive", act) if to_do(statement.token) else act


class Reader(Way):
    """Reads the positions of one article's statements on the patterns they contain."""

    def position(self, match: Match, statement: Statement) -> tuple[str | None, set[int]]:
        """affirms | doubts | rejects | mixed, or None where no belief is expressed, and the words that turn it."""
        turns = Turns()
        other = self.climb(match, statement, turns)
        if other is not None:
            return self._on_other(match, statement, turns, other), turns.words
        return self._own(match, statement, turns), turns.words

    def _on_other(self, match: Match, statement: Statement, turns: Turns, other: Statement) -> str | None:
        """A claim about somebody's claim: denied it turns, doubted it is doubted, otherwise it is theirs alone."""
        theirs, _ = self.position(match, other)
        act, known = statement.cue.act, self.has("evidence", other.token)
        if theirs is None or (known and act in ("denies", "rejects")):
            return None
        if act == "demands":
            return theirs if match.proposition.kind == "norm" else None
        if turns.doubt or act == "doubts":
            return "doubts" if theirs == "affirms" else None
        if (len(turns.denials) + (act in ("denies", "rejects", "condemns"))) % 2:
            return OPPOSITE[theirs]
        return theirs if known and not other.negated else None  # "said the allies detected that …"

    def _own(self, match: Match, statement: Statement, turns: Turns) -> str | None:
        kind, act = match.proposition.kind, "asserts" if turns.called else act_of(statement)
        if match.position in ("doubts", "mixed"):
            return None if turns.condition else match.position
        if turns.sometime or self._awaited(statement.token):
            return None
        if kind == "norm":
            return self._norm(match, statement, turns)
        unseen = self.has("evidence", statement.token) and statement.negated
        if act == "doubts" or turns.doubt or unseen or (turns.evidence and turns.negators):
            sure = match.position != "affirms" or (act == "doubts" and turns.negators)
            return None if sure else "doubts"
        if act in ("offers", "consults", "threatens"):
            return None
        if self._given(match):
            denied = (len(turns.denials) + (act in ("denies", "rejects"))) % 2
            return "rejects" if denied else "affirms"
        wished = turns.wish or act == "demands" or statement.cue.id in WISHES
        agents = match.proposition.agents
        own = bool(agents) and not differ(statement.holders, agents, self.cast)
        if act == "demands" and own:
            wished = False  # to order one's own soldiers home is to bring them home
        if wished and (turns.ending or turns.sign < 0) and kind != "forecast":
            return match.position  # to demand that it stop, or not be done, is to say that it is
        if statement.negated and statement.token.i in match.tokens:
            turns.negators.add(statement.token.i)
        elif statement.negated:  # not to think so is to doubt it, not to say so is nothing
            unsure = statement.cue.certainty == "probable" and match.position == "affirms"
            return "doubts" if unsure and not (turns.condition or turns.negators) else None
        ought = turns.modal in OUGHT and not (turns.modal == "would" and (own or kind == "forecast"))
        unsaid = turns.aside if kind == "forecast" else turns.modal in ("could", "may", "might")
        if turns.condition or wished or ought or unsaid:
            return None
        sign = (-turns.sign if turns.ending else turns.sign) * (1 if match.position == "affirms" else -1)
        sign *= -1 if act in ("denies", "rejects") else 1
        if turns.reported and not turns.called and sign > 0:
            return "rejects" if act == "condemns" and sign > 0 else None  # "mocked their claims"
        return "affirms" if sign > 0 else "rejects"

    def _awaited(self, verb: Token) -> bool:
        """Whether it is said only of a time to come: "when we see a retreat, we will believe it"."""
        opens = any(c.dep_ in ("advmod", "mark") and self.has("circumstance", c) for c in verb.children)
        return verb.dep_ == "advcl" and verb.tag_ in ("VBP", "VBZ") and opens

    def _given(self, match: Match) -> bool:
        """Whether the words take it for granted: "watches their provocations", whatever is said of them."""
        noun, agents = self.doc[match.tokens[0]], set(match.proposition.agents)
        entry = match.proposition
        if entry.kind == "recognition" and match.position == "affirms" and noun.dep_ == "amod":
            return True  # "the illegal seizure", whatever is said of it
        given = entry.accuses and entry.kind != "forecast" and match.position == "affirms"
        whose = owners(noun, self.cast) if given and noun.pos_ == "NOUN" else ()
        return any(agents & set(self.cast.roster.chain(who)) for who in whose)

    def _norm(self, match: Match, statement: Statement, turns: Turns) -> str | None:
        """For or against what ought to be: by the pattern, the act, or by words of approval and harm."""
        side, condemned = FAVOUR.get(act_of(statement), 0), act_of(statement) == "condemns"
        if match.position != "about":  # to condemn it "as a breach" is against it
            side = (1 if match.position == "affirms" else -1) * (-1 if side < 0 and not condemned else 1)
        elif turns.against:
            side = -1 if len(turns.against) % 2 or side >= 0 else 1
        elif not side:
            wished = turns.wish or statement.cue.id in WISHES or turns.modal in OUGHT[1:]
            done = statement.token.i in match.tokens or any(self.promised(i, statement) for i in match.tokens)
            refused = any(getattr(self.cues.at(self.doc[i]), "act", "") == "rejects" for i in turns.denials)
            side = int(bool(turns.favours or wished or done or refused))
        if not side or turns.aside or turns.doubt or turns.inverted or self.in_if(match, statement):
            return None
        if statement.negated and statement.cue.act in SAYING:
            return None
        sign = side * turns.sign * (-1 if statement.negated else 1)
        return "affirms" if sign > 0 else "rejects"
