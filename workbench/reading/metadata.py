"""What a page says of itself: JSON-LD of the article first, then Open Graph and other meta elements."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_ARTICLE = re.compile(r"article|posting|newsstory|reportage", re.IGNORECASE)
_SITE = re.compile(r"\s+(?:[|•·]\s+.{2,60}|[–—-]\s+[^|–—-]{2,40})$")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})([-_]\w{2,8})*")
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "sailthru.date",
    "dc.date.issued", "dcterms.created", "dcterms.date", "dc.date", "article.published", "pubdate", "publishdate",
    "publish-date", "article:published", "cxenseparse:recs:publishtime", "date",
)  # fmt: skip


def metadata(tree: Any) -> dict[str, str | None]:
    """Headline, outlet, author, date (as written), address and language; None for what a page does not say."""
    said = _properties(tree)
    linked = _linked(tree)
    outlet = said.get("og:site_name") or linked.get("outlet")
    headline = _headline(tree, linked.get("headline") or said.get("og:title"), outlet)
    language = _LANGUAGE.fullmatch((tree.get("lang") or tree.get("xml:lang") or "").strip())
    dates = (said[name] for name in _PUBLISHED if said.get(name))
    return {
        "headline": _bare(headline, outlet) if headline else None,
        "outlet": outlet,
        "published": linked.get("published") or next(dates, None),
        "author": linked.get("author"),
        "language": language[1].lower() if language else None,
    }


def _properties(tree: Any) -> dict[str, str]:
    said: dict[str, str] = {}
    for element in tree.iterfind(".//meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        if name and (element.get("content") or "").strip():
            said.setdefault(name.strip().lower(), element.get("content").strip())
    return said


def _headline(tree: Any, stated: str | None, outlet: str | None) -> str | None:
    """The heading that readers see, where a title of the page confirms it or there is none; else that title."""
    title = stated or _title(tree) or ""
    heads = [" ".join(" ".join(element.itertext()).split()) for element in tree.iterfind(".//h1")]
    best, shared = None, 1
    for heading in heads:
        own = _words(heading)
        common = len(own & _words(title))
        if common > shared and common >= 0.6 * len(own) and not own <= _words(outlet or ""):
            best, shared = heading, common
    if best is None and not stated and len(heads) == 1 and len(_words(heads[0])) >= 4:
        best = heads[0]
    return best or title or None


def _words(title: str) -> set[str]:
    return set(re.findall(r"\w+", title[:300].lower()))


def _title(tree: Any) -> str | None:
    title = tree.find(".//title")
    return title.text if title is not None else None


def _bare(title: str, outlet: str | None) -> str:
    """The title without the name of the site that pages put behind it."""
    title = " ".join(title.split())
    match = _SITE.search(title)
    if match is None or match.start() < 20:
        return title
    tail = re.sub(r"\W+", "", match.group()).lower()
    name = re.sub(r"\W+", "", outlet or "").lower()
    return (
        title[: match.start()] if "|" in match.group() or (name and (name in tail or tail in name)) else title
    )


def _linked(tree: Any) -> dict[str, str]:
    """What the JSON-LD of the article says; empty where there is none."""
    found: list[dict] = []
    for element in tree.iterfind(".//script"):
        if (element.get("type") or "").lower() == "application/ld+json" and len(element.text or "") < 500_000:
            try:
                loaded = json.loads(element.text or "", strict=False)
            except (ValueError, RecursionError):
                continue
            found += [item for item in _items(loaded) if _ARTICLE.search(str(item.get("@type")))]
    if not found:
        return {}
    item = max(found, key=lambda each: bool(each.get("datePublished")) + bool(each.get("headline")))
    said = {"headline": item.get("headline"), "published": item.get("datePublished"),
            "outlet": _name(item.get("publisher")), "author": _name(item.get("author"))}  # fmt: skip
    return {key: value.strip() for key, value in said.items() if isinstance(value, str) and value.strip()}


def _name(of: Any) -> str | None:
    if isinstance(of, list):
        return ", ".join(filter(None, map(_name, of[:10]))) or None
    if isinstance(of, dict):
        of = of.get("name")
    return of if isinstance(of, str) else None


def _items(loaded: Any, depth: int = 0) -> Iterator[dict]:
    if isinstance(loaded, dict):
        yield loaded
        loaded = loaded.get("@graph") or loaded.get("mainEntity")
    if isinstance(loaded, list | dict) and depth < 4:
        for item in loaded[:200] if isinstance(loaded, list) else [loaded]:
            yield from _items(item, depth + 1)
