"""The report for an auditor: every decision with its proof and conditions, and the way from a yardstick to evidence."""

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from commands import iama, refused
from gated import approved, in_use

from iama.model.approval import Condition

MEASURED = Condition("Meet per groep", "measur", "data scientist", "2026-11-21")
WAIVER = """
[[waivers]]
code = "stale"
algorithm = "herzicht"
reason = "De leverancier levert in januari."
by = "project-leader"
approved-by = "lawyer"
until = 2027-01-31
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("audited")
    for path, content in approved(in_use(), conditions=(MEASURED,)).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    (folder / "iama.toml").write_text(f'root = "assessments"\nlanguage = "nl"\n{WAIVER}', encoding="utf-8")
    (folder / "assessments/herzicht/meting.txt").write_text("Gemeten.", encoding="utf-8")
    told = iama(folder, "condition", "herzicht", "measur", "--state", "met", "--by", "lawyer", "--source", "meting.txt")
    assert told.code == 0, told.err
    return folder


def report(base: Path, *words: str) -> Any:
    return json.loads(iama(base, "verify", "--to", "json", "-o", "-", *words).out)


def test_a_decision_stands_with_its_proof_who_took_it_and_what_became_of_its_conditions(base: Path) -> None:
    document = report(base)
    (section,) = document["algorithms"]
    (decision,) = section["decisions"]
    assert (decision["verdict"], decision["verdict_text"]) == ("proven", "bewezen")
    assert (decision["role_text"], decision["seal_text"]) == ("Eindverantwoordelijke", "niet digitaal ondertekend")
    assert decision["because"] == decision["changed"] == []
    (condition,) = decision["conditions"]
    assert (condition["state"], condition["by"], condition["evidence"]) == ("met", "Jurist", "meting.txt")
    assert (condition["evidence_kind"], len(condition["sha256"])) == ("file", 64)
    assert document["summary"]["conditions_text"] == "1 van 1 voorwaarde vervuld"
    assert [(one["reason"], one["over"]) for one in section["waivers"]] == [
        ("De leverancier levert in januari.", False)
    ]


def test_a_yardstick_leads_to_questions_and_those_to_the_decision_and_the_documents(base: Path) -> None:
    (section,) = report(base)["algorithms"]
    theme = next(one for one in section["themes"] if one["theme"] == "ar-model-data")
    assert theme["title"] == "Algemene Rekenkamer: model en data"
    asked = next(one for one in theme["questions"] if one["question"] == "input-data")
    assert (asked["ref"], asked["number"], asked["status"]) == ("iama-2.0", "2.3.1", "answered")
    assert [one["anchor"] for one in asked["decisions"]] == ["herzicht-decision-1"]
    (pointed,) = asked["sources"]
    (source,) = [one for one in section["sources"] if one["anchor"] == pointed["anchor"]]
    assert (source["state"], [one["question"] for one in source["questions"]]) == ("no-digest", ["input-data"])


def test_a_period_leaves_out_what_was_decided_before_or_after_it(base: Path) -> None:
    later = report(base, "--from", "2026-12-01")
    assert later["algorithms"][0]["decisions"] == []
    assert later["algorithms"][0]["earlier_and_later"] == 1
    assert later["period"]["text"] == "Besluiten vanaf 1 december 2026"
    assert len(report(base, "--from", "2026-11-20", "--until", "2026-11-20")["algorithms"][0]["decisions"]) == 1


@pytest.mark.parametrize(
    ("language", "words"), [("nl", "Van maatlat naar bewijs"), ("en", "From yardstick to evidence")]
)
def test_it_is_a_page_and_a_markdown_in_either_language(base: Path, language: str, words: str) -> None:
    for to in ("html", "md"):
        told = iama(base, "verify", "herzicht", "--to", to, "-o", "-", "--lang", language)
        assert told.code == 0, told.err
        assert words in told.out
        assert "Meet per groep" in told.out
        assert "{" not in told.out.partition("</style>")[2]


def test_what_does_not_go_together_is_refused(base: Path) -> None:
    assert "horen bij `--to`" in refused(base, "verify", "--from", "2026-11-20")
    assert "komt na" in refused(base, "verify", "--to", "md", "--from", "2026-11-20", "--until", "2026-11-01")
    assert "is `--to json` genoeg" in refused(base, "verify", "--to", "md", "--json")


def test_what_is_not_proven_says_why_and_ends_with_1(base: Path, tmp_path: Path) -> None:
    for path in base.rglob("*"):
        target = tmp_path / path.relative_to(base)
        target.mkdir() if path.is_dir() else target.write_bytes(path.read_bytes())
    entries = tmp_path / "assessments/herzicht/approvals.yaml"
    entries.write_text(entries.read_text("utf-8").replace("Meet per groep", "Niets"), encoding="utf-8")
    told = iama(tmp_path, "verify", "--to", "json", "-o", "-")
    assert told.code == 1
    (decision,) = json.loads(told.out)["algorithms"][0]["decisions"]
    assert decision["verdict"] == "not-proven"
    assert [one["code"] for one in decision["because"]] == ["approval-broken"]
    assert date.fromisoformat(decision["date"]) == date(2026, 11, 20)


def test_a_bundle_gives_the_same_decisions_and_says_that_documents_are_not_in_it(base: Path, tmp_path: Path) -> None:
    assert iama(base, "bundle", "herzicht", "-o", str(tmp_path / "herzicht.zip")).code == 0
    here, there = (
        report(base, "herzicht"),
        json.loads(iama(tmp_path, "verify", "herzicht.zip", "--to", "json", "-o", "-", "--lang", "nl").out),
    )
    assert there["algorithms"][0]["file"] == "herzicht.zip"
    for one in ("verdict", "entry", "conditions", "role_text"):
        assert [row[one] for row in there["algorithms"][0]["decisions"]] == [
            row[one] for row in here["algorithms"][0]["decisions"]
        ]


def test_the_report_says_nothing_changed_only_where_somebody_could_look(base: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(base, tmp_path / "copy"))
    decide = ("approve", "herzicht", "-q", "iama-2.0", "--role", "responsible", "--decision")

    def said(*words: str) -> list[tuple[str, int]]:
        decisions = report(copy, "--lang", "en", *words)["algorithms"][0]["decisions"]
        page = iama(copy, "verify", "--to", "md", "-o", "-", "--lang", "en", *words).out
        assert all(f"What changed since: {one['unchanged_text']}\n" in page for one in decisions)
        return [(one["unchanged_text"], len(one["changed"])) for one in decisions]

    replaced = "not compared: decision {} about the same assessment came after it"
    assert said() == [("nothing that it covers", 0)]
    assert iama(copy, *decide, "go").code == 0
    assert said() == [(replaced.format(2), 0), ("nothing that it covers", 0)]
    assert iama(copy, "set", "herzicht", "goal", "Iets anders").code == 0
    (first, second) = said()
    assert (first, second[0], bool(second[1])) == ((replaced.format(2), 0), "", True)
    assert iama(copy, *decide, "no-go").code == 0
    assert said()[1:] == [(replaced.format(3), 0), ("not compared: this decision let nothing go on", 0)]
    for path in (copy / "assessments/herzicht/approved").glob("*[0-9a-f].json"):
        path.write_bytes(b"{}")
    assert said() == [("not compared: its snapshot cannot be read", 0)] * 3
