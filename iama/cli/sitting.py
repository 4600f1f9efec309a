"""What a sitting of the interview needs from this machine: a terminal, a desk that saves, and a place for lost text."""

import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from iama.cli.options import here, judge_dossier, row_id, today
from iama.model.problems import IamaError
from iama.model.struct import replace

if TYPE_CHECKING:
    from types import FrameType

    from iama.assess.outcome import Outcome
    from iama.assess.responses import Given
    from iama.files.store import Change
    from iama.interview.asking import Asker, Prose
    from iama.interview.messages import FlagText
    from iama.interview.sitting import Desk, Saved
    from iama.model.conditions import Ref
    from iama.model.dossier import Answer, Assessment, Dossier
    from iama.model.law import Law
    from iama.model.library import Library
    from iama.model.questionnaire import Questionnaire

_FALSE = ("", "0", "no", "false")


class Closed(KeyboardInterrupt):
    """The terminal was closed, or the program was told to stop."""


@contextmanager
def stoppable() -> Iterator[None]:
    """Let a closed terminal and a request to stop end the sitting as Ctrl-C does, so that nothing typed is lost."""

    def stop(number: int, _: "FrameType | None") -> None:
        for other in numbers:
            signal.signal(other, signal.SIG_IGN)  # once is enough: the text is being kept
        raise Closed(number)

    numbers = [getattr(signal, name) for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name)]
    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def write_to_terminal(words: str) -> None:
    """Write to the terminal; one that is gone stops the sitting."""
    try:
        sys.stdout.write(words)
        sys.stdout.flush()
    except OSError as error:
        raise Closed from error


def is_plain(wanted: bool) -> bool:
    """Return whether the plain mode is asked for, by option, by environment or by what the terminal can do."""
    chosen = os.environ.get("IAMA_PLAIN", "").lower() not in _FALSE
    return wanted or chosen or os.environ.get("TERM") == "dumb"


@contextmanager
def terminal(language: str, plain: bool, rescue: Callable[[str], str]) -> "Iterator[Asker]":
    """Give an asker for the length of a sitting; what is typed or pasted behind its end never reaches the shell."""
    from shutil import get_terminal_size

    from iama.terminal.keyboard import Keyboard, unbuffered_terminal

    keyboard = Keyboard(write_to_terminal)
    keep = partial(keep_stray_text, language=language, rescue=rescue)
    if is_plain(plain):
        from iama.terminal.plain import Plain

        width = min(max(40, get_terminal_size().columns), 100)
        edit = partial(_edit_text, language=language)
        with unbuffered_terminal():
            asker = Plain(
                language,
                keyboard.read_line,
                write_to_terminal,
                edit,
                keyboard.typed_ahead,
                keep,
                typing=keyboard.typing,
                width=width,
            )
            yield asker
            _rescue_typed_ahead(keyboard.typed_ahead, keep)
        return
    from iama.terminal.prompts import Styled, typed_ahead_of_prompts

    def ahead() -> str:
        return typed_ahead_of_prompts() + keyboard.typed_ahead()

    with unbuffered_terminal():  # between two prompts Ctrl-S would stop all output, and Ctrl-Z the program
        yield Styled(language, write_to_terminal, partial(_edit_text, language=language), ahead, keep)
        _rescue_typed_ahead(ahead, keep)


def _rescue_typed_ahead(ahead: Callable[[], str], keep: Callable[[str], str]) -> None:
    from iama.terminal.ahead import holds_word, text_ahead

    with suppress(EOFError, Closed):  # the terminal may be gone by now
        if holds_word(words := text_ahead(ahead()).words):
            write_to_terminal(keep(words) + "\n")


def _edit_text(asked: "Prose", language: str) -> str:
    """Return a text from the user's editor; every way in which that fails becomes a message."""
    from iama.files.programs import EditorFailed, NoEditor, draft, edit_draft, editor
    from iama.terminal.keyboard import buffered_terminal
    from iama.words import text

    try:
        editor()
        path = draft(asked.current, asked.comments, "iama-answer")
        with buffered_terminal():
            return edit_draft(path, asked.current)
    except NoEditor as error:
        raise IamaError("editor-none") from error
    except EditorFailed as error:
        raise IamaError("editor-failed", path=error.path) from error
    except KeyboardInterrupt:
        with suppress(Closed):
            write_to_terminal(text("editor-failed", language, path=path) + "\n")
        raise


def desk(
    folder: Path,
    tree: "Questionnaire",
    known: "Dossier",
    library: "Library",
    language: str,
    rescue: Callable[[str], str],
) -> "Desk":
    """Return the way in which a sitting saves, keeps text, makes ids and words flags; `known` was read."""
    from iama.files.peoplefile import add_person, people_in
    from iama.files.store import digest_beside
    from iama.interview.sitting import Desk

    last = [known]

    def judge_as_newest(saved: "Saved") -> "Saved":
        """The dossier as this sitting sees it: an older version counts as if it were the newest."""
        if saved.outcome.questionnaires[tree.id].ref == tree.ref:
            return saved
        return replace(saved, outcome=judge_dossier(last[0], today(), library, tree))

    def save(ref: "Ref", shown: "Answer", wanted: "Answer") -> "Saved":
        saved, last[0] = _store_answer(folder, tree, library, ref, shown, wanted, last[0], language)
        return judge_as_newest(saved)

    def respond(given: "Given", before: str) -> "Saved":
        saved, last[0] = _save_response(folder, library, given, before, last[0], language)
        return judge_as_newest(saved)

    return Desk(
        save=save,
        rescue=rescue,
        row_id=row_id,
        today=today().isoformat(),
        clock=time.monotonic,
        digest=partial(digest_beside, folder),
        flags=lambda outcome: _answerable_flags(outcome, last[0], library.law, language),
        respond=respond,
        people=partial(people_in, folder),
        add_person=partial(add_person, folder, library=library),
    )


def _answerable_flags(outcome: "Outcome", dossier: "Dossier", law: "Law", language: str) -> "list[FlagText]":
    """Return the flags that can be answered, as `iama flags` words and orders them."""
    from iama.assess.responses import RESPONSES
    from iama.interview.messages import FlagText
    from iama.publish.flags import PLACES, flags_document
    from iama.publish.wording import Wording
    from iama.terminal.flags import flag_explanation, flag_headline

    if RESPONSES.questionnaire not in outcome.questionnaires:  # no file to put a response in
        return []
    trees = tuple(outcome.questionnaires.values())
    document = flags_document(Wording(outcome, dossier, law, language, trees), dossier)
    verdicts = {(outcome.questionnaires[v.questionnaire].ref, v.trigger.id, v.instance): v for v in outcome.verdicts}
    return [
        FlagText(
            verdict=verdicts[flag["questionnaire"], flag["id"], flag["instance"]],
            place=place,
            title=flag_headline(flag, language),
            advice=flag["advice"],
            body=(*_since(flag, language), *flag_explanation(flag, language)),
        )
        for place in PLACES
        for flag in (document["flags"][number] for number in document["page"][place])
    ]


def _since(flag: Mapping[str, Any], language: str) -> Iterator[str]:
    """Yield from when a flag that binds already does so."""
    from iama.words import text
    from iama.words.written import written_date

    if flag["verdict"] == "fired" and flag["from"]:
        yield f"{text('flags-since', language)} {written_date(flag['from'], language)}"


def _save_response(
    folder: Path, library: "Library", given: "Given", seen: str, last: "Dossier", language: str
) -> "tuple[Saved, Dossier]":
    """Put a response into the follow-up as it stands on disk now, unless a colleague answered the flag meanwhile."""
    from iama.assess.responses import RESPONSES, last_row, with_response

    tree = library.resolve_questionnaire(RESPONSES.questionnaire)
    preceded = []

    def respond_unless_preceded(assessment: "Assessment") -> "Assessment":
        row = last_row(assessment.answer_to(RESPONSES.question).rows, given.verdict)
        if row and row.id != seen:
            preceded.append(row)
            return assessment
        return with_response(assessment, tree, given, today().isoformat(), row_id)

    saved, dossier = _update_file(folder, tree, library, respond_unless_preceded, last, language)
    return replace(saved, preceded=bool(preceded)), dossier


def _store_answer(
    folder: Path,
    tree: "Questionnaire",
    library: "Library",
    ref: "Ref",
    shown: "Answer",
    wanted: "Answer",
    last: "Dossier",
    language: str,
) -> "tuple[Saved, Dossier]":
    """Put one answer into the file as it stands on disk now."""
    from iama.interview.sitting import Conflict

    def put_answer(assessment: "Assessment") -> "Assessment":
        now = assessment.answer_to(ref.question, ref.instance)
        if now not in (shown, wanted):
            raise Conflict(now)
        return assessment.with_answer(ref.question, ref.instance, wanted)

    return _update_file(folder, tree, library, put_answer, last, language)


def _update_file(
    folder: Path, tree: "Questionnaire", library: "Library", change: "Change", last: "Dossier", language: str
) -> "tuple[Saved, Dossier]":
    """Change one file and return the dossier as it stands then; a file that cannot be read stays as it was."""
    from iama.files.dossierfolder import file_of
    from iama.files.store import inspect_dossier, update_assessments
    from iama.interview.sitting import Saved

    (mine,) = update_assessments(folder, {tree: change}, last.assessments[tree.ref].language, library)
    dossier, findings = inspect_dossier(folder, library)
    for assessment in last.assessments.values():
        bad = any(Path(finding.place.path).name == file_of(assessment.questionnaire) for finding in findings)
        if bad or assessment.questionnaire not in dossier.assessments:
            dossier = dossier.with_assessment(assessment)
    dossier = dossier.with_assessment(mine)
    message = "\n".join(finding.text_in(language) for finding in findings)
    return Saved(judge_dossier(dossier, today(), library), message), dossier


def keep_stray_text(words: str, language: str, rescue: Callable[[str], str]) -> str:
    """Keep what came in and was no answer, and return a message that says where."""
    from iama.words import text

    path = rescue(words)
    return text("pasted-more", language, path=path) if path else f"{text('rescued-here', language)}\n{words}"


def write_rescue_file(words: str, name: str, kind: str = "kept") -> str:
    """Keep `words` in a file of their own, readable by its owner only, and return its path; empty when that fails."""
    for folder in (None, here()):
        try:
            descriptor, path = tempfile.mkstemp(prefix=f"iama-{name}-{kind}-", suffix=".txt", dir=folder)
            with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
                file.write(words.rstrip("\n") + "\n")
        except OSError:
            continue
        return path
    return ""


def rescue(words: str, name: str, language: str) -> str:
    """Keep an answer that is not in the dossier; return a message that says where, or the words themselves."""
    from iama.words import text

    path = write_rescue_file(words, name)
    return text("rescued", language, path=path) if path else f"{text('rescued-here', language)}\n{words}"


def left_behind(name: str) -> tuple[str, ...]:
    """Return the texts that a closed terminal left behind, each told once."""
    paths = []
    for path in sorted(Path(tempfile.gettempdir()).glob(f"iama-{name}-unsaved-*.txt")):
        try:
            if not hasattr(os, "getuid") or path.stat().st_uid == os.getuid():
                paths.append(str(path.replace(path.with_name(path.name.replace("-unsaved-", "-kept-")))))
        except OSError:
            continue  # not ours after all, or cleaned up meanwhile
    return tuple(paths)
