"""Imported before Altair: what it imports and no chart needs is put off until somebody asks for it.

Altair imports jsonschema, and that the grammar of international addresses, whose making takes longer than all
other imports together. A stand-in makes it when the first address is checked; nothing goes unchecked.
"""

from __future__ import annotations

import importlib
import sys
from importlib.util import find_spec
from types import ModuleType

GRAMMAR = "rfc3987_syntax"


def _is_valid_syntax(term: str, text: str) -> bool:
    return importlib.import_module(GRAMMAR).is_valid_syntax(term, text)


if not {GRAMMAR, "jsonschema"} & sys.modules.keys() and find_spec(GRAMMAR):
    stand_in = ModuleType(GRAMMAR)
    stand_in.is_valid_syntax = _is_valid_syntax  # type: ignore[attr-defined]
    sys.modules[GRAMMAR] = stand_in
    importlib.import_module("jsonschema")
    del sys.modules[GRAMMAR]
