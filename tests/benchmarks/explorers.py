"""How long a filter change takes at 100,000 rows, in every explorer, and how long a notebook takes to its first chart.

    python tests/benchmarks/explorers.py [ROWS] [--browser] [--notebooks]

Python alone by default; `--browser` ticks boxes in a Chromium and waits until the chart has changed, `--notebooks`
opens every notebook over the seeds in a Lab and waits for the first chart, cache warm. Middle and worst, in ms.
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
# Tick a box of the first facet, and wait until another picture of the chart has been painted.
TICK = """number => new Promise((done, failed) => {
  const chart = document.querySelector('.vega-embed'), start = performance.now();
  const seen = new MutationObserver(() => { if (!chart.querySelector('svg.marks')) return;
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


def first_charts() -> None:
    """From the click on Run All in a notebook just opened, kernel not yet started, to its first chart."""
    from browser.lab import ROOT, Page, browser, lab

    with tempfile.TemporaryDirectory() as place:
        for name in ("notebooks", "seeds", "tests"):
            shutil.copytree(ROOT / name, Path(place) / name, ignore=shutil.ignore_patterns("__pycache__"))
        with lab(Path(place)) as home, browser() as context:
            for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
                times = []
                for _ in range(3):
                    page, start = Page(context, home), time.perf_counter()
                    page.open(f"notebooks/{path.name}")
                    page.start()
                    page.page.wait_for_selector(".vega-embed svg.marks", timeout=120_000)
                    times.append((time.perf_counter() - start) * 1000)
                    page.run_all()
                    page.page.close()
                shown(path.name, "opened, until the first chart", times)


if __name__ == "__main__":
    size = int(next((a for a in sys.argv[1:] if a.isdigit()), 100_000))
    print(f"{size:,} rows; median and worst, ms")
    if not {"--browser", "--notebooks"} & set(sys.argv):
        in_python(size)
    if "--browser" in sys.argv:
        in_browser(size)
    if "--notebooks" in sys.argv:
        first_charts()
