"""A Word document that came back, to the words in its fields: as its readers see it when every change is accepted.

Words in content controls, text boxes and tracked insertions count, tracked deletions do not. A field is a row of a
table, known by its bookmark, or else by the code in its first column: a detour through another program may lose one.
Elements are known by their local names, as those of ISO 29500 strict stand in another namespace.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from xml.etree.ElementTree import Element

from msgspec import Struct, field

from iama.files.officefile import parse_part, read_parts, refused
from iama.model.limits import SHEET_FIELDS
from iama.model.sheets import Field, FieldCode, Filled, Loose, code_in, code_of_bookmark

_BODY, _COMMENTS, _NUMBERING = "word/document.xml", "word/comments.xml", "word/numbering.xml"
_NOTES = {"footnoteReference": "word/footnotes.xml", "endnoteReference": "word/endnotes.xml"}
_GONE = {"del", "moveFrom", "delText", "instrText", "delInstrText", "rPr", "tblPr", "trPr", "tcPr", "sectPr"}
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_TICKED, _UNTICKED = "☒", "☐"
_BOXES = {"F0FE": _TICKED, "F0FD": _TICKED, "F0FC": _TICKED, "F052": _TICKED, "F0A8": _UNTICKED, "F06F": _UNTICKED}
_LISTS = ("\n- ", "\n1. ")


def read_word(path: str, content: bytes) -> Filled:
    """Return what stands in a Word document; raises UnusableFile for one that is none, or that is hostile."""
    parts = read_parts(path, content, {_BODY, _COMMENTS, _NUMBERING, *_NOTES.values()})
    if _BODY not in parts:
        raise refused(path, "office-no-word")
    roots = {name: parse_part(path, name, part) for name, part in parts.items()}
    reader = _Document(_Texts(_notes(roots), _bulleted(roots.get(_NUMBERING))), _comment_texts(roots))
    for body in _elements_below(roots[_BODY], "body"):
        reader.read_blocks(body)
    if len(reader.fields) > SHEET_FIELDS:
        raise refused(path, "sheet-many-fields", limit=SHEET_FIELDS)
    known = {id_ for one in reader.anchored for id_ in one}
    reader.loose += [Loose(words) for id_, words in reader.comments.items() if id_ not in known]
    return Filled(tuple(reader.fields), tuple(reader.loose), reader.texts.images)


def word_lines(path: str, content: bytes) -> list[str] | None:
    """Return the paragraphs of a Word document, a row of a table as cells with `|` between; None for one that is none.

    An empty line stands between paragraphs. Raises UnusableFile for a hostile one.
    """
    parts = read_parts(path, content, {_BODY})
    if _BODY not in parts:
        return None
    plain = _Texts()
    bodies = _elements_below(parse_part(path, _BODY, parts[_BODY]), "body")
    return [line for body in bodies for words, _ in plain.paragraphs(body) for line in (" ".join(words.split()), "")]


def _tag_name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _attribute(element: Element | None, name: str) -> str:
    found = element.items() if element is not None else ()
    return next((value for key, value in found if key.rpartition("}")[2] == name), "")


def _elements_below(element: Element, *names: str) -> Iterator[Element]:
    """Yield the elements of a name that stand anywhere below, in order."""
    return (child for child in element.iter() if _tag_name(child) in names)


def _child(element: Element, *names: str) -> Element | None:
    """Return what stands under a path of names; None where there is nothing."""
    found: Element | None = element
    for name in names:
        found = next((child for child in found if _tag_name(child) == name), None) if found is not None else None
    return found


def _visible_children(element: Element) -> Iterator[Element]:
    """Yield the children that a reader sees: what holds others is opened, and of alternatives the first is taken."""
    for child in element:
        match _tag_name(child):
            case "AlternateContent":
                chosen = next((one for one in child if _tag_name(one) in ("Choice", "Fallback")), None)
                if chosen is not None:
                    yield from _visible_children(chosen)
            case "sdt":
                content = _child(child, "sdtContent")
                if content is not None and _child(child, "sdtPr", "showingPlcHdr") is None:
                    yield from _visible_children(content)
            case "ins" | "moveTo" | "customXml" | "smartTag" | "hyperlink" | "fldSimple" | "bdo" | "dir":
                yield from _visible_children(child)
            case name if name not in _GONE:
                yield child


class _Texts(Struct):
    """Elements to words; `notes` has the text of footnotes by sort and id, `bulleted` which lists have bullets."""

    notes: Mapping[tuple[str, str], str] = field(default_factory=dict)
    bulleted: Mapping[str, bool] = field(default_factory=dict)
    images: int = 0

    def of_cell(self, cell: Element) -> str:
        """Return the paragraphs of a cell as one text, with an empty line between them; lists stay together."""
        text, joined = "", True
        for words, goes_on in self.paragraphs(cell):
            listed = words.startswith(tuple(mark.lstrip("\n") for mark in _LISTS))
            between = "" if joined else "\n" if listed and _last_is_list(text) else "\n\n"
            if words.strip() or goes_on:
                text += between + words if text else words
                joined = goes_on
        return text.strip()

    def paragraphs(self, block: Element) -> Iterator[tuple[str, bool]]:
        """Yield each paragraph, and whether the next one goes on with it, as its end was deleted."""
        for child in _visible_children(block):
            if _tag_name(child) == "p":
                yield self.of_paragraph(child), _child(child, "pPr", "rPr", "del") is not None
            elif _tag_name(child) == "tbl":  # pasted into a cell
                for row in _table_rows(child):
                    yield " | ".join(" ".join(self.of_cell(cell).split()) for cell in _row_cells(row)), False

    def of_paragraph(self, paragraph: Element) -> str:
        """Return the words of a paragraph; an item of a list begins as in Markdown."""
        words = "".join(self.text_pieces(paragraph))
        number = _child(paragraph, "pPr", "numPr", "numId")
        if number is None or not words.strip() or _attribute(number, "val") in ("", "0"):
            return words
        level = _attribute(_child(paragraph, "pPr", "numPr", "ilvl"), "val") or "0"
        inset = "  " * int(level) if level.isdecimal() and len(level) == 1 else ""
        return inset + ("- " if self.bulleted.get(_attribute(number, "val"), True) else "1. ") + words.strip()

    def text_pieces(self, element: Element) -> Iterator[str]:
        for child in _visible_children(element):
            match _tag_name(child):
                case "t":
                    yield child.text or ""
                case "p":  # in a text box
                    yield "\n" + self.of_paragraph(child)
                case "sym":
                    yield _BOXES.get(_attribute(child, "char").upper(), "")
                case "footnoteReference" | "endnoteReference" as sort:
                    if note := self.notes.get((sort, _attribute(child, "id"))):
                        yield f" [{note}]"
                case "drawing" | "pict" | "object":
                    self.images += not any(True for _ in _elements_below(child, "txbxContent"))
                    yield from self.text_pieces(child)
                case name if name in _SIGNS:
                    yield _SIGNS[name]
                case "pPr":
                    pass
                case _:
                    yield from self.text_pieces(child)


def _last_is_list(text: str) -> bool:
    return f"\n{text}".rpartition("\n")[2].lstrip().startswith(("- ", "1. "))


def _table_rows(table: Element) -> Iterator[Element]:
    """Yield the rows of a table that nobody deleted."""
    for child in _visible_children(table):
        if _tag_name(child) == "tr" and _child(child, "trPr", "del") is None:
            yield child


def _row_cells(row: Element) -> list[Element]:
    return [
        child
        for child in _visible_children(row)
        if _tag_name(child) == "tc" and _child(child, "tcPr", "cellDel") is None
    ]


class _Document(Struct):
    """Goes through a document, and gathers its fields and what stands in none."""

    texts: _Texts
    comments: Mapping[str, str]
    fields: list[Field] = field(default_factory=list)
    loose: list[Loose] = field(default_factory=list)
    anchored: list[set[str]] = field(default_factory=list)

    def read_blocks(self, block: Element) -> None:
        for child in _visible_children(block):
            if _tag_name(child) == "tbl":
                self.read_table(child)
            elif _tag_name(child) == "p":
                self.read_loose(self.texts.of_paragraph(child))

    def read_loose(self, words: str) -> None:
        if words.strip():
            self.loose.append(Loose(words.strip(), self.fields[-1].code.shown if self.fields else ""))

    def read_table(self, table: Element) -> None:
        """Read the rows of a table; a row without a code that stands below one with a code was added there."""
        above: FieldCode | None = None
        for row in _table_rows(table):
            cells = _row_cells(row)
            code, first = self.code_of(row, cells)
            if code is None and not above and any(True for cell in cells for _ in _elements_below(cell, "tbl")):
                for cell in cells:  # somebody put our table into another
                    self.read_blocks(cell)
            elif code is None and not above:
                for cell in cells:
                    for words, _ in self.texts.paragraphs(cell):
                        self.read_loose(words)
            else:
                self.read_field(row, code or above, (first, *map(self.texts.of_cell, cells[1:])), added=code is None)
                above = code or above

    def code_of(self, row: Element, cells: list[Element]) -> tuple[FieldCode | None, str]:
        """Return the code of a row, by its bookmark or as it is written, and what else stands in its first cell."""
        first = self.texts.of_cell(cells[0]) if cells else ""
        own = (
            " ".join(self.texts.of_paragraph(one) for one in _visible_children(cells[0]) if _tag_name(one) == "p")
            if cells
            else ""
        )
        written, rest = code_in(first) if code_in(own)[0] else (None, first)
        names = (_attribute(mark, "name") for mark in _own_marks(row))
        return next(filter(None, map(code_of_bookmark, names)), written), rest

    def read_field(self, row: Element, code: FieldCode | None, words: tuple[str, ...], *, added: bool) -> None:
        if code is None:
            return
        ids = {_attribute(mark, "id") for mark in _elements_below(row, "commentReference", "commentRangeStart")}
        comments = tuple(words for id_, words in self.comments.items() if id_ in ids)
        self.anchored.append(ids)
        first, second, *rest = (*words, "")  # what is written beside the code is a part of the answer
        cells = ("\n\n".join(filter(None, (first, second))), *rest[: len(words) - 2])
        self.fields.append(Field(code, cells, comments, added))


def _own_marks(element: Element) -> Iterator[Element]:
    """Yield the bookmarks of a row, without those of a table in it."""
    for child in element:
        if _tag_name(child) == "bookmarkStart":
            yield child
        elif _tag_name(child) != "tbl":
            yield from _own_marks(child)


def _notes(roots: Mapping[str, Element]) -> Mapping[tuple[str, str], str]:
    """Return the text of every footnote and endnote by the sort of its reference and its id."""
    plain = _Texts()
    return {
        (sort, _attribute(note, "id")): " ".join(plain.of_cell(note).split())
        for sort, name in _NOTES.items()
        if name in roots
        for note in _elements_below(roots[name], "footnote", "endnote")
    }


def _comment_texts(roots: Mapping[str, Element]) -> Mapping[str, str]:
    """Return every comment by its id, without who wrote it."""
    plain = _Texts()
    read = partial(_elements_below, roots[_COMMENTS], "comment") if _COMMENTS in roots else lambda: iter(())
    return {_attribute(comment, "id"): words for comment in read() if (words := plain.of_cell(comment))}


def _bulleted(numbering: Element | None) -> Mapping[str, bool]:
    """Return of every list, by its id, whether its items have bullets and no numbers."""
    if numbering is None:
        return {}
    bullets = {
        _attribute(one, "abstractNumId"): _attribute(_child(one, "lvl", "numFmt"), "val") == "bullet"
        for one in _elements_below(numbering, "abstractNum")
    }
    return {
        _attribute(one, "numId"): bullets.get(_attribute(_child(one, "abstractNumId"), "val"), True)
        for one in _elements_below(numbering, "num")
    }
