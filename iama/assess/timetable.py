"""How the planned time of a meeting is spread over its sections: most of it goes to the questions that deserve it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from msgspec import Struct

from iama.assess.priorities import Topic, deserving_topics
from iama.model.questionnaire import Kind, Questionnaire, Section

_DEEP, _TEXT, _TICK, _SETTLED = 8, 3, 2, 1  # parts of the time for one question
_MOST_INSTANCES = 3  # of a question that is asked per right: later ones go faster


class Slot(Struct, frozen=True):
    """The time for one section; `start` is in minutes from the beginning."""

    section: Section
    start: int
    minutes: int
    topics: tuple[tuple[Topic, int], ...]  # with the minutes of each


class Timetable(Struct, frozen=True):
    """The time of one meeting, and which of its questions get most of it, the most deserving first."""

    minutes: int
    opening: int
    closing: int
    slots: tuple[Slot, ...]
    deep: tuple[Topic, ...]


def timetable(tree: Questionnaire, topics: Sequence[Topic], minutes: int) -> Timetable:
    """Return the time of a meeting about these topics; it adds up to the planned minutes exactly."""
    deep = deserving_topics(topics)
    opening = closing = minutes // 12
    sections = [(section, own, [_share(topic, deep) for topic in own]) for section, own in _by_section(tree, topics)]
    spread = spread_minutes(minutes - opening - closing, [sum(shares) for _, _, shares in sections])
    starts = accumulate(spread, initial=opening)
    slots = (
        Slot(section, start, own_minutes, tuple(zip(own, spread_minutes(own_minutes, shares), strict=True)))
        for (section, own, shares), start, own_minutes in zip(sections, starts, spread, strict=False)
    )
    return Timetable(minutes, opening, closing, tuple(slots), deep)


def _by_section(tree: Questionnaire, topics: Sequence[Topic]) -> Iterator[tuple[Section, tuple[Topic, ...]]]:
    for section in tree.sections:
        if own := tuple(topic for topic in topics if topic.question.section == section.id):
            yield section, own


def _share(topic: Topic, deep: Sequence[Topic]) -> int:
    """Return how many parts of the time a topic gets."""
    if topic in deep:
        part = _DEEP
    elif topic.is_settled or topic.uncertain:
        part = _SETTLED
    else:
        part = _TEXT if topic.question.kind is Kind.TEXT else _TICK
    return part * min(len(topic.entries), _MOST_INSTANCES)


def spread_minutes(minutes: int, shares: Iterable[int]) -> list[int]:
    """Return whole minutes that add up to `minutes`, in proportion to the shares; each gets one where there is room."""
    shares = list(shares)
    least = 1 if len(shares) <= minutes else 0
    room, total = minutes - least * len(shares), sum(shares)
    exact = [room * share / total for share in shares]
    rounded = [int(part) for part in exact]
    left = sorted(range(len(shares)), key=lambda number: rounded[number] - exact[number])[: room - sum(rounded)]
    return [least + part + (number in left) for number, part in enumerate(rounded)]
