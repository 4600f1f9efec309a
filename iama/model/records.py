"""Answers as plain JSON data under the keys that they have in files, and back."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from iama.model import values
from iama.model.dossier import (
    RECORDED,
    Adopted,
    Answer,
    Assessment,
    Dissent,
    Follow,
    Row,
    Slot,
    Source,
    State,
    Value,
)
from iama.model.questionnaire import Kind, Question, Questionnaire

Record = Mapping[str, Any]
T = TypeVar("T")


def assessment_record(assessment: Assessment) -> dict[str, Any]:
    """Return an assessment without its empty answers."""
    answers: dict[str, dict[str, Any]] = {}
    for (question, instance), answer in assessment.answers.items():
        slots = answers.setdefault(question, {})
        (slots if instance is None else slots.setdefault("each", {}).setdefault(instance, {})).update(
            answer_record(answer)
        )
    return {"language": assessment.language, "answers": answers}


def answer_record(answer: Answer) -> dict[str, Any]:
    """Return one answer; what is empty is left out."""
    record: dict[str, Any] = {
        "value": _value_record(answer),
        "unsure": list(answer.unsure),
        "status": answer.status.value if answer.status else None,
        "follow": _drop_empty_texts({"by": answer.follow.by, "due": answer.follow.due}) if answer.follow else None,
        "dissent": [{"by": item.by, "text": item.text} for item in answer.dissent],
        "by": list(answer.by),
        "sources": [_source_record(item) for item in answer.sources],
        "adopts": [{"from": item.source, "seen": item.seen} for item in answer.adopts],
        "carried": dict(answer.carried),
        "reason": answer.reason,
        "note": answer.note,
        "note-internal": answer.note_internal,
        "date": answer.date,
        "overruled": answer.overruled,
        "stamp": answer.stamp,
        "imported": answer.imported,
    }
    # an empty list is a value: a tick-list of which nothing is ticked
    return {name: item for name, item in record.items() if item or (name == "value" and item is not None)}


def _drop_empty_texts(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in texts.items() if text}


def _source_record(source: Source) -> dict[str, str]:
    return _drop_empty_texts(
        {
            "title": source.title,
            "path": source.path,
            "version": source.version,
            "date": source.date,
            "sha256": source.sha256,
        }
    )


def _value_record(answer: Answer) -> Any:
    if answer.value is None or isinstance(answer.value, str):
        return answer.value
    return [{"id": item.id, **item.cells} if isinstance(item, Row) else item for item in answer.value]


def assessment_of(record: Record, tree: Questionnaire) -> Assessment:
    """Return the assessment of which `assessment_record` made the record, in the order of its tree.

    Raises ValueError for what the tree does not ask, and ValueError, TypeError or KeyError for any other form.
    """
    answers = record["answers"]
    if strange := next((id_ for id_ in answers if id_ not in tree.questions), None):
        raise ValueError(f"{tree.ref} has no question `{strange}`")
    slots = (slot for id_ in tree.questions if id_ in answers for slot in _slot_answers(id_, answers[id_], tree))
    return Assessment(tree.ref, record["language"], dict(slots))


def _slot_answers(id_: str, record: Record, tree: Questionnaire) -> Iterator[tuple[Slot, Answer]]:
    own = {name: value for name, value in record.items() if name != "each"}
    if own:
        yield (id_, None), answer_of(own, tree.questions[id_])
    each = record.get("each", {})
    driver = tree.questions.get(tree.questions[id_].repeat or "")
    for key in order_instances(each, driver.values if driver and driver.kind is not Kind.ROWS else ()):
        yield (id_, key), answer_of(each[key], tree.questions[id_])


def order_instances(keys: Iterable[str], values: Iterable[str]) -> list[str]:
    """Return the instances of a repeated question in the order of the values that it repeats over."""
    order = {value: number for number, value in enumerate(values)}
    return sorted(keys, key=lambda key: (order.get(key, len(order)), key))


def answer_of(record: Record, question: Question) -> Answer:
    """Return the answer of which `answer_record` made the record, its cells in the order of the columns.

    Raises as `assessment_of`.
    """
    left = dict(record)
    status, follow = left.pop("status", None), left.pop("follow", None)
    answer = Answer(
        value=_value_of(left.pop("value", None), question),
        unsure=tuple(left.pop("unsure", ())),
        status=_state_of(status),
        follow=_follow_of(dict(follow)) if follow else None,
        dissent=tuple(Dissent(by=item["by"], text=item["text"]) for item in left.pop("dissent", ())),
        by=tuple(left.pop("by", ())),
        sources=tuple(_source_of(dict(item)) for item in left.pop("sources", ())),
        adopts=tuple(Adopted(item["from"], item["seen"]) for item in left.pop("adopts", ())),
        carried=left.pop("carried", {}),
        reason=left.pop("reason", ""),
        note=left.pop("note", ""),
        note_internal=left.pop("note-internal", ""),
        date=left.pop("date", ""),
        overruled=left.pop("overruled", ""),
        stamp=left.pop("stamp", ""),
        imported=left.pop("imported", ""),
    )
    return _check_nothing_left(answer, left)


def _follow_of(record: dict[str, str]) -> Follow:
    return _check_nothing_left(Follow(by=record.pop("by"), due=record.pop("due", "")), record)


def _source_of(record: dict[str, str]) -> Source:
    source = Source(
        title=record.pop("title"),
        path=record.pop("path", ""),
        version=record.pop("version", ""),
        date=record.pop("date", ""),
        sha256=record.pop("sha256", ""),
    )
    return _check_nothing_left(source, record)


def _check_nothing_left(result: T, left: Record) -> T:
    """Return what was made of a record of which nothing is left; raises ValueError."""
    if left:
        raise ValueError(f"unknown key `{next(iter(left))}`")
    return result


def _state_of(word: str | None) -> State | None:
    if word is not None and word not in RECORDED:
        raise ValueError(f"`{word}` is no status")
    return None if word is None else State(word)


def _value_of(value: Any, question: Question) -> Value | None:
    if value is None:
        return None
    if question.kind is Kind.ROWS:
        return tuple(_row_of(cells, question) for cells in value)
    if question.kind is Kind.CHOICES:
        return values.valid_choices(question, value)
    return values.valid_value(question, value)


def _row_of(record: Record, question: Question) -> Row:
    cells = {column.id: record[column.id] for column in question.columns if column.id in record}
    if len(cells) + 1 != len(record):
        raise ValueError(f"row `{record['id']}` of `{question.id}` has a column that the question lacks")
    return values.valid_row(question, record["id"], cells)
