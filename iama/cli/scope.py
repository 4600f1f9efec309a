"""Commands about the AI Act: scope, calendar."""

import typer

from iama.cli import app
from iama.cli.options import Algorithm, AsOf, Json, Lang, Root, open_dossier, tell_outdated


@app.command(help="help-scope")
def scope(algorithm: Algorithm, json: Json = False, lang: Lang = None, as_of: AsOf = None, root: Root = None) -> None:
    """Say whether Article 27 of the AI Act asks for a FRIA, why, and from when."""
    from iama.assess.similar import origins_of
    from iama.cli.language import screen_language
    from iama.publish.scope import scope_document
    from iama.publish.status import dossier_language
    from iama.terminal import output
    from iama.terminal.scope import scope_text

    reading = open_dossier(algorithm, root, as_of)
    language = screen_language(lang, dossier_language(reading.dossier), screen=not json)
    tell_outdated(reading.library.law, reading.outcome.as_of, language)
    document = scope_document(reading.outcome, reading.dossier, reading.library.law, language)
    document["similar"] = list(origins_of(reading.dossier))
    typer.echo(output.json_text(document) if json else scope_text(document))


@app.command(help="help-calendar")
def calendar(
    algorithm: Algorithm, json: Json = False, lang: Lang = None, as_of: AsOf = None, root: Root = None
) -> None:
    """Show the duties around the algorithm by date, each with who, when and its article."""
    from iama.cli.language import screen_language
    from iama.publish.calendar import calendar_document
    from iama.publish.kader import with_duty_measures
    from iama.publish.status import dossier_language
    from iama.publish.wording import Wording
    from iama.terminal import output
    from iama.terminal.scope import calendar_text

    reading = open_dossier(algorithm, root, as_of)
    language = screen_language(lang, dossier_language(reading.dossier), screen=not json)
    tell_outdated(reading.library.law, reading.outcome.as_of, language)
    trees = tuple(reading.outcome.questionnaires.values())
    wording = Wording(reading.outcome, reading.dossier, reading.library.law, language, trees)
    document = with_duty_measures(calendar_document(wording, reading.library.duties), reading.library.kader)
    typer.echo(output.json_text(document) if json else calendar_text(document))
