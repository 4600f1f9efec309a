"""Claims about the controls of auditors: by number, touched by our questions, and never called met."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from commands import demo, iama
from flagged import TREES, empty, example, judged, with_answers

from iama.files.controlsfile import read_controls
from iama.files.shipped import SHIPPED
from iama.model.problems import UnusableFile
from iama.model.questionnaire import Questionnaire
from iama.publish.controls import controls_document

CONTROLS = SHIPPED.controls
OLD = SHIPPED.resolve_questionnaire("iama-1.0")
ONE = """format: iama-controls/1
revision: 1
frameworks:
  - id: ar
    law: algemene-rekenkamer-framework
    version: "2.0"
    read: 2026-11-29
    themes: {"1": ar-governance}
    controls: {"1.01": {nl: Doel, en: Goal}, "1.02": {nl: Eisen, en: Demands}}
serves:
  - {questions: [iama/goal], ar: ["1.01"]}
outside:
  - {ar: ["1.02"], because: {nl: Elders, en: Elsewhere}}
"""


def named_questions(name: str) -> list[Questionnaire]:
    """Return the trees in which `iama/goal` is asked."""
    id_, _, question = name.partition("/")
    return [tree for tree in (*TREES.values(), OLD) if tree.id == id_ and question in tree.questions]


def test_every_control_of_both_frameworks_is_there_once_in_both_languages() -> None:
    counts = {
        framework.id: [len([c for c in framework.controls if c.theme == theme]) for theme in themes]
        for framework, themes in (
            (CONTROLS.frameworks["ar"], ("ar-governance", "ar-model-data", "ar-privacy", "ar-it")),
            (CONTROLS.frameworks["adr"], ("adr-governance", "adr-privacy", "adr-data-model", "adr-security")),
        )
    }
    assert counts == {"ar": [8, 21, 17, 9], "adr": [19, 11, 24, 30]}
    for framework in CONTROLS.frameworks.values():
        assert all(control.title["nl"] and control.title["en"] for control in framework.controls)


def test_a_control_is_touched_by_questions_that_exist_or_says_where_it_belongs() -> None:
    for questions in CONTROLS.touched_by.values():
        assert all(map(named_questions, questions)), questions
    known = {(one.id, control.number) for one in CONTROLS.frameworks.values() for control in one.controls}
    assert CONTROLS.touched_by.keys() | CONTROLS.outside.keys() == known
    assert not CONTROLS.touched_by.keys() & CONTROLS.outside.keys()


def test_the_themes_of_a_question_are_those_of_its_controls_and_ethics_which_has_no_numbers() -> None:
    """Only questions of IAMA 1.0 have no themes of their own; a fact or an action may serve a theme as a whole."""
    lacking = [
        (name, theme)
        for name in sorted({name for questions in CONTROLS.touched_by.values() for name in questions})
        for tree in named_questions(name)
        if tree is not OLD
        for theme in sorted(CONTROLS.themes(name) - {*tree.questions[name.partition("/")[2]].audit})
    ]
    assert lacking == []


@pytest.mark.parametrize(
    ("answers", "states"),
    [
        ({}, {"1.01": "open", "2.16": "outside", "2.11": "open"}),
        ({"iama.goal": "Less water"}, {"1.01": "touched", "2.01": "touched"}),
        ({"algorithm.source-code": "https://example.nl"}, {"2.11": "touched"}),
    ],
)
def test_one_answer_touches_a_control(answers: Mapping[str, str], states: Mapping[str, str]) -> None:
    dossier = with_answers(empty(), answers)
    document = controls_document(judged(dossier), dossier, SHIPPED.law, CONTROLS, "ar", "en")
    found = {row["number"]: row["state"] for row in document["controls"]}
    assert {number: found[number] for number in states} == states
    assert sum(document["counts"].values()) == 55


def test_what_no_assessment_of_the_dossier_asks_is_not_open_but_not_asked() -> None:
    dossier = example(but="iama-2.0")
    document = controls_document(judged(dossier), dossier, SHIPPED.law, CONTROLS, "adr", "en")
    states = {row["number"]: row["state"] for row in document["controls"]}
    assert (states["DM.9"], states["IB.6"], states["SV.13"]) == ("not-asked", "outside", "touched")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("iama-controls/1", "iama-controls/2", "1:9 invalid-value"),
        ('ar: ["1.01"]', 'ar: ["9.01"]', "invalid-value"),
        ("id: ar\n", "id: nrek\n", "invalid-value"),
        ("because:", "becuase:", "missing-key"),
    ],
)
def test_every_mistake_in_the_controls_is_named(old: str, new: str, code: str) -> None:
    assert read_controls("controls.yaml", ONE).numbers("iama/goal", "ar-governance") == ("1.01",)
    with pytest.raises(UnusableFile) as found:
        read_controls("controls.yaml", ONE.replace(old, new))
    assert any(code in f"{one.place.line}:{one.place.column} {one.code}" for one in found.value.findings)


def test_coverage_and_the_report_for_an_auditor_show_the_numbers(tmp_path: Path) -> None:
    base = demo(tmp_path)
    page = iama(base, "coverage", "herzicht", "--by", "ar", "--lang", "en").out
    assert "  2.18  touched            tested for bias\n      iama-2.0: 2.2B.3, " in page
    assert "Touched is not met." in page
    assert "2.16  belongs elsewhere" in page
    document = iama(base, "coverage", "herzicht", "--by", "adr", "--json").json
    assert (document["iama_controls"], len(document["controls"])) == (1, 84)
    assert iama(base, "coverage", "herzicht", "--by", "nrek").code == 2
    report = iama(base, "verify", "herzicht", "--to", "md", "-o", "-", "--lang", "en").out
    assert "| 3.17 | Retention periods and selection list | Touched |" in report
    assert "| 1.1.2 What is the algorithm meant to achieve?" in report.replace("  ", " ") or "(1.01)" in report
