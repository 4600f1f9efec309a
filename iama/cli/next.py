"""Bare `iama`: where things stand in this workspace and what to do next, or how to begin; three lines."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from iama.words import text

if TYPE_CHECKING:
    from iama.cli.options import Reading
    from iama.files.config import Workspace

_MOST = 50  # dossiers to judge while somebody waits for three lines


def next_step_lines(start: Path, language: str) -> Iterator[str]:
    """Yield the three lines; raises what reading a dossier raises."""
    from iama.files.config import find_workspace
    from iama.files.store import dossiers

    space = find_workspace(start)
    folders = dossiers(space.root) if space else ()
    if space is None or not folders:
        yield from (text(key, language) for key in ("next-begin", "next-demo", "next-help"))
        return
    yield from _of_workspace(space, folders, language)
    yield text("next-more", language)


def _of_workspace(space: "Workspace", folders: Sequence[Path], language: str) -> Iterator[str]:
    from iama.assess.outcome import State
    from iama.assess.responses import unresolved_blockers
    from iama.cli.housepacks import library_of
    from iama.cli.options import open_dossier_at, today

    if len(folders) > _MOST:
        yield text("next-dossiers", language, count=len(folders), folder=space.root.name)
        yield text("next-overview", language)
        return
    library = library_of(space)
    readings = [open_dossier_at(space, folder, today(), library) for folder in folders]
    unresolved = (verdict for reading in readings for verdict in unresolved_blockers(reading.outcome))
    blockers = sum(verdict.state is not State.UNDECIDED for verdict in unresolved)
    counts = [text("next-dossiers", language, count=len(readings), folder=space.root.name)]
    counts.append(text("next-open", language, count=sum(map(_open, readings))))
    if blockers:
        counts.append(text("next-blockers", language, count=blockers))
    yield ", ".join(counts)
    yield _first_step(readings, language)


def _open(reading: "Reading") -> int:
    """Return how many required questions of a dossier are not settled."""
    entries = reading.outcome.entries.values()
    return sum(entry.question.required and entry.status.applies and not entry.status.is_settled for entry in entries)


def _first_step(readings: Sequence["Reading"], language: str) -> str:
    """Return the first thing to do, in the first dossier that asks something; else what the last of them says."""
    from iama.assess.agenda import next_step

    agendas = [reading.agenda for reading in readings]
    return next_step(next((one for one in agendas if one.next), agendas[-1]), language)
