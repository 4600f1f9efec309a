"""What `iama verify` says of one decision in a word: proven or not and why, what it was signed with, its conditions."""

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from iama.assess.followed import count_met, current_decisions, follow_conditions, rows_in_dossier
from iama.audit.doubt import Doubt
from iama.model.approval import Approval
from iama.model.dossier import Dossier
from iama.model.problems import Level


class Verdict(StrEnum):
    """What a decision is worth as evidence; the first that fits is meant."""

    NOT_PROVEN = "not-proven"  # something about it is not as it was, or could never have been
    CHANGED_SINCE = "changed-since"  # proven, and the dossier of today says something else
    PAGE_NOT_KEPT = "page-not-kept"  # proven, but for the page: format 1 kept none
    PROVEN = "proven"


class Proof(Struct, frozen=True):
    """The verdict about one decision, and what it rests on: nothing when it is proven."""

    verdict: Verdict
    because: tuple[Doubt, ...]


def weigh_doubts(approval: Approval, doubts: Iterable[Doubt]) -> Proof:
    """Return the verdict about a decision, by everything that was said of its dossier."""
    own = [doubt for doubt in doubts if doubt.approval == approval.number]
    changed = tuple(doubt for doubt in own if doubt.code == "changed-after-approval")
    broken = tuple(doubt for doubt in own if doubt.level is Level.ERROR and doubt not in changed)
    pages = tuple(doubt for doubt in own if doubt.code == "page-not-kept")
    reasons = ((Verdict.NOT_PROVEN, broken), (Verdict.CHANGED_SINCE, changed), (Verdict.PAGE_NOT_KEPT, pages))
    return next((Proof(verdict, because) for verdict, because in reasons if because), Proof(Verdict.PROVEN, ()))


def condition_records(approval: Approval, dossier: Dossier) -> list[dict[str, str | None]]:
    """Return the conditions of a decision as plain data: how each stands by the last record, and its evidence."""
    return [
        {
            "id": one.condition.id,
            "text": one.condition.text,
            "owner": one.condition.owner or None,
            "due": one.condition.due or None,
            "state": one.state,
            "by": one.by or None,
            "date": one.day or None,
            "note": one.note or None,
            "evidence": one.source or None,
            "evidence_kind": one.evidence.value,
            "sha256": one.sha256 or None,
        }
        for one in follow_conditions([approval], rows_in_dossier(dossier))
    ]


def met_record(approval: Approval, dossier: Dossier) -> dict[str, int] | None:
    """Return how many conditions of a decision are met and how many are asked; None when it asks none any more."""
    met, count = count_met(follow_conditions([approval], rows_in_dossier(dossier)))
    return {"met": met, "count": count} if count and approval in current_decisions(dossier.approvals) else None
