"""What reading costs, as ratios to bare spaCy over the same texts in the same run.

    python tests/benchmarks/speed.py [--texts FOLDER_OR_JSONL] [--limit 500] [--peers PYTHON] [--memory]

Without --texts the articles are synthetic ones. A JSON Lines file gives the "text" of each line. Every
ratio is the median of its rounds; machines are noisy, so a rate alone says little.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests import synthetic

ROOT = Path(__file__).parents[2]


def texts_of(path: str | None, limit: int) -> list[str]:
    """The texts to time."""
    if path is None:
        return [synthetic.article(i, 20) for i in range(limit)]
    if Path(path).is_dir():
        return [p.read_text(encoding="utf-8") for p in sorted(Path(path).glob("*.txt"))][:limit]
    with open(path, encoding="utf-8") as file:
        return [json.loads(line)["text"] for line in file][:limit]


def timed(work: Callable[[], object]) -> float:
    """Seconds of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def drained(items: Iterable) -> int:
    """How many items an iterator gives."""
    return sum(1 for _ in items)


def articles_of(texts: list[str]) -> list:
    """Articles as read_articles would give them."""
    from workbench.records import Article

    return [
        Article(f"t{i}", f"t{i}.txt", text, f"{i:064}", words=len(text.split()))
        for i, text in enumerate(texts)
    ]


def single(texts: list[str], rounds: int) -> dict[str, float]:
    """Bare spaCy with all its components, spaCy as used here, and the whole of extract, in turns."""
    import spacy

    from workbench import extract, language, load_codebook

    bare = spacy.load(language.installed_model()[0])
    codebook, articles = load_codebook("ukraine"), articles_of(texts)
    seconds: dict[str, list[float]] = {"bare": [], "parse": [], "extract": []}
    drained(extract(articles[:20], codebook))  # models are loaded before the clock runs
    for _ in range(rounds):
        seconds["bare"].append(timed(lambda: drained(bare.pipe(texts, batch_size=16))))
        seconds["parse"].append(timed(lambda: drained(language.parse(articles))))
        seconds["extract"].append(timed(lambda: drained(extract(articles, codebook))))
    return {name: statistics.median(values) for name, values in seconds.items()}


def builds(texts: list[str]) -> dict[str, float]:
    """A cold build, with one worker and with two, and a build of what the cache holds."""
    import workbench as wb

    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "articles").mkdir()
        for i, text in enumerate(texts):
            (home / "articles" / f"t{i:05}.txt").write_text(text, encoding="utf-8", newline="")
        out = {"one": timed(lambda: wb.build(home / "articles", cache=home / "one"))}
        out["again"] = timed(lambda: wb.build(home / "articles", cache=home / "one"))
        out["read"] = timed(lambda: wb.read_articles(home / "articles"))
        out["two"] = timed(lambda: wb.build(home / "articles", cache=home / "two", workers=2))
    return out


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
        out = {"import": float(fresh(clock.format("import workbench")))}
        out["load_tables"] = float(fresh(clock.format(load)))
    models = "from workbench.attribution.model import model; model()"
    out["attribution models"] = float(fresh("import spacy; " + clock.format(models)))
    return out


def main() -> None:
    """Print every measure as a Markdown table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts")
    parser.add_argument("--limit", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--peers", metavar="PYTHON", help="an interpreter that has textacy, sayswho, quantulum3"
    )
    parser.add_argument("--memory", action="store_true")
    options = parser.parse_args()
    texts = texts_of(options.texts, options.limit)
    words = sum(len(text.split()) for text in texts)
    print(f"{len(texts)} texts, {words:,} words, {os.cpu_count()} cores, median of {options.rounds} rounds\n")
    print("| what | seconds | words a second | times bare spaCy |\n|---|---|---|---|")
    cost = single(texts, options.rounds)
    lines = {"bare spaCy, all components": cost["bare"], "spaCy as used here": cost["parse"]}
    lines["whole of extract"] = cost["extract"]
    made = builds(texts)
    lines |= {"build, cold, one process": made["one"], "build, cold, two workers": made["two"]}
    lines |= {"build, all in the cache": made["again"], "of which reading the files": made["read"]}
    if options.peers:
        lines |= peers(texts, options.peers)
    for what, seconds in lines.items():
        print(f"| {what} | {seconds:.2f} | {words / seconds:,.0f} | {seconds / cost['bare']:.2f} |")
    print(f"\ntwo workers against one: {made['one'] / made['two']:.2f} times")
    print(f"re-opening against parsing: {made['again'] / made['one']:.1%}")
    print(", ".join(f"{what} {seconds:.2f} s" for what, seconds in starts().items()))
    if options.memory:
        for number in (1_000, 20_000):
            print(f"peak memory over {number:,} short articles: {fresh(MEMORY, str(number))} MB")
    print(f"peak memory of this run: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
