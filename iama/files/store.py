"""The disk: finds dossiers, reads them, and saves so that a kill at any moment leaves the old or the new file.

A save takes a lock, reads the file again, applies the change to what stands there, writes a temporary
file beside it, and renames. Reading never locks or writes.
"""

import os
import re
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from iama.files import shipped
from iama.files.dossierfile import read_assessment, read_people
from iama.files.layout import OUR_COMMENT, write_assessment
from iama.files.yamlfile import MAX_BYTES, comments
from iama.model.dossier import Assessment, Dossier
from iama.model.problems import CannotSave, Finding, Place, UnusableFile, UsageError
from iama.model.questionnaire import Questionnaire

FILES = {"algorithm-1.0": "algorithm.yaml", "follow-up-1.0": "follow-up.yaml"}
PEOPLE = "people.yaml"
LOCK = ".iama.lock"
_TEMPORARY = ".iama-save-"
_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_DEVICES = frozenset({"con", "nul", "aux", "prn", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))})
_STALE_SECONDS = 3600
_RETRIES, _PAUSE = 10, 0.1  # a virus scanner or editor on Windows holds a file for moments


def checked_id(id_: str) -> str:
    """Return `id_` when it can name a dossier on every file system; raises UsageError."""
    if _ID.fullmatch(id_) and id_ not in _DEVICES:
        return id_
    raise UsageError(
        f"`{id_}` cannot name an algorithm; use lower-case letters, digits and hyphens, such as `herzicht`"
    )


def file_of(questionnaire: str) -> str:
    """Return the file name of an assessment within its dossier."""
    return FILES.get(questionnaire, f"{questionnaire}.yaml")


def dossiers(root: Path) -> tuple[Path, ...]:
    """Return the dossier folders under `root`, in alphabetical order."""
    return tuple(sorted(path.parent for path in root.glob(f"*/{FILES['algorithm-1.0']}")))


def assessment_files(folder: Path) -> Iterator[Path]:
    """Yield the files of a dossier that hold answers, those of shipped questionnaires first and in order."""
    for ref in shipped.refs():
        if (path := folder / file_of(ref)).is_file():
            yield path


def read_dossier(folder: Path) -> Dossier:
    """Return the dossier in `folder`; raises UnusableFile with every finding in any of its files."""
    dossier, findings = inspect_dossier(folder)
    if errors := [finding for finding in findings if finding.level >= finding.level.ERROR]:
        raise UnusableFile(errors)
    return dossier


def inspect_dossier(folder: Path) -> tuple[Dossier, tuple[Finding, ...]]:
    """Return as much of the dossier as can be read, with every finding about its files."""
    assessments: dict[str, Assessment] = {}
    findings: list[Finding] = []
    for path in assessment_files(folder):
        assessment, found = read_assessment(str(path), read_bytes(path), shipped.find)
        findings.extend(found)
        if assessment:
            assessments[assessment.questionnaire] = assessment
    people: Mapping[str, str] = {}
    if (path := folder / PEOPLE).is_file():
        people, found = read_people(str(path), read_bytes(path))
        findings.extend(found)
    return Dossier(folder.name, assessments, people), tuple(findings)


def read_bytes(path: Path) -> bytes:
    """Return the content of a regular file of acceptable size; raises UnusableFile."""
    try:
        if not path.is_file():
            raise OSError("it is not a regular file")
        if path.stat().st_size > MAX_BYTES:
            raise OSError(f"it is larger than {MAX_BYTES} bytes")
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnusableFile([Finding(Place(str(path)), "unreadable-file", f"cannot be read: {reason}")]) from error


Change = Callable[[Assessment], Assessment]


def update(folder: Path, questionnaire: Questionnaire, change: Change, language: str = "nl") -> Assessment:
    """Apply `change` to the assessment as it stands on disk now, save it, and return it.

    Two writers lose nothing: each applies its change to the file that the other left. A file with a
    mistake raises UnusableFile, one with comments added by hand raises CannotSave, and stays as it is.
    """
    path = folder / file_of(questionnaire.ref)
    with locked(folder):
        before = read_bytes(path) if path.exists() else None
        assessment = _current(path, before, questionnaire, language)
        changed = change(assessment)
        text = write_assessment(changed, questionnaire)
        again, findings = read_assessment(str(path), text, shipped.find)
        if findings or again != changed:
            raise CannotSave(f"{path}: the answer could not be read back as it was given; nothing was saved")
        if before is None or text.encode() != before:
            replace_file(path, text)
    return changed


def _current(path: Path, before: bytes | None, questionnaire: Questionnaire, language: str) -> Assessment:
    if before is None:
        return Assessment(questionnaire.ref, language)
    assessment, findings = read_assessment(str(path), before, shipped.find)
    if findings or assessment is None:
        raise UnusableFile(findings)
    _refuse_comments(path, before.decode("utf-8-sig"))
    return assessment


def _refuse_comments(path: Path, text: str) -> None:
    strange = {line: comment for line, comment in comments(text).items() if not OUR_COMMENT.fullmatch(comment)}
    if strange:
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
    except OSError as error:
        raise CannotSave(f"{folder}: cannot save here: {error.strerror or error}") from error


def replace_file(path: Path, text: str) -> None:
    """Write `text` beside `path` and rename it over `path`; raises CannotSave and leaves the old file."""
    _clear_stale(path.parent)
    temporary = path.parent / f"{_TEMPORARY}{secrets.token_hex(8)}"
    try:
        _write(temporary, text.encode())
        _rename(temporary, path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise CannotSave(f"{path}: could not be saved: {error.strerror or error}; the old file still stands") from error
    _sync_folder(path.parent)


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(descriptor)


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
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _clear_stale(folder: Path) -> None:
    for path in folder.glob(f"{_TEMPORARY}*"):
        try:
            if time.time() - path.stat().st_mtime > _STALE_SECONDS:
                path.unlink()
        except OSError:
            continue  # another process was quicker
