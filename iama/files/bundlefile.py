"""The ZIP of an audit bundle: the same files give the same bytes, and a hostile archive is refused before it unpacks.

Nothing is ever written to disk: names and contents stay in memory.
"""

import io
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from itertools import chain, islice
from tempfile import TemporaryFile
from typing import BinaryIO

from iama.files.ziplayout import layout_faults
from iama.model.contents import Contents
from iama.model.limits import (
    BUNDLE_BYTES,
    BUNDLE_FILES,
    BUNDLE_NAMES,
    BUNDLE_TREES,
    DOCUMENT_BYTES,
    MAX_BYTES,
    PAGE_BYTES,
)
from iama.model.problems import CannotUse, Finding, Place, UnusableFile, finding_of, reason_of
from iama.words import Phrase

_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, RuntimeError, OSError)
_MOST_REASONS = 20  # told of one archive
_WHEN = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP can hold: no clock
_REGULAR = 0o100644 << 16
_KINDS, _REGULAR_KIND, _FOLDER_KIND = 0o170000, 0o100000, 0o040000
_ENCRYPTED = 0x1
_TOGETHER = (("archive-large", "", BUNDLE_BYTES), ("archive-large-trees", "questionnaires/", BUNDLE_TREES))


def zip_pieces(files: Mapping[str, bytes]) -> Iterator[bytes]:
    """Yield a ZIP in pieces: files in the order of their names, not compressed, because that differs per library."""
    with TemporaryFile() as target:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
            for name in sorted(files):
                info = zipfile.ZipInfo(name, _WHEN)
                info.external_attr = _REGULAR
                info.create_system = 3  # Unix, on every system
                archive.writestr(info, files[name])
        target.seek(0)
        while piece := target.read(BUNDLE_NAMES):
            yield piece


@contextmanager
def open_zip(path: str, file: BinaryIO) -> Iterator[Mapping[str, bytes]]:
    """Open a ZIP: yield its files by name; raises UnusableFile with every reason not to trust it.

    Refused are names that lead out of a folder, doubled names, links, encryption, and more or larger files than any
    bundle has, whatever the archive itself says of their size. A file is unpacked when it is asked for.
    """
    with _open_archive(path, file) as archive:
        infos = archive.infolist()
        if reasons := list(
            islice(chain(_too_much(infos), _reasons_to_refuse(infos), layout_faults(file)), _MOST_REASONS)
        ):
            raise UnusableFile(_broken_bundle(path, reason) for reason in reasons)
        yield Contents(
            {info.filename: partial(_unpack_file, path, archive, info) for info in infos if not info.is_dir()}
        )


def _open_archive(path: str, file: BinaryIO) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(_Pieces(file))
    except _BROKEN as error:
        raise _unreadable(path, error) from error


def is_as_written(file: BinaryIO, files: Mapping[str, bytes]) -> bool:
    """Return whether a ZIP has the very bytes that `zip_pieces` gives of its files."""
    place = 0
    for piece in zip_pieces(files):
        file.seek(place)  # reading the files moved it
        if file.read(len(piece)) != piece:
            return False
        place += len(piece)
    return file.seek(0, io.SEEK_END) == place


def _unreadable(path: str, error: Exception) -> UnusableFile:
    return UnusableFile([_broken_bundle(path, Phrase("archive-unreadable", reason=reason_of(error)))])


def _broken_bundle(path: str, message: Phrase) -> Finding:
    return finding_of(Place(path), "bundle-broken", message)


class _Pieces(io.RawIOBase):
    """A file that is read in pieces: more at once is asked for a table of contents that no bundle has."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def read(self, size: int = -1) -> bytes:
        if size > BUNDLE_NAMES:
            raise CannotUse("archive-names", limit=BUNDLE_NAMES)
        return self._file.read(size)


def _reasons_to_refuse(infos: list[zipfile.ZipInfo]) -> Iterator[Phrase]:
    times = Counter(_fold_name(info.filename) for info in infos)
    folders = {parent for info in infos for parent in _folders_of(_fold_name(info.filename))}
    for info in infos:
        name = info.filename.removesuffix("/") if info.is_dir() else info.filename
        kind = (info.external_attr >> 16) & _KINDS
        if _leads_out(name):
            yield Phrase("archive-leads-out", name=name)
        elif times[_fold_name(name)] > 1 or (not info.is_dir() and _fold_name(name) in folders):
            yield Phrase("archive-twice", name=name)
        elif kind not in (0, _FOLDER_KIND if info.is_dir() else _REGULAR_KIND) or (info.is_dir() and info.file_size):
            yield Phrase("archive-no-file", name=name)
        elif info.flag_bits & _ENCRYPTED:
            yield Phrase("archive-encrypted", name=name)
        elif info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            yield Phrase("archive-compressed", name=name)


def _too_much(infos: list[zipfile.ZipInfo]) -> Iterator[Phrase]:
    if len(infos) > BUNDLE_FILES:
        yield Phrase("archive-many-files", files=len(infos), limit=BUNDLE_FILES)
    for info in infos:
        if info.file_size > (most := largest(info.filename)):
            yield Phrase("archive-large-file", name=info.filename, limit=most)
    for key, folder, most in _TOGETHER:
        if sum(info.file_size for info in infos if folder in info.filename) > most:
            yield Phrase(key, limit=most)


def largest(name: str) -> int:
    """Return how many bytes a file of a bundle may have."""
    if "sources/" in name:
        return DOCUMENT_BYTES
    return PAGE_BYTES if name.endswith(".html") else MAX_BYTES


def _fold_name(name: str) -> str:
    """Return a name as Windows and macOS compare it: without capitals, and dots and blanks at the end."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name.removesuffix("/")).casefold())
    return "/".join(part.rstrip(". ") for part in folded.split("/"))


def _folders_of(name: str) -> Iterator[str]:
    """Yield the folders that a file stands in."""
    while "/" in name:
        name = name.rpartition("/")[0]
        yield name


def _leads_out(name: str) -> bool:
    odd = not name.isprintable() or "\\" in name or ":" in name
    # Windows drops dots and blanks at the end: `x/.. ` is `x/..` there
    return odd or name.startswith("/") or any(part.rstrip(". ") in ("", ".", "..") for part in name.split("/"))


def _unpack_file(path: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Return a file, never more of it than its header promised; raises UnusableFile."""
    pieces, left = [], info.file_size + 1
    try:
        with archive.open(info) as file:
            while left > 0 and (piece := file.read(min(left, BUNDLE_NAMES))):
                pieces.append(piece)
                left -= len(piece)
    except _BROKEN as error:
        raise _unreadable(path, error) from error
    if left != 1:
        raise UnusableFile([_broken_bundle(path, Phrase("archive-other-size", name=info.filename))])
    return b"".join(pieces)
