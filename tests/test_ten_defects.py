"""A repository with ten dossiers, one of each defect: exactly those findings in every format, and green once mended."""

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from commands import iama, put
from flagged import with_answer, with_answers, with_rows
from gated import approved, in_use, written

from iama.gate.formats import FORMATS
from iama.model.dossier import Answer, Dossier, Row, State

DAY = ("--as-of", "2026-11-23")
LATE = Row("abcdef", {"text": "Do it", "due": "2026-11-01"})
ANSWERED = in_use().assessments["follow-up-1.0"].answer_to("responses").rows

# dossier, the code of its only finding, the level, the file and the line in it that holds the words after the bar
EXPECTED = {
    ("open-question", "unanswered", "error", "iama-2.0.yaml", "  goal:"),
    ("not-known", "unknown-open", "warning", "iama-2.0.yaml", "  concerns:"),
    ("no-response", "trigger-without-response", "error", "iama-2.0.yaml", "  representative:"),
    ("late-action", "overdue-action", "warning", "follow-up.yaml", "  actions:"),
    ("bad-link", "bad-public-url", "error", "follow-up.yaml", "  public-url:"),
    ("unregistered", "not-in-register", "warning", "follow-up.yaml", "  register-id:"),
    ("unpublished", "not-public", "warning", "follow-up.yaml", "  public-url:"),
    ("changed", "changed-after-approval", "error", "iama-2.0.yaml", "  exit:"),
    ("used-early", "used-before-approval", "error", "algorithm.yaml", "  first-use:"),
    ("unfinished", "conflict-markers", "error", "iama-2.0.yaml", "<<<<<<<"),
}
DEFECTS: Mapping[str, Dossier] = {
    "open-question": with_answer(in_use(), "iama.goal", Answer()),
    "not-known": with_answer(in_use(), "iama.concerns", Answer(status=State.UNKNOWN)),
    "no-response": with_rows(in_use(), "follow-up.responses", *ANSWERED[1:]),
    "late-action": with_rows(in_use(), "follow-up.actions", LATE),
    "bad-link": in_use({"follow-up.public-url": "http://example.nl/iama"}),
    "unregistered": with_answer(in_use({"follow-up.situation": ["none"]}), "follow-up.register-id", Answer()),
    "unpublished": with_answer(in_use(), "follow-up.public-url", Answer()),
    "used-early": in_use({"algorithm.first-use": "2026-11-01"}),
}
Found = set[tuple[str, str, str, int]]  # dossier, code, file, line


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository with the ten dossiers; two changed after they were approved."""
    laid(tmp_path, {"iama.toml": b'language = "en"\n', **defects()})
    return tmp_path


@cache
def defects() -> Mapping[str, bytes]:
    files: dict[str, bytes] = {}
    for name, dossier in DEFECTS.items():
        files |= approved(dossier, home=f"assessments/{name}")
    for name in ("changed", "unfinished"):
        files |= approved(in_use(), home=f"assessments/{name}")
    files |= written(with_answers(in_use(), {"iama.exit": "Otherwise."}), "assessments/changed")
    return files | {"assessments/unfinished/iama-2.0.yaml": b"a:\n<<<<<<< x\n"}


def laid(base: Path, files: Mapping[str, bytes]) -> None:
    for path, content in files.items():
        put(base, path, content)


def expected(base: Path) -> Found:
    """Return what must be found, with the line at which each stands in its file."""
    found = set()
    for dossier, code, _, file, words in EXPECTED:
        lines = (base / "assessments" / dossier / file).read_text(encoding="utf-8").splitlines()
        line = next(number for number, line in enumerate(lines, 1) if line.startswith(words))
        found.add((dossier, code, file, line + (words.startswith("  "))))
    return found


def placed(code: str, path: str, line: int) -> tuple[str, str, str, int]:
    top, dossier, file = path.split("/")
    assert top == "assessments"
    return dossier, code, file, line


def from_text(text: str) -> Found:
    told = re.findall(r"^(\S+?):(\d+):\d+: \w+: .* \[([a-z-]+)\]$", text, re.MULTILINE)
    assert text.splitlines()[-1] == "10 algorithms, 9 assessments: 6 errors, 4 warnings, 0 notes"
    return {placed(code, path, int(line)) for path, line, code in told}


def from_json(text: str) -> Found:
    return {placed(one["code"], one["path"], one["line"]) for one in json.loads(text)["findings"]}


def from_github(text: str) -> Found:
    told = re.findall(r"^::\w+ file=([^,]+),line=(\d+),col=\d+,title=iama ([a-z-]+)::", text, re.MULTILINE)
    assert len(told) == len(text.splitlines()) - 1
    return {placed(code, path, int(line)) for path, line, code in told}


def from_gitlab(text: str) -> Found:
    return {
        placed(one["check_name"], one["location"]["path"], one["location"]["lines"]["begin"])
        for one in json.loads(text)
    }


def from_sarif(text: str) -> Found:
    found = set()
    for one in json.loads(text)["runs"][0]["results"]:
        place = one["locations"][0]["physicalLocation"]
        path = unquote(place["artifactLocation"]["uri"])
        found.add(placed(one["ruleId"], path, place["region"]["startLine"]))
    return found


def from_junit(text: str) -> Found:
    found = set()
    for case in ElementTree.fromstring(text).iter("testcase"):
        (told,) = case
        place = re.match(r"(\S+?):(\d+):\d+: .* \[([a-z-]+)\]$", (told.text or "").splitlines()[0])
        assert place and case.attrib["file"] == place[1] and case.attrib["name"].startswith(place[3])
        found.add(placed(place[3], place[1], int(place[2])))
    return found


def from_markdown(text: str) -> Found:
    rows = [line.replace("\\", "").split(" | ") for line in text.splitlines() if line.startswith("| ")][1:]
    return {placed(row[-1].removesuffix(" |"), *_split(row[2])) for row in rows}


def _split(place: str) -> tuple[str, int]:
    path, _, line = place.rpartition(":")
    return path, int(line)


READERS: Mapping[str, Callable[[str], Found]] = {
    "text": from_text,
    "json": from_json,
    "github": from_github,
    "gitlab": from_gitlab,
    "sarif": from_sarif,
    "junit": from_junit,
    "markdown": from_markdown,
}


def test_ten_dossiers_with_a_defect_each_give_exactly_those_in_every_format(repository: Path) -> None:
    words = [word for name in FORMATS for word in ("--format", f"{name}=out.{name}")]
    assert iama(repository, "check", *DAY, *words).code == 1
    wanted = expected(repository)
    assert len(wanted) == len({code for _, code, _, _ in wanted}) == 10
    for name in FORMATS:
        content = (repository / f"out.{name}").read_text(encoding="utf-8")
        if name in READERS:
            assert READERS[name](content) == wanted, name
        else:  # a format that nobody has written a reader for: it names code and file
            assert [one for one in wanted if one[1] not in content or f"{one[0]}/{one[2]}" not in content] == [], name


def test_each_has_its_level(repository: Path) -> None:
    told = iama(repository, "check", "--json", *DAY).json["findings"]
    found = {(one["algorithm"], one["severity"]) for one in told}
    assert len(told) == 10 and found == {(dossier, level) for dossier, _, level, _, _ in EXPECTED}


def test_the_same_run_is_green_in_every_format_once_all_is_mended(repository: Path) -> None:
    mended = in_use()
    for name, *_ in EXPECTED:
        home = repository / "assessments" / name
        for path in (home / "approved").iterdir():
            path.unlink()
        laid(repository, approved(mended, home=f"assessments/{name}"))
    words = [word for name in FORMATS for word in ("--format", f"{name}=out.{name}")]
    told = iama(repository, "check", *DAY, *words, "--fail-on", "note")
    assert (told.code, told.err) == (0, "")
    assert iama(repository, "check", "--json", *DAY).json["findings"] == []
