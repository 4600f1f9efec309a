"""Claims about the record of what official inputs ask, and about our texts held against it."""

import json
import re
from typing import Any

import pytest
from commands import iama, refused
from given import both, tree

from iama.files.fidelityfile import FORMAT, read_fidelity
from iama.files.shipped import SHIPPED
from iama.lint.fidelity import lint_fidelity
from iama.model.fidelity import Fidelity, lost_norms
from iama.model.problems import UnusableFile
from iama.model.questionnaire import Kind
from iama.model.succession import How

COUNTS = {"iama-2.0": 87, "iama-1.0": 57}
MARKED = "1.1.2 3.1.1 3.1.3 3.2.1 3.2.2 3.4.1 3.4.2 3.5.1 3.5.2".split()  # `in_fria` in the form of the ministry
TREE = tree(
    """
    - id: data
      number: "1"
      kind: text
      official: true
      text: {nl: "Genoeg?", en: "Sufficient?"}
      help: {nl: "Leg uit", en: "Explain"}
    - {id: ours, kind: text}
    """
)
INPUT = {
    "question": "data", "about": ["data"], "parties": ["staff"], "phase": "use",
    "norm": [{"official": "voldoende", "nl": ["genoeg"], "en": ["enough", "sufficient"]}],
}  # fmt: skip


def read(*inputs: dict[str, Any]) -> Fidelity:
    spelled = {
        "format": FORMAT,
        "questionnaire": "iama-2.0",
        "official": {"title": "T", "url": "https://example.org", "read": "2026-11-30"},
        "explanation": "https://example.org",
        "ours": both("The help"),
        "subjects": {"data": both("data")},
        "parties": {"staff": both("staff")},
        "phases": {"use": both("use")},
        "inputs": list(inputs),
    }
    return read_fidelity("record.yaml", json.dumps(spelled), TREE)


def shipped(ref: str) -> Fidelity:
    record = SHIPPED.fidelity(ref)
    assert record is not None
    return record


@pytest.mark.parametrize(("ref", "count"), COUNTS.items())
def test_every_official_input_is_recorded_with_norm_scope_and_link(ref: str, count: int) -> None:
    record = shipped(ref)
    questions = SHIPPED.resolve_questionnaire(ref).questions
    assert list(record.inputs) == [i for i, one in questions.items() if one.official and one.kind is not Kind.NOTICE]
    assert len(record.inputs) == count
    assert [i for i, one in record.inputs.items() if not (one.norms and one.about and one.parties and one.phase)] == []
    links = [record.explanation, record.official["url"], *(one.explanation for one in record.inputs.values())]
    assert all(re.fullmatch(r"https://\S+", link) for link in links if link) and links[0]


@pytest.mark.parametrize("ref", COUNTS)
def test_no_text_of_ours_lost_a_norm_in_either_language(ref: str) -> None:
    lost = lost_norms(shipped(ref), SHIPPED.resolve_questionnaire(ref))
    assert [(one.question, norm.official, language) for one, norm, language in lost] == []


def test_the_official_marks_of_article_27_are_nine() -> None:
    questions = SHIPPED.resolve_questionnaire("iama-2.0").questions
    assert [questions[i].number for i in questions if i in shipped("iama-2.0").marked] == MARKED
    assert [i for i in shipped("iama-2.0").marked if not questions[i].covers] == []
    assert not shipped("iama-1.0").marked


def test_what_is_carried_as_the_same_question_has_the_same_norm() -> None:
    table = SHIPPED.succession("iama-1.0", "iama-2.0")
    assert table is not None
    for step in (step for step in table.steps if step.how is How.SAME):
        old, new = shipped("iama-1.0").inputs[step.source or ""], shipped("iama-2.0").inputs[step.targets[0]]
        assert {norm.official for norm in old.norms} == {norm.official for norm in new.norms}


def test_a_norm_that_no_form_says_is_a_finding_with_its_place() -> None:
    assert lint_fidelity(read(INPUT), TREE) == ()
    lost = {**INPUT, "norm": [{"official": "voldoende", "nl": ["ruim"], "en": ["sufficient"]}]}
    (found,) = lint_fidelity(read(lost), TREE)
    assert (found.code, found.place.path) == ("missing-text", "record.yaml")
    assert "voldoende" in found.text_in("en") and "ruim" in found.text_in("en")


def test_what_the_official_help_says_may_stand_in_our_help() -> None:
    norm = {"official": "leg uit", "nl": ["leg uit"], "en": ["explain"]}
    assert len(lint_fidelity(read({**INPUT, "norm": [norm]}), TREE)) == 2
    assert lint_fidelity(read({**INPUT, "norm": [norm | {"in": "help"}]}), TREE) == ()


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ([], "data"),
        ([INPUT, INPUT], "twice"),
        ([INPUT, {**INPUT, "question": "ours"}], "no official question"),
        ([{**INPUT, "question": "dat"}], "did you mean `data`"),
        ([{**INPUT, "parties": ["stafff"]}], "did you mean `staff`"),
    ],
)
def test_a_record_that_does_not_fit_its_tree_is_refused(inputs: list[dict[str, Any]], said: str) -> None:
    with pytest.raises(UnusableFile) as found:
        read(*inputs)
    assert said in str(found.value)


def test_the_record_is_shown_in_both_languages_and_as_json(tmp_path: Any) -> None:
    dutch = iama(tmp_path, "questionnaire", "show", "--fidelity", "iama-2.0", "--lang", "nl").out
    assert "2.5.2" in dutch and "voldoende (genoeg)" in dutch and "met het officiële teken" in dutch
    english = iama(tmp_path, "questionnaire", "show", "--fidelity", "iama-1.0", "--lang", "en").out
    assert "richtsnoeren (guidelines)" in english
    told = iama(tmp_path, "questionnaire", "show", "--fidelity", "iama-2.0", "--json").json
    assert (told["iama_fidelity"], len(told["inputs"])) == (1, 87)
    goal = next(one for one in told["inputs"] if one["id"] == "goal")
    assert goal["article_27"] == {"official": True, "ours": ["27(1)(a)"]}
    assert "not recorded for fria-1.0" in refused(tmp_path, "questionnaire", "show", "--fidelity", "fria-1.0")
