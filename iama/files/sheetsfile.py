"""The sheets of one dossier that were sent: the text of `sheets.yaml` to values and back, and its change on disk."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from iama.files import journal
from iama.files.dossierfile import check_format
from iama.files.dossierfolder import SHEETS
from iama.files.layout import prose_lines
from iama.files.nodes import Node, Scalar
from iama.files.reader import Reader, comments_in
from iama.files.store import read_bytes
from iama.model.problems import CannotSave
from iama.model.sheets import SentQuestion, Sheet, Sheets
from iama.words import LANGUAGES

FORMAT = "iama-sheets/1"
_NEEDED = ("role", "language", "sent", "file", "digest", "questions")
_MAY = ("outside", "due", "back", "back-digest", "cancelled", "own")


def sheets_of(folder: Path) -> Sheets:
    """Return the sheets of the dossier in `folder`; raises UnusableFile with every mistake in the file."""
    path = folder / SHEETS
    return read_sheets(str(path), read_bytes(path)) if path.exists() else Sheets()


def record_sheets(folder: Path, change: Callable[[Sheets], Sheets]) -> None:
    """Apply a change to the file as it stands on disk now.

    Raises UnusableFile for a file with a mistake, and CannotSave for one with comments added by hand.
    """
    path = folder / SHEETS
    with journal.saving(folder):
        before = sheets_of(folder)
        if path.exists() and (written := comments_in(read_bytes(path).decode("utf-8-sig"))):
            listed = "\n".join(f"{path}:{line}: {comment}" for line, comment in written.items())
            raise CannotSave("save-comments", comments=listed)
        text = write_sheets(changed := change(before))
        if read_sheets(str(path), text) != changed:
            raise CannotSave("save-answer-lost", path=path)
        journal.commit(folder, {SHEETS: text.encode()})


def read_sheets(path: str, text: str | bytes) -> Sheets:
    """Return what the text of the file says; raises UnusableFile."""
    reader = Reader(path)
    fields = reader.fields(reader.root(text), ("format",), ("sheets",))
    check_format(reader, fields.get("format"), FORMAT)
    sheets = {
        code: _sheet_of_entry(reader, code, node)
        for code, node in _entries_of_map(reader, fields.get("sheets")).items()
    }
    reader.finish()
    return Sheets(sheets)


def _entries_of_map(reader: Reader, node: Node | None) -> Mapping[str, Node]:
    if node is None or (isinstance(node, Scalar) and node.null):
        return {}
    return reader.as_map(node).entries


def _sheet_of_entry(reader: Reader, code: str, node: Node) -> Sheet:
    fields = reader.fields(node, _NEEDED, _MAY)
    said = {name: reader.scalar_text(fields.get(name)) for name in (*_NEEDED[:-1], *_MAY)}
    language = fields.get("language")
    return Sheet(
        code=code,
        role=said["role"],
        language=reader.one_of(language, LANGUAGES, "invalid-value") if language else LANGUAGES[0],
        sent_on=said["sent"],
        file=said["file"],
        digest=said["digest"],
        questions=tuple(_sent_question(reader, one) for one in reader.items(fields.get("questions"))),
        outside=reader.truth(fields.get("outside"), default=False),
        due=said["due"],
        back_on=said["back"],
        back=said["back-digest"],
        cancelled_on=said["cancelled"],
        own=tuple(said["own"].split()),
    )


def _sent_question(reader: Reader, node: Node) -> SentQuestion:
    fields = reader.fields(node, ("place", "stamp"), ("sent", "rows"))
    place, stamp, sent = (reader.scalar_text(fields.get(name)) for name in ("place", "stamp", "sent"))
    return SentQuestion(place, stamp, sent, reader.item_texts(fields.get("rows")))


def write_sheets(sheets: Sheets) -> str:
    """Return the text of the file."""
    lines = [f"format: {FORMAT}", "sheets:"]
    for code, sheet in sheets.by_code.items():
        lines += [f"  {code}:", *_sheet_lines(sheet)]
    return "\n".join(lines) + "\n"


def _sheet_lines(sheet: Sheet) -> Iterator[str]:
    said = {
        "role": sheet.role,
        "outside": "yes" if sheet.outside else "",
        "language": sheet.language,
        "sent": sheet.sent_on,
        "due": sheet.due,
        "file": sheet.file,
        "digest": sheet.digest,
        "back": sheet.back_on,
        "back-digest": sheet.back,
        "cancelled": sheet.cancelled_on,
        "own": " ".join(sheet.own),
    }
    for name, text in said.items():
        yield from prose_lines(4, name, text)
    yield "    questions:"
    for one in sheet.questions:
        yield f"      - place: {one.place}"
        yield f"        stamp: {one.stamp}"
        yield from prose_lines(8, "sent", one.sent, literal=True)
        if one.rows:
            yield f"        rows: [{', '.join(one.rows)}]"
