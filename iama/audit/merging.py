"""Two branches of one assessment to one, question by question; what both changed differently is named."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from itertools import chain
from typing import TypeVar

from msgspec import Struct

from iama.model.dossier import OPEN, Answer, Assessment, Row, Slot
from iama.model.struct import replace

OURS, THEIRS = "ours", "theirs"
# what makes up one statement of the team: it is taken from one side as a whole
_SAID = ("value", "unsure", "status", "reason", "follow", "adopts", "carried", "overruled", "stamp", "imported")

T = TypeVar("T")


class Clash(Exception):
    """Both sides changed the same thing, each in its own way."""


class Merged(Struct, frozen=True):
    """The merged assessment twice, which differ only where both sides changed the same thing differently."""

    ours: Assessment
    theirs: Assessment
    clashes: tuple[Slot, ...] = ()


def merge_assessments(base: Assessment, ours: Assessment, theirs: Assessment) -> Merged:
    """Return `ours` and `theirs` brought together, seen from the assessment that both began with."""
    mine: dict[Slot, Answer] = {}
    other: dict[Slot, Answer] = {}
    clashes = []
    for slot in dict.fromkeys(chain(base.answers, ours.answers, theirs.answers)):
        before, mine[slot], other[slot] = (version.answers.get(slot, OPEN) for version in (base, ours, theirs))
        try:
            mine[slot] = other[slot] = _merge_answer(before, mine[slot], other[slot])
        except Clash:
            clashes.append(slot)
    language = theirs.language if ours.language == base.language else ours.language
    ours, theirs = (
        replace(ours, language=language, answers={slot: answer for slot, answer in side.items() if not answer.empty})
        for side in (mine, other)
    )
    return Merged(ours, theirs, tuple(clashes))


def _merge_answer(base: Answer, ours: Answer, theirs: Answer) -> Answer:
    """Return one answer from three; raises Clash."""
    if ours in (base, theirs):
        return theirs
    if theirs == base:
        return ours
    if _is_cleared(ours, base) is not _is_cleared(theirs, base):  # somebody took away what another was working on
        raise Clash
    merged = _statement(base, ours, theirs)
    return replace(
        merged,
        note=_pick_changed(base.note, ours.note, theirs.note),
        note_internal=_pick_changed(base.note_internal, ours.note_internal, theirs.note_internal),
        dissent=_merge_lists(base.dissent, ours.dissent, theirs.dissent),
        sources=_merge_lists(base.sources, ours.sources, theirs.sources),
        by=tuple(dict.fromkeys((*ours.by, *theirs.by))),
        date=max(ours.date, theirs.date),
    )


def _is_cleared(answer: Answer, base: Answer) -> bool:
    """Return whether a side took the statement of an answer away."""
    said, before = ([getattr(version, name) for name in _SAID] for version in (answer, base))
    open_ = [getattr(OPEN, name) for name in _SAID]
    return said[:-1] == open_[:-1] and before[:-1] != open_[:-1]


def _statement(base: Answer, ours: Answer, theirs: Answer) -> Answer:
    """Return the answer whose statement counts; of two lists of rows, every row."""
    before, mine, other = (tuple(getattr(version, name) for name in _SAID) for version in (base, ours, theirs))
    if other in (before, mine):
        return ours
    if mine == before:
        return theirs
    if mine[1:] == other[1:] and (ours.rows or theirs.rows):
        return replace(ours, value=tuple(_rows_of_both(base.rows, ours.rows, theirs.rows)) or None)
    raise Clash


def _rows_of_both(base: Iterable[Row], ours: Iterable[Row], theirs: Iterable[Row]) -> Iterator[Row]:
    """Yield the rows of both sides: ours in their order, then what they added."""
    known: list[Mapping[str, Row]] = [{row.id: row for row in side} for side in (base, ours, theirs)]
    for id_ in dict.fromkeys(chain(known[1], known[2])):
        row = _merge_row(*(side.get(id_) for side in known))
        if row is not None:
            yield row


def _merge_row(base: Row | None, ours: Row | None, theirs: Row | None) -> Row | None:
    if base is None or ours is None or theirs is None:
        return _pick_changed(base, ours, theirs)
    columns = dict.fromkeys(chain(ours.cells, theirs.cells))
    cells = {column: _pick_changed(*(row.cells.get(column) for row in (base, ours, theirs))) for column in columns}
    return Row(ours.id, {column: cell for column, cell in cells.items() if cell is not None})


def _merge_lists(base: tuple[T, ...], ours: tuple[T, ...], theirs: tuple[T, ...]) -> tuple[T, ...]:
    """Return what both sides added, after what was there; raises Clash when a side took something away too."""
    if all(item in side for item in base for side in (ours, theirs)):
        return tuple(dict.fromkeys((*ours, *theirs)))
    return _pick_changed(base, ours, theirs)


def _pick_changed(base: T, ours: T, theirs: T) -> T:
    """Return the side that changed; raises Clash when both did, each in its own way."""
    if ours in (base, theirs):
        return theirs
    if theirs == base:
        return ours
    raise Clash


def with_markers(ours: str, theirs: str) -> str:
    """Return two texts as one, with the conflict markers of git around every run of lines that differs."""
    mine, other = ours.splitlines(keepends=True), theirs.splitlines(keepends=True)
    merged: list[str] = []
    for what, a, b, c, d in SequenceMatcher(None, mine, other, autojunk=False).get_opcodes():
        if what == "equal":
            merged += mine[a:b]
        else:
            merged += [f"<<<<<<< {OURS}\n", *mine[a:b], "=======\n", *other[c:d], f">>>>>>> {THEIRS}\n"]
    return "".join(merged)
