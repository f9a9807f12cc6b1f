"""The committed form of notebooks: executed from top to bottom, canonical byte for byte, and held to the house's rules.

`python -m workbench.notebooks FOLDER` (`make bless`) executes every notebook and writes that form; nothing
else writes the notebooks that are committed. `problems` says what keeps a notebook from being committed.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

LINES = 12  # of code in one cell
KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
WIDGET = ("application/vnd.jupyter.widget-view+json", "application/vnd.jupyter.widget-state+json")
# What makes outputs that differ from run to run, or that a resting notebook cannot show.
BANNED = {
    r"\binteract(ive|ive_output)?\(": "interact hides what was computed; drive an explorer instead",
    r"\bOutput\(": "widgets.Output keeps text that nbval cannot compare",
    r"\bclear_output\b": "clear_output hides an output from the comparison",
    r";\s*$": "a closing semicolon hides the output from the comparison",
    r"%%?time": "timings differ from run to run",
    r"\bdef \w+\(|\bclass \w+[(:]|\blambda\b": "functions live in the package, where they are tested",
    r"\.to_html\(|\bHTML\(|\bMarkdown\(|\.style\b": "raw HTML runs scripts; show the package's tables and charts",
}
NUMERAL = re.compile(r"(?<![\w`])\d[\d,.]*")
IN_CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)


def execute(path: Path) -> NotebookNode:
    """The notebook with its outputs, run in a fresh kernel in its own folder, with one clock and no progress bars."""
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    environment = {**os.environ, "TZ": "UTC", "TQDM_DISABLE": "1", "PYTHONHASHSEED": "0"}
    client = NotebookClient(
        notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}
    )
    return client.execute(env=environment)


def canonical(notebook: NotebookNode) -> NotebookNode:
    """The one form that is committed: ids and counts from one, tags the only metadata, no widget views, no warnings.

    Bytes depend on nothing but sources and outputs, so that blessing twice changes nothing.
    """
    cells, count = [], 0
    for number, cell in enumerate(notebook.cells, 1):
        tags = cell.metadata.get("tags", [])
        plain: dict[str, Any] = {
            "cell_type": cell.cell_type,
            "id": f"cell-{number}",
            "metadata": {"tags": sorted(tags)} if tags else {},
            "source": cell.source.rstrip(),
        }
        if cell.cell_type == "code":
            count += 1
            plain |= {
                "execution_count": count if cell.execution_count else None,
                "outputs": _outputs(cell.outputs, count),
            }
        cells.append(plain)
    return nbformat.from_dict({"cells": cells, "metadata": KERNEL, "nbformat": 4, "nbformat_minor": 5})


def _outputs(outputs: Iterable[NotebookNode], count: int) -> list[dict]:
    kept = []
    for output in outputs:
        if output.output_type == "stream" and output.name == "stderr":
            continue
        plain = dict(output)
        if "data" in plain:
            plain["data"] = {kind: value for kind, value in output.data.items() if kind not in WIDGET}
            plain["metadata"] = {}
        if output.output_type == "execute_result":
            plain["execution_count"] = count
        kept.append(plain)
    return kept


def text_of(notebook: NotebookNode) -> str:
    """The notebook as the text of its file."""
    split = nbformat.v4.rwbase.split_lines(nbformat.from_dict(notebook))
    return json.dumps(split, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def bless(paths: Sequence[Path]) -> list[str]:
    """Execute each notebook and write its committed form; one with problems stays as it was. Returns the problems."""
    from nbclient.exceptions import CellExecutionError

    found = []
    for path in paths:
        try:
            done = canonical(execute(path))
            wrong = problems(done, path.name)
        except CellExecutionError as error:
            wrong = [f"{path.name}: {error.ename}: {error.evalue} in\n{error.traceback}"]
        found += wrong
        if not wrong:
            path.write_text(text_of(done), encoding="utf-8")
        print(f"{path.name}: {'; '.join(wrong) or 'blessed'}")
    return found


def problems(notebook: NotebookNode, name: str) -> list[str]:
    """What keeps a notebook from being committed: not executed, too long a cell, a ban, a number typed into prose …"""
    found = [f"{name}: {problem}" for problem in [*_shape(notebook), *_executed(notebook)]]
    for number, cell in enumerate(notebook.cells, 1):
        check = _code if cell.cell_type == "code" else _prose
        found += [f"{name}, cell {number}: {problem}" for problem in check(cell.source)]
    return found


def _shape(notebook: NotebookNode) -> list[str]:
    text = [c.source for c in notebook.cells if c.cell_type == "markdown"]
    found = []
    if not text or not text[0].startswith("# ") or "?" not in text[0].split("\n")[0]:
        found.append("the first cell must be a title that asks a question")
    if (
        not text
        or "what this cannot tell you" not in text[-1].casefold()
        or notebook.cells[-1].cell_type != "markdown"
    ):
        found.append("the last cell must say “what this cannot tell you”")
    return found


def _executed(notebook: NotebookNode) -> list[str]:
    code = [c for c in notebook.cells if c.cell_type == "code"]
    if [c.execution_count for c in code] != list(range(1, len(code) + 1)):
        return ["not executed from top to bottom: run `make bless`"]
    if any(o.output_type == "error" for c in code for o in c.outputs):
        return ["a cell ends in an error"]
    silent = [
        c
        for c in code
        if not c.outputs
        and not c.source.strip().split("\n")[-1].split("=")[0].strip().replace(".", "").isidentifier()
    ]
    unsaid = [c for c in silent if not c.source.lstrip().startswith(("import", "from"))]
    return [f"a cell that should show something has no output: {c.source.splitlines()[-1]!r}" for c in unsaid]


def _code(source: str) -> list[str]:
    lines = [line for line in source.split("\n") if line.strip()]
    found = [f"{len(lines)} lines of code; {LINES} are the most"] if len(lines) > LINES else []
    return found + [why for pattern, why in BANNED.items() if re.search(pattern, source, re.MULTILINE)]


def _prose(source: str) -> list[str]:
    numbers = NUMERAL.findall(IN_CODE.sub("", source))
    return [f"the number {n} is typed into the prose; let a cell compute it" for n in numbers]


def main(arguments: Sequence[str] | None = None) -> int:
    """Bless every notebook of the folders or files that are named."""
    places = [Path(a) for a in (sys.argv[1:] if arguments is None else arguments)] or [Path("notebooks")]
    paths = [p for place in places for p in (sorted(place.glob("*.ipynb")) if place.is_dir() else [place])]
    if not paths:
        print("no notebook there: name a folder of notebooks", file=sys.stderr)
        return 2
    return 1 if bless(paths) else 0


if __name__ == "__main__":
    sys.exit(main())
