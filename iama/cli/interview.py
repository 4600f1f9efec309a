"""The command that walks a team through its questions: answer."""

import sys
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from iama.cli import app, sitting
from iama.cli.language import screen_language
from iama.cli.options import Algorithm, Lang, Root, held_questionnaire, here, open_dossier, with_version
from iama.model.problems import CannotSave, UsageError

if TYPE_CHECKING:
    from iama.cli.options import Reading
    from iama.interview.sitting import Sitting
    from iama.model.questionnaire import Questionnaire


@app.command(help="help-answer")
def answer(
    algorithm: Algorithm,
    questionnaire: Annotated[
        str | None, typer.Option("--questionnaire", "-q", metavar="REF", help="help-answer-questionnaire")
    ] = None,
    part: Annotated[str | None, typer.Option("--part", metavar="P", help="help-answer-part")] = None,
    role: Annotated[str | None, typer.Option("--role", metavar="ROLE", help="help-one-role")] = None,
    meeting: Annotated[str | None, typer.Option("--meeting", metavar="1|2|3", help="help-answer-meeting")] = None,
    open_only: Annotated[bool, typer.Option("--open", help="help-answer-open")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="help-answer-plain")] = False,
    lang: Lang = None,
    root: Root = None,
) -> None:
    """Answer the questions together; stop when you like, it resumes where you stopped."""
    from iama.interview.path import Choice
    from iama.interview.sitting import Sitting
    from iama.model.spelling import typed_role

    reading = open_dossier(algorithm, root, None)
    if not sys.stdin.isatty() or not sys.stdout.isatty():
        raise UsageError("answer-no-terminal")
    tree = held_questionnaire(reading, questionnaire) if questionnaire else _last_assessment(reading)
    reading = with_version(reading, tree)
    language = screen_language(lang, reading.dossier.assessments[tree.ref].language)
    role = typed_role(tree.roles, role) if role else None
    _refuse_bad_choice(tree, part, role, meeting)
    name = reading.dossier.id
    rescued = partial(sitting.write_rescue_file, name=name)
    with sitting.stoppable(), sitting.terminal(language, plain, rescued) as asker:
        interview = Sitting(
            tree=tree,
            outcome=reading.outcome,
            law=reading.library.law,
            language=language,
            asker=asker,
            desk=sitting.desk(
                reading.folder,
                tree,
                reading.dossier,
                reading.library,
                language,
                partial(sitting.rescue, name=name, language=language),
            ),
            choice=Choice(part, role, meeting, open_only),
            seated=(role,) if role else (),
        )
        for path in sitting.left_behind(name):
            interview.say_text("kept-earlier", path=path)
        code = _sit(interview, name, meeting)
    if code:
        raise typer.Exit(code)


def _last_assessment(reading: "Reading") -> "Questionnaire":
    """Return the assessment to go on with when none is named: the last one, in its newest version."""
    from iama.model.questionnaire import AROUND, plain_id

    assessments = list(reading.dossier.assessments)
    ids = [id_ for ref in assessments if (id_ := plain_id(ref)) not in AROUND]
    return held_questionnaire(reading, ids[-1] if ids else assessments[0])


def _refuse_bad_choice(tree: "Questionnaire", part: str | None, role: str | None, meeting: str | None) -> None:
    from iama.assess.answer_input import refuse_unknown_role

    if role:
        refuse_unknown_role(role, tree.roles)
    if meeting is not None and meeting not in ("1", "2", "3", "homework"):
        raise UsageError("answer-strange-meeting", meeting=meeting)
    names = [name for each in tree.parts for name in (each.id, each.number) if name]
    if part is not None and part not in names:
        raise UsageError("answer-strange-part", ref=tree.ref, part=part, known=names)


def _sit(interview: "Sitting", name: str, meeting: str | None) -> int:
    """Run a sitting from the opening of a meeting to its summary, whatever ends it, and return the exit code."""
    from iama.interview import meeting as meetings
    from iama.interview import path, presence
    from iama.interview.asking import Command, TerminalGone
    from iama.interview.walk import walk_questions
    from iama.words import text

    command = f"iama answer {name}" + (f" --meeting {meeting}" if meeting else "")
    code, wanted = 0, None
    try:
        if meeting in meetings.MEETINGS:
            interview.say_text(
                "meeting-opens", meeting=meeting, count=str(sum(map(path.has_work_left, interview.entries_to_visit())))
            )
            wanted = presence.open_meeting(interview, meeting)
        if not (wanted and wanted.command is Command.STOP):
            walk_questions(interview)
        _close(interview, name, interview.meeting or meeting)
    except (KeyboardInterrupt, EOFError) as stop:
        code = 130 if isinstance(stop, KeyboardInterrupt) else 0
        _keep(interview, name, closed=isinstance(stop, sitting.Closed | TerminalGone))
    with suppress(sitting.Closed):
        sitting.write_to_terminal("\n" + text("stopped", interview.language, command=command) + "\n")
    return code


def _keep(interview: "Sitting", name: str, *, closed: bool) -> None:
    """Keep what was typed and not saved, and say where; when the terminal is gone, the next sitting says it."""
    from iama.words import text

    if not (words := interview.unsaved_text()).strip():
        return
    path = sitting.write_rescue_file(words, name, "unsaved" if closed else "kept")
    message = (
        text("rescued", interview.language, path=path)
        if path
        else f"{text('rescued-here', interview.language)}\n{words}"
    )
    with suppress(sitting.Closed):
        sitting.write_to_terminal(f"\n{message}\n")


def _close(interview: "Sitting", name: str, meeting: str | None) -> None:
    """Show what the sitting came to; after a meeting, offer it as an agenda to print."""
    from iama.files.output import own_target, write_result
    from iama.interview import meeting as meetings
    from iama.words import text

    language = interview.language
    minutes = int(interview.desk.clock() - interview.started) // 60
    heading = f"{text('meeting', language)} {meeting}" if meeting in meetings.MEETINGS else text("summary", language)
    closing = meetings.summarize_sitting(interview, f"{heading} · {name} · {interview.desk.today}", meeting)
    interview.asker.show_message("\n" + meetings.as_text(interview, closing))
    if meeting is None:
        return
    if meetings.offer_flags(interview):
        closing = meetings.summarize_sitting(interview, closing.title, meeting)
    interview.say_text("meeting-closed", meeting=meeting, duration=f"{minutes // 60}:{minutes % 60:02d}")
    if meetings.wants_agenda(interview):
        try:
            target = own_target(here(), f"agenda-{name}-{meeting}-{interview.desk.today}.md")
            write_result(target, meetings.as_markdown(interview, closing))
            interview.say_text("agenda-kept", path=str(target.shown))
        except CannotSave as error:
            interview.asker.show_message(error.text_in(language))
