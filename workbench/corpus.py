"""A corpus that memory does not hold: built part by part into Parquet, opened lazily, read by what is asked of it.

    corpus = wb.build_corpus("crawl/", "tables/")           # goes on where it was stopped
    tables = corpus.select(since=date(2022, 2, 1), outlets=["The Age"])    # reads these rows alone

The folder holds a Parquet dataset a table, in parts of `PART` files of the crawl, each written whole or not at all.
Repeats of an article are found within a part; estimates are grouped over what is selected.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from functools import reduce
from itertools import chain, count
from operator import and_
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .articles import Articles, read_articles, write_report
from .build import built, load_book
from .cache import Cache
from .codebook import Codebook
from .exports import write_rows
from .exports.cells import frame
from .reading.folder import files
from .records import InputError
from .schemas import SCHEMAS
from .tables import Tables, joined
from .wholes import stamp

if TYPE_CHECKING:
    import pyarrow.dataset as ds
    from distributed import Client

STAMP = "stamp"
PART = 512  # files read at once: the memory that a build needs is that of so many articles


class Corpus:
    """Tables on disk; nothing is read before it is asked for.

    `dataset(name)` is a pyarrow dataset of a table for any query of your own (DuckDB takes it by name), `select`
    reads the rows of some articles as `Tables`, which charts and explorers take.
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self.parts = sorted(self.folder.glob("part-*"))
        if not self.parts:
            raise InputError(
                f"{self.folder}: no corpus in it; make one with `python -m workbench build --parts`"
            )

    def __repr__(self) -> str:
        counts = (f"{name}: {self.dataset(name).count_rows():,}" for name in SCHEMAS)
        return f"Corpus({', '.join(counts)})"

    def dataset(self, name: str) -> ds.Dataset:
        """One table as a lazy dataset: filters and columns are pushed down to the files."""
        import pyarrow.dataset as ds

        if name not in SCHEMAS:
            raise InputError(f"{name!r} is no table; use one of {', '.join(SCHEMAS)}")
        return ds.dataset([str(part / f"{name}.parquet") for part in self.parts])

    def select(
        self,
        since: date | None = None,
        until: date | None = None,
        outlets: Sequence[str] = (),
        articles: Sequence[str] = (),
    ) -> Tables:
        """The tables of the articles published from `since` to `until`, by these outlets, with these ids.

        Without a condition it is the whole corpus, which has to fit into memory then. Undated articles are left
        out as soon as a date is asked for. Estimates that repeat one another are grouped over the selection.
        """
        import pyarrow.dataset as ds

        asked: list[tuple[str, Any]] = [("outlet", list(outlets)), ("article_id", list(articles))]
        wanted = [ds.field(column).isin(values) for column, values in asked if values]
        wanted += [ds.field("published") >= datetime.combine(since, time.min)] if since else []
        wanted += [ds.field("published") <= datetime.combine(until, time.min)] if until else []
        chosen = self._rows("articles", reduce(and_, wanted) if wanted else None)
        ids = ds.field("article_id").isin(chosen["article_id"].tolist()) if wanted else None
        rows = {name: self._rows(name, ids) for name in list(SCHEMAS)[2:]}
        actors = self._rows("actors", None)
        return joined([{"articles": chosen, "actors": actors, **rows}])

    def _rows(self, name: str, where: ds.Expression | None) -> Any:
        return frame(self.dataset(name).to_table(filter=where).to_pydict(), SCHEMAS[name], self.folder)


def open_corpus(folder: str | Path) -> Corpus:
    """What `build_corpus` wrote, not yet read; InputError where there is none."""
    return Corpus(folder)


def build_corpus(
    path: str | Path,
    out: str | Path,
    codebook: str | Path | Codebook = "ukraine",
    *,
    part: int = PART,
    workers: int = 1,
    client: Client | None = None,
    progress: bool | None = None,
) -> Corpus:
    """Read and extract a folder of any size, `part` files at a time, into the folder `out`.

    Memory is bounded by one part. A part whose files, codebook and program are as they were is not built again, so
    an interrupted build goes on where it stopped; with another codebook its parses are reused. No corrections are
    applied: `corrections.applied.apply(corpus.select(…), ledger)` does it. InputError for input that cannot be used.
    """
    from tqdm import tqdm

    book, home = load_book(codebook), Path(out)
    home.mkdir(parents=True, exist_ok=True)
    paths = [file for file, _ in files(Path(path))]
    taken: set[str] = set()
    starts = range(0, len(paths), part)
    hidden = not (progress if progress is not None else sys.stderr.isatty())
    for number, start in enumerate(tqdm(starts, unit="part", disable=hidden)):
        place, some = home / f"part-{number:06}", paths[start : start + part]
        state = stamp(some, book)
        if not _holds(place, state):
            articles = _distinct(read_articles(some), taken)
            tables = built(articles, book, Cache(home / "cache" / place.name), workers, client, False)
            _write(tables, articles, state, place)
        taken.update(_ids(place))
    for stale in sorted(home.glob("part-*"))[len(starts) :]:
        shutil.rmtree(stale)
    return Corpus(home)


def _holds(place: Path, state: str) -> bool:
    return (place / STAMP).is_file() and (place / STAMP).read_text() == state


def _distinct(articles: Articles, taken: set[str]) -> Articles:
    """The articles under ids that no earlier part has; a repeat names its original by the new id too."""
    new = {a.article_id: _free(a.article_id, taken) for a in articles}
    renamed = [
        replace(a, article_id=new[a.article_id], duplicate_of=new.get(a.duplicate_of or "")) for a in articles
    ]
    return Articles(renamed, articles.report)


def _free(name: str, taken: set[str]) -> str:
    numbered = (f"{name}-{number}" for number in count(2))
    return next(candidate for candidate in chain([name], numbered) if candidate not in taken)


def _ids(place: Path) -> list[str]:
    import pyarrow.parquet as pq

    return pq.read_table(place / "articles.parquet", columns=["article_id"])["article_id"].to_pylist()


def _write(tables: Tables, articles: Articles, state: str, place: Path) -> None:
    """One part, beside its place first: readers see all of it or nothing."""
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=place.parent))
    for name, table in tables:
        write_rows(table, SCHEMAS[name], draft / f"{name}.parquet")
    with (draft / "report.jsonl").open("w", encoding="utf-8") as file:
        write_report(articles.report, file)
    (draft / STAMP).write_text(state)
    if place.is_dir():
        shutil.rmtree(place)
    draft.rename(place)
