"""A list of algorithms held against the dossiers: what the cabinet's promise needs, and what the two disagree on.

A high-risk or impactful algorithm without a dossier, or without the approved assessment that it needs, is a finding;
so are dossiers that nobody listed, and all that nobody understood. Rows of other repositories bring the result of their
own run, of which every finding counts here too.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from iama.gate.config import Config
from iama.gate.finding import Cause, CheckFinding, finding_words, fingerprint
from iama.gate.inventory import Elsewhere, Inventory, Row, Told, Unread
from iama.gate.inventory_status import ListCounts, Phase, Standing
from iama.gate.list_words import fold, name_mark
from iama.gate.rules import CODES
from iama.model.problems import Level
from iama.model.struct import replace
from iama.words import Phrase

NOT_UNDERSTOOD = "not-understood"
DIFFERS = "inventory-differs"
_COMMANDABLE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")  # what a hint may print in a command


def compare_inventory(
    inventory: Inventory, standings: Sequence[Standing], config: Config, as_of: date
) -> Iterator[CheckFinding]:
    """Yield what inventory and dossiers do not agree on, and what of the inventory nobody understands."""
    inventory = _weighed(inventory)
    dossiers = inventory.rows_by_standing(standings)
    found = {one.id for one in dossiers.values()}
    for unread in inventory.unread:
        yield _unread_finding(inventory, unread, config)
    for broken in inventory.results:
        yield _finding(
            inventory, Row("", 0), f"{broken.doubt}-result", config, about=_about_result(broken), detail=broken.file
        )
    if silent := [row for row in inventory.rows if _is_silent(row, dossiers.get(row.identifier))]:
        algorithm = silent[0].identifier if len(silent) == 1 else ""
        unread = Unread("no-category", silent[0].line, len(silent), algorithm=algorithm)
        yield _unread_finding(inventory, unread, config)
    for standing in standings:
        if standing.id not in found:
            yield from _not_listed(inventory, standing, config)
    unlisted = _by_name([one for one in standings if one.id not in found])
    for row in inventory.rows:
        own = dossiers.get(row.identifier)
        namesake = unlisted.get(name_mark(row.name or row.identifier), "")
        yield from _row_findings(inventory, row, own, config, as_of, namesake)


def _by_name(standings: Sequence[Standing]) -> Mapping[str, str]:
    """Return the ids of dossiers by the mark of their id and of their name, where only one has it."""
    marks = {one.id: {name_mark(one.id), one.name_mark} - {""} for one in standings}
    often = Counter(mark for own in marks.values() for mark in own)
    return {mark: name for name, own in marks.items() for mark in own if often[mark] == 1}


def list_counts(inventory: Inventory, standings: Sequence[Standing], config: Config) -> ListCounts:
    """Return what became of every row: whether it is covered, missing or not understood."""
    inventory = _weighed(inventory)
    dossiers = inventory.rows_by_standing(standings)
    states = [_state_of_row(row, dossiers.get(row.identifier), config) for row in inventory.rows]
    lost = states.count(NOT_UNDERSTOOD) + inventory.nameless
    return ListCounts(inventory.path, len(states) + inventory.nameless, states.count(""), states.count("missing"), lost)


def _weighed(inventory: Inventory) -> Inventory:
    """Return the inventory with rows as heavy as the result of another repository says, where that says more."""
    return replace(inventory, rows=tuple(_heaviest(row) for row in inventory.rows))


def _heaviest(row: Row) -> Row:
    standing = row.elsewhere.standing if row.elsewhere else None
    if standing is None:
        return row
    heavier = row.listed.heavier(standing.said)
    return replace(row, category=heavier.category, phase=heavier.phase)


def _state_of_row(row: Row, standing: Standing | None, config: Config) -> str:
    doubted = row.elsewhere is not None and row.elsewhere.doubt == NOT_UNDERSTOOD
    if row.unread or doubted or _is_silent(row, standing):
        return NOT_UNDERSTOOD
    there = standing is not None or (row.elsewhere is not None and row.elsewhere.standing is not None)
    return "" if there or not _wanted_instruments(row, config) else "missing"


def _is_silent(row: Row, standing: Standing | None) -> bool:
    """Return whether nothing gives the publication category of a row, though no word of it was misread."""
    known = standing or (row.elsewhere.standing if row.elsewhere else None)
    return row.category is None and not row.unread and (known is None or known.category is None)


def _wanted_instruments(row: Row, config: Config) -> Sequence[str]:
    """Return what a row needs, by rule or by policy; nothing once it is out of use."""
    needed = config.needs.get(row.category or "", ()) or config.advised.get(row.category or "", ())
    return () if row.phase is Phase.RETIRED else needed


def _unread_finding(inventory: Inventory, unread: Unread, config: Config) -> CheckFinding:
    hint = Phrase("did-you-mean", word=unread.suggestion) if unread.suggestion else Phrase("listing-propose")
    about = {"word": unread.word, "column": unread.column, "rows": Phrase("listing-rows", count=unread.rows)}
    return _finding(
        inventory,
        Row(unread.algorithm, unread.line),
        f"{NOT_UNDERSTOOD}-{unread.reason.replace('_', '-')}",
        config,
        about={**about, "suggested": hint},
        detail=f"{unread.column} {fold(unread.word)}",
    )


def _row_findings(
    inventory: Inventory, row: Row, standing: Standing | None, config: Config, as_of: date, namesake: str
) -> Iterator[CheckFinding]:
    if row.phase is Phase.IN_USE and row.first_use and row.first_use > as_of:
        yield _finding(inventory, row, "contradictory-phase-listed", config, about={"date": row.first_use.isoformat()})
    if standing is not None:
        yield from _differences(inventory, row, standing, config)
    elif row.elsewhere is not None:
        yield from _findings_elsewhere(inventory, row, row.elsewhere, config, as_of)
    elif _wanted_instruments(row, config):
        name = "missing-assessment-listed"
        variant = "" if _COMMANDABLE.fullmatch(row.source_id or row.id) else "-strange"
        variant = "-namesake" if namesake else variant
        yield _finding(inventory, row, name + variant, config, firm=_in_use(row, as_of), about={"dossier": namesake})


def _differences(inventory: Inventory, row: Row, standing: Standing, config: Config) -> Iterator[CheckFinding]:
    """Yield every field in which a list and a dossier say something else; what weighs most counts."""
    said, listed = standing.said, row.listed
    pairs: dict[str, tuple[object, object]] = {
        "category": (listed.category, said.category),
        "phase": (listed.phase, said.phase),
        "lars": (row.lars, standing.register_id),
    }
    for field, (ours, theirs) in pairs.items():
        if ours and theirs and ours != theirs:
            retired = Phase.RETIRED in (ours, theirs)
            about = {"listed": str(ours), "said": str(theirs)}
            yield _finding(inventory, row, f"{DIFFERS}-{'retired' if retired else field}", config, about=about)
    if _is_other_day(row, standing):
        first = f"{listed.first_use:%Y-%m}" if row.month else str(listed.first_use)
        about = {"listed": first, "said": str(said.first_use)}
        yield _finding(inventory, row, f"{DIFFERS}-first-use", config, about=about)
    if row.name and standing.name_mark and name_mark(row.name) != standing.name_mark:
        yield _finding(inventory, row, f"{DIFFERS}-name", config, most=Level.NOTE)


def _is_other_day(row: Row, standing: Standing) -> bool:
    ours, theirs = row.first_use, standing.said.first_use
    if ours is None or theirs is None:
        return False
    return (ours.year, ours.month) != (theirs.year, theirs.month) if row.month else ours != theirs


def _findings_elsewhere(
    inventory: Inventory, row: Row, result: Elsewhere, config: Config, as_of: date
) -> Iterator[CheckFinding]:
    about = _about_result(result)
    firm = _in_use(row, as_of) or (result.standing is not None and result.standing.phase is Phase.IN_USE)
    if result.doubt:
        yield _finding(inventory, row, f"{result.doubt}-result", config, about=about, firm=True)
        return
    if result.standing is None:
        if _wanted_instruments(row, config):
            yield _finding(inventory, row, "missing-assessment-elsewhere", config, about=about, firm=firm)
        return
    yield from _differences(inventory, row, result.standing, config)
    for instrument in _wanted_instruments(row, config):
        if instrument not in result.standing.approved:
            named = about | {"instrument": instrument}
            yield _finding(inventory, row, "not-approved-elsewhere", config, about=named, firm=firm, detail=instrument)
    yield from (_told_finding(inventory, row, told, result, config) for told in result.told)
    if result.as_of and _months(result.as_of, as_of) > config.max_age_months:
        yield _finding(inventory, row, "stale-elsewhere", config, about=about, firm=firm, cause=Cause.DATE)


def _about_result(result: Elsewhere) -> dict[str, object]:
    return {"file": result.file, "date": str(result.as_of or ""), "reason": result.reason}


def _months(earlier: date, later: date) -> int:
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def _told_finding(inventory: Inventory, row: Row, told: Told, result: Elsewhere, config: Config) -> CheckFinding:
    """Return what another repository found as a finding of ours: in our words, as heavy as there."""
    title, count = Phrase(f"rule-{told.code}"), Phrase("listing-times", count=told.count)
    about = {"file": result.file, "date": str(result.as_of), "title": title, "count": count}
    detail = f"{told.code} {told.level}"
    return _finding(
        inventory, row, "told-elsewhere", config, code=told.code, about=about, level=told.level, detail=detail
    )


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
    yield _finding(inventory, Row(standing.id, 0), name, config, firm=True, path=standing.folder, most=Level.WARNING)


def _finding(
    inventory: Inventory,
    row: Row,
    name: str,
    config: Config,
    *,
    code: str = "",
    about: Mapping[str, object] | None = None,
    firm: bool = False,
    level: Level | None = None,
    most: Level = Level.ERROR,
    path: str = "",
    cause: Cause = Cause.CONTENT,
    detail: str = "",
) -> CheckFinding:
    """Return a finding about a row; `firm` weighs as in use, `level` is that of another run, `most` the heaviest."""
    code = code or next(known for known in CODES if name == known or name.startswith(f"{known}-"))
    named = {"algorithm": row.identifier, "called": row.display_name, "inventory": inventory.path, **(about or {})}
    message, hint = finding_words(name, config.language, named)
    severity = config.levels.get(code, min(most, level or _usual_level(code, row, config, firm)))
    return CheckFinding(
        code,
        severity or Level.NOTE,
        row.identifier,
        message,
        hint,
        cause,
        path=path or inventory.path,
        line=row.line,
        fingerprint=fingerprint(name, row.identifier, detail),
    )


_OF_NEED = ("missing-assessment", "not-approved", "stale")


def _usual_level(code: str, row: Row, config: Config, firm: bool) -> Level:
    weight = CODES[code]
    mild = code in _OF_NEED and not config.needs.get(row.category or "", ())  # which only policy asks
    heavy = firm or ((mild or row.category == "a") and weight.high_risk_too) or code not in _OF_NEED
    usual = weight.in_use if heavy else weight.before
    return min(Level.WARNING, usual) if mild else usual
