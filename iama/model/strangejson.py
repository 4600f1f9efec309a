"""JSON that a stranger may have made, as plain data."""

import json
from collections.abc import Sequence
from typing import Any, Never

from iama.model.limits import JSON_MARKS, MAX_BYTES
from iama.model.problems import Spoken


class StrangeJson(Spoken, ValueError):
    """JSON that we do not read, though others may."""


def parse_strange_json(content: bytes) -> Any:
    """Return what JSON holds; raises ValueError for none, for too much, and for what readers understand differently."""
    if len(content) > MAX_BYTES:
        raise StrangeJson("file-larger", limit=MAX_BYTES)
    if sum(map(content.count, (b",", b"[", b"{"))) > JSON_MARKS:  # before each becomes a value
        raise StrangeJson("json-many", limit=JSON_MARKS)
    try:
        return json.loads(content, object_pairs_hook=_without_doubles, parse_constant=_refuse_constant)
    except RecursionError as error:
        raise StrangeJson("json-deep") from error


def _without_doubles(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) < len(pairs):
        raise StrangeJson("json-twice")
    return record


def _refuse_constant(word: str) -> Never:
    raise StrangeJson("json-no-number", word=word)
