"""The forms that a report of the gate can take, found by listing this package.

Each module has `report_lines(report)`, which yields whole lines. One that has a reason to write what a runner obeys
says `HARMLESS = True` and sees to the rest itself.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from pkgutil import iter_modules

from msgspec.structs import asdict

from iama.gate.finding import CheckFinding
from iama.gate.report import Report, Summary
from iama.model.text import defuse_commands
from iama.words import Phrase, message_text

FORMATS = tuple(module.name for module in iter_modules(__path__))


def counts_with_nouns(summary: Summary) -> dict[str, Phrase]:
    """Return every number of a summary with its noun, by name."""
    return {name: Phrase(f"check-{name}", count=count) for name, count in asdict(summary).items()}


def before_line(summary: Summary, language: str) -> Iterator[str]:
    """Yield how many findings were there before a change, when there are such."""
    if summary.before:
        yield message_text(Phrase("check-there-before", count=summary.before), language)


def waiver_note(finding: CheckFinding, language: str) -> str:
    """Return why and until when a finding does not count; empty for one that does."""
    waived = finding.waived
    if waived is None:
        return ""
    key = "check-waived-until" if waived.until else "check-waived-because"
    return message_text(Phrase(key, reason=waived.reason, until=waived.until), language)


def list_lines(report: Report) -> Iterator[str]:
    """Yield what became of the rows of every list of algorithms."""
    for counts in report.lists:
        key = "check-list-counts-missing" if counts.missing else "check-list-counts"
        yield message_text(Phrase(key, **asdict(counts)), report.language)


def format_report(report: Report, name: str) -> Iterator[str]:
    """Yield the report in one of FORMATS, whole lines at a time."""
    module = import_module(f"{__name__}.{name}")
    lines: Callable[[Report], Iterator[str]] = module.report_lines
    return lines(report) if getattr(module, "HARMLESS", False) else map(defuse_commands, lines(report))
