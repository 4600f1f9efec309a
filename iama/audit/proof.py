"""What `iama verify` says of one decision in a word: proven or not and why, what it was signed with, its conditions."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from msgspec import Struct

from iama.assess.joined import CONDITIONS
from iama.audit.doubt import Doubt
from iama.model.approval import Approval
from iama.model.dossier import Dossier
from iama.model.problems import Level
from iama.model.questionnaire import FOLLOW_UP, plain_id


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
    states = _last_states(dossier)
    return [
        {
            "id": condition.id,
            "text": condition.text,
            "due": condition.due or None,
            "state": states.get(condition.id, {}).get("state", "open"),
            "evidence": states.get(condition.id, {}).get("source") or None,
        }
        for condition in approval.conditions
    ]


def _last_states(dossier: Dossier) -> Mapping[str, Mapping[str, str]]:
    follow_up = next((held for ref, held in dossier.assessments.items() if plain_id(ref) == FOLLOW_UP), None)
    rows = follow_up.answer_to(CONDITIONS).rows if follow_up else ()
    return {row.cells.get("condition", "").strip(): row.cells for row in rows}
