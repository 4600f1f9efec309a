"""The names of one dossier on disk: who there is, and somebody new. Names stand in `people.yaml` alone."""

from collections.abc import Mapping
from pathlib import Path

from iama.files import journal
from iama.files.dossierfile import read_people
from iama.files.dossierfolder import PEOPLE
from iama.files.layout import write_people
from iama.files.store import inspect_dossier, read_bytes
from iama.files.yamlfile import comments
from iama.model.library import Library
from iama.model.people import next_code, used_codes
from iama.model.problems import CannotSave, UnusableFile


def people_in(folder: Path) -> Mapping[str, str]:
    """Return the names by code as they stand now; none when the file is not there or cannot be read."""
    try:
        return _people_and_text(folder / PEOPLE)[0]
    except UnusableFile:
        return {}


def add_person(folder: Path, name: str, library: Library | None = None) -> str:
    """Put a name in `people.yaml` and return its code: the one that it has, else one that nobody ever had.

    Raises UnusableFile for a file with a mistake, and CannotSave for one with comments added by hand.
    """
    with journal.saving(folder):
        people, text = _people_and_text(folder / PEOPLE)
        if code := next((code for code, known in people.items() if name and known == name), ""):
            return code
        if written := comments(text):
            listed = "\n".join(f"{folder / PEOPLE}:{line}: {comment}" for line, comment in written.items())
            raise CannotSave("save-comments", comments=listed)
        code = next_code((*people, *used_codes(inspect_dossier(folder, library)[0])))
        journal.commit(folder, {PEOPLE: write_people({**people, code: name}).encode()})
    return code


def _people_and_text(path: Path) -> tuple[Mapping[str, str], str]:
    if not path.exists():
        return {}, ""
    content = read_bytes(path)
    people, findings = read_people(str(path), content)
    if findings:
        raise UnusableFile(findings)
    return people, content.decode("utf-8-sig")
