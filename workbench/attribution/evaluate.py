"""The model against annotated articles: `python -m workbench.attribution.evaluate GOLD`.

Counts what a reading gives that uses no word twice (see `flat`), with the measures of `workbench score`.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path

from ..language import BATCH, pipeline
from ..measures import MEASURES
from . import attributions, flat


def evaluate(path: Path) -> dict[str, Counter]:
    """Counts right, found and gold of each measure over the lines of a gold file that carry their text."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    counts: dict[str, Counter] = defaultdict(Counter)
    docs = pipeline().pipe((line["text"] for line in lines), batch_size=BATCH)
    for line, doc in zip(lines, docs, strict=True):
        found = [
            {"source": item.source, "cue": item.cue, "content": item.content}
            for item in flat(attributions(doc, line["text"]))
        ]
        for name, counted in MEASURES["attributions"](line["attributions"], found, line["text"]).items():
            counts[name].update(counted)
    return dict(counts)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m workbench.attribution.evaluate", description=__doc__)
    parser.add_argument("gold", type=Path)
    for name, c in evaluate(parser.parse_args().gold).items():
        precision, recall = c["right"] / max(c["found"], 1), c["right"] / max(c["gold"], 1)
        f1 = 2 * c["right"] / max(c["found"] + c["gold"], 1)
        print(f"{name}: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")


if __name__ == "__main__":
    main()
