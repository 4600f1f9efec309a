"""What the Algorithm Register says of an algorithm now, held against our entry, field by field."""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from html import unescape
from typing import Any

from msgspec import Struct

from iama.model.strangejson import parse_strange_json

_TAG = re.compile(r"<[^>]*>")
_LEFT_OUT = "www."  # the register takes it out of addresses


class State(StrEnum):
    """How one field of the two compares."""

    SAME = "same"
    OTHER = "other"
    ONLY_OURS = "only-ours"
    ONLY_THEIRS = "only-theirs"


class Compared(Struct, frozen=True):
    """One field: what we would publish, and what is published."""

    key: str
    label: str
    state: State
    ours: str
    theirs: str


def compare_entry(fields: Sequence[Mapping[str, Any]], published: Mapping[str, str]) -> Iterator[Compared]:
    """Yield every field of our entry that the file has too, by key, with what differs.

    `fields` are those of the document of `iama register`; `published` are the cells of one row, by the key of a field.
    Markup, blanks and the case of what is chosen from a list make no difference.
    """
    for field in fields:
        if (theirs := published.get(field["key"])) is None:
            continue
        ours, said = _bare_text(_value_as_text(field["value"])), _bare_text(_value_as_text(_value_of_cell(theirs)))
        yield Compared(field["key"], field["label"], _state_of_field(ours, said), ours, said)


def _state_of_field(ours: str, theirs: str) -> State:
    if ours.casefold() == theirs.casefold():
        return State.SAME
    if not theirs:
        return State.ONLY_OURS
    return State.OTHER if ours else State.ONLY_THEIRS


def _value_of_cell(cell: str) -> Any:
    """Return what a cell holds: in a table, a list stands as JSON."""
    try:
        return parse_strange_json(cell.encode()) if cell[:1] in ("[", "{") else cell
    except ValueError:
        return cell


def _value_as_text(value: Any) -> str:
    """Return a value of the entry as one text: the titles and addresses of a list in order."""
    if isinstance(value, Mapping):
        return " ".join(filter(None, map(_value_as_text, value.values())))
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, map(_value_as_text, value)))
    return "" if value is None else str(value)


def _bare_text(words: str) -> str:
    bare = unescape(_TAG.sub(" ", words)).replace(_LEFT_OUT, "")
    return " ".join(bare.split())
