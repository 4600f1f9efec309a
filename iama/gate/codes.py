"""How heavy the findings of a code weigh, and the codes of no rule: those of files, inventory, waivers and changes."""

from collections.abc import Mapping

from msgspec import Struct

from iama.model.problems import Level


class Code(Struct, frozen=True):
    """How heavy a finding is while the algorithm is in use, and before.

    `integrity` cannot be waived or lowered. `high_risk_too` weighs as in use before it, for category A; `retired_too`
    weighs as ever out of use, like all integrity.
    """

    in_use: Level
    before: Level
    integrity: bool = False
    high_risk_too: bool = False
    retired_too: bool = False

    @property
    def outlasts_use(self) -> bool:
        """Whether a finding weighs out of use what it weighed in use."""
        return self.integrity or self.retired_too


INTEGRITY = Code(Level.ERROR, Level.ERROR, integrity=True)
ERROR = Code(Level.ERROR, Level.ERROR)
NOTE_BEFORE = Code(Level.ERROR, Level.NOTE)
WARNING_BEFORE = Code(Level.ERROR, Level.WARNING)
WARNING = Code(Level.WARNING, Level.WARNING)
NOTE = Code(Level.NOTE, Level.NOTE)

OF_CHANGE = (  # what a change takes away from a dossier
    "dossier-deleted",
    "dossier-renamed",
    "approval-dropped",
    "condition-dropped",
    "category-lowered",
    "phase-retired",
    "first-use-moved",
    "withheld-widened",
    "row-dropped",
)
ABOUT_POLICY = ("waiver-added", "policy-weakened", "signer-added")  # of what it asks less

APART: Mapping[str, Code] = {
    **dict.fromkeys(
        (
            "unreadable-file",
            "unsafe-yaml",
            "conflict-markers",
            "duplicate-key",
            "unknown-key",
            "missing-key",
            "unknown-question",
            "invalid-value",
            "unfinished-save",
            "house-missing",
            "house-changed",
            "house-faulty",
        ),
        INTEGRITY,
    ),
    "invisible-text": WARNING,
    "unknown-file": WARNING,
    "conflicted-copy": WARNING,
    "dossier-not-in-inventory": WARNING,
    "not-understood": ERROR,
    "inventory-differs": WARNING,
    "waiver-expired": INTEGRITY,
    "waiver-too-long": INTEGRITY,
    "waiver-unused": WARNING,
    **dict.fromkeys((*OF_CHANGE, *ABOUT_POLICY), ERROR),
}
