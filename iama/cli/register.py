"""The command about the Algorithm Register: register."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iama.cli import app
from iama.cli.options import Algorithm, AsOf, Json, Lang, Root, print_message
from iama.model.problems import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from iama.cli.registerdesk import Desk


class Shape(StrEnum):
    """What `--to` can be."""

    TEXT = "text"
    HTML = "html"


@app.command(help="help-register")
def register(
    algorithm: Algorithm,
    json: Json = False,
    sheet: Annotated[bool, typer.Option("--sheet", help="help-register-sheet")] = False,
    to: Annotated[Shape, typer.Option("--to", help="help-register-to")] = Shape.TEXT,
    edit: Annotated[bool, typer.Option("--edit", help="help-register-edit")] = False,
    field: Annotated[str, typer.Option("--field", metavar="FIELD", help="help-register-field")] = "",
    words: Annotated[str | None, typer.Option("--text", metavar="T", help="help-register-text")] = None,
    confirm: Annotated[bool, typer.Option("--confirm", help="help-register-confirm")] = False,
    clear: Annotated[bool, typer.Option("--clear", help="help-register-clear")] = False,
    against: Annotated[Path | None, typer.Option("--compare", metavar="FILE", help="help-register-compare")] = None,
    plain: Annotated[bool, typer.Option("--plain", help="help-answer-plain")] = False,
    lang: Lang = None,
    as_of: AsOf = None,
    root: Root = None,
) -> None:
    """Propose the fields of the Algorithm Register from what is public, or write them; each with its problems."""
    from iama.cli.registerdesk import Desk

    changes = [words is not None, confirm, clear]
    _refuse_two_forms(json, sheet, to, edit, field, changes)
    desk = Desk(algorithm, root, as_of, lang)
    if against is not None:
        from iama.cli.registercompare import compare

        if sheet or edit or field:
            raise UsageError("register-compare-alone")
        compare(desk, against, json=json)
        return
    one = desk.field_called(field) if field else None
    if edit:
        desk.hold(one["key"] if one else "", plain=plain)
    elif one and any(changes):
        if clear:
            desk.clear(one["key"])
        else:
            desk.keep(one["key"], one["written"] if words is None else words)
        key = "register-cleared" if clear else "register-saved"
        print_message(key, algorithm=desk.reading.dossier.id, field=one["label"], err=True)
    if one and not edit:
        _show_field(desk, one["key"])
    elif not edit:
        _show_all(desk, json=json, sheet=sheet, to=to)


def _refuse_two_forms(json: bool, sheet: bool, to: Shape, edit: bool, field: str, changes: list[bool]) -> None:
    """Raise UsageError for options that do not go together."""
    if json and sheet:
        raise UsageError("register-two-forms")
    if to is Shape.HTML and not sheet:
        raise UsageError("register-page-is-a-sheet")
    if any(changes) and not field:
        raise UsageError("register-field-first")
    if sum(changes) + edit > 1 or ((json or sheet) and (edit or field)):
        raise UsageError("register-one-change")


def _show_field(desk: "Desk", key: str) -> None:
    from iama.terminal.register import field_text

    document = desk.document()
    typer.echo(field_text(next(one for one in document["fields"] if one["key"] == key), document["language"]))


def _show_all(desk: "Desk", *, json: bool, sheet: bool, to: Shape) -> None:
    from iama.publish.status import dossier_language
    from iama.terminal import output
    from iama.terminal.register import register_page, register_sheet, register_text
    from iama.words import pick_translation

    document: Mapping[str, object] = desk.document(tell=True)
    title = pick_translation(desk.standard.title, str(document["language"]))
    if json:
        typer.echo(output.json_text(document))
    elif to is Shape.HTML:
        from iama.files.shipped import shipped_folder
        from iama.publish.report import render

        page = register_page(document, title, dossier_language(desk.reading.dossier))
        typer.echo(render(page, "html", shipped_folder("reports"), page="register"), nl=False)
    else:
        typer.echo(register_sheet(document, title) if sheet else register_text(document, title))
