"""The script of live charts and their pictures are made once, a damaged copy anew; imports that nobody needs wait."""

import subprocess
import sys

from workbench.charts import kept, renderer
from workbench.charts import script as scripts
from workbench.charts.script import script, sent

PICTURE = {"data": {"values": [{"a": 1}]}, "mark": "bar", "encoding": {"x": {"field": "a"}}}


def test_kept_and_mended(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path))
    script.cache_clear()
    made = script()
    assert "vega" in made
    (place,) = (tmp_path / "scripts").iterdir()
    place.write_text(place.read_text(encoding="utf-8").replace("vega", "Vega", 1), encoding="utf-8")
    assert script.__wrapped__() == made and place.read_text(encoding="utf-8").endswith(made)


def test_no_place_to_keep_it(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path / "file"))
    script.cache_clear()
    assert "vega" in script()
    script.cache_clear()


def test_a_picture_is_drawn_once_and_the_oldest_go(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path))
    monkeypatch.setattr(kept, "MOST", 2)
    drawn = renderer.picture(PICTURE)
    monkeypatch.setattr(renderer, "_drawn", lambda text, scale: text.encode())
    assert renderer.picture(PICTURE) == drawn
    for color in ("red", "green", "blue"):
        renderer.picture(PICTURE | {"mark": {"type": "bar", "color": color}})
    assert len(list((tmp_path / "pictures").iterdir())) == 2


def test_the_script_is_sent_once_and_again_after_its_widget_was_closed():
    first = sent()
    assert sent() == first
    scripts._sent[-1].close()
    assert sent() != first


def test_what_no_chart_needs_is_imported_when_it_is_asked_for():
    code = """import sys
from workbench import explorers, findings, rendering
assert not {"rfc3987_syntax", "spacy", "pandera", "vl_convert"} & set(sys.modules), sys.modules.keys()
import jsonschema
check = jsonschema.Draft7Validator({"format": "iri"}, format_checker=jsonschema.FormatChecker())
assert check.is_valid("http://exämple.org") and not check.is_valid("no address")
"""
    subprocess.run([sys.executable, "-c", code], check=True)
