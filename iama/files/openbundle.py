"""A bundle as somebody has it: the archive, the same zipped again, or the folder where it was unpacked."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from iama.files.approvalfile import is_litter
from iama.files.bundlefile import is_as_written, largest, open_zip
from iama.files.disk import read_file
from iama.model.contents import Contents
from iama.model.limits import BUNDLE_BYTES, BUNDLE_FILES
from iama.model.problems import Place, UnusableFile, UsageError, finding_of
from iama.words import Phrase

_MANIFEST = "manifest.json"
_DEEPEST = 6


class Found(Struct, frozen=True):
    """The files of a bundle by the names that they have in it, and whether the archive is not the one that was made."""

    files: Mapping[str, bytes]
    repacked: bool = False


@contextmanager
def open_bundle(path: Path) -> Iterator[Found]:
    """Open a bundle, an archive or a folder: yield what is found; a file is read when it is asked for.

    Raises UnusableFile with every reason not to trust it, and UsageError when there is none.
    """
    if folder := unpacked_folder(path):
        yield Found(_own_files(_folder_files(folder)))
        return
    with _open_file(path) as file, open_zip(str(path), file) as files:
        yield Found(_own_files(files), repacked=not is_as_written(file, files))


def unpacked_folder(path: Path) -> Path | None:
    """Return the folder of an unpacked bundle: `path`, or the one folder in it; else None."""
    if (path / _MANIFEST).is_file():
        return path
    try:
        inner = [child for child in path.iterdir() if not is_litter(child.name)] if path.is_dir() else []
    except OSError:
        return None
    return unpacked_folder(inner[0]) if len(inner) == 1 and not inner[0].is_symlink() else None


def _open_file(path: Path) -> BinaryIO:
    if not path.is_file():
        raise UsageError("bundle-missing", path=str(path))
    if path.stat().st_size > BUNDLE_BYTES:
        raise UsageError("bundle-large", path=str(path), limit=BUNDLE_BYTES)
    return path.open("rb")


def _own_files(files: Mapping[str, bytes]) -> Contents:
    return Contents({name: partial(files.__getitem__, there) for name, there in _own_names(files).items()})


def _own_names(names: Iterable[str]) -> dict[str, str]:
    """Return the names that files have in their bundle, each with where it is: folders on top do not count."""
    own = {name: name for name in names if not is_litter(name)}
    while len({name.partition("/")[0] for name in own}) == 1 and all("/" in name for name in own):
        own = {name.partition("/")[2]: there for name, there in own.items()}
    return own


def _folder_files(folder: Path) -> Mapping[str, bytes]:
    """Return the files below a folder by name; raises UnusableFile for links, and for more than any bundle has."""
    files: dict[str, Callable[[], bytes]] = {}
    left = BUNDLE_BYTES
    for name, path in _paths_below(str(folder), "", _DEEPEST):
        left -= Path(path).stat().st_size
        if left < 0 or len(files) >= BUNDLE_FILES:
            reason = Phrase("archive-many-files", files=len(files) + 1, limit=BUNDLE_FILES)
            raise _broken(folder, reason if left >= 0 else Phrase("archive-large", limit=BUNDLE_BYTES))
        files[name] = partial(read_file, Path(path), largest(name))
    return Contents(files)


def _paths_below(folder: str, inside: str, depth: int) -> Iterator[tuple[str, str]]:
    with os.scandir(folder) as entries:
        ordered = sorted(entries, key=lambda entry: entry.name)
    for entry in ordered:
        name = f"{inside}{entry.name}"
        if is_litter(entry.name):
            continue
        if entry.is_symlink() or not (entry.is_file() or (entry.is_dir() and depth)):
            raise _broken(Path(folder), Phrase("archive-no-file", name=name))
        if entry.is_dir():
            yield from _paths_below(entry.path, f"{name}/", depth - 1)
        else:
            yield name, entry.path


def _broken(path: Path, reason: Phrase) -> UnusableFile:
    return UnusableFile([finding_of(Place(str(path)), "bundle-broken", reason)])
