"""Claims about the user's editor: whatever it does, the text stays."""

import os
import shutil
import signal
import stat
import subprocess
import tempfile
from pathlib import Path

import pytest

from iama.files.programs import OF_ANOTHER_REPOSITORY, EditorFailed, NoEditor, draft, edit_draft, editor, run_program

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the fake editors are shell scripts")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep drafts within the folder of the test."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def fake(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Make a shell script the editor; the draft is its `$1`."""
    path = folder / "editor.sh"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o700)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", str(path))


def test_the_draft_holds_the_text_and_the_question_below_a_line_and_is_for_its_owner_only(place: Path) -> None:
    path = draft("Before", ("1.1 Why?", "", "Help"), "answer")
    assert path.read_text(encoding="utf-8").startswith("Before\n\n# ---")
    assert path.read_text(encoding="utf-8").endswith(">8 ------------------------\n# 1.1 Why?\n#\n# Help\n")
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("printf 'New text\\n\\nin two\\n' > $1", "New text\n\nin two"),
        ("sed -i s/Before/After/ $1", "After"),
        ("printf '# a heading of the team\\n' > $1", "# a heading of the team"),
        (": > $1", "Before"),
        ("printf '\\n\\n' > $1", "Before"),
        ("printf '\\357\\273\\277With a mark' > $1", "With a mark"),
        ("true", "Before"),
    ],
)
def test_what_the_editor_leaves_is_the_text_and_nothing_means_unchanged(
    place: Path, monkeypatch: pytest.MonkeyPatch, script: str, expected: str
) -> None:
    fake(place, monkeypatch, script)
    path = draft("Before", ("Why?",), "answer")
    assert edit_draft(path, "Before") == expected
    assert not path.parent.exists()


def test_a_large_text_comes_back_whole(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(place, monkeypatch, "head -c 3000000 /dev/zero | tr '\\0' x > $1")
    assert edit_draft(draft("", (), "answer"), "") == "x" * 3_000_000


@pytest.mark.parametrize("script", ["exit 1", "kill -9 $$", "printf 'x\\377y' > $1", "rm $1"])
def test_an_editor_that_fails_says_where_the_text_is(place: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    fake(place, monkeypatch, script)
    path = draft("Before", (), "answer")
    with pytest.raises(EditorFailed) as failed:
        edit_draft(path, "Before")
    assert failed.value.path == path
    assert path.parent.exists()


def test_what_was_written_before_a_crash_still_stands(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(place, monkeypatch, "printf 'Half an answer' > $1; kill -9 $$")
    path = draft("", (), "answer")
    with pytest.raises(EditorFailed):
        edit_draft(path, "")
    assert path.read_text(encoding="utf-8") == "Half an answer"


def test_an_editor_that_does_not_exist_is_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", str(place / "no-such-editor"))
    with pytest.raises(EditorFailed):
        edit_draft(draft("", (), "answer"), "")


def test_the_command_may_have_arguments_and_no_shell_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "code --wait '; rm x'")
    assert editor() == ["code", "--wait", "; rm x"]


@pytest.mark.parametrize("command", ["{}", '"{}"', "'{}'", '"{}" --wait'])
def test_an_editor_may_stand_in_a_folder_with_blanks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    (program := tmp_path / "Program Files" / "My editor.bat").parent.mkdir()
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o700)
    monkeypatch.setenv("VISUAL", command.format(program))
    assert editor() == [str(program), *(["--wait"] if "wait" in command else [])]


def test_visual_wins_from_editor_and_a_known_editor_from_neither(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", " ")
    monkeypatch.setenv("EDITOR", "ed")
    assert editor() == ["ed"]
    monkeypatch.delenv("EDITOR")
    monkeypatch.setattr(shutil, "which", lambda name: name == "vim")
    assert editor() == ["vim"]
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(NoEditor):
        editor()


def test_ctrl_c_is_for_the_editor(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(place, monkeypatch, "kill -INT $PPID; sleep 0.1; printf 'Still here' > $1")
    before = signal.getsignal(signal.SIGINT)
    assert edit_draft(draft("", (), "answer"), "") == "Still here"
    assert signal.getsignal(signal.SIGINT) is before


def test_all_that_git_calls_local_to_a_repository_is_known() -> None:
    told = subprocess.run(["git", "rev-parse", "--local-env-vars"], capture_output=True, text=True, check=True)
    assert {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR"} <= OF_ANOTHER_REPOSITORY
    if more := set(told.stdout.split()) - OF_ANOTHER_REPOSITORY:
        pytest.xfail(f"a newer git calls more local to a repository: {more}")


def test_no_program_inherits_what_is_local_to_another_repository(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in OF_ANOTHER_REPOSITORY:
        monkeypatch.setenv(name, "of another")
    monkeypatch.setenv("GIT_AUTHOR_NAME", "stays")
    fake(place, monkeypatch, "env > $1")
    for environment in (edit_draft(draft("", (), "answer"), ""), run_program(["env"], b"", "env").output):
        names = {line.partition("=")[0] for line in environment.splitlines()}
        assert "GIT_AUTHOR_NAME" in names and names.isdisjoint(OF_ANOTHER_REPOSITORY)
