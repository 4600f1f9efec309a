"""Opens and closes a meeting: who is at the table, and a summary that can be the agenda of the next one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from textwrap import shorten
from typing import TYPE_CHECKING

from iama.assess import answer_input
from iama.assess.actions import FINISHED
from iama.assess.outcome import Entry
from iama.interview import flags, messages, path, remarks, screens
from iama.interview.asking import Order, Pick
from iama.interview.path import Choice
from iama.model.text import escape_controls
from iama.words import pick_translation, text
from iama.words.written import written_date

if TYPE_CHECKING:
    from iama.interview.interview import Interview

ATTENDANCE = "attendance"
MEETINGS = ("1", "2", "3")
_MOST_FLAGS = 4  # on the screen, those that weigh most
_LINE = 76  # characters of a line on the screen


def open_meeting(interview: "Interview", meeting: str) -> tuple[str, ...]:
    """Ask who is present, record it as attendance rows, and return the roles at the table."""
    entry = interview.outcome.find_entry(interview.tree.id, ATTENDANCE)
    if entry is None:
        return ()
    known = roles_present(entry, meeting)
    roles = remarks.tick_roles(interview, "present", known)
    if isinstance(roles, Order):
        return known
    codes = _codes(interview, [role for role in roles if role not in known])
    rows = {row.id: row for row in entry.answer.rows}
    gone = [id_ for id_, row in rows.items() if row.cells.get("meeting") == meeting and row.cells["role"] not in roles]
    answer = entry.answer
    for id_ in gone:
        answer = answer_input.without_row(answer, id_)
    for role, code in codes.items():
        cells = {"meeting": meeting, "role": role, "person": code}
        answer = answer_input.with_row(answer, entry.question, interview.desk.row_id(), cells)
    if answer != entry.answer:
        interview.save_answer(entry, answer)
    return roles


def _codes(interview: "Interview", roles: list[str]) -> Mapping[str, str]:
    """Ask the codes of the persons in these roles, in that order; all may stay empty."""
    if not roles:
        return {}
    names = ", ".join(pick_translation(interview.tree.roles[role], interview.language) for role in roles)
    given = interview.ask_and_hold_line(text("person-codes", interview.language, roles=names))
    codes = given.replace(",", " ").split() if isinstance(given, str) else []
    return dict(zip(roles, [*codes, *[""] * len(roles)], strict=False))


def roles_present(entry: Entry, meeting: str) -> tuple[str, ...]:
    """Return the roles recorded as present at a meeting."""
    found = (row.cells.get("role", "") for row in entry.answer.rows if row.cells.get("meeting") == meeting)
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Summary:
    """What a sitting came to."""

    title: str
    present: str
    decided: tuple[Entry, ...]
    still_open: tuple[Entry, ...]
    actions: tuple[tuple[str, str], ...]  # what, and who by when
    coming: tuple[tuple[str, int], ...] = ()  # a section of the next meeting, and its open questions
    flags: tuple[str, ...] = ()  # that want a response


def summarize_sitting(interview: "Interview", title: str, meeting: str | None = None) -> Summary:
    """Return what was answered in this sitting, what is still open, every action point, and what comes next."""
    outcome, tree = interview.outcome, interview.tree
    touched = [outcome.entries[ref] for ref in interview.touched if ref in outcome.entries]
    asked = path.chosen_entries(outcome, tree, replace(interview.choice, open_only=False))
    roles = (pick_translation(tree.roles[role], interview.language) for role in interview.present if role in tree.roles)
    return Summary(
        title,
        ", ".join(roles),
        tuple(entry for entry in touched if entry.status.is_settled),
        tuple(entry for entry in asked if path.has_work_left(entry) and entry.question.required),
        tuple(remaining_action_points(interview)),
        tuple(sections_to_come(interview, meeting)),
        tuple(told.title for told in flags.pressing_flags(interview)),
    )


def sections_to_come(interview: "Interview", meeting: str | None) -> Iterator[tuple[str, int]]:
    """Yield the sections with open questions of the homework and of the meeting after this one."""
    if meeting not in MEETINGS:
        return
    following = ("homework", *MEETINGS[MEETINGS.index(meeting) + 1 :][:1])
    for one in following:
        entries = path.chosen_entries(interview.outcome, interview.tree, Choice(meeting=one))
        needed = [entry for entry in entries if path.is_open(entry) and entry.question.required]
        for _, own in path.by_section(interview.tree, needed):
            part, section = screens.part_and_section(interview, own[0].question)
            name = text("homework", interview.language) if one == "homework" else f"{_meeting(interview)} {one}"
            yield f"{name}: {screens.where(part, section, interview.language)}", len(own)


def _meeting(interview: "Interview") -> str:
    return text("meeting", interview.language)


def remaining_action_points(interview: "Interview") -> Iterator[tuple[str, str]]:
    """Yield the action points that are not done, and what somebody has to find out."""
    language = interview.language
    for entry in path.chosen_entries(interview.outcome, interview.tree, Choice()):
        if any(column.id == "blocking" for column in entry.question.columns):
            for row in entry.answer.rows:
                if row.cells.get("status") not in FINISHED:
                    yield screens.action_point(entry.question, row, language)
        elif path.needs_finding_out(entry):
            due = written_date(entry.answer.follow.due, language) if entry.answer.follow else ""
            who = screens.follower(interview, entry.answer) or text("nobody-yet", language)
            yield _labelled_question(interview, entry), " · ".join(filter(None, [who, due]))


def _labelled_question(interview: "Interview", entry: Entry) -> str:
    words = pick_translation(entry.question.text, interview.language)
    known = entry.question.number or entry.ref.instance
    return f"{messages.entry_label(interview, entry)} {words}" if known else words


def as_markdown(interview: "Interview", found: Summary) -> str:
    """Return a summary as the agenda of the next meeting, in Markdown."""
    language, roles = interview.language, interview.tree.roles
    parts = [f"# {found.title}"]
    if found.present:
        parts.append(f"{text('at-the-table', language)}: {found.present}")
    if found.coming:
        parts.append(_agenda_section("agenda-next", [f"{name} ({count})" for name, count in found.coming], language))
    still = []
    for entry in found.still_open:
        names = ", ".join(pick_translation(roles[role], language) for role in entry.question.roles if role in roles)
        still.append(
            f"{_labelled_question(interview, entry)} ({names})" if names else _labelled_question(interview, entry)
        )
    parts.append(_agenda_section("still-open", still, language))
    parts.append(
        _agenda_section("new-actions", [" · ".join(filter(None, action)) for action in found.actions], language)
    )
    if found.flags:
        parts.append(_agenda_section("flags-without-response", list(found.flags), language))
    parts.append(
        _agenda_section("decided", [_labelled_question(interview, entry) for entry in found.decided], language)
    )
    return "\n\n".join(parts) + "\n"


def _agenda_section(key: str, lines: list[str], language: str) -> str:
    items = "\n".join(f"- {escape_controls(' '.join(line.split()))}" for line in lines) or "- —"
    return f"## {text(key, language)}\n\n{items}"


def as_text(interview: "Interview", found: Summary, most: int = 6) -> str:
    """Return a summary for the screen: numbers of what was answered, and the first lines of what is left to do."""
    language = interview.language
    decided = ", ".join(messages.entry_label(interview, entry) for entry in found.decided)
    lines = [found.title, "", f"{text('decided', language)} ({len(found.decided)})"]
    lines += [f"  {decided}"] if decided else []
    still = [messages.entry_label(interview, entry) for entry in found.still_open]
    lines += [f"{text('still-open', language)} ({len(still)})"]
    lines += [f"  {', '.join(still)}"] if still else []
    lines.append(f"{text('new-actions', language)} ({len(found.actions)})")
    for what, who in found.actions[:most]:
        room = _LINE - (len(who) + 3 if who else 0)
        lines.append(f"  {shorten(what, max(room, 20), placeholder='…')}" + (f" · {who}" if who else ""))
    lines += ["  …"] * (len(found.actions) > most)
    if found.flags:
        lines.append(f"{text('flags-without-response', language)} ({len(found.flags)})")
        lines += [f"  {shorten(title, _LINE, placeholder='…')}" for title in found.flags[:_MOST_FLAGS]]
        lines += ["  …"] * (len(found.flags) > _MOST_FLAGS)
    return "\n".join(lines)


def offer_flags(interview: "Interview") -> bool:
    """Offer to answer the flags that want a response; return whether the team did."""
    count = len(flags.pressing_flags(interview))
    if not count or not _wants(interview, text("answer-flags", interview.language, count=count), "no"):
        return False
    flags.answer_flags(interview, travel=False)
    return True


def wants_agenda(interview: "Interview") -> bool:
    """Ask whether the summary is to be kept as a file."""
    return _wants(interview, text("save-agenda", interview.language), "yes")


def _wants(interview: "Interview", prompt: str, current: str) -> bool:
    choices = [Pick(word, text(word, interview.language)) for word in ("yes", "no")]
    return interview.asker.pick_one(prompt, choices, current) == "yes"
