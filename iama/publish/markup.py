"""The small Markdown that answers may use, to safe HTML and to Markdown that a forge renders as meant.

Paragraphs, lists, emphasis and https links; nothing else. Everything else is text. Owner of markdown-it.
"""

import re
from functools import cache

from markdown_it import MarkdownIt
from markupsafe import Markup

_BULLET = re.compile(r"( {0,3})([-*+]|\d{1,3}[.)]) (?=\S)")
# what a forge would read as HTML, a heading, a quote, a rule, a table, a mention or an issue
_SPECIAL = re.compile(r"[\\`\[\]|~]|<|>|&|[@#](?=\w)|(?<=:)//")


@cache
def _parser() -> MarkdownIt:
    rules = ["paragraph", "list", "newline", "escape", "emphasis", "link", "text", "balance_pairs", "fragments_join"]
    parser = MarkdownIt("zero", {"html": False, "breaks": True}).enable(rules, ignoreInvalid=True)
    parser.validateLink = lambda url: url.startswith("https://")  # type: ignore[method-assign]  # its way to configure
    return parser


def html(text: str) -> Markup:
    """Return an answer as HTML: paragraphs, lists, emphasis and https links; all else escaped."""
    rendered: str = _parser().render(text)
    return Markup(rendered.replace("<a href=", '<a rel="noopener noreferrer nofollow" href='))


def markdown(text: str) -> str:
    """Return an answer as Markdown with the same paragraphs and lists, in which nothing else has a meaning."""
    return "\n".join(_line(line) for line in text.split("\n"))


def cell(text: str) -> str:
    """Return an answer for a cell of a Markdown table: on one line, with line breaks shown."""
    return " <br> ".join(_line(line).strip() for line in text.split("\n") if line.strip())


def _line(line: str) -> str:
    bullet = _BULLET.match(line)
    start = bullet.end() if bullet else len(line) - len(line.lstrip(" \t"))
    lead = bullet[0] if bullet else ("" if len(line[:start].expandtabs()) > 3 else line[:start])
    rest = _SPECIAL.sub(_escaped, line[start:])
    if rest[:1] in ("#", "=", "-", "+", "*", "_") and not re.match(r"[*_]{1,2}\w", rest):
        rest = f"\\{rest}"
    elif number := re.match(r"\d+(?=[.)])", rest):
        rest = f"{number[0]}\\{rest[number.end() :]}"
    return lead + rest + ("  " if rest and not bullet else "")


def _escaped(found: re.Match[str]) -> str:
    entities = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "@": "&#64;", "#": "&#35;", "//": "&#47;/"}
    return entities.get(found[0], f"\\{found[0]}")
