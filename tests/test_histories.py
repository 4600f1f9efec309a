"""Would this have fired? Four algorithms of Dutch government as public reports describe them: `histories.yaml`."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest
from flagged import TREES, data, empty, found, judged, with_answer, with_answers

from iama.assess.outcome import Outcome, State
from iama.model.dossier import Answer
from iama.model.questionnaire import Kind

History = Mapping[str, Any]
HISTORIES: Mapping[str, History] = data("histories.yaml")["histories"]


def ticked(history: History) -> Mapping[str, tuple[list[str], list[str]]]:
    """Return what is so and what is not, of every tick-list that a report says something of."""
    lists: dict[str, tuple[list[str], list[str]]] = {}
    for fact in history["facts"]:
        if "value" not in fact:
            so, not_so = lists.setdefault(fact["answer"], ([], []))
            so.extend(fact.get("is", ()))
            not_so.extend(fact.get("not", ()))
    return lists


def judgment(history: History) -> Outcome:
    """Return what a dossier comes to that holds the reported facts and nothing else."""
    single = {fact["answer"]: fact["value"] for fact in history["facts"] if "value" in fact}
    dossier = with_answers(empty(), history["assumed"] | single)
    for name, (so, not_so) in ticked(history).items():
        questionnaire, question = name.split(".")
        options = TREES[questionnaire].questions[question].options
        unsure = tuple(one.value for one in options if not one.exclusive and one.value not in (*so, *not_so))
        nothing = tuple(one.value for one in options if one.exclusive)
        dossier = with_answer(dossier, name, Answer(tuple(so), unsure=unsure) if so else Answer(nothing))
    return judged(dossier, date.fromisoformat(history["on"]))


def raised(outcome: Outcome, id_: str) -> set[tuple[State, str]]:
    return {(verdict.state, verdict.severity) for verdict in found(outcome, id_)}


def flags() -> Iterator[tuple[str, str, str]]:
    for name, history in HISTORIES.items():
        for id_, severity in history["fires"].items():
            yield name, id_, severity


@pytest.mark.parametrize(("name", "id_", "severity"), [*flags()])
def test_what_went_wrong_would_have_been_a_flag(name: str, id_: str, severity: str) -> None:
    assert raised(judgment(HISTORIES[name]), id_) == {(State.FIRED, severity)}


@pytest.mark.parametrize("name", HISTORIES)
def test_every_history_would_have_been_stopped_by_a_blocker(name: str) -> None:
    assert "blocker" in HISTORIES[name]["fires"].values()


def test_a_basis_in_law_would_not_have_saved_syri() -> None:
    history = HISTORIES["syri"]
    assert {id_: raised(judgment(history), id_) for id_ in history["clear"]} == {
        "no-legal-basis": {(State.CLEAR, "blocker")},
        "linking-without-basis": {(State.CLEAR, "blocker")},
    }


@pytest.mark.parametrize("name", HISTORIES)
def test_every_fact_has_a_public_source(name: str) -> None:
    history = HISTORIES[name]
    assert {fact["source"] for fact in history["facts"]} == set(history["sources"])
    assert all(fact["says"] and ("value" in fact or ticked(history)[fact["answer"]]) for fact in history["facts"])
    assert all(source["of"] and source["url"].startswith("https://") for source in history["sources"].values())


@pytest.mark.parametrize("name", HISTORIES)
def test_no_flag_of_a_history_rests_on_an_answer_that_no_report_gives(name: str) -> None:
    history = HISTORIES[name]
    known = {fact["answer"] for fact in history["facts"]} | {*history["assumed"]}
    outcome = judgment(history)
    read = {str(ref) for id_ in history["fires"] for verdict in found(outcome, id_) for ref in verdict.because}
    assert read <= {answer.split(".")[1] for answer in known}


def test_a_history_says_only_what_its_questions_can_hold() -> None:
    for history in HISTORIES.values():
        for name, (so, not_so) in ticked(history).items():
            questionnaire, question = name.split(".")
            assert TREES[questionnaire].questions[question].kind is Kind.CHOICES
            assert {*so, *not_so} <= {*TREES[questionnaire].questions[question].values} and not {*so} & {*not_so}
