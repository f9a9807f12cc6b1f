"""Article text becomes something to look at, and nothing else."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pandas as pd
import pytest

from workbench import rendering
from workbench.rendering import Markup, escape, passage, segments, table, terminal, visible, words

from .samples import PAYLOADS, handmade

PACKAGE = Path(rendering.__file__).parent
LIVE = re.compile(r"<(script|img|a|svg|iframe|!--)", re.IGNORECASE)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_of_an_article_stays_text(payload: str) -> None:
    everywhere = [
        words(payload, tone="warning").html,
        table(pd.DataFrame({payload: [payload]}), caption=payload).html,
        passage(payload, [(0, len(payload), "content"), (1, 4, "cue")], heading=payload, why=payload).html,
    ]
    assert not any(LIVE.search(html) for html in everywhere)
    assert all(escape(payload[:4]) in html for html in everywhere)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, “quoted” – 7,000", "plain, “quoted” – 7,000"),
        ("a\u202eb", "a⟦U+202E⟧b"),
        ("zero\u200bwidth", "zero⟦U+200B⟧width"),
        ("bell\x07 and escape\x1b[31m", "bell⟦U+0007⟧ and escape⟦U+001B⟧[31m"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("Київ, Łódź, 北京", "Київ, Łódź, 北京"),
        (None, ""),
        (pd.NA, ""),
        (float("nan"), ""),
    ],
)
def test_hidden_characters_are_written_out(text: object, shown: str) -> None:
    assert visible(text) == shown


def test_quotes_cannot_leave_an_attribute() -> None:
    assert escape("""a" onmouseover='x'""") == "a&quot; onmouseover=&#x27;x&#x27;"


def test_bare_text_is_refused_as_html() -> None:
    box = rendering.widget(words("fine"))
    with pytest.raises(TypeError, match="rendering.words"):
        rendering.update(box, "<b>no</b>")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        rendering.widget("<b>no</b>")  # type: ignore[arg-type]


def test_marks_overlap_and_text_is_complete() -> None:
    text = "Ana Ruiz said that 5,000 left."
    pieces = segments(
        0, len(text), [(0, 8, "source"), (9, 12, "cue"), (13, 29, "content"), (19, 24, "figure")]
    )
    assert "".join(text[a:b] for a, b, _ in pieces) == text
    assert [(text[a:b], roles) for a, b, roles in pieces if "figure" in roles] == [
        ("5,000", ("content", "figure"))
    ]


def test_a_passage_is_the_lines_around_its_marks() -> None:
    text = "First line.\nSecond line says 7.\nThird line.\nFourth."
    shown = passage(text, [(29, 30, "figure")]).text
    assert "Second line says 7." in shown and "First" not in shown and "Third" not in shown


def test_a_passage_of_one_long_line_is_cut_around_the_mark() -> None:
    text = "x" * 5000 + " 7 " + "y" * 5000
    shown = passage(text, [(5001, 5002, "figure")]).text
    assert " 7 " in shown and len(shown) < 2000


def test_marks_of_a_figure_are_those_of_its_claim_too() -> None:
    tables = handmade()
    figure = tables.figures.iloc[0]
    claim = tables.claims.set_index("claim_id", drop=False).loc[figure["claim_id"]]
    text = tables.articles.loc[0, "text"]
    marked = {role: text[s:e] for s, e, role in rendering.marks_of(figure, claim)}
    assert marked == {
        "figure": "more than 40,000",
        "content": "more than 40,000 soldiers guard the Orsa dam",
        "cue": "said",
        "source": "The Ministry of Water",
    }


def test_a_claim_without_a_source_has_no_source_mark() -> None:
    claim = handmade().claims.iloc[0].copy()
    claim["source_start"] = claim["source_end"] = pd.NA
    assert {role for _, _, role in rendering.marks_of(claim)} == {"content", "cue"}


def test_the_terminal_shows_marks_and_no_control_codes_of_the_article() -> None:
    text = "He said\x1b[2J so.\nNext."
    assert terminal(text, [(3, 7, "cue")], color=False) == "He [cue: said]⟦U+001B⟧[2J so.\nNext."
    colored = terminal(text, [(3, 7, "cue")])
    assert re.sub(r"\x1b\[[\d;]*m", "", colored) == "He said⟦U+001B⟧[2J so.\nNext."


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (150000.0, "150,000"),
        (66.7, "66.70"),
        (True, "yes"),
        (["a", "b"], "a, b"),
        (pd.Timestamp("2022-02-06"), "6 Feb 2022"),
        (pd.NaT, ""),
        ("x" * 500, "x" * 400 + " …"),
    ],
)
def test_values_are_written_as_people_write_them(value: object, text: str) -> None:
    assert rendering.cell_text(value) == text


def test_a_table_without_rows_says_so() -> None:
    none, one = table(pd.DataFrame({"who": []})), table(pd.DataFrame({"who": ["Ana"]}))
    assert rendering.NONE in none.html and none.text.endswith(rendering.NONE)
    assert rendering.NONE not in one.html and rendering.NONE not in one.text


def test_html_is_made_in_one_module_only() -> None:
    """No other module builds HTML widgets, shows bare HTML or Markdown, or escapes by itself."""
    for path in PACKAGE.rglob("*.py"):
        if path.name == "rendering.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = (
                getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
            )
            assert name not in {"HTML", "HTMLMath", "Markdown", "Latex", "to_html", "display"}, (
                f"{path.name}:{node.lineno}"
            )
            if isinstance(node, ast.ImportFrom | ast.Import):
                assert "html" not in [alias.name for alias in node.names], path.name


def test_markup_shows_itself_in_notebooks_and_as_text() -> None:
    made = words("a < b")
    assert isinstance(made, Markup) and "a &lt; b" in made._repr_html_() and repr(made) == "a < b"
