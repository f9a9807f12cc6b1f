"""Placeholder that is being written."""

import pandas as pd


def group(figures: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """To come."""
    return figures
