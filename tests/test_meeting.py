"""Claims about the closing of a meeting."""

import pytest
from fidelity import rendered_signs, visible
from given import tree
from sitting import Reply, Table, sit, table

from iama.interview import meeting
from iama.interview.path import Choice

ASKED = tree(
    """
    - {id: attendance, kind: rows, meeting: homework, required: "false",
       columns: {meeting!: ["1", "2"], role!: [project-leader, lawyer, ethicist], person: text}}
    - {id: goal, number: "1.1", kind: text, roles: [lawyer]}
    - {id: self, number: "1.2", kind: yes-no, text: {nl: Is het een AI-systeem, en: Is it an AI system}}
    - {id: how, number: "3.1", kind: text, meeting: "2"}
    - {id: sought, number: "4.2", kind: text, meeting: homework}
    - id: actions
      kind: rows
      required: "false"
      columns: {what!: text, owner: text, due: date, status: [open, done, dropped], blocking: yes-no}
    """
)
PRESENT = "attendance: {value: [{id: aaaaaa, meeting: '1', role: lawyer, person: p1}]}"


def closed(
    *replies: Reply, answers: str = "", number: str = "1", language: str = "en"
) -> tuple[Table, meeting.Summary]:
    one = sit(ASKED, replies, answers, choice=Choice(meeting=number), present=("lawyer",), language=language)
    return one, meeting.summarize_sitting(one.interview, "Meeting 1", number)


def test_a_meeting_walks_what_belongs_to_it() -> None:
    one, _ = closed("a", "yes", "done", "")
    assert one.visited == ["1.1", "1.2", "actions?"]


def test_the_summary_tells_what_was_decided_what_is_open_and_what_comes_next() -> None:
    _, found = closed("The aim", "?", "lawyer", "2027-03-01", "")
    assert [entry.question.id for entry in found.decided] == ["goal"]
    assert [entry.question.id for entry in found.still_open] == ["self"]
    assert found.actions == (("1.2 Is it an AI system", "lawyer · 1 March 2027"),)
    assert found.coming == (("Homework: Part · Section", 1), ("Meeting 2: Part · Section", 1))
    assert found.present == "lawyer"


def test_what_nobody_finds_out_yet_is_an_action_point_too() -> None:
    _, found = closed("/unknown", "", "/stop")
    assert found.actions == (("1.1 goal?", "nobody yet"),)


@pytest.mark.parametrize(("status", "told"), [("open", 1), ("done", 0), ("dropped", 0)])
def test_only_action_points_that_are_not_done_are_told(status: str, told: int) -> None:
    rows = f"actions: {{value: [{{id: aaaaaa, what: Test, status: {status}}}]}}"
    assert len(closed("/stop", answers=rows)[1].actions) == told


def test_an_answer_from_before_this_sitting_is_not_told_as_decided() -> None:
    assert closed("/stop", answers="goal: {value: x}")[1].decided == ()


def test_the_last_meeting_and_a_walk_without_one_announce_no_next() -> None:
    assert [name for name, _ in closed("/stop", number="3")[1].coming] == ["Homework: Part · Section"]
    one = sit(ASKED, [])
    assert meeting.summarize_sitting(one.interview, "x").coming == ()


def test_on_the_screen_a_question_is_called_by_its_number() -> None:
    one, found = closed("The aim", "?", "lawyer", "", "")
    assert meeting.as_text(one.interview, found).split("\n") == [
        "Meeting 1",
        "",
        "Answered in this meeting (1)",
        "  1.1",
        "Still open (1)",
        "  1.2",
        "Action points and things to find out (1)",
        "  1.2 Is it an AI system · lawyer",
    ]


def test_a_long_list_is_cut_on_the_screen_only() -> None:
    rows = ", ".join(f"{{id: aaaaa{letter}, what: Test {letter}}}" for letter in "abcdefgh")
    one, found = closed("/stop", answers=f"actions: {{value: [{rows}]}}")
    assert meeting.as_text(one.interview, found).endswith("  Test f\n  …")
    assert meeting.as_markdown(one.interview, found).count("- Test ") == 8


def test_the_agenda_says_who_was_there_what_comes_what_is_open_and_for_whom() -> None:
    one, found = closed("/later", "yes", answers='actions: {value: [{id: aaaaaa, what: "Test\n# x"}]}')
    assert meeting.as_markdown(one.interview, found).split("\n\n") == [
        "# Meeting 1",
        "Present: lawyer",
        "## Agenda for the next meeting",
        "- Homework: Part · Section (1)\n- Meeting 2: Part · Section (1)",
        "## Still open",
        "- 1.1 goal? (lawyer)",
        "## Action points and things to find out",
        "- Test \\# x",
        "## Answered in this meeting",
        "- 1.2 Is it an AI system\n",
    ]


def test_the_agenda_says_what_was_typed_sign_for_sign() -> None:
    typed = "a*0.3 + b*0.7 __x__ &amp; <b>"
    one, found = closed("/stop", answers=f"actions: {{value: [{{id: aaaaaa, what: '{typed}'}}]}}")
    assert visible(typed) in rendered_signs(meeting.as_markdown(one.interview, found))


def test_an_agenda_without_anything_says_so() -> None:
    one, found = closed("/stop", number="3")
    assert "## Still open\n\n- —" in meeting.as_markdown(one.interview, found)


@pytest.mark.parametrize(("reply", "wanted"), [("yes", True), ("no", False), ("", False), ("/back", False)])
def test_the_agenda_is_kept_only_when_the_team_wants_it(reply: str, wanted: bool) -> None:
    assert meeting.wants_agenda(table(ASKED, [reply]).interview) is wanted


def test_a_long_line_breaks_between_words_on_the_screen() -> None:
    asked = "".join(f"- {{id: q{letter}, kind: text, number: 1.{letter}{letter * 9}}}\n" for letter in "abcdefghij")
    one = sit(tree(asked), ["/stop"])
    lines = meeting.as_text(one.interview, meeting.summarize_sitting(one.interview, "x")).split("\n")
    still = [line for line in lines if line.startswith("  1.")]
    assert len(still) > 1 and max(map(len, lines)) <= 80
    assert " ".join(still).split() == [f"1.{letter * 10}," for letter in "abcdefghi"] + ["1." + "j" * 10]


def test_a_question_and_the_one_beside_it_are_named_once() -> None:
    asked = tree("[{id: goal, number: '1.1', kind: text}, {id: sort, kind: choice, beside: goal, options: [a, b]}]")
    one = sit(asked, ["The aim", "a"])
    found = meeting.summarize_sitting(one.interview, "Meeting 1")
    lines = meeting.as_text(one.interview, found).split("\n")
    assert lines[lines.index("Answered in this meeting (2)") + 1] == "  1.1"
