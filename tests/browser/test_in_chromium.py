"""Notebooks, explorers, dashboards and the report as a person meets them: in a browser that can reach nothing else."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
from browser.lab import ROOT, Page, browser, chromium, lab, voila
from nbformat.v4 import new_code_cell, new_notebook

pytestmark = pytest.mark.skipif(
    chromium() is None,
    reason="NO CHROMIUM HERE: nothing was looked at in a browser (apt-get install chromium)",
)
NOTEBOOKS = sorted(p.name for p in (ROOT / "notebooks").glob("*.ipynb"))
SETUP = f"""import sys; sys.path.insert(0, {str(ROOT / "tests")!r})
from samples import handmade, hostile
from workbench import charts, explorers, findings"""
FAMILY = ("Articles", "Claims", "Figures", "Positions", "Acts", "Framings")
DRAWN = ".vega-embed svg.marks"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what a clone holds, and two notebooks over tables made by hand."""
    place = tmp_path_factory.mktemp("project")
    for name in ("notebooks", "seeds", "workbench", "tests"):
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    views = [f"explorers.{view}(tables)" for view in FAMILY]
    extra = [
        "charts.ladder(tables)",
        "charts.swimlanes(tables, tables.stances['target'].iloc[0])",
        "charts.dimensions(tables)",
        "charts.echoes(tables)",
    ]
    extra += [
        f"findings.{name}(tables)" for name in ("corpus", "speakers", "estimates", "positions", "framing")
    ]
    extra += [
        "explorers.Claims(tables).listing()",
        "explorers.Claims(tables).evidence()",
        "explorers.Figures(tables).rows()",
        "tables.articles",
    ]
    for name, cells in {"handmade": views, "hostile": [*views, *extra]}.items():
        notebook = new_notebook(cells=[new_code_cell(c) for c in (SETUP, f"tables = {name}()", *cells)])
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(notebook, place / "notebooks" / f"{name}.ipynb")
    return place


@pytest.fixture(scope="module")
def home(folder: Path) -> Iterator[str]:
    with lab(folder) as address:
        yield address


@pytest.fixture(scope="module")
def context() -> Iterator:
    with browser() as opened:
        yield opened


@pytest.fixture
def page(context, home: str) -> Iterator[Page]:
    opened = Page(context, home)
    yield opened
    opened.page.close()


def cell(page: Page, number: int):
    """The output of one cell."""
    return page.page.locator(".jp-Notebook .jp-Cell").nth(number).locator(".jp-Cell-outputWrapper")


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_run_all_without_error_or_request(page: Page, name: str) -> None:
    page.open(f"notebooks/{name}")
    assert page.run_all() == []
    page.page.wait_for_selector(DRAWN, timeout=20_000)
    assert page.page.locator(".vega-embed", has_text="JavaScript Error").count() == 0
    assert page.left == [] and page.errors == []


def test_a_filter_changes_chart_table_and_passage(page: Page) -> None:
    page.open("notebooks/handmade.ipynb")
    assert page.run_all() == []
    figures = cell(page, 2 + FAMILY.index("Figures"))
    figures.locator(DRAWN).wait_for()
    assert figures.locator(".wb-rows tbody tr").count() == 5
    assert "30,000–35,000" in figures.locator(DRAWN).text_content()
    figures.locator(".wb-facet summary", has_text="source").click()
    figures.locator(".wb-facet-list label", has_text="Pavel Ilic").locator("input").check()
    page.page.wait_for_function(
        "e => e.querySelectorAll('.wb-rows tbody tr').length === 1", arg=figures.element_handle()
    )
    page.page.wait_for_function(
        "e => !e.querySelector('svg.marks').textContent.includes('30,000')", arg=figures.element_handle()
    )
    assert "some 5,000" in figures.locator("mark.figure").inner_text()
    assert "Pavel Ilic" in figures.locator(".wb-facet summary").first.inner_text()


def test_a_click_on_a_mark_shows_its_sentence(page: Page) -> None:
    page.open("notebooks/handmade.ipynb")
    assert page.run_all() == []
    positions = cell(page, 2 + FAMILY.index("Positions"))
    positions.locator(DRAWN).wait_for()
    mark = positions.locator("svg.marks g.mark-rect path[aria-label*='rejects'][aria-label*='advance']")
    mark.first.click(force=True)
    page.page.wait_for_function(
        "e => e.querySelectorAll('.wb-rows tbody tr').length === 1", arg=positions.element_handle()
    )
    assert positions.locator("mark.evidence").inner_text() == "denied that his army had advanced"
    assert "The Dam Herald" in positions.locator(".wb-evidence").inner_text()


def test_rows_can_be_walked_by_key_and_button(page: Page) -> None:
    page.open("notebooks/handmade.ipynb")
    assert page.run_all() == []
    claims = cell(page, 2 + FAMILY.index("Claims"))
    claims.locator(".wb-rows").focus()
    page.page.keyboard.press("ArrowDown")
    claims.locator("mark.content", has_text="his army had advanced").wait_for()
    claims.locator("button", has_text="next").click()
    claims.locator("mark.content", has_text="no sign of a retreat").wait_for()


def test_hostile_text_does_nothing_in_any_view(page: Page) -> None:
    page.open("notebooks/hostile.ipynb")
    assert page.run_all() == []
    page.page.wait_for_timeout(1500)
    drawn = page.page.locator(DRAWN)
    assert drawn.count() >= len(FAMILY) + 3, "a chart that is not drawn proves nothing"
    for summary in page.page.locator(".wb-facet summary").all():
        summary.click()
        summary.click()
    for row in page.page.locator(".wb-rows tbody tr").all()[::3]:
        row.click()
    for mark in page.page.locator("svg.marks .mark-symbol path, svg.marks .mark-rect path").all()[:30]:
        mark.hover(force=True)
        mark.click(force=True)
    page.page.wait_for_timeout(500)
    text = page.page.locator(".jp-Notebook").inner_text()
    assert "<script>window.__ran+=1</script>" in text and "⟦U+202E⟧overridden" in text, (
        "shown as it is written"
    )
    assert (
        page.page.locator(
            ".jp-Notebook .jp-OutputArea-output :is(iframe, img[onerror], a[href^=javascript])"
        ).count()
        == 0
    )
    assert (page.ran(), page.left, page.errors) == (0, [], [])


def test_saving_in_lab_and_blessing_give_the_committed_form(page: Page, folder: Path) -> None:
    from workbench.notebooks import bless

    name = NOTEBOOKS[0]  # any will do
    committed = (ROOT / "notebooks" / name).read_text(encoding="utf-8")
    page.open(f"notebooks/{name}")
    assert page.run_all() == []
    page.page.evaluate("async () => { await window.jupyterapp.commands.execute('docmanager:save'); }")
    path = folder / "notebooks" / name
    assert path.read_text(encoding="utf-8") != committed, "Lab saved its own form"
    assert bless([path]) == []
    pictures = re.compile(r'"image/png": ".*"')  # fonts differ between machines
    assert pictures.sub("", path.read_text(encoding="utf-8")) == pictures.sub("", committed)


@pytest.mark.parametrize("name", [n for n in NOTEBOOKS if n[:2] in ("02", "03")])
def test_voila_serves_a_dashboard(context, folder: Path, name: str) -> None:
    with voila(folder) as address:
        page = Page(context, address)
        page.page.goto(f"{address}/voila/render/notebooks/{name}", timeout=120_000)
        page.page.wait_for_selector(DRAWN, timeout=120_000)
        page.page.wait_for_selector(".wb-rows tbody tr")
        assert page.page.locator(".wb-facet summary").count() >= 3
        assert (page.left, page.errors) == ([], [])
        page.page.close()


def test_the_report_is_safe_and_whole(context, tmp_path: Path) -> None:
    from samples import hostile

    from workbench import report

    path = report.write(hostile(), tmp_path / "report.html")
    page = Page(context, "file://")
    page.page.goto(path.as_uri())
    for fold in page.page.locator("details").all():
        fold.locator("summary").click()
    pictures = page.page.evaluate("() => [...document.images].map(i => [i.naturalWidth, i.alt.length])")
    assert len(pictures) >= 6 and all(width > 100 and words > 10 for width, words in pictures)
    assert "<script>window.__ran+=1</script>" in page.page.inner_text("body")
    assert page.page.locator("script, iframe, a, img[onerror]").count() == 0
    assert (page.ran(), page.left, page.errors) == (0, [], [])
    page.page.close()
