"""The edition of what was approved, from a snapshot and its entry alone."""

from collections.abc import Sequence

from iama.audit.snapshot import Document, Snapshot, refusing_misfits
from iama.model.dossier import Dossier, Row
from iama.model.questionnaire import FOLLOW_UP, plain_id
from iama.model.struct import replace
from iama.publish.edition import describe_decision, edition
from iama.publish.wording import View

WITHHELD, ACTIONS = "withheld", "actions"


def approved_edition(
    bound: Snapshot, *, language: str = "", public: bool = False, withheld: Sequence[Row] = (), again: str = ""
) -> View:
    """Return the edition of an approved assessment in `language`, or in its own.

    `withheld` are rows that the follow-up withholds by now: the public edition drops those too. `again` is the version
    of the program that makes a page of it later. Raises BrokenSnapshot for one that cannot be rendered.
    """
    with refusing_misfits():
        return _edition(bound, language, withheld, again, public=public)


def _edition(bound: Snapshot, language: str, withheld: Sequence[Row], again: str, *, public: bool) -> View:
    spoken = language or bound.language
    dossier = replace(with_withheld_rows(bound, withheld), approvals=(bound.decision,), earlier=bound.earlier)
    actions = not withholds_actions(dossier, bound.decision.questionnaire)
    decision = describe_decision(
        bound.decision, bound.tree, spoken, public=public, actions=actions, since=len(withheld), again=again
    )
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


def newly_withheld_rows(bound: Snapshot | Document, today: Dossier) -> tuple[Row, ...]:
    """Return the rows that the follow-up of today withholds and the one of the snapshot did not."""
    with refusing_misfits():
        kept = (
            bound.withheld_row_ids if isinstance(bound, Document) else [row.id for row in _withheld_rows(bound.dossier)]
        )
        return tuple(row for row in _withheld_rows(today) if row.id not in kept)


def _withheld_rows(dossier: Dossier) -> tuple[Row, ...]:
    follow_up = next(
        (assessment for ref, assessment in dossier.assessments.items() if plain_id(ref) == FOLLOW_UP), None
    )
    return follow_up.answer_to(WITHHELD).rows if follow_up else ()


def withholds_actions(dossier: Dossier, questionnaire: str) -> bool:
    """Return whether the public may not see the conditions of a decision: its assessment, or the action points."""
    named = [
        [row.cells.get(name, "").strip() for name in ("assessment", "question")] for row in _withheld_rows(dossier)
    ]
    places = {(plain_id(assessment), question) for assessment, question in named}  # whatever version they name
    return bool(places & {(FOLLOW_UP, ""), (FOLLOW_UP, ACTIONS), (plain_id(questionnaire), "")})


def with_withheld_rows(bound: Snapshot, added: Sequence[Row]) -> Dossier:
    """Return the dossier of a snapshot with more rows of what is withheld."""
    tree = next((tree for tree in bound.trees.values() if tree.id == FOLLOW_UP), None)
    if not added or tree is None:
        return bound.dossier
    follow_up = bound.dossier.assessments[tree.ref]
    answer = follow_up.answer_to(WITHHELD)
    every = replace(answer, value=(*answer.rows, *added))
    return bound.dossier.with_assessment(follow_up.with_answer(WITHHELD, None, every))
