"""A bar on standard error that says how far long work is, when somebody is watching."""

import os
import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

import typer

T = TypeVar("T")
_MANY = 20  # less is done before a bar can be read


def with_progress_bar(things: Iterable[T], count: int) -> Iterator[T]:
    """Yield every thing, of which there are `count`; the bar shows on a terminal only, and only when there are many."""
    if count < _MANY or not (sys.stderr and sys.stderr.isatty()) or os.environ.get("TERM") == "dumb":
        yield from things
        return
    with typer.progressbar(things, length=count, show_pos=True, file=sys.stderr) as bar:
        yield from bar
