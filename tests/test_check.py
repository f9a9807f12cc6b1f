"""Every codebook entry fires on its examples and on no counter-example; what is wrong is said with its cure."""

from functools import partial

import pytest

from workbench.check import READERS, check_codebook, check_examples_present
from workbench.cli import main
from workbench.codebook import SECTIONS, load_codebook

MAYOR = '[[actor]]\nid = "mayor"\nname = "The Mayor"\nkind = "person"\n'
WALL = '[[concept]]\nid = "wall"\nvariants = [\n{ id = "fence", terms = ["fence"] },\n'
WALL += '{ id = "barrier", terms = ["barrier"] }]\n'
TOLL = '[[proposition]]\nid = "toll"\nsentence = "There should be a toll"\nkind = "norm"\nabout = ["toll"]\n'


@pytest.fixture
def folder(tmp_path):
    def write(**files: str):
        for name, text in files.items():
            (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


@pytest.mark.parametrize("section", SECTIONS)
def test_shipped_entries_do_as_their_examples_say(section):
    assert list(check_codebook(load_codebook("ukraine"), (section,))) == []


def test_shipped_propositions_and_wordings_have_examples_of_both_kinds():
    assert list(check_examples_present(load_codebook("ukraine"))) == []


@pytest.mark.parametrize(
    "section, text, problem",
    [
        ("actors", MAYOR + 'examples = ["Nobody is named here."]', "'mayor' does not fire on its example"),
        (
            "actors",
            MAYOR + 'counter_examples = ["The Mayor said so."]',
            "'mayor' fires on its counter-example",
        ),
        (
            "wording",
            WALL + 'examples = ["A hedge grew."]',
            "'wall' does not fire on its example 'A hedge grew.'",
        ),
        (
            "wording",
            WALL + 'examples = ["fence: A barrier stood."]',
            "'wall' does not fire on its example 'fence:",
        ),
        (
            "wording",
            WALL + 'examples = ["fence: A fence or barrier."]',
            "'wall' does not fire on its example",
        ),
        ("wording", WALL + 'counter_examples = ["A fence stood."]', "'wall' fires on its counter-example"),
        (
            "propositions",
            TOLL + 'examples = ["rejects: France demands a toll."]',
            "'toll' does not fire on its example 'rejects:",
        ),
        (
            "propositions",
            TOLL + 'counter_examples = ["France demands a toll."]',
            "'toll' fires on its counter-example",
        ),
    ],
)
def test_a_wrong_example_is_reported_with_file_entry_and_cure(folder, section, text, problem):
    path = folder(**{section: text})
    (found,) = check_codebook(load_codebook(path), (section,))
    assert found.startswith(f"{path / section}.toml: {problem}")
    assert found.rsplit("; ")[-1] in ("widen its words or mend the example", "narrow its words")


def test_every_section_is_checked():
    assert set(READERS) == set(SECTIONS)


def test_an_entry_that_the_base_takes_the_words_of_is_reported(folder):
    path = folder(
        cues='[[cue]]\nid = "mine"\nact = "demands"\nlemmas = ["say that"]\nexamples = ["He said so."]\n'
    )
    (found,) = [p for p in check_codebook(load_codebook(path), ("cues",)) if "'mine'" in p]
    assert f"{path / 'cues.toml'}" in found


def test_missing_examples_are_asked_for(folder):
    path = folder(wording=WALL + 'examples = ["fence: A fence stood."]', propositions=TOLL)
    assert list(check_examples_present(load_codebook(path))) == [
        f"{path / 'propositions.toml'}: 'toll' has no examples; add a real sentence",
        f"{path / 'propositions.toml'}: 'toll' has no counter_examples; add a real sentence",
        f"{path / 'wording.toml'}: 'wall' has no counter_examples; add a real sentence",
    ]


# --- what a user sees ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "section, text, says",
    [
        (
            "wording",
            WALL.replace("variants", "varaints"),
            ["'wall'", "unknown key 'varaints'", "did you mean 'variants'?"],
        ),
        (
            "wording",
            WALL.replace("terms", "term", 1),
            ["'wall'", "unknown key 'term'", "did you mean 'terms'?"],
        ),
        ("wording", WALL + WALL, ["'wall'", "this id is used twice", "give one of them another id"]),
        (
            "wording",
            WALL.replace('["barrier"]', '["fence"]'),
            ["'wall'", "'fence' is a term of 'fence' and of 'barrier'", "keep one of them"],
        ),
        ("propositions", TOLL + 'entails = ["tax"]', ["'toll'", "entails names 'tax'", "add it"]),
        (
            "propositions",
            TOLL.replace('["toll"]', '["TOLLS"]') + 'examples = ["A toll."]',
            ["'toll'", "no list 'TOLLS'", "add it to its words"],
        ),
        (
            "propositions",
            TOLL.replace('["toll"]', '["@toll"]') + 'examples = ["A toll."]',
            ["'toll'", "no actor 'toll'", "add it to actors.toml"],
        ),
        ("actors", MAYOR + 'member_of = "town"', ["'mayor'", "member_of names 'town'", "add it"]),
        (
            "framings",
            '[[frame]]\nid = "x"\nname = "X"\nterms = ["x"]',
            ["'x'", "'definition' is missing", "add it"],
        ),
    ],
)
def test_a_codebook_that_cannot_be_used_gets_one_sentence(folder, capsys, section, text, says):
    assert main(["check", "--codebook", str(folder(**{section: text}))]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1 and "Traceback" not in error
    assert all(part in error for part in [f"{section}.toml", *says]), error


def test_problems_are_listed_and_counted(folder, capsys, monkeypatch):
    only = partial(check_codebook, sections=("wording",))  # the whole base takes a minute
    monkeypatch.setattr("workbench.check.check_codebook", only)
    assert main(["check", "--codebook", str(folder(wording=WALL + 'examples = ["A hedge grew."]'))]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3 and lines[-1] == "2 problems"
