"""What the interview needs from a terminal, as a protocol; and what people can say besides an answer."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from msgspec import Struct, field

from iama.words import LANGUAGES, text

_LEAST = 2  # letters that stand for a command


class Command(StrEnum):
    """What people can ask for in place of an answer, at every prompt."""

    BACK = "back"
    LATER = "later"
    UNKNOWN = "unknown"
    SUPPLIER = "supplier"
    NOT_APPLICABLE = "not-applicable"
    UNSURE = "unsure"
    NOTE = "note"
    DISSENT = "dissent"
    SOURCE = "source"
    BY = "by"
    PRESENT = "present"
    PROBE = "probe"
    PARK = "park"
    ADOPT = "adopt"
    CLEAR = "clear"
    RESTORE = "restore"
    GO = "go"
    SEARCH = "search"
    OPEN = "open"
    OVERVIEW = "overview"
    READ = "read"
    TERM = "term"
    ACTION = "action"
    MEASURE = "measure"
    FLAG = "flag"
    AGENDA = "agenda"
    HELP = "help"
    EDITOR = "editor"
    MENU = "menu"
    STOP = "stop"

    def name_in(self, language: str) -> str:
        """Return what people type after the slash."""
        return text(f"command-{self}", language)


COMMANDS = tuple(command for command in Command if command is not Command.MENU)  # these have a name
_WITH_ARGUMENT = (
    *(Command.UNKNOWN, Command.SUPPLIER, Command.NOT_APPLICABLE, Command.NOTE, Command.DISSENT),
    *(Command.SOURCE, Command.BY, Command.PARK, Command.GO, Command.SEARCH, Command.OVERVIEW),
    *(Command.READ, Command.TERM, Command.ACTION, Command.MEASURE, Command.FLAG),
)
_WITH_WORDS = (Command.NOT_APPLICABLE, Command.NOTE, Command.DISSENT, Command.SOURCE, Command.PARK, Command.ACTION)


class Order(Struct, frozen=True):
    """A command that was given, with what stood behind it."""

    command: Command
    argument: str = ""

    @property
    def words(self) -> str:
        """What stood behind it that somebody wrote to be kept; empty for a place, a role or what is looked for."""
        return self.argument if self.command in _WITH_WORDS else ""


def order(typed: str, language: str, *, in_full: bool = False) -> Order | None:
    """Return the command that people typed ("/zoek toezicht"), the menu for a slash alone, or None.

    Words behind a command that takes none make it text. Every language's commands are known; the start of one is
    enough in the language of the sitting, unless it must be spelled `in_full`.
    """
    if not typed.startswith("/") or typed.startswith("//") or "\n" in typed:
        return None
    word, _, argument = typed[1:].strip().partition(" ")
    if not word:
        return Order(Command.MENU)
    command = _command_spelled(word.lower(), language, in_full=in_full)
    if command is None or (argument.strip() and command not in _WITH_ARGUMENT):
        return None
    return Order(command, argument.strip())


def _command_spelled(word: str, language: str, *, in_full: bool) -> Command | None:
    for spoken in (language, *LANGUAGES):
        for command in COMMANDS:
            if word == command.name_in(spoken):
                return command
    if in_full or len(word) < _LEAST:
        return None
    return next((command for command in COMMANDS if command.name_in(language).startswith(word)), None)


def lost_command(typed: str) -> bool:
    """Return whether text is one word after a slash, which is more likely a slip than an answer."""
    word = typed.strip()
    return word.startswith("/") and not word.startswith("//") and word[1:].isalpha()


def spare_slash(words: str) -> str:
    """Return text that begins with two slashes with one: that is how an answer begins with a slash."""
    return words[1:] if words.startswith("//") else words


class Pick(Struct, frozen=True):
    """One thing to choose."""

    value: str
    label: str
    group: str = ""
    exclusive: bool = False
    detail: str = ""  # what stands under the label, whole; it is read, and not looked for


class Earlier(Struct, frozen=True):
    """An earlier answer that a question builds on, whole."""

    label: str
    words: str
    name: str = ""  # by which it can be asked for on its own


GO_ON, SAVE, STOP = "go-on", "save", "stop"
TABLE = "table"  # the pick that takes a pasted table: pasting one chooses it


def ways_on(language: str) -> list[Pick]:
    """Return what can be done with text that is not saved when somebody stops."""
    return [Pick(way, text(f"unsaved-{way}", language)) for way in (GO_ON, SAVE, STOP)]


class Screen(Struct, frozen=True):
    """Everything that stands beside a question, in words; how it is laid out is the business of the terminal."""

    where: str  # meeting, part, section
    progress: str
    number: str
    text: str
    mark: str = ""  # that it is a companion question, or about which right
    group: str = ""
    help: str = ""
    law: str = ""
    table: str = ""  # who should be at the table
    builds_on: tuple[Earlier, ...] = ()
    current: str = ""  # what stands there now
    field: str = ""  # of that, what a field opens with: there it needs no second place
    remarks: tuple[str, ...] = ()  # note, dissent, sources, status
    flags: tuple[str, ...] = ()
    body: tuple[str, ...] = ()  # what a flag says of itself
    loud: bool = False
    prompt: int = 6  # lines to leave for the prompt


class Prose(Struct, frozen=True):
    """What a long text is asked with: the words on screen, the text so far, comment lines for an editor."""

    prompt: str
    current: str = ""
    comments: tuple[str, ...] = field(default_factory=tuple)
    begun: str = ""  # what was typed here before and not saved: the field begins with it


class TerminalGone(KeyboardInterrupt):  # what else is raised in a prompt, its event loop would keep
    """The terminal was closed while a prompt stood there."""


class Asker(Protocol):
    """A terminal. Every method that asks may return an Order in place of an answer.

    A stop (Ctrl-C, Ctrl-D, a closed terminal) raises KeyboardInterrupt or EOFError; what was being typed
    then is `unfinished`. Nothing that was typed or pasted before a prompt stood there answers it.
    """

    def show_screen(self, screen: Screen) -> None:
        """Show a question with everything beside it, once."""

    def show_message(self, text: str) -> None:
        """Show a message."""

    def explain(self) -> None:
        """Say what the keys do."""

    def let_read(self, title: str, words: str) -> None:
        """Show a text of any length that can be gone through, until the reader has had enough."""

    def pick_one(self, prompt: str, picks: Sequence[Pick], current: str = "") -> str | Order:
        """Return the value of one pick; empty when nothing was chosen."""

    def pick_many(self, prompt: str, picks: Sequence[Pick], current: Sequence[str] = ()) -> tuple[str, ...] | Order:
        """Return the values of any number of picks."""

    def ask_line(self, prompt: str, current: str = "", begun: str = "") -> str | Order:
        """Return one line of text, `current` when that was left as it stood; empty takes it away.

        What was begun and not saved stands in the field.
        """

    def ask_prose(self, asked: Prose) -> str | Order:
        """Return text of any length that begins as what stood there; empty keeps that."""

    def mark_place(self, place: int) -> None:
        """Point at a place in what the next field begins with: there it goes wrong."""

    def edit(self, asked: Prose) -> str:
        """Return text written in the editor of the user's choice; raises IamaError when that failed."""

    def unfinished_text(self) -> str:
        """Return what was being typed when the last prompt was stopped."""
