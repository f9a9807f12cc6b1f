"""The words of a source -> actor ids, or none.

A `Cast` knows everyone an article names: actors of the codebook by name, demonym and office held on the
article's date, and those that only the text itself introduces. Unsure stays empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .codebook import Codebook
from .entries import ActorEntry
from .records import Actor, Article

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where the text names an actor.

    `how`: name | surname | office | owner ("Russian officials" is russia) | pronoun | description.
    """

    start: int
    end: int
    actor_id: str
    how: str


class Cast:
    """Everyone an article names."""

    def __init__(self, article: Article, doc: Doc, codebook: Codebook) -> None:
        self.article, self.doc, self.codebook = article, doc, codebook
        self._mentions: list[Mention] = []

    @classmethod
    def of(cls, article: Article, doc: Doc, codebook: Codebook) -> Cast:
        """Read who is who in one parsed article."""
        return cls(article, doc, codebook)

    @property
    def mentions(self) -> list[Mention]:
        """Every recognised mention in the order of the text, pronouns and descriptions that resolve included."""
        return self._mentions

    def resolve(self, start: int, end: int) -> tuple[str, ...]:
        """Whom the phrase at these characters names: several ids for joint sources, () when unsure."""
        return ()

    def owner(self, start: int, end: int) -> str | None:
        """The actor whose thing this noun phrase is: "Russian troops" -> russia; None when the words do not say."""
        return None

    def name(self, actor_id: str) -> str:
        """The canonical name of an id ("jens_stoltenberg" -> "Jens Stoltenberg")."""
        return actor_id

    def actors(self) -> tuple[Actor, ...]:
        """Everyone named in this article, and those they are members of."""
        return ()


def fires(entry: ActorEntry, sentence: str, codebook: Codebook) -> bool:
    """Whether this entry is recognised in the sentence (undated, so only by names and adjectives)."""
    return False
