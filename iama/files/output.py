"""Where results go, by two rules: one for a place that the user points at, one for a name that we give ourselves.

Where the user points, links are followed; into a pipe or a device is written, and a file is replaced where it stands.
Under a name of ours only a file may stand: a link there was put by somebody else.
"""

import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from msgspec import Struct

from iama.files.approvalfile import FOLDER as APPROVED
from iama.files.disk import make_folder, replace_file, stream_file
from iama.files.dossierfolder import FILES
from iama.model.problems import CannotSave, UsageError, reason_of
from iama.words import Phrase

_PIECE = 1 << 20  # bytes
_MOST_LINKS = 40  # as Linux follows
_APPEND = os.O_WRONLY | os.O_APPEND | sum(getattr(os, name, 0) for name in ("O_NOCTTY", "O_BINARY"))
_DESCRIPTORS = ("/dev/fd", "/proc/self/fd", "/proc/thread-self/fd")  # folders that hold ours
_ANY_DESCRIPTOR = re.compile(r"/proc/\d+(/task/\d+)?/fd/\d+")  # of any process
_SOURCES = (".yaml", ".yml", ".toml")
_STANDARD_OUTPUT = Path("-")  # as users write it


class Target(Struct, frozen=True):
    """A place for a result: `shown` as messages name it, `real` after all links.

    `stream` when it is a pipe, a device or an open descriptor, which is written to and never replaced.
    """

    shown: Path
    real: Path
    stream: bool = False


def pointed_at(path: Path) -> Target:
    """Return the place that the user means, of which `-` is standard output.

    Raises UsageError for a folder that is not there, and CannotSave.
    """
    if path == _STANDARD_OUTPUT:
        return Target(path, path, stream=True)
    try:
        real = _follow_links(path)
        if _is_descriptor(real):
            return Target(path, real, stream=True)
        if not real.parent.is_dir():
            raise UsageError("output-no-folder", path=path, folder=real.parent)
        mode = real.lstat().st_mode if os.path.lexists(real) else stat.S_IFREG
    except OSError as error:
        raise _not_saved_error(path, reason_of(error)) from error
    if stat.S_ISREG(mode):
        return Target(path, real)
    if stat.S_ISFIFO(mode) or stat.S_ISCHR(mode):
        return Target(path, real, stream=True)
    what = "output-folder" if stat.S_ISDIR(mode) else "output-disk" if stat.S_ISBLK(mode) else "output-socket"
    raise _not_saved_error(path, Phrase(what))


def result_at(path: Path, read: Iterable[Path] = ()) -> Target:
    """Return the place that the user means for a result.

    Raises UsageError for a file that holds answers or configuration, or is one of those that were `read`; and what
    `pointed_at` raises.
    """
    target = pointed_at(path)
    if not target.stream and _is_source(path, target.real, read):
        raise UsageError("output-source", path=path)
    return target


def own_target(folder: Path, name: str) -> Target:
    """Return a place below `folder` that the user did not name; raises CannotSave for a link or what is no file."""
    path = folder
    for part in Path(name).parts:
        path = path / part
        if path.is_symlink():
            raise _not_saved_error(path, Phrase("output-link"))
    if os.path.lexists(path) and not path.is_file():
        raise _not_saved_error(path, Phrase("output-no-file"))
    return Target(path, path)


def result_folder(path: Path, dossier: Path) -> Path:
    """Return the folder that the user means for results, which is made when it is not there.

    Raises UsageError for one in the dossier itself, and CannotSave for what is no folder or cannot be made.
    """
    if path == _STANDARD_OUTPUT:
        raise _not_saved_error(path, Phrase("output-is-several"))
    real = Path(os.path.realpath(path))
    if real.is_relative_to(os.path.realpath(dossier)):
        raise UsageError("output-in-dossier", path=path)
    try:
        make_folder(real)
    except FileNotFoundError as error:
        raise UsageError("output-no-folder", path=path, folder=real.parent) from error
    except FileExistsError as error:
        raise _not_saved_error(path, Phrase("output-is-no-folder")) from error
    except OSError as error:
        raise _not_saved_error(path, reason_of(error)) from error
    return real


def write_result(target: Target, document: str | bytes) -> None:
    """Write a whole result; raises CannotSave, and BrokenPipeError when its reader has gone."""
    if not target.stream:
        replace_file(target.real, document)
        return
    with _open_target(target) as file:
        file.write(document.encode() if isinstance(document, str) else document)


def write_pieces(target: Target, pieces: Iterable[bytes]) -> None:
    """Write a result that can be made again, in pieces; raises what `write_result` raises."""
    if not target.stream:
        stream_file(target.real, pieces)
        return
    with _open_target(target) as file:
        file.writelines(pieces)


def write_together(targets: Mapping[str, Target], pieces: Iterable[tuple[str, bytes]]) -> None:
    """Write results that grow side by side, from pieces of which each says whose it is; raises as `write_result`."""
    with ExitStack() as stack:
        growing = {name: stack.enter_context(TemporaryFile()) for name in targets}
        for name, piece in pieces:
            growing[name].write(piece)
        for name, file in growing.items():
            file.seek(0)
            write_pieces(targets[name], iter(partial(file.read, _PIECE), b""))


@contextmanager
def _open_target(target: Target) -> Iterator[BinaryIO]:
    try:
        if target.real == _STANDARD_OUTPUT:
            if sys.stdout is None:
                raise _not_saved_error(target.shown, Phrase("output-closed"))
            sys.stdout.flush()
            yield sys.stdout.buffer
            sys.stdout.flush()
            return
        with os.fdopen(_descriptor(target.real), "wb") as file:
            yield file
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CannotSave("output-not-written", path=target.shown, reason=reason_of(error)) from error


def _descriptor(real: Path) -> int:
    """Return a descriptor to write to; one of ours keeps its place and mode, which a shell may have set (`>>`)."""
    return os.dup(int(real.name)) if _is_own_descriptor(real) else os.open(real, _APPEND)


def _follow_links(path: Path) -> Path:
    """Return where a path leads to, up to an open descriptor or what is no link."""
    real = _with_real_folder(path)
    for _ in range(_MOST_LINKS):
        if _is_descriptor(real) or not real.is_symlink():
            return real
        real = _with_real_folder(real.parent / real.readlink())
    raise _not_saved_error(path, Phrase("output-circle"))


def _with_real_folder(path: Path) -> Path:
    return Path(os.path.realpath(path.parent), path.name)


def _is_descriptor(real: Path) -> bool:
    return _is_own_descriptor(real) or _ANY_DESCRIPTOR.fullmatch(os.fspath(real)) is not None


def _is_own_descriptor(real: Path) -> bool:
    return real.name.isdecimal() and os.fspath(real.parent) in map(os.path.realpath, _DESCRIPTORS)


def _is_source(path: Path, real: Path, read: Iterable[Path]) -> bool:
    if any(_sounds_like_source(place) for place in (_with_real_folder(path), real)):
        return True
    return real.exists() and any(source.exists() and source.samefile(real) for source in read)


def _sounds_like_source(place: Path) -> bool:
    """Whether what stands there holds answers, decisions or configuration, or is for git, by its name."""
    name = place.name.lower()
    if name.endswith(_SOURCES) or name.startswith((".git", ".iama")) or ".git" in place.parts:
        return True
    return place.parent.name == APPROVED and (place.parent.parent / FILES["algorithm-1.0"]).exists()


def _not_saved_error(path: Path, reason: Phrase | str) -> CannotSave:
    return CannotSave("output-not-saved", path=path, reason=reason)
