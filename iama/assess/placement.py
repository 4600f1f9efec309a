"""Where questions of an organisation stand beside official ones: each behind the question that it names.

It stays a question of its own tree; where the other is not there, it stands in its own chapter.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from iama.assess.outcome import Entry, Outcome
from iama.model.conditions import Ref
from iama.model.questionnaire import Questionnaire

Placed = tuple[Questionnaire, Entry]


def guests_of(outcome: Outcome, trees: Iterable[Questionnaire]) -> Mapping[Ref, tuple[Placed, ...]]:
    """Return which questions of `trees` stand beside which others of theirs, by these."""
    own = tuple(trees)
    held, found = {tree.id for tree in own}, dict[Ref, tuple[Placed, ...]]()
    for tree in own:
        for entry in outcome.tree_entries(tree.id) if tree.organisation else ():
            host = entry.question.host
            if host and host.questionnaire in held:
                found[host] = (*found.get(host, ()), (tree, entry))
    return found


def in_place(entries: Sequence[Placed]) -> Iterator[Placed]:
    """Yield entries with those that stand beside another behind it, where that is among them."""
    last = {Ref(entry.ref.questionnaire, entry.ref.question): entry.ref for _, entry in entries}
    guests: dict[Ref, list[Placed]] = {}
    for placed in entries:
        if (host := placed[1].question.host) in last:
            guests.setdefault(last[host], []).append(placed)
    moved = {entry.ref for beside in guests.values() for _, entry in beside}
    for placed in entries:
        if placed[1].ref not in moved:
            yield placed
            yield from guests.get(placed[1].ref, ())
