"""Imported by the process that workers are copied from: what all of them need is loaded once."""

from contextlib import suppress

from . import extract  # noqa: F401  (all that it imports)
from .attribution.model import model
from .language import pipeline
from .records import InputError

with suppress(InputError):  # the build itself says that no model is installed
    pipeline()
    model()
