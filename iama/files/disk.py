"""One file on disk: written beside its place and renamed over it, so that the old or the new one stands, whole.

Everything that changes a dossier asks the system for it here, and so does the lock of its folder.
"""

import errno
import os
import stat
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from iama.model.problems import CannotSave, CannotUse, reason_of

if TYPE_CHECKING:
    from filelock import BaseFileLock

LOCK = ".iama.lock"
TEMPORARY = ".iama-save-"
_PATIENCE = ((1, 0.05), (4, 0.02), (115, 0.005))  # seconds to wait, and between two looks
_STALE_SECONDS = 3600
_NO_FOLDER_SYNC = (errno.EINVAL, errno.ENOTSUP, errno.EACCES)  # as network shares answer
_NO_MODES = (errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EINVAL)  # as shares without owners and modes answer
_RETRIES, _PAUSE = 10, 0.1  # a virus scanner or editor on Windows holds a file for moments


@contextmanager
def hold_lock(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder; another process waits up to two minutes, then raises CannotSave.

    Who has waited longer looks more often, so that a busy colleague does not come first for ever.
    """
    from filelock import FileLock, Timeout  # only a save needs it

    try:
        lock = FileLock(_lock_path(folder), mode=_new_mode(folder))
        for seconds, pause in _PATIENCE:
            with suppress(Timeout):
                lock.acquire(timeout=seconds, poll_interval=pause)
                break
        else:
            raise CannotSave("disk-busy", folder=folder)
    except (OSError, NotImplementedError) as error:  # the latter: a file system that has no locks
        raise CannotSave("disk-no-lock", folder=folder, reason=reason_of(error)) from error
    try:
        yield
    finally:
        with suppress(OSError):  # what was saved stands, and the lock goes with the process at the latest
            lock.release()


def take_lock(path: Path) -> "BaseFileLock | None":
    """Return a lock that this process has on a file until it ends; None where there are no locks, or another has it."""
    from filelock import FileLock, Timeout

    lock = FileLock(path, mode=0o600)
    try:
        lock.acquire(timeout=0)
    except (Timeout, OSError, NotImplementedError):
        return None
    return lock


def is_held(path: Path) -> bool:
    """Return whether a process that runs has the lock on a file."""
    from filelock import FileLock, Timeout

    if not os.path.lexists(path):
        return False
    try:
        with FileLock(path, mode=0o600).acquire(timeout=0):
            return False
    except (OSError, NotImplementedError) as error:
        return isinstance(error, Timeout)


def _lock_path(folder: Path) -> Path:
    """Return the path of a lock that may be taken, open to all who may write in the folder."""
    path = folder / LOCK
    with suppress(FileNotFoundError):
        status = os.lstat(path)
        if not stat.S_ISREG(status.st_mode):
            raise CannotSave("disk-lock-link", path=path)
        wanted = _new_mode(folder)
        if stat.S_IMODE(status.st_mode) != wanted:
            with suppress(OSError):  # only its owner can
                os.chmod(path, wanted)
        if not os.access(path, os.W_OK):
            raise CannotSave("disk-lock-foreign", path=path)
    return path


class Staged(Struct, frozen=True):
    """A file that is written and waits beside its place."""

    path: Path
    temporary: Path

    def put(self) -> None:
        """Rename it over its place; raises OSError."""
        for attempt in range(_RETRIES):
            try:
                os.replace(self.temporary, self.path)
                return
            except PermissionError:
                if attempt == _RETRIES - 1 or os.name != "nt":
                    raise
                time.sleep(_PAUSE)


@contextmanager
def stage_file(path: Path, content: bytes | Iterable[bytes]) -> Iterator[Staged]:
    """Write a file beside `path`, with the mode and group that it is to have, and take it away unless it was put.

    Bytes are waited for until the disk has them, and read back; pieces, which can be made again, are not.
    Raises OSError.
    """
    descriptor, temporary = _create_temporary(path)
    locks: list[int] = []
    try:
        with os.fdopen(descriptor, "wb") as file:  # closed before it is put: a share may say no only then
            if os.name != "nt":  # an open file cannot be renamed there
                locks.append(os.dup(descriptor))  # keeps the lock
            file.writelines([content] if isinstance(content, bytes) else content)
            file.flush()
            if isinstance(content, bytes):
                os.fsync(descriptor)
        if isinstance(content, bytes) and read_file(temporary, len(content)) != content:
            raise CannotUse("disk-other-bytes")
        yield Staged(path, temporary)
    finally:
        for lock in locks:
            with suppress(OSError):
                os.close(lock)
        with suppress(OSError):
            remove(temporary)


def _create_temporary(path: Path) -> tuple[int, Path]:
    """Create an empty file beside `path`; a lock on it tells others that it is in use."""
    import secrets  # costs 5 ms, and only a save needs it

    mode, group = _mode_and_group(path)
    while True:
        temporary = path.parent / f"{TEMPORARY}{secrets.token_hex(8)}"
        descriptor = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
        try:
            if not _claim_temporary(descriptor, temporary):  # somebody took it for a stray file in this very moment
                os.close(descriptor)
                continue
            _apply_mode(descriptor, temporary, mode, group)
        except BaseException:
            os.close(descriptor)
            remove(temporary)
            raise
        return descriptor, temporary


def _claim_temporary(descriptor: int, temporary: Path) -> bool:
    if _flock(descriptor) is False:
        return False
    try:
        return os.path.samestat(os.fstat(descriptor), os.lstat(temporary))
    except FileNotFoundError:
        return False


def _flock(descriptor: int) -> bool | None:
    """Take the lock on a file and return whether no other process has it; None where there are no such locks."""
    try:
        import fcntl
    except ModuleNotFoundError:  # Windows
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def _mode_and_group(path: Path) -> tuple[int, int | None]:
    """Return who may use a file: as its old one says, else as the folder says."""
    try:
        status = os.stat(path)
    except FileNotFoundError:
        return _new_mode(path.parent), None
    return stat.S_IMODE(status.st_mode) & 0o777, status.st_gid


def _new_mode(folder: Path) -> int:
    """Return the mode of a new file: those who may look into its folder may read it, those who may change it, write.

    Where everybody has a folder of their own, as in /tmp, others never write.
    """
    mode = os.stat(folder).st_mode
    return mode & (0o664 if mode & stat.S_ISVTX else 0o666)


def _apply_mode(descriptor: int, temporary: Path, mode: int, group: int | None) -> None:
    """Give a new file its mode and group; where the group cannot be kept, another one gets no more than others have."""
    if os.name == "nt":
        return
    try:
        if group is not None and os.fstat(descriptor).st_gid != group:
            try:
                os.chown(temporary, -1, group, follow_symlinks=False)
            except OSError as error:
                if error.errno not in _NO_MODES:
                    raise
                mode = mode & ~0o070 | (mode & 0o007) << 3
        os.fchmod(descriptor, mode)
    except OSError as error:
        if error.errno not in _NO_MODES:
            raise


def read_file(path: Path, most: int) -> bytes:
    """Return the content of a plain file of at most `most` bytes; raises OSError, and never waits for a pipe."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise CannotUse("file-no-regular")
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            content: bytes = file.read(most + 1) if status.st_size <= most else b""
        if max(status.st_size, len(content)) > most:
            raise CannotUse("file-larger", limit=most)
        return content
    finally:
        os.close(descriptor)


def write_file(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Write `content` beside `path` and rename it over `path`; raises OSError and leaves the old file."""
    clear_stray(path.parent)
    with stage_file(path, content) as ready:
        ready.put()


def replace_file(path: Path, content: str | bytes) -> None:
    """Write `content` in the place of `path` and wait for the disk; raises CannotSave, which says what stands."""
    _write_or_refuse(path, content.encode() if isinstance(content, str) else content)
    try:
        sync(path.parent)
    except OSError as error:
        raise CannotSave("disk-power-cut", path=path, reason=reason_of(error)) from error


def stream_file(path: Path, pieces: Iterable[bytes]) -> None:
    """Write what can be made again, in pieces, in the place of `path`; raises CannotSave and leaves the old file.

    A power cut may undo it: nothing waits for the disk.
    """
    _write_or_refuse(path, pieces)


def _write_or_refuse(path: Path, content: bytes | Iterable[bytes]) -> None:
    try:
        write_file(path, content)
    except OSError as error:
        raise CannotSave("disk-not-saved", path=path, reason=reason_of(error)) from error


def sync(folder: Path) -> None:
    """Wait until the disk has the names in a folder; raises OSError."""
    if os.name == "nt":  # Windows has no descriptor for a folder
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise


def identity(path: Path) -> tuple[int, ...] | None:
    """Return what changes when a file is written or replaced; None when there is none, or it cannot be seen."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def remove(path: Path) -> None:
    """Take a file away, if it is there; raises OSError."""
    with suppress(FileNotFoundError):
        os.unlink(path)


def make_folder(folder: Path) -> bool:
    """Make a folder that is open to whom its parent is open to, and return whether it is new; raises OSError."""
    try:
        os.mkdir(folder)
    except FileExistsError:
        if stat.S_ISDIR(os.lstat(folder).st_mode):
            return False
        raise
    mode = os.stat(folder.parent).st_mode
    wanted = os.stat(folder).st_mode & 0o7000 | mode & (0o775 if mode & stat.S_ISVTX else 0o777)
    with suppress(OSError):  # a share without modes
        os.chmod(folder, wanted)
    return True


def remove_folder(folder: Path) -> None:
    """Take an empty folder away; raises OSError."""
    os.rmdir(folder)


def clear_stray(folder: Path) -> None:
    """Take away the temporary files that a process left in a folder when it was killed."""
    with suppress(FileNotFoundError, NotADirectoryError):
        for name in os.listdir(folder):
            with suppress(OSError):  # another process was quicker
                if name.startswith(TEMPORARY) and _is_abandoned(folder / name):
                    os.unlink(folder / name)


def _is_abandoned(path: Path) -> bool:
    """Whether no process is writing a temporary file: nobody holds its lock, or it is old where there are no locks."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    try:
        free = _flock(descriptor)
        return time.time() - os.fstat(descriptor).st_mtime > _STALE_SECONDS if free is None else free
    finally:
        os.close(descriptor)
