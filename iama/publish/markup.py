"""The small Markdown that answers may use, to safe HTML and to Markdown that a forge renders as meant.

Paragraphs, lists, emphasis and https links; nothing else. Everything else is text. Owner of markdown-it.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

# what Markdown, or a forge on top of it, gives a meaning anywhere in a line
_SPECIAL = re.compile(r"[\\`*_\[\]|~$<>&]|(?<![\w.+-])@(?=\w)|#(?=\w)|!(?=\d|$)|(?<=\w)://|\bwww\.", re.IGNORECASE)
# a mention or a reference is found in the text after rendering: only an invisible space prevents it
_BROKEN = {"@": "@&#8203;", "#": "#&#8203;", "!": "!&#8203;", "://": ":&#8203;//"}
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "$": "&#36;"}
# what would open a heading, a list or a rule at the start of a line
_OPENING = re.compile(r"[-+=#]|\d{1,9}(?=[.)](?:\s|$))")
_BLANKS = re.compile(r"\n{3,}")
_MARKS = {"strong_open": "**", "strong_close": "**", "em_open": "*", "em_close": "*"}


@cache
def _parser() -> MarkdownIt:
    rules = ["paragraph", "list", "newline", "escape", "emphasis", "link", "text", "balance_pairs", "fragments_join"]
    parser = MarkdownIt("zero", {"html": False, "breaks": True}).enable(rules, ignoreInvalid=True)
    parser.validateLink = lambda url: url.startswith("https://")  # type: ignore[method-assign]  # its way to configure
    return parser


def html(text: str) -> Markup:
    """Return an answer as HTML: paragraphs, lists, emphasis and https links; all else escaped."""
    parser = _parser()
    tokens = parser.parse(text)
    for link in (child for token in tokens for child in token.children or () if child.type == "link_open"):
        link.attrs = {"rel": "noopener noreferrer nofollow", "href": link.attrs["href"]}  # no title: it is no text
    return Markup(parser.renderer.render(tokens, parser.options, {}))


def markdown(text: str) -> str:
    """Return an answer as Markdown with the same paragraphs and lists, in which nothing else has a meaning."""
    return _BLANKS.sub("\n\n", "\n".join(_markdown_lines(_parser().parse(text), "  \n"))).strip("\n")


def one_line_markdown(text: str) -> str:
    """Return an answer for a heading or a cell of a Markdown table: on one line, with line breaks shown."""
    lines = (line.strip() for line in _markdown_lines(_parser().parse(text), " <br> "))
    return " <br> ".join(line for line in lines if line)


def plain_paragraph(text: str) -> str:
    """Return an answer as one paragraph of plain text: list entries one after the other, targets of links left out."""
    blocks = list(_marked_paragraphs(_parser().parse(text)))
    following = [*(mark for mark, _ in blocks), ""][1:]
    return " ".join(_end_sentence(mark, block, next_) for (mark, block), next_ in zip(blocks, following, strict=True))


def links(text: str) -> tuple[tuple[str, str], ...]:
    """Return the links in an answer, each with its text."""
    pairs = []
    for token in _parser().parse(text):
        label, target = "", ""
        for child in token.children or ():
            if child.type == "link_open":
                label, target = "", str(child.attrs.get("href", ""))
            elif child.type == "link_close":
                pairs.append((" ".join(label.split()), target))
            else:
                label += child.content or " "
    return tuple(pairs)


def _marked_paragraphs(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """Yield every paragraph as plain text behind its mark: `-` or `(1)` for an entry of a list, else nothing."""
    mark = ""
    for token in tokens:
        if token.type == "list_item_open":
            mark = f"({token.info})" if token.info else "-"
        elif token.type == "inline":
            content = "".join(" " if child.type.endswith("break") else child.content for child in token.children or ())
            if words := " ".join(content.split()):
                yield mark, words
            mark = ""


def _end_sentence(mark: str, block: str, following: str) -> str:
    """Return a block as a sentence, or as a part of one when entries of a list follow."""
    words = f"{mark} {block}" if mark.startswith("(") else block
    if words.rstrip("\"'’”)]").endswith((".", "!", "?", "…", ":")):
        return words
    bare = words.rstrip(";,")
    if not following:
        return f"{bare}."
    return f"{bare};" if mark else f"{bare}:"


def _markdown_lines(tokens: Sequence[Token], line_break: str) -> Iterator[str]:
    """Yield the lines of blocks: every paragraph, and every entry of a list behind its own mark."""
    indents: list[int] = []  # how far each entry around this line moves it to the right
    mark = ""
    for token in tokens:
        match token.type:
            case "list_item_open":
                own = f"{token.info}{token.markup} "
                mark = (mark or " " * sum(indents)) + own
                indents.append(len(own))
            case "list_item_close":
                indents.pop()
                if mark:
                    yield mark.rstrip()
                mark = ""
            case "inline":
                around = " " * sum(indents)
                follow = line_break + around if line_break.endswith("\n") else line_break
                yield (mark or around) + _inline(token.children or (), follow)
                mark = ""
            case "paragraph_close" if not token.hidden:
                yield ""
            case "bullet_list_close" | "ordered_list_close":
                yield ""


def _inline(tokens: Sequence[Token], line_break: str) -> str:
    """Return the text of one paragraph; its marks are ours, so that nothing in the text can act as one."""
    pieces: list[str] = []
    target = ""
    for token in tokens:
        match token.type:
            case "text" | "text_special":
                starts = not pieces or pieces[-1] == line_break
                pieces.append(escape_markdown(token.content, at_start=starts))
            case "softbreak" | "hardbreak":
                pieces.append(line_break)
            case "link_open":
                target = str(token.attrs.get("href", ""))
                pieces.append("[")
            case "link_close":
                pieces.append(f"](<{target}>)")
            case name:
                pieces.append(_MARKS.get(name, ""))
    return "".join(pieces)


def escape_markdown(text: str, *, at_start: bool = False) -> str:
    """Return plain text in which no character has a meaning for Markdown or for a forge."""
    safe = _SPECIAL.sub(_escape, text)
    opening = _OPENING.match(safe) if at_start else None
    if opening is None:
        return safe
    number = opening[0] if opening[0].isdecimal() else ""
    return f"{number}\\{safe[len(number) :]}"


def _escape(sign_match: re.Match[str]) -> str:
    sign = sign_match[0]
    if sign.lower() == "www.":
        return f"{sign[:-1]}&#8203;."
    if sign == "!" and sign_match.end() == len(sign_match.string):  # a link behind it would be an image
        return "\\!"
    return _BROKEN.get(sign) or _ENTITIES.get(sign) or f"\\{sign}"
