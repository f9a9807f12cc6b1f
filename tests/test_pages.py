"""Pages: which title, which date, which text, and WARC records that are no article."""

import io

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

import workbench as wb
from tests.hostile import page as made
from workbench.reading.pages import page
from workbench.reading.pieces import Note, Piece

BODY = "".join(
    f"<p>The minister of ports said on Tuesday that pier {i} would stay closed until the storm had passed.</p>"
    for i in range(6)
)


def read(head: str, body: str) -> Piece:
    (found,) = page(
        f"<!doctype html><html lang='en'><head>{head}</head><body>{body}{BODY}</body></html>".encode()
    )
    return found


@pytest.mark.parametrize(
    "head, body",
    [
        ("<title>Harbour closed in the storm | The Example</title>", ""),
        ("<title>Harbour closed in the storm - The Example</title>", "<h1>Harbour closed in the storm</h1>"),
        ("<title>The Example</title>", "<h1>Harbour closed in the storm</h1>"),
        ("<meta property='og:title' content='Harbour closed in the storm'>", "<h1>The Example</h1>"),
        (
            "<meta property='og:title' content='Harbour closed in the storm - live'>"
            "<meta property='og:site_name' content='The Example'>",
            "<h1>The Example</h1><h1>Harbour closed in the storm</h1>",
        ),
        (
            '<script type="application/ld+json">[{"@type": "WebPage"}, {"@graph": [{"@type": ["NewsArticle"], '
            '"headline": "Harbour closed in the storm"}]}]</script>',
            "",
        ),
        (
            "<meta property='og:title' content='Harbour closed in the &amp;quot;storm&amp;quot;'>",
            "<h1>Harbour closed in the storm</h1>",
        ),
    ],
)
def test_the_headline_is_what_readers_see(head, body):
    assert read(head, body).headline == "Harbour closed in the storm"


@pytest.mark.parametrize(
    "head",
    [
        "<meta property='article:published_time' content='2022-02-16T08:00:00Z'>"
        "<meta property='article:modified_time' content='2022-02-20'>",
        "<meta name='parsely-pub-date' content='2022-02-16'>",
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2022-02-16T08:00:00Z", '
        '"dateModified": "2022-02-20"}</script>',
        '<script type="application/ld+json">{broken</script><meta name="date" content="16 February 2022">',
    ],
)
def test_the_date_is_that_of_publication(head, tmp_path):
    (tmp_path / "x.html").write_text(f"<html><head>{head}</head><body>{BODY}</body></html>")
    (article,) = wb.read_articles(tmp_path)
    assert (str(article.published), article.published_basis) == ("2022-02-16", "metadata")


def test_navigation_sharing_and_comments_are_no_text():
    text = read(
        "",
        "<nav><ul><li><a href='/s'>Sport</a></li></ul></nav><div class='share'><a>Tweet</a></div>"
        "<div id='comments' class='comments'><p>First!</p></div><footer>Terms of use</footer>",
    ).text
    assert all(word not in text for word in ("Sport", "Tweet", "Terms of use")) and "pier 5" in text


def test_what_lxml_loses_is_read_all_the_same():
    deep = "<div>" * 500 + BODY + "</div>" * 500
    (found,) = page(f"<html><body>{deep}</body></html>".encode())
    assert found.flags == ["lossy_html"] and "pier 5" in found.text


@pytest.mark.parametrize(
    "data", [b"<html><body><script>var a = 'The minister said';</script></body></html>", b"<html></html>"]
)
def test_a_page_without_an_article_is_a_note(data):
    assert [note.code for note in page(data) if isinstance(note, Note)] == ["no_text"]


def test_of_a_crawl_only_pages_are_articles(tmp_path):
    with (tmp_path / "x.warc.gz").open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for name, kind, status, data in [
            ("a", "text/html; charset=windows-1252", "200 OK", made("ash").encode("cp1252")),
            ("robots.txt", "text/plain", "200 OK", b"User-agent: *\nDisallow: /"),
            ("x.png", "image/png", "200 OK", b"\x89PNG"),
            ("gone", "text/html", "404 Not Found", made("gone").encode()),
            ("b", "", "200 OK", made("birch").encode()),
        ]:
            headers = StatusAndHeaders(status, [("Content-Type", kind)] if kind else [], protocol="HTTP/1.1")
            url = f"https://news.example/{name}"
            writer.write_record(
                writer.create_warc_record(url, "response", io.BytesIO(data), http_headers=headers)
            )
    articles = wb.read_articles(tmp_path)
    assert [a.url for a in articles] == ["https://news.example/a", "https://news.example/b"]
    assert all("“We could not wait" in a.text and "café" in a.text for a in articles)
    assert articles.report[0].outcome == "parsed"
