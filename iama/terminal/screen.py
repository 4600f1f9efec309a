"""A screen of the interview as lines that fit 80 by 24, and as colour through rich, the one owner of it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from textwrap import shorten
from textwrap import wrap as wrap_words
from typing import TYPE_CHECKING

from iama.interview.asking import Screen
from iama.model.text import escape_controls
from iama.words import text

if TYPE_CHECKING:
    from rich.text import Text

HEIGHT = 24
wrap = partial(wrap_words, break_on_hyphens=False)
_WIDEST = 100
_LEAST_HELP = 2
_HELP, _CURRENT, _BUILDS, _NEWS, _REMARKS = 6, 4, 2, 5, 4  # lines at the most
_GIVES_WAY = ("builds", "table", "remark", "current", "law", "flag", "group", "body", "where")  # after the help


@dataclass(frozen=True, slots=True)
class Line:
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
    title = wrap(escape_controls(f"{number}{screen.text}"), width, subsequent_indent=" " * len(number))
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

    for key, words, role in (("why-asked", screen.law, "law"), ("table-at", screen.table, "table")):
        if words:
            yield from fit_words(f"{text(key, language)}: {escape_controls(words)}", role)
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
        for flag in screen.flags
        for part in escape_controls(flag).split("\n")
        for line in wrap(part, width - 2, break_long_words=False)
    ]
    yield from (Line(f"» {line}", "flag") for line in news[:_NEWS])
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
}


def print_screen(screen: Screen, language: str) -> int:
    """Clear the terminal, show a screen in colour, or without where NO_COLOR says so; return how many lines."""
    from rich.console import Console
    from rich.text import Text

    console = Console(markup=False, emoji=False, highlight=False, soft_wrap=True)
    console.clear()
    lines = lines_of(screen, language, console.width, min(console.height, HEIGHT * 2))
    for line in lines:
        printed = Text(line.text, style=_STYLES.get(line.role, ""))
        if line.role in ("number", "flag"):
            _paint(printed, _severities(language))
        console.print(printed)
    console.print()
    return len(lines) + 1


# a word is never told by its colour alone; none of these is hard to read on white or on black
_SEVERITY_STYLES = {"blocker": "bold reverse red", "must": "bold red", "warning": "bold magenta", "attention": "bold"}
_LEVEL_STYLES = {3: "bold red", 2: "bold magenta", 1: "bold green"}  # of seriousness


def print_text(words: str, language: str, levels: Mapping[str, int]) -> None:
    """Print a result with its severities, and the seriousness that ends a line of a table, as coloured words."""
    from rich.console import Console
    from rich.text import Text

    printed = Text(words)
    serious = ((rf"(?m)  ({re.escape(word)})$", _LEVEL_STYLES[rank]) for word, rank in levels.items() if rank)
    _paint(printed, [*_severities(language), *serious])
    Console(markup=False, emoji=False, highlight=False, soft_wrap=True).print(printed)


def _severities(language: str) -> Iterator[tuple[str, str]]:
    """Yield where the name of a severity stands, in front of a flag or of a count, and its style."""
    for severity, style in _SEVERITY_STYLES.items():
        word = re.escape(text(f"severity-{severity}", language))
        yield rf"(?m)(?:^ *|· |: )({word}):", style
        yield rf"(?m)(?:: |· |  )({word.lower()}) \d+(?= ·|$)", style
    yield rf"(?m)^  ({re.escape(text('flags-stands-in-the-way', language))}):", _SEVERITY_STYLES["blocker"]


def _paint(printed: "Text", places: Iterable[tuple[str, str]]) -> None:
    for pattern, style in places:
        for found in re.finditer(pattern, printed.plain):
            printed.stylize(style, *found.span(1))
