"""What can be asked at every prompt without leaving it: earlier answers, what words mean, an action point."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from iama.assess.outcome import Entry
from iama.interview import action_points, earlier, screens, terms
from iama.interview.asking import Asker, Command, Order, Pick, Prose
from iama.interview.sitting import Sitting

Reply = TypeVar("Reply")
ASIDES = (Command.HELP, Command.READ, Command.TERM, Command.ACTION)


class Attentive:
    """The `Asker` of a sitting, which obeys such a command and asks again."""

    def __init__(self, sitting: Sitting) -> None:
        self.sitting = sitting
        self.asker = sitting.asker
        self.busy = False  # what is asked for an action point is no place for another

    def __getattr__(self, name: str) -> Any:
        return getattr(self.asker, name)

    def pick_one(self, prompt: str, picks: Sequence[Pick], current: str = "") -> str | Order:
        return self.ask(lambda: self.asker.pick_one(prompt, picks, current))

    def pick_many(self, prompt: str, picks: Sequence[Pick], current: Sequence[str] = ()) -> tuple[str, ...] | Order:
        return self.ask(lambda: self.asker.pick_many(prompt, picks, current))

    def ask_line(self, prompt: str, current: str = "", begun: str = "") -> str | Order:
        return self.ask(lambda: self.asker.ask_line(prompt, current, begun))

    def ask_prose(self, asked: Prose) -> str | Order:
        return self.ask(lambda: self.asker.ask_prose(asked))

    def ask(self, ask: Callable[[], Reply | Order]) -> Reply | Order:
        """Return the first reply that is no aside."""
        while isinstance(reply := ask(), Order) and reply.command in ASIDES and not self.busy:
            self.busy = True
            try:
                obey_aside(self.sitting, self.sitting.entry_on_screen(), reply)
            finally:
                self.busy = False
        return reply


def listen(sitting: Sitting) -> None:
    """Let a sitting obey such commands at every prompt from here on."""
    if not isinstance(sitting.asker, Attentive):
        sitting.asker = Attentive(sitting)


def bare_asker(sitting: Sitting) -> Asker:
    """Return what asks in a sitting, for another one to listen to."""
    return sitting.asker.asker if isinstance(sitting.asker, Attentive) else sitting.asker


def obey_aside(sitting: Sitting, entry: Entry | None, order: Order) -> None:
    """Carry out a command that leaves the question where it is."""
    if order.command is Command.HELP:
        _command_help(sitting, entry)
    elif order.command is Command.READ:
        earlier.read_answers(sitting, entry, order.argument)
    elif order.command is Command.TERM:
        terms.read_terms(sitting, entry, order.argument)
    else:
        action_points.record_action(sitting, entry, order.argument)


def _command_help(sitting: Sitting, entry: Entry | None) -> None:
    """Show all help for the question on the screen; where there is none, what the keys do."""
    if entry is not None and (words := screens.full_help(sitting, entry)):
        sitting.asker.show_message(words)
    else:
        sitting.asker.explain()
