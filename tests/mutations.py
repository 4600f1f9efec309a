"""Plain data with one place changed: what a stranger, or a slip of the hand, makes of a file."""

from collections.abc import Iterator
from random import Random
from typing import Any

GONE = object()
VALUES: tuple[Any, ...] = (
    *(GONE, "", "no", None, 0, -1, 1.5, 10**15, True, [], {}, ["x"], [[]], [{}], {"a": "b"}, {"nl": "x"}),
    *("2026-02-30", "0000-00-00", "2026-W01-1", "20260101", "9999-12-31", "0001-01-01"),
    *("key", "not key = key", "()", "../x", "a\nb", "\x00", "{nl}", "sha256:0", "9" * 30, "a" * 3000),
)
Path = tuple[str | int, ...]


def places(record: Any, above: Path = ()) -> Iterator[Path]:
    """Yield the path of everything in a record."""
    inside = record.items() if isinstance(record, dict) else enumerate(record) if isinstance(record, list) else ()
    for key, value in inside:
        yield (*above, key)
        yield from places(value, (*above, key))


def at(record: Any, path: Path) -> Any:
    """Return what stands at a path."""
    for key in path:
        record = record[key]
    return record


def changed(record: Any, path: Path, value: Any) -> Any:
    """Return a record with another value at a path, or nothing there; the record itself stays as it is."""
    key, *rest = path
    copy: Any = dict(record) if isinstance(record, dict) else list(record)
    if rest:
        copy[key] = changed(record[key], tuple(rest), value)
    elif value is GONE:
        del copy[key]
    else:
        copy[key] = value
    return copy


def mutations(record: Any, random: Random, count: int, values: tuple[Any, ...] = VALUES) -> Iterator[tuple[str, Any]]:
    """Yield so many changes of a record, with what was changed: values of other kinds, and what stands elsewhere."""
    paths = list(places(record))
    for _ in range(count):
        path = random.choice(paths)
        value = random.choice(values) if random.random() < 0.7 else at(record, random.choice(paths))
        said = "gone" if value is GONE else repr(value)[:60]
        yield f"{'.'.join(map(str, path))}: {said}", changed(record, path, value)
