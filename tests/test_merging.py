"""Two branches of an assessment merge by question; nothing that either side wrote is lost."""

import pytest
from given import given, tree

from iama.audit.merging import merge_assessments, with_markers
from iama.model.dossier import Assessment

TREE = tree(
    """
    - {id: goal, kind: text}
    - {id: legal, kind: yes-no}
    - {id: steps, kind: rows, columns: {text: text, owner: text}}
    """
)
STEPS = "steps: {value: [{id: aaaaaa, text: Test}]}"


def merged(base: str, ours: str, theirs: str) -> tuple[Assessment, list[str]]:
    """Return the merge of three spelled assessments, and the questions that clash."""
    found = merge_assessments(*(given(TREE, one) for one in (base, ours, theirs)))
    return found.ours, [question for question, _ in found.clashes]


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        ("", "goal: {value: A}", "legal: {value: yes}", "goal: {value: A}\nlegal: {value: yes}"),
        ("goal: {value: A}", "goal: {value: B}", "goal: {value: A}", "goal: {value: B}"),
        ("goal: {value: A}", "goal: {value: A}", "", ""),
        ("", "goal: {value: A}", "goal: {value: A}", "goal: {value: A}"),
        (
            "goal: {value: A}",
            "goal: {value: B, by: [lawyer], date: 2026-11-01}",
            "goal: {value: A, note: N, by: [ethicist], date: 2026-11-02}",
            "goal: {value: B, note: N, by: [lawyer, ethicist], date: 2026-11-02}",
        ),
        (
            "goal: {value: A}",
            "goal: {value: A, dissent: [{by: lawyer, text: X}]}",
            "goal: {value: A, dissent: [{by: ethicist, text: Y}]}",
            "goal: {value: A, dissent: [{by: lawyer, text: X}, {by: ethicist, text: Y}]}",
        ),
        (
            STEPS,
            "steps: {value: [{id: aaaaaa, text: Test, owner: us}, {id: bbbbbb, text: Ours}]}",
            "steps: {value: [{id: aaaaaa, text: Test it}, {id: cccccc, text: Theirs}]}",
            "steps: {value: [{id: aaaaaa, text: Test it, owner: us}, {id: bbbbbb, text: Ours}, "
            "{id: cccccc, text: Theirs}]}",
        ),
        (STEPS, "", STEPS, ""),
    ],
    ids=["other questions", "one side", "taken away", "the same twice", "value and note", "dissent", "rows", "no rows"],
)
def test_what_does_not_contradict_is_merged(base: str, ours: str, theirs: str, expected: str) -> None:
    assert merged(base, ours, theirs) == (given(TREE, expected), [])
    swapped, clashes = merged(base, theirs, ours)
    assert clashes == [] and swapped.answers.keys() == given(TREE, expected).answers.keys()


@pytest.mark.parametrize(
    ("base", "ours", "theirs"),
    [
        ("goal: {value: A}", "goal: {value: B}", "goal: {value: C}"),
        ("goal: {value: A}", "goal: {value: B}", ""),
        ("goal: {value: A}", "goal: {value: B}", "goal: {status: unknown}"),
        ("goal: {value: A, note: N}", "goal: {value: A, note: O}", "goal: {value: A, note: P}"),
        (STEPS, "steps: {value: [{id: aaaaaa, text: X}]}", "steps: {value: [{id: aaaaaa, text: Y}]}"),
        (STEPS, "steps: {value: [{id: bbbbbb, text: X}]}", "steps: {value: [{id: aaaaaa, text: Y}]}"),
        ("goal: {value: A}", "goal: {value: A, note: N}", ""),
        ("goal: {value: A, note: N}", "goal: {value: A, note: O}", "goal: {note: N}"),
        (STEPS, f"{STEPS[:-2]}, {{id: bbbbbb, text: New}}]}}", ""),
    ],
    ids=[
        *("value", "changed or emptied", "value or status", "note", "cell", "row taken away or changed"),
        *("a note or emptied", "a note or the value taken away", "a row more or emptied"),
    ],
)
def test_what_contradicts_is_named_and_keeps_both_sides(base: str, ours: str, theirs: str) -> None:
    question = "steps" if base == STEPS else "goal"
    found = merge_assessments(*(given(TREE, one) for one in (base, ours, theirs)))
    assert [slot for slot, _ in found.clashes] == [question]
    assert found.ours.answer_to(question) == given(TREE, ours).answer_to(question)
    assert found.theirs.answer_to(question) == given(TREE, theirs).answer_to(question)


def test_the_markers_stand_around_what_differs_only() -> None:
    text = with_markers("a\nb\nc\n", "a\nx\nc\n")
    assert text == "a\n<<<<<<< ours\nb\n=======\nx\n>>>>>>> theirs\nc\n"
