"""The command that makes a sheet with questions for one role, and what is told of sheets that are out."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from iama.cli import app
from iama.cli.options import Algorithm, Lang, Root, day_or_today, open_dossier, print_message, today
from iama.model.problems import UsageError, choices_hint
from iama.model.struct import replace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iama.assess.outcome import Entry
    from iama.cli.options import Reading
    from iama.model.questionnaire import Questionnaire
    from iama.model.sheets import Filled, Sheet

    Asked = Sequence[tuple[Questionnaire, Entry]]


class SheetForm(StrEnum):
    """What `--to` can be."""

    DOCX = "docx"
    MD = "md"


@app.command(help="help-sheet")
def sheet(
    algorithm: Algorithm,
    role: Annotated[str | None, typer.Option("--role", metavar="ROLE", help="help-sheet-role")] = None,
    part: Annotated[str, typer.Option("--part", metavar="PART", help="help-sheet-part")] = "",
    open_only: Annotated[bool, typer.Option("--open", help="help-sheet-open")] = False,
    outside: Annotated[bool, typer.Option("--outside", help="help-sheet-outside")] = False,
    due: Annotated[str | None, typer.Option("--due", metavar="DATE", help="help-sheet-due")] = None,
    to: Annotated[SheetForm | None, typer.Option("--to", help="help-sheet-to")] = None,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE|-", help="help-report-output")] = None,
    cancel: Annotated[str, typer.Option("--cancel", metavar="CODE", help="help-sheet-cancel")] = "",
    lang: Lang = None,
    root: Root = None,
) -> None:
    """Make a sheet with questions for one role, to send and to take back with `iama take`."""
    from iama.cli.reports import format_by_ending
    from iama.cli.targets import checked_role
    from iama.publish.status import dossier_language

    reading = open_dossier(algorithm, root, None)
    if cancel:
        if role or part or open_only or outside or due or to or output:
            raise UsageError("sheet-cancel-alone")
        _cancel(reading.folder, cancel)
        return
    if role is None:
        raise UsageError("sheet-no-role")
    role = checked_role(reading, role)
    outside = outside or _is_outside(role)
    asked = _questions_of_sheet(reading, role, part, open_only=open_only or outside)
    form = to or format_by_ending(output, SheetForm.DOCX)
    language = lang or dossier_language(reading.dossier)
    sent = _new_sheet(reading, asked, role, language, outside=outside, due=_coming_day(due))
    _send(reading, sent, asked, form, output)


def _is_outside(role: str) -> bool:
    from iama.assess.sheets import SUPPLIER

    return role == SUPPLIER


def _coming_day(due: str | None) -> str:
    """Return the day by which a sheet must be back; raises UsageError for one that is over."""
    if due is None:
        return ""
    if (day := day_or_today(due, "--due")) < today():
        raise UsageError("sheet-due-over", day=day.isoformat())
    return day.isoformat()


def _questions_of_sheet(reading: "Reading", role: str, part: str, *, open_only: bool) -> "Asked":
    """Return the questions of a sheet; raises UsageError when there are none."""
    from iama.assess.sheets import sheet_entries

    parts = {name for tree in reading.outcome.held_trees for one in tree.parts for name in (one.id, one.number) if name}
    if part and part not in parts:
        raise UsageError("sheet-no-part", part=part, hint=choices_hint(part, sorted(parts)))
    asked = list(sheet_entries(reading.outcome, reading.dossier, role, part=part, open_only=open_only))
    if not asked:
        raise UsageError("sheet-nothing", role=role)
    return asked


def _new_sheet(reading: "Reading", asked: "Asked", role: str, language: str, *, outside: bool, due: str) -> "Sheet":
    """Return a sheet that is not made yet, with a code that no sheet of the workspace has."""
    import secrets

    from iama.assess.taking import sent_question
    from iama.files.sheetsfile import sheets_of
    from iama.files.store import dossiers
    from iama.model.sheets import Sheet, fresh_code

    folders = {*dossiers(reading.workspace.root), reading.folder}
    taken = [code for folder in folders for code in sheets_of(folder).by_code]
    questions = tuple(sent_question(entry, tree.ref, language, outside=outside) for tree, entry in asked)
    code = fresh_code(taken, secrets.choice)
    return Sheet(code, role, language, today().isoformat(), "", "", questions, outside=outside, due=due)


def _send(reading: "Reading", sent: "Sheet", asked: "Asked", form: SheetForm, output: str | None) -> None:
    """Write the sheet, and record what was sent; it is read back first, to know its own paragraphs again."""
    from hashlib import sha256

    from iama.cli.reports import write_document
    from iama.files.output import result_at
    from iama.files.sheetsfile import record_sheets
    from iama.model.sheets import paragraph_mark

    if output == "-" and form is SheetForm.DOCX:
        raise UsageError("sheet-no-stream")
    if output:
        result_at(Path(output))
    document = _sheet_document(reading, sent, asked, form)
    own = tuple(dict.fromkeys(paragraph_mark(one.text) for one in read_filled(sent.code, document).loose))
    name = f"iama-{reading.dossier.id}-{sent.role}-{sent.code}.{form}"
    file = Path(output).name if output and output != "-" else name
    recorded = replace(sent, file=file, digest=sha256(document).hexdigest(), own=own)
    record_sheets(reading.folder, lambda sheets: sheets.with_sheet(recorded))
    text = document if form is SheetForm.DOCX else document.decode()
    write_document(text, output, (), reading.workspace, name)
    print_message("sheet-made", count=len(sent.questions), code=sent.code, err=output == "-")


def _sheet_document(reading: "Reading", sent: "Sheet", asked: "Asked", form: SheetForm) -> bytes:
    from iama.files.bundlefile import zip_pieces
    from iama.files.shipped import shipped_folder
    from iama.publish.report import render, render_word
    from iama.publish.sheet import fill_in_sheet

    library = reading.library
    view = fill_in_sheet(reading.outcome, reading.dossier, library.law, sent, asked, library.official_text)
    if form is SheetForm.MD:
        return render(view, "md", shipped_folder("reports"), page="fill-in").encode()
    return b"".join(zip_pieces(render_word(view, shipped_folder("reports"), "fill-in")))


def read_filled(path: str, content: bytes) -> "Filled":
    """Return what stands in a sheet, by what sort of file it is; raises UnusableFile."""
    from iama.files.markdownsheet import read_markdown
    from iama.files.officefile import refused
    from iama.files.wordfile import read_word

    for sign, key in _OTHER_FILES.items():
        if content.startswith(sign):
            raise refused(path, key)
    return (read_word if content.startswith(b"PK") else read_markdown)(path, content)


_OTHER_FILES = {b"\xd0\xcf\x11\xe0": "sheet-old-word", b"%PDF": "sheet-pdf", b"{\\rtf": "sheet-rtf"}


def _cancel(folder: Path, code: str) -> None:
    """Record that a sheet will not come back; raises UsageError for one that is not out."""
    from iama.files.sheetsfile import record_sheets, sheets_of

    sheets = sheets_of(folder).by_code
    if code not in sheets:
        raise UsageError("sheet-unknown", code=code, hint=choices_hint(code, [*sheets]))
    if not sheets[code].is_out:
        raise UsageError("sheet-not-out", code=code)
    cancelled = replace(sheets[code], cancelled_on=today().isoformat())
    record_sheets(folder, lambda now: now.with_sheet(cancelled))
    print_message("sheet-cancelled", code=code)


def sheets_still_out(reading: "Reading", language: str) -> list[dict[str, Any]]:
    """Return the sheets that are still to come back, and which are late."""
    from iama.files.sheetsfile import sheets_of
    from iama.words import pick_translation
    from iama.words.written import written_date

    titles = {id_: words for tree in reading.outcome.questionnaires.values() for id_, words in tree.roles.items()}
    day = reading.outcome.as_of.isoformat()
    return [
        {
            "code": one.code,
            "role": one.role,
            "role_text": pick_translation(titles.get(one.role, {language: one.role}), language),
            "questions": len(one.questions),
            "sent": one.sent_on,
            "sent_text": written_date(one.sent_on, language),
            "due": one.due,
            "due_text": written_date(one.due, language) if one.due else "",
            "late": bool(one.due) and one.due < day,
        }
        for one in sheets_of(reading.folder).by_code.values()
        if one.is_out
    ]
