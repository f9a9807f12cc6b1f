"""Who said what, which numbers, who takes which side, in whose words: tables from a folder of articles.

    import workbench as wb
    tables = wb.build("seeds/", codebook="ukraine")
    tables.claims, tables.figures, tables.stances, tables.framings

The verbs below are the public surface; each is loaded when it is first used, so that opening saved
tables needs no language model.
"""

from __future__ import annotations

import importlib
import sys
import types
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

# Verb -> the module that holds it.
_VERBS = {
    "read_articles": "articles",
    "load_codebook": "codebook",
    "extract": "extract",
    "tabulate": "tables",
    "build": "build",
    "load_tables": "tables",
    "build_corpus": "corpus",
    "open_corpus": "corpus",
    "Tables": "tables",
    "contradictions": "contradictions",
    "coverage": "coverage",
    "keyness": "keyness",
    "InputError": "records",
}
__all__ = list(_VERBS)

if TYPE_CHECKING:
    from .articles import read_articles as read_articles
    from .build import build as build
    from .codebook import load_codebook as load_codebook
    from .contradictions import contradictions as contradictions
    from .corpus import build_corpus as build_corpus
    from .corpus import open_corpus as open_corpus
    from .coverage import coverage as coverage
    from .extract import extract as extract
    from .keyness import keyness as keyness
    from .records import InputError as InputError
    from .tables import Tables as Tables
    from .tables import load_tables as load_tables
    from .tables import tabulate as tabulate


class _Verbs(types.ModuleType):
    """A module that shares its verb's name does not take the verb's place when it is imported."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in _VERBS and isinstance(value, types.ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Verbs


def __getattr__(name: str) -> Any:
    if name not in _VERBS:
        raise AttributeError(f"module 'workbench' has no attribute {name!r}; it has {', '.join(__all__)}")
    value = getattr(importlib.import_module(f".{_VERBS[name]}", __name__), name)
    globals()[name] = value
    return value
