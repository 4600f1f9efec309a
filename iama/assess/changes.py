"""What a change of answers does to the rest: questions that appear or drop out, triggers that fire or clear."""

from msgspec import Struct

from iama.assess.outcome import RAISED, Entry, Outcome, Status, Verdict
from iama.model.dossier import OPEN


class Effects(Struct, frozen=True):
    """What differs between two outcomes of the same dossier, apart from the answers themselves."""

    appeared: tuple[Entry, ...] = ()
    dropped: tuple[Entry, ...] = ()  # no longer asked; `hidden` tells which keep an answer
    fired: tuple[Verdict, ...] = ()
    cleared: tuple[Verdict, ...] = ()

    @property
    def answered_and_dropped(self) -> tuple[Entry, ...]:
        """The questions that are no longer asked and have an answer, which is kept and does not count."""
        return tuple(entry for entry in self.dropped if not entry.given_answer.empty)

    def __bool__(self) -> bool:
        return bool(self.appeared or self.dropped or self.fired or self.cleared)


def effects(before: Outcome, after: Outcome) -> Effects:
    """Return what a change made appear, drop out, fire and clear."""
    keys_before = {verdict.key for verdict in before.verdicts if verdict.state in RAISED}
    keys_after = {verdict.key for verdict in after.verdicts if verdict.state in RAISED}
    return Effects(
        appeared=tuple(e for e in after.entries.values() if e.status.applies and not _applies_in(before, e)),
        dropped=tuple(e for e in _gone(before, after) if _applies_in(before, e)),
        fired=tuple(v for v in after.verdicts if v.key in keys_after - keys_before),
        cleared=tuple(v for v in before.verdicts if v.key in keys_before - keys_after),
    )


def _applies_in(outcome: Outcome, entry: Entry) -> bool:
    same = outcome.entries.get(entry.ref)
    return same is not None and same.status.applies


def _gone(before: Outcome, after: Outcome) -> list[Entry]:
    """Return the entries that do not apply now, those that are no longer there at all included."""
    lost_entries = [entry for ref, entry in before.entries.items() if ref not in after.entries]
    return [entry for entry in after.entries.values() if not entry.status.applies] + lost_entries


def changed_entries(before: Outcome, after: Outcome) -> tuple[Entry, ...]:
    """Return the entries whose own answer differs: what somebody else changed meanwhile."""
    answers = {ref: entry.answer for ref, entry in before.entries.items()}
    return tuple(
        entry
        for ref, entry in after.entries.items()
        if not entry.derived and entry.status is not Status.WAITING and answers.get(ref, OPEN) != entry.answer
    )
