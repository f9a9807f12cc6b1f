"""Files -> tables in one call: read, reuse what the cache holds, extract the rest, apply corrections."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from . import cluster
from .articles import Articles, read_articles
from .cache import CACHED, Cache, article_key, text_key
from .codebook import Codebook, load_codebook
from .corrections import KEPT, LEDGER
from .records import Article, Extract, InputError
from .tables import Tables, TableSet, joined, tables_of
from .wholes import Whole, lines, report

if TYPE_CHECKING:
    from distributed import Client
    from spacy.tokens import Doc

PART, LEAST = 32, 4  # articles in one piece of work: large enough to batch, and small enough to spread
BAR = 20  # a progress bar from this many articles to extract

Parse = tuple[bytes, str]  # a Doc's bytes, its attributions as JSON
Todo = tuple[str, Article, Parse | None]  # key, article, its parse where it is known


@dataclass(frozen=True, slots=True)
class Piece:
    """Some articles' rows, and the parses that had to be made for them."""

    keys: list[str]
    tables: TableSet
    parses: dict[str, Parse]


def build(
    path: str | Path | list[str | Path],
    codebook: str | Path | Codebook = "ukraine",
    *,
    cache: str | Path | bool = True,
    ledger: str | Path | None = None,
    workers: int = 1,
    client: Client | None = None,
    progress: bool | None = None,
) -> Tables:
    """Tables of every article under `path`, corrected by the analyst's ledger.

    What the cache holds for the same article, codebook and version is not extracted again, and a
    changed codebook does not parse again. `cache`: a folder, True for the user's own, False for none.
    `ledger`: a file of corrections; by default `corrections.jsonl` beside the articles, if there.
    `workers` or `client` spread the work; the tables are the same, row for row. Raises InputError for
    input that cannot be used; one bad file never stops a folder, see `tables.report`.
    """
    book, paths = load_book(codebook), [path] if isinstance(path, (str, Path)) else path
    store = Cache(None if cache is True else cache) if cache is not False else None
    whole = Whole(store, paths, book) if store else None
    tables = whole.tables() if whole else None
    if tables is None:
        if client is None:
            cluster.prepare(workers)
        articles = some_of(read_articles(paths))
        tables = built(articles, book, store, workers, client, progress)
        if whole:
            whole.keep(tables, articles)
    return _corrected(tables, _ledger(path, ledger))


def some_of(articles: Articles) -> Articles:
    """The articles as they are; InputError, with the reasons, where there is none."""
    if not articles:
        reasons = ", ".join(sorted({reason for line in articles.report for reason in line.reasons}))
        raise InputError(f"none of the {len(articles.report)} files is an article ({reasons}); see `read`")
    return articles


def load_book(codebook: str | Path | Codebook) -> Codebook:
    """A codebook by name, folder or as it is."""
    return codebook if isinstance(codebook, Codebook) else load_codebook(codebook)


def built(
    articles: Articles,
    book: Codebook,
    store: Cache | None = None,
    workers: int = 1,
    client: Client | None = None,
    progress: bool | None = None,
) -> Tables:
    """Tables of articles that are read already, before any correction; see `build`."""
    rows = _rows(articles, book, store, workers, client, progress)
    return joined([tables_of(map(Extract, articles)), rows]).with_tables(report=report(lines(articles)))


def _rows(
    articles: Iterable[Article],
    book: Codebook,
    store: Cache | None,
    workers: int,
    client: Client | None,
    progress: bool | None,
) -> TableSet:
    """The rows of the articles, in their order, from the cache or made now."""
    order = {article_key(article): article for article in articles}
    held = store.held(book) if store else {}
    ready: list[TableSet] = []
    for part in sorted({held[key] for key in order if key in held}):
        rows = store.rows(part) if store else None
        if rows is None:
            held = {key: place for key, place in held.items() if place != part}
        else:
            ready.append(rows)
    missing = {key: article for key, article in order.items() if key not in held}
    ready += [piece.tables for piece in _made(missing, book, store, workers, client, progress)]
    return _in_order(ready, list(order))


def _made(
    missing: dict[str, Article],
    book: Codebook,
    store: Cache | None,
    workers: int,
    client: Client | None,
    progress: bool | None,
) -> Iterator[Piece]:
    """Extract what is missing, keeping each piece as soon as it is done."""
    from tqdm import tqdm

    known = store.parses({text_key(article) for article in missing.values()}) if store and missing else {}
    todo = [(key, article, known.get(text_key(article))) for key, article in missing.items()]
    tasks = _shares(todo, cluster.hands(workers, client))
    hidden = not (progress if progress is not None else len(todo) >= BAR and sys.stderr.isatty())
    with tqdm(total=len(todo), unit="article", disable=hidden) as bar:
        for piece in cluster.run(partial(work, book), tasks, workers, client, _crashed):
            if store:
                store.add_parses(piece.parses)
                store.add_rows(book, piece.keys, piece.tables)
            bar.update(len(piece.keys))
            yield piece


def _shares(todo: list[Todo], hands: int) -> Iterator[list[Todo]]:
    """Pieces of work; smaller towards the end, so that nobody waits for a last one (Polychronopoulos & Kuck 1987)."""
    at = 0
    while at < len(todo):
        size = PART if hands == 1 else min(PART, max(LEAST, (len(todo) - at) // (2 * hands)))
        yield todo[at : at + size]
        at += size


def work(book: Codebook, task: list[Todo]) -> Piece:
    """Extract some articles; those that come with a parse are not parsed again."""
    from .language import parse
    from .parses import unpack

    book = _first(book)
    extracts: dict[str, Extract] = {}
    fresh: dict[str, Parse] = {}
    for key, article, known in task:
        if known:
            extracts[key], _ = _read(article, *unpack(known, article), book)
    keys = {id(article): key for key, article, known in task if not known}
    for article, doc in parse(article for _, article, known in task if not known):
        extracts[keys[id(article)]], made = _read(article, doc, None, book)
        fresh |= {text_key(article): made} if made else {}
    return Piece(list(extracts), _keyed(extracts), fresh)


@lru_cache(maxsize=4)
def _first(book: Codebook) -> Codebook:
    """The first of equal codebooks: each task brings a copy, and comparing copies costs more than parsing."""
    return book


def _read(article: Article, doc: Doc, found: list | None, book: Codebook) -> tuple[Extract, Parse | None]:
    """What is in one article, and its parse where it is new; a fault costs its rows and is told, not the folder."""
    from .extract import read
    from .parses import pack

    made = None
    try:
        if found is None:
            found, made = pack(doc, article)
        return read(article, doc, book, found), made
    except Exception as error:  # whatever it is, the other articles are worth more than this one
        why = f"{type(error).__name__}: {error}"
        print(f"{article.path}: reading it failed ({why}); it has no rows, please report it", file=sys.stderr)
        return Extract(article), made


def _crashed(item: Todo) -> Piece:
    """No rows for an article that killed every process that read it, and nothing kept of it."""
    key, article, _ = item
    print(f"{article.path}: crashed every process that read it; it has no rows", file=sys.stderr)
    return Piece([], _keyed({key: Extract(article)}), {})


def _keyed(extracts: dict[str, Extract]) -> TableSet:
    """The tables of some articles, every row with its article's key."""
    tables = tables_of(extracts.values())
    return {
        name: tables[name].assign(key=[key for key, found in extracts.items() for _ in getattr(found, name)])
        for name in CACHED
    }


def _stacked(parts: list[TableSet]) -> TableSet:
    return {name: pd.concat([part[name] for part in parts], ignore_index=True) for name in CACHED}


def _in_order(ready: list[TableSet], order: list[str]) -> TableSet:
    """All rows in the order of the articles, whoever made them and when."""
    if not ready:
        return tables_of([])
    rank = {key: number for number, key in enumerate(order)}
    whole = _stacked(ready)
    for name, table in whole.items():
        rows = table["key"].map(rank).dropna().sort_values(kind="stable").index
        whole[name] = table.loc[rows].drop(columns="key").reset_index(drop=True)
    return {"articles": tables_of([])["articles"], **whole}


def _ledger(path: str | Path | list, ledger: str | Path | None) -> Path | None:
    if ledger is not None:
        return Path(ledger)
    if isinstance(path, (str, Path)):
        beside = Path(path) if Path(path).is_dir() else Path(path).parent
        return beside / LEDGER if any((beside / name).exists() for name in KEPT) else None
    return None


def _corrected(tables: Tables, ledger: Path | None) -> Tables:
    if ledger is None:
        return tables
    from .corrections.applied import apply

    return apply(tables, ledger)
