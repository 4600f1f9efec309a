"""Plain words in Markdown: every sign stands as typed, and none has a meaning for Markdown or for a forge."""

import re
from collections.abc import Iterator

# what Markdown, or a forge on top of it, gives a meaning anywhere in a line; what calls somebody or something is found
# in the text after rendering, where only an invisible space prevents it
_SPECIAL = re.compile(
    r"[\\`*_\[\]|~$<>&]|#(?!\w)|!\Z"
    r"|(?P<call>#(?=\w)|(?<![\w.+-])@(?=\w)|!(?=\d)|(?<=\w)://|\bwww\.|:(?=[\w+-]+:))",
    re.IGNORECASE,
)
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "$": "&#36;"}
# what would open a list, a rule or a table at the start of a line
_OPENING = re.compile(r"[-+=:]|[0-9]{1,9}(?=[.)](?:\s|$))")


def one_line_markdown(text: str) -> str:
    """Return an answer for a heading or a name in Markdown: on one line, with line breaks shown and without links."""
    return " <br> ".join(escape_markdown(line) for line in each_line(text))


def escape_markdown(text: str) -> str:
    """Return plain text in which no character has a meaning for Markdown or for a forge, not even first in a line."""
    safe = _SPECIAL.sub(_escape, text)
    if not (opening := _OPENING.match(safe)):
        return safe
    number = opening[0] if opening[0].isdecimal() else ""
    return f"{number}\\{safe[len(number) :]}"


def each_line(text: str) -> Iterator[str]:
    """Yield every line that is not blank, without what stands around it."""
    return (line.strip() for line in text.split("\n") if line.strip())


def _escape(sign_match: re.Match[str]) -> str:
    if call := sign_match["call"]:
        word = call.rstrip("./")
        return f"{word}&#8203;{call[len(word) :]}"
    return _ENTITIES.get(sign_match[0], f"\\{sign_match[0]}")
