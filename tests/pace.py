"""How fast this machine is today, so that a slow one does not break a limit in seconds."""

import time
from functools import cache

_COUNTED = 1_000_000
_SECONDS = 0.03  # that counting takes where the limits mean what they say: a choice, not a measurement


@cache
def pace() -> float:
    """Return by how much limits are longer here: at least 1."""
    return max(1.0, min(_counting() for _ in range(3)) / _SECONDS)


def _counting() -> float:
    """Return the seconds of the processor that counting takes."""
    before, number = time.process_time(), 0
    while number < _COUNTED:
        number += 1
    return time.process_time() - before
