"""Commands about triggers: flags, respond."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from iama.cli import app
from iama.cli.options import (
    Algorithm,
    AnEdition,
    AsOf,
    Edition,
    Json,
    Lang,
    Root,
    after_saving,
    as_usage_error,
    in_edition,
    kept_history,
    open_dossier,
    print_message,
    print_result,
    row_id,
    tell_outdated,
    today,
)
from iama.model.problems import UsageError, choices_hint
from iama.words import Phrase

if TYPE_CHECKING:
    from iama.assess.outcome import Outcome, Verdict
    from iama.cli.options import Reading
    from iama.model.dossier import Assessment


class Decision(StrEnum):
    """What `--decision` can be."""

    MITIGATE = "mitigate"
    ACCEPT = "accept"
    DISPUTE = "dispute"


@app.command(help="help-flags")
def flags(
    algorithm: Algorithm,
    everything: Annotated[bool, typer.Option("--all", help="help-flags-all")] = False,
    edition: AnEdition = Edition.INTERNAL,
    json: Json = False,
    lang: Lang = None,
    as_of: AsOf = None,
    root: Root = None,
) -> None:
    """Show what blocks, what to do this month, and the dated duties, each with its reason and legal basis."""
    from iama.cli.language import screen_language
    from iama.publish.flags import flags_document
    from iama.publish.kader import with_flag_measures
    from iama.publish.status import dossier_language
    from iama.terminal import flags as words
    from iama.terminal import output

    reading = open_dossier(algorithm, root, as_of)
    language = screen_language(lang, dossier_language(reading.dossier), screen=not json)
    tell_outdated(reading.library.law, reading.outcome.as_of, language)
    reading = in_edition(reading, edition)
    document = with_flag_measures(flags_document(reading.wording(language), reading.dossier), reading.library.kader)
    if json:
        typer.echo(output.json_text(document))
    else:
        print_result(words.flags_text(document, everything=everything))


@app.command(help="help-respond")
def respond(
    algorithm: Algorithm,
    trigger: Annotated[str, typer.Argument(metavar="TRIGGER", help="help-respond-trigger")],
    decision: Annotated[Decision, typer.Option("--decision", help="help-respond-decision")],
    by: Annotated[str, typer.Option("--by", metavar="ROLE", help="help-deciding-role")],
    text: Annotated[str, typer.Option("--text", metavar="T", help="help-respond-text")] = "",
    measure: Annotated[str, typer.Option("--measure", metavar="CODE", help="help-respond-measure")] = "",
    key: Annotated[str, typer.Option("--for", metavar="KEY", help="help-respond-for")] = "",
    action: Annotated[str, typer.Option("--action", metavar="ROW", help="help-respond-action")] = "",
    owner: Annotated[str, typer.Option("--owner", help="help-respond-owner")] = "",
    due: Annotated[str, typer.Option("--due", metavar="DATE", help="help-respond-due")] = "",
    root: Root = None,
) -> None:
    """Answer a flag: mitigate it with an action point, accept it with a reason, or dispute it."""
    from iama.assess.responses import check_response, with_response
    from iama.files.store import update_assessments
    from iama.model.people import has_any_name
    from iama.model.spelling import typed_day, typed_role
    from iama.model.values import InvalidValue

    reading = open_dossier(algorithm, root, None)
    verdict = _find_verdict(reading.outcome, trigger, key)
    follow_up = reading.library.resolve_questionnaire("follow-up")
    role, day = typed_role(follow_up.roles, by), typed_day(due)
    if has_any_name(owner, reading.dossier.people.values()):
        raise UsageError("owner-name")
    said = ": ".join(filter(None, [_official_measure(reading, measure) if measure else "", text]))
    if not said:
        raise UsageError("respond-no-text")
    response = check_response(reading.outcome, verdict, decision.value, said, role, action, owner, day)

    def add_response(assessment: "Assessment") -> "Assessment":
        try:
            return with_response(assessment, follow_up, response, today().isoformat(), row_id)
        except InvalidValue as error:
            raise as_usage_error(error) from error

    update_assessments(
        reading.folder, {follow_up: add_response}, library=reading.library, history=kept_history(reading.folder)
    )
    with after_saving():
        _tell_response(reading, trigger, key)


def _official_measure(reading: "Reading", code: str) -> str:
    """Return a measure of the Algoritmekader as the text of an action point; raises UsageError for another code."""
    from iama.publish.status import dossier_language

    kader = reading.library.kader
    if code.lower() not in kader.measures:
        hint = choices_hint(code, kader.measures, Phrase("kader-see-list"))
        raise UsageError("kader-no-code", code=code, release=kader.source.release, hint=hint)
    return kader.measures[code.lower()].name_in(dossier_language(reading.dossier))


def _find_verdict(outcome: "Outcome", trigger: str, key: str) -> "Verdict":
    name = trigger.rpartition("/")[2]
    ids = {verdict.trigger.id for verdict in outcome.verdicts}
    if name not in ids:
        raise UsageError("respond-strange", flag=trigger, hint=choices_hint(name, ids, Phrase("respond-see-flags")))
    verdicts = [
        verdict for verdict in outcome.verdicts if verdict.trigger.id == name and (verdict.instance or "") == key
    ]
    if not verdicts:
        keys = [verdict.instance for verdict in outcome.verdicts if verdict.trigger.id == name and verdict.instance]
        raise UsageError("respond-which", flag=name, known=keys or Phrase("asked-none"))
    return verdicts[0]


def _tell_response(reading: "Reading", trigger: str, key: str) -> None:
    from iama.assess.responses import is_resolved

    outcome = open_dossier(str(reading.folder), None, None, reading.library).outcome
    settled = is_resolved(_find_verdict(outcome, trigger, key), outcome)
    print_message("respond-settled" if settled else "respond-recorded", algorithm=reading.folder.name, flag=trigger)
