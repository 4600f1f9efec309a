"""Errors per group beside their limit: what the table, the drawing and the data of a page say, and what they keep."""

import re
from typing import Any

import pytest
from editions import AS_OF, REPORTS, demo_public, shipped_trees
from flagged import example, judged, with_answers, with_rows
from hypothesis import given
from hypothesis import strategies as st
from withheld import keeping

from iama.assess.outcome import Status
from iama.files.shipped import SHIPPED
from iama.model.dossier import Dossier, Row
from iama.publish import drawings
from iama.publish.edition import edition
from iama.publish.record import public_record, record_tables
from iama.publish.report import render

NAME = "iama.error-figures"
WORST = "Huishoudens met een migratieachtergrond van buiten Europa"


def page(dossier: Dossier, language: str = "nl") -> Any:
    return edition(dossier, shipped_trees(), SHIPPED.law, AS_OF, language=language, public=True)


def figure(id_: str, value: str, unit: str = "times", **cells: str) -> Row:
    return Row(f"row{id_}", {"group": f"group {id_}", "kind": "wrong", "value": value, "unit": unit} | cells)


def told(*rows: Row) -> list[Any]:
    return list(page(with_rows(example(), NAME, *rows))["findings"]["figures"]["rows"])


def test_what_is_furthest_over_its_limit_comes_first_in_its_own_unit() -> None:
    rows = told(
        figure("a", "12", "percent"),
        figure("b", "0.9", limit="1.25"),
        figure("c", "1.31", limit="1.25"),
        figure("d", "30", "percent", limit="15"),
        figure("e", "1.25", limit="1.25"),
    )
    assert [(row["group"][-1], row["value"], row["limit"], row["state"]) for row in rows] == [
        ("d", "30 procent", "15 procent", "Boven de grens"),
        ("c", "1,31 keer zo vaak", "1,25 keer zo vaak", "Boven de grens"),
        ("e", "1,25 keer zo vaak", "1,25 keer zo vaak", "Binnen de grens"),
        ("b", "0,9 keer zo vaak", "1,25 keer zo vaak", "Binnen de grens"),
        ("a", "12 procent", "", "Geen grens gesteld"),
    ]


def test_a_limit_of_nought_is_a_limit() -> None:
    assert [
        (row["group"][-1], row["over"]) for row in told(figure("a", "0", limit="0"), figure("b", "1", limit="0"))
    ] == [
        ("b", True),
        ("a", False),
    ]


@pytest.mark.parametrize("to", ["html", "md"])
def test_the_page_says_of_each_group_what_was_measured_and_whether_it_may_be(to: str) -> None:
    document = demo_public("nl", to)
    found = document.partition('id="errors"')[2].partition('id="decision"')[0]
    for words in (WORST, "1,31 keer zo vaak", "1,25 keer zo vaak", "Boven de grens", "Vrouwen", "1,04", "Mannen"):
        assert words in found


def test_who_cannot_see_the_drawing_hears_all_of_it() -> None:
    said = re.search(r'<desc id="picture-errors-told">(.*?)</desc>', demo_public("nl", "html"))
    assert said
    assert f"{WORST}, ten onrechte gekozen: 1,31 keer zo vaak, hoogstens 1,25 keer zo vaak (boven de grens)." in said[1]
    assert said[1].count("binnen de grens") == 3


def test_what_is_withheld_is_in_no_table_drawing_or_data() -> None:
    kept = page(keeping(example(), "iama-2.0/error-figures"))
    assert kept["findings"]["figures"] == {"rows": [], "withheld": True, "measured": None, "anchors": []}
    record = public_record(kept)
    assert "error_figures" not in record and "error_figures.csv" not in record_tables(record)
    for to in ("html", "md"):
        document = render(kept, to, REPORTS)
        assert "1,04" not in document and "picture-errors-told" not in document
        assert "Fouten per groep, naast de grens: niet openbaar" in document


def test_figures_are_data_too() -> None:
    record = public_record(page(example()))
    assert record["error_figures"][0] == {
        "group": WORST,
        "about": "",
        "kind": "Ten onrechte gekozen",
        "number": "1.31",
        "unit": "times",
        "compared": "Andere huishoudens",
        "most": "1.25",
        "over": True,
        "measured": "2026-09-18",
    }
    assert '"1.31"' in record_tables(record)["error_figures.csv"]


def test_they_are_asked_of_a_team_that_measures_per_group_and_never_must_be_given() -> None:
    def state(dossier: Dossier) -> Status:
        entry = judged(dossier).find_entry("iama", "error-figures")
        assert entry and not entry.question.required
        return entry.status

    assert state(example()) is Status.ANSWERED
    assert state(with_answers(example(), {"iama.what-facts": ["thresholds-set"]})) is Status.SKIPPED
    assert page(with_answers(example(), {"iama.what-facts": ["thresholds-set"]}))["findings"]["figures"] is None


@given(
    st.lists(
        st.tuples(
            st.floats(0, 1e6),
            st.none() | st.floats(0, 1e6),
            st.sampled_from(["times", "percent"]),
            st.text(max_size=200),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_every_bar_and_limit_stands_within_the_drawing(figures: list[tuple[float, float | None, str, str]]) -> None:
    rows = [
        {
            "number": f"{number:f}",
            "most": "" if most is None else f"{most:f}",
            "unit": unit,
            "group": group,
            "kind": "x",
            "value": "y",
            "over": False,
        }
        for number, most, unit, group in figures
    ]
    plan = drawings.lay_out_errors({"rows": rows})
    tops = [bar["y"] for bar in plan["bars"]]
    assert tops == sorted(tops) and tops[-1] + plan["size"] < plan["height"]
    for bar in plan["bars"]:
        assert 0 <= bar["width"] <= plan["width"] - 100 and 0 <= (bar["limit"] or 0) <= plan["width"] - 100
        assert bar["end"] <= plan["width"] - 100
        assert all(0 < line["y"] < bar["y"] for line in bar["lines"])
