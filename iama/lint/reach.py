"""Whether a condition can be true, false or unknown, and the fewest answers that make it so.

An exact search over question trees alone. Names, repeats and hidden questions mean what they mean in `world`; a
derived fact counts as a question. Truth only grows with answers (Kleene), so a search stops as soon as what is still
open no longer matters. Conditions must look back only: `lint` sees to that first. Tick-lists of which the team is
unsure in part are not tried: they make nothing true or false that whole ones do not.
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field

from iama.assess.facts import FACTS
from iama.lint.candidates import NOTHING, SOME_DAY, TooMany, Uses, Words, alike, candidates, days, row_id, uses
from iama.lint.names import ALWAYS, Key, Named, Reading, Trees, View, behind, readings
from iama.model.conditions import AllOf, AnyOf, Compare, Condition, Not, Ref, Scope, Term, Type, Value
from iama.model.dossier import Row
from iama.model.law import Law
from iama.model.questionnaire import Column, Kind, Question
from iama.model.struct import replace

LIMIT = 200_000  # assignments that one search may look at
AS_OF = Ref("", "as-of")  # in a witness: the day on which it holds, when a condition reads the day
NO_LAW = Law()

Given = Words | tuple[Row, ...]
Assigned = Mapping[Ref, Words | None]  # None: left open on purpose


def possible(
    condition: Condition,
    trees: Trees,
    home: str,
    truth: bool | None,
    *,
    repeat: str | None = None,
    law: Law = NO_LAW,
    limit: int = LIMIT,
) -> bool:
    """Return whether some answers give `condition`, as seen from the tree `home`, this truth.

    With `repeat`, for some value of that question. A search that would cost more than `limit` says yes.
    """
    tries = _Tries(limit)
    try:
        searches = _searches(condition, View(trees, FACTS, home), truth, repeat, law, tries)
        return any(search.some() is not None for search in searches)
    except TooMany:
        return True


def witness(
    condition: Condition,
    trees: Trees,
    home: str,
    truth: bool | None,
    *,
    repeat: str | None = None,
    law: Law = NO_LAW,
    limit: int = LIMIT,
) -> Mapping[Ref, Given] | None:
    """Return the fewest answers that give `condition` this truth while all else is open; None when none do.

    With `repeat`, for some value of that question. `()` means "not applicable". A search that costs more than
    `limit` returns the best that it saw, which may be None.
    """
    tries, witnesses = _Tries(limit), list[Mapping[Ref, Given]]()
    try:
        for search in _searches(condition, View(trees, FACTS, home), truth, repeat, law, tries):
            if (assigned := search.some()) is not None:
                witnesses.append(search.answers_in_full(search.fewest(assigned)))
    except TooMany:
        pass
    return min(witnesses, key=len, default=None)


class _Tries:
    """Counts the assignments looked at."""

    def __init__(self, limit: int) -> None:
        self.left = limit

    def spend(self) -> None:
        if self.left <= 0:
            raise TooMany
        self.left -= 1


def _searches(
    condition: Condition, view: View, truth: bool | None, repeat: str | None, law: Law, tries: _Tries
) -> Iterator["_Search"]:
    """Yield a search for every day that makes a difference, and for every kind of value of `repeat`."""
    driver = view.resolve_question(repeat) if repeat else None
    view = replace(view, driver=driver.ref) if driver else view
    read = [*readings(condition, view)]
    for ref in behind(condition, view):
        read.extend(readings(view.asking_condition(ref), view.view_at(ref)))
    for constants in _constants(read, law):
        for key, present in _repeat_positions(driver, read, constants):
            used = uses([*read, *readings(present, view)], constants)
            yield _Search(view, condition, truth, present, key, constants, used, tries)


def _constants(read: Sequence[Reading], law: Law) -> Iterator[Mapping[str, str]]:
    """Yield what `law.<id>` and `as-of` stand for, on each day that falls otherwise to the days in the conditions."""
    known = {f"law.{id_}": fact.date_or_number for id_, fact in law.facts.items() if fact.date_or_number}
    tests = [(node, reading.name_target) for reading in read if isinstance(node := reading.node, Compare)]
    if not any("as-of" in node.values for node, _ in tests):
        yield known
        return
    dated = [
        node.values for node, named in tests if named and named.comparison_type is Type.DATE and not node.term.counted
    ]
    fixed = {known.get(word, word) for words in dated for word in words} - {"as-of"}
    for day in days(fixed or {SOME_DAY.isoformat()}, around=2):  # with room for an answer in between
        yield {**known, "as-of": day.isoformat()}


def _repeat_positions(
    driver: Named | None, read: Sequence[Reading], constants: Mapping[str, str]
) -> Iterator[tuple[str | None, Condition]]:
    """Yield one of every kind of value that a repeat can stand at, with the condition that it is there."""
    if driver is None or not isinstance(driver.thing, Question):
        yield None, ALWAYS
        return
    if driver.thing.kind is Kind.ROWS:
        yield None, ALWAYS  # the unrepeated answer
        keys = [row_id(0)]
    else:
        use = uses(read, constants).get(driver.ref, Uses(driver))
        keys = [group[0] for group in alike(use, Named(driver.ref, Key(driver.thing)).possible_values)]
    name = Term(f"{driver.ref.questionnaire}.{driver.ref.question}")
    for key in keys:
        yield key, Compare(name, "=", (key,))


class _Search(Struct, frozen=True):
    """Looks for answers that make one condition true, false or unknown, from one place, on one day."""

    view: View
    condition: Condition
    truth: bool | None
    present: Condition  # the value of the repeat is there
    key: str | None
    constants: Mapping[str, str]
    uses: Mapping[Ref, Uses]
    tries: _Tries
    domains: dict[Ref, tuple[Words, ...]] = field(default_factory=dict)

    def some(self) -> Assigned | None:
        """Return any answers that do."""
        return self._search({}, None)

    def fewest(self, assigned: Assigned) -> Assigned:
        """Return as few answers as do, or as were found when trying took too long."""
        for ref in filter(self._cost, tuple(assigned)):
            fewer = {**assigned, ref: None}
            if self._look(fewer)[0]:
                assigned = fewer
        try:
            for number in range(sum(self._cost(ref) for ref, words in assigned.items() if words is not None)):
                if (fewer_answers := self._search({}, number)) is not None:
                    return fewer_answers
        except TooMany:
            pass
        return assigned

    def answers_in_full(self, assigned: Assigned) -> Mapping[Ref, Given]:
        """Return `assigned` as answers, with rows in full."""
        cells = self._with_full_rows(assigned)
        given: dict[Ref, Given] = {}
        for ref, words in assigned.items():
            if words is None or isinstance(self._find_named(ref).thing, Column):
                continue
            question = self._find_named(ref).thing
            if isinstance(question, Question) and question.kind is Kind.ROWS:
                given[ref] = tuple(_row_with_cells(question, ref, word, cells) for word in words)
            else:
                given[ref] = words
        return {**given, AS_OF: (self.constants["as-of"],)} if "as-of" in self.constants else given

    def _search(self, assigned: Assigned, left: int | None) -> Assigned | None:
        """Return `assigned` with what it takes, in at most `left` answers; None for left means any number."""
        self.tries.spend()
        reached, missing = self._look(assigned)
        if reached is not None:
            return assigned if reached else None
        ref = next((ref for ref in missing if ref not in assigned and (left != 0 or not self._cost(ref))), None)
        if ref is None:
            return None
        further = None if left is None else left - self._cost(ref)
        for words in self._domain(ref):
            if (answers := self._search({**assigned, ref: words}, further)) is not None:
                return answers
        return self._search({**assigned, ref: None}, left) if further != left else None

    def _look(self, assigned: Assigned) -> tuple[bool | None, Sequence[Ref]]:
        """Return whether the truth is reached (None: not yet), and which answers matter next."""
        scope = _Scope(_World(self, assigned), self.view, self.key)
        there = self.present.ruling_in(scope)
        ruling = self.condition.ruling_in(scope)
        if there.truth is False or ruling.truth not in (None, self.truth):
            return False, ()
        if there.truth is None:
            return None, there.missing
        if self.truth is not None and ruling.truth is None:
            return (False, ()) if _stuck(self.condition, scope, assigned, self.truth) else (None, ruling.missing)
        if self.truth is not None:
            return True, ()
        saved = _Scope(_World(self, self._with_full_rows(assigned)), self.view, self.key)
        if self.condition.ruling_in(saved).truth is None:
            return True, ()
        return None, [ref for ref in ruling.missing if isinstance(self._find_named(ref).thing, Column)]

    def _with_full_rows(self, assigned: Assigned) -> Assigned:
        """Return `assigned` with every row as it can be saved: nothing in its columns, or something when required."""
        filled = dict(assigned)
        for ref, words in assigned.items():
            question = self._find_named(ref).thing
            if not isinstance(question, Question) or question.kind is not Kind.ROWS:
                continue
            for column in question.columns:
                usual = candidates(Uses(Named(_cell_ref(ref, column), column)))[0] if column.required else NOTHING
                for row in words or ():
                    filled.setdefault(_cell_ref(ref, column, row), usual)
        return filled

    def _domain(self, ref: Ref) -> tuple[Words, ...]:
        slot = ref._replace(instance=None)
        if slot not in self.domains:
            self.domains[slot] = candidates(self.uses.get(slot) or Uses(self._find_named(slot)))
        return self.domains[slot]

    def _find_named(self, ref: Ref) -> Named:
        slot = ref._replace(instance=None)
        return self.uses[slot].named if slot in self.uses else Named(slot, self.view.question_at(slot))

    def _cost(self, ref: Ref) -> int:
        """Return how many answers `ref` stands for: the cells of a row come with the row."""
        return 0 if isinstance(self._find_named(ref).thing, Column) else 1


def _stuck(condition: Condition, scope: Scope, assigned: Assigned, truth: bool) -> bool:
    """Return whether `condition` can no longer come to `truth`, because of what was left open on purpose."""
    ruling = condition.ruling_in(scope)
    if ruling.truth is not None:
        return ruling.truth is not truth
    if all(ref in assigned for ref in ruling.missing):
        return True
    match condition:
        case Not(part):
            return _stuck(part, scope, assigned, not truth)
        case AllOf(parts) | AnyOf(parts):
            every = isinstance(condition, AllOf) is truth  # must all of them come to it, or one?
            stuck = (_stuck(part, scope, assigned, truth) for part in parts)
            return any(stuck) if every else all(stuck)
        case _:
            return False


def _row_with_cells(question: Question, ref: Ref, row: str, cells: Assigned) -> Row:
    words = {column.id: cells.get(_cell_ref(ref, column, row)) for column in question.columns}
    return Row(row, {column: given[0] for column, given in words.items() if given})


def _cell_ref(rows: Ref, column: Column, row: str | None = None) -> Ref:
    return Ref(rows.questionnaire, f"{rows.question}.{column.id}", row)


class _World:
    """Some answers, and what they say about the questions that conditions read; see `world.World`."""

    def __init__(self, search: _Search, assigned: Assigned) -> None:
        self.search = search
        self.assigned = assigned
        self.values: dict[Ref, Value] = {}

    def assigned_value(self, ref: Ref, type_: Type) -> Value:
        return Value(self.assigned.get(ref), (ref,), type_)

    def answer_value(self, ref: Ref) -> Value:
        """Return the answer to a question as conditions see it: nothing while it is hidden."""
        if ref not in self.values:
            self.values[ref] = self._compute_value(ref)
        return self.values[ref]

    def _compute_value(self, ref: Ref) -> Value:
        view = self.search.view.view_at(slot := ref._replace(instance=None))
        question = view.question_at(slot)
        driver = view.question_at(view.driver) if view.driver else None
        if driver and ref.instance is None and driver.kind is not Kind.ROWS:
            return self._undriven(view, question.kind.comparison_type)
        ruling = view.asking_condition(slot).ruling_in(_Scope(self, view, ref.instance))
        if ruling.truth is None:
            return Value(None, ruling.missing or (ref,), question.kind.comparison_type)
        return (
            self.assigned_value(ref, question.kind.comparison_type)
            if ruling.truth
            else Value((), (ref,), question.kind.comparison_type)
        )

    def _undriven(self, view: View, type_: Type) -> Value:
        """A repeated question read outside its repeat: nothing when there are no values, else never known."""
        if view.driver is None:
            return Value(None)
        value = self.answer_value(view.driver)
        if value.words is None:
            return Value(None, value.refs, type_)
        repeated = set(value.words) - view.question_at(view.driver).exclusive
        return Value(None if repeated else (), (), type_)


class _Scope(Struct, frozen=True):
    """Looks names up among some answers; see `world.QuestionScope` and `world.RowScope`."""

    world: _World
    view: View
    key: str | None = None
    row: str | None = None

    def look_up_value(self, name: str) -> Value:
        named = self.view.resolve_name(name)
        if named is None:
            return Value(None)
        match named.thing:
            case Key():
                key = self.row if self.view.rows else self.key
                return Value((key,) if key else ())
            case Column():
                return self.world.assigned_value(named.ref._replace(instance=self.row), named.comparison_type)
            case Question(repeat=str(repeat)) if self.view.driver == Ref(named.ref.questionnaire, repeat):
                return self.world.answer_value(named.ref._replace(instance=self.key))
            case Question():
                return self.world.answer_value(named.ref)
            case _:
                return self.world.assigned_value(named.ref, named.comparison_type)

    def members(self, name: str) -> tuple[Value, Sequence[Scope]]:
        named = self.view.resolve_question(name)
        if named is None or not isinstance(named.thing, Question):
            return Value(None), ()
        value, inside = self.world.answer_value(named.ref), self.view.within(name) or self.view
        if named.thing.kind is Kind.ROWS:
            return value, [_Scope(self.world, inside, self.key, row) for row in value.words or ()]
        keys = [word for word in value.words or () if word not in named.thing.exclusive]
        return value, [_Scope(self.world, inside, key) for key in keys]

    def constant(self, word: str) -> str:
        return self.world.search.constants.get(word, word)
