"""Harm scenarios: the printed scale, and absolute rights that no score takes away."""

import pytest

from iama.assess.harm import (
    PRIORITIES,
    Misweighed,
    absolute_rights,
    has_harm_scenarios,
    misweighed_cells,
    priority,
    reported_priority,
)
from iama.files.shipped import SHIPPED
from iama.model.dossier import Row

SCENARIOS = SHIPPED.resolve_questionnaire("fria").questions["scenarios"]


def row(right: str, severity: str, likelihood: str, residual: str = "light") -> Row:
    return Row("abcdef", {"right": right, "severity": severity, "likelihood": likelihood, "residual": residual})


@pytest.mark.parametrize(
    ("severity", "likelihood", "expected"),
    [
        ("serious", "almost-certain", "high"),
        ("serious", "possible", "high"),
        ("serious", "unlikely", "middle"),
        ("medium", "almost-certain", "high"),
        ("medium", "likely", "middle"),
        ("medium", "unlikely", "low"),
        ("light", "almost-certain", "middle"),
        ("light", "likely", "low"),
    ],
)
def test_priority_follows_from_severity_and_likelihood(severity: str, likelihood: str, expected: str) -> None:
    assert priority(row("data-protection", severity, likelihood), SCENARIOS) == expected


@pytest.mark.parametrize("likelihood", ["almost-certain", "likely", "possible", "unlikely"])
@pytest.mark.parametrize("severity", ["absolute", "serious", "medium", "light"])
def test_no_likelihood_and_no_severity_scores_an_absolute_right_away(severity: str, likelihood: str) -> None:
    assert priority(row("human-dignity", severity, likelihood), SCENARIOS) == "absolute"


def test_the_tree_marks_the_absolute_rights() -> None:
    # Charter 1, 4, 5 and 49(1); ECHR 3, 4 and 7
    marked = {"human-dignity", "no-degrading-treatment", "no-forced-labour", "nulla-poena"}
    assert absolute_rights(SCENARIOS) == marked


@pytest.mark.parametrize(
    ("given", "columns"),
    [
        (row("human-dignity", "light", "unlikely"), ["severity", "residual"]),
        (row("human-dignity", "absolute", "unlikely", "light"), ["residual"]),
        (row("human-dignity", "absolute", "unlikely", "taken-away"), []),
        (row("human-dignity", "absolute", "unlikely", "absolute"), []),
        (row("data-protection", "absolute", "likely"), ["severity"]),
        (row("data-protection", "medium", "likely", "absolute"), ["residual"]),
        (row("data-protection", "medium", "likely"), []),
    ],
)
def test_an_absolute_right_is_not_weighed_and_another_right_is(given: Row, columns: list[str]) -> None:
    assert list(misweighed_cells((given,), SCENARIOS)) == [Misweighed("abcdef", column) for column in columns]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (row("human-dignity", "absolute", "unlikely", "absolute"), "absolute"),
        (row("human-dignity", "absolute", "likely", "taken-away"), "taken-away"),
        (row("human-dignity", "light", "unlikely", "light"), "misweighed"),
        (row("data-protection", "medium", "likely", "light"), "middle"),
        (row("data-protection", "", "likely", "light"), ""),
    ],
    ids=["remains", "taken away", "scored away", "another right", "still open"],
)
def test_an_absolute_right_stands_in_the_way_until_the_harm_is_taken_away(given: Row, said: str) -> None:
    assert reported_priority(given, SCENARIOS) == said


def test_only_harm_scenarios_are_weighed() -> None:
    asked = [
        id_ for id_, question in SHIPPED.resolve_questionnaire("fria").questions.items() if has_harm_scenarios(question)
    ]
    assert asked == ["scenarios"]


def test_the_scale_has_a_cell_for_every_severity_and_likelihood() -> None:
    columns = {column.id: [option.value for option in column.options] for column in SCENARIOS.columns}
    assert set(PRIORITIES) == set(columns["severity"]) - {"absolute"}
    assert all(list(cells) == columns["likelihood"] for cells in PRIORITIES.values())
