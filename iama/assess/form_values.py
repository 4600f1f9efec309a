"""What a web form of others shows of an assessment, by its own ids and codes."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from iama.model.dossier import Answer, Assessment
from iama.model.exchange import Form, Place, Shown
from iama.model.questionnaire import Kind, Question, Questionnaire


class ShownAnswer(Struct, frozen=True):
    """What stands at one place of the form, with the day of the answer."""

    value: Shown
    date: str


def form_values(assessment: Assessment, tree: Questionnaire, form: Form) -> Mapping[Place, ShownAnswer]:
    """Return what the form can show of an assessment, in the order of the tree."""
    return {
        (id_, index): shown
        for id_, question in form.questions(tree).items()
        for index, shown in enumerate(_values_of_question(assessment, tree, question, form))
    }


def value_shown(question: Question, value: Shown, form: Form) -> Shown:
    """Return one of our values in the codes of the form."""
    if isinstance(value, tuple):
        return tuple(form.their_code(question, word) for word in value)
    return form.their_code(question, value)


def _values_of_question(
    assessment: Assessment, tree: Questionnaire, question: Question, form: Form
) -> Iterator[ShownAnswer]:
    answer = assessment.answer_to(question.id)
    if question.kind is Kind.ROWS:
        yield from (ShownAnswer(row.cells.get("text", ""), answer.date) for row in answer.rows)
    elif is_per_value(question, tree):
        yield from _joined(assessment, tree, question)
    elif answer.value:
        yield ShownAnswer(value_shown(question, _words_of_answer(answer), form), answer.date)


def is_per_value(question: Question, tree: Questionnaire) -> bool:
    """Whether a question is asked per ticked value; the form asks it once."""
    driver = tree.questions.get(question.repeat or "")
    return driver is not None and driver.kind is not Kind.ROWS


def _joined(assessment: Assessment, tree: Questionnaire, question: Question) -> Iterator[ShownAnswer]:
    """Yield the answers per value as one text, each below the name of its value when there are more."""
    driver = tree.questions[question.repeat or ""]
    keys = [key for key in driver.values if assessment.answer_to(question.id, key).value]
    texts = {key: str(assessment.answer_to(question.id, key).value) for key in keys}
    if not texts:
        return
    headed = [f"{driver.option_label(key, assessment.language)}:\n{words}" for key, words in texts.items()]
    days = (assessment.answer_to(question.id, key).date for key in keys)
    yield ShownAnswer("\n\n".join(headed if len(texts) > 1 else texts.values()), max(days))


def _words_of_answer(answer: Answer) -> Shown:
    return answer.value if isinstance(answer.value, str) else answer.value_words()
