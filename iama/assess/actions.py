"""Derived facts about action points: which there are, which are not done, which lack an owner or a date."""

from collections.abc import Iterator
from functools import lru_cache

from iama.assess.outcome import Entry, Status
from iama.assess.world import World
from iama.model.conditions import Ref, Value, unique
from iama.model.dossier import Row
from iama.model.questionnaire import Question, Questionnaire

FINISHED = ("done", "dropped")
NO_LIST = Ref("", "actions-why")  # no question of the dossier lists action points


def _action_lists(world: World) -> list[Entry]:
    """Every question, in any assessment, that lists action points."""
    return [entry for ref in _lists(world) if (entry := world.entries[ref]).status.applies]


def _lists(world: World) -> list[Ref]:
    """The places of all action lists; finding them looks at no answer."""
    return [ref for tree in world.questionnaires.values() for ref in _tree_list_refs(tree) if ref in world.entries]


@lru_cache(maxsize=32)
def _tree_list_refs(tree: Questionnaire) -> tuple[Ref, ...]:
    return tuple(Ref(tree.id, question.id) for question in tree.questions.values() if lists_actions(question))


def lists_actions(question: Question) -> bool:
    """Whether a question lists action points."""
    return bool(question.columns) and any(column.id == "blocking" for column in question.columns)


def _finished_actions(world: World) -> frozenset[str]:
    """The action points that the follow-up calls done or dropped; its last row on an action point wins."""
    entry = world.entries.get(Ref("follow-up", "progress"))
    rows = entry.answer.rows if entry else ()
    latest = {row.cells.get("action", "").strip(): row.cells.get("status") for row in rows}
    return frozenset(action for action, status in latest.items() if status in FINISHED)


def _open_rows(world: World) -> Iterator[tuple[Row, Entry]]:
    finished_ids = _finished_actions(world)
    for entry in _action_lists(world):
        for row in entry.answer.rows:
            if row.cells.get("status") != "done" and row.id not in finished_ids:
                yield row, entry


def _ids_or_unknown(world: World, ids: tuple[str, ...], refs: tuple[Ref, ...]) -> Value:
    """`ids`, or unknown while there is no action point at all and a list may still get one."""
    lists = _action_lists(world)
    if withheld := _withheld_list_refs(world, lists):
        return Value(None, withheld)
    some = any(entry.answer.rows for entry in lists)
    waiting = tuple(entry.ref for entry in lists if not entry.status.is_settled)
    if not some and (waiting or not _lists(world)):
        return Value(None, waiting or (NO_LIST,))
    return Value(ids, refs or tuple(entry.ref for entry in lists if entry.answer.rows))


def _withheld_list_refs(world: World, lists: list[Entry]) -> tuple[Ref, ...]:
    """The lists, and the progress, that are withheld in whole or in part: what they hold cannot be counted."""
    progress = world.entries.get(Ref("follow-up", "progress"))
    entries = [*lists, *([progress] if progress else [])]
    return tuple(entry.ref for entry in entries if entry.status is Status.WITHHELD)


def action_points(world: World) -> Value:
    """The ids of all action points."""
    ids = tuple(row.id for entry in _action_lists(world) for row in entry.answer.rows)
    return _ids_or_unknown(world, ids, ())


def open_actions(world: World) -> Value:
    """The ids of action points that are not done or dropped."""
    rows = list(_open_rows(world))
    return _ids_or_unknown(world, tuple(row.id for row, _ in rows), unique(entry.ref for _, entry in rows))


def incomplete_actions(world: World) -> Value:
    """The ids of open action points without an owner or without a date."""
    rows = [(row, entry) for row, entry in _open_rows(world) if not row.cells.get("owner") or not row.cells.get("due")]
    return _ids_or_unknown(world, tuple(row.id for row, _ in rows), unique(entry.ref for _, entry in rows))
