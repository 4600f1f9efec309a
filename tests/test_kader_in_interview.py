"""Claims about official measures in an interview: in the help, at a flag, and as an action point."""

from pathlib import Path

import pytest
from commands import SHORT, demo
from flagged import judged
from sitting import Reply, Scripted, Table, run, table

from iama.assess.responses import last_response
from iama.cli.desk import desk
from iama.files.shipped import SHIPPED
from iama.files.store import read_dossier
from iama.interview import flags
from iama.interview.path import Choice
from iama.interview.sitting import Sitting
from iama.model.struct import replace

IAMA = SHIPPED.resolve_questionnaire("iama-2.0")
MUST = "indirect-distinction-open"


def at(question: str, *replies: Reply, language: str = "en") -> Table:
    """Hold a sitting that goes to a question first."""
    go = "/ga" if language == "nl" else "/go"
    one = table(IAMA, [f"{go} {IAMA.questions[question].number}", *replies], law=SHIPPED.law, language=language)
    one.interview.desk = replace(one.interview.desk, kader=lambda: SHIPPED.kader)
    run(one)
    return one


def actions(one: Table, part: str) -> list[dict[str, str]]:
    return [dict(row.cells) for row in one.answer(f"actions-{part}").rows]


@pytest.mark.parametrize(
    ("language", "help_", "lead", "about"),
    [
        ("en", "/help", "Measures from the Algoritmekader:", "Requirements that this question is about:"),
        ("nl", "/hulp", "Maatregelen uit het Algoritmekader:", "Vereisten waar deze vraag over gaat:"),
    ],
)
def test_help_ends_in_measures_and_requirements(language: str, help_: str, lead: str, about: str) -> None:
    told = at("staff-role", help_, language=language).told
    assert told.index(lead) < told.index("  imp-03 ") < told.index(about) < told.index("  avg-10 ")
    assert ("/maatregel" if language == "nl" else "/measure") in told


def test_a_measure_becomes_an_action_point_by_choosing_it() -> None:
    one = at("staff-role", "/measure", "imp-03", "Project leader", "1 March 2027")
    assert actions(one, "how") == [
        {
            "text": "imp-03 Meaningful human intervention in decisions",
            "owner": "Project leader",
            "due": "2027-03-01",
            "status": "open",
        }
    ]


def test_a_code_that_is_typed_is_taken_over_at_once() -> None:
    one = at("staff-role", "/measure org-16", "", "")
    assert [row["text"] for row in actions(one, "how")] == ["org-16 Awareness and training"]


def test_where_a_question_has_no_measure_those_of_its_part_are_offered() -> None:
    one = at("frequency", "/measure", "")
    assert [pick.value for pick in one.asker.offered[-1]] == [*SHIPPED.kader.parts["iama-2.0/how"].measures]
    assert actions(one, "how") == []


def test_without_the_framework_nothing_is_offered() -> None:
    one = table(IAMA, [f"/go {IAMA.questions['staff-role'].number}", "/measure"], law=SHIPPED.law)
    run(one)
    assert "has no measure in this release" in one.told


def test_a_measure_is_chosen_at_a_flag_and_its_code_stays_in_the_text(tmp_path: Path) -> None:
    base = demo(tmp_path, "en")
    dossier = read_dossier(base / SHORT)
    replies: list[Reply] = ["measure:ver-03", "", "lawyer", "new", "Data scientist", "1 March 2027", "done"]
    asker, papers = Scripted(replies), desk(base / SHORT, IAMA, dossier, SHIPPED, "en", lambda _: "kept")
    sitting = Sitting(IAMA, judged(dossier), SHIPPED.law, "en", asker, papers, Choice(), ())
    assert flags.answer_flags(sitting, MUST) is None
    assert any("Measures from the Algoritmekader: ver-03 " in line for line in asker.screens[0].body)
    outcome = judged(read_dossier(base / SHORT))
    (verdict,) = [one for one in outcome.verdicts if one.trigger.id == MUST]
    given = last_response(verdict, outcome)
    assert given and (given.decision, given.text) == ("mitigate", "ver-03 Test for bias and justify")
