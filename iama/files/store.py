"""The disk: finds dossiers, reads them, and saves so that a kill at any moment leaves the old or the new file.

A save takes a lock, reads the files again, applies the change to what stands there, and commits all of it or nothing.
Reading never locks or writes.
"""

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from iama.files import disk, journal, shipped
from iama.files.approvalfile import FOLDER as APPROVED
from iama.files.approvalfile import LARGEST, read_approvals, snapshot_names
from iama.files.approvalfile import NAME as APPROVALS
from iama.files.dossierfile import read_assessment
from iama.files.dossierfolder import FILES, PEOPLE, file_of, is_of_dossier, read_folder, read_named
from iama.files.layout import comments_by_hand, write_assessment
from iama.files.nodes import MAX_BYTES
from iama.model.approval import Approval
from iama.model.dossier import Assessment, Dossier
from iama.model.problems import CannotSave, Finding, Place, UnusableFile, UsageError
from iama.model.questionnaire import Questionnaire

_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_DEVICES = frozenset({"con", "nul", "aux", "prn", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))})


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

    def read(name: str) -> bytes | Finding:
        return _read(folder / name) if _is_known(name) else b""  # of a stranger the name is enough

    files, findings = journal.read_whole(folder, lambda: _yaml_files(folder), read, str(folder), _is_known)
    dossier, found = read_folder(str(folder), files, shipped.find)
    return dossier, (*findings, *found)


def _yaml_files(folder: Path) -> list[str]:
    return [path.name for path in folder.glob("*.yaml")]


def _read(path: Path, most: int = MAX_BYTES) -> bytes | Finding:
    """Return the content of a regular file of acceptable size, or what is wrong with it."""
    try:
        return disk.read_file(path, most)
    except OSError as error:
        return Finding(Place(str(path)), "unreadable-file", f"cannot be read: {disk.reason(error)}")


def _is_known(name: str) -> bool:
    return name == PEOPLE or is_of_dossier(name)


def decisions(folder: Path) -> tuple[Approval, ...]:
    """Return the decisions about a dossier, and nothing else of it; raises UnusableFile."""

    def listed() -> list[str]:
        return [APPROVALS] if os.path.lexists(folder / APPROVALS) else []

    files, findings = journal.read_whole(
        folder, listed, lambda name: _read(folder / name), str(folder), {APPROVALS}.__contains__
    )
    approvals, found = read_approvals(str(folder / APPROVALS), files[APPROVALS]) if files else ((), ())
    if findings or found:
        raise UnusableFile((*findings, *found))
    return approvals


def approved_files(folder: Path, names: Iterable[str] | None = None) -> Mapping[str, bytes]:
    """Return what stands in the folder of what was approved, by name: all, or `names` as far as they are there.

    Raises UnusableFile with every finding.
    """
    files, findings = inspect_approved(folder, names)
    if findings:
        raise UnusableFile(findings)
    return files


def inspect_approved(
    folder: Path, names: Iterable[str] | None = None
) -> tuple[Mapping[str, bytes], tuple[Finding, ...]]:
    """Return as much of the folder of what was approved as can be read, with every finding about it."""
    wanted = None if names is None else {f"{APPROVED}/{name}" for name in names}

    def is_wanted(name: str) -> bool:
        return name.startswith(f"{APPROVED}/") if wanted is None else name in wanted

    def listed() -> list[str]:
        return [name for found in snapshot_names(folder) if is_wanted(name := f"{APPROVED}/{found}")]

    try:
        files, findings = journal.read_whole(
            folder, listed, lambda name: _read(folder / name, LARGEST), str(folder), is_wanted
        )
    except OSError as error:
        message = f"cannot be read: {disk.reason(error)}"
        return {}, (Finding(Place(str(folder / APPROVED)), "unreadable-file", message),)
    return {name.removeprefix(f"{APPROVED}/"): content for name, content in files.items()}, findings


def read_bytes(path: Path, most: int = MAX_BYTES) -> bytes:
    """Return the content of a regular file of acceptable size; raises UnusableFile."""
    if isinstance(found := _read(path, most), Finding):
        raise UnusableFile([found])
    return found


def digest_beside(folder: Path, name: str) -> str:
    """Return the SHA-256 of a document that stands in or beside the dossier; empty when there is none."""
    for path in (folder / name, folder.parent / name, folder.parent.parent / name):
        if path.is_file():
            return hashlib.sha256(path.read_bytes()).hexdigest()
    return ""


Change = Callable[[Assessment], Assessment]
Beside = Callable[[tuple[Assessment, ...]], Mapping[str, str]]


def update(
    folder: Path, changes: Mapping[Questionnaire, Change], language: str = "nl", beside: Beside | None = None
) -> tuple[Assessment, ...]:
    """Apply each change to its assessment as it stands on disk now, save them all or none, and return them.

    Two writers lose nothing: each applies its change to the file that the other left. A file with a
    mistake raises UnusableFile, one with comments added by hand raises CannotSave, and nothing is saved.
    `beside` makes other files of the changed assessments, by name, which are saved along with them.
    """
    with journal.saving(folder):
        saved, texts, read = [], {}, {}
        for tree, change in changes.items():
            path = folder / file_of(tree.ref)
            read[path] = before = _content(path)
            changed = change(_current(path, before, tree, language))
            text = _checked_text(path, changed, tree)
            if text.encode() != before:
                texts[path.name] = text
            saved.append(changed)
        more = beside(tuple(saved)) if beside else {}
        for path, before in read.items():
            if path.name in texts and _content(path) != before:  # an editor takes no lock
                raise CannotSave(f"{path}: another program changed the file just now; nothing was saved, try again")
        journal.commit(folder, {**more, **texts})
    return tuple(saved)


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
