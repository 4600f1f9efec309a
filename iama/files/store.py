"""The disk: finds dossiers, reads them, and saves so that a kill at any moment leaves the old or the new file.

A save takes a lock, reads the files again, applies the change to what stands there, and commits all of it or nothing.
Reading never locks or writes.
"""

import os
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

from iama.files import disk, journal
from iama.files.approvalfile import FOLDER as APPROVED
from iama.files.approvalfile import NAME as APPROVALS
from iama.files.approvalfile import read_approvals, with_entry
from iama.files.dossierfile import read_assessment
from iama.files.dossierfolder import FILES, affordable, file_of, is_known, read_folder, read_named
from iama.files.history import History
from iama.files.layout import comments_by_hand, write_assessment
from iama.files.shipped import SHIPPED
from iama.files.walking import Walked, digest_of, read_approved, read_files, read_objects, yaml_names
from iama.model.approval import Approval
from iama.model.contents import Contents
from iama.model.dossier import Assessment, Dossier
from iama.model.library import Library
from iama.model.limits import MAX_BYTES
from iama.model.problems import (
    CannotSave,
    Finding,
    Level,
    Place,
    UnusableFile,
    UsageError,
    finding_of,
    reason_of,
)
from iama.model.questionnaire import Questionnaire
from iama.words import Phrase

_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_DEVICES = frozenset({"con", "nul", "aux", "prn", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))})


def checked_id(id_: str) -> str:
    """Return `id_` when it can name a dossier on every file system; raises UsageError."""
    if _ID.fullmatch(id_) and id_ not in _DEVICES:
        return id_
    raise UsageError("new-no-id", id=id_)


def dossiers(root: Path) -> tuple[Path, ...]:
    """Return the dossier folders under `root`, in alphabetical order."""
    return tuple(sorted(path for path in root.glob("*/") if holds_dossier(path)))


def decided_folders(root: Path) -> tuple[Path, ...]:
    """Return the dossier folders under `root`, and those in which only decisions are left, in alphabetical order."""
    decided = (APPROVALS, APPROVED)
    return tuple(
        path
        for path in sorted(root.glob("*/"))
        if holds_dossier(path) or any(os.path.lexists(path / name) for name in decided)
    )


def holds_dossier(folder: Path) -> bool:
    """Whether a folder holds the facts of an algorithm."""
    return journal.holds(folder, FILES["algorithm-1.0"])


def assessment_refs(folder: Path, library: Library | None = None) -> tuple[str, ...]:
    """Return the questionnaires that a dossier holds answers to, or is to hold after a save that was cut off."""
    names = {ref: file_of(ref) for ref in (library or SHIPPED).refs}
    return tuple(ref for ref, name in names.items() if os.path.lexists(folder / name) or journal.holds(folder, name))


def read_dossier(folder: Path, library: Library | None = None) -> Dossier:
    """Return the dossier in `folder`; raises UnusableFile with every finding in any of its files."""
    dossier, findings = inspect_dossier(folder, library)
    refuse_errors(findings)
    return dossier


def refuse_errors(findings: Iterable[Finding]) -> None:
    """Raise UnusableFile with the findings that are errors, when there are any."""
    if errors := [finding for finding in findings if finding.level is Level.ERROR]:
        raise UnusableFile(errors)


def inspect_dossier(folder: Path, library: Library | None = None) -> tuple[Dossier, tuple[Finding, ...]]:
    """Return as much of the dossier as can be read, with every finding about its files."""
    strange: list[Finding] = []

    def list_yaml_files() -> list[str]:
        names, strange[:] = yaml_names(folder, str(folder), library)
        return names

    def read_yaml_files(names: Collection[str]) -> tuple[journal.Reads, list[Finding]]:
        return _read_each(folder, names, known)

    known = partial(is_known, library=library)
    reads, refused = journal.read_whole(folder, list_yaml_files, read_yaml_files, str(folder), known)
    dossier, wrong = read_folder(str(folder), Contents(reads), library)
    return dossier, (*strange, *refused, *wrong)


def _read_each(
    folder: Path, names: Collection[str], known: Callable[[str], bool] = is_known
) -> tuple[journal.Reads, list[Finding]]:
    """Return the files that are known, read; of a stranger the name is enough."""
    reads: dict[str, Callable[[], bytes]] = {}
    refused: list[Finding] = []
    for name in names:
        try:
            reads[name] = partial(bytes, read_bytes(folder / name) if known(name) else b"")
        except UnusableFile as error:
            refused += error.findings
    return reads, refused


def inspect_decided(folder: Path, library: Library | None = None) -> tuple[Dossier, Walked, tuple[Finding, ...]]:
    """Return a dossier and its files, of one moment, with every finding about them."""
    walked = read_files(folder, folder.parent, str(folder), library)
    dossier, findings = read_folder(str(folder), walked.files, library)
    return dossier, walked, (*walked.refused, *findings)


def read_decisions(folder: Path) -> tuple[Approval, ...]:
    """Return the decisions about a dossier, and nothing else of it; raises UnusableFile."""

    def list_approvals_file() -> list[str]:
        return [APPROVALS] if os.path.lexists(folder / APPROVALS) else []

    reads, findings = journal.read_whole(
        folder, list_approvals_file, partial(_read_each, folder), str(folder), lambda name: name == APPROVALS
    )
    approvals, wrong = read_approvals(str(folder / APPROVALS), reads[APPROVALS]()) if reads else ((), ())
    if findings or wrong:
        raise UnusableFile((*findings, *wrong))
    return approvals


def approved_files(folder: Path, names: Collection[str] | None = None) -> Mapping[str, bytes]:
    """Return what stands in the folder of what was approved, by name: all, or `names` as far as they are there.

    Raises UnusableFile with every finding.
    """
    files, findings = read_approved(folder, folder, str(folder), names)
    if findings:
        raise UnusableFile(findings)
    return files


def objects(folder: Path) -> Mapping[str, bytes]:
    """Return the objects that decisions about a dossier rest on, by name, each read when it is asked for."""
    return read_objects(folder.parent, folder.parent)


def read_bytes(path: Path, most: int = MAX_BYTES) -> bytes:
    """Return the content of a regular file of acceptable size; raises UnusableFile."""
    try:
        return disk.read_file(path, most)
    except OSError as error:
        message = Phrase("file-unreadable", reason=reason_of(error))
        raise UnusableFile([finding_of(Place(str(path)), "unreadable-file", message)]) from error


def digest_beside(folder: Path, name: str) -> str:
    """Return the SHA-256 of a document in or beside the dossier: empty when there is none, TOO_LARGE in its place.

    A name or a link that leads out of the project is no such document: who gets the dossier does not get it.
    """
    project = os.path.realpath(folder.parent.parent).rstrip(os.sep) + os.sep
    places = (folder / name, folder.parent / name, folder.parent.parent / name)
    return next(filter(None, (digest_of(path, project) for path in places)), "")


Change = Callable[[Assessment], Assessment]
Decided = tuple[
    Approval, Mapping[str, bytes], Mapping[str, bytes]
]  # an entry, with the files and objects that it binds


def record_decision(folder: Path, decide: Callable[[Dossier], Decided], library: Library | None = None) -> Approval:
    """Record what `decide` makes of the dossier as it stands on disk now, and return the entry.

    Objects come first, which say nothing by themselves; then the files that it binds and the entry, all or none. Raises
    UnusableFile, CannotSave, and what `decide` raises.
    """
    with journal.saving(folder):
        entry, files, objects = decide(read_dossier(folder, library))
        before = _bytes_if_there(folder / APPROVALS) or b""
        text = with_entry(folder / APPROVALS, before.decode("utf-8-sig"), entry)
        journal.keep_objects(folder.parent, objects)
        journal.commit(
            folder, {**{f"{APPROVED}/{name}": content for name, content in files.items()}, APPROVALS: text.encode()}
        )
    return entry


def keep_approved(folder: Path, files: Mapping[str, bytes]) -> None:
    """Keep more files beside what was approved; raises CannotSave."""
    with journal.saving(folder):
        journal.commit(folder, {f"{APPROVED}/{name}": content for name, content in files.items()})


def update_assessments(
    folder: Path,
    changes: Mapping[Questionnaire, Change],
    language: str = "nl",
    library: Library | None = None,
    history: History | None = None,
) -> tuple[Assessment, ...]:
    """Apply each change to its assessment as it stands on disk now, save them all or none, and return them.

    What the answers held goes into the history first. Two writers lose nothing: each applies its change to the file
    that the other left. A file with a mistake raises UnusableFile, one with comments added by hand raises CannotSave,
    and nothing is saved.
    """
    library = library or SHIPPED
    with journal.saving(folder):
        saved, texts, read, replaced = [], {}, {}, []
        for tree, change in changes.items():
            path = folder / file_of(tree.ref)
            read[path] = before = _bytes_if_there(path)
            current = _current(path, before, tree, language, library)
            changed = change(current)
            text = _checked_text(path, changed, tree, library)
            if text.encode() != before:
                texts[path.name] = text.encode()
                replaced.append((current, changed))
            saved.append(changed)
        _refuse_too_much(folder, texts, library)
        for path, before in read.items():
            if path.name in texts and _bytes_if_there(path) != before:  # an editor takes no lock
                raise CannotSave("save-changed", path=path)
        for current, changed in replaced:
            if history:
                history.keep(current, changed)
        journal.commit(folder, texts)
    return tuple(saved)


def _refuse_too_much(folder: Path, changed: Mapping[str, bytes], library: Library) -> None:
    """Raise CannotSave when the dossier would hold more, with changed files, than is read again."""
    files = dict(changed)
    for name in yaml_names(folder, str(folder), library)[0]:
        if name not in changed and is_known(name, library):
            with suppress(UnusableFile):  # told when it is read
                files[name] = read_bytes(folder / name)
    if refused := affordable(str(folder), files, library)[1]:
        first = refused[0]
        raise CannotSave("save-too-much", place=str(first.place), message=first.message, hint=first.hint)


def _bytes_if_there(path: Path) -> bytes | None:
    return read_bytes(path) if path.exists() else None


def _checked_text(path: Path, changed: Assessment, tree: Questionnaire, library: Library) -> str:
    text = write_assessment(changed, tree)
    again, findings = read_assessment(str(path), text.encode(errors="surrogatepass"), library.find_questionnaire)
    if findings or again is None or dict(again.answers) != dict(changed.answers):
        raise CannotSave("save-answer-lost", path=path)
    return text


def _current(
    path: Path, before: bytes | None, questionnaire: Questionnaire, language: str, library: Library
) -> Assessment:
    if before is None:
        return Assessment(questionnaire.ref, language)
    assessment, findings = read_named(str(path), before, questionnaire.ref, library.find_questionnaire)
    if findings or assessment is None:
        raise UnusableFile(findings)
    _refuse_comments(path, before.decode("utf-8-sig"))
    return assessment


def _refuse_comments(path: Path, text: str) -> None:
    if strange := comments_by_hand(text):
        listed = "\n".join(f"{path}:{line}: {comment}" for line, comment in strange.items())
        raise CannotSave("save-comments", comments=listed)
