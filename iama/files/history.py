"""What answers held before they were changed: a file of the user alone, beside no dossier, that every save adds to.

One line of JSON tells of one change. `was` and `became` are answers as their file has them, the latter as a digest.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from iama.files import disk
from iama.files.dossierfile import entry_in, read_entry
from iama.files.layout import write_entry
from iama.files.ownfiles import make_own_file, make_private_folder, open_own_file
from iama.files.programs import FileVersion
from iama.model.dossier import Answer, Assessment, Slot
from iama.model.earlier import Earlier
from iama.model.questionnaire import Questionnaire

NAME = "history.jsonl"
LARGEST = 8_000_000  # bytes: beyond it the older half goes


class Change(Struct, frozen=True):
    """One answer that was replaced: when (UTC, to the second), where, what it held, and the name of what came."""

    at: str
    ref: str
    question: str
    instance: str | None
    was: str
    became: str

    @property
    def slot(self) -> Slot:
        return self.question, self.instance


class History(Struct, frozen=True):
    """The changes of one dossier, in the folder of the user that is for it; `now` is the moment of a save."""

    folder: Path
    now: str

    @property
    def path(self) -> Path:
        return self.folder / NAME

    def keep(self, before: Assessment, after: Assessment) -> None:
        """Add what is about to be replaced; a place that takes nothing stops no save."""
        slots = {*before.answers, *after.answers}
        changed = [slot for slot in slots if before.answer_to(*slot) != after.answer_to(*slot)]
        changes = [
            Change(self.now, before.questionnaire, *slot, _entry_text(before, slot), state_name(after.answer_to(*slot)))
            for slot in sorted(changed, key=str)
        ]
        if changes:
            with suppress(OSError):
                make_private_folder(self.folder)
                make_own_file(self.path)
                with open_own_file(self.path, append=True) as file:
                    file.write(_as_lines(changes))
                self._shorten()

    def _shorten(self) -> None:
        if self.path.stat().st_size > LARGEST:
            changes = self.changes()
            disk.write_file(self.path, _as_lines(changes[len(changes) // 2 :]))

    def changes(self) -> Sequence[Change]:
        """Return every change, oldest first; a line that a kill cut off says nothing. Raises OSError."""
        if not os.path.lexists(self.path):
            return []
        with open_own_file(self.path) as file:
            lines = file.read().splitlines()
        return [*_readable_changes(lines)]

    def clear(self, ref: str = "", slot: Slot | None = None) -> int:
        """Take away every change, or those of one answer, and return how many went; raises OSError."""
        return self._leave_only(lambda change: slot is not None and (change.ref, change.slot) != (ref, slot))

    def clear_before(self, day: str) -> int:
        """Take away what was changed before a day (ISO date, UTC), and return how many went; raises OSError."""
        return self._leave_only(lambda change: change.at[: len(day)] >= day)

    def _leave_only(self, stays: Callable[[Change], bool]) -> int:
        changes = self.changes()
        left = [*filter(stays, changes)]
        if not left:
            disk.remove(self.path)
        elif len(left) < len(changes):
            disk.write_file(self.path, _as_lines(left))
        return len(changes) - len(left)


def _as_lines(changes: Iterable[Change]) -> bytes:
    return b"".join(msgspec.json.encode(change) + b"\n" for change in changes)


def _readable_changes(lines: Iterable[bytes]) -> Iterator[Change]:
    for line in lines:
        with suppress(msgspec.MsgspecError, UnicodeError):
            yield msgspec.json.decode(line, type=Change)


def _entry_text(assessment: Assessment, slot: Slot) -> str:
    answer = assessment.answer_to(*slot)
    return "" if answer.empty else write_entry(slot, answer)


def state_name(answer: Answer) -> str:
    """Return the name of a state: the start of the digest of what it holds."""
    return hashlib.sha256(write_entry(("", None), answer).encode(errors="surrogatepass")).hexdigest()[:8]


def earlier_states(
    changes: Iterable[Change], versions: Iterable[FileVersion], tree: Questionnaire, slot: Slot, current: Answer
) -> tuple[Earlier, ...]:
    """Return the states of an answer, what stands there now included: newest first, from here and from git.

    A state that the questions of today cannot hold is left out. Git adds what is not known here.
    """
    own = [change for change in changes if (change.ref, change.slot) == (tree.ref, slot)]
    states = [*_states_here(own, tree, slot, current)]
    known = {state.name for state in states}
    states += [state for state in _states_in_git(versions, tree, slot) if state.name not in known]
    newest, *rest = states if not current.empty else [None, *states]
    rest.sort(key=lambda state: state.at if state else "", reverse=True)
    return tuple(state for state in (newest, *rest) if state)


def _states_here(changes: Sequence[Change], tree: Questionnaire, slot: Slot, current: Answer) -> Iterator[Earlier]:
    """Yield what stands now and what was replaced, newest first, each state that follows itself once."""
    if not current.empty:
        yield Earlier(name := state_name(current), _since(changes, name, current), current)
    last = state_name(current)
    for place in reversed(range(len(changes))):
        answer = read_entry(changes[place].was, tree, slot) if changes[place].was else None
        if answer is None or (name := state_name(answer)) == last:
            continue
        last = name
        yield Earlier(name, _since(changes[:place], name, answer), answer)


def _since(before: Sequence[Change], name: str, answer: Answer) -> str:
    """Return when a state came to stand: with the change before it, unless somebody else wrote in between."""
    return before[-1].at if before and before[-1].became == name else answer.date


def _states_in_git(versions: Iterable[FileVersion], tree: Questionnaire, slot: Slot) -> Iterator[Earlier]:
    """Yield the states of an answer that were committed, newest first, each at the commit that brought it."""
    entries = [(entry_in(version.content.decode(errors="replace"), slot[0]), version) for version in versions]
    older = [entry for entry, _ in entries[1:]] + [""]
    for (entry, version), before in zip(entries, older, strict=False):
        answer = read_entry(entry, tree, slot) if entry != before else None
        if answer and not answer.empty:
            yield Earlier(state_name(answer), version.at, answer, version.commit, version.author)
