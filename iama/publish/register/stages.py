"""How far an impact test has come: which assessment of a dossier may be called done, and what is true of the others.

Done is what is complete and decided about, with answers that are still those of the decision. Only what is public is
read, so of an assessment that is withheld no more is told than that there is a decision.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from iama.assess.approved import latest
from iama.model.questionnaire import Kind, age, plain_id
from iama.publish.wording import Wording


class Stage(StrEnum):
    """How far one assessment has come; the words are keys of a test in the mapping."""

    DONE = "says"
    CHANGED = "changed"  # after the decision
    UNDECIDED = "undecided"  # every answer is there
    BEGUN = "begun"


def stage_and_version(instrument: str, wording: Wording, standing: Mapping[str, bool]) -> tuple[Stage, str] | None:
    """Return how far the assessment of an instrument (`iama`) has come, and its version; None when nothing can be said.

    `standing` says of every decided assessment (ref) whether its answers are those of the decision; what it does not
    name cannot be told. An older version that is done goes before a newer one that is not.
    """
    all_refs = {*wording.dossier.assessments, *(approval.questionnaire for approval in wording.dossier.approvals)}
    refs = [ref for ref in all_refs if plain_id(ref) == instrument]
    newest_first = sorted(refs, key=lambda ref: age(_version(ref)), reverse=True)
    stages = [(stage, _version(ref)) for ref in newest_first if (stage := _stage(ref, wording, standing))]
    return next((pair for pair in stages if pair[0] is Stage.DONE), next(iter(stages), None))


def _version(ref: str) -> str:
    return ref.rpartition("-")[2]


def _stage(ref: str, wording: Wording, standing: Mapping[str, bool]) -> Stage | None:
    today = wording.outcome.as_of.isoformat()
    approval = latest([past for past in wording.dossier.approvals if past.decided_on <= today], ref)
    if approval is None:
        return _stage_before_decision(ref, wording)
    stands = standing.get(ref)
    if stands is None:
        return None
    if not stands:
        return Stage.CHANGED
    # a decision to go on was only recorded when nothing was open; `no-go` can be recorded at any time
    return Stage.DONE if approval.decision.goes_on or all(_each_required_settled(ref, wording)) else None


def _stage_before_decision(ref: str, wording: Wording) -> Stage | None:
    assessment = wording.dossier.assessments.get(ref)  # an older version is not public
    if (
        assessment is None
        or all(answer.empty for answer in assessment.answers.values())
        or _is_public_stub(ref, wording)
    ):
        return None
    return Stage.UNDECIDED if all(_each_required_settled(ref, wording)) else Stage.BEGUN


def _is_public_stub(ref: str, wording: Wording) -> bool:
    return wording.public is not None and plain_id(ref) in wording.public.stubs


def _each_required_settled(ref: str, wording: Wording) -> Iterator[bool]:
    """Yield for every required question whether it is settled, as far as is public; an older version never is."""
    if ref not in wording.dossier.assessments:
        yield False
    for entry in wording.outcome.tree_entries(plain_id(ref)):
        if entry.question.required and entry.question.kind is not Kind.NOTICE:
            yield entry.status.is_settled
