"""Contradictions: one actor affirms what another doubts or rejects, or what it doubts or rejects itself elsewhere.

They come from propositions, never from words such as "denied".
"""

from __future__ import annotations

import re

import pandas as pd

from .tables import Tables

LEVELS = ("person", "institution", "state", "bloc")
AGAINST = ("doubts", "rejects")
SIDE = ["holder", "position", "date", "sentence", "article_id", "stance_id"]  # what is shown of each side
COLUMNS = ["kind", "target", *(f"{name}_{n}" for n in (1, 2) for name in SIDE), "days"]
_UNDATED = pd.Timestamp("2200-01-01")
_END = re.compile(r"[.!?…][”\"’')\]]*(?=\s)|\n+")


def contradictions(tables: Tables, rollup: str | None = None) -> pd.DataFrame:
    """Pairs of opposed positions on one proposition, one row a pair of actors: the two nearest in time.

    Columns: kind (between two actors, or a reversal of one), target (proposition id), then for the side that
    affirms (`_1`) and the one that doubts or rejects (`_2`): holder (name), position, date (said on, else
    published), sentence, article_id, stance_id; days between them, missing where one is undated. Nearest first.
    `rollup` ("institution", "state", "bloc") counts people as what they belong to, which hides that members
    disagree with one another; off by default. Mixed positions and acts between actors are left out. Raises
    ValueError for another `rollup`.
    """
    if rollup not in (None, *LEVELS[1:]):
        raise ValueError(f"rollup={rollup!r}: choose None, 'institution', 'state' or 'bloc'")
    rows = _dated(tables)
    groups = _groups(tables, rollup)
    rows["holder"] = [groups.get(holder, holder) for holder in rows["holder"]]
    rows = rows.drop_duplicates(["target", "holder", "position", "day"])
    left, right = rows[rows["position"] == "affirms"], rows[rows["position"].isin(AGAINST)]
    near = [
        pd.merge_asof(left, some, on="day", by="target", direction="nearest", suffixes=("_1", "_2"))
        for _, some in right.groupby("holder")
    ]
    pairs = pd.concat(near).dropna(subset="holder_2") if near else pd.DataFrame()
    return _shown(pairs, tables) if len(pairs) else pd.DataFrame(columns=COLUMNS)


def _dated(tables: Tables) -> pd.DataFrame:
    """Positions with their day, in its order: said on, else published; undated ones last."""
    rows = tables.stances[tables.stances["target_kind"] == "proposition"].copy()
    said = dict(zip(tables.claims["claim_id"], tables.claims["said_on"], strict=True))
    published = dict(zip(tables.articles["article_id"], tables.articles["published"], strict=True))
    days = [said.get(claim, pd.NaT) for claim in rows["claim_id"]]
    days = [published[a] if pd.isna(day) else day for day, a in zip(days, rows["article_id"], strict=True)]
    rows["date"] = pd.to_datetime(pd.Series(days, index=rows.index))
    rows["day"] = rows["date"].fillna(_UNDATED)
    rows = rows.sort_values(["day", "article_id", "start"], kind="stable")
    return rows[["target", "holder", "position", "date", "day", "article_id", "stance_id", "start", "end"]]


def _groups(tables: Tables, rollup: str | None) -> dict[str, str]:
    """Actor -> whom it counts as: the last in its chain of membership that is not above the level."""
    if rollup is None:
        return {}
    kind = dict(zip(tables.actors["actor_id"], tables.actors["kind"], strict=True))
    above = dict(zip(tables.actors["actor_id"], tables.actors["member_of"], strict=True))
    level = LEVELS.index(rollup)
    return {actor: _group(actor, kind, above, level) for actor in kind}


def _group(actor: str, kind: dict[str, str], above: dict[str, str], level: int) -> str:
    chain = [actor]
    while (upper := above.get(chain[-1])) in kind and upper not in chain:
        chain.append(upper)
    low_enough = [a for a in chain if kind[a] in LEVELS[: level + 1]]
    if kind[actor] == "person" and low_enough == [actor]:
        return chain[:2][-1]  # a body's chief, where the body is of no state
    return low_enough[-1] if low_enough else actor


def _shown(pairs: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    """The nearest of each two actors, with names and sentences."""
    pairs["days"] = (pairs["date_1"] - pairs["date_2"]).abs().dt.days.astype("Int64")
    pairs = pairs.sort_values(["days", "day", "target", "holder_1", "holder_2"], kind="stable")
    pairs = pairs.drop_duplicates(["target", "holder_1", "holder_2"])
    pairs["kind"] = [
        "reversal" if a == b else "between" for a, b in zip(pairs["holder_1"], pairs["holder_2"])
    ]
    names = dict(zip(tables.actors["actor_id"], tables.actors["name"], strict=True))
    texts = dict(zip(tables.articles["article_id"], tables.articles["text"], strict=True))
    for n in ("_1", "_2"):
        once = pairs.drop_duplicates("stance_id" + n)
        places = zip(once["article_id" + n], once["start" + n], once["end" + n], strict=True)
        told = [_sentence(texts[a], start, end) for a, start, end in places]
        pairs["sentence" + n] = pairs["stance_id" + n].map(
            dict(zip(once["stance_id" + n], told, strict=True))
        )
        pairs["holder" + n] = [names.get(holder, holder) for holder in pairs["holder" + n]]
    return pairs[COLUMNS].reset_index(drop=True)


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence around a stretch, by its marks: a table has no parse."""
    before = [m.end() for m in _END.finditer(text, max(start - 1000, 0), start)]
    after = _END.search(text, max(end - 1, start))
    return " ".join(
        text[before[-1] if before else max(start - 1000, 0) : after.end() if after else len(text)].split()
    )
