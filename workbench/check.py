"""Everything that can be wrong before a run: codebooks, ledger, seeds.

Every codebook entry must fire on each of its examples and on none of its counter-examples.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from .codebook import SECTIONS, Codebook, read_toml
from .records import InputError

Fires = Callable[[Any, str, Codebook], bool]

# Section -> the extractor that uses it, whose `fires` reads a sentence by one entry. A topic's own come first.
READERS = {
    "wording": "framings",
    "propositions": "stances",
    "framings": "framings",
    "actors": "actors",
    "roles": "actors",
    "cues": "claims",
    "bounds": "figures",
    "units": "figures",
    "kinds": "figures",
}


def check_codebook(codebook: Codebook, sections: tuple[str, ...] = tuple(READERS)) -> Iterator[str]:
    """One sentence a problem, naming file, entry and cure; nothing when all is well."""
    for section in sections:
        fires = import_module(f".{READERS[section]}", __package__).fires  # spaCy is loaded no sooner
        for entry in getattr(codebook, section):
            for problem in _misread(entry, fires, codebook):
                yield f"{_file(codebook, section, entry.id)}: {entry.id!r} {problem}"


def _misread(entry: Any, fires: Fires, codebook: Codebook) -> Iterator[str]:
    for example in entry.examples:
        if not fires(entry, example, codebook):
            yield f"does not fire on its example {example!r}; widen its words or mend the example"
    for example in entry.counter_examples:
        if fires(entry, example, codebook):
            yield f"fires on its counter-example {example!r}; narrow its words"


def check_examples_present(codebook: Codebook) -> Iterator[str]:
    """Propositions and variant sets need both kinds of example: they are where reading goes wrong."""
    for section in ("propositions", "wording"):
        for entry in getattr(codebook, section):
            for kind in ("examples", "counter_examples"):
                if not getattr(entry, kind):
                    where = f"{_file(codebook, section, entry.id)}: {entry.id!r}"
                    yield f"{where} has no {kind}; add a real sentence"


def _file(codebook: Codebook, section: str, entry: str) -> Path:
    """The file that an entry comes from: the last folder that has it wins."""
    paths = [folder / f"{section}.toml" for folder in codebook.folders]
    table = SECTIONS[section][0]
    return [p for p in paths if p.is_file() and entry in {e["id"] for e in read_toml(p).get(table, [])}][-1]


def check_articles(folder: Path) -> Iterator[str]:
    """Files of a folder that cannot be read; what is no article by its name is no problem."""
    from .articles import read_articles

    try:
        articles = read_articles(folder)
    except InputError as error:
        yield str(error)
        return
    for line in articles.report:
        if line.outcome == "skipped" and "format" not in line.reasons:
            yield f"{line.path}: skipped ({', '.join(line.reasons)})"


def check_ledger(path: Path) -> Iterator[str]:
    """Damage to a ledger of corrections."""
    from .corrections import ledger

    yield from ledger.check(path)
