"""A list to choose from with arrow keys and by typing; what does not fit a choice is never one.

Typed letters look for a choice; Enter takes it only when there is one, so pasted text chooses nothing.
"""

import select
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from itertools import takewhile
from textwrap import shorten, wrap
from typing import Any

from msgspec import Struct, field
from prompt_toolkit.application import Application
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.key_binding.key_processor import KeyPress
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import FormattedTextControl, Layout, Window
from prompt_toolkit.styles import Style

from iama.interview.asking import TABLE, Command, Order, Pick
from iama.model.text import escape_controls
from iama.terminal.ahead import holds_word
from iama.words import text

SLASH = object()  # a command was begun
HELP = object()  # what a prompt returns when its help is asked for
_STYLE = Style([("question", "bold"), ("pointed", "reverse"), ("chosen", "bold"), ("group", "underline")])
COALESCED = 2  # keys that a slow line may bring together
_DETAIL, _LEAST = 4, 5  # lines for the whole of a long label, and for the list
Fragments = list[tuple[str, str]]


class Picker(Struct):
    """One choice, or with `many` any number of them, out of a list."""

    prompt: str
    picks: Sequence[Pick]
    language: str
    chosen: list[str]
    many: bool
    size: Callable[[], tuple[int, int]]  # columns, and lines there are for this prompt
    pointed: int = 0
    typed: str = ""
    refused: str = ""  # what was typed or pasted that is no choice
    lines: list[str] = field(default_factory=list)  # every line that was refused
    table: str = ""  # that was pasted
    before: list[tuple[str, list[str]]] = field(default_factory=list)  # what was typed and ticked, step by step
    below: int = 0  # lines of a long list that are left above, under the pointed label

    def __post_init__(self) -> None:
        values = [pick.value for pick in self.picks]
        self.pointed = next((values.index(value) for value in self.chosen if value in values), 0)

    @property
    def matching_places(self) -> list[int]:
        """The places of the picks that what is typed may mean."""
        return places_with_words(self.picks, self.typed) if self.many else likely_places(self.picks, self.typed)

    @property
    def spare(self) -> str:
        """What came in that was no choice, when it is more than a slip of the finger."""
        lines = [*self.lines, *([self.typed] if not self.matching_places else [])]
        return "\n".join(lines) if any(map(holds_word, lines)) else ""

    def type_letters(self, words: str) -> None:
        """Look for what was typed, and point at the first pick that fits."""
        self.before.append((self.typed, [*self.chosen]))
        self.refused, self.typed = "", self.typed + words
        self._point()

    def erase(self) -> None:
        """Take back the last letter."""
        self.typed = self.typed[:-1]
        self._point()

    def _point(self) -> None:
        self.below = 0
        if (places := self.matching_places) and self.pointed not in places:
            self.pointed = places[0]

    def undo(self) -> None:
        """Take back the last letters or tick."""
        if self.before:
            self.typed, self.chosen[:] = self.before.pop()
            self._point()

    def forget(self) -> None:
        """Show the whole list again."""
        self.typed = self.refused = ""

    def move(self, step: int) -> None:
        """Point at the next or previous pick among those found."""
        self.refused, self.below = "", 0
        if not self.matching_places:
            self.refuse_words(self.typed)
        places = self.matching_places
        at = places.index(self.pointed) if self.pointed in places else 0
        self.pointed = places[(at + step) % len(places)]

    def toggle(self) -> None:
        """Tick the pointed pick or take the tick away; one that stands alone takes the others away."""
        self.before.append((self.typed, [*self.chosen]))
        pick = self.picks[self.pointed]
        if pick.value in self.chosen:
            self.chosen.remove(pick.value)
        else:
            alone = {other.value for other in self.picks if other.exclusive}
            self.chosen = [] if pick.exclusive else [value for value in self.chosen if value not in alone]
            self.chosen.append(pick.value)
        self.typed = ""

    def refuse_words(self, words: str) -> None:
        """Keep what is no choice, and say so."""
        self.lines += words.split("\n")
        self.refused, self.typed = words, ""

    def taken(self) -> str | tuple[str, ...] | None:
        """Return what Enter takes; None when it takes nothing."""
        if self.typed and not self.matching_places:
            self.refuse_words(self.typed)
            return None
        if self.many and self.typed:  # it was a search, and nothing was ticked by it
            self.typed = ""
            return None
        if not self.many:
            return self.picks[self.pointed].value
        return tuple(pick.value for pick in self.picks if pick.value in self.chosen)

    @property
    def _has_details(self) -> bool:
        return any(pick.detail for pick in self.picks)

    def turn_page(self, step: int) -> None:
        """Go a page on or back: through a long text line by line, and on to the next pick behind its end."""
        width, height = self.size()
        room = max(_LEAST, height - len(self._head(width)) - len(self._lines_below(width)))
        lines, starts = self._draw_list(width)
        target = max(0, min(starts.get(self.pointed, 0) + self.below + step * (room - 2), len(lines) - 1))
        self.refused = ""
        self.pointed = max((place for place in starts if starts[place] <= target), default=next(iter(starts)))
        self.below = max(0, target - starts[self.pointed])

    def draw_prompt(self) -> Fragments:
        """Return the prompt, the part of the list around the pointed pick, and what was typed."""
        width, height = self.size()
        head = self._head(width)
        below = self._lines_below(width)
        lines, starts = self._draw_list(width)
        at = starts.get(self.pointed, 0)
        room = max(_LEAST, height - len(head) - len(below))
        top = at - 1 + self.below if self._has_details else at - room // 2
        top = min(max(0, top), max(0, len(lines) - room))
        part = lines[top : top + room]
        if top:
            part[0] = lines[at] if at < top else ("", "   ↑")
        if top + room < len(lines):
            part[-1] = ("", "   ↓")
        every = [*head, *part, *below]
        return [(style, words + "\n") for style, words in every[:-1]] + every[-1:]

    def _head(self, width: int) -> Fragments:
        name = "keys-choices" if self.many else "keys-pages" if self._has_details else "keys-choice"
        how = text(name, self.language)
        prompt = f"{escape_controls(self.prompt)} ({how})"
        lines = [prompt] if len(prompt) < width else [*wrap(escape_controls(self.prompt), width - 1), f"({how})"]
        asked = [("class:question", line) for line in lines]
        return [*asked, *(("", line) for line in wrap(f"({text('keys', self.language)})", width - 1))]

    def _draw_list(self, width: int) -> tuple[Fragments, dict[int, int]]:
        """Return the list as lines, and by place of a pick on which of them it begins."""
        lines: Fragments = []
        starts: dict[int, int] = {}
        group = ""
        places = self.matching_places or range(len(self.picks))
        for place in places:
            pick = self.picks[place]
            if pick.group != group:
                group = pick.group
                lines.append(("class:group", escape_controls(group)[: width - 1]))
            starts[place] = len(lines)
            lines.append(self._draw_pick(place, pick, width))
            lines += [("", f"     {line}") for line in wrapped_lines(pick.detail, width - 6) if pick.detail]
        return lines, starts

    def _draw_pick(self, place: int, pick: Pick, width: int) -> tuple[str, str]:
        pointer = "»" if place == self.pointed else " "
        box = ("[x] " if pick.value in self.chosen else "[ ] ") if self.many else ""
        room = width - 4 - len(box)
        label = escape_controls(pick.label)
        style = "class:pointed" if place == self.pointed else "class:chosen" if pick.value in self.chosen else ""
        return style, f" {pointer} {box}{label if len(label) <= room else label[: room - 1] + '…'}"

    def _lines_below(self, width: int) -> Fragments:
        lines: Fragments = []
        label = escape_controls(self.picks[self.pointed].label)
        if len(label) > width - 8:
            lines += [("", ""), *(("", f"  {line}") for line in wrap(label, width - 4)[:_DETAIL])]
        if self.many:
            lines.append(("", text("chosen-count", self.language, count=len(self.chosen))))
        if self.refused or (self.typed and not self.matching_places):
            words = shorten(escape_controls(self.refused or self.typed), 40, placeholder="…")
            lines.append(("class:chosen", text("no-such-choice", self.language, words=words)))
        elif self.typed:
            lines.append(
                (
                    "",
                    text(
                        "searching", self.language, words=escape_controls(self.typed), count=len(self.matching_places)
                    ),
                )
            )
        return lines


@lru_cache(maxsize=500)
def wrapped_lines(words: str, columns: int) -> tuple[str, ...]:
    """Return a text in lines of at most so many columns, with its own line ends."""
    parts = escape_controls(words).split("\n")
    return tuple(line for part in parts for line in wrap(part, columns, break_on_hyphens=False) or [""])


def likely_places(picks: Sequence[Pick], typed: str) -> list[int]:
    """Return the places of the picks that `typed` may mean: labels that begin so, else words, else any part."""
    word = typed.strip().lower()
    labels = [" ".join(pick.label.lower().split()) for pick in picks]
    likenesses: tuple[Callable[[int], bool], ...] = (
        lambda place: labels[place] == word or picks[place].value.lower() == word,
        lambda place: labels[place].startswith(word),
        lambda place: any(part.startswith(word) for part in labels[place].split()),
        lambda place: picks[place].value.lower().startswith(word),
        lambda place: all(part in labels[place] for part in word.split()),
    )
    if not word:
        return list(range(len(picks)))
    for alike in likenesses:
        if places := [place for place in range(len(picks)) if alike(place)]:
            return places
    return []


def places_with_words(picks: Sequence[Pick], typed: str) -> list[int]:
    """Return the places of the picks that hold every word of `typed`, in the label or in the name of the group."""
    words = typed.lower().split()
    texts = [f"{pick.label} {pick.group}".lower() for pick in picks]
    return [place for place, text_ in enumerate(texts) if all(word in text_ for word in words)]


def run_picker(picker: Picker, **streams: Any) -> Any:
    """Ask, and return a value, values, an Order, or SLASH; raises KeyboardInterrupt and EOFError."""
    control = FormattedTextControl(lambda: FormattedText(picker.draw_prompt()), focusable=True, show_cursor=False)
    window = Window(control, always_hide_cursor=True)
    window.dont_extend_height = Condition(lambda: True)
    application: Application[Any] = Application(
        layout=Layout(window), key_bindings=_picker_bindings(picker), style=_STYLE, erase_when_done=True, **streams
    )
    application.ttimeoutlen = 0.1
    return application.run()


def _picker_bindings(picker: Picker) -> KeyBindings:
    keys = KeyBindings()
    _ending(keys)
    _looking(keys, picker)

    keys.add("/", filter=Condition(lambda: not picker.typed))(partial(_begin_command, picker=picker))

    @keys.add("enter")
    @keys.add("c-j")
    @keys.add("c-s")
    def _enter(event: KeyPressEvent) -> None:
        if (taken := picker.taken()) is not None:
            event.app.exit(result=taken)

    @keys.add(Keys.BracketedPaste)
    def _paste(event: KeyPressEvent) -> None:
        words = event.data.replace("\r\n", "\n").replace("\r", "\n")
        if "\t" in words and any(pick.value == TABLE for pick in picker.picks):
            picker.table = words
            event.app.exit(result=TABLE)
        else:
            picker.refuse_words(words)

    @keys.add(Keys.Any)
    def _type_or_toggle(event: KeyPressEvent) -> None:
        if event.data == " " and picker.many and picker.matching_places and not _text_follows(event):
            picker.toggle()
        elif event.data.isprintable() and (picker.typed or event.data != " "):
            words = burst(event)
            picker.type_letters(words.rstrip(" "))
            if (
                words.endswith(" ")
                and picker.many
                and picker.matching_places
                and not more_follows(event, text_only=True)
            ):
                picker.toggle()
            elif words.endswith(" "):
                picker.type_letters(" ")

    return keys


def _begin_command(event: KeyPressEvent, picker: Picker) -> None:
    queue = event.app.key_processor.input_queue
    if is_pasted("/" + "".join(press.data for press in takewhile(lambda press: press.data.isprintable(), queue))):
        picker.type_letters(burst(event))
    else:
        event.app.exit(result=SLASH)


def _looking(keys: KeyBindings, picker: Picker) -> None:
    """Add the keys that move through the list and take letters back."""
    keys.add("up")(lambda event: picker.move(-1))
    keys.add("down")(lambda event: picker.move(1))
    keys.add("pageup")(lambda event: picker.turn_page(-1))
    keys.add("pagedown")(lambda event: picker.turn_page(1))
    keys.add("backspace")(lambda event: picker.erase())
    keys.add("c-z")(lambda event: picker.undo())
    keys.add("escape", eager=True)(lambda event: picker.forget())


def _ending(keys: KeyBindings) -> None:
    """Add the keys that leave the list without a choice."""
    for name, error in (("c-c", KeyboardInterrupt), ("c-d", EOFError)):
        keys.add(name)(partial(_stop, error=error))
    keys.add("f1")(partial(_leave, result=HELP))
    for name, command in (("c-b", Command.BACK), ("c-g", Command.MENU)):
        keys.add(name)(partial(_leave, result=Order(command)))


def _stop(event: KeyPressEvent, error: type[BaseException]) -> None:
    event.app.exit(exception=error)


def _leave(event: KeyPressEvent, result: object) -> None:
    event.app.exit(result=result)


def burst(event: KeyPressEvent, also: str = "") -> str:
    """Return the typed character with all text that came in together with it: one by one a long paste takes seconds.

    Characters in `also` count as text when more was typed behind them; what the terminal reports was not.
    """
    words, queue = event.data, event.app.key_processor.input_queue
    while queue and queue[0].data and (queue[0].data.isprintable() or (queue[0].data in also and _more_behind(queue))):
        words += queue.popleft().data
    return words


def _more_behind(queue: Iterable[KeyPress]) -> bool:
    return sum(press.key != Keys.CPRResponse for press in queue) > 1


def is_pasted(words: str) -> bool:
    """Return whether so much came in at once that nobody typed it."""
    return len(words) > COALESCED


def _text_follows(event: KeyPressEvent) -> bool:
    """Whether a letter came in together with this key: then it is a space in pasted text."""
    queue = event.app.key_processor.input_queue
    return bool(queue) and len(queue[0].data) == 1 and queue[0].data.isprintable() and queue[0].data != " "


def more_follows(event: KeyPressEvent, *, text_only: bool = False) -> bool:
    """Whether more came in together with this key than a person types; a line with a full stop may close it."""
    if any(press.key != Keys.CPRResponse for press in event.app.key_processor.input_queue):
        return not text_only
    try:
        return bool(select.select([event.app.input.fileno()], [], [], 0)[0])
    except (OSError, ValueError, NotImplementedError):  # Windows selects sockets only
        return False
