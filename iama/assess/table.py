"""Who must be at the table of a meeting: the roles that every meeting needs, and those that its questions need."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from iama.assess.priorities import Topic
from iama.model.facilitation import Facilitation, StandIn
from iama.model.questionnaire import Questionnaire

_DEEP = 2  # roles, at least, for a question that deserves the time


class Seat(Struct, frozen=True):
    """One role at the table; without one that `must` come, some question has nobody who knows."""

    role: str
    must: bool
    deep: tuple[Topic, ...]  # that deserve the time
    others: tuple[Topic, ...]
    stand_in: StandIn | None = None


def seats(
    tree: Questionnaire, topics: Sequence[Topic], deep: Sequence[Topic], facilitation: Facilitation
) -> tuple[Seat, ...]:
    """Return the roles of a meeting: first those that must come; each question gets one of its roles, a deep one two.

    Of the roles that could come for a question, those that serve most of what is left come first.
    """
    needed = [role for role, one in facilitation.stand_ins.items() if one.needed]
    must = [*needed, *_covering(topics, deep, needed)]
    asked = [role for topic in topics for role in topic.question.roles]
    roles = dict.fromkeys((*must, *sorted(set(asked) - {*must}, key=list(tree.roles).index)))
    return tuple(
        Seat(
            role,
            role in must,
            tuple(topic for topic in deep if role in topic.question.roles),
            tuple(topic for topic in topics if role in topic.question.roles and topic not in deep),
            facilitation.stand_ins.get(role),
        )
        for role in roles
        if role in tree.roles
    )


def _covering(topics: Sequence[Topic], deep: Sequence[Topic], there: Iterable[str]) -> Iterator[str]:
    """Yield the roles that still have to come beside those who are there, the most useful first."""
    coming = [*there]
    while True:
        wants: dict[str, int] = {}
        for topic in topics:
            roles = topic.question.roles
            enough = min(_DEEP if topic in deep else 1, len(roles))
            if sum(role in coming for role in roles) < enough:
                for role in (role for role in roles if role not in coming):
                    wants[role] = wants.get(role, 0) + (_DEEP if topic in deep else 1)
        if not wants:
            return
        coming.append(best := max(wants, key=wants.__getitem__))
        yield best
