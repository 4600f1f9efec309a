"""What this user has of earlier answers: found, named, and taken away at a decision."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from iama.cli.options import kept_history, local_moment, open_dossier, own_folder_of, print_message
from iama.model.conditions import Ref
from iama.model.problems import UsageError, reason_of
from iama.model.struct import replace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iama.assess.outcome import Outcome
    from iama.model.dossier import Answer, Slot
    from iama.model.earlier import Earlier
    from iama.model.library import Library
    from iama.model.questionnaire import Question, Questionnaire


def states_of(
    folder: Path, tree: "Questionnaire", slot: "Slot", current: "Answer", *, tell: bool = True
) -> "tuple[Earlier, ...]":
    """Return the states of an answer, newest first, from the history of this user and from git."""
    from iama.files.dossierfolder import file_of
    from iama.files.history import earlier_states
    from iama.files.programs import file_versions

    history = kept_history(folder, tell=tell)
    try:
        changes = history.changes() if history else []
    except OSError as error:
        raise UsageError("history-unreadable", path=history and history.path, reason=reason_of(error)) from error
    return earlier_states(changes, file_versions(folder / file_of(tree.ref)), tree, slot, current)


def in_local_time(state: "Earlier") -> "Earlier":
    """Return a state with its moment as the clock here says it."""
    return replace(state, at=local_moment(state.at))


def numbered(states: "Sequence[Earlier]", current: "Answer") -> "dict[int, Earlier]":
    """Return states by number: what stands now is 0, the one before it 1."""
    return dict(enumerate(states, start=int(current.empty)))


def chosen_state(states: "Sequence[Earlier]", current: "Answer", word: str) -> "Earlier":
    """Return the state that a number, a name or a day means: of a day the last one; raises UsageError."""
    by_number = numbered(states, current)
    found = [state for number, state in by_number.items() if word in (str(number), state.name)]
    found += [
        state for state in map(in_local_time, states) if state.at.startswith(word) and len(word) >= len("2026-11-30")
    ]
    if not found:
        raise UsageError("history-no-state", word=word, known=[str(number) for number in by_number])
    return found[0]


def put_back(folder: Path, target: "tuple[Questionnaire, Question, str | None]", word: str, library: "Library") -> None:
    """Put a state of an answer back as it was; raises UsageError when there is none of that name."""
    from iama.files.store import read_dossier, update_assessments

    tree, slot = target[0], (target[1].id, target[2])
    current = read_dossier(folder, library).assessments[tree.ref].answer_to(*slot)
    state = chosen_state(states_of(folder, tree, slot, current), current, word)
    change = {tree: lambda assessment: assessment.with_answer(*slot, state.answer)}
    update_assessments(folder, change, library=library, history=kept_history(folder, tell=False))


def tell_what_goes_with_it(folder: Path, before: "Outcome", library: "Library") -> None:
    """Say which answers no longer count without what was taken away."""
    from iama.assess.changes import effects

    after = open_dossier(str(folder), None, None, library).outcome
    if lost := effects(before, after).answered_and_dropped:
        print_message("set-goes-with", questions=[str(entry.ref) for entry in lost], inset=True)


def forget_history(folder: Path) -> None:
    """Take away the history of a dossier: what was decided is what counts from now on."""
    history = kept_history(folder)
    try:
        count = history.clear() if history else 0
    except OSError as error:
        print_message("history-not-cleared", reason=reason_of(error), algorithm=folder.name, err=True)
        return
    if count:
        print_message("history-forgotten", count=count, inset=True)


def forget_decided(folder: Path) -> None:
    """Take away what was changed before the day of the newest decision, whoever recorded that."""
    from iama.files.store import read_decisions

    history, decisions = kept_history(folder, tell=False), read_decisions(folder)
    if history and decisions:
        with suppress(OSError):
            history.clear_before(max(decision.recorded_on for decision in decisions))


def clear_kept(folder: Path, ref: str, slot: "Slot | None") -> None:
    """Take away what this user has of an answer; without one all of a dossier, drafts and texts too."""
    from iama.files.drafts import clear_drafts

    history, place = kept_history(folder), own_folder_of(folder)
    try:
        changes = history.clear(ref, slot) if history else 0
        drafts = clear_drafts(place, f"{ref}/{Ref('', *slot)}" if slot else "") if place else 0
    except OSError as error:
        raise UsageError("history-not-cleared", reason=reason_of(error), algorithm=folder.name) from error
    print_message("history-cleared", changes=changes, drafts=drafts, algorithm=folder.name)
