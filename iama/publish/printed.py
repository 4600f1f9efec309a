"""What a page of HTML is for who writes it for paper or for Word: its layers, facts, lines, tables and drawings."""

import base64
import binascii
import re
from collections.abc import Callable, Mapping, Sequence
from html import escape

from msgspec import Struct

from iama.publish.pagetree import Node

LAYERS = ("verdict", "findings", "all")
MOST_COLUMNS = 6  # of a table; a wider one is read row by row
_SECOND = frozenset("findings routing rights timeline decision flags risks complaint".split())
_INLINE = frozenset("a abbr b br code em i img span strong svg time mark sub sup".split())
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_CASED = {"viewbox": "viewBox"}  # names that reading HTML writes small
_COLOUR = re.compile(r"--iama-color-([a-z-]+): (#[0-9a-fA-F]{3,6});")
_FONTS = re.compile(r"--iama-font-text: ([^;]+);")
_PICTURE = re.compile(r"data:image/(png|jpeg|svg\+xml);base64,(.*)", re.DOTALL)
_SIGN_WIDTH = 4  # letters


class PageFacts(Struct, frozen=True):
    """What a page says of itself."""

    title: str
    running: str
    edition: str
    organisation: str
    about: str
    language: str
    day: str
    colours: Mapping[str, str]


def page_facts(root: Node, document: str) -> PageFacts:
    """Return what a page says of itself, and the colours that it has on paper."""
    edition = root.find(lambda node: "edition" in node.classes)
    title = root.find(lambda node: node.tag == "title")
    return PageFacts(
        title=" ".join("".join(node.text for node in title.nodes()).split()),
        running=root.find(lambda node: node.tag == "h1").words(),
        edition=edition.words(),
        organisation=root.find(lambda node: "organisation" in node.classes).words(),
        about=root.find(lambda node: node.tag == "footer").words(),
        language=root.attributes.get("lang", "en"),
        day=edition.find(lambda node: node.tag == "time").attributes.get("datetime", "2000-01-01"),
        colours=dict(_COLOUR.findall(document)),  # of those with one name the last stays, which is that of paper
    )


def fonts_of(document: str) -> list[str]:
    """Return the names of the fonts that a page asks for, the first one first."""
    return [name.strip().strip("\"'") for one in _FONTS.findall(document)[:1] for name in one.split(",")]


def leave_out(root: Node, layer: str) -> None:
    """Take out the parts of a page that belong to a later layer than `layer`; the first one needs no contents."""
    if layer == "findings":
        _take_out(root, lambda node: "part" in node.classes and node.id not in _SECOND)
    if layer == "verdict":
        _take_out(root, lambda node: bool({"part", "contents"} & set(node.classes)) or node.id == "summary")


def _take_out(root: Node, unwanted: Callable[[Node], bool]) -> None:
    for node in list(root.nodes()):
        node.children = [child for child in node.children if not unwanted(child)]


def is_inline(node: Node) -> bool:
    """Whether a node is a part of a line."""
    return not node.is_drawing and (not node.tag or node.tag in _INLINE)


def one_line(nodes: Sequence[Node]) -> list[Node]:
    """Return the nodes of a line of which the blanks are one each, and none stand at an end."""
    leaves = [one for node in nodes for one in node.nodes() if one.tag == "br" or not one.tag]
    at_start = True
    for leaf in leaves:
        leaf.text = _BLANKS.sub(" ", leaf.text)
        leaf.text = leaf.text.lstrip(" ") if at_start else leaf.text
        at_start = leaf.tag == "br" or (leaf.text.endswith(" ") if leaf.text else at_start)
    if leaves:
        leaves[-1].text = leaves[-1].text.rstrip(" ")
    return [node for node in nodes if node.tag or node.text]


def table_rows(table: Node) -> list[list[Node]]:
    """Return the cells of a table, row by row."""
    return [[cell for cell in row.children if cell.tag in ("td", "th")] for row in table.nodes() if row.tag == "tr"]


def column_widths(rows: Sequence[Sequence[Node]]) -> list[int]:
    """Return how wide each column of a table is to be, beside the others: by its longest word and by what it says."""
    widths = []
    for column in zip(*(row for row in rows if len(row) == len(rows[0])), strict=True):
        said = [cell.words() for cell in column]
        longest = max((len(word) for one in said for word in one.split()), default=1)
        average = sum(map(len, said)) // len(said)
        drawn = _SIGN_WIDTH * any(one.tag == "svg" for cell in column for one in cell.nodes())
        widths.append(max(min(longest, 14) + drawn, min(average, 28)))
    return widths


def grouped_terms(node: Node) -> list[tuple[Node, list[Node]]]:
    """Return the terms of a list, each with what is said of it."""
    groups: list[tuple[Node, list[Node]]] = []
    for one in node.nodes():
        if one.tag == "dt":
            groups.append((one, []))
        elif one.tag == "dd" and groups:
            groups[-1][1].append(one)
    return groups


def told_words(drawing: Node) -> str:
    """Return the title and the description of a drawing."""
    told = [child for child in drawing.children if child.tag in ("title", "desc")]
    return " ".join("".join(one.text for child in told for one in (*child.nodes(), Node(text=" "))).split())


def svg(node: Node, style: str) -> str:
    """Return a drawing as a document of its own, with its style in it."""
    attributes = "".join(f' {_CASED.get(name, name)}="{escape(value)}"' for name, value in node.attributes.items())
    space = ' xmlns="http://www.w3.org/2000/svg"' if node.tag == "svg" else ""
    styled = f"<style>{style}</style>" if node.tag == "svg" else ""
    inside = "".join(svg(child, style) for child in node.children if child.tag not in ("title", "desc", "image"))
    return f"<{node.tag}{space}{attributes}>{styled}{inside}</{node.tag}>" if node.tag else escape(node.text)


def held_picture(node: Node) -> tuple[str, bytes] | None:
    """Return the kind (png, jpg or svg) and the bytes of a picture that stands in the page itself; no other counts."""
    found = _PICTURE.match(node.attributes.get("src", ""))
    if found is None:
        return None
    try:
        return {"jpeg": "jpg", "svg+xml": "svg"}.get(found[1], found[1]), base64.b64decode(found[2], validate=True)
    except binascii.Error:
        return None
