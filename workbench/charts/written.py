"""Where words fit beside marks: beneath or above each, in a place that no mark and no other words take.

Words that fit nowhere are left out: a click, a tooltip and the table still say them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

LETTER, LINE = 5.8, 12.0  # pixels that a letter is wide and a line high, at a size of 11
MARK = 7.0  # pixels from the middle of a mark to its edge
STEPS = (
    18.0,
    -18.0,
    31.0,
    -31.0,
    44.0,
    -44.0,
)  # pixels down from a mark, in the order in which they are tried
Box = tuple[float, float, float, float]  # left, right, top, bottom


def beside(x: Sequence[float], y: pd.DataFrame, words: Sequence[str], height: float) -> list[float]:
    """For each mark of one drawing the height in pixels at which its words stand, NaN where they fit nowhere.

    `x` and `y` are pixels; `y` has the mark itself and the far end of its bar or arrow.
    """
    taken: list[Box] = [
        (at - MARK, at + MARK, min(ends) - MARK, max(ends) + MARK)
        for at, ends in zip(x, y.itertuples(index=False, name=None), strict=True)
    ]
    found: list[float] = []
    for at, start, said in zip(x, y.iloc[:, 0], words, strict=True):
        half = LETTER * len(said) / 2
        places = [
            (middle, (at - half, at + half, middle - LINE / 2, middle + LINE / 2))
            for middle in (start + step for step in STEPS)
            if 0 <= middle <= height + LINE / 2
        ]
        middle, box = next((p for p in places if not any(_meet(p[1], b) for b in taken)), (np.nan, None))
        found.append(middle)
        taken += [box] if box else []
    return found


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def pixels(values: pd.Series, domain: Sequence[float], height: float) -> pd.Series:
    """Where values stand on a logarithmic axis, in pixels from the top."""
    low, high = np.log(domain[0]), np.log(domain[1])
    return height * (1 - (np.log(values.astype(float)) - low) / (high - low))


def values(heights: Sequence[float], domain: Sequence[float], height: float) -> list[float]:
    """The way back: the value of a logarithmic axis at each height."""
    low, high = np.log(domain[0]), np.log(domain[1])
    return [float(np.exp(low + (1 - h / height) * (high - low))) for h in heights]
