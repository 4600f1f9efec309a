"""The worked example with some answers changed, and what its triggers say of it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from editions import demo, shipped_trees

from iama.assess.evaluation import evaluate
from iama.assess.outcome import Outcome, Verdict
from iama.files.shipped import SHIPPED
from iama.model.dossier import Answer, Assessment, Dossier, Row
from iama.model.questionnaire import Kind, Questionnaire, Trigger

CASES = Path(__file__).parent / "cases" / "triggers"
TODAY = date(2026, 11, 23)
TREES: Mapping[str, Questionnaire] = {tree.id: tree for tree in shipped_trees()}

Given = Mapping[str, str | Sequence[str]]  # `{"algorithm.annex-iii": ["5b"]}`


def data(name: str) -> Any:
    """Return one file of cases; every scalar is text."""
    return yaml.load((CASES / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def triggers() -> Iterator[tuple[Questionnaire, Trigger]]:
    """Yield every shipped trigger with the tree that it stands in."""
    return ((tree, trigger) for tree in TREES.values() for trigger in tree.triggers)


def example(language: str = "nl", *, but: str = "") -> Dossier:
    """Return the worked example; `but` leaves one assessment out."""
    dossier = demo(language)[1]
    held = {ref: one for ref, one in dossier.assessments.items() if ref != but}
    return Dossier(dossier.id, held, dossier.people)


def empty() -> Dossier:
    """Return a dossier in which nothing is answered."""
    return Dossier("new", {tree.ref: Assessment(tree.ref, "nl") for tree in TREES.values()})


def with_answers(dossier: Dossier, given: Given) -> Dossier:
    """Return `dossier` with these answers in place of its own."""
    for name, value in given.items():
        dossier = with_answer(dossier, name, Answer(value if isinstance(value, str) else tuple(value)))
    return dossier


def with_answer(dossier: Dossier, name: str, answer: Answer, key: str | None = None) -> Dossier:
    """Return `dossier` with one answer; `name` is `iama.goal`."""
    questionnaire, question = name.split(".")
    tree = TREES[questionnaire]
    assert question in tree.questions, name
    values, several = tree.questions[question].values, tree.questions[question].kind in (Kind.CHOICES, Kind.ROWS)
    assert answer.value is None or isinstance(answer.value, tuple) is several, (name, answer)
    assert not values or set(answer.value_words()) <= set(values), (name, answer)
    return dossier.with_assessment(dossier.assessments[tree.ref].with_answer(question, key, answer))


def with_rows(dossier: Dossier, name: str, *rows: Row) -> Dossier:
    """Return `dossier` with these rows as the answer to a question."""
    return with_answer(dossier, name, Answer(value=rows))


def judged(dossier: Dossier, as_of: date = TODAY) -> Outcome:
    """Return what a dossier amounts to on a day."""
    return evaluate(dossier, TREES.values(), SHIPPED.law, as_of)


def found(outcome: Outcome, id_: str) -> list[Verdict]:
    """Return the verdicts of one trigger: one, or one per instance."""
    return [verdict for verdict in outcome.verdicts if verdict.trigger.id == id_]


def one(outcome: Outcome, id_: str) -> Verdict:
    """Return the verdict of a trigger that has one."""
    (verdict,) = found(outcome, id_)
    return verdict


def structured(tree: Questionnaire) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield every question of a tree that a rule may read, with the values that it may take."""
    for question in tree.questions.values():
        if question.kind in (Kind.YES_NO, Kind.CHOICE, Kind.CHOICES):
            yield question.id, question.values or ("yes", "no")
