"""How a web form of others keeps an assessment, beside how we do: its codes, and what one of its files holds."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from iama.model.dossier import Assessment, Source
from iama.model.questionnaire import Kind, Question, Questionnaire
from iama.words import Phrase

NO_CHOICE = "on"  # what the form keeps of an option without a value
Shown = str | tuple[str, ...]  # what stands at one place of the form: text, a code or codes
Place = tuple[str, int]  # an id of the form, and which one of what can be given more than once, counted from 0


class Told:
    """What had to be mended or left out on the way, and at which places."""

    def __init__(self) -> None:
        self._ids: dict[str, list[str]] = {}

    def tell(self, key: str, id_: str) -> None:
        """Say something about one place."""
        self._ids.setdefault(key, []).append(id_)

    def phrases(self) -> Iterator[Phrase]:
        """Yield all that was said, each once, with its places."""
        for key, ids in self._ids.items():
            yield Phrase(key, ids=list(dict.fromkeys(ids)))


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
    note: str = ""  # a remark that stands beside it there
    by: tuple[str, ...] = ()  # roles of ours


class Unmatched(Struct, frozen=True):
    """An answer of which is not certain what question it answers, with those that come nearest and how near."""

    place: str
    text: str
    nearest: tuple[tuple[str, int], ...]


class FormState(Struct, frozen=True):
    """A state of a form that was read, with what had to be mended or left out on the way."""

    saved: str  # the day on which it was saved
    answers: tuple[FormAnswer, ...]
    told: tuple[Phrase, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()
    source: Source | None = None  # what every answer of it rests on


class Origin(Struct, frozen=True):
    """What a file of others is, when it says that it was saved, what was mended, and whether ours stood beside it."""

    kind: str  # state, card or system
    saved: str
    told: tuple[Phrase, ...] = ()
    beside: bool = False


class Sidecar(Struct, frozen=True):
    """What went beside a state that we made: the whole assessment, and what the form was given of it."""

    assessment: Assessment
    sent: Mapping[Place, Shown]
