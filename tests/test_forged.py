"""Nothing that a stranger puts in a snapshot, a decision or a question tree is a bug; the heavy suite tries more."""

from random import Random
from typing import Any

import pytest
from decisions import bound_anew, codes, doubts, unfolded
from forged import DECIDED, ENTRY, bound, entries, question_tree, snapshot, try_entries, try_snapshot, try_tree
from mutations import GONE, Path, changed, mutations

from iama.audit.snapshot import BrokenSnapshot

IAMA = ("questionnaires", "iama-2.0")
QUESTIONS = (*IAMA, "parts", 0, "sections", 0, "questions")
GOAL = ("assessments", "iama-2.0", "answers", "goal")
FACT = ("law", "facts", "our-verified-days")


def test_a_snapshot_as_it_was_made_is_read() -> None:
    assert bound(snapshot()).kept.snapshot(bound(snapshot()).dossier.approvals[0]).algorithm == "scan"
    assert doubts(bound_anew(DECIDED, ENTRY, unfolded(DECIDED, ENTRY))) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        *(
            (("decision", key), day)
            for key in ("decided-on", "recorded-on", "as-of")
            for day in ("no", "", "2026-W01-1", "0000-00-00")
        ),
        (("decision", "number"), 0),
        (("decision", "role"), " "),
        (("decision", "previous"), "sha256:0"),
        (("decision", "letters"), {"a": "x"}),
        (("decision", "conditions", 0, "due"), "soon"),
        (("decision", "conditions", 0, "id"), "../x"),
        (("salt",), "0"),
        (("algorithm",), 5),
        ((*GOAL, "date"), "no"),
        ((*GOAL, "sources", 0, "date"), "2026-02-30"),
        ((*GOAL, "unsure"), ["x"]),
        ((*GOAL, "each"), {"x": {"value": "y"}}),
        (("assessments", "iama-2.0", "answers", "weight", "each", "privacy", "value"), "heavy"),
        (("assessments", "iama-2.0", "answers", "remark", "follow", "due"), "soon"),
        (("assessments", "iama-2.0", "answers", "actions-why", "value", 0, "id"), "1"),
        (("assessments", "iama-2.0", "language"), "fr"),
        ((*IAMA, "version"), "../2.0"),
        ((*IAMA, "revision"), 0),
        ((*QUESTIONS, 0, "id"), ""),
        ((*QUESTIONS, 0, "id"), "rights"),
        ((*QUESTIONS, 0, "id"), "key"),
        ((*QUESTIONS, 0, "columns"), [{"id": "a", "kind": "text", "label": {}, "options": [], "required": False}]),
        ((*QUESTIONS, 0, "beside"), "nowhere"),
        ((*QUESTIONS, 0, "group"), "nowhere"),
        ((*QUESTIONS, 0, "repeat"), "rights"),
        ((*QUESTIONS, 0, "matrix"), {"rows": "rights", "columns": "weight", "cells": {}}),
        ((*QUESTIONS, 3, "options"), []),
        ((*QUESTIONS, 4, "repeat"), "goal"),
        ((*IAMA, "triggers", 0, "severities"), []),
        ((*IAMA, "triggers", 0, "severities", 0, "value"), "huge"),
        ((*IAMA, "triggers", 0, "repeat"), "goal"),
        ((*FACT, "id"), "other"),
        ((*FACT, "verified"), "no"),
        ((*FACT, "date"), "2026-99-99"),
        ((*FACT, "number"), "9" * 30),
        ((*FACT, "cite"), GONE),
    ],
)
def test_what_has_another_form_than_it_should_is_no_snapshot(path: Path, value: Any) -> None:
    forged = bound(changed(snapshot(), path, value))
    with pytest.raises(BrokenSnapshot):
        forged.kept.snapshot(forged.dossier.approvals[0])
    assert "approval-broken" in codes(doubts(forged))


def test_a_bundle_renders_no_snapshot_that_says_something_else_than_its_entry() -> None:
    forged = changed(snapshot(), ("decision", "text"), "For other reasons")
    try_snapshot(decided := bound(forged, agreeing=False))
    with pytest.raises(BrokenSnapshot, match="says something else than its snapshot"):
        decided.kept.snapshot(decided.dossier.approvals[0])


def test_a_snapshot_with_one_thing_changed_is_a_finding_and_no_bug() -> None:
    random = Random(8)
    for said, forged in mutations(snapshot(), random, 3):
        tried(said, lambda forged=forged: try_snapshot(bound(forged, agreeing=random.random() < 0.7)))


def test_decisions_with_one_thing_changed_are_findings_and_no_bug() -> None:
    for said, forged in mutations(entries(), Random(8), 15):
        tried(said, lambda forged=forged: try_entries(forged))


def test_a_question_tree_with_one_thing_changed_is_linted() -> None:
    for said, forged in mutations(question_tree(), Random(8), 30):
        tried(said, lambda forged=forged: try_tree(forged))


def tried(said: str, do: Any) -> None:
    """Do something; an exception names what was changed."""
    try:
        do()
    except Exception as error:
        error.add_note(said)
        raise
