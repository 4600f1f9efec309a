"""What a public dossier keeps back, text by text, to be compared with what it tells."""

from collections.abc import Iterator

from msgspec import Struct

from iama.assess.withheld_index import WITHHELD
from iama.assess.withholding import Public
from iama.model.conditions import Ref
from iama.model.dossier import Answer, Assessment, Dossier, State
from iama.model.questionnaire import FOLLOW_UP, Questionnaire
from iama.publish.said import Part, Said, said_at


class Kept(Struct, frozen=True):
    """A text that is not public; `sure` when it is withheld, and not merely marked internal or left out with it."""

    said: Said
    sure: bool = True


def kept_back(whole: Dossier, public: Public) -> Iterator[Kept]:
    """Yield the texts of `whole` that its public edition keeps back: withheld ones, internal notes, balancings."""
    for tree in public.outcome.questionnaires.values():
        if held := whole.assessments.get(tree.ref):
            shown = public.dossier.assessments.get(tree.ref, Assessment(tree.ref, held.language))
            yield from _kept_in(tree, held, shown, public)
    for approval, shown_approval in zip(whole.approvals, public.dossier.approvals, strict=False):
        if approval.conditions and not shown_approval.conditions:
            yield from (Kept(Said(one.text, place="approvals.yaml")) for one in approval.conditions)


def _kept_in(tree: Questionnaire, held: Assessment, shown: Assessment, public: Public) -> Iterator[Kept]:
    for slot, answer in held.answers.items():
        ref, question, there = Ref(tree.id, *slot), tree.questions[slot[0]], shown.answer_to(*slot)
        if tree.id in public.stubs or ref in public.causes or there.status is State.WITHHELD:
            yield from (Kept(said) for said in said_at(ref, question, answer))
        elif tree.id == FOLLOW_UP and (public.causes or public.stubs):
            yield from (
                Kept(said, sure=False) for said in _of_rows_left_out(ref, said_at(ref, question, answer), there)
            )
        if answer.note_internal:
            yield Kept(Said(answer.note_internal, Part.NOTE, ref), sure=False)
        if ref == WITHHELD:
            reasons = (row.cells.get("reason", "") for row in answer.rows)
            yield from (Kept(Said(reason, Part.REASON, ref), sure=False) for reason in reasons if reason)


def _of_rows_left_out(ref: Ref, said: Iterator[Said], there: Answer) -> Iterator[Said]:
    """Yield the texts of rows that the public does not get, such as the response to a withheld flag."""
    known = {row.id for row in there.rows}
    return (one for one in said if one.row and one.row not in known and ref != WITHHELD)
