"""Whether values that were made of data of strangers are of the types that their classes say."""

from collections.abc import Mapping
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from msgspec import Struct

_DROPPED = ("condition", "place")  # made again from `when`; such a tree stands in no file


def fits_type(value: Any, kind: Any) -> bool:
    """Return whether a value made of plain data, and everything in it, is of the type that its class says.

    For data of strangers: what a tree of ours can be made of is right already.
    """
    if kind is Any or isinstance(kind, UnionType):
        return kind is Any or any(fits_type(value, item) for item in get_args(kind))
    if isinstance(kind, type) and issubclass(kind, Struct):
        hints = _hints(kind)
        return isinstance(value, kind) and all(fits_type(getattr(value, name), hint) for name, hint in hints.items())
    origin, inner = get_origin(kind) or kind, get_args(kind)
    if not isinstance(value, origin):
        return False
    if issubclass(origin, Mapping) and inner:
        return all(fits_type(key, inner[0]) and fits_type(item, inner[1]) for key, item in value.items())
    if origin is tuple and inner[1:] == (...,):
        return all(fits_type(item, inner[0]) for item in value)
    return origin is not tuple or (len(value) == len(inner) and all(map(fits_type, value, inner)))


@cache
def _hints(kind: Any) -> Mapping[str, Any]:
    return {name: hint for name, hint in get_type_hints(kind).items() if name not in _DROPPED}
