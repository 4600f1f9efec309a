"""The forms that a report of the gate can take: one module each, whose `report_lines(report)` yields whole lines."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from importlib import import_module

from iama.gate.report import Report, Summary
from iama.model.text import defuse_commands
from iama.words import Phrase

FORMATS = {
    name: f"iama.gate.formats.{name}" for name in ("text", "json", "github", "gitlab", "sarif", "junit", "markdown")
}
_HARMLESS = frozenset({"github", "json"})  # these see to it themselves


def counts_with_nouns(summary: Summary) -> dict[str, Phrase]:
    """Return every number of a summary with its noun, by name."""
    return {name: Phrase(f"check-{name}", count=count) for name, count in asdict(summary).items()}


def format_report(report: Report, name: str) -> Iterator[str]:
    """Yield the report in one of FORMATS, whole lines at a time; a runner finds a command in `github` only."""
    lines: Callable[[Report], Iterator[str]] = import_module(FORMATS[name]).report_lines
    return lines(report) if name in _HARMLESS else map(defuse_commands, lines(report))
