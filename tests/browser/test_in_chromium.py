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
from browser.lab import ROOT, Page, browser, chromium, lab, notebook, voila

from workbench.notebooks import canonical, text_of

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
HIT = "g.mark-rule.role-mark line[opacity='0']"  # lies on every bar and arrow, and can be hit
MIDDLE = "e => { const b = e.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; }"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what a clone holds, and two notebooks: tables made by hand, and hostile ones in every view there is."""
    place = tmp_path_factory.mktemp("project")
    for name in ("notebooks", "seeds", "workbench", "tests"):
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    shutil.copy(ROOT / "voila.json", place)  # keeps a dashboard from asking for icons outside
    views = [f"explorers.{view}(tables)" for view in FAMILY]
    review = [
        "import tempfile",
        "explorers.Review(tables, tempfile.mkdtemp() + '/ledger.jsonl', who='reader')",
    ]
    written = ["explorers.Claims(tables).listing()", "explorers.Claims(tables).evidence()", "tables.articles"]
    written += [
        f"findings.{name}(tables)" for name in ("corpus", "speakers", "estimates", "positions", "framing")
    ]
    _hostile_seeds(place)
    books = [cell for name in NOTEBOOKS if name[:2] < "06" for cell in _cells(place / "notebooks" / name)]
    for name, cells in {
        "handmade": ["tables = handmade()", *views, *review],
        "hostile": ["tables = hostile()", *views, *review, *written, *books],
    }.items():
        notebook(place / "notebooks" / f"{name}.ipynb", [SETUP, *cells])
    return place


def _cells(path: Path) -> list[str]:
    """The code of a notebook, reading the hostile seeds."""
    cells = nbformat.read(path, as_version=4).cells
    return [c.source.replace("../seeds", "../hostile") for c in cells if c.cell_type == "code"]


def _hostile_seeds(place: Path) -> None:
    """The seeds, and an article that says something in and around every payload."""
    from samples import PAYLOADS

    shutil.copytree(place / "seeds", place / "hostile")
    lines = [
        f"{p} NATO Secretary General Jens Stoltenberg said there was no sign of {p} a Russian withdrawal and that "
        f"more than 150,000 {p} troops were still there. Moscow denied {p} preparing an invasion."
        for p in PAYLOADS
    ]
    text = "\n\n".join(["<b onclick='window.__ran+=1'>Troops</b>", *lines])
    (place / "hostile" / "005 <img src=x onerror='window.__ran+=1'>.txt").write_text(text, encoding="utf-8")


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


@pytest.fixture(scope="module")
def handmade(context, home: str) -> Iterator[Page]:
    """The explorers over hand-made tables, run once for the tests that use one each."""
    opened = Page(context, home)
    opened.open("notebooks/handmade.ipynb")
    assert opened.run_all() == []
    yield opened
    opened.page.close()


def cell(page: Page, number: int):
    """The output of one cell."""
    return page.page.locator(".jp-Notebook .jp-Cell").nth(number).locator(".jp-Cell-outputWrapper")


PICTURE = re.compile(r'"image/png": ".*"')  # its bytes hang on the machine's libraries


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_run_all_is_without_error_or_request_and_saves_what_bless_commits(
    page: Page, folder: Path, name: str
) -> None:
    page.open(f"notebooks/{name}")
    assert page.run_all() == []
    page.page.wait_for_selector(DRAWN, timeout=20_000)
    assert page.page.locator(".vega-embed", has_text="JavaScript Error").count() == 0
    assert page.left == [] and page.errors == []
    page.page.evaluate("async () => { await window.jupyterapp.commands.execute('docmanager:save'); }")
    saved = folder / "notebooks" / name
    committed = (ROOT / "notebooks" / name).read_text(encoding="utf-8")
    assert saved.read_text(encoding="utf-8") != committed, "Lab saves a form of its own"
    blessed = text_of(canonical(nbformat.read(saved, as_version=4)))
    assert PICTURE.sub("", blessed) == PICTURE.sub("", committed)


def test_a_filter_changes_chart_table_and_passage(handmade: Page) -> None:
    figures = cell(handmade, 2 + FAMILY.index("Figures"))
    figures.locator(DRAWN).wait_for()
    assert figures.locator(".wb-rows tbody tr").count() == 5
    assert "30,000–35,000" in figures.locator(DRAWN).text_content()
    figures.locator(".wb-facet summary", has_text="source").click()
    figures.locator(".wb-facet-list label", has_text="Pavel Ilic").locator("input").check()
    handmade.page.wait_for_function(
        "e => e.querySelectorAll('.wb-rows tbody tr').length === 1", arg=figures.element_handle()
    )
    handmade.page.wait_for_function(
        "e => !e.querySelector('svg.marks').textContent.includes('30,000')", arg=figures.element_handle()
    )
    figures.locator("mark.figure", has_text="some 5,000").wait_for()
    assert "Pavel Ilic" in figures.locator(".wb-facet summary").first.inner_text()


def test_a_click_on_a_mark_shows_its_sentence(handmade: Page) -> None:
    positions = cell(handmade, 2 + FAMILY.index("Positions"))
    positions.locator(DRAWN).wait_for()
    mark = positions.locator("svg.marks g.mark-rect path[aria-label*='rejects'][aria-label*='advance']")
    mark.first.click(force=True)
    handmade.page.wait_for_function(
        "e => e.querySelectorAll('.wb-rows tbody tr').length === 1", arg=positions.element_handle()
    )
    positions.locator("mark.evidence", has_text="denied that his army had advanced").wait_for()
    positions.locator(".wb-evidence", has_text="The Dam Herald").wait_for()


def test_bars_arrows_and_numbers_open_their_sentences_too(handmade: Page) -> None:
    figures = cell(handmade, 2 + FAMILY.index("Figures"))
    figures.locator("button", has_text="Clear filters").click()
    figures.locator("svg.marks", has_text="30,000").wait_for()
    levels = ["between 30,000 and 35,000", "more than 40,000", "Thousands"]
    bars, numbers = [*levels, "Up to 50,000"], [*levels, "some 5,000", "Up to 50,000"]
    for marks, stated in ((HIT, bars), ("g.mark-text.role-mark text", numbers)):
        for number, words in enumerate(stated):
            mark = figures.locator(marks).nth(number)
            mark.scroll_into_view_if_needed()
            handmade.page.mouse.click(*mark.evaluate(MIDDLE))
            figures.locator("mark.figure", has_text=words).wait_for()
            assert figures.locator(".wb-rows tbody td").nth(1).inner_text() == words
        assert figures.locator(marks).count() == len(stated)


def test_rows_can_be_walked_by_key_and_button(handmade: Page) -> None:
    claims = cell(handmade, 2 + FAMILY.index("Claims"))
    claims.locator(".wb-rows").focus()
    handmade.page.keyboard.press("ArrowDown")
    claims.locator("mark.content", has_text="his army had advanced").wait_for()
    claims.locator("button", has_text="next").click()
    claims.locator("mark.content", has_text="no sign of a retreat").wait_for()


def test_rows_can_be_judged_by_key(handmade: Page) -> None:
    review = cell(handmade, 3 + len(FAMILY))
    rows = review.locator(".wb-rows tbody tr")
    before = rows.count()
    assert review.locator("select").input_value(), "a field to edit is chosen"
    review.locator(".wb-rows").focus()
    for key, left in (("a", before - 1), ("r", before - 2), ("u", before - 1)):
        handmade.page.keyboard.press(key)
        handmade.page.wait_for_function(
            "([e, n]) => e.querySelectorAll('.wb-rows tbody tr').length === n",
            arg=[review.element_handle(), left],
        )
    review.get_by_text("taken back: reject").first.wait_for()


def test_hostile_text_does_nothing_in_any_view(page: Page) -> None:
    page.open("notebooks/hostile.ipynb")
    assert page.run_all() == []
    page.page.wait_for_timeout(1500)
    drawn = page.page.locator(DRAWN)
    assert drawn.count() >= len(FAMILY) + 15, "a chart that is not drawn proves nothing"
    for summary in page.page.locator(".wb-facet summary").all()[:40]:
        summary.click()
        summary.click()
    for row in page.page.locator(".wb-rows tbody tr").all()[:60:3]:
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
