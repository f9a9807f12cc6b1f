"""Bytes -> text: which encoding, what is odd, and that offsets hold."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.reading.encodings import binary, clean, decode, mojibake

NEWS = "“We can’t wait,” Zoë Müller said in the café on Friday – prices rose by £5."
WESTERN = [
    "said",
    "the",
    "ports",
    "“yes”",
    "–",
    "£5",
    "café",
    "Zoë",
    "Müller",
    "’s",
    "naïve",
    "…",
    "señor",
    "façade",
    "été",
]


@pytest.mark.parametrize(
    "name",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "cp1252", "mac_roman"],
)
def test_what_was_written_is_read_without_a_code(name):
    assert decode(NEWS.encode(name)) == (NEWS, [])


@pytest.mark.parametrize("name", ["cp1251", "koi8_r", "cp866", "iso8859_5"])
def test_cyrillic_encodings_are_told_apart(name):
    written = "Министерство сообщило во вторник, что войска ушли из этого района. " * 3
    assert decode(written.encode(name))[0] == written


def test_a_declared_encoding_counts_only_where_utf_8_does_not_fit():
    assert decode("naïve".encode(), "iso-8859-1")[0] == "naïve"
    assert decode("naïve".encode("cp1252"), "iso-8859-1") == ("naïve", [])


def test_stray_bytes_in_utf_8_are_read_as_cp1252():
    text, codes = decode(NEWS.encode() + "café.".encode("cp1252"))
    assert text == NEWS + "café." and codes == ["encoding"]


@pytest.mark.parametrize("name", ["cp1252", "mac_roman", "cp1251"])
def test_mojibake_is_told_and_left(name):
    wrong = NEWS.encode().decode(name, "ignore")
    assert clean(wrong) == (wrong, ["mojibake"])


@pytest.mark.parametrize(
    "text",
    [
        NEWS,
        "«Не ждём», — сказал Ёлкин.",
        "Γειά σου, κόσμε…",
        "São João – “Não!”",
        "日本語の記事。",
        "Ünlü “şarkı”",
    ],
)
def test_text_of_other_scripts_is_no_mojibake(text):
    assert not mojibake(text)


def test_what_cannot_be_stored_is_replaced_one_for_one():
    text, codes = clean("a\0b\ud800c")
    assert text == "a\ufffdb\ufffdc" and {"nul", "surrogate"} <= set(codes)


@pytest.mark.parametrize(
    "odd, code",
    [
        ("\u202e", "bidi_control"),
        ("\u2066", "bidi_control"),
        ("\u200b", "invisible"),
        ("\u00ad", "invisible"),
        ("\x08", "control"),
    ],
)
def test_odd_characters_are_kept_and_told(odd, code):
    assert clean(f"mini{odd}ster") == (f"mini{odd}ster", [code])


def test_joiners_belong_to_persian_and_to_emoji():
    assert clean("می‌خواهم 👨‍👩‍👧") == ("می‌خواهم 👨‍👩‍👧", [])


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(WESTERN), min_size=8), st.sampled_from(["utf-8", "utf-16", "utf-32", "cp1252"])
)
def test_a_western_text_comes_back(words, name):
    written = " of the ports said ".join(words)
    data = ("The minister said that it was so. " * 3 + written).encode(name)
    assert decode(data)[0].endswith(written)


@settings(max_examples=1000, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_text_that_can_be_stored(data):
    text, codes = decode(data)
    text.encode("utf-8")
    assert text or codes or not data.strip(b"\xef\xbb\xbf\xff\xfe\0")
    assert binary(data) == ("binary" in codes)


def test_a_text_full_of_nul_is_a_text_and_a_file_of_nothing_else_is_none():
    assert decode(b"The minister\0 said\0 that\0 it\0 was\0 so\0.") == (
        "The minister\ufffd said\ufffd that\ufffd it\ufffd was\ufffd so\ufffd.",
        ["nul", "control"],
    )
    assert decode(bytes(1000)) == ("", ["binary"])
