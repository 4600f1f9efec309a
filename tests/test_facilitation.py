"""Claims about what helps whoever leads a meeting: what stands in its files, and what is wrong with one."""

import json
import re
from typing import Any

import pytest
from given import both, legal, tree

from iama.files.facilitationfile import read_facilitation
from iama.files.shipped import SHIPPED
from iama.lint.facilitation import lint_facilitation
from iama.model.facilitation import Facilitation
from iama.model.problems import UnusableFile
from iama.model.questionnaire import Kind
from iama.words import FULL, Words

REFS = ("iama-2.0", "iama-1.0", "fria-1.0", "huderia-1.0")
TREE = tree(
    """
    - {id: goal, kind: text}
    - {id: kind, kind: choice, options: [learned, rules]}
    - {id: told, kind: notice}
    - {id: spare, kind: text, required: "false"}
    """
)
PROBING = {"probes": [both("Who says so?")], "weak": both("Everybody.")}
OTHER = read_facilitation(
    "other.yaml",
    json.dumps({"format": "iama-facilitation/1", "questionnaire": "iama-2.0", "questions": {"goal": PROBING}}),
    TREE,
    lambda _: Facilitation(),
)


def read(**top: Any) -> Facilitation:
    spelled = {"format": "iama-facilitation/1", "questionnaire": "iama-2.0", "questions": {"goal": PROBING}} | top
    return read_facilitation(
        "help.yaml", json.dumps(spelled), TREE, lambda ref: OTHER if ref == "iama-2.0" else Facilitation()
    )


def wrong(**top: Any) -> str:
    with pytest.raises(UnusableFile) as found:
        read(**top)
    return str(found.value)


def test_a_question_says_how_to_keep_asking_or_where_that_is_said() -> None:
    helps = read(questions={"goal": PROBING, "kind": {"same-as": "iama-2.0/goal"}})
    assert helps.probing["kind"] == helps.probing["goal"]
    assert helps.probing["goal"].weak == both("Everybody.")


@pytest.mark.parametrize(
    ("top", "code"),
    [
        ({"questions": {"gaol": PROBING}}, "unknown-question"),
        ({"questions": {"told": PROBING}}, "unknown-question"),
        ({"questions": {"goal": {"same-as": "iama-2.0/nothing"}}}, "unknown-question"),
        ({"questions": {"goal": PROBING | {"probes": []}}}, "invalid-value"),
        ({"questions": {"goal": PROBING | {"probes": [both("x")] * 4}}}, "invalid-value"),
        ({"questions": {"goal": PROBING | {"weak": {"nl": "x"}}}}, "missing-key"),
        ({"weights": [{"id": "a", "points": "1", "why": both("x"), "questions": ["gaol"]}]}, "unknown-question"),
        (
            {"weights": [{"id": "a", "points": "1", "why": both("x"), "questions": ["goal"], "when": "kind ="}]},
            "invalid-condition",
        ),
        ({"expects": [{"question": "kind", "answer": "guessed"}]}, "unknown-value"),
        ({"stand-ins": {"boss": {"who": both("x"), "check": both("x")}}}, "unknown-question"),
        ({"questionnaire": "fria-1.0"}, "invalid-value"),
    ],
)
def test_every_mistake_in_a_file_is_a_finding(top: dict[str, Any], code: str) -> None:
    assert f"[{code}]" in wrong(**top)


def test_a_required_question_without_help_a_role_without_stand_in_and_a_strange_name_are_findings() -> None:
    reading = [{"meetings": ["1"], "text": both("x"), "when": "knid = learned"}]
    found = lint_facilitation(read(reading=reading), TREE, {}, legal())
    assert [(finding.code, "spare" in str(finding.message)) for finding in found] == [
        ("missing-text", False),  # how to keep asking at `kind`
        *[("missing-text", False)] * 3,  # who stands in for each role
        ("unknown-question", False),
    ]
    assert "`kind`" in str(found[0].message)
    assert "`knid`" in str(found[-1].message)


@pytest.mark.parametrize("ref", REFS)
def test_what_is_shipped_helps_at_every_question_and_names_nothing_strange(ref: str) -> None:
    tree_ = SHIPPED.trees[ref]
    others = {one.id: one for one in SHIPPED.held_trees(SHIPPED.newest_refs.values()) if one.id != tree_.id}
    helps = SHIPPED.facilitation(ref)
    assert lint_facilitation(helps, tree_, others, SHIPPED.law) == ()
    assert {id_ for id_, one in tree_.questions.items() if one.kind is not Kind.NOTICE} == set(helps.probing)
    assert all(weight.points > 0 and weight.questions for weight in helps.weights)


def spoken(ref: str) -> list[Words]:
    helps = SHIPPED.facilitation(ref)
    probing = [words for one in helps.probing.values() for words in (*one.probes, one.weak)]
    stand_ins = [words for one in helps.stand_ins.values() for words in (one.who, one.check)]
    return [*probing, *stand_ins, *(one.why for one in helps.weights), *(one.words for one in helps.reading)]


@pytest.mark.parametrize("ref", REFS)
def test_nobody_is_asked_to_explain_without_saying_what_and_sentences_are_short(ref: str) -> None:
    empty = re.compile(
        r"toelicht|licht .*toe\b|kun je .*uitleggen\?|can you (?:explain|elaborate)|tell us more", re.IGNORECASE
    )
    long = [
        sentence
        for words in spoken(ref)
        for language in FULL
        for sentence in re.split(r"(?<=[.?!:])\s", words[language])
        if len(sentence.split()) > 22 or empty.search(sentence)
    ]
    assert long == []


@pytest.mark.parametrize("ref", REFS)
def test_a_probe_is_a_question_or_a_task_and_no_two_questions_share_one_by_accident(ref: str) -> None:
    helps = SHIPPED.facilitation(ref)
    probes = [
        words[language]
        for one in {id(one): one for one in helps.probing.values()}.values()
        for words in one.probes
        for language in FULL
    ]
    assert [probe for probe in probes if not probe.endswith((".", "?"))] == []
    assert len(probes) == len(set(probes))


def test_a_questionnaire_without_meetings_has_no_help() -> None:
    assert SHIPPED.facilitation("algorithm-1.0") == Facilitation()
