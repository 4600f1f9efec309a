"""Where results stay from one run to the next: with the user, where nobody else can write what a run believes."""

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from iama.model.problems import reason_of
from iama.words import Phrase

VARIABLE = "IAMA_CACHE"
_USUAL: Mapping[str, tuple[tuple[str, str], ...]] = {  # by `sys.platform`: a variable, and what stands below it
    "win32": (("LOCALAPPDATA", "iama/Cache"),),
    "darwin": (("HOME", "Library/Caches/iama"),),
}
_ELSEWHERE = (("XDG_CACHE_HOME", "iama"), ("HOME", ".cache/iama"))
_NO_PIPELINE = ("", "0", "false")  # values of CI
_FOR_OTHERS = stat.S_IWGRP | stat.S_IWOTH
_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOFOLLOW", "O_BINARY"))


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
        found = path.lstat()
        kind = stat.S_ISREG if path == file else stat.S_ISDIR
        if stat.S_ISLNK(found.st_mode) or not kind(found.st_mode):
            yield Phrase("cache-link", path=path)
        if found.st_uid != os.geteuid():
            yield Phrase("cache-foreign", path=path, variable=VARIABLE)
        if found.st_mode & _FOR_OTHERS:
            yield Phrase("cache-writable", path=path)
    real = Path(os.path.realpath(file.parent))
    for folder in dict.fromkeys((*file.parent.parents, *real.parents)):
        if os.path.lexists(folder) and not _keeps(folder.stat()):
            yield Phrase("cache-replaceable", folder=folder, variable=VARIABLE)


def _keeps(found: os.stat_result) -> bool:
    """Return whether nobody but the user and root can rename what the user has in a folder."""
    sticky = bool(found.st_mode & stat.S_ISVTX)
    return found.st_uid in (0, os.geteuid()) and (sticky or not found.st_mode & _FOR_OTHERS)


def open_own_file(file: Path) -> BinaryIO:
    """Open a file of which only the user can have written the content; raises OSError."""
    descriptor = os.open(file, _FLAGS)
    found = os.fstat(descriptor)
    own = os.name == "nt" or (found.st_uid == os.geteuid() and not found.st_mode & _FOR_OTHERS)
    if not (own and stat.S_ISREG(found.st_mode)):
        os.close(descriptor)
        raise OSError("it is not the user's alone")
    return os.fdopen(descriptor, "rb")


def make(file: Path) -> None:
    """Make an empty file and the folders above it, for the user alone, where they are not there; raises OSError."""
    for folder in (*reversed(file.parent.parents), file.parent):
        if not folder.is_dir():
            folder.mkdir(mode=0o700, exist_ok=True)
    if not os.path.lexists(file):
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
