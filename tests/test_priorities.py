"""Claims about which questions of a meeting deserve the time, how it is spread, and who must come."""

import json
from typing import Any

import pytest
from given import AS_OF, NO_LAW, both, given, tree
from hypothesis import given as drawn
from hypothesis import strategies as some

from iama.assess.evaluation import evaluate
from iama.assess.priorities import Topic, deserving_topics, meeting_topics
from iama.assess.table import seats
from iama.assess.timetable import spread_minutes, timetable
from iama.files.facilitationfile import read_facilitation
from iama.model.dossier import Dossier
from iama.model.facilitation import Facilitation

TREE = tree(
    """
    - {id: effect, kind: choice, options: [decides, helps], required: "false", meeting: homework}
    - {id: goal, kind: text, roles: [project-leader]}
    - {id: type, kind: choice, options: [learned, rules], roles: [ethicist]}
    - {id: rules, kind: text, when: type = rules, roles: [ethicist]}
    - {id: data, kind: text, when: type = learned, roles: [lawyer, ethicist]}
    - {id: later, kind: text, meeting: "2"}
    - {id: errors, kind: text, roles: [lawyer, project-leader]}
    - {id: checked, kind: yes-no, beside: errors, roles: [ethicist]}
    - {id: told, kind: notice}
    """.replace("{id: goal,", '{id: goal, number: "1", official: "true",'),
    triggers="[{id: wrong, when: checked = no, severity: blocker}]",
)
HELP: dict[str, Any] = {
    "weights": [
        {"id": "core", "points": "3", "why": both("Always."), "questions": ["goal", "errors", "rules"]},
        {"id": "decides", "points": "4", "why": both("It decides."), "questions": ["data"], "when": "effect = decides"},
    ],
    "stand-ins": {"project-leader": {"who": both("x"), "check": both("y"), "needed": "true"}},
}


def helps(**top: Any) -> Facilitation:
    head = {"format": "iama-facilitation/1", "questionnaire": "iama-2.0", "questions": {}}
    return read_facilitation("help.yaml", json.dumps(head | HELP | top), TREE, lambda _: Facilitation())


def topics(answers: str = "", **top: Any) -> tuple[Topic, ...]:
    dossier = Dossier("abc", {TREE.ref: given(TREE, answers)})
    return meeting_topics(dossier, evaluate(dossier, [TREE], NO_LAW, AS_OF), TREE, helps(**top), NO_LAW, "1")


def ranked(answers: str = "", **top: Any) -> list[tuple[str, int, list[str]]]:
    return [
        (topic.question.id, topic.points, [reason.text_in("en") for reason in topic.reasons])
        for topic in deserving_topics(topics(answers, **top))
    ]


def test_a_question_deserves_time_for_reasons_that_hold_and_says_which() -> None:
    assert ranked() == [("goal", 3, ["Always."]), ("errors", 3, ["Always."])]
    assert ranked("effect: {value: decides}\ntype: {value: learned}")[0] == ("data", 4, ["It decides."])


def test_a_raised_flag_gives_its_question_time_also_through_the_companion_beside_it() -> None:
    assert ranked("checked: {value: no}")[0] == ("errors", 7, ["Flag: wrong", "Always."])


def test_what_is_answered_comes_after_what_is_open_and_what_nobody_knew_before_it() -> None:
    assert ranked("errors: {value: Some.}\ngoal: {status: unknown}") == [
        ("goal", 4, ["Always.", "Nobody knew the answer yet."]),
        ("errors", 0, ["Always.", "There is an answer already: only go over it."]),
    ]


def test_a_question_that_hangs_on_an_answer_of_the_same_meeting_is_planned_but_not_among_those() -> None:
    uncertain = [topic.question.id for topic in topics() if topic.uncertain]
    assert uncertain == ["rules", "data"]
    expects = [{"question": "type", "answer": "rules"}]
    assert [name for name, *_ in ranked(expects=expects)] == ["goal", "rules", "errors"]
    assert [topic.question.id for topic in topics(expects=expects)] == ["goal", "type", "rules", "errors", "checked"]
    assert not next(topic for topic in topics(expects=expects) if topic.question.id == "type").is_settled


def test_an_answer_that_was_given_is_never_replaced_by_the_one_that_was_expected() -> None:
    asked = topics("type: {value: learned}", expects=[{"question": "type", "answer": "rules"}])
    assert [topic.question.id for topic in asked] == ["goal", "type", "data", "errors", "checked"]


@drawn(some.integers(1, 480), some.lists(some.integers(1, 40), min_size=1, max_size=40))
def test_minutes_add_up_and_nobody_goes_without_while_there_is_room(minutes: int, shares: list[int]) -> None:
    spread = spread_minutes(minutes, shares)
    assert sum(spread) == minutes
    assert len(shares) > minutes or min(spread) >= 1


@pytest.mark.parametrize("minutes", [15, 60, 120, 121])
def test_the_sections_with_opening_and_closing_take_the_planned_time_exactly(minutes: int) -> None:
    plan = timetable(TREE, topics(), minutes)
    assert plan.opening + sum(slot.minutes for slot in plan.slots) + plan.closing == minutes
    assert [slot.start for slot in plan.slots] == [plan.opening]
    for slot in plan.slots:
        assert sum(part for _, part in slot.topics) == slot.minutes


def test_a_question_that_deserves_time_gets_more_than_one_that_does_not() -> None:
    given_ = {topic.question.id: part for slot in timetable(TREE, topics(), 120).slots for topic, part in slot.topics}
    assert given_["goal"] > given_["checked"] > given_["rules"] >= 1


def test_without_anything_to_ask_there_is_only_an_opening_and_a_closing() -> None:
    assert timetable(TREE, (), 60).slots == ()


def test_somebody_who_knows_comes_for_every_question_and_the_others_are_welcome() -> None:
    asked = topics()
    table = seats(TREE, asked, deserving_topics(asked), helps())
    assert [(seat.role, seat.must) for seat in table] == [
        ("project-leader", True),
        ("ethicist", True),
        ("lawyer", True),
    ]
    assert [topic.question.id for topic in table[0].deep] == ["goal", "errors"]
    assert table[0].stand_in is not None
    assert table[0].stand_in.check == both("y")
