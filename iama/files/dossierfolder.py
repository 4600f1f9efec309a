"""The files of one dossier, as bytes by name, to a `Dossier` with every finding about them; touches no disk."""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath

from iama.files.approvalfile import NAME as APPROVALS
from iama.files.approvalfile import read_approvals
from iama.files.dossierfile import Find, read_assessment, read_people
from iama.files.elsewheretext import NAME as ELSEWHERE
from iama.files.elsewheretext import read_elsewhere
from iama.files.registertexts import NAME as REGISTER
from iama.files.registertexts import read_final_texts
from iama.files.shipped import SHIPPED
from iama.model.approval import Approval
from iama.model.dossier import Assessment, Dossier
from iama.model.elsewhere import Elsewhere
from iama.model.library import Library
from iama.model.limits import DOSSIER_BYTES, DOSSIER_MARKS
from iama.model.problems import Finding, Level, Place, UnusablePack, finding_of
from iama.model.questionnaire import organisation_of, plain_id
from iama.model.register import FinalText
from iama.model.text import count_marks
from iama.words import Phrase

FILES = {"algorithm-1.0": "algorithm.yaml", "follow-up-1.0": "follow-up.yaml"}
PEOPLE = "people.yaml"
PUBLICATIONS = "publications.yaml"  # beside the dossier proper: only what publishes reads it
SHEETS = "sheets.yaml"  # beside the dossier proper too: only `iama sheet`, `take` and `status` read it


def file_of(questionnaire: str) -> str:
    """Return the file name of an assessment within its dossier."""
    return FILES.get(questionnaire, f"{questionnaire}.yaml")


def is_of_dossier(name: str, library: Library | None = None) -> bool:
    """Return whether a file of this name in a folder makes the folder a dossier."""
    return name == APPROVALS or name in {file_of(ref) for ref in (library or SHIPPED).refs}


def is_known(name: str, library: Library | None = None) -> bool:
    """Return whether a file of this name in a dossier is read."""
    return name in (PEOPLE, REGISTER, ELSEWHERE) or is_of_dossier(name, library)


def read_folder(
    folder: str, files: Mapping[str, bytes], library: Library | None = None, find: Find | None = None
) -> tuple[Dossier, tuple[Finding, ...]]:
    """Return as much of the dossier as can be read; `folder` is its path as messages show it.

    `library` is what is shipped unless another is given; `find` gives other question trees than its own by ref.
    """
    library = library or SHIPPED
    assessments: dict[str, Assessment] = {}
    strange = _strangers(folder, files, library)
    files, findings = affordable(folder, files, library)
    for ref in library.refs:
        if (content := files.get(file_of(ref))) is None:
            continue
        assessment, wrong = read_named(f"{folder}/{file_of(ref)}", content, ref, find or library.find_questionnaire)
        findings += wrong
        if assessment:
            assessments[ref] = assessment
    people: Mapping[str, str] = {}
    if (content := files.get(PEOPLE)) is not None:
        people, wrong = read_people(f"{folder}/{PEOPLE}", content)
        findings += wrong
    approvals: tuple[Approval, ...] = ()
    if (content := files.get(APPROVALS)) is not None:
        approvals, wrong = read_approvals(f"{folder}/{APPROVALS}", content)
        findings += wrong
    texts: Mapping[str, FinalText] = {}
    if (content := files.get(REGISTER)) is not None:
        texts, wrong = read_final_texts(f"{folder}/{REGISTER}", content)
        findings += wrong
    elsewhere: tuple[Elsewhere, ...] = ()
    if (content := files.get(ELSEWHERE)) is not None:
        elsewhere, wrong = read_elsewhere(f"{folder}/{ELSEWHERE}", content)
        findings += wrong
    dossier = Dossier(PurePath(folder).name, assessments, people, approvals, register=texts, elsewhere=elsewhere)
    return dossier, (*findings, *strange)


def affordable(
    folder: str, files: Mapping[str, bytes], library: Library | None = None
) -> tuple[dict[str, bytes], list[Finding]]:
    """Return the files that are parsed, as far as they are not too much together; a finding about each other one."""
    parsed: dict[str, bytes] = {}
    refused = []
    size = marks = 0
    for name in (*map(file_of, (library or SHIPPED).refs), PEOPLE, APPROVALS, REGISTER, ELSEWHERE):
        if (content := files.get(name)) is None:
            continue
        size += len(content)
        marks += count_marks(content)
        if size <= DOSSIER_BYTES and marks <= DOSSIER_MARKS:
            parsed[name] = content
            continue
        message = Phrase("file-dossier-large", limit=DOSSIER_BYTES, marks=DOSSIER_MARKS)
        refused.append(finding_of(Place(f"{folder}/{name}"), "unsafe-yaml", message))
    return parsed, refused


def read_named(path: str, content: bytes, ref: str, find: Find) -> tuple[Assessment | None, tuple[Finding, ...]]:
    """Return the assessment in a file of which the name says `ref`, when it is that one, with every finding."""
    try:
        assessment, findings = read_assessment(path, content, find)
    except UnusablePack as error:
        first = error.findings[0]
        message = Phrase("file-house-unusable", ref=ref, place=str(first.place), what=first.message)
        return None, (finding_of(Place(path), error.code, message),)
    if assessment is None or assessment.questionnaire == ref:
        return assessment, findings
    held = assessment.questionnaire
    message = Phrase("file-other-questionnaire", held=held, named=ref, file=file_of(held))
    return None, (finding_of(Place(path), "invalid-value", message), *findings)


def _strangers(folder: str, files: Mapping[str, bytes], library: Library) -> Iterator[Finding]:
    """Yield the YAML files of a dossier that no questionnaire belongs to: copies, or those of a newer version."""
    known = (PEOPLE, APPROVALS, REGISTER, ELSEWHERE, PUBLICATIONS, SHEETS, *(file_of(ref) for ref in library.refs))
    for name in sorted(files):
        if name in known or not name.endswith((".yaml", ".yml")) or "/" in name:
            continue
        if of := next((ours for ours in known if _looks_like_copy(PurePath(name).stem, PurePath(ours).stem)), None):
            message, code = Phrase("file-copy", of=of), "conflicted-copy"
        elif organisation := organisation_of(plain_id(PurePath(name).stem)):
            message = Phrase("file-of-house", name=name, organisation=organisation)
            yield finding_of(Place(f"{folder}/{name}"), "house-missing", message)
            continue
        else:
            message, code = Phrase("file-stranger", name=name), "unknown-file"
        yield finding_of(Place(f"{folder}/{name}"), code, message, Level.WARNING)


def _looks_like_copy(stem: str, of: str) -> bool:
    """Whether a name is another with a word before or behind it, as in `x (1)`, `x-PC-NAME` and `Copy of x`."""
    return re.fullmatch(rf"(?:.* )?{re.escape(of)}(?:[ _~(-].*|\.sync-conflict-.*)?", stem) is not None
