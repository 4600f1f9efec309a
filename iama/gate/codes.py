"""Every code of the gate with its levels, and which of them nobody can waive."""

from dataclasses import dataclass

from iama.model.problems import Level


@dataclass(frozen=True, slots=True)
class Code:
    """How heavy a finding is while the algorithm is in use, and before; `integrity` cannot be waived or lowered."""

    in_use: Level
    before: Level
    integrity: bool = False


_FILE = Code(Level.ERROR, Level.ERROR, integrity=True)
_ERROR = Code(Level.ERROR, Level.ERROR)
_NOTE_BEFORE = Code(Level.ERROR, Level.NOTE)
_WARNING_BEFORE = Code(Level.ERROR, Level.WARNING)
_WARNING = Code(Level.WARNING, Level.WARNING)
_NOTE = Code(Level.NOTE, Level.NOTE)

CODES = {
    # files
    "unreadable-file": _FILE,
    "unsafe-yaml": _FILE,
    "conflict-markers": _FILE,
    "duplicate-key": _FILE,
    "unknown-key": _FILE,
    "missing-key": _FILE,
    "unknown-question": _FILE,
    "invalid-value": _FILE,
    "unknown-file": _WARNING,
    "conflicted-copy": _WARNING,
    "unfinished-save": _FILE,
    # approvals
    "approval-broken": _FILE,
    "signature-invalid": _FILE,
    "changed-after-approval": _FILE,
    "used-before-approval": _ERROR,
    "not-approved": _NOTE_BEFORE,
    "stale": _WARNING_BEFORE,
    # completeness
    "missing-assessment": _NOTE_BEFORE,
    "unanswered": _NOTE_BEFORE,
    "unknown-open": _WARNING,
    # flags and action points
    "blocker": _WARNING_BEFORE,
    "trigger-without-response": _WARNING_BEFORE,
    "undecided-trigger": _NOTE_BEFORE,
    "overdue-action": _WARNING,
    # what moved since
    "question-changed": _WARNING,
    "source-changed": _WARNING,
    "assessed-other-version": _WARNING,
    "old-questionnaire": _WARNING,
    # publication
    "withheld-without-ground": _ERROR,
    "rests-on-withheld": _NOTE,
    "bad-public-url": _ERROR,
    "not-public": _WARNING,
    "not-in-register": _WARNING,
    "personal-data": _WARNING,
    "dossier-not-in-inventory": _WARNING,
    # waivers
    "waiver-expired": Code(Level.ERROR, Level.ERROR, integrity=True),
    "waiver-unused": _WARNING,
}
RETIRED_TOO = frozenset(("used-before-approval", *(code for code, one in CODES.items() if one.integrity)))
CATEGORY_A_TOO = frozenset(("missing-assessment",))  # an error before use too, for a high-risk AI system
