"""Claims about who is at the table: the opening of a meeting, coming and going, corrections, and who answers."""

import pytest
from given import AS_OF, tree
from sitting import Reply, Table, changed, run, sit, table

from iama.assess import attendance
from iama.interview import meeting, presence, screens
from iama.interview.asking import Command, Order
from iama.interview.path import Choice
from iama.model.dossier import Answer, Row

ASKED = tree(
    """
    - {id: attendance, kind: rows, meeting: homework, required: "false",
       columns: {meeting!: ["1", "2"], role!: [project-leader, lawyer, ethicist], person: text,
                 day*: date, came-at*: text, left*: yes-no, left-at*: text, corrected*: date}}
    - {id: goal, number: "1.1", kind: text, roles: [lawyer]}
    - {id: ethics, number: "1.2", kind: text, roles: [ethicist]}
    - {id: values, number: "1.3", kind: text, roles: [ethicist, project-leader]}
    - {id: all, number: "1.4", kind: text}
    - {id: how, number: "3.1", kind: text, meeting: "2"}
    - {id: sought, number: "4.2", kind: text, meeting: homework}
    - {id: prohibited, kind: yes-no, meeting: "2"}
    """,
    triggers="[{id: small-team, when: team-size < 5}, {id: banned, when: prohibited = yes}]",
)
TODAY, BEFORE = AS_OF.isoformat(), "2026-11-02"
NAMES = {"p1": "Ans Jansen", "p2": "Bo Smit"}


def rows(*of: str) -> str:
    listed = ", ".join(f"{{id: {letter * 6}, {cells}}}" for letter, cells in zip("abcdefg", of, strict=False))
    return f"attendance: {{value: [{listed}]}}"


def opened(*replies: Reply, answers: str = "", number: str = "1") -> Table:
    one = table(ASKED, replies, answers, named=NAMES, choice=Choice(meeting=number))
    presence.open_meeting(one.interview, number)
    return one


def recorded(one: Table) -> list[dict[str, str]]:
    return [dict(row.cells) for row in one.answer("attendance").rows]


LAWYER = f"meeting: '1', role: lawyer, person: p1, day: {TODAY}"
ETHICIST = f"meeting: '1', role: ethicist, person: p2, day: {TODAY}"


class TestTheOpening:
    def test_one_prompt_per_role_asks_the_code_and_offers_the_names(self) -> None:
        one = opened(("lawyer", "ethicist"), "p1", "p2")
        assert one.asker.asked[1:] == ["Who is here as lawyer?", "Who is here as ethicist?"]
        assert [pick.label for pick in one.asker.offered[1]][:2] == ["p1 – Ans Jansen", "p2 – Bo Smit"]
        assert recorded(one) == [
            {"meeting": "1", "role": "lawyer", "person": "p1", "day": TODAY},
            {"meeting": "1", "role": "ethicist", "person": "p2", "day": TODAY},
        ]
        assert "At the table: lawyer (p1 – Ans Jansen), ethicist (p2 – Bo Smit)." in one.told

    def test_somebody_new_gets_the_next_code_and_the_name_goes_into_people_alone(self) -> None:
        one = opened(("lawyer",), "+", "Chris de Wit")
        assert one.people["p3"] == "Chris de Wit" and recorded(one)[0]["person"] == "p3"
        assert one.interview.unsaved.text() == "" and "Chris" not in str(one.dossier)

    def test_a_code_that_is_typed_as_a_name_is_that_person_and_an_unknown_one_is_refused(self) -> None:
        assert recorded(opened(("lawyer",), "+", "p2"))[0]["person"] == "p2"
        one = opened(("lawyer",), "+", "p9", "-")
        assert "This is a code, not a name" in one.told and "person" not in recorded(one)[0]

    def test_a_person_in_two_roles_is_told_once(self) -> None:
        one = opened(("lawyer", "ethicist"), "p1", "p1")
        assert one.told.count("p1 – Ans Jansen is here in more than one role: lawyer, ethicist.") == 1
        one.asker.replies.append(("lawyer", "ethicist"))
        presence.open_meeting(one.interview, "1")
        assert one.told.count("more than one role") == 1

    def test_a_restart_deletes_nobody_and_asks_nobody_again(self) -> None:
        one = opened(("lawyer", "ethicist"), answers=rows(LAWYER, ETHICIST))
        assert one.asker.currents == [("lawyer", "ethicist")] and len(one.asker.asked) == 1
        assert [row.id for row in one.answer("attendance").rows] == ["aaaaaa", "bbbbbb"]

    def test_who_is_ticked_off_at_a_restart_has_left_and_stays_on_record(self) -> None:
        one = opened(("lawyer",), answers=rows(LAWYER, ETHICIST))
        assert [cells.get("left") for cells in recorded(one)] == [None, "yes"]
        assert one.interview.present == ("lawyer",)

    def test_another_day_of_a_meeting_is_another_row_of_the_same_people(self) -> None:
        one = opened(("lawyer",), answers=rows(f"meeting: '1', role: lawyer, person: p1, day: {BEFORE}"))
        assert one.asker.currents == [("lawyer",)]
        assert [(cells["day"], cells["person"]) for cells in recorded(one)] == [(BEFORE, "p1"), (TODAY, "p1")]

    def test_the_team_of_the_meeting_before_is_expected_at_the_next(self) -> None:
        one = opened(("lawyer",), answers=rows(f"meeting: '1', role: lawyer, person: p1, day: {BEFORE}"), number="2")
        assert one.asker.currents == [("lawyer",)] and recorded(one)[1]["person"] == "p1"

    def test_an_old_row_without_a_day_stays_and_is_who_is_expected(self) -> None:
        one = opened(("ethicist",), "p2", answers=rows("meeting: '1', role: lawyer, person: p1"))
        assert one.asker.currents[0] == ("lawyer",)
        assert [(cells["role"], cells.get("day")) for cells in recorded(one)] == [("lawyer", None), ("ethicist", TODAY)]

    def test_a_command_in_place_of_roles_leaves_the_attendance_as_it_was(self) -> None:
        one = table(ASKED, ["/stop"], rows(LAWYER))
        assert presence.open_meeting(one.interview, "1") == Order(Command.STOP)
        assert len(recorded(one)) == 1 and one.interview.present == ("lawyer",)

    def test_a_stop_at_a_person_keeps_what_was_said_before(self) -> None:
        one = table(ASKED, [("lawyer", "ethicist"), "p1", "/stop"], named=NAMES)
        assert presence.open_meeting(one.interview, "1") == Order(Command.STOP)
        assert [cells["role"] for cells in recorded(one)] == ["lawyer"]

    def test_what_a_colleague_recorded_meanwhile_stays(self) -> None:
        theirs = Row("zzzzzz", {"meeting": "1", "role": "ethicist", "day": TODAY})
        one = table(ASKED, [("lawyer",), "p1"], named=NAMES)
        one.meanwhile.append(changed("attendance", Answer(value=(theirs,))))
        presence.open_meeting(one.interview, "1")
        assert [cells["role"] for cells in recorded(one)] == ["ethicist", "lawyer"]
        assert one.interview.present == ("ethicist", "lawyer")

    def test_a_flag_about_the_meeting_itself_waits_for_its_end(self) -> None:
        one = opened(("lawyer",), "p1")
        assert [verdict.trigger.id for verdict in one.interview.outcome.verdicts if verdict.state == "fired"] == [
            "small-team"
        ]
        assert "flag" not in one.told
        one.asker.replies += ["/go prohibited", "yes", "/stop"]
        run(one)
        assert "New flag (/flag to answer it) · Must: banned" in one.told

    def test_a_questionnaire_that_keeps_no_attendance_asks_nothing(self) -> None:
        one = table(tree("- {id: goal, kind: text}"), [])
        assert presence.open_meeting(one.interview, "1") is None and one.asker.asked == []


def during(*replies: Reply, answers: str = "") -> Table:
    """A meeting that is going on: `/present` is given, then the replies."""
    one = table(ASKED, replies, answers or rows(LAWYER, ETHICIST), named=NAMES)
    one.interview.meeting = "1"
    presence.change_presence(one.interview)
    return one


class TestComingAndGoing:
    def test_somebody_comes_in_with_or_without_a_time(self) -> None:
        one = during("+", "project-leader", "p2", "14.05", "done")
        assert recorded(one)[-1] == {
            "meeting": "1", "role": "project-leader", "person": "p2", "day": TODAY, "came-at": "14:05",
        }  # fmt: skip
        assert "came-at" not in recorded(during("+", "project-leader", "p2", "", "done"))[-1]

    def test_a_time_that_is_none_is_asked_again(self) -> None:
        one = during("bbbbbb", "leaves", "later", "15u30", "done")
        assert "A time is like 14:10" in one.told and recorded(one)[1]["left-at"] == "15:30"

    def test_who_leaves_is_marked_and_who_comes_back_gets_a_row_more(self) -> None:
        one = during("bbbbbb", "leaves", "", "bbbbbb", "returns", "16:00", "done")
        assert recorded(one)[1]["left"] == "yes" and "left-at" not in recorded(one)[1]
        assert recorded(one)[2]["came-at"] == "16:00" and one.interview.present == ("lawyer", "ethicist")

    @pytest.mark.parametrize(
        ("replies", "present"),
        [
            (("bbbbbb", "mistaken"), ("lawyer",)),
            (("bbbbbb", "other", "project-leader", "p2"), ("lawyer", "project-leader")),
            (("bbbbbb", "leaves", "", "bbbbbb", "stayed"), ("lawyer", "ethicist")),
        ],
    )
    def test_a_wrong_entry_is_corrected_and_the_correction_is_on_record(
        self, replies: tuple[Reply, ...], present: tuple[str, ...]
    ) -> None:
        one = during(*replies, "done")
        assert recorded(one)[1]["corrected"] == TODAY and recorded(one)[1]["role"] == "ethicist"
        assert one.interview.present == present

    def test_an_entry_that_stays_the_same_is_not_corrected(self) -> None:
        assert recorded(during("bbbbbb", "other", "ethicist", "p2", "done")) == recorded(during("done"))

    def test_a_command_there_leaves_the_table_as_it_was(self) -> None:
        one = table(ASKED, ["bbbbbb", "leaves", "/stop"], rows(LAWYER, ETHICIST), named=NAMES)
        one.interview.meeting = "1"
        assert presence.change_presence(one.interview) == Order(Command.STOP)
        assert one.interview.present == ("lawyer", "ethicist")

    def test_of_an_earlier_day_only_what_was_wrong_can_be_said(self) -> None:
        one = during("aaaaaa", "done", "done", answers=rows(f"meeting: '1', role: lawyer, day: {BEFORE}"))
        assert [pick.value for pick in one.asker.offered[1]] == ["other", "mistaken", "done"]

    def test_it_works_at_a_question_and_comes_back_to_it_with_the_table_as_it_is_then(self) -> None:
        one = table(ASKED, [("lawyer",), "p1"], named=NAMES, choice=Choice(meeting="1"))
        presence.open_meeting(one.interview, "1")
        one.asker.replies += ["/present", "+", "ethicist", "p2", "", "done", "/later", "/stop"]
        run(one)
        shown = [(screen.number, screen.table) for screen in one.asker.screens if screen.number]
        assert shown[:3] == [("1.1", "lawyer"), ("1.1", "lawyer"), ("1.2", "ethicist")]

    def test_without_a_meeting_it_asks_which_one_and_who_is_there(self) -> None:
        one = table(ASKED, ["2", ("lawyer",), "p1"], named=NAMES)
        presence.change_presence(one.interview)
        assert one.interview.meeting == "2" and recorded(one)[0]["meeting"] == "2"

    def test_in_the_list_itself_a_row_of_a_day_is_corrected_and_never_taken_out(self) -> None:
        one = sit(ASKED, ["/go attendance", "aaaaaa", "mistaken", "done", "/stop"], rows(LAWYER), named=NAMES)
        assert recorded(one)[0]["corrected"] == TODAY
        assert [pick.value for pick in one.asker.offered[-1]] == ["+", "done"]
        other = ["/go attendance", "aaaaaa", "other", "ethicist", "p2", "done", "/stop"]
        assert recorded(sit(ASKED, other, rows(LAWYER), named=NAMES))[1] == {
            "meeting": "1", "role": "ethicist", "person": "p2", "day": TODAY,
        }  # fmt: skip

    def test_the_list_asks_no_day_and_offers_the_people(self) -> None:
        one = sit(ASKED, ["+", "1", "lawyer", "p2", "done", "/stop"], choice=Choice(meeting="homework"), named=NAMES)
        assert recorded(one) == [{"meeting": "1", "role": "lawyer", "person": "p2"}]


class TestWhoAnswers:
    def answering(self, *replies: Reply, answers: str = "") -> Table:
        one = table(ASKED, [], answers or rows(LAWYER, ETHICIST), named=NAMES, choice=Choice(meeting="1"))
        one.interview.meeting = "1"
        one.asker.replies += replies
        run(one)
        return one

    def test_those_who_are_there_and_whom_the_question_concerns(self) -> None:
        one = self.answering("a", "b", "c", "d")
        assert [one.answer(id_).by for id_ in ("goal", "ethics", "values", "all")] == [
            ("lawyer",), ("ethicist",), ("ethicist",), ("lawyer", "ethicist"),
        ]  # fmt: skip

    def test_who_left_no_longer_answers(self) -> None:
        one = self.answering("a", "/present", "bbbbbb", "leaves", "", "done", "b", "c", "d")
        assert one.answer("ethics").by == ("lawyer",) and one.answer("all").by == ("lawyer",)

    def test_when_none_of_them_is_there_it_asks_once_for_all_their_questions(self) -> None:
        leader = ETHICIST.replace("ethicist", "project-leader")
        one = self.answering("a", "b", ("project-leader",), "/later", "d", answers=rows(LAWYER, leader))
        assert "This question belongs to: ethicist. None of them is at the table now." in one.told
        assert one.answer("ethics").by == ("project-leader",)
        one.asker.replies += ["/go 1.2", "b again"]
        run(one)
        assert one.asker.asked.count("Who gives the answer? (it holds for the next questions of these roles too)") == 1

    def test_who_stood_in_before_a_restart_is_known_after_it(self) -> None:
        leader = ETHICIST.replace("ethicist", "project-leader")
        before = f"{rows(LAWYER, leader)}\nvalues: {{value: x, by: [lawyer], date: {TODAY}}}"
        one = self.answering("/go 1.2", "b", answers=before)
        assert one.answer("ethics").by == ("lawyer",) and "None of them" not in one.told

    def test_a_command_there_is_no_answer_and_nobody_may_be_named(self) -> None:
        leader = ETHICIST.replace("ethicist", "project-leader")
        one = self.answering("a", "b", "/stop", (), "c", "d", answers=rows(LAWYER, leader))
        assert one.answer("ethics") != Answer() and one.answer("ethics").by == ()

    def test_an_answer_that_is_given_anew_is_of_those_who_are_there_then(self) -> None:
        before = rows(LAWYER) + "\nvalues: {value: old, by: [project-leader]}"
        one = self.answering("/go 1.3", "new", answers=before)
        assert one.answer("values").by == ("lawyer",)

    def test_a_note_beside_an_answer_does_not_change_who_gave_it(self) -> None:
        before = rows(LAWYER) + "\nvalues: {value: old, by: [project-leader]}"
        one = self.answering("/go 1.3", "/note Well", answers=before)
        assert one.answer("values").by == ("project-leader",) and one.answer("values").note == "Well"

    def test_the_screen_says_who_belongs_to_a_question_and_who_is_missing(self) -> None:
        one = table(ASKED, [], rows(LAWYER))
        entry = next(entry for entry in one.interview.outcome.entries.values() if entry.question.id == "values")
        assert screens.table_line(one.interview, entry.question) == "ethicist, project-leader"
        one.interview.meeting = "1"
        told = screens.table_line(one.interview, entry.question)
        assert told == "ethicist, project-leader (none of them at the table)"
        one.asker.replies += ["+", "ethicist", "-", "", "done"]
        presence.change_presence(one.interview)
        assert screens.table_line(one.interview, entry.question) == "ethicist; not at the table: project-leader"


class TestTheRecord:
    THREE = rows(
        f"meeting: '2', role: lawyer, person: p1, day: {BEFORE}",
        f"meeting: '2', role: ethicist, person: p2, day: {BEFORE}",
        f"meeting: '2', role: lawyer, person: p1, day: {TODAY}",
        f"meeting: '2', role: ethicist, person: p2, day: {TODAY}, corrected: {TODAY}",
        f"meeting: '1', role: lawyer, person: p1, day: {TODAY}",
    )

    def test_a_summary_is_about_all_days_of_the_meeting_and_all_terminals(self) -> None:
        answers = f"""{self.THREE}
how: {{value: x, date: {BEFORE}, by: [lawyer]}}
goal: {{value: x, date: {BEFORE}}}
ethics: {{value: x, date: {TODAY}}}
sought: {{value: x, date: {BEFORE}}}
all: {{value: x, date: 2026-11-01}}
"""
        one = table(ASKED, [], answers, choice=Choice(meeting="2"))
        one.interview.meeting = "2"
        found = meeting.summarize_sitting(one.interview, "Meeting 2", "2")
        # 1.1 was taken up on a day on which only meeting 2 was held; 1.2 on one on which meeting 1 was held too
        assert [entry.question.id for entry in found.decided] == ["goal", "how"]
        assert found.days == "2 November 2026, 23 November 2026"
        assert found.present == "lawyer, ethicist (2 November 2026)"

    def test_what_others_did_at_home_that_day_is_not_of_the_meeting(self) -> None:
        answers = f"{self.THREE}\nhow: {{value: x, date: {BEFORE}, by: [project-leader]}}"
        one = table(ASKED, [], answers)
        assert attendance.answered_at(one.interview.outcome, ASKED, "2") == ()

    def test_who_was_wrong_or_planned_only_counts_no_more(self) -> None:
        planned = self.THREE.replace("]}", ", {id: zzzzzz, meeting: '2', role: lawyer, person: p1}]}")
        stays = attendance.stays_at(table(ASKED, [], planned).interview.outcome, ASKED, "2")
        assert [(stay.id, stay.role) for stay in stays] == [
            ("aaaaaa", "lawyer"), ("bbbbbb", "ethicist"), ("cccccc", "lawyer"),
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("reply", "roles", "left"),
    [
        (("lawyer",), ("lawyer",), None),
        ((), (), None),
        ("/back", (), None),
        ("/stop", (), Command.STOP),
        ("/agenda", (), Command.AGENDA),
    ],
)
def test_outside_a_meeting_it_is_asked_who_answers(reply: Reply, roles: tuple[str, ...], left: Command | None) -> None:
    one = table(ASKED, [reply])
    assert (presence.ask_answering_roles(one.interview), one.interview.left_by) == (roles, left)
