"""What CI systems are given: valid by the schema of each, counted within its limits, and never obeyed."""

import json
import re
from collections.abc import Sequence
from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from schemas import SARIF, faults

from iama.gate import formats
from iama.gate.finding import CheckFinding, Spot, Waived
from iama.gate.formats import FORMATS
from iama.gate.report import Report, Summary, json_lines, pack_findings
from iama.gate.report import report as reported
from iama.gate.rules import CODES
from iama.model.problems import Level
from iama.model.struct import replace
from iama.words import FULL

# whatever a hostile file or folder name can put into a message or a path
HOSTILE = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.sampled_from(
    ["::error::x", "\r\n::set-env name=A::B", "%0A::add-mask::x", "]]>", "\x00\x1b[2J", "| <b>@team</b> #1 `x` |"]
)
FINDINGS = st.builds(
    CheckFinding,
    code=st.sampled_from(sorted(CODES)),
    severity=st.sampled_from(Level),
    algorithm=HOSTILE,
    message=HOSTILE,
    hint=HOSTILE,
    question=HOSTILE,
    path=HOSTILE,
    line=st.integers(0, 9),
    column=st.integers(0, 9),
    fingerprint=st.text("0123456789abcdef", min_size=32, max_size=32),
    waived=st.none() | st.builds(Waived, HOSTILE, st.just("2027-01-01")),
    related=st.lists(st.builds(Spot, HOSTILE, HOSTILE, st.integers(1, 9), st.integers(1, 9)), max_size=2).map(tuple),
)
REPORTS = st.lists(FINDINGS, max_size=6).map(lambda found: report(*found))


def report(*findings: CheckFinding) -> Report:
    return reported(date(2026, 11, 23), findings, Summary(algorithms=3, assessments=4))


def in_dutch(*findings: CheckFinding) -> Report:
    return replace(report(*findings), language="nl")


def formatted(name: str, one: Report) -> str:
    return "".join(formats.format_report(one, name))


def finding(number: int = 0, severity: Level = Level.ERROR, waived: Waived | None = None) -> CheckFinding:
    return CheckFinding(
        "unanswered",
        severity,
        "hulp",
        "no answer",
        "answer it",
        path="assessments/hulp/iama-2.0.yaml",
        line=7 + number,
        fingerprint=f"{number:032x}",
        waived=waived,
    )


@given(REPORTS)
def test_what_is_packed_comes_back_and_is_fit_for_a_terminal(one: Report) -> None:
    pack = pack_findings(one)
    assert tuple(pack) == tuple(one)
    assert pack.counts.findings == len(tuple(one))
    assert json_lines(pack.content).replace("\n", "").isprintable()


@given(REPORTS, REPORTS)
def test_two_reports_make_one_in_order(one: Report, other: Report) -> None:
    both = one.with_(other)
    assert both.findings == both.findings == (*one.findings, *other.findings)
    assert both.summary == one.summary + other.summary


@given(REPORTS)
def test_json_says_what_the_report_holds_a_finding_on_a_line(one: Report) -> None:
    written = formatted("json", one)
    told = json.loads(written)
    assert [found["fingerprint"] for found in told["findings"]] == [found.fingerprint for found in one.findings]
    assert written.count('\n    {"code": ') == len(one.findings)


@given(REPORTS, st.sampled_from(("", "https://example.nl/docs")))
def test_sarif_is_valid_by_the_official_schema(one: Report, docs: str) -> None:
    assert faults(json.loads(formatted("sarif", replace(one, docs=docs))), SARIF) == []


def test_the_schema_of_sarif_sees_a_fault() -> None:
    document = json.loads(formatted("sarif", report(finding())))
    document["runs"][0]["results"][0]["level"] = "blocker"
    assert faults(document, SARIF) != []


def test_sarif_names_the_place_and_says_why_a_finding_is_waived() -> None:
    results = json.loads(formatted("sarif", report(finding(), finding(1, waived=Waived("Agreed", "2027-01-01")))))
    first, second = results["runs"][0]["results"]
    place = first["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]) == ("assessments/hulp/iama-2.0.yaml", {"startLine": 7})
    assert ("suppressions" in first, second["suppressions"][0]["justification"]) == (False, "Agreed")
    # code scanning of GitHub knows no suppressions: there only level and words can tell
    assert (first["level"], second["level"]) == ("error", "note")
    assert second["message"]["text"] == "no answer. answer it (waived: Agreed, until 2027-01-01)"


@given(REPORTS)
def test_sarif_gives_every_result_a_line_and_every_rule_its_help(one: Report) -> None:
    placed = replace(one, docs="https://example.nl/docs", root="assessments")
    run = json.loads(formatted("sarif", placed))["runs"][0]
    places = [result["locations"][0]["physicalLocation"]["region"] for result in run["results"]]
    assert [place["startLine"] for place in places] == [max(found.line, 1) for found in sorted_worst(one)]
    for rule in run["tool"]["driver"]["rules"]:
        assert rule["helpUri"] == f"https://example.nl/docs/findings.md#{rule['id']}"
        assert rule["fullDescription"]["text"] in rule["help"]["text"]
        assert ("```toml" in rule["help"]["markdown"]) is not CODES[rule["id"]].integrity
    assert run["tool"]["driver"]["informationUri"] == "https://example.nl/docs/check.md"
    assert run["automationDetails"]["id"] == "iama/assessments/"


def sorted_worst(one: Report) -> list[CheckFinding]:
    return sorted(one, key=lambda found: (-found.severity, found.order))


def test_sarif_names_no_address_that_nobody_knows() -> None:
    run = json.loads(formatted("sarif", report(finding())))["runs"][0]
    assert "informationUri" not in run["tool"]["driver"] and "helpUri" not in run["tool"]["driver"]["rules"][0]
    assert run["automationDetails"]["id"] == "iama/"


def test_sarif_points_at_the_other_answers_that_a_flag_rests_on() -> None:
    spot = Spot("impact", "assessments/hulp/algorithm.yaml", 12, 5)
    (result,) = json.loads(formatted("sarif", report(replace(finding(), related=(spot,)))))["runs"][0]["results"]
    (related,) = result["relatedLocations"]
    assert related["message"]["text"] == "impact"
    assert related["physicalLocation"]["artifactLocation"]["uri"] == "assessments/hulp/algorithm.yaml"
    assert related["physicalLocation"]["region"] == {"startLine": 12, "startColumn": 5}


def test_sarif_keeps_to_what_code_scanning_takes_and_says_what_it_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("iama.gate.formats.sarif._MOST", 2)
    run = json.loads(formatted("sarif", report(*(finding(n) for n in range(5)))))["runs"][0]
    assert len(run["results"]) == 2
    assert "3 findings were left out" in run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]


def test_every_code_has_a_description_for_code_scanning() -> None:
    found = [replace(finding(number), code=code) for number, code in enumerate(sorted(CODES))]
    for language in FULL:
        rules = json.loads(formatted("sarif", replace(report(*found), language=language)))["runs"][0]["tool"]["driver"]
        described = {rule["id"]: rule["shortDescription"]["text"] for rule in rules["rules"]}
        assert described.keys() == CODES.keys() and len({*described.values()}) == len(CODES)


@pytest.mark.parametrize(
    ("name", "found", "words"),
    [
        ("text", [finding()], "3 algoritmes, 4 toetsen: 1 fout, 0 waarschuwingen, 0 opmerkingen\n"),
        ("text", [finding(severity=Level.NOTE)] * 4, "    en nog 3 zoals deze"),
        (
            "text",
            [finding(waived=Waived("Afgesproken", "2027-01-01"))],
            "(uitzondering: Afgesproken, tot en met 2027-01-01)",
        ),
        ("text", [finding(waived=Waived("Afgesproken"))], "(uitzondering: Afgesproken)\n"),
        ("github", [finding()] * 11, "::error title=iama::nog 2 zoals deze; "),
        ("github", [], "iama: 3 algoritmes: 0 fouten, 0 waarschuwingen, 0 opmerkingen, 0 met uitzondering\n"),
        ("markdown", [finding()], "3 algoritmes, 4 toetsen op 2026-11-23: **1 fout**, "),
        ("markdown", [finding()], "| niveau | algoritme | waar | bevinding | wat te doen | code |"),
        ("markdown", [finding(waived=Waived("Afgesproken"))], "### Met uitzondering"),
        ("junit", [], "3 algoritmes zonder bevindingen"),
        ("sarif", [], "De map waarin iama is uitgevoerd."),
    ],
)
def test_what_a_person_reads_beside_the_findings_is_in_the_language_of_the_project(
    name: str, found: Sequence[CheckFinding], words: str
) -> None:
    assert words in formatted(name, in_dutch(*found))


@given(REPORTS)
def test_gitlab_gets_the_keys_that_it_documents(one: Report) -> None:
    issues = json.loads(formatted("gitlab", one))
    assert [issue["fingerprint"] for issue in issues] == [found.fingerprint for found in one]
    for issue, found in zip(issues, one, strict=True):
        assert not found.waived or (issue["severity"] == "info" and "(waived: " in issue["description"])
        assert issue.keys() == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert issue["location"]["lines"]["begin"] >= 1


@given(REPORTS)
def test_junit_can_be_parsed_again_and_counts_right(one: Report) -> None:
    root = ElementTree.fromstring(formatted("junit", one).encode())
    cases = root.findall(".//testcase")
    assert len(cases) == max(1, len(one.findings))
    assert len(root.findall(".//failure")) == one.summary.errors == total(root, "failures")
    assert len(root.findall(".//skipped")) == one.summary.waived == total(root, "skipped")
    assert total(root, "tests") == len(cases)


def test_junit_names_a_finding_the_same_when_its_line_moves() -> None:
    def names(*found: CheckFinding) -> list[str]:
        cases = ElementTree.fromstring(formatted("junit", report(*found)).encode()).iter("testcase")
        return [case.attrib["name"] for case in cases]

    one, moved = replace(finding(), assessment="iama-2.0", question="goal"), replace(finding(), line=99)
    assert names(one) == names(replace(moved, assessment="iama-2.0", question="goal")) == ["unanswered iama-2.0 goal"]
    assert len({*names(one, replace(one, fingerprint="f" * 32))}) == 2  # GitLab drops the second of a name


def test_junit_names_the_file_and_tells_why_a_case_is_skipped() -> None:
    found = report(finding(waived=Waived("Agreed", "2027-01-01")))
    (case,) = ElementTree.fromstring(formatted("junit", found).encode()).iter("testcase")
    assert case.attrib["file"] == "assessments/hulp/iama-2.0.yaml"
    assert (case[0].tag, (case[0].text or "").splitlines()[0]) == ("skipped", "Agreed")


def total(root: ElementTree.Element, name: str) -> int:
    return sum(int(suite.attrib[name]) for suite in root.iter("testsuite"))


@given(REPORTS)
def test_github_gets_one_command_a_line_and_no_other(one: Report) -> None:
    *commands, last = formatted("github", one).splitlines()
    assert all(re.match(r"::(error|warning|notice) [^\x00-\x08\x0a-\x1f]*::", command) for command in commands)
    assert len(commands) == len(one.unwaived_findings)
    assert last.startswith("iama: 3 algorithms: ")


def test_github_shows_ten_of_a_level_and_says_how_many_there_are() -> None:
    one = report(*(finding(n) for n in range(25)), *(finding(n, Level.NOTE) for n in range(10)))
    commands = formatted("github", one).splitlines()[:-1]
    assert [sum(line.startswith(f"::{word} ") for line in commands) for word in ("error", "warning", "notice")] == [
        10,
        0,
        10,
    ]
    assert "16 more like these" in commands[0]


def test_github_says_where_and_what_to_do() -> None:
    assert formatted("github", report(finding())).splitlines()[0] == (
        "::error file=assessments/hulp/iama-2.0.yaml,line=7,title=iama unanswered::no answer%0Aanswer it"
    )


@given(REPORTS)
def test_markdown_is_one_table_row_for_each_finding_and_no_markup(one: Report) -> None:
    tokens = MarkdownIt("commonmark", {"linkify": False}).enable("table").parse(formatted("markdown", one))
    rows = [token for token in tokens if token.type == "tr_open"]
    tables = bool(one.unwaived_findings) + bool(one.summary.waived)
    assert len(rows) == len(one.findings) + tables
    inside: Sequence[str] = [child.type for token in tokens for child in token.children or ()]
    assert set(inside) <= {"text", "strong_open", "strong_close"} | {"text_special"}


def test_markdown_fits_in_a_step_summary_and_says_where_the_rest_is() -> None:
    many = [replace(finding(n), message="x" * 400, waived=Waived("y" * 400) if n % 2 else None) for n in range(4000)]
    written = formatted("markdown", report(*many))
    shown = written.count("\n| error ")
    assert len(written.encode()) < 2**20 and 500 < shown < 4000
    assert f"{4000 - shown} more findings do not fit here: `--format json=FILE` has them all" in written


@pytest.mark.parametrize("name", FORMATS)
def test_a_run_without_findings_is_a_document_too(name: str) -> None:
    assert formatted(name, report()).strip()
