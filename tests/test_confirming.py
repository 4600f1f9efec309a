"""Claims about answers that came along from an older questionnaire: the interview asks the team to confirm them."""

import pytest
from given import tree
from sitting import sit, table

from iama.interview import meeting, path

ASKED = tree(
    """
    - {id: goal, number: "1.1", kind: text}
    - {id: self, number: "1.2", kind: yes-no}
    - {id: rights, number: "1.3", kind: choices, options: [privacy, equality]}
    - {id: people, number: "1.4", kind: number}
    - {id: start, number: "1.5", kind: date}
    - {id: actions, number: "1.6", kind: rows, columns: {text: text}}
    """
)
ALONG = "carried: {from: iama-1.0/1.1}"
CARRIED = f"""
goal: {{value: kept, {ALONG}}}
self: {{value: yes, {ALONG}}}
rights: {{value: [privacy], {ALONG}}}
people: {{value: 12, {ALONG}}}
start: {{value: 2027-03-01, {ALONG}}}
actions: {{value: [{{id: rowaaa, text: act}}], {ALONG}}}
"""
CONFIRMED = {"from": "iama-1.0/1.1", "confirmed": "2026-11-23"}
AS_THEY_ARE = ("", "yes", ("privacy",), "", "", "done")  # what Enter gives at a prompt of each kind


def test_enter_confirms_an_answer_of_every_kind_and_changes_nothing_else() -> None:
    before = table(ASKED, [], CARRIED).dossier.assessments[ASKED.ref]
    one = sit(ASKED, [*AS_THEY_ARE, ""], CARRIED)
    assert one.visited == ["1.1", "1.2", "1.3", "1.4", "1.5", "1.6"]
    for question in ASKED.questions:
        assert dict(one.answer(question).carried) == CONFIRMED
        assert one.answer(question).value == before.answer_to(question).value


def test_the_screen_says_where_it_comes_from_and_that_enter_confirms() -> None:
    one = sit(ASKED, ["/stop"], CARRIED)
    assert "Carried over from iama-1.0/1.1: to confirm; leaving it unchanged confirms" in one.asker.screens[0].remarks


def test_another_answer_is_confirmed_with_it() -> None:
    one = sit(ASKED, ["better", "/stop"], CARRIED)
    assert (one.answer("goal").value, dict(one.answer("goal").carried)) == ("better", CONFIRMED)


@pytest.mark.parametrize("reply", [("/note", "think of this", "/stop"), ("/later", "/stop"), ("/stop",)])
def test_a_note_or_later_confirms_nothing(reply: tuple[str, ...]) -> None:
    assert sit(ASKED, reply, CARRIED).answer("goal").needs_confirmation


def test_what_is_not_confirmed_is_still_open_at_the_end_of_a_meeting() -> None:
    one = sit(ASKED, ["", "/stop"], CARRIED)
    found = meeting.summarize_sitting(one.interview, "x")
    assert [entry.question.id for entry in found.still_open] == ["self", "rights", "people", "start", "actions"]
    assert [path.has_work_left(entry) for entry in one.interview.entries_to_visit()] == [False, *[True] * 5]
