"""The dossiers under a folder, and their files as bytes: nothing is followed out of the root, nothing can hang."""

import hashlib
import os
import re
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache, partial
from operator import attrgetter
from pathlib import Path

from msgspec import Struct, field

from iama.files.approvalfile import FOLDER, snapshot_names
from iama.files.dossierfolder import is_known, is_of_dossier
from iama.files.journal import OBJECTS, Reads, read_whole
from iama.model.contents import TOO_LARGE, Contents, below
from iama.model.library import Library
from iama.model.limits import APPROVED_BYTES, APPROVED_FILES, DOCUMENT_BYTES, DOCUMENTS_BYTES, FOLDER_FILES, MAX_BYTES
from iama.model.problems import CannotUse, Finding, Place, finding_of, reason_of
from iama.words import Phrase

_DEEPEST = 12  # folders below the one to look in
_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOFOLLOW", "O_BINARY"))
_PIECE = 100_000  # bytes read at a time: for more, the system is asked for memory each time
_OBJECT = re.compile(r"[0-9a-f]{64}\.json")
_MOST_OBJECTS = 2_000
_SMALL = 1_000_000  # bytes of an object that is kept in memory
_PASSED_OVER = frozenset({"node_modules", "__pycache__"})


class Walked(Struct, frozen=True):
    """One dossier folder, its files by name, and those that could not be read."""

    folder: Path
    files: Mapping[str, bytes]
    refused: tuple[Finding, ...] = ()
    objects: Mapping[str, bytes] = field(default_factory=dict)  # that decisions rest on, beside the dossier

    @property
    def approved_contents(self) -> Mapping[str, bytes]:
        """What was approved about the dossier, by name."""
        return below(f"{FOLDER}/", self.files)


def dossier_folders(top: Path, library: Library | None = None) -> Iterator[Path]:
    """Yield the dossiers in and below `top`, in order; links to folders are not followed.

    A folder that may not be looked into may be one, so it is yielded too: reading it tells what is wrong.
    """
    yield from _folders_below(top, _DEEPEST, library)


def _folders_below(folder: Path, depth: int, library: Library | None) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            names = [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries]
    except OSError:
        yield folder
        return
    if any(is_of_dossier(name, library) for name, is_folder in names if not is_folder):
        yield folder
        return
    inner = [name for name, is_folder in names if is_folder and _looked_into(name)]
    for name in sorted(inner) if depth else ():
        yield from _folders_below(folder / name, depth - 1, library)


def _looked_into(name: str) -> bool:
    return name[0] != "." and name not in _PASSED_OVER


def links_out(top: Path, library: Library | None = None) -> Iterator[Path]:
    """Yield the links that lead out of `top`, wherever dossiers are looked for: what stands there is not looked at."""
    yield from _links_below(os.fspath(top), Path(os.path.realpath(top)), _DEEPEST, library)


def _links_below(folder: str, inside: Path, depth: int, library: Library | None) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            ordered = sorted(entries, key=attrgetter("name"))
    except OSError:  # `dossier_folders` yields it, and reading it tells why
        return
    for entry in ordered:
        if entry.is_symlink():
            if not Path(os.path.realpath(entry.path)).is_relative_to(inside):
                yield Path(entry.path)
        elif depth and entry.is_dir() and _looked_into(entry.name) and not _is_dossier(entry.path, library):
            yield from _links_below(entry.path, inside, depth - 1, library)


def _is_dossier(folder: str, library: Library | None) -> bool:
    """Whether a folder is a dossier; most have this one file, which is sooner looked up than a folder is listed."""
    if os.path.isfile(os.path.join(folder, "algorithm.yaml")):
        return True
    try:
        with os.scandir(folder) as entries:
            return any(
                is_of_dossier(entry.name, library) for entry in entries if not entry.is_dir(follow_symlinks=False)
            )
    except OSError:
        return False


def read_files(folder: Path, top: Path, shown: str, library: Library | None = None) -> Walked:
    """Return the files of a dossier as one save left them; `shown` is its path as messages show it.

    A link out of `top`, a device, a file that may not be read, too many or too large ones become findings. What is
    parsed in any case is read; of strangers, and of what was approved, it is looked whether they can be.
    """
    if not f"{os.path.realpath(folder)}{os.sep}".startswith(_inside(top)):
        out = finding_of(Place(shown), "unreadable-file", Phrase("file-folder-link-out", top=str(top)))
        return Walked(folder, Contents({}), (out,), Contents({}))
    strange: list[Finding] = []

    def list_all_files() -> list[str]:
        names, wrong = yaml_names(folder, shown, library)
        approved, others = _approved_names(folder, shown)
        strange[:] = [*wrong, *others]
        return [*names, *approved]

    reads, refused = read_whole(folder, list_all_files, partial(_dossier_reads, folder, top, shown, library), shown)
    return Walked(folder, Contents(reads), (*strange, *refused), read_objects(folder.parent, top))


def _dossier_reads(
    folder: Path, top: Path, shown: str, library: Library | None, names: Collection[str]
) -> tuple[Reads, list[Finding]]:
    """Return how to read files of a dossier, those that are parsed in any case read already."""
    plain = [name for name in names if "/" not in name]
    known = [name for name in plain if is_known(name, library)]
    reads, refused = _readable(folder, top, shown, dict.fromkeys((*known, *plain)))  # strangers take no room from them
    for name in reads.keys() & known:
        try:
            reads[name] = partial(bytes, reads[name]())
        except OSError as error:
            refused.append(_unreadable_file(f"{shown}/{name}", error))
            del reads[name]
    approved, others = _readable(folder, top, shown, (name for name in names if "/" in name))
    return {**reads, **approved}, [*refused, *others]


def yaml_names(folder: Path, shown: str, library: Library | None = None) -> tuple[list[str], list[Finding]]:
    """Return the names of the YAML files in a folder; a finding in place of strange ones when there are too many."""
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith((".yaml", ".yml")))
    except OSError as error:
        return [], [_unreadable_file(shown, error)]
    if len(names) <= FOLDER_FILES:
        return names, []
    known = [name for name in names if is_known(name, library)]
    return known, [_too_many(shown, len(names))]


def _approved_names(folder: Path, shown: str) -> tuple[list[str], list[Finding]]:
    """Return the names of what was approved, within the dossier; a finding in their place when they cannot be read."""
    try:
        there = [f"{FOLDER}/{name}" for name in snapshot_names(folder)]
    except OSError as error:
        return [], [_unreadable_file(f"{shown}/{FOLDER}", error)]
    return (
        (there, [])
        if len(there) <= APPROVED_FILES
        else ([], [_too_many(f"{shown}/{FOLDER}", len(there), APPROVED_FILES)])
    )


def read_approved(
    folder: Path, top: Path, shown: str, names: Collection[str] | None = None
) -> tuple[Contents, tuple[Finding, ...]]:
    """Return what was approved about a dossier by name: all, or `names` as far as they are there; and what is wrong.

    A file is read when it is asked for: they are many, and no more than one is needed at a time.
    """
    strange: list[Finding] = []

    def is_wanted(name: str) -> bool:
        return name.startswith(f"{FOLDER}/") and (names is None or name.removeprefix(f"{FOLDER}/") in names)

    def list_wanted() -> list[str]:
        there, strange[:] = _approved_names(folder, shown)
        return [name for name in there if is_wanted(name)]

    reads, refused = read_whole(folder, list_wanted, partial(_readable, folder, top, shown), shown, is_wanted)
    return below(f"{FOLDER}/", Contents(reads)), (*strange, *refused)


def read_objects(root: Path, top: Path) -> Contents:
    """Return the question trees and legal facts that decisions in `root` rest on, by name.

    One that cannot be read, or stands outside of `top`, is not there: whoever needs it says so.
    """
    inside = _inside(top if top in (root, *root.parents) else root)
    return Contents({name: partial(_object, path, inside) for name, path in _object_paths(root)})


def sound_objects(root: Path, top: Path) -> tuple[str, ...]:
    """Return the names of the objects in `root` that hold what their name says."""
    inside = _inside(top if top in (root, *root.parents) else root)
    objects = ((name, path, _identity(path)) for name, path in _object_paths(root))
    return tuple(name for name, path, identity in objects if _is_sound(path, inside, identity))


def _object_paths(root: Path) -> list[tuple[str, str]]:
    home = os.path.join(os.path.realpath(root), OBJECTS)
    try:
        names = sorted(name for name in os.listdir(home) if _OBJECT.fullmatch(name))
    except OSError:
        return []
    return [(name, os.path.join(os.path.realpath(home), name)) for name in names[:_MOST_OBJECTS]]


def _identity(path: str) -> tuple[int, ...]:
    status = os.lstat(path)
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _object(path: str, inside: str) -> bytes:
    identity = _identity(path)
    return _read_inside(path, inside) if identity[1] > _SMALL else _known_object(path, inside, identity)


@lru_cache(maxsize=32)  # all dossiers rest on the same
def _known_object(path: str, inside: str, identity: tuple[int, ...]) -> bytes:
    return _read_inside(path, inside)


@lru_cache(maxsize=2 * _MOST_OBJECTS)
def _is_sound(path: str, inside: str, identity: tuple[int, ...]) -> bool:
    return digest_of(Path(path), inside, MAX_BYTES) == os.path.basename(path).removesuffix(".json")


def _readable(
    folder: Path, top: Path, shown: str, names: Iterable[str]
) -> tuple[dict[str, Callable[[], bytes]], list[Finding]]:
    """Return how to read files of a folder, by name, with a finding about every one that cannot be."""
    reads: dict[str, Callable[[], bytes]] = {}
    refused = []
    home, inside, left = os.path.realpath(folder), _inside(top), APPROVED_BYTES
    for name in names:
        path = os.path.join(home, name)
        try:
            if "/" in name and os.path.islink(path):
                raise CannotUse("file-snapshot-link")
            left -= _readable_size(path, inside)
            if left < 0:
                raise CannotUse("file-approved-large", limit=APPROVED_BYTES)
            reads[name] = partial(_read_inside, path, inside)
        except OSError as error:
            refused.append(_unreadable_file(f"{shown}/{name}", error))
        if left < 0:
            break
    return reads, refused


def _unreadable_file(path: str, error: OSError) -> Finding:
    return finding_of(Place(path), "unreadable-file", Phrase("file-unreadable", reason=reason_of(error)))


def _too_many(path: str, count: int, most: int = FOLDER_FILES) -> Finding:
    return finding_of(Place(path), "unreadable-file", Phrase("file-too-many", files=count, limit=most))


@lru_cache(maxsize=8)
def _inside(top: Path) -> str:
    """Return how the true path of everything in a folder begins."""
    return os.path.realpath(top).rstrip(os.sep) + os.sep


def _readable_size(path: str, inside: str) -> int:
    """Return the size of a file that can be read as `_read_inside` does; raises OSError."""
    with _open_inside(_true(path), inside, MAX_BYTES) as (_, size):
        return size


def _read_inside(path: str, inside: str) -> bytes:
    """Return the content of a regular file in a folder of which the true path is known; raises OSError."""
    with _open_inside(_true(path), inside, MAX_BYTES) as (descriptor, size):
        pieces, left = [], size + 1
        while left > 0 and (piece := os.read(descriptor, min(left, _PIECE))):
            pieces.append(piece)
            left -= len(piece)
        return b"".join(pieces)


def _true(path: str) -> str:
    return os.path.realpath(path) if os.path.islink(path) else path


@contextmanager
def _open_inside(real: str, inside: str, largest: int | None = None) -> Iterator[tuple[int, int]]:
    """Open a regular file of which the true path begins with `inside`: yield its descriptor, and its size in bytes.

    Raises OSError; a pipe is not waited for.
    """
    if not real.startswith(inside):
        raise CannotUse("file-link-out")
    descriptor = os.open(real, _FLAGS)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise CannotUse("file-no-regular")
        if largest is not None and status.st_size > largest:
            raise CannotUse("file-larger", limit=largest)
        yield descriptor, status.st_size
    finally:
        os.close(descriptor)


def digest_of(document: Path, inside: str = "", most: int = DOCUMENT_BYTES) -> str:
    """Return the SHA-256 of a document, read in pieces: TOO_LARGE beyond `most` bytes, empty when it cannot be read.

    It must be a file of which the true path begins with `inside`.
    """
    try:
        with _open_inside(os.path.realpath(document), inside) as (descriptor, size):
            if size > most:
                return TOO_LARGE
            with os.fdopen(descriptor, "rb", closefd=False) as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


class Documents(Struct):
    """The documents in and beside a dossier, on disk."""

    folder: Path
    top: Path
    left: int = DOCUMENTS_BYTES  # that may still be read: each document once
    known: dict[str, str] = field(default_factory=dict)  # true path to digest

    def find_digest(self, name: str) -> str:
        """Return the SHA-256 of a document; TOO_LARGE, or nothing when it is not there or stands elsewhere."""
        if Path(name).is_absolute() or ".." in Path(name).parts or "\0" in name:
            return ""
        homes = (self.folder, self.folder.parent, self.folder.parent.parent)
        return next(filter(None, (self._digest_once(home / name) for home in homes)), "")

    def find_path(self, name: str) -> Path:
        """Return the document that `find_digest` gave the digest of."""
        homes = (self.folder, self.folder.parent, self.folder.parent.parent)
        return Path(os.path.realpath(next(home / name for home in homes if os.path.lexists(home / name))))

    def _digest_once(self, path: Path) -> str:
        if not os.path.lexists(path):
            return ""
        real = os.path.realpath(path)
        if real not in self.known:
            self.known[real] = digest_of(Path(real), _inside(self.top), min(DOCUMENT_BYTES, self.left))
            if self.known[real] != TOO_LARGE and os.path.isfile(real):
                self.left -= os.path.getsize(real)
        return self.known[real]
