"""Placeholder that is being written."""

import pandas as pd


def contradictions(tables) -> pd.DataFrame:
    """To come."""
    return pd.DataFrame()
