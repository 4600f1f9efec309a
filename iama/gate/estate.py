"""Many repositories and their list as one: per algorithm what is needed, there, decided, public, late and unclear.

Everything rests on what the gate may tell in public. An algorithm of which an assessment is kept back as a whole is
counted, and lends no day to any list.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import IntEnum

from msgspec import Struct

from iama.gate.codes import APART
from iama.gate.config import Config
from iama.gate.finding import CheckFinding
from iama.gate.inventory import Inventory, Row
from iama.gate.inventory_status import NOT_LISTED, Phase, Standing
from iama.gate.list_findings import DIFFERS, NOT_UNDERSTOOD, compare_inventory
from iama.gate.list_words import fold
from iama.model.days import months_later
from iama.model.struct import replace

CONTRADICTORY = (DIFFERS, "contradictory-phase", "approval-broken", "signature-invalid", "changed-after-approval")
UNCLEAR = (
    *(code for code, weight in APART.items() if weight.integrity and not code.startswith("waiver")),
    *(NOT_UNDERSTOOD, "not-signed", "signature-unchecked"),
)
TWICE = "estate-twice"  # one id, or one number in the register, for two dossiers
UNLISTED = "dossier-not-in-inventory"
DECISION, REVIEW, PUBLICATION = "decision", "review", "publication"  # what can be late


class Sort(IntEnum):
    """What tells of an algorithm, the nearest first."""

    CHECKOUT = 0
    BUNDLE = 1
    RESULT = 2


class Reported(Struct, frozen=True):
    """One algorithm as one source tells it; `codes` are those of its findings, `as_of` is when it was looked at."""

    source: str
    sort: Sort
    standing: Standing
    as_of: date
    codes: frozenset[str] = frozenset()
    organisation: str = ""
    published_on: str = ""  # ISO date; the first public edition
    published: bool = False  # beside what the standing says


class Late(Struct, frozen=True):
    """What is late, and since when; None where that is not known, or not for others."""

    what: str
    since: date | None


class Line(Struct, frozen=True):
    """One algorithm of the estate, of which all that counts is public."""

    id: str
    name: str = ""
    organisation: str = ""
    source: str = ""  # empty when only the list knows it
    category: str | None = None
    phase: Phase | None = None
    first_use: date | None = None
    standing: Standing | None = None
    needed: tuple[str, ...] = ()  # instruments
    published: bool = False
    published_on: str = ""
    late: tuple[Late, ...] = ()
    contradictory: tuple[str, ...] = ()  # codes
    unclear: tuple[str, ...] = ()  # codes of what is not understood
    listed: bool = False

    @property
    def live(self) -> bool:
        return self.phase is not Phase.RETIRED

    @property
    def held(self) -> Sequence[str]:
        return self.standing.held if self.standing else ()

    @property
    def approved(self) -> Sequence[str]:
        return self.standing.approved if self.standing else ()

    @property
    def assessed(self) -> bool:
        """Whether all that is needed was assessed; where nothing is, whether anything was."""
        return _meets(self.needed, (*self.standing.complete, *self.approved) if self.standing else ())

    @property
    def decided(self) -> bool:
        """Whether all that is needed has a decision to go on; where nothing is, whether there is any."""
        return _meets(self.needed, self.approved)

    @property
    def grounds(self) -> tuple[str, ...]:
        """On which grounds an assessment is kept back as a whole, each once."""
        withheld = self.standing.withheld if self.standing else ()
        return tuple(dict.fromkeys(ground for one in withheld for ground in one.grounds))

    @property
    def kept_back(self) -> bool:
        """Whether an assessment is kept back as a whole."""
        return bool(self.standing and self.standing.withheld)

    def late_since(self, what: str) -> tuple[Late, ...]:
        """Return in what it is late of one sort: once, or not at all."""
        return tuple(one for one in self.late if one.what == what)


def _meets(needed: Collection[str], there: Collection[str]) -> bool:
    return {*needed} <= {*there} if needed else bool(there)


class Estate(Struct, frozen=True):
    """Every algorithm, and what nobody understood of the list."""

    lines: tuple[Line, ...]
    list_findings: tuple[CheckFinding, ...] = ()  # of what is not understood
    nameless: int = 0  # rows of which nobody can tell which algorithm they are about


def gather_estate(reported: Iterable[Reported], inventory: Inventory, config: Config, as_of: date) -> Estate:
    """Return the estate on a day, from what sources tell and a list, by the rules of `config`."""
    chosen = [*_nearest(reported)]
    listed = replace(inventory, results=())  # which are told as sources
    found = [*compare_inventory(listed, [one.standing for one in chosen], config, as_of)] if inventory.path else []
    codes = _codes_by_algorithm(found)
    twice = {number for number, count in Counter(one.standing.register_id for one in chosen).items() if count > 1}
    lines: list[Line] = []
    matched: set[str] = set()
    secret: set[str] = set()
    ids = Counter((fold(one.organisation), one.standing.id) for one in chosen)
    for one in chosen:
        rows = [row for row in inventory.rows_of(one.standing) if _may_be(row, one)]
        again = [TWICE] * (ids[fold(one.organisation), one.standing.id] > 1 or one.standing.register_id in twice - {""})
        again += [TWICE] * any(row.identifier in matched for row in rows)
        matched |= {row.identifier for row in rows}
        secret |= {row.identifier for row in rows if one.standing.withheld}
        own = {*one.codes, *again, *(code for row in rows for code in codes.get(row.identifier, ()))}
        if inventory.path and not rows:
            own |= codes.get(one.standing.id, set()) & {UNLISTED}
        lines.append(_line(one, rows, own, config, as_of))
    for row in inventory.rows:
        if row.identifier not in matched:
            lines.append(_line_of_row(row, codes.get(row.identifier, set()), config, as_of))
    unread = [one for one in found if one.code == NOT_UNDERSTOOD and one.algorithm not in secret]
    return Estate(tuple(sorted(lines, key=_order_of_row)), tuple(unread), inventory.nameless)


def _order_of_row(line: Line) -> tuple[str, str, str]:
    return fold(line.organisation), line.id, line.source


def _nearest(reported: Iterable[Reported]) -> Iterator[Reported]:
    """Yield what counts of each algorithm, by organisation and id: checkouts before bundles, results last, the newest.

    Different dossiers with one id are both told.
    """
    groups: dict[tuple[str, str], list[Reported]] = {}
    for one in reported:
        groups.setdefault((fold(one.organisation), one.standing.id), []).append(one)
    for group in groups.values():
        sort = min(one.sort for one in group)
        near = [one for one in group if one.sort is sort]
        newest = max(one.as_of for one in near)
        same = {(one.standing if sort is Sort.RESULT else one.source): one for one in near if one.as_of == newest}
        yield from same.values()


def _codes_by_algorithm(found: Iterable[CheckFinding]) -> Mapping[str, set[str]]:
    codes: dict[str, set[str]] = {}
    for finding in found:
        codes.setdefault(finding.algorithm, set()).add(finding.code)
    return codes


def _may_be(row: Row, one: Reported) -> bool:
    """Return whether a row can be about a dossier: not when they name different organisations."""
    return not (row.organisation and one.organisation) or fold(row.organisation) == fold(one.organisation)


def _line(one: Reported, rows: Sequence[Row], codes: Collection[str], config: Config, as_of: date) -> Line:
    standing = one.standing
    listed = NOT_LISTED
    for row in rows:
        listed = listed.heavier(row.listed)
    both = listed.heavier(standing.said)
    line = Line(
        standing.id,
        next((row.name for row in rows if row.name), ""),
        one.organisation or next((row.organisation for row in rows if row.organisation), "") or config.organisation,
        one.source,
        listed.heavier(replace(both, category=standing.category)).category,
        listed.heavier(replace(both, phase=standing.phase)).phase,
        both.first_use,
        standing,
        contradictory=tuple(code for code in (*CONTRADICTORY, TWICE) if code in codes),
        unclear=tuple(code for code in UNCLEAR if code in codes),
        listed=bool(rows),
    )
    line = replace(line, needed=_needed(line, standing.required, config))
    public = line.decided and (standing.public or one.published) and not line.kept_back
    line = replace(line, published=public, published_on=one.published_on if public else "")
    return replace(line, late=tuple(_late(line, config, as_of)))


def _line_of_row(row: Row, codes: Collection[str], config: Config, as_of: date) -> Line:
    doubt = {row.elsewhere.doubt} if row.elsewhere else set()
    unclear = {*codes, *doubt, *[NOT_UNDERSTOOD] * (row.unread or row.category is None)}
    line = Line(
        row.identifier,
        row.name,
        row.organisation or config.organisation,
        category=row.category,
        phase=row.phase,
        first_use=row.first_use,
        contradictory=tuple(code for code in CONTRADICTORY if code in codes),
        unclear=tuple(code for code in UNCLEAR if code in unclear),
        listed=True,
    )
    line = replace(line, needed=_needed(line, (), config))
    return replace(line, late=tuple(_late(line, config, as_of)))


def _needed(line: Line, required: Sequence[str], config: Config) -> tuple[str, ...]:
    """Return the instruments that law, rules of the organisation or policy ask for; none once it is out of use."""
    by_category = config.needs.get(line.category or "", ()) or config.advised.get(line.category or "", ())
    return tuple(dict.fromkeys((*required, *by_category))) if line.live else ()


def _late(line: Line, config: Config, as_of: date) -> Iterator[Late]:
    """Yield what is late in use: the decision since first use, the review since its day, publication since deciding."""
    begun = line.first_use is not None and line.first_use <= as_of
    if not line.live or not (line.phase is Phase.IN_USE or (line.phase is None and begun)):
        return
    if line.needed and not line.decided:
        yield Late(DECISION, None if line.kept_back or not begun else line.first_use)
    standing = line.standing
    if standing is None or not line.approved:
        return
    last = max((one.day for one in standing.decisions if one.decision != "no-go"), default="")
    if looked := max(standing.reviewed_on, last):
        due = months_later(date.fromisoformat(looked), config.max_age_months)
        if due < as_of:
            yield Late(REVIEW, None if line.kept_back else due)
    if line.category in config.public and line.decided and not line.published and not line.kept_back:
        first = line.first_use.isoformat() if begun and line.first_use else ""
        yield Late(PUBLICATION, date.fromisoformat(max(last, first)) if last else None)
