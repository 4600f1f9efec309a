"""What is refused, as a value: a test counts it before it demands it."""

from collections.abc import Callable


def refusal(kind: type[Exception], do: Callable[[], object]) -> str:
    """Return the message of the exception of this kind with which something ends; empty when it ends without one."""
    try:
        do()
    except kind as error:
        return str(error)
    return ""
