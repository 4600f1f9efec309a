"""The files of a dossier by name: what is none of them."""

from pathlib import Path

import pytest
from commands import fresh, iama, put

from iama.files.dossierfolder import read_folder


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("iama-2.0 (conflicted copy 2026-11-23 101112).yaml", "iama-2.0.yaml"),
        ("iama-2.0 (Conflict van Jansen 2026-11-23).yaml", "iama-2.0.yaml"),
        ("iama-2.0 (1).yaml", "iama-2.0.yaml"),
        ("iama-2.0-PC-JANSEN.yaml", "iama-2.0.yaml"),
        ("iama-2.0.sync-conflict-20261123-101112-ABCDEFG.yaml", "iama-2.0.yaml"),
        ("iama-2.0_conflict-20261123.yaml", "iama-2.0.yaml"),
        ("iama-2.0 2.yaml", "iama-2.0.yaml"),
        ("iama-2.0~1.yml", "iama-2.0.yaml"),
        ("Copy of iama-2.0.yaml", "iama-2.0.yaml"),
        ("Kopie van algorithm.yaml", "algorithm.yaml"),
        ("approvals-LAPTOP-2.yaml", "approvals.yaml"),
        ("follow-up (1).yaml", "follow-up.yaml"),
        ("people-PC-JANSEN.yaml", "people.yaml"),
    ],
)
def test_a_copy_that_a_synchronising_program_left_is_told(name: str, of: str) -> None:
    _, (finding,) = read_folder("x", {name: b"anything"})
    assert (finding.code, finding.place.path) == ("conflicted-copy", f"x/{name}")
    assert f"looks like a copy of {of} " in str(finding.message)


@pytest.mark.parametrize("name", ["iama-3.0.yaml", "iama-2.0.1.yaml", "iama-2.yaml", "notes.yaml", "myalgorithm.yaml"])
def test_another_file_is_no_copy(name: str) -> None:
    assert [finding.code for finding in read_folder("x", {name: b"anything"})[1]] == ["unknown-file"]


def test_the_interview_and_every_command_that_reads_tell_of_a_copy(tmp_path: Path) -> None:
    base = fresh(tmp_path)
    put(base, "assessments/abc/iama-2.0 (1).yaml", "anything")
    for words in (["status", "abc"], ["flags", "abc"], ["set", "abc", "goal", "x"], ["answer", "--plain", "abc"]):
        assert "[conflicted-copy]" in iama(base, *words, stdin="/stop\n").err
