"""Where results stay: put aside on disk while a run lasts, and with the user from one run to the next.

What a run believes of an earlier one stands where nobody else can write.
"""

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import SpooledTemporaryFile, gettempdir
from typing import BinaryIO

from iama.model.problems import CannotSave, reason_of
from iama.words import Phrase

_IN_MEMORY = 4_000_000  # bytes
_LENGTH = 4  # bytes that say how long a piece is
VARIABLE = "IAMA_CACHE"
_USUAL: Mapping[str, tuple[tuple[str, str], ...]] = {  # by `sys.platform`: a variable, and what stands below it
    "win32": (("LOCALAPPDATA", "iama/Cache"),),
    "darwin": (("HOME", "Library/Caches/iama"),),
}
_ELSEWHERE = (("XDG_CACHE_HOME", "iama"), ("HOME", ".cache/iama"))
_NO_PIPELINE = ("", "0", "false")  # values of CI
_FOR_OTHERS = stat.S_IWGRP | stat.S_IWOTH
_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOFOLLOW", "O_BINARY"))


class Spool:
    """Takes pieces and gives them back in the same order, as often as is asked; gone when the program ends."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(_IN_MEMORY, prefix="iama-")  # noqa: SIM115 - closed with the spool
        self._end = 0

    def append(self, piece: bytes) -> None:
        """Put a piece behind the others; raises CannotSave when the disk takes no more."""
        try:
            self._file.seek(self._end)
            self._file.write(len(piece).to_bytes(_LENGTH) + piece)
            self._end = self._file.tell()
        except OSError as error:
            raise CannotSave("spool-full", folder=gettempdir(), reason=reason_of(error)) from error

    def __iter__(self) -> Iterator[bytes]:
        place = 0
        while place < self._end:
            self._file.seek(place)
            length = int.from_bytes(self._file.read(_LENGTH))
            piece = self._file.read(length)
            place += _LENGTH + length
            yield piece


def cache_file(base: Path, environment: Mapping[str, str], platform: str) -> Path | None:
    """Return the file of the workspace in `base`; None where the environment knows no place for such files.

    A runner of pipelines (CI) may be shared by jobs that do not trust each other: there, only what is named will do.
    """
    name = f"check-{hashlib.sha256(str(base).encode()).hexdigest()[:16]}.cache"
    usual = _USUAL.get(platform, _ELSEWHERE) if environment.get("CI", "").casefold() in _NO_PIPELINE else ()
    for variable, below in ((VARIABLE, ""), *usual):
        if folder := environment.get(variable):
            return Path(folder) / below / name
    return None


def distrust(file: Path) -> Phrase | None:
    """Return why what stands in a file may be of somebody else, and what to do; None when it is the user's alone.

    Windows keeps rights in another way, and the usual folder there is the user's own: nothing is looked at.
    """
    if os.name == "nt":
        return None
    try:
        return next(_doubts(Path.cwd() / file), None)
    except OSError as error:
        return Phrase("cache-unseen", path=file, reason=reason_of(error))


def _doubts(file: Path) -> Iterator[Phrase]:
    for path in (file, file.parent):
        if not os.path.lexists(path):
            continue
        status = path.lstat()
        kind = stat.S_ISREG if path == file else stat.S_ISDIR
        if stat.S_ISLNK(status.st_mode) or not kind(status.st_mode):
            yield Phrase("cache-link", path=path)
        if status.st_uid != os.geteuid():
            yield Phrase("cache-foreign", path=path, variable=VARIABLE)
        if status.st_mode & _FOR_OTHERS:
            yield Phrase("cache-writable", path=path)
    real = Path(os.path.realpath(file.parent))
    for folder in dict.fromkeys((*file.parent.parents, *real.parents)):
        if os.path.lexists(folder) and not _keeps_names(folder.stat()):
            yield Phrase("cache-replaceable", folder=folder, variable=VARIABLE)


def _keeps_names(status: os.stat_result) -> bool:
    """Return whether nobody but the user and root can rename what the user has in a folder."""
    sticky = bool(status.st_mode & stat.S_ISVTX)
    return status.st_uid in (0, os.geteuid()) and (sticky or not status.st_mode & _FOR_OTHERS)


def open_own_file(file: Path) -> BinaryIO:
    """Open a file of which only the user can have written the content; raises OSError."""
    descriptor = os.open(file, _FLAGS)
    status = os.fstat(descriptor)
    own = os.name == "nt" or (status.st_uid == os.geteuid() and not status.st_mode & _FOR_OTHERS)
    if not (own and stat.S_ISREG(status.st_mode)):
        os.close(descriptor)
        raise OSError("it is not the user's alone")
    return os.fdopen(descriptor, "rb")


def make_own_file(file: Path) -> None:
    """Make an empty file and the folders above it, for the user alone, where they are not there; raises OSError."""
    for folder in (*reversed(file.parent.parents), file.parent):
        if not folder.is_dir():
            folder.mkdir(mode=0o700, exist_ok=True)
    if not os.path.lexists(file):
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
