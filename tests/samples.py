"""Tables made by hand, for tests that need no language model: three invented articles, and any number of rows."""

from __future__ import annotations

import hashlib
import random
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from workbench.records import Actor, Article, Claim, Extract, Figure, Framing, Stance
from workbench.spans import row_id
from workbench.tables import Tables, tables_of

DAM = """Talks on the Orsa dam stall again

The Ministry of Water said on Tuesday that more than 40,000 soldiers guard the Orsa dam. \
"We have seen no sign of a retreat," said Minister Ana Ruiz.

General Pavel Ilic denied that his army had advanced. He said it had withdrawn some 5,000 men from the occupied bank.

Observers count between 30,000 and 35,000 soldiers on both banks."""

RIVER = """Army leaves the river, says general

General Pavel Ilic told reporters the army was leaving the liberated bank. \
Minister Ana Ruiz accused the general of lying.

Up to 50,000 soldiers could be sent by May, the Delta League warned."""

UNDATED = """Thousands of soldiers remain, a paper writes without naming anybody."""

NAMES = {
    "ana_ruiz": "Ana Ruiz",
    "pavel_ilic": "Pavel Ilic",
    "ministry_of_water": "Ministry of Water",
    "observers": "Observers",
    "delta_league": "Delta League",
}
KINDS = {"ana_ruiz": "person", "pavel_ilic": "person", "delta_league": "bloc"}
MEMBERS = {"ana_ruiz": "ministry_of_water", "ministry_of_water": "delta_league"}


def article(article_id: str, text: str, outlet: str | None = None, published: date | None = None) -> Article:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    basis = "sidecar" if published else "unknown"
    return Article(
        article_id,
        f"{article_id}.txt",
        text,
        digest,
        outlet=outlet,
        headline=text.split("\n")[0],
        published=published,
        published_basis=basis,
        words=len(text.split()),
    )


def at(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def claim(
    a: Article,
    source: str,
    cue: str,
    content: str,
    who: str | None,
    act: str = "asserts",
    confidence: float = 0.9,
) -> Claim:
    (s, e), (cs, ce), (ss, se) = at(a.text, content), at(a.text, cue), at(a.text, source)
    return Claim(
        row_id(a.article_id, s, e, "c"),
        a.article_id,
        "indirect",
        cue,
        cs,
        ce,
        act,
        content,
        s,
        e,
        ((s, e),),
        "person",
        source=source,
        source_start=ss,
        source_end=se,
        actors=(who,) if who else (),
        said_on=a.published,
        confidence=confidence,
        rule="by hand",
    )


def figure(
    a: Article, words: str, low: float | None, high: float | None, bound: str, who: str | None, **more
) -> Figure:
    s, e = at(a.text, words)
    start = a.text.rfind("\n", 0, s) + 1
    defaults = {
        "kind": "troops",
        "measured": "level",
        "subject": "delta_league",
        "source": who,
        "as_of": a.published,
        "rule": "by hand",
        "confidence": 0.8,
    }
    return Figure(
        row_id(a.article_id, s, e, "f"),
        a.article_id,
        s,
        e,
        words,
        bound,
        sentence_start=start,
        sentence_end=e,
        low=low,
        high=high,
        **(defaults | more),
    )


def stance(
    a: Article,
    words: str,
    holder: str,
    target: str,
    position: str | None = None,
    act: str | None = None,
    polarity: int | None = None,
    claim_id: str | None = None,
) -> Stance:
    s, e = at(a.text, words)
    kind = "proposition" if position else "actor"
    return Stance(
        f"{a.article_id}:{s}-{e}s-{holder}-{target}",
        a.article_id,
        holder,
        kind,
        target,
        s,
        e,
        words,
        claim_id,
        position,
        act,
        polarity,
        confidence=0.7,
        rule="by hand",
    )


def framing(a: Article, words: str, voice: str, **what) -> Framing:
    s, e = at(a.text, words)
    return Framing(row_id(a.article_id, s, e, "w"), a.article_id, voice, s, e, words, rule="by hand", **what)


def actors(*ids: str) -> tuple[Actor, ...]:
    return tuple(Actor(i, NAMES.get(i, i), KINDS.get(i, "institution"), MEMBERS.get(i)) for i in ids)


def handmade() -> Tables:
    """Three articles: two dated with outlets, one neither."""
    return of(extracts())


def of(found: list[Extract]) -> Tables:
    """Tables of some extracts, each actor once."""
    tables = tables_of(found)
    return Tables(**tables | {"actors": tables["actors"].drop_duplicates("actor_id", ignore_index=True)})


def extracts() -> list[Extract]:
    a = article("a1", DAM, "The Dam Herald", date(2031, 3, 4))
    b = article("b2", RIVER, "River News", date(2031, 3, 9))
    c = article("c3", UNDATED)
    said = claim(
        a,
        "The Ministry of Water",
        "said",
        "more than 40,000 soldiers guard the Orsa dam",
        "ministry_of_water",
    )
    denied = claim(a, "General Pavel Ilic", "denied", "his army had advanced", "pavel_ilic", "denies", 0.6)
    warned = claim(
        b, "the Delta League", "warned", "Up to 50,000 soldiers could be sent by May", "delta_league", "warns"
    )
    return [
        Extract(
            a,
            actors("ana_ruiz", "pavel_ilic", "ministry_of_water", "observers", "delta_league"),
            (
                said,
                denied,
                claim(
                    a,
                    "Minister Ana Ruiz",
                    "We have seen",
                    "We have seen no sign of a retreat",
                    "ana_ruiz",
                    "doubts",
                ),
            ),
            (
                figure(
                    a,
                    "more than 40,000",
                    40000,
                    None,
                    "more_than",
                    "ministry_of_water",
                    claim_id=said.claim_id,
                    estimate_id="e1",
                ),
                figure(
                    a, "some 5,000", 5000, 5000, "about", "pavel_ilic", measured="change", direction="down"
                ),
                figure(a, "between 30,000 and 35,000", 30000, 35000, "between", "observers"),
            ),
            (
                stance(a, "We have seen no sign of a retreat", "ana_ruiz", "retreat", "doubts"),
                stance(a, "it had withdrawn some 5,000 men", "pavel_ilic", "retreat", "affirms"),
                stance(a, "denied that his army had advanced", "pavel_ilic", "advance", "rejects"),
            ),
            (
                framing(a, "occupied bank", "outlet", concept="bank", variant="occupied"),
                framing(a, "soldiers guard", "ministry_of_water", frame="security_and_defence"),
            ),
        ),
        Extract(
            b,
            actors("ana_ruiz", "pavel_ilic", "delta_league"),
            (warned,),
            (
                figure(
                    b,
                    "Up to 50,000",
                    None,
                    50000,
                    "at_most",
                    "delta_league",
                    modality="projected",
                    claim_id=warned.claim_id,
                ),
            ),
            (
                stance(b, "the army was leaving", "pavel_ilic", "retreat", "affirms"),
                stance(
                    b,
                    "Minister Ana Ruiz accused the general of lying",
                    "ana_ruiz",
                    "pavel_ilic",
                    act="accuses",
                    polarity=-1,
                ),
                stance(b, "Minister Ana Ruiz accused the general of lying", "ana_ruiz", "retreat", "rejects"),
            ),
            (framing(b, "liberated bank", "pavel_ilic", concept="bank", variant="liberated"),),
        ),
        Extract(c, (), (), (figure(c, "Thousands", 1000, 9999, "order", None, as_of=None, subject=None),)),
    ]


PAYLOADS = (
    "<script>window.__ran+=1</script>",
    "<img src=x onerror='window.__ran+=1'>",
    "<a href='javascript:window.__ran+=1'>press me</a>",
    "</script><script>window.__ran+=1</script>",
    "<!-- --><svg onload='window.__ran+=1'>-->",
    "<iframe src='https://evil.example/'></iframe>",
    "![x](https://evil.example/beacon.png) [y](javascript:alert(1))",
    "\u202eoverridden\u202c and zero\u200bwidth",
    "{{7*7}} ${7*7} =1+1 \\(x\\)",
)


def hostile() -> Tables:
    """Every payload as text, headline, outlet, name of an actor, words of a claim, figure, stance and wording."""
    found = []
    for number, payload in enumerate(PAYLOADS):
        text = (
            f"{payload} headline\n\n{payload} said that more than 40,000 soldiers {payload} stay on the bank."
        )
        a = article(
            f"h{number} {payload}".replace("/", "|"), text, f"{payload} Post", date(2031, 3, 1 + number % 3)
        )
        who = f"who{number}{payload}"
        content = text[text.index("more than") :]
        said = claim(a, payload, "said", content, who)
        found.append(
            Extract(
                a,
                (
                    Actor(who, f"Minister {payload}", "person"),
                    Actor(f"to{number}", f"Target {payload}", "state"),
                ),
                (said,),
                (
                    figure(
                        a,
                        "more than 40,000",
                        40000,
                        None,
                        "more_than",
                        who,
                        subject=f"to{number}",
                        claim_id=said.claim_id,
                    ),
                ),
                (
                    stance(a, content, who, f"prop {payload}", "rejects", claim_id=said.claim_id),
                    stance(a, content, f"to{number}", f"prop {payload}", "affirms"),
                    stance(a, content, who, f"to{number}", act="accuses", polarity=-1),
                ),
                (
                    framing(a, "bank", who, concept=f"bank {payload}", variant=f"own {payload}"),
                    framing(a, "stay", "outlet", frame=f"frame {payload}"),
                ),
            )
        )
    return of(found)


def many(rows: int, articles: int | None = None, seed: int = 7) -> Tables:
    """`rows` claims, figures, framings, positions and acts each, of 400 actors in `rows` / 50 articles: for timing."""
    draw, base = random.Random(seed), handmade()
    who = [f"actor_{i}" for i in range(400)]
    ids = [f"art{i}" for i in range(articles or max(1, rows // 50))]
    days = [pd.Timestamp("2030-01-01") + timedelta(days=i) for i in range(900)]
    spread, people = [draw.choice(ids) for _ in range(rows)], _loud_and_quiet(who, rows, draw)

    def copies(name: str, /, **columns: object) -> pd.DataFrame:
        table = getattr(base, name)
        if name not in ("articles", "actors"):
            key = f"{name[:-1]}_id"
            columns = {"claim_id": pd.NA, "article_id": spread} | columns
            columns |= {
                key: [f"{a}:{i}{key[0]}{columns.get('target_kind', '')}" for i, a in enumerate(spread)]
            }
        picked = table.sample(
            len(columns["article_id" if name != "actors" else "actor_id"]), replace=True, random_state=seed
        )
        return picked.reset_index(drop=True).assign(**columns).astype(table.dtypes.to_dict())

    def one_of(*values: object) -> list[object]:
        return draw.choices(values, k=rows)

    stated = {"source": people, "subject": pd.NA, "low": one_of(5e4, 8e4, 12e4), "as_of": one_of(*days)}
    sides = {
        "target": one_of(*(f"p{i}" for i in range(20))),
        "position": one_of("affirms", "doubts", "rejects"),
    }
    deeds = {
        "target": one_of(*who[:60]),
        "act": one_of("accuses", "warns", "supports"),
        "polarity": one_of(-1, 1),
    }
    words = {
        "concept": one_of("bank", "army"),
        "variant": one_of("occupied", "liberated", "held"),
        "frame": one_of("law", "war"),
    }
    kinds = {"proposition": sides | {"act": pd.NA, "polarity": pd.NA}, "actor": deeds | {"position": pd.NA}}
    stances = [copies("stances", holder=people, target_kind=kind, **more) for kind, more in kinds.items()]
    outlets = [f"Outlet {i % 40}" for i in range(len(ids))]
    return replace(
        base,
        articles=copies("articles", article_id=ids, published=draw.choices(days, k=len(ids)), outlet=outlets),
        actors=copies("actors", actor_id=who, name=[f"Actor {i}" for i in range(400)], member_of=pd.NA),
        claims=copies("claims", actors=[[p] for p in people]),
        figures=copies("figures", **stated),
        stances=pd.concat(stances, ignore_index=True),
        framings=copies("framings", voice=people, **words),
    )


def _loud_and_quiet(who: list[str], rows: int, draw: random.Random) -> list[str]:
    """A few speak often, most seldom."""
    return [who[min(len(who) - 1, int(draw.expovariate(0.02)))] for _ in range(rows)]
