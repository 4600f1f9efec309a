"""Which assessments a use needs, as data: per assessment the cases in which it does, each with its reason and law."""

from msgspec import Struct, field

from iama.model.conditions import Condition
from iama.words import Words

OUTCOMES = ("required", "usually", "advised", "later")  # what a case can come to, the heaviest first


class Because(Struct, frozen=True):
    """A reason in words, and the ids of the legal facts that it rests on."""

    words: Words
    law: tuple[str, ...]


class RouteCase(Struct, frozen=True):
    """One case in which an assessment is needed, and how strongly."""

    outcome: str
    when: str
    condition: Condition
    because: Because


class Route(Struct, frozen=True):
    """One assessment, its heaviest cases first: the first that holds is the outcome, every one that holds a reason."""

    id: str
    title: Words
    about: Words
    cases: tuple[RouteCase, ...]
    otherwise: Because  # why it is not needed when no case holds


class Routing(Struct, frozen=True):
    """Every route, and the minutes that its questions take together."""

    routes: tuple[Route, ...] = field(default_factory=tuple)
    minutes: int = 0
