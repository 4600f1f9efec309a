"""The report as lines for a terminal or a log: what counts in full, a crowd of notes in short, the sum last."""

from collections.abc import Iterable, Iterator

from iama.gate.finding import CheckFinding
from iama.gate.formats import before_line, counts_with_nouns, list_lines, waiver_note
from iama.gate.report import Report, unpack_findings
from iama.model.problems import Level
from iama.model.text import escape_controls
from iama.words import message_text, text

_MOST_NOTES = 3  # of one code in one file; of more only the first is told: a dossier on its first day has hundreds


def report_lines(report: Report) -> Iterator[str]:
    """Yield the report as text, dossier by dossier; the last line counts."""
    language = report.language
    for part in report.parts:
        yield "".join(
            f"{escape_controls(line)}\n"
            for group in _groups(unpack_findings(part))
            for line in _group_lines(group, language)
        )
    if report.summary.findings:
        yield f"{text('check-explain', language)}\n"
    if conditions := report.conditions:
        yield f"{message_text(conditions, language)}\n"
    key = "check-counts-with-waived" if report.summary.waived else "check-counts"
    yield f"{text(key, language, **counts_with_nouns(report.summary))}\n"
    yield from (f"{escape_controls(line)}\n" for line in list_lines(report))
    yield from (f"{line}\n" for line in before_line(report.summary, language))


def _groups(findings: Iterable[CheckFinding]) -> Iterator[list[CheckFinding]]:
    """Yield findings that are told together: notes of one code in one file where the first stands, others alone."""
    groups: dict[tuple[str, str, str], list[CheckFinding]] = {}
    for finding in findings:
        alone = finding.severity > Level.NOTE or finding.waived is not None
        groups.setdefault((finding.path, finding.code, finding.fingerprint if alone else ""), []).append(finding)
    yield from groups.values()


def _group_lines(group: list[CheckFinding], language: str) -> Iterator[str]:
    shown = group if len(group) <= _MOST_NOTES else group[:1]
    for finding, after in zip(shown, (*shown[1:], None), strict=True):
        yield _joined_lines(f"{finding} {waiver_note(finding, language)}".rstrip())
        if finding.hint and finding.waived is None and (after is None or after.hint != finding.hint):
            yield f"    {_joined_lines(finding.hint)}"
    if more := len(group) - len(shown):
        yield f"    {text('check-more', language, count=more)}"


def _joined_lines(words: str) -> str:
    return " ".join(words.split("\n"))
