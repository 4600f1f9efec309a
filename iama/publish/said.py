"""What a team wrote in and beside its answers, text by text, each with the question and the part of its answer."""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from msgspec import Struct

from iama.model.conditions import Ref
from iama.model.dossier import Answer, Dossier
from iama.model.questionnaire import Kind, Question, Questionnaire


class Part(StrEnum):
    """Where in an answer a text stands."""

    ANSWER = "answer"
    NOTE = "note"
    REASON = "reason"
    DISSENT = "dissent"
    SOURCE = "source"
    FOLLOW = "follow"


class Said(Struct, frozen=True):
    """One text, and where it stands: in a part of an answer, or, without `ref`, in what `place` names."""

    text: str
    part: Part = Part.ANSWER
    ref: Ref | None = None
    place: str = ""
    row: str = ""  # the id of the row that holds it

    @property
    def where(self) -> str:
        """The question as commands name it, with its questionnaire; or the place."""
        if self.ref is None:
            return self.place
        key = f"[{self.ref.instance}]" if self.ref.instance else ""
        return f"{self.ref.questionnaire}/{self.ref.question}{key}"


def said_in(dossier: Dossier, trees: Iterable[Questionnaire]) -> Iterator[Said]:
    """Yield every text of a dossier that people wrote, in the order of its questions."""
    for tree in trees:
        assessment = dossier.assessments.get(tree.ref)
        for (id_, key), answer in assessment.answers.items() if assessment else ():
            yield from said_at(Ref(tree.id, id_, key), tree.questions[id_], answer)


def said_at(ref: Ref, question: Question, answer: Answer) -> Iterator[Said]:
    """Yield the texts of one answer; words of a list of options are ours, and not among them."""
    yield from (Said(words, part, ref, row=row) for part, words, row in _parts(question, answer) if words)


def _parts(question: Question, answer: Answer) -> Iterator[tuple[Part, str, str]]:
    if question.kind in (Kind.TEXT, Kind.NUMBER) and isinstance(answer.value, str):
        yield Part.ANSWER, answer.value, ""
    elif question.kind is Kind.ROWS:
        free = [column.id for column in question.columns if column.kind is Kind.TEXT and column.is_public]
        for row in answer.rows:
            yield from ((Part.ANSWER, row.cells[name], row.id) for name in free if name in row.cells)
    yield Part.NOTE, answer.note, ""
    yield from ((Part.REASON, words, "") for words in (answer.reason, answer.overruled))
    yield Part.FOLLOW, answer.follow.by if answer.follow else "", ""
    yield from ((Part.DISSENT, dissent.text, "") for dissent in answer.dissent)
    for source in answer.sources:
        yield from ((Part.SOURCE, words, "") for words in (source.title, source.path, source.version))
