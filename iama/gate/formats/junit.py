"""Findings as JUnit XML: a suite per algorithm, a case per finding; errors fail, waived ones are skipped."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from iama.gate.finding import CheckFinding
from iama.gate.formats import counts_with_nouns, list_lines
from iama.gate.report import Report
from iama.model.problems import Level
from iama.model.text import escape_controls, fit_for_xml
from iama.words import text

_MARK = 8  # signs of a fingerprint that tell findings of one name apart


def report_lines(report: Report) -> Iterator[str]:
    """Yield the suites; a run without findings is one case that passes."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="iama check">\n'
    for algorithm, findings in groupby(report, key=lambda finding: finding.algorithm):
        yield _indented_xml(_suite(algorithm or "iama", list(findings)))
    if not report.summary.findings:
        suite = Element("testsuite", name="iama", tests="1", failures="0", skipped="0")
        looked = text("check-nothing-found", report.language, **counts_with_nouns(report.summary))
        SubElement(suite, "testcase", classname="iama", name=looked)
        yield _indented_xml(suite)
    for line, counts in zip(list_lines(report), report.lists, strict=True):
        suite = Element("testsuite", name=_xml(counts.file), tests="1", failures="0", skipped="0")
        SubElement(suite, "testcase", classname="iama", name=_xml(line))
        yield _indented_xml(suite)
    yield "</testsuites>\n"


def _indented_xml(suite: Element) -> str:
    indent(suite, level=1)
    return f"  {tostring(suite, encoding='unicode').rstrip()}\n"


def _suite(name: str, findings: Sequence[CheckFinding]) -> Element:
    failing = sum(_fails(finding) for finding in findings)
    skipped = sum(finding.waived is not None for finding in findings)
    counts = {"tests": str(len(findings)), "failures": str(failing), "skipped": str(skipped)}
    suite = Element("testsuite", {"name": _xml(name), **counts})
    for case_name, finding in zip(_case_names(findings), findings, strict=True):
        about = {"classname": _xml(name), "name": _xml(case_name), "file": _xml(finding.path)}
        case = SubElement(suite, "testcase", about)
        words = _xml("\n".join(_finding_lines(finding)))
        if waived := finding.waived:
            SubElement(case, "skipped", message=_xml(waived.reason)).text = f"{_xml(waived.reason)}\n{words}"
        elif _fails(finding):
            SubElement(case, "failure", type=finding.code, message=_xml(finding.message)).text = words
        else:
            SubElement(case, "system-out").text = words
    return suite


def _case_names(findings: Sequence[CheckFinding]) -> Iterator[str]:
    """Yield a name for every finding that no other has: of two with one name GitLab shows the first.

    A name is as lasting as the finding, so that a run can be compared with the one before: no line stands in it.
    """
    seen: set[str] = set()
    for finding in findings:
        about = (finding.code, finding.assessment, finding.question or finding.trigger)
        name = " ".join(filter(None, (*about, "" if finding.assessment else finding.path)))
        yield f"{name} {finding.fingerprint[:_MARK]}" if name in seen else name
        seen.add(name)


def _fails(finding: CheckFinding) -> bool:
    return finding.severity is Level.ERROR and finding.waived is None


def _finding_lines(finding: CheckFinding) -> Iterator[str]:
    yield str(finding)
    if finding.hint:
        yield finding.hint


def _xml(words: str) -> str:
    return fit_for_xml(escape_controls(words))
