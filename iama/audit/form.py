"""Whether everything in a snapshot has the form that evaluating and rendering it rest on.

A digest says only that nobody changed a document since it was made; who made it may have made anything. What is read
from files of a dossier, or from a question tree, has this form already.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Set

from iama.model import values
from iama.model.approval import Approval
from iama.model.dossier import ROW_ID, Answer, Assessment
from iama.model.forms import is_digest, is_id, is_name, is_version
from iama.model.law import Fact, Law
from iama.model.questionnaire import SEVERITIES, Kind, Question, Questionnaire
from iama.words import Phrase

_SALT = re.compile(r"[0-9a-f]{32}")
_NUMBER = re.compile(r"[0-9]{0,18}")
_RANGED = (Kind.CHOICES, Kind.ROWS)
_OPTIONS = (Kind.CHOICE, Kind.CHOICES, Kind.YES_NO)


def content_faults(trees: Mapping[str, Questionnaire], assessments: Iterable[Assessment]) -> Iterator[Phrase | str]:
    """Yield, for a message, which answers to trees (by ref) have another form than they should."""
    for assessment in assessments:
        yield from _of_answers(assessment, trees[assessment.questionnaire])


def law_faults(law: Law) -> Iterator[Phrase]:
    """Yield, for a message, which legal facts have another form than they should."""
    yield from (Phrase("form-law", law=fact.id) for id_, fact in law.facts.items() if not _is_fact(id_, fact))


def is_salt(text: str) -> bool:
    """Return whether it is 128 bits in hex."""
    return bool(_SALT.fullmatch(text))


def decision_faults(approval: Approval) -> Iterator[Phrase]:
    """Yield, for a message, what in a decision has another form than it should."""
    if approval.number < 1 or not approval.role.strip():
        yield Phrase("form-number-or-role")
    if not all(map(_is_day, (approval.decided_on, approval.recorded_on, approval.as_of))):
        yield Phrase("form-date")
    if not all(map(is_digest, filter(None, (*approval.letters.values(), approval.previous)))):
        yield Phrase("form-digests")
    if not all(
        (not condition.due or _is_day(condition.due)) and ROW_ID.fullmatch(condition.id)
        for condition in approval.conditions
    ):
        yield Phrase("form-conditions")


def tree_faults(tree: Questionnaire) -> Iterator[Phrase | str]:
    """Yield, for a message, what in a question tree has another form than it should."""
    if not (is_id(tree.id) and is_version(tree.version) and tree.revision > 0):
        yield Phrase("form-name")
    ids = [question.id for part in tree.parts for question in part.questions] + [
        trigger.id for trigger in tree.triggers
    ]
    if not _are_unique(ids) or not all(map(is_name, ids)):
        yield Phrase("form-ids", ref=tree.ref)
    above: set[str] = set()
    for question in tree.questions.values():
        if not _is_question(question, tree, above):
            yield f"{tree.ref}/{question.id}"
        above.add(question.id)
    for trigger in tree.triggers:
        words = {case.value for case in trigger.severities}
        driver = tree.questions.get(trigger.repeat) if trigger.repeat else None
        if not words or words - {*SEVERITIES} or (trigger.repeat and not _can_repeat(driver)):
            yield f"{tree.ref}/{trigger.id}"


def _is_question(question: Question, tree: Questionnaire, above: Set[str]) -> bool:
    options = [column.options for column in question.columns if column.kind in _OPTIONS]
    options += [question.options] if question.kind in _OPTIONS else []
    groups = {group.id for section in tree.sections if section.id == question.section for group in section.groups}
    return (
        bool(question.columns) is (question.kind is Kind.ROWS)
        and _are_unique([column.id for column in question.columns])
        and all(map(is_id, (column.id for column in question.columns)))
        and all(choices and _are_unique([option.value for option in choices]) for choices in options)
        and all(is_id(option.value) for choices in options for option in choices)
        and (not question.repeat or (question.repeat in above and _can_repeat(tree.questions[question.repeat])))
        and (not question.beside or question.beside in tree.questions or _is_guest(question, tree))
        and (not question.group or question.group in groups)
        and (question.matrix is None or {question.matrix.rows, question.matrix.columns} <= above)
    )


def _is_guest(question: Question, tree: Questionnaire) -> bool:
    host = question.host
    return bool(host and tree.organisation and is_id(host.questionnaire) and is_id(host.question))


def _can_repeat(driver: Question | None) -> bool:
    return driver is not None and driver.kind in _RANGED and not driver.repeat


def _is_fact(id_: str, fact: Fact) -> bool:
    days = all(_is_day(day) for day in (fact.verified, fact.date) if day)
    return id_ == fact.id and days and bool(_NUMBER.fullmatch(fact.number))


def _of_answers(assessment: Assessment, tree: Questionnaire) -> Iterator[Phrase | str]:
    for (id_, key), answer in assessment.answers.items():
        question = tree.questions[id_]
        if not (_is_instance(question, key, tree) and _is_answer(answer, question)):
            yield f"{tree.ref}/{id_}"
    rows = [row.id for answer in assessment.answers.values() for row in answer.rows]
    if not _are_unique(rows):
        yield Phrase("form-rows", ref=tree.ref)


def _is_instance(question: Question, key: str | None, tree: Questionnaire) -> bool:
    if key is None or question.repeat is None:
        return key is None
    driver = tree.questions[question.repeat]
    return bool(ROW_ID.fullmatch(key)) if driver.kind is Kind.ROWS else key in driver.values


def _is_answer(answer: Answer, question: Question) -> bool:
    days = (answer.date, answer.follow.due if answer.follow else "", *(source.date for source in answer.sources))
    return (
        all(_is_day(day) for day in days if day)
        and all(ROW_ID.fullmatch(row.id) for row in answer.rows)
        and (not answer.unsure or question.kind is Kind.CHOICES)
        and {*answer.unsure} <= {*question.values}
    )


def _is_day(text: str) -> bool:
    try:
        return values.iso_day(text) == text
    except values.InvalidValue:
        return False


def _are_unique(words: Iterable[str]) -> bool:
    listed = list(words)
    return len({*listed}) == len(listed)
