"""What differs between two states of a dossier is told question by question, with what follows from it."""

from typing import Any

import pytest
from given import AS_OF, NO_LAW, given, tree

from iama.assess.evaluation import evaluate
from iama.audit.comparison import Side, compare_sides
from iama.audit.differences import diff_document
from iama.model.dossier import Dossier
from iama.model.questionnaire import Questionnaire
from iama.terminal.comparison import diff_text

IAMA = tree(
    """
    - {id: goal, kind: text, number: "1.1"}
    - {id: legal, kind: yes-no, number: "1.2"}
    - {id: which, kind: text, number: "1.3", when: legal = yes}
    - {id: steps, kind: rows, columns: {text: text, state: [open, done]}}
    """,
    triggers="[{id: no-basis, when: legal = no}]",
)
FOLLOW_UP = tree("[{id: phase, kind: choice, options: [development, in-use]}]", id_="follow-up", version="1.0")
LONG = "The first sentence says what the goal is. The second one says for whom. The third one says why."


def side(name: str, iama: str, follow_up: str = "", asked: Questionnaire = IAMA) -> Side:
    trees = {asked.ref: asked, FOLLOW_UP.ref: FOLLOW_UP}
    assessments = {asked.ref: given(asked, iama), FOLLOW_UP.ref: given(FOLLOW_UP, follow_up)}
    dossier = Dossier("hulp", assessments)
    return Side(name, dossier, trees, evaluate(dossier, trees.values(), NO_LAW, AS_OF))


def told(before: Side, after: Side) -> Any:
    return diff_document(compare_sides(before, after), before, after, NO_LAW, "en")


def fields(before: str, after: str) -> list[tuple[str, str, str]]:
    """Return the fields that differ in the only answer that does."""
    (change,) = told(side("a", before), side("b", after))["answers"]
    return [(one["field"], one["before"], one["after"]) for one in change["fields"]]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("goal: {value: A}", "goal: {value: B}", [("value", "A", "B")]),
        ("legal: {value: yes}", "legal: {value: no}", [("value", "Yes", "No")]),
        ("", "goal: {status: unknown}", [("status", "", "not known yet")]),
        ("goal: {value: A}", "goal: {value: A, note: N}", [("note", "", "N")]),
        ("goal: {value: A}", "goal: {value: A, note-internal: N}", [("note-internal", "", "N")]),
        ("goal: {value: A}", "goal: {value: A, dissent: [{by: lawyer, text: No}]}", [("dissent", "", "lawyer: No")]),
        (
            "goal: {value: A, date: 2026-11-01, by: [lawyer]}",
            "goal: {value: B, date: 2026-11-02, by: [ethicist]}",
            [("value", "A", "B")],
        ),
        (
            "goal: {value: A, date: 2026-11-01}",
            "goal: {value: A, date: 2026-11-02}",
            [("date", "2026-11-01", "2026-11-02")],
        ),
        (
            "steps: {value: [{id: aaaaaa, text: X, state: open}]}",
            "steps: {value: [{id: aaaaaa, text: X, state: done}, {id: bbbbbb, text: Y}]}",
            [("value", "open", "done"), ("value", "", "Y")],
        ),
    ],
    ids=["text", "choice", "status", "note", "internal note", "dissent", "who and when go along", "only when", "rows"],
)
def test_a_change_is_told_by_field(before: str, after: str, expected: list[tuple[str, str, str]]) -> None:
    assert fields(before, after) == expected


def test_nothing_differs_between_equal_states() -> None:
    one = side("a", "goal: {value: A}")
    assert not compare_sides(one, side("b", "goal: {value: A}"))
    assert diff_text(told(one, side("b", "goal: {value: A}"))) == "From a to b\nNo difference."


def test_what_follows_from_a_change_is_told() -> None:
    document = told(side("a", "legal: {value: yes}\nwhich: {value: Act}"), side("b", "legal: {value: no}"))
    assert [(one["id"], one["before"]["verdict"], one["after"]["verdict"]) for one in document["verdicts"]] == [
        ("no-basis", "clear", "fired")
    ]
    assert [one["number"] for one in document["vanished"]] == ["1.3"]
    assert [(one["number"], one["change"]) for one in document["answers"]] == [("1.2", "changed"), ("1.3", "emptied")]


def test_follow_up_is_told_apart() -> None:
    document = told(side("a", "", "phase: {value: development}"), side("b", "", "phase: {value: in-use}"))
    assert (document["answers"], [one["question"] for one in document["follow_up"]]) == ([], ["phase"])


def test_another_revision_and_another_assessment_are_told() -> None:
    other = tree("[{id: goal, kind: text}]")
    document = told(side("a", ""), side("b", "", asked=other))
    assert [one["ref"] for one in document["revised"]] == ["iama-2.0"]
    alone = side("b", "")
    left = Side("a", Dossier("hulp"), {}, evaluate(Dossier("hulp"), [], NO_LAW, AS_OF))
    assert (told(left, alone)["added"], told(alone, left)["dropped"]) == ([IAMA.ref, FOLLOW_UP.ref],) * 2


def test_a_long_text_is_told_sentence_by_sentence() -> None:
    after = LONG.replace("for whom", "for which people")
    lines = diff_text(told(side("a", f"goal: {{value: {LONG}}}"), side("b", f"goal: {{value: {after}}}"))).splitlines()
    assert [line.strip() for line in lines if line.startswith("      ")] == [
        "− The second one says for whom.",
        "+ The second one says for which people.",
    ]


def test_control_characters_of_an_answer_are_shown_and_never_obeyed() -> None:
    document = told(side("a", ""), side("b", "goal: {value: A}"))
    document["answers"][0]["fields"][0]["after"] = "\x1b[2J"
    assert "\x1b" not in diff_text(document)
