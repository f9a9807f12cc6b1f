"""Tables -> one self-contained page to read, print or mail: findings, charts, tables and the passages behind them.

The page holds no script at all. Charts are pictures in the page, everything else is escaped text, and its
content policy lets a browser load and run nothing, whatever an article says.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd

from . import charts, findings, rendering
from .charts.positions import propositions
from .charts.renderer import canonical, picture
from .charts.rows import prepared
from .contradictions import contradictions
from .rendering import Markup, escape

SHARP = 2  # dots of a picture for one of the page, for print
EVIDENCE = 300  # passages of one table at most; the page says how many it leaves out
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
STYLE = """
:root { color-scheme: light dark }
body { font: 16px/1.5 "Liberation Sans", Arial, sans-serif; max-width: 960px; margin: 2em auto; padding: 0 1em }
h1, h2 { line-height: 1.2 } h2 { margin-top: 2em; border-top: 2px solid #808080; padding-top: .6em }
figure { margin: 1em 0 } img { max-width: 100%; height: auto; background: white }
table { border-collapse: collapse; font-size: 13px; margin: 1em 0; display: block; overflow-x: auto }
th, td { text-align: left; vertical-align: top; padding: 3px 8px; border-bottom: 1px solid #80808066 }
td { overflow-wrap: anywhere } td[style*="left"] { min-width: 5em }
@media (max-width: 700px) { table { font-size: 12px } th, td { padding: 3px 4px } }
caption { text-align: left; font-style: italic } details { margin: .3em 0 } summary { cursor: pointer }
@media print { body { max-width: none; margin: 0; font-size: 11pt } h2 { break-after: avoid }
  figure, tr, blockquote { break-inside: avoid } img { max-height: 255mm } table { display: table; font-size: 8pt }
  th, td { padding: 2px 4px }
  details::details-content { content-visibility: visible; display: block } }
@media screen and (prefers-color-scheme: dark) { img { filter: invert(0.93) hue-rotate(180deg) } }
@page { size: A4; margin: 12mm }
"""
LIMITS = (
    "Every row is what an article gives to somebody: not yet true or false, and not all that was said.",
    "Counts are counts of these articles, which nobody drew at random.",
    "Rows were read by a program; open the passage before you rely on one.",
)


def write(tables: Any, path: str | Path, codebook: Any = None) -> Path:
    """Write the report of `tables` as one HTML file; with a codebook, propositions are written out as sentences."""
    names = propositions(codebook) if codebook is not None else {}
    body = "\n".join(_body(tables, names))
    page = (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f'<meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer">'
        f"<title>Report of {len(tables.articles)} articles</title><style>{STYLE}</style></head>"
        f"<body>{body}</body></html>\n"
    )
    Path(path).write_text(page, encoding="utf-8")
    return Path(path)


def _body(tables: Any, names: dict[str, str]) -> Iterator[str]:
    palette = charts.Palette.of(tables)
    figures = tables.figures
    yield f"<h1>Who said what in {len(tables.articles)} articles</h1>"
    yield findings.corpus(tables).html
    yield from _section(
        "What went in", charts.articles(tables, palette=palette), _listing(tables, "articles", palette)
    )
    yield from _section("Who says what", findings.speakers(tables), charts.speakers(tables, palette=palette))
    for kind in _kinds(figures):
        rows = figures[figures["kind"] == kind]
        parts = (findings.estimates(tables, kind), charts.timeline(tables, rows, palette=palette))
        echoes = rendering.table(
            charts.echoes(tables, rows, palette=palette).drop(columns="kind"),
            "Who states each estimate, and who repeats it",
            limit=40,
        )
        yield from _section(f"Figures: {kind}", *parts, echoes)
    yield from _section(
        "Who affirms, doubts or rejects what",
        findings.positions(tables, names),
        charts.matrix(tables, palette=palette, sentences=names),
        _contradictions(tables, names),
    )
    yield from _section("Who does what to whom", charts.adjacency(tables, palette=palette))
    yield from _section(
        "In whose words",
        findings.framing(tables),
        charts.wordings(tables, palette=palette),
        charts.dimensions(tables, palette=palette),
    )
    yield from _section("The passages behind the figures", *_evidence(tables, "figures", palette, names))
    yield from _section(
        "The passages behind positions and acts", *_evidence(tables, "stances", palette, names)
    )
    yield from _section("What this cannot tell you", rendering.words(*LIMITS))


def _kinds(figures: pd.DataFrame) -> list[str]:
    """Kinds that are stated more than once, troops and deaths first."""
    counts = figures["kind"].value_counts()
    often = sorted(
        (k for k, n in counts.items() if n > 1), key=lambda k: (k not in ("troops", "deaths"), -counts[k], k)
    )
    return [str(k) for k in often[:6]]


def _section(heading: str, *parts: Any) -> Iterator[str]:
    yield f"<h2>{escape(heading)}</h2>"
    for part in parts:
        yield part.html if isinstance(part, Markup) else _picture(part)


def _picture(chart: alt.TopLevelMixin) -> str:
    """A chart as a picture in the page: a bitmap runs nothing, loads nothing and needs no fonts."""
    spec = canonical(chart.to_dict())
    drawing = picture(spec, SHARP)
    width = int.from_bytes(drawing[16:20], "big") // SHARP  # a PNG's own width stands there
    heading = spec["title"]["text"]
    label = " ".join(heading) if isinstance(heading, list) else heading
    data = base64.b64encode(drawing).decode()
    return f'<figure><img alt="{escape(label)}" width="{width}" src="data:image/png;base64,{data}"></figure>'


def _listing(tables: Any, table: str, palette: charts.Palette) -> Markup:
    rows = prepared(tables, table, palette)[
        ["article_id", "outlet", "headline", "day", "published_basis", "words", "flags", "duplicate_of"]
    ]
    rows.columns = ["article", "outlet", "headline", "published", "date from", "words", "flags", "repeats"]
    return rendering.table(rows.dropna(axis="columns", how="all"), limit=200)


def _contradictions(tables: Any, names: dict[str, str]) -> Markup:
    pairs = contradictions(tables)
    pairs = pairs.assign(proposition=[names.get(target, target) for target in pairs["target"]])
    shown = [
        "proposition",
        *(f"{part}_{side}" for side in "12" for part in ("holder", "position", "sentence")),
    ]
    table = pairs[[*shown, "days"]].rename(columns=lambda name: name.replace("_", " "))
    return rendering.table(table, "Who contradicts whom, nearest in time first", limit=40)


def _evidence(tables: Any, table: str, palette: charts.Palette, names: dict[str, str]) -> Iterator[Markup]:
    """One folded passage a row, in the order of the articles."""
    rows = prepared(tables, table, palette)
    texts = dict(zip(tables.articles["article_id"], tables.articles["text"], strict=True))
    claims = tables.claims.set_index("claim_id", drop=False)
    for _, row in rows.head(EVIDENCE).iterrows():
        claim = (
            claims.loc[row["claim_id"]]
            if row["claim_id"] is not pd.NA and row["claim_id"] in claims.index
            else None
        )
        head = f"{row['outlet'] or row['article_id']}: {rendering.visible(row['headline'])}"
        passage = rendering.passage(
            texts[row["article_id"]], rendering.marks_of(row, claim), head, f"rule: {row['rule']}"
        )
        label = row["text"] if table == "figures" else _side(row, palette, names)
        summary = f"<summary><bdi>{escape(row['who'])}</bdi>: <bdi>{escape(label)}</bdi></summary>"
        yield Markup(f"<details>{summary}{passage.html}</details>")
    if len(rows) > EVIDENCE:
        yield rendering.words(f"{len(rows) - EVIDENCE:,} more passages are in the tables.")


def _side(row: pd.Series, palette: charts.Palette, names: dict[str, str]) -> str:
    if row["target_kind"] == "actor":
        return f"{row['act']} {palette.name(row['target'])}"
    return f"{row['position']} “{names.get(row['target'], row['target'])}”"
