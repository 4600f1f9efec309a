"""Claims about the agenda: which stages there are, how far, how long, who is needed, and what comes next."""

from datetime import date
from pathlib import Path

import pytest
from commands import fresh, iama
from given import AS_OF, given
from sitting import Scripted, table

from iama.assess.agenda import Agenda, State, agenda_of, next_step, role_work_lines, work_of_role
from iama.assess.evaluation import evaluate
from iama.assess.outcome import Outcome
from iama.files.shipped import SHIPPED
from iama.interview.agenda import pick_stage, tell_routing
from iama.interview.asking import Command, Order
from iama.model.approval import Approval, Decision
from iama.model.dossier import Dossier
from iama.model.struct import replace
from iama.terminal.screen import lines_of

NO_NEED = """
ai-technique: {value: human-rules}
ai-system: {value: "no"}
legal-effect: {value: "no"}
classifies: {value: "no"}
own-policy: {value: "no"}
personal-data: {value: "no"}
children: {value: not-at-all}
annex-i: {value: "no"}
"""
COVERED = """
ai-technique: {value: learned}
ai-system: {value: "yes"}
exclusions: {value: [none]}
annex-iii: {value: [5a]}
annex-i: {value: "no"}
derogation: {value: "no"}
personal-data: {value: "yes"}
profiling: {value: "yes"}
role: {value: [deployer]}
deployer-category: {value: public-authority}
placed-on-market: {value: "2028-01-01"}
first-use: {value: "2028-01-01"}
becomes-provider: {value: [none]}
"""


def judged(facts: str = "", iama_answers: str = "", *more: str, as_of: date = AS_OF) -> tuple[Outcome, Dossier]:
    trees = [SHIPPED.resolve_questionnaire(name) for name in ("algorithm", "iama", "follow-up", *more)]
    answers = {"algorithm": facts, "iama": iama_answers}
    dossier = Dossier("abc", {tree.ref: given(tree, answers.get(tree.id, "")) for tree in trees})
    return evaluate(dossier, trees, SHIPPED.law, as_of), dossier


def agenda(facts: str = "", iama_answers: str = "", *more: str, as_of: date = AS_OF) -> Agenda:
    outcome, dossier = judged(facts, iama_answers, *more, as_of=as_of)
    return agenda_of(outcome, dossier, SHIPPED.law, SHIPPED.routing, "fria-1.0")


def states(one: Agenda) -> dict[str, str]:
    return {stage.id: stage.state.value for stage in one.stages}


def test_a_new_dossier_has_every_stage_from_the_five_minutes_to_the_decision() -> None:
    assert list(states(agenda())) == [
        "routing",
        "facts",
        "introduction",
        "homework",
        "meeting-1",
        "meeting-2",
        "meeting-3",
        "flags",
        "decision",
    ]


def test_it_begins_with_the_routing_of_five_minutes_then_the_facts_then_the_meetings() -> None:
    one = agenda()
    assert one.next and (one.next.id, one.next.minutes, one.next.arguments) == ("routing", 5, "answer abc")
    named = {stage.id: stage.arguments for stage in one.stages}
    assert named["facts"] == "answer abc -q algorithm-1.0"
    assert named["meeting-2"] == "answer abc --meeting 2"
    assert named["introduction"] == "answer abc --part introduction"
    assert named["decision"] == "approve abc -q iama-2.0"


def test_minutes_are_two_for_what_is_open_and_for_what_may_still_come() -> None:
    before = {stage.id: stage.minutes for stage in agenda().stages}
    tree = SHIPPED.resolve_questionnaire("algorithm")
    assert before["facts"] == 2 * sum(question.required for question in tree.questions.values())
    after = {stage.id: stage.minutes for stage in agenda(NO_NEED).stages}
    assert 0 < after["facts"] < before["facts"] - 16  # what was answered, and what does not come any more


def test_those_who_lead_most_questions_are_needed_most() -> None:
    facts = next(stage for stage in agenda().stages if stage.id == "facts")
    assert facts.roles[0] == "project-leader" and "privacy-officer" in facts.roles


def test_an_iama_that_the_facts_do_not_ask_for_is_no_next_step() -> None:
    one = agenda(NO_NEED)
    assert {states(one)[f"meeting-{number}"] for number in "123"} == {"not-needed"}
    assert one.next and one.next.id == "facts"
    assert states(one)["decision"] == "not-needed"
    begun = agenda(NO_NEED, "problem: {value: x}")
    assert states(begun)["meeting-1"] == "begun"


def test_a_fria_that_the_facts_ask_for_is_missing_or_later_until_it_is_there() -> None:
    missing = agenda(COVERED)
    (stage,) = (stage for stage in missing.stages if stage.id == "fria")
    assert (stage.state, stage.arguments) == (State.LATER, "new abc -q fria-1.0")
    (stage,) = (stage for stage in agenda(COVERED, as_of=date(2028, 2, 1)).stages if stage.id == "fria")
    assert stage.state is State.MISSING
    held = agenda(COVERED, "", "fria")
    (stage,) = (stage for stage in held.stages if stage.id == "fria")
    assert (stage.state, stage.arguments) == (State.OPEN, "answer abc -q fria-1.0") and stage.minutes > 30
    named = {stage.id: stage.arguments for stage in held.stages}
    assert named["meeting-1"] == "answer abc -q iama-2.0 --meeting 1"  # two assessments have one


def test_what_lies_with_others_waits_until_the_team_did_its_own_part() -> None:
    tree = SHIPPED.resolve_questionnaire("iama")
    asked = (id_ for id_, question in tree.questions.items() if question.kind != "notice" and not question.repeat)
    everything = "".join(f"{id_}: {{status: unknown}}\n" for id_ in asked)
    one = agenda(NO_NEED, everything)
    assert states(one)["meeting-2"] == "with-others"
    assert one.next and one.next.id == "facts"


def test_after_the_decision_nothing_is_left_but_to_check() -> None:
    outcome, dossier = judged()
    approval = Approval(1, "iama-2.0", Decision.GO, "responsible", "2026-11-23", "2026-11-23", "2026-11-23")
    decided = Dossier(dossier.id, dossier.assessments, approvals=(approval,))
    one = agenda_of(outcome, decided, SHIPPED.law, SHIPPED.routing)
    assert states(one)["decision"] == "done"
    done = Agenda("abc", tuple(stage for stage in one.stages if not stage.asks), ())
    assert done.next is None and "`iama check abc`" in next_step(done, "en")


def test_a_decision_not_to_go_on_leaves_nothing_to_do() -> None:
    outcome, dossier = judged()
    approval = Approval(1, "iama-2.0", Decision.NO_GO, "responsible", "2026-11-23", "2026-11-23", "2026-11-23")
    stopped = Dossier(dossier.id, dossier.assessments, approvals=(approval,))
    one = agenda_of(outcome, stopped, SHIPPED.law, SHIPPED.routing)
    assert any(stage.asks for stage in one.stages) and states(one)["flags"] == "not-needed"
    assert one.next is None and "`iama check" in next_step(one, "en")
    again = replace(approval, number=2, decision=Decision.GO)
    goes_on = replace(stopped, approvals=(approval, again))
    assert agenda_of(outcome, goes_on, SHIPPED.law, SHIPPED.routing).next


@pytest.mark.parametrize("way", ["", ", proposal: 2026-11-01"], ids=["older-version", "similar-case"])
def test_what_came_along_is_a_stage_until_the_team_says_that_it_holds(way: str) -> None:
    came, held = ("{from: other/1" + way + day + "}" for day in ("", ", confirmed: 2026-11-02"))
    stages = {one.id: one for one in agenda("", f"problem: {{value: Theirs, carried: {came}}}").stages}
    assert (stages["carried"].open, stages["carried"].arguments) == (1, "answer abc --carried")
    assert list(stages).index("facts") < list(stages).index("carried") < list(stages).index("introduction")
    assert "carried" not in states(agenda("", f"problem: {{value: Theirs, carried: {held}}}"))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_screen_shows_the_outcomes_and_begins_with_what_comes_next(language: str) -> None:
    outcome, dossier = judged()
    one = agenda_of(outcome, dossier, SHIPPED.law, SHIPPED.routing)
    asker = Scripted(["meeting-1"], language)
    chosen = pick_stage(asker, one, outcome, language)
    assert chosen and chosen.id == "meeting-1"
    (screen,) = asker.screens
    assert screen.body[0].count(" · ") == 4 and "FRIA: " in screen.body[0]
    assert asker.currents == ["routing"]
    assert all(len(pick.label) <= 74 for pick in asker.offered[0])
    assert len(asker.offered[0]) + 10 <= 24  # the list, with all that stands above it


def test_the_decision_is_told_and_the_agenda_asked_again_until_it_is_stopped() -> None:
    outcome, dossier = judged()
    one = agenda_of(outcome, dossier, SHIPPED.law, SHIPPED.routing)
    asker = Scripted(["decision", "/later", "/stop"])
    assert pick_stage(asker, one, outcome, "en") is None
    assert "iama approve abc -q iama-2.0" in asker.said[0] and len(asker.asked) == 3


def test_the_routing_tells_why_and_by_which_source_a_screen_at_a_time() -> None:
    one = table(SHIPPED.resolve_questionnaire("algorithm"), ["", "", ""], law=SHIPPED.law)
    facts = COVERED + "transfer: {value: safeguards}\nap-list: {status: unknown}\nchildren: {value: likely}\n"
    tell_routing(one.interview, agenda(facts, as_of=date(2028, 2, 1)).routed)
    lines = one.told.splitlines()
    assert "FRIA, fundamental rights impact assessment of the AI Act: compulsory" in lines
    assert any("C-311/18" in line for line in lines) and max(map(len, lines)) <= 76
    assert all(message.count("\n") < 18 for message in one.asker.said)
    assert len(one.asker.said) == len(one.asker.asked)


def test_a_role_is_told_its_questions_across_every_assessment_with_minutes() -> None:
    outcome, _ = judged(COVERED, "", "fria")
    work = work_of_role(outcome, "lawyer")
    assert [one.tree.id for one in work] == ["algorithm", "iama", "fria"]
    first, *rest = role_work_lines(outcome, "lawyer", "en")
    total = sum(one.minutes for one in work)
    assert first == f"Lawyer: {sum(one.open for one in work)} questions, {total} minutes"
    assert len(rest) == 3


def test_status_tells_a_role_how_long_its_questions_take(tmp_path: Path) -> None:
    base = fresh(tmp_path)
    document = iama(base, "status", "abc", "--role", "lawyer", "--json").json
    assert [one["questionnaire"] for one in document["role_work"]] == ["algorithm-1.0", "iama-2.0"]
    assert all(one["minutes"] >= one["open"] for one in document["role_work"])
    assert "Lawyer: " in iama(base, "status", "abc", "--role", "lawyer", "--lang", "en").out


def test_new_status_and_the_bare_command_name_one_next_step(tmp_path: Path) -> None:
    env = {"IAMA_LANG": "en", "COLUMNS": "100"}
    made = iama(tmp_path, "new", "abc", env=env).out
    step = "Next step: Is an IAMA needed? (5 minutes). Begin with `iama answer abc`."
    assert step in made
    assert step in iama(tmp_path, env=env).out
    assert step in iama(tmp_path, "status", "abc", "--lang", "en", env=env).out
    document = iama(tmp_path, "status", "abc", "--json", env=env)
    assert document.json["next"]["command"] == "iama answer abc"
    assert [stage["id"] for stage in document.json["agenda"]][:2] == ["routing", "facts"]
    assert {route["id"] for route in document.json["routing"]} == {"iama", "fria", "dpia", "dtia", "kia"}


def test_help_at_the_agenda_says_what_the_keys_do() -> None:
    outcome, dossier = judged()
    asker = Scripted([Order(Command.HELP), "stop"])
    assert (
        pick_stage(asker, agenda_of(outcome, dossier, SHIPPED.law, SHIPPED.routing, "fria-1.0"), outcome, "en") is None
    )
    assert asker.said == ["keys"]


@pytest.mark.parametrize(("language", "page"), [("nl", "handleiding.md"), ("en", "guide.md")])
def test_the_guides_show_the_agenda_of_a_new_dossier(language: str, page: str) -> None:
    outcome, dossier = judged()
    one = agenda_of(outcome, Dossier("parkeerhulp", dossier.assessments), SHIPPED.law, SHIPPED.routing)
    asker = Scripted(["/stop"], language)
    pick_stage(asker, one, outcome, language)
    guide = (Path(__file__).parent.parent / "docs" / page).read_text(encoding="utf-8")
    assert [pick.label for pick in asker.offered[0] if f" {pick.label}\n" not in guide] == []
    assert " ".join(lines_of(asker.screens[0], language)[-1].text.split()) in " ".join(guide.split())
    assert next_step(one, language) in guide
    facts = next(stage for stage in one.stages if stage.id == "facts")
    assert f"{facts.minutes} minut" in guide
