"""The days that people write in a list, in Dutch, English and Frisian: a day or a month, never a guess."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

DAY_FIRST, MONTH_FIRST = "day-first", "month-first"
ORDERS = (DAY_FIRST, MONTH_FIRST)
_MONTHS = (
    "jan januari january jannewaris",
    "feb febr februari february febrewaris",
    "mrt mar maart march",
    "apr april",
    "mei may maaie",
    "jun juni june juny",
    "jul juli july july",
    "aug augustus august",
    "sep sept september septimber",
    "okt oct oktober october",
    "nov november novimber",
    "dec des december desimber",
)
_NUMBER_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_YEARS = range(1950, 2101)  # others are placeholders, such as 1900 and 9999
# texts, because patterns are made when a first day is read, and not at every start
_TIME = r"[t ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*(z|[+-]\d{2}:?\d{2})?$"
_TWO = r"(?P<one>\d{1,2})(?P<sign>[-/. ])(?P<two>\d{1,2})(?P=sign)(?P<year>\d{4})"
_FORMS = (
    r"(?P<year>\d{4})(?P<sign>[-/. ])(?P<month>\d{1,2})(?:(?P=sign)(?P<day>\d{1,2}))?",
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
    r"(?P<month>\d{1,2})[-/. ](?P<year>\d{4})",
    r"(?:(?P<day>\d{1,2})[-/. ]+)?(?P<named>[a-z]+)[-/. ']+(?P<year>\d{4}|\d{2})",
    r"(?P<named>[a-z]+) (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})",
    r"(?P<year>\d{4})[-/. ](?P<named>[a-z]+)(?:[-/. ](?P<day>\d{1,2}))?",
)


class Day(NamedTuple):
    """A day; of a month its first, and then `whole_month`."""

    day: date
    whole_month: bool = False


def parse_day(word: str, order: str = "") -> Day | None:
    """Return the day or the month that a text means, None when that cannot be told.

    `order` says which of two numbers comes first where both could be a month; without it such a day is not understood.
    """
    plain = _bare_date(word)
    if ways := _ways(word):
        possible = {day for day in ways.values() if day}
        return ways.get(order) or (possible.pop() if len(possible) == 1 else None)
    for form in _FORMS:
        if found := re.fullmatch(form, plain):
            return _day_of_match(found.groupdict())
    return None


def is_two_ways(word: str) -> bool:
    """Return whether a text is a day by either order of day and month, and not the same one."""
    return len({day for day in _ways(word).values() if day}) == len(ORDERS)


def order_of(words: Iterable[str]) -> str:
    """Return the one order of day and month that the days of a column prove; empty when none, or both."""
    possible = ([order for order, day in _ways(word).items() if day] for word in words)
    proven = {orders[0] for orders in possible if len(orders) == 1}
    return proven.pop() if len(proven) == 1 else ""


def _ways(word: str) -> Mapping[str, Day | None]:
    """Return what a text with two numbers and a year means by each order; nothing for any other text."""
    found = re.fullmatch(_TWO, _bare_date(word))
    if found is None:
        return {}
    one, two, year = (int(found[name]) for name in ("one", "two", "year"))
    return {DAY_FIRST: _valid(year, two, one), MONTH_FIRST: _valid(year, one, two)}


def _bare_date(word: str) -> str:
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", word) if not unicodedata.combining(sign))
    return re.sub(_TIME, "", " ".join(bare.casefold().split())).strip(" .")


def _day_of_match(parts: Mapping[str, str | None]) -> Day | None:
    year = int(parts["year"] or 0)
    if year < 100:  # written as '26
        year += 2000
    named = parts.get("named")
    month = _NUMBER_OF.get(named, 0) if named else int(parts["month"] or 0)
    day = parts.get("day")
    return _valid(year, month, int(day) if day else None)


def _valid(year: int, month: int, day: int | None) -> Day | None:
    try:
        return Day(date(year, month, day or 1), day is None) if year in _YEARS and day != 0 else None
    except ValueError:
        return None
