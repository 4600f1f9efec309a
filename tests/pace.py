"""How fast this machine is today, so that a limit in seconds means the same everywhere."""

import time
from functools import cache

_COUNTED = 1_000_000
_SECONDS = 0.03  # that counting takes on a quiet machine of 2026


@cache
def pace() -> float:
    """Return how much longer than there everything takes here: at least 1."""
    return max(1.0, min(_counting() for _ in range(3)) / _SECONDS)


def _counting() -> float:
    """Return the seconds of the processor that counting takes."""
    before, number = time.process_time(), 0
    while number < _COUNTED:
        number += 1
    return time.process_time() - before
