"""HTML pages and WARC records -> the article on them: main text, headline, outlet, author, date, language.

Runs in the process that may be killed (see `worker.py`): no parser is free of slow input. lxml drops text
without a word where a page is too deep or a node too long, so its yield is held against a second parser's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from typing import Any, BinaryIO

from .archives import Note
from .encodings import clean, decode
from .formats import LARGEST, Piece

_CHARSET = re.compile(rb"charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9_:-]{2,30})", re.IGNORECASE)
_SAFE_CHARSET = re.compile(r"(utf-?8|iso-?8859-?\d+|latin-?\d|windows-?125\d|cp125\d|koi8-?[ru]|shift_?jis|sjis|euc-?(jp|kr)"
                           r"|gb2312|gbk|gb18030|big5|us-?ascii|macintosh)", re.IGNORECASE)  # fmt: skip
_BLANKS = re.compile(r"[^\S\n]+")
_SITE = re.compile(r"\s+[|–—-]\s+[^|–—-]{2,40}$|\s+[|•·]\s+.{2,60}$")
_HIDDEN = {
    "script",
    "style",
    "template",
    "noscript",
    "svg",
    "iframe",
    "object",
    "select",
    "textarea",
    "title",
}
_APART = {"nav", "header", "footer", "aside", "form", "button", "figure", "menu", "dialog"}
_BLOCK = {
    "p",
    "div",
    "br",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "td",
    "tr",
    "section",
    "article",
    "blockquote",
    "pre",
}
_ARTICLE = re.compile(
    r"(news|reportage|analysis|opinion|review|background|blog)?(article|posting|story)", re.IGNORECASE
)


def page(data: bytes, declared: str | None = None, url: str | None = None) -> Iterator[Piece | Note]:
    """The article on a page; a note where there is none, and for what a parser lost."""
    if declared is None and (found := _CHARSET.search(data[:4096])):
        declared = found[1].decode()
    html, flags = decode(data, declared if declared and _SAFE_CHARSET.fullmatch(declared) else None)
    if not html.strip():
        yield Note((flags or ["empty"])[0])
        return
    second = _Second.read(html)
    text, meta, seen = _main(html, url)
    # A page of which lxml sees less than half has hit one of its limits.
    if seen < 0.5 * second.size and second.size > 200:
        text, flags = second.text(), [*flags, "lossy_html"]
    text, more = clean(text)
    if len(text.split()) < 3:
        yield Note("no_text", "no article found on the page")
        return
    flags += [code for code in more if code not in flags]
    yield Piece(text, flags=flags, **{key: clean(value)[0][:2000] for key, value in meta.items() if value})


def _main(html: str, url: str | None) -> tuple[str, dict[str, Any], int]:
    """trafilatura's main text, what the page's metadata say, and how many characters lxml sees on it."""
    from lxml import etree
    from trafilatura import bare_extraction
    from trafilatura.utils import load_html

    try:
        tree = load_html(html)
        if tree is None:
            return "", {}, 0
        seen = sum(
            len(_BLANKS.sub(" ", t))
            for t in tree.xpath("//body//text()[not(ancestor::script or ancestor::style)]")
        )
        meta: dict[str, Any] = _metadata(tree)
        document = bare_extraction(html, url=url, include_comments=False, include_tables=False, with_metadata=True,
                                   date_extraction_params={"original_date": True, "extensive_search": False})  # fmt: skip
    except (
        ValueError,
        etree.LxmlError,
        RecursionError,
        AttributeError,
        TypeError,
        KeyError,
        IndexError,
        AssertionError,
    ):
        return "", {}, 0
    if document is None:
        return "", meta, seen
    found = {"headline": document.title, "outlet": document.sitename, "author": document.author, "url": url or document.url,
             "published": document.date}  # fmt: skip
    meta = {key: meta.get(key) or found.get(key) for key in {*meta, *found}}
    meta["headline"] = _headline(meta.get("headline") or "", meta.get("outlet"))
    return document.text or "", meta, seen


def _headline(title: str, outlet: str | None) -> str:
    """The title without the name of the site that pages put behind it."""
    title = re.sub(r"\s+", " ", unescape(title)).strip()
    if outlet and (
        match := re.search(rf"\s+[|–—:·•-]+\s+{re.escape(outlet)}\b.{{0,40}}$", title, re.IGNORECASE)
    ):
        return title[: match.start()]
    match = _SITE.search(title)
    return title[: match.start()] if match and "|" in match.group() and match.start() > 20 else title


def _metadata(tree: Any) -> dict[str, str | None]:
    """What a page says of itself: JSON-LD of the article, then Open Graph and other meta elements."""
    properties: dict[str, str] = {}
    for element in tree.iterfind(".//meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop")
        if key and element.get("content"):
            properties.setdefault(key.strip().lower(), element.get("content").strip())
    linked = _linked(tree)
    heads = [" ".join(h.itertext()).strip() for h in tree.iterfind(".//h1")]
    heading = heads[0] if len(heads) == 1 and 15 <= len(heads[0]) <= 300 else None
    language = (tree.get("lang") or tree.get("xml:lang") or "").strip()
    return {
        "headline": linked.get("headline") or properties.get("og:title") or heading,
        "outlet": properties.get("og:site_name") or linked.get("outlet"),
        "published": linked.get("published")
        or next((properties[k] for k in _PUBLISHED if properties.get(k)), None),
        "language": re.split("[-_]", language)[0].lower()
        if re.fullmatch(r"[A-Za-z]{2,3}([-_]\w{2,8})*", language)
        else None,
    }


_PUBLISHED = ("article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "dc.date.issued",
              "dcterms.created", "dc.date", "article.published", "pubdate", "publishdate", "date", "cxenseparse:recs:publishtime")  # fmt: skip


def _linked(tree: Any) -> dict[str, str]:
    """Headline, date and outlet of the one article in a page's JSON-LD."""
    found: list[dict] = []
    for element in tree.iterfind(".//script"):
        if (
            (element.get("type") or "").lower() == "application/ld+json"
            and element.text
            and len(element.text) < 500_000
        ):
            try:
                loaded = json.loads(element.text, strict=False)
            except (ValueError, RecursionError):
                continue
            found += [item for item in _items(loaded) if _ARTICLE.search(str(item.get("@type")))]
    if not found:
        return {}
    item = max(found, key=lambda each: bool(each.get("datePublished")) + bool(each.get("headline")))
    publisher = item.get("publisher")
    names = {"headline": item.get("headline"), "published": item.get("datePublished"),
             "outlet": publisher.get("name") if isinstance(publisher, dict) else None}  # fmt: skip
    return {key: value.strip() for key, value in names.items() if isinstance(value, str) and value.strip()}


def _items(loaded: Any, depth: int = 0) -> Iterator[dict]:
    if isinstance(loaded, dict):
        yield loaded
        loaded = loaded.get("@graph")
    if isinstance(loaded, list) and depth < 4:
        for item in loaded[:200]:
            yield from _items(item, depth + 1)


class _Second(HTMLParser):
    """Python's own parser: slower and ruder than lxml, but without its limits."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.kept: list[str] = []
        self.size = 0
        self.hidden: list[str] = []

    @classmethod
    def read(cls, html: str) -> _Second:
        parser = cls()
        try:
            parser.feed(html)
            parser.close()
        except (AssertionError, ValueError, RecursionError):
            pass  # what was read until then stands
        return parser

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN or tag in _APART:
            self.hidden.append(tag)
        elif tag in _BLOCK:
            self.kept.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.hidden[-20:]:
            while self.hidden.pop() != tag:
                pass
        elif tag in _BLOCK:
            self.kept.append("\n")

    def handle_data(self, data: str) -> None:
        if not any(tag in _HIDDEN for tag in self.hidden[-3:]):
            self.size += len(_BLANKS.sub(" ", data.strip()))
            if not self.hidden:
                self.kept.append(data)

    def text(self) -> str:
        lines = (_BLANKS.sub(" ", line).strip() for line in "".join(self.kept).split("\n"))
        return "\n".join(line for line in lines if line)


# --- WARC ----------------------------------------------------------------------------------------


def warc(stream: BinaryIO) -> Iterator[Piece | Note]:
    """The articles among the responses of an (uncompressed) WARC stream; a note for what is cut or lies."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    tail = _Tail(stream)
    records = ArchiveIterator(tail, check_digests=True)
    number = 0
    try:
        for record in records:
            number += 1
            yield from _response(record, f"record {number}")
    except (
        ArchiveLoadFailed,
        ValueError,
        EOFError,
        OSError,
        UnicodeError,
        AttributeError,
        TypeError,
        IndexError,
    ) as error:
        yield Note("broken", f"after record {number}: {str(error)[:100] or type(error).__name__}")
    if number == 0 or not tail.last.endswith(b"\r\n\r\n"):
        yield Note("truncated", f"it breaks off after record {number}")


class _Tail:
    """A stream that remembers its last bytes: a whole WARC ends with two line ends."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream, self.last = stream, b""

    def read(self, size: int = -1) -> bytes:
        data = self.stream.read(size)
        self.last = (self.last + data)[-4:]
        return data


def _response(record: Any, part: str) -> Iterator[Piece | Note]:
    if record.rec_type not in ("response", "resource", "conversion"):
        return
    kind = (
        record.http_headers.get_header("Content-Type") if record.http_headers else record.content_type
    ) or ""
    url = record.rec_headers.get_header("WARC-Target-URI")
    if record.http_headers and not record.http_headers.get_statuscode().startswith("2"):
        return
    data = record.content_stream().read(LARGEST + 1)
    if len(data) > LARGEST:
        yield Note("too_large", f"{part}: more than {LARGEST:,} bytes")
        return
    if getattr(record.raw_stream, "limit", 0) > 0:
        yield Note("truncated", f"{part}: shorter than it says")
    if b"\r\nWARC-Type:" in data:
        yield Note("broken", f"{part}: longer than it says; the next record is inside it")
        data = data[: data.rfind(b"WARC/", 0, data.index(b"\r\nWARC-Type:"))]
    if record.digest_checker is not None and record.digest_checker.passed is False:
        yield Note("broken", f"{part}: its digest does not fit")
    charset = _CHARSET.search(kind.encode("ascii", "replace"))
    declared = charset[1].decode() if charset else None
    for found in _texts(data, kind, declared, url) if data.strip() else [Note("empty")]:
        if isinstance(found, Piece):
            found.part, found.url = part, found.url or url
            yield found
        else:
            yield Note(found.code, f"{part}: {found.detail or found.code}")


def _texts(data: bytes, kind: str, declared: str | None, url: str | None) -> Iterator[Piece | Note]:
    if "html" in kind.lower():
        yield from page(data, declared, url)
    elif kind.lower().startswith("text/plain"):
        text, flags = decode(data, declared)
        yield Piece(text, flags=flags) if text.strip() else Note((flags or ["empty"])[0])
