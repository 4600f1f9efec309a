"""Findings as Markdown, for a step summary or a comment on a merge request; nothing in it is obeyed."""

import re
from collections.abc import Iterator

from iama.check.finding import CheckFinding, Report
from iama.model.text import shown

_SIGNS = re.compile(r"([\\`*_{}\[\]()<>#+!|~@&:-])")  # what a forge reads as markup, a mention or a reference
_MOST = 500  # a step summary holds one megabyte


def format(report: Report) -> str:
    """Return a line that counts and a table, the worst findings first; waived ones stand in a table of their own."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    summary = report.summary
    yield "## iama check"
    yield ""
    yield (
        f"{summary.algorithms} algorithms, {summary.assessments} assessments on {report.as_of.isoformat()}: "
        f"**{summary.errors} errors**, {summary.warnings} warnings, {summary.notes} notes, {summary.waived} waived."
    )
    standing = sorted(report.standing, key=lambda finding: (-finding.severity, finding.order))
    waived = [finding for finding in report.findings if finding.waived]
    if standing:
        yield from ("", "| level | algorithm | where | finding | what to do | code |", "|---|---|---|---|---|---|")
        yield from (_row(finding, finding.hint) for finding in standing[:_MOST])
    if len(standing) > _MOST:
        yield from ("", f"{len(standing) - _MOST} more findings are left out here.")
    if waived:
        yield from ("", "### Waived", "", "| level | algorithm | where | finding | why, until | code |")
        yield "|---|---|---|---|---|---|"
        yield from (_row(one, f"{one.waived.reason} {one.waived.until}") for one in waived[:_MOST] if one.waived)


def _row(finding: CheckFinding, last: str) -> str:
    where = f"{finding.path}:{finding.line}" if finding.line else finding.path
    cells = (str(finding.severity), finding.algorithm, where, finding.message, last, finding.code)
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _cell(text: str) -> str:
    return _SIGNS.sub(r"\\\1", " ".join(shown(text).split()))
