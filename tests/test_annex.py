"""Claims about the annex on democracy and the rule of law: what each flag rests on, and that it holds nothing up."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from commands import demo, iama
from flagged import TREES, empty, example, judged, one, with_answer, with_answers
from gated import HOME, in_use
from given import legal, tree

from iama.assess.agenda import ANNEX, agenda_of
from iama.assess.conclusions import conclusions
from iama.assess.evaluation import rank
from iama.assess.outcome import State
from iama.assess.routing import offered_annexes
from iama.audit.approving import obstacles
from iama.files.dossierfolder import file_of
from iama.files.layout import write_assessment
from iama.files.shipped import SHIPPED
from iama.gate.check import check
from iama.gate.config import Config
from iama.lint.lint import lint
from iama.model.dossier import Answer, Assessment, Dossier, Row
from iama.model.instrument import Instrument
from iama.model.objects import tree_of, tree_record
from iama.model.problems import Level
from iama.model.struct import replace
from iama.publish.flags import count_raised_flags

REF = "huderia-1.0"
TREE = TREES["huderia"]
BAD = {"impact": "x", "area": "group", "who": "y", "positive": "no", "scale": "severe", "scope": "some"}
BAD |= {"reversible": "never", "probability": "likely", "evidence": "measured", "way": "avoid", "remains": "gone"}
TALK = {"who": "x", "affected": "strongly", "aim": "ask", "how": "y", "done": "yes", "changed": "yes"}
DATED = {"moment": "date", "then": "pause", "owner": "x", "test": "no"}
TESTED = {"moment": "new-version", "then": "look-again", "owner": "x", "test": "yes"}
QUIET: Mapping[str, Any] = {
    "fit": "fits",
    "democracy": ["none"],
    "rule-of-law": ["judge"],
    "collective-harm": ["stigma"],
    "stakeholder-plan": [TALK],
    "impacts": [BAD],
    "remedies": ["reason", "human", "correct", "objection"],
    "review-plan": [DATED, TESTED],
    "conclusion-huderia": "proceed",
}
# what fires each flag, as the one change of answers under which none is raised
FIRES: Mapping[str, Mapping[str, Any]] = {
    "h-do-not": {"impacts": [BAD | {"remains": "small"}]},
    "h-severe-only-reduced": {"impacts": [BAD | {"way": "reduce"}]},
    "h-judge": {"remedies": ["reason", "human", "correct"], "rule-of-law": ["equal-arms"]},
    "h-no-remedy": {"remedies": ["reason", "human", "objection"]},
    "h-not-fit": {"fit": "not-fit"},
    "h-democracy-no-answer": {"democracy": ["voting"]},
    "h-group": {"impacts": [BAD | {"area": "rights"}]},
    "h-nobody-heard": {"stakeholder-plan": [TALK | {"affected": "somewhat"}]},
    "h-inform-only": {"stakeholder-plan": [TALK | {"aim": "inform"}]},
    "h-guess": {"impacts": [BAD | {"probability": "unlikely", "evidence": "estimate"}]},
    "h-no-limit": {"review-plan": [DATED | {"then": "look-again"}, TESTED]},
    "h-no-retest": {"review-plan": [DATED, TESTED | {"test": "no"}]},
    "h-no-date": {"review-plan": [DATED | {"moment": "complaints"}, TESTED]},
    "h-nothing-changed": {"stakeholder-plan": [TALK | {"changed": "no"}]},
}
# a list in which much is wrong
WORST = {id_: answer for changes in FIRES.values() for id_, answer in changes.items()}


def rows(list_: str, cells: list[Mapping[str, str]]) -> tuple[Row, ...]:
    return tuple(Row(f"{list_[:4]}z{'abc'[number]}", dict(one)) for number, one in enumerate(cells))


def with_annex(dossier: Dossier, given: Mapping[str, Any]) -> Dossier:
    """Return `dossier` with an annex that says this; texts stay open."""
    dossier = dossier.with_assessment(Assessment(REF, "nl"))
    for id_, value in given.items():
        lists = isinstance(value, list)
        listed = rows(id_, value) if lists and isinstance(value[0], dict) else tuple(value) if lists else value
        dossier = with_answer(dossier, f"huderia.{id_}", Answer(listed))
    return dossier


def learning(given: Mapping[str, Any]) -> Dossier:
    return with_annex(with_answers(example(), {"iama.type": "self-learning"}), given)


@pytest.mark.parametrize("id_", FIRES)
def test_every_flag_is_raised_by_one_answer_and_not_without_it(id_: str) -> None:
    assert one(judged(learning(QUIET)), id_).state is State.CLEAR
    assert one(judged(learning({**QUIET, **FIRES[id_]})), id_).state is State.FIRED


def test_every_flag_of_the_annex_has_its_case_and_none_blocks() -> None:
    assert set(FIRES) == {trigger.id for trigger in TREE.triggers}
    assert {case.value for trigger in TREE.triggers for case in trigger.severities} == {"must", "attention"}


def test_what_affects_single_people_only_is_done_after_six_questions() -> None:
    short = {"fit": "fits", "democracy": ["none"], "rule-of-law": ["none"], "collective-harm": ["none"]}
    outcome = judged(with_annex(example(), short))
    asked = [entry.ref.question for entry in outcome.tree_entries("huderia") if entry.status.applies]
    assert asked == ["fit", "history", "democracy", "rule-of-law", "collective-harm", "conclusion-huderia"]
    assert {verdict.state for verdict in outcome.verdicts if verdict.questionnaire == "huderia"} == {State.CLEAR}
    assert len(TREE.questions) == 16
    assert len({question.beside or question.id for question in TREE.questions.values()}) == 14


def test_nothing_in_the_annex_stands_in_the_way_of_another_assessment() -> None:
    before, after = judged(example()), judged(with_annex(example(), {**QUIET, **WORST}))
    for id_ in ("iama", "fria"):
        assert [*obstacles(after, TREES[id_], "nl")] == [*obstacles(before, TREES[id_], "nl")]
    assert [*obstacles(after, TREE, "nl")]
    assert count_raised_flags(after) == count_raised_flags(before)
    assert conclusions(after, ()) == conclusions(before, ())
    assert {v.key: v.state for v in after.verdicts if v.questionnaire != "huderia"} == {
        verdict.key: verdict.state for verdict in before.verdicts
    }


def gate(dossier: Dossier, config: Config) -> Mapping[str, list[Level]]:
    """Return what the gate weighs, for what it says of the annex and of all else."""
    files = {
        f"{HOME}/{file_of(ref)}": write_assessment(assessment, SHIPPED.resolve_questionnaire(ref)).encode()
        for ref, assessment in dossier.assessments.items()
    }
    report = check(files, as_of=date(2026, 11, 23), config=config)
    found = [(finding.assessment == REF, finding.severity) for finding in report.findings]
    return {
        name: [level for annex, level in found if annex is own] for name, own in (("annex", True), ("other", False))
    }


@pytest.mark.parametrize("levels", [{}, {"unanswered": Level.ERROR, "trigger-without-response": Level.ERROR}])
def test_what_the_annex_lacks_fails_no_check_whatever_the_policy_says(levels: Mapping[str, Level]) -> None:
    config = replace(Config(), levels=levels)
    without, beside = gate(in_use(), config), gate(with_annex(in_use(), {**QUIET, **WORST}), config)
    assert beside["other"] == without["other"]
    assert len(beside["annex"]) > 5
    assert set(beside["annex"]) == {Level.NOTE}


def test_an_organisation_may_ask_for_the_annex_and_then_it_counts() -> None:
    config = replace(Config(), needs={"a": ("iama", "huderia"), "b": (), "c": ()})
    assert Level.ERROR in gate(with_annex(in_use(), QUIET), config)["annex"]


@pytest.mark.parametrize(
    ("given", "offered"),
    [
        ({}, False),
        ({"algorithm.annex-iii": ["8b"]}, True),
        ({"algorithm.annex-iii": ["5a"]}, False),
        ({"iama.affected-rights": ["political"]}, True),
        ({"iama.affected-rights": ["data-protection"]}, False),
        ({"iama.how-facts": ["area-limited"]}, True),
        ({"algorithm.classifies": "yes"}, False),
        ({"algorithm.classifies": "yes", "algorithm.large-scale": "yes"}, True),
    ],
)
def test_the_annex_is_offered_for_effects_beyond_individuals(given: Mapping[str, Any], offered: bool) -> None:
    dossier = with_answers(empty(), {"algorithm.ai-technique": "learned", "algorithm.ai-system": "yes", **given})
    held = {ref: one for ref, one in dossier.assessments.items() if ref != REF}
    outcome = judged(replace(dossier, assessments=held))
    assert bool(offered_annexes(outcome, SHIPPED.law, SHIPPED.annexes)) is offered
    assert not offered_annexes(judged(dossier), SHIPPED.law, SHIPPED.annexes)  # it holds one


def test_the_annex_reads_what_stands_before_it_and_comes_last_on_the_agenda() -> None:
    assert rank(TREES["fria"]) < rank(TREE) < rank(TREES["follow-up"])
    outcome = judged(dossier := with_annex(example(), QUIET))
    stages = [stage.id for stage in agenda_of(outcome, dossier, SHIPPED.law, SHIPPED.routing).stages]
    assert stages[-4:] == ["fria", ANNEX, "flags", "decision"]


def test_a_kept_tree_says_that_it_is_an_annex_and_others_say_nothing_of_it() -> None:
    assert tree_of(tree_record(TREE)).is_annex
    assert not any("annex" in tree_record(TREES[id_]).get("instrument", {}) for id_ in ("iama", "fria", "algorithm"))


def test_an_annex_that_blocks_or_is_offered_for_nothing_known_is_a_finding() -> None:
    asked = tree(
        "- {id: fit, kind: yes-no}",
        triggers="- {id: halt, severity: blocker, when: fit = no, basis: [ai-act-27]}",
        id_="extra",
    )
    annex = replace(asked, said=Instrument(annex="iama.gaol = yes"))
    found = {(finding.code, str(finding.message)) for finding in lint(annex, TREES, legal())}
    assert ("bad-trigger", "trigger `halt` blocks, and an annex holds nothing up") in found
    assert any(code == "unknown-question" and "iama.gaol" in message for code, message in found)


def test_a_team_adds_answers_and_reads_the_annex_with_the_usual_commands(tmp_path: Path) -> None:
    base = demo(tmp_path)
    assert f"`iama new herzicht -q {REF}`" in iama(base, "status", "herzicht", "--lang", "en").out
    assert iama(base, "new", "herzicht", "-q", REF).code == 0
    failing = iama(base, "check", "herzicht").code
    for words in (
        ("fit", "not-fit"),
        ("conclusion-huderia", "proceed"),
        ("collective-harm", "stigma"),
        ("--adopt", "iama-2.0/side-effects", "together"),
    ):
        at = words[:-1] if words[0] == "--adopt" else ()
        told = iama(base, "set", "-q", REF, *at, "herzicht", *(words[-1:] if at else words))
        assert told.code == 0, told.err
    assert iama(base, "check", "herzicht").code == failing
    page = iama(base, "flags", "herzicht", "--lang", "en").out
    assert "From the annex: counts there only (1)" in page
    assert page.index("[h-not-fit]") > page.index("From the annex")
    report = iama(base, "report", "herzicht", "--lang", "en", "--to", "md", "-o", "-").out
    assert report.index('<a id="flags-annex"></a>') < report.index('<a id="flag-h-not-fit"></a>')
    assert "They hold up no other assessment." in report
