"""An HTML page -> the article on it. Runs in the process that may be killed: see `child.py`.

lxml drops text without a word where a page is too deep or a node too long, so what it sees is held
against the plain size of the page's text; a page it does not see is read by Python's own parser.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from .encodings import clean, decode
from .metadata import metadata
from .pieces import FIELDS, Note, Piece

_CHARSET = re.compile(rb"charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9_:-]{2,30})", re.IGNORECASE)
_SAFE = re.compile(
    r"(utf-?8|iso-?8859-?\d+|latin-?\d|windows-?125\d|cp125\d|koi8-?[ru]|shift_?jis|sjis|euc-?(jp|kr)"
    r"|gb2312|gbk|gb18030|big5|us-?ascii|macintosh)",
    re.IGNORECASE,
)
SCANT = 250  # characters of main text below which it is looked for once more
_BLANKS = re.compile(r"[^\S\n]+")
_UNSEEN = re.compile(
    r"<(script|style|template|noscript|svg|textarea)\b.*?(?:</\1|\Z)|<!--.*?(?:-->|\Z)|<[^<>]*>", re.I | re.S
)
_ATTRIBUTES = re.compile(r"<([A-Za-z][\w-]*)\s[^<>]*>")
_MANY_ATTRIBUTES = re.compile(r"<([A-Za-z][\w-]*)\s[^<>]{20000,}>")  # on which lxml takes a minute
_TEMPLATE = re.compile(r"<template\b.*?(?:</template\s*>|\Z)", re.I | re.S)
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
_INLINE = {
    "a",
    "abbr",
    "b",
    "bdi",
    "cite",
    "em",
    "font",
    "i",
    "mark",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "u",
}


def page(
    data: bytes, declared: str | None = None, url: str | None = None, plainly: bool = False
) -> list[Piece | Note]:
    """The article on a page; a note where there is none. `plainly` keeps to Python's own parser."""
    if declared is None and (found := _CHARSET.search(data[:4096])):
        declared = found[1].decode()
    html, flags = decode(data, declared if declared and _SAFE.fullmatch(declared) else None)
    html = _MANY_ATTRIBUTES.sub(r"<\1>", _TEMPLATE.sub("", html))
    flags = [flag for flag in flags if flag in ("encoding", "truncated", "binary", "nul", "control")]
    if not html.strip():
        return [Note((flags or ["empty"])[0])]
    text, found_of_page, seen = ("", {}, 0) if plainly else _main(html, url)
    size = len(_BLANKS.sub(" ", _UNSEEN.sub(" ", html)).strip())
    if size > 200 and seen < 0.5 * size:
        text, flags = _Plain.read(html), [*flags, "lossy_html"]
    text, more = clean(text)
    if len(text.split()) < 3:
        return [Note("no_text", "no article found on the page")]
    flags += [code for code in more if code not in flags]
    known = {name: clean(value)[0][:2000] for name, value in found_of_page.items() if value}
    return [Piece(text, flags=flags, **known)]


def _main(html: str, url: str | None) -> tuple[str, dict[str, str | None], int]:
    """The main text, what the page says of itself, and how many characters lxml sees on it."""
    from lxml import etree
    from trafilatura.utils import load_html

    errors = (
        ValueError,
        etree.LxmlError,
        RecursionError,
        AttributeError,
        TypeError,
        LookupError,
        AssertionError,
    )
    try:
        tree = load_html(html)
        if tree is None:
            return "", {}, 0
        texts = tree.xpath("//text()[not(ancestor::script or ancestor::style or ancestor::title)]")
        seen = sum(len(_BLANKS.sub(" ", text)) for text in texts)
        document = _extracted(html, url)
        said = metadata(tree)
    except errors:
        return "", {}, 0
    if document is None:
        return "", said, seen
    others = {"headline": document.title, "outlet": document.sitename, "author": document.author,
              "published": document.date, "url": url or document.url}  # fmt: skip
    return document.text or "", {name: said.get(name) or others.get(name) for name in FIELDS}, seen


def _extracted(html: str, url: str | None) -> Any:
    """trafilatura's reading; where it finds next to nothing, once more with tables, in which old pages are laid out."""
    from trafilatura import bare_extraction

    dates = {"original_date": True, "extensive_search": False}
    found: Any = None
    for tables in (False, True):
        document: Any = bare_extraction(
            html,
            url=url,
            include_comments=False,
            include_tables=tables,
            favor_recall=tables,
            with_metadata=True,
            date_extraction_params=dates,
        )
        if document is not None and len(document.text or "") > len(found.text or "" if found else ""):
            found = document
        if found is not None and len(found.text) >= SCANT:
            break
    return found


class _Plain(HTMLParser):
    """Python's own parser: ruder than trafilatura, but without the limits of lxml."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.kept: list[str] = []
        self.apart: list[str] = []

    @classmethod
    def read(cls, html: str) -> str:
        """The text of a page outside of its navigation, a line a block."""
        parser = cls()
        try:
            parser.feed(_ATTRIBUTES.sub(r"<\1>", html))
            parser.close()
        except (AssertionError, ValueError, RecursionError):
            pass  # what was read until then stands
        lines = (_BLANKS.sub(" ", line).strip() for line in "".join(parser.kept).split("\n"))
        return "\n".join(line for line in lines if line)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN or tag in _APART:
            self.apart.append(tag)
        elif tag not in _INLINE:
            self.kept.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.apart[-20:]:
            while self.apart.pop() != tag:
                pass
        elif tag not in _INLINE:
            self.kept.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.apart:
            self.kept.append(data)
