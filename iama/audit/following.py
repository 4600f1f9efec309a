"""What `iama verify` says of the conditions of decisions. None of it makes a decision less proven: all are warnings."""

from collections.abc import Container, Iterator
from datetime import date

from iama.assess.followed import Digest, lapses, rows_in_dossier
from iama.assess.joined import CONDITIONS
from iama.audit.chain import Kept
from iama.audit.doubt import Doubt
from iama.audit.snapshot import BrokenSnapshot
from iama.model.dossier import Dossier
from iama.model.problems import Level
from iama.words import Phrase

FOLLOW_UP_FILE, FOLLOW_UP_REF = "follow-up.yaml", "follow-up-1.0"


def condition_doubts(
    kept: Kept, dossier: Dossier, today: date, digest: Digest | None, roles: Container[str] | None = None
) -> Iterator[Doubt]:
    """Yield what is wrong with how conditions were followed, and what was recorded of them once and is gone.

    `digest` finds the files of evidence; None means that those are not here to look at. `roles` may record how a
    condition stands; None means that they are not known.
    """
    for lapse in lapses(kept.approvals, rows_in_dossier(dossier), today, digest, roles=roles):
        name = f"{lapse.code}-{lapse.variant}" if lapse.variant else lapse.code
        yield _condition_doubt(lapse.code, name, lapse.number, **lapse.about, algorithm=dossier.id)
    for condition in _vanished(kept, dossier):
        number = next((one.number for one in kept.approvals if condition in {own.id for own in one.conditions}), 0)
        name = "condition-lost-record"
        yield _condition_doubt("condition-lost", name, number, condition=condition, number=number, algorithm=dossier.id)


def _vanished(kept: Kept, dossier: Dossier) -> Iterator[str]:
    """Yield each condition of which a decision kept a record that is not there any more, or says something else."""
    if not kept.approvals:
        return
    try:
        then = kept.snapshot(kept.approvals[-1]).dossier
    except BrokenSnapshot:  # told among the breaks
        return
    now = {row.id: row for row in rows_in_dossier(dossier)(CONDITIONS)}
    for row in rows_in_dossier(then)(CONDITIONS):
        if now.get(row.id) != row:
            yield row.cells.get("condition", "")


def _condition_doubt(code: str, name: str, of: int, /, **about: object) -> Doubt:
    message, hint = Phrase(f"gate-{name}", **about), Phrase(f"gate-{name}-hint", **about)
    return Doubt(code, Level.WARNING, message, FOLLOW_UP_FILE, hint, of, FOLLOW_UP_REF, CONDITIONS)
