"""The command kader: official measures and requirements, and which of our answers show something of one."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from iama.cli import app
from iama.cli.language import screen_language, spoken_language
from iama.cli.options import AsOf, Edition, Json, Lang, Root, algorithms, day_or_today, here

if TYPE_CHECKING:
    from iama.cli.portfolio import Readings


@app.command(help="help-kader")
def kader(
    code: Annotated[str, typer.Argument(metavar="[CODE]", help="help-kader-code")] = "",
    algorithm: Annotated[
        str, typer.Argument(metavar="[ALGORITHM]", help="help-kader-algorithm", autocompletion=algorithms)
    ] = "",
    release: Annotated[Path | None, typer.Option("--release", metavar="FOLDER|ZIP", help="help-kader-release")] = None,
    json: Json = False,
    lang: Lang = None,
    as_of: AsOf = None,
    root: Root = None,
) -> None:
    """Show the Algoritmekader, or one code of it: what it is, and which answers are about it."""
    from iama.cli.options import open_dossier
    from iama.files.config import find_workspace
    from iama.files.shipped import SHIPPED
    from iama.model.problems import UsageError
    from iama.publish.kadercode import code_document, list_document
    from iama.terminal import kader as words
    from iama.terminal import output

    space = find_workspace(here(), root)
    language = screen_language(lang, space.language if space else spoken_language(), screen=not json)
    if release is not None:
        if code:
            raise UsageError("kader-release-alone")
        _tell_changes(release, language, json=json)
        return
    if not code:
        document = list_document(SHIPPED.kader, language)
        typer.echo(output.json_text(document) if json else words.list_text(document))
        return
    known = _known_code(code)
    readings = _readings(root, as_of)
    if algorithm:
        read = [open_dossier(algorithm, root, as_of).wording(language)]
    else:
        read = [reading.wording(language) for reading in readings or ()]
    document = code_document(SHIPPED, known, language, read)
    typer.echo(output.json_text(document) if json else words.code_text(document))
    if readings:
        readings.tell_unreadable(language)


def _known_code(typed: str) -> str:
    """Return a code as the framework writes it; raises UsageError for one that it has not."""
    from iama.files.shipped import SHIPPED
    from iama.model.problems import UsageError, choices_hint
    from iama.publish.kadercode import known_code
    from iama.words import Phrase

    kader = SHIPPED.kader
    if code := known_code(kader, typed):
        return code
    codes = (*kader.measures, *kader.requirements, *kader.controls())
    hint = choices_hint(typed, codes, Phrase("kader-see-list"))
    raise UsageError("kader-no-code", code=typed, release=kader.source.release, hint=hint)


def _readings(root: Path | None, as_of: str | None) -> "Readings | None":
    """Return every dossier below the folder of the user; there may be none."""
    from iama.cli.portfolio import Readings
    from iama.files.config import find_workspace
    from iama.files.store import dossiers

    space = find_workspace(here(), root)
    return Readings(space, dossiers(space.root), Edition.INTERNAL, day_or_today(as_of)) if space else None


def _tell_changes(release: Path, language: str, *, json: bool) -> None:
    """Tell what another release changes; ends with 1 when it changes anything."""
    from iama.files.kaderrelease import read_release
    from iama.files.shipped import SHIPPED
    from iama.lint.kaderrelease import release_changes
    from iama.publish.kader import source_document
    from iama.terminal import kader as words
    from iama.terminal import output

    pages = read_release(release, SHIPPED.kader.source)
    changes = release_changes(SHIPPED.kader, pages)
    document: dict[str, Any] = {
        "iama_kader_changes": 1,
        "language": language,
        "source": source_document(SHIPPED.kader, language),
        "pages": len(pages),
        "changes": [{name: getattr(one, name) for name in one.__struct_fields__} for one in changes],
    }
    typer.echo(output.json_text(document) if json else words.changes_text(document))
    raise typer.Exit(1 if changes else 0)
