"""The JavaScript of live charts is bundled once, and a damaged copy is made anew."""

from workbench.charts.script import script


def test_kept_and_mended(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path))
    script.cache_clear()
    made = script()
    assert "vega" in made
    (kept,) = (tmp_path / "scripts").iterdir()
    kept.write_text(kept.read_text(encoding="utf-8").replace("vega", "Vega", 1), encoding="utf-8")
    script.cache_clear()
    assert script() == made
    assert script.__wrapped__() == made and kept.read_text(encoding="utf-8").endswith(made)


def test_no_place_to_keep_it(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path / "file"))
    script.cache_clear()
    assert "vega" in script()
    script.cache_clear()
