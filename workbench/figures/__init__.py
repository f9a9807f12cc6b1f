"""Figures: every stated quantity with its bounds, what it counts, whose, where, when, and who stands behind it.

`numerals` finds numbers, `quantities` their modifiers, ranges and units, `refusals` what is no figure, `things` what is
counted, `meaning` whether it is a change or a plan, `owners` whose and where; `reading` puts a row together.
"""

from .reading import figures, fires

__all__ = ["figures", "fires"]
