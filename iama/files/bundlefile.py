"""The ZIP of an audit bundle: the same files give the same bytes, and a hostile archive is refused before it unpacks.

Nothing is ever written to disk: names and contents stay in memory.
"""

import io
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping

from iama.files.nodes import MAX_BYTES
from iama.model.problems import Finding, Place, UnusableFile

_MOST_FILES = 2_000
_LARGEST = 4 * MAX_BYTES  # of one file
_LARGEST_ALL = 40 * MAX_BYTES
_WHEN = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP can hold: no clock
_REGULAR = 0o100644 << 16
_KINDS, _REGULAR_KIND = 0o170000, 0o100000
_ENCRYPTED = 0x1


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return files as a ZIP, in the order of their names; not compressed, because compression differs per library."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, _WHEN)
            info.external_attr = _REGULAR
            info.create_system = 3  # Unix, on every system
            archive.writestr(info, files[name])
    return target.getvalue()


def unzipped(path: str, content: bytes) -> Mapping[str, bytes]:
    """Return the files of a ZIP by name; raises UnusableFile with every reason not to trust it.

    Refused are names that lead out of a folder, doubled names, links, encryption, and more or larger files than any
    bundle has, whatever the archive itself says of their size.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            if reasons := list(_reasons(infos)):
                raise UnusableFile(Finding(Place(path), "bundle-broken", reason) for reason in reasons)
            return dict(_contents(path, archive, infos))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, RuntimeError, OSError) as error:
        message = f"the archive cannot be read: {error}"
        raise UnusableFile([Finding(Place(path), "bundle-broken", message)]) from error


def _reasons(infos: list[zipfile.ZipInfo]) -> Iterator[str]:
    if len(infos) > _MOST_FILES:
        yield f"the archive holds {len(infos)} files, more than {_MOST_FILES}"
        return
    times = Counter(_folded(info.filename) for info in infos)
    for info in infos:
        name = info.filename
        kind = (info.external_attr >> 16) & _KINDS
        if _leads_out(name):
            yield f"the name `{name}` leads out of the bundle"
        elif times[_folded(name)] > 1:
            yield f"`{name}` is in it twice, or is one file with another where capitals do not count"
        elif info.is_dir() or kind not in (0, _REGULAR_KIND):
            yield f"`{name}` is no regular file"
        elif info.flag_bits & _ENCRYPTED:
            yield f"`{name}` is encrypted"
        elif info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            yield f"`{name}` is compressed in a way that no bundle is"
        elif info.file_size > _LARGEST:
            yield f"`{name}` is larger than {_LARGEST} bytes"
    if sum(info.file_size for info in infos) > _LARGEST_ALL:
        yield f"the files together are larger than {_LARGEST_ALL} bytes"


def _folded(name: str) -> str:
    """Return a name as Windows and macOS compare it."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _leads_out(name: str) -> bool:
    odd = not name.isprintable() or "\\" in name or ":" in name
    # Windows drops dots and blanks at the end: `x/.. ` is `x/..` there
    return odd or name.startswith("/") or any(part.rstrip(". ") in ("", ".", "..") for part in name.split("/"))


def _contents(path: str, archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> Iterator[tuple[str, bytes]]:
    """Yield every file, never more of it than its header promised."""
    for info in infos:
        with archive.open(info) as file:
            content = file.read(info.file_size + 1)
        if len(content) != info.file_size:
            message = f"`{info.filename}` is not as large as the archive says"
            raise UnusableFile([Finding(Place(path), "bundle-broken", message)])
        yield info.filename, content
