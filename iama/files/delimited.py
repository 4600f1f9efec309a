"""The text of a table with a sign between its cells, as Excel and other programs write it, to rows of cells."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from iama.model.limits import INVENTORY_ROW
from iama.model.problems import Spoken, UsageError

_SIGNS = ";\t,|"
_TITLES = 10  # first lines of which one shows the sign; those above it may be a title
_LITTLE, _BIG = "utf-16-le", "utf-16-be"
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_NAMED = "sep="  # a first line by which Excel tells which sign it is


class Cells(NamedTuple):
    """One row as written, and the line on which it ends."""

    line: int
    cells: tuple[str, ...]


def delimited_rows(path: str, content: bytes) -> Iterator[Cells]:
    """Yield the rows of a table in text, one at a time; raises UsageError with the line of a mistake.

    Read are UTF-8, UTF-16 and the Windows page 1252, with or without a mark in front; semicolon, tab, comma and bar.
    """
    encoding = _encoding(content)
    if not encoding:
        raise UsageError("listing-no-text", path=path)
    sign, skipped = _sign_between(content.decode(encoding, errors="replace"))
    lines = _Lines(io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline=""))
    table = csv.reader(lines, delimiter=sign, strict=True)
    try:
        for cells in lines.rows_within_limit(table):
            if skipped and table.line_num == 1:
                continue
            yield Cells(table.line_num, tuple(cells))
    except csv.Error as error:
        raise UsageError("listing-not-csv", path=path, line=table.line_num, reason=error) from error


def _encoding(content: bytes) -> str:
    """Return how a text is written; empty when it is none."""
    for mark, named in _MARKS.items():
        if content.startswith(mark):
            return named if _decodes(content, named) else ""
    if b"\0" in content[:2]:
        name = _BIG if content.startswith(b"\0") else _LITTLE
        return name if _decodes(content, name) else ""
    if b"\0" in content:
        return ""
    return next((name for name in ("utf-8", "cp1252") if _decodes(content, name)), "")


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _sign_between(text: str) -> tuple[str, bool]:
    """Return what stands between cells, and whether the first line only says so."""
    lines = text[:INVENTORY_ROW].lstrip("\ufeff").splitlines() or [""]
    head = next((line for line in lines[:_TITLES] if any(sign in line for sign in _SIGNS)), lines[0])
    named = head.strip('"')
    if named.casefold().startswith(_NAMED) and len(named) == len(_NAMED) + 1:
        return named[-1], True
    bare = "".join(head.split('"')[::2])  # what stands between quotes is no sign
    most = max(_SIGNS, key=bare.count)
    return (most if most in bare else ","), False


class _LongRow(Spoken, csv.Error):
    """A row is longer than any honest one."""


class _Lines:
    """The lines of a table; a row that is longer than any honest one is refused before it is whole."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._left = INVENTORY_ROW

    def __iter__(self) -> Iterator[str]:
        while line := self._text.readline(INVENTORY_ROW + 1):
            self._left -= len(line)
            if self._left < 0:
                raise _LongRow("listing-long-row", limit=INVENTORY_ROW)
            yield line

    def rows_within_limit(self, table: Iterable[list[str]]) -> Iterator[list[str]]:
        """Yield the rows that a reader makes of the lines."""
        for row in table:
            self._left = INVENTORY_ROW
            yield row
