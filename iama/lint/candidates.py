"""The few answers to a question that conditions can tell apart: one for every set of tests that comes out the same."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise, product

from msgspec import Struct

from iama.assess.world import Fact
from iama.lint.names import Key, Named, Reading
from iama.model.conditions import Compare, Ranges, Ref, Type
from iama.model.questionnaire import Kind, Question

Words = tuple[str, ...]
NOTHING: Words = ()
SOME_DAY = date(2027, 1, 1)
_MOST = 4096  # candidates for one question
_DAY = timedelta(days=1)


class TooMany(Exception):
    """There are more candidates than it makes sense to try."""


class Uses(Struct, frozen=True):
    """How conditions look at one question, column or fact."""

    named: Named
    tests: tuple[Words, ...] = ()  # the words of every test on its values
    counts: tuple[int, ...] = ()  # the numbers of values that a `count` stands at, or just beside
    ranges: int = 0  # how often `any`, `every` or a repeat runs over its values


def uses(readings: Iterable[Reading], constants: Mapping[str, str]) -> Mapping[Ref, Uses]:
    """Return how `readings` look at everything that they name; `constants` fills in `law.<id>` and `as-of`."""
    by_ref: dict[Ref, list[Reading]] = {}
    named: dict[Ref, Named] = {}
    for reading in readings:
        if (what := reading.name_target) is not None:
            by_ref.setdefault(what.ref, []).append(reading)
            if not isinstance(what.thing, Key) or what.ref not in named:
                named[what.ref] = _itself(what)
    return {ref: _uses(named[ref], read, constants) for ref, read in by_ref.items()}


def _itself(named: Named) -> Named:
    """Return the driver for a key: a test on `key` tells the values of the driver apart."""
    return Named(named.ref, named.thing.driver) if isinstance(named.thing, Key) else named


def _uses(named: Named, readings: Sequence[Reading], constants: Mapping[str, str]) -> Uses:
    tests, counts = list[Words](), list[Words]()
    for node in (reading.node for reading in readings):
        if isinstance(node, Compare):
            words = tuple(constants.get(word, word) for word in node.values)
            (counts if node.term.counted else tests).append(words)
    around = {math.floor(Decimal(word)) + step for words in counts for word in words for step in (-1, 0, 1, 2)}
    ranges = sum(isinstance(reading.node, Ranges) for reading in readings)
    return Uses(named, tuple(dict.fromkeys(tests)), tuple(sorted(size for size in around if size > 0)), ranges)


def candidates(use: Uses) -> tuple[Words, ...]:
    """Return answers of which one stands for every other, the plainest first; raises TooMany.

    `NOTHING` stands for "not applicable", for an empty column and for a fact that there is none of.
    """
    named = use.named
    match named.thing:
        case Fact(values=()) if named.comparison_type is Type.WORD:
            return (*_sets(use, _imagined_words(use)), NOTHING)
        case Fact():
            return (*_singles(use), *([NOTHING] if named.comparison_type is Type.DATE else []))
        case Question(kind=Kind.CHOICES):
            return (*_sets(use, named.possible_values), NOTHING)
        case Question(kind=Kind.ROWS):
            return (*_row_ids(use), NOTHING)
        case Question():
            return (*_singles(use), NOTHING)
        case column:
            required = getattr(column, "required", False)
            return _singles(use) if required else (*_singles(use), NOTHING)


def alike(use: Uses, values: Iterable[str]) -> list[list[str]]:
    """Return `values` in groups that no test tells apart; those that are tested most come first."""
    groups: dict[tuple[bool, ...], list[str]] = {}
    for value in values:
        groups.setdefault(tuple(value in test for test in use.tests), []).append(value)
    return [groups[signature] for signature in sorted(groups, reverse=True)]


def _singles(use: Uses) -> tuple[Words, ...]:
    match use.named.comparison_type:
        case Type.TEXT:
            return (("x",),)
        case Type.DATE:
            return tuple((day.isoformat(),) for day in days(word for test in use.tests for word in test))
        case Type.NUMBER:
            return tuple((str(number),) for number in _numbers_around(word for test in use.tests for word in test))
        case _:
            return tuple((group[0],) for group in alike(use, use.named.possible_values))


def days(words: Iterable[str], around: int = 1) -> Iterator[date]:
    """Yield every day of `words` with as many days `around` it, or some day when there are no words."""
    near = {date.fromisoformat(word) + step * _DAY for word in words for step in range(-around, around + 1)}
    yield from sorted(near) or [SOME_DAY]


def _numbers_around(words: Iterable[str]) -> Iterator[Decimal]:
    """Yield every number of `words`, one between each two, one below and one above."""
    known = sorted({Decimal(word) for word in words})
    if not known:
        yield Decimal(1)
        return
    yield from known
    yield from ((low + high) / 2 for low, high in pairwise(known))
    yield from (known[-1] + 1, known[0] - 1)


def _sets(use: Uses, values: Words) -> Iterator[Words]:
    """Yield tick-lists: every mix of groups, as many of each as ranges may need, at every size that is counted."""
    question = use.named.thing if isinstance(use.named.thing, Question) else None
    alone = question.exclusive if question else frozenset()
    groups = alike(use, (value for value in values if value not in alone))
    most = (question.max if question else None) or len(values)
    numbers = [range(min(len(group), max(use.ranges, 1)) + 1) for group in groups]
    if math.prod(len(number) for number in numbers) > _MOST:
        raise TooMany
    sets = {
        chosen for mix in product(*numbers) for chosen in _sets_by_size(groups, mix, use.counts) if len(chosen) <= most
    }
    ordered = (tuple(value for value in values if value in chosen) for chosen in sets if chosen)
    yield from sorted(ordered, key=lambda chosen: (len(chosen), [values.index(value) for value in chosen]))
    yield from ((group[0],) for group in alike(use, (value for value in values if value in alone)))


def _sets_by_size(groups: list[list[str]], mix: tuple[int, ...], counts: Iterable[int]) -> Iterator[frozenset[str]]:
    """Yield a set with `mix` members of each group, and with more of the same up to every counted size."""
    chosen = [value for group, number in zip(groups, mix, strict=True) for value in group[:number]]
    spare = [value for group, number in zip(groups, mix, strict=True) if number for value in group[number:]]
    for size in {len(chosen), *counts}:
        if len(chosen) <= size <= len(chosen) + len(spare):
            yield frozenset([*chosen, *spare[: size - len(chosen)]])


def _imagined_words(use: Uses) -> Words:
    """Return words for a fact whose values are not declared: those that are tested, and enough others."""
    tested = dict.fromkeys(word for test in use.tests for word in test)
    others = (f"other-{number}" for number in range(1, max(use.counts, default=1) + 1))
    return (*tested, *others)


def _row_ids(use: Uses) -> Iterator[Words]:
    """Yield rows in every number that matters, with ids as rows have them."""
    sizes = {*range(1, max(use.ranges, 1) + 1), *use.counts}
    for size in sorted(sizes):
        yield tuple(row_id(number) for number in range(size))


def row_id(number: int) -> str:
    """Return the id of an imagined row: six letters."""
    letters = (chr(ord("a") + number // 26**place % 26) for place in reversed(range(6)))
    return "".join(letters)
