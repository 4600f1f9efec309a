"""How heavy a finding weighs: by phase, by how soon use begins, and by configuration."""

from iama.gate.codes import CATEGORY_A_TOO, CODES, RETIRED_TOO
from iama.gate.inventory_status import Phase
from iama.gate.judged_dossier import Seen, Subject
from iama.model.problems import Level


def level(seen: Seen, subject: Subject) -> Level | None:
    """Return the level of what a rule noticed; None when the configuration leaves its code out."""
    code = CODES[seen.code]
    if subject.effective_phase is Phase.RETIRED and seen.code not in RETIRED_TOO:
        return None if _configured_level(seen, subject, Level.NOTE) is None else Level.NOTE
    if seen.early:
        return _configured_level(seen, subject, min(Level.WARNING, code.in_use))
    if seen.firm or subject.effective_phase is not Phase.DEVELOPMENT:
        return _configured_level(seen, subject, code.in_use)
    if seen.code in CATEGORY_A_TOO and subject.effective_category == "a":
        return _configured_level(seen, subject, code.in_use)
    soon = subject.soon and code.before is Level.NOTE
    return _configured_level(seen, subject, min(Level.WARNING, code.in_use) if soon else code.before)


def _configured_level(seen: Seen, subject: Subject, usual: Level) -> Level | None:
    return subject.config.levels.get(seen.code, usual)
