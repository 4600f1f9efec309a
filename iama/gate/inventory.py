"""The algorithms that an organisation says it has, as values: rows, what nobody understood, what others say of them."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property, reduce

from msgspec import Struct

from iama.gate.inventory_status import NOT_LISTED, Listed, Phase, Standing
from iama.gate.list_words import name_mark
from iama.model.problems import Level
from iama.model.struct import replace
from iama.words import Phrase


class Told(Struct, frozen=True):
    """What the result of another repository holds against an algorithm: a code of ours, and how often."""

    code: str
    level: Level
    count: int


class Elsewhere(Struct, frozen=True):
    """What another repository says about an algorithm: nothing, when its result does not hold it.

    `doubt` is the code under which a result is not believed, `reason` says why.
    """

    file: str
    as_of: date | None
    standing: Standing | None
    told: tuple[Told, ...] = ()
    doubt: str = ""
    reason: Phrase | str = ""
    organisation: str = ""


class Row(Struct, frozen=True):
    """One algorithm of an inventory; `source_id`, `lars` and `id` are what it may be matched by, else its name.

    `month` says that only the month of first use is told, `unread` that a cell was not understood.
    """

    id: str
    line: int
    name: str = ""
    category: str | None = None
    phase: Phase | None = None
    first_use: date | None = None
    source_id: str = ""
    lars: str = ""
    result: str = ""
    elsewhere: Elsewhere | None = None
    month: bool = False
    unread: bool = False
    organisation: str = ""

    @property
    def identifier(self) -> str:
        return self.id or self.source_id or self.lars or self.name

    @property
    def names(self) -> tuple[str, ...]:
        """All that it may be known by, the best first."""
        return tuple(filter(None, (self.source_id, self.lars, self.id))) or (self.name,)

    @property
    def display_name(self) -> str:
        """What a reader knows it by."""
        return f"{self.name} ({self.identifier})" if self.name not in ("", self.identifier) else self.identifier

    @property
    def listed(self) -> Listed:
        """What it says that weighs."""
        return Listed(self.category, self.first_use, self.phase, self.month)

    def joined_with(self, other: "Row") -> "Row | None":
        """Return two rows about one algorithm as one; None when they contradict each other."""
        values = {}
        for field in self.__struct_fields__:
            ours, theirs = getattr(self, field), getattr(other, field)
            if field in ("line", "month", "unread"):
                values[field] = ours or theirs if field != "line" else ours
            elif ours and theirs and ours != theirs and field != "name":
                return None
            else:
                values[field] = ours or theirs
        return Row(**values)


class Unread(Struct, frozen=True):
    """What nobody understood: why, where it stands first, and in how many rows."""

    reason: str
    line: int
    rows: int = 1
    column: str = ""
    word: str = ""
    suggestion: str = ""
    algorithm: str = ""  # when it is about one


class Inventory(Struct, frozen=True, dict=True):
    """A list of algorithms; `register` when it is a download of the Algorithm Register itself.

    `nameless` counts the rows of which nobody can tell which algorithm they are about.
    """

    path: str
    rows: tuple[Row, ...]
    register: bool = False
    unread: tuple[Unread, ...] = ()
    nameless: int = 0
    results: tuple[Elsewhere, ...] = ()  # of other repositories, that are not believed

    @cached_property
    def _by(self) -> Mapping[str, Mapping[str, Row]]:
        keys = ("source_id", "lars", "id")
        by = {key: {name: row for row in self.rows if (name := getattr(row, key))} for key in keys}
        return by | {"name": {name_mark(row.name): row for row in self.rows if row.names == (row.name,)}}

    def matching_rows(self, algorithm: str, register_id: str = "", named: str = "") -> tuple[Row, ...]:
        """Return the rows of a dossier, mostly one: by `source_id`, by the number in the register, and by id.

        A row that has none of these is matched by its name; `named` is the mark of that of the dossier.
        """
        by = self._by
        rows = (by["source_id"].get(algorithm), by["lars"].get(register_id), by["id"].get(algorithm))
        return tuple(dict.fromkeys(row for row in (*rows, by["name"].get(named)) if row))

    def rows_of(self, standing: Standing) -> tuple[Row, ...]:
        """Return the rows of a dossier by all that is known of it."""
        return self.matching_rows(standing.id, standing.register_id, standing.name_mark)

    def listed_status(self, algorithm: str, register_id: str = "", named: str = "") -> Listed:
        """Return what the rows of a dossier say, the heaviest of each; nothing when it has none."""
        rows = self.matching_rows(algorithm, register_id, named)
        return reduce(Listed.heavier, (row.listed for row in rows), NOT_LISTED)

    def rows_by_standing(self, standings: Sequence[Standing]) -> Mapping[str, Standing]:
        """Return the dossier of every row that has one, by the identifier of the row."""
        pairs = ((row, one) for one in standings for row in self.rows_of(one))
        return {row.identifier: one for row, one in pairs}

    def completed_by(self, joins: "Inventory") -> "Inventory":
        """Return the inventory with what a table says of its rows: by which dossier, and in which result."""
        known = {name: row for row in joins.rows for name in (row.lars, row.id, row.name) if name}
        return replace(self, rows=tuple(_completed(row, known) for row in self.rows))


def _completed(row: Row, known: Mapping[str, Row]) -> Row:
    told = next((known[name] for name in (row.lars, row.id, row.name) if name in known), None)
    if told is None:
        return row
    own = told.source_id or ("" if told.id == row.id else told.id)
    return replace(row, source_id=row.source_id or own, lars=row.lars or told.lars, result=row.result or told.result)


NO_INVENTORY = Inventory("", ())
