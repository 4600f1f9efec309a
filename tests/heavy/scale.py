"""How much the slow suite does."""

import os


def every() -> int:
    """Return of how many in a row one is done: of ten when IAMA_HEAVY is 0.1, and never less than each."""
    return max(1, round(1 / float(os.environ.get("IAMA_HEAVY", "1"))))


def scaled(count: int) -> int:
    """Return `count` times the environment variable IAMA_HEAVY, at least one."""
    return max(1, round(count * float(os.environ.get("IAMA_HEAVY", "1"))))
