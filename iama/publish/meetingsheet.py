"""What whoever leads a meeting prints beforehand: whom to invite, the ten questions, the minutes, and the invitation.

Internal: it names people and shows what is not decided yet. Nothing of it stands in a public edition.
"""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from iama.assess import attendance
from iama.assess.meetings import HOMEWORK
from iama.assess.outcome import Entry, Status
from iama.assess.parking import PARKED, Parked, parked_points
from iama.assess.priorities import Topic, holds_for, meeting_topics
from iama.assess.table import Seat, seats
from iama.assess.timetable import Slot, Timetable, timetable
from iama.model.facilitation import Facilitation
from iama.model.questionnaire import Kind, Questionnaire
from iama.publish.status import algorithm_name
from iama.publish.wording import View, Wording
from iama.words import text
from iama.words.written import written_date

_FACTS = (  # of the algorithm, that the table should agree on first
    *("effect", "persons-per-year", "ai-technique", "generative", "data-kinds"),
    *("external-supplier", "provider-name", "system-version", "first-use"),
)
_DPIA = "dpia"


class _Sheet(Struct, frozen=True):
    """What the parts of a sheet are made of."""

    wording: Wording
    tree: Questionnaire
    facilitation: Facilitation
    meeting: str
    topics: tuple[Topic, ...]
    plan: Timetable


def meeting_sheet(
    wording: Wording, tree: Questionnaire, facilitation: Facilitation, meeting: str, minutes: int
) -> View:
    """Return the sheet and the invitation of a meeting that lasts so many minutes."""
    topics = meeting_topics(wording.dossier, wording.outcome, tree, facilitation, wording.law, meeting)
    sheet = _Sheet(wording, tree, facilitation, meeting, topics, timetable(tree, topics, minutes))
    people = [_seat(sheet, seat) for seat in seats(tree, topics, sheet.plan.deep, facilitation)]
    reading = list(_reading(sheet))
    return {
        **meeting_heading(wording, tree, meeting),
        "minutes": minutes,
        "must": [seat for seat in people if seat["must"]],
        "others": [seat for seat in people if not seat["must"]],
        "planned": [_planned(wording, tree, stay) for stay in attendance.stays_at(wording.outcome, tree, meeting)],
        "time": _time(sheet),
        "deep": [_deep(sheet, topic) for topic in sheet.plan.deep],
        "quick": list(_quick(sheet)),
        "answered": list(_sources_of_answers(sheet)),
        "facts": list(_facts(wording)),
        "parked": [parked_view(wording, point) for point in parked_points(wording.outcome)],
        "invitation": _invitation(sheet, people, reading),
    }


def meeting_heading(wording: Wording, tree: Questionnaire, meeting: str) -> View:
    """Return the title of a page about a meeting, and what it is about."""
    name = " ".join(algorithm_name(wording.outcome, wording.dossier).split())
    day = f"{wording.text('as-of')} {written_date(wording.outcome.as_of.isoformat(), wording.language)}"
    return {
        "language": wording.language,
        "meeting": meeting,
        "name": name,
        "name_language": wording.assessment_language("algorithm"),
        "instrument": wording.localised_text(tree.title),
        "day": day,
    }


def question_name(wording: Wording, tree: Questionnaire, entry: Entry) -> View:
    """Return how a page about a meeting names a question: its number, its text, and what it is about."""
    question, about = entry.question, entry.ref.instance
    return {
        "number": question.number or "",
        "text": wording.localised_text(question.text),
        "about": wording.instance_name(tree, question, about) if about else "",
    }


def short_name(wording: Wording, tree: Questionnaire, topic: Topic) -> str:
    """Return the number of a question; of one without, that of the question beside it or the title of its section."""
    question = topic.question
    host = tree.questions.get(question.beside or "")
    beside = host.number if host else None
    section = next(section for section in tree.sections if section.id == question.section)
    return question.number or beside or wording.localised_text(section.title)


def parked_view(wording: Wording, point: Parked) -> View:
    """Return what was parked, in words."""
    tree = wording.outcome.questionnaires.get(point.ref.questionnaire)
    question = tree.questions.get(point.ref.question) if tree else None
    return {
        "text": point.text,
        "language": wording.assessment_language(PARKED.questionnaire),
        "owner": wording.role(tree, point.owner) if tree else point.owner,
        "about": (question.number or wording.localised_text(question.text)) if question else "",
        "meeting": point.meeting,
        "date": wording.written_day(point.date),
    }


def _seat(sheet: _Sheet, seat: Seat) -> View:
    localise = sheet.wording.localised_text
    deep = _topic_names(sheet, seat.deep)
    return {
        "role": sheet.wording.role(sheet.tree, seat.role),
        "must": seat.must,
        "deep": deep,
        "others": _topic_names(sheet, seat.others, besides=deep),
        "stand_in": localise(seat.stand_in.who) if seat.stand_in else "",
        "check": localise(seat.stand_in.check) if seat.stand_in else "",
    }


def _topic_names(sheet: _Sheet, topics: Iterable[Topic], *, besides: Iterable[str] = ()) -> list[str]:
    """Return the short names of questions, each once, without those that were named `besides`."""
    names = dict.fromkeys(short_name(sheet.wording, sheet.tree, topic) for topic in topics)
    return [name for name in names if name not in [*besides]]


def _planned(wording: Wording, tree: Questionnaire, stay: attendance.Stay) -> View:
    return {
        "role": wording.role(tree, stay.role),
        "person": wording.dossier.people.get(stay.person, "") or stay.person,
        "day": wording.written_day(stay.day),
    }


def _time(sheet: _Sheet) -> list[View]:
    """Return the plan of the meeting: when each section begins, how long it takes, and what it is for."""
    plan, wording = sheet.plan, sheet.wording
    slots = [_slot_view(sheet, slot) for slot in plan.slots]
    opening = {"start": 0, "minutes": plan.opening, "title": wording.text("sheet-opening"), "deep": [], "quick": []}
    end, title = plan.minutes - plan.closing, wording.text("sheet-closing")
    closing = {**opening, "start": end, "minutes": plan.closing, "title": title}
    return [{**row, "clock": f"{row['start'] // 60}:{row['start'] % 60:02d}"} for row in (opening, *slots, closing)]


def _slot_view(sheet: _Sheet, slot: Slot) -> View:
    deep = _topic_names(sheet, [topic for topic, _ in slot.topics if topic in sheet.plan.deep])
    quick = [topic for topic, _ in slot.topics if topic not in sheet.plan.deep]
    return {
        "start": slot.start,
        "minutes": slot.minutes,
        "title": f"{slot.section.number or ''} {sheet.wording.localised_text(slot.section.title)}".strip(),
        "deep": deep,
        "quick": _topic_names(sheet, quick, besides=deep),
    }


def _deep(sheet: _Sheet, topic: Topic) -> View:
    """Return a question that deserves the time: why, and how to keep asking."""
    wording, probing = sheet.wording, sheet.facilitation.probing.get(topic.question.id)
    minutes = {asked.question.id: minutes for slot in sheet.plan.slots for asked, minutes in slot.topics}
    instances = [entry.ref.instance for entry in topic.entries if entry.ref.instance]
    return {
        "number": topic.question.number or "",
        "name": short_name(wording, sheet.tree, topic),
        "text": wording.localised_text(topic.question.text),
        "about": "",
        "instances": [wording.instance_name(sheet.tree, topic.question, instance) for instance in instances],
        "minutes": minutes[topic.question.id],
        "reasons": [reason.text_in(wording.language) for reason in topic.reasons],
        "probes": [wording.localised_text(probe) for probe in probing.probes] if probing else [],
        "weak": wording.localised_text(probing.weak) if probing else "",
        "roles": [wording.role(sheet.tree, role) for role in topic.question.roles],
    }


def _quick(sheet: _Sheet) -> Iterator[View]:
    """Yield the questions that need little time, in the order of the meeting, with what already stands there."""
    for slot in sheet.plan.slots:
        for topic, minutes in slot.topics:
            if topic not in sheet.plan.deep:
                yield {
                    "number": topic.question.number or "",
                    "text": sheet.wording.localised_text(topic.question.text),
                    "about": "",
                    "minutes": minutes,
                    "state": _state_of_topic(sheet.wording, topic),
                }


def _state_of_topic(wording: Wording, topic: Topic) -> str:
    if topic.uncertain:
        return wording.text("sheet-perhaps")
    if topic.is_settled:
        return wording.text("sheet-answered")
    states = {entry.status for entry in topic.entries} & {Status.UNKNOWN, Status.ASK_SUPPLIER}
    return text(f"status-{min(states)}", wording.language) if states else ""


def _sources_of_answers(sheet: _Sheet) -> Iterator[View]:
    """Yield where existing answers come from, each with the questions that it answered."""
    origins: dict[str, list[Topic]] = {}
    for topic in sheet.topics:
        if topic.is_settled:
            for origin in _origins(sheet.wording, topic.entries[0]):
                origins.setdefault(origin, []).append(topic)
    for origin, topics in origins.items():
        yield {"origin": origin, "questions": _topic_names(sheet, topics)}


def _origins(wording: Wording, entry: Entry) -> list[str]:
    """Return where an answer comes from: a document such as the DPIA, the supplier, another assessment, or the team."""
    answer = entry.answer
    found = [source.title for source in answer.sources if _DPIA in f"{source.title} {source.path}".lower()]
    if answer.adopts:
        found += [
            wording.text("sheet-taken-from", source=adopted.source.partition("/")[0]) for adopted in answer.adopts
        ]
    if "supplier" in answer.by:
        found.append(wording.text("sheet-by-supplier"))
    return found or [wording.text("sheet-by-team")]


def _facts(wording: Wording) -> Iterator[View]:
    """Yield what the facts of the algorithm say already."""
    tree = wording.outcome.questionnaires.get("algorithm")
    for id_ in _FACTS if tree else ():
        entry = wording.answered_entry("algorithm", id_)
        if entry is not None:
            yield {
                "question": wording.localised_text(entry.question.text),
                "answer": "; ".join(wording.answer_labels(entry)),
                "language": wording.assessment_language("algorithm")
                if entry.question.kind is Kind.TEXT
                else wording.language,
            }


def _reading(sheet: _Sheet) -> Iterator[str]:
    """Yield what to read: what the meeting always asks for, and the documents that answers around it rest on."""
    wording = sheet.wording
    holds = holds_for(wording.dossier, wording.outcome, wording.law, sheet.tree)
    for reading in sheet.facilitation.reading:
        if sheet.meeting in reading.meetings and holds(reading.condition):
            yield wording.localised_text(reading.words)
    entries = (entry for entry in wording.outcome.tree_entries(sheet.tree.id) if entry.status.applies)
    near = (entry for entry in entries if entry.question.meeting in (sheet.meeting, HOMEWORK))
    titles = (" ".join(filter(None, (one.title, one.version))) for entry in near for one in entry.answer.sources)
    yield from dict.fromkeys(titles)


def _invitation(sheet: _Sheet, people: Sequence[View], reading: Sequence[str]) -> View:
    """Return the invitation as text to send: what it is about, who comes for what, what to read."""
    wording = sheet.wording
    sections = [slot.section for slot in sheet.plan.slots]
    parts = [part for part in sheet.tree.parts if any(section in part.sections for section in sections)]
    titles = [f"{part.number or ''} {wording.localised_text(part.title)}".strip() for part in parts]
    name = " ".join(algorithm_name(wording.outcome, wording.dossier).split())
    return {
        "subject": wording.text("invite-subject", meeting=sheet.meeting, name=name),
        "about": wording.text("invite-about", name=name, minutes=sheet.plan.minutes, parts=titles),
        "roles": [
            {"role": seat["role"], "questions": seat["deep"] or seat["others"]} for seat in people if seat["must"]
        ],
        "questions": [wording.localised_text(topic.question.text) for topic in sheet.plan.deep[:3]],
        "reading": list(reading),
    }
