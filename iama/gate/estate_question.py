"""What of an estate can be told to anybody: numbers that point at no algorithm that is kept secret.

A number below a limit is put together with another, whether a secret is behind it or not, so that nothing can be
concluded from what is put together. What is told are parts of one whole that add up to it, none of them small: so no
difference between numbers is small either.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct

from iama.gate.estate import DECISION, REVIEW, Estate, Line

LEAST = 5  # ours: a smaller number is put together with another
_GROUPS = ("a", "b", "c", "")


class Category(Struct, frozen=True):
    """Categories that are told together (empty: not known), and how many algorithms of them there are."""

    categories: tuple[str, ...]
    algorithms: int
    assessed: int
    decided: int


class Published(Struct, frozen=True):
    """What became of the algorithms that were decided on; None where telling it would point at one of them.

    `rest` are those on another ground, or not public yet.
    """

    published: int
    grounds: tuple[tuple[str, int], ...]
    rest: int


class Since(Struct, frozen=True):
    """How many are late since these years (empty: not known)."""

    years: tuple[str, ...]
    algorithms: int


class Question(Struct, frozen=True):
    """The numbers of an answer to parliament or council; `algorithms` are those that are not out of use."""

    algorithms: int
    retired: int
    unclear: int
    assessed: int
    decided: int
    categories: tuple[Category, ...]
    published: Published | None
    late: int
    oldest: date | None
    since: tuple[Since, ...]
    reviews: int


def question_of(estate: Estate, least: int = LEAST) -> Question:
    """Return what may be told of an estate, with no part of a whole below `least`."""
    live = [line for line in estate.lines if line.live]
    late = [line.late_since(DECISION)[0].since for line in live if line.late_since(DECISION)]
    years = [*sorted({str(day.year) for day in late if day}), ""]
    counts = [(year, sum((str(day.year) if day else "") == year for day in late)) for year in years]
    return Question(
        algorithms=len(live) + estate.nameless,
        retired=len(estate.lines) - len(live),
        unclear=sum(bool(line.unclear) for line in live) + estate.nameless,
        assessed=sum(line.assessed for line in live),
        decided=sum(line.decided for line in live),
        categories=tuple(_categories(live, estate.nameless, least)),
        published=_published([line for line in live if line.decided], least),
        late=len(late),
        oldest=min(filter(None, late), default=None),
        since=tuple(Since(years, count) for years, count in merge_small(counts, least)),
        reviews=sum(bool(line.late_since(REVIEW)) for line in live),
    )


def _categories(live: Sequence[Line], nameless: int, least: int) -> Iterable[Category]:
    counts = [(group, sum((line.category or "") == group for line in live)) for group in _GROUPS]
    counts[-1] = ("", counts[-1][1] + nameless)
    for groups, count in merge_small(counts, least):
        own = [line for line in live if (line.category or "") in groups]
        yield Category(groups, count, sum(line.assessed for line in own), sum(line.decided for line in own))


def _published(decided: Sequence[Line], least: int) -> Published | None:
    """Return what became of what was decided; a ground with few goes to the rest, and a small rest takes one along."""
    published = sum(line.published for line in decided)
    first = [line.grounds[0] for line in decided if line.grounds]
    grounds = sorted(((ground, first.count(ground)) for ground in {*first}), key=lambda one: (-one[1], one[0]))
    shown = [one for one in grounds if one[1] >= least]
    while True:
        rest = len(decided) - published - sum(count for _, count in shown)
        if rest == 0 or rest >= least:
            return Published(published, tuple(shown), rest)
        if not shown:
            return None
        shown.pop()


def merge_small(cells: Iterable[tuple[str, int]], least: int) -> tuple[tuple[tuple[str, ...], int], ...]:
    """Return parts of a whole in their order, each that is not empty but below `least` together with one beside it."""
    parts: list[tuple[tuple[str, ...], int]] = [((name,), count) for name, count in cells if count]
    while len(parts) > 1 and min(count for _, count in parts) < least:
        small = min(range(len(parts)), key=lambda one: parts[one][1])
        beside = [one for one in (small - 1, small + 1) if 0 <= one < len(parts)]
        first, second = sorted((small, min(beside, key=lambda one: parts[one][1])))
        parts[first : second + 1] = [(parts[first][0] + parts[second][0], parts[first][1] + parts[second][1])]
    return tuple(parts)
