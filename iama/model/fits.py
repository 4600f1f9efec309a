"""Whether values that were made of data of strangers are of the types that their classes say."""

from collections.abc import Callable, Mapping
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from msgspec import Struct

_DROPPED = ("condition", "place")  # made again from `when`; such a tree stands in no file
_Test = Callable[[Any], bool]


def fits_type(value: Any, kind: Any) -> bool:
    """Return whether a value made of plain data, and everything in it, is of the type that its class says.

    For data of strangers: what a tree of ours can be made of is right already.
    """
    return _test_of(kind)(value)


@cache  # a type is looked at once, and thousands of values are of it
def _test_of(kind: Any) -> _Test:
    if kind is Any:
        return lambda _: True
    if isinstance(kind, UnionType):
        tests = tuple(map(_test_of, get_args(kind)))
        return lambda value: any(test(value) for test in tests)
    if isinstance(kind, type) and issubclass(kind, Struct):
        return lambda value: (
            isinstance(value, kind) and all(test(getattr(value, name)) for name, test in _tests_of_fields(kind))
        )
    origin, inner = get_origin(kind) or kind, get_args(kind)
    if issubclass(origin, Mapping) and inner:
        of_key, of_item = map(_test_of, inner)
        return lambda value: (
            isinstance(value, origin) and all(of_key(key) and of_item(item) for key, item in value.items())
        )
    return _test_of_tuple(inner) if origin is tuple else lambda value: isinstance(value, origin)


def _test_of_tuple(inner: tuple[Any, ...]) -> _Test:
    if inner[1:] == (...,):
        of_item = _test_of(inner[0])
        return lambda value: isinstance(value, tuple) and all(map(of_item, value))
    tests = tuple(map(_test_of, inner))
    return lambda value: (
        isinstance(value, tuple)
        and len(value) == len(tests)
        and all(test(item) for test, item in zip(tests, value, strict=True))
    )


@cache
def _tests_of_fields(kind: Any) -> tuple[tuple[str, _Test], ...]:
    hints = get_type_hints(kind).items()
    return tuple((name, _test_of(hint)) for name, hint in hints if name not in _DROPPED)
