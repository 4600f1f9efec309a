"""The styled terminal: prompts with arrow keys, search and multi-line text. Owner of questionary."""

import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from shutil import get_terminal_size
from textwrap import wrap
from typing import Any

import questionary
from prompt_toolkit.application.current import get_app_session
from prompt_toolkit.input.defaults import create_input
from prompt_toolkit.input.typeahead import get_typeahead
from prompt_toolkit.key_binding import KeyBindings, KeyBindingsBase, KeyPressEvent, merge_key_bindings
from prompt_toolkit.key_binding.key_processor import KeyPress
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout.processors import TabsProcessor

from iama.interview.asking import (
    GO_ON,
    SAVE,
    STOP,
    Command,
    Order,
    Pick,
    Prose,
    Screen,
    lost_command,
    order,
    spare_slash,
    ways_on,
)
from iama.model.struct import replace
from iama.model.text import escape_controls
from iama.terminal.ahead import PASTE_BEGINS, PASTE_ENDS, holds_word, is_unsaved, text_ahead
from iama.terminal.prompts.field import Pastes, WholeWords, editing_keys, moving_keys, replace_selection
from iama.terminal.prompts.keys import mark_in_field, navigation
from iama.terminal.prompts.lost import LostOutput
from iama.terminal.prompts.picker import HELP, SLASH, Picker, more_follows, run_picker
from iama.terminal.prompts.reader import Reader, run_reader
from iama.terminal.screen import HEIGHT, print_screen
from iama.words import text

_END_OF_TEXT = "."
_ENTER = "Enter = "  # a prompt that says itself what the key does
_NO_BREAK = "\u00a0"
_ENTER_WHOLE = f"Enter{_NO_BREAK}={_NO_BREAK}"
_TAB = 4  # columns


class Styled:
    """An `Asker` over prompts with keys, and with our own way back."""

    def __init__(
        self,
        language: str,
        write: Callable[[str], None],
        editor: Callable[[Prose], str],
        ahead: Callable[[], str],
        keep: Callable[[str], str],
        typing: Callable[[str], bool] = lambda words: False,
        **streams: Any,
    ) -> None:
        self.language = language
        self.write = write
        self.editor = editor
        self.ahead = ahead  # takes away the keys that were pressed before the prompt stood there
        self.keep = keep  # keeps a text and says where
        self.typing = typing  # hears what stands in the field, and says whether it keeps that
        self.news: list[str] = []
        self.above = 0  # lines that stand above the next prompt
        self.left = ""  # what stood in a prompt that was stopped
        self.table = ""  # that was pasted into a list, for the next field
        self.place: int | None = None  # to mark in the next field
        self.explained = ""  # the help of what stands on the screen
        output = streams.get("output") or get_app_session().output
        self.streams = streams | {"output": LostOutput(output) if os.name != "nt" else output}  # a test has its own

    def show_screen(self, screen: Screen) -> None:
        """Show a question on a clean screen, with what was said since the last prompt: clearing must not hide it."""
        self.explained = "\n\n".join(filter(None, [screen.help, *screen.body]))
        self.above = print_screen(replace(screen, flags=(*self.news, *screen.flags)), self.language)

    def show_message(self, message: str) -> None:
        columns, _ = self.room_for_list()
        rows = [row for line in escape_controls(message).split("\n") for row in _rows_of_words(line, columns - 1)]
        self.news.append(message)
        self.above += len(rows)
        self.write("\n".join(rows) + "\n")

    def mark_place(self, place: int) -> None:
        self.place = place

    def explain(self) -> None:
        """Say what the keys do, and what stands beside the question."""
        self.show_message("\n".join(filter(None, [self.explained, text("keys-help", self.language)])))

    def let_read(self, title: str, words: str) -> None:
        reader = Reader(title, words, self.language)
        ahead = self.take_ahead()
        try:
            run_reader(reader, **self.streams)
        finally:
            self.keep_words(f"{ahead}{reader.spare}")

    def unfinished_text(self) -> str:
        return self.left

    def room_for_list(self) -> tuple[int, int]:
        """Return the columns of the terminal, and the lines that are left for a list."""
        terminal = get_terminal_size((80, HEIGHT))
        return terminal.columns, max(terminal.lines - self.above - 1, terminal.lines // 2 - 1)

    def pick_one(self, prompt: str, picks: Sequence[Pick], current: str = "") -> str | Order:
        if current not in [pick.value for pick in picks]:  # nothing is ever chosen by Enter alone
            picks = (Pick("", text("no-choice-yet", self.language)), *picks)
            current = ""
        picker = Picker(prompt, picks, self.language, [current] if current else [], False, self.room_for_list)
        chosen: str | Order = self.pick_or_command(picker)
        return chosen

    def pick_many(self, prompt: str, picks: Sequence[Pick], current: Sequence[str] = ()) -> tuple[str, ...] | Order:
        picker = Picker(prompt, picks, self.language, list(current), True, self.room_for_list)
        ticked: tuple[str, ...] | Order = self.pick_or_command(picker)
        return ticked

    def pick_or_command(self, picker: Picker) -> Any:
        """Let the team choose; what came in and was no choice is kept."""
        picker.type_letters(self.take_ahead().strip())
        try:
            while (reply := run_picker(picker, **self.streams)) in (SLASH, HELP) or reply is None:
                if reply is HELP:
                    self.explain()
                elif command := self.ask_command():
                    return command
        finally:
            self.table = picker.table
            if spare := picker.spare:
                self.show_message(self.keep(spare))
        return reply

    def ask_line(self, prompt: str, current: str = "", begun: str = "") -> str | Order:
        shown, keys = self.lay_out(prompt, "keys-line")
        begun = begun or current
        while True:
            pastes = Pastes()
            bindings = merge_key_bindings([editing_keys(pastes), pastes.keys()])
            line = self.run_prompt(partial(self.make_line, shown, keys, bindings), begun + self.take_ahead(), current)
            if isinstance(line, Order):
                return line
            first, _, rest = str(line).strip().partition("\n")
            if rest.strip():
                self.show_message(self.keep(rest))
            command = order(first, self.language)
            if command and not self.brought(first, pastes):
                self.typing("")
                return command
            if not lost_command(first) or pastes.brought(first):
                return spare_slash(first.strip())
            self.show_message(text("no-such-command", self.language))
            begun = first

    def make_line(self, prompt: str, keys: str, bindings: KeyBindingsBase, words: str) -> Any:
        """Return a field of one line that begins with a text."""
        return questionary.text(
            prompt,
            default=words,
            instruction=keys,
            qmark="",
            key_bindings=bindings,
            input_processors=[TabsProcessor(_TAB)],
            **self.streams,
        )

    def brought(self, line: str, pastes: Pastes) -> bool:
        """Return whether a command was pasted, and say then that it is text."""
        if pastes.brought(line):
            self.show_message(text("command-pasted", self.language, typed=line))
        return pastes.brought(line)

    def lay_out(self, prompt: str, key: str) -> tuple[str, str]:
        """Return a prompt with what Enter does, unless it says so, and the keys of every prompt, in lines that fit."""
        columns, _ = self.room_for_list()
        hint = text(key, self.language).replace(_ENTER, _ENTER_WHOLE)
        asked = prompt if _ENTER in prompt else f"{prompt} ({hint})"
        return lay_out_prompt(asked, f"({text('keys', self.language)})", columns)

    def ask_prose(self, asked: Prose) -> str | Order:
        prompt, keys = self.lay_out(asked.prompt, "keys-prose")
        start, pastes = self.table.strip("\n") or asked.begun or asked.current, Pastes()
        self.table = ""
        while True:
            words = self.run_prompt(
                lambda words: questionary.text(
                    prompt,
                    default=words,
                    multiline=True,
                    instruction=keys,
                    key_bindings=_prose_bindings(self.language, pastes),
                    input_processors=[TabsProcessor(_TAB), WholeWords()],
                    qmark="",
                    **self.streams,
                ),
                start + self.take_ahead(),
                asked.current,
            )
            if isinstance(words, Order):
                return words
            reply = self.read_field(words, asked.current, pastes)
            if reply is not None:
                return reply
            start = words

    def read_field(self, words: str, current: str, pastes: Pastes) -> str | Order | None:
        """Return the text or the command that a field holds; None when it is to be asked again."""
        above, _, last = words.strip().rpartition("\n")
        command = _typed_command(words, self.language, pastes)
        if command and above:
            choices = [Pick(way, text(f"meant-{way}", self.language, typed=last)) for way in ("command", "text")]
            meant = self.pick_one(text("what-is-meant", self.language), choices)
            if meant == "command":
                self.leave_words(_unless_current(above, current))
                return command
            return words.rstrip() if meant == "text" else None
        if command:
            self.typing("")
            return command
        if lost_command(words) and not pastes.brought(words):
            self.show_message(text("no-such-command", self.language))
            return None
        if order(words.strip(), self.language, in_full=True):
            self.brought(words.strip(), pastes)
        if current and not words.strip():
            self.show_message(text("prose-emptied", self.language, command=Command.CLEAR.name_in(self.language)))
        return spare_slash(_without_end(words))

    def edit(self, asked: Prose) -> str:
        return self.editor(asked)

    def take_ahead(self) -> str:
        """Return what was typed before the prompt stands there; what was pasted is kept, and never answers it."""
        ahead = text_ahead(self.ahead())
        if ahead.pasted:
            self.keep_words(ahead.words)
        self.news.clear()
        self.left = ""
        return "" if ahead.pasted else ahead.words

    def keep_words(self, words: str) -> None:
        """Keep a text that holds a word, and say where."""
        if holds_word(words):
            self.show_message(self.keep(words))

    def leave_words(self, words: str) -> None:
        """Leave a text in the field, where one is kept."""
        if not self.typing(words):
            self.keep_words(words)

    def run_prompt(self, make: Callable[[str], Any], start: str, current: str = "") -> Any:
        """Ask, with our own keys merged in; raises KeyboardInterrupt and EOFError, and remembers what is new.

        `make` makes a field that begins with a text. Help leaves it as it stands.
        """
        while True:
            question = make(start)
            application = question.application
            application.key_bindings = merge_key_bindings([application.key_bindings or KeyBindings(), navigation()])
            application.ttimeoutlen = 0.1
            application.current_buffer.on_text_changed += lambda buffer: self.typing(buffer.text)
            place, self.place = self.place, None
            if place is not None:
                mark_in_field(application.current_buffer, place)
            try:
                reply = question.unsafe_ask()
            except (KeyboardInterrupt, EOFError) as stop:
                start = application.current_buffer.text
                self.left = _unless_current(start, current)
                way = self.way_on(stop)
                if way == STOP:
                    raise
                if way == SAVE:
                    return start
                continue
            if reply is not HELP:
                break
            start = application.current_buffer.text
            self.explain()
        if isinstance(reply, Order):  # Ctrl-B or Ctrl-G in the middle of a text
            self.leave_words(_unless_current(application.current_buffer.text, current))
        return reply

    def way_on(self, stop: BaseException) -> str:
        """Return what to do when a prompt is stopped; over text that is not saved, Ctrl-C asks."""
        left = self.left
        if type(stop) is not KeyboardInterrupt or not is_unsaved(left, self.language):
            return STOP
        try:
            chosen = self.pick_one(text("unsaved-what", self.language), ways_on(self.language), GO_ON)
        finally:
            self.left = left
        return GO_ON if isinstance(chosen, Order) else chosen

    def ask_command(self) -> Order | None:
        """Let the team finish the command that a slash began; None when it is none."""
        prompt, keys = self.lay_out(text("slash-command", self.language), "keys-line")
        typed = self.run_prompt(partial(self.make_line, prompt, keys, editing_keys(Pastes())), "/")
        if isinstance(typed, Order):
            return None if typed.command is Command.BACK else typed
        typed = typed.strip()
        command = order(typed, self.language) if typed else None
        if command is None and typed.strip("/"):
            self.show_message(text("no-such-command", self.language))
        return command


def lay_out_prompt(prompt: str, keys: str, columns: int) -> tuple[str, str]:
    """Return a prompt and its keys in lines that fit; keys that do not fit beside it stand on a line of their own."""
    apart = len(prompt) + len(keys) + 4 > columns
    lines, below = ("\n ".join(wrap(words, columns - 2)).replace(_NO_BREAK, " ") for words in (prompt, keys))
    return lines + "\n" * apart, f"{below}\n"


def _prose_bindings(language: str, pastes: Pastes) -> KeyBindingsBase:
    """Enter makes a new line; it ends on an empty screen, on a command, and behind a line with a full stop."""
    bindings = KeyBindings()

    def commands(words: str) -> bool:
        lost = lost_command(words) and not pastes.brought(words)
        return lost or _typed_command(words, language, pastes) is not None

    @bindings.add("enter", eager=True)
    def _enter(event: KeyPressEvent) -> None:
        words = event.current_buffer.text
        if more_follows(event):  # pasted: its lines belong together, empty ones too
            replace_selection(event, "\n")
        elif not words.strip() or words.split("\n")[-1] == _END_OF_TEXT or commands(words):
            event.current_buffer.validate_and_handle()
        else:
            replace_selection(event, "\n")

    return merge_key_bindings([editing_keys(pastes, lines=True), moving_keys(), pastes.keys(), bindings])


def _unless_current(words: str, current: str) -> str:
    """Return what stands in a field, unless it stood there before."""
    return "" if words.strip() == current.strip() else words.strip()


def _typed_command(words: str, language: str, pastes: Pastes) -> Order | None:
    """Return the command on the last line of a field, spelled in full, unless it was pasted."""
    last = words.strip().split("\n")[-1].strip()
    return None if pastes.brought(last) else order(last, language, in_full=True)


def _rows_of_words(line: str, columns: int) -> list[str]:
    """Return a line in rows of whole words, each as far in as the first; a long path is not broken."""
    indent = line[: len(line) - len(line.lstrip())]
    return wrap(line, columns, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False) or [""]


def _without_end(words: str) -> str:
    lines = words.rstrip().split("\n")
    return "\n".join(lines[:-1] if lines[-1] == _END_OF_TEXT else lines)


def typed_ahead_of_prompts() -> str:
    """Return, and take away, the keys that prompt_toolkit kept for its next prompt."""
    if not sys.stdin.isatty():
        return ""
    return "".join(map(_keys_as_sent, get_typeahead(create_input())))


def _keys_as_sent(press: KeyPress) -> str:
    """Return a key as the terminal sent it, with the marks of a paste."""
    return f"{PASTE_BEGINS}{press.data}{PASTE_ENDS}" if press.key == Keys.BracketedPaste else press.data
