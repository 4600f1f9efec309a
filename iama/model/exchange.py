"""How a web form of others keeps an assessment, beside how we do: its codes, and what one of its files holds."""

from collections.abc import Mapping

from msgspec import Struct

from iama.model.dossier import Assessment
from iama.model.questionnaire import Kind, Question, Questionnaire
from iama.words import Phrase

NO_CHOICE = "on"  # what the form keeps of an option without a value
Shown = str | tuple[str, ...]  # what stands at one place of the form: text, a code or codes
Place = tuple[str, int]  # an id of the form, and which one of what can be given more than once, counted from 0


class Form(Struct, frozen=True):
    """A form: what its states call themselves, and where it differs from our questionnaire."""

    urn: str
    schema: str
    questionnaire: str
    lists: Mapping[str, str]  # their id of a list of action points, and our question
    values: Mapping[str, Mapping[str, str]]  # by our question: their code, and ours

    def questions(self, tree: Questionnaire) -> Mapping[str, Question]:
        """Return our question by the id that it has in the form, in our order."""
        ids = {ours: theirs for theirs, ours in self.lists.items()}
        known = ((ids.get(one.id) or one.number or "", one) for one in tree.questions.values())
        return {id_: one for id_, one in known if id_ and one.kind is not Kind.NOTICE}

    def their_code(self, question: Question, value: str) -> str:
        """Return the code that the form has for one of our values."""
        codes = self.values.get(question.id, {})
        return next((theirs for theirs, ours in codes.items() if ours == value), value)


class FormAnswer(Struct, frozen=True):
    """What a state holds at one place, as text or as codes, and the day on which it was last changed there."""

    id: str
    index: int
    value: Shown
    day: str = ""


class FormState(Struct, frozen=True):
    """A state of a form that was read, with what had to be mended or left out on the way."""

    saved: str  # the day on which it was saved
    answers: tuple[FormAnswer, ...]
    told: tuple[Phrase, ...] = ()


class Sidecar(Struct, frozen=True):
    """What went beside a state that we made: the whole assessment, and what the form was given of it."""

    assessment: Assessment
    sent: Mapping[Place, Shown]
