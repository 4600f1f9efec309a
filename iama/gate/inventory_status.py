"""Where an algorithm stands: its phase, what an inventory says of it, and what it has and needs."""

from datetime import date
from enum import StrEnum

from msgspec import Struct


class Phase(StrEnum):
    """Where an algorithm is in its life."""

    DEVELOPMENT = "development"
    IN_USE = "in-use"
    RETIRED = "retired"


class Listed(Struct, frozen=True):
    """What an inventory says about an algorithm, where its dossier is silent."""

    category: str | None = None
    first_use: date | None = None
    phase: Phase | None = None


NOT_LISTED = Listed()


class Standing(Struct, frozen=True):
    """Where one algorithm stands, for what compares dossiers with an inventory. Public, like every finding."""

    id: str
    folder: str
    category: str | None
    phase: Phase
    required: tuple[str, ...]  # instruments, such as `iama`
    approved: tuple[str, ...]  # instruments of which the last decision is `go` or `conditions`
    register_id: str  # the number in the Algorithm Register
    conditions: tuple[int, int] = (0, 0)  # of decisions: how many are met, and of how many
