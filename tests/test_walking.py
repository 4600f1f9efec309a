"""Claims about reading dossiers from disk in a repository that anybody may have sent."""

import os
import sys
import time
from pathlib import Path

import pytest
from commands import put

from iama.files.walking import Documents, dossier_folders, links_out, read_files
from iama.model.contents import TOO_LARGE
from iama.model.limits import APPROVED_FILES, DOCUMENT_BYTES, FOLDER_FILES, MAX_BYTES

posix = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes need a privilege on Windows")


def names(top: Path) -> list[str]:
    return [path.relative_to(top).as_posix() for path in dossier_folders(top)]


def test_dossiers_are_found_at_any_depth_and_in_order(tmp_path: Path) -> None:
    for name in ("b/algorithm.yaml", "a/deep/iama-2.0.yaml", "c/approvals.yaml", "d/other.yaml", ".git/algorithm.yaml"):
        put(tmp_path, name, "")
    assert names(tmp_path) == ["a/deep", "b", "c"]


def test_a_folder_in_a_dossier_is_no_dossier(tmp_path: Path) -> None:
    put(tmp_path, "a/algorithm.yaml", "")
    put(tmp_path, "a/old/algorithm.yaml", "")
    assert names(tmp_path) == ["a"]


def test_only_the_files_of_a_dossier_are_read(tmp_path: Path) -> None:
    for name in ("algorithm.yaml", "notes.txt", "dpia.pdf", "approved/ab.json", "strange.yml"):
        put(tmp_path, f"a/{name}", name)
    walked = read_files(tmp_path / "a", tmp_path, "a")
    assert sorted(walked.files) == ["algorithm.yaml", "approved/ab.json", "strange.yml"]
    assert walked.refused == ()


@posix
def test_a_link_out_of_the_top_is_not_followed(tmp_path: Path) -> None:
    secret = put(tmp_path, "outside/secret.yaml", "secret")
    put(tmp_path, "top/a/algorithm.yaml", "")
    (tmp_path / "top/a/iama-2.0.yaml").symlink_to(secret)
    (tmp_path / "top/b").symlink_to(tmp_path / "outside")
    walked = read_files(tmp_path / "top/a", tmp_path / "top", "a")
    assert list(walked.files) == ["algorithm.yaml"]
    assert [(one.place.path, one.code) for one in walked.refused] == [("a/iama-2.0.yaml", "unreadable-file")]
    assert names(tmp_path / "top") == ["a"]
    assert [path.name for path in links_out(tmp_path / "top")] == ["b"]


@posix
def test_links_out_are_found_wherever_dossiers_are_looked_for(tmp_path: Path) -> None:
    put(tmp_path, "outside/secret/algorithm.yaml", "")
    top = tmp_path / "top"
    for folder in ("group/inner", "a", "node_modules", ".git", "/".join("bcdefghijklmn")):
        (top / folder).mkdir(parents=True)
    put(top, "a/iama-2.0.yaml", "")
    for name in ("group/x", "group/inner/y", "a/z", "node_modules/z", ".git/z", "b/c/d/e/f/g/h/i/j/k/l/m/n/z"):
        (top / name).symlink_to(tmp_path / "outside")
    (top / "group/loop").symlink_to("loop")
    (top / "group/up").symlink_to("..")
    assert [path.relative_to(top).as_posix() for path in links_out(top)] == ["group/inner/y", "group/x"]
    assert names(top) == ["a"]


@posix
def test_a_link_inside_the_top_is_followed(tmp_path: Path) -> None:
    put(tmp_path, "shared/people.yaml", "people")
    put(tmp_path, "a/algorithm.yaml", "")
    (tmp_path / "a/people.yaml").symlink_to("../shared/people.yaml")
    assert read_files(tmp_path / "a", tmp_path, "a").files["people.yaml"] == b"people"


@posix
def test_pipes_devices_folders_and_loops_are_findings_at_once(tmp_path: Path) -> None:
    put(tmp_path, "a/algorithm.yaml", "")
    os.mkfifo(tmp_path / "a/iama-2.0.yaml")
    (tmp_path / "a/fria-1.0.yaml").mkdir()
    (tmp_path / "a/follow-up.yaml").symlink_to("follow-up.yaml")
    (tmp_path / "a/people.yaml").symlink_to("/dev/zero")
    before = time.monotonic()
    walked = read_files(tmp_path / "a", tmp_path, "a")
    assert time.monotonic() - before < 20
    assert [one.place.path for one in walked.refused] == [
        "a/follow-up.yaml",
        "a/fria-1.0.yaml",
        "a/iama-2.0.yaml",
        "a/people.yaml",
    ]


def test_a_file_that_is_too_large_is_a_finding(tmp_path: Path) -> None:
    put(tmp_path, "a/algorithm.yaml", b"#" * 5_000_001)
    (finding,) = read_files(tmp_path / "a", tmp_path, "a").refused
    assert "larger than" in str(finding.message)


def test_a_document_is_looked_for_in_and_beside_the_dossier_and_nowhere_else(tmp_path: Path) -> None:
    put(tmp_path, "secret.pdf", "secret")
    put(tmp_path, "top/x/a/algorithm.yaml", "")
    put(tmp_path, "top/x/beside.pdf", "beside")
    documents = Documents(tmp_path / "top/x/a", tmp_path / "top")
    assert len(documents.find_digest("beside.pdf")) == 64
    for name in ("../../../secret.pdf", str(tmp_path / "secret.pdf"), "", ".", "a\0b", "missing.pdf"):
        assert documents.find_digest(name) == ""


@posix
def test_a_link_in_the_place_of_what_was_approved_is_a_finding(tmp_path: Path) -> None:
    put(tmp_path, "elsewhere/ab.json", "{}")
    put(tmp_path, "a/algorithm.yaml", "")
    (tmp_path / "a" / "approved").symlink_to(tmp_path / "elsewhere")
    walked = read_files(tmp_path / "a", tmp_path, "a")
    assert sorted(walked.files) == ["algorithm.yaml"]
    assert [(one.place.path, one.code) for one in walked.refused] == [("a/approved", "unreadable-file")]


def sparse(path: Path, size: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.truncate(size)


def test_snapshots_are_counted_by_size_before_any_is_read(tmp_path: Path) -> None:
    for number in range(41):
        sparse(tmp_path / f"a/approved/{number:02}.json", MAX_BYTES)
    walked = read_files(tmp_path / "a", tmp_path, "a")
    assert [(one.place.path, one.code) for one in walked.refused] == [("a/approved/40.json", "unreadable-file")]
    assert len(walked.files) == 40


def test_of_a_folder_with_too_many_files_those_that_matter_are_read(tmp_path: Path) -> None:
    for number in range(FOLDER_FILES + 1):
        put(tmp_path, f"a/x{number}.yaml", "")
    for number in range(APPROVED_FILES + 1):
        put(tmp_path, f"a/approved/{number}.json", "")
    put(tmp_path, "a/algorithm.yaml", "x")
    walked = read_files(tmp_path / "a", tmp_path, "a")
    assert dict(walked.files) == {"algorithm.yaml": b"x"}
    assert [one.place.path for one in walked.refused] == ["a", "a/approved"]


def test_a_snapshot_that_goes_after_the_look_is_not_there(tmp_path: Path) -> None:
    put(tmp_path, "a/approved/ab.json", "{}")
    files = read_files(tmp_path / "a", tmp_path, "a").files
    assert files["approved/ab.json"] == b"{}"
    (tmp_path / "a/approved/ab.json").unlink()
    assert files.get("approved/ab.json") is None


def test_documents_are_hashed_within_a_limit_for_each_and_for_all(tmp_path: Path) -> None:
    sparse(tmp_path / "a/huge.pdf", DOCUMENT_BYTES + 1)
    for name in "pqr":
        sparse(tmp_path / f"a/{name}.pdf", 4)
    documents = Documents(tmp_path / "a", tmp_path, left=10)
    assert documents.find_digest("huge.pdf") == TOO_LARGE
    assert [len(documents.find_digest(f"{name}.pdf")) for name in "ppqr"] == [64, 64, 64, len(TOO_LARGE)]
