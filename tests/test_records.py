"""Answers as plain data under the keys of the files: they come back as they were, whatever they are (T48)."""

import json

import pytest
from decisions import small
from hypothesis import given as drawn
from strategies import answers

from iama.files.shipped import SHIPPED
from iama.model.canonical import canonical_bytes, canonical_digest
from iama.model.dossier import Answer, Assessment, Slot
from iama.model.records import answer_of, assessment_of, assessment_record
from iama.model.struct import replace

TREE = SHIPPED.resolve_questionnaire("iama-2.0")
GOAL = TREE.questions["goal"]


@drawn(answers(TREE))
def test_any_assessment_comes_back_from_canonical_json(slots: dict[Slot, Answer]) -> None:
    assessment = Assessment(TREE.ref, "nl", {slot: answer for slot, answer in slots.items() if not answer.empty})
    content = canonical_bytes(assessment_record(assessment))
    again = assessment_of(json.loads(content), TREE)
    assert again == assessment
    assert canonical_bytes(assessment_record(again)) == content


@drawn(answers(TREE), answers(TREE))
def test_two_assessments_have_one_digest_only_when_they_are_equal(
    one: dict[Slot, Answer], other: dict[Slot, Answer]
) -> None:
    first, second = (Assessment(TREE.ref, "nl", slots) for slots in (one, other))
    turned = replace(first, answers=dict(reversed(one.items())))
    assert canonical_digest(assessment_record(turned)) == canonical_digest(assessment_record(first))
    assert (canonical_digest(assessment_record(first)) == canonical_digest(assessment_record(second))) is (
        first == second
    )


def test_what_a_tree_does_not_ask_is_refused() -> None:
    record = {"language": "nl", "answers": {"gaol": {"value": "x"}}}
    with pytest.raises(ValueError, match="has no question `gaol`"):
        assessment_of(record, TREE)
    with pytest.raises(ValueError, match="unknown key `valeu`"):
        answer_of({"valeu": "x"}, GOAL)
    with pytest.raises(ValueError, match="none of the options"):
        answer_of({"value": "perhaps"}, TREE.questions["prohibited"])
    with pytest.raises(ValueError, match="`withheld` is no status"):  # a word of public dossiers alone
        answer_of({"status": "withheld"}, GOAL)
    with pytest.raises(ValueError, match="a column that the question lacks"):
        answer_of({"value": [{"id": "rowaaa", "colour": "red"}]}, TREE.questions["actions-why"])


def test_cells_come_back_in_the_order_of_the_columns() -> None:
    row = {"id": "rowaaa", "blocking": "yes", "due": "2027-01-01", "owner": "lawyer", "text": "Ask"}
    assert list(answer_of({"value": [row]}, TREE.questions["actions-why"]).rows[0].cells) == [
        "text",
        "owner",
        "due",
        "blocking",
    ]


def test_the_small_dossier_of_the_tests_holds_every_key_of_an_answer() -> None:
    record = assessment_record(small().assessments["iama-2.0"])["answers"]
    assert {"note", "note-internal", "dissent", "by", "date", "sources", "carried", "stamp"} <= record["goal"].keys()
    assert {"status", "reason", "follow"} <= record["remark"].keys()
