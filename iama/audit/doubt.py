"""One thing that `iama verify` has to say of a dossier, and all of them as plain data."""

from collections.abc import Iterable

from msgspec import Struct

from iama.model.dossier import Slot
from iama.model.problems import Level
from iama.model.questionnaire import Questionnaire
from iama.words import Phrase, hint_of, pick_translation

ENTRIES = "approvals.yaml"
FOLDER = "approved"


class Doubt(Struct, frozen=True):
    """One thing that `verify` has to say; `file` is seen from the dossier, `approval` is 0 when it is about none."""

    code: str
    level: Level
    message: Phrase | str
    file: str
    hint: Phrase | str = ""
    approval: int = 0
    assessment: str = ""
    question: str = ""


def entry_doubt(code: str, level: Level, key: str, number: int, /, **values: object) -> Doubt:
    """Return what is to be said of an entry of `approvals.yaml`, with what to do about it."""
    message = Phrase(key, number=number, **values)
    return Doubt(code, level, message, ENTRIES, hint_of(message) or "", number)


def describe_slot(slot: Slot, tree: Questionnaire, language: str) -> str:
    """Return a question as a message names it: its number, its id and its text; never its answer."""
    question = tree.questions.get(slot[0])
    number = f"{question.number} " if question and question.number else ""
    text = f" “{pick_translation(question.text, language)}”" if question else ""
    return f"{number}`{slot_id(slot)}`{text}"


def slot_id(slot: Slot) -> str:
    """Return the id of a question, with the instance that it is about."""
    return f"{slot[0]}[{slot[1]}]" if slot[1] else slot[0]


def doubt_records(doubts: Iterable[tuple[str, Iterable[Doubt]]]) -> list[dict[str, object]]:
    """Return doubts with the algorithm that they are about as plain data, under the keys of findings everywhere."""
    return [
        {
            "code": doubt.code,
            "severity": str(doubt.level),
            "algorithm": algorithm,
            "assessment": doubt.assessment or None,
            "question": doubt.question or None,
            "approval": doubt.approval or None,
            "message": str(doubt.message),
            "hint": str(doubt.hint),
            "path": doubt.file,
        }
        for algorithm, own in doubts
        for doubt in own
    ]
