"""Days, counted in months."""

from datetime import date, timedelta


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of that month when it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(min(day.year + years, date.max.year), month + 1, 1)
    later = first + timedelta(days=day.day - 1)
    # not with `calendar`: its import is felt at every start
    return later if later.month == first.month else later - timedelta(days=later.day)
