"""The disk: finds dossiers, reads them, and saves so that a kill at any moment leaves the old or the new file.

A save takes a lock, reads the file again, applies the change to what stands there, writes a temporary
file beside it, and renames. Reading never locks or writes.
"""

import errno
import os
import re
import stat
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from iama.files import shipped
from iama.files.approvalfile import NAME as APPROVALS
from iama.files.approvalfile import read_approvals
from iama.files.dossierfile import read_assessment
from iama.files.dossierfolder import FILES, PEOPLE, affordable, file_of, is_of_dossier, read_folder, read_named
from iama.files.layout import comments_by_hand, write_assessment
from iama.files.walking import digest_of, read_approved, yaml_names
from iama.model.approval import Approval
from iama.model.dossier import Assessment, Dossier
from iama.model.limits import MAX_BYTES
from iama.model.problems import CannotSave, Finding, Place, UnusableFile, UsageError
from iama.model.questionnaire import Questionnaire

LOCK = ".iama.lock"
_TEMPORARY = ".iama-save-"
_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_DEVICES = frozenset({"con", "nul", "aux", "prn", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))})
_STALE_SECONDS = 3600
_NO_FOLDER_SYNC = (errno.EINVAL, errno.ENOTSUP, errno.EACCES)  # as network shares answer
_RETRIES, _PAUSE = 10, 0.1  # a virus scanner or editor on Windows holds a file for moments


def checked_id(id_: str) -> str:
    """Return `id_` when it can name a dossier on every file system; raises UsageError."""
    if _ID.fullmatch(id_) and id_ not in _DEVICES:
        return id_
    raise UsageError(
        f"`{id_}` cannot name an algorithm; use lower-case letters, digits and hyphens, such as `herzicht`"
    )


def dossiers(root: Path) -> tuple[Path, ...]:
    """Return the dossier folders under `root`, in alphabetical order."""
    return tuple(sorted(path.parent for path in root.glob(f"*/{FILES['algorithm-1.0']}")))


def assessment_refs(folder: Path) -> tuple[str, ...]:
    """Return the questionnaires that a dossier holds answers to."""
    return tuple(ref for ref in shipped.refs() if os.path.lexists(folder / file_of(ref)))


def read_dossier(folder: Path) -> Dossier:
    """Return the dossier in `folder`; raises UnusableFile with every finding in any of its files."""
    dossier, findings = inspect_dossier(folder)
    if errors := [finding for finding in findings if finding.level >= finding.level.ERROR]:
        raise UnusableFile(errors)
    return dossier


def inspect_dossier(folder: Path) -> tuple[Dossier, tuple[Finding, ...]]:
    """Return as much of the dossier as can be read, with every finding about its files."""
    files: dict[str, bytes] = {}
    names, findings = yaml_names(folder, str(folder))
    for name in names:
        try:
            files[name] = read_bytes(folder / name) if _is_known(name) else b""  # of a stranger the name is enough
        except UnusableFile as error:
            findings += error.findings
    dossier, found = read_folder(str(folder), files, shipped.find)
    return dossier, (*findings, *found)


def _is_known(name: str) -> bool:
    return name == PEOPLE or is_of_dossier(name)


def decisions(folder: Path) -> tuple[Approval, ...]:
    """Return the decisions about a dossier, and nothing else of it; raises UnusableFile."""
    path = folder / APPROVALS
    if not os.path.lexists(path):
        return ()
    approvals, findings = read_approvals(str(path), read_bytes(path))
    if findings:
        raise UnusableFile(findings)
    return approvals


def approved_files(folder: Path, names: Collection[str] | None = None) -> Mapping[str, bytes]:
    """Return what stands in the folder of what was approved, by name: all, or `names` as far as they are there.

    Raises UnusableFile with every finding.
    """
    files, findings = inspect_approved(folder, names)
    if findings:
        raise UnusableFile(findings)
    return files


def inspect_approved(
    folder: Path, names: Collection[str] | None = None
) -> tuple[Mapping[str, bytes], tuple[Finding, ...]]:
    """Return as much of the folder of what was approved as can be read, with every finding about it."""
    return read_approved(folder, folder, str(folder), names)


def read_bytes(path: Path, most: int = MAX_BYTES) -> bytes:
    """Return the content of a regular file of acceptable size; raises UnusableFile."""
    try:
        if not path.is_file():
            raise OSError("it is not a regular file")
        if path.stat().st_size > most:
            raise OSError(f"it is larger than {most} bytes")
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnusableFile([Finding(Place(str(path)), "unreadable-file", f"cannot be read: {reason}")]) from error


def digest_beside(folder: Path, name: str) -> str:
    """Return the SHA-256 of a document in or beside the dossier: empty when there is none, TOO_LARGE in its place."""
    for path in (folder / name, folder.parent / name, folder.parent.parent / name):
        if path.is_file():
            return digest_of(path)
    return ""


Change = Callable[[Assessment], Assessment]
Beside = Callable[[tuple[Assessment, ...]], Mapping[Path, str]]


def update(
    folder: Path, changes: Mapping[Questionnaire, Change], language: str = "nl", beside: Beside | None = None
) -> tuple[Assessment, ...]:
    """Apply each change to its assessment as it stands on disk now, save them all, and return them.

    Two writers lose nothing: each applies its change to the file that the other left. A file with a
    mistake raises UnusableFile, one with comments added by hand raises CannotSave, and nothing is saved.
    `beside` makes other files of the changed assessments, which are saved along with them, first of all.
    """
    with locked(folder):
        saved, texts, read = [], {}, {}
        for tree, change in changes.items():
            path = folder / file_of(tree.ref)
            read[path] = before = _content(path)
            changed = change(_current(path, before, tree, language))
            text = _checked_text(path, changed, tree)
            if text.encode() != before:
                texts[path] = text
            saved.append(changed)
        for path in texts:
            if _content(path) != read[path]:  # an editor takes no lock
                raise CannotSave(f"{path}: another program changed the file just now; nothing was saved, try again")
        _refuse_too_much(folder, {path.name: text.encode() for path, text in texts.items()})
        more = beside(tuple(saved)) if beside else {}
        for folder_ in {path.parent for path in more}:
            folder_.mkdir(exist_ok=True)
        replace_files({**more, **texts})
    return tuple(saved)


def _refuse_too_much(folder: Path, changed: Mapping[str, bytes]) -> None:
    """Raise CannotSave when the dossier would hold more, with changed files, than is read again."""
    files = dict(changed)
    for name in yaml_names(folder, str(folder))[0]:
        if name not in changed and _is_known(name):
            with suppress(UnusableFile):  # told when it is read
                files[name] = read_bytes(folder / name)
    if refused := affordable(str(folder), files)[1]:
        raise CannotSave(f"{refused[0].place}: {refused[0].message}; nothing was saved\n    {refused[0].hint}")


def _content(path: Path) -> bytes | None:
    return read_bytes(path) if path.exists() else None


def _checked_text(path: Path, changed: Assessment, tree: Questionnaire) -> str:
    text = write_assessment(changed, tree)
    again, findings = read_assessment(str(path), text.encode(errors="surrogatepass"), shipped.find)
    if findings or again is None or dict(again.answers) != dict(changed.answers):
        raise CannotSave(f"{path}: the answer could not be read back as it was given; nothing was saved")
    return text


def _current(path: Path, before: bytes | None, questionnaire: Questionnaire, language: str) -> Assessment:
    if before is None:
        return Assessment(questionnaire.ref, language)
    assessment, findings = read_named(str(path), before, questionnaire.ref, shipped.find)
    if findings or assessment is None:
        raise UnusableFile(findings)
    _refuse_comments(path, before.decode("utf-8-sig"))
    return assessment


def _refuse_comments(path: Path, text: str) -> None:
    if strange := comments_by_hand(text):
        listed = "\n".join(f"{path}:{line}: {comment}" for line, comment in strange.items())
        raise CannotSave(
            f"saving would drop comments that were added by hand:\n{listed}\n"
            "    move them into the `note:` of an answer, or take them out, and try again; nothing was saved"
        )


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a dossier; another process waits up to ten seconds, then raises CannotSave."""
    from filelock import FileLock, Timeout  # only a save needs it

    try:
        with FileLock(folder / LOCK, timeout=10):
            yield
    except Timeout as error:
        raise CannotSave(f"{folder}: another process has been saving for ten seconds; try again") from error
    except (OSError, NotImplementedError) as error:  # the latter: a file system that has no locks
        reason = getattr(error, "strerror", None) or str(error)
        raise CannotSave(f"{folder}: cannot save here: {reason}") from error


def replace_file(path: Path, text: str | bytes) -> None:
    """Write `text` beside `path` and rename it over `path`; raises CannotSave and leaves the old file."""
    replace_files({path: text})


def replace_files(texts: Mapping[Path, str] | Mapping[Path, str | bytes]) -> None:
    """Write every text beside its path before the first is renamed; raises CannotSave and leaves the old file."""
    import secrets  # costs 5 ms, and only a save needs it

    staged = {path: path.parent / f"{_TEMPORARY}{secrets.token_hex(8)}" for path in texts}
    path = Path()
    try:
        for path, temporary in staged.items():
            _clear_stale(path.parent)
            text = texts[path]
            _write(temporary, text.encode() if isinstance(text, str) else text, _mode(path))
        for path, temporary in staged.items():
            _rename(temporary, path)
    except OSError as error:
        raise CannotSave(f"{path}: could not be saved: {error.strerror or error}; the old file still stands") from error
    finally:
        for temporary in staged.values():
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
    for folder in {path.parent for path in texts}:
        _sync_folder(folder)


def stream_file(path: Path, pieces: Iterable[bytes]) -> None:
    """Write what can be made again, in pieces, beside `path` and rename it over that.

    Raises CannotSave and leaves the old file. A power cut may undo it: nothing waits for the disk.
    """
    import secrets  # as above

    temporary = path.parent / f"{_TEMPORARY}{secrets.token_hex(8)}"
    try:
        _clear_stale(path.parent)
        with os.fdopen(_created(temporary, _mode(path)), "wb") as file:
            for piece in pieces:
                file.write(piece)
        _rename(temporary, path)
    except OSError as error:
        raise CannotSave(f"{path}: could not be saved: {error.strerror or error}; the old file still stands") from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _mode(path: Path) -> int:
    """Return who may read a file: no more people than could read the old one."""
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return 0o666


def _write(path: Path, content: bytes, mode: int) -> None:
    descriptor = _created(path, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(descriptor)
    if path.read_bytes() != content:
        raise OSError(errno.EIO, "the disk gave back something else than was written")


def _created(path: Path, mode: int) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)


def _rename(temporary: Path, path: Path) -> None:
    for attempt in range(_RETRIES):
        try:
            temporary.replace(path)
            break
        except PermissionError:
            if attempt == _RETRIES - 1 or os.name != "nt":
                raise
            time.sleep(_PAUSE)


def _sync_folder(folder: Path) -> None:
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
            reason = error.strerror or str(error)
            raise CannotSave(f"{folder}: the new file stands, but a power cut may undo it: {reason}") from error


def _clear_stale(folder: Path) -> None:
    for path in folder.glob(f"{_TEMPORARY}*"):
        try:
            if time.time() - path.stat().st_mtime > _STALE_SECONDS:
                path.unlink()
        except OSError:
            continue  # another process was quicker
