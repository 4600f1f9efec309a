"""Commands about the question trees themselves."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iama.cli import app
from iama.cli.language import spoken_language
from iama.cli.options import Json, Lang
from iama.cli.program import Group, Program
from iama.model.problems import UsageError
from iama.model.struct import replace
from iama.words import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from iama.model.law import Law
    from iama.model.library import Library
    from iama.model.problems import Finding
    from iama.model.questionnaire import Questionnaire

questionnaire = Program(cls=Group, help="help-questionnaire", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(questionnaire, name="questionnaire")
Ref = Annotated[str, typer.Argument(metavar="REF", help="help-questionnaire-ref")]


@questionnaire.command("list", help="help-questionnaire-list")
def list_questionnaires(json: Json = False, lang: Lang = None) -> None:
    """List the questionnaires that come with iama."""
    from iama.audit.housepacks import usable_trees
    from iama.cli.housepacks import library_here
    from iama.publish.tree import trees_document
    from iama.terminal import output

    library = library_here()
    document = trees_document([tree for ref in library.refs if (tree := usable_trees(library)(ref))])
    language = spoken_language(lang)
    rows = [[row["ref"], row["title"][language]] for row in document["questionnaires"]]
    typer.echo(output.json_text(document) if json else output.table(rows))


@questionnaire.command(help="help-questionnaire-show")
def show(
    ref: Ref,
    fidelity: Annotated[bool, typer.Option("--fidelity", help="help-questionnaire-show-fidelity")] = False,
    json: Json = False,
    lang: Lang = None,
) -> None:
    """Show every question of a questionnaire, in order; or what the official ones ask."""
    from iama.cli.housepacks import library_here
    from iama.publish.tree import tree_document
    from iama.terminal import output

    library = library_here()
    tree, language = library.resolve_questionnaire(ref), spoken_language(lang)
    if fidelity:
        _show_fidelity(tree, language, json=json)
    else:
        document = tree_document(tree, library.official_text(tree.ref, language))
        typer.echo(output.json_text(document) if json else output.tree_text(document, language))


def _show_fidelity(tree: "Questionnaire", language: str, *, json: bool) -> None:
    from iama.files.shipped import SHIPPED
    from iama.publish.fidelity import fidelity_document
    from iama.terminal import output
    from iama.terminal.fidelity import fidelity_text

    if (record := SHIPPED.fidelity(tree.ref)) is None:
        raise UsageError("fidelity-none", name=tree.ref)
    document = fidelity_document(record, tree)
    typer.echo(output.json_text(document) if json else fidelity_text(document, language))


@questionnaire.command(help="help-questionnaire-coverage")
def coverage(ref: Ref, json: Json = False) -> None:
    """Show inputs and minutes per meeting, and what serves Article 27, the register and auditors."""
    from iama.cli.housepacks import library_here
    from iama.publish.coverage import tree_coverage
    from iama.terminal import output

    library = library_here()
    tree = library.resolve_questionnaire(ref)
    record = library.fidelity(tree.ref)
    document = tree_coverage(tree, record.marked if record else ())
    typer.echo(output.json_text(document) if json else output.tree_coverage_text(document, spoken_language()))


@questionnaire.command(help="help-questionnaire-schema")
def schema(ref: Ref, lang: Lang = None) -> None:
    """Print the JSON Schema of files that answer a questionnaire, for editors."""
    from iama.cli.housepacks import library_here
    from iama.publish.schema import questionnaire_schema as schema_of
    from iama.terminal import output

    typer.echo(output.json_text(schema_of(library_here().resolve_questionnaire(ref), spoken_language(lang))))


@questionnaire.command(help="help-questionnaire-lint")
def lint(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="help-questionnaire-lint-file")],
    readability: Annotated[bool, typer.Option("--readability", help="help-questionnaire-lint-readability")] = False,
    json: Json = False,
) -> None:
    """Say of every line of a question tree what is wrong with it; if asked, how easily its help reads."""
    from iama.audit.housepacks import usable_trees
    from iama.cli.housepacks import library_here
    from iama.files.definition import read_questionnaire
    from iama.files.store import read_bytes
    from iama.lint.housepacks import added_only
    from iama.lint.lint import lint as findings_of
    from iama.lint.readability import help_ease
    from iama.lint.terms import lint_terms
    from iama.model.problems import UnusableFile
    from iama.terminal import output

    content, ease = read_bytes(file), None
    try:
        tree = read_questionnaire(str(file), _decode_questionnaire(file, content))
        library = library_here()
        law = _law_beside(file, library)
        others = {other.id: other for ref in library.refs if (other := usable_trees(library)(ref))}
        if tree.organisation:
            others |= {other.id: other for other in _trees_beside(file)}
            tree = replace(tree, roles={**library.usual_questionnaire.roles, **tree.roles})
        others.pop(tree.id, None)
        ease = help_ease(tree) if readability else None
        findings = (
            *(added_only(tree, others.values()) if tree.organisation else ()),
            *findings_of(tree, others, law),
            *lint_terms(tree, library.glossary),
            *_findings_of_help(file, tree, others, library),
            *_findings_of_fidelity(file, tree),
        )
    except UnusableFile as error:
        findings = error.findings
    said = output.lint_text(str(file), findings, spoken_language(), ease)
    typer.echo(output.lint_json(findings, ease) if json else said)
    raise typer.Exit(1 if any(finding.level >= finding.level.ERROR for finding in findings) else 0)


def _trees_beside(file: Path) -> "Iterator[Questionnaire]":
    """Yield the other trees of a house pack that can be read, whether the project names it already or not."""
    from iama.files.definition import read_questionnaire
    from iama.files.store import read_bytes
    from iama.model.problems import UnusableFile

    for path in sorted(file.parent.glob("x-*.yaml")):
        with suppress(UnusableFile):
            yield read_questionnaire(str(path), _decode_questionnaire(path, read_bytes(path)))


def _law_beside(file: Path, library: "Library") -> "Law":
    """Return the legal facts, with those that stand beside the tree of a house pack; raises UnusableFile."""
    from iama.files.lawfile import read_law
    from iama.files.store import read_bytes
    from iama.model.questionnaire import organisation_of, plain_id

    law, beside = library.law, file.parent / "law.yaml"
    if not organisation_of(plain_id(file.stem)) or not beside.is_file():
        return law
    own = read_law(str(beside), _decode_questionnaire(beside, read_bytes(beside)))
    return replace(law, facts={**law.facts, **own.facts})


def _findings_of_help(
    file: Path, tree: "Questionnaire", others: "Mapping[str, Questionnaire]", library: "Library"
) -> "tuple[Finding, ...]":
    """Return what is wrong with the help for meetings beside a question tree; raises UnusableFile."""
    from iama.files.facilitationfile import read_facilitation
    from iama.files.shipped import FACILITATION
    from iama.files.store import read_bytes
    from iama.lint.facilitation import lint_facilitation

    beside = file.parent / FACILITATION / file.name
    if not beside.is_file():
        return ()
    helps = read_facilitation(
        str(beside), _decode_questionnaire(beside, read_bytes(beside)), tree, library.facilitation
    )
    return lint_facilitation(helps, tree, others, library.law)


def _findings_of_fidelity(file: Path, tree: "Questionnaire") -> "tuple[Finding, ...]":
    """Return what our texts lost of the official norm, by the record beside a question tree; raises UnusableFile."""
    from iama.files.fidelityfile import read_fidelity
    from iama.files.shipped import FIDELITY
    from iama.files.store import read_bytes
    from iama.lint.fidelity import lint_fidelity

    beside = file.parent / FIDELITY / file.name
    if not beside.is_file():
        return ()
    return lint_fidelity(read_fidelity(str(beside), _decode_questionnaire(beside, read_bytes(beside)), tree), tree)


@questionnaire.command(help="help-questionnaire-digest")
def digest(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="help-questionnaire-digest-folder")],
) -> None:
    """Print the digest of a house pack, as `iama.toml` pins it."""
    from iama.files.packfiles import digest_of_files, read_pack_files

    files = read_pack_files(folder)
    if not files:
        raise UsageError("pack-empty", path=folder)
    typer.echo(digest_of_files(files))


def _decode_questionnaire(file: Path, content: bytes) -> str:
    from iama.model.problems import Finding, Place, UnusableFile

    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what, hint = Phrase("lint-not-utf8"), Phrase("lint-not-utf8-hint")
        raise UnusableFile([Finding(Place(str(file)), "unreadable-file", what, hint)]) from error
