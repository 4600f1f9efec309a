"""JSON that a stranger may have made, as plain data."""

import json
from collections.abc import Sequence
from typing import Any, Never

from iama.model.limits import JSON_MARKS, MAX_BYTES


def parsed(content: bytes) -> Any:
    """Return what JSON holds; raises ValueError for none, for too much, and for what readers understand differently."""
    if len(content) > MAX_BYTES:
        raise ValueError(f"it is larger than {MAX_BYTES} bytes")
    if sum(map(content.count, (b",", b"[", b"{"))) > JSON_MARKS:  # before each becomes a value
        raise ValueError(f"it holds more than {JSON_MARKS} commas and brackets")
    try:
        return json.loads(content, object_pairs_hook=_without_doubles, parse_constant=_refuse)
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error


def _without_doubles(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice in one map")
    return found


def _refuse(word: str) -> Never:
    raise ValueError(f"{word} is no number")
