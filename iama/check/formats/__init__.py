"""The forms that a report of the gate can take: one module each, with `write(report)`, which yields whole lines."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from importlib import import_module

from iama.check.packing import Summary
from iama.check.report import Report
from iama.model.text import harmless
from iama.words import Phrase

FORMATS = {
    name: f"iama.check.formats.{name}" for name in ("text", "json", "github", "gitlab", "sarif", "junit", "markdown")
}
_HARMLESS = frozenset({"github", "json"})  # these see to it themselves


def counted(summary: Summary) -> dict[str, Phrase]:
    """Return every number of a summary with its noun, by name."""
    return {name: Phrase(f"check-{name}", count=count) for name, count in asdict(summary).items()}


def formatted(report: Report, name: str) -> Iterator[str]:
    """Yield the report in one of FORMATS, whole lines at a time; a runner finds a command in `github` only."""
    write: Callable[[Report], Iterator[str]] = import_module(FORMATS[name]).write
    return write(report) if name in _HARMLESS else map(harmless, write(report))
