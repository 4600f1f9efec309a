"""An OpenDocument text to its paragraphs and rows, as a reader sees them when every change is accepted."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from iama.files.officefile import parse_part, read_parts, refused

_BODY = "content.xml"
_GONE = ("tracked-changes", "annotation", "note", "forms", "sequence-decls", "change", "change-start", "change-end")


def open_document_lines(path: str, content: bytes) -> list[str]:
    """Return the paragraphs, a row of a table as cells with `|` between; an empty line stands between paragraphs.

    Raises UnusableFile for a file that is none, or that is hostile.
    """
    parts = read_parts(path, content, {_BODY})
    if _BODY not in parts:
        raise refused(path, "office-no-document")
    return list(_lines_of_document(parse_part(path, _BODY, parts[_BODY])))


def _lines_of_document(element: Element) -> Iterator[str]:
    for child in element:
        match _tag_name(child):
            case "p" | "h":
                yield from (" ".join(_words_of_element(child).split()), "")
            case "table-row":
                cells = (" ".join(_words_of_element(cell).split()) for cell in child if _tag_name(cell) == "table-cell")
                yield from (" | ".join(cell.replace("|", "/") for cell in cells), "")
            case name if name not in _GONE:
                yield from _lines_of_document(child)


def _words_of_element(element: Element) -> str:
    """Return the words in an element; the paragraphs in a cell with a blank between."""
    pieces = [element.text or ""]
    for child in element:
        name = _tag_name(child)
        if name in ("s", "tab", "line-break", "p", "h"):
            pieces.append(" ")
        if name not in _GONE:
            pieces.append(_words_of_element(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _tag_name(element: Element) -> str:
    return element.tag.rpartition("}")[2]
