"""Charts from tables made by hand: what is drawn is what the rows say."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest

from workbench import charts, findings
from workbench.charts import claims, framing, positions, quality, renderer, statements, theme, written
from workbench.charts.rows import keys, places, prepared, tallied
from workbench.charts.theme import HOLLOW, OWN_VOICE, UNKNOWN

from .samples import handmade, hostile, many

TABLES = handmade()
ALL: dict[str, Any] = {
    "articles": charts.articles,
    "speakers": charts.speakers,
    "timeline": charts.timeline,
    "ladder": charts.ladder,
    "matrix": charts.matrix,
    "adjacency": charts.adjacency,
    "swimlanes": lambda tables, rows=None: charts.swimlanes(tables, tables.stances["target"].iloc[0], rows),
    "wordings": charts.wordings,
    "dimensions": charts.dimensions,
}
TABLE_OF = {
    "articles": "articles",
    "speakers": "claims",
    "timeline": "figures",
    "ladder": "figures",
    "wordings": "framings",
    "dimensions": "framings",
}


def drawn(chart: Any) -> list[dict]:
    """The rows behind a chart's marks."""
    spec = chart.to_dict()
    return [row for rows in spec["datasets"].values() for row in rows if "key" in row]


@pytest.mark.parametrize("name", ALL)
def test_every_chart_says_what_it_shows_and_how_many(name: str) -> None:
    spec = ALL[name](TABLES).to_dict()
    text = [spec["title"]["text"], *spec["title"]["subtitle"]]
    assert any(c.isdigit() for c in str(text)) and "2031" in str(text)
    assert len(renderer.picture(spec)) > 1500


@pytest.mark.parametrize("name", ALL)
def test_an_empty_chart_says_so(name: str) -> None:
    table = TABLE_OF.get(name, "stances")
    none = getattr(TABLES, table).head(0)
    spec = ALL[name](TABLES, none).to_dict()
    assert spec["title"]["text"][0].startswith("No ")


@pytest.mark.parametrize("name", ALL)
def test_hostile_words_are_data_and_nothing_is_loaded(name: str) -> None:
    spec = ALL[name](hostile()).to_dict()
    picture = renderer.picture(renderer.canonical(spec))
    assert len(picture) > 1500
    assert "\u202e" not in json.dumps(spec, ensure_ascii=False)
    fields = {key for rows in spec["datasets"].values() for row in rows for key in row}
    assert not fields & {"image", "url", "href"} and '"href"' not in json.dumps(spec)


@pytest.mark.parametrize("name", ALL)
def test_the_compared_form_is_the_same_every_time(name: str) -> None:
    first, second = (renderer.forms(ALL[name](handmade()).to_dict()) for _ in range(2))
    assert first[renderer.SPEC_TYPE] == second[renderer.SPEC_TYPE]
    assert first["image/png"] == second["image/png"]
    assert "application/vnd.jupyter.widget-view+json" in first and first["text/plain"].startswith("Chart: ")
    json.dumps(first[renderer.SPEC_TYPE], allow_nan=False)


def test_numbers_have_one_form() -> None:
    assert renderer.canonical({"a": [2.0, 0.1 + 0.2, -1e-17, 3]}) == {"a": [2, 0.3, -1e-17, 3]}


def test_an_actor_keeps_its_mark_under_every_filter() -> None:
    palette = charts.Palette.of(TABLES)
    whole = {r["who"]: palette.mark(r["who"]) for r in drawn(charts.timeline(TABLES))}
    for who in whole:
        rows = prepared(TABLES, "figures", palette)
        few = charts.timeline(TABLES, rows[rows["who"] == who]).to_dict()
        scale = next(
            layer
            for layer in few["spec"]["layer"]
            if "shape" in layer["encoding"] and "scale" in layer["encoding"]["shape"]
        )["encoding"]
        at = scale["color"]["scale"]["domain"].index(who)
        assert (scale["color"]["scale"]["range"][at], scale["shape"]["scale"]["range"][at]) == whole[who]


def test_marks_are_given_out_commonest_first_and_differ() -> None:
    palette = charts.Palette.of(TABLES)
    assert palette.order[0] == "pavel_ilic"
    marks = [palette.mark(palette.name(a)) for a in palette.order]
    assert len(set(marks)) == len(marks)
    assert palette.mark("nobody we know") == palette.mark(OWN_VOICE) == ("#808080", "circle")


def test_voices_that_are_nobodys_are_named_as_such() -> None:
    from workbench import framings

    names = charts.Palette.of(TABLES).names
    assert (names[framings.OUTLET], names[framings.UNNAMED]) == (OWN_VOICE, UNKNOWN)


def test_two_actors_of_one_name_stay_apart() -> None:
    actors = TABLES.actors.assign(name="Same Name")
    palette = charts.Palette.of(TABLES.with_tables(actors=actors))
    assert len({palette.name(actor) for actor in actors["actor_id"]}) == len(actors)


# --- figures -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("low", "high", "bound", "long", "short"),
    [
        (150000, None, "more_than", "more than 150,000", "> 150,000"),
        (None, 50000, "at_most", "up to 50,000", "≤ 50,000"),
        (13000, 13000, "about", "about 13,000", "~ 13,000"),
        (1000, 9999, "order", "1,000–9,999", "1,000–9,999"),
        (2.5, 2.5, "exact", "2.5", "2.5"),
        (pd.NA, 300, "less_than", "less than 300", "< 300"),
    ],
)
def test_a_figure_in_words_keeps_its_bound_and_unit(
    low: Any, high: Any, bound: str, long: str, short: str
) -> None:
    row = {"low": low, "high": high, "bound": bound}
    assert (statements.stated(row), statements.stated(row, brief=True)) == (long, short)
    assert statements.stated(row | {"unit": "mile"}) == f"{long} (mile)"
    assert statements.stated(row | {"direction": "up", "measured": "level"}) == long
    assert "+" in statements.stated(row | {"direction": "up", "measured": "change"})


def test_figures_in_different_units_are_not_compared_and_not_one_mark() -> None:
    palette = charts.Palette.of(TABLES)
    level = TABLES.figures[TABLES.figures["text"] == "more than 40,000"].iloc[[0, 0]]
    alike = prepared(TABLES, "figures", palette, level.assign(figure_id=["a", "b"], unit="mile"))
    apart = prepared(
        TABLES, "figures", palette, level.assign(figure_id=["a", "b"], unit=["mile", "kilometre"])
    )
    assert statements.headline(alike, palette).startswith(
        "Highest stated level: more than 40,000 troops of Delta League (mile), "
    )
    assert "not compared" in statements.headline(apart, palette)
    assert (statements.groups(alike).nunique(), statements.groups(apart).nunique()) == (1, 2)


def test_the_timeline_draws_bounds_as_bounds_in_their_lanes() -> None:
    rows = {r["label"]: r for r in drawn(charts.timeline(TABLES))}
    assert {label: r["form"] for label, r in rows.items()} == {
        "more than 40,000": "up",
        "about −5,000": "point",
        "30,000–35,000": "range",
        "up to 50,000": "down",
        "1,000–9,999": "range",
    }
    assert rows["more than 40,000"]["at"] == 40000 and rows["more than 40,000"]["to"] > 40000
    assert rows["up to 50,000"]["at"] == 50000 and rows["up to 50,000"]["to"] < 50000
    assert (rows["30,000–35,000"]["at"], rows["30,000–35,000"]["to"]) == (30000, 35000)
    assert {r["lane"] for r in rows.values()} == {"stated level", "change or movement", "forecast"}
    assert rows["1,000–9,999"]["who"] == OWN_VOICE and rows["1,000–9,999"]["date"] == "no date"
    scale = charts.Palette.of(TABLES).scales([OWN_VOICE, "Ana Ruiz"])["fill"].to_dict()["scale"]
    assert [color == HOLLOW for color in scale["range"]] == [who == OWN_VOICE for who in scale["domain"]]


def test_words_beside_marks_lie_on_nothing() -> None:
    """Twenty marks in a crowd: what is written meets no mark and no other words; what fits nowhere is left out."""
    x = [30.0 * i for i in range(20)]
    y = pd.DataFrame(
        {"at": [80.0 + 20 * (i % 3) for i in range(20)], "to": [60.0 + 20 * (i % 3) for i in range(20)]}
    )
    words = ["19,000–23,000" if i % 4 else "8,000" for i in range(20)]
    stands = written.beside(x, y, words, 160)
    said = [(a, h, written.LETTER * len(w) / 2) for a, h, w in zip(x, stands, words) if h == h]
    assert 8 <= len(said) < 20
    for i, (a, h, half) in enumerate(said):
        assert all(abs(a - b) >= half + other or abs(h - g) >= written.LINE for b, g, other in said[:i])
        ends = zip(x, y["to"], y["at"])
        assert all(abs(a - b) >= half or not top < h < low for b, top, low in ends)


def test_a_crowd_has_one_legend_that_names_everybody() -> None:
    """Where names find no room beside the marks, a legend holds them, and nothing switches it off."""
    tables = many(60)
    chart = charts.timeline(tables, tables.figures.head(15))
    spec = chart.to_dict()
    colors = [layer["encoding"]["color"] for layer in spec["spec"]["layer"] if "color" in layer["encoding"]]
    assert colors and all(color["scale"] == colors[0]["scale"] and color["legend"] for color in colors)
    named = set(colors[0]["legend"]["values"])
    assert named == {r["who"] for r in drawn(chart)} - {OWN_VOICE}


def test_an_outlet_without_a_name_is_called_by_a_headline_of_its_own() -> None:
    articles = pd.DataFrame(
        {
            "article_id": ["a", "b", "c", "d", "e"],
            "outlet": ["The Herald", None, None, None, None],
            "headline": ["x", "A long headline about a dam that broke", "Twice", "Twice", None],
        }
    )
    assert places(articles) == {
        "a": "The Herald", "b": "“A long headline about a dam …”", "c": "c", "d": "d", "e": "e",
    }  # fmt: skip


def test_a_mix_of_kinds_is_led_by_what_its_highest_figure_counts() -> None:
    palette = charts.Palette.of(TABLES)
    rows = prepared(TABLES, "figures", palette)
    low = rows["low"].where(rows["measured"] == "level")
    rows = rows.assign(kind=["deaths" if i == low.idxmax() else "tents" for i in rows.index])
    assert "deaths" in statements.headline(rows, palette) and "tents" not in statements.headline(
        rows, palette
    )


def test_a_tint_is_opaque_and_between_white_and_the_color() -> None:
    assert (theme.tint("#0072B2", 0), theme.tint("#0072B2", 1)) == ("#ffffff", "#0072b2")
    assert theme.tint("#808080", 0.5) == "#c0c0c0"


def test_no_number_is_drawn_that_nobody_stated() -> None:
    bounds = set(TABLES.figures["low"].dropna()) | set(TABLES.figures["high"].dropna())
    for name in ("timeline", "ladder"):
        assert {r["at"] for r in drawn(ALL[name](TABLES))} <= bounds


def test_a_summary_picks_stated_rows_only() -> None:
    rows = prepared(TABLES, "figures", charts.Palette.of(TABLES))
    picked = {name: set(rows.loc[statements.summary(rows, name), "text"]) for name in charts.SUMMARIES}
    assert picked["all statements"] == set(rows["text"])
    assert picked["highest lower bound so far"] == {"more than 40,000"}
    assert picked["latest per source"] == {"more than 40,000", "between 30,000 and 35,000"}
    with pytest.raises(ValueError, match="best estimate"):
        statements.summary(rows, "best estimate")


def test_highest_so_far_is_kept_until_it_is_topped() -> None:
    rows = prepared(TABLES, "figures", charts.Palette.of(TABLES)).iloc[[0, 0, 0, 0]].reset_index(drop=True)
    rows = rows.assign(
        day=pd.to_datetime(["2031-01-01", "2031-01-02", "2031-01-03", "2031-01-03"]),
        low=[50.0, 40.0, 60.0, 60.0],
    )
    assert list(statements.summary(rows, "highest lower bound so far")) == [True, False, True, True]


def test_a_click_on_a_mark_leads_to_all_of_its_rows() -> None:
    palette = charts.Palette.of(TABLES)
    twice = pd.concat([TABLES.figures, TABLES.figures.head(1).assign(figure_id="again")], ignore_index=True)
    rows = prepared(TABLES, "figures", palette, twice)
    keys = statements.mark_of(rows)
    assert list(rows.loc[keys == keys.iloc[0], "figure_id"]) == [TABLES.figures["figure_id"][0], "again"]
    assert {r["key"] for r in drawn(charts.timeline(TABLES, rows))} == set(keys)


def test_echoes_name_who_was_first_and_who_repeats() -> None:
    again = TABLES.figures.iloc[[0]].assign(figure_id="x", article_id="b2", source=pd.NA)
    tables = TABLES.with_tables(figures=pd.concat([TABLES.figures, again], ignore_index=True))
    top = charts.echoes(tables).iloc[0]
    assert (top["estimate"], top["articles"], top["first here"], top["repeated by"], top["without a source"]) == (
        "more than 40,000", 2, "The Dam Herald, 4 Mar 2031", "River News", 1,
    )  # fmt: skip


# --- positions and framings ----------------------------------------------------------------------


def test_a_cell_with_both_sides_is_split() -> None:
    cells = positions.cells(prepared(TABLES, "stances", charts.Palette.of(TABLES)))
    split = cells[(cells["who"] == "Ana Ruiz") & (cells["target"] == "retreat")]
    assert list(zip(split["position"], split["top"], split["bottom"])) == [
        ("doubts", 0.0, 0.5),
        ("rejects", 0.5, 1.0),
    ]
    whole = cells[(cells["who"] == "Pavel Ilic") & (cells["target"] == "retreat")]
    assert list(zip(whole["n"], whole["top"], whole["bottom"])) == [(2, 0.0, 1.0)]


def test_the_most_disputed_proposition_is_on_top() -> None:
    rows = prepared(TABLES, "stances", charts.Palette.of(TABLES))
    assert dict(positions.disagreement(rows)) == {"advance": 0, "retreat": 1}
    spec = charts.matrix(TABLES, sentences={"retreat": "The army is leaving"}).to_dict()
    assert [r["y"] for r in drawn(charts.matrix(TABLES)) if r["target"] == "advance"] == [1]
    assert "The army is leaving" in spec["title"]["text"][0]


def test_accusations_keep_their_direction() -> None:
    (row,) = drawn(charts.adjacency(TABLES))
    assert (row["who"], row["towards"], row["tone"], row["acts"], row["n"]) == (
        "Ana Ruiz",
        "Pavel Ilic",
        "hostile",
        "accuses",
        1,
    )


def test_wordings_point_left_for_the_outlet_and_right_for_actors() -> None:
    assert {(r["variant"], r["who"], r["signed"]) for r in drawn(charts.wordings(TABLES))} == {
        ("occupied", OWN_VOICE, -1),
        ("liberated", "Pavel Ilic", 1),
    }


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("articles", ["outlet", "date"]),
        ("claims", claims.CIRCLE),
        ("stances", positions.SIDES),
        ("stances", positions.PAIR),
        ("framings", framing.BAR),
    ],
)
def test_every_drawn_row_has_a_mark(table: str, key: list[str]) -> None:
    rows = prepared(TABLES, table, charts.Palette.of(TABLES))
    rows = (claims.squares(rows) if table == "articles" else rows).dropna(subset=key)
    assert keys(rows, key).notna().all() and set(keys(rows, key)) == set(tallied(rows, key)["key"])


@pytest.mark.parametrize("name", ALL)
def test_a_large_corpus_is_aggregated_before_it_is_drawn(name: str) -> None:
    spec = ALL[name](many(6000)).to_dict()
    assert all(len(rows) < 2000 for rows in spec["datasets"].values())


# --- how good it is ------------------------------------------------------------------------------


def test_scores_name_what_is_counted_and_the_weakest() -> None:
    rows = pd.DataFrame(
        {
            "task": ["figures", "stances"], "measure": ["value+kind", "a new one"], "precision": [0.9, 0.4],
            "recall": [0.8, 0.5], "f1": [0.85, 0.44], "gold": [1700, 9], "gold_of": "seeds",
        }
    )  # fmt: skip
    spec = charts.scores(rows).to_dict()
    assert "seeds: stances: a new one (9), 40% right and 50% found" in " ".join(spec["title"]["text"])
    named = {row["name"] for data in spec["datasets"].values() for row in data}
    assert named == {"seeds: figures with kind (1,700)", "seeds: stances: a new one (9)"}


def test_calibration_says_what_is_right_more_and_less_often_than_stated() -> None:
    rows = pd.DataFrame(
        {"task": ["figures", "stances"], "rows": [10, 20], "mean": [0.7, 0.8], "right": [0.9, 0.6]}
    ).assign(confidence="0.6 to 0.8")
    spec = charts.calibration(rows).to_dict()
    assert " ".join(spec["title"]["text"]) == (
        "Right at least as often as stated: figures (0.90 for 0.70); less often than stated: stances (0.60 for 0.80)"
    )
    assert len(renderer.picture(spec)) > 1500


def test_the_words_of_a_measure_are_those_that_are_scored() -> None:
    from workbench.measures import STRICT
    from workbench.quality import TASKS

    assert {task for task, _ in quality.COUNTED} == set(TASKS)
    assert set(STRICT.values()) <= {measure for _, measure in quality.COUNTED}


def test_agreement_says_what_kappa_is_or_why_there_is_none() -> None:
    said = [findings.agreement(dict(zip(("n", "agreed", "kappa"), found))).text for found in (
        (3, 2 / 3, 0.4), (4, 1.0, None), (0, None, None),
    )]  # fmt: skip
    assert said[0] == "3 rows judged by both, 2 of them alike; kappa 0.40."
    assert (
        "4 of them alike" in said[1] and "not defined" in said[1] and said[2] == "No row was judged by both."
    )
