"""Claims about `lint`: every code with its smallest trees, and the shipped trees without a finding."""

from pathlib import Path

import pytest
from given import legal, tree

from iama.files.definition import read_questionnaire
from iama.files.shipped import SHIPPED, shipped_folder
from iama.lint.lint import lint
from iama.model.law import Law
from iama.model.problems import Finding, Place
from iama.model.questionnaire import Questionnaire
from iama.model.struct import replace
from iama.words import Phrase

BAD = Path(__file__).parent / "cases" / "bad-trees"
DATED = legal(ai_act_5="2025-02-02").facts["ai-act-5"]
LAW = Law({"ai-act-5": DATED, "ai-act-26-6": replace(DATED, id="ai-act-26-6", date="", number="6")})
LEFT_OUT = ("missing-text", "bad-trigger")
OTHERS = {
    "algorithm": tree("[{id: personal-data, kind: yes-no}]", id_="algorithm"),
    "fria": tree("[{id: class, kind: yes-no}, {id: area, kind: choices, options: [a, b, none]}]", id_="fria"),
}


def found(questions: str, triggers: str = "", **above: str) -> list[str]:
    """What lint says about a tree, as `code: message`; of texts and bases nothing, for tests leave them out."""
    findings = lint(tree(questions, triggers=triggers, **above), OTHERS, LAW)
    return [f"{finding.code}: {finding.message}" for finding in findings if finding.code not in LEFT_OUT]


def newest(ref: str) -> dict[str, Questionnaire]:
    """The shipped questionnaires that the tree of `ref` may name."""
    return {one.id: one for name in SHIPPED.refs if (one := SHIPPED.find_questionnaire(name)) and name != ref}


@pytest.mark.parametrize("path", sorted(BAD.glob("*/*.yaml")), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_bad_tree_has_one_finding_of_the_code_of_its_folder(path: Path) -> None:
    bad = read_questionnaire(path.name, path.read_text(encoding="utf-8"))
    assert [finding.code for finding in lint(bad, OTHERS, LAW)] == [path.parent.name]


@pytest.mark.parametrize("ref", SHIPPED.refs)
def test_a_shipped_questionnaire_has_no_findings(ref: str) -> None:
    path = shipped_folder("questionnaires") / f"{ref}.yaml"
    shipped_tree = read_questionnaire(path.name, path.read_text(encoding="utf-8"))
    assert [str(finding) for finding in lint(shipped_tree, newest(ref), SHIPPED.law)] == []


def test_a_finding_stands_at_its_question_and_says_what_to_do() -> None:
    questions = "[{id: goal, kind: text, help: {nl: Zo, en: So}, roles: [lawyr]}]"
    questionnaire = tree(questions)
    place = questionnaire.questions["goal"].place
    message = Phrase("tree-role", question="goal", role="lawyr")
    hint = Phrase("did-you-mean", word="lawyer")
    assert lint(questionnaire, {}, LAW) == (Finding(place, "unknown-role", message, hint),)
    assert str(message) == "`goal` is for `lawyr`, and there is no such role"
    assert place != Place("")


def test_findings_stand_in_the_order_of_the_file() -> None:
    findings = lint(tree("[{id: a, kind: text, covers: [x]}, {id: b, kind: text, roles: [x]}]"), {}, LAW)
    assert [finding.place for finding in findings] == sorted(finding.place for finding in findings)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("algorithm.area", "fria.area"),  # of another tree
        ("area", "fria.area"),
        ("algorithm.aera", "fria.area"),
        ("personal-dat", "algorithm.personal-data"),
        ("fria.personal", "algorithm.personal-data"),
        ("gaol", "goal"),
    ],
)
def test_a_name_that_is_not_there_suggests_the_question_of_that_id_in_another_tree(name: str, meant: str) -> None:
    questions = f"[{{id: goal, kind: text}}, {{id: next, kind: text, when: {name} answered}}]"
    unknown = [one for one in lint(tree(questions), OTHERS, LAW) if one.code == "unknown-question"]
    assert [one.hint for one in unknown] == [Phrase("did-you-mean", word=meant)]


def test_a_trigger_may_look_at_a_later_questionnaire() -> None:
    assert found("[{id: goal, kind: text}]", "[{id: t, when: fria.class = yes}]") == []


def test_a_condition_may_look_at_an_earlier_questionnaire() -> None:
    assert found("[{id: goal, kind: text, when: algorithm.personal-data = yes}]") == []


def test_beside_rows_an_unrepeated_answer_can_be_read() -> None:
    questions = """
    - {id: others, kind: rows, columns: {name: text}}
    - {id: type, kind: yes-no, repeat: others}
    - {id: data, kind: text, repeat: others, when: type = yes}
    """
    assert found(questions, "[{id: t, when: type = yes}, {id: u, when: type = yes, repeat: others}]") == []


def test_an_answer_per_value_can_be_read_where_its_value_is_known() -> None:
    questions = """
    - {id: rights, kind: choices, options: [privacy, equality, none]}
    - {id: core, kind: yes-no, repeat: rights}
    - {id: why, kind: text, repeat: rights, when: core = yes and key = privacy}
    """
    triggers = "[{id: t, when: any rights (core = yes)}, {id: u, when: core = yes, repeat: rights}]"
    assert found(questions, triggers) == []


def test_inside_a_range_names_are_those_of_the_tree_that_it_runs_over() -> None:
    assert found("[{id: goal, kind: text}]", "[{id: t, when: any fria.area (key = a and class = yes)}]") == []


def test_an_empty_text_column_can_be_told_from_a_full_one() -> None:
    risks = "[{id: risks, kind: rows, columns: {owner: text}}]"
    assert found(risks, "[{id: t, when: any risks (not owner answered)}]") == []


def test_a_legal_fact_and_today_stand_for_their_values() -> None:
    questions = "[{id: start, kind: date}, {id: months, kind: number}]"
    assert (
        found(questions, "[{id: t, when: start > law.ai-act-5 and start < as-of and months > law.ai-act-26-6}]") == []
    )


def test_a_duty_binds_from_a_legal_fact_a_date_or_never() -> None:
    froms = "[{when: a = x, date: law.ai-act-5}, {when: a = y, date: 2027-12-02}, {date: none}]"
    a = "[{id: a, kind: choice, options: [x, y, z]}]"
    assert found(a, f"[{{id: t, when: a answered, from: {froms}}}]") == []
    assert found(a, f"[{{id: t, when: 'a in (x, y)', from: {froms}}}]") == ["never-true: `t` can never come to `none`"]


def test_a_fault_above_several_questions_is_told_once() -> None:
    questions = "[{id: a, kind: yes-no}, {id: b, kind: yes-no, when: a = maybe}]"
    assert found(questions, section="x = yes") == [
        "unknown-question: in a condition above `a`, there is no question `x`",
        "unknown-value: in the condition of `b`, `a` is never `maybe`",
    ]


def test_a_misread_condition_is_not_called_impossible_too() -> None:
    questions = "[{id: a, kind: yes-no, when: x = yes}, {id: b, kind: yes-no, when: a = yes and a = no}]"
    assert found(questions, "[{id: t, when: a = yes and a = no}]") == [
        "unknown-question: in the condition of `a`, there is no question `x`"
    ]


def test_every_fault_of_a_condition_is_told() -> None:
    assert found("[{id: a, kind: choice, options: [x, y]}]", "[{id: t, when: a > x and b = yes and a = z}]") == [
        "type-mismatch: in a condition of `t`, `a` is a word, and `>` needs a number or a date",
        "unknown-question: in a condition of `t`, there is no question `b`",
        "unknown-value: in a condition of `t`, `a` is never `z`",
    ]


def test_conditions_that_read_each_other_end() -> None:
    questions = "[{id: a, kind: yes-no, when: b = yes}, {id: b, kind: yes-no, when: a = yes}]"
    assert found(questions, "[{id: t, when: b = yes}]") == [
        "forward-reference: in the condition of `a`, `b` is not asked yet"
    ]


def test_a_question_behind_one_that_never_appears_never_appears_either() -> None:
    questions = (
        "[{id: a, kind: yes-no}, {id: b, kind: yes-no, when: a = yes and a = no}, {id: c, kind: text, when: b = no}]"
    )
    assert [line.partition(" can")[0] for line in found(questions)] == ["never-true: `b`", "never-true: `c`"]
