"""Findings as SARIF 2.1.0 (OASIS), as code scanning takes it; waived ones carry their justification.

GitHub does not know `suppressions` by itself: a waived finding is a note there and says that it is waived, until
`advanced-security/dismiss-alerts` reads them (docs/check.md).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from heapq import nsmallest
from urllib.parse import quote

from iama import __version__
from iama.files.shipped import SHIPPED
from iama.gate.explaining import Explanation, explain_code
from iama.gate.finding import CheckFinding
from iama.gate.formats import list_lines, waiver_note
from iama.gate.report import Report
from iama.gate.rules import CODES
from iama.model.problems import Level
from iama.model.text import escape_controls
from iama.words import text

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_MOST = 25_000  # GitHub refuses a file with more results
_ROOT = "SRCROOT"
Record = Mapping[str, object]


def report_lines(report: Report) -> Iterator[str]:
    """Yield one run, the worst findings first: not all of them may fit."""
    findings = nsmallest(_MOST, report, key=lambda finding: (-finding.severity, finding.order))
    codes = sorted({finding.code for finding in findings})
    left_out = report.summary.findings - len(findings)
    language = report.language
    run = {
        "tool": {"driver": _driver(codes, report)},
        "automationDetails": {"id": _category(report.root)},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _notifications(left_out, report)}],
        "originalUriBaseIds": {_ROOT: {"description": {"text": text("check-folder-of-run", language)}}},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(finding, codes, language) for finding in findings],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    yield escape_controls(json.dumps(log, ensure_ascii=False, indent=2)) + "\n"


def _category(root: str) -> str:
    """Return what tells runs over several folders of one repository apart."""
    return f"iama/{quote(root, errors='surrogateescape')}/" if root.strip(".") else "iama/"


def _driver(codes: Sequence[str], report: Report) -> Record:
    about = {"name": "iama", "semanticVersion": __version__, "language": report.language}
    pages = {"informationUri": f"{report.docs}/check.md"} if report.docs else {}
    return {**about, **pages, "rules": [_sarif_rule(code, report) for code in codes]}


def _sarif_rule(code: str, report: Report) -> Record:
    levels, language = CODES[code], report.language
    one = explain_code(code, SHIPPED.law, language, report.docs)
    return {
        "id": code,
        "name": "".join(word.capitalize() for word in code.split("-")),
        "shortDescription": {"text": text(f"rule-{code}", language)},
        "fullDescription": {"text": one.what},
        "help": _rule_help(one, language),
        **({"helpUri": one.address} if one.address else {}),
        "defaultConfiguration": {"level": str(levels.in_use)},
        "properties": {"tags": ["integrity"] if levels.integrity else []},
    }


def _rule_help(one: Explanation, language: str) -> Record:
    """Return why, what to do and how to let it stand, as text and as Markdown."""
    reasons = (one.what, " ".join(filter(None, (one.why, one.law))), one.mend)
    heads = [text(f"explain-head-{head}", language) for head in ("why", "mend", "waive")]
    plain = "\n\n".join((reasons[0], *(f"{head}: {words}" for head, words in zip(heads, reasons[1:], strict=False))))
    marked = (f"**{head}**\n\n{words}" for head, words in zip(heads, (*reasons[1:], _marked_waiver(one)), strict=True))
    return {"text": plain, "markdown": "\n\n".join((reasons[0], *marked))}


def _marked_waiver(one: Explanation) -> str:
    """Return how to let a finding stand as Markdown: what is TOML, in blocks of code."""
    paragraphs = "\n".join(one.waive).split("\n\n")
    return "\n\n".join(f"```toml\n{words}\n```" if " = " in words else words for words in paragraphs)


def _notifications(left_out: int, report: Report) -> Sequence[Record]:
    words = text("check-too-many", report.language, count=left_out, limit=_MOST)
    lists = [{"level": "note", "message": {"text": line}} for line in list_lines(report)]
    return [*([{"level": "warning", "message": {"text": words}}] if left_out else []), *lists]


def _sarif_result(finding: CheckFinding, codes: Sequence[str], language: str) -> Record:
    words = f"{finding.message}. {finding.hint}" if finding.hint else finding.message
    waived = waiver_note(finding, language)
    return {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": str(Level.NOTE if waived else finding.severity),
        "message": {"text": f"{words} {waived}" if waived else words},
        "locations": [{"physicalLocation": _location(finding.path, finding.line, finding.column)}],
        **_related(finding),
        "partialFingerprints": {"iama/v1": finding.fingerprint},
        **_suppressions(finding),
    }


def _location(path: str, line: int, column: int) -> Record:
    """Return a place; code scanning wants a line, and of a file or folder as a whole that is the first."""
    uri = quote(path, errors="surrogateescape")
    region = {"startLine": max(line, 1), **({"startColumn": column} if line and column else {})}
    return {"artifactLocation": {"uri": uri, "uriBaseId": _ROOT}, "region": region}


def _related(finding: CheckFinding) -> Record:
    """Return where the other answers stand that a finding rests on."""
    if not finding.related:
        return {}
    return {
        "relatedLocations": [
            {
                "id": number,
                "physicalLocation": _location(spot.path, spot.line, spot.column),
                "message": {"text": spot.question},
            }
            for number, spot in enumerate(finding.related, 1)
        ]
    }


def _suppressions(finding: CheckFinding) -> Record:
    if finding.waived is None:
        return {}
    return {"suppressions": [{"kind": "external", "status": "accepted", "justification": finding.waived.reason}]}
