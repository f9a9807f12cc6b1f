"""ipywidgets over tables and charts: one family, the same filter bar, the same passage panel; and reviewing."""

from __future__ import annotations

from .review import Review
from .views import Acts, Articles, Claims, Figures, Framings, Positions

__all__ = ["Acts", "Articles", "Claims", "Figures", "Framings", "Positions", "Review"]
