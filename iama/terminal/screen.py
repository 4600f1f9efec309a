"""A screen of the interview as lines that fit 80 by 24, and as colour through rich, the one owner of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import shorten, wrap

from iama.assess.asking import Screen
from iama.model.text import shown
from iama.model.words import text

HEIGHT = 24
_LEFT_FOR_PROMPT = 8  # lines for the choices, the keys and what is typed
_HELP, _CURRENT, _BUILDS, _NEWS = 6, 4, 2, 5  # lines at the most


@dataclass(frozen=True, slots=True)
class Line:
    """One line, and what kind of thing it says: where, number, text, help, label, current, flag."""

    text: str
    role: str = "text"


def lines_of(screen: Screen, language: str, width: int = 80, height: int = HEIGHT) -> list[Line]:
    """Return the lines of a screen; help gives way first when there is too much."""
    width = min(width, 100)
    head = [Line(_ends(shown(screen.where), screen.progress, width), "where"), Line("")]
    if screen.group:
        head += _wrapped(screen.group, width, "group")
    number = f"{screen.number}  " if screen.number else ""
    title = wrap(shown(f"{number}{screen.text}"), width, subsequent_indent=" " * len(number))
    head += [Line(line, "loud" if screen.loud else "number") for line in title]
    if screen.mark:
        head.append(Line(f"({shown(screen.mark)})", "mark"))
    tail = list(_beside(screen, language, width))
    room = max(2, height - _LEFT_FOR_PROMPT - len(head) - len(tail))
    return head + _help(screen.help, width, min(_HELP, room)) + tail


def _ends(left: str, right: str, width: int) -> str:
    room = width - len(right) - 2
    return f"{shorten(left, room, placeholder='…'):<{room}}  {right}"


def _wrapped(words: str, width: int, role: str) -> list[Line]:
    return [Line(line, role) for line in wrap(shown(words), width)]


def _help(words: str, width: int, room: int) -> list[Line]:
    lines = wrap(shown(words), width)
    if len(lines) > room:
        lines = [*lines[: room - 1], shorten(lines[room - 1], width - 2, placeholder="") + " …"]
    return [Line(line, "help") for line in lines]


def _beside(screen: Screen, language: str, width: int) -> Iterator[Line]:
    for key, words in (("why-asked", screen.law), ("table-at", screen.table)):
        if words:
            yield Line(shorten(f"{text(key, language)}: {shown(words)}", width, placeholder="…"), "label")
    for label, words in screen.builds_on[:_BUILDS]:
        line = f"{text('builds-on', language)} {shown(label)}: {shown(words)}"
        yield Line(shorten(line, width, placeholder="…"), "label")
    for remark in screen.remarks[:_CURRENT]:
        yield Line(shorten(shown(remark), width, placeholder="…"), "flag")
    news = [line for flag in screen.flags for part in shown(flag).split("\n") for line in wrap(part, width - 2)]
    yield from (Line(f"» {line}", "flag") for line in news[:_NEWS])
    if len(news) > _NEWS:
        yield Line("» …", "flag")
    if screen.current:
        yield from _current(screen.current, language, width)


def _current(words: str, language: str, width: int) -> Iterator[Line]:
    lines = [part for line in shown(words).split("\n") for part in wrap(line, width - 4) or [""]]
    yield Line(f"{text('current-answer', language)}:", "label")
    yield from (Line(f"    {line}", "current") for line in lines[:_CURRENT])
    if len(lines) > _CURRENT:
        yield Line("    …", "current")


_STYLES = {
    "where": "dim",
    "group": "bold",
    "number": "bold",
    "loud": "bold reverse",
    "mark": "italic",
    "help": "",
    "label": "dim",
    "current": "green",
    "flag": "yellow",
}


def print_screen(screen: Screen, language: str) -> None:
    """Clear the terminal and show a screen in colour, or without where NO_COLOR says so."""
    from rich.console import Console
    from rich.text import Text

    console = Console(markup=False, emoji=False, highlight=False, soft_wrap=True)
    console.clear()
    for line in lines_of(screen, language, console.width, console.height):
        console.print(Text(line.text, style=_STYLES.get(line.role, "")))
    console.print()
