"""Figures: every stated quantity with its bounds, what it counts, whose, where, when, and who stands behind it.

`numerals` finds numbers, `quantities` their modifiers, ranges and units, `refusals` what is no figure. `things` finds
what is counted, `kinds` and `items` of which kind it is, `owners` whose, `scene` where the article plays and who
faces whom in it, `places` where, `meaning` whether it is a change or a plan, `sources` who states it, `speakers`
who that is, `turns` whose turn it is in a transcript; `rows` puts a figure together.
"""

from .rows import figures, fires

__all__ = ["figures", "fires"]
