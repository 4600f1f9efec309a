"""Files of the user alone, outside every dossier: what one run keeps for the next, where nobody else can write.

A sort of files stands in the folder that its variable names, else in the usual one of the platform.
"""

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from iama.model.problems import CannotUse, reason_of
from iama.words import Phrase

_NO_PIPELINE = ("", "0", "false")  # values of CI
_FOR_OTHERS = stat.S_IWGRP | stat.S_IWOTH
_FLAGS = sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOFOLLOW", "O_BINARY"))

Places = tuple[tuple[str, str], ...]  # a variable, and what stands below it


class Sort(Struct, frozen=True):
    """Where a sort of files stands: the variable that names a folder, and the usual places by `sys.platform`."""

    variable: str
    usual: Mapping[str, Places]
    elsewhere: Places


CACHE = Sort(
    "IAMA_CACHE",
    {"win32": (("LOCALAPPDATA", "iama/Cache"),), "darwin": (("HOME", "Library/Caches/iama"),)},
    (("XDG_CACHE_HOME", "iama"), ("HOME", ".cache/iama")),
)
STATE = Sort(
    "IAMA_STATE",
    {"win32": (("LOCALAPPDATA", "iama/State"),), "darwin": (("HOME", "Library/Application Support/iama"),)},
    (("XDG_STATE_HOME", "iama"), ("HOME", ".local/state/iama")),
)


def own_folder(sort: Sort, environment: Mapping[str, str], platform: str) -> Path | None:
    """Return the folder for a sort of files; None where the environment knows no place for it.

    A runner of pipelines (CI) may be shared by jobs that do not trust each other: there, only what is named will do.
    """
    pipeline = environment.get("CI", "").casefold() not in _NO_PIPELINE
    usual = () if pipeline else sort.usual.get(platform, sort.elsewhere)
    for variable, below in ((sort.variable, ""), *usual):
        if folder := environment.get(variable):
            return Path(folder) / below
    return None


def folder_of(dossier: Path, sort: Sort, environment: Mapping[str, str], platform: str) -> Path | None:
    """Return the folder for the files about one dossier, by the path of that dossier; None where there is no place."""
    base = own_folder(sort, environment, platform)
    return base / f"{dossier.name}-{path_digest(Path(os.path.realpath(dossier)))}" if base else None


def path_digest(path: Path) -> str:
    """Return what stands for a path in the name of a file."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:16]


def distrust(file: Path, sort: Sort) -> Phrase | None:
    """Return why what stands in a file may be of somebody else, and what to do; None when it is the user's alone.

    Windows keeps rights in another way, and the usual folder there is the user's own: nothing is looked at.
    """
    if os.name == "nt":
        return None
    try:
        return next(_doubts(Path.cwd() / file, sort.variable), None)
    except OSError as error:
        return Phrase("own-unseen", path=file, reason=reason_of(error))


def _doubts(file: Path, variable: str) -> Iterator[Phrase]:
    for path in (file, file.parent):
        if not os.path.lexists(path):
            continue
        status = path.lstat()
        kind = stat.S_ISREG if path == file else stat.S_ISDIR
        if stat.S_ISLNK(status.st_mode) or not kind(status.st_mode):
            yield Phrase("own-link", path=path)
        if status.st_uid != os.geteuid():
            yield Phrase("own-foreign", path=path, variable=variable)
        if status.st_mode & _FOR_OTHERS:
            yield Phrase("own-writable", path=path)
    real = Path(os.path.realpath(file.parent))
    for folder in dict.fromkeys((*file.parent.parents, *real.parents)):
        if os.path.lexists(folder) and not _keeps_names(folder.stat()):
            yield Phrase("own-replaceable", folder=folder, variable=variable)


def _keeps_names(status: os.stat_result) -> bool:
    """Return whether nobody but the user and root can rename what the user has in a folder."""
    sticky = bool(status.st_mode & stat.S_ISVTX)
    return status.st_uid in (0, os.geteuid()) and (sticky or not status.st_mode & _FOR_OTHERS)


def open_own_file(file: Path, *, append: bool = False) -> BinaryIO:
    """Open a file of which only the user can have written the content; raises OSError."""
    descriptor = os.open(file, _FLAGS | (os.O_WRONLY | os.O_APPEND if append else os.O_RDONLY))
    status = os.fstat(descriptor)
    own = os.name == "nt" or (status.st_uid == os.geteuid() and not status.st_mode & _FOR_OTHERS)
    if not (own and stat.S_ISREG(status.st_mode) and status.st_nlink <= 1):
        os.close(descriptor)
        raise CannotUse("own-not-yours")
    return os.fdopen(descriptor, "ab" if append else "rb")


def make_own_file(file: Path) -> None:
    """Make an empty file and the folders above it, for the user alone, where they are not there; raises OSError."""
    make_own_folder(file.parent)
    if not os.path.lexists(file):
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def make_own_folder(folder: Path) -> None:
    """Make a folder and those above it, for the user alone, where they are not there; raises OSError."""
    for one in (*reversed(folder.parents), folder):
        if not one.is_dir():
            one.mkdir(mode=0o700, exist_ok=True)


def make_private_folder(folder: Path) -> None:
    """Make a folder, where it is not there, that nobody else can look into; raises OSError."""
    make_own_folder(folder)
    if os.name != "nt" and folder.stat().st_mode & 0o077:
        folder.chmod(0o700)
