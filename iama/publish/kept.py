"""What a public dossier keeps back, text by text, to be compared with what it tells."""

from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from iama.assess.withheld_index import WITHHELD
from iama.assess.withholding import Public
from iama.model.conditions import Ref
from iama.model.dossier import Answer, Assessment, Dossier
from iama.model.questionnaire import FOLLOW_UP, Question, Questionnaire
from iama.publish.said import Part, Said, said_at


class Why(StrEnum):
    """Why a text is kept back."""

    WITHHELD = "withheld"  # somebody withheld it
    ALONG = "along"  # it goes along with that
    INTERNAL = "internal"  # it is never public


class Kept(Struct, frozen=True):
    """A text that is not public, and why."""

    said: Said
    why: Why = Why.WITHHELD


def kept_back(whole: Dossier, public: Public) -> Iterator[Kept]:
    """Yield the texts of `whole` that its public edition keeps back."""
    for tree in public.outcome.questionnaires.values():
        if held := whole.assessments.get(tree.ref):
            shown = public.dossier.assessments.get(tree.ref, Assessment(tree.ref, held.language))
            for slot, answer in held.answers.items():
                ref, question = Ref(tree.id, *slot), tree.questions[slot[0]]
                yield from _withheld_texts(ref, question, answer, shown.answer_to(*slot), _why(ref, tree, public))
                yield from _internal(ref, answer)
    for approval, shown_approval in zip(whole.approvals, public.dossier.approvals, strict=False):
        if approval.conditions and not shown_approval.conditions:
            yield from (Kept(Said(one.text, place="approvals.yaml")) for one in approval.conditions)


def _why(ref: Ref, tree: Questionnaire, public: Public) -> Why | None:
    """Return why an answer, or a part of it, is kept back; None for one that is not."""
    if tree.id in public.stubs:
        return Why.WITHHELD
    if cause := public.causes.get(ref):
        return Why.ALONG if cause.indirect else Why.WITHHELD
    return Why.ALONG if tree.id == FOLLOW_UP and (public.causes or public.stubs) else None


def _withheld_texts(ref: Ref, question: Question, answer: Answer, shown: Answer, why: Why | None) -> Iterator[Kept]:
    """Yield the texts of an answer that its public edition has not; of a list that may be some rows."""
    if why is not None and ref != WITHHELD:
        told = {one.text for one in said_at(ref, question, shown)}
        yield from (Kept(said, why) for said in said_at(ref, question, answer) if said.text not in told)


def _internal(ref: Ref, answer: Answer) -> Iterator[Kept]:
    """Yield the note that is marked internal, and the balancings of what is withheld."""
    if answer.note_internal:
        yield Kept(Said(answer.note_internal, Part.NOTE, ref), Why.INTERNAL)
    if ref == WITHHELD:
        reasons = (row.cells.get("reason", "") for row in answer.rows)
        yield from (Kept(Said(reason, Part.REASON, ref), Why.INTERNAL) for reason in reasons if reason)
