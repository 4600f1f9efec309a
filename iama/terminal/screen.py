"""A screen of the interview as lines that fit 80 by 24, and as colour through rich, the one owner of it."""

from collections.abc import Iterator
from functools import partial
from textwrap import shorten
from textwrap import wrap as wrap_words
from typing import TYPE_CHECKING

from msgspec import Struct

from iama.interview.asking import Screen
from iama.model.marked import join_marked, marks_of, wrap_marked
from iama.model.text import escape_controls
from iama.words import text

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

HEIGHT = 24
wrap = partial(wrap_words, break_on_hyphens=False)
_WIDEST = 100
_LEAST_HELP = 2
_HELP, _CURRENT, _BUILDS, _NEWS, _REMARKS = 6, 4, 2, 5, 4  # lines at the most
_GIVES_WAY = ("builds", "table", "remark", "current", "law", "flag", "group", "body", "where")  # after the help


class Line(Struct, frozen=True):
    """One line, and what kind of thing it says: where, number, text, help, law, current, flag."""

    text: str
    role: str = "text"


def lines_of(screen: Screen, language: str, width: int = 80, height: int = HEIGHT) -> list[Line]:
    """Return the lines of a screen that leave room for the prompt; help gives way first, then what stands beside."""
    width = min(width, _WIDEST)
    room = height - screen.prompt
    head = list(_head(screen, width))
    tail = list(_lines_under_question(screen, language, width, height))
    whole = wrap(escape_controls(screen.help), width)
    left = max(_LEAST_HELP, room - len(head) - len(tail))
    help_ = _shorten_help(whole, min(_HELP, left) if height <= HEIGHT else left, width, language)
    return _drop_until_fit([*head, *(Line(line, "help") for line in help_), *tail], room)


def _head(screen: Screen, width: int) -> Iterator[Line]:
    yield Line(_ends(escape_controls(screen.where), screen.progress, width), "where")
    yield Line("")
    yield from (Line(line, "group") for line in wrap(escape_controls(screen.group), width))
    number = f"{screen.number}  " if screen.number else ""
    title = wrap_marked(join_marked([number, screen.text]), width, others=" " * len(number))
    yield from (Line(line, "loud" if screen.loud else "number") for line in title)
    if screen.mark:
        yield from (Line(line, "mark") for line in wrap(f"({escape_controls(screen.mark)})", width))


def _ends(left: str, right: str, width: int) -> str:
    room = width - len(right) - 2
    return f"{shorten(left, room, placeholder='…'):<{room}}  {right}"


def _shorten_help(lines: list[str], room: int, width: int, language: str) -> list[str]:
    """Return at most `room` lines; the last says how to see the rest."""
    if len(lines) <= room:
        return lines
    more = text("more-help", language)
    return [*lines[: room - 1], shorten(lines[room - 1], width - len(more) - 1, placeholder="…") + f" {more}"]


def _lines_under_question(screen: Screen, language: str, width: int, height: int) -> Iterator[Line]:
    """Yield what stands under a question; in a terminal that can be read back nothing is cut off."""
    endless = height > HEIGHT * 10
    most = height if endless else 1

    def fit_words(words: str, role: str, lines: int = most) -> Iterator[Line]:
        wrapped = wrap(words, width) if endless else [shorten(words, width, placeholder="…")] * bool(words)
        yield from (Line(line, role) for line in wrapped[:lines])

    if screen.law:
        yield from fit_words(f"{text('why-asked', language)}: {escape_controls(screen.law)}", "law")
    if screen.table:
        names = f"{text('table-at', language)}: {escape_controls(screen.table)}"
        short = wrap(names, width, max_lines=None if endless else 2, placeholder="…")
        yield from (Line(line, "table") for line in short)
    for words in screen.body:
        yield from (Line(line, "body") for line in wrap(escape_controls(words), width, subsequent_indent="  "))
    for label, words in screen.builds_on[: None if endless else _BUILDS]:
        yield from fit_words(
            f"{text('builds-on', language)} {escape_controls(label)}: {escape_controls(words)}", "builds"
        )
    for remark in screen.remarks[: None if endless else _REMARKS]:
        yield from fit_words(escape_controls(remark), "remark")
    news = [
        line
        for message in screen.flags
        for part in ([message] if marks_of(message) else message.split("\n"))
        for line in wrap_marked(part, width - 2, break_long=False)
    ]
    yield from (Line(join_marked(["» ", line]), "flag") for line in news[:_NEWS])
    if len(news) > _NEWS:
        yield Line("» …", "flag")
    if screen.current:
        yield from _current(screen.current, language, width, height if endless else _CURRENT)


def _current(words: str, language: str, width: int, most: int) -> Iterator[Line]:
    lines = [part for line in escape_controls(words).split("\n") for part in wrap(line, width - 4) or [""]]
    yield Line(f"{text('current-answer', language)}:", "said")
    yield from (Line(f"    {line}", "current") for line in lines[:most])
    if len(lines) > most:
        yield Line("    …", "current")


def _drop_until_fit(lines: list[Line], room: int) -> list[Line]:
    """Return the lines with the least weighty taken out until they fit; the question itself always stays."""
    for role in _GIVES_WAY:
        while len(lines) > room and any(line.role == role for line in lines):
            last = max(place for place, line in enumerate(lines) if line.role == role)
            lines = [*lines[:last], *lines[last + 1 :]]
    return lines


_STYLES = {
    "where": "dim",
    "group": "bold",
    "number": "bold",
    "loud": "bold reverse",
    "mark": "italic",
    "law": "dim",
    "table": "dim",
    "builds": "dim",
    "said": "dim",
    "current": "green",
    "remark": "magenta",
    # a word is never told by its colour alone; none of these is hard to read on white or on black
    "blocker": "bold reverse red",
    "must": "bold red",
    "warning": "bold magenta",
    "attention": "bold",
    # of seriousness
    "level-1": "bold green",
    "level-2": "bold magenta",
    "level-3": "bold red",
}


def print_screen(screen: Screen, language: str) -> int:
    """Clear the terminal, show a screen in colour, or without where NO_COLOR says so; return how many lines."""
    console = _open_console()
    console.clear()
    lines = lines_of(screen, language, console.width, min(console.height, HEIGHT * 2))
    for line in lines:
        console.print(_style_text(line.text, line.role))
    console.print()
    return len(lines) + 1


def print_text(words: str) -> None:
    """Print a result with what is marked in it in colour."""
    _open_console().print(_style_text(words))


def _open_console() -> "Console":
    from rich.console import Console
    from rich.theme import Theme

    return Console(markup=False, emoji=False, highlight=False, soft_wrap=True, theme=Theme(_STYLES, inherit=False))


def _style_text(words: str, role: str = "") -> "Text":
    from rich.text import Span, Text

    return Text(words, role, spans=[Span(*mark) for mark in marks_of(words)])
