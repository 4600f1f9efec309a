"""One file on disk: whichever call fails, the old or the new one stands, and nobody else may read or lose it."""

import errno
import os
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import filelock
import pytest
from disasters import Failing

from iama.files import disk
from iama.files.disk import LOCK, TEMPORARY, clear_stray, hold_lock, make_folder, replace_file, stream_file
from iama.model.problems import CannotSave

POSIX = pytest.mark.skipif(os.name == "nt", reason="file modes, groups and links of POSIX")
ROOT = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="becomes somebody else, as root can")
CODES = [errno.ENOSPC, errno.EIO, errno.EPERM, errno.EDQUOT, errno.EROFS]


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with one file that must survive."""
    (tmp_path / "a.yaml").write_bytes(b"old\n")
    return tmp_path


def failures(
    home: Path, code: int, monkeypatch: pytest.MonkeyPatch, save: Callable[[Path], None]
) -> tuple[list[str], list[str]]:
    """Fail at the first call, then at the second … until a save runs through.

    Return the calls that failed, and those after which stood what the message does not say, or more than the file.
    """
    failed: list[str] = []
    broken: list[str] = []
    path = home / "a.yaml"
    for nth in range(1, 50):
        path.write_bytes(b"old\n")
        with monkeypatch.context() as patch:
            failing = Failing(nth, code).watch(patch)
            try:
                save(path)
            except CannotSave as error:
                assert os.strerror(code) in str(error)
                failed.append(failing.calls[nth - 1])
                if path.read_bytes() != (b"new\n" if "the new file stands" in str(error) else b"old\n"):
                    broken.append(f"{failed[-1]}: {error}")
            else:
                if len(failing.calls) < nth:
                    break
        assert [name for name in left(home) if not name.startswith(TEMPORARY)] == ["a.yaml"]
        clear_stray(home)
        assert left(home) == ["a.yaml"]
    return failed, broken


class TestFailures:
    @pytest.mark.parametrize("code", CODES, ids=lambda code: errno.errorcode[code])
    def test_whichever_call_fails_the_old_or_the_new_file_stands_whole(
        self, code: int, home: Path, monkeypatch: pytest.MonkeyPatch, counted: Callable[..., None]
    ) -> None:
        failed, broken = failures(home, code, monkeypatch, lambda path: replace_file(path, "new\n"))
        counted(failures=len(failed), broken=len(broken))
        assert broken == []
        assert {"create", "open", "fdopen", "write", "flush", "fsync", "read", "replace", "close"} <= {*failed}
        assert failed[-3:] == ["open", "fsync", "close"]  # the folder's
        assert (home / "a.yaml").read_bytes() == b"new\n"

    @pytest.mark.parametrize("code", CODES, ids=lambda code: errno.errorcode[code])
    def test_whichever_call_fails_the_old_or_the_new_report_stands_whole(
        self, code: int, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        failed, broken = failures(home, code, monkeypatch, lambda path: stream_file(path, iter((b"ne", b"w\n"))))
        assert broken == []
        assert {"create", "write"} <= {*failed} and failed[-1] == "replace"
        assert (home / "a.yaml").read_bytes() == b"new\n"

    @pytest.mark.parametrize("code", [errno.EINVAL, errno.ENOTSUP])
    def test_a_share_that_cannot_sync_a_folder_or_keep_a_mode_is_no_failure(
        self, code: int, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        names = self.calls_of_a_save(home, monkeypatch)
        for nth in (len(names) - 1, names.index("fchmod") + 1):
            (home / "a.yaml").write_bytes(b"old\n")
            with monkeypatch.context() as patch:
                failing = Failing(nth, code).watch(patch)
                replace_file(home / "a.yaml", "new\n")
            assert failing.calls[nth - 1] in ("fsync", "fchmod")
            assert (home / "a.yaml").read_bytes() == b"new\n"

    def calls_of_a_save(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        with monkeypatch.context() as patch:
            watching = Failing(0).watch(patch)
            replace_file(home / "a.yaml", "new\n")
        return watching.calls

    def test_a_disk_that_gives_back_something_else_is_found_out(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(disk, "read_file", lambda *_: b"nwe\n")
        with pytest.raises(CannotSave, match="something else than was written"):
            replace_file(home / "a.yaml", "new\n")
        assert (home / "a.yaml").read_bytes() == b"old\n"

    @POSIX
    def test_a_real_limit_on_the_size_of_a_file_costs_nothing(self, home: Path) -> None:
        script = (
            "import resource, signal, sys; from pathlib import Path; from iama.files.disk import replace_file;"
            "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096));"
            "replace_file(Path(sys.argv[1]), 'new' * 10_000)"
        )
        command = [sys.executable, "-c", script, str(home / "a.yaml")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert "CannotSave" in done.stderr and "File too large" in done.stderr
        assert left(home) == ["a.yaml"]
        assert (home / "a.yaml").read_bytes() == b"old\n"

    def test_an_interrupt_leaves_the_old_file_and_nothing_else(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(disk.Staged, "put", lambda _: (_ for _ in ()).throw(KeyboardInterrupt()))
            with pytest.raises(KeyboardInterrupt):
                replace_file(home / "a.yaml", "new\n")
        assert left(home) == ["a.yaml"]
        assert (home / "a.yaml").read_bytes() == b"old\n"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@POSIX
class TestModes:
    @pytest.mark.parametrize("umask", [0o022, 0o077])
    @pytest.mark.parametrize("of_file", [0o600, 0o640, 0o644, 0o660, 0o664])
    def test_a_save_keeps_who_may_use_a_file(self, of_file: int, umask: int, home: Path) -> None:
        (home / "a.yaml").chmod(of_file)
        old = os.umask(umask)
        try:
            replace_file(home / "a.yaml", "new\n")
        finally:
            os.umask(old)
        assert mode(home / "a.yaml") == of_file

    @pytest.mark.parametrize(
        ("of_folder", "of_file", "of_inner"),
        [(0o700, 0o600, 0o700), (0o755, 0o644, 0o755), (0o2775, 0o664, 0o2775), (0o2770, 0o660, 0o2770)],
    )
    def test_what_is_new_is_as_open_as_its_folder(
        self, of_folder: int, of_file: int, of_inner: int, tmp_path: Path
    ) -> None:
        home = tmp_path / "home"
        home.mkdir()
        home.chmod(of_folder)
        old = os.umask(0o022)
        try:
            replace_file(home / "a.yaml", "new\n")
            stream_file(home / "b.html", [b"new\n"])
            assert make_folder(home / "inner")
            with hold_lock(home):
                pass
        finally:
            os.umask(old)
        assert [mode(home / name) for name in ("a.yaml", "b.html", LOCK)] == [of_file] * 3
        assert mode(home / "inner") == of_inner

    def test_in_a_folder_for_everybody_others_never_write(self, tmp_path: Path) -> None:
        tmp_path.chmod(0o1777)
        replace_file(tmp_path / "a.yaml", "new\n")
        make_folder(tmp_path / "inner")
        assert (mode(tmp_path / "a.yaml"), mode(tmp_path / "inner")) == (0o664, 0o775)

    @ROOT
    def test_a_save_keeps_the_group_of_a_file(self, home: Path) -> None:
        os.chown(home / "a.yaml", -1, 4242)
        (home / "a.yaml").chmod(0o660)
        replace_file(home / "a.yaml", "new\n")
        assert ((home / "a.yaml").stat().st_gid, mode(home / "a.yaml")) == (4242, 0o660)

    @ROOT
    def test_a_group_that_cannot_be_kept_is_not_replaced_by_another_one(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        os.chown(home / "a.yaml", -1, 4242)
        (home / "a.yaml").chmod(0o664)
        monkeypatch.setattr(os, "chown", lambda *_, **__: (_ for _ in ()).throw(PermissionError(errno.EPERM, "no")))
        replace_file(home / "a.yaml", "new\n")
        assert ((home / "a.yaml").stat().st_gid, mode(home / "a.yaml")) == (os.getgid(), 0o644)

    @ROOT
    def test_two_accounts_of_a_group_save_in_turn(self, tmp_path: Path) -> None:
        home = tmp_path / "home"
        home.mkdir()
        os.chown(home, 0, 4242)
        home.chmod(0o2775)
        for place in (tmp_path, *list(tmp_path.parents)[:-2]):  # the folders of the test are for its owner only
            place.chmod(place.stat().st_mode | 0o011)
        for user in (5001, 5002, 5001):
            assert save_as(user, home) == 0
        assert mode(home / "a.yaml") == mode(home / LOCK) == 0o664
        assert (home / "a.yaml").read_bytes() == b"5001\n"

    @ROOT
    def test_a_lock_that_an_older_version_made_for_one_account_is_opened_when_that_one_saves(
        self, tmp_path: Path
    ) -> None:
        home = tmp_path / "home"
        home.mkdir()
        os.chown(home, 0, 4242)
        home.chmod(0o2775)
        for place in (tmp_path, *list(tmp_path.parents)[:-2]):
            place.chmod(place.stat().st_mode | 0o011)
        (home / LOCK).touch(mode=0o644)
        os.chown(home / LOCK, 5001, 4242)
        assert [save_as(user, home) for user in (5002, 5001, 5002)] == [1, 0, 0]


def save_as(user: int, home: Path) -> int:
    """Save in a child process of another account with group 4242, umask 022, and return how it ended."""
    if (child := os.fork()) == 0:
        try:
            os.setgroups([4242])
            os.setgid(user)
            os.setuid(user)
            os.umask(0o022)
            with hold_lock(home):
                replace_file(home / "a.yaml", f"{user}\n")
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


class TestLock:
    @POSIX
    @pytest.mark.parametrize("kind", ["link to a file", "link to nothing", "pipe", "folder"])
    def test_a_lock_that_is_no_plain_file_is_refused(self, kind: str, home: Path) -> None:
        lock = home / LOCK
        match kind:
            case "link to a file":
                lock.symlink_to(home / "a.yaml")
            case "link to nothing":
                lock.symlink_to(home / "b.yaml")
            case "pipe":
                os.mkfifo(lock)
            case _:
                lock.mkdir()
        with pytest.raises(CannotSave, match=r"\.iama\.lock: it must be a plain file"), hold_lock(home):
            pass
        assert left(home) == [LOCK, "a.yaml"]
        assert (home / "a.yaml").read_bytes() == b"old\n"

    def test_a_lock_that_cannot_be_let_go_does_not_undo_what_was_saved(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def release(lock: filelock.FileLock, force: bool = False) -> None:
            raise OSError(errno.EIO, "Input/output error")

        with monkeypatch.context() as patch:
            patch.setattr(filelock.FileLock, "release", release)
            with hold_lock(home):
                replace_file(home / "a.yaml", b"new\n")
        assert (home / "a.yaml").read_bytes() == b"new\n"

    def test_who_waits_longer_looks_more_often(self) -> None:
        seconds, pauses = zip(*disk._PATIENCE, strict=True)
        assert (sum(seconds), list(pauses)) == (120, sorted(pauses, reverse=True))


class TestFiles:
    @POSIX
    def test_a_link_is_replaced_and_what_it_points_at_is_left_alone(self, home: Path) -> None:
        (home / "link.yaml").symlink_to(home / "a.yaml")
        replace_file(home / "link.yaml", "new\n")
        assert (home / "a.yaml").read_bytes() == b"old\n"
        assert not (home / "link.yaml").is_symlink()

    @POSIX
    def test_a_stray_file_is_cleared_and_one_that_is_being_written_is_not(self, home: Path) -> None:
        (home / ".iama-save-stray").touch()
        with disk.stage_file(home / "b.yaml", b"b\n") as ready:
            replace_file(home / "a.yaml", "new\n")
            assert left(home) == [ready.temporary.name, "a.yaml"]
            ready.put()
        assert left(home) == ["a.yaml", "b.yaml"]

    def test_where_there_are_no_locks_age_tells_what_is_stray(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(disk, "_flock", lambda _: None)
        old, young = home / ".iama-save-old", home / ".iama-save-young"
        for path in (old, young):
            path.touch()
        os.utime(old, (time.time() - 3_700, time.time() - 3_700))
        replace_file(home / "a.yaml", "new\n")
        assert left(home) == [".iama-save-young", "a.yaml"]

    @POSIX
    def test_a_writer_whose_file_was_taken_for_a_stray_one_makes_another(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = disk._claim_temporary
        taken: list[Path] = []

        def claimed(descriptor: int, temporary: Path) -> bool:
            if not taken:
                taken.append(temporary)
                temporary.unlink()
            return real(descriptor, temporary)

        monkeypatch.setattr(disk, "_claim_temporary", claimed)
        replace_file(home / "a.yaml", "new\n")
        assert (home / "a.yaml").read_bytes() == b"new\n"
        assert left(home) == ["a.yaml"]

    def test_line_ends_are_ours_on_every_system(self, home: Path) -> None:
        replace_file(home / "a.yaml", "een\ntwee\n")
        assert (home / "a.yaml").read_bytes() == b"een\ntwee\n"


class TestWindows:
    """What differs there, with `os.name` and the sharing violation of a virus scanner played."""

    @pytest.fixture
    def windows(self, monkeypatch: pytest.MonkeyPatch) -> Failing:
        system = Failing(0, name="nt").watch(monkeypatch)
        monkeypatch.setattr(time, "sleep", lambda seconds: system.calls.append(f"sleep {seconds}"))
        return system

    def refuse(self, times: int, patch: pytest.MonkeyPatch) -> None:
        real, refused = os.replace, iter(range(times))

        def replaced(path: Path, target: Path) -> None:
            if next(refused, None) is not None:
                raise PermissionError(errno.EACCES, "used by another process")
            real(path, target)

        patch.setattr(os, "replace", replaced)

    def test_a_file_in_use_is_tried_again(self, windows: Failing, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.refuse(9, monkeypatch)
        replace_file(home / "a.yaml", "new\n")
        assert (home / "a.yaml").read_bytes() == b"new\n"
        assert windows.calls.count("sleep 0.1") == 9

    def test_after_a_second_the_save_fails_and_the_old_file_stands(
        self, windows: Failing, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.refuse(10, monkeypatch)
        with pytest.raises(CannotSave, match="used by another process; the old file still stands"):
            replace_file(home / "a.yaml", "new\n")
        assert left(home) == ["a.yaml"]
        assert (home / "a.yaml").read_bytes() == b"old\n"

    def test_a_folder_is_not_synced(self, windows: Failing, home: Path) -> None:
        replace_file(home / "a.yaml", "new\n")
        assert windows.calls.count("fsync") == 1

    def test_elsewhere_a_refusal_is_final(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.refuse(1, monkeypatch)
        with pytest.raises(CannotSave):
            replace_file(home / "a.yaml", "new\n")
