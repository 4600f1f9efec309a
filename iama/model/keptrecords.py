"""Records of what decisions keep: without what is empty, and without a key that this version does not know."""

from collections.abc import Mapping
from typing import Any

from iama.model.problems import Spoken

Record = Mapping[str, Any]


class NewerFormat(Spoken, ValueError):
    """A document has a key that this version does not know."""


def without_empty(record: Record) -> dict[str, Any]:
    """Return a record without the keys of what is empty, or no."""
    return {key: value for key, value in record.items() if value}


def check_record_keys(record: Record, *keys: str) -> Record:
    """Return a record that has no other keys than these; raises NewerFormat."""
    if strange := sorted(record.keys() - {*keys}):
        raise NewerFormat("record-newer", key=strange[0])
    return record
