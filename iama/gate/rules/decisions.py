"""Rules about approvals: whether there is one, whether it came before use, whether it is still fresh."""

from collections.abc import Iterator
from datetime import date

from iama.gate.codes import ERROR, NOTE_BEFORE, WARNING_BEFORE, Code
from iama.gate.finding import Cause
from iama.gate.inventory_status import Phase
from iama.gate.judged_dossier import Seen, Subject
from iama.model.approval import Approval
from iama.model.days import months_later
from iama.model.elsewhere import done_elsewhere
from iama.model.problems import Level

CODES = {
    "not-approved": NOTE_BEFORE,
    "used-before-approval": Code(Level.ERROR, Level.ERROR, retired_too=True),
    "stale": WARNING_BEFORE,
    "contradictory-phase": ERROR,
}


def not_approved(subject: Subject) -> Iterator[Seen]:
    """An assessment of the dossier has no `go` or `conditions` of a role that may give it, or a later `no-go`."""
    for instrument, ref in subject.assessments.items():
        decided = list(subject.decisions(instrument))
        if not any(approval.decision.goes_on for approval in decided):
            refused = bool(decided)
            yield Seen("not-approved", "refused" if refused else "", assessment=ref, about={"ref": ref})
        elif not decided[-1].decision.goes_on:
            yield Seen("not-approved", "refused", assessment=ref, about={"ref": ref})
        elif not any(_is_sufficient_approval(subject, approval) for approval in decided):
            about = {"ref": ref, "roles": ", ".join(subject.config.approvers)}
            yield Seen("not-approved", "role", assessment=ref, about=about)


def _is_sufficient_approval(subject: Subject, approval: Approval) -> bool:
    """Return whether an approval is one that the configuration asks for."""
    approvers = subject.config.approvers
    return approval.decision.goes_on and (not approvers or approval.role in approvers)


def used_before_approval(subject: Subject) -> Iterator[Seen]:
    """Use began before the first approval of a needed assessment; a later approval does not mend that.

    A first day that is withheld counts as too early: nobody who reads along can see that it is not.
    """
    begun = subject.first_use
    if subject.effective_phase is Phase.DEVELOPMENT:
        return
    if begun is None and subject.kept_back("algorithm", "first-use"):
        yield Seen("used-before-approval", "withheld", assessment="algorithm-1.0", question="first-use")
    if begun is None or begun > subject.as_of:
        return
    for instrument in subject.wanted_instruments:
        mild = subject.is_advised(instrument)
        if not mild and not subject.is_required(instrument):
            continue
        days = sorted(
            approval.decided_on
            for approval in subject.decisions(instrument)
            if approval.decided_on and _is_sufficient_approval(subject, approval)
        )
        if done := done_elsewhere(subject.dossier.elsewhere, instrument):
            days = sorted([*days, done.decided])
        if not days or days[0] > begun.isoformat():
            approved = f" ({days[0]})" if days else ""
            about = {"date": begun.isoformat(), "approved": approved, "instrument": instrument}
            yield Seen(
                "used-before-approval",
                assessment="algorithm-1.0",
                question="first-use",
                detail=instrument,
                about=about,
                mild=mild,
            )


def contradictory_phase(subject: Subject) -> Iterator[Seen]:
    """The algorithm is said to be in use, and its first day of use is still to come."""
    begun = subject.first_use
    if begun and begun > subject.as_of and Phase.IN_USE in (subject.said.phase, subject.listed.phase):
        yield Seen(
            "contradictory-phase",
            assessment="algorithm-1.0",
            question="first-use",
            about={"date": begun.isoformat()},
        )


def stale_assessments(subject: Subject) -> Iterator[Seen]:
    """An approved assessment was not reviewed for longer than the configuration allows (AI Act 27(2))."""
    last = subject.reviewed_on
    if not last:
        return
    due = months_later(date.fromisoformat(last), subject.config.max_age_months)
    about = {"months": str(subject.config.max_age_months), "date": last, "due": due.isoformat()}
    late = due < subject.as_of
    if late or subject.ahead(due):
        yield Seen(
            "stale",
            "" if late else "early",
            assessment="follow-up-1.0",
            question="last-review",
            about=about,
            cause=Cause.DATE,
            early=not late,
        )


RULES = (not_approved, used_before_approval, contradictory_phase, stale_assessments)
