"""A text of any length on a screen of its own: gone through with arrows and pages, and left with Enter."""

from functools import partial
from typing import Any

from prompt_toolkit.application import Application
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import FormattedTextControl, Layout, Window

from iama.model.text import escape_controls
from iama.terminal.prompts.picker import burst, wrapped_lines
from iama.words import text

_WIDEST = 100
_FAR = 1_000_000  # lines: to the beginning or the end


class Reader:
    """A text, the line at the top of the screen, and what came in meanwhile."""

    def __init__(self, title: str, words: str, language: str) -> None:
        self.title = escape_controls(title)
        self.words = words
        self.language = language
        self.top = 0
        self.size = (80, 24)  # columns and lines of the terminal
        self.spare = ""  # typed or pasted: nothing here takes it

    def lines(self) -> tuple[str, ...]:
        """Return the text in lines that fit."""
        return wrapped_lines(self.words, min(self.size[0], _WIDEST) - 1)

    def move(self, step: int) -> None:
        """Go down or up that many lines, as far as there are any."""
        self.top = max(0, min(self.top + step, len(self.lines()) - self.page()))

    def page(self) -> int:
        """Return how many lines of text a screen holds."""
        return max(1, self.size[1] - 3)

    def draw(self) -> FormattedText:
        """Return the screen: title, a page of the text, and how to go on."""
        lines, page = self.lines(), self.page()
        last = min(self.top + page, len(lines))
        place = "" if len(lines) <= page else f" · {last}/{len(lines)}"
        shown = "\n".join(lines[self.top : last])
        return FormattedText(
            [("bold", f"{self.title}\n\n"), ("", f"{shown}\n"), ("", f"({text('keys-reader', self.language)}{place})")]
        )


def run_reader(reader: Reader, **streams: Any) -> None:
    """Let somebody read; raises KeyboardInterrupt and EOFError."""
    control = FormattedTextControl(reader.draw, focusable=True, show_cursor=False)
    application: Application[None] = Application(
        layout=Layout(Window(control, always_hide_cursor=True)),
        key_bindings=_reader_keys(reader),
        full_screen=True,
        before_render=partial(_measure, reader),
        **streams,
    )
    application.ttimeoutlen = 0.1
    application.run()


def _measure(reader: Reader, application: Application[None]) -> None:
    size = application.output.get_size()
    reader.size = (size.columns, size.rows)
    reader.move(0)


def _reader_keys(reader: Reader) -> KeyBindings:
    keys = KeyBindings()
    for name in ("enter", "c-j", "escape", "c-s", "c-b"):
        keys.add(name, eager=True)(lambda event: event.app.exit())
    for name, error in (("c-c", KeyboardInterrupt), ("c-d", EOFError)):
        keys.add(name)(partial(_stop, error=error))
    for name, lines in (("up", -1), ("down", 1), ("home", -_FAR), ("end", _FAR)):
        keys.add(name)(partial(_move, reader, lines=lines))
    for name, pages in (("pageup", -1), ("pagedown", 1), (" ", 1)):
        keys.add(name)(partial(_turn_page, reader, pages=pages))

    @keys.add(Keys.BracketedPaste)
    @keys.add(Keys.Any)
    def _hold_key(event: KeyPressEvent) -> None:
        if event.data.isprintable() or event.key_sequence[0].key == Keys.BracketedPaste:
            reader.spare += burst(event)

    return keys


def _stop(event: KeyPressEvent, error: type[BaseException]) -> None:
    event.app.exit(exception=error)


def _move(reader: Reader, _: KeyPressEvent, *, lines: int) -> None:
    reader.move(lines)


def _turn_page(reader: Reader, event: KeyPressEvent, *, pages: int) -> None:
    if reader.spare and event.data == " ":  # a blank in text that somebody types
        reader.spare += event.data
        return
    reader.move(pages * reader.page())
