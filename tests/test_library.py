"""Claims about the library: another one than what is shipped serves every step, in this process and in others."""

import pickle
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
from given import legal, tree

import iama
from iama.files.scaffold import write_dossier, write_workspace
from iama.files.shipped import SHIPPED, LibraryFolder, shipped_folder
from iama.files.store import read_dossier, update_assessments
from iama.gate.config import Config
from iama.gate.running import Task, run_all
from iama.model.dossier import Answer, Assessment
from iama.model.library import Library
from iama.model.problems import IamaError
from iama.publish.report import render
from iama.publish.view import view

AS_OF = date(2026, 11, 23)
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
    outcome = iama.evaluate(dossier, LIBRARY, as_of=AS_OF)
    assert [(verdict.trigger.id, verdict.state.value) for verdict in outcome.verdicts] == [("many-cameras", "fired")]
    later = Library(LIBRARY.trees, legal(start="2027-01-01"))
    before = iama.evaluate(dossier, later, as_of=AS_OF)
    assert [verdict.state.value for verdict in before.verdicts] == ["clear"]


def test_another_tree_makes_a_page(folder: Path) -> None:
    dossier = read_dossier(folder, LIBRARY)
    page = view(iama.evaluate(dossier, LIBRARY, as_of=AS_OF), dossier, LIBRARY.law, language="en")
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
