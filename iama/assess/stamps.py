"""Answers that were given to a question as it was worded before."""

from iama.assess.outcome import Entry, Outcome


def has_old_wording(entry: Entry) -> bool:
    """Return whether an answer that counts was given to another wording than the question has now.

    An answer without a stamp says nothing about that.
    """
    stamp = entry.answer.stamp
    return entry.status.applies and not entry.derived and stamp not in ("", entry.question.stamp)


def reworded_answers(outcome: Outcome) -> tuple[Entry, ...]:
    """Return the answers whose question has changed its meaning since, in order."""
    return tuple(entry for entry in outcome.entries.values() if has_old_wording(entry))
