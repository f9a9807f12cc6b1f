"""How rows are held against gold rows: what counts as the same attribution, figure or stance.

The measures are those of the field: token overlap of contents (Pareti 2015), one-to-one pairs for whole rows.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable

Row = dict
# Bounds that say the same of a number are one class: "more than" and "at least" differ by one person.
SAME_BOUND = {"exact": "point", "about": "point", "more_than": "more", "at_least": "more"}
SAME_BOUND |= {"less_than": "less", "at_most": "less"}
SMALL, MEASURED = 10, ("money", "percent", "distance", "area")
SIDE = {"affirms": 1, "rejects": -1, "doubts": -1, "mixed": 0}
HOSTILE = ("accuses", "condemns", "warns", "threatens", "rejects")
FRIENDLY = ("supports", "praises", "offers")
_WORD = re.compile(r"\w+")


def nested(attribution: Row, others: list[Row]) -> bool:
    """Whether the cue of an attribution lies in the content of another."""
    cue = attribution["cue"][0][0] if attribution["cue"] else -1
    return any(o is not attribution and any(s <= cue < e for s, e in o["content"]) for o in others)


def _pairs(gold: list, found: list, rank: Callable[[Row, Row], float]) -> list[tuple[Row, Row]]:
    """One-to-one pairs with a positive rank, best first."""
    ranked = sorted(
        ((-rank(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found) if rank(g, f) > 0)
    )
    left, right, pairs = set(), set(), []
    for _, i, j in ranked:
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            pairs.append((gold[i], found[j]))
    return pairs


def _words(pieces: Iterable, text: str) -> frozenset[int]:
    """Offsets of the words that the pieces touch; punctuation never decides a score."""
    return frozenset(m.start() for s, e in pieces or [] for m in _WORD.finditer(text, s, e))


def _attributions(gold: list[Row], found: list[Row], text: str) -> dict[str, Counter]:
    """content_soft: words of all contents. whole_relaxed: content IoU of at least .5 and the right source."""
    wanted = [{k: _words(a[k], text) for k in ("source", "content")} for a in gold if a["content"]]
    given = [{k: _words(a[k], text) for k in ("source", "content")} for a in found if a["content"]]
    all_wanted = frozenset().union(*(a["content"] for a in wanted))
    all_given = frozenset().union(*(a["content"] for a in given))

    def alike(g: Row, f: Row) -> float:
        union = len(g["content"] | f["content"])
        overlap = len(g["content"] & f["content"]) / union if union else 0.0
        return overlap if overlap >= 0.5 else 0.0

    def agree(g: Row, f: Row) -> bool:
        return bool(g["source"] & f["source"]) or not (g["source"] or f["source"])

    whole = _pairs(wanted, given, lambda g, f: alike(g, f) if agree(g, f) else 0.0)
    return {
        "content_soft": _count(len(all_wanted & all_given), len(all_given), len(all_wanted)),
        "whole_relaxed": _count(len(whole), len(given), len(wanted)),
    }


def _count(right: int, found: int, gold: int) -> Counter:
    return Counter(right=right, found=found, gold=gold)


def _figures(gold: list[Row], found: list[Row], text: str) -> dict[str, Counter]:
    """Rows are paired by overlap; each level adds a field to the ones before.

    As the annotation of figures leaves them out, rows of kind other and measures under ten do not count as found.
    """
    found = [row for row in found if not left_out(row)]
    pairs = _pairs(gold, found, lambda g, f: min(g["end"], f["end"]) - max(g["start"], f["start"]))
    value = [(g, f) for g, f in pairs if _same_value(g, f)]
    kind = [(g, f) for g, f in value if g["kind"] == f["kind"]]
    full = [
        (g, f)
        for g, f in kind
        if _name(g["subject"]) == _name(f["subject"]) and g["measured"] == f["measured"]
    ]
    source = [
        (g, f) for g, f in value if _name(f["source"]) in (_name(g["source"]), _name(g.get("via")) or "-")
    ]
    levels = {"detection": pairs, "value": value, "value+kind": kind, "full": full, "value+source": source}
    return {label: _count(len(right), len(found), len(gold)) for label, right in levels.items()}


def left_out(row: Row) -> bool:
    """Whether the annotation of figures leaves such a row out: other kinds, and measures under ten."""
    small = max(row["low"] or 0, row["high"] or 0) < SMALL
    return row["kind"] == "other" or (small and row["kind"] in MEASURED)


def _same_value(g: Row, f: Row) -> bool:
    bounds = [SAME_BOUND.get(row["bound"], row["bound"]) for row in (g, f)]
    return bounds[0] == bounds[1] and all(_close(g[key], f[key]) for key in ("low", "high"))


def _close(a: float | None, b: float | None) -> bool:
    return a is b if a is None or b is None else math.isclose(a, b, rel_tol=1e-9)


def _name(name: object) -> str:
    plain = unicodedata.normalize("NFKD", str(name or "")).encode("ascii", "ignore").decode().casefold()
    return plain.removeprefix("the ").strip()


def _stances(gold: list[Row], found: list[Row], text: str) -> dict[str, Counter]:
    """Sets of (holder, target, side): doubts and rejects are one side, acts count by their polarity."""
    out = {}
    for label, kind in (("propositions", "proposition"), ("actor acts", "actor")):
        wanted, given = ({_side(r) for r in rows if r["target_kind"] == kind} for rows in (gold, found))
        out[label] = _count(len(wanted & given), len(given), len(wanted))
    return out


def _side(row: Row) -> tuple[str, str, int | None]:
    if row["target_kind"] == "proposition":
        return _name(row["holder"]), _name(row["target"]), SIDE.get(row["position"] or "")
    polarity = row.get("polarity")
    if polarity is None:
        polarity = -1 if row["act"] in HOSTILE else 1 if row["act"] in FRIENDLY else 0
    return _name(row["holder"]), _name(row["target"]), int(polarity)


MEASURES = {"attributions": _attributions, "figures": _figures, "stances": _stances}
STRICT = {"attributions": "whole_relaxed", "figures": "value+kind"}
STRICT |= {"proposition": "propositions", "actor": "actor acts"}
