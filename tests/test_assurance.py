"""docs/assurance.md says what docs/assurance.yaml and the recorded figures say, of tests that exist."""

import ast
import re
from functools import cache
from pathlib import Path

import assurance
import pytest
import test_hostile_files
import test_many_hostile
import test_whole_changes
import whole_changes

TESTS = Path(__file__).parent
TOLD, FIGURES = assurance.threats(), assurance.recorded()
ROWS = [row for each in assurance.rows(TOLD).values() for row in each]


@cache
def claims(file: str) -> frozenset[str]:
    """Return the names of the tests in a file, without `test_`."""
    nodes = ast.walk(ast.parse((TESTS / file).read_text(encoding="utf-8")))
    names = [node.name for node in nodes if isinstance(node, ast.FunctionDef)]
    return frozenset(name.removeprefix("test_") for name in names if name.startswith("test_"))


def exists(test: str) -> bool:
    file, _, name = test.partition("[")[0].partition("::")
    return (TESTS / file).is_file() and name in claims(file)


def test_the_page_is_what_the_command_makes() -> None:
    made = assurance.page(TOLD, FIGURES)
    assert assurance.PAGE.read_text(encoding="utf-8") == made, "run `python docs/assurance.py`"


def test_every_threat_has_one_row_in_order() -> None:
    assert [row.id for row in ROWS] == [f"T{number}" for number in range(1, 60)]


def test_a_row_is_written_once() -> None:  # a second one would silently replace the first
    lines = assurance.THREATS.read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if re.fullmatch(r"    T\d+:", line)]) == len(ROWS)


def test_what_no_test_shows_is_said() -> None:
    assert [row.id for row in ROWS if not (row.shown or row.lacks or row.absent)] == []


def test_every_test_on_the_page_exists() -> None:
    assert sorted(test for test in assurance.tests_shown(TOLD) | set(FIGURES) if not exists(test)) == []


def test_every_figure_on_the_page_was_recorded_but_for_those_that_are_named_as_awaited() -> None:
    counted = {test for row in ROWS for test, said in row.shown.items() if said} | set(TOLD["changes"].values())
    missing = {test for test in counted | set(TOLD["hostile"]) if not assurance.cases(FIGURES, test)}
    assert missing == set(TOLD["awaited"]), "take off what was recorded"


def test_a_figure_that_promises_zero_is_zero() -> None:
    counted = [(test, name, value) for test, each in FIGURES.items() for name, value in each.figures.items()]
    assert [one for one in counted if one[1] in TOLD["zero"] and one[2] != 0] == []


def test_every_command_that_saves_has_its_figures() -> None:
    fails, ends = (set(assurance.cases(FIGURES, test)) for test in list(TOLD["changes"].values())[:2])
    assert fails == {case.name for case in whole_changes.CASES}
    assert ends == {param.id for param in test_whole_changes.ENDS}


def test_every_hostile_file_was_told_within_the_limits_but_for_those_that_are_named() -> None:
    found = {case: each.figures for test in TOLD["hostile"] for case, each in assurance.cases(FIGURES, test).items()}
    assert set(found) == {*test_hostile_files.CASES, *test_many_hostile.CASES}
    over = [
        case
        for case, figures in found.items()
        if float(figures["seconds"]) > assurance.SECONDS or float(figures["megabytes"]) > assurance.MEGABYTES
    ]
    assert over == TOLD["over"]


def test_counts_are_added_and_measures_are_the_largest() -> None:
    lines = [
        '{"test": "tests/test_x.py::TestX::test_a[1]", "figures": {"kills": 2, "seconds": 0.5, "told": "x"}}',
        '{"test": "tests/test_x.py::TestX::test_a[2]", "figures": {"kills": 3, "seconds": 0.25, "told": "y"}}',
    ]
    assert assurance.gathered(lines, ()) == {"test_x.py::a": {"kills": 5, "seconds": 0.5, "told": "y"}}
    assert list(assurance.gathered(lines, {"test_x.py::a"})) == ["test_x.py::a[1]", "test_x.py::a[2]"]


def test_a_figure_carries_the_oldest_day_of_its_cases() -> None:
    figures = {
        f"test_x.py::a[{day}]": assurance.Figures(day, "3.11", "m", {"kills": 1})
        for day in ("2026-12-02", "2026-12-01")
    }
    assert assurance.figure(figures, "test_x.py::a", "{kills} kills") == "2 kills (2026-12-01)"
    assert assurance.figure({}, "test_x.py::a", "{kills} kills") == "not run yet"


def test_a_figure_that_was_not_counted_is_no_sentence() -> None:
    figures = {"test_x.py::a": assurance.Figures("2026-12-01", "3.11", "m", {"kills": 1})}
    with pytest.raises(KeyError):
        assurance.figure(figures, "test_x.py::a", "{lost} lost")
