"""How long a filter change takes at 100,000 rows, in every explorer, and how long a notebook takes to its first chart.

    python tests/benchmarks/explorers.py [ROWS] [--browser] [--notebooks]

Python alone by default; `--browser` ticks boxes in a Chromium and waits until the chart has changed, `--notebooks`
opens every notebook over the seeds, its kernel not started but the cache warm, and waits for the first chart: in a
Lab that is open, and by its address, so that Lab is loaded too. A notebook of one bare chart shows what Lab, the
kernel and Altair take of it. Middle and worst, in ms.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

REPEATS = 5
FAMILY = ("Articles", "Claims", "Figures", "Positions", "Acts", "Framings")
BARE = """from workbench.charts.renderer import LiveChart
import altair, pandas
LiveChart(altair.Chart(pandas.DataFrame({"a": [1]})).mark_bar().encode(x="a:Q").to_dict())"""
# Tick a box of the first facet, and wait until another picture of the chart has been painted.
TICK = """number => new Promise((done, failed) => {
  const chart = document.querySelector('.vega-embed'), drawn = () => chart.querySelector('svg.marks');
  const before = drawn(), start = performance.now();
  const seen = new MutationObserver(() => { if (!drawn() || drawn() === before) return;
    seen.disconnect(); requestAnimationFrame(() => done(performance.now() - start)); });
  seen.observe(chart, {childList: true, subtree: true});
  setTimeout(() => failed('the chart did not change'), 10000);
  document.querySelectorAll('.wb-facet-list')[0].querySelectorAll('input[type=checkbox]')[number].click(); })"""


def shown(name: str, change: str, times: list[float]) -> None:
    print(f"{name:22} {change:34} {statistics.median(times):6.0f} {max(times):6.0f}", flush=True)


def size_of(name: str, rows: int) -> tuple[int, ...]:
    """What `many` is asked for, so that the explorer `name` has `rows` rows."""
    return (1000, rows) if name == "Articles" else (rows,)


def in_python(rows: int) -> None:
    from samples import many

    from workbench import explorers

    for name in FAMILY:
        explorer = getattr(explorers, name)(many(*size_of(name, rows)))
        _ = explorer.widget
        facet, first = next(iter(explorer.filters.facets.items()))
        changes = {
            f"{facet} ticked": {facet: [first.options[2][0]]},
            "words": {"words": "soldiers"},
            "all rows": {},
        }
        if "confidence" in explorer.data:
            changes["confidence"] = {"confidence": 0.5}
        for extra, control in explorer.controls.items():
            changes |= {f"{extra}: {option}": {extra: option} for option in control.options}
        for change, selection in changes.items():
            times = []
            for _ in range(REPEATS):
                explorer.filters.clear.click()
                start = time.perf_counter()
                explorer.selection = selection
                times.append((time.perf_counter() - start) * 1000)
            shown(name, change, times)


def in_browser(rows: int) -> None:
    from browser.lab import ROOT, Page, browser, lab, notebook

    with tempfile.TemporaryDirectory() as place:
        for name in FAMILY:
            code = f"import sys; sys.path.insert(0, {str(ROOT / 'tests')!r})\nfrom samples import many\n"
            code += f"from workbench import explorers\nexplorers.{name}(many(*{size_of(name, rows)}))"
            notebook(Path(place) / f"{name}.ipynb", [code])
        with lab(Path(place)) as home, browser() as context:
            for name in FAMILY:
                page = Page(context, home)
                page.open(f"{name}.ipynb")
                page.run_all()
                page.page.wait_for_selector(".vega-embed svg.marks")
                shown(name, "ticked, until drawn", [page.page.evaluate(TICK, n) for n in range(2 * REPEATS)])
                page.page.close()


def first_chart(context, home: str, path: str, anew: bool) -> float:
    """Milliseconds from opening a notebook, in a Lab that is open or to be loaded, to its first chart."""
    from browser.lab import IDLE, Page

    page = Page(context, home)
    if not anew:
        page.enter()
    start = time.perf_counter()
    (page.open if anew else page.open_here)(path)
    page.start()
    page.page.wait_for_selector(".vega-embed svg.marks", timeout=120_000)
    taken = (time.perf_counter() - start) * 1000
    page.page.wait_for_function(IDLE, timeout=180_000)
    page.close()
    return taken


def first_charts() -> None:
    """Of each notebook, and of one with nothing but a chart of Altair's own."""
    from browser.lab import ROOT, browser, lab, notebook

    with tempfile.TemporaryDirectory() as place:
        for name in ("notebooks", "seeds", "tests"):
            shutil.copytree(ROOT / name, Path(place) / name, ignore=shutil.ignore_patterns("__pycache__"))
        notebook(Path(place) / "notebooks" / "bare.ipynb", [BARE])
        with lab(Path(place)) as home, browser() as context:
            for path in sorted(Path(place, "notebooks").glob("*.ipynb")):
                first_chart(context, home, f"notebooks/{path.name}", anew=True)  # warms the cache
                for anew, how in ((False, "opened in Lab"), (True, "opened with Lab")):
                    runs = (first_chart(context, home, f"notebooks/{path.name}", anew) for _ in range(3))
                    shown(path.name, f"{how}, until the first chart", list(runs))


if __name__ == "__main__":
    size = int(next((a for a in sys.argv[1:] if a.isdigit()), 100_000))
    print(f"{size:,} rows; median and worst, ms")
    if not {"--browser", "--notebooks"} & set(sys.argv):
        in_python(size)
    if "--browser" in sys.argv:
        in_browser(size)
    if "--notebooks" in sys.argv:
        first_charts()
