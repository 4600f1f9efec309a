"""Claims about answering flags in an interview, on the worked example and its files on disk."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from commands import ID, SHORT, demo, iama
from flagged import empty, judged, one, with_answers
from sitting import Reply, Scripted

from iama.assess.responses import last_response
from iama.cli.desk import desk
from iama.files.shipped import SHIPPED
from iama.files.store import read_dossier
from iama.interview import flags, meeting
from iama.interview.action_points import record_action
from iama.interview.desk import Saved
from iama.interview.messages import way_to_resolve
from iama.interview.path import Choice
from iama.interview.sitting import Sitting
from iama.interview.walk import Step, take_step
from iama.model.dossier import Dossier
from iama.model.problems import CannotSave
from iama.model.struct import replace

MUST, BLOCKER = "indirect-distinction-open", "banned-practice"
ACTION = ("new", "Data scientist", "1 March 2027")


@dataclass
class Table:
    """A sitting over the worked example."""

    base: Path
    asker: Scripted
    interview: Sitting
    kept: list[str]

    @property
    def dossier(self) -> Dossier:
        return read_dossier(self.base / SHORT)

    @property
    def told(self) -> str:
        return "\n".join(self.asker.said)

    def recorded(self, trigger: str) -> Sequence[str]:
        """Return decision, text and role of the response to a flag, as they stand on disk."""
        outcome = judged(self.dossier)
        given = last_response(one(outcome, trigger), outcome)
        return (given.decision, given.text, given.by) if given else ()


Lay = Callable[..., Table]


@pytest.fixture
def lay(tmp_path: Path) -> Lay:
    """Return what lays out a sitting over one questionnaire of the worked example, with these replies."""
    base = demo(tmp_path, "en")

    def laid(*replies: Reply, ref: str = "iama-2.0", present: tuple[str, ...] = ()) -> Table:
        tree, dossier, kept = SHIPPED.resolve_questionnaire(ref), read_dossier(base / SHORT), list[str]()

        def rescue(words: str) -> str:
            kept.append(words)
            return "kept"

        asker = Scripted(list(replies))
        papers = desk(base / SHORT, tree, dossier, SHIPPED, "en", rescue)
        interview = Sitting(tree, judged(dossier), SHIPPED.law, "en", asker, papers, Choice(), present)
        return Table(base, asker, interview, kept)

    return laid


def failing(table: Table, *errors: CannotSave) -> None:
    """Let the next saves of a response fail."""
    left, desk = list(errors), table.interview.desk

    def respond(*given: object) -> Saved:
        if left:
            raise left.pop(0)
        return desk.respond(*given)  # type: ignore[arg-type]

    table.interview.desk = replace(desk, respond=respond)


def test_a_measure_is_saved_at_once_with_its_action_point(lay: Lay) -> None:
    table = lay("mitigate", "We have it reviewed.", "lawyer", *ACTION, "done")
    assert flags.answer_flags(table.interview, MUST) is None
    assert table.recorded(MUST) == ("mitigate", "We have it reviewed.", "lawyer")
    (row,) = table.dossier.assessments["follow-up-1.0"].answer_to("actions").rows
    assert row.cells == {
        "text": "We have it reviewed.",
        "owner": "Data scientist",
        "due": "2027-03-01",
        "status": "open",
    }
    assert "Recorded and settled · Must: " in table.told


def test_an_action_point_that_is_there_already_carries_a_measure(lay: Lay) -> None:
    action = next(iter(lay().dossier.assessments["iama-2.0"].answer_to("actions-why").rows))
    table = lay("mitigate", "See there.", "lawyer", action.id, "done")
    flags.answer_flags(table.interview, MUST)
    assert table.recorded(MUST) == ("mitigate", "See there.", "lawyer")
    assert table.dossier.assessments["follow-up-1.0"].answer_to("actions").empty


def test_the_teams_own_response_is_not_told_as_the_change_of_a_colleague(lay: Lay) -> None:
    for ref in ("iama-2.0", "follow-up-1.0"):
        table = lay("dispute", "It is justified.", "lawyer", "done", ref=ref)
        flags.answer_flags(table.interview, MUST)
        assert table.recorded(MUST) and "Somebody else changed" not in table.told


def test_a_flag_shows_what_iama_flags_shows_and_what_settles_it(lay: Lay) -> None:
    table = lay("not-now", "done")
    flags.answer_flags(table.interview, MUST)
    shown, page = table.asker.screens[0], " ".join(iama(table.base, "flags", ID).out.split())
    assert shown.text.startswith("Must: ") and shown.text in page and shown.help in page
    assert [line for line in shown.body[:-1] if " ".join(line.split()) not in page] == []
    assert shown.body[-1].startswith("Resolved by: an action point")


def practised(table: Table) -> None:
    """Let the example fall under a prohibited practice."""
    assert iama(table.base, "set", ID, "prohibited", "yes").code == 0


@pytest.mark.parametrize(
    ("trigger", "offered"),
    [(MUST, ["mitigate", "accept", "dispute"]), (BLOCKER, ["mitigate", "dispute"])],
)
def test_only_what_a_flag_allows_is_offered(lay: Lay, trigger: str, offered: Sequence[str]) -> None:
    practised(lay())
    table = lay("not-now", "done")
    flags.answer_flags(table.interview, trigger)
    decisions = [pick.value for pick in table.asker.offered[0]]
    assert [value for value in decisions if value in ("mitigate", "accept", "dispute")] == offered


@pytest.mark.parametrize(
    ("trigger", "decision", "roles"),
    [
        (MUST, "accept", ["Responsible person (not at the table)"]),
        (BLOCKER, "dispute", ["Lawyer (not at the table)"]),
    ],
)
def test_a_decision_that_one_role_takes_offers_that_role_only(
    lay: Lay, trigger: str, decision: str, roles: list[str]
) -> None:
    practised(lay())
    table = lay(decision, "Because.", "/later", "done", present=("ethicist",))
    flags.answer_flags(table.interview, trigger)
    assert [pick.label for pick in table.asker.offered[1]] == roles


def test_those_at_the_table_are_offered_first(lay: Lay) -> None:
    table = lay("dispute", "Because.", "/later", "done", present=("ethicist",))
    flags.answer_flags(table.interview, MUST)
    first, second, *_ = table.asker.offered[1]
    assert (first.label, second.label) == ("Ethicist", "Project leader (not at the table)")


def test_a_team_can_go_to_the_question_behind_a_flag_and_comes_back_to_a_question_otherwise(lay: Lay) -> None:
    practised(lay())
    table = lay("/flag banned-practice", "go:0", "/flag banned-practice", "not-now", "done", "/stop")
    goal = table.interview.outcome.find_entry("iama", "goal")
    assert goal
    step = take_step(table.interview, Step(goal))
    assert step and step.entry.ref.question == "prohibited"
    assert take_step(table.interview, step) == step
    assert take_step(table.interview, step) is None


def test_every_step_has_a_way_back_that_keeps_what_was_said(lay: Lay) -> None:
    replies = (
        "accept",
        "One",
        "/back",
        "/back",
        "mitigate",
        "",
        "lawyer",
        "new",
        "/back",
        "new",
        "DPO",
        "/back",
        "CISO",
    )
    table = lay(*replies, "2027-03-01", "done")
    flags.answer_flags(table.interview, MUST)
    assert table.recorded(MUST) == ("mitigate", "One", "lawyer")
    (row,) = table.dossier.assessments["follow-up-1.0"].answer_to("actions").rows
    assert row.cells["owner"] == "CISO"


def test_a_refused_text_stays_to_be_mended(lay: Lay) -> None:
    table = lay("dispute", "bad\ufdd0bell", "A good reason.", "lawyer", "done")
    flags.answer_flags(table.interview, MUST)
    assert "Character U+FDD0 on line 1 is not allowed" in table.told
    assert "bad\ufdd0bell" in table.asker.currents
    assert table.recorded(MUST) == ("dispute", "A good reason.", "lawyer")


def test_a_decision_without_a_reason_is_asked_again(lay: Lay) -> None:
    table = lay("dispute", "", "Yes.", "lawyer", "done")
    flags.answer_flags(table.interview, MUST)
    assert "A decision needs a reason." in table.told
    assert table.recorded(MUST) == ("dispute", "Yes.", "lawyer")


@pytest.mark.parametrize("after", [("again",), ("leave", "", "lawyer")])
def test_a_full_disk_keeps_the_text_to_try_again_or_to_mend(lay: Lay, after: tuple[str, ...]) -> None:
    table = lay("dispute", "The reason.", "lawyer", *after, "done")
    failing(table, CannotSave("output-not-saved", path="x", reason="no space left"))
    flags.answer_flags(table.interview, MUST)
    assert "no space left" in table.told
    assert table.recorded(MUST) == ("dispute", "The reason.", "lawyer")


@pytest.mark.parametrize("order", ["/later", "/stop", "/go 1.1.2"])
def test_a_response_that_is_left_keeps_the_text_elsewhere(lay: Lay, order: str) -> None:
    table = lay("dispute", "The reason.", order, *["done"] * (order == "/later"))
    went = flags.answer_flags(table.interview, MUST)
    assert (went is None) == (order == "/later")
    assert table.interview.unsaved.text() == "The reason." and table.kept == []
    assert table.recorded(MUST) == ()


def test_a_sitting_that_is_stopped_half_way_holds_the_text(lay: Lay) -> None:
    table = lay("mitigate", "The measure.", "lawyer", "new", "CISO", KeyboardInterrupt)
    with pytest.raises(KeyboardInterrupt):
        flags.answer_flags(table.interview, MUST)
    assert table.interview.unsaved.text() == "The measure.\n\nCISO"


@pytest.mark.parametrize(("choice", "text", "kept"), [("mine", "Ours.", []), ("theirs", "Theirs.", ["Ours."])])
def test_a_colleague_who_answered_the_same_flag_is_shown_and_chosen(
    lay: Lay, choice: str, text: str, kept: list[str]
) -> None:
    table = lay("dispute", "Ours.", "lawyer", choice, "done")
    words = ("--decision", "dispute", "--text", "Theirs.", "--by", "ethicist", ID, MUST)
    assert iama(table.base, "respond", *words).code == 0
    flags.answer_flags(table.interview, MUST)
    assert "A colleague answered this flag meanwhile. Disputed, Ethicist: Theirs." in table.told
    assert (table.recorded(MUST)[1], table.kept) == (text, kept)


def test_an_earlier_response_can_be_changed_and_its_text_need_not_be_typed_again(lay: Lay) -> None:
    iama(lay().base, "respond", "--decision", "dispute", "--text", "As before.", "--by", "ethicist", ID, MUST)
    table = lay("dispute", "", "lawyer", "done")
    flags.answer_flags(table.interview, MUST)
    assert table.recorded(MUST) == ("dispute", "As before.", "lawyer")
    assert table.kept == []


def test_a_word_that_no_flag_holds_says_so(lay: Lay) -> None:
    table = lay()
    assert flags.answer_flags(table.interview, "xyzzy") is None
    assert table.told == "There are no flags to answer."


def test_a_command_that_belongs_to_a_question_is_refused_at_a_flag(lay: Lay) -> None:
    table = lay("/note", "/dissent", "not-now", "done")
    flags.answer_flags(table.interview, MUST)
    assert table.told.count("Possible here: /back") == 2


def test_a_meeting_tells_which_flags_want_a_response_and_offers_to_answer_them(lay: Lay) -> None:
    table = lay("yes", "/back", "no")
    titles = [told.title for told in flags.pressing_flags(table.interview)]
    found = meeting.summarize_sitting(table.interview, "Meeting 2", "2")
    assert list(found.flags) == titles and len(titles) > 7
    assert f"Flags without a response ({len(titles)})\n  {titles[0][:40]}" in meeting.as_text(table.interview, found)
    assert f"## Flags without a response\n\n- {titles[0]}" in meeting.as_markdown(table.interview, found)
    assert [meeting.offer_flags(table.interview) for _ in range(2)] == [True, False]
    assert table.asker.asked[0] == f"Flags without a response: {len(titles)}. Answer them now?"


def test_what_is_undecided_can_be_looked_at_and_wants_no_response_yet(lay: Lay) -> None:
    table = lay("done")
    table.interview.outcome = judged(empty())
    assert flags.answer_flags(table.interview) is None
    groups = {pick.group.rpartition(" (")[0] for pick in table.asker.offered[0]}
    assert "May still block a decision to go on" in groups and "This blocks a decision to go on" not in groups
    assert pressing(table) == set()


def test_an_action_point_of_an_assessment_without_a_list_stands_in_the_follow_up(lay: Lay) -> None:
    table = lay(ref="algorithm-1.0")
    record_action(table.interview, None, "Ask the supplier; lawyer; 1 March 2027")
    (row,) = table.dossier.assessments["follow-up-1.0"].answer_to("actions").rows
    assert row.cells == {"text": "Ask the supplier", "owner": "Lawyer", "due": "2027-03-01", "status": "open"}
    assert "Action point recorded in " in table.told


def test_what_blocks_stands_apart_from_what_may_still_block(lay: Lay) -> None:
    table = lay("done")
    table.interview.outcome = judged(with_answers(empty(), {"iama.prohibited": "yes"}))
    flags.answer_flags(table.interview)
    groups = list(dict.fromkeys(pick.group for pick in table.asker.offered[0] if pick.group))
    assert groups[0] == "This blocks a decision to go on (1)"
    places = [place for place, group in enumerate(groups) if group.startswith("May still block a decision to go on (")]
    assert places == [len(groups) - 2], "what can be decided on comes first"
    assert table.asker.screens[0].text.startswith("Blocks: 1 · may still block: ")


def test_a_flag_that_was_answered_wants_no_response_until_the_answers_behind_it_change(lay: Lay) -> None:
    practised(lay())
    table = lay("dispute", "No.", "lawyer", "done")
    flags.answer_flags(table.interview, BLOCKER)
    assert BLOCKER not in pressing(table)
    assert iama(table.base, "set", ID, "prohibited-practice", "c").code == 0
    assert BLOCKER in pressing(lay())


def pressing(table: Table) -> set[str]:
    return {told.verdict.trigger.id for told in flags.pressing_flags(table.interview)}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_verdict_of_the_example_says_what_would_settle_it(lay: Lay, language: str) -> None:
    assert all(len(way_to_resolve(verdict, language)) > 20 for verdict in lay().interview.outcome.verdicts)
