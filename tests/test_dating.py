"""When an article was published: the order of what is believed, conflicts, and no guesses."""

from datetime import date

import pytest

from workbench.reading.dating import day_of, published, text_date, url_date

DAY = date(2022, 2, 16)
BODY = "\nThe minister said on Tuesday that the harbour would stay closed until the storm of 3 May 2019 had passed."


@pytest.mark.parametrize(
    "written",
    [
        "2022-02-16",
        "20220216",
        "2022-02-16T23:50:00-05:00",
        "2022/02/16",
        "16.02.2022",
        "02/16/2022",
        "16/02/2022",
        "February 16, 2022",
        "Wed, 16 Feb 2022 10:00:00 GMT",
        "16 February 2022 at 10:00",
        "1645000000",
        "1645000000000",
        "2022-02-16-08-53-40",
    ],
)
def test_days_as_they_are_written(written):
    assert day_of(written) == DAY


@pytest.mark.parametrize(
    "written",
    [
        "",
        "5/6/2022",
        "2022-02-30",
        "31 June 2022",
        "February 2022",
        "Wednesday",
        "2022",
        "0001-01-01",
        "9999-12-31",
        "202202",
        "x" * 5000,
    ],
)
def test_what_would_be_a_guess_is_no_day(written):
    assert day_of(written) is None


@pytest.mark.parametrize(
    "line",
    [
        "16 February 2022",
        "Published: 16 February 2022",
        "Feb 16, 2022 - World",
        "20220216",
        "Wed 16 Feb 2022 10.15 GMT",
        "KYIV, Feb. 16, 2022 (Agency) -- The harbour is closed.",
    ],
)
def test_a_text_dates_itself(line):
    assert text_date(line + BODY) == DAY


@pytest.mark.parametrize(
    "line",
    [
        "Updated: 16 February 2022",
        "The treaty of 16 February 2022 holds",
        "KYIV, 16 February (Agency) -- The harbour is closed.",
        "He was born on 16 February 2022, they said",
    ],
)
def test_other_dates_in_a_text_do_not_date_it(line):
    assert text_date(line + BODY) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://x.example/2022/02/16/a",
        "https://x.example/world/2022/feb/16/a",
        "https://x.example/a-20220216-p5.html",
        "https://x.example/2022-02-16-a",
    ],
)
def test_addresses(url):
    assert url_date(url) == DAY


@pytest.mark.parametrize("url", [None, "", "https://x.example/a-99991399", "https://x.example/120220216123"])
def test_addresses_without_a_date(url):
    assert url_date(url) is None


def test_the_text_comes_before_the_page_and_the_page_before_the_address():
    address = "https://x.example/2022/02/18/a"
    assert published("16 February 2022" + BODY, "2022-02-17", address) == (DAY, "text", True)
    assert published(BODY, "2022-02-17", address) == (date(2022, 2, 17), "metadata", True)
    assert published(BODY, None, address) == (date(2022, 2, 18), "url", False)
    assert published(BODY) == (None, "unknown", False)


def test_agreement_is_no_conflict():
    assert not published(
        "16 February 2022" + BODY, "2022-02-16T23:59:00-05:00", "https://x.example/2022/02/16/"
    ).conflict
