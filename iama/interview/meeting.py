"""Opens and closes a meeting: who is at the table, and a summary that can be the agenda of the next one."""

from collections.abc import Iterator, Mapping
from textwrap import shorten, wrap

from msgspec import Struct

from iama.assess import answer_input
from iama.assess.actions import FINISHED, lists_actions
from iama.assess.outcome import Entry
from iama.interview import answer_text, flags, messages, path, remarks
from iama.interview.asking import Order, Pick
from iama.interview.path import Choice
from iama.interview.sitting import Sitting
from iama.model.text import escape_controls
from iama.words import pick_translation, text
from iama.words.written import written_date

ATTENDANCE = "attendance"
MEETINGS = ("1", "2", "3")
_MOST_FLAGS = 4  # on the screen, those that weigh most
_LINE = 76  # characters of a line on the screen


def open_meeting(sitting: Sitting, meeting: str) -> tuple[str, ...]:
    """Ask who is present, record it as attendance rows, and return the roles at the table."""
    entry = sitting.outcome.find_entry(sitting.tree.id, ATTENDANCE)
    if entry is None:
        return ()
    recorded = roles_present(entry, meeting)
    roles = remarks.tick_roles(sitting, "present", recorded)
    if isinstance(roles, Order):
        return recorded
    codes = _codes(sitting, [role for role in roles if role not in recorded])
    rows = {row.id: row for row in entry.answer.rows}
    gone = [id_ for id_, row in rows.items() if row.cells.get("meeting") == meeting and row.cells["role"] not in roles]
    answer = entry.answer
    for id_ in gone:
        answer = answer_input.without_row(answer, id_)
    for role, code in codes.items():
        cells = {"meeting": meeting, "role": role, "person": code}
        answer = answer_input.with_row(answer, entry.question, sitting.desk.row_id(), cells)
    if answer != entry.answer:
        sitting.save_answer(entry, answer)
    return roles


def _codes(sitting: Sitting, roles: list[str]) -> Mapping[str, str]:
    """Ask the codes of the persons in these roles, in that order; all may stay empty."""
    if not roles:
        return {}
    names = ", ".join(pick_translation(sitting.tree.roles[role], sitting.language) for role in roles)
    typed = sitting.ask_and_hold_line(text("person-codes", sitting.language, roles=names))
    codes = typed.replace(",", " ").split() if isinstance(typed, str) else []
    return dict(zip(roles, [*codes, *[""] * len(roles)], strict=False))


def roles_present(entry: Entry, meeting: str) -> tuple[str, ...]:
    """Return the roles recorded as present at a meeting."""
    roles = (row.cells.get("role", "") for row in entry.answer.rows if row.cells.get("meeting") == meeting)
    return tuple(dict.fromkeys(roles))


class Summary(Struct, frozen=True):
    """What a sitting came to."""

    title: str
    present: str
    decided: tuple[Entry, ...]
    still_open: tuple[Entry, ...]
    actions: tuple[tuple[str, str], ...]  # what, and who by when
    coming: tuple[tuple[str, int], ...] = ()  # a section of the next meeting, and its open questions
    flags: tuple[str, ...] = ()  # that want a response


def summarize_sitting(sitting: Sitting, title: str, meeting: str | None = None) -> Summary:
    """Return what was answered in this sitting, what is still open, every action point, and what comes next."""
    outcome, tree = sitting.outcome, sitting.tree
    touched = [outcome.entries[ref] for ref in sitting.touched if ref in outcome.entries]
    asked = sitting.entries_in_plan()
    roles = (pick_translation(tree.roles[role], sitting.language) for role in sitting.present if role in tree.roles)
    return Summary(
        title,
        ", ".join(roles),
        tuple(entry for entry in touched if entry.status.is_settled),
        tuple(entry for entry in asked if path.has_work_left(entry) and entry.question.required),
        tuple(remaining_action_points(sitting)),
        tuple(sections_to_come(sitting, meeting)),
        tuple(flag.title for flag in flags.pressing_flags(sitting)),
    )


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


def _labelled_question(sitting: Sitting, entry: Entry) -> str:
    words = pick_translation(entry.question.text, sitting.language)
    return f"{sitting.label_entry(entry)} {words}" if entry.question.number or entry.ref.instance else words


def as_markdown(sitting: Sitting, summary: Summary) -> str:
    """Return a summary as the agenda of the next meeting, in Markdown."""
    language, roles = sitting.language, sitting.tree.roles
    parts = [f"# {summary.title}"]
    if summary.present:
        parts.append(f"{text('at-the-table', language)}: {summary.present}")
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
    if summary.flags:
        parts.append(_agenda_section("flags-without-response", list(summary.flags), language))
    parts.append(
        _agenda_section("decided", [_labelled_question(sitting, entry) for entry in summary.decided], language)
    )
    return "\n\n".join(parts) + "\n"


def _agenda_section(key: str, lines: list[str], language: str) -> str:
    items = "\n".join(f"- {escape_controls(' '.join(line.split()))}" for line in lines) or "- —"
    return f"## {text(key, language)}\n\n{items}"


def as_text(sitting: Sitting, summary: Summary, most: int = 6) -> str:
    """Return a summary for the screen: numbers of what was answered, and the first lines of what is left to do."""
    language = sitting.language
    decided = ", ".join(sitting.label_entry(entry) for entry in summary.decided)
    lines = [summary.title, "", f"{text('decided', language)} ({len(summary.decided)})"]
    lines += _indented(decided)
    still = [sitting.label_entry(entry) for entry in summary.still_open]
    lines += [f"{text('still-open', language)} ({len(still)})"]
    lines += _indented(", ".join(still))
    lines.append(f"{text('new-actions', language)} ({len(summary.actions)})")
    for what, who in summary.actions[:most]:
        room = _LINE - (len(who) + 3 if who else 0)
        lines.append(f"  {shorten(what, max(room, 20), placeholder='…')}" + (f" · {who}" if who else ""))
    lines += ["  …"] * (len(summary.actions) > most)
    if summary.flags:
        lines.append(f"{text('flags-without-response', language)} ({len(summary.flags)})")
        lines += [f"  {shorten(title, _LINE, placeholder='…')}" for title in summary.flags[:_MOST_FLAGS]]
        lines += ["  …"] * (len(summary.flags) > _MOST_FLAGS)
    return "\n".join(lines)


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
