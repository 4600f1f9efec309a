"""Law as data: every article, date and threshold that texts, triggers and checks refer to."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct, field

from iama.words import Words


class Fact(Struct, frozen=True):
    """One legal fact, with its source, the day it was last verified, and how certain it is."""

    id: str
    cite: Words
    title: Words
    source: str
    verified: str
    certainty: str
    url: str = ""
    date: str = ""
    number: str = ""
    relative: bool | None = None
    note: Words = field(default_factory=dict)

    @property
    def is_ground(self) -> bool:
        """Whether it is a ground to keep something from the public; `relative` says which kind."""
        return self.relative is not None

    @property
    def date_or_number(self) -> str | None:
        """What `law.<id>` stands for in a condition: the date, else the number."""
        return self.date or self.number or None


class Standing(StrEnum):
    """How firm a rule or a date is, the firmest first; the same words in code, JSON, reports and docs."""

    SETTLED = "settled"
    POLICY = "policy"  # no law asks it
    OUR_READING = "our-reading"  # the law leaves room, and we chose
    OPEN = "open"  # nobody can say yet


class LegalReading(Struct, frozen=True):
    """Where the law leaves room, or policy asks: how we read it, how another may, and what would settle it."""

    id: str
    standing: Standing
    title: Words
    ours: Words
    against: Words
    settles: Words
    law: tuple[str, ...]
    when: str = ""  # when it matters; empty for always
    flags: tuple[str, ...] = ()  # what rests on it
    dates: tuple[str, ...] = ()  # derived facts: flags that bind from one rest on it
    reasons: tuple[str, ...] = ()  # of the decision on Article 27


class Law(Struct, frozen=True):
    """The facts by id, and the readings."""

    facts: Mapping[str, Fact] = field(default_factory=dict)
    readings: tuple[LegalReading, ...] = ()
    digest: str = ""

    @property
    def grounds(self) -> tuple[Fact, ...]:
        """The grounds to keep something from the public, in the order of the file."""
        return tuple(fact for fact in self.facts.values() if fact.is_ground)

    def cite(self, id_: str, language: str) -> str:
        """Return how texts cite the fact, such as "AI Act, Article 27(1)"."""
        fact = self.facts.get(id_)
        return fact.cite.get(language, id_) if fact else id_

    def rests_on_read_source(self, basis: Iterable[str]) -> bool:
        """Return whether the text of one of these facts was read: nothing else carries a blocker or a must."""
        return any(id_ in self.facts and self.facts[id_].certainty == "high" for id_ in basis)

    def outdated_facts(self, as_of: date) -> tuple[Fact, ...]:
        """Return the facts that were last verified longer ago than the law file itself allows, the oldest first."""
        limit = self.facts.get("our-verified-days")
        if limit is None:
            return ()
        last = (as_of - timedelta(days=int(limit.number))).isoformat()
        old = (fact for fact in self.facts.values() if fact.verified and fact.verified < last)
        return tuple(sorted(old, key=lambda fact: (fact.verified, fact.id)))
