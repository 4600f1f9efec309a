"""Conditions as nodes that say true, false or unknown, with the reason. `grammar` makes them from text.

What a name stands for is the business of a `Scope`; this module knows no questionnaire and no dossier.
Truth is Kleene's: an open answer makes a test unknown, never false.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from math import isfinite
from typing import NamedTuple, Protocol

from msgspec import Struct


class Ref(NamedTuple):
    """One answer: questionnaire (`iama`), question (`goal`), and the instance of a repeated question."""

    questionnaire: str
    question: str
    instance: str | None = None

    def __str__(self) -> str:
        return f"{self.question}[{self.instance}]" if self.instance else self.question


class Type(StrEnum):
    """How the values of a term are compared."""

    WORD = "word"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"


class Value(Struct, frozen=True):
    """What a term stands for: `words` is None while unknown and () for "answered with nothing".

    `unsure` holds the options of a tick-list that the team does not know about yet.
    """

    words: tuple[str, ...] | None
    refs: tuple[Ref, ...] = ()
    type: Type = Type.WORD
    unsure: frozenset[str] = frozenset()


class Ruling(Struct, frozen=True):
    """True, False or None (unknown), with the answers that decided it or that are still missing."""

    truth: bool | None
    because: tuple[Ref, ...] = ()
    missing: tuple[Ref, ...] = ()


class Scope(Protocol):
    """Where a condition looks up its names."""

    def look_up_value(self, name: str) -> Value:
        """Return what `name` stands for; `key` is the current value of a repeat."""

    def members(self, name: str) -> tuple[Value, Sequence["Scope"]]:
        """Return the answer that `any` and `every` range over, and a scope for each of its values."""

    def constant(self, word: str) -> str:
        """Return what `law.<id>` and `as-of` stand for, and any other word as it is."""


class Condition(Protocol):
    """A parsed condition."""

    def ruling_in(self, scope: Scope) -> Ruling:
        """Decide, and say why."""

    def parts(self) -> "tuple[Condition, ...]":
        """Return the conditions directly inside this one."""


class Term(Struct, frozen=True):
    """The left side of a test: a name, the number of its values (`count`), or `key`.

    While options are unsure, `count` stands for every number that it may still become.
    """

    name: str
    counted: bool = False
    offset: int = 0

    def value_in(self, scope: Scope) -> Value:
        value = scope.look_up_value(self.name)
        if not self.counted or value.words is None:
            return value
        least = len(value.words)
        numbers = range(least, least + len(value.unsure) + 1)
        return Value(tuple(str(number) for number in numbers), value.refs, Type.NUMBER)


class Answered(Struct, frozen=True):
    """`goal answered`: true for an answer with content; unknown while open."""

    term: Term

    def ruling_in(self, scope: Scope) -> Ruling:
        value = self.term.value_in(scope)
        if value.words is None or (value.unsure and not value.words):
            return Ruling(None, missing=value.refs)
        return Ruling(bool(value.words), because=value.refs)

    def parts(self) -> tuple[Condition, ...]:
        return ()


class Compare(Struct, frozen=True):
    """`goal = x`, `goal in (x, y)`, `count goal >= 3`. On `choices`, `=` means "is among the answers"."""

    term: Term
    operator: str
    values: tuple[str, ...]
    offsets: tuple[int, ...] = ()

    def ruling_in(self, scope: Scope) -> Ruling:
        value = self.term.value_in(scope)
        if value.words is None:
            return Ruling(None, missing=value.refs)
        if not value.words and not value.unsure:
            return Ruling(False, because=value.refs)  # on nothing every test is no, != included
        wanted = tuple(scope.constant(word) for word in self.values)
        truth = self._truth(value, wanted)
        return Ruling(None, missing=value.refs) if truth is None else Ruling(truth, because=value.refs)

    def _truth(self, value: Value, wanted: tuple[str, ...]) -> bool | None:
        words = value.words or ()
        if self.term.counted:
            truths = {self._any_holds(value.type, self.operator, (number,), wanted) for number in words}
            return truths.pop() if len(truths) == 1 else None
        differs = self.operator == "!="  # not among the answers
        operator = "=" if differs else self.operator
        if self._any_holds(value.type, operator, words, wanted):
            return not differs
        if value.unsure and self._any_holds(value.type, operator, value.unsure, wanted):
            return None
        return differs if words else None if differs else False  # only unsure options: it may become nothing

    @staticmethod
    def _any_holds(type_: Type, operator: str, words: Iterable[str], wanted: tuple[str, ...]) -> bool:
        if operator in ("=", "in") and type_ in (Type.WORD, Type.TEXT):  # most tests, and nothing to convert
            return not set(words).isdisjoint(wanted)
        return any(comparison_holds(type_, operator, word, want) for word in words for want in wanted)

    def parts(self) -> tuple[Condition, ...]:
        return ()


class Not(Struct, frozen=True):
    part: Condition

    def ruling_in(self, scope: Scope) -> Ruling:
        inner = self.part.ruling_in(scope)
        return inner if inner.truth is None else Ruling(not inner.truth, inner.because)

    def parts(self) -> tuple[Condition, ...]:
        return (self.part,)


class AllOf(Struct, frozen=True):
    """`a and b`: false as soon as one part is, true only when all are."""

    operands: tuple[Condition, ...]

    def ruling_in(self, scope: Scope) -> Ruling:
        return combine_rulings((part.ruling_in(scope) for part in self.operands), decisive=False)

    def parts(self) -> tuple[Condition, ...]:
        return self.operands


class AnyOf(Struct, frozen=True):
    """`a or b`: true as soon as one part is, false only when all are."""

    operands: tuple[Condition, ...]

    def ruling_in(self, scope: Scope) -> Ruling:
        return combine_rulings((part.ruling_in(scope) for part in self.operands), decisive=True)

    def parts(self) -> tuple[Condition, ...]:
        return self.operands


class Ranges(Struct, frozen=True):
    """`any affected-rights (seriousness = serious)`; over nothing both `any` and `every` are no."""

    name: str
    inner: Condition
    decisive: bool  # True for `any`, False for `every`
    offset: int = 0

    def ruling_in(self, scope: Scope) -> Ruling:
        driver, scopes = scope.members(self.name)
        if driver.words is None and not scopes:
            return Ruling(None, missing=driver.refs)
        if not scopes and not driver.unsure:
            return Ruling(False, because=driver.refs)
        open_end = [Ruling(None, missing=driver.refs)] if driver.unsure or driver.words is None else []
        ruling = combine_rulings(
            [*(self.inner.ruling_in(member) for member in scopes), *open_end], decisive=self.decisive
        )
        return ruling if ruling.truth is None else Ruling(ruling.truth, unique(driver.refs + ruling.because))

    def parts(self) -> tuple[Condition, ...]:
        return (self.inner,)


def combine_rulings(rulings: Iterable[Ruling], *, decisive: bool) -> Ruling:
    """Return the Kleene sum of `rulings`: one `decisive` truth settles it, else unknown, else the opposite."""
    known = list(rulings)
    for truth in (decisive, None, not decisive):
        chosen = [ruling for ruling in known if ruling.truth is truth]
        if len(chosen) == 1:
            return chosen[0]
        if chosen:
            because = unique(ref for ruling in chosen for ref in ruling.because)
            return Ruling(truth, because, unique(ref for ruling in chosen for ref in ruling.missing))
    return Ruling(not decisive)


def negate_ruling(ruling: Ruling) -> Ruling:
    """Return the opposite of a ruling, by the same answers; unknown stays unknown."""
    return ruling if ruling.truth is None else Ruling(not ruling.truth, ruling.because)


def unique(refs: Iterable[Ref]) -> tuple[Ref, ...]:
    """Return `refs` without repeats, in order."""
    return tuple(dict.fromkeys(refs))


def convert_word(type_: Type, word: str) -> str | float | date:
    """Return `word` as a value of `type_`; raises ValueError when it is none."""
    if type_ is Type.DATE:
        return date.fromisoformat(word)
    if type_ is Type.NUMBER:  # not Decimal: its import costs a tenth of what `iama status` takes
        number = int(word) if word.isdecimal() else float(word)
        if not isfinite(number):  # NaN cannot be compared
            raise ValueError(word)
        return number
    return word


_COMPARISONS: dict[str, Callable[[object, object], bool]] = {
    "=": lambda a, b: a == b,
    "in": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,  # type: ignore[operator]  # both sides have the type of the term
    "<=": lambda a, b: a <= b,  # type: ignore[operator]
    ">": lambda a, b: a > b,  # type: ignore[operator]
    ">=": lambda a, b: a >= b,  # type: ignore[operator]
}


def comparison_holds(type_: Type, operator: str, word: str, wanted: str) -> bool:
    """Return whether `word operator wanted` holds, both read as `type_`; never, when one of them is no such thing."""
    try:
        return _COMPARISONS[operator](convert_word(type_, word), convert_word(type_, wanted))
    except ValueError:  # a derived date may be `none`
        return False


def walk(condition: Condition) -> Iterator[Condition]:
    """Yield `condition` and everything inside it, outermost first."""
    yield condition
    for part in condition.parts():
        yield from walk(part)
