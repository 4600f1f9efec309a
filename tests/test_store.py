"""The disk: what is found, what is refused, and that no failure of any call costs an answer."""

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

import filelock
import pytest
from disasters import Failing, Toll, kill_savers, save, standing
from given import given, written
from refusals import refusal

from iama.files import disk, store
from iama.files.dossierfolder import file_of
from iama.files.layout import write_assessment
from iama.files.store import update_assessments
from iama.model.dossier import Answer, Assessment
from iama.model.library import Library
from iama.model.limits import MAX_BYTES
from iama.model.problems import CannotSave, UnusableFile, UsageError
from iama.model.questionnaire import Questionnaire

FORKS = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked process, and this system cannot fork")
POSIX = pytest.mark.skipif(os.name == "nt", reason="file modes and links of POSIX")


def answering(id_: str, value: str) -> Callable[[Assessment], Assessment]:
    return lambda assessment: assessment.with_answer(id_, None, Answer(value))


def left(folder: Path) -> list[str]:
    """Return the names in a folder, without the lock."""
    return sorted(path.name for path in folder.iterdir() if path.name != disk.LOCK)


class TestNames:
    @pytest.mark.parametrize("id_", ["herzicht", "a", "3d-scan", "a" * 64, "x-1"])
    def test_an_id_is_lower_case_letters_digits_and_hyphens(self, id_: str) -> None:
        assert store.checked_id(id_) == id_

    @pytest.mark.parametrize(
        "id_",
        [
            *("", ".", "..", "../x", "a/b", "a\\b", "/etc", "C:", "c:\\x", "Herzicht", "a b", "-a", "a-", "a.b"),
            *("con", "nul", "aux", "prn", "com1", "lpt9", "a" * 65, "a\0", "a\n", "~", "$HOME", "*", "%2e%2e"),
            *("é", "ａ", "\u202ea"),
        ],
    )
    def test_anything_else_cannot_name_a_folder_on_every_system(self, id_: str, counted: Callable[..., None]) -> None:
        told = refusal(UsageError, lambda: store.checked_id(id_))
        counted(names=1, accepted=int(not told))
        assert "cannot name an algorithm" in told

    def test_a_file_is_called_after_its_questionnaire(self) -> None:
        assert file_of("iama-2.0") == "iama-2.0.yaml"
        assert (file_of("algorithm-1.0"), file_of("follow-up-1.0")) == ("algorithm.yaml", "follow-up.yaml")

    def test_a_dossier_is_a_folder_with_the_facts_of_an_algorithm(self, tmp_path: Path) -> None:
        for name in ("b/algorithm.yaml", "a/algorithm.yaml", "c/iama-2.0.yaml", "d/e/algorithm.yaml", "algorithm.yaml"):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).touch()
        assert store.dossiers(tmp_path) == (tmp_path / "a", tmp_path / "b")


class TestReading:
    def test_a_dossier_is_its_assessments_and_people(
        self, small: Questionnaire, alone: Library, tmp_path: Path
    ) -> None:
        (tmp_path / "iama-2.0.yaml").write_text(written(small, "goal: {value: x}"), encoding="utf-8")
        (tmp_path / "people.yaml").write_text("format: iama-people/1\npeople: {a: {name: Ans}}\n", encoding="utf-8")
        dossier = store.read_dossier(tmp_path, alone)
        assert (dossier.id, dossier.people) == (tmp_path.name, {"a": "Ans"})
        assert dossier.assessments == {"iama-2.0": given(small, "goal: {value: x}")}

    def test_reading_leaves_no_trace(self, small: Questionnaire, alone: Library, tmp_path: Path) -> None:
        (tmp_path / "iama-2.0.yaml").write_text(written(small, ""), encoding="utf-8")
        store.read_dossier(tmp_path, alone)
        assert [path.name for path in tmp_path.iterdir()] == ["iama-2.0.yaml"]

    def test_every_mistake_in_every_file_comes_at_once(
        self, small: Questionnaire, alone: Library, tmp_path: Path
    ) -> None:
        text = written(small, "goal: {value: [x]}\ngaol: {value: x}")
        (tmp_path / "iama-2.0.yaml").write_text(text, encoding="utf-8")
        (tmp_path / "people.yaml").write_text("format: iama-people/1\npeople: x\n", encoding="utf-8")
        with pytest.raises(UnusableFile) as caught:
            store.read_dossier(tmp_path, alone)
        assert [f"{Path(one.place.path).name}:{one.place.line} {one.code}" for one in caught.value.findings] == [
            "iama-2.0.yaml:5 invalid-value",
            "iama-2.0.yaml:6 unknown-question",
            "people.yaml:2 invalid-value",
        ]

    def test_a_file_that_cannot_be_read_is_a_finding_and_the_others_are_read(
        self, small: Questionnaire, alone: Library, tmp_path: Path
    ) -> None:
        (tmp_path / "iama-2.0.yaml").write_bytes(b"a" * (MAX_BYTES + 1))
        (tmp_path / "people.yaml").write_text("format: iama-people/1\npeople: {a: {name: Ans}}\n", encoding="utf-8")
        dossier, findings = store.inspect_dossier(tmp_path, alone)
        assert dossier.people == {"a": "Ans"}
        assert [(one.code, str(one.message)) for one in findings] == [
            ("unreadable-file", "cannot be read: it is larger than 5000000 bytes")
        ]

    def test_a_file_under_the_name_of_another_is_a_finding(self, small: Questionnaire, tmp_path: Path) -> None:
        text = written(small, "").replace("iama-2.0", "iama-1.0")
        (tmp_path / "iama-2.0.yaml").write_text(text, encoding="utf-8")
        dossier, findings = store.inspect_dossier(tmp_path, Library({small.ref: small, "iama-1.0": small}))
        assert dossier.assessments == {}
        assert [str(one.message) for one in findings] == [
            "the file holds answers to iama-1.0, and its name says iama-2.0"
        ]

    @pytest.mark.parametrize("kind", ["folder", "nothing", pytest.param("pipe", marks=POSIX)])
    def test_only_a_regular_file_is_read(self, kind: str, tmp_path: Path) -> None:
        path = tmp_path / "x"
        if kind == "folder":
            path.mkdir()
        elif kind == "pipe":
            os.mkfifo(path)
        with pytest.raises(UnusableFile, match="No such file" if kind == "nothing" else "it is not a regular file"):
            store.read_bytes(path)

    def test_a_disk_that_fails_while_reading_is_a_finding(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "x").touch()
        for nth in (1, 2, 3, 4):  # open, fdopen, fstat, read
            with monkeypatch.context() as patch:
                Failing(nth).watch(patch)
                with pytest.raises(UnusableFile, match="x: error: cannot be read: Input/output error"):
                    store.read_bytes(tmp_path / "x")


class TestUpdate:
    def test_the_first_save_writes_the_whole_skeleton(
        self, small: Questionnaire, alone: Library, tmp_path: Path
    ) -> None:
        update_assessments(tmp_path, {small: answering("goal", "x")}, "en", alone)
        expected = Assessment("iama-2.0", "en").with_answer("goal", None, Answer("x"))
        assert (tmp_path / "iama-2.0.yaml").read_bytes() == write_assessment(expected, small).encode()
        assert left(tmp_path) == ["iama-2.0.yaml"]

    def test_a_change_applies_to_what_stands_on_disk_now(
        self, small: Questionnaire, alone: Library, tmp_path: Path
    ) -> None:
        update_assessments(tmp_path, {small: answering("goal", "x")}, library=alone)
        update_assessments(tmp_path, {small: answering("prohibited", "no")}, library=alone)
        (saved,) = update_assessments(tmp_path, {small: answering("goal", "y")}, library=alone)
        assert saved == store.read_dossier(tmp_path, alone).assessments["iama-2.0"]
        assert (saved.answer_to("goal").value, saved.answer_to("prohibited").value) == ("y", "no")

    def test_a_change_that_changes_nothing_writes_nothing(
        self, small: Questionnaire, alone: Library, tmp_path: Path
    ) -> None:
        update_assessments(tmp_path, {small: answering("goal", "x")}, library=alone)
        before = (tmp_path / "iama-2.0.yaml").stat()
        update_assessments(tmp_path, {small: answering("goal", "x")}, library=alone)
        assert (tmp_path / "iama-2.0.yaml").stat() == before

    @pytest.mark.parametrize(
        "content",
        [
            "goal: {value: x, vlaue: y}",
            "gaol: {value: x}",
            "goal:\n<<<<<<< HEAD\n  value: x\n=======\n  value: y\n>>>>>>> z",
            "goal: {value: *x}",
            "prohibited: {value: ja}",
            "goal: {value: x",
        ],
    )
    def test_a_file_with_a_mistake_is_never_overwritten(
        self, content: str, small: Questionnaire, alone: Library, tmp_path: Path
    ) -> None:
        path = tmp_path / "iama-2.0.yaml"
        path.write_text(written(small, "").rstrip("\n") + "\n" + content, encoding="utf-8")
        before = path.read_bytes()
        with pytest.raises(UnusableFile):
            update_assessments(tmp_path, {small: answering("goal", "z")}, library=alone)
        assert path.read_bytes() == before
        assert left(tmp_path) == ["iama-2.0.yaml"]

    @pytest.mark.parametrize("kind", ["empty", "another encoding", "an empty map", "too large"])
    def test_a_file_that_is_none_is_never_overwritten(
        self, kind: str, small: Questionnaire, alone: Library, tmp_path: Path
    ) -> None:
        large = b"a" * (MAX_BYTES + 1)
        content = {"empty": b"", "another encoding": b"\xff\xfe", "an empty map": b"{}", "too large": large}[kind]
        (tmp_path / "iama-2.0.yaml").write_bytes(content)
        with pytest.raises(UnusableFile):
            update_assessments(tmp_path, {small: answering("goal", "z")}, library=alone)
        assert (tmp_path / "iama-2.0.yaml").read_bytes() == content

    def test_comments_by_hand_stop_the_save_and_are_shown(
        self, small: Questionnaire, alone: Library, tmp_path: Path
    ) -> None:
        path = tmp_path / "iama-2.0.yaml"
        update_assessments(tmp_path, {small: answering("goal", "x")}, library=alone)
        text = path.read_text(encoding="utf-8").replace("value: x", "value: x # vraag Ans") + "# klaar?\n"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(CannotSave) as caught:
            update_assessments(tmp_path, {small: answering("goal", "y")}, library=alone)
        assert f"{path}:7: # vraag Ans" in str(caught.value)
        assert "# klaar?" in str(caught.value)
        assert path.read_text(encoding="utf-8") == text

    def test_a_file_of_another_system_is_read_and_saved_in_ours(
        self, small: Questionnaire, alone: Library, tmp_path: Path
    ) -> None:
        def open_again(assessment: Assessment) -> Assessment:
            return assessment.with_answer("prohibited", None, Answer())

        path = tmp_path / "iama-2.0.yaml"
        update_assessments(tmp_path, {small: answering("goal", "een\ntwee")}, library=alone)
        ours = path.read_bytes()
        path.write_bytes(b"\xef\xbb\xbf" + ours.replace(b"\n", b"\r\n"))
        update_assessments(tmp_path, {small: answering("prohibited", "no")}, library=alone)
        update_assessments(tmp_path, {small: open_again}, library=alone)
        assert path.read_bytes() == ours

    @pytest.mark.parametrize(
        "answer",
        [Answer("a\x00"), Answer("a \n"), Answer("\ud800"), Answer(""), Answer("x", by=("nobody",))],
        ids=["null", "trailing blank", "surrogate", "empty", "unknown role"],
    )
    def test_an_answer_that_would_not_come_back_as_given_is_not_saved(
        self, answer: Answer, small: Questionnaire, alone: Library, tmp_path: Path
    ) -> None:
        with pytest.raises(CannotSave, match="could not be read back"):
            update_assessments(tmp_path, {small: lambda found: found.with_answer("goal", None, answer)}, library=alone)
        assert left(tmp_path) == []

    def test_what_an_editor_saved_in_the_meantime_is_not_overwritten(
        self, small: Questionnaire, alone: Library, tmp_path: Path
    ) -> None:
        path = tmp_path / "iama-2.0.yaml"
        update_assessments(tmp_path, {small: answering("goal", "x")}, library=alone)

        def slow(found: Assessment) -> Assessment:
            path.write_text(path.read_text(encoding="utf-8").replace("value: x", "value: edited"), encoding="utf-8")
            return found.with_answer("goal", None, Answer("z"))

        with pytest.raises(CannotSave, match="another program changed the file just now"):
            update_assessments(tmp_path, {small: slow}, library=alone)
        assert given(small, "goal: {value: edited}") == store.read_dossier(tmp_path, alone).assessments["iama-2.0"]


WRITER = """
import sys
from pathlib import Path
from iama.files import store
from iama.files.shipped import SHIPPED
from iama.model.dossier import Answer, Row

folder, who, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])

def add(row):
    def change(assessment):
        rows = (*assessment.answer_to("progress").rows, row)
        return assessment.with_answer("progress", None, Answer(rows))
    return change

for number in range(count):
    letters = "".join(chr(ord("a") + int(digit)) for digit in f"{number:04}")
    row = Row(who + letters, {"action": f"action {number}", "status": "done"})
    store.update_assessments(folder, {SHIPPED.resolve_questionnaire("follow-up-1.0"): add(row)})
"""


def write_together(folder: Path, writers: Sequence[str], count: int) -> set[str]:
    """Let processes each add rows to one answer, all at once, and return the ids of the rows that stand there."""
    commands = [[sys.executable, "-c", WRITER, str(folder), who, str(count)] for who in writers]
    running = [subprocess.Popen(command, stderr=subprocess.PIPE) for command in commands]
    errors = [process.communicate()[1].decode() for process in running]
    assert not any(errors), errors
    return set(store.read_dossier(folder).assessments["follow-up-1.0"].answer_to("progress").value_words())


class TestTogether:
    def test_two_processes_with_fifty_edits_each_lose_nothing(self, tmp_path: Path) -> None:
        rows = write_together(tmp_path, ["xx", "yy"], 50)
        assert len(rows) == 100
        assert left(tmp_path) == ["follow-up.yaml"]

    def test_a_lock_that_stays_taken_is_a_message(
        self, small: Questionnaire, alone: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(disk, "_PATIENCE", ((0.05, 0.01), (0.05, 0.01)))
        taken = pytest.raises(CannotSave, match="another process has been saving for two minutes")
        with filelock.FileLock(tmp_path / disk.LOCK), taken:
            update_assessments(tmp_path, {small: answering("goal", "x")}, library=alone)
        assert left(tmp_path) == []

    @FORKS
    def test_a_lock_dies_with_its_holder(self, small: Questionnaire, alone: Library, tmp_path: Path) -> None:
        reader, writer = os.pipe()
        if (child := os.fork()) == 0:
            with disk.hold_lock(tmp_path):
                os.write(writer, b".")
                time.sleep(60)
        assert os.read(reader, 1) == b"."
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        update_assessments(tmp_path, {small: answering("goal", "x")}, library=alone)  # else it would wait and give up

    @pytest.mark.parametrize("error", [OSError(errno.ENOLCK, "No locks available"), NotImplementedError("no flock")])
    def test_a_share_without_locks_is_a_message(
        self, error: Exception, small: Questionnaire, alone: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_: Any, **__: Any) -> Any:
            raise error

        monkeypatch.setattr(filelock, "FileLock", refuse)
        with pytest.raises(CannotSave, match=r"cannot save here: (No locks available|no flock)"):
            update_assessments(tmp_path, {small: answering("goal", "x")}, library=alone)


@FORKS
def test_thirty_kills_leave_the_old_or_the_new_file_and_lose_no_saved_answer(tmp_path: Path) -> None:
    toll = kill_savers(tmp_path, 30, Random(1))
    assert (toll.kills, toll.lost, toll.broken) == (30, 0, 0)
    assert toll.saved > 0
    for path in tmp_path.glob(".iama-save-*"):
        os.utime(path, (0, 0))
    save(tmp_path, 9_999)
    assert (standing(tmp_path), left(tmp_path)) == (9_999, ["algorithm.yaml"])


def test_a_toll_counts_a_broken_file(tmp_path: Path) -> None:
    save(tmp_path, 1)
    path = tmp_path / "algorithm.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("version 1\n", "version 2\n", 7), encoding="utf-8")
    assert standing(tmp_path) is None
    path.write_bytes(path.read_bytes()[:9_000])
    assert standing(tmp_path) is None
    assert Toll().broken == 0
