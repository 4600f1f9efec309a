"""Which letters of Article 27(1) changed since the FRIA was approved: what its trigger `fria-outdated` rests on."""

import pytest
from decisions import FRIA, TREES, Decided, decide, small
from given import AS_OF, NO_LAW

from iama.assess.approved import NO_APPROVAL
from iama.assess.evaluation import evaluate
from iama.model.conditions import Value
from iama.model.dossier import Answer, Dossier, State
from iama.model.struct import replace

APPROVED = decide(Decided(small(), {}), "go", FRIA.ref).dossier


def changed(dossier: Dossier) -> Value:
    return evaluate(dossier, TREES, NO_LAW, AS_OF).facts["fria-changed"]


def now(ref: str, question: str, answer: Answer) -> Dossier:
    return APPROVED.with_assessment(APPROVED.assessments[ref].with_answer(question, None, answer))


def test_it_is_unknown_until_a_fria_is_approved() -> None:
    assert changed(small()) == Value(None, (NO_APPROVAL,))
    assert changed(decide(Decided(small(), {}), "go", "iama-2.0").dossier).words is None


def test_a_no_go_takes_the_approval_away() -> None:
    assert changed(decide(Decided(APPROVED, {}), "no-go", FRIA.ref).dossier).words is None


def test_none_changed_right_after_approval() -> None:
    assert changed(APPROVED).words == ("none",)


@pytest.mark.parametrize(
    ("ref", "question", "answer", "letters"),
    [
        ("fria-1.0", "harm", Answer(value="yes"), ("d",)),
        ("fria-1.0", "harm", Answer(status=State.UNKNOWN), ("d",)),
        ("fria-1.0", "why", Answer(value="In our own words"), ("a",)),
        ("iama-2.0", "process", Answer(value="By machine"), ("a",)),  # which `why` adopts
        ("fria-1.0", "other", Answer(value="It serves no letter"), ("none",)),
        ("fria-1.0", "harm", Answer(value="no", note="A thought", by=("lawyer",), date="2026-11-23"), ("none",)),
    ],
)
def test_an_element_changes_when_what_it_says_does(
    ref: str, question: str, answer: Answer, letters: tuple[str, ...]
) -> None:
    assert changed(now(ref, question, answer)).words == letters


def test_of_a_withheld_answer_nobody_can_say_whether_it_changed() -> None:
    found = changed(now("fria-1.0", "harm", Answer(status=State.WITHHELD)))
    assert (found.words, found.unsure) == ((), frozenset({"d", "none"}))


def test_the_digests_of_letters_hold_no_person() -> None:
    (entry,) = APPROVED.approvals
    assert set(entry.letters) == {"a", "d"}
    assert changed(replace(APPROVED, people={})).words == ("none",)
