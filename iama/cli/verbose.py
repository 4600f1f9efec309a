"""What `--verbose` tells on standard error: the files and programs that a command uses, and how long it takes."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

import typer

from iama.cli.language import spoken_language
from iama.model.text import escape_controls
from iama.words import text

_MODULES = (".py", ".pyc", ".so", ".pyd")  # of Python and of its libraries: loaded, not read
_WRITING = os.O_WRONLY | os.O_RDWR


@contextmanager
def telling_what_is_used() -> Iterator[None]:
    """Tell of every file that is opened inside and every program that is run, once, and of the seconds at the end."""
    started, language, lines, listening = perf_counter(), spoken_language(), set[str](), [True]
    text("verbose-took", language, seconds="")  # reads the catalogue: the telling itself opens nothing

    def hear(event: str, values: tuple[Any, ...]) -> None:
        if listening and (line := _told_of(event, values, language)) and line not in lines:
            lines.add(line)
            typer.echo(escape_controls(line), err=True)

    sys.addaudithook(hear)  # Python keeps it until the end
    try:
        yield
    finally:
        listening.clear()
        typer.echo(text("verbose-took", language, seconds=f"{perf_counter() - started:.2f}"), err=True)


def _told_of(event: str, values: tuple[Any, ...], language: str) -> str:
    """Return the line about an event of Python's audit (PEP 578), or nothing for one that tells no user anything."""
    if event == "subprocess.Popen":
        words = [values[1]] if isinstance(values[1], str) else values[1]  # one text on Windows
        return text("verbose-runs", language, command=" ".join(os.fsdecode(word) for word in words))
    if event != "open" or not isinstance(values[0], str | bytes | os.PathLike):
        return ""
    path, _, flags = values
    place = Path(os.fsdecode(path))
    if place.suffix in _MODULES or flags & getattr(os, "O_DIRECTORY", 0) or place.is_relative_to("/dev"):
        return ""
    return text("verbose-writes" if flags & _WRITING else "verbose-opens", language, path=place)
