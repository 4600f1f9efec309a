"""Rules about how a dossier was filled in: notes for whoever decides, one of a kind, by counts only."""

from collections.abc import Iterator

from iama.assess.thoroughness import find_signs
from iama.gate.codes import NOTE
from iama.gate.judged_dossier import Seen, Subject
from iama.model.questionnaire import plain_id

CODES = {
    "thin-answers": NOTE,
    "same-text": NOTE,
    "all-flags-accepted": NOTE,
    "decided-alone": NOTE,
    "not-applicable-in-bulk": NOTE,
    "withheld-in-bulk": NOTE,
}


def thoughtless_signs(subject: Subject) -> Iterator[Seen]:
    """Counts say that nobody may have thought about it: whoever decides looks again."""
    deciders = {plain_id(approval.questionnaire): approval.role for approval in subject.approvals}
    for sign in find_signs(subject.outcome, subject.dossier, deciders, subject.config.thresholds):
        about = {"count": sign.count, "of": sign.of, "role": sign.role}
        yield Seen(sign.code, detail=sign.role, about=about)


RULES = (thoughtless_signs,)
