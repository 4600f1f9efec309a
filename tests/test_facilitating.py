"""Claims about what helps whoever leads during a sitting: keep asking, park, time against the plan."""

from functools import partial

from given import AS_OF, given, tree
from sitting import Reply, Table, run, sit, table

from iama.assess.evaluation import evaluate
from iama.assess.parking import PARKED, Parked, parked_points, with_parked
from iama.assess.withholding import judge_public
from iama.files.shipped import SHIPPED
from iama.interview.asking import Command, order
from iama.interview.desk import Saved
from iama.interview.meeting import as_markdown, as_text, summarize_sitting
from iama.model.dossier import Assessment, Dossier
from iama.model.facilitation import Facilitation, Probing
from iama.model.problems import UsageError
from iama.model.struct import replace

ASKED = tree('[{id: goal, kind: text, number: "1.1"}, {id: sure, kind: yes-no}]')
HELP = Facilitation(
    probing={"goal": Probing(({"nl": "Wie zegt dat?", "en": "Who says so?"},), {"nl": "Iedereen.", "en": "Everybody."})}
)


def led(*replies: Reply) -> Table:
    one = table(ASKED, replies)
    one.interview.desk = replace(one.interview.desk, facilitation=lambda: HELP)
    one.interview.meeting = "2"
    run(one)
    return one


def test_both_languages_know_both_commands() -> None:
    assert order("/doorvraag", "en") == order("/probe", "nl") == order("/probe", "en")
    found = order("/parkeer geld; jurist", "en")
    assert found is not None
    assert (found.command, found.argument) == (Command.PARK, "geld; jurist")


def test_who_leads_sees_how_to_keep_asking_and_the_question_stays() -> None:
    one = led("/probe", "Better.")
    assert "ours, not from the official instrument" in one.told
    assert "• Who says so?" in one.told
    assert "What a weak answer sounds like: Everybody." in one.told
    assert one.answer("goal").value == "Better."


def test_where_nothing_helps_that_is_said() -> None:
    assert "nothing to keep asking" in led("", "/probe").told


def test_what_comes_up_is_parked_in_one_line_with_who_brings_it_back() -> None:
    one = led("/park Who pays?; Lawyer", "Better.")
    assert one.parked == [Parked("Who pays?", "lawyer", "iama/goal", "2", AS_OF.isoformat())]
    assert "comes back in the summary" in one.told
    assert one.answer("goal").value == "Better."


def test_what_comes_up_is_parked_step_by_step_and_nobody_need_be_named() -> None:
    assert [(point.text, point.owner) for point in led("/park", "Who pays?", "").parked] == [("Who pays?", "")]


def test_a_name_in_the_place_of_a_role_is_refused_and_the_words_are_kept() -> None:
    one = table(ASKED, ["/park Who pays?; Ada Example"], named={"p1": "Ada Example"})
    run(one)
    assert one.parked == []
    assert one.rescued == ["Who pays?; Ada Example"]


def test_nothing_is_parked_when_the_team_thinks_better_of_it() -> None:
    assert led("/park", "").parked == []
    assert led("/park", "/back").parked == []


def test_what_cannot_be_parked_is_kept_elsewhere() -> None:
    one = table(ASKED, ["/park Who pays?; lawyer", "leave"])

    def full(_: Parked) -> Saved:
        raise UsageError("answer-no-terminal")

    one.interview.desk = replace(one.interview.desk, park=full)
    run(one)
    assert one.rescued == ["Who pays?; lawyer"]


def parked(point: Parked, *, more: Parked | None = None) -> Dossier:
    follow_up = SHIPPED.trees["follow-up-1.0"]
    assessment = Assessment(follow_up.ref, "en")
    for one, id_ in ((point, "aaaaaa"), (more, "bbbbbb")):
        if one:
            assessment = with_parked(assessment, follow_up, one, partial(str, id_))
    return Dossier("abc", {ASKED.ref: given(ASKED), follow_up.ref: assessment})


def test_the_summary_brings_back_what_is_parked_until_it_was_discussed() -> None:
    dossier = parked(Parked("Who pays?", "lawyer"), more=Parked("Done with", discussed="2026-11-20"))
    one = sit(ASKED, ["Better."])
    one.interview.outcome = evaluate(dossier, [ASKED, SHIPPED.trees["follow-up-1.0"]], SHIPPED.law, AS_OF)
    summary = summarize_sitting(one.interview, "Meeting 1", "1")
    assert summary.parked == (("Who pays?", "lawyer"),)
    assert "Parked (1)\n  Who pays? · lawyer" in as_text(one.interview, summary)
    assert "## Parked\n\n- Who pays? · lawyer" in as_markdown(one.interview, summary)


def test_nothing_of_what_is_parked_is_in_a_public_edition() -> None:
    trees = [ASKED, SHIPPED.trees["follow-up-1.0"]]
    public = judge_public(parked(Parked("Who pays?", "lawyer")), trees, SHIPPED.law, AS_OF)
    assert parked_points(public.outcome) == ()
    assert public.outcome.entries[PARKED].answer.empty


def test_the_time_of_a_section_stands_against_its_plan() -> None:
    one = table(ASKED, ["", ""])
    clock = iter(range(0, 10_000, 100))
    one.interview.desk = replace(one.interview.desk, clock=lambda: next(clock))
    one.interview.planned = {"section": 15}
    run(one)
    assert [screen.progress.rpartition(" · ")[2] for screen in one.asker.screens] == ["0/15 min", "3/15 min"]


def test_without_a_meeting_no_plan_is_shown() -> None:
    assert all("/15 min" not in screen.progress for screen in sit(ASKED, [""]).asker.screens)
