"""Opens and closes a meeting: who is at the table, and a summary that can be the agenda of the next one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from iama.assess import answering, path, screens, tellings
from iama.assess.asking import Order, Pick
from iama.assess.outcome import Entry
from iama.assess.path import Choice
from iama.model.questionnaire import said
from iama.model.words import text, written_date

if TYPE_CHECKING:
    from iama.assess.interview import Interview

ATTENDANCE = "attendance"


def opened(interview: "Interview", meeting: str) -> tuple[str, ...]:
    """Ask who is present, record it as attendance rows, and return the roles at the table."""
    entry = interview.outcome.entry(interview.tree.id, ATTENDANCE)
    if entry is None:
        return ()
    known = present(entry, meeting)
    choices = [Pick(role, said(words, interview.language)) for role, words in interview.tree.roles.items()]
    roles = interview.asker.pick_many(text("present", interview.language), choices, known)
    if isinstance(roles, Order):
        return known
    for role in roles:
        if role not in known:
            entry = interview.outcome.entries[entry.ref]
            cells = {"meeting": meeting, "role": role}
            row_id = interview.desk.row_id()
            interview.record(entry, answering.with_row(entry.answer, entry.question, row_id, cells))
    for row in interview.outcome.entries[entry.ref].answer.rows:
        if row.cells.get("meeting") == meeting and row.cells.get("role") not in roles:
            entry = interview.outcome.entries[entry.ref]
            interview.record(entry, answering.without_row(entry.answer, row.id))
    return roles


def present(entry: Entry, meeting: str) -> tuple[str, ...]:
    """Return the roles recorded as present at a meeting."""
    found = (row.cells.get("role", "") for row in entry.answer.rows if row.cells.get("meeting") == meeting)
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Summary:
    """What a sitting came to: lines per heading."""

    title: str
    decided: tuple[str, ...]
    still_open: tuple[str, ...]
    actions: tuple[str, ...]


def summary(interview: "Interview", title: str) -> Summary:
    """Return what was answered in this sitting, what is still open, and every action point."""
    outcome, tree = interview.outcome, interview.tree
    touched = [outcome.entries[ref] for ref in interview.touched if ref in outcome.entries]
    asked = path.wanted(outcome, tree, replace(interview.choice, open_only=False))
    still = [entry for entry in asked if not entry.status.settled and entry.question.required]
    return Summary(
        title,
        tuple(_line(interview, entry) for entry in touched if entry.status.settled),
        tuple(_line(interview, entry) for entry in still if path.is_open(entry) or not entry.status.settled),
        tuple(actions(interview)),
    )


def _line(interview: "Interview", entry: Entry) -> str:
    return f"{tellings.label(interview, entry)} {said(entry.question.text, interview.language)}"


def actions(interview: "Interview") -> Iterator[str]:
    """Yield the action points that are not done, and what somebody promised to find out."""
    language = interview.language
    for entry in path.wanted(interview.outcome, interview.tree, Choice()):
        if any(column.id == "blocking" for column in entry.question.columns):
            for row in entry.answer.rows:
                if row.cells.get("status") != "done":
                    yield screens.row_line(entry.question, row, language)
        if entry.answer.follow:
            due = written_date(entry.answer.follow.due, language) if entry.answer.follow.due else ""
            yield " · ".join(filter(None, [_line(interview, entry), entry.answer.follow.by, due]))


def as_markdown(found: Summary, language: str) -> str:
    """Return a summary as the agenda of the next meeting, in Markdown."""
    parts = [f"# {found.title}"]
    for key, lines in (("still-open", found.still_open), ("new-actions", found.actions), ("decided", found.decided)):
        items = "\n".join(f"- {line}" for line in lines) or "- —"
        parts.append(f"## {text(key, language)}\n\n{items}")
    return "\n\n".join(parts) + "\n"


def as_text(found: Summary, language: str, most: int = 8) -> str:
    """Return a summary for the screen: the first lines of each list, and how many there are."""
    lines = [found.title]
    for key, items in (("decided", found.decided), ("still-open", found.still_open), ("new-actions", found.actions)):
        lines += ["", f"{text(key, language)} ({len(items)})", *(f"  {item}" for item in items[:most])]
        if len(items) > most:
            lines.append("  …")
    return "\n".join(lines)


def wants_agenda(interview: "Interview") -> bool:
    """Ask whether the summary is to be kept as a file."""
    language = interview.language
    choices = [Pick("yes", text("yes", language)), Pick("no", text("no", language))]
    return interview.asker.pick(text("save-agenda", language), choices, "no") == "yes"
