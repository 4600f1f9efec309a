"""What was published about one algorithm on disk: `publications.yaml`, read and added to."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from iama.files import journal
from iama.files.dossierfile import check_format
from iama.files.dossierfolder import PUBLICATIONS
from iama.files.layout import prose_lines
from iama.files.nodes import Node
from iama.files.reader import Reader, comments_in
from iama.files.store import read_bytes
from iama.model.forms import is_digest
from iama.model.problems import CannotSave
from iama.model.publication import Accepted, Publication, Publications, Standing

FORMAT = "iama-publications/1"
_EDITION = ("edition", "questionnaire", "standing", "page", "day", "reason")
_ACCEPTED = ("id", "sort", "where", "why", "day")


def publications_of(folder: Path) -> Publications:
    """Return what was published about the dossier in `folder`; raises UnusableFile with every mistake in the file."""
    path = folder / PUBLICATIONS
    return read_publications(str(path), read_bytes(path)) if path.exists() else Publications()


def record_publications(folder: Path, change: Callable[[Publications], Publications]) -> Publications:
    """Apply a change to the file as it stands on disk now, and return what it holds then.

    Raises UnusableFile for a file with a mistake, and CannotSave for one with comments added by hand.
    """
    path = folder / PUBLICATIONS
    with journal.saving(folder):
        before = publications_of(folder)
        if path.exists() and (written := comments_in(read_bytes(path).decode("utf-8-sig"))):
            listed = "\n".join(f"{path}:{line}: {comment}" for line, comment in written.items())
            raise CannotSave("save-comments", comments=listed)
        changed = change(before)
        if changed != before:
            journal.commit(folder, {PUBLICATIONS: write_publications(changed).encode()})
    return changed


def read_publications(path: str, text: str | bytes) -> Publications:
    """Return what the text of the file says; raises UnusableFile."""
    reader = Reader(path)
    fields = reader.fields(reader.root(text), ("format",), ("accepted", "publications"))
    check_format(reader, fields.get("format"), FORMAT)
    accepted = [
        Accepted(**_texts_of_keys(reader, reader.fields(node, _ACCEPTED), _ACCEPTED))
        for node in reader.items(fields.get("accepted"))
    ]
    editions = [_publication(reader, node) for node in reader.items(fields.get("publications"))]
    reader.finish()
    return Publications(tuple(editions), tuple(accepted))


def _publication(reader: Reader, node: Node) -> Publication:
    fields = reader.fields(node, _EDITION, ("approval", "url"))
    standing = fields.get("standing")
    return Publication(
        edition=reader.whole_number(fields.get("edition"), 0),
        standing=Standing(reader.one_of(standing, list(Standing), "invalid-value")) if standing else Standing.CONCEPT,
        approval=reader.whole_number(fields.get("approval"), 0),
        **_texts_of_keys(reader, fields, ("questionnaire", "page", "day", "reason", "url")),
    )


def _texts_of_keys(reader: Reader, fields: Mapping[str, Node], names: tuple[str, ...]) -> dict[str, str]:
    return {name: reader.scalar_text(fields.get(name)) for name in names}


def write_publications(held: Publications) -> str:
    """Return the text of the file."""
    lines = [f"format: {FORMAT}"]
    lines += _records("accepted", ({name: getattr(one, name) for name in _ACCEPTED} for one in held.accepted))
    lines += _records(
        "publications", ({name: str(getattr(one, name) or "") for name in _KEYS} for one in held.editions)
    )
    return "\n".join(lines) + "\n"


_KEYS = ("edition", "questionnaire", "standing", "approval", "page", "day", "reason", "url")


def _records(key: str, records: Iterator[dict[str, str]]) -> Iterator[str]:
    for number, record in enumerate(records):
        if number == 0:
            yield f"{key}:"
        first, *more = [line for name, text in record.items() for line in _digest_lines(name, text)]
        yield f"  - {first.lstrip()}"
        yield from more


def _digest_lines(name: str, text: str) -> Iterator[str]:
    if is_digest(text):
        yield f'    {name}: "{text}"'
    else:
        yield from prose_lines(4, name, text)
