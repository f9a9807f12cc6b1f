"""The explorers: one a table, each with its own chart and columns."""

from __future__ import annotations

from typing import Any

import ipywidgets
import pandas as pd

from .. import charts, rendering
from ..charts import claims as claim_charts
from ..charts import framing, positions, statements
from ..charts.rows import keys
from .explorer import Explorer, Facets
from .filters import OFF


def choice(*options: str) -> ipywidgets.Widget:
    """A switch between charts of the same rows."""
    return ipywidgets.ToggleButtons(options=options, style={"button_width": "130px"})


class _Spoken(Explorer):
    """An explorer of rows that somebody stands behind: actor, bloc and outlet are always there."""

    voice = "actor"

    def facets(self) -> Facets:
        everyone = list(self.data["who_ids"])
        return {
            self.voice: (self.voice, everyone),
            "bloc": ("bloc or state", [self._blocs(ids) for ids in everyone]),
            "outlet": ("outlet", self.data["outlet"].fillna(claim_charts.NO_OUTLET)),
            **self.more(),
        }

    def more(self) -> Facets:
        """The filters of this table alone."""
        return {}

    def _blocs(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(b for i in ids for b in self._above(i)))

    def _above(self, actor: str) -> tuple[str, ...]:
        """The states and blocs that an actor is or belongs to, nearest first."""
        if not hasattr(self, "_member"):
            actors = self.tables.actors
            self._member = dict(zip(actors["actor_id"], actors["member_of"], strict=True))
            self._kind = dict(zip(actors["actor_id"], actors["kind"], strict=True))
        found: list[str] = []
        at: Any = actor
        while isinstance(at, str) and at in self._member and at not in found:
            found.append(at)
            at = self._member[at]
        return tuple(a for a in found if self._kind[a] in ("state", "bloc"))


class Claims(_Spoken):
    """Who says what: circles of actor and act; click one for its statements."""

    table = "claims"
    columns = {
        "who": "actor",
        "act": "act",
        "cue": "cue",
        "content": "content",
        "kind": "kind",
        "outlet": "outlet",
        "day": "said on",
    }

    def more(self) -> Facets:
        return {
            "act": ("act", self.data["act"]),
            "kind": ("kind", self.data["kind"]),
            "certainty": ("certainty", self.data["certainty"]),
        }

    def draw(self, rows: pd.DataFrame) -> Any:
        return charts.speakers(self.tables, rows, palette=self.palette)

    def keys(self, rows: pd.DataFrame) -> pd.Series:
        return keys(rows, claim_charts.CIRCLE)


class Figures(_Spoken):
    """Stated quantities by as-of date; a named summary dims what it does not pick."""

    table = "figures"
    voice = "source"
    columns = {
        "who": "source",
        "text": "as written",
        "noun": "of",
        "kind": "kind",
        "measured": "measured",
        "whose": "whose",
        "day": "as of",
        "modality": "modality",
        "outlet": "outlet",
    }

    def more(self) -> Facets:
        d = self.data
        d["whose"] = [
            self.palette.name(s) if isinstance(s, str) else "" for s in d["subject"].astype("object")
        ]
        d["group"] = statements.groups(d)
        return {
            n: (label, d[n])
            for n, label in (
                ("kind", "kind"),
                ("subject", "whose"),
                ("measured", "measured"),
                ("modality", "modality"),
            )
        }

    def extras(self) -> dict[str, ipywidgets.Widget]:
        wide: dict[str, Any] = {"style": OFF, "layout": {"width": "320px"}}
        summary = ipywidgets.Dropdown(options=charts.SUMMARIES, description="summary", **wide)
        return {"summary": summary, "view": choice("by date", "by source")}

    def draw(self, rows: pd.DataFrame) -> Any:
        if self.controls["view"].value == "by source":
            return charts.ladder(self.tables, rows, palette=self.palette)
        summarise = self.controls["summary"].value
        return charts.timeline(self.tables, rows, palette=self.palette, summarise=summarise)

    def keys(self, rows: pd.DataFrame) -> pd.Series:
        return statements.mark_of(rows)


class Positions(_Spoken):
    """Positions on propositions: the matrix of actors and propositions; click a cell for its quotes."""

    table = "stances"
    target_kind = "proposition"
    columns = {
        "who": "actor",
        "position": "position",
        "proposition": "proposition",
        "text": "evidence",
        "outlet": "outlet",
        "day": "said on",
    }

    def __init__(self, tables: Any, codebook: Any = None, **options: Any) -> None:
        self.sentences = positions.propositions(codebook) if codebook is not None else {}
        chosen = tables.stances[tables.stances["target_kind"] == self.target_kind]
        super().__init__(tables.with_tables(stances=chosen.reset_index(drop=True)), **options)

    def more(self) -> Facets:
        self.data["proposition"] = self.data["target"].map(lambda t: self.sentences.get(t, t))
        return {
            "proposition": ("proposition", self.data["target"]),
            "position": ("position", self.data["position"]),
        }

    def named(self, value: str) -> str:
        return self.sentences.get(value) or super().named(value)

    def extras(self) -> dict[str, ipywidgets.Widget]:
        return {"view": choice("by proposition", "by day")}

    def draw(self, rows: pd.DataFrame) -> Any:
        if self.controls["view"].value == "by proposition" or rows.empty:
            return charts.matrix(self.tables, rows, palette=self.palette, sentences=self.sentences)
        target = positions.disagreement(rows).index[0]
        sentence = self.sentences.get(target, "")
        return charts.swimlanes(self.tables, target, rows, palette=self.palette, sentence=sentence)

    def keys(self, rows: pd.DataFrame) -> pd.Series:
        by_day = self.controls["view"].value == "by day"
        return keys(rows, positions.LANE if by_day else positions.SIDES)


class Acts(Positions):
    """Acts of one actor towards another: who accuses, warns or supports whom."""

    target_kind = "actor"
    columns = {
        "who": "actor",
        "act": "act",
        "towards": "towards",
        "text": "evidence",
        "outlet": "outlet",
        "day": "said on",
    }

    def more(self) -> Facets:
        self.data["towards"] = self.data["target"].map(self.palette.name)
        tone = self.data["polarity"].map({-1: "hostile", 0: "neutral", 1: "friendly"})
        return {
            "act": ("act", self.data["act"]),
            "target": ("towards", self.data["target"]),
            "tone": ("tone", tone),
        }

    def extras(self) -> dict[str, ipywidgets.Widget]:
        return {}

    def draw(self, rows: pd.DataFrame) -> Any:
        return charts.adjacency(self.tables, rows, palette=self.palette)

    def keys(self, rows: pd.DataFrame) -> pd.Series:
        return keys(rows, positions.PAIR)


class Framings(_Spoken):
    """Contested wordings, or dimensions, by voice."""

    table = "framings"
    voice = "voice"
    columns = {
        "who": "voice",
        "concept": "concept",
        "variant": "wording",
        "frame": "dimension",
        "text": "words",
        "outlet": "outlet",
        "day": "said on",
    }

    def more(self) -> Facets:
        d = self.data
        return {
            n: (label, d[n])
            for n, label in (("concept", "concept"), ("variant", "wording"), ("frame", "dimension"))
        }

    def extras(self) -> dict[str, ipywidgets.Widget]:
        return {"view": choice("wordings", "dimensions")}

    def draw(self, rows: pd.DataFrame) -> Any:
        chart = charts.wordings if self.controls["view"].value == "wordings" else charts.dimensions
        return chart(self.tables, rows, palette=self.palette)

    def _cells(self, rows: pd.DataFrame) -> pd.DataFrame:
        cells = super()._cells(rows)
        ids = ["concept", "wording", "dimension"]
        return cells.assign(**{name: cells[name].map(framing.words) for name in ids})

    def keys(self, rows: pd.DataFrame) -> pd.Series:
        if self.controls["view"].value == "wordings":
            return keys(framing.lumped(rows[rows["variant"].notna()]), framing.BAR)
        return keys(rows, framing.TILE)


class Articles(Explorer):
    """What went in: articles by outlet and day, with what a reader should know of their condition."""

    table = "articles"
    columns = {
        "article_id": "article",
        "outlet": "outlet",
        "headline": "headline",
        "day": "published",
        "published_basis": "date from",
        "words": "words",
        "flags": "flags",
        "duplicate_of": "repeats",
    }

    def facets(self) -> Facets:
        flags = [tuple(str(f) for f in flags) for flags in self.data["flags"]]
        return {
            "outlet": ("outlet", self.data["outlet"].fillna(claim_charts.NO_OUTLET)),
            "dated": ("date from", self.data["published_basis"]),
            "flag": ("flag", flags),
            "language": ("language", self.data["language"]),
        }

    def draw(self, rows: pd.DataFrame) -> Any:
        return charts.articles(self.tables, rows, palette=self.palette)

    def keys(self, rows: pd.DataFrame) -> pd.Series:
        return keys(claim_charts.squares(rows), ["outlet", "date"])

    def _passages(self) -> list[str]:
        return list(self.data["text"])

    def _passage(self, row: pd.Series) -> rendering.Markup:
        """The article from its beginning, with every attributed statement marked."""
        claims = self.tables.claims[self.tables.claims["article_id"] == row["article_id"]]
        marks = [mark for _, claim in claims.iterrows() for mark in rendering.marks_of(claim)]
        return rendering.passage(
            row["text"],
            [(0, min(1200, len(row["text"])), "page"), *marks],
            row["headline"] or row["article_id"],
            self.why(row),
        )

    def why(self, row: pd.Series) -> str:
        flags = ", ".join(row["flags"]) or "no flags"
        return f"{row['path']} · {row['words']:,} words · date from {row['published_basis']} · {flags}"
