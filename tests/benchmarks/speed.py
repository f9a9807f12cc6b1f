"""What reading costs, side by side with other tools on the same texts in the same run, as Markdown for the docs.

    python tests/benchmarks/speed.py [--texts FOLDER_OR_JSONL] [--limit 500] [--peers PYTHON] [--memory 1000 20000]

Without --texts the articles are synthetic ones. A JSON Lines file gives the "text" of each line. What is compared takes
turns on the same few texts, and processor time stands beside wall time, because machines are noisy.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests import synthetic

ROOT = Path(__file__).parents[2]
TURN = 20  # texts that one tool reads before the next has its turn
HOURLY = 0.05  # dollars a core, assumed
SIZES = (10_000, 1_000_000, 100_000_000)  # articles of the plan


class Cost(NamedTuple):
    """Seconds by the clock, and seconds of this process's processor time."""

    wall: float
    cpu: float

    def __add__(self, other: Cost) -> Cost:  # type: ignore[override]
        return Cost(self.wall + other.wall, self.cpu + other.cpu)


def cost(work: Callable[[], object]) -> Cost:
    """What one call costs."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Cost(time.perf_counter() - wall, time.process_time() - cpu)


def texts_of(path: str | None, limit: int) -> list[str]:
    """The texts to time."""
    if path is None:
        return [synthetic.article(i, 20) for i in range(limit)]
    if Path(path).is_dir():
        return [p.read_text(encoding="utf-8") for p in sorted(Path(path).glob("*.txt"))][:limit]
    with open(path, encoding="utf-8") as file:
        return [json.loads(line)["text"] for line in file][:limit]


def drained(items: Iterable) -> int:
    """How many items an iterator gives."""
    return sum(1 for _ in items)


def single(texts: list[str]) -> dict[str, Cost]:
    """Bare spaCy with all its components, spaCy as used here, and the whole of extract, in turns."""
    import spacy

    from workbench import extract, language, load_codebook
    from workbench.records import Article

    bare, book = spacy.load(language.installed_model()[0]), load_codebook("ukraine")
    articles = [Article(f"t{i}", "", text, f"{i:064}") for i, text in enumerate(texts)]
    tools: dict[str, Callable[[slice], object]] = {
        "bare spaCy, all components": lambda some: drained(bare.pipe(texts[some], batch_size=16)),
        "spaCy as used here": lambda some: drained(language.parse(articles[some])),
        "whole of extract": lambda some: drained(extract(articles[some], book)),
    }
    for tool in tools.values():
        tool(slice(TURN))  # models are loaded before the clock runs
    seconds = dict.fromkeys(tools, Cost(0, 0))
    for start in range(0, len(texts), TURN):
        for name, tool in tools.items():
            seconds[name] += cost(partial(tool, slice(start, start + TURN)))
    return seconds


class Builds(NamedTuple):
    """Builds of one corpus, and the bytes an article needs on disk."""

    one: Cost
    two: Cost
    again: Cost
    reading: Cost
    tables: float
    cache: float


def builds(texts: list[str]) -> Builds:
    """A cold build in one process and with two workers, a build of what the cache holds, and the reading alone."""
    import workbench as wb

    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "articles").mkdir()
        for i, text in enumerate(texts):
            (home / "articles" / f"t{i:05}.txt").write_text(text, encoding="utf-8", newline="")

        def build(cache: str, workers: int = 1) -> Cost:
            return cost(lambda: wb.build(home / "articles", cache=home / cache, workers=workers))

        one, two, again = build("one"), build("two", 2), build("one")
        reading = cost(lambda: wb.read_articles(home / "articles"))
        wb.build(home / "articles", cache=home / "one").save(home / "tables")
        shutil.rmtree(home / "one" / "wholes")  # the tables once more
        sizes = (size(home / "tables") / len(texts), size(home / "one") / len(texts))
        return Builds(one, two, again, reading, *sizes)


def size(folder: Path) -> int:
    """Bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def peers(texts: list[str], python: str) -> dict[str, float]:
    """Seconds of the other tools that another interpreter has, over the same texts."""
    script = ROOT / "tests" / "benchmarks" / "peers.py"
    done = subprocess.run(
        [python, script], input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


MEMORY = """
import resource, sys
from tests import synthetic
from workbench import extract, load_codebook
from workbench.records import Article
number = int(sys.argv[1])
articles = (Article(f"t{i}", "", synthetic.article(i), f"{i:064}") for i in range(number))
for found in extract(articles, load_codebook("ukraine")):
    pass
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def fresh(code: str, *arguments: str) -> str:
    """Output of some code in a new process."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def starts() -> dict[str, float]:
    """Seconds to import the package, to open saved tables, and to load the models."""
    clock = "import time; t = time.perf_counter(); {}; print(time.perf_counter() - t)"
    with tempfile.TemporaryDirectory() as folder:
        fresh(f"import workbench as wb; wb.build('seeds').save({folder!r})")
        load = f"import workbench as wb; wb.load_tables({folder!r})"
        out = {"importing the package": float(fresh(clock.format("import workbench")))}
        out["opening the saved tables of the seeds"] = float(fresh(clock.format(load)))
    models = "from workbench.attribution.model import model; model()"
    out["loading the attribution models"] = float(fresh("import spacy; " + clock.format(models)))
    return out


def table(*rows: Iterable[object]) -> str:
    """Rows as Markdown, the first being the head."""
    head, *body = ([str(cell) for cell in row] for row in rows)
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, ["---"] * len(head), *body]) + "\n"


def rates(costs: dict[str, Cost], others: dict[str, float], words: int) -> str:
    """Words a second and what that is to bare spaCy, by the clock and by processor time."""
    bare = next(iter(costs.values()))
    rows = [
        (what, f"{words / c.wall:,.0f}", f"{c.wall / bare.wall:.2f}", f"{c.cpu / bare.cpu:.2f}")
        for what, c in costs.items()
    ]
    rows += [(what, f"{words / s:,.0f}", f"{s / bare.wall:.2f}", "") for what, s in others.items()]
    return table(("what", "words a second", "times bare spaCy", "by processor time"), *rows)


def plan(made: Builds, articles: int) -> str:
    """What more articles like these cost, for docs/scale.md."""
    hours = made.one.cpu / articles / 3600
    rows = [
        (
            f"{n:,}",
            f"{hours * n:,.1f}",
            f"{hours * n / 64:,.1f} h",
            f"{made.tables * n / 1e9:,.2f} GB",
            f"{made.cache * n / 1e9:,.2f} GB",
            f"{hours * n * HOURLY:,.2f} dollars",
        )
        for n in SIZES
    ]
    return table(("articles", "core-hours", "on 64 cores", "tables", "cache", "money"), *rows)


def main() -> None:
    """Print every measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts")
    parser.add_argument("--limit", type=int, default=500)
    parser.add_argument("--peers", metavar="PYTHON", help="an interpreter with textacy, sayswho, quantulum3")
    parser.add_argument("--memory", type=int, nargs="*", default=[], metavar="ARTICLES")
    options = parser.parse_args()
    texts = texts_of(options.texts, options.limit)
    words = sum(len(text.split()) for text in texts)
    print(
        f"Measured on {date.today()} on {os.cpu_count()} cores ({platform.machine()}, Python "
        f"{platform.python_version()}), {len(texts)} texts, {words:,} words.\n"
    )
    costs, made = single(texts), builds(texts)
    costs |= {"build, cold, one process": made.one, "build, everything in the cache": made.again}
    print(rates(costs, peers(texts, options.peers) if options.peers else {}, words))
    print(f"Two workers against one: {made.one.wall / made.two.wall:.2f} times.")
    print(f"Re-opening: {made.again.wall / made.one.wall:.2%} of the cold build.")
    print("".join(f"{what.capitalize()}: {seconds:.2f} s.\n" for what, seconds in starts().items()))
    for number in options.memory:
        print(f"Peak memory over {number:,} short articles: {fresh(MEMORY, str(number))} MB.")
    print(
        f"\nAn article of {words // len(texts)} words: {made.one.cpu / len(texts):.3f} core-seconds, of which "
        f"{made.reading.cpu / len(texts):.4f} reading; {made.tables / 1000:.1f} kB of tables and "
        f"{made.cache / 1000:.1f} kB of cache.\n"
    )
    print(plan(made, len(texts)))


if __name__ == "__main__":
    main()
