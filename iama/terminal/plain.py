"""The plain terminal: numbered choices, one line in, no cursor tricks and no escape codes.

For screen readers, braille lines, logs and terminals that can do little. Each question is printed once.
"""

from collections.abc import Callable, Sequence
from textwrap import wrap

from iama.assess.asking import Command, Order, Pick, Prose, Screen, order
from iama.model.text import shown
from iama.model.words import text
from iama.terminal.screen import lines_of

_END_OF_TEXT = "."


class Plain:
    """An `Asker` over plain lines."""

    def __init__(
        self,
        language: str,
        read: Callable[[str], str],
        write: Callable[[str], None],
        editor: Callable[[Prose], str],
        flush: Callable[[], None],
        width: int = 80,
    ) -> None:
        self.language = language
        self.read = read
        self.write = write
        self.editor = editor
        self.flush = flush
        self.width = width

    def screen(self, screen: Screen) -> None:
        self.write("\n" + "\n".join(line.text for line in lines_of(screen, self.language, self.width)) + "\n")

    def say(self, message: str) -> None:
        for line in shown(message).split("\n"):
            self.write("\n".join(wrap(line, self.width)) + "\n")

    def pick(self, prompt: str, picks: Sequence[Pick], current: str = "") -> str | Order:
        self.listed(picks, (current,))
        kept = self.marked(picks, (current,))
        while True:
            given = self.line(f"{prompt}. {text('one-number', self.language)}", kept)
            if isinstance(given, Order):
                return given
            if given == kept:
                return current
            if chosen := self.numbered(given, picks):
                return chosen
            self.say(text("not-understood", self.language))

    def numbered(self, given: str, picks: Sequence[Pick]) -> str:
        """Return the pick that a number, a value or the start of a label means; empty when it is none, or two."""
        if given.isdecimal():
            return picks[int(given) - 1].value if 0 < int(given) <= len(picks) else ""
        word = given.lower()
        found = [pick.value for pick in picks if pick.value == word or pick.label.lower().startswith(word)]
        return found[0] if len(found) == 1 else ""

    def pick_many(self, prompt: str, picks: Sequence[Pick], current: Sequence[str] = ()) -> tuple[str, ...] | Order:
        self.listed(picks, current)
        while True:
            given = self.line(f"{prompt}. {text('numbers', self.language)}", self.marked(picks, current))
            if isinstance(given, Order):
                return given
            if given in ("", self.marked(picks, current)):
                return tuple(current)
            chosen = [self.numbered(word, picks) for word in given.replace(",", " ").split()]
            if all(chosen):
                return tuple(dict.fromkeys(chosen))
            self.searched(given, picks)

    def marked(self, picks: Sequence[Pick], current: Sequence[str]) -> str:
        return " ".join(str(place) for place, pick in enumerate(picks, 1) if pick.value in current)

    def searched(self, words: str, picks: Sequence[Pick]) -> None:
        """Print the picks that hold all the words, with their numbers."""
        found = [
            f"  {place:>2}. {pick.label}"
            for place, pick in enumerate(picks, 1)
            if all(word in pick.label.lower() for word in words.lower().split())
        ]
        self.say("\n".join(found) or text("not-understood", self.language))

    def listed(self, picks: Sequence[Pick], current: Sequence[str]) -> None:
        group = ""
        for place, pick in enumerate(picks, 1):
            if pick.group != group:
                group = pick.group
                self.write(f"{shown(group)}:\n")
            chosen = f" ({text('selected', self.language)})" if pick.value in current and pick.value else ""
            label = wrap(f"{shown(pick.label)}{chosen}", self.width - 6) or [""]
            self.write(f"  {place:>2}. " + "\n      ".join(label) + "\n")

    def line(self, prompt: str, current: str = "") -> str | Order:
        keep = f" [{shown(current)}]" if current else ""
        while True:
            self.flush()
            given = self.read(f"{shown(prompt)}{keep}: ").strip()
            if given.startswith("//"):
                return given[1:]
            if not given.startswith("/"):
                return given or current
            if found := order(given, self.language):
                return found
            self.say(text("not-understood", self.language))

    def prose(self, asked: Prose) -> str | Order:
        self.flush()
        self.say(f"{asked.prompt}. {text('finish-prose-plain', self.language)}")
        lines: list[str] = []
        while (line := self.read("> ")) != _END_OF_TEXT:
            if not lines and (found := order(line.strip(), self.language)):
                if found.command is not Command.EDITOR:
                    return found
                return self.edit(asked)
            lines.append(line)
        return "\n".join(lines)

    def edit(self, asked: Prose) -> str:
        return self.editor(asked)
