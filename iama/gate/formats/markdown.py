"""Findings as Markdown, for a step summary or a comment on a merge request; nothing in it is obeyed."""

import re
from collections.abc import Iterator
from heapq import nsmallest
from itertools import islice

from iama.gate.finding import CheckFinding
from iama.gate.formats import before_line, counts_with_nouns, list_lines
from iama.gate.report import Report
from iama.model.text import escape_controls
from iama.words import message_text, text

_SIGNS = re.compile(r"([\\`*_{}\[\]()<>#+!|~@&:-])")  # what a forge reads as markup, a mention or a reference
_RULE = "|---|---|---|---|---|---|"
_MOST = 500  # a step summary holds one megabyte


def report_lines(report: Report) -> Iterator[str]:
    """Yield a line that counts and a table, the worst findings first; waived ones stand in a table of their own."""
    for line in _summary_lines(report):
        yield f"{line}\n"


def _summary_lines(report: Report) -> Iterator[str]:
    summary, language = report.summary, report.language
    yield "## iama check"
    yield ""
    yield text("check-counts-in-markdown", language, date=report.as_of.isoformat(), **counts_with_nouns(summary))
    if conditions := report.conditions:
        yield from ("", message_text(conditions, language))
    yield from (f"\n{_escape_cell(line)}" for line in list_lines(report))
    yield from (f"\n{line}" for line in before_line(summary, language))
    counting = (finding for finding in report if finding.waived is None)
    standing = nsmallest(_MOST, counting, key=lambda finding: (-finding.severity, finding.order))
    waived = islice((finding for finding in report if finding.waived), _MOST) if summary.waived else ()
    if standing:
        yield from ("", f"| {text('check-columns', language)} |", _RULE)
        yield from (_finding_row(finding, finding.hint) for finding in standing)
    if more := sum(summary.levels.values()) - len(standing):
        yield from ("", text("check-more-left-out", language, count=more))
    if summary.waived:
        yield from ("", f"### {text('check-waived-heading', language)}", "")
        yield from (f"| {text('check-columns-waived', language)} |", _RULE)
        yield from (
            _finding_row(finding, f"{finding.waived.reason} {finding.waived.until}")
            for finding in waived
            if finding.waived
        )


def _finding_row(finding: CheckFinding, last: str) -> str:
    where = f"{finding.path}:{finding.line}" if finding.line else finding.path
    cells = (str(finding.severity), finding.algorithm, where, finding.message, last, finding.code)
    return f"| {' | '.join(_escape_cell(cell) for cell in cells)} |"


def _escape_cell(words: str) -> str:
    return _SIGNS.sub(r"\\\1", " ".join(escape_controls(words).split()))
