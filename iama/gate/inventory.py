"""The algorithms that an organisation says it has, held against the dossiers: what the cabinet's promise needs.

A high-risk or impactful algorithm without a dossier, or without the approved assessment that it needs, is a finding;
so are dossiers that nobody listed. Rows of other repositories bring the result of their own run.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from msgspec import Struct

from iama.gate.config import Config
from iama.gate.finding import Cause, CheckFinding, finding_words, fingerprint
from iama.gate.inventory_status import NOT_LISTED, Listed, Phase, Standing
from iama.gate.rules import CODES
from iama.model.problems import Level


class Elsewhere(Struct, frozen=True):
    """What another repository says about an algorithm: nothing, when its result does not hold it."""

    file: str
    as_of: date
    standing: Standing | None


class Row(Struct, frozen=True):
    """One algorithm of an inventory; `source_id`, `lars` and `id` are what it may be matched by."""

    id: str
    line: int
    name: str = ""
    category: str | None = None
    phase: Phase | None = None
    first_use: date | None = None
    source_id: str = ""
    lars: str = ""
    elsewhere: Elsewhere | None = None

    @property
    def identifier(self) -> str:
        return self.id or self.source_id or self.lars

    @property
    def display_name(self) -> str:
        """What a reader knows it by."""
        return f"{self.name} ({self.identifier})" if self.name else self.identifier


class Inventory(Struct, frozen=True, dict=True):
    """A list of algorithms; `register` when it is the download of the Algorithm Register itself."""

    path: str
    rows: tuple[Row, ...]
    register: bool = False

    @cached_property
    def _by(self) -> Mapping[str, Mapping[str, Row]]:
        keys = ("source_id", "lars", "id")
        return {key: {name: row for row in self.rows if (name := getattr(row, key))} for key in keys}

    def matching_rows(self, algorithm: str, register_id: str = "") -> tuple[Row, ...]:
        """Return the rows of a dossier, mostly one: by `source_id`, by the number in the register, and by id."""
        by = self._by
        rows = (by["source_id"].get(algorithm), by["lars"].get(register_id), by["id"].get(algorithm))
        return tuple(dict.fromkeys(row for row in rows if row))

    def listed_status(self, algorithm: str, register_id: str = "") -> Listed:
        """Return what a dossier takes from its first row where it is silent; nothing when it has none."""
        row = next(iter(self.matching_rows(algorithm, register_id)), None)
        return Listed(row.category, row.first_use, row.phase) if row else NOT_LISTED


NO_INVENTORY = Inventory("", ())


def compare_inventory(
    inventory: Inventory, standings: Sequence[Standing], config: Config, as_of: date
) -> Iterator[CheckFinding]:
    """Yield what inventory and dossiers do not agree on."""
    matched: dict[str, Standing] = {}
    for standing in standings:
        rows = inventory.matching_rows(standing.id, standing.register_id)
        matched |= {row.identifier: standing for row in rows}
        if not rows:
            yield from _not_listed(inventory, standing, config)
    for row in inventory.rows:
        yield from _row_gaps(inventory, row, matched.get(row.identifier), config, as_of)


def _row_gaps(
    inventory: Inventory, row: Row, standing: Standing | None, config: Config, as_of: date
) -> Iterator[CheckFinding]:
    needed = _needed_instruments(row, config) or config.advised.get(row.category or "", ())
    if not needed or row.phase is Phase.RETIRED:
        return
    if standing is None and row.elsewhere is not None:
        yield from _elsewhere(inventory, row, row.elsewhere, needed, config, as_of)
        return
    if standing is None:
        yield _finding_of_row(inventory, row, "missing-assessment-listed", config, _in_use(row, as_of))
        return
    for instrument in needed:
        about = {"instrument": instrument}
        if instrument not in standing.required and row.category != standing.category:  # its own findings tell the rest
            yield _finding_of_row(inventory, row, "not-approved-listed", config, _in_use(row, as_of), about)
        elif instrument not in standing.approved and _is_phase_disputed(row, standing):
            yield _finding_of_row(inventory, row, "not-approved-phase", config, in_use=True, about=about)


def _needed_instruments(row: Row, config: Config) -> tuple[str, ...]:
    return config.needs.get(row.category or "", ())


def _elsewhere(
    inventory: Inventory, row: Row, result: Elsewhere, needed: Sequence[str], config: Config, as_of: date
) -> Iterator[CheckFinding]:
    about = {"file": result.file, "date": result.as_of.isoformat()}
    if result.standing is None:
        yield _finding_of_row(inventory, row, "missing-assessment-elsewhere", config, _in_use(row, as_of), about)
        return
    in_use = _in_use(row, as_of) or result.standing.phase is Phase.IN_USE
    for instrument in needed:
        if instrument not in result.standing.approved:
            named = about | {"instrument": instrument}
            yield _finding_of_row(inventory, row, "not-approved-elsewhere", config, in_use, named)
    if (as_of.year - result.as_of.year) * 12 + as_of.month - result.as_of.month > config.max_age_months:
        yield _finding_of_row(inventory, row, "stale-elsewhere", config, in_use, about, cause=Cause.DATE)


def _is_phase_disputed(row: Row, standing: Standing) -> bool:
    """Return whether the list says that an algorithm is in use, and its own dossier does not."""
    return row.phase is Phase.IN_USE and standing.phase is not Phase.IN_USE


def _in_use(row: Row, as_of: date) -> bool:
    return row.phase is Phase.IN_USE or (row.phase is None and row.first_use is not None and row.first_use <= as_of)


def _not_listed(inventory: Inventory, standing: Standing, config: Config) -> Iterator[CheckFinding]:
    """Yield that a dossier is not in the inventory; in the register itself only what belongs there is missed."""
    if standing.phase is Phase.RETIRED:
        return
    name = "dossier-not-in-inventory"
    if inventory.register:
        if standing.category not in config.register or standing.phase is not Phase.IN_USE:
            return
        name = "not-in-register-listed"
    row = Row(standing.id, 0)
    yield _finding_of_row(inventory, row, name, config, in_use=True, path=standing.folder)


def _finding_of_row(
    inventory: Inventory,
    row: Row,
    name: str,
    config: Config,
    in_use: bool,
    about: Mapping[str, str] | None = None,
    path: str = "",
    cause: Cause = Cause.CONTENT,
) -> CheckFinding:
    code = name if name in CODES else name.rpartition("-")[0]
    named = {"algorithm": row.identifier, "called": row.display_name, "inventory": inventory.path, **(about or {})}
    message, hint = finding_words(name, config.language, named)
    weight = CODES[code]
    mild = name == "not-in-register-listed" or not _needed_instruments(row, config)  # a warning at most
    firm = in_use or ((mild or row.category == "a") and weight.high_risk_too)
    usual = weight.in_use if firm else weight.before
    mark = fingerprint(name, row.identifier, named.get("instrument", ""))
    severity = config.levels.get(code, min(Level.WARNING, usual) if mild else usual) or Level.NOTE
    return CheckFinding(
        code,
        severity,
        row.identifier,
        message,
        hint,
        cause,
        path=path or inventory.path,
        line=row.line,
        fingerprint=mark,
    )
