"""Reviewing in a notebook: one row at a time, what matters first, every decision on disk before the next is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

import ipywidgets
import pandas as pd

from .. import rendering
from ..charts.renderer import LiveChart, forms, unchecked
from ..charts.theme import Palette, count
from ..corrections import ledger, review
from ..corrections.applied import replay
from ..corrections.bench import Bench, Stale
from ..corrections.decisions import Entry, agreement, editable, standing
from ..records import InputError
from ..schemas import SCHEMAS
from .explorer import PAGE, Explorer, Rows
from .views import Acts, Claims, Figures, Framings, Positions

KEYS = {"a": "accept", "r": "reject", "u": "undo"}


class Review:
    """The queue of `review.queue` with evidence, decisions and their effect; the buttons do what the methods do.

    `tables` are the corrected tables, `stale` the corrections that no longer fit. Nothing is decided before
    the ledger has it: a decision that cannot be stored or would not fit raises InputError.
    """

    columns = ("table", "words", "why it is here")

    def __init__(self, tables: Any, path: str | Path, who: str | None = None) -> None:
        self.built, self.path, self.who = tables, Path(path), who
        self.palette = Palette.of(tables)
        self.texts = dict(zip(tables.articles["article_id"], tables.articles["text"], strict=True))
        self.at, self._message = 0, "Nothing decided yet."
        self._replay()

    # --- decisions --------------------------------------------------------------------------------

    def accept(self, why: str | None = None) -> str:
        """The current row is right."""
        return self._decide("accept", why=why)

    def reject(self, why: str | None = None) -> str:
        """The current row is wrong, and hidden from every table and chart."""
        return self._decide("reject", why=why)

    def edit(self, field: str, now: Any, why: str | None = None) -> str:
        """The current row is right but for one field."""
        return self._decide("edit", field=field, now=now, why=why)

    def note(self, words: str) -> str:
        """Words about the current row, which stays in the queue."""
        return self._decide("note", why=words)

    def grade(self, reliability: str | None, credibility: int | None, why: str | None = None) -> str:
        """An analyst's grade of the source (A to F) and of the statement (1 to 6), as NATO's AJP-2.1 has them."""
        return self._decide("grade", now={"reliability": reliability, "credibility": credibility}, why=why)

    def add(self, table: str, article_id: str, words: str, why: str | None = None, **now: Any) -> str:
        """A missed row on words that stand in the article once."""
        text = self.texts.get(article_id, "")
        if text.count(words) != 1:
            raise InputError(f"{words!r} stands {text.count(words)} times in {article_id}; give more words")
        start = text.index(words)
        entry = review.addition(
            self.tables, table, article_id, start, start + len(words), now, why=why, who=self.who
        )
        return self._append(entry, f"added to {table}: {words}")

    def undo(self) -> str:
        """Take back the last decision of this analyst that still stands."""
        mine = [e for e in standing(self._entries) if self.who in (None, e["payload"]["who"])]
        if not mine:
            return self._say("There is nothing to undo.")
        last = mine[-1]
        words = last["payload"].get("anchor", {}).get("exact", "")
        entry = {"kind": "undo", "of": last["id"], "who": self.who}
        return self._append(entry, f"taken back: {last['payload']['kind']} of “{words}”")

    def _decide(self, kind: str, **what: Any) -> str:
        if self.queue.empty:
            return self._say("Every row has been looked at.")
        row = self.queue.iloc[self.at]
        entry = review.correction(self.tables, row["table"], row["row"], kind, who=self.who, **what)
        try:
            Bench(self.tables).correct(entry)
        except Stale as reason:
            raise InputError(f"{row['table']} {row['row']}: {reason}; nothing was stored") from reason
        self._shown = (row["table"], row["row"])
        return self._append(entry, f"{kind}: “{self._words(row)}”")

    def _append(self, entry: Entry, what: str) -> str:
        ledger.append(self.path, {k: v for k, v in entry.items() if v is not None or k in ("was", "now")})
        self._replay()
        return self._say(f"Saved — {what}")

    def _say(self, message: str) -> str:
        self._message = rendering.visible(message)
        if "widget" in self.__dict__:
            self._live.show(unchecked(self.chart))
            self._fill()
        return self._message

    # --- state ------------------------------------------------------------------------------------

    def _replay(self) -> None:
        self._entries = ledger.read(self.path) if self.path.exists() else []
        self.tables, self.stale = replay(self.built, self._entries)
        self._judged, _ = replay(self.built, self._entries, keep_rejected=True)
        self.queue = review.queue(self.tables)
        self._views: dict[type[Explorer], Explorer] = {}
        self.at = max(0, min(self.at, len(self.queue) - 1))

    def progress(self) -> pd.DataFrame:
        """Table by status: how many rows were looked at, and with which outcome."""
        return review.progress(self._judged)

    def agreement(self, other: str | Path) -> dict[str, Any]:
        """How far this ledger and another agree on the rows that both judged: n, agreed, kappa."""
        return agreement(self._entries, ledger.read(other))

    def listing(self, limit: int = 10) -> rendering.Markup:
        """The head of the queue as a static table."""
        return rendering.table(
            self._cells(limit), f"{count(len(self.queue), 'row')} nobody has looked at", limit
        )

    def evidence(self) -> rendering.Markup:
        """The passage of the current row, and why it is there."""
        if self.queue.empty:
            return rendering.words("Every row has been looked at.")
        row = self.queue.iloc[self.at]
        view = self._view(row["table"], row["row"])
        return view._passage(view.data[view.data["row"] == rendering.visible(row["row"])].iloc[0])

    def chart(self) -> Any:
        """What the corrected tables draw of the row that was decided last, or else of the current one."""
        if not hasattr(self, "_shown") and self.queue.empty:
            return self._view("claims", "").chart()
        row = self.queue.iloc[self.at] if not hasattr(self, "_shown") else None
        table, key = self._shown if row is None else (row["table"], row["row"])
        view = self._view(table, key)
        if table == "figures":
            of = self.built.figures.set_index("figure_id")["kind"].get(key)
            rows = view.data[view.data["kind"] == of]
            return view.draw(rows)
        return view.chart()

    def _view(self, table: str, row: str) -> Explorer:
        """The explorer of a row's table, over the corrected tables."""
        views: dict[str, type[Explorer]] = {"claims": Claims, "figures": Figures, "framings": Framings}
        if table == "stances":
            kinds = self._judged.stances.set_index("stance_id")["target_kind"]
            views["stances"] = Acts if kinds.get(row) == "actor" else Positions
        view = views[table]
        if view not in self._views:
            self._views[view] = view(self.tables, palette=self.palette)
        return self._views[view]

    def _words(self, row: pd.Series) -> str:
        return self.texts[row["article_id"]][int(row["start"]) : int(row["end"])]

    def _cells(self, limit: int = PAGE) -> pd.DataFrame:
        head = self.queue.head(limit)
        rows = [(row["table"], self._words(row), row["reason"]) for _, row in head.iterrows()]
        return pd.DataFrame(rows, columns=list(self.columns))

    # --- the widget -------------------------------------------------------------------------------

    @cached_property
    def widget(self) -> ipywidgets.Widget:
        """Progress, decisions, queue, passage and chart; the keys a, r and u work in the queue."""
        self._table = Rows(columns=list(self.columns), letters=list(KEYS))
        self._table.observe(lambda change: self._move(change["new"]), names="current")
        self._table.on_msg(lambda _, message, __: self._try(getattr(self, KEYS[message["key"]])))
        self._said, self._panel = rendering.widget(), rendering.widget()
        self._live = LiveChart(unchecked(self.chart))
        buttons = [
            self._button(f"{name} ({key})", getattr(self, name), "110px") for key, name in KEYS.items()
        ]
        self._field = ipywidgets.Dropdown(description="field", layout={"width": "240px"})
        self._value = ipywidgets.Text(placeholder="new value", layout={"width": "180px"})
        change = self._button("edit", lambda: self.edit(self._field.value, self._typed()), "80px")
        row = {"flex_flow": "row wrap", "grid_gap": "6px 8px"}
        decide = ipywidgets.Box([*buttons, self._field, self._value, change], layout=row)
        self._fill()
        return ipywidgets.VBox([self._said, decide, self._table, self._panel, self._live])

    def _button(self, name: str, act: Callable[[], Any], width: str) -> ipywidgets.Button:
        button = ipywidgets.Button(description=name, layout={"width": width})
        button.on_click(lambda _: self._try(act))
        return button

    def _try(self, act: Callable[[], Any]) -> None:
        try:
            act()
        except (InputError, OSError) as error:
            rendering.update(self._said, rendering.words(f"Not saved: {error}", tone="warning"))

    def _typed(self) -> Any:
        """The new value in the type of its column."""
        table = self.queue.iloc[self.at]["table"]
        kind = next(c.type for c in SCHEMAS[table] if c.name == self._field.value)
        text = self._value.value.strip()
        if kind in ("number", "integer") and text:
            try:
                return float(text.replace(",", ""))
            except ValueError as error:
                raise InputError(f"{text!r} is no number; type one for {self._field.value}") from error
        return [part.strip() for part in text.split(",")] if kind == "strings" else text or None

    def _fill(self) -> None:
        done = self.progress().drop(columns="auto").sum()
        said = ", ".join(f"{n} {status}" for status, n in done.items() if n) or "none yet"
        lines = (self._message, f"Looked at: {said}. Left: {len(self.queue)}.")
        rendering.update(self._said, rendering.words(*lines))
        cells = self._cells()
        with self._table.hold_sync():
            self._table.caption = "Keys: ↑ ↓ to move, a accepts, r rejects, u takes back"
            self._table.rows = [
                [rendering.cell_text(v) for v in row] for row in cells.itertuples(index=False)
            ]
            self._table.current = self.at
        self._move(self.at)

    def _move(self, number: int) -> None:
        self.at = max(0, min(number, len(self.queue) - 1))
        if len(self.queue):
            fields = editable(self.queue.iloc[self.at]["table"])
            if list(self._field.options) != fields:
                self._field.options = fields
                self._field.value = next(field for field in fields if not field.endswith("_id"))
        rendering.update(self._panel, self.evidence())

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        widget = self.widget
        return {**forms(self._live.spec, widget), "text/plain": repr(self)}

    def __repr__(self) -> str:
        return f"Review: {count(len(self.queue), 'row')} to look at; run this cell to decide on them"
