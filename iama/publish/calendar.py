"""The duties around an algorithm by date, merged with the flags that carry one: the JSON of `iama calendar`.

It says what is due and when, never whether it has been done.
"""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from iama.assess.parties import is_retired
from iama.assess.readings import readings_of_duty, readings_that_matter, weakest_standing
from iama.assess.scope import world_of
from iama.assess.world import QuestionScope, World
from iama.model.calendar import Calendar, Duty
from iama.model.conditions import Ref, Type, unique
from iama.model.law import LegalReading
from iama.publish.flags import flags_document
from iama.publish.readings import reading_document
from iama.publish.wording import View, Wording

_HOME = "algorithm"


class _Start(Struct, frozen=True):
    """From which day a duty binds: a day, always (no day), never, or not known yet."""

    day: date | None = None
    never: bool = False
    missing: tuple[Ref, ...] = ()


def calendar_document(wording: Wording, calendar: Calendar) -> View:
    """Return what has a date, what binds already without one, and what cannot be said yet."""
    outcome = wording.outcome
    world = world_of(outcome, wording.law)
    flags = flags_document(wording, wording.dossier)
    upcoming = [_dated_flag(flags["flags"][place]) for place in flags["page"]["calendar"]]
    told = {flag["id"] for flag in upcoming}
    readings = readings_that_matter(outcome, wording.law)
    judged = [
        _binding_duty(duty, calendar, wording, world, readings)
        for duty in calendar.duties
        if not told & set(duty.flags)
    ]
    entries = [*upcoming, *(entry for entry in judged if entry)]
    open_ = [entry for entry in entries if entry["missing"]]
    sure = [entry for entry in entries if not entry["missing"]]
    return {
        "iama_calendar": 1,
        "algorithm": wording.dossier.id,
        "as_of": outcome.as_of.isoformat(),
        "language": wording.language,
        "dated": sorted((entry for entry in sure if entry["date"]), key=lambda entry: entry["date"]),
        "standing": [entry for entry in sure if not entry["date"]],
        "undecided": open_,
    }


def _dated_flag(flag: View) -> View:
    about = f" ({flag['about']})" if flag["about"] else ""
    return {
        "id": flag["id"],
        "kind": "flag",
        "date": flag["from"],
        "who": [],
        "when": "",
        "text": flag["title"] + about,
        "law": flag["law"],
        "basis": flag["basis"],
        "certainty": "",
        "missing": [],
        "asked": [],
        "standing": flag["standing"],
        "readings": flag["readings"],
    }


def _binding_duty(
    duty: Duty, calendar: Calendar, wording: Wording, world: World, known: Sequence[LegalReading]
) -> View | None:
    """Return a duty that binds, or may; None when it does not, or ended with the use."""
    if is_retired(world).truth and not duty.after_use:
        return None
    ruling, start = world.ruling_of(duty.condition, _HOME), _start_of_duty(duty, world)
    if ruling.truth is False or start.never:
        return None
    missing = unique((*ruling.missing, *(start.missing if ruling.truth else ())))
    readings = readings_of_duty(duty, known)
    day = None if missing else _deadline_or_start(duty, start, world)
    return {
        "id": duty.id,
        "kind": "duty",
        "date": day.isoformat() if day else None,
        "who": [wording.localised_text(calendar.who[name]) for name in duty.who],
        "when": wording.localised_text(duty.moment),
        "text": wording.localised_text(duty.text),
        "law": [wording.law.cite(id_, wording.language) for id_ in duty.law],
        "basis": list(duty.law),
        "certainty": duty.certainty,
        "missing": [str(ref) for ref in missing],
        "asked": [wording.pointer(ref.questionnaire, ref.question) for ref in missing],
        "standing": weakest_standing(readings).value,
        "readings": [reading_document(reading, wording.law, wording.language) for reading in readings],
    }


def _start_of_duty(duty: Duty, world: World) -> _Start:
    if duty.start.startswith("law."):
        return _Start(date.fromisoformat(world.law.facts[duty.start.removeprefix("law.")].date))
    if not duty.start:
        return _Start()
    value = QuestionScope(world, _HOME).look_up_value(duty.start)
    if value.words is None:
        return _Start(missing=value.refs)
    return _Start(date.fromisoformat(value.words[0])) if value.words else _Start(never=True)


def _deadline_or_start(duty: Duty, start: _Start, world: World) -> date | None:
    """Return the day in the calendar: that by which it must be done, else a start that is still to come."""
    value = QuestionScope(world, _HOME).look_up_value(duty.by) if duty.by else None
    if value is not None and value.type is Type.DATE and value.words:
        by = date.fromisoformat(value.words[0])
        return max(by, start.day) if start.day else by
    return start.day if start.day and start.day > world.as_of else None
