"""The edition of what was approved, from a snapshot and its entry alone."""

from collections.abc import Sequence
from dataclasses import replace

from iama.audit.snapshot import Snapshot
from iama.model.dossier import Dossier, Row
from iama.publish.approval import decided
from iama.publish.edition import edition
from iama.publish.wording import View

FOLLOW_UP, WITHHELD, ACTIONS = "follow-up", "withheld", "actions"


def as_approved(bound: Snapshot, *, language: str = "", public: bool = False, withheld: Sequence[Row] = ()) -> View:
    """Return the edition of an approved assessment in `language`, or in its own.

    `withheld` are rows that the follow-up withholds by now: the public edition drops those too.
    """
    spoken = language or bound.language
    dossier = replace(also_withheld(bound, withheld), approvals=(bound.decision,))
    actions = not withholds_actions(dossier, bound.decision.questionnaire)
    decision = decided(bound.decision, bound.tree, spoken, public=public, actions=actions, since=len(withheld))
    return edition(
        dossier,
        tuple(bound.trees.values()),
        bound.law,
        bound.as_of,
        language=spoken,
        only=(bound.tree.id,),
        public=public,
        approval={**decision, "as_approved": True},
    )


def public_digest(bound: Snapshot) -> str:
    """Return the digest of the public view of what was approved, in the language of the assessment."""
    return str(as_approved(bound, public=True)["digest"])


def withheld_since(bound: Snapshot, today: Dossier) -> tuple[Row, ...]:
    """Return the rows that the follow-up of today withholds and the one of the snapshot did not."""
    kept = {row.id for row in _rows(bound.dossier)}
    return tuple(row for row in _rows(today) if row.id not in kept)


def _rows(dossier: Dossier) -> tuple[Row, ...]:
    follow_up = next((one for ref, one in dossier.assessments.items() if ref.startswith(FOLLOW_UP)), None)
    return follow_up.answer(WITHHELD).rows if follow_up else ()


def withholds_actions(dossier: Dossier, questionnaire: str) -> bool:
    """Return whether the public may not see the conditions of a decision: its assessment, or the action points."""
    places = {(row.cells.get("assessment", ""), row.cells.get("question", "")) for row in _rows(dossier)}
    follow_up = {place for place in places if place[0].startswith(FOLLOW_UP) and place[1] in ("", ACTIONS)}
    return bool(follow_up) or (questionnaire, "") in places


def also_withheld(bound: Snapshot, added: Sequence[Row]) -> Dossier:
    """Return the dossier of a snapshot with more rows of what is withheld."""
    tree = next((tree for tree in bound.trees.values() if tree.id == FOLLOW_UP), None)
    if not added or tree is None:
        return bound.dossier
    follow_up = bound.dossier.assessments[tree.ref]
    answer = follow_up.answer(WITHHELD)
    every = replace(answer, value=(*answer.rows, *added))
    return bound.dossier.with_assessment(follow_up.with_answer(WITHHELD, None, every))
