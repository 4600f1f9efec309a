"""The names of one dossier on disk: who there is, and somebody new. Names stand in `people.yaml` alone."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from iama.files import journal
from iama.files.dossierfile import read_people
from iama.files.dossierfolder import PEOPLE
from iama.files.layout import write_people
from iama.files.reader import comments_in
from iama.files.store import inspect_dossier, read_bytes
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
    return add_people(folder, (name,), library)[0]


def add_people(folder: Path, names: Sequence[str], library: Library | None = None) -> tuple[str, ...]:
    """Put names in `people.yaml`, all or none, and return their codes; raises as `add_person`."""
    with journal.saving(folder):
        known, text = _people_and_text(folder / PEOPLE)
        people, codes = dict(known), list[str]()
        used = used_codes(inspect_dossier(folder, library)[0])
        for name in names:
            code = next((code for code, one in people.items() if name and one == name), "")
            codes.append(code or next_code((*people, *used)))
            people[codes[-1]] = name
        if len(people) > len(known):
            _refuse_comments(folder / PEOPLE, text)
            journal.commit(folder, {PEOPLE: write_people(people).encode()})
    return tuple(codes)


def refuse_unwritable(folder: Path) -> None:
    """Raise what `add_people` would, before anything else is saved."""
    _refuse_comments(folder / PEOPLE, _people_and_text(folder / PEOPLE)[1])


def _refuse_comments(path: Path, text: str) -> None:
    if written := comments_in(text):
        listed = "\n".join(f"{path}:{line}: {comment}" for line, comment in written.items())
        raise CannotSave("save-comments", comments=listed)


def _people_and_text(path: Path) -> tuple[Mapping[str, str], str]:
    if not path.exists():
        return {}, ""
    content = read_bytes(path)
    people, findings = read_people(str(path), content)
    if findings:
        raise UnusableFile(findings)
    return people, content.decode("utf-8-sig")
