"""Derived facts about action points: which there are, which are not done, which lack an owner or a date."""

from collections.abc import Iterator

from iama.assess.outcome import Entry
from iama.assess.world import World
from iama.model.conditions import Ref, Value, unique
from iama.model.dossier import Row


def _action_lists(world: World) -> list[Entry]:
    """Every question, in any assessment, that lists action points."""
    return [entry for entry in world.entries.values() if entry.status.applies and _lists_actions(entry)]


def _lists_actions(entry: Entry) -> bool:
    return any(column.id == "blocking" for column in entry.question.columns)


def _finished(world: World) -> frozenset[str]:
    """The action points that the follow-up calls done or dropped; its last row on an action point wins."""
    entry = world.entries.get(Ref("follow-up", "progress"))
    rows = entry.answer.rows if entry else ()
    latest = {row.cells.get("action", "").strip(): row.cells.get("status") for row in rows}
    return frozenset(action for action, status in latest.items() if status in ("done", "dropped"))


def _open_rows(world: World) -> Iterator[tuple[Row, Entry]]:
    finished = _finished(world)
    for entry in _action_lists(world):
        for row in entry.answer.rows:
            if row.cells.get("status") != "done" and row.id not in finished:
                yield row, entry


def _of_actions(world: World, ids: tuple[str, ...], refs: tuple[Ref, ...]) -> Value:
    """`ids`, or unknown while there is no action point at all and a list may still get one."""
    lists = _action_lists(world)
    some = any(entry.answer.rows for entry in lists)
    waiting = tuple(entry.ref for entry in lists if not entry.status.settled)
    known = any(_lists_actions(entry) for entry in world.entries.values())
    if not some and (waiting or not known):
        return Value(None, waiting or (Ref("iama", "actions-why"),))
    return Value(ids, refs or tuple(entry.ref for entry in lists if entry.answer.rows))


def action_points(world: World) -> Value:
    """The ids of all action points."""
    ids = tuple(row.id for entry in _action_lists(world) for row in entry.answer.rows)
    return _of_actions(world, ids, ())


def open_actions(world: World) -> Value:
    """The ids of action points that are not done or dropped."""
    rows = list(_open_rows(world))
    return _of_actions(world, tuple(row.id for row, _ in rows), unique(entry.ref for _, entry in rows))


def incomplete_actions(world: World) -> Value:
    """The ids of open action points without an owner or without a date."""
    rows = [(row, entry) for row, entry in _open_rows(world) if not row.cells.get("owner") or not row.cells.get("due")]
    return _of_actions(world, tuple(row.id for row, _ in rows), unique(entry.ref for _, entry in rows))
