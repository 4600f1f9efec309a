"""What the register and a public page would find wrong with one answer by itself, to be said when it is typed."""

from collections.abc import Iterator

from iama.model.conditions import Ref
from iama.model.dossier import Answer
from iama.model.questionnaire import Kind as QuestionKind
from iama.model.questionnaire import Question
from iama.model.register import Field, Kind, Register
from iama.publish.markup import links, plain_paragraph
from iama.publish.register.checks import HTML
from iama.publish.register.proposals import titled_link_problems
from iama.publish.register.rules import (
    TOOI,
    WEB_ADDRESSES,
    Problem,
    Severity,
    contact_problems,
    link_problems,
    text_problems,
    tooi_problems,
)
from iama.publish.register.text import literal

_FINE = ("mail-in-text",)  # a general address, where people can turn to


def typed_problems(register: Register, ref: Ref, question: Question, answer: Answer) -> tuple[Problem, ...]:
    """Return what has to be mended in an answer before anybody publishes it; tips are left out."""
    found = [
        problem
        for words in _free_texts(question, answer)
        for problem in _problems_of_text(register, ref, words)
        if problem.severity is not Severity.NOTE and problem.code not in _FINE
    ]
    return tuple(dict.fromkeys(found))


def _free_texts(question: Question, answer: Answer) -> Iterator[str]:
    """Yield what people wrote themselves in an answer."""
    if question.kind is QuestionKind.TEXT and isinstance(answer.value, str):
        yield answer.value
    free = [column.id for column in question.columns if column.kind is QuestionKind.TEXT]
    yield from (row.cells[name] for row in answer.rows for name in free if name in row.cells)


def _problems_of_text(register: Register, ref: Ref, words: str) -> Iterator[Problem]:
    name = f"{ref.questionnaire}/{ref.question}"
    fed = [field for field in register.fields if any(feed.source == name for feed in field.feeds)]
    kinds = {field.kind for field in fed}
    if Kind.LINK in kinds or ref in WEB_ADDRESSES:
        yield from link_problems(words)
    elif Kind.CONTACT in kinds:
        yield from contact_problems(words)
    elif ref == TOOI:
        yield from tooi_problems(words)
    else:
        yield from text_problems(words)
        yield from (problem for field in fed for problem in _problems_in_field(field, words))


def _problems_in_field(field: Field, words: str) -> Iterator[Problem]:
    """Yield what is wrong with a text in a field that it fills alone, and with the links for a list of them."""
    if field.kind is Kind.LINE and HTML.search(words):
        yield Problem("html")
    if field.kind is Kind.LINKS:
        for title, link in links(words):
            yield from titled_link_problems(field, title, link)
    elif field.kind in (Kind.LINE, Kind.TEXT) and len(field.feeds) == 1:
        limit, length = field.aim or field.limit or 0, len(literal(plain_paragraph(words)))
        if length > limit:
            yield Problem("too-long", (("limit", str(limit)), ("length", str(length))))
