"""The forms that a report of the gate can take: one module each, with `format(report) -> str`."""

from collections.abc import Callable
from importlib import import_module

from iama.check.finding import Report
from iama.model.text import harmless

FORMATS = {
    name: f"iama.check.formats.{name}" for name in ("text", "json", "github", "gitlab", "sarif", "junit", "markdown")
}


def formatted(report: Report, name: str) -> str:
    """Return the report in one of FORMATS, ending in a line end; in none but `github` a runner finds a command."""
    write: Callable[[Report], str] = import_module(FORMATS[name]).format
    return write(report) if name == "github" else harmless(write(report))
