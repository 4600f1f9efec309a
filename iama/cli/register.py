"""The command about the Algorithm Register: register."""

from enum import StrEnum
from typing import Annotated

import typer

from iama.cli import app
from iama.cli.options import Algorithm, AsOf, Json, Lang, Root
from iama.model.problems import UsageError


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
    lang: Lang = None,
    as_of: AsOf = None,
    root: Root = None,
) -> None:
    """Propose the fields of the Algorithm Register from what is public, each with its limit, sources and problems."""
    from iama.cli.asapproved import unchanged_by_ref
    from iama.cli.options import open_dossier, public_of, tell_personal
    from iama.publish.register.document import register_document
    from iama.publish.status import dossier_language
    from iama.terminal import output
    from iama.terminal.register import register_page, register_sheet, register_text
    from iama.words import pick_translation

    if json and sheet:
        raise UsageError("register-two-forms")
    if to is Shape.HTML and not sheet:
        raise UsageError("register-page-is-a-sheet")
    reading = open_dossier(algorithm, root, as_of)
    language = lang or dossier_language(reading.dossier)
    standard = reading.library.register
    whole, reading = reading.dossier, public_of(reading)
    people, decided = whole.people.values(), unchanged_by_ref(reading.folder, whole, reading.dossier)
    tell_personal(reading, people, language)
    document = register_document(reading.wording(language), standard, people, decided)
    title = pick_translation(standard.title, language)
    if json:
        typer.echo(output.json_text(document))
    elif to is Shape.HTML:
        from iama.files.shipped import shipped_folder
        from iama.publish.report import render

        page = register_page(document, title, dossier_language(whole))
        typer.echo(render(page, "html", shipped_folder("reports"), page="register"), nl=False)
    else:
        typer.echo(register_sheet(document, title) if sheet else register_text(document, title))
