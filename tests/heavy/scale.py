"""How much the slow suite does."""

import os


def scaled(count: int) -> int:
    """Return `count` times the environment variable IAMA_HEAVY, at least one."""
    return max(1, round(count * float(os.environ.get("IAMA_HEAVY", "1"))))
