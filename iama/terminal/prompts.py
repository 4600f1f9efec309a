"""The styled terminal: prompts with arrow keys, search and multi-line text. Owner of questionary."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import questionary
from prompt_toolkit.filters import Condition
from prompt_toolkit.input.defaults import create_input
from prompt_toolkit.input.typeahead import clear_typeahead
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.keys import Keys

from iama.assess.asking import Command, Order, Pick, Prose, Screen, order
from iama.model.text import shown
from iama.model.words import text
from iama.terminal.screen import print_screen

_END_OF_TEXT = "."
_SLASH = object()  # a command was begun where no text is typed
_PLAIN_STYLE = questionary.Style(
    [("qmark", "bold"), ("question", "bold"), ("highlighted", "reverse"), ("selected", "bold")]
)


class Styled:
    """An `Asker` over questionary prompts, with our own way back."""

    def __init__(
        self,
        language: str,
        write: Callable[[str], None],
        editor: Callable[[Prose], str],
        flush: Callable[[], None],
        width: int = 80,
        **streams: Any,
    ) -> None:
        self.language = language
        self.write = write
        self.editor = editor
        self.flush = flush
        self.width = width
        self.news: list[str] = []
        self.streams = streams  # the input and output of prompt_toolkit, for tests

    def screen(self, screen: Screen) -> None:
        """Show a question on a clean screen, with what was said since the last prompt: clearing must not hide it."""
        print_screen(replace(screen, flags=(*self.news, *screen.flags)), self.language)

    def say(self, message: str) -> None:
        self.news.append(message)
        self.write(shown(message) + "\n")

    def pick(self, prompt: str, picks: Sequence[Pick], current: str = "") -> str | Order:
        known = {pick.value for pick in picks}
        question = questionary.select(
            prompt,
            choices=[questionary.Choice(self.fitted(pick.label), pick.value) for pick in picks],
            default=current if current in known else None,
            instruction=f"({text('keys-choice', self.language)})",
            use_jk_keys=False,
            qmark="",
            style=_PLAIN_STYLE,
            **self.streams,
        )
        given: str | Order = self.asked(question, self.spelled_out(picks), choosing=True)
        return given

    def pick_many(self, prompt: str, picks: Sequence[Pick], current: Sequence[str] = ()) -> tuple[str, ...] | Order:
        choices: list[questionary.Choice | questionary.Separator] = []
        group = ""
        for pick in picks:
            if pick.group != group:
                group = pick.group
                choices.append(questionary.Separator(f"── {shown(group)}"))
            choices.append(questionary.Choice(self.fitted(pick.label), pick.value, checked=pick.value in current))
        question = questionary.checkbox(
            prompt,
            choices=choices,
            instruction=f"({text('keys-choices', self.language)})",
            use_jk_keys=False,
            use_search_filter=True,
            qmark="",
            style=_PLAIN_STYLE,
            **self.streams,
        )
        given = self.asked(question, self.spelled_out(picks), choosing=True)
        return given if isinstance(given, Order) else tuple(given)

    def fitted(self, label: str) -> str:
        """Return a label that fits on one line; the whole of it is printed above the prompt."""
        room = self.width - 8
        return shown(label) if len(label) <= room else shown(label)[: room - 1] + "…"

    def spelled_out(self, picks: Sequence[Pick]) -> str:
        """Return the labels that are too long for one line, in full."""
        long = [pick.label for pick in picks if self.fitted(pick.label) != shown(pick.label)]
        return "\n".join(f"  · {label}" for label in long)

    def line(self, prompt: str, current: str = "") -> str | Order:
        while True:
            instruction = f"({text('keys-line', self.language)})"
            question = questionary.text(prompt, default=current, instruction=instruction, qmark="", **self.streams)
            given = self.asked(question)
            if isinstance(given, Order):
                return given
            first = str(given).strip().split("\n")[0].strip()
            if not first.startswith("/"):
                return first
            if found := order(first, self.language):
                return found
            self.say(text("not-understood", self.language))

    def prose(self, asked: Prose) -> str | Order:
        bindings = _prose_bindings(asked.current, self.language)
        keys = text("finish-prose", self.language)
        if asked.current:
            keys = f"{keys} · {text('tab-edits', self.language)}"
        question = questionary.text(
            asked.prompt, multiline=True, instruction=f"({keys})\n", key_bindings=bindings, qmark="", **self.streams
        )
        given = self.asked(question)
        if isinstance(given, Order):
            return given
        return order(given.strip(), self.language) or _without_end(given)

    def edit(self, asked: Prose) -> str:
        return self.editor(asked)

    def asked(self, question: Any, above: str = "", *, choosing: bool = False) -> Any:
        """Ask, with our own keys merged in; raises KeyboardInterrupt and EOFError."""
        self.flush()
        if above:
            self.write(shown(above) + "\n")
        ours = merge_key_bindings([question.application.key_bindings or KeyBindings(), _navigation(choosing=choosing)])
        question.application.key_bindings = ours
        self.news.clear()
        while (given := question.unsafe_ask()) is _SLASH:
            if command := self.command():
                return command
        return given

    def command(self) -> Order | None:
        """Let the team finish the command that a slash began; None when it is none."""
        question = questionary.text(text("slash-command", self.language), default="/", qmark="", **self.streams)
        given = question.unsafe_ask().strip()
        if not given:
            return None
        if (found := order(given, self.language)) is None:
            self.say(text("not-understood", self.language))
        return found


def _navigation(*, choosing: bool) -> KeyBindings:
    """Ctrl-B goes back and Ctrl-G opens the menu at every prompt; a slash begins a command where one chooses."""
    bindings = KeyBindings()
    no_text = Condition(lambda: choosing)

    @bindings.add("c-b", eager=True)
    def _back(event: KeyPressEvent) -> None:
        event.app.exit(result=Order(Command.BACK))

    @bindings.add("c-g", eager=True)
    def _menu(event: KeyPressEvent) -> None:
        event.app.exit(result=Order(Command.MENU))

    @bindings.add("/", eager=True, filter=no_text)
    def _slash(event: KeyPressEvent) -> None:
        event.app.exit(result=_SLASH)

    @bindings.add("c-d", eager=True, filter=no_text)
    def _stop(event: KeyPressEvent) -> None:
        event.app.exit(exception=EOFError)

    return bindings


def _prose_bindings(current: str, language: str) -> KeyBindings:
    """Enter makes a new line; it ends on an empty screen, on a command, and behind a line with a full stop."""
    bindings = KeyBindings()

    @bindings.add("c-s", eager=True)
    def _done(event: KeyPressEvent) -> None:
        event.current_buffer.validate_and_handle()

    @bindings.add("enter", eager=True)
    def _enter(event: KeyPressEvent) -> None:
        words = event.current_buffer.text
        ends = not words.strip() or words.split("\n")[-1] == _END_OF_TEXT or order(words.strip(), language)
        if ends:
            event.current_buffer.validate_and_handle()
        else:
            event.current_buffer.insert_text("\n")

    @bindings.add("tab", eager=True)
    def _edit(event: KeyPressEvent) -> None:
        if current and not event.current_buffer.text:
            event.current_buffer.insert_text(current)

    @bindings.add(Keys.BracketedPaste, eager=True)
    def _paste(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text(event.data.replace("\r\n", "\n").replace("\r", "\n"))

    return bindings


def _without_end(words: str) -> str:
    lines = words.split("\n")
    return "\n".join(lines[:-1] if lines[-1] == _END_OF_TEXT else lines)


def forget_typed_ahead() -> None:
    """Forget the keys that prompt_toolkit kept for the next prompt."""
    if sys.stdin.isatty():
        clear_typeahead(create_input())
