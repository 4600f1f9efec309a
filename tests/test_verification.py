"""What changed after approval: every value, key and id that is covered (T45), nothing else."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
from decisions import KNOWN, TREES, Decided, chain, codes, decide, doubts, small, written
from given import AS_OF, given

from iama.audit.chain import breaks
from iama.audit.doubt import Doubt
from iama.audit.verification import Seal, changes_since_approval, verify_decisions
from iama.files.approvalfile import read_approvals
from iama.model.canonical import canonical_bytes
from iama.model.dossier import OPEN, Answer, Assessment, Dossier
from iama.model.questionnaire import Questionnaire
from iama.model.records import assessment_of, assessment_record
from iama.model.struct import replace
from iama.words import message_text

GO = chain("go")
CHAIN = chain("go", "conditions", "no-go")
BY_REF = {tree.ref: tree for tree in TREES}
REFUSED = (ValueError, TypeError, KeyError)  # a file that says so cannot be read: verify tells that


def mutants(value: Any) -> Iterator[Any]:
    """Yield copies of plain data in which one value, key or id is another, is gone, or came extra."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield {name: one for name, one in value.items() if name != key}
            yield {f"{name}x" if name == key else name: one for name, one in value.items()}
            yield from ({**value, key: mutant} for mutant in mutants(inner))
        yield {**value, "extra": "x"}
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield value[:place] + value[place + 1 :]
            yield from ([*value[:place], mutant, *value[place + 1 :]] for mutant in mutants(inner))
        yield [*value, "x"]
        if len(value) > 1:
            yield value[::-1]
    elif isinstance(value, str):
        yield from (f"{value}x", value[:-1], "")


def read(record: Any, tree: Questionnaire) -> Assessment | None:
    try:
        return assessment_of(record, tree)
    except REFUSED:
        return None


def now(ref: str, *slot: str, answer: Answer) -> Dossier:
    """Return the approved dossier with one answer changed since."""
    assessment = GO.dossier.assessments[ref].with_answer(slot[0], slot[1] if slot[1:] else None, answer)
    return GO.dossier.with_assessment(assessment)


@pytest.mark.parametrize("ref", ["iama-2.0", "algorithm-1.0"])
def test_every_mutation_of_covered_content_is_noticed(ref: str, counted: Callable[..., None]) -> None:
    assessment = GO.dossier.assessments[ref]
    record = assessment_record(assessment)
    (approval,) = GO.dossier.approvals
    bound, document = GO.kept.snapshot(approval), GO.kept.snapshot_document(approval)
    assert document.is_unchanged_in(GO.dossier)
    missed, tried = [], 0
    for mutant in mutants(deepcopy(record)):
        edited = read(mutant, BY_REF[ref])
        if edited is None or edited == assessment:  # an empty text is an absent one
            continue
        tried += 1
        now = GO.dossier.with_assessment(edited)
        if document.is_unchanged_in(now) or "changed-after-approval" not in codes(
            list(changes_since_approval(approval, bound, now))
        ):
            missed.append(mutant)
    counted(changes=tried, missed=len(missed))
    assert missed == []
    assert tried > (100 if ref == "iama-2.0" else 5)


def test_every_mutation_of_the_chain_is_noticed(counted: Callable[..., None]) -> None:
    entries = CHAIN.dossier.approvals
    text = written(entries)
    assert read_approvals("approvals.yaml", text) == (entries, ())
    lines = text.splitlines()
    missed, tried = [], 0
    for place, line in enumerate(lines):
        key, colon, rest = line.partition(": ")
        for mutant in (f"{key}x{colon}{rest}", f"{key}{colon}{rest[:-2]}0{rest[-1:]}", f"{line}0", None):
            edited_lines = [*lines[:place], *([] if mutant is None else [mutant]), *lines[place + 1 :]]
            read_again, findings = read_approvals("approvals.yaml", "\n".join(edited_lines))
            if findings or read_again == entries:
                continue
            tried += 1
            edited = CHAIN.with_(*read_again)
            if not any(breaks(edited.kept, AS_OF)) and not doubts(edited):
                missed.append((line, mutant))
    counted(changes=tried, missed=len(missed))
    assert missed == []


def test_a_changed_question_is_named_and_its_answer_is_not_quoted() -> None:
    (doubt,) = doubts(GO, now("iama-2.0", "goal", answer=Answer(value="Find secrets")))
    assert str(doubt.message) == "question 1.1 `goal` “goal?” changed since approval 1"
    assert message_text(doubt.message, "nl") == "vraag 1.1 `goal` “goal?” is veranderd sinds besluit 1"
    assert message_text(doubt.hint, "nl").startswith("zet het terug zoals het was")
    assert (doubt.assessment, doubt.question, doubt.file) == ("iama-2.0", "goal", "iama-2.0.yaml")
    assert "Find" not in repr(doubt)


def test_an_answer_of_one_instance_is_named_with_it() -> None:
    (doubt,) = doubts(GO, now("iama-2.0", "weight", "privacy", answer=Answer(value="edge")))
    assert doubt.question == "weight[privacy]"


def test_another_assessment_may_change_where_nothing_rests_on_it() -> None:
    assert doubts(GO, now("fria-1.0", "other", answer=Answer(value="Something else"))) == []
    assert codes(doubts(GO, now("fria-1.0", "harm", answer=Answer(value="yes")))) == ["changed-after-approval"]


def test_an_adopted_answer_breaks_the_approval_of_the_one_that_adopts() -> None:
    fria = decide(Decided(small(), {}), "go", "fria-1.0")
    edited = fria.dossier.assessments["iama-2.0"].with_answer("process", None, Answer(value="By machine"))
    (doubt,) = doubts(fria, fria.dossier.with_assessment(edited))
    assert (doubt.assessment, doubt.question) == ("iama-2.0", "process")


def test_changes_of_follow_up_are_notes() -> None:
    found = doubts(GO, now("follow-up-1.0", "phase", answer=Answer(value="in-use")))
    assert [(str(one.level), one.code, one.question) for one in found] == [("note", "follow-up-changed", "phase")]


def test_an_assessment_that_is_gone_or_speaks_another_language_is_named() -> None:
    held = {ref: one for ref, one in GO.dossier.assessments.items() if ref != "iama-2.0"}
    assert messages(doubts(GO, replace(GO.dossier, assessments=held))) == ["iama-2.0 is gone since approval 1"]
    english = replace(GO.dossier.assessments["iama-2.0"], language="en")
    found = doubts(GO, GO.dossier.with_assessment(english))
    assert messages(found) == ["the language of iama-2.0 changed since approval 1"]


def messages(found: list[Doubt]) -> list[str]:
    return [str(doubt.message) for doubt in found]


def test_only_the_last_decision_about_an_assessment_is_compared() -> None:
    edited = GO.dossier.assessments["iama-2.0"].with_answer("remark", None, Answer(value="New"))
    later = decide(replace(GO, dossier=GO.dossier.with_assessment(edited)), "go")
    assert doubts(later) == []


def test_after_a_no_go_the_team_may_improve_its_answers() -> None:
    stopped = decide(GO, "no-go")
    edited = stopped.dossier.assessments["iama-2.0"].with_answer("goal", None, OPEN)
    assert doubts(stopped, stopped.dossier.with_assessment(edited)) == []


def test_names_can_be_erased() -> None:
    assert doubts(GO, replace(GO.dossier, people={})) == []
    assert all(b"Ada" not in content for content in GO.files.values())


def test_the_order_of_answers_in_a_file_does_not_count() -> None:
    tree = BY_REF["algorithm-1.0"]
    turned = given(tree, "reach: {value: wide}\nname: {value: Scan}")
    assert doubts(GO, GO.dossier.with_assessment(turned)) == []


def test_what_is_withheld_since_is_told_and_breaks_nothing() -> None:
    row = "{id: whdaaa, assessment: iama-2.0, question: goal, ground: woo-5.1.2.d, reason: Safety, by: lawyer}"
    later = given(BY_REF["follow-up-1.0"], f"phase: {{value: development}}\nwithheld: {{value: [{row}]}}")
    found = doubts(GO, GO.dossier.with_assessment(later))
    assert {str(one.level) for one in found} == {"note"}
    assert "the public edition of approval 1 leaves out more by now (rows added: 1)" in messages(found)


def test_the_salt_makes_equal_answers_unequal_digests() -> None:
    other = decide(Decided(small(), {}), salt="f" * 32).dossier.approvals[0]
    same = decide(Decided(small(), {})).dossier.approvals[0]
    again = decide(Decided(small(), {})).dossier.approvals[0]
    assert same == again
    assert other.snapshot != same.snapshot
    assert other.pages == same.pages  # what anybody sees holds no salt


def test_records_of_assessments_come_back_as_they_were() -> None:
    for ref, assessment in small().assessments.items():
        record = assessment_record(assessment)
        assert assessment_of(record, BY_REF[ref]) == assessment
        assert canonical_bytes(assessment_record(assessment_of(record, BY_REF[ref]))) == canonical_bytes(record)


def test_a_questionnaire_that_was_revised_since_is_a_note() -> None:
    newer = {one.ref: replace(one, revision=one.revision + 1, digest="new") for one in TREES}
    found = list(
        verify_decisions(GO.kept, GO.dossier, lambda _: (Seal.VALID, ""), AS_OF, replace(KNOWN, asked=newer.get))
    )
    assert [(one.code, str(one.level), one.assessment) for one in found] == [
        ("questionnaire-revised", "note", ref) for ref in ("algorithm-1.0", "iama-2.0", "fria-1.0")
    ]
    assert str(found[1].message) == (
        "approval 1: iama-2.0 was assessed with revision 1; this version of iama has revision 2"
    )
    assert (
        doubts(GO)
        == list(
            verify_decisions(GO.kept, GO.dossier, lambda _: (Seal.VALID, ""), AS_OF, replace(KNOWN, asked=BY_REF.get))
        )
        == []
    )
