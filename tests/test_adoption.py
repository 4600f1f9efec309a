"""Claims about answers of one assessment that serve in another: when they do, when they no longer do."""

import pytest
from given import evaluated, tree

from iama.assess.adoption import (
    adopt_answer,
    adoptable_answers,
    adopted_sources,
    content_digest,
    cycles,
    leads_back,
    source_ref,
)
from iama.assess.outcome import Outcome, Status
from iama.model.conditions import Ref
from iama.model.problems import UsageError

IAMA = tree(
    """
    - {id: goal, number: "1.1.2", kind: text}
    - {id: risks, kind: text, when: goal answered}
    """
)
FRIA = tree(
    """
    - {id: processes, kind: text, reuse: [iama/goal, iama/risks]}
    - {id: harm, kind: text}
    """,
    id_="fria",
    version="1.0",
)
ADOPTS_GOAL = "processes: {adopts: [{from: iama-2.0/goal, seen: abc}]}"


def outcome(iama: str, fria: str) -> Outcome:
    return evaluated((IAMA, iama), (FRIA, fria))


def status(found: Outcome, question: str) -> Status:
    return found.entries[Ref("fria", question)].status


@pytest.mark.parametrize(
    ("spelled", "expected"),
    [
        ("iama-2.0/goal", Ref("iama", "goal")),
        ("iama/goal", Ref("iama", "goal")),
        ("iama-2.0/importance[equality-law]", Ref("iama", "importance", "equality-law")),
        ("follow-up-1.0/phase", Ref("follow-up", "phase")),
        ("follow-up/phase", Ref("follow-up", "phase")),
    ],
)
def test_a_reference_names_questionnaire_question_and_instance(spelled: str, expected: Ref) -> None:
    assert source_ref(spelled) == expected


def test_an_adopting_answer_is_answered_while_its_source_is() -> None:
    assert status(outcome("goal: {value: x}", ADOPTS_GOAL), "processes") is Status.ANSWERED


@pytest.mark.parametrize("iama", ["{}", "goal: {status: unknown}", "goal: {status: not-applicable, reason: x}"])
def test_an_adopting_answer_is_open_while_its_source_has_no_answer(iama: str) -> None:
    assert status(outcome(iama, ADOPTS_GOAL), "processes") is Status.OPEN


def test_a_hidden_source_serves_nobody() -> None:
    adopts = "processes: {adopts: [{from: iama-2.0/risks, seen: abc}]}"
    iama = "goal: {status: not-applicable, reason: x}\nrisks: {value: kept}"
    assert status(outcome(iama, adopts), "processes") is Status.OPEN


def test_one_missing_source_of_two_makes_it_open_even_with_own_text() -> None:
    adopts = "processes: {value: own, adopts: [{from: iama-2.0/goal, seen: a}, {from: iama-2.0/risks, seen: b}]}"
    assert status(outcome("goal: {value: x}", adopts), "processes") is Status.OPEN


def test_a_circle_of_adoptions_serves_nobody_and_is_named() -> None:
    circle = """
    processes: {adopts: [{from: fria-1.0/harm, seen: a}]}
    harm: {adopts: [{from: fria-1.0/processes, seen: b}]}
    """
    found = outcome("{}", circle)
    assert status(found, "processes") is status(found, "harm") is Status.OPEN
    assert set(cycles(found.entries)) == {Ref("fria", "processes"), Ref("fria", "harm")}


def test_rows_that_join_an_answer_whose_source_is_missing_are_judged_once() -> None:
    follow_up = tree(
        """
        - {id: conditions, kind: rows, columns: {condition!: text, state!: [open, met]}}
        - {id: progress, kind: rows, columns: {action!: text, status: [open, done]}}
        - {id: served, kind: text}
        """,
        id_="follow-up",
        version="1.0",
    )
    answers = """
    conditions: {value: [{id: aaaaaa, condition: cond-1, state: met}]}
    progress: {adopts: [{from: iama-2.0/goal, seen: a}]}
    served: {adopts: [{from: follow-up-1.0/progress, seen: a}]}
    """
    found = evaluated((IAMA, "{}"), (follow_up, answers))
    progress, served = (found.entries[Ref("follow-up", name)] for name in ("progress", "served"))
    assert [row.cells["action"] for row in progress.answer.rows] == ["cond-1"]
    assert (progress.status, served.status) == (Status.ANSWERED, Status.OPEN)


def test_an_adoption_leads_back_to_the_answer_itself_and_to_what_adopted_it() -> None:
    entries = outcome("goal: {value: x}", ADOPTS_GOAL).entries
    goal, processes, harm = Ref("iama", "goal"), Ref("fria", "processes"), Ref("fria", "harm")
    assert leads_back(goal, goal, entries) and leads_back(processes, goal, entries)
    assert not leads_back(goal, processes, entries) and not leads_back(harm, goal, entries)


def test_an_adoption_is_stale_when_the_source_says_something_else() -> None:
    found = outcome("goal: {value: x}", ADOPTS_GOAL)
    digest = content_digest(found.entries[Ref("iama", "goal")].answer)
    fresh = outcome("goal: {value: x, note: beside}", ADOPTS_GOAL.replace("abc", digest))
    stale = outcome("goal: {value: y}", ADOPTS_GOAL.replace("abc", digest))
    states = [adopted_sources(one.entries[Ref("fria", "processes")], one.entries)[0].stale for one in (fresh, stale)]
    assert states == [False, True]


def test_only_sources_with_an_answer_are_offered() -> None:
    found = outcome("goal: {value: x}", "{}")
    assert sources_offered(found, Ref("fria", "processes")) == ["iama-2.0/goal"]
    assert sources_offered(found, Ref("fria", "harm")) == []


def sources_offered(found: Outcome, ref: Ref) -> list[str]:
    return [one.source for one in adoptable_answers(found, found.entries[ref])]


def test_text_is_offered_the_other_way_round_too_unless_it_leads_back() -> None:
    assert sources_offered(outcome("{}", "processes: {value: x}"), Ref("iama", "goal")) == ["fria-1.0/processes"]
    assert sources_offered(outcome("{}", "harm: {value: x}"), Ref("iama", "goal")) == []
    assert sources_offered(outcome("goal: {value: x}", ADOPTS_GOAL), Ref("iama", "goal")) == []


def test_an_earlier_assessment_can_adopt_from_a_later_one() -> None:
    adopts = "goal: {adopts: [{from: fria-1.0/processes, seen: abc}]}"
    found = outcome(adopts, "processes: {value: x}")
    assert found.entries[Ref("iama", "goal")].status is Status.ANSWERED
    assert outcome(adopts, "{}").entries[Ref("iama", "goal")].status is Status.OPEN


def test_what_has_no_answer_cannot_be_adopted() -> None:
    with pytest.raises(UsageError, match="no answer to take over"):
        adopt_answer(outcome("{}", "{}"), (IAMA, IAMA.questions["goal"], None))
