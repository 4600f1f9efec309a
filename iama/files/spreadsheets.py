"""The sheets of a workbook (XLSX, ODS) to rows of text, within limits that a hostile file cannot stretch.

Both are XML in a ZIP. The libraries for them set aside room for the whole grid between the first cell and the last, so
that two kilobytes can take all memory; here only cells that hold something take room, and no file may declare a type.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from xml.parsers import expat

from msgspec import Struct

from iama.files.delimited import Cells
from iama.model.limits import INVENTORY_CELLS, WORKBOOK_BYTES, WORKBOOK_FILES
from iama.model.problems import Spoken, UsageError, reason_of

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    EOFError,
    ValueError,
    RuntimeError,
    OSError,
    LookupError,
)
_PIECE = 65_536
_COLUMNS = 16_384  # of a sheet in Excel
_ROWS = 1_048_576


class Sheet(Struct, frozen=True):
    """One sheet: the rows that hold something, with the number under which a program shows them."""

    name: str
    rows: tuple[Cells, ...]


class _Refused(Spoken, ValueError):
    """A workbook is larger than any honest one, or not as we read it."""


def workbook_sheets(path: str, content: bytes) -> tuple[Sheet, ...]:
    """Return the sheets of a workbook; raises UsageError for what is none, or larger than any honest one."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if len(archive.infolist()) > WORKBOOK_FILES:
                raise _Refused("listing-many-files", limit=WORKBOOK_FILES)
            book = _Book(archive)
            return tuple(_open_document(book) if path.casefold().endswith(".ods") else _office_open(book))
    except expat.ExpatError as error:
        raise UsageError("listing-no-workbook", path=path, reason=str(error)) from error
    except _BROKEN as error:
        raise UsageError("listing-no-workbook", path=path, reason=reason_of(error)) from error


Start = Callable[[str, Mapping[str, str]], None]


class _Book:
    """The files of a workbook, with how much of all of them together is still read."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._left = WORKBOOK_BYTES
        self._elements = 2 * INVENTORY_CELLS + 100_000
        self._cells = INVENTORY_CELLS

    def __contains__(self, name: str) -> bool:
        return name in self._archive.namelist()

    def read_part(self, name: str, start: Start, end: Callable[[str], None], text: Callable[[str], None]) -> None:
        """Go through the XML of a file; names are without what stands before their colon."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True

        def begin(tag: str, given: Mapping[str, str]) -> None:
            self._elements -= 1
            if self._elements < 0:
                raise _Refused("listing-many-cells", limit=INVENTORY_CELLS)
            start(_local(tag), {_local(key): value for key, value in given.items()})

        parser.StartElementHandler = begin
        parser.EndElementHandler = lambda tag: end(_local(tag))
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = _refuse_types
        with self._archive.open(name) as file:
            while piece := file.read(_PIECE):
                self._left -= len(piece)
                if self._left < 0:
                    raise _Refused("file-larger", limit=WORKBOOK_BYTES)
                parser.Parse(piece, False)
        parser.Parse(b"", True)

    def count_cell(self) -> None:
        """Count a cell that holds something; raises _Refused for more than any honest list has."""
        self._cells -= 1
        if self._cells < 0:
            raise _Refused("listing-many-cells", limit=INVENTORY_CELLS)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _refuse_types(*_: object) -> None:
    raise _Refused("listing-declares-types")


class _Grid:
    """The cells of a sheet that hold something, by row and column."""

    def __init__(self, book: _Book) -> None:
        self._book = book
        self._rows: dict[int, dict[int, str]] = {}

    def put(self, row: int, column: int, text: str) -> None:
        if not text.strip():
            return
        if not (0 < row <= _ROWS and 0 <= column < _COLUMNS):
            raise _Refused("listing-off-sheet")
        self._book.count_cell()
        self._rows.setdefault(row, {})[column] = text

    def rows(self) -> Iterator[Cells]:
        """Yield every row that holds something, up to its last cell."""
        for number, cells in sorted(self._rows.items()):
            wide = max(cells) + 1
            if wide > len(cells) + _GAP:
                raise _Refused("listing-off-sheet")
            yield Cells(number, tuple(cells.get(column, "") for column in range(wide)))


_GAP = 1_000  # empty cells in one row


# Office Open XML (ECMA-376): XLSX

_DAYS = frozenset({14, 15, 16, 22, *range(27, 37), *range(50, 59)})  # built-in formats that show a day (18.8.30)
_MONTH = 17  # mmm-yy
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


def _office_open(book: _Book) -> Iterator[Sheet]:
    parts, from_1904 = _parts_of_workbook(book)
    shared = _shared_texts(book)
    shown = _shown_as_days(book)
    for name, part in parts:
        reader = _OfficeSheet(_Grid(book), shared, shown, from_1904)
        book.read_part(part, reader.start, reader.end, reader.text)
        yield Sheet(name, tuple(reader.grid.rows()))


def _parts_of_workbook(book: _Book) -> tuple[list[tuple[str, str]], bool]:
    targets: dict[str, str] = {}
    listed: list[tuple[str, str]] = []
    old_days = []

    def start(tag: str, given: Mapping[str, str]) -> None:
        if tag == "Relationship":
            targets[given.get("Id", "")] = given.get("Target", "")
        elif tag == "sheet":
            listed.append((given.get("name", ""), given.get("id", "")))
        elif tag == "workbookPr" and given.get("date1904") in ("1", "true"):
            old_days.append(True)

    for part in ("xl/_rels/workbook.xml.rels", "xl/workbook.xml"):
        book.read_part(part, start, _ignore, _ignore)
    return [(name, posixpath.normpath(posixpath.join("/xl", targets[id_]))[1:]) for name, id_ in listed], bool(old_days)


def _ignore(_: str) -> None:
    return


def _shared_texts(book: _Book) -> list[str]:
    texts: list[str] = []
    pieces: list[str] = []
    inside: list[str] = []

    def start(tag: str, _: Mapping[str, str]) -> None:
        inside.append(tag)

    def end(tag: str) -> None:
        inside.pop()
        if tag == "si":
            texts.append("".join(pieces))
            pieces.clear()

    def text(words: str) -> None:
        if inside[-1] == "t" and "rPh" not in inside:  # which says how it is pronounced
            pieces.append(words)

    if "xl/sharedStrings.xml" in book:
        book.read_part("xl/sharedStrings.xml", start, end, text)
    return texts


def _shown_as_days(book: _Book) -> dict[int, bool]:
    """Return the styles that show a number as a day (True) or as a month (False)."""
    codes: dict[int, str] = {}
    styles: list[int] = []
    inside: list[str] = []

    def start(tag: str, given: Mapping[str, str]) -> None:
        if tag == "numFmt":
            codes[int(given.get("numFmtId", "0"))] = given.get("formatCode", "")
        elif tag == "xf" and inside[-1] == "cellXfs":
            styles.append(int(given.get("numFmtId", "0")))
        inside.append(tag)

    if "xl/styles.xml" in book:
        book.read_part("xl/styles.xml", start, lambda _: None if not inside else _drop(inside), _ignore)
    kinds = {index: _shows(number, codes.get(number, "")) for index, number in enumerate(styles)}
    return {index: kind == "d" for index, kind in kinds.items() if kind}


def _drop(inside: list[str]) -> None:
    inside.pop()


def _shows(number: int, code: str) -> str:
    """Return `d` for a format that shows a day, `m` for one that shows a month, nothing for any other."""
    if number in _DAYS or number == _MONTH:
        return "m" if number == _MONTH else "d"
    signs = {*_QUOTED.sub("", code).casefold()}
    if "y" not in signs and "j" not in signs:  # Dutch codes have j for a year
        return ""
    return "d" if "d" in signs else "m" if "m" in signs else ""


class _OfficeSheet:
    """One sheet of XLSX, while it is gone through."""

    def __init__(self, grid: _Grid, shared: list[str], shown: Mapping[int, bool], from_1904: bool) -> None:
        self.grid = grid
        self._shared, self._shown = shared, shown
        self._first = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
        self._row, self._column = 0, -1
        self._kind, self._style = "", 0
        self._pieces: list[str] = []
        self._inside: list[str] = []

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        self._inside.append(tag)
        if tag == "row":
            self._row, self._column = int(given.get("r", self._row + 1)), -1
        elif tag == "c":
            place = given.get("r", "")
            self._column = _column_number(place) if place else self._column + 1
            self._kind, self._style = given.get("t", "n"), int(given.get("s", "0"))
            self._pieces = []

    def end(self, tag: str) -> None:
        self._inside.pop()
        if tag == "c":
            self.grid.put(self._row, self._column, self._value("".join(self._pieces)))

    def text(self, words: str) -> None:
        if self._inside[-1] in ("v", "t") and "rPh" not in self._inside:
            self._pieces.append(words)

    def _value(self, written: str) -> str:
        if self._kind == "s":
            return self._shared[int(written)] if written else ""
        if self._kind == "d":
            return written
        if self._kind != "n" or not written:
            return {"1": "true", "0": "false"}.get(written, written) if self._kind == "b" else written
        if self._style in self._shown:
            return self._day_of_number(float(written), self._shown[self._style])
        number = float(written)
        return str(int(number)) if number.is_integer() else written

    def _day_of_number(self, number: float, whole: bool) -> str:
        if not 1 <= number < 2_958_466:  # the last day of 9999
            return str(number)
        day = self._first + timedelta(days=int(number))
        return day.isoformat() if whole or day.day > 1 else f"{day:%Y-%m}"


def _column_number(place: str) -> int:
    """Return the number of a column, from 0, in a place such as `AB12`."""
    number = 0
    for letter in place.rstrip("0123456789").upper()[:4]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


# Open Document (OASIS, 1.3): ODS


def _open_document(book: _Book) -> Iterator[Sheet]:
    reader = _DocumentSheets(book)
    book.read_part("content.xml", reader.start, reader.end, reader.text)
    for name, grid in reader.sheets:
        yield Sheet(name, tuple(grid.rows()))


class _DocumentSheets:
    """The sheets of ODS, while they are gone through; what is repeated takes room only where it holds something."""

    def __init__(self, book: _Book) -> None:
        self.sheets: list[tuple[str, _Grid]] = []
        self._book = book
        self._row, self._column = 1, 0
        self._row_times, self._times = 1, 1
        self._value: str | None = None
        self._pieces: list[str] = []
        self._aside = 0  # how deep in a remark

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        if tag == "annotation" or self._aside:
            self._aside += 1
        elif tag == "table":
            self.sheets.append((given.get("name", ""), _Grid(self._book)))
            self._row = 1
        elif tag == "table-row":
            self._column, self._row_times = 0, int(given.get("number-rows-repeated", "1"))
        elif tag in ("table-cell", "covered-table-cell"):
            self._begin_cell(given)
        elif tag in ("p", "s", "tab", "line-break"):
            self._pieces.append(" ")

    def _begin_cell(self, given: Mapping[str, str]) -> None:
        self._times = int(given.get("number-columns-repeated", "1"))
        self._pieces = []
        kind = given.get("value-type", "")
        self._value = given.get("date-value") if kind == "date" else None
        if kind == "float" and (number := given.get("value", "")):
            self._value = str(int(float(number))) if float(number).is_integer() else number

    def end(self, tag: str) -> None:
        if self._aside:
            self._aside -= 1
        elif tag in ("table-cell", "covered-table-cell"):
            self._end_cell()
        elif tag == "table-row":
            self._row += self._row_times

    def _end_cell(self) -> None:
        text = self._value if self._value is not None else "".join(self._pieces).strip()
        if text.strip():
            _, grid = self.sheets[-1]
            for row in range(self._row, self._row + self._row_times):
                for column in range(self._column, self._column + self._times):
                    grid.put(row, column, text)
        self._column += self._times
        self._pieces = []

    def text(self, words: str) -> None:
        if self._pieces and not self._aside:  # within a paragraph
            self._pieces.append(words)
