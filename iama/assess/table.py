"""Who must be at the table of a meeting: the roles that every meeting needs, and those that its questions need."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from iama.assess.priorities import Topic
from iama.model.facilitation import Facilitation, StandIn
from iama.model.questionnaire import Questionnaire

_SUPPLIER = "supplier"  # has an interest, so that one of our own comes before it
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

    Of the roles that could come for a question, the one that serves most of what is left comes first.
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
        wants: Counter[str] = Counter()
        for topic in topics:
            roles = [role for role in topic.question.roles if role != _SUPPLIER] or topic.question.roles
            enough = min(_DEEP if topic in deep else 1, len(roles))
            if sum(role in coming for role in roles) < enough:
                wants.update({role: _DEEP if topic in deep else 1 for role in roles if role not in coming})
        if not wants:
            return
        serves = Counter(role for topic in (*topics, *deep) for role in topic.question.roles)
        coming.append(best := max(wants, key=lambda role: (wants[role], serves[role])))
        yield best
