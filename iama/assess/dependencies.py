"""The answers of a dossier that is judged already, watched: which of them anything looked at, facts included."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from iama.assess.facts import FACTS
from iama.assess.outcome import Entry, Outcome
from iama.assess.world import World
from iama.model.conditions import Ref
from iama.model.dossier import Dossier
from iama.model.law import Law

T = TypeVar("T")


def watch_answers(dossier: Dossier, outcome: Outcome, law: Law) -> tuple[World, Mapping[Ref, None]]:
    """Return a world to read answers in, and those that were looked at in it so far; what is not there included."""
    world = World(outcome.questionnaires, dossier, law, outcome.as_of, FACTS)
    entries = _Watched(outcome.entries)
    world.entries = entries
    return world, entries.read


class _Watched(dict[Ref, Entry]):
    """Entries that remember which of them were looked at."""

    def __init__(self, entries: Mapping[Ref, Entry]) -> None:
        super().__init__(entries)
        self.read: dict[Ref, None] = {}

    def __getitem__(self, ref: Ref) -> Entry:
        self.read[ref] = None
        return super().__getitem__(ref)

    def get(self, ref: Ref, default: T | None = None) -> Entry | T | None:  # type: ignore[override]  # no overloads
        self.read[ref] = None
        return super().get(ref, default)

    def items(self) -> Iterable[tuple[Ref, Entry]]:  # type: ignore[override]  # no view: it notes what passes
        return ((ref, self[ref]) for ref in self)

    def values(self) -> Iterable[Entry]:  # type: ignore[override]  # as `items`
        return (self[ref] for ref in self)
