"""The `---` block of `key: value` lines that site generators put before a text.

It stays in the text, where offsets need it. Lines are read one by one, not as YAML.
"""

from __future__ import annotations

import re

from ..records import Pieces

_BLOCK = re.compile(r"\A---[ \t]*\r?\n(.{0,8000}?\n)---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_LINE = re.compile(r"^([A-Za-z][\w-]{0,40}):[ \t]*(.*?)[ \t]*\r?$", re.MULTILINE)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\(.)")
_FIELDS = {
    "title": "headline",
    "date": "published",
    "published_time": "published",
    "source_url": "url",
    "url": "url",
    "author": "author",
    "outlet": "outlet",
    "source": "outlet",
}
_PROSE = ("title", "headline", "description", "summary", "excerpt")


def front_matter(text: str) -> dict[str, str]:
    """What the block says of the article, by the names of the articles table; empty without a block."""
    block = _BLOCK.match(text)
    found: dict[str, str] = {}
    for key, value in _LINE.findall(block[1]) if block else ():
        name = _FIELDS.get(key.lower())
        if name and (value := _value(value)):
            found.setdefault(name, value)
    return found


def furniture(text: str) -> Pieces:
    """Offsets of the block without its title and summary, which are the article's own words."""
    block = _BLOCK.match(text)
    if not block:
        return ()
    kept = [m.span(2) for m in _LINE.finditer(text, 0, block.end()) if m[1].lower() in _PROSE and m[2]]
    starts = [0, *(end for _, end in kept)]
    ends = [*(start for start, _ in kept), block.end()]
    return tuple((start, end) for start, end in zip(starts, ends, strict=True) if end > start)


def _value(written: str) -> str:
    """A value without its quotes; escapes of a double-quoted one resolved."""
    if len(written) > 1 and written[0] == written[-1] == "'":
        return written[1:-1].replace("''", "'").strip()
    if written.startswith('"'):
        written = _ESCAPE.sub(
            lambda m: chr(int(m[1], 16)) if m[1] else m[2].replace("_", " "), written.strip('"')
        )
    return " ".join(written.split())
