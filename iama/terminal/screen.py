"""A screen of the interview as lines that fit 80 by 24, and as colour through rich, the one owner of it."""

from collections.abc import Iterator, Sequence
from functools import partial
from textwrap import shorten
from textwrap import wrap as wrap_words
from typing import TYPE_CHECKING

from msgspec import Struct

from iama.interview.asking import Command, Earlier, Screen
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
_HELP, _CURRENT, _NEWS, _REMARKS = 6, 4, 5, 4  # lines at the most
_EARLIER = 12  # in a terminal that can be read back: what is longer is asked for
_GIVES_WAY = ("table", "law", "remark", "current", "builds", "flag", "group", "body", "where")  # after the help


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
    whole = [line for words in screen.help.split("\n\n") for line in wrap(escape_controls(words), width)]
    left = room - len(head) - len(tail)
    most = min(left - min(len(whole), _LEAST_HELP), _EARLIER if height > HEIGHT * 10 else left)
    built_on = [Line(line, "builds") for line in earlier_lines(screen.builds_on, language, width, most)]
    left = max(_LEAST_HELP, left - len(built_on))
    help_ = _shorten_help(whole, min(_HELP, left) if height <= HEIGHT else left, width, language)
    return _drop_until_fit([*head, *(Line(line, "help") for line in help_), *built_on, *tail], room)


def earlier_lines(earlier: Sequence[Earlier], language: str, width: int, room: int) -> list[str]:
    """Return what a question builds on in at most `room` lines, and at least one: whole, else how each begins."""
    lead = text("builds-on", language)
    if len(earlier) > 1 and room > len(earlier):  # a line to say so once
        return [
            f"{lead}:",
            *_fit_blocks(earlier, [_earlier_block(one, "  ", width) for one in earlier], room - 1, language, width),
        ]
    return _fit_blocks(
        earlier, [_earlier_block(one, f"{lead} ", width) for one in earlier], max(room, 1), language, width
    )


def _fit_blocks(
    earlier: Sequence[Earlier], blocks: Sequence[list[str]], room: int, language: str, width: int
) -> list[str]:
    """Return blocks of lines in `room` lines: a block that is cut says how to read it, and so does what is left out."""
    shown = len(blocks) if len(blocks) <= room else room - 1
    sizes = _share_lines([len(block) for block in blocks[:shown]], room if shown == len(blocks) else shown)
    command = Command.READ.name_in(language)
    lines = []
    for one, block, size in zip(earlier, blocks, sizes, strict=False):
        cut = text("more-answer", language, command=f"{command} {one.name}".strip())
        lines += block if len(block) == size else [*block[: size - 1], _end_with(block[size - 1], cut, width)]
    if shown < len(blocks):
        lines.append(text("more-answers", language, count=len(blocks) - shown, command=command))
    return lines


def _earlier_block(one: Earlier, lead: str, width: int) -> list[str]:
    words = f"{lead}{escape_controls(one.label)}: {escape_controls(one.words)}"
    return [line for part in words.split("\n") for line in wrap(part, width, subsequent_indent="    ")]


def _share_lines(wanted: Sequence[int], room: int) -> list[int]:
    """Return how many lines each gets: all that it wants where that fits, and nobody more than it needs."""
    sizes = [min(1, one) for one in wanted]
    while sum(sizes) < min(room, sum(wanted)):
        short = (place for place, one in enumerate(wanted) if sizes[place] < one)
        sizes[min(short, key=lambda place: sizes[place])] += 1
    return sizes


def _end_with(line: str, end: str, width: int) -> str:
    indent = " " * (len(line) - len(line.lstrip()))
    return f"{indent}{shorten(line, width - len(indent) - len(end) - 1, placeholder='…')} {end}"


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
    return [*lines[: room - 1], _end_with(lines[room - 1], text("more-help", language), width)]


def _lines_under_question(screen: Screen, language: str, width: int, height: int) -> Iterator[Line]:
    """Yield what stands under a question; in a terminal that can be read back nothing is cut off."""
    endless = height > HEIGHT * 10
    more = f"… {text('more-answer', language, command=Command.READ.name_in(language))}"

    def fit_words(words: str, role: str, more: str = "…") -> Iterator[Line]:
        wrapped = wrap(words, width) if endless else [shorten(words, width, placeholder=more)] * bool(words)
        yield from (Line(line, role) for line in wrapped)

    if screen.law:
        yield from fit_words(f"{text('why-asked', language)}: {escape_controls(screen.law)}", "law")
    if screen.table:
        names = f"{text('table-at', language)}: {escape_controls(screen.table)}"
        short = wrap(names, width, max_lines=None if endless else 2, placeholder="…")
        yield from (Line(line, "table") for line in short)
    for words in screen.body:
        yield from (Line(line, "body") for line in wrap(escape_controls(words), width, subsequent_indent="  "))
    for remark in screen.remarks[: None if endless else _REMARKS]:
        yield from fit_words(escape_controls(remark), "remark", more)
    news = [
        line
        for message in screen.flags
        for part in ([message] if marks_of(message) else message.split("\n"))
        for line in wrap_marked(part, width - 2, break_long=False)
    ]
    yield from (Line(join_marked(["» ", line]), "flag") for line in news[:_NEWS])
    if len(news) > _NEWS:
        yield Line("» …", "flag")
    if current := screen.current if endless else screen.current.removesuffix(screen.field).strip("\n"):
        yield from _current(current, language, width, height if endless else _CURRENT, more)


def _current(words: str, language: str, width: int, most: int, more: str) -> Iterator[Line]:
    lines = [part for line in escape_controls(words).split("\n") for part in wrap(line, width - 4) or [""]]
    yield Line(f"{text('current-answer', language)}:", "said")
    yield from (Line(f"    {line}", "current") for line in lines[:most])
    if len(lines) > most:
        yield Line(f"    {more}", "current")


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
