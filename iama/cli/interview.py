"""The command that walks a team through its questions: answer."""

import os
import sys
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iama.cli import app
from iama.cli.options import Algorithm, Lang, Root, opened, row_id, today
from iama.model.problems import UsageError

if TYPE_CHECKING:
    from iama.assess.asking import Asker, Prose
    from iama.assess.interview import Desk, Interview
    from iama.assess.outcome import Outcome
    from iama.model.conditions import Ref
    from iama.model.dossier import Answer, Assessment
    from iama.model.questionnaire import Questionnaire


@app.command()
def answer(
    algorithm: Algorithm,
    questionnaire: Annotated[
        str | None, typer.Option("--questionnaire", "-q", metavar="REF", help="Only this one.")
    ] = None,
    part: Annotated[str | None, typer.Option("--part", metavar="P", help="Only this part, by number or id.")] = None,
    role: Annotated[str | None, typer.Option("--role", metavar="ROLE", help="Only the questions of one role.")] = None,
    meeting: Annotated[
        str | None, typer.Option("--meeting", metavar="1|2|3", help="What belongs to a meeting.")
    ] = None,
    open_only: Annotated[bool, typer.Option("--open", help="Only what is still open.")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="No cursor tricks, no colour, numbered choices.")] = False,
    lang: Lang = None,
    root: Root = None,
) -> None:
    """Answer the questions together; stop when you like, it resumes where you stopped."""
    from iama.assess.interview import Interview
    from iama.assess.path import Choice
    from iama.files import shipped

    found = opened(algorithm, root, None)
    if not sys.stdin.isatty() or not sys.stdout.isatty():
        raise UsageError(
            "an interview needs a terminal; without one use `iama set ALGORITHM QUESTION VALUE` "
            "or `iama set ALGORITHM --answers FILE`"
        )
    tree = _tree(found.dossier.assessments, questionnaire)
    language = lang.value if lang else found.dossier.assessments[tree.ref].language
    _checked(tree, part, role, meeting)
    sitting = Interview(
        tree=tree,
        outcome=found.outcome,
        law=shipped.law(),
        language=language,
        asker=_asker(language, plain),
        desk=_desk(found.folder, tree, language),
        choice=Choice(part, role, meeting, open_only),
        present=(role,) if role else (),
    )
    _sit(sitting, found.folder, meeting)


def _tree(assessments: "Mapping[str, Assessment]", name: str | None) -> "Questionnaire":
    from iama.files import shipped

    if name is not None:
        tree = shipped.resolve(name)
        if tree.ref not in assessments:
            raise UsageError(f"this dossier holds no {tree.ref}; add it with `iama new ID -q {tree.ref}`")
        return tree
    told = [ref for ref in assessments if ref.rpartition("-")[0] not in ("algorithm", "follow-up")]
    return shipped.resolve(told[-1] if told else next(iter(assessments)))


def _checked(tree: "Questionnaire", part: str | None, role: str | None, meeting: str | None) -> None:
    from iama.assess.answering import checked_roles

    checked_roles(tree, [role] if role else [])
    if meeting is not None and meeting not in ("1", "2", "3", "homework"):
        raise UsageError(f"there is no meeting `{meeting}`; use 1, 2, 3 or homework")
    names = [name for one in tree.parts for name in (one.id, one.number) if name]
    if part is not None and part not in names:
        raise UsageError(f"{tree.ref} has no part `{part}`; use one of: {', '.join(names)}")


def _sit(sitting: "Interview", folder: Path, meeting: str | None) -> None:
    """Run a sitting from the opening of a meeting to its summary, whatever ends it."""
    from iama.assess import meeting as meetings
    from iama.model.words import text

    language = sitting.language
    command = f"iama answer {folder.name}" + (f" --meeting {meeting}" if meeting else "")
    try:
        if meeting in ("1", "2", "3"):
            sitting.say("meeting-opens", meeting, str(sum(not e.status.settled for e in sitting.entries())))
            sitting.present = meetings.opened(sitting, meeting)
        sitting.run()
        _close(sitting, folder, meeting)
    except KeyboardInterrupt:
        typer.echo("\n" + text("stopped", language).format(command))
        raise typer.Exit(130) from None
    except EOFError:
        pass
    typer.echo("\n" + text("stopped", language).format(command))


def _close(sitting: "Interview", folder: Path, meeting: str | None) -> None:
    from iama.assess import meeting as meetings
    from iama.files.store import replace_file
    from iama.model.words import text

    language = sitting.language
    minutes = int(sitting.desk.clock() - sitting.started) // 60
    name = f"{text('meeting', language)} {meeting}" if meeting else text("agenda", language)
    found = meetings.summary(sitting, f"{name} · {folder.name} · {sitting.desk.today}")
    sitting.asker.say("\n" + meetings.as_text(found, language))
    if meeting is None:
        return
    sitting.say("meeting-closed", meeting, f"{minutes // 60}:{minutes % 60:02d}")
    if meetings.wants_agenda(sitting):
        path = Path.cwd() / f"agenda-{folder.name}-{sitting.desk.today}.md"
        replace_file(path, meetings.as_markdown(found, language))
        sitting.asker.say(str(path))


def _asker(language: str, plain: bool) -> "Asker":
    from shutil import get_terminal_size

    from iama.model.words import text
    from iama.terminal.keyboard import typed_ahead

    width = max(40, get_terminal_size().columns)

    def flush() -> None:
        """Keep what was typed or pasted before a prompt stood there; it must never answer a question."""
        if (words := typed_ahead()).strip():
            _write("\n" + text("pasted-more", language).format(rescued(words)) + "\n")

    if plain or os.environ.get("IAMA_PLAIN") or os.environ.get("TERM") == "dumb":
        from iama.terminal.keyboard import read_line
        from iama.terminal.plain import Plain

        return Plain(language, lambda prompt: read_line(prompt, _write), _write, _editor, flush, min(width, 100))
    from iama.terminal.prompts import Styled, forget_typed_ahead

    def forget() -> None:
        forget_typed_ahead()
        flush()

    return Styled(language, _write, _editor, forget, width)


def _write(words: str) -> None:
    sys.stdout.write(words)
    sys.stdout.flush()


def _editor(asked: "Prose") -> str:
    from iama.files.programs import EditorFailed, edited

    try:
        return edited(asked.current, asked.comments, "iama-answer")
    except EditorFailed as error:
        typer.echo(str(error), err=True)
        return asked.current


def _desk(folder: Path, tree: "Questionnaire", language: str) -> "Desk":
    """Return the way in which this sitting saves, keeps text, and makes ids."""
    from iama.assess.interview import Conflict, Desk
    from iama.files.store import digest_beside, update

    def save(ref: "Ref", shown: "Answer", wanted: "Answer") -> "Outcome":
        def change(assessment: "Assessment") -> "Assessment":
            now = assessment.answer(ref.question, ref.instance)
            if now != shown and now != wanted:
                raise Conflict(now)
            return assessment.with_answer(ref.question, ref.instance, wanted)

        if shown != wanted:
            update(folder, {tree: change})
        return opened(str(folder), None, None).outcome

    return Desk(
        save=save,
        rescue=partial(rescue, language=language),
        row_id=row_id,
        today=today().isoformat(),
        clock=time.monotonic,
        digest=lambda name: digest_beside(folder, name),
    )


def rescued(words: str) -> str:
    """Keep `words` in a file of their own, readable by its owner only, and return its path; empty when that fails."""
    import tempfile

    try:
        descriptor, path = tempfile.mkstemp(prefix="iama-kept-", suffix=".txt", text=True)
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(words)
    except OSError:
        return ""
    return path


def rescue(words: str, language: str) -> str:
    """Return a message that says where `words` were kept; the words themselves when nothing could be written."""
    from iama.model.words import text

    path = rescued(words)
    return text("rescued", language).format(path) if path else f"{text('rescued-here', language)}\n{words}"
