"""Claims about the library: another one than what is shipped serves every step, in this process and in others."""

import copy
import pickle
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from shutil import copytree
from typing import Literal

import pytest
from commands import demo
from commands import iama as iama_command
from given import legal, tree

import iama
from iama.files.scaffold import write_dossier, write_workspace
from iama.files.shipped import SHIPPED, LibraryFolder, shipped_folder
from iama.files.store import read_dossier, update_assessments
from iama.gate.config import Config, Waiver
from iama.gate.running import Task, run_all
from iama.library import FlagRow
from iama.model.dossier import Answer, Assessment
from iama.model.library import Library
from iama.model.problems import IamaError, UnusableFile, UsageError
from iama.model.struct import replace
from iama.publish.report import render
from iama.publish.view import view

AS_OF = date(2026, 11, 23)
PACK = "x-voorbeeld-beleid-1.0"
MAP = tree(
    "[{id: goal, kind: text}, {id: scanned, kind: yes-no}, {id: start, kind: date}]",
    triggers="[{id: many-cameras, when: scanned = yes and start > law.start}]",
    id_="camera",
    version="1.0",
)
FACTS = tree("[{id: name, kind: text}]", id_="algorithm", version="1.0")
LATER = tree("[{id: actions, kind: rows, columns: {action!: text}}]", id_="follow-up", version="1.0")
LIBRARY = Library({one.ref: one for one in (FACTS, MAP, LATER)}, legal(start="2026-01-01"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The dossier of a tree that nobody ships, with two answers."""
    workspace, _ = write_workspace(tmp_path)
    write_dossier(workspace, "plein", [MAP], "nl", LIBRARY)

    def scan(assessment: Assessment) -> Assessment:
        return assessment.with_answer("scanned", None, Answer("yes")).with_answer("start", None, Answer("2026-11-01"))

    update_assessments(workspace.root / "plein", {MAP: scan}, library=LIBRARY)
    return workspace.root / "plein"


def test_another_tree_is_read_and_judged_with_its_own_law(folder: Path) -> None:
    dossier = read_dossier(folder, LIBRARY)
    outcome = iama.evaluate(dossier, as_of=AS_OF, library=LIBRARY)
    assert [(verdict.trigger.id, verdict.state.value) for verdict in outcome.verdicts] == [("many-cameras", "fired")]
    later = Library(LIBRARY.trees, legal(start="2027-01-01"))
    before = iama.evaluate(dossier, as_of=AS_OF, library=later)
    assert [verdict.state.value for verdict in before.verdicts] == ["clear"]


def test_another_tree_makes_a_page(folder: Path) -> None:
    dossier = read_dossier(folder, LIBRARY)
    page = view(iama.evaluate(dossier, as_of=AS_OF, library=LIBRARY), dossier, LIBRARY.law, language="en")
    assert "scanned?" in str(render(page, "md", shipped_folder("reports")))


def test_the_gate_knows_another_tree_only_when_it_is_given(folder: Path) -> None:
    files = {f"assessments/plein/{path.name}": path.read_bytes() for path in folder.glob("*.yaml")}
    report = iama.check(files, as_of=AS_OF, library=LIBRARY)
    codes = {finding.code for finding in report.findings}
    assert "trigger-without-response" in codes and "unknown-file" not in codes
    assert "unknown-file" in {finding.code for finding in iama.check(files, as_of=AS_OF).findings}


@pytest.mark.parametrize("jobs", [1, 2])
def test_other_processes_know_the_library_that_is_given(folder: Path, jobs: int) -> None:
    tasks = [Task(folder, f"{number}", folder.parent, AS_OF, Config()) for number in range(9)]
    for examined in run_all(tasks, jobs, library=LIBRARY):
        assert "unknown-file" not in {finding.code for finding in examined.findings}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The worked example, in memory."""
    base = demo(tmp_path_factory.mktemp("library"))
    return {path.relative_to(base).as_posix(): path.read_bytes() for path in base.rglob("*") if path.is_file()}


def test_dossiers_are_read_by_folder(files: dict[str, bytes]) -> None:
    assert [*iama.load(files)] == ["assessments/herzicht"]


def test_a_dossier_with_a_mistake_is_refused_with_all_of_them() -> None:
    broken = {"a/algorithm-1.0.yaml": b"x", "a/algorithm.yaml": b"answers: [", "a/people.yaml": b"\x00"}
    with pytest.raises(UnusableFile) as refused:
        iama.load(broken)
    assert len({finding.place.path for finding in refused.value.findings}) > 1


def test_flags_are_flat_rows_of_text(files: dict[str, bytes]) -> None:
    (dossier,) = iama.load(files).values()
    rows = iama.flags(iama.evaluate(dossier, as_of=AS_OF))
    assert rows and all(row.keys() == FlagRow.__annotations__.keys() for row in rows)
    assert all(isinstance(value, str) for row in rows for value in row.values())
    one = next(row for row in rows if row["flag"] == "indirect-distinction-open")
    assert (one["questionnaire"], one["severity"]) == ("iama-2.0", "must") and "AWGB" in one["law"]


@pytest.mark.parametrize("public", [True, False])
@pytest.mark.parametrize("to", ["html", "md"])
def test_a_dossier_is_a_page(files: dict[str, bytes], *, public: bool, to: Literal["html", "md"]) -> None:
    (dossier,) = iama.load(files).values()
    page = iama.render(dossier, as_of=AS_OF, to=to, public=public, language="en")
    assert ("<html" in page) == (to == "html") and "Decision" in page


def copies(files: dict[str, bytes], count: int) -> Iterator[dict[str, bytes]]:
    for number in range(count):
        yield {path.replace("/herzicht/", f"/herzicht-{number}/"): content for path, content in files.items()}


def test_reports_over_some_of_the_dossiers_make_the_report_over_all(files: dict[str, bytes]) -> None:
    apart = [*copies(files, 3)]
    together = {path: content for one in apart for path, content in one.items()}
    waiver = Waiver("undecided-trigger", "herzicht-1", until=date(2027, 1, 1), reason="r", by="a", approved_by="b")
    config = replace(Config(), waivers=(waiver, replace(waiver, algorithm="weg")))
    whole = iama.check(together, as_of=AS_OF, config=config)
    reports = [pickle.loads(pickle.dumps(iama.check(one, as_of=AS_OF, config=config, partial=True))) for one in apart]
    gathered = iama.gather(reversed(reports), as_of=AS_OF, config=config)
    assert gathered.findings == whole.findings and gathered.summary == whole.summary
    assert gathered.standings == whole.standings
    assert {finding.code for finding in whole if not finding.waived and "weg" in finding.message} == {"waiver-unused"}


def test_the_list_of_algorithms_counts_dossier_by_dossier_and_over_all(files: dict[str, bytes]) -> None:
    apart = [*copies(files, 2)]
    together = {path: content for one in apart for path, content in one.items()}
    rows = "id,name,category\nherzicht-0,One,A\nherzicht-9,Nine,A\nherzicht-1,Two,unheard\n"
    listed = iama.inventory("list.csv", rows.encode())
    whole = iama.check(together, as_of=AS_OF, inventory=listed)
    codes = {finding.code for finding in whole}
    assert {"inventory-differs", "not-understood"} <= codes
    (counts,) = whole.lists
    assert (counts.listed, counts.covered + counts.missing + counts.not_understood) == (3, 3)
    reports = [iama.check(one, as_of=AS_OF, inventory=listed, partial=True) for one in apart]
    gathered = iama.gather(reports, as_of=AS_OF, inventory=listed)
    assert (gathered.findings, gathered.summary, gathered.lists) == (whole.findings, whole.summary, whole.lists)
    with pytest.raises(UsageError):
        iama.inventory("list.csv", b"x,y\n1,2\n")


def test_everything_public_travels(files: dict[str, bytes]) -> None:
    (dossier,) = iama.load(files).values()
    outcome = iama.evaluate(dossier, as_of=AS_OF)
    report = iama.check(files, as_of=AS_OF)
    for one in (*(getattr(iama, name) for name in iama.__all__), dossier, outcome, report, iama.flags(outcome)):
        pickle.loads(pickle.dumps(one))
        copy.deepcopy(one)
    again = pickle.loads(pickle.dumps(outcome))
    assert iama.flags(again) == iama.flags(outcome) and [*pickle.loads(pickle.dumps(report))] == [*report]


def test_the_notebook_of_the_docs_draws_what_it_says(
    files: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    monkeypatch.chdir(tmp_path)
    page = (Path(__file__).parent.parent / "docs" / "library.md").read_text(encoding="utf-8")
    notebook, drawn = re.findall(r"```(?:python|text)\n(.*?)```", page, re.DOTALL)[:2]
    assert len([line for line in notebook.splitlines() if line]) == 10
    exec(notebook, {})
    assert capsys.readouterr().out == drawn


def with_pack(files: dict[str, bytes], folder: Path) -> dict[str, bytes]:
    """The worked example in memory, with the pack of a town beside it and its questions in the dossier."""
    for path, content in {**files, **pack_files()}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    pinned = iama_command(folder, "questionnaire", "digest", "house").out.strip()
    table = f'\n[[house]]\npath = "house"\nsha256 = "{pinned}"\n'
    (folder / "iama.toml").write_bytes(files["iama.toml"] + table.encode())
    for words in (("new", "herzicht", "-q", PACK), ("set", "herzicht", "counter", "no")):
        assert iama_command(folder, *words).code == 0
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def pack_files() -> dict[str, bytes]:
    return {f"house/{path.name}": path.read_bytes() for path in (Path(__file__).parent / "house").iterdir()}


def test_a_notebook_knows_the_packs_of_a_project(files: dict[str, bytes], tmp_path: Path) -> None:
    housed = with_pack(files, tmp_path)
    made = iama.read_library(housed)
    for library in (made, pickle.loads(pickle.dumps(made)), copy.deepcopy(made)):
        assert PACK in repr(library)
        ((folder, dossier),) = iama.load(housed, library=library).items()
        assert folder == "assessments/herzicht"  # not the pack, whose files are named as answers to it are
        outcome = iama.evaluate(dossier, as_of=AS_OF, library=library)
        fired = {row["flag"]: row["law"] for row in iama.flags(outcome, library=library) if row["state"] == "fired"}
        assert fired["no-counter"] == "Policy of Voorbeeld"
        assert "gemeente Voorbeeld" in iama.render(dossier, as_of=AS_OF, library=library)
        assert not {"house-missing", "house-changed"} & {
            one.code for one in iama.check(housed, as_of=AS_OF, library=library)
        }
    assert "house-missing" in {one.code for one in iama.check(housed, as_of=AS_OF)}


def test_a_pack_that_changed_stops_what_rests_on_it_only(files: dict[str, bytes], tmp_path: Path) -> None:
    housed = {**with_pack(files, tmp_path), "house/law.yaml": b"x"}
    library = iama.read_library(housed)
    with pytest.raises(UnusableFile, match=r"iama\.toml:4:1"):
        iama.load(housed, library=library)
    assert "house-changed" in {one.code for one in iama.check(housed, as_of=AS_OF, library=library)}
    without = {path: content for path, content in housed.items() if PACK not in path or path.startswith("house/")}
    assert [*iama.load(without, library=library)] == ["assessments/herzicht"]


@pytest.mark.parametrize(
    "content", [b"[", b"\xff", b"house = 1", b'[[house]]\npath = "../x"', b"a" + b".b" * 200 + b" = 1"]
)
def test_a_configuration_in_memory_with_a_mistake_is_refused(content: bytes) -> None:
    with pytest.raises(UsageError, match=r"iama\.toml"):
        iama.read_library({"iama.toml": content})


def test_without_packs_a_project_knows_what_is_shipped() -> None:
    for files in (
        {},
        {"iama.toml": b'language = "nl"'},
        {"pyproject.toml": b"[tool]"},
        {"pyproject.toml": b"tool = 1"},
    ):
        assert iama.read_library(files) is SHIPPED


def test_a_library_in_memory_travels_as_it_is() -> None:
    again = pickle.loads(pickle.dumps(LIBRARY))
    assert again.refs == LIBRARY.refs
    assert [found.digest for found in again.trees.values()] == [found.digest for found in LIBRARY.trees.values()]
    assert again.law == LIBRARY.law


def test_what_is_shipped_travels_as_its_digest() -> None:
    packed = pickle.dumps(SHIPPED)
    assert SHIPPED.digest.encode() in packed and len(packed) < 500
    assert pickle.loads(packed).digest == SHIPPED.digest


def test_what_has_become_another_is_refused_where_it_arrives(tmp_path: Path) -> None:
    folder = copytree(shipped_folder("questionnaires"), tmp_path / "library")
    packed = pickle.dumps(LibraryFolder(folder))
    (folder / "iama-2.0.yaml").write_text("another", encoding="utf-8")
    with pytest.raises(IamaError, match="changed while this ran"):
        pickle.loads(packed)


def test_only_what_is_asked_for_is_read(tmp_path: Path) -> None:
    for name in ("iama-1.0", "law", "calendar", "published"):
        (tmp_path / f"{name}.yaml").write_text("unreadable", encoding="utf-8")
    (tmp_path / "iama-2.0.yaml").write_bytes((shipped_folder("questionnaires") / "algorithm-1.0.yaml").read_bytes())
    library = LibraryFolder(tmp_path)
    assert library.refs == ("iama-1.0", "iama-2.0")
    assert library.held_trees(["fria-1.0"]) == []


def test_a_library_of_trees_alone_has_nothing_beside_them() -> None:
    library = Library({MAP.ref: MAP})
    assert (library.law.facts, library.duties.duties, library.register.fields) == ({}, (), ())
    assert library.succession("camera-1.0", "camera-2.0") is None and library.releases == {}
