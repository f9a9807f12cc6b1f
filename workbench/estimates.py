"""Figures that repeat one estimate, across articles: they share an `estimate_id`."""

from __future__ import annotations

import pandas as pd

DAYS = 7  # between one statement of an estimate and the next
SAME = ["kind", "subject", "low", "high", "measured", "direction", "modality", "unit", "told"]
NAMED = ("money", "percent", "distance", "area", "other")  # kinds whose numbers mean nothing without the noun


def group(figures: pd.DataFrame, articles: pd.DataFrame, actors: pd.DataFrame | None = None) -> pd.DataFrame:
    """The figures with `estimate_id` filled: the figure_id of whoever published the estimate first here.

    Rows repeat one estimate when kind, subject, both bounds and what is measured are the same, each is stated within a
    week of the one before, and they can have one origin: what a side says of itself (by the memberships in `actors`)
    is never what others say of it. A statement without a source joins the others. Undated rows stand alone; numbers
    are compared, never computed: 157,000 is not 150,000 and 7,000.
    """
    if figures.empty:
        return figures
    published = articles.set_index("article_id")["published"]
    rows = figures[["figure_id", "article_id", "start", *SAME[:-1], "source"]].copy()
    rows["told"] = figures["noun"].str.lower().where(figures["kind"].isin(NAMED))
    rows["own"] = _own(figures, actors).where(rows["source"].notna())
    known = rows.groupby(SAME, dropna=False, sort=False)["own"].transform("min")
    rows["own"] = rows["own"].fillna(known).fillna(0.0)
    rows["published"] = rows["article_id"].map(published)
    rows["day"] = figures["as_of"].fillna(rows["published"])
    rows = rows.sort_values(["day", "published", "article_id", "start"], kind="stable", na_position="last")
    alike = rows.groupby([*SAME, "own"], dropna=False, sort=False)
    wait = alike["day"].diff()
    rows["run"] = ((wait > pd.Timedelta(days=DAYS)) | wait.isna()).astype(int)
    rows["run"] = rows.groupby([*SAME, "own"], dropna=False, sort=False)["run"].cumsum()
    first = rows.sort_values(["published", "article_id", "start"], kind="stable", na_position="last")
    ids = first.groupby([*SAME, "own", "run"], dropna=False, sort=False)["figure_id"].transform("first")
    return figures.assign(estimate_id=ids.reindex(figures.index).astype(figures["estimate_id"].dtype))


def _own(figures: pd.DataFrame, actors: pd.DataFrame | None) -> pd.Series:
    """Whether the source is the subject or belongs to it."""
    above: dict = {} if actors is None else dict(zip(actors["actor_id"], actors["member_of"], strict=True))

    def belongs(source: str, subject: str) -> bool:
        chain = [source]
        while chain[-1] and chain[-1] not in chain[:-1]:
            above_it = above.get(chain[-1])
            chain.append(above_it if isinstance(above_it, str) else "")
        return subject in chain

    pairs = figures[["source", "subject"]].astype(object).dropna().drop_duplicates()
    found = {pair: float(belongs(*pair)) for pair in pairs.itertuples(index=False, name=None)}
    both = zip(figures["source"].astype(object), figures["subject"].astype(object), strict=True)
    return pd.Series([found.get(pair, 0.0) for pair in both], index=figures.index)
