"""Claims about action points that are recorded where the idea arises."""

import pytest
from given import tree
from sitting import Reply, Table, sit, table

from iama.interview import action_points
from iama.interview.asking import Command, Order
from iama.model.conditions import Ref
from iama.model.questionnaire import Questionnaire
from iama.words import text

LIST = "columns: {text: text, owner: text, due: date, status: [open, done], blocking: yes-no}"
ASKED = tree(
    f"""
    - {{id: hello, kind: notice}}
    - {{id: goal, kind: text}}
    - {{id: self, kind: yes-no}}
    - {{id: to-do, kind: rows, required: "false", {LIST}}}
    """
)
ROW = {"text": "Renew the DPIA", "owner": "lawyer", "due": "2027-01-31", "status": "open"}
STAYS = text("unsaved-stays", "en", question="‘…’")
LINE = "Renew the DPIA; lawyer; 31 January 2027"


def at_goal(*replies: Reply, answers: str = "", asked: Questionnaire = ASKED) -> Table:
    return sit(asked, ["", *replies], answers)


def cells(one: Table) -> list[dict[str, str]]:
    return [dict(row.cells) for row in one.answer("to-do").rows]


def test_one_line_records_an_action_point_and_the_question_is_still_asked() -> None:
    one = at_goal(f"/action {LINE}", "The goal")
    assert cells(one) == [ROW]
    assert one.answer("goal").value == "The goal"
    assert "Action point recorded in Part: Renew the DPIA" in one.asker.said


def test_six_points_in_a_row_take_six_prompts() -> None:
    one = at_goal(*[f"/action Point {number}; lawyer; 1 March" for number in range(6)])
    assert len(one.asker.asked) == 1 + 6 + 1  # the notice, six times the question, and once more
    assert [row["text"] for row in cells(one)] == [f"Point {number}" for number in range(6)]


def test_step_by_step_asks_what_who_and_when() -> None:
    one = at_goal("/action", "Renew the DPIA", "Lawyer", "31-1-2027", "The goal")
    assert cells(one) == [ROW]
    assert one.asker.asked[2:5] == [
        "What will you do?",
        "Who does it? (role, function or code; or empty)",
        "When is it done? A date, such as 1 March; or empty",
    ]


def test_only_what_is_missing_is_asked() -> None:
    assert cells(at_goal("/action Renew the DPIA; lawyer", "31 January")) == [ROW]
    assert cells(at_goal("/action Renew the DPIA", "", "")) == [{"text": "Renew the DPIA", "status": "open"}]


def test_a_date_that_does_not_exist_is_asked_again_as_it_was_typed() -> None:
    one = at_goal("/action Renew the DPIA; lawyer; 32 January", "31 January")
    assert cells(one) == [ROW]
    assert one.asker.currents[2] == "32 January"
    assert any("not a date" in said for said in one.asker.said)


def test_thinking_better_of_it_records_nothing_and_keeps_the_words() -> None:
    one = at_goal("/action Renew the DPIA; lawyer", "/back", "The goal")
    assert cells(one) == [] and one.rescued == []
    assert STAYS in one.asker.said
    assert "No action point was recorded." in one.asker.said


@pytest.mark.parametrize(
    "replies",
    [
        (f"/action {LINE}",),  # at a notice
        ("", Order(Command.MENU), "action", "Renew the DPIA", "lawyer", "31 January 2027"),
        ("", "/note", f"/action {LINE}", "A note"),
        ("", "x", f"/action {LINE}"),  # at a choice
        ("", "x", "yes", f"/action {LINE}"),  # at the list itself
        ("", "x", "yes", "done", f"/action {LINE}"),  # when everything was asked
    ],
)
def test_it_works_at_every_prompt(replies: tuple[Reply, ...]) -> None:
    assert cells(sit(ASKED, replies)) == [ROW]


def test_what_was_typed_before_it_is_still_to_be_saved() -> None:
    one = table(ASKED, [])
    one.interview.unsaved.begin("here")
    one.interview.unsaved.enter("reason", "")
    one.interview.unsaved.type("A reason that is not saved yet")
    one.asker.replies = []
    action_points.record_action(one.interview, None, LINE)
    assert cells(one) == [ROW] and one.interview.unsaved.text() == "A reason that is not saved yet"


def test_it_goes_into_the_list_that_is_being_filled_in_as_well() -> None:
    one = sit(ASKED, ["", "x", "yes", "+", "One", "/action Two; ; ", "lawyer", "", "-", "-", "done"])
    assert sorted(row["text"] for row in cells(one)) == ["One", "Two"]
    assert "Somebody else" not in one.told


@pytest.mark.parametrize(
    "replies", [("/note", "/action Two; ; ", "A note"), ("rowaaa", "/action Two; ; ", "change", "", "", "", "-", "-")]
)
def test_a_list_that_grows_while_something_else_is_said_of_it_loses_nothing(replies: tuple[str, ...]) -> None:
    one = sit(ASKED, ["", "x", "yes", "+", "One", "", "", "-", "-", *replies])
    assert sorted(row["text"] for row in cells(one)) == ["One", "Two"]
    assert "Somebody else" not in one.told


PARTS = """
format: iama-questionnaire/1
id: iama
version: "2.0"
title: {nl: IAMA, en: IAMA}
roles: {lawyer: {nl: Jurist, en: Lawyer}}
parts:
"""


def of_parts(*lists: str) -> Questionnaire:
    """Return a tree of a part per name; those that begin with a capital have a list of action points."""
    from iama.files.definition import read_questionnaire

    columns = "[{id: text, kind: text, label: {nl: t, en: t}}, {id: owner, kind: text, label: {nl: o, en: o}},"
    columns += "{id: due, kind: date, label: {nl: d, en: d}}, {id: blocking, kind: yes-no, label: {nl: b, en: b}},"
    columns += (
        "{id: status, kind: choice, label: {nl: s, en: s}, options: [{value: open, label: {nl: open, en: open}}]}]"
    )
    spelled = PARTS
    for name in lists:
        low = name.lower()
        spelled += f"  - {{id: {low}, title: {{nl: {name}, en: {name}}}, sections: [{{id: {low}, meeting: 1,"
        spelled += f" title: {{nl: x, en: x}}, questions: [{{id: ask-{low}, kind: text, text: {{nl: x, en: x}}}}"
        if name != low:
            spelled += f", {{id: list-{low}, kind: rows, text: {{nl: x, en: x}}, columns: {columns}}}"
        spelled += "]}]}\n"
    return read_questionnaire("iama-2.0.yaml", spelled)


@pytest.mark.parametrize(
    ("parts", "at", "expected"),
    [
        (("One", "Two"), "ask-two", "list-two"),
        (("One", "Two", "three"), "ask-three", "list-two"),  # none of its own: the one before
        (("one", "Two"), "ask-one", "list-two"),  # none before either
    ],
)
def test_it_goes_into_the_list_of_the_part(parts: tuple[str, ...], at: str, expected: str) -> None:
    one = table(of_parts(*parts), [])
    found = action_points.list_for(one.interview, one.interview.outcome.entries[Ref("iama", at)])
    assert found is not None and found.question.id == expected


def test_without_any_list_it_says_so() -> None:
    one = sit(of_parts("one"), ["/action x; ; "])
    assert "This dossier has no list of action points. Write it down with /note." in one.asker.said


@pytest.mark.parametrize(
    ("line", "pieces"),
    [
        ("Do it", ["Do it"]),
        ("- Do it; lawyer; 1 March", ["Do it", "lawyer", "1 March"]),
        ("3. Do it\tlawyer\t1-3-2027", ["Do it", "lawyer", "1-3-2027"]),
        ("Do it; 1 March", ["Do it", "", "1 March"]),
        ("Do it; lawyer", ["Do it", "lawyer"]),
        ("Do this; and that; lawyer; 1 March", ["Do this; and that", "lawyer", "1 March"]),
        ("2 dossiers lezen", ["2 dossiers lezen"]),
        ("  ", []),
    ],
)
def test_a_line_is_what_who_and_when(line: str, pieces: list[str]) -> None:
    assert action_points.split_line(line, "2026-11-23") == pieces


def at_list(*replies: Reply) -> Table:
    return sit(ASKED, ["", "x", "yes", *replies])


def test_pasted_lines_become_action_points_at_once() -> None:
    one = at_list(
        "lines", "* Renew the DPIA; lawyer; 31 January\n\n• Ask the supplier\nTest again; p1; 1 March", "done"
    )
    assert [(row["text"], row.get("owner"), row.get("due")) for row in cells(one)] == [
        ("Renew the DPIA", "lawyer", "2027-01-31"),
        ("Ask the supplier", None, None),
        ("Test again", "p1", "2027-03-01"),
    ]
    assert "3 action points recorded." in one.asker.said
    assert "1 action point still lacks who or when." in one.asker.said


def test_a_line_that_does_not_fit_comes_back_and_the_others_are_saved() -> None:
    one = at_list("lines", "One; lawyer; 32 May\nTwo; lawyer; 1 May", "One; lawyer; 30 May", "done")
    assert [row["text"] for row in cells(one)] == ["Two", "One"]
    assert "One; lawyer; 32 May" in one.asker.currents
    assert any(said.startswith("Line 1 (‘One; lawyer; 32 May’): The value is not a date") for said in one.asker.said)


def test_lines_that_are_left_as_they_do_not_fit_are_kept() -> None:
    one = at_list("lines", "One; lawyer; 32 May", "/back")
    assert cells(one) == [] and one.rescued == []
    assert one.asker.said.count(STAYS) == 1


def test_an_action_point_that_is_not_recorded_is_told_and_offered_again() -> None:
    one = at_goal("/action Renew the DPIA", "/back", "/action", "", "lawyer", "", "The goal")
    assert text("action-not-recorded", "en") in one.asker.said
    assert cells(one)[0]["text"] == "Renew the DPIA"


def test_words_behind_another_command_come_back_into_the_field() -> None:
    one = at_goal("/action Renew the DPIA", "/park Ask the council", "lawyer", "", "The goal")
    assert text("finish-first", "en") in one.asker.said
    assert "Ask the council" in one.asker.begun
    assert cells(one)[0]["owner"] == "lawyer"
