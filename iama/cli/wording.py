"""The command that takes the ministry's own text into a project: wording import."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from iama.cli import app
from iama.cli.language import spoken_language
from iama.cli.options import Json, Lang, Root, clean_option, here, today, width
from iama.cli.program import Group, Program
from iama.model.problems import UsageError

if TYPE_CHECKING:
    from iama.model.library import Library
    from iama.model.officialtext import OfficialFile, OfficialText
    from iama.model.questionnaire import Questionnaire

wording = Program(cls=Group, help="help-wording", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(wording, name="wording")


@wording.command("import", help="help-wording-import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="help-wording-file")],
    questionnaire: Annotated[str, typer.Option("--questionnaire", "-q", metavar="REF", help="help-wording-ref")] = "",
    source: Annotated[str, typer.Option("--source", metavar="TEXT", help="help-wording-source")] = "",
    licence: Annotated[str, typer.Option("--licence", metavar="TEXT", help="help-wording-licence")] = "",
    spoken: Annotated[Literal["nl", "en"] | None, typer.Option("--text-lang", help="help-wording-text-lang")] = None,
    instead: Annotated[bool, typer.Option("--instead", help="help-wording-instead")] = False,
    save: Annotated[bool, typer.Option("--save", help="help-wording-save")] = False,
    json: Json = False,
    lang: Lang = None,
    root: Root = None,
) -> None:
    """Show which official texts a file has for our questions, and with --save keep them in the project."""
    from hashlib import sha256

    from iama.assess.official_import import compare_texts, match_passages
    from iama.cli.housepacks import library_of
    from iama.cli.places import path_from_here
    from iama.files.config import find_workspace
    from iama.files.officialfile import read_official_file
    from iama.files.officialtextfile import stored_text
    from iama.files.shipped import SHIPPED
    from iama.files.store import read_bytes
    from iama.model.limits import OFFICE_BYTES
    from iama.model.officialtext import OfficialText
    from iama.terminal.officialtext import import_document, import_text
    from iama.terminal.output import json_text

    if (workspace := find_workspace(here(), root)) is None:
        raise UsageError("config-nowhere")
    content = read_bytes(file, OFFICE_BYTES)
    found = read_official_file(str(file), content)
    tree = _tree_for_file(str(file), found, questionnaire, library_of(workspace))
    form = SHIPPED.form
    matched = match_passages(found, tree, form.lists if form.questionnaire == tree.ref else {})
    if not matched.texts:
        raise UsageError("wording-nothing", path=file, ref=tree.ref)
    language = spoken or found.language or "nl"
    official = OfficialText(
        questionnaire=tree.ref,
        language=language,
        source=clean_option(source or found.title or file.name) or "-",
        file=clean_option(file.name) or "-",
        sha256=sha256(content).hexdigest(),
        taken=today().isoformat(),
        texts=matched.texts,
        licence=clean_option(licence),
        instead=instead,
    )
    before = stored_text(workspace.base, tree, language, path_from_here)
    place = path_from_here(_save(workspace.base, official, tree)) if save else ""
    lines = tuple(compare_texts(before, official.texts, tree))
    document = import_document(official, lines, matched.told, spoken_language(lang), place)
    typer.echo(json_text(document) if json else import_text(document, width()))


def _tree_for_file(path: str, found: "OfficialFile", asked: str, library: "Library") -> "Questionnaire":
    """Return which questionnaire a file is about; raises UsageError where it does not say, or says another."""
    if not asked and not found.questionnaire:
        raise UsageError("wording-which", path=path, refs=_official_refs(library))
    if found.questionnaire and found.questionnaire not in library.refs:
        raise UsageError("wording-other", path=path, ref=found.questionnaire)
    tree = library.resolve_questionnaire(asked or found.questionnaire)
    if found.questionnaire not in ("", tree.ref):
        raise UsageError("wording-mismatch", path=path, ref=found.questionnaire, asked=tree.ref)
    return tree


def _official_refs(library: "Library") -> list[str]:
    return [tree.ref for tree in library.held_trees(library.refs) if tree.has_companions]


def _save(base: Path, official: "OfficialText", tree: "Questionnaire") -> Path:
    """Keep an official text in the project, and return where; raises CannotSave."""
    from iama.files.disk import make_folder
    from iama.files.officialtextfile import file_name, write_official_text
    from iama.files.output import own_target, write_result
    from iama.model.officialtext import FOLDER

    name = file_name(official.questionnaire, official.language)
    target = own_target(base, name)
    make_folder(base / FOLDER)
    write_result(target, write_official_text(official, tree))
    return base / name
