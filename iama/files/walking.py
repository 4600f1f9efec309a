"""The dossiers under a folder, and their files as bytes: nothing is followed out of the root, nothing can hang."""

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from operator import attrgetter
from pathlib import Path

from iama.files.approvalfile import FOLDER, LARGEST, snapshot_names
from iama.files.dossierfolder import is_of_dossier
from iama.files.nodes import MAX_BYTES
from iama.model.problems import Finding, Place

_DEEPEST = 12  # folders below the one to look in
_LARGEST_DOCUMENT = 100_000_000  # larger ones are not compared
_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOFOLLOW", "O_BINARY"))
_PIECE = 100_000  # bytes read at a time: for more, the system is asked for memory each time
_PASSED_OVER = frozenset({"node_modules", "__pycache__"})


@dataclass(frozen=True, slots=True)
class Walked:
    """One dossier folder, its files by name, and those that could not be read."""

    folder: Path
    files: Mapping[str, bytes]
    refused: tuple[Finding, ...] = ()


def dossier_folders(top: Path) -> Iterator[Path]:
    """Yield the dossiers in and below `top`, in order; links to folders are not followed.

    A folder that may not be looked into may be one, so it is yielded too: reading it tells what is wrong.
    """
    yield from _below(top, _DEEPEST)


def _below(folder: Path, depth: int) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            found = [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries]
    except OSError:
        yield folder
        return
    if any(is_of_dossier(name) for name, is_folder in found if not is_folder):
        yield folder
        return
    inner = [name for name, is_folder in found if is_folder and _looked_into(name)]
    for name in sorted(inner) if depth else ():
        yield from _below(folder / name, depth - 1)


def _looked_into(name: str) -> bool:
    return name[0] != "." and name not in _PASSED_OVER


def links_out(top: Path) -> Iterator[Path]:
    """Yield the links that lead out of `top`, wherever dossiers are looked for: what stands there is not looked at."""
    yield from _links_below(os.fspath(top), Path(os.path.realpath(top)), _DEEPEST)


def _links_below(folder: str, inside: Path, depth: int) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=attrgetter("name"))
    except OSError:  # `dossier_folders` yields it, and reading it tells why
        return
    for entry in found:
        if entry.is_symlink():
            if not Path(os.path.realpath(entry.path)).is_relative_to(inside):
                yield Path(entry.path)
        elif depth and entry.is_dir() and _looked_into(entry.name) and not _is_dossier(entry.path):
            yield from _links_below(entry.path, inside, depth - 1)


def _is_dossier(folder: str) -> bool:
    """Whether a folder is a dossier; most have this one file, which is sooner looked up than a folder is listed."""
    if os.path.isfile(os.path.join(folder, "algorithm.yaml")):
        return True
    try:
        with os.scandir(folder) as entries:
            return any(is_of_dossier(entry.name) for entry in entries if not entry.is_dir(follow_symlinks=False))
    except OSError:
        return False


def read_files(folder: Path, top: Path, shown: str) -> Walked:
    """Return the files of a dossier; `shown` is its path as messages show it.

    A link out of `top`, a device, a file that is too large or may not be read becomes a finding.
    """
    files: dict[str, bytes] = {}
    refused = []
    home, inside = os.path.realpath(folder), _inside(top)
    try:
        names = sorted(name for name in os.listdir(folder) if os.path.splitext(name)[1] in (".yaml", ".yml"))
    except OSError as error:
        return Walked(folder, files, (_refused(shown, error),))
    try:
        names += [f"{FOLDER}/{name}" for name in snapshot_names(folder)]
    except OSError as error:
        refused.append(_refused(f"{shown}/{FOLDER}", error))
    for name in names:
        try:
            largest = LARGEST if name.startswith(f"{FOLDER}/") else MAX_BYTES
            files[name] = _content(os.path.join(home, name), inside, largest)
        except OSError as error:
            refused.append(_refused(f"{shown}/{name}", error))
    return Walked(folder, files, tuple(refused))


def _refused(path: str, error: OSError) -> Finding:
    return Finding(Place(path), "unreadable-file", f"cannot be read: {error.strerror or error}")


@lru_cache(maxsize=8)
def _inside(top: Path) -> str:
    """Return how the true path of everything in a folder begins."""
    return os.path.realpath(top).rstrip(os.sep) + os.sep


def _content(path: str, inside: str, largest: int) -> bytes:
    """Return the content of a regular file in a folder of which the true path is known; raises OSError."""
    real = os.path.realpath(path) if os.path.islink(path) else path
    with _opened(real, inside, largest) as (descriptor, size):
        pieces, left = [], size + 1
        while left > 0 and (piece := os.read(descriptor, min(left, _PIECE))):
            pieces.append(piece)
            left -= len(piece)
        return b"".join(pieces)


@contextmanager
def _opened(real: str, inside: str, largest: int) -> Iterator[tuple[int, int]]:
    """Open a regular file of which the true path begins with `inside`: yield its descriptor, and its size in bytes.

    Raises OSError; a pipe is not waited for.
    """
    if not real.startswith(inside):
        raise OSError("it is a link out of the folder of dossiers")
    descriptor = os.open(real, _FLAGS)
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise OSError("it is not a regular file")
        if found.st_size > largest:
            raise OSError(f"it is larger than {largest} bytes")
        yield descriptor, found.st_size
    finally:
        os.close(descriptor)


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents in and beside a dossier, on disk."""

    folder: Path
    top: Path
    known: dict[str, str] = field(default_factory=dict, compare=False, repr=False)  # true path to digest

    def digest(self, name: str) -> str:
        """Return the SHA-256 of a document; nothing when it is not there, stands elsewhere or is very large."""
        if Path(name).is_absolute() or ".." in Path(name).parts or "\0" in name:
            return ""
        homes = (self.folder, self.folder.parent, self.folder.parent.parent)
        return next(filter(None, (self._digest(home / name) for home in homes)), "")

    def _digest(self, path: Path) -> str:
        if not os.path.lexists(path):
            return ""
        real = os.path.realpath(path)
        if real not in self.known:
            self.known[real] = self._hashed(Path(real))
        return self.known[real]

    def _hashed(self, path: Path) -> str:
        try:
            with (
                _opened(os.path.realpath(path), _inside(self.top), _LARGEST_DOCUMENT) as (descriptor, _),
                os.fdopen(descriptor, "rb", closefd=False) as file,
            ):
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return ""
