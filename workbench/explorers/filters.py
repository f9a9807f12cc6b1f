"""The filter bar that every explorer wears: facets, days, confidence and a search for words.

What is ticked is a plain dict (`FilterBar.selection`) that can be saved and given back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import anywidget
import ipywidgets
import numpy as np
import pandas as pd
import traitlets

from ..rendering import visible

HERE = Path(__file__).parent
OFF = {"description_width": "initial"}
Values: TypeAlias = Sequence[tuple[str, ...]] | pd.Series  # for each row one value, or several


class Facet(anywidget.AnyWidget):
    """A list of tick boxes: `options` are (id, name, rows), `value` the ids that are ticked; none means all."""

    _esm = HERE / "facet.js"
    _css = HERE / "explorer.css"
    label = traitlets.Unicode("").tag(sync=True)
    options: traitlets.List = traitlets.List().tag(sync=True)
    value = traitlets.List(traitlets.Unicode()).tag(sync=True)


@dataclass(frozen=True)
class Index:
    """One facet over all rows, kept as numbers: which row has which value, so that filtering is array work."""

    ids: tuple[str, ...]
    positions: np.ndarray
    codes: np.ndarray
    rows: int

    @classmethod
    def of(cls, values: Values) -> Index:
        if isinstance(values, pd.Series):
            flat = values.astype("object").where(values.notna(), None).to_numpy()
            positions = np.arange(len(values))
        else:
            sizes = np.array([len(v) for v in values], dtype=np.int64)
            positions = np.repeat(np.arange(len(values)), sizes)
            flat = np.array([item for v in values for item in v], dtype=object)
        codes, ids = pd.factorize(flat, use_na_sentinel=True)
        return cls(tuple(str(i) for i in ids), positions[codes >= 0], codes[codes >= 0], len(values))

    def counts(self) -> np.ndarray:
        return np.bincount(self.codes, minlength=len(self.ids))

    def mask(self, chosen: Sequence[str]) -> np.ndarray:
        """True for the rows that have any of the chosen values."""
        allowed = np.isin(np.array(self.ids, dtype=object), list(chosen)) if self.ids else np.zeros(0, bool)
        found = np.zeros(self.rows, bool)
        found[self.positions[allowed[self.codes]]] = True
        return found


class FilterBar:
    """Facets over some rows, and the rows that they leave.

    `facets` is name -> (label, values per row, name of an id); `day` and `confidence` are columns, or None
    where the rows have none; `texts` is what a search looks in; `extras` are controls that filter nothing.
    `changed` is called once after a change.
    """

    def __init__(
        self,
        facets: dict[str, tuple[str, Values, Callable[[str], str]]],
        day: pd.Series | None,
        confidence: pd.Series | None,
        texts: list[str],
        extras: dict[str, Any],
    ) -> None:
        self._index = {name: Index.of(values) for name, (_, values, _) in facets.items()}
        self.facets = {n: self._facet(n, label, naming) for n, (label, _, naming) in facets.items()}
        self._day = None if day is None else day.to_numpy("datetime64[D]")
        self._confidence = None if confidence is None else confidence.astype("float64").fillna(0).to_numpy()
        self._haystack = [text.casefold() for text in texts]
        self.since, self.until = (
            ipywidgets.DatePicker(description=d, style=OFF, layout={"width": "180px"}) for d in ("from", "to")
        )
        self.least = ipywidgets.FloatSlider(
            0,
            min=0,
            max=1,
            step=0.05,
            description="confidence ≥",
            continuous_update=False,
            style=OFF,
            layout={"width": "260px"},
        )
        self.words = ipywidgets.Text(
            description="words",
            placeholder="in the passage",
            continuous_update=False,
            layout={"width": "240px"},
        )
        self.clear = ipywidgets.Button(description="Clear filters", layout={"width": "110px"})
        self.clear.on_click(lambda _: self.restore({}))
        self.changed: Callable[[], None] = lambda: None
        self._held = False
        self._extras, self._first = extras, {name: control.value for name, control in extras.items()}
        filters = (*self.facets.values(), self.since, self.until, self.least, self.words)
        for control in (*filters, *extras.values()):
            control.observe(lambda _: self._held or self.changed(), names="value")

    def _facet(self, name: str, label: str, naming: Callable[[str], str]) -> Facet:
        index = self._index[name]
        listed = sorted(
            zip(index.ids, index.counts().tolist(), strict=True), key=lambda item: (-item[1], item[0])
        )
        return Facet(label=label, options=[[i, visible(naming(i)), n] for i, n in listed])

    def widget(self) -> ipywidgets.Widget:
        """The bar itself; a facet with nothing to choose between is left out."""
        row = {"flex_flow": "row wrap", "grid_gap": "6px 8px", "overflow": "visible", "align_items": "center"}
        parts: list[ipywidgets.Widget] = [facet for facet in self.facets.values() if len(facet.options) > 1]
        if self._day is not None:
            parts += [self.since, self.until]
        if self._confidence is not None:
            parts.append(self.least)
        return ipywidgets.Box([*parts, self.words, self.clear, *self._extras.values()], layout=row)

    @property
    def selection(self) -> dict[str, Any]:
        """What is chosen, as plain values: lists of ids, ISO days or None, a number, a text."""
        days = {
            n: c.value.isoformat() if c.value else None
            for n, c in (("since", self.since), ("until", self.until))
        }
        return (
            {n: list(f.value) for n, f in self.facets.items()}
            | days
            | {"confidence": self.least.value, "words": self.words.value}
            | {name: control.value for name, control in self._extras.items()}
        )

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        self._held = True
        try:
            yield
        finally:
            self._held = False

    def restore(self, selection: dict[str, Any]) -> None:
        """Choose what a saved selection says, the rest open; ValueError names a key or id that is not there."""
        unknown = set(selection) - set(self.selection)
        if unknown:
            raise ValueError(
                f"no filter is called {sorted(unknown)[0]!r}; there are {', '.join(self.selection)}"
            )
        for name, facet in self.facets.items():
            known = {option[0] for option in facet.options}
            for value in selection.get(name) or []:
                if value not in known:
                    raise ValueError(
                        f"{name}: no row has {value!r}; there are {', '.join(sorted(known)[:8])} …"
                    )
        with self._quietly():
            for name, facet in self.facets.items():
                facet.value = list(selection.get(name) or [])
            for name, control in (("since", self.since), ("until", self.until)):
                control.value = date.fromisoformat(selection[name]) if selection.get(name) else None
            self.least.value = float(selection.get("confidence") or 0)
            self.words.value = selection.get("words") or ""
            for name, control in self._extras.items():
                control.value = selection.get(name, self._first[name])
        self.changed()

    def _masks(self) -> dict[str, tuple[str, np.ndarray]]:
        """Filter that is in use -> how it reads, and the rows it leaves."""
        found: dict[str, tuple[str, np.ndarray]] = {}
        for name, facet in self.facets.items():
            if facet.value:
                names = {option[0]: option[1] for option in facet.options}
                found[name] = (
                    f"{facet.label} = {' or '.join(names[v] for v in facet.value)}",
                    self._index[name].mask(facet.value),
                )
        if self._day is not None and self.since.value:
            found["since"] = (f"from {self.since.value}", self._day >= np.datetime64(self.since.value))
        if self._day is not None and self.until.value:
            found["until"] = (f"to {self.until.value}", self._day <= np.datetime64(self.until.value))
        if self._confidence is not None and self.least.value > 0:
            found["confidence"] = (f"confidence ≥ {self.least.value:g}", self._confidence >= self.least.value)
        if self.words.value.strip():
            found["words"] = (
                f"words “{self.words.value}”",
                self._search(self.words.value.strip().casefold()),
            )
        return found

    def _search(self, words: str) -> np.ndarray:
        return np.fromiter((words in text for text in self._haystack), bool, len(self._haystack))

    def mask(self, rows: int) -> np.ndarray:
        """True for every row that all filters leave; rows without a day drop out once a day is asked for."""
        left = np.ones(rows, bool)
        for _, found in self._masks().values():
            left &= found
        return left

    def advice(self, rows: int) -> list[str]:
        """For an empty selection: which single filter to relax, and how many rows that would bring."""
        masks = self._masks()
        lines = ["No row fits all of these filters together."]
        for name, (reading, _) in masks.items():
            left = np.ones(rows, bool)
            for other, (_, found) in masks.items():
                if other != name:
                    left &= found
            if left.any():
                lines.append(
                    f"Without “{reading}”: {int(left.sum()):,} {'row' if left.sum() == 1 else 'rows'}."
                )
        return lines if len(lines) > 1 else [*lines, "No single one of them is to blame: clear two or more."]
