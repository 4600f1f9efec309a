"""The calendar as data: duties around an algorithm, each with who, when, and the law that it rests on."""

from collections.abc import Mapping

from msgspec import Struct

from iama.model.conditions import Condition
from iama.words import Words


class Duty(Struct, frozen=True):
    """One duty: whom it binds under which condition, from which day, and by when something must be done."""

    id: str
    when: str
    condition: Condition
    who: tuple[str, ...]
    moment: Words
    text: Words
    law: tuple[str, ...]
    certainty: str
    start: str = ""  # a derived date such as `applies-from`, or `law.<id>` with a date; empty when it applies already
    by: str = ""  # a date of `algorithm-1.0` before which it must be done
    flags: tuple[str, ...] = ()  # flags that say the same, and take its place
    after_use: bool = False  # whether it goes on when the use is over


class Calendar(Struct, frozen=True):
    """Every duty, and the names of those whom they bind."""

    duties: tuple[Duty, ...]
    who: Mapping[str, Words]
