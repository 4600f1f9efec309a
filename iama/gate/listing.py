"""The file of an inventory to its rows: YAML, CSV, or the CSV download of the Algorithm Register.

The download has a column `algorithm_id`, every standard version stacked in one table, and every organisation; cells
are text, whatever they begin with.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import NamedTuple

from iama.audit.bundle import BrokenBundle
from iama.audit.openedbundle import read_bundle
from iama.files.bundlefile import open_zip
from iama.files.reader import Reader
from iama.gate.check import examine
from iama.gate.config import Config
from iama.gate.inventory import Elsewhere, Inventory, Row
from iama.gate.inventory_status import Phase, Standing
from iama.gate.rules import CODES
from iama.model.limits import INVENTORY_ROW, INVENTORY_ROWS
from iama.model.problems import Spoken, UsageError, choices_hint, nearest
from iama.model.strangejson import parse_strange_json
from iama.model.struct import replace
from iama.words import Phrase

Read = Callable[[str], bytes]  # a file beside the inventory; raises UnusableFile

COLUMNS = ("id", "name", "publication_category", "status", "first_use", "source_id", "lars", "result")
_OURS = {"begin_date": "first_use", "algorithm_id": "lars"}  # what the register calls it, and what we do
_ORGANISATION = ("organization", "organisation", "org_id", "tooi_uri")
_KNOWN = {name: name for name in COLUMNS} | _OURS
# how the words of the register begin, in the languages of its downloads
_CATEGORIES = {
    "a": ("a", "hoog-risico", "high-risk", "heech-risiko"),
    "b": ("b", "impactvol", "impactful", "ympaktfol"),
    "c": ("c", "overig", "other", "oare"),
}
_LETTER = re.compile(r"\([ck]ateg\w+ ([abc])\)$")  # as some write behind the words
_PHASES = {
    Phase.DEVELOPMENT: ("development", "in ontwikkeling", "in development", "yn ûntwikkeling"),
    Phase.IN_USE: ("in-use", "in gebruik", "in use", "yn gebrûk"),
    Phase.RETIRED: ("retired", "buiten gebruik", "out of use", "not in use", "bûten gebrûk"),
}


class _Cells(NamedTuple):
    """One row as written, with the line it stands on."""

    line: int
    cells: Mapping[str, str]


def read_inventory(path: str, content: bytes, organisation: str, read: Read) -> Inventory:
    """Return the inventory in a file; raises UsageError with the line of a mistake, UnusableFile for a broken YAML.

    `organisation` picks rows from a table that holds several; `read` gives the results of other repositories.
    """
    if path.endswith((".yaml", ".yml", ".json")):
        return Inventory(path, tuple(_distinct_rows(path, _from_yaml(path, content), read)))
    header, written = _from_csv(path, content)
    register = "algorithm_id" in header
    owner = next((name for name in _ORGANISATION if name in header), "")
    if owner:
        written = list(_rows_of_organisation(organisation, written, path))
    written = [
        _Cells(row.line, {_KNOWN[key]: cell for key, cell in row.cells.items() if key in _KNOWN}) for row in written
    ]
    return Inventory(path, tuple(_distinct_rows(path, written, read, strict=not register)), register)


def _from_yaml(path: str, content: bytes) -> Iterator[_Cells]:
    reader = Reader(path)
    fields = reader.fields(reader.root(content), ("algorithms",))
    for node in reader.items(fields.get("algorithms")):
        cells = {key: reader.scalar_text(value) for key, value in reader.fields(node, (), COLUMNS).items()}
        yield _Cells(node.place.line, cells)
    reader.finish()


def _from_csv(path: str, content: bytes) -> tuple[list[str], list[_Cells]]:
    head = content.partition(b"\n")[0]
    delimiter = ";" if head.count(b";") > head.count(b",") else ","
    lines = _Lines(io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", newline=""))
    table = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        header = [name.strip().casefold() for name in next(table, [])]
        kept = [name if name in _KNOWN or name in _ORGANISATION else "" for name in header]
        rows = [
            _Cells(table.line_num, {name: cell for name, cell in zip(kept, cells, strict=False) if name})
            for cells in islice(filter(any, lines.rows_within_limit(table)), INVENTORY_ROWS + 1)
        ]
    except UnicodeDecodeError as error:
        raise UsageError("listing-not-utf-8", path=path) from error
    except csv.Error as error:
        raise UsageError("listing-not-csv", path=path, line=table.line_num, reason=error) from error
    if len(rows) > INVENTORY_ROWS:
        raise UsageError("listing-too-long", path=path, limit=INVENTORY_ROWS)
    if not {"id", "source_id", "lars", "algorithm_id"} & set(header):
        near = next((name for name in header if nearest(name, COLUMNS)), "")
        hint = Phrase("listing-columns", words=COLUMNS)
        if near:
            hint = Phrase("listing-column", column=near, hint=choices_hint(near, COLUMNS))
        raise UsageError("listing-no-column", path=path, hint=hint)
    return header, rows


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


def _rows_of_organisation(organisation: str, rows: Iterable[_Cells], path: str) -> Iterator[_Cells]:
    """Yield the rows of one organisation, by its name or its TOOI code."""
    if not organisation:
        raise UsageError("listing-organisations", path=path)
    wanted = organisation.strip().casefold().rpartition("/")[2]
    count = 0
    for row in rows:
        names = (row.cells.get(name, "").strip().casefold().rpartition("/")[2] for name in _ORGANISATION)
        if wanted in names:
            count += 1
            yield row
    if not count:
        raise UsageError("listing-no-organisation", path=path, organisation=organisation)


def _distinct_rows(path: str, written: Iterable[_Cells], read: Read, *, strict: bool = True) -> Iterator[Row]:
    seen: dict[str, int] = {}
    for line, cells in written:
        texts = {key: " ".join(cell.split()) for key, cell in cells.items()}
        row = _row_from_cells(_Mistakes(path, line, strict), line, texts, read)
        if not row.identifier and not strict:
            continue
        if not row.identifier:
            raise UsageError("listing-no-id", path=path, line=line)
        if row.identifier in seen and not strict:  # the same algorithm by an older standard
            continue
        if row.identifier in seen:
            raise UsageError("listing-twice", path=path, line=line, name=row.identifier, other=seen[row.identifier])
        seen[row.identifier] = line
        yield row


class _Mistakes(NamedTuple):
    """Where a row stands, and whether its words are ours to mend: those of the register itself are not."""

    path: str
    line: int
    strict: bool

    def refuse_word(self, key: str, word: str) -> None:
        if self.strict:
            raise UsageError(key, path=self.path, line=self.line, word=word)


def _row_from_cells(mistakes: _Mistakes, line: int, cells: Mapping[str, str], read: Read) -> Row:
    result = cells.get("result", "")
    id_ = cells.get("id", "")
    return Row(
        id_,
        line,
        cells.get("name", ""),
        _category_from_word(mistakes, cells.get("publication_category", "")),
        _phase_from_word(mistakes, cells.get("status", "")),
        _day_from_word(mistakes, cells.get("first_use", "")),
        cells.get("source_id", ""),
        cells.get("lars", ""),
        _elsewhere_from_file(result, read(result), id_ or cells.get("source_id", "")) if result else None,
    )


def _category_from_word(mistakes: _Mistakes, word: str) -> str | None:
    plain = word.casefold()
    if letter := _LETTER.search(plain):
        return letter[1]
    for category, words in _CATEGORIES.items():
        if plain == category or any(plain.startswith(start) for start in words if len(start) > 1):
            return category
    if word:
        mistakes.refuse_word("listing-no-category", word)
    return None


def _phase_from_word(mistakes: _Mistakes, word: str) -> Phase | None:
    for phase, words in _PHASES.items():
        if word.casefold() in words:
            return phase
    if word:
        mistakes.refuse_word("listing-no-status", word)
    return None


def _day_from_word(mistakes: _Mistakes, word: str) -> date | None:
    """Return a day; of a month its first."""
    if not word:
        return None
    try:
        return date.fromisoformat(f"{word}-01" if len(word) == len("2027-03") else word)
    except ValueError:
        mistakes.refuse_word("listing-no-date", word)
        return None


class _OtherVersion(Spoken, ValueError):
    """A result is of another version of the format."""


def _elsewhere_from_file(file: str, content: bytes, algorithm: str) -> Elsewhere:
    """Return what another repository says about an algorithm: the JSON of its check, or a bundle; raises UsageError."""
    if file.endswith(".zip"):
        return _bundle(file, content, algorithm)
    try:
        document = parse_strange_json(content)
        if document["iama_check"] != 1:
            raise _OtherVersion("listing-other-version")
        as_of = date.fromisoformat(document["as_of"])
        listed = next((record for record in document["algorithms"] if record["id"] == algorithm), None)
        standing = listed and Standing(
            id=listed["id"],
            folder="",
            category=listed["category"],
            phase=Phase(listed["phase"]),
            required=tuple(listed["required"]),
            approved=tuple(listed["approved"]),
            register_id=listed["register_id"] or "",
        )
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError("listing-no-result", file=file, reason=error) from error
    return Elsewhere(file, as_of, standing)


def _bundle(file: str, content: bytes, algorithm: str) -> Elsewhere:
    """Return what a bundle shows about an algorithm; a decision that cannot be proved is none."""
    try:
        with open_zip(file, io.BytesIO(content)) as files:
            bundle = read_bundle(files)
            if bundle.faults:
                raise BrokenBundle("bundle-files", wrong=bundle.faults)
            if bundle.algorithm != algorithm:
                return Elsewhere(file, bundle.as_of, None)
            examined = examine(bundle.algorithm, bundle.dossier, as_of=bundle.as_of, config=Config())
    except BrokenBundle as error:
        raise UsageError("listing-no-bundle", file=file, what=error.phrase) from error
    proved = not any(CODES[finding.code].integrity for finding in examined.findings)
    standing = examined.standing if proved else replace(examined.standing, approved=())
    return Elsewhere(file, bundle.as_of, standing)
