"""The JSON Schema of an assessment: it takes what `iama` takes, and sees what a schema can see."""

import re
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from given import tree
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from strategies import random_answers

from iama.files.dossierfile import read_assessment
from iama.files.layout import write_assessment
from iama.files.shipped import SHIPPED
from iama.model.dossier import Assessment
from iama.model.questionnaire import Questionnaire
from iama.publish.schema import questionnaire_schema

CASES = Path(__file__).parent / "cases"
HEAD = "format: iama/1\nquestionnaire: iama-2.0\nlanguage: nl\nanswers:\n"
BEYOND = {  # what a schema cannot see
    "duplicate-key/row",
    "invalid-value/day-that-does-not-exist",
    "invalid-value/escaped-null",
    "invalid-value/escaped-terminal-code",
    "invalid-value/right-to-left-override",
    "invalid-value/ticked-and-unsure",
}


class Core(yaml.SafeLoader):
    """YAML as today's validators read it, by the core schema of YAML 1.2: `yes` and dates are text."""

    yaml_implicit_resolvers: dict[Any, Any] = {}  # noqa: RUF012  # as its base class has it


for tag, pattern, first in (
    ("null", "~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", "true|false", ["t", "f"]),
    ("int", "[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), first)


def data(text: str | bytes) -> Any:
    return yaml.load(text, Core)


def validator(ref: str) -> Draft202012Validator:
    return Draft202012Validator(questionnaire_schema(SHIPPED.resolve_questionnaire(ref)))


def fits(questionnaire: Questionnaire, answers: str) -> bool:
    return Draft202012Validator(questionnaire_schema(questionnaire)).is_valid(data(f"{HEAD}  {answers}\n"))


@pytest.mark.parametrize("ref", SHIPPED.refs)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_questionnaire_has_a_schema_that_is_one(ref: str, language: str) -> None:
    Draft202012Validator.check_schema(questionnaire_schema(SHIPPED.resolve_questionnaire(ref), language))


@pytest.mark.parametrize("path", sorted(CASES.glob("good/*.yaml")), ids=lambda path: path.stem)
def test_a_good_case_fits(path: Path) -> None:
    found = data(path.read_bytes())
    assert [error.message for error in validator(found["questionnaire"]).iter_errors(found)] == []


@pytest.mark.parametrize(
    "path",
    sorted(
        path
        for code in ("invalid-value", "missing-key", "unknown-key", "unknown-question")
        for path in CASES.glob(f"bad/{code}/*")
    ),
    ids=lambda path: f"{path.parent.name}/{path.stem}",
)
def test_a_bad_case_does_not_fit_unless_a_schema_cannot_see_it(path: Path) -> None:
    text = path.read_bytes()
    try:
        found = data(text)
    except yaml.YAMLError:
        return
    ref = "follow-up-1.0" if b"follow-up-1.0" in text else "algorithm-1.0"
    assert validator(ref).is_valid(found) == (f"{path.parent.name}/{path.stem}" in BEYOND)


TREES = [SHIPPED.resolve_questionnaire(ref) for ref in SHIPPED.refs]


@given(st.integers(0, 2**64))
def test_whatever_is_read_without_a_finding_fits(seed: int) -> None:
    random = Random(seed)
    found = random.choice(TREES)
    text = write_assessment(Assessment(found.ref, "nl", random_answers(found, random)), found)
    text = re.sub(r": (?:null|~)$", ": nil", text, flags=re.MULTILINE)  # the word that other readers take for nothing
    if not read_assessment("f.yaml", text, SHIPPED.find_questionnaire)[1]:
        errors = [error.message for error in validator(found.ref).iter_errors(data(text))]
        assert errors == []


REPEATED = tree(
    """
    - {id: rights, kind: choices, options: [privacy, speech, none], max: 1}
    - {id: importance, kind: choice, options: [core, "2"], repeat: rights}
    - {id: others, kind: rows, columns: {name!: text, number: [a, "1"]}}
    - {id: method, kind: text, repeat: others}
    - {id: notice, kind: notice}
    """
)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ("importance: {each: {privacy: {value: core}}}", True),
        ("importance: {each: {privacy: {value: 2}, speech: }}", True),
        ("importance: {each: {privcay: {value: core}}}", False),
        ("importance: {each: {privacy: {value: cor}}}", False),
        ("importance: {value: core}", False),
        ("method: {value: Regels, each: {abcdef: {value: Netwerk}}}", True),
        ("method: {each: {abc: {value: Netwerk}}}", False),
        ("others: {value: [{id: abcdef, name: x, number: 1}, {id: abcdeg, name: 3, number: }]}", True),
        ("others: {value: [{id: abcdef, name: , number: 1}]}", False),
        ("others: {value: [{id: abcdef, name: x, number: 2}]}", False),
        ("rights: {value: [privacy]}", True),
        ("rights: {value: [privacy, speech]}", False),
        ("rights: {value: [], unsure: [speech]}", True),
        ("rights: {status: unknown, value: }", True),
        ("rights: {status: unknown, value: [speech]}", False),
        ("rights: {status: withheld}", False),
        ("notice: {value: x}", False),
    ],
)
def test_repeats_rows_and_limits_are_seen(answers: str, expected: bool) -> None:
    assert fits(REPEATED, answers) is expected


def test_an_editor_can_show_the_question() -> None:
    goal = questionnaire_schema(SHIPPED.resolve_questionnaire("iama-2.0"), "nl")["properties"]["answers"]["properties"][
        "goal"
    ]
    assert (goal["title"], goal["description"]) == (
        "1.1.2",
        SHIPPED.resolve_questionnaire("iama-2.0").questions["goal"].text["nl"],
    )
