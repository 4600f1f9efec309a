"""What a sitting works with: saving, looking, keeping, and what is told of the dossier; made of plain functions.

`save` applies one change to the assessment as it stands on disk and returns the new state, so that what colleagues
change meanwhile is kept.
"""

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from iama.assess.outcome import Outcome
from iama.assess.parking import Parked
from iama.assess.responses import Given
from iama.interview.messages import FlagText
from iama.model.conditions import Ref
from iama.model.dossier import Answer
from iama.model.earlier import Earlier
from iama.model.facilitation import Facilitation
from iama.model.glossary import Glossary
from iama.model.kader import Kader
from iama.model.problems import IamaError
from iama.model.questionnaire import Question


class Conflict(IamaError):
    """A colleague changed this very answer since it was shown; `theirs` is what stands on disk now."""

    def __init__(self, theirs: Answer) -> None:
        self.theirs = theirs
        super().__init__("interview-changed-meanwhile")


class Saved(Struct, frozen=True):
    """The dossier after a save; `warning` says which other file of it could not be read."""

    outcome: Outcome
    warning: str = ""
    preceded: bool = False  # a colleague answered the flag before, so nothing was saved


class Desk(Struct, frozen=True):
    """What a sitting works with: how to save, how to keep lost text, whose ids and dates, flags in words."""

    save: Callable[[Ref, Answer, Answer], Saved]  # where, as it was shown, as it must become; raises IamaError
    rescue: Callable[[str], str]  # keeps a text outside the dossier and says where
    row_id: Callable[[], str]
    today: str
    clock: Callable[[], float]  # seconds
    digest: Callable[[str], str]  # of a document beside the dossier; empty when there is none
    flags: Callable[[Outcome], Sequence[FlagText]]  # those that can be answered, in the order of the flags page
    respond: Callable[[Given, str], Saved]  # the id of the response that was shown, if any; raises IamaError
    earlier: Callable[[Ref], Sequence[Earlier]]  # the states of an answer, newest first, in local time
    foresee: Callable[[Ref, Answer], Outcome]  # the dossier as it would be with an answer
    people: Callable[[], Mapping[str, str]]  # names by code, as they stand now
    add_person: Callable[[str], str]  # a name, to its code; raises IamaError
    park: Callable[[Parked], Saved]  # something to discuss later; raises IamaError
    facilitation: Callable[[], Facilitation]  # what helps whoever leads
    glossary: Callable[[], Glossary] = lambda: Glossary(())  # what words mean
    problems: Callable[[Ref, Question, Answer], Sequence[str]] = lambda ref, question, answer: ()  # that publishing has
    fact: Callable[[Outcome, str], str] = lambda outcome, name: ""  # a derived fact in words; empty for any other name
    kader: Callable[[], Kader] = lambda: Kader()  # official measures, read when they are shown
    look: Callable[[], Saved | None] = lambda: None  # the dossier when somebody else changed it since
