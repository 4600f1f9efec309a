"""The dates of an algorithm as a list, and as the marks of a drawing: development, decision, use, reviews, law.

Reads nothing but what a view holds, so a timeline can tell no more than the page around it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import accumulate, groupby, pairwise

from iama.publish.wording import View, anchor
from iama.words import text
from iama.words.written import written_date

# the dates that a dossier holds, each with the word that names it
DATES = (
    ("algorithm", "version-date", "timeline-version"),
    ("algorithm", "placed-on-market", "timeline-market"),
    ("algorithm", "first-use", "timeline-first-use"),
    ("algorithm", "design-change-date", "timeline-design-change"),
    ("algorithm", "end-date", "timeline-end"),
    ("follow-up", "last-review", "timeline-review"),
    ("follow-up", "notified-on", "timeline-notified"),
    ("follow-up", "end-of-use", "timeline-ended"),
)
# the drawing, in units of its own: as wide as a phone, so that its figures stay readable there
WIDTH, LEFT, RIGHT = 340, 18, 322
_STEP = 24  # between two marks beside or above each other
_TOP, _BELOW = 16, 34
_LONGEST = 120  # days between two dates; where there are more, the line is broken
_APART = 48  # between the years that are written below the line


def events(
    assessments: Sequence[View], facts: Sequence[View], calendar: Sequence[View], approval: View | None, language: str
) -> list[View]:
    """Return what happened or will happen, one entry per day: date, lines, and whether only the law says so."""
    lines = [
        *_first_answer_event(assessments, language),
        *_recorded_events(facts, language),
        *_decision_event(approval, language),
        *_duty_events(calendar, language),
    ]
    lines.sort(key=lambda line: (line["date"], line["law"]))
    days = ((day, list(run)) for day, run in groupby(lines, key=lambda line: line["date"]))
    return [
        {
            "number": number,
            "date": day,
            "date_text": written_date(day, language),
            "law": all(line["law"] for line in run),
            "lines": run,
        }
        for number, (day, run) in enumerate(days, 1)
    ]


def lay_out_timeline(entries: Sequence[View], as_of: str) -> View | None:
    """Return where each entry stands on the drawing, with its years and the day of the report; None below two.

    Between two dates that are far apart the line is broken, so that a date in years leaves room for those of today.
    """
    if len(entries) < 2:
        return None
    days = [date.fromisoformat(entry["date"]) for entry in entries]
    today = date.fromisoformat(as_of)
    across = _across(sorted({*days, today}))
    lanes: list[int] = []  # where the last mark of each lane stands
    marks = [_mark(entry, across[day], lanes, as_of) for entry, day in zip(entries, days, strict=True)]
    base = _TOP + len(lanes) * _STEP
    return {
        "width": WIDTH,
        "height": base + _BELOW,
        "base": base,
        "today": across[today],
        "marks": [{**mark, "y": base - _STEP * mark["lane"] - 20} for mark in marks],
        "years": list(_year_marks(across)),
        "breaks": [
            round((across[one] + across[other]) / 2, 1) for one, other in pairwise(across) if _is_long(one, other)
        ],
    }


def _first_answer_event(assessments: Iterable[View], language: str) -> Iterator[View]:
    places = [
        (answer["date"], answer["anchor"])
        for assessment in assessments
        for answer in _answers_of_assessment(assessment)
        if answer["date"]
    ]
    if places:
        day, place = min(places, key=lambda pair: pair[0])
        yield _event_line(day, text("timeline-begun", language), place)


def _recorded_events(facts: Iterable[View], language: str) -> Iterator[View]:
    days = {answer["anchor"]: answer["day"] for tree in facts for answer in _answers_of_assessment(tree)}
    for questionnaire, question, word in DATES:
        place = anchor(questionnaire, question)
        if day := days.get(place):
            yield _event_line(day, text(word, language), place)


def _decision_event(approval: View | None, language: str) -> Iterator[View]:
    if approval and approval["date"]:
        words = text("timeline-approved", language, decision=approval["decision_text"])
        yield _event_line(approval["date"], words, "decision")


def _duty_events(calendar: Iterable[View], language: str) -> Iterator[View]:
    """Yield one line per day on which duties begin: what the one is called, or how many there are."""
    for day, run in groupby(calendar, key=lambda flag: flag["from"]):
        flags = list(run)
        if len(flags) == 1:
            yield _event_line(day, flags[0]["name"], flags[0]["anchor"], law=True)
        else:
            words = text("timeline-duties", language, count=len(flags))
            yield _event_line(day, words, "flags-calendar", law=True)


def _answers_of_assessment(tree: View) -> Iterator[View]:
    for part in tree["parts"]:
        for section in part["sections"]:
            for block in section["blocks"]:
                for group in block["groups"]:
                    yield from (question["answer"] for question in group["questions"])


def _event_line(day: str, words: str, place: str, *, law: bool = False) -> View:
    return {"date": day, "text": words, "anchor": place, "law": law}


def _mark(entry: View, x: float, lanes: list[int], as_of: str) -> View:
    """Return one mark in the lowest lane in which it touches no other; `lanes` is updated."""
    lane = next((place for place, end in enumerate(lanes) if x - end >= _STEP), len(lanes))
    lanes[lane : lane + 1] = [int(x)]
    return {"number": entry["number"], "x": x, "lane": lane, "law": entry["law"], "past": entry["date"] <= as_of}


def _across(days: Sequence[date]) -> Mapping[date, float]:
    """Return where each day stands, from left to right; a long time takes no more room than `_LONGEST` days."""
    reached = accumulate((min((other - one).days, _LONGEST) for one, other in pairwise(days)), initial=0)
    places = list(reached)
    return {
        day: round(LEFT + (RIGHT - LEFT) * place / max(1, places[-1]), 1)
        for day, place in zip(days, places, strict=True)
    }


def _is_long(one: date, other: date) -> bool:
    return (other - one).days > _LONGEST


def _year_marks(across: Mapping[date, float]) -> Iterator[View]:
    """Yield the years below the line, each where its first date stands, and as many as there is room for."""
    last: View = {"year": 0, "x": -_APART}
    for day, x in across.items():
        if day.year != last["year"] and x - last["x"] >= _APART:
            last = {"year": day.year, "x": x}
            yield last
