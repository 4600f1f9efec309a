"""An estate as plain values: the JSON of `iama estate`, which its pages are made of too."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from iama.gate.estate import DECISION, PUBLICATION, REVIEW, UNLISTED, Estate, Late, Line
from iama.gate.inventory_status import ListCounts
from iama.gate.list_words import fold
from iama.gate.sametext import SameText
from iama.model.approval import Decision
from iama.model.law import Law
from iama.words import Phrase, message_text, text
from iama.words.written import written_date

View = dict[str, Any]
_GROUPS = ("a", "b", "c", "")
LATE = (DECISION, REVIEW, PUBLICATION)


class Source(Struct, frozen=True):
    """Where the estate was read: what it is (checkout, bundle, result or list), and why it was not understood."""

    name: str
    sort: str
    algorithms: int = 0
    as_of: str = ""  # of a result or bundle: the day that it is of
    doubt: Phrase | str = ""


class Told(Struct, frozen=True):
    """What is told of an estate, on a day and in a language; `compared` is how many dossiers had texts to compare."""

    estate: Estate
    as_of: date
    language: str
    law: Law
    organisation: str = ""
    sources: tuple[Source, ...] = ()
    listed: ListCounts | None = None
    same: tuple[SameText, ...] = ()
    compared: int = 0


def estate_view(told: Told) -> View:
    """Return the whole page; algorithms that are kept back stand in it as numbers only."""
    language, estate = told.language, told.estate
    shown = [line for line in estate.lines if not line.kept_back]
    return {
        **page_head(told),
        "totals": {
            **_counts(estate.lines, language, estate.nameless),
            "sources": len(told.sources),
            "sources_not_understood": sum(bool(one.doubt) for one in told.sources),
        },
        "categories": [
            {"category": group or None, "title": category_words(group, language), **_counts(own, language)}
            for group, own in _grouped(estate.lines, _GROUPS, lambda line: line.category or "")
        ],
        "organisations": [
            {"name": own[0].organisation, "title": own[0].organisation or text("estate-no-organisation", language)}
            | _counts(own, language)
            for _, own in _grouped(estate.lines, (), lambda line: fold(line.organisation))
        ],
        "years": list(_year_rows(estate.lines)),
        "grounds": [
            {"ground": ground, "title": told.law.cite(ground, language), "algorithms": count}
            for ground, count in sorted(Counter(one for line in estate.lines for one in line.grounds).items())
        ],
        "list": asdict(told.listed) if told.listed else None,
        "sources": [_source_row(one, language) for one in told.sources],
        "not_understood": [
            {"message": one.message, "hint": one.hint, "path": one.path, "line": one.line or None}
            for one in estate.list_findings
        ],
        "same_text": [
            {"id": one.id, "source": one.source, "texts": one.texts, "of": one.of}
            | {"with": list(one.with_), "more": one.more}
            for one in told.same
        ],
        "compared": told.compared,
        "algorithms": [_algorithm_row(line, told) for line in shown],
    }


def page_head(told: Told) -> View:
    day = told.as_of.isoformat()
    return {
        "iama_estate": 1,
        "as_of": day,
        "as_of_text": written_date(day, told.language),
        "language": told.language,
        "organisation": told.organisation,
    }


def _counts(lines: Sequence[Line], language: str, nameless: int = 0) -> View:
    """Return what counts of lines; of those out of use only that they are there, and what is wrong with them."""
    live = [line for line in lines if line.live]
    return {
        "algorithms": len(lines) + nameless,
        "retired": len(lines) - len(live),
        "needed": sum(bool(line.needed) for line in live),
        "assessed": sum(line.assessed for line in live),
        "decided": sum(line.decided for line in live),
        "published": sum(line.published for line in live),
        "kept_back": sum(line.kept_back for line in live),
        "late": {what: _late_counts([line.late_since(what) for line in live], language) for what in LATE},
        "contradictory": sum(bool(line.contradictory) for line in lines),
        "not_understood": sum(bool(line.unclear) for line in lines) + nameless,
    }


def _late_counts(late: Sequence[Sequence[Late]], language: str) -> View:
    oldest = min((one.since for own in late for one in own if one.since), default=None)
    day = oldest.isoformat() if oldest else ""
    return {
        "algorithms": sum(map(bool, late)),
        "oldest": day or None,
        "oldest_text": written_date(day, language) if day else "",
    }


def _grouped(lines: Iterable[Line], first: Sequence[str], name_of: Any) -> Iterator[tuple[str, list[Line]]]:
    """Yield the lines of every group that has any, those of `first` in that order."""
    groups: dict[str, list[Line]] = {name: [] for name in first}
    for line in lines:
        groups.setdefault(name_of(line), []).append(line)
    yield from ((name, own) for name, own in groups.items() if own)


def _year_rows(lines: Sequence[Line]) -> Iterator[View]:
    """Yield how many algorithms were decided on for the first time, and refused or published, year by year.

    Those of which a source tells no day come last, under no year.
    """
    counts: dict[str, Counter[str]] = {}
    for line in lines:
        for what, day in _known_days(line):
            counts.setdefault(day[:4], Counter())[what] += 1
    for year in sorted(counts, key=lambda year: (year == "", year)):
        yield {"year": int(year) if year else None, **{what: counts[year][what] for what in _DATED}}


_DATED = ("decided", "refused", "published")


def _known_days(line: Line) -> Iterator[tuple[str, str]]:
    decisions = line.standing.decisions if line.standing else ()
    on = sorted(one.day for one in decisions if one.decision != "no-go")
    if on or line.approved:
        yield "decided", on[0] if on else ""
    yield from (("refused", one.day) for one in decisions if one.decision == "no-go")
    if line.published:
        yield "published", line.published_on


def _source_row(one: Source, language: str) -> View:
    told = {"name": one.name, "sort": one.sort, "sort_text": text(f"estate-source-{one.sort}", language)}
    day = {"as_of": one.as_of or None, "as_of_text": written_date(one.as_of, language) if one.as_of else ""}
    return told | day | {"algorithms": one.algorithms, "not_understood": message_text(one.doubt, language) or None}


def _algorithm_row(line: Line, told: Told) -> View:
    language = told.language
    unlisted = told.listed is not None and not line.listed and line.live
    return {
        "id": line.id,
        "name": line.name,
        "organisation": line.organisation,
        "source": line.source or None,
        "category": line.category,
        "category_text": category_words(line.category or "", language),
        "phase": line.phase.value if line.phase else None,
        "phase_text": text(f"overview-phase-{line.phase.value if line.phase else 'unknown'}", language),
        "needed": list(line.needed),
        "there": list(line.held),
        "decisions": [_decision(instrument, line, language) for instrument in _decided_about(line)],
        "published": line.published,
        "published_on": line.published_on or None,
        "published_text": written_date(line.published_on, language) if line.published_on else "",
        "late": [_late(one.what, one.since, language) for one in line.late],
        "contradictory": [_code(code, language) for code in line.contradictory],
        "not_understood": [_code(code, language) for code in line.unclear],
        "listed": not unlisted,
        "unlisted_text": text(f"rule-{UNLISTED}", language) if unlisted else "",
    }


def _decided_about(line: Line) -> Iterable[str]:
    decisions = line.standing.decisions if line.standing else ()
    return dict.fromkeys((*(one.instrument for one in decisions), *line.approved))


def _decision(instrument: str, line: Line, language: str) -> View:
    """Return the last decision about an instrument; of one of which no day is told, only that it goes on."""
    decisions = line.standing.decisions if line.standing else ()
    last = next((one for one in reversed(decisions) if one.instrument == instrument), None)
    stands = instrument in line.approved
    return {
        "instrument": instrument,
        "decision": last.decision if last else None,
        "decision_text": text(f"decided-{last.decision if last else Decision.GO.value}", language),
        "date": last.day if last else None,
        "date_text": written_date(last.day, language) if last and last.day else "",
        "stands": stands,
    }


def _late(what: str, since: date | None, language: str) -> Mapping[str, str | None]:
    day = written_date(since.isoformat(), language) if since else text("estate-unknown-day", language)
    return {
        "what": what,
        "since": since.isoformat() if since else None,
        "text": text(f"estate-late-{what}", language, day=day),
    }


def _code(code: str, language: str) -> Mapping[str, str]:
    return {"code": code, "text": text(f"rule-{code}", language)}


def category_words(group: str, language: str) -> str:
    return text(f"category-{group}" if group else "overview-category-unknown", language)
