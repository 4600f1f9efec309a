"""Changes of several files: whole or not there, for the next writer and for every reader."""

import errno
import json
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import pytest
from disasters import Dying, Failing, Killed, Lost

from iama.files import disk, journal
from iama.files.disk import LOCK
from iama.files.journal import NAME, commit, read_whole, saving, unfinished_save_findings
from iama.model.problems import CannotSave, Finding, Place

OLD: Mapping[str, bytes | None] = {"a.yaml": b"old a\n", "b.yaml": b"old b\n", "c.yaml": None, "approved/d.json": None}
NEW = {name: f"new {name}\n" for name in OLD}
POSIX = pytest.mark.skipif(os.name == "nt", reason="links of POSIX")


def fill(folder: Path, files: Mapping[str, bytes | None]) -> None:
    for name, content in files.items():
        if content is None:
            (folder / name).unlink(missing_ok=True)
        else:
            (folder / name).write_bytes(content)
    if (folder / "approved").is_dir():
        (folder / "approved").rmdir()


def on_disk(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name != LOCK)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def read(folder: Path) -> tuple[Mapping[str, bytes], tuple[Finding, ...]]:
    """Read a folder as a reader of dossiers does."""

    def listed() -> list[str]:
        return [name for name in on_disk(folder) if not name.rpartition("/")[2].startswith(".iama")]

    reads, findings = read_whole(folder, listed, partial(each, folder), "dossier")
    return {name: one() for name, one in reads.items()}, findings


def each(folder: Path, names: Collection[str]) -> tuple[journal.Reads, Sequence[Finding]]:
    return {name: partial(bytes, (folder / name).read_bytes()) for name in names}, ()


BEFORE = {name: content for name, content in OLD.items() if content is not None}
AFTER = {name: text.encode() for name, text in NEW.items()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    fill(tmp_path, OLD)
    return tmp_path


def save(folder: Path) -> None:
    with saving(folder):
        commit(folder, {name: text.encode() for name, text in NEW.items()})


def test_all_files_are_saved_and_nothing_else_is_left(folder: Path) -> None:
    save(folder)
    assert on_disk(folder) == AFTER


def cut_off(folder: Path, system: Failing, monkeypatch: pytest.MonkeyPatch) -> str | None:
    """Save on a system that fails or dies, and return what was said; None when it never came to that."""
    with monkeypatch.context() as patch:
        system.watch(patch)
        try:
            save(folder)
        except CannotSave as said:
            return str(said)
        except Killed:
            return "killed"
    return "" if len(system.calls) >= system.nth else None


def moments(folder: Path, monkeypatch: pytest.MonkeyPatch, system: type[Failing]) -> Iterator[str]:
    """Cut a save off at its first call, its second … and yield what was said, until it runs through."""
    for nth in range(1, 400):
        fill(folder, OLD)
        failing = system(nth)
        said = cut_off(folder, failing, monkeypatch)
        failing.bury()
        if said is None:
            return
        yield said
    raise AssertionError("the save never ran through")


@pytest.mark.parametrize("system", [Failing, Lost])
def test_whichever_call_fails_all_or_none_is_saved_and_the_message_is_true(
    system: type[Failing], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = {"saved": 0, "not": 0}
    for said in moments(folder, monkeypatch, system):
        files, findings = read(folder)
        saved = "nothing was saved" not in said and "cannot save here" not in said
        assert (files, findings) == (AFTER if saved else BEFORE, ()), said
        counts["saved" if saved else "not"] += 1
        with saving(folder):  # the next writer
            pass
        assert on_disk(folder) == (AFTER if saved else BEFORE), said
    assert counts["not"] > 60 and counts["saved"] > 3, counts


def test_a_kill_at_any_call_leaves_all_or_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    for _ in moments(folder, monkeypatch, Dying):
        files, findings = read(folder)
        assert files in (BEFORE, AFTER) and not findings
        with saving(folder):
            pass
        assert on_disk(folder) == files
        seen.append(files == AFTER)
    assert seen == sorted(seen), "once saved, always saved"
    assert seen.count(False) > 20 and seen.count(True) > 20


def test_a_change_that_cannot_be_taken_back_counts_as_saved(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, seen = os.replace, []

    def full(source: Path, target: Path) -> None:
        """Let the journal be written once, and nothing after it."""
        seen.append(target.name)
        if seen != [NAME]:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        with pytest.raises(CannotSave, match="it counts as saved, and the next save puts it in its place"):
            save(folder)
    assert read(folder) == (AFTER, ())
    with saving(folder):
        pass
    assert on_disk(folder) == AFTER


@pytest.fixture
def begun(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dossier of which a save was killed when its journal and its first file were in place."""
    with monkeypatch.context() as patch:
        patch.setattr(disk.Staged, "put", _two_and_no_more())
        with pytest.raises(Killed):
            save(folder)
    assert read(folder) == (AFTER, ())
    assert on_disk(folder)["a.yaml"] == AFTER["a.yaml"] and on_disk(folder)["b.yaml"] == BEFORE["b.yaml"]
    return folder


def _two_and_no_more() -> "object":
    real, seen = disk.Staged.put, []

    def put(self: disk.Staged) -> None:
        seen.append(self.path)
        if len(seen) > 2:
            raise Killed
        real(self)

    return put


class TestCutOff:
    def test_a_reader_writes_nothing(self, begun: Path) -> None:
        before = on_disk(begun)
        read(begun)
        assert on_disk(begun) == before

    def test_the_gate_is_told(self, begun: Path) -> None:
        assert [(one.code, one.place) for one in unfinished_save_findings(begun, "x")] == [
            ("unfinished-save", Place(f"x/{NAME}"))
        ]

    def test_after_the_next_save_there_is_nothing_to_tell(self, begun: Path) -> None:
        with saving(begun):
            pass
        assert unfinished_save_findings(begun, "x") == ()

    def test_what_somebody_changed_since_is_neither_lost_nor_judged(self, begun: Path) -> None:
        (begun / "b.yaml").write_text("mine\n", encoding="utf-8")
        files, findings = read(begun)
        assert files == {**AFTER, "b.yaml": b"mine\n"}
        assert [(one.code, one.place.path) for one in findings] == [("unfinished-save", "dossier/b.yaml")]
        with pytest.raises(CannotSave, match=r"b\.yaml changed since.*nothing was saved now"), saving(begun):
            pass
        assert (begun / "b.yaml").read_bytes() == b"mine\n"

    def test_without_the_journal_the_files_count_as_they_stand(self, begun: Path) -> None:
        (begun / NAME).unlink()
        assert read(begun)[0]["b.yaml"] == BEFORE["b.yaml"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"[" * 100_000,
        b'{"iama_journal": 2, "files": {}}',
        b'{"iama_journal": 1}',
        b'{"iama_journal": 1, "files": []}',
        b'{"iama_journal": 1, "files": {"../x": {"was": null, "text": "x"}}}',
        b'{"iama_journal": 1, "files": {"/etc/x": {"was": null, "text": "x"}}}',
        b'{"iama_journal": 1, "files": {".iama.lock": {"was": null, "text": "x"}}}',
        b'{"iama_journal": 1, "files": {"a.yaml": {"was": null}}}',
        b'{"iama_journal": 1, "files": {"a.yaml": {"was": null, "text": 1}}}',
        b'{"iama_journal": 1, "files": {"a.yaml": null}}',
        b'{"iama_journal": 1, "files": {"a.yaml": {"was": null, "text": "\\ud800"}}}',
        b"\xff",
    ],
)
def test_a_journal_that_no_save_wrote_is_a_finding_and_stops_a_save(content: bytes, folder: Path) -> None:
    (folder / NAME).write_bytes(content)
    files, findings = read(folder)
    assert files == BEFORE
    assert [(one.code, one.place.path) for one in findings] == [("unreadable-file", f"dossier/{NAME}")]
    with pytest.raises(CannotSave, match=r"take \.iama-journal away; nothing was saved now"), saving(folder):
        pass
    assert on_disk(folder) == {**BEFORE, NAME: content}


@POSIX
@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_a_journal_that_is_no_plain_file_is_a_finding_and_stops_a_save(kind: str, folder: Path) -> None:
    step = {"was": None, "text": "x"}
    (elsewhere := folder.parent / "elsewhere").write_text(
        json.dumps({"iama_journal": 1, "files": {"c.yaml": step}}), encoding="utf-8"
    )
    match kind:
        case "link":
            (folder / NAME).symlink_to(elsewhere)
        case "pipe":
            os.mkfifo(folder / NAME)
        case _:
            (folder / NAME).mkdir()
    files, findings = read(folder)
    assert files == BEFORE and [one.code for one in findings] == ["unreadable-file"]
    with pytest.raises(CannotSave), saving(folder):
        pass
    assert "c.yaml" not in on_disk(folder)


def test_a_journal_leads_no_save_through_a_linked_folder(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (folder / "approved").symlink_to(outside)
    files = {"approved/d.json": {"was": None, "text": "x"}}
    (folder / NAME).write_text(json.dumps({"iama_journal": 1, "files": files}), encoding="utf-8")
    with pytest.raises(CannotSave), saving(folder):
        pass
    assert list(outside.iterdir()) == []


class TestMeanwhile:
    """A reader whom a writer overtakes at any moment reads one state or the other."""

    @pytest.mark.parametrize("moment", range(24))
    def test_a_save_between_any_two_looks_is_never_half_seen(
        self, moment: int, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        looks = 0

        def look() -> None:
            nonlocal looks
            looks += 1
            if looks == moment:
                with monkeypatch.context() as patch:
                    patch.setattr(disk, "identity", real_identity)
                    patch.setattr(journal, "_pending_journal", real_told)
                    save(folder)

        real_identity, real_told = disk.identity, journal._pending_journal

        def identity(path: Path) -> tuple[int, ...] | None:
            look()
            return real_identity(path)

        def told(home: Path, shown: str) -> object:
            look()
            return real_told(home, shown)

        monkeypatch.setattr(disk, "identity", identity)
        monkeypatch.setattr(journal, "_pending_journal", told)

        def listed() -> list[str]:
            look()
            return [name for name in on_disk(folder) if ".iama" not in name]

        def read_each(names: Collection[str]) -> tuple[journal.Reads, Sequence[Finding]]:
            there = {}
            for name in names:
                look()
                there[name] = partial(bytes, on_disk(folder)[name])
            return there, ()

        reads, findings = read_whole(folder, listed, read_each, "dossier")
        assert {name: one() for name, one in reads.items()} in (BEFORE, AFTER) and not findings
        assert looks >= min(moment, 8)

    def test_a_reader_whom_writers_never_let_through_says_so(self, folder: Path) -> None:
        def listed() -> list[str]:
            (folder / f"{len(on_disk(folder))}.yaml").touch()
            return list(on_disk(folder))

        files, (finding,) = read_whole(folder, listed, partial(each, folder), "dossier")
        assert (files, str(finding.message)) == ({}, "the files change all the time")
