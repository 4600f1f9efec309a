"""The command that walks a team through its questions: answer."""

import sys
from contextlib import ExitStack, suppress
from functools import partial
from shlex import join
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec import Struct

from iama.cli import app, sitting
from iama.cli.language import screen_language
from iama.cli.options import Algorithm, Lang, Root, held_questionnaire, here, open_dossier, with_version
from iama.model.problems import CannotSave, IamaError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from iama.assess.agenda import Stage
    from iama.assess.outcome import Outcome
    from iama.cli.options import Reading
    from iama.files.drafts import Shelf
    from iama.interview.asking import Asker
    from iama.interview.path import Choice
    from iama.interview.sitting import Sitting
    from iama.interview.unsaved import Unsaved
    from iama.model.conditions import Ref
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
    carried: Annotated[bool, typer.Option("--carried", help="help-answer-carried")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="help-answer-plain")] = False,
    lang: Lang = None,
    root: Root = None,
) -> None:
    """Answer the questions together; stop when you like, it resumes where you stopped."""
    from iama.cli.earlier import forget_decided
    from iama.interview.asking import Command
    from iama.interview.path import Choice
    from iama.interview.unsaved import Unsaved

    reading = open_dossier(algorithm, root, None)
    if not sys.stdin.isatty() or not sys.stdout.isatty():
        raise UsageError("answer-no-terminal")
    tree = held_questionnaire(reading, questionnaire) if questionnaire else main_assessment(reading)
    role = _checked_role(reading, questionnaire, role)
    _refuse_bad_choice(tree, part, meeting)
    language = screen_language(lang, reading.dossier.assessments[tree.ref].language)
    name = reading.dossier.id
    forget_decided(reading.folder)
    goes_on = False  # where it was stopped: then that is the next step, and no other
    with ExitStack() as stack:
        stack.enter_context(sitting.stoppable())  # around all: a signal must not end what puts drafts on disk
        shelf = stack.enter_context(sitting.shelf_for(reading.folder))
        keep, unsaved = partial(sitting.keep_text, shelf=shelf), Unsaved(shelf)
        asker = stack.enter_context(sitting.terminal(language, plain, keep, unsaved.type))
        run = _Run(partial(open_dossier, algorithm, root, None), asker, unsaved, keep, lang, open_only)
        _tell_left(run.sitting(tree.ref, Choice()), shelf)
        if role and not (questionnaire or part or meeting or carried):
            code = _hold_role(run, role, language)
        elif questionnaire or part or role or meeting or carried:
            among = _carried_questions(reading, tree) if carried else None
            held = run.sitting(tree.ref, Choice(part, role, meeting, open_only, among))
            code = _hold_sitting(held, partial(_meet, held, name, meeting))
            if held.left_by is Command.AGENDA:
                code = _hold_agenda(run, language)
            elif held.left_by is Command.STOP:
                given = {"-q": questionnaire, "--part": part, "--role": role, "--meeting": meeting}
                _tell_how_to_go_on(algorithm, given | {"--open": open_only, "--carried": carried}, language)
                goes_on = True
        else:
            code = _hold_agenda(run, language)
        if not goes_on:
            _tell_next_step(run, language)
    if code:
        raise typer.Exit(code)


class _Run(Struct):
    """One run of `iama answer`: its terminal, and the dossier as it stands each time that it is opened."""

    open: "Callable[[], Reading]"
    asker: "Asker"
    unsaved: "Unsaved"
    keep: "Callable[[str], str]"  # keeps a text that belongs to no field, and says where
    lang: str | None
    open_only: bool
    seated: tuple[str, ...] | None = None  # who answers outside a meeting, once that was asked

    def sitting(self, ref: str, choice: "Choice", enter: str = "enter-stops") -> "Sitting":
        """Return a sitting over one assessment of the dossier as it stands now; `enter` says what follows it."""
        from iama.cli.desk import desk
        from iama.interview.aside import listen
        from iama.interview.sitting import Sitting

        reading = self.open()
        tree = reading.library.trees[ref]
        reading = with_version(reading, tree)
        language = screen_language(self.lang, reading.dossier.assessments[ref].language)
        rescue = partial(sitting.rescue, language=language, keep=self.keep)
        held = Sitting(
            tree=tree,
            outcome=reading.outcome,
            law=reading.library.law,
            language=language,
            asker=self.asker,
            desk=desk(reading.folder, tree, reading.dossier, reading.library, language, rescue),
            choice=choice,
            seated=(choice.role,) if choice.role else (),
            planned=_planned_minutes(reading, tree, choice.meeting),
            unsaved=self.unsaved,
            enter=enter,
            official=reading.library.official_text(ref, language),
            crosswalk=reading.library.crosswalk,
        )
        listen(held)
        return held


def _hold_agenda(run: _Run, language: str) -> int:
    """Show the agenda, hold what the team chooses and come back, until it stops; return the exit code."""
    from iama.interview.agenda import pick_stage
    from iama.interview.asking import Command

    while True:
        reading = run.open()
        try:
            stage = pick_stage(run.asker, reading.agenda, reading.outcome, language)
        except KeyboardInterrupt:
            return 130
        except EOFError:
            return 0
        if stage is None:
            return 0
        held, walk = _stage_to_hold(run, reading, stage)
        code = _hold_sitting(held, walk)
        if code or held.left_by is Command.STOP:
            return code


def _stage_to_hold(run: _Run, reading: "Reading", stage: "Stage") -> "tuple[Sitting, Callable[[], object]]":
    """Return the sitting of a stage and what happens in it; an assessment that the facts ask for is added first."""
    from iama.assess.agenda import CARRIED, FLAGS, ROUTING, State
    from iama.interview.meeting import MEETINGS
    from iama.interview.path import Choice
    from iama.interview.walk import walk_questions

    if stage.state in (State.MISSING, State.LATER):
        _add_assessment(reading, stage.tree)
    among = _routing_questions(reading) if stage.id == ROUTING else None
    if stage.id == CARRIED:
        among = _carried_questions(reading, reading.library.trees[stage.tree])
    choice = Choice(stage.part or None, None, stage.meeting or None, run.open_only, among)
    enter = "enter-routing" if stage.id == ROUTING else "enter-agenda"
    held = run.sitting(stage.tree or main_assessment(reading).ref, choice, enter)
    if stage.id == FLAGS:
        return held, partial(_answer_flags, held)
    if stage.meeting in MEETINGS:
        return held, partial(_meet, held, reading.dossier.id, stage.meeting)
    if stage.id == ROUTING:
        held.minutes = reading.library.routing.minutes
        return held, partial(_seat, run, held, partial(_route, held, reading))
    return held, partial(_seat, run, held, partial(walk_questions, held))


def _seat(run: _Run, held: "Sitting", walk: "Callable[[], object]") -> None:
    """Ask who answers outside a meeting, once a run, before the questions are asked."""
    from iama.interview.presence import ask_answering_roles

    if run.seated is None:
        run.seated = ask_answering_roles(held)
    held.seated = tuple(role for role in run.seated if role in held.tree.roles)
    if held.left_by is None:
        walk()


def _add_assessment(reading: "Reading", ref: str) -> None:
    from iama.files.scaffold import write_dossier
    from iama.publish.status import dossier_language

    library, language = reading.library, dossier_language(reading.dossier)
    write_dossier(reading.workspace, reading.folder.name, [library.resolve_questionnaire(ref)], language, library)


def _routing_questions(reading: "Reading") -> "Callable[[Outcome], frozenset[Ref]]":
    """Return how to find the facts that the routing rests on, in answers that change while they are given."""
    from iama.assess.routing import routed_assessments, routing_refs

    library = reading.library
    return lambda outcome: routing_refs(outcome, routed_assessments(outcome, library.law, library.routing))


def _carried_questions(reading: "Reading", tree: "Questionnaire") -> "Callable[[Outcome], frozenset[Ref]]":
    """Return how to find what came along and was not confirmed when the sitting began."""
    entries = reading.outcome.with_proposals().tree_entries(tree.id)
    refs = frozenset(entry.ref for entry in entries if entry.answer.needs_confirmation)
    return lambda _: refs


def _route(held: "Sitting", reading: "Reading") -> None:
    """Ask the facts that decide which assessments are needed, and say what they come to, why, and by which source."""
    from iama.assess.routing import routed_assessments
    from iama.interview.agenda import tell_routing
    from iama.interview.walk import walk_questions

    walk_questions(held)
    if held.left_by is None:
        tell_routing(held, routed_assessments(held.outcome, held.law, reading.library.routing))


def _answer_flags(held: "Sitting") -> None:
    from iama.interview.asking import Order
    from iama.interview.flags import answer_flags

    target = answer_flags(held, travel=False)
    held.left_by = target.command if isinstance(target, Order) else None


def _hold_role(run: _Run, role: str, language: str) -> int:
    """Ask the questions of one role, one assessment after the other, and return the exit code."""
    from iama.assess.agenda import role_work_lines, work_of_role
    from iama.interview.asking import Command
    from iama.interview.path import Choice

    reading = run.open()
    run.asker.show_message("\n".join(role_work_lines(reading.outcome, role, language)))
    refs = [work.tree.ref for work in work_of_role(reading.outcome, role)]
    for ref in refs:
        held = run.sitting(
            ref, Choice(role=role, open_only=run.open_only), "enter-stops" if ref == refs[-1] else "enter-next"
        )
        code = _hold_sitting(held, partial(_meet, held, reading.dossier.id, None))
        if held.left_by is Command.AGENDA:
            return _hold_agenda(run, language)
        if held.left_by is Command.STOP:
            _tell_how_to_go_on(reading.dossier.id, {"--role": role}, language)
            return code
    return 0


def main_assessment(reading: "Reading") -> "Questionnaire":
    """Return the assessment to go on with when none is named: the last one, in its newest version."""
    from iama.model.questionnaire import AROUND, plain_id

    assessments = list(reading.dossier.assessments)
    ids = [id_ for ref in assessments if (id_ := plain_id(ref)) not in AROUND]
    return held_questionnaire(reading, ids[-1] if ids else assessments[0])


def _checked_role(reading: "Reading", questionnaire: str | None, role: str | None) -> str | None:
    """Return the id of a role that an assessment of the dossier, or the one that is named, knows."""
    from iama.assess.answer_input import refuse_unknown_role
    from iama.model.spelling import typed_role

    trees = [held_questionnaire(reading, questionnaire)] if questionnaire else reading.outcome.held_trees
    roles = {id_: title for tree in trees for id_, title in tree.roles.items()}
    if role:
        role = typed_role(roles, role)
        refuse_unknown_role(role, roles)
    return role


def _refuse_bad_choice(tree: "Questionnaire", part: str | None, meeting: str | None) -> None:
    if meeting is not None and meeting not in ("1", "2", "3", "homework"):
        raise UsageError("answer-strange-meeting", meeting=meeting)
    names = [name for each in tree.parts for name in (each.id, each.number) if name]
    if part is not None and part not in names:
        raise UsageError("answer-strange-part", ref=tree.ref, part=part, known=names)


def _tell_left(interview: "Sitting", shelf: "Shelf") -> None:
    """Say at which questions text stands ready that an earlier sitting did not save."""
    from iama.words import text

    left = {draft.place.partition(" ")[0] for draft in shelf.left()}
    entries = [entry for entry in interview.outcome.entries.values() if interview.place_of(entry) in left]
    names = [*dict.fromkeys(map(interview.label_entry, entries))]
    names += [text("flags", interview.language)] * ("flag" in left)
    if names:
        interview.say_text("unsaved-left", questions=", ".join(names))


def _hold_sitting(interview: "Sitting", walk: "Callable[[], object]") -> int:
    """Hold a sitting, keep what was typed whatever ends it, and return the exit code."""
    from iama.interview.asking import Command

    try:
        walk()
    except (KeyboardInterrupt, EOFError) as stop:
        interview.left_by = Command.STOP
        _say_what_is_kept(interview)
        return 130 if isinstance(stop, KeyboardInterrupt) else 0
    return 0


def _meet(interview: "Sitting", name: str, meeting: str | None) -> None:
    """Run a sitting from the opening of a meeting to its summary."""
    from iama.interview import meeting as meetings
    from iama.interview import presence
    from iama.interview.asking import Command
    from iama.interview.screens import work_left
    from iama.interview.walk import walk_questions

    if meeting in meetings.MEETINGS:
        interview.say_text("meeting-opens", meeting=meeting, count=len(work_left(interview)))
        if interview.planned:
            commands = (Command.PROBE, Command.PARK)
            interview.say_text("pace-told", **{one: one.name_in(interview.language) for one in commands})
        wanted = presence.open_meeting(interview, meeting)
        if wanted and wanted.command in (Command.STOP, Command.AGENDA):
            interview.left_by = wanted.command
    if interview.left_by is None:
        walk_questions(interview)
    if interview.left_by is not Command.AGENDA:
        _close(interview, name, interview.meeting or meeting)


def _tell_how_to_go_on(algorithm: str, given: "Mapping[str, str | bool | None]", language: str) -> None:
    """Say which command goes on where a sitting was stopped, with all its options; one that is true is a flag."""
    from iama.words import text

    options = [word for option, value in given.items() if value for word in (option, value) if isinstance(word, str)]
    command = join(("iama", "answer", algorithm, *options))
    with suppress(sitting.Closed):
        sitting.write_to_terminal("\n" + text("stopped", language, command=command) + "\n")


def _tell_next_step(run: _Run, language: str) -> None:
    """Say what comes next in the dossier as it stands now, where it can be read and somebody sees it."""
    from iama.assess.agenda import next_step

    with suppress(sitting.Closed, IamaError, OSError):
        sitting.write_to_terminal("\n" + next_step(run.open().agenda, language) + "\n")


def _planned_minutes(reading: "Reading", tree: "Questionnaire", meeting: str | None) -> "Mapping[str, int]":
    """Return the minutes that the sheet of a meeting plans for each section; none without a meeting."""
    from iama.assess.meetings import DURATIONS
    from iama.assess.priorities import meeting_topics
    from iama.assess.timetable import timetable

    if meeting not in DURATIONS:
        return {}
    library = reading.library
    helps = library.facilitation(tree.ref)
    topics = meeting_topics(reading.dossier, reading.outcome, tree, helps, library.law, meeting)
    return {slot.section.id: slot.minutes for slot in timetable(tree, topics, DURATIONS[meeting]).slots}


def _say_what_is_kept(interview: "Sitting") -> None:
    """Say where it stays what was typed and not saved; when the terminal is gone, the next sitting says it."""
    from iama.terminal.ahead import holds_word

    told = []
    if words := interview.unsaved.text():
        told.append(interview.where_it_stays(words))
    if not interview.unsaved.now and holds_word(words := interview.asker.unfinished_text()):
        told.append(interview.desk.rescue(words))
    with suppress(sitting.Closed):
        sitting.write_to_terminal("".join(f"\n{message}\n" for message in told))


def _close(interview: "Sitting", name: str, meeting: str | None) -> None:
    """Show what the sitting came to; after a meeting, offer it as an agenda to print."""
    from iama.files.output import own_target, write_result
    from iama.interview import meeting as meetings
    from iama.words import text
    from iama.words.written import written_date

    language = interview.language
    minutes = int(interview.desk.clock() - interview.started) // 60
    heading = f"{text('meeting', language)} {meeting}" if meeting in meetings.MEETINGS else text("summary", language)
    day = written_date(interview.desk.today, language)
    closing = meetings.summarize_sitting(interview, f"{heading} · {name} · {day}", meeting)
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
