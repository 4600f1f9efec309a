"""Claims about a table of successors: what it may say, and what is wrong with one."""

import json
from typing import Any

import pytest
from given import tree

from iama.files.shipped import SHIPPED
from iama.files.successionfile import read_succession
from iama.model.problems import UnusableFile
from iama.model.succession import How, Succession

OLD = tree("[{id: goal, kind: text}, {id: data, kind: text}, {id: gone, kind: text}]", version="1.0")
NEW = tree(
    """
    - {id: goal, number: "1", kind: text, official: true}
    - {id: source, number: "2", kind: text, official: true}
    - {id: quality, number: "3", kind: text, official: true}
    - {id: fresh, number: "4", kind: text, official: true}
    - {id: ours, kind: text}
    """
)
STEPS: list[dict[str, Any]] = [
    {"from": "goal", "to": ["goal"], "how": "same"},
    {"from": "data", "to": ["source", "quality"], "how": "split", "note": {"nl": "Nu twee", "en": "Two now"}},
    {"from": "gone", "how": "dropped"},
    {"to": ["fresh"], "how": "new"},
]


def read(steps: list[dict[str, Any]], **top: str) -> Succession:
    spelled = {"format": "iama-succession/1", "from": "iama-1.0", "to": "iama-2.0", "steps": steps} | top
    return read_succession("table.yaml", json.dumps(spelled), OLD, NEW)


def wrong(steps: list[dict[str, Any]], **top: str) -> str:
    with pytest.raises(UnusableFile) as found:
        read(steps, **top)
    return str(found.value)


def test_a_table_says_what_became_of_every_question() -> None:
    table = read(STEPS)
    assert (table.old, table.new) == ("iama-1.0", "iama-2.0")
    assert [(step.source, step.targets, step.how) for step in table.steps] == [
        ("goal", ("goal",), How.SAME),
        ("data", ("source", "quality"), How.SPLIT),
        ("gone", (), How.DROPPED),
        (None, ("fresh",), How.NEW),
    ]
    assert table.steps[1].note["en"] == "Two now"


def test_a_table_tells_what_leads_to_a_question() -> None:
    assert [step.source for step in read(STEPS).into["quality"]] == ["data"]
    assert "ours" not in read(STEPS).into


def test_a_question_of_ours_needs_no_place_in_the_table_but_may_have_one() -> None:
    moved = [{**STEPS[0], "to": ["goal", "ours"], "how": "split"}, *STEPS[1:]]
    assert read(moved).steps[0].targets == ("goal", "ours")


@pytest.mark.parametrize("left", [0, 1, 2, 3])
def test_a_question_that_is_left_out_is_named(left: int) -> None:
    told = wrong([step for number, step in enumerate(STEPS) if number != left])
    for name in [STEPS[left].get("from"), *STEPS[left].get("to", [])]:
        assert name is None or f"`{name}`" in told


def test_a_question_cannot_be_carried_twice() -> None:
    assert "`goal` of iama-1.0 is named 2 times" in wrong([*STEPS, STEPS[0]])


@pytest.mark.parametrize(
    "step",
    [
        {"from": "goal", "to": ["goal", "source"], "how": "same"},
        {"from": "goal", "to": ["goal"], "how": "split"},
        {"from": "goal", "to": ["goal"], "how": "merged"},
        {"from": "goal", "to": ["goal"], "how": "dropped"},
        {"from": "goal", "to": ["goal"], "how": "new"},
        {"from": "goal", "how": "reworded"},
        {"to": ["goal"], "how": "same"},
    ],
    ids=lambda step: f"{step['how']}-{len(step.get('to', ()))}",
)
def test_what_became_of_a_question_must_fit_its_successors(step: dict[str, Any]) -> None:
    assert f"`{step['how']}` does not fit" in wrong([step, *STEPS[1:]])


def test_what_is_new_has_no_predecessor() -> None:
    assert "`new` does not fit" in wrong([*STEPS, {"to": ["goal"], "how": "new"}])


def test_questions_merge_into_one_that_they_share() -> None:
    two = [{"from": "goal", "to": ["goal"], "how": "merged"}, {"from": "gone", "to": ["goal"], "how": "merged"}]
    assert [step.source for step in read([*two, STEPS[1], STEPS[3]]).into["goal"]] == ["goal", "gone"]


def test_a_misspelt_question_gets_a_suggestion() -> None:
    told = wrong([{"from": "gaol", "to": ["goal"], "how": "same"}, *STEPS[1:]])
    assert "iama-1.0 has no question `gaol` [unknown-question]" in told and "did you mean `goal`?" in told


def test_a_table_of_other_versions_is_refused() -> None:
    assert "iama-3.0" in wrong(STEPS, **{"to": "iama-3.0"})


def test_there_is_no_table_between_versions_that_do_not_follow_each_other() -> None:
    assert SHIPPED.succession("iama-2.0", "iama-1.0") is None
    assert SHIPPED.succession("iama-0.9", "iama-2.0") is None
    assert SHIPPED.succession("../iama-1.0", "iama-2.0") is None
