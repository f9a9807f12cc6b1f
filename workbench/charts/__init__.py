"""Tables -> Altair charts, one module a family; every function is pure and takes the tables, or some of their rows.

Importing this package switches on the theme and the renderer.
"""

from __future__ import annotations

from . import imports as imports  # before Altair
from . import renderer as renderer
from .claims import articles, speakers
from .framing import dimensions, wordings
from .positions import adjacency, matrix, propositions, swimlanes
from .quality import calibration, scores
from .statements import SUMMARIES, echoes
from .theme import Palette
from .troop_estimates import ladder, timeline

__all__ = [
    "SUMMARIES", "Palette", "adjacency", "articles", "calibration", "dimensions", "echoes", "ladder", "matrix",
    "propositions", "scores", "speakers", "swimlanes", "timeline", "wordings",
]  # fmt: skip
