"""What became of every question from one version of a questionnaire to the next."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property

from msgspec import Struct, field

from iama.model.problems import Place
from iama.model.questionnaire import NOWHERE
from iama.words import Words


class How(StrEnum):
    """What became of a question; the same words in files, code, JSON and docs."""

    SAME = "same"
    REWORDED = "reworded"
    SPLIT = "split"  # its answer is offered at each successor
    MERGED = "merged"  # with other questions, into one
    DROPPED = "dropped"
    NEW = "new"


class Step(Struct, frozen=True):
    """One question of the old version with its successors, or a new question without a predecessor (ids)."""

    source: str | None
    targets: tuple[str, ...]
    how: How
    note: Words = field(default_factory=dict)  # what changed in the meaning
    place: Place = NOWHERE


class Succession(Struct, frozen=True, dict=True):
    """The table of successors between two versions (references)."""

    old: str
    new: str
    steps: tuple[Step, ...]

    @cached_property
    def into(self) -> Mapping[str, tuple[Step, ...]]:
        """The steps that lead to every question of the new version."""
        targets = dict.fromkeys(target for step in self.steps for target in step.targets)
        return {target: tuple(step for step in self.steps if target in step.targets) for target in targets}
