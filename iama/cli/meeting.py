"""The command that makes the papers of a meeting: the sheet with the invitation, and the minutes."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from iama.cli import app
from iama.cli.language import screen_language
from iama.cli.options import Algorithm, AsOf, Lang, Root

if TYPE_CHECKING:
    from iama.cli.options import Reading
    from iama.model.questionnaire import Questionnaire


class Paper(StrEnum):
    """What `--to` can be."""

    HTML = "html"
    MD = "md"


@app.command(help="help-meeting")
def meeting(
    algorithm: Algorithm,
    number: Annotated[str, typer.Argument(metavar="1|2|3", help="help-meeting-number")],
    questionnaire: Annotated[
        str | None, typer.Option("--questionnaire", "-q", metavar="REF", help="help-meeting-questionnaire")
    ] = None,
    minutes: Annotated[bool, typer.Option("--minutes", help="help-meeting-minutes")] = False,
    planned: Annotated[
        int | None, typer.Option("--planned", metavar="MINUTES", min=15, max=480, help="help-meeting-planned")
    ] = None,
    to: Annotated[Paper | None, typer.Option("--to", help="help-meeting-to")] = None,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE|-", help="help-report-output")] = None,
    lang: Lang = None,
    as_of: AsOf = None,
    root: Root = None,
) -> None:
    """Make the sheet and the invitation of a meeting beforehand, or its minutes afterwards."""
    from iama.assess.meetings import DURATIONS, MEETINGS
    from iama.cli.options import held_questionnaire, open_dossier, with_version
    from iama.cli.reports import format_by_ending, write_document
    from iama.files.shipped import shipped_folder
    from iama.model.problems import UsageError, choices_hint
    from iama.model.text import escape_controls
    from iama.publish.meetingminutes import meeting_minutes
    from iama.publish.meetingsheet import meeting_sheet
    from iama.publish.report import render
    from iama.publish.status import dossier_language

    to = to or format_by_ending(output, Paper.HTML)
    if number not in MEETINGS:
        raise UsageError("use-bad-choice", what="1|2|3", given=number, hint=choices_hint(number, MEETINGS))
    reading = open_dossier(algorithm, root, as_of)
    tree = held_questionnaire(reading, questionnaire) if questionnaire else _usual_assessment(reading)
    reading = with_version(reading, tree)
    wording = reading.wording(screen_language(lang, dossier_language(reading.dossier), screen=False))
    if minutes:
        view = meeting_minutes(wording, tree, number)
    else:
        helps = reading.library.facilitation(tree.ref)
        view = meeting_sheet(wording, tree, helps, number, planned or DURATIONS[number])
    page = render(view, to.value, shipped_folder("reports"), page="minutes" if minutes else "meeting")
    name = f"iama-{reading.dossier.id}-{'minutes' if minutes else 'meeting'}-{number}.{to}"
    write_document(escape_controls(page), output, (), reading.workspace, name)


def _usual_assessment(reading: "Reading") -> "Questionnaire":
    """Return the assessment whose meetings are meant when none is named: the first one that has meetings."""
    from iama.assess.meetings import MEETINGS
    from iama.model.problems import UsageError

    held = [tree for tree in reading.outcome.held_trees if tree.ref in reading.dossier.assessments]
    for tree in held:
        if any(question.meeting in MEETINGS for question in tree.questions.values()):
            return tree
    raise UsageError("meeting-none", algorithm=reading.dossier.id)
