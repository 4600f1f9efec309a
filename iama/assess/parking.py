"""What a team parked during a meeting: it comes back in the summary, until it has been discussed. Internal."""

from msgspec import Struct

from iama.assess.answer_input import MakeId, fresh_row_id, with_row
from iama.assess.outcome import Outcome
from iama.model.conditions import Ref
from iama.model.dossier import Assessment, Row
from iama.model.questionnaire import Questionnaire

PARKED = Ref("follow-up", "parked")


class Parked(Struct, frozen=True):
    """One thing to discuss later; `about` is the question (a reference) at which it came up."""

    text: str
    owner: str = ""  # a role, or in free words
    about: str = ""
    meeting: str = ""
    date: str = ""
    discussed: str = ""  # ISO date

    @property
    def ref(self) -> Ref:
        """The question at which it came up."""
        questionnaire, _, question = self.about.partition("/")
        return Ref(questionnaire, question)


def parked_points(outcome: Outcome) -> tuple[Parked, ...]:
    """Return what was parked and has not been discussed yet, the oldest first."""
    entry = outcome.entries.get(PARKED)
    points = map(_parked, entry.answer.rows if entry else ())
    return tuple(point for point in points if not point.discussed)


def _parked(row: Row) -> Parked:
    return Parked(**{name: row.cells.get(name, "") for name in Parked.__struct_fields__})


def with_parked(assessment: Assessment, tree: Questionnaire, point: Parked, make_id: MakeId) -> Assessment:
    """Return the follow-up with one thing more to discuss later; raises InvalidValue."""
    question, answer = tree.questions[PARKED.question], assessment.answer_to(PARKED.question)
    cells = {name: cell for name in Parked.__struct_fields__ if (cell := getattr(point, name))}
    row = with_row(answer, question, fresh_row_id(assessment, make_id), cells)
    return assessment.with_answer(question.id, None, row)
