"""What a sitting of the interview needs from this machine: a terminal, a desk that saves, and a place for lost text."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from iama.cli.options import kept_history, own_folder_of, print_message, today
from iama.model.problems import IamaError

if TYPE_CHECKING:
    from types import FrameType

    from iama.files.drafts import Shelf
    from iama.interview.asking import Asker, Prose

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
def terminal(
    language: str, plain: bool, rescue: Callable[[str], str], typing: Callable[[str], bool]
) -> "Iterator[Asker]":
    """Give an asker for the length of a sitting; what is typed or pasted behind its end never reaches the shell.

    `rescue` keeps a text and returns its path, `typing` hears what stands in a field.
    """
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
                line=keyboard.typing,
                typing=typing,
                width=width,
            )
            keyboard.heard, keyboard.helped = asker.hear_key, asker.explain
            yield asker
            _rescue_typed_ahead(keyboard.typed_ahead, keep)
        return
    from iama.terminal.prompts import Styled, typed_ahead_of_prompts

    def ahead() -> str:
        return typed_ahead_of_prompts() + keyboard.typed_ahead()

    with unbuffered_terminal():  # between two prompts Ctrl-S would stop all output, and Ctrl-Z the program
        yield Styled(language, write_to_terminal, partial(_edit_text, language=language), ahead, keep, typing)
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
        before = asked.begun or asked.current
        path = draft(before, asked.comments, "iama-answer")
        with buffered_terminal():
            return edit_draft(path, before)
    except NoEditor as error:
        raise IamaError("editor-none") from error
    except EditorFailed as error:
        raise IamaError("editor-failed", path=error.path) from error
    except KeyboardInterrupt:
        with suppress(Closed):
            write_to_terminal(text("editor-failed", language, path=path) + "\n")
        raise


def keep_stray_text(words: str, language: str, rescue: Callable[[str], str]) -> str:
    """Keep what came in and was no answer, and return a message that says where."""
    from iama.words import text

    path = rescue(words)
    return text("pasted-more", language, path=path) if path else f"{text('rescued-here', language)}\n{words}"


def rescue(words: str, language: str, keep: Callable[[str], str]) -> str:
    """Keep an answer that is not in the dossier; return a message that says where, or the words themselves."""
    from iama.words import text

    path = keep(words)
    return text("rescued", language, path=path) if path else f"{text('rescued-here', language)}\n{words}"


@contextmanager
def shelf_for(folder: Path) -> "Iterator[Shelf]":
    """Give the drafts of a dossier for the length of a sitting; whatever ends it, they are on disk then."""
    import secrets

    from iama.files.drafts import Shelf
    from iama.files.ownfiles import STATE, distrust

    kept_history(folder)  # told once, before the first screen
    place = own_folder_of(folder)
    if place and (reason := distrust(place / "drafts", STATE)):
        print_message("drafts-distrusted", reason=reason, err=True)
        place = None
    shelf = Shelf(place, secrets.token_hex(6))
    try:
        yield shelf
    finally:
        shelf.close()


def keep_text(words: str, shelf: "Shelf") -> str:
    """Keep a text that belongs to no field, and return its path; empty when it could not be kept."""
    import secrets

    return shelf.keep_text(words, f"{today().isoformat()}-{secrets.token_hex(4)}")
