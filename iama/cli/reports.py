"""Commands that render documents: report."""

import sys
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from msgspec import Struct

from iama.cli import app
from iama.cli.options import Algorithm, AnEdition, AsOf, Edition, Lang, Only, Root, print_message
from iama.cli.papers import WHOLE, Layer, Paper, pdf_of

if TYPE_CHECKING:
    from iama.cli.options import Reading
    from iama.files.config import Workspace
    from iama.model.dossier import Dossier
    from iama.publish.wording import View


Ending = TypeVar("Ending", bound=StrEnum)


class Format(StrEnum):
    """What `--to` can be."""

    HTML = "html"
    MD = "md"
    PDF = "pdf"
    DOCX = "docx"
    JSON = "json"
    NOTICE = "notice"
    NOTICE_HTML = "notice-html"
    NOTIFICATION = "notification"
    EU_DATABASE = "eu-database"


@app.command(help="help-report")
def report(
    algorithm: Algorithm,
    questionnaire: Only = None,
    to: Annotated[Format | None, typer.Option("--to", help="help-report-to")] = None,
    edition: AnEdition = Edition.INTERNAL,
    layer: Annotated[Layer | None, typer.Option("--layer", help="help-report-layer")] = None,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE|-", help="help-report-output")] = None,
    theme: Annotated[
        Path | None, typer.Option("--theme", metavar="FILE", help="help-report-theme", dir_okay=False)
    ] = None,
    template: Annotated[
        Path | None, typer.Option("--template", metavar="FILE", help="help-report-template", dir_okay=False)
    ] = None,
    archive: Annotated[bool, typer.Option("--archive", help="help-report-archive")] = False,
    approved: Annotated[bool, typer.Option("--as-approved", help="help-report-as-approved")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="help-report-fresh")] = False,
    approval: Annotated[int | None, typer.Option("--approval", metavar="N", help="help-report-approval")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="help-report-strict")] = False,
    lang: Lang = None,
    as_of: AsOf = None,
    root: Root = None,
) -> None:
    """Render the assessments of a dossier as one page."""
    from iama.cli.leaking import report_leaks, tell_leaks
    from iama.cli.options import in_edition, open_dossier
    from iama.files.output import result_at
    from iama.model.problems import UsageError
    from iama.publish.house import with_house
    from iama.publish.officialtext import official_data, with_official_texts
    from iama.publish.status import dossier_language

    to = to or format_by_ending(output, Format.MD if layer is Layer.DECISION else Format.HTML)
    refuse_terminal(output, to)
    if layer is Layer.DECISION and (
        to not in _DECIDED_ON or edition is Edition.PUBLIC or approved or len(questionnaire or ()) > 1
    ):
        raise UsageError("report-layer-form")
    if (approval is not None or fresh) and not approved:
        raise UsageError("report-goes-with-approved")
    if strict and approved:
        raise UsageError("report-strict-is-today")
    paper = _asked_paper(layer, template, archive=archive, to=to)
    if output:
        result_at(Path(output))  # now, for a page can take long to make
    read = [path for path in (theme, template) if path]
    if approved:
        if as_of or to in _LETTERS:
            raise UsageError("report-own-date")
        of = _Approved(approval, questionnaire or (), lang or "", fresh)
        _write_approved_page(algorithm, of, to, edition, output, theme, root, paper, read)
        return
    whole, only = _only(open_dossier(algorithm, root, as_of), questionnaire or ())
    language = lang or dossier_language(whole.dossier)
    house = house_of(whole.workspace, theme, to)
    if layer is Layer.DECISION:
        from iama.cli.decision_layer import decision_layer

        pages = with_house(decision_layer(whole, next(iter(questionnaire or ()), None), language), house)
        document = render_document(pages, to.value, page="decision", paper=paper)
        write_document(document, output, read, whole.workspace, f"iama-{whole.dossier.id}-decision.{to}")
        return
    reading = in_edition(whole, Edition.PUBLIC if to in _FOR_ALL else edition)
    values = None if to in _LETTERS else _edition_view(reading, whole.dossier, only, language)
    tell_leaks(report_leaks(reading, whole.dossier, only, values), whole.folder.name, strict=strict)
    if values is None:
        document, name = _letter(reading, to, language), f"iama-{reading.dossier.id}-{_LETTERS[to]}"
    else:
        official = official_data(reading.library.official_text, whole.dossier.assessments, language)
        values = with_official_texts(with_house(values, house), official)
        document, name = render_document(values, to.value, paper=paper), f"iama-{reading.dossier.id}-{edition}.{to}"
    write_document(document, output, read, reading.workspace, name)


def _only(reading: "Reading", names: Sequence[str]) -> "tuple[Reading, list[str]]":
    """Return the dossier judged by the versions that are asked for, and their ids; raises UsageError."""
    from iama.cli.options import held_questionnaire, with_version
    from iama.model.problems import UsageError

    trees = [held_questionnaire(reading, name) for name in names]
    only = [tree.id for tree in trees]
    if len(set(only)) < len(trees):
        raise UsageError("report-two-versions")
    for tree in trees:
        reading = with_version(reading, tree)
    return reading, only


def _edition_view(reading: "Reading", whole: "Dossier", only: Sequence[str], language: str) -> dict[str, object]:
    """Return what the templates see of an edition, with the last decision; `whole` is the dossier it is made of."""
    from iama.cli.asapproved import decision_now
    from iama.publish.edition import public_view
    from iama.publish.view import view

    law, public = reading.library.law, reading.public
    shown, signing = public.dossier if public else None, reading.workspace.signing
    decision = decision_now(reading.folder, whole, only, language, shown, reading.library, signing)
    if public:
        return public_view(public, law, language=language, only=only, approval=decision)
    routes = _routing(reading, language)
    return view(reading.outcome, whole, law, language=language, only=only, approval=decision, routing=routes)


def _routing(reading: "Reading", language: str) -> "list[View]":
    """Return which assessments the use needs, for a page that is made now; one of a decision keeps what it had."""
    from iama.publish.agenda import routing_document

    return routing_document(reading.agenda.routed, reading.outcome, reading.library.law, language)


def format_by_ending(output: str | None, usual: Ending) -> Ending:
    """Return the format that the name of a file ends with, else the usual one."""
    ending = Path(output or "").suffix.removeprefix(".")
    return next((one for one in type(usual) if one == ending), usual)


def write_document(
    document: str | bytes, output: str | None, read: Sequence[Path], workspace: "Workspace", default: str
) -> None:
    """Print a document, or write it to `output` or else beside the configuration under its `default` name.

    `read` are files that it was made with, which are not written over.
    """
    from iama.files.output import own_target, result_at, write_result

    target = (
        result_at(Path(output), (*workspace.configured_files, *read)) if output else own_target(workspace.base, default)
    )
    write_result(target, document)
    if not target.stream:
        print_message("report-written", path=target.shown)


def refuse_terminal(output: str | None, to: str) -> None:
    """Refuse to print a file that is no text on a terminal."""
    from iama.model.problems import UsageError

    if output == "-" and to in (Format.PDF, Format.DOCX) and sys.stdout.isatty():
        raise UsageError("report-no-terminal", format=to)


def _asked_paper(layer: Layer | None, template: Path | None, *, archive: bool, to: Format) -> Paper:
    """Return what is asked of a PDF or a Word document; raises UsageError where none is made."""
    from iama.cli.wordreports import house_template
    from iama.model.problems import UsageError

    layer = None if layer is Layer.DECISION else layer
    if (layer and to not in (Format.PDF, Format.DOCX)) or (archive and to is not Format.PDF):
        raise UsageError("report-goes-with-pdf")
    if template and to is not Format.DOCX:
        raise UsageError("report-goes-with-docx")
    return Paper(layer or Layer.ALL, archive, house_template(template) if template else None)


class _Approved(Struct, frozen=True):
    """Which page of what was approved is asked for."""

    number: int | None
    questionnaires: Sequence[str]
    language: str
    fresh: bool


def _write_approved_page(
    algorithm: str,
    asked: _Approved,
    to: Format,
    edition: Edition,
    output: str | None,
    theme: Path | None,
    root: Path | None,
    paper: Paper,
    read: Sequence[Path],
) -> None:
    """Write the page of what was approved, whatever stands in the working files.

    A house style that is asked for makes another page than the one that was decided on.
    """
    from iama.cli.asapproved import approved_page
    from iama.cli.housepacks import library_of
    from iama.cli.options import here
    from iama.files.config import locate
    from iama.publish.house import with_house

    workspace, folder = locate(algorithm, here(), root)
    fresh = asked.fresh or theme is not None
    library = library_of(workspace)
    refs = [library.resolve_questionnaire(name).ref for name in asked.questionnaires]
    public = edition is Edition.PUBLIC
    page = approved_page(folder, asked.number, refs, asked.language, to.value, library, public=public, fresh=fresh)
    document: str | bytes
    if page.stored is None:
        document = render_document(with_house(page.view, house_of(workspace, theme, to)), to.value, paper=paper)
    else:
        document = page.stored
    write_document(document, output, read, workspace, f"iama-{folder.name}-{edition}-approval-{page.number}.{to}")


_DECIDED_ON = (Format.MD, Format.HTML, Format.PDF, Format.DOCX)
_HOUSED = (*_DECIDED_ON, Format.JSON)
_FOR_ALL = (Format.NOTICE, Format.NOTICE_HTML, Format.EU_DATABASE)  # always made from what the public may know
_LETTERS = {  # what is no whole report, and how its file ends
    Format.NOTICE: "notice.txt",
    Format.NOTICE_HTML: "notice.html",
    Format.NOTIFICATION: "notification.md",
    Format.EU_DATABASE: "eu-database.md",
}


def _letter(reading: "Reading", to: Format, language: str) -> str:
    """Return a text to send or to publish; raises UsageError for one that needs a FRIA."""
    from iama.model.problems import UsageError
    from iama.model.text import escape_controls
    from iama.publish import notice, notification

    wording = reading.wording(language)
    if to is Format.NOTICE:
        return escape_controls(notice.notice(wording))
    if to is Format.NOTICE_HTML:
        return escape_controls(notice.notice_html(wording))
    if not any(ref.startswith("fria-") for ref in reading.dossier.assessments):
        raise UsageError("report-no-fria", algorithm=reading.dossier.id)
    if to is Format.NOTIFICATION:
        return escape_controls(notification.notification(wording, reading.workspace.authority))
    return escape_controls(notification.eu_summary(wording))


def render_document(values: "View", to: str, *, page: str = "report", paper: Paper = WHOLE) -> str | bytes:
    """Return a view as a page of HTML, Markdown, PDF or Word, or as JSON; `page` names the templates."""
    from iama.files.shipped import SHIPPED, shipped_folder
    from iama.publish.kader import with_page_measures
    from iama.terminal import output

    values = with_page_measures(values, SHIPPED.kader) if page == "report" else values
    if to == "json":
        return output.json_text(_data(values)) + "\n"
    from iama.publish.report import render

    reports = shipped_folder("reports")
    if to not in (Format.PDF, Format.DOCX):
        return render(values, to, reports, page=page, glossary=SHIPPED.glossary)
    made = render(values, "html", reports, page=page, glossary=SHIPPED.glossary)
    if to == Format.PDF:
        return pdf_of(made, paper)
    from iama.cli.wordreports import word_of

    return word_of(made, paper.template, paper.layer)


def _data(values: "View") -> "View":
    """Return an edition as data: of the public one what it says, with the digest that the page prints."""
    from iama.publish.record import public_record, record_digest

    return {**public_record(values), "digest": record_digest(values)} if values.get("edition") == "public" else values


def data_files(view: "View") -> dict[str, str | bytes]:
    """Return what a public page says as data, by the name of its file; the page prints the digest of `iama.json`.

    `view` may be what a decision keeps of its page: of an older one the whole view, whose digest that page prints.
    """
    from iama.model.canonical import canonical_bytes
    from iama.publish.record import RECORD, public_record, record_tables

    record = public_record(view)
    kept = {name: value for name, value in view.items() if name != "digest"}
    older = RECORD not in view and "digest" not in view
    return {"iama.json": canonical_bytes(kept if older else record), **record_tables(record)}


def house_of(workspace: "Workspace", chosen: Path | None, to: Format) -> "View":
    """Return the house style of --theme, else that of the configuration; raises UnusableFile with every mistake."""
    from iama.model.problems import UsageError

    if to not in _HOUSED:
        if chosen:
            raise UsageError("report-no-theme", format=to)
        return {}
    configured = workspace.settings.get("theme")
    path = chosen or (workspace.base / str(configured) if configured else None)
    if path is None:
        return {}
    from iama.files.shipped import shipped_folder
    from iama.files.themefile import read_beside, theme_text
    from iama.model.problems import UnusableFile
    from iama.publish.house import read_house
    from iama.publish.report import style_sheet

    style = style_sheet(shipped_folder("reports"))
    house, findings = read_house(str(path), theme_text(path), style, partial(read_beside, path))
    if findings:
        raise UnusableFile(findings)
    return house


def write_report(base: Path, algorithm: str, to: str, language: str, as_of: date) -> Path:
    """Write the internal report of a dossier beside its configuration and return the path."""
    from iama.cli.options import open_dossier
    from iama.files.output import own_target, write_result
    from iama.publish.view import view

    reading = open_dossier(str(base / "assessments" / algorithm), None, as_of.isoformat())
    routes = _routing(reading, language)
    values = view(reading.outcome, reading.dossier, reading.library.law, language=language, routing=routes)
    target = own_target(base, f"iama-{algorithm}-internal.{to}")
    write_result(target, render_document(values, to))
    return target.shown
