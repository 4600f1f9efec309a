"""From which day the high-risk rules bind a system: the application date, or the transitional rule of Article 111.

What is not known is tried both ways. Only when every way comes out the same is there an answer.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from itertools import product

from msgspec import Struct

from iama.assess.parties import is_authority
from iama.assess.world import QuestionScope, World
from iama.model.conditions import Ref, Ruling, combine_rulings, unique
from iama.model.grammar import parse_condition
from iama.model.questionnaire import ALGORITHM
from iama.model.struct import replace

ANNEX_III = "annex-iii-date"
ANNEX_I = "annex-i-date"
LEGACY = "legacy-date"
ANNEX_X = "annex-x-date"
DATES = frozenset({ANNEX_III, ANNEX_I, LEGACY, ANNEX_X, "annex-x-before", "ai-act-5-2"})  # what a decision needs

_EARLIER = {start: parse_condition(f"placed-on-market < law.{start}") for start in (ANNEX_III, ANNEX_I)}
_USED_EARLIER = {start: parse_condition(f"first-use < law.{start}") for start in (ANNEX_III, ANNEX_I)}
_NEW_PURPOSE = parse_condition("becomes-provider = changed-purpose")
_ANNEX_X = parse_condition("large-scale-it-system = yes and placed-on-market < law.annex-x-before")
_FOR_AUTHORITIES = parse_condition("for-public-authorities = yes")
_CHANGED = parse_condition("design-change = yes")
_CONTRADICTED = parse_condition("becomes-provider = substantial-modification and design-change = no")


class Ground(StrEnum):
    """Why the rules bind from a day, or never."""

    APPLICATION = "application"  # a new system
    CHANGE = "design-change"  # an older system, changed in design
    CONTRADICTED = "contradicted"  # an older system, said to be modified and not to be changed
    LEGACY = "use-goes-on"  # an older system meant for public authorities
    ANNEX_X = "annex-x"  # an older component of a large-scale IT system
    NEVER = "never"  # an older system that nothing catches


class Binding(Struct, frozen=True):
    """From which day the rules bind, and why; no day means never."""

    ground: Ground
    day: date | None

    def binds(self, as_of: date) -> bool:
        return self.day is not None and self.day <= as_of


class Transition(Struct, frozen=True):
    """What the transitional rule makes of the answers: every binding that is still possible."""

    start: date  # from which the rules apply to new systems
    earlier: Ruling  # placed on the market or put into service before that
    possible: tuple[Binding, ...]
    because: tuple[Ref, ...]
    missing: tuple[Ref, ...]
    withheld: bool = False  # whether one of those is kept out of the public edition

    def settled_binding(self, as_of: date) -> Binding | None:
        """Return the one binding, or the latest when all bind already; None while it depends on what is open."""
        if len(self.possible) == 1:
            return self.possible[0]
        if not self.withheld and all(binding.binds(as_of) for binding in self.possible):
            return max(self.possible, key=lambda binding: binding.day or date.min)
        return None


def day_of(world: World, fact: str) -> date:
    """Return the date that a legal fact holds."""
    return date.fromisoformat(world.law.facts[fact].date)


class _Changes(Struct, frozen=True):
    """The days on which a significant change may count, and the answers that say so or that would settle it."""

    days: tuple[date | None, ...]
    because: tuple[Ref, ...] = ()
    missing: tuple[Ref, ...] = ()
    contradicted: bool = False


def transition(world: World, start: str) -> Transition:
    """Return from when the rules bind that apply to new systems from the legal fact `start`."""
    first = day_of(world, start)
    earlier = _earlier(world, start)
    annex_x = world.ruling_of(_ANNEX_X, ALGORITHM) if start == ANNEX_III else Ruling(False)
    for_authorities = world.ruling_of(_FOR_AUTHORITIES, ALGORITHM)
    authority = combine_rulings((is_authority(world), for_authorities), decisive=True)
    changes = _changes(world, first)
    open_ = (earlier.missing, annex_x.missing, authority.missing, changes.missing)
    ways = {
        way: _binding(world, first, *way, contradicted=changes.contradicted)
        for way in product(_truths(earlier), _truths(annex_x), _truths(authority), changes.days)
    }
    missing = unique(ref for place, refs in enumerate(open_) if _matters(ways, place) for ref in refs)
    possible = tuple(dict.fromkeys(ways.values()))
    changed = any(binding.ground in (Ground.CHANGE, Ground.CONTRADICTED) for binding in possible)
    of_change = changes.because if changed else ()
    because = unique((*earlier.because, *((*authority.because, *of_change) if earlier.truth else ())))
    return Transition(first, earlier, possible, because, missing, world.has_withheld(missing))


def has_new_purpose(world: World) -> Ruling:
    """Return whether the organisation gave the system the purpose that makes it high-risk (Article 25(1)(c))."""
    return world.ruling_of(_NEW_PURPOSE, ALGORITHM)


def _earlier(world: World, start: str) -> Ruling:
    """Return whether the system is older than the rules.

    One that another purpose made high-risk (Article 25(1)(c)) was no high-risk system on the market before: what
    counts is its use for that purpose.
    """
    purpose = has_new_purpose(world)
    placed, used = (world.ruling_of(conditions[start], ALGORITHM) for conditions in (_EARLIER, _USED_EARLIER))
    if placed.truth is False or purpose.truth is False:
        return placed
    if purpose.truth is None and used.truth is True:
        return placed
    by_purpose = used if purpose.truth else Ruling(None, missing=unique((*purpose.missing, *used.missing)))
    ruling = combine_rulings((placed, by_purpose), decisive=False)
    return replace(ruling, because=unique((*ruling.because, *purpose.because)))


Way = tuple[bool, bool, bool, date | None]


def _truths(ruling: Ruling) -> tuple[bool, ...]:
    return (True, False) if ruling.truth is None else (ruling.truth,)


def _changes(world: World, first: date) -> _Changes:
    """Return the days on which a significant change may count.

    Recital 177 calls it equivalent in substance to a substantial modification: who names the one and denies the other
    contradicts themselves, and then the earliest day counts.
    """
    contradicted = world.ruling_of(_CONTRADICTED, ALGORITHM)
    if contradicted.truth:
        return _Changes((first,), contradicted.because, contradicted=True)
    changed = world.ruling_of(_CHANGED, ALGORITHM)
    ahead = world.as_of < first and not world.has_withheld(changed.missing)
    if changed.truth is False and contradicted.truth is None:
        return _Changes((first, None), changed.because, contradicted.missing, contradicted=True)
    if changed.truth is False or (changed.truth is None and ahead):
        return _Changes((None,))  # a change before the first day does not count, and a later one is still to come
    if changed.truth is None:
        return _Changes((first, None), missing=changed.missing)
    on = QuestionScope(world, ALGORITHM).look_up_value("design-change-date")
    if on.words is None:
        return _Changes((first, None), changed.because, on.refs)
    days = [date.fromisoformat(word) for word in on.words]
    return _Changes((next((day for day in days if day >= first), None),), unique((*changed.because, *on.refs)))


def _binding(
    world: World, first: date, earlier: bool, annex_x: bool, authority: bool, change: date | None, *, contradicted: bool
) -> Binding:
    if not earlier:
        return Binding(Ground.APPLICATION, first)
    if annex_x:
        return Binding(Ground.ANNEX_X, day_of(world, ANNEX_X))
    latest = day_of(world, LEGACY)
    if change and (change < latest or not authority):
        return Binding(Ground.CONTRADICTED if contradicted else Ground.CHANGE, change)
    return Binding(Ground.LEGACY, latest) if authority else Binding(Ground.NEVER, None)


def _matters(ways: Mapping[Way, Binding], place: int) -> bool:
    """Return whether the open answer at `place` makes a difference, all else being equal."""
    groups: dict[tuple[object, ...], set[Binding]] = {}
    for way, binding in ways.items():
        groups.setdefault(way[:place] + way[place + 1 :], set()).add(binding)
    return any(len(bindings) > 1 for bindings in groups.values())
