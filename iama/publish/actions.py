"""The action points of a dossier in one list, with what somebody still has to find out."""

from collections.abc import Iterable, Iterator

from iama.assess.actions import lists_actions
from iama.assess.outcome import Entry, Outcome, Status
from iama.model.dossier import Dossier, Row
from iama.model.law import Law
from iama.publish.wording import View, Wording, anchor
from iama.words import text


def action_points(outcome: Outcome, dossier: Dossier, language: str) -> list[View]:
    """Return every action point of every assessment, and what somebody still has to find out."""
    trees = [tree for tree in outcome.questionnaires.values() if tree.ref in dossier.assessments]
    wording = Wording(outcome, dossier, Law(), language, trees)
    return list(each_action_point(wording, (entry for tree in trees for entry in outcome.tree_entries(tree.id))))


def each_action_point(wording: Wording, entries: Iterable[Entry]) -> Iterator[View]:
    """Yield every action point that these entries hold, in order, and what somebody still has to find out."""
    states = _labelled_action_states(wording)
    for entry in entries:
        if entry.status in (Status.UNKNOWN, Status.ASK_SUPPLIER):
            yield _to_find_out(wording, entry)
        elif entry.status in (Status.ANSWERED, Status.WITHHELD) and lists_actions(entry.question):
            yield from (_action_as_it_stands(wording, entry, row, states.get(row.id)) for row in entry.answer.rows)


def _action_as_it_stands(wording: Wording, entry: Entry, row: Row, progress: tuple[str, str] | None) -> View:
    """Return one action point, as the follow-up says it stands now."""
    tree = wording.outcome.questionnaires[entry.ref.questionnaire]
    state = next(column for column in entry.question.columns if column.id == "status")
    word, label = progress or (row.cells.get("status", ""), "")
    owner = row.cells.get("owner", "")
    first = wording.word_label(state, row.cells.get("status", ""))
    return {
        **_due(wording, row.cells.get("due", ""), done=word in ("done", "dropped")),
        "id": row.id,
        "question": entry.question.id,
        "part": _part_label(wording, entry),
        "anchor": wording.link(entry.ref.questionnaire, entry.question.id),
        "language": wording.assessment_language(entry.ref.questionnaire),
        "text": row.cells.get("text", ""),
        "owner": wording.role(tree, owner),  # a role, or in free words
        "owner_language": wording.language if owner in tree.roles else wording.assessment_language(tree.id),
        "status": label or first,
        "first": first if label and label != first else "",  # what the answer itself says
        "blocking": row.cells.get("blocking", "") == "yes",
    }


def _to_find_out(wording: Wording, entry: Entry) -> View:
    """Return a question that nobody could answer yet as an action point."""
    tree, follow = wording.outcome.questionnaires[entry.ref.questionnaire], entry.answer.follow
    name = f"{entry.question.number or ''} {wording.question_text(entry.question)}".strip()
    about = wording.instance_name(tree, entry.question, entry.ref.instance) if entry.ref.instance else ""
    return {
        **_due(wording, follow.due if follow else "", done=False),
        "id": entry.question.id,
        "question": entry.question.id,
        "part": _part_label(wording, entry),
        "anchor": anchor(tree.id, entry.question.id, entry.ref.instance),
        "language": wording.language,
        "text": f"{wording.text('find-out-what')}: {name}" + (f" ({about})" if about else ""),
        "owner": wording.role(tree, follow.by) if follow else "",
        "owner_language": wording.language,
        "status": text(f"status-{entry.status}", wording.language),
        "first": "",
        "blocking": False,
    }


def _due(wording: Wording, due: str, *, done: bool) -> View:
    """Return by when something must be done, and whether that day has passed."""
    late = bool(due) and not done and due < wording.outcome.as_of.isoformat()
    return {"due": due, "due_text": wording.written_day(due), "done": done, "overdue": late}


def _part_label(wording: Wording, entry: Entry) -> str:
    """Return the number or the title of the part that a question stands in."""
    tree = wording.outcome.questionnaires[entry.ref.questionnaire]
    part = next(part for part in tree.parts if part.id == entry.question.part)
    return part.number or wording.localised_text(part.title)


def _labelled_action_states(wording: Wording) -> dict[str, tuple[str, str]]:
    """Return the last state, as value and label, that the follow-up gives per action point."""
    entry = wording.outcome.find_entry("follow-up", "progress")
    if entry is None or entry.status not in (Status.ANSWERED, Status.WITHHELD):
        return {}
    column = next(column for column in entry.question.columns if column.id == "status")
    rows = sorted(entry.answer.rows, key=lambda row: row.cells.get("date", ""))
    words = {row.cells.get("action", ""): row.cells.get("status", "") for row in rows}
    return {action: (word, wording.word_label(column, word)) for action, word in words.items()}
