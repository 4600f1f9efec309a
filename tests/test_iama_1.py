"""Claims about IAMA 1.0 as it is kept, and about what became of its questions in 2.0."""

from itertools import product

import pytest
from given import AS_OF, evaluated, given

from iama.assess.evaluation import evaluate
from iama.assess.outcome import Status
from iama.audit.migration import migrate_answers
from iama.files.shipped import SHIPPED
from iama.model.dossier import Answer, Dossier
from iama.model.questionnaire import Kind
from iama.model.succession import How, Step

OLD, NEW = SHIPPED.resolve_questionnaire("iama-1.0"), SHIPPED.resolve_questionnaire("iama-2.0")
# the numbers of the 57 tasks of IAMA 1.0 (2021), in the order of the instrument
NUMBERS = """
1.1.1 1.2.1 1.3.1 1.3.2 1.4.1 1.5.1 1.5.2 1.5.3
2A.1.1 2A.2.1 2A.2.2 2A.3.1 2A.3.2 2A.4.1 2A.4.2 2A.4.3
2B.1.1 2B.1.2 2B.1.3 2B.1.4 2B.2.1 2B.3.1 2B.3.2 2B.3.3 2B.3.4 2B.3.5 2B.3.6 2B.4.1 2B.4.2 2B.4.3 2B.4.4
3.1.1 3.2.1 3.2.2 3.3.1 3.3.2 3.3.3 3.3.4 3.4.1 3.4.2 3.4.3 3.5.1 3.5.2 3.5.3 3.6.1 3.6.2 3.6.3 3.7.1 3.7.2 3.7.3
4.1.1 4.2.1 4.3.1 4.4.1 4.5.1 4.6.1 4.7.1
""".split()
# numbers of an input in both versions; none of them has the same words in both
SHARED = """
1.1.1 1.2.1 1.3.1 1.3.2 3.1.1 3.2.1 3.2.2 3.3.1 3.3.2 3.3.3 3.3.4 3.4.1 3.4.2 3.4.3 3.5.1 3.5.2 3.5.3
4.2.1 4.3.1 4.4.1 4.5.1
""".split()


def steps() -> dict[str, Step]:
    """Return the step of every question of 1.0, by number."""
    table = SHIPPED.succession("iama-1.0", "iama-2.0")
    assert table is not None
    return {OLD.questions[step.source].number or "": step for step in table.steps if step.source}


def successors(number: str) -> list[str]:
    return [NEW.questions[target].number or target for target in steps()[number].targets]


def test_iama_1_asks_57_official_questions_in_free_text_and_nothing_else() -> None:
    assert [question.number for question in OLD.questions.values()] == NUMBERS
    assert len(NUMBERS) == 57
    assert {(one.kind, one.official, one.required) for one in OLD.questions.values()} == {(Kind.TEXT, True, True)}
    assert not OLD.triggers


def test_every_question_of_iama_1_keeps_its_roles_and_phases() -> None:
    assert [one.id for one in OLD.questions.values() if not one.roles or not one.phase] == []
    assert len(OLD.roles) == 12
    assert len({phase for one in OLD.questions.values() for phase in one.phase}) == 7


def test_every_question_of_1_and_every_official_one_of_2_is_in_the_table() -> None:
    table = SHIPPED.succession("iama-1.0", "iama-2.0")
    assert table is not None
    assert [step.source for step in table.steps if step.source] == list(OLD.questions)
    official = {id_ for id_, one in NEW.questions.items() if one.official and one.kind is not Kind.NOTICE}
    assert (len(official), official - set(table.into)) == (87, set())


def test_21_numbers_stand_in_both_and_the_table_leads_none_of_them_on_as_the_same() -> None:
    both = [number for number in NUMBERS if number in NEW.numbers]
    assert both == SHARED and len(SHARED) == 21
    assert [number for number in SHARED if steps()[number].how is How.SAME and successors(number) == [number]] == []
    elsewhere = "1.2.1 1.3.1 1.3.2 3.2.2 3.3.1 3.3.2 3.3.3 3.3.4 3.4.1 3.4.2 3.5.1 3.5.2 3.5.3 4.4.1 4.5.1".split()
    assert [number for number in SHARED if number not in successors(number)] == elsewhere


def test_an_id_of_both_versions_means_one_question() -> None:
    shared = [id_ for id_ in OLD.questions if id_ in NEW.questions]
    by_id = {step.source: step for step in steps().values()}
    assert [id_ for id_ in shared if id_ not in by_id[id_].targets] == []
    assert [id_ for id_ in shared if by_id[id_].targets != (id_,)] == ["training-representative"]  # and to 2.3.3
    assert "goal" in shared


def test_the_questions_whose_words_stayed_are_three() -> None:
    same = {number: successors(number) for number, step in steps().items() if step.how is How.SAME}
    assert same == {"1.2.1": ["1.1.2"], "1.5.3": ["1.4.2"], "3.5.1": ["3.1.2"]}


def test_three_questions_of_iama_1_have_no_successor() -> None:
    assert [number for number, step in steps().items() if step.how is How.DROPPED] == ["2A.4.3", "3.6.3", "3.7.3"]


@pytest.mark.parametrize(
    ("kind", "task", "settled", "banned"),
    list(product((None, "self-learning", "non-self-learning"), *[(None, "yes", "no")] * 3)),
)
def test_no_text_that_is_carried_ends_hidden(
    kind: str | None, task: str | None, settled: str | None, banned: str | None
) -> None:
    table = SHIPPED.succession("iama-1.0", "iama-2.0")
    assert table is not None
    told = "\n".join(f"{id_}: {{value: 'Words of {id_}.'}}" for id_ in OLD.questions)
    begun = given(NEW, "affected-rights: {value: [data-protection]}")
    carried = migrate_answers(OLD, evaluated((OLD, told)).tree_entries("iama"), NEW, begun, table).assessment
    answers = {"type": kind, "statutory-task": task, "prohibited": banned, "settled": settled}
    for id_, value in answers.items():
        if value:
            key = "data-protection" if id_ == "settled" else None
            carried = carried.with_answer(id_, key, Answer(value=value))
    outcome = evaluate(Dossier("test", {NEW.ref: carried}), [NEW], SHIPPED.law, AS_OF)
    seen = " ".join(str(one.answer.value) for one in outcome.entries.values() if one.status is not Status.SKIPPED)
    dropped = {step.source for step in table.steps if step.how is How.DROPPED}
    assert [id_ for id_ in OLD.questions if id_ not in dropped and f"Words of {id_}." not in seen] == []
