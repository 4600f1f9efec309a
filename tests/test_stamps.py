"""Claims about answers to a question that has changed since."""

from given import both, evaluated, tree

from iama.model.questionnaire import Questionnaire

BEFORE = tree("[{id: goal, kind: text}, {id: kind, kind: choice, options: [a, b]}]")


def changed(now: Questionnaire, answers: str) -> list[str]:
    return [str(entry.ref) for entry in evaluated((now, answers)).reworded_answers()]


def stamped(answers: str) -> str:
    stamps = {id_: question.stamp for id_, question in BEFORE.questions.items()}
    return answers.format(**stamps)


GIVEN = stamped("goal: {{value: Less fraud, stamp: {goal}}}\nkind: {{value: a, stamp: {kind}}}")


def test_an_answer_to_the_question_as_it_stands_is_up_to_date() -> None:
    assert changed(BEFORE, GIVEN) == []


def test_another_meaning_shows_at_the_answer_that_was_given_before() -> None:
    now = tree("[{id: goal, kind: text, wording: 2}, {id: kind, kind: choice, options: [a, b]}]")
    assert changed(now, GIVEN) == ["goal"]


def test_another_option_is_another_question() -> None:
    now = tree("[{id: goal, kind: text}, {id: kind, kind: choice, options: [a, b, c]}]")
    assert changed(now, GIVEN) == ["kind"]


def test_better_words_for_the_same_question_move_nothing() -> None:
    better = both("What do you want to reach?")
    now = tree(f"[{{id: goal, kind: text, text: {better}}}, {{id: kind, kind: choice, options: [a, b]}}]")
    assert changed(now, GIVEN) == []


def test_an_answer_without_a_stamp_and_a_hidden_one_say_nothing() -> None:
    now = tree("[{id: ask, kind: yes-no}, {id: goal, kind: text, wording: 2, when: ask = yes}, {id: kind, kind: text}]")
    assert changed(now, stamped("ask: {{value: no}}\ngoal: {{value: x, stamp: {goal}}}\nkind: {{value: a}}")) == []
