"""What all explorers share: filters, a chart, a table and the passage in its article, linked to each other.

The widget's product is data: `rows()`, `selection` and `export()` work the same without a browser.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets
import pandas as pd
import traitlets

from .. import rendering
from ..charts.renderer import LiveChart, forms, unchecked
from ..charts.rows import IDS, prepared
from ..charts.theme import Palette, count
from ..schemas import SCHEMAS
from .filters import HERE, FilterBar, Values

PAGE = 100  # rows of the table that are sent to the browser at once
# What charts are drawn from; a filter takes these columns of all rows, and the others only of those shown.
DRAWN = {
    "row", "article_id", "start", "day", "outlet", "who", "origin", "kind", "act", "low", "high", "bound", "unit",
    "subject", "measured", "direction", "modality", "group", "target", "target_kind", "position", "polarity", "concept",
    "variant", "frame", "words", "duplicate_of",
}  # fmt: skip
Facets = dict[str, tuple[str, Values]]


class Rows(anywidget.AnyWidget):
    """A table whose current row can be chosen; cells are text."""

    _esm = HERE / "rows.js"
    _css = HERE / "explorer.css"
    columns = traitlets.List(traitlets.Unicode()).tag(sync=True)
    rows: traitlets.List = traitlets.List().tag(sync=True)
    caption = traitlets.Unicode("").tag(sync=True)
    current = traitlets.Int(0).tag(sync=True)
    letters: traitlets.List = traitlets.List(help="keys that are sent as a message when pressed").tag(
        sync=True
    )


class Explorer:
    """Base of the family: a subclass names its table, facets, columns and chart.

    `explorer.selection` is a plain dict that can be saved and given back; `explorer.rows()` the rows
    behind what is seen; `explorer.export(path)` writes them. Clicking a mark or a row shows its passage.
    """

    table = "claims"
    columns: dict[str, str] = {}  # column of the data -> heading

    def __init__(
        self, tables: Any, selection: dict[str, Any] | None = None, palette: Palette | None = None
    ) -> None:
        self.tables = tables
        self.palette = palette or Palette.of(tables)
        self.data = prepared(tables, self.table, self.palette).reset_index(drop=True)
        confidence = self.data.get("confidence", None)
        facets: dict[str, Any] = {
            name: (label, values, self.named) for name, (label, values) in self.facets().items()
        }
        self.controls: dict[str, ipywidgets.Widget] = self.extras()
        self.filters = FilterBar(facets, self.data["day"], confidence, self._passages(), self.controls)
        self._light = self.data[[c for c in self.data if c in DRAWN]]
        self._visible = self._listed = self._light
        self._picked: str | None = None
        self.filters.changed = self._refresh
        if selection:
            self.selection = selection

    # --- what a subclass says ---------------------------------------------------------------------

    def facets(self) -> Facets:
        """Filter name -> its label and each row's value or values."""
        raise NotImplementedError

    def draw(self, rows: pd.DataFrame) -> Any:
        """The chart of these rows, whose marks carry a `key`."""
        raise NotImplementedError

    def keys(self, rows: pd.DataFrame) -> pd.Series:
        """For each row the `key` of its mark."""
        return rows["row"]

    def extras(self) -> dict[str, ipywidgets.Widget]:
        """Controls beyond the filters, by name; their values are part of the selection."""
        return {}

    def named(self, value: str) -> str:
        """How an id reads in a filter."""
        return self.palette.names.get(value) or value.replace("_", " ")

    # --- data -------------------------------------------------------------------------------------

    def rows(self) -> pd.DataFrame:
        """The rows that the filters leave, with the columns of the table, then outlet, day and who."""
        own = [c.name for c in SCHEMAS[self.table]]
        more = [c for c in ("outlet", "day", "who") if c not in own and self.table != "articles"]
        return self.data.loc[self._visible.index, [*own, *more]].reset_index(drop=True)

    def chart(self) -> Any:
        """The chart of what is seen."""
        return self.draw(self._visible)

    def listing(self, limit: int = 20) -> rendering.Markup:
        """The rows that the filters leave as a short static table."""
        caption = f"{count(len(self._visible), 'row')}" + (
            f", the first {limit} of them" if len(self._visible) > limit else ""
        )
        return rendering.table(self._cells(self._visible.head(limit)), caption)

    def evidence(self, number: int = 0) -> rendering.Markup:
        """The passage behind one of the rows that are seen."""
        return self._passage(self.data.loc[self._visible.index[number]])

    @property
    def selection(self) -> dict[str, Any]:
        """What is chosen, as plain values that JSON can hold."""
        return self.filters.selection

    @selection.setter
    def selection(self, chosen: dict[str, Any]) -> None:
        self.filters.restore(chosen)

    def export(self, path: str | Path) -> Path:
        """Write the rows that are seen, by the ending of `path`: .csv, .jsonl, .xlsx or .parquet."""
        from .. import exports

        own = [c.name for c in SCHEMAS[self.table]]
        return exports.write_rows(
            self.data.loc[self._visible.index, own].reset_index(drop=True), SCHEMAS[self.table], Path(path)
        )

    # --- the widget -------------------------------------------------------------------------------

    @cached_property
    def widget(self) -> ipywidgets.Widget:
        """Filters on top, then the chart, the table and the passage."""
        self._live = LiveChart(unchecked(self.chart))
        self._live.observe(lambda change: self._pick(change["new"]), names="picked")
        self._table = Rows(columns=list(self.columns.values()))
        self._table.observe(lambda change: self._show(change["new"]), names="current")
        self._panel, self._advice = rendering.widget(), rendering.widget()
        back, forward = (
            ipywidgets.Button(description=d, layout={"width": "110px"}) for d in ("◀ previous", "next ▶")
        )
        back.on_click(lambda _: self._step(-1))
        forward.on_click(lambda _: self._step(1))
        self._where = ipywidgets.Label()
        steps = ipywidgets.HBox([back, forward, self._where])
        self._fill()
        parts = [self.filters.widget(), self._advice, self._live, self._table, steps, self._panel]
        return ipywidgets.VBox(parts, layout={"overflow": "visible"})

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        """The widget; for a resting notebook the picture and the numbers of its chart."""
        widget = self.widget
        return {**forms(self._live.spec, widget), "text/plain": repr(self)}

    def __repr__(self) -> str:
        seen = f"{len(self._visible):,} of {count(len(self.data), 'row')}"
        return (
            f"{type(self).__name__}: {seen}; run this cell to filter, click a mark or a row for its passage"
        )

    def _filtered(self) -> pd.DataFrame:
        mask = self.filters.mask(len(self.data))
        return self._light if mask.all() else self._light[mask]

    def _refresh(self) -> None:
        """Everything after a change of the filters: rows, chart, table, passage."""
        self._visible = self._listed = self._filtered()
        self._picked = None
        if "widget" not in self.__dict__:
            return
        self._live.show(unchecked(self.chart))
        self._fill()

    def _pick(self, key: str | None) -> None:
        self._picked, self._listed = key, self._visible
        if key is not None:
            keys = self.keys(self._visible)
            self._listed = self._visible.loc[keys.index[keys == key]]
        self._fill()

    def _fill(self) -> None:
        """Table and passage of what is listed: the rows of the clicked mark, or all."""
        empty = self._visible.empty
        rendering.update(
            self._advice,
            rendering.words(*self.filters.advice(len(self.data)), tone="warning") if empty else None,
        )
        which = (
            "of the mark you clicked (click beside it for all)" if self._picked else "that the filters leave"
        )
        beyond = f"; the first {PAGE} are listed, export() writes all" if len(self._listed) > PAGE else ""
        cells = self._cells(self._listed.head(PAGE))
        with self._table.hold_sync():
            self._table.caption = f"{count(len(self._listed), 'row')} {which}{beyond}"
            self._table.rows = [
                [rendering.cell_text(v) for v in row] for row in cells.itertuples(index=False, name=None)
            ]
            self._table.current = 0
        self._show(0)

    def _step(self, by: int) -> None:
        last = min(len(self._listed), PAGE) - 1
        self._table.current = min(max(self._table.current + by, 0), max(last, 0))

    def _show(self, number: int) -> None:
        if self._listed.empty:
            self._where.value = ""
            rendering.update(self._panel, None)
            return
        self._where.value = f"{number + 1} of {len(self._listed):,}"
        rendering.update(self._panel, self._passage(self.data.loc[self._listed.index[number]]))

    def _cells(self, rows: pd.DataFrame) -> pd.DataFrame:
        return self.data.loc[rows.index, list(self.columns)].rename(columns=self.columns)

    # --- evidence ---------------------------------------------------------------------------------

    @cached_property
    def _texts(self) -> dict[str, str]:
        return dict(zip(self.tables.articles["article_id"], self.tables.articles["text"], strict=True))

    @cached_property
    def _claims(self) -> pd.DataFrame:
        return self.tables.claims.set_index("claim_id", drop=False)

    def _passages(self) -> list[str]:
        """The words that a search looks in: the row's own, the sentence around it and the names."""
        starts, ends = self.data["start"].astype(int), self.data["end"].astype(int)
        texts = self._texts
        return [
            f"{texts[a][max(0, s - 160) : e + 160]} {who}"
            for a, s, e, who in zip(self.data["article_id"], starts, ends, self.data["who"], strict=True)
        ]

    def _passage(self, row: pd.Series) -> rendering.Markup:
        claim = None
        if (
            self.table not in ("claims", "articles")
            and row["claim_id"] is not pd.NA
            and row["claim_id"] in self._claims.index
        ):
            claim = self._claims.loc[row["claim_id"]]
        day = f", {rendering.cell_text(row['day'])}" if row["day"] == row["day"] else ""
        heading = f"{row['outlet'] or row['article_id']}{day}: {rendering.visible(row['headline'])}"
        return rendering.passage(
            self._texts[row["article_id"]], rendering.marks_of(row, claim), heading, self.why(row)
        )

    def why(self, row: pd.Series) -> str:
        """Why the row is there: to whom it is given, the rule, its confidence, what analysts decided and remarked."""
        sure = (
            f", confidence {row['confidence']:.2f}"
            if "confidence" in row and row["confidence"] is not pd.NA
            else ""
        )
        said = "".join(f" · {remark}" for remark in self._remarks.get(row[IDS[self.table]], ()))
        return f"{row['who']} · rule: {row['rule']}{sure} · {row['status']} · {row[IDS[self.table]]}{said}"

    @cached_property
    def _remarks(self) -> dict[str, list[str]]:
        """Row id -> the grades and notes of analysts, as words."""
        found: dict[str, list[str]] = {}
        for _, mark in self.tables.remarks.iterrows():
            if mark["table"] == self.table:
                grade = "".join(str(mark[k]) for k in ("reliability", "credibility") if pd.notna(mark[k]))
                said = f": {mark['words']}" if pd.notna(mark["words"]) else ""
                words = f"graded {grade}" if mark["kind"] == "grade" else "note"
                found.setdefault(mark["row"], []).append(f"{words} by {mark['who']}{said}")
        return found
