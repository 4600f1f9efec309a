"""Answers as they were typed: as HTML, as Markdown, on one line. Every visible sign stands, and none has a meaning.

A line is a line, and a blank line begins a paragraph. A line that begins with `-`, `*`, `+`, `•` or a number with `.`
or `)` is an entry of a list, and part of the entry above it where it is moved to the right. An address that begins with
https:// is a link. Bullets may look different on a page; the numbers of a list stand as typed.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape
from urllib.parse import quote

from markupsafe import Markup
from msgspec import Struct

from iama.model.markdown import each_line, escape_markdown

_ENTRY = re.compile(r"([-*+•]|[0-9]{1,9}[.)])[ \t]+(\S.*)")
_BULLETS = frozenset("-*•")  # `+` says more than "another one": beside `-` it is what speaks for something
_TAB = 4  # columns
_NESTED = 2  # columns to the right that make an entry part of the one above
_DEEPEST = 6  # entries in entries

_ADDRESS = re.compile(r"(?<!\w)https://[^\W_][^\s<>\"`|\\^{}]*")
_AFTER_ADDRESS = ".,;:!?'’”…*_~"
_BRACKETS = {"(": ")", "[": "]"}
_IN_HREF = "%:/?#@!$&'()*+,;=~"
_ENTITY = re.compile(r"&#?\w+;")
# an address that every reader of Markdown shows as it is
_PLAIN_ADDRESS = re.compile(r"https://(?!.*xn--)[a-z0-9.-]+(?:/[\w/.~?=&#+,-]*)?", re.ASCII)
_AROUND_TITLE = " \t:;,.–—-•*+([<\"'‘“"  # what stands between the name of a link and its address


class Paragraph(Struct, frozen=True):
    """Lines that follow each other."""

    lines: list[str]


class ListEntry(Struct, frozen=True):
    """One entry of a list: its mark as typed, its first paragraph, and what else stands in it."""

    mark: str
    first: Paragraph
    others: "list[Paragraph | Listing]"

    @property
    def is_numbered(self) -> bool:
        return self.mark[0].isdecimal()


class Listing(Struct, frozen=True):
    """Entries that follow each other."""

    entries: list[ListEntry]

    @property
    def first_number(self) -> int | None:
        """The number from which a list counts as every reader of HTML and Markdown does; None when it does not."""
        marks = [entry.mark for entry in self.entries]
        first = int(marks[0][:-1]) if marks[0].endswith(".") else None
        counted = first is not None and marks == [f"{number}." for number in range(first, first + len(marks))]
        return first if counted else None


Block = Paragraph | Listing


def html(text: str) -> Markup:
    """Return an answer as HTML: paragraphs, lists and https links."""
    return Markup().join(_html_blocks(_blocks(text)))


def html_line(text: str) -> Markup:
    """Return an answer as HTML for a cell or a short place: its lines and https links."""
    return Markup("<br>\n").join(_html_inline(line) for line in each_line(text))


def markdown(text: str) -> str:
    """Return an answer as Markdown with the same paragraphs, lists and links, in which nothing else has a meaning."""
    return "\n".join(_markdown_lines(_blocks(text)))


def markdown_cell(text: str) -> str:
    """Return an answer for a cell of a Markdown table: on one line, with line breaks and https links."""
    return " <br> ".join(_markdown_inline(line) for line in each_line(text))


def plain_paragraph(text: str) -> str:
    """Return an answer as one paragraph of plain text: a line behind a line, a bullet before every entry of a list."""
    return " ".join(_plain_line(line) for line in each_line(text))


def links(text: str) -> tuple[tuple[str, str], ...]:
    """Return the links in an answer, each with what stands before it on its line: `Participatiewet: https://…`."""
    pairs = []
    for line in each_line(text):
        before = ""
        for piece, is_address in _line_pieces(line):
            if is_address:
                pairs.append((_link_title(before), piece))
            before = piece
    return tuple(pairs)


def _link_title(before: str) -> str:
    """Return what a text calls the address behind it; of `and [Wet](https://…` that is what the brackets hold."""
    inner = before[:-2].rpartition("[")[2] if before.endswith("](") else before
    return " ".join(inner.strip(f"{_AROUND_TITLE})]").split())


def _plain_line(line: str) -> str:
    entry = _ENTRY.fullmatch(line)
    words = f"• {entry[2]}" if entry and entry[1] in _BULLETS else line
    return " ".join(words.split())


def _blocks(text: str) -> list[Block]:
    """Return the paragraphs and lists of an answer."""
    whole = ListEntry("", Paragraph([]), [])
    open_entries = [(-_NESTED, whole)]  # what a line may be part of, each with its column
    follows = False  # a line, not a blank one
    for line in text.split("\n"):
        words = line.strip()
        if words:
            column = len(line.expandtabs(_TAB)) - len(line.expandtabs(_TAB).lstrip())
            if entry := _ENTRY.fullmatch(words):
                _add_entry(open_entries, column, ListEntry(entry[1], Paragraph([entry[2]]), []))
            else:
                _add_line(open_entries, column, words, follows=follows)
        follows = bool(words)
    return whole.others


def _add_entry(open_entries: list[tuple[int, ListEntry]], column: int, entry: ListEntry) -> None:
    while column < open_entries[-1][0] + _NESTED or len(open_entries) > _DEEPEST:
        open_entries.pop()
    match open_entries[-1][1].others:
        case [*_, Listing() as listing] if listing.entries[0].is_numbered == entry.is_numbered:
            listing.entries.append(entry)
        case others:
            others.append(Listing([entry]))
    open_entries.append((column, entry))


def _add_line(open_entries: list[tuple[int, ListEntry]], column: int, words: str, *, follows: bool) -> None:
    while len(open_entries) > 1 and column <= open_entries[-1][0]:  # not to the right of the mark: behind the list
        open_entries.pop()
    holder = open_entries[-1][1]
    match holder.others:
        case [] if follows and holder.mark:
            holder.first.lines.append(words)
        case [*_, Paragraph() as last] if follows:
            last.lines.append(words)
        case others:
            others.append(Paragraph([words]))


def _line_pieces(line: str) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a line, each with whether it is an address."""
    start = 0
    for match in _ADDRESS.finditer(line):
        address = match[0][: _address_end(match[0])]
        if not address.isprintable() or _ENTITY.search(address):  # not what it seems, or not the same everywhere
            continue
        yield line[start : match.start()], False
        yield address, True
        start = match.start() + len(address)
    yield line[start:], False


def _address_end(address: str) -> int:
    """Return where an address ends: before a bracket that it did not open, and before the end of a sentence."""
    awaited: list[str] = []
    for place, sign in enumerate(address):
        if sign in _BRACKETS:
            awaited.append(_BRACKETS[sign])
        elif sign in _BRACKETS.values():
            if sign not in awaited[-1:]:
                address = address[:place]
                break
            awaited.pop()
    return len(address.rstrip(_AFTER_ADDRESS))


def _html_blocks(blocks: Sequence[Block]) -> Iterator[Markup]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield Markup("<p>{}</p>\n").format(_html_lines(block))
        elif (first := block.first_number) is None:
            yield Markup("<ul>\n{}</ul>\n").format(Markup().join(_html_entry(entry) for entry in block.entries))
        else:
            start = Markup("") if first == 1 else Markup(' start="{}"').format(first)
            entries = (Markup("<li>{}</li>\n").format(_html_content(entry)) for entry in block.entries)
            yield Markup("<ol{}>\n{}</ol>\n").format(start, Markup().join(entries))


def _html_entry(entry: ListEntry) -> Markup:
    """Return an entry behind a bullet of the page, or else behind its own mark."""
    if entry.mark in _BULLETS:
        return Markup("<li>{}</li>\n").format(_html_content(entry))
    return Markup('<li class="marked"><span class="mark">{}</span> {}</li>\n').format(entry.mark, _html_content(entry))


def _html_content(entry: ListEntry) -> Markup:
    others = Markup().join(_html_blocks(entry.others))
    return _html_lines(entry.first) + (Markup("\n") + others if others else Markup())


def _html_lines(paragraph: Paragraph) -> Markup:
    return Markup("<br>\n").join(map(_html_inline, paragraph.lines))


def _html_inline(line: str) -> Markup:
    link = Markup('<a rel="noopener noreferrer nofollow" href="{}">{}</a>')
    return Markup().join(
        link.format(quote(piece, safe=_IN_HREF), piece) if is_address else Markup(escape(piece, quote=False))
        for piece, is_address in _line_pieces(line)
    )


def _markdown_lines(blocks: Sequence[Block], *, close: bool = False) -> Iterator[str]:
    """Yield the lines of blocks, a blank line between two; a `close` list stands right below what it is part of."""
    for number, block in enumerate(blocks):
        lines = _markdown_paragraph(block) if isinstance(block, Paragraph) else list(_markdown_entries(block))
        # a list that begins elsewhere than at 1 would be read as part of the paragraph before it
        if number or (close and not (isinstance(block, Listing) and lines[0].startswith(("- ", "1. ")))):
            yield ""
        yield from lines


def _markdown_paragraph(paragraph: Paragraph) -> list[str]:
    *lines, last = map(_markdown_inline, paragraph.lines)
    return [*(f"{line}  " for line in lines), last]


def _markdown_entries(listing: Listing) -> Iterator[str]:
    counts = listing.first_number is not None
    for entry in listing.entries:
        own = f"{entry.mark} " if counts else "- "
        typed = "" if counts or entry.mark in _BULLETS else f"{entry.mark[:-1]}\\{entry.mark[-1]} "
        first, *lines = [*_markdown_paragraph(entry.first), *_markdown_lines(entry.others, close=True)]
        yield own + typed + first
        yield from (" " * len(own) + line if line else "" for line in lines)


def _markdown_inline(line: str) -> str:
    """Return the text of one line; its marks are ours, so that nothing in the text can act as one."""
    return "".join(
        _markdown_link(piece) if is_address else escape_markdown(piece) for piece, is_address in _line_pieces(line)
    )


def _markdown_link(address: str) -> str:
    if _PLAIN_ADDRESS.fullmatch(address):
        return f"<{address}>"
    return f"[{escape_markdown(address)}](<{address.replace('&', '&amp;')}>)"
