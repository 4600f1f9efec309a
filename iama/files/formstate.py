"""A state of the web form of the ministry to what it holds; what is mended is told, another form refused in words."""

import re
from collections.abc import Iterator
from typing import Any

from iama.files.foreign import Record, day_of
from iama.model.exchange import Form, FormAnswer, FormState, Told
from iama.model.plainhtml import without_html
from iama.model.problems import UsageError
from iama.words import Phrase

_KEY = re.compile(r"([0-9]+(?:\.[0-9A-Za-z-]+)*)(?:\[([0-9]{1,6})\])?")
_URN = re.compile(r"urn:nl:([a-z]{1,40}):([0-9]{1,4}\.[0-9]{1,4})")
_METADATA = {"urn", "createdAt", "completedTasks"}
_ROOT = {"$schema", "metadata", "answers"}
_RECORD = {"value", "lastEditedAt", "lastEditedBy"}


def read_state(path: str, root: Record, form: Form) -> FormState:
    """Return the state in what a file holds; raises UsageError for one that is not of this form."""
    metadata = root["metadata"]
    _refuse_other_form(path, metadata.get("urn"), form)
    reading = _Reading(day_of(metadata.get("createdAt")))
    answers = tuple(reading.answers(root["answers"]))
    return FormState(reading.saved, answers, (*reading.told.phrases(), *_extras(root)))


def _refuse_other_form(path: str, urn: object, form: Form) -> None:
    """Raise UsageError for the state of another form, saying of which; a DPIA is offered as a source."""
    if urn == form.urn:
        return
    match = _URN.fullmatch(urn) if isinstance(urn, str) else None
    if match is None:
        raise UsageError("import-no-urn", path=path, urn=form.urn)
    kind, version = match.groups()
    if kind in ("dpia", "prescan"):
        raise UsageError(f"import-{kind}", path=path, version=version)
    raise UsageError("import-other", path=path, urn=match[0], known=form.urn)


def _extras(root: Record) -> Iterator[Phrase]:
    """Yield what a state holds beside its answers, which we do not keep."""
    names = sorted(str(name)[:60] for name in (set(root) - _ROOT) | (set(root["metadata"]) - _METADATA))
    if names:
        yield Phrase("import-told-extras", names=names)
    if root["metadata"].get("completedTasks"):
        yield Phrase("import-told-completed")


class _Reading:
    """Goes through the answers of one state, and gathers what had to be mended or left out, by its id."""

    def __init__(self, saved: str) -> None:
        self.saved = saved
        self.told = Told()

    def answers(self, root: Record) -> Iterator[FormAnswer]:
        """Yield every answer that holds something, once."""
        seen: set[tuple[str, int]] = set()
        for id_, index, record in self._flat(root):
            answer = self._form_answer(id_, index, record)
            if answer is None:
                continue
            if (id_, index) in seen:
                self.told.tell("import-told-twice", id_)
                continue
            seen.add((id_, index))
            yield answer

    def _flat(self, root: Record) -> Iterator[tuple[str, int, Any]]:
        """Yield every record with its id and index, out of repeated groups too."""
        for key, item in root.items():
            id_, index = self._place_of_key(key)
            if not id_:
                continue
            if not isinstance(item, list):
                yield id_, index, item
                continue
            for element in item:
                yield from self._of_group(id_, element)

    def _of_group(self, id_: str, element: Any) -> Iterator[tuple[str, int, Any]]:
        index = element.get("_index") if isinstance(element, dict) else None
        if not isinstance(index, int) or isinstance(index, bool) or not 0 <= index < 1_000_000:
            self.told.tell("import-told-shape", id_)
            return
        for key, record in element.items():
            if key != "_index" and (child := self._place_of_key(key)[0]):
                yield child, index, record

    def _place_of_key(self, key: str) -> tuple[str, int]:
        """Return the id and the index in a key; no id, told, for what can be none."""
        match = _KEY.fullmatch(key)
        if match is None:
            self.told.tell("import-told-key", key[:60])
            return "", 0
        return match[1], int(match[2] or 0)

    def _form_answer(self, id_: str, index: int, record: Any) -> FormAnswer | None:
        if not isinstance(record, dict) or "value" not in record:
            self.told.tell("import-told-shape", id_)
            return None
        if record.get("lastEditedBy"):
            self.told.tell("import-told-people", id_)
        if set(record) - _RECORD:
            self.told.tell("import-told-keys", id_)
        value = self._value(id_, record["value"])
        day = day_of(record.get("lastEditedAt"))
        if value and not day:
            self.told.tell("import-told-day", id_)
        return FormAnswer(id_, index, value, day or self.saved) if value else None

    def _value(self, id_: str, value: Any) -> str | tuple[str, ...]:
        """Return a value as text or as codes; nothing, told, for what has no place in an IAMA."""
        match value:
            case None:
                return ""
            case bool():
                return "true" if value else "false"
            case str():
                return self._plain_text(id_, value)
            case int() | float():
                return str(value)
            case list() if all(isinstance(one, str) for one in value):
                return tuple(dict.fromkeys(self._plain_text(id_, one) for one in value))
            case dict() if "data" in value:
                self.told.tell("import-told-image", id_)
            case _:
                self.told.tell("import-told-shape", id_)
        return ""

    def _plain_text(self, id_: str, value: str) -> str:
        plain = without_html(value)
        if plain != value:
            self.told.tell("import-told-html", id_)
        return plain
