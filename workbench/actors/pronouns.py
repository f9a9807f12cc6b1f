"""Whom "he", "it", "they", "the minister" and "the alliance" stand for, read once through the article."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from spacy.symbols import ADJ, NOUN, PRON, PROPN, nsubj, nsubjpass

from ..records import Article
from .antecedents import Antecedents, is_matter
from .candidates import SUBJECTS, Candidate, Traits, rank
from .descriptions import Descriptions
from .phrases import DEFINITE, Phrases
from .quotations import Quotations
from .roster import Ids, Sighting

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PERSONAL = {
    form: name
    for name, forms in {
        "he": "he him his",
        "she": "she her",
        "it": "it its",
        "they": "they them their",
    }.items()
    for form in forms.split()
}
_NOMINAL = (NOUN, PROPN, PRON, ADJ)


class Discourse:
    """Resolves the article's pronouns and descriptions from left to right."""

    def __init__(self, article: Article, doc: Doc, phrases: Phrases, quotes: list[tuple[int, int]]) -> None:
        self.article, self.doc, self.phrases = article, doc, phrases
        self.roster, self.lexicon = phrases.roster, phrases.lexicon
        self.quotations = Quotations(doc, phrases, quotes, self.ids)
        self._seen: list[Candidate] = []
        self._ids: dict[int, Ids] = {}
        self.sightings: list[Sighting] = []
        self._sentence = 0
        self.traits = Traits(doc, phrases)
        self.descriptions = Descriptions(article, doc, phrases, self.traits, self._seen)
        self.antecedents = Antecedents(article, phrases, self.traits, self.quotations, self._seen)
        self._read()
        self._read_quoted()

    def ids(self, head: Token) -> Ids:
        """The actors this word stands for, by itself or by what went before; () when unsure."""
        if head.i in self._ids:
            return self._ids[head.i]
        return self.phrases.ids(head)

    def antecedent(self, relative: Token) -> Ids:
        """Whom "who" and "which" stand for: the head of their clause, else the name right before them."""
        verb = relative.head
        while verb.dep_ not in ("relcl", "ROOT") and verb.head != verb:
            verb = verb.head
        head = verb.head
        while head.dep_ == "appos":  # "Ann Lee, the mayor, who …"
            head = head.head
        ids = self.ids(head) if verb.dep_ == "relcl" and head.i not in self.roster.candidates else ()
        before = relative.i - 1 - (relative.i > 1 and self.doc[relative.i - 1].text == ",")
        named = self.roster.at(before)
        if ids or not named:
            return ids
        people = self.roster.kind(named.ids[0]) in ("person", "collective")
        return named.ids if people == (relative.lower_ != "which") else ()

    # --- one pass ------------------------------------------------------------------------------

    def _read(self) -> None:
        """Every nominal word in order; a sentence that is all quote does not count as one to look back over."""
        nominal = self._nominal()
        position = 0
        for sentence in self.doc.sents:
            first = position
            while position < len(nominal) and nominal[position] < sentence.end:
                position += 1
            for i in nominal[first:position]:
                token = self.doc[i]
                self._read_token(token, self.quotations.at(token) is not None)
            self._sentence += not self.quotations.holds(sentence[0], sentence.end_char)

    def _read_quoted(self) -> None:
        """The pronouns of quotations, once it is known who speaks in each."""
        for i, candidate in enumerate(self._seen):
            token = candidate.token
            pronoun = (
                PERSONAL.get(token.lower_) if candidate.quoted and token.tag_ in ("PRP", "PRP$") else None
            )
            ids = self.antecedents.inside(token, pronoun, i) if pronoun else ()
            if ids:
                self._enter(token, ids)
                self._seen[i] = replace(candidate, ids=ids)

    def _enter(self, token: Token, ids: Ids) -> None:
        self._ids[token.i] = ids
        self.sightings.append(Sighting(token.i, token.i + 1, ids, "pronoun"))

    def _nominal(self) -> list[int]:
        """The words worth reading: names, pronouns, nouns of the lexicon, and subjects whatever they are."""
        pos, dep, lower, lemma = self.doc.to_array(["POS", "DEP", "LOWER", "LEMMA"]).T
        known = np.isin(lower, self.lexicon.hashes) | np.isin(lemma, self.lexicon.hashes)
        known |= np.isin(dep, (nsubj, nsubjpass)) | (pos == PRON)
        known[[s.end - 1 for s in self.roster.sightings]] = True
        return np.flatnonzero(known & np.isin(pos, _NOMINAL)).tolist()

    def _read_token(self, token: Token, quoted: bool) -> None:
        named = self.roster.at(token.i)
        if named:
            if token.i == named.end - 1:
                head = token if token.head.i >= named.end else self.doc[named.start : named.end].root
                self._note(head, named.ids, self.traits.number(named), quoted)
                self._note_joint(head, quoted)
            return
        pronoun = PERSONAL.get(token.lower_) if token.tag_ in ("PRP", "PRP$") else None
        if pronoun and is_matter(token):
            return
        if pronoun:
            ids = () if quoted else self.antecedents.outside(token, pronoun, self._sentence)
            if ids:
                self._enter(token, ids)
            self._note(token, ids, pronoun, quoted)  # whoever it is, a later one is likely the same
            return
        use = self.phrases.use(token) if token.pos_ in ("NOUN", "PROPN", "ADJ") else None
        described = self.descriptions.at(token)
        if token.dep_ == "compound" or (token.dep_ == "appos" and self.roster.at(token.head.i)):
            return
        if not (use or described):
            self._block(token, quoted)
            return
        ids, how = self._common(token, use, described, quoted)
        grouped = all(i in self.roster.made and self.roster.kind(i) == "collective" for i in ids)
        if ids and not grouped:  # a group named by its own words is one when it speaks
            self._ids[token.i] = ids
            start = token.left_edge.i if how == "description" else self._first_owner(token)
            self.sightings.append(Sighting(min(start, token.i), token.i + 1, ids, how))
        self._note(token, ids, self._common_number(token, use, ids), quoted)
        self._note_joint(token, quoted)

    def _common_number(self, token: Token, use: str | None, ids: Ids) -> str:
        if token.tag_ in ("NNS", "NNPS") or len(ids) > 1:
            return "they"
        if ids and self.roster.kind(ids[0]) == "person":
            return self.traits.gender(ids[0])
        return {"person": "person", "anonymous": "person", "collective": "any"}.get(use or "", "it")

    def _block(self, token: Token, quoted: bool) -> None:
        """Somebody unknown who speaks ("a shopkeeper said") stands between a pronoun and those before."""
        if token.pos_ not in ("NOUN", "PROPN") or token.dep_ not in SUBJECTS:
            return
        named = token.i in self.roster.candidates
        speaks = any(c.dep_ == "ccomp" for c in token.head.children)
        if not (named or speaks or token.i in self.roster.ambiguous):
            return
        thing = named and any(c.dep_ == "det" for c in token.children)
        number = "they" if token.tag_ in ("NNS", "NNPS") else "any" if speaks and not thing else "person"
        if speaks or not thing:
            self._note(token, self.phrases.ids(token), "it" if thing else number, quoted)

    def _common(self, token: Token, use: str | None, described: list[str], quoted: bool) -> tuple[Ids, str]:
        """A common noun: the named beside it or its owner, unless "the …" points back to someone."""
        definite = any(c.dep_ == "det" and c.lower_ in DEFINITE for c in token.children)
        if use == "person" and definite and token.tag_ not in ("NNS", "NNPS"):
            held = self.phrases.apposed(token) or self.phrases.officeholder(token)
            if held:
                return held, "office"
            back = self.descriptions.person(token, self._sentence)
            if back:
                return back, "description"
        ids = (
            self.descriptions.by_name(token, described)
            or self.phrases.ids(token)
            or self._possessed(token, use)
        )
        if ids:
            persons = all(self.roster.kind(i) == "person" for i in ids)
            return ids, "office" if persons else "owner"
        if definite and not self.descriptions.has_owner_words(token):
            ids = self.descriptions.back(token, described, self._sentence) or self.descriptions.local(
                token, use
            )
            if not ids and self.lexicon.has("paper", token.lower_):
                ids = self.antecedents.back(
                    token, "it", self._sentence
                )  # "the statement added": of who spoke last
            return ids, "description"
        return (), ""

    def _possessed(self, token: Token, use: str | None) -> Ids:
        """ "Its spokesman", "his government": the pronoun's actor, or the state a person belongs to."""
        for child in token.children:
            if child.dep_ == "poss" and use in ("owner", "person"):
                owners = self.antecedent(child) if child.tag_ == "WP$" else self._ids.get(child.i, ())
                return self.phrases.speakers_for(owners, token)
        return ()

    def _note_joint(self, token: Token, quoted: bool) -> None:
        """ "Ms Lee and the mayor": together they are "they"."""
        others = [c for c in token.children if c.dep_ == "conj"]
        if others and token.dep_ in (*SUBJECTS, "pobj"):
            joint = dict.fromkeys(
                i for t in (token, *others) for i in self._ids.get(t.i) or self.phrases.ids(t)
            )
            if len(joint) > 1:
                self._note(token, tuple(joint), "they", quoted)

    def _note(self, token: Token, ids: Ids, number: str, quoted: bool) -> None:
        self._seen.append(Candidate(token, ids, number, rank(token), self._sentence, quoted))

    def _first_owner(self, token: Token) -> int:
        """Where the phrase begins that an owner mention covers: at its owner, or the word itself."""
        for i in range(token.left_edge.i, token.i):
            if i in self.roster.adjectives or self.roster.at(i):
                return i
        return token.i
