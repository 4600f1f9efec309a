"""Findings as Markdown, for a step summary or a comment on a merge request; nothing in it is obeyed."""

import re
from collections.abc import Iterator
from heapq import nsmallest
from itertools import islice

from iama.check.finding import CheckFinding
from iama.check.report import Report
from iama.model.text import shown

_SIGNS = re.compile(r"([\\`*_{}\[\]()<>#+!|~@&:-])")  # what a forge reads as markup, a mention or a reference
_MOST = 500  # a step summary holds one megabyte


def write(report: Report) -> Iterator[str]:
    """Yield a line that counts and a table, the worst findings first; waived ones stand in a table of their own."""
    for line in _lines(report):
        yield f"{line}\n"


def _lines(report: Report) -> Iterator[str]:
    summary = report.summary
    yield "## iama check"
    yield ""
    yield (
        f"{summary.algorithms} algorithms, {summary.assessments} assessments on {report.as_of.isoformat()}: "
        f"**{summary.errors} errors**, {summary.warnings} warnings, {summary.notes} notes, {summary.waived} waived."
    )
    counted = (finding for finding in report if finding.waived is None)
    standing = nsmallest(_MOST, counted, key=lambda finding: (-finding.severity, finding.order))
    waived = islice((finding for finding in report if finding.waived), _MOST) if summary.waived else ()
    if standing:
        yield from ("", "| level | algorithm | where | finding | what to do | code |", "|---|---|---|---|---|---|")
        yield from (_row(finding, finding.hint) for finding in standing)
    if more := sum(summary.levels.values()) - len(standing):
        yield from ("", f"{more} more findings are left out here.")
    if summary.waived:
        yield from ("", "### Waived", "", "| level | algorithm | where | finding | why, until | code |")
        yield "|---|---|---|---|---|---|"
        yield from (_row(one, f"{one.waived.reason} {one.waived.until}") for one in waived if one.waived)


def _row(finding: CheckFinding, last: str) -> str:
    where = f"{finding.path}:{finding.line}" if finding.line else finding.path
    cells = (str(finding.severity), finding.algorithm, where, finding.message, last, finding.code)
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _cell(text: str) -> str:
    return _SIGNS.sub(r"\\\1", " ".join(shown(text).split()))
