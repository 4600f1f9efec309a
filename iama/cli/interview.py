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
    from iama.interview.sitting import Sitting
    from iama.model.dossier import Dossier
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
    from iama.files import shipped
    from iama.interview.path import Choice
    from iama.interview.sitting import Sitting
    from iama.model.spelling import typed_role

    found = open_dossier(algorithm, root, None)
    if not sys.stdin.isatty() or not sys.stdout.isatty():
        raise UsageError("answer-no-terminal")
    tree = held_questionnaire(found.dossier, questionnaire) if questionnaire else _last_assessment(found.dossier)
    found = with_version(found, tree)
    language = screen_language(lang, found.dossier.assessments[tree.ref].language)
    role = typed_role(tree.roles, role) if role else None
    _refuse_bad_choice(tree, part, role, meeting)
    name = found.dossier.id
    rescued = partial(sitting.write_rescue_file, name=name)
    with sitting.stoppable(), sitting.terminal(language, plain, rescued) as asker:
        one = Sitting(
            tree=tree,
            outcome=found.outcome,
            law=shipped.law(),
            language=language,
            asker=asker,
            desk=sitting.desk(
                found.folder, tree, found.dossier, language, partial(sitting.rescue, name=name, language=language)
            ),
            choice=Choice(part, role, meeting, open_only),
            present=(role,) if role else (),
        )
        for path in sitting.left_behind(name):
            one.say_text("kept-earlier", path=path)
        code = _sit(one, name, meeting)
    if code:
        raise typer.Exit(code)


def _last_assessment(dossier: "Dossier") -> "Questionnaire":
    """Return the assessment to go on with when none is named: the last one, in its newest version."""
    from iama.model.questionnaire import AROUND, plain_id

    assessments = list(dossier.assessments)
    ids = [id_ for ref in assessments if (id_ := plain_id(ref)) not in AROUND]
    return held_questionnaire(dossier, ids[-1] if ids else assessments[0])


def _refuse_bad_choice(tree: "Questionnaire", part: str | None, role: str | None, meeting: str | None) -> None:
    from iama.assess.answer_input import refuse_unknown_role

    if role:
        refuse_unknown_role(role, tree.roles)
    if meeting is not None and meeting not in ("1", "2", "3", "homework"):
        raise UsageError("answer-strange-meeting", meeting=meeting)
    names = [name for one in tree.parts for name in (one.id, one.number) if name]
    if part is not None and part not in names:
        raise UsageError("answer-strange-part", ref=tree.ref, part=part, known=names)


def _sit(one: "Sitting", name: str, meeting: str | None) -> int:
    """Run a sitting from the opening of a meeting to its summary, whatever ends it, and return the exit code."""
    from iama.interview import meeting as meetings
    from iama.interview import path
    from iama.interview.asking import TerminalGone
    from iama.interview.walk import walk_questions
    from iama.words import text

    command = f"iama answer {name}" + (f" --meeting {meeting}" if meeting else "")
    code = 0
    try:
        if meeting in meetings.MEETINGS:
            one.say_text(
                "meeting-opens", meeting=meeting, count=str(sum(map(path.has_work_left, one.entries_to_visit())))
            )
            one.present = meetings.open_meeting(one, meeting)
        walk_questions(one)
        _close(one, name, meeting)
    except (KeyboardInterrupt, EOFError) as stop:
        code = 130 if isinstance(stop, KeyboardInterrupt) else 0
        _keep(one, name, closed=isinstance(stop, sitting.Closed | TerminalGone))
    with suppress(sitting.Closed):
        sitting.write_to_terminal("\n" + text("stopped", one.language, command=command) + "\n")
    return code


def _keep(one: "Sitting", name: str, *, closed: bool) -> None:
    """Keep what was typed and not saved, and say where; when the terminal is gone, the next sitting says it."""
    from iama.words import text

    if not (words := one.unsaved_text()).strip():
        return
    path = sitting.write_rescue_file(words, name, "unsaved" if closed else "kept")
    told = text("rescued", one.language, path=path) if path else f"{text('rescued-here', one.language)}\n{words}"
    with suppress(sitting.Closed):
        sitting.write_to_terminal(f"\n{told}\n")


def _close(one: "Sitting", name: str, meeting: str | None) -> None:
    """Show what the sitting came to; after a meeting, offer it as an agenda to print."""
    from iama.files.output import own_target, write_result
    from iama.interview import meeting as meetings
    from iama.words import text

    language = one.language
    minutes = int(one.desk.clock() - one.started) // 60
    heading = f"{text('meeting', language)} {meeting}" if meeting in meetings.MEETINGS else text("summary", language)
    found = meetings.summarize_sitting(one, f"{heading} · {name} · {one.desk.today}", meeting)
    one.asker.show_message("\n" + meetings.as_text(one, found))
    if meeting is None:
        return
    if meetings.offer_flags(one):
        found = meetings.summarize_sitting(one, found.title, meeting)
    one.say_text("meeting-closed", meeting=meeting, duration=f"{minutes // 60}:{minutes % 60:02d}")
    if meetings.wants_agenda(one):
        try:
            target = own_target(here(), f"agenda-{name}-{meeting}-{one.desk.today}.md")
            write_result(target, meetings.as_markdown(one, found))
            one.say_text("agenda-kept", path=str(target.shown))
        except CannotSave as error:
            one.asker.show_message(error.text_in(language))
