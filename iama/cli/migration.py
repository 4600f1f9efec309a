"""Commands that bring a dossier to what is newest: migrate, upgrade."""

from typing import TYPE_CHECKING, Annotated

import typer

from iama.cli import app
from iama.cli.options import (
    Algorithm,
    Json,
    Lang,
    Root,
    here,
    kept_history,
    open_dossier,
    print_message,
    row_id,
    width,
    with_version,
)
from iama.model.problems import UsageError

if TYPE_CHECKING:
    from iama.audit.migration import Migration
    from iama.cli.options import Reading
    from iama.model.dossier import Assessment, Dossier
    from iama.model.library import Library
    from iama.model.questionnaire import Questionnaire
    from iama.model.succession import Succession


@app.command(help="help-migrate")
def migrate(
    algorithm: Algorithm,
    to: Annotated[str, typer.Option("--to", metavar="REF", help="help-migrate-to")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="help-migrate-dry-run")] = False,
    json: Json = False,
    lang: Lang = None,
    root: Root = None,
) -> None:
    """Carry the answers of an older version into a newer one, each to be confirmed."""
    from iama.audit.migration import adopting
    from iama.audit.migrationreport import migration_document
    from iama.terminal.migration import migration_text
    from iama.terminal.output import json_text

    reading = open_dossier(algorithm, root, None)
    new = reading.library.resolve_questionnaire(to)
    old, table = _predecessor(reading.dossier, new, reading.library)
    language = lang or reading.dossier.assessments[old.ref].language
    migration = _carry_answers(with_version(reading, old), old, new, table, dry_run=dry_run)
    others = adopting(reading.dossier, old.ref)
    document = migration_document(reading.dossier.id, migration, old, new, language, adopting=others, dry_run=dry_run)
    typer.echo(json_text(document) if json else migration_text(document, width()))


def _predecessor(dossier: "Dossier", new: "Questionnaire", library: "Library") -> "tuple[Questionnaire, Succession]":
    """Return the newest version before `new` that the dossier holds, with the table that leads on from it."""
    from iama.model.questionnaire import age

    trees = library.held_trees(dossier.assessments)
    older = [tree for tree in trees if tree.id == new.id and age(tree.version) < age(new.version)]
    if not older:
        raise UsageError("migrate-no-older", algorithm=dossier.id, ref=new.ref, held=[*dossier.assessments])
    old = max(older, key=lambda tree: age(tree.version))
    if (table := library.succession(old.ref, new.ref)) is None:
        raise UsageError("migrate-no-table", old=old.ref, new=new.ref)
    return old, table


def _carry_answers(
    reading: "Reading", old: "Questionnaire", new: "Questionnaire", table: "Succession", *, dry_run: bool
) -> "Migration":
    """Carry the answers and save them, with what was withheld of them; a dry run saves nothing."""
    from iama.audit.migration import carry_withheld_rows, migrate_answers
    from iama.files.store import update_assessments
    from iama.model.dossier import Assessment

    language = reading.dossier.assessments[old.ref].language
    follow_up = reading.library.resolve_questionnaire("follow-up")
    migrations: list[Migration] = []
    history = None if dry_run else kept_history(reading.folder)

    def migrate_assessment(before: "Assessment") -> "Assessment":
        migrations.append(migrate_answers(old, reading.outcome.tree_entries(old.id), new, before, table))
        return migrations[-1].assessment

    def withhold(assessment: "Assessment") -> "Assessment":
        return carry_withheld_rows(assessment, migrations[-1], follow_up, old.ref, row_id)

    if dry_run:
        migrate_assessment(reading.dossier.assessments.get(new.ref, Assessment(new.ref, language)))
    elif follow_up.ref in reading.dossier.assessments:
        update_assessments(
            reading.folder, {new: migrate_assessment, follow_up: withhold}, language, reading.library, history
        )
    else:
        update_assessments(reading.folder, {new: migrate_assessment}, language, reading.library, history)
    return migrations[-1]


@app.command(help="help-upgrade")
def upgrade(root: Root = None) -> None:
    """Bring every file to the newest format; today there is one, so this says whether all are in it."""
    from iama.cli.housepacks import library_of
    from iama.files.config import find_workspace
    from iama.files.dossierfile import FORMAT
    from iama.files.store import dossiers, read_dossier

    place = find_workspace(here(), root)
    folders = dossiers(place.root) if place else ()
    if not folders:
        raise UsageError("asked-no-dossiers")
    library = library_of(place)
    files = sum(len(read_dossier(folder, library).assessments) for folder in folders)
    print_message("upgrade-nothing", files=files, format=FORMAT)
