"""Decisions that older versions recorded stand: with today's program, and with one in which all that may change did."""

import json
import re
import subprocess
import tarfile
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from changed_program import PACKAGE, Program, changed_program
from commands import ID, Told, demo, iama

STANDING = Path(__file__).parent / "standing"
EDITIONS = tuple(sorted(path.parent.name for path in STANDING.glob("*/verdicts.yaml")))
OF_TODAY = ("questionnaire-revised", "would-not-pass-today")
FOLLOWED = ("condition-lost", "condition-overdue", "condition-without-evidence")  # what became of conditions since
BROKEN = {"approval-broken", "signature-invalid", "bundle-broken"}


class Verdict(NamedTuple):
    """One thing that `verify` says; `question` has its id, and is empty when it is about no single one."""

    of: str
    approval: int
    code: str
    level: str
    question: str


@cache
def verdicts(edition: str) -> Any:
    return yaml.safe_load((STANDING / edition / "verdicts.yaml").read_text(encoding="utf-8"))


def expected(edition: str) -> list[Verdict]:
    """Return what must be said of every dossier of a workspace."""
    told = verdicts(edition)
    return sorted(verdict for id_ in told["dossiers"] for verdict in _of(id_, id_, told))


def expected_of_bundles(edition: str) -> list[Verdict]:
    """Return what must be said of every bundle: the same as of its dossier, and what is said of the bundle itself."""
    told = verdicts(edition)
    found = [verdict for id_ in told["bundles"] for verdict in _of(id_, f"{id_}.zip", told)]
    own = [_verdict(f"{id_}.zip", one) for id_, bundle in told["bundles"].items() for one in bundle["findings"]]
    return sorted(found + own)


def _of(id_: str, name: str, told: Any) -> Iterator[Verdict]:
    dossier = told["dossiers"][id_]
    for number, _ in enumerate(dossier["decisions"], 1):
        yield from (_verdict(name, {**one, "approval": number}) for one in told["every-approval"])
    yield from (_verdict(name, one) for one in dossier["findings"])


def _verdict(name: str, one: Mapping[str, Any]) -> Verdict:
    return Verdict(name, one.get("approval", 0), one["code"], one["level"], one.get("question", ""))


def said(findings: list[dict[str, Any]]) -> list[Verdict]:
    """Return findings as verdicts, without those that come and go with today: none of them unproves a decision."""
    assert all(one["severity"] == "note" for one in findings if one["code"] in OF_TODAY)
    assert all(one["severity"] == "warning" for one in findings if one["code"] in FOLLOWED)
    return sorted(
        Verdict(one["algorithm"], one["approval"] or 0, one["code"], one["severity"], one["question"] or "")
        for one in findings
        if one["code"] not in (*OF_TODAY, *FOLLOWED)
    )


@pytest.fixture(scope="module", params=EDITIONS)
def edition(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def base(edition: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace as an older version left it."""
    folder = tmp_path_factory.mktemp(edition)
    with tarfile.open(STANDING / edition / "workspace.tar.xz") as archive:
        archive.extractall(folder, filter="data")
    return folder


@pytest.fixture(scope="module")
def told(base: Path) -> Told:
    """What today's program says of the workspace."""
    return iama(base, "verify", "--json")


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Program:
    program = changed_program(tmp_path_factory.mktemp("changed") / "program")
    assert Path(program.runs).parent == program.folder / "iama" != PACKAGE
    return program


@pytest.fixture(scope="module")
def told_otherwise(base: Path, changed: Program) -> subprocess.CompletedProcess[str]:
    """What the changed program says of the workspace."""
    return changed(base, "verify", "--json")


def test_nobody_changed_what_stands() -> None:
    lines = (STANDING / "digests.txt").read_text(encoding="utf-8").splitlines()
    found = {path for edition in EDITIONS for path in (STANDING / edition).iterdir()}
    assert sorted(lines) == sorted(
        f"{sha256(path.read_bytes()).hexdigest()}  {path.relative_to(STANDING).as_posix()}" for path in found
    )
    assert {"977be65", "bf277d0"} <= {*EDITIONS}


def test_what_stands_has_every_form_of_decision(edition: str) -> None:
    made = [one for dossier in verdicts(edition)["dossiers"].values() for one in dossier["decisions"]]
    assert {"fria-1.0 go", "fria-1.0 conditions", "iama-2.0 conditions", "iama-2.0 no-go"} <= {*made}
    codes = {one.code for one in expected(edition)}
    assert {"changed-after-approval", "follow-up-changed"} <= codes


def test_the_verdicts_stand(edition: str, told: Told) -> None:
    assert said(told.json["findings"]) == expected(edition)
    assert told.code == 1  # what changed after a decision is an error, and stays one


def test_the_decisions_are_read_as_they_were_made(edition: str, told: Told) -> None:
    found = {one["id"]: one["approvals"] for one in told.json["algorithms"]}
    dossiers = verdicts(edition)["dossiers"]
    decided = {id_: [f"{one['questionnaire']} {one['decision']}" for one in made] for id_, made in found.items()}
    assert decided == {id_: dossier["decisions"] for id_, dossier in dossiers.items()}
    signed = {id_: [one["number"] for one in made if one["signature"] == "valid"] for id_, made in found.items()}
    assert signed == {id_: dossier.get("signed", []) for id_, dossier in dossiers.items()}


def test_the_bundles_stand(edition: str, base: Path, tmp_path: Path) -> None:
    told = iama(tmp_path, "verify", *sorted((base / "bundles").iterdir()), "--json")
    assert said(told.json["findings"]) == expected_of_bundles(edition)


def test_the_gate_finds_no_decision_broken(edition: str, base: Path) -> None:
    found = {one["code"] for one in iama(base, "check", "--no-cache", "--json").json["findings"]}
    assert "changed-after-approval" in found
    assert found & BROKEN == set()


def test_every_decision_can_be_shown_as_it_was(edition: str, base: Path) -> None:
    for id_, dossier in verdicts(edition)["dossiers"].items():
        for number, decision in enumerate(dossier["decisions"], 1):
            then = _bare((base / f"pages/{id_}-{number}.html").read_text(encoding="utf-8"))
            public, internal = (_shown(base, id_, number, name) for name in ("public", "internal"))
            texts = _texts(_answers(base / "assessments" / id_, number))
            published = {text for text in texts if text in then}
            assert len(published) >= 3, (id_, number)
            assert {text for text in published if text not in public or text not in internal} == set(), (id_, number)
            assert {text for text in texts - published if text in public} == set(), (id_, number)
            assert decision.split()[0] in public


def test_what_was_withheld_stays_out_of_public_pages(edition: str, base: Path) -> None:
    for id_, dossier in verdicts(edition)["dossiers"].items():
        for number, decision in enumerate(dossier["decisions"], 1):
            for ref, question in (one.split() for one in dossier.get("withheld", ())):
                if ref != decision.split()[0]:
                    continue
                kept = _texts(_answers(base / "assessments" / id_, number)[ref]["answers"][question]["value"])
                assert kept
                internal, public = (_shown(base, id_, number, name) for name in ("internal", "public"))
                assert [text for text in kept if text not in internal or text in public] == []


def test_the_verdicts_stand_whatever_changes_in_the_program(
    edition: str, told_otherwise: subprocess.CompletedProcess[str]
) -> None:
    assert told_otherwise.returncode == 1, told_otherwise.stderr
    assert said(json.loads(told_otherwise.stdout)["findings"]) == expected(edition)


def test_the_bundles_stand_whatever_changes_in_the_program(
    edition: str, base: Path, changed: Program, tmp_path: Path
) -> None:
    told = changed(tmp_path, "verify", *map(str, sorted((base / "bundles").iterdir())), "--json")
    assert told.stdout, told.stderr
    assert said(json.loads(told.stdout)["findings"]) == expected_of_bundles(edition)


def test_the_program_did_change(
    base: Path, changed: Program, told_otherwise: subprocess.CompletedProcess[str], tmp_path: Path
) -> None:
    """Without this, nothing says that the changes reach what is verified: the questionnaires and the page of today."""
    findings = json.loads(told_otherwise.stdout)["findings"]
    assert "questionnaire-revised" in {one["code"] for one in findings}
    page = tmp_path / "page.html"
    assert changed(base, "report", "herzicht", "-o", str(page)).returncode == 0
    shown = page.read_text(encoding="utf-8")
    assert all(mark in shown for mark in ("<p>Anders</p>", "Anders: ", "Anders - ", 'class="other-part'))


def test_a_decision_of_today_keeps_its_bytes_whatever_changes_in_the_program(changed: Program, tmp_path: Path) -> None:
    base = demo(tmp_path)
    assert iama(base, "approve", ID, "-q", "iama-2.0", "--decision", "go", "--role", "responsible").code == 0
    (base / "out").mkdir()
    for edition, to in (("public", "html"), ("internal", "html"), ("public", "json")):
        words = ("report", ID, "--as-approved", "--edition", edition, "--to", to, "-o")
        before = iama(base, *words, "-").out
        told = changed(base, *words, "out/page")
        assert (told.returncode, told.stderr) == (0, "")
        assert (base / "out/page").read_text(encoding="utf-8") == before
    findings = json.loads(changed(base, "verify", "--json").stdout)["findings"]
    codes = {one["code"] for one in findings if one["code"] not in OF_TODAY}
    assert (codes, {one["severity"] for one in findings}) == ({"layout-not-made-again"}, {"note"})
    assert changed(base, "bundle", ID, "-o", "b.zip").returncode == 0
    of_bundle = iama(base, "verify", "b.zip", "--json").json["findings"]
    assert {one["severity"] for one in of_bundle} == {"note"}


@cache  # two tests look at the same pages
def _shown(base: Path, id_: str, number: int, edition: str) -> str:
    """Return the page of a decision as today's program shows it, without markup and blanks."""
    words = ("report", id_, "--as-approved", "--approval", str(number), "--edition", edition, "-o", "-")
    told = iama(base, *words)
    assert told.code == 0, told.err
    return _bare(told.out)


def _bare(text: str) -> str:
    """Return what a page or a text says without markup, blanks and quotation marks, which pages make typographic."""
    return re.sub(r"[\s\"'“”‘’*_`]", "", unescape(re.sub(r"<[^>]*>", "", text)))


def _answers(folder: Path, number: int) -> Any:
    """Return the assessments in the snapshot that a decision binds; the entries are read as what they are, YAML."""
    entries = yaml.safe_load((folder / "approvals.yaml").read_text(encoding="utf-8"))["approvals"]
    digest = entries[number - 1]["snapshot"].removeprefix("sha256:")
    return json.loads((folder / f"approved/{digest}.json").read_text(encoding="utf-8"))["assessments"]


def _texts(record: Any) -> set[str]:
    """Return every line of prose in plain data, without blanks: not the words that stand for options, ids and dates."""
    if isinstance(record, str):
        return {_bare(line) for line in record.splitlines() if len(line.split()) > 2}
    inner = record.values() if isinstance(record, dict) else record if isinstance(record, list) else ()
    return {text for one in inner for text in _texts(one)}
