"""What a noun phrase says of its actor by itself: names, appositions, owners and posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..records import Article
from .lexicon import Lexicon
from .roster import Ids, Roster

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_OWNING = ("of", "for", "from", "by")
_BASED = ("in", "at", "within", "inside")
DEFINITE = ("the", "this", "that", "these", "those")
_NOMINAL = ("NOUN", "PROPN", "PRON", "ADJ", "NUM", "DET")


class Phrases:
    """Reads phrases by their head words, without looking at what went before in the article."""

    def __init__(self, article: Article, doc: Doc, lexicon: Lexicon, roster: Roster) -> None:
        self.article, self.doc, self.lexicon, self.roster = article, doc, lexicon, roster

    def heads(self, span: Span) -> list[Token]:
        """The head words of a phrase: the first nominal one and those joined to it inside the phrase."""
        roots = [span.root]
        if roots[0].pos_ not in _NOMINAL:
            roots = [t for t in span if t.head.i < span.start or t.head.i >= span.end or t.head == t]
        nominal = [t for t in roots if t.pos_ in _NOMINAL or t.tag_ in ("WP", "WDT")]
        first = nominal[:1] or [t for t in span if t.pos_ in ("NOUN", "PROPN", "PRON")][:1]
        heads = list(first)
        for head in heads:
            heads += [c for c in head.children if c.dep_ == "conj" and span.start <= c.i < span.end]
        return heads

    def ids(self, head: Token) -> Ids:
        """Whom a head word names by itself; () when only the context could tell."""
        named = self.roster.at(head.i)
        if named:
            return named.ids
        apposed = self.apposed(head)
        if apposed:
            return apposed
        if head.i in self.roster.adjectives and head.dep_ not in ("amod", "compound"):
            return (self.roster.adjectives[head.i],)  # "the British said"
        use = self.use(head)
        if use == "person":
            group = head.tag_ in ("NNS", "NNPS") and self.lexicon.has("collective", head.lemma_.lower())
            return (
                self.officeholder(head)
                or self._by_owner(head)
                or (self._own_words(head, use) if group else ())
            )
        if use in ("owner", "anonymous"):
            return self._by_owner(head)
        if use in ("collective", "medium"):
            return self._own_words(head, use)
        return self._candidate(head) or self._issued_by(head)

    def _issued_by(self, head: Token) -> Ids:
        """ "A read-out from his spokesperson": whatever it is, whoever it comes from."""
        found: dict[str, None] = {}
        for prep in head.children:
            if prep.dep_ == "prep" and prep.lower_ in ("from", "by"):
                for noun in (c for c in prep.children if c.dep_ == "pobj"):
                    found.update(dict.fromkeys(self._behind(noun)))
        return tuple(found)

    def use(self, head: Token) -> str | None:
        """What the lexicon says a common noun resolves to."""
        if head.i in self.roster.candidates and head.pos_ == "PROPN" and head.text[0].isupper():
            lowered = self.lexicon.nouns.get(head.lower_)
            return lowered if lowered in ("owner", "person") else None
        return self.lexicon.nouns.get(head.lower_) or self.lexicon.nouns.get(head.lemma_.lower())

    def owners(self, head: Token) -> Ids:
        """The actors named in front of a head ("US and Ukrainian …", "Russia's …") or behind it ("… of Mali")."""
        found: dict[str, None] = {}
        for i in range(head.left_edge.i, head.i):
            actor_id = self.roster.adjectives.get(i)
            named = self.roster.at(i)
            if named and not _possessed_by_other(self.doc[i], head) and not _bracketed(self.doc[i]):
                actor_id = named.ids[0]
            if actor_id and not self._outside(i, head):
                found[actor_id] = None
        if not found:
            for prep in [*head.children, *_hyphenated_half(head)]:
                if prep.dep_ == "prep" and self._owns(prep, head):
                    for noun in (c for c in prep.children if c.dep_ == "pobj"):
                        found.update(dict.fromkeys(self._behind(noun, prep.lower_ in _BASED)))
        return tuple(found)

    def closing_person(self, span: Span) -> Ids:
        """The person that a long description ends with: "Kyiv's pointman on talks with the East, Ann Lee"."""
        named = self.roster.at(span.end - 1)
        if named is None or named.start - 1 <= span.start or self.doc[named.start - 1].text != ",":
            return ()
        others = [self.roster.at(i) for i in range(span.start, named.start)]
        persons = [s for s in (*others, named) if s and self.roster.kind(s.ids[0]) == "person"]
        return named.ids if persons == [named] else ()

    def _owns(self, prep: Token, head: Token) -> bool:
        """ "of Mali" always, "in Mali" where the head is based somewhere rather than fighting there."""
        return prep.lower_ in _OWNING or (prep.lower_ in _BASED and self.lexicon.has("local", head.lower_))

    def officeholder(self, head: Token) -> Ids:
        """Whoever held this post on the article's date: "the US president"."""
        if head.tag_ in ("NNS", "NNPS"):
            return ()
        left = list(self.doc[head.left_edge.i : head.i])
        if any(self.lexicon.has("past", t.lower_) for t in left):
            return ()
        owners = self.owners(head)
        posts = list(self._posts(head, left))
        for owner in owners if len(owners) == 1 else ():
            literal = self._literal(head, left)
            for key in (owner, literal):
                for post in posts:
                    holder = self.lexicon.holder(key, post, self.article.published)
                    if holder:
                        return (holder,)
        return ()

    def _posts(self, head: Token, left: list[Token]) -> list[str]:
        """ "outgoing foreign minister", "foreign minister", "minister": as far as no word makes it a lesser post."""
        words = [t for t in left if t.dep_ in ("compound", "amod", "nmod") or t.text == "-"]
        words = [
            t
            for t in words
            if t.i not in self.roster.adjectives and not self.roster.at(t.i) and t.text != "-"
        ]
        half = _hyphenated_half(head)
        tail = " ".join([head.lower_, *(t.head.lower_ for t in half[:1])]).replace("-", " ")
        for prep in head.children:
            if prep.lower_ == "of" and prep.i == head.i + 1 and prep.i + 1 < len(self.doc):
                noun = self.doc[prep.i + 1]
                if not self.roster.at(noun.i) and noun.i not in self.roster.adjectives and noun.pos_ != "DET":
                    tail += " of " + noun.lower_
        posts = []
        for i in range(len(words) + 1):
            posts.append(" ".join([*(t.lower_ for t in words[i:]), tail]))
            if i < len(words) and self.lexicon.has("lesser", words[i].lower_):
                break
        return posts

    def _literal(self, head: Token, left: list[Token]) -> str:
        """The very words of the owner in front: a spokesperson is the Kremlin's, not Russia's."""
        for token in left:
            named = self.roster.at(token.i)
            if named:
                return self.doc[named.start : named.end].text.lower()
        return ""

    def _by_owner(self, head: Token) -> Ids:
        past = any(self.lexicon.has("past", child.lower_) for child in head.children)
        private = self.lexicon.has("private", head.lemma_.lower())
        return () if past or private else self.speakers_for(self.owners(head), head)

    def speakers_for(self, owners: Ids, head: Token) -> Ids:
        """Who speaks when somebody's unnamed people or papers do, each once."""
        return tuple(dict.fromkeys(s for owner in owners if (s := self._speaker_for(owner, head))))

    def _speaker_for(self, owner: str, head: Token) -> str | None:
        """A body's people are the body, a bloc's officials may be an actor of their own, a leader's are the state."""
        entry = self.lexicon.entries.get(owner)
        noun = head.lemma_.lower()
        if entry and entry.officials and (self.use(head) == "person" or self.lexicon.has("estimate", noun)):
            return entry.officials
        if self.roster.kind(owner) != "person" or self.lexicon.has("paper", noun):
            return owner
        serves = self.use(head) == "owner" or self.lexicon.has("servant", noun)
        if not serves:
            return None  # nobody speaks for a person's lawyer or brother
        state = self.roster.state(owner)
        private = entry and not self.lexicon.held(owner, self.article.published)
        if private and self.roster.kind(state) == "state":
            return owner  # a candidate's spokesman is the candidate's
        return state if state != owner else None

    def _behind(self, noun: Token, based: bool = False) -> Ids:
        """The owner that a prepositional phrase names: "for Armenia's foreign ministry", "of Canada, France …"."""
        found: dict[str, None] = {}
        for item in [noun, *_joined(noun)]:
            named = self.roster.at(item.i)
            place = self.roster.places.get(item.i)
            if named:
                found.update(dict.fromkeys(named.ids))
            elif place:
                found[place] = None
            elif not based:  # "for Armenia's foreign ministry", "of Foreign Affairs of Ukraine"
                found.update(dict.fromkeys(self.owners(item)))
            else:  # "in Armenia's capital", but not "in the Armenian enclave"
                owned = [self.roster.at(c.i) for c in item.children if c.dep_ == "poss"]
                found.update(dict.fromkeys(i for s in owned if s for i in s.ids))
        return tuple(found)

    def apposed(self, head: Token) -> Ids:
        """ "the spokesman, Wang Wenbin": the person named beside the head."""
        for child in head.children:
            if child.dep_ == "appos":
                named = self.roster.at(child.i)
                if named and self.roster.kind(named.ids[0]) in ("person", "institution"):
                    return named.ids
        return self._following(head) if self.use(head) == "person" else ()

    def _following(self, head: Token) -> Ids:
        """The person right behind a post, or behind the body that it is a post of: "the head of the WHO Ann Lee"."""
        for i in range(head.i + 1, min(head.right_edge.i + 2, head.i + 12, len(self.doc))):
            named = self.roster.at(i)
            if named and named.start == i and self.roster.kind(named.ids[0]) == "person":
                before, body = self.doc[i - 1], self.roster.at(i - 1)
                whose = before.pos_ == "NOUN" and self.use(before) != "person"
                whose = whose or (body is not None and self.roster.kind(body.ids[0]) != "person")
                return named.ids if i == head.i + 1 or whose else ()
            if self.doc[i].text == "," and i == head.i + 1:  # "his counterpart, Ann Lee, …"
                after = self.roster.at(i + 1)
                if after is None or after.end >= len(self.doc) or not self.doc[after.end].is_punct:
                    return ()
                return after.ids if self.roster.kind(after.ids[0]) == "person" else ()
            if self.doc[i].is_punct and self.doc[i].text != "-":
                break
        return ()

    def _own_words(self, head: Token, use: str) -> Ids:
        """ "Military analysts": an actor named by its own words, where something sets it apart."""
        words = [t for t in self.doc[head.left_edge.i : head.i] if self._sets_apart(t)]
        kept = [t.text for t in words]
        owned = any(t.i in self.roster.adjectives or self.roster.at(t.i) for t in words)
        definite = any(c.dep_ == "det" and c.lower_ in DEFINITE for c in head.children)
        if not kept or len(kept) > 4 or (use == "medium" and not owned) or (definite and not owned):
            return ()
        if head.tag_ not in ("NNS", "NNPS") and use != "medium":
            return ()
        name = self.article.text[words[0].idx : head.idx + len(head)]
        return (self.roster.make(" ".join((name[0].upper() + name[1:]).split()), "collective"),)

    def _sets_apart(self, token: Token) -> bool:
        if token.dep_ in (
            "det",
            "nummod",
            "predet",
            "poss",
            "case",
            "advmod",
            "quantmod",
            "punct",
            "cc",
            "prep",
        ):
            return token.text == "-"
        return token.lower_ not in ("many", "some", "several", "few", "most", "other", "more", "such", "own")

    def _candidate(self, head: Token) -> Ids:
        """A capitalised name of unknown kind becomes an actor when it is the head of a source."""
        name = self.roster.candidates.get(head.i)
        if name is None or head.pos_ != "PROPN":
            return ()
        before = self.roster.at(name.start - 1)
        if before and self.doc[before.end - 1].head == head:  # "BBC Verify"
            return before.ids
        return (self.roster.make(name.text, name.kind),)

    def _outside(self, i: int, head: Token) -> bool:
        """A modifier of something inside the phrase that is no part of the owner chain (a relative clause)."""
        token = self.doc[i]
        for _ in range(6):
            if token == head:
                return False
            if token.dep_ in ("relcl", "acl", "advcl", "prep", "pobj"):
                return True
            token = token.head
        return False


def _hyphenated_half(head: Token) -> list[Token]:
    """What hangs on "general" in "secretary-general of …", where the parse makes it a modifier."""
    i = head.i + 2
    if i < len(head.doc) and head.doc[i - 1].text == "-" and head.doc[i].head == head:
        return list(head.doc[i].children)
    return []


def _bracketed(token: Token) -> bool:
    """ "YEREVAN (Reuters) - The ministry": an agency in brackets owns nothing behind it."""
    return token.i > 0 and token.nbor(-1).text == "("


def _possessed_by_other(token: Token, head: Token) -> bool:
    return token.dep_ == "pobj" and token.head.head != head


def _joined(token: Token) -> list[Token]:
    found = [c for c in token.children if c.dep_ in ("conj", "appos")]
    return found + [deeper for child in found for deeper in _joined(child)]
