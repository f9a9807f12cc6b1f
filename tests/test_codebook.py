"""Codebooks: what is wrong in one is said in one sentence with file, entry and cure."""

import pytest

from workbench.codebook import SHIPPED, load_codebook
from workbench.records import InputError


@pytest.fixture
def folder(tmp_path):
    def write(**files: str):
        for name, text in files.items():
            (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


ACTOR = '[[actor]]\nid = "mayor"\nname = "The Mayor"\nkind = "person"\n'


def test_a_topic_is_laid_over_the_base(folder):
    codebook = load_codebook(folder(actors=ACTOR))
    ids = {actor.id for actor in codebook.actors}
    assert "mayor" in ids and "united_states" in ids


def test_a_topic_may_replace_a_base_entry(folder):
    codebook = load_codebook(folder(actors='[[actor]]\nid = "nato"\nname = "The Alliance"\nkind = "bloc"\n'))
    assert [actor.name for actor in codebook.actors if actor.id == "nato"] == ["The Alliance"]


@pytest.mark.parametrize(
    "text, says",
    [
        (ACTOR + 'aliasses = ["x"]', "did you mean 'aliases'"),
        (ACTOR + ACTOR, "used twice"),
        ('[[actor]]\nid = "mayor"\nkind = "person"', "'name' is missing"),
        (ACTOR + 'aliases = "the mayor"', "must be a list"),
        (ACTOR + 'member_of = "nowhere_at_all"', "nowhere_at_all"),
        (ACTOR.replace('"person"', "3"), "must be str, not int"),
        (ACTOR.replace('"The Mayor"', '""'), "is empty"),
        ('[[actors]]\nid = "x"', "unknown table"),
        ("[[actor]\n", "not valid TOML"),
    ],
)
def test_a_mistake_is_named_with_its_cure(folder, text, says):
    with pytest.raises(InputError, match=says) as error:
        load_codebook(folder(actors=text))
    assert "actors.toml" in str(error.value) and "\n" not in str(error.value)


def test_unknown_names_suggest_the_nearest():
    with pytest.raises(InputError, match="did you mean 'ukraine'"):
        load_codebook("ukrane")


def test_an_empty_folder_is_no_codebook(tmp_path):
    with pytest.raises(InputError, match="no codebook in it"):
        load_codebook(tmp_path)


def test_a_file_that_is_not_utf8_is_named(folder):
    path = folder(actors=ACTOR)
    (path / "actors.toml").write_bytes(b"\xff\xfe[[actor]]")
    with pytest.raises(InputError, match="actors.toml: not UTF-8"):
        load_codebook(path)


def test_a_changed_codebook_has_another_version(folder):
    before = load_codebook(folder(actors=ACTOR))
    after = load_codebook(folder(actors=ACTOR.replace("The Mayor", "Mayor Sole")))
    assert before.version != after.version
    assert before.versions["propositions"] == after.versions["propositions"]


def test_every_shipped_codebook_loads():
    for path in SHIPPED.iterdir():
        if path.is_dir():
            load_codebook(path.name)
