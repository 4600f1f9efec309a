"""The timeline: which dates stand on it, where each is drawn, and that it tells nothing that the page does not hold."""

from datetime import date
from itertools import combinations, pairwise
from typing import Any

import pytest
from editions import demo_view
from hypothesis import given
from hypothesis import strategies as st

from iama.publish.timeline import LEFT, RIGHT, events, lay_out_timeline


def dated(*days: str) -> list[dict[str, Any]]:
    return [{"number": number, "date": day, "law": False} for number, day in enumerate(days, 1)]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nl", ["Deze versie van het algoritme", "Begin van het gebruik", "Einde van het gebruik volgens plan"]),
        ("en", ["This version of the algorithm", "Start of use", "Planned end of use"]),
    ],
)
def test_development_use_and_end_stand_on_it_in_order(language: str, expected: list[str]) -> None:
    entries = demo_view(language)["timeline"]
    said = [line["text"] for entry in entries for line in entry["lines"]]

    assert [one for one in said if one in expected] == expected
    assert [entry["date"] for entry in entries] == sorted(entry["date"] for entry in entries)
    assert [entry["number"] for entry in entries] == list(range(1, len(entries) + 1))


def test_many_duties_of_one_day_are_one_line_that_counts_them() -> None:
    last = demo_view("en")["timeline"][-1]

    assert (last["date"], last["law"]) == ("2030-08-02", True)
    assert [line["text"] for line in last["lines"]] == ["9 duties begin to apply"]


def test_a_decision_stands_on_it_with_its_word() -> None:
    approval = {"date": "2026-11-20", "decision_text": "Go"}

    [entry] = events([], [], [], approval, "en")

    assert (entry["date_text"], entry["lines"][0]["text"]) == ("20 November 2026", "Decision: Go")


def test_one_date_alone_is_no_drawing() -> None:
    assert lay_out_timeline(dated("2026-01-01"), "2026-11-23") is None


def test_what_is_to_come_is_open_and_the_day_of_the_report_stands_between() -> None:
    plan = lay_out_timeline(dated("2026-01-01", "2026-11-23", "2027-01-01"), "2026-11-23")

    assert plan is not None
    assert [mark["past"] for mark in plan["marks"]] == [True, True, False]
    assert (plan["marks"][0]["x"], plan["marks"][2]["x"]) == (LEFT, RIGHT)
    assert [year["year"] for year in plan["years"]] == [2026, 2027]


def test_a_date_in_years_breaks_the_line_and_leaves_room_for_the_others() -> None:
    plan = lay_out_timeline(dated("2026-09-30", "2026-11-16", "2027-02-15", "2030-08-02"), "2026-11-23")

    assert plan is not None
    places = [mark["x"] for mark in plan["marks"]]
    assert min(other - one for one, other in pairwise(places)) > 40
    assert len(plan["breaks"]) == 1 and places[2] < plan["breaks"][0] < places[3]
    assert [year["year"] for year in plan["years"]] == [2026, 2027, 2030]


@given(st.lists(st.dates(), min_size=2, max_size=12, unique=True), st.dates())
def test_marks_stay_on_the_drawing_and_never_touch(days: list[date], as_of: date) -> None:
    plan = lay_out_timeline(dated(*sorted(day.isoformat() for day in days)), as_of.isoformat())

    assert plan is not None
    assert len(plan["years"]) <= 7 and all(LEFT <= year["x"] <= RIGHT for year in plan["years"])
    assert all(LEFT <= mark["x"] <= RIGHT and 10 <= mark["y"] <= plan["base"] for mark in plan["marks"])
    for one, other in combinations(plan["marks"], 2):
        assert abs(one["x"] - other["x"]) >= 20 or abs(one["y"] - other["y"]) >= 20
