"""A sheet in Markdown that came back, to the words in its fields.

A field stands between a line that ends with its code and a line that holds the code again; a list is a table in it.
"""

import re
from collections.abc import Iterator

from iama.files.officefile import refused
from iama.model.limits import MAX_BYTES, SHEET_FIELDS
from iama.model.sheets import Field, FieldCode, Filled, Loose, code_in

_MARKER = re.compile(r"[*_#>\s]*\w+[*_\s]+(\S+?)[:*_\s]*")
_RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+\s*")
_BOX = re.compile(r"^\s*[-*]\s+(?:\\?\[)([ xXvV✓]?)(?:\\?\])\s+", re.MULTILINE)
_CELL = re.compile(r"(?<!\\)\|")


def read_markdown(path: str, content: bytes) -> Filled:
    """Return what stands in a sheet in Markdown; raises UnusableFile."""
    if len(content) > MAX_BYTES:
        raise refused(path, "office-large", limit=MAX_BYTES)
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise refused(path, "office-no-utf8", name=path) from error
    found = list(_fields_and_loose(path, lines))
    fields = tuple(one for one in found if isinstance(one, Field))
    if len(fields) > SHEET_FIELDS:
        raise refused(path, "sheet-many-fields", limit=SHEET_FIELDS)
    return Filled(fields, tuple(one for one in found if isinstance(one, Loose)))


def _fields_and_loose(path: str, lines: list[str]) -> Iterator[Field | Loose]:
    inside: FieldCode | None = None
    last, held = "", list[str]()
    for line in lines:
        code = _marked(line)
        if inside and code == inside:
            yield from _fields_of_block(inside, held)
            inside, held = None, []
        elif code and inside:
            raise refused(path, "sheet-no-end", code=inside.shown)
        elif code:
            yield from _paragraphs(held, last)
            inside, held, last = code, [], code.shown
        else:
            held.append(line)
    if inside:
        raise refused(path, "sheet-no-end", code=inside.shown)
    yield from _paragraphs(held, last)


def _marked(line: str) -> FieldCode | None:
    """Return the code of a line that holds one word and a code."""
    match = _MARKER.fullmatch(line)
    code, rest = code_in(match[1]) if match else (None, "")
    return code if code and not rest and not code.row else None


def _paragraphs(lines: list[str], near: str) -> Iterator[Loose]:
    yield from (Loose(line.strip(), near) for line in lines if line.strip())


def _fields_of_block(code: FieldCode, lines: list[str]) -> Iterator[Field | Loose]:
    rule = next((place for place, line in enumerate(lines) if _RULE.fullmatch(line.strip())), None)
    if rule is None:
        yield Field(code, (_BOX.sub(_box, "\n".join(lines)).strip(),))
        return
    yield from _paragraphs(lines[: rule + 1], code.shown)
    for line in lines[rule + 1 :]:
        if not line.strip().startswith("|"):
            yield from _paragraphs([line], code.shown)
            continue
        first, *cells = map(_words_of_cell, _CELL.split(line.strip().removeprefix("|").removesuffix("|")))
        known, rest = code_in(first)
        row = known if known and (known.sheet, known.number) == (code.sheet, code.number) else None
        texts = (" ".join(filter(None, (rest, cells[0] if cells else ""))), *cells[1:])
        yield Field(row or code, texts, added=row is None)


def _box(match: re.Match[str]) -> str:
    return "☐ " if match[1] in ("", " ") else "☒ "


def _words_of_cell(cell: str) -> str:
    return cell.strip().replace("\\|", "|").replace("<br>", "\n").replace("&nbsp;", "")
