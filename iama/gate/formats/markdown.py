"""Findings as Markdown, for a step summary or a comment on a merge request; nothing in it is obeyed."""

import re
from collections.abc import Iterable, Iterator
from heapq import nsmallest
from itertools import chain, islice

from iama.gate.finding import CheckFinding
from iama.gate.formats import before_line, counts_with_nouns, list_lines
from iama.gate.report import Report
from iama.model.text import escape_controls
from iama.words import message_text, text

_SIGNS = re.compile(r"([\\`*_{}\[\]()<>#+!|~@&:-])")  # what a forge reads as markup, a mention or a reference
_RULE = "|---|---|---|---|---|---|"
_MOST = 5_000  # rows in memory
_ROOM = 900_000  # bytes of rows: a step summary of GitHub holds one mebibyte, and of more it shows nothing


def report_lines(report: Report) -> Iterator[str]:
    """Yield a line that counts and a table, the worst findings first; waived ones stand in a table of their own.

    What does not fit is counted, with where it is.
    """
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
    worst = nsmallest(_MOST, counting, key=lambda finding: (-finding.severity, finding.order))
    rows = [_finding_row(finding, finding.hint) for finding in worst]
    waived = [
        _finding_row(finding, f"{finding.waived.reason} {finding.waived.until}")
        for finding in islice((finding for finding in report if finding.waived), _MOST)
        if finding.waived
    ]
    fitting = sum(1 for _ in _rows_that_fit(chain(rows, waived)))
    shown, shown_waived = rows[:fitting], waived[: max(fitting - len(rows), 0)]
    if shown:
        yield from ("", f"| {text('check-columns', language)} |", _RULE, *shown)
    if shown_waived:
        yield from ("", f"### {text('check-waived-heading', language)}", "")
        yield from (f"| {text('check-columns-waived', language)} |", _RULE, *shown_waived)
    if more := summary.findings - len(shown) - len(shown_waived):
        yield from ("", text("check-more-left-out", language, count=more))


def _rows_that_fit(rows: Iterable[str]) -> Iterator[str]:
    """Yield the first rows, as many as there is room for."""
    room = _ROOM
    for row in rows:
        room -= len(row.encode(errors="surrogatepass")) + 1
        if room < 0:
            return
        yield row


def _finding_row(finding: CheckFinding, last: str) -> str:
    where = f"{finding.path}:{finding.line}" if finding.line else finding.path
    cells = (str(finding.severity), finding.algorithm, where, finding.message, last, finding.code)
    return f"| {' | '.join(_escape_cell(cell) for cell in cells)} |"


def _escape_cell(words: str) -> str:
    return _SIGNS.sub(r"\\\1", " ".join(escape_controls(words).split()))
