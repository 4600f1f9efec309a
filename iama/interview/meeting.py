"""Closes a meeting: a summary of all its sittings, which can be the agenda of the next one."""

from collections.abc import Iterator, Sequence
from textwrap import shorten, wrap

from msgspec import Struct

from iama.assess import attendance, parking
from iama.assess.actions import FINISHED, lists_actions
from iama.assess.outcome import Entry
from iama.interview import answer_text, facilitating, flags, messages, path
from iama.interview.asking import Pick
from iama.interview.path import Choice
from iama.interview.sitting import Sitting
from iama.model.markdown import escape_markdown
from iama.model.text import escape_controls
from iama.words import pick_translation, text
from iama.words.written import written_date

MEETINGS = ("1", "2", "3")
_MOST_FLAGS = 4  # on the screen, those that weigh most
_LINE = 76  # characters of a line on the screen


class Summary(Struct, frozen=True):
    """What a meeting came to, over all its sittings; or a sitting without one."""

    title: str
    days: str  # on which it was held, when there were several
    present: str
    decided: tuple[Entry, ...]
    still_open: tuple[Entry, ...]
    actions: tuple[tuple[str, str], ...]  # what, and who by when
    coming: tuple[tuple[str, int], ...] = ()  # a section of the next meeting, and its open questions
    flags: tuple[str, ...] = ()  # that want a response
    about: tuple[str, ...] = ()  # such flags about the meeting itself
    parked: tuple[tuple[str, str], ...] = ()  # what is discussed later, and who brings it back


def summarize_sitting(sitting: Sitting, title: str, meeting: str | None = None) -> Summary:
    """Return what was answered, what is still open, every action point, and what comes next.

    Of a meeting it is what was answered on all its days, in any terminal; else what was answered in this sitting.
    """
    asked = sitting.entries_in_plan()
    days = [written_date(day, sitting.language) for day in held_on(sitting, meeting)]
    pressing = flags.pressing_flags(sitting)
    about = [flag for flag in pressing if sitting.is_about_meeting(flag.verdict)]
    return Summary(
        title,
        ", ".join(days) if len(days) > 1 else "",
        who_was_there(sitting, meeting),
        tuple(entry for entry in _answers_of_meeting(sitting, meeting) if entry.status.is_settled),
        tuple(entry for entry in asked if path.has_work_left(entry) and entry.question.required),
        tuple(remaining_action_points(sitting)),
        tuple(sections_to_come(sitting, meeting)),
        tuple(flag.title for flag in pressing if flag not in about),
        tuple(flag.title for flag in about),
        tuple(parked_points(sitting)),
    )


def held_on(sitting: Sitting, meeting: str | None) -> tuple[str, ...]:
    """Return the days of a meeting that the attendance tells of."""
    return attendance.meeting_days(sitting.outcome, sitting.tree, meeting) if meeting in MEETINGS else ()


def who_was_there(sitting: Sitting, meeting: str | None) -> str:
    """Return the roles at a meeting, with the days of those who were not there on all."""
    stays = attendance.stays_at(sitting.outcome, sitting.tree, meeting or "")
    days = held_on(sitting, meeting)
    names = []
    for role in dict.fromkeys(stay.role for stay in stays) if stays else sitting.seated:
        own = {stay.day for stay in stays if stay.role == role and stay.day}
        some = ", ".join(written_date(day, sitting.language) for day in days if day in own)
        name = sitting.role_names([role])
        names.append(f"{name} ({some})" if own and len(own) < len(days) else name)
    return ", ".join(names)


def _answers_of_meeting(sitting: Sitting, meeting: str | None) -> Sequence[Entry]:
    outcome, today = sitting.outcome, sitting.desk.today
    if meeting in MEETINGS:
        return attendance.answered_at(outcome, sitting.tree, meeting, days=[today], touched=sitting.touched)
    return [outcome.entries[ref] for ref in sitting.touched if ref in outcome.entries]


def sections_to_come(sitting: Sitting, meeting: str | None) -> Iterator[tuple[str, int]]:
    """Yield the sections with open questions of the homework and of the meeting after this one."""
    if meeting not in MEETINGS:
        return
    language = sitting.language
    following = ("homework", *MEETINGS[MEETINGS.index(meeting) + 1 :][:1])
    for coming in following:
        entries = path.chosen_entries(sitting.outcome, sitting.tree, Choice(meeting=coming))
        needed = [entry for entry in entries if path.is_open(entry) and entry.question.required]
        for _, own in path.by_section(sitting.tree, needed):
            name = text("homework", language) if coming == "homework" else f"{text('meeting', language)} {coming}"
            yield f"{name}: {messages.where(sitting.tree, own[0].question, language)}", len(own)


def remaining_action_points(sitting: Sitting) -> Iterator[tuple[str, str]]:
    """Yield the action points that are not done, and what somebody has to find out."""
    language = sitting.language
    for entry in path.chosen_entries(sitting.outcome, sitting.tree, Choice()):
        if lists_actions(entry.question):
            for row in entry.answer.rows:
                if row.cells.get("status") not in FINISHED:
                    yield answer_text.action_point(entry.question, row, language)
        elif path.needs_finding_out(entry):
            due = written_date(entry.answer.follow.due, language) if entry.answer.follow else ""
            who = answer_text.follower(sitting.tree, entry.answer, language) or text("nobody-yet", language)
            yield _labelled_question(sitting, entry), " · ".join(filter(None, [who, due]))


def parked_points(sitting: Sitting) -> Iterator[tuple[str, str]]:
    """Yield what was parked and not discussed yet, with who brings it back."""
    for point in parking.parked_points(sitting.outcome):
        yield point.text, facilitating.owner_name(sitting, point)


def _labelled_question(sitting: Sitting, entry: Entry) -> str:
    words = pick_translation(entry.question.text, sitting.language)
    return f"{sitting.label_entry(entry)} {words}" if entry.question.number or entry.ref.instance else words


def as_markdown(sitting: Sitting, summary: Summary) -> str:
    """Return a summary as the agenda of the next meeting, in Markdown."""
    language, roles = sitting.language, sitting.tree.roles
    parts = [f"# {_plain_words(summary.title)}"]
    for key, words in (("held-on", summary.days), ("at-the-table", summary.present)):
        parts += [f"{text(key, language)}: {_plain_words(words)}"] * bool(words)
    if summary.coming:
        parts.append(_agenda_section("agenda-next", [f"{name} ({count})" for name, count in summary.coming], language))
    still = []
    for entry in summary.still_open:
        names = ", ".join(pick_translation(roles[role], language) for role in entry.question.roles if role in roles)
        still.append(f"{_labelled_question(sitting, entry)} ({names})" if names else _labelled_question(sitting, entry))
    parts.append(_agenda_section("still-open", still, language))
    parts.append(
        _agenda_section("new-actions", [" · ".join(filter(None, action)) for action in summary.actions], language)
    )
    if summary.parked:
        parked = [" · ".join(point) for point in summary.parked]
        parts.append(_agenda_section("parked-title", parked, language))
    if flagged := [*summary.flags, *_about_meeting(summary, language)]:
        parts.append(_agenda_section("flags-without-response", flagged, language))
    parts.append(
        _agenda_section("decided", [_labelled_question(sitting, entry) for entry in summary.decided], language)
    )
    return "\n\n".join(parts) + "\n"


def _agenda_section(key: str, lines: list[str], language: str) -> str:
    items = "\n".join(f"- {_plain_words(line)}" for line in lines) or "- —"
    return f"## {text(key, language)}\n\n{items}"


def _plain_words(words: str) -> str:
    return escape_markdown(escape_controls(" ".join(words.split())))


def as_text(sitting: Sitting, summary: Summary, most: int = 6) -> str:
    """Return a summary for the screen: numbers of what was answered, and the first lines of what is left to do."""
    language = sitting.language
    held = _indented(f"{text('held-on', language)}: {summary.days}") if summary.days else []
    lines = [summary.title, *held, "", f"{text('decided', language)} ({len(summary.decided)})"]
    lines += _indented(_question_names(sitting, summary.decided))
    lines += [f"{text('still-open', language)} ({len(summary.still_open)})"]
    lines += _indented(_question_names(sitting, summary.still_open))
    lines += _points("new-actions", summary.actions, most, language)
    if summary.parked:
        lines += _points("parked-title", summary.parked, most, language)
    if count := len(summary.flags) + len(summary.about):
        lines.append(f"{text('flags-without-response', language)} ({count})")
        lines += [f"  {shorten(title, _LINE, placeholder='…')}" for title in summary.flags[:_MOST_FLAGS]]
        lines += ["  …"] * (len(summary.flags) > _MOST_FLAGS)
        lines += [line for words in _about_meeting(summary, language) for line in _indented(words)]
    return "\n".join(lines)


def _question_names(sitting: Sitting, entries: Sequence[Entry]) -> str:
    """Return what people call questions; one that stands beside another of them goes with it."""
    listed = {(entry.question.id, entry.ref.instance) for entry in entries}
    own = (entry for entry in entries if (entry.question.beside, entry.ref.instance) not in listed)
    return ", ".join(map(sitting.label_entry, own))


def _points(key: str, points: Sequence[tuple[str, str]], most: int, language: str) -> Iterator[str]:
    """Yield the first lines of a list of points, each with who it is for."""
    yield f"{text(key, language)} ({len(points)})"
    for what, who in points[:most]:
        room = _LINE - (len(who) + 3 if who else 0)
        yield f"  {shorten(what, max(room, 20), placeholder='…')}" + (f" · {who}" if who else "")
    yield from ["  …"] * (len(points) > most)


def _about_meeting(summary: Summary, language: str) -> list[str]:
    return [f"{text('about-meeting', language)}: {title}" for title in summary.about]


def _indented(words: str) -> list[str]:
    return wrap(words, _LINE + 2, initial_indent="  ", subsequent_indent="  ")


def offer_flags(sitting: Sitting) -> bool:
    """Offer to answer the flags that want a response; return whether the team did."""
    count = len(flags.pressing_flags(sitting))
    if not count or not _wants(sitting, text("answer-flags", sitting.language, count=count), "no"):
        return False
    flags.answer_flags(sitting, travel=False)
    return True


def wants_agenda(sitting: Sitting) -> bool:
    """Ask whether the summary is to be kept as a file."""
    return _wants(sitting, text("save-agenda", sitting.language), "yes")


def _wants(sitting: Sitting, prompt: str, current: str) -> bool:
    choices = [Pick(word, text(word, sitting.language)) for word in ("yes", "no")]
    return sitting.asker.pick_one(prompt, choices, current) == "yes"
