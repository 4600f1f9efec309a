"""What a reader sees of a page, and what a team typed, as signs that can be compared."""

import re
from html.parser import HTMLParser

from markdown_it import MarkdownIt

# as a forge reads Markdown: HTML, tables and struck words included
FORGE = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
_BULLET = re.compile(r"(?m)^[^\S\n]*[-*•][ \t]+(?=\S)")


def typed_signs(answer: str) -> str:
    """Return the visible signs of an answer: all but white space and the bullets of lists."""
    return visible(_BULLET.sub("", answer))


def visible(text: str) -> str:
    return "".join(text.split())


def shown_signs(document: str) -> str:
    """Return the visible signs of HTML, with the numbers that a browser gives the entries of a list."""
    reader = _Reader()
    reader.feed(document)
    reader.close()
    return visible("".join(reader.said))


def rendered_signs(document: str) -> str:
    """Return the visible signs of Markdown as rendered, without the invisible spaces that keep a forge from linking."""
    return shown_signs(FORGE.render(document)).replace("\u200b", "")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.lists: list[int | None] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in ("style", "script", "title")
        if tag in ("ol", "ul"):
            self.lists.append(int(dict(attrs).get("start") or 1) if tag == "ol" else None)
        if tag == "li" and self.lists and (number := self.lists[-1]) is not None:
            self.said.append(f"{number}.")
            self.lists[-1] = number + 1

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("style", "script", "title")
        if tag in ("ol", "ul"):
            self.lists.pop()

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.said.append(data)
