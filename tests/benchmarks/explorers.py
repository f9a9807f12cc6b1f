"""How long a filter change takes at 100,000 rows: in Python, and in a browser until the chart has changed.

    python tests/benchmarks/explorers.py [ROWS] [--browser]

Every change is measured `REPEATS` times; the middle and the worst are printed, in milliseconds.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

REPEATS = 5
CHANGES = {
    "Claims": [{"actor": ["actor_3"]}, {"act": ["denies"]}, {"words": "soldiers"}, {}],
    "Figures": [
        {"source": ["actor_3"]},
        {"confidence": 0.5},
        {"words": "soldiers"},
        {"summary": "latest per source"},
    ],
    "Positions": [{"actor": ["actor_3"]}, {"position": ["rejects"]}, {"words": "retreat"}, {}],
}
# Tick a box of the first facet and wait until the chart's picture is another one.
TICK = """async number => { const box = [...document.querySelectorAll('.wb-facet-list')][0];
  const chart = document.querySelector('.vega-embed'), before = chart.querySelector('svg')?.innerHTML.length;
  const start = performance.now();
  box.querySelectorAll('input[type=checkbox]')[number].click();
  while (true) { await new Promise(requestAnimationFrame);
    const svg = chart.querySelector('svg'); if (svg && svg.innerHTML.length !== before) break;
    if (performance.now() - start > 10000) return NaN; }
  return performance.now() - start; }"""


def in_python(rows: int) -> None:
    from samples import many

    from workbench import explorers

    tables = many(rows)
    for name, changes in CHANGES.items():
        explorer = getattr(explorers, name)(tables)
        _ = explorer.widget
        for change in changes:
            times = []
            for _ in range(REPEATS):
                explorer.selection = {"confidence": 0.1} if name != "Framings" else {}
                start = time.perf_counter()
                explorer.selection = change
                times.append((time.perf_counter() - start) * 1000)
            print(f"{name:10} {change!s:38} {statistics.median(times):6.0f} {max(times):6.0f}")


def in_browser(rows: int) -> None:
    import nbformat
    from browser.lab import ROOT, Page, browser, lab
    from nbformat.v4 import new_code_cell, new_notebook

    with tempfile.TemporaryDirectory() as place:
        for name in CHANGES:
            source = f"import sys; sys.path.insert(0, {str(ROOT / 'tests')!r})\nfrom samples import many\n"
            source += f"from workbench import explorers\nexplorers.{name}(many({rows}))"
            nbformat.write(new_notebook(cells=[new_code_cell(source)]), Path(place) / f"{name}.ipynb")
        with lab(Path(place)) as home, browser() as context:
            for name in CHANGES:
                page = Page(context, home)
                page.open(f"{name}.ipynb")
                page.run_all()
                page.page.wait_for_selector(".vega-embed svg.marks")
                times = [page.page.evaluate(TICK, number) for number in range(2 * REPEATS)]
                middle, worst = statistics.median(times), max(times)
                print(f"{name:10} tick in Chromium until drawn            {middle:6.0f} {worst:6.0f}")


if __name__ == "__main__":
    size = int(next((a for a in sys.argv[1:] if a.isdigit()), 100_000))
    print(f"{size:,} rows; median and worst of {REPEATS}, ms")
    in_python(size)
    if "--browser" in sys.argv:
        in_browser(size)
