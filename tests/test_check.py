"""Every codebook entry fires on its examples and on none of its counter-examples."""

import pytest

from workbench.check import check_codebook, check_examples_present
from workbench.codebook import SECTIONS, load_codebook


@pytest.mark.parametrize("section", SECTIONS)
def test_shipped_entries_do_as_their_examples_say(section):
    assert list(check_codebook(load_codebook("ukraine"), (section,))) == []


def test_shipped_propositions_and_wordings_have_examples_of_both_kinds():
    assert list(check_examples_present(load_codebook("ukraine"))) == []


def test_a_wrong_example_is_reported_with_file_and_entry(tmp_path):
    (tmp_path / "actors.toml").write_text(
        '[[actor]]\nid = "mayor"\nname = "The Mayor"\nkind = "person"\nexamples = ["Nobody is named here."]\n'
    )
    (problem,) = [p for p in check_codebook(load_codebook(tmp_path), ("actors",)) if "mayor" in p]
    assert "actors.toml" in problem and "does not fire" in problem
