"""The plain terminal: numbered choices, one line in, no cursor tricks and no escape codes.

For screen readers, braille lines, logs and terminals that can do little. Each question is printed once.
"""

from collections.abc import Callable, Sequence
from functools import partial
from textwrap import wrap

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
from iama.terminal.ahead import holds_word, is_unsaved, text_ahead
from iama.terminal.screen import lines_of
from iama.words import text

_END_OF_TEXT = "."
_whole_words = partial(wrap, break_long_words=False, break_on_hyphens=False)  # a path can be copied
_ADD, _REPLACE, _KEEP, _NOTHING_OF_IT = "add", "replace", "keep", "drop"
_NOTHING = "-"  # takes away what stood there
_DONE = "\x13"  # Ctrl-S, behind the line that it ended
_PRESSED = {"\x02": Command.BACK, "\x07": Command.MENU}  # Ctrl-B and Ctrl-G on an empty line
_AROUND = 30  # signs on either side of the place where a text goes wrong
_PAGE = 20  # lines of a text that is read
_WHOLE = 10_000  # lines: nothing is cut off, for what does not fit the window can be read back


class Plain:
    """An `Asker` over plain lines."""

    def __init__(
        self,
        language: str,
        read: Callable[[str, str], str],
        write: Callable[[str], None],
        editor: Callable[[Prose], str],
        ahead: Callable[[], str],
        keep: Callable[[str], str],
        *,
        line: Callable[[], str] = lambda: "",
        typing: Callable[[str], bool] = lambda words: False,
        width: int = 80,
    ) -> None:
        self.language = language
        self.read = read  # a line behind a prompt, which may have begun
        self.write = write
        self.editor = editor
        self.ahead = ahead  # takes away the keys that were pressed before the prompt stood there
        self.keep = keep  # keeps a text and says where
        self.line = line  # what stands in the line that is being typed
        self.typing = typing  # hears what stands in the field
        self.in_field = False
        self.width = width
        self.lines: list[str] = []  # of the text that is being typed
        self.place: int | None = None  # where the text that comes back goes wrong
        self.is_new = True  # nothing was shown yet

    def show_screen(self, screen: Screen) -> None:
        if self.is_new:
            self.is_new = False
            self.show_message(text("keys-plain", self.language))
        lines = lines_of(screen, self.language, self.width, _WHOLE)
        self.write("\n" + "\n".join(line.text for line in lines) + "\n")

    def show_message(self, message: str) -> None:
        for line in escape_controls(message).split("\n"):
            indent = " " * (len(line) - len(line.lstrip()))
            self.write("\n".join(_whole_words(line, self.width, subsequent_indent=indent)) + "\n")

    def explain(self) -> None:
        self.show_message(text("keys-help-plain", self.language))

    def mark_place(self, place: int) -> None:
        self.place = place

    def way_on(self, stop: KeyboardInterrupt) -> str:
        """Return what to do when a prompt is stopped."""
        lines, words = self.lines, self.unfinished_text()
        if type(stop) is not KeyboardInterrupt or not is_unsaved(words, self.language):
            return STOP
        self.write("\n")
        self.list_picks(ways := ways_on(self.language), (GO_ON,))
        prompt = _prompt_with_keys(text("unsaved-what", self.language), text("one-number", self.language))
        typed = self.read(f"{prompt} [1]: ", "")
        self.lines = lines
        return self.match_pick(typed.strip(), ways) or GO_ON

    def let_read(self, title: str, words: str) -> None:
        lines = [title, ""]
        for line in escape_controls(words).split("\n"):
            lines += _whole_words(line, self.width) or [""]
        while lines:
            self.write("\n".join(lines[:_PAGE]) + "\n")
            lines = lines[_PAGE:]
            if lines and (reply := self.read_command_or_line(text("read-on", self.language, count=len(lines)))):
                if isinstance(reply, str) and holds_word(reply):
                    self.show_message(self.keep(reply))
                return

    def unfinished_text(self) -> str:
        return "\n".join([*self.lines, self.line()]).strip()

    def hear_key(self) -> None:
        """Hear that a key was pressed in the line."""
        if self.in_field:
            self.typing("\n".join([*self.lines, self.line()]))

    def read_in_field(self, prompt: str, start: str = "") -> str:
        """Return a line of a field, which is heard while it is typed.

        Ctrl-C over text that is not saved asks what to do with it; raises KeyboardInterrupt.
        """
        while True:
            self.in_field = True
            try:
                return self.read(prompt, start)
            except KeyboardInterrupt as stop:
                self.in_field, start = False, self.line()
                way = self.way_on(stop)
                if way == STOP:
                    raise
                if way == SAVE:
                    return f"{start}{_DONE}"
            finally:
                self.in_field = False

    def pick_one(self, prompt: str, picks: Sequence[Pick], current: str = "") -> str | Order:
        self.list_picks(picks, (current,))
        kept = self.current_numbers(picks, (current,))
        while True:
            typed = self.read_command_or_line(_prompt_with_keys(prompt, text("one-number", self.language)), kept)
            if isinstance(typed, Order):
                return typed
            if typed in ("", kept):
                return current
            if chosen := self.match_pick(typed, picks):
                return chosen
            self.list_matches(typed, picks)

    def match_pick(self, typed: str, picks: Sequence[Pick]) -> str:
        """Return the pick that a number, a value or the start of a label means; empty when it is none, or two."""
        if typed.isdecimal():
            return picks[int(typed) - 1].value if 0 < int(typed) <= len(picks) else ""
        word = " ".join(typed.lower().split())
        labels = [(pick.value, " ".join(pick.label.lower().split())) for pick in picks]
        if exact := [value for value, label in labels if word in (value, label)]:
            return exact[0]
        begun = [value for value, label in labels if word and label.startswith(word)]
        return begun[0] if len(begun) == 1 else ""

    def pick_many(self, prompt: str, picks: Sequence[Pick], current: Sequence[str] = ()) -> tuple[str, ...] | Order:
        self.list_picks(picks, current)
        kept = self.current_numbers(picks, current)
        while True:
            typed = self.read_command_or_line(_prompt_with_keys(prompt, text("numbers", self.language)), kept)
            if isinstance(typed, Order):
                return typed
            if typed in ("", kept):
                return tuple(current)
            words = typed.replace(",", " ").split()
            chosen = [self.match_pick(word.lstrip("+-"), picks) for word in words]
            if all(chosen):
                return _adjust_choice(current, words, chosen)
            if whole := self.match_pick(typed, picks):  # one label of several words
                return (whole,)
            self.list_matches(typed, picks)

    def current_numbers(self, picks: Sequence[Pick], current: Sequence[str]) -> str:
        return " ".join(str(place) for place, pick in enumerate(picks, 1) if pick.value in current)

    def list_matches(self, words: str, picks: Sequence[Pick]) -> None:
        """Print the picks that hold all the words, with their numbers."""
        matches = [
            f"  {place:>2}. {pick.label}"
            for place, pick in enumerate(picks, 1)
            if not words.isdecimal() and all(word in pick.label.lower() for word in words.lower().split())
        ]
        self.show_message("\n".join(matches) or text("not-understood", self.language))

    def list_picks(self, picks: Sequence[Pick], current: Sequence[str]) -> None:
        group = ""
        for place, pick in enumerate(picks, 1):
            if pick.group != group:
                group = pick.group
                self.write(f"{escape_controls(group)}:\n" if group else "")
            chosen = f" ({text('selected', self.language)})" if pick.value in current and pick.value else ""
            label = wrap(f"{escape_controls(pick.label)}{chosen}", self.width - 6) or [""]
            self.write(f"  {place:>2}. " + "\n      ".join(label) + "\n")
            for line in escape_controls(pick.detail).split("\n") if pick.detail else ():
                self.write("".join(f"      {part}\n" for part in wrap(line, self.width - 6)))

    def ask_line(self, prompt: str, current: str = "", begun: str = "") -> str | Order:
        self.place = None
        reply = self.read_command_or_line(prompt, current, begun, self.read_in_field)
        if isinstance(reply, Order):
            self.typing("")
        return reply

    def read_command_or_line(
        self, prompt: str, current: str = "", begun: str = "", read: Callable[[str, str], str] | None = None
    ) -> str | Order:
        keep = f" [{escape_controls(current)}]" if current else ""
        self.lines = []
        while True:
            start, begun = begun + self.take_ahead(), ""
            typed = (read or self.read_choice)(f"{escape_controls(prompt)}{keep}: ", start).removesuffix(_DONE).strip()
            if pressed := _PRESSED.get(typed):
                return Order(pressed)
            if typed == _NOTHING:
                return ""
            command = order(typed, self.language)
            if command and (read is None or self.is_meant(typed)):
                return command
            if command and holds_word(more := self.hand_over_text()):
                self.show_message(self.keep(more))
            if command or not lost_command(typed):
                return spare_slash(typed) or current
            self.show_message(text("no-such-command", self.language))

    def read_choice(self, prompt: str, start: str) -> str:
        """Return a line that is no field; what was typed there and is stopped is kept. Raises KeyboardInterrupt."""
        try:
            return self.read(prompt, start)
        except KeyboardInterrupt:
            if is_unsaved(words := self.line(), self.language):
                self.show_message(self.keep(words))
            raise

    def take_ahead(self) -> str:
        """Return what was typed before the prompt stands there; what was pasted is kept, and never answers it."""
        ahead = text_ahead(self.ahead())
        if ahead.pasted and holds_word(ahead.words):
            self.show_message(self.keep(ahead.words))
        return "" if ahead.pasted else ahead.words

    def ask_prose(self, asked: Prose) -> str | Order:
        place, self.place = self.place, None
        if asked.begun and place is not None:
            return self.mend_line(asked.begun, place)
        if asked.begun:
            return self.go_on_or_start_afresh(asked)
        if not asked.current:
            return self.type_text(asked)
        choices = [Pick(way, text(f"prose-{way}", self.language)) for way in (_ADD, _REPLACE, _KEEP)]
        way = self.pick_one(asked.prompt, choices, _KEEP)
        if isinstance(way, Order) or way == _KEEP:
            return "" if way == _KEEP else way
        words = self.type_text(asked, asked.current if way == _ADD else "")
        if isinstance(words, Order):
            return words
        if not words.strip():
            self.show_message(text("prose-emptied", self.language, command=Command.CLEAR.name_in(self.language)))
            return ""
        return words

    def go_on_or_start_afresh(self, asked: Prose) -> str | Order:
        """Show what was begun and not saved, and let the team go on with it or be without it."""
        self.show_message(asked.begun)
        choices = [Pick(way, text(f"begun-{way}", self.language)) for way in (_ADD, _KEEP, _NOTHING_OF_IT)]
        way = self.pick_one(asked.prompt, choices, _ADD)
        if isinstance(way, Order):
            return way
        if way == _KEEP:
            return asked.begun
        fresh = replace(asked, begun="")
        return self.type_text(fresh, asked.begun) if way == _ADD else self.ask_prose(fresh)

    def type_text(self, asked: Prose, begun: str = "") -> str | Order:
        """Return the lines that are typed up to a full stop, behind those that were begun."""
        start = self.take_ahead()
        self.show_message(_prompt_with_keys(asked.prompt, text("finish-prose-plain", self.language)))
        self.lines, above = (begun.split("\n"), begun.count("\n") + 1) if begun else ([], 0)
        while True:
            try:
                line = self.read_in_field("> ", start)
                start = ""
            except EOFError:
                if len(self.lines) == above:
                    raise
                line = _END_OF_TEXT  # as it ends a text everywhere else
            if pressed := _PRESSED.get(line):
                self.leave_text()
                return Order(pressed)
            if line.endswith(_DONE):
                self.lines += [line.removesuffix(_DONE)] * (line != _DONE)
                line = _END_OF_TEXT
            if line == _END_OF_TEXT:
                return self.hand_over_text()
            first = len(self.lines) == above
            command = order(line.strip(), self.language, in_full=True) if first else None
            if command is None and first and lost_command(line):
                self.show_message(text("no-such-command", self.language))
                continue
            self.lines.append(spare_slash(line) if first else line)
            self.typing("\n".join(self.lines))
            if command and self.is_meant(line):
                self.typing("\n".join(self.lines[:above]))
                self.lines = []
                return command

    def is_meant(self, line: str) -> bool:
        """Ask whether the first line of an answer is a command; any other line that comes is text, and so are both."""
        if line.strip() == "/":
            return True
        reply = self.read(f"{text('command-meant', self.language, typed=escape_controls(line.strip()))}: ", "")
        self.lines += [reply] * (len(reply.strip()) > 1)
        return not reply.strip()

    def leave_text(self) -> None:
        """Keep the text that was typed, and say where: the team goes elsewhere."""
        if not self.typing(words := self.hand_over_text()) and holds_word(words):
            self.show_message(self.keep(words))

    def mend_line(self, words: str, place: int) -> str | Order:
        """Show where a text goes wrong and let the team type that line again; the rest stays."""
        lines = words.split("\n")
        number = words.count("\n", 0, place)
        column = place - words.rfind("\n", 0, place) - 1
        before, behind = lines[number][:column][-_AROUND:], lines[number][column:][:_AROUND]
        self.show_message(text("mend-line", self.language, number=number + 1, before=before, behind=behind))
        typed = self.read_choice("> ", lines[number]).removesuffix(_DONE)  # the whole text is a draft meanwhile
        if command := _PRESSED.get(typed):
            return Order(command)
        return "\n".join([*lines[:number], typed, *lines[number + 1 :]])

    def hand_over_text(self) -> str:
        """Return the text that was typed, and forget it: now it is in the hands of the interview."""
        words, self.lines = "\n".join(self.lines), []
        return words

    def edit(self, asked: Prose) -> str:
        return self.editor(asked)


def _prompt_with_keys(prompt: str, keys: str) -> str:
    """Return a prompt and how to answer it as two sentences."""
    return f"{prompt}{'' if prompt.endswith('?') else '.'} {keys}"


def _adjust_choice(current: Sequence[str], words: Sequence[str], chosen: Sequence[str]) -> tuple[str, ...]:
    """Return what was chosen: `+3` adds to what stood there and `-3` takes from it, bare numbers replace it."""
    pairs = list(zip(words, chosen, strict=True))
    adjusts = all(word.startswith(("+", "-")) for word in words)
    kept = [value for value in current if not any(word.startswith("-") for word, taken in pairs if taken == value)]
    start = kept if adjusts else []
    return tuple(dict.fromkeys([*start, *(value for word, value in pairs if not word.startswith("-"))]))
