"""Article text -> something that can be looked at: the one escaping function, passages, the terminal's marks.

Articles come from strangers. Everything of the workbench that builds HTML builds it here, from `escape`,
so that markup in an article is shown as it is written and does nothing; nothing else makes HTML widgets.
"""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

Mark = tuple[int, int, str]  # start, end, role

# Role -> (what the legend calls it, style in HTML, ANSI code in the terminal).
# Each role differs by line as well as by colour; the wash under the words is translucent, so that it
# reads on a light page and on a dark one.
ROLES: dict[str, tuple[str, str, str]] = {
    "content": ("content", "background:rgba(86,180,233,.22)", "36"),
    "source": ("source", "border-bottom:2px solid #0072B2;font-weight:600", "1;34"),
    "cue": ("cue", "border-bottom:2px dashed #D55E00", "1;33"),
    "figure": ("figure", "background:rgba(230,159,0,.40);font-weight:600", "30;43"),
    "evidence": ("evidence", "background:rgba(204,121,167,.32)", "30;45"),
    "wording": ("wording", "background:rgba(0,158,115,.32);font-weight:600", "30;42"),
    "boilerplate": ("boilerplate", "opacity:.55", "2"),
}
PASSAGE = 1600  # characters of one passage at most; more is no longer a passage
NONE = "(no rows)"
SHOWN = 400  # characters of one cell of a table at most


def visible(text: object) -> str:
    """The text with every character that hides or reorders others written out, as in ⟦U+202E⟧.

    Bidirectional overrides, zero-width characters and control codes (line feed and tab aside) change
    what a reader sees without being seen; a missing value is an empty text.
    """
    if text is None or text is pd.NA or text is pd.NaT or (isinstance(text, float) and text != text):
        return ""
    words = str(text)
    if words.isascii() and words.isprintable():
        return words
    return "".join(_shown(c) for c in words)


def _shown(character: str) -> str:
    if character in "\n\t" or unicodedata.category(character) not in ("Cf", "Cc", "Cs", "Co"):
        return character
    return " " if character == "\r" else f"⟦U+{ord(character):04X}⟧"


def escape(text: object) -> str:
    """The one escaping function: any value as HTML that shows its characters and does nothing else."""
    return html.escape(visible(text), quote=True)


@dataclass(frozen=True, slots=True)
class Markup:
    """HTML made by this module; the only thing that `widget` and notebooks accept as HTML."""

    html: str
    text: str = ""

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text or "Markup"


def widget(markup: Markup | None = None) -> Any:
    """An ipywidgets.HTML that shows `markup`; refuses bare strings, which may carry an article's markup."""
    import ipywidgets

    return ipywidgets.HTML(value=_html(markup))


def update(box: Any, markup: Markup | None) -> None:
    """Show `markup` in a box made by `widget`."""
    box.value = _html(markup)


def _html(markup: Markup | None) -> str:
    if markup is None:
        return ""
    if not isinstance(markup, Markup):
        raise TypeError("only rendering.Markup is shown as HTML; use rendering.words for bare text")
    return markup.html


def words(*lines: str, tone: str = "") -> Markup:
    """Bare lines of text as paragraphs; `tone` "warning" sets them apart."""
    style = "border-left:4px solid #D55E00;padding-left:8px" if tone == "warning" else "margin:2px 0"
    body = "".join(f'<p style="{style}">{escape(line)}</p>' for line in lines)
    return Markup(
        f'<div dir="auto" style="line-height:1.45;max-width:76em">{body}</div>',
        "\n".join(map(visible, lines)),
    )


def table(rows: pd.DataFrame, caption: str = "", limit: int | None = None) -> Markup:
    """A table as HTML, every cell, header and caption escaped and fenced in <bdi>; says how many rows it leaves out.

    A table without rows says so.
    """
    shown = rows if limit is None else rows.head(limit)
    aligned = [f'style="vertical-align:top;{_style(kind)}"' for kind in shown.dtypes]
    heads = zip(aligned, shown.columns, strict=True)
    head = "".join(f'<th scope="col" {style}>{escape(c)}</th>' for style, c in heads)
    cells = (zip(aligned, row, strict=True) for row in shown.itertuples(index=False, name=None))
    body = "".join(
        "<tr>" + "".join(f"<td {style}><bdi>{escape(cell_text(v))}</bdi></td>" for style, v in row) + "</tr>"
        for row in cells
    )
    body = body or f'<tr><td colspan="{len(shown.columns)}">{NONE}</td></tr>'
    left = f" ({len(shown):,} of {len(rows):,} rows)" if len(shown) < len(rows) else ""
    title = f'<caption style="text-align:left">{escape(caption)}{left}</caption>' if caption or left else ""
    text = (f"{visible(caption)}{left}\n" if title else "") + plain_table(shown)
    return Markup(
        f'<table class="wb-table">{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>', text
    )


def _style(kind: Any) -> str:
    """How a column of this dtype stands: numbers to the right, days on one line."""
    if pd.api.types.is_numeric_dtype(kind):
        return "text-align:right"
    return "text-align:left" + (";white-space:nowrap" if pd.api.types.is_datetime64_any_dtype(kind) else "")


def plain_table(rows: pd.DataFrame) -> str:
    """The same rows as tab-separated text: what a screen reader, a diff or a log gets."""
    lines = ["\t".join(visible(c) for c in rows.columns)]
    lines += [
        "\t".join(cell_text(v).replace("\n", " ") for v in row)
        for row in rows.itertuples(index=False, name=None)
    ]
    return "\n".join(lines if len(rows) else [*lines, NONE])


def cell_text(value: Any) -> str:
    """One value as a person writes it: 150,000 · 16 Feb 2022 · a, b · nothing for a missing one."""
    if isinstance(value, list | tuple) or type(value).__name__ == "ndarray":
        return ", ".join(cell_text(v) for v in value)
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if hasattr(value, "strftime"):
        return f"{value.day} {value:%b %Y}"
    if hasattr(value, "__float__") and not isinstance(value, str):
        number = float(value)
        return f"{number:,.0f}" if number == int(number) else f"{number:,.2f}"
    text = visible(value)
    return text if len(text) <= SHOWN else text[:SHOWN] + " …"


def segments(start: int, end: int, marks: Iterable[Mark]) -> list[tuple[int, int, tuple[str, ...]]]:
    """Cut start:end wherever a mark begins or ends; each piece with the roles that cover it."""
    inside = [(max(s, start), min(e, end), role) for s, e, role in marks if s < end and e > start]
    cuts = sorted({start, end, *(s for s, _, _ in inside), *(e for _, e, _ in inside)})
    return [
        (a, b, tuple(role for role in ROLES if any(s <= a and b <= e and r == role for s, e, r in inside)))
        for a, b in zip(cuts, cuts[1:], strict=False)
    ]


def passage_bounds(text: str, marks: Sequence[Mark]) -> tuple[int, int]:
    """The whole lines around all marks, cut to `PASSAGE` characters around the marks where lines are long."""
    first, last = min(s for s, _, _ in marks), max(e for _, e, _ in marks)
    start = text.rfind("\n", 0, first) + 1
    end = text.find("\n", last)
    end = len(text) if end < 0 else end
    spare = max(0, PASSAGE - (last - first)) // 2
    return max(start, first - spare), min(end, last + spare)


def passage(text: str, marks: Sequence[Mark], heading: str = "", why: str = "") -> Markup:
    """The passage of an article around `marks`, each part marked and named; `why` says what produced the row."""
    if not marks:
        return words("This row points at no words.")
    start, end = passage_bounds(text, marks)
    pieces = "".join(_piece(text[a:b], roles) for a, b, roles in segments(start, end, marks))
    roles = [role for role in ROLES if any(r == role for _, _, r in marks)]
    legend = " ".join(f'<span style="{ROLES[r][1]}">{ROLES[r][0]}</span>' for r in roles)
    before, after = ("… " if start > 0 else ""), (" …" if end < len(text) else "")
    quote = "margin:6px 0;padding:6px 12px;border-left:3px solid #888;white-space:pre-wrap;max-width:76em"
    body = (
        f"<div><b><bdi>{escape(heading)}</bdi></b></div>"
        f'<blockquote dir="auto" style="{quote}">{before}{pieces}{after}</blockquote>'
        f'<div style="font-size:90%">{legend} · <bdi>{escape(why)}</bdi></div>'
    )
    return Markup(
        f'<div class="wb-evidence">{body}</div>',
        f"{visible(heading)}\n{visible(text[start:end])}\n{visible(why)}",
    )


def _piece(text: str, roles: tuple[str, ...]) -> str:
    if not roles:
        return escape(text)
    style = ";".join(ROLES[role][1] for role in roles)
    return (
        f'<mark class="{" ".join(roles)}" style="color:inherit;background:none;{style}">{escape(text)}</mark>'
    )


def marks_of(row: Any, claim: Any = None) -> list[Mark]:
    """What to mark for one row of a table (a Series or record), with the claim it stands in where it has one."""
    get = row.get if hasattr(row, "get") else lambda name, default=None: getattr(row, name, default)
    role = {"figure_id": "figure", "stance_id": "evidence", "framing_id": "wording"}
    own = next((r for key, r in role.items() if get(key) is not None), None)
    marks: list[Mark] = []
    if own is not None:
        marks.append((int(get("start")), int(get("end")), own))
        if claim is not None:
            marks += marks_of(claim)
        return marks
    if get("cue_start") is None:
        return [(int(get("start")), int(get("end")), "content")] if get("start") is not None else []
    marks += [(int(s), int(e), "content") for s, e in get("spans")]
    marks.append((int(get("cue_start")), int(get("cue_end")), "cue"))
    if (
        get("source_start") is not None
        and get("source_start") is not pd.NA
        and get("source_start") == get("source_start")
    ):
        marks.append((int(get("source_start")), int(get("source_end")), "source"))
    return marks


def terminal(text: str, marks: Sequence[Mark], color: bool = True) -> str:
    """A text with its marks for the terminal: ANSI colors, or [role: …] without; its control codes are written out."""
    out = []
    for a, b, roles in segments(0, len(text), marks):
        words_ = visible(text[a:b])
        if not roles:
            out.append(words_)
        elif color:
            codes = ";".join(ROLES[role][2] for role in roles)
            out.append(
                "\n".join(f"\x1b[{codes}m{line}\x1b[0m" if line else "" for line in words_.split("\n"))
            )
        else:
            out.append(f"[{'+'.join(roles)}: {words_}]")
    return "".join(out)
