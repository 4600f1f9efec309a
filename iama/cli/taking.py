"""The command that takes sheets back: a preview, then every answer or none."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec import Struct

from iama.cli import app
from iama.cli.language import screen_language
from iama.cli.options import (
    Lang,
    Root,
    after_saving,
    here,
    judge_dossier,
    kept_history,
    open_dossier_at,
    print_message,
    row_id,
    today,
    width,
)
from iama.model.problems import Refused, UsageError
from iama.model.struct import replace

if TYPE_CHECKING:
    from iama.assess.taking import Returned, Taken, Taker
    from iama.cli.options import Reading
    from iama.files.config import Workspace
    from iama.interview.asking import Asker
    from iama.model.conditions import Ref
    from iama.model.dossier import Answer, Assessment
    from iama.model.questionnaire import Questionnaire
    from iama.model.sheets import Filled, Sheet


class _File(Struct, frozen=True):
    """A file that came back, and the sheet that it is."""

    path: Path
    digest: str
    filled: "Filled"
    folder: Path
    sheet: "Sheet"


class _Choice(Struct, frozen=True):
    """How to take: comments as notes, and by code which fields stay ours or become theirs."""

    comments: bool
    ours: Sequence[str]
    theirs: Sequence[str]


class _Change(Struct, frozen=True):
    """One answer to record, in the place of what stood there when it was shown."""

    tree: "Questionnaire"
    ref: "Ref"
    before: "Answer"
    after: "Answer"


@app.command(help="help-take")
def take(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="help-take-files")],
    comments: Annotated[bool, typer.Option("--comments", help="help-take-comments")] = False,
    ours: Annotated[list[str] | None, typer.Option("--ours", metavar="CODE", help="help-take-ours")] = None,
    theirs: Annotated[list[str] | None, typer.Option("--theirs", metavar="CODE", help="help-take-theirs")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="help-take-yes")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="help-answer-plain")] = False,
    lang: Lang = None,
    root: Root = None,
) -> None:
    """Take sheets back: show what every answer comes to, and record all of it or nothing."""
    from iama.files.config import find_workspace

    workspace = find_workspace(here(), root)
    if workspace is None:
        raise UsageError("config-nowhere")
    found = [_find_sheet(path, workspace) for path in files]
    if len({one.folder for one in found}) > 1:
        raise UsageError("take-several-dossiers")
    reading = open_dossier_at(workspace, found[0].folder, today())
    language = screen_language(lang, found[0].sheet.language)
    choice = _Choice(comments, ours or (), theirs or ())
    _refuse_strange_codes(found, choice)
    changes: list[_Change] = []
    with ExitStack() as stack:
        asker = stack.enter_context(_asker(reading.folder, language, plain=plain)) if _watched() and not yes else None
        for one in found:
            own = _take_one(reading, one, choice, language, asker)
            changes += own
            reading = _with_changes(reading, own)
        if changes and asker is None and not yes:
            print_message("take-look-only", count=len(changes))
            return
        if changes and asker and not _agrees(asker, len(changes), language):
            asker.show_message(_label_text("take-nothing-recorded", language))
            return
    _save_all(reading, found, changes)


def _label_text(key: str, language: str) -> str:
    from iama.words import text

    return text(key, language)


def _watched() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


@contextmanager
def _asker(folder: Path, language: str, *, plain: bool) -> "Iterator[Asker]":
    """Give an asker for the length of the command."""
    from iama.cli import sitting

    with sitting.stoppable(), sitting.shelf_for(folder) as shelf:
        keep = partial(sitting.keep_text, shelf=shelf)
        with sitting.terminal(language, plain, keep, lambda words: False) as asker:
            try:
                yield asker
            except EOFError as error:  # Ctrl-D
                raise KeyboardInterrupt from error


def _agrees(asker: "Asker", count: int, language: str) -> bool:
    """Ask whether to record; nothing chosen is no."""
    from iama.interview.asking import Pick
    from iama.words import text

    picks = [Pick(word, text(word, language)) for word in ("yes", "no")]
    return asker.pick_one(text("take-record", language, count=count), picks, "no") == "yes"


def _find_sheet(path: Path, workspace: "Workspace") -> _File:
    """Return a file with the sheet that it is; raises UnusableFile, and UsageError for a sheet that nobody sent."""
    from hashlib import sha256

    from iama.cli.sheets import read_filled
    from iama.files.sheetsfile import sheets_of
    from iama.files.store import dossiers, read_bytes
    from iama.model.limits import OFFICE_BYTES

    content = read_bytes(path, OFFICE_BYTES)
    filled = read_filled(str(path), content)
    if not filled.sheet:
        raise UsageError("take-no-sheet", path=path)
    for folder in dossiers(workspace.root):
        if sheet := sheets_of(folder).by_code.get(filled.sheet):
            if (digest := sha256(content).hexdigest()) == sheet.digest:
                raise UsageError("take-as-sent", path=path)
            return _File(path, digest, filled, folder, sheet)
    raise UsageError("take-unknown-sheet", path=path, code=filled.sheet)


def _refuse_strange_codes(found: Sequence[_File], choice: _Choice) -> None:
    """Raise UsageError for a code that is no field of these sheets, or that is to be both."""
    from iama.model.problems import choices_hint
    from iama.model.sheets import FieldCode

    known = [FieldCode(one.sheet.code, place + 1).shown for one in found for place in range(len(one.sheet.questions))]
    for code in (*choice.ours, *choice.theirs):
        if code not in known:
            raise UsageError("take-no-field", code=code, hint=choices_hint(code, known))
    if both := set(choice.ours) & set(choice.theirs):
        raise UsageError("take-both", code=min(both))


def _take_one(reading: "Reading", file: _File, choice: _Choice, language: str, asker: "Asker | None") -> list[_Change]:
    """Show what a file comes to, and return what there is to record of it; raises Refused."""
    from iama.assess.taking import Fate, take_sheet
    from iama.terminal.taking import codes, returned_text
    from iama.words import text

    returned = take_sheet(_taker(reading, file), file.filled)
    shown = _without_ours(returned, choice)
    heading = text("take-heading", language, path=file.path, code=file.sheet.code, algorithm=file.folder.name)
    preview = f"{heading}\n\n{returned_text(shown, language, width(), comments=choice.comments)}\n"
    asker.show_message(preview) if asker else typer.echo(preview)
    if wrong := codes([one for one in shown.taken if one.fate is Fate.PROBLEM]):
        raise Refused("take-problems", count=len(wrong), codes=wrong)
    clashes = [one for one in shown.taken if one.fate is Fate.CONFLICT and one.code.shown not in choice.theirs]
    if clashes and asker is None:
        raise Refused("take-conflicts", count=len(clashes), codes=codes(clashes))
    mine = {one.code.shown for one in clashes if asker and _keeps_ours(asker, one, language)}
    return [change for one in shown.taken if (change := _change(one, choice, mine))]


def _taker(reading: "Reading", file: _File) -> "Taker":
    from iama.assess.taking import Taker
    from iama.files.peoplefile import people_in
    from iama.model.dossier import Source
    from iama.model.people import has_any_name
    from iama.publish.status import dossier_language
    from iama.words import pick_translation, text

    language, sheet = dossier_language(reading.dossier), file.sheet
    people = people_in(file.folder)
    titles = {id_: words for tree in reading.outcome.questionnaires.values() for id_, words in tree.roles.items()}
    role = pick_translation(titles.get(sheet.role, {language: sheet.role}), language)
    title = text("sheet-source", language, code=sheet.code, role=role)
    name = "" if has_any_name(file.path.name, people.values()) else f": {file.path.name}"
    day = today().isoformat()
    source = Source(f"{title}{name}", date=day, sha256=file.digest)
    return Taker(reading.outcome, sheet, source, people, day, row_id, title if sheet.outside else "")


def _without_ours(returned: "Returned", choice: _Choice) -> "Returned":
    """Return what came back, with the fields that stay ours as if they came back as they were sent."""
    from iama.assess.taking import Fate

    taken = (replace(one, fate=Fate.SAME) if one.code.shown in choice.ours else one for one in returned.taken)
    return replace(returned, taken=tuple(taken))


def _keeps_ours(asker: "Asker", one: "Taken", language: str) -> bool:
    """Show the three texts of a question that was changed on both sides; return whether ours stays."""
    from iama.interview.conflicts import MINE, THEIRS, chooses_own
    from iama.terminal.taking import three_texts

    asker.show_message(three_texts(one, language, width()))
    return chooses_own(asker, language, {MINE: "take-keep-ours", THEIRS: "take-keep-theirs"})


def _change(one: "Taken", choice: _Choice, mine: set[str]) -> _Change | None:
    """Return what there is to record of a question; None when there is nothing."""
    from iama.assess.taking import Fate, with_comments

    if one.entry is None or one.tree is None:
        return None
    before = after = one.entry.given_answer
    if one.fate in (Fate.NEW, Fate.CONFLICT):
        wanted = one.kept if one.code.shown in mine else one.answer
        after = with_comments(wanted, [one.beside]) if wanted else before
    if choice.comments and one.comments:
        after = with_comments(after, one.comments)
    return _Change(one.tree, one.entry.ref, before, after) if after != before else None


def _with_changes(reading: "Reading", changes: Sequence[_Change]) -> "Reading":
    """Return the dossier as it will be: the next file is held against that."""
    dossier = reading.dossier
    for one in changes:
        held = dossier.assessments[one.tree.ref]
        dossier = dossier.with_assessment(held.with_answer(one.ref.question, one.ref.instance, one.after))
    return replace(reading, dossier=dossier, outcome=judge_dossier(dossier, today(), reading.library))


def _save_all(reading: "Reading", found: Sequence[_File], changes: Sequence[_Change]) -> None:
    """Record every answer or none, then that the sheets are back; raises what saving raises."""
    from iama.cli.answers import tell_recorded
    from iama.files.store import update_assessments

    trees = dict.fromkeys(one.tree for one in changes)
    updates = {tree: partial(_with_answers, [one for one in changes if one.tree is tree]) for tree in trees}
    folder, library = reading.folder, reading.library
    if updates:
        update_assessments(folder, updates, library=library, history=kept_history(folder))
    with after_saving():
        _record_back(reading, found)
        if changes:
            places = {one.ref: (one.tree, one.tree.questions[one.ref.question], one.ref.instance) for one in changes}
            tell_recorded(folder, [*places.values()], [], library)
        for one in found:
            print_message("take-back" if changes else "take-back-nothing", code=one.sheet.code)


def _with_answers(changes: Sequence[_Change], assessment: "Assessment") -> "Assessment":
    """Return an assessment with what came back; raises UsageError when somebody changed one of the answers since."""
    for one in changes:
        if assessment.answer_to(one.ref.question, one.ref.instance) != one.before:
            raise UsageError("take-changed-meanwhile", question=one.ref.question)
        assessment = assessment.with_answer(one.ref.question, one.ref.instance, one.after)
    return assessment


def _record_back(reading: "Reading", found: Sequence[_File]) -> None:
    """Record that sheets are back; what was sent stays, for another copy is held against that."""
    from iama.files.sheetsfile import record_sheets

    backs: Mapping[str, Sheet] = {
        one.sheet.code: replace(
            one.sheet,
            back_on=today().isoformat(),
            back=one.digest,
        )
        for one in found
    }
    record_sheets(reading.folder, lambda sheets: replace(sheets, by_code={**sheets.by_code, **backs}))
