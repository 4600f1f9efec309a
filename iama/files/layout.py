"""An `Assessment` to the text of its file, in one fixed layout made for git.

Every question stands in the file from the start, in the order of the questionnaire, and nothing in
it changes when another answer changes. A word stands on its line, anything else in a literal block.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from iama.files.dossierfile import FORMAT, PEOPLE_FORMAT
from iama.files.nodes import yaml_lines
from iama.model.dossier import OPEN, Answer, Assessment, Slot, Source
from iama.model.questionnaire import Kind, Question, Questionnaire

_OUR_COMMENT = re.compile(r"# (?:(?:with )?[0-9][0-9A-Za-z.()]*|with [a-z0-9-]+(?:/[a-z0-9-]+)?|[a-z0-9-]+/[a-z0-9-]+)")
_ENTRY = re.compile(r"  [a-z0-9-]+:.*")
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/@+-]*")


def write_assessment(assessment: Assessment, questionnaire: Questionnaire) -> str:
    """Return the file of an assessment: the whole skeleton, in the order of the questionnaire."""
    lines = [
        f"format: {FORMAT}",
        f"questionnaire: {assessment.questionnaire}",
        f"language: {assessment.language}",
        "answers:",
    ]
    for question in questionnaire.questions.values():
        if question.kind is not Kind.NOTICE:
            lines.append(f"  # {comment_above(question, questionnaire)}")
            lines.append(f"  {question.id}:")
            lines.extend(_question_lines(assessment, question, questionnaire))
    return "\n".join(lines) + "\n"


def write_entry(slot: Slot, answer: Answer) -> str:
    """Return one answer as it stands in its file, below the id of its question."""
    question, instance = slot
    above = [f"  {question}:"] if instance is None else [f"  {question}:", "    each:", f"      {instance}:"]
    return "\n".join([*above, *_answer_lines(answer, 4 if instance is None else 8)]) + "\n"


def write_people(people: Mapping[str, str]) -> str:
    """Return the file of names."""
    lines = [f"format: {PEOPLE_FORMAT}", "people:"]
    for id_, name in people.items():
        lines.append(f"  {id_}:")
        lines.extend(prose_lines(4, "name", name) if name else ["    name:"])
    return "\n".join(lines) + "\n"


def comments_by_hand(text: str) -> dict[int, str]:
    """Return the comments that a save would drop, by line number: all but our own line above an answer."""
    from iama.files.yamlfile import comments  # PyYAML is slow to load, and only a save needs it

    written = yaml_lines(text)
    return {
        number: comment
        for number, comment in comments(text).items()
        if not (
            _OUR_COMMENT.fullmatch(comment)
            and written[number - 1].rstrip() == f"  {comment}"
            and _ENTRY.fullmatch(written[number] if number < len(written) else "")
        )
    }


def comment_above(question: Question, questionnaire: Questionnaire) -> str:
    """Return what stands on the comment line above an answer: the number, or where the question belongs."""
    if question.number:
        return question.number
    if question.beside:
        host = questionnaire.questions.get(question.beside)
        return f"with {(host and host.number) or question.beside}"
    return f"{question.part}/{question.section}"


def _question_lines(assessment: Assessment, question: Question, questionnaire: Questionnaire) -> Iterator[str]:
    keys = assessment.answered_instances(question.id)
    driver = questionnaire.questions.get(question.repeat or "")
    if driver is None or driver.kind is Kind.ROWS:
        yield from _answer_lines(assessment.answer_to(question.id), 4)
    elif (stray := assessment.answer_to(question.id)) != OPEN:
        yield from _answer_lines(stray, 4)
    if keys or (driver is not None and driver.kind is not Kind.ROWS):
        yield "    each:"
    for key in _sort_instances(keys, driver):
        yield f"      {key}:"
        yield from _answer_lines(assessment.answer_to(question.id, key), 8)


def _sort_instances(keys: Iterable[str], driver: Question | None) -> list[str]:
    order = {value: number for number, value in enumerate(driver.values)} if driver else {}
    return sorted(keys, key=lambda key: (order.get(key, len(order)), key))


def _answer_lines(answer: Answer, indent: int) -> Iterator[str]:
    pad = " " * indent
    yield from _value_lines(answer, indent)
    if answer.unsure:
        yield f"{pad}unsure: [{', '.join(answer.unsure)}]"
    yield from prose_lines(indent, "reason", answer.reason)
    if answer.follow:
        yield f"{pad}follow:"
        yield from prose_lines(indent + 2, "by", answer.follow.by)
        yield from prose_lines(indent + 2, "due", answer.follow.due)
    yield from prose_lines(indent, "note", answer.note, literal=True)
    yield from prose_lines(indent, "note-internal", answer.note_internal, literal=True)
    yield from record_lines(indent, "dissent", ({"by": item.by, "text": item.text} for item in answer.dissent))
    if answer.by:
        yield f"{pad}by: [{', '.join(answer.by)}]"
    yield from prose_lines(indent, "date", answer.date)
    yield from record_lines(indent, "sources", (_source_texts(source) for source in answer.sources))
    yield from record_lines(indent, "adopts", ({"from": item.source, "seen": item.seen} for item in answer.adopts))
    if answer.carried:
        yield f"{pad}carried:"
        for name, text in answer.carried.items():
            yield from prose_lines(indent + 2, name, text)
    yield from prose_lines(indent, "overruled", answer.overruled, literal=True)
    yield from prose_lines(indent, "stamp", answer.stamp)
    yield from prose_lines(indent, "imported", answer.imported)


def _value_lines(answer: Answer, indent: int) -> Iterator[str]:
    pad = " " * indent
    if answer.status:
        yield f"{pad}status: {answer.status}"
    elif answer.value is None:
        yield f"{pad}value:"
    elif isinstance(answer.value, str):
        yield from prose_lines(indent, "value", answer.value)
    elif answer.rows:
        yield from record_lines(indent, "value", ({"id": row.id, **row.cells} for row in answer.rows))
    else:
        yield f"{pad}value: [{', '.join(answer.value_words())}]"


def _source_texts(source: Source) -> dict[str, str]:
    return {name: getattr(source, name) for name in ("title", "path", "version", "date", "sha256")}


def record_lines(indent: int, key: str, records: Iterable[Mapping[str, str]]) -> Iterator[str]:
    lines: list[str] = []
    for record in records:
        first, *more = [line for name, text in record.items() for line in prose_lines(indent + 4, name, text)] or [""]
        lines.append(" " * (indent + 2) + "- " + first.lstrip(" "))
        lines.extend(more)
    if lines:
        yield " " * indent + f"{key}:"
        yield from lines


def prose_lines(indent: int, key: str, text: str, *, literal: bool = False) -> Iterator[str]:
    """Yield `key: text`: a word stands on the line, anything else in a literal block."""
    pad = " " * indent
    if not text:
        return
    if _WORD.fullmatch(text) and not literal:
        yield f"{pad}{key}: {text}"
        return
    indicator = "2" if text[0] in " \t" else ""  # else YAML takes the first line for the indentation
    yield f"{pad}{key}: |{indicator}-"
    yield from (f"{pad}  {line}" if line else "" for line in text.split("\n"))
