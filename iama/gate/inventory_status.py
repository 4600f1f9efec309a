"""Where an algorithm stands: its phase, what an inventory says of it, and what it has and needs."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from msgspec import Struct


class Phase(StrEnum):
    """Where an algorithm is in its life."""

    DEVELOPMENT = "development"
    IN_USE = "in-use"
    RETIRED = "retired"


_LIGHTEST_FIRST = (Phase.RETIRED, Phase.DEVELOPMENT, Phase.IN_USE)


def heaviest_phase(phases: Iterable[Phase | None]) -> Phase | None:
    """Return the phase in which most is asked, of those that are told."""
    return max((phase for phase in phases if phase), key=_LIGHTEST_FIRST.index, default=None)


def heaviest_category(categories: Iterable[str | None]) -> str | None:
    """Return the category that asks most, of those that are told."""
    return min(filter(None, categories), default=None)


class Listed(Struct, frozen=True):
    """What an inventory, or a dossier itself, says about an algorithm; `month` when only the month is told."""

    category: str | None = None
    first_use: date | None = None
    phase: Phase | None = None
    month: bool = False

    def heavier(self, other: "Listed") -> "Listed":
        """Return what asks most of two: the heavier category and phase, and the earlier day."""
        days = [(one.first_use, one.month) for one in (self, other) if one.first_use]
        first, month = earliest_day(days) if days else (None, False)
        return Listed(
            heaviest_category((self.category, other.category)),
            first,
            heaviest_phase((self.phase, other.phase)),
            month,
        )


def earliest_day(days: Iterable[tuple[date, bool]]) -> tuple[date, bool]:
    """Return the earliest of days and whether it is a month; a day in that month is the better of the two."""
    first, month = min(days := list(days))
    within = [day for day, whole in days if not whole and (day.year, day.month) == (first.year, first.month)]
    return (min(within), False) if month and within else (first, month)


NOT_LISTED = Listed()


class Decided(Struct, frozen=True):
    """One decision about an instrument: `go`, `conditions` or `no-go`, and the day (ISO date) on which it was taken."""

    instrument: str
    decision: str
    day: str


class Withheld(Struct, frozen=True):
    """An instrument of which the assessment is kept from the public as a whole, on these grounds (ids)."""

    instrument: str
    grounds: tuple[str, ...] = ()


class Standing(Struct, frozen=True):
    """Where one algorithm stands, for what compares dossiers with an inventory. Public, like every finding."""

    id: str
    folder: str
    category: str | None
    phase: Phase
    required: tuple[str, ...]  # instruments, such as `iama`
    approved: tuple[str, ...]  # instruments of which the last decision is `go` or `conditions`
    register_id: str  # the number in the Algorithm Register
    conditions: tuple[int, int] = (0, 0)  # of decisions: how many are met, and of how many
    digest: str = ""  # of the files that were looked at
    said: Listed = NOT_LISTED  # by the dossier itself, as far as it may be read
    name_mark: str = ""  # of the name, which no finding holds
    held: tuple[str, ...] = ()  # instruments of which there is an assessment, here or done elsewhere
    complete: tuple[str, ...] = ()  # of those, the ones in which no required question is open
    decisions: tuple[Decided, ...] = ()  # oldest first
    public: bool = False  # whether there is a web address of the public edition
    reviewed_on: str = ""  # the last approval or review, whichever is later (ISO date)
    withheld: tuple[Withheld, ...] = ()


class ListCounts(Struct, frozen=True):
    """What became of every row of a list: the last three make the first."""

    file: str
    listed: int
    covered: int
    missing: int
    not_understood: int
