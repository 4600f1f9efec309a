"""Truth, and why: Kleene's tables, nothing, unsure options, ranges, and that answers never undo a decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import Spelled, refined, spelled_conditions, values

from iama.model.conditions import (
    Ref,
    Ruling,
    Scope,
    Type,
    Value,
    combine_rulings,
    comparison_holds,
    convert_word,
    unique,
    walk,
)
from iama.model.grammar import parse_condition

YES, NO, OPEN = ("yes",), ("no",), None
NAMES: Mapping[str, tuple[str, ...] | None] = {"t": YES, "f": NO, "u": OPEN}
TRUTHS: Mapping[str, bool | None] = {"t": True, "f": False, "u": None}


def ref(name: str) -> Ref:
    return Ref("iama", name)


@dataclass(frozen=True)
class Known:
    """A scope that knows its names by heart."""

    names: Mapping[str, Value]
    inside: Mapping[str, tuple[Value, Sequence[Scope]]] = field(default_factory=dict)

    def look_up_value(self, name: str) -> Value:
        return self.names[name]

    def members(self, name: str) -> tuple[Value, Sequence[Scope]]:
        return self.inside[name]

    def constant(self, word: str) -> str:
        return {"as-of": "2026-11-23"}.get(word, word)


def knowing(**words: tuple[str, ...] | None) -> Known:
    return Known({name: Value(given, (ref(name),)) for name, given in words.items()})


def rule(condition: str, **words: tuple[str, ...] | None) -> Ruling:
    return parse_condition(condition).ruling_in(knowing(**words))


def truth(condition: str, **words: tuple[str, ...] | None) -> bool | None:
    return rule(condition, **words).truth


def ticks(*words: str, unsure: tuple[str, ...] = ()) -> Known:
    return Known({"x": Value(words, (ref("x"),), unsure=frozenset(unsure))})


class TestKleene:
    @pytest.mark.parametrize(("a", "b"), list(product("tfu", repeat=2)))
    def test_and_is_false_as_soon_as_one_is_and_true_only_when_both_are(self, a: str, b: str) -> None:
        known = {TRUTHS[a], TRUTHS[b]}
        expected = False if False in known else None if None in known else True
        assert truth(f"{a} = yes and {b} = yes", **NAMES) is expected

    @pytest.mark.parametrize(("a", "b"), list(product("tfu", repeat=2)))
    def test_or_is_true_as_soon_as_one_is_and_false_only_when_both_are(self, a: str, b: str) -> None:
        known = {TRUTHS[a], TRUTHS[b]}
        expected = True if True in known else None if None in known else False
        assert truth(f"{a} = yes or {b} = yes", **NAMES) is expected

    @pytest.mark.parametrize(("a", "expected"), [("t", False), ("f", True), ("u", None)])
    def test_not_turns_around_what_is_known(self, a: str, expected: bool | None) -> None:
        assert truth(f"not {a} = yes", **NAMES) is expected

    @pytest.mark.parametrize("test", ["u = yes", "u != yes", "u in (yes, no)", "u answered", "count u >= 0", "u < a"])
    def test_an_open_answer_makes_every_test_unknown(self, test: str) -> None:
        assert truth(test, u=OPEN) is None

    @given(spelled_conditions())
    def test_conditions_agree_with_the_smallest_and_the_largest_of_false_unknown_true(self, spelled: Spelled) -> None:
        assert truth(spelled.text, **NAMES) is spelled.truth


class TestNothing:
    @pytest.mark.parametrize(
        "test", ["n = a", "n != a", "n in (a, b)", "n < a", "n <= a", "n > a", "n >= a", "n answered"]
    )
    def test_on_nothing_every_test_is_no(self, test: str) -> None:
        assert truth(test, n=()) is False

    def test_not_equal_on_nothing_differs_from_not_of_equal(self) -> None:
        assert (truth("n != a", n=()), truth("not n = a", n=())) == (False, True)

    def test_nothing_counts_as_zero(self) -> None:
        assert (truth("count n = 0", n=()), truth("count n >= 1", n=())) == (True, False)

    @pytest.mark.parametrize("word", ["any", "every"])
    def test_over_nothing_neither_any_nor_every_holds(self, word: str) -> None:
        scope = Known({}, {"rights": (Value((), (ref("rights"),)), [])})
        assert parse_condition(f"{word} rights (x = a)").ruling_in(scope) == Ruling(False, (ref("rights"),))


class TestTests:
    @pytest.mark.parametrize(
        ("test", "expected"),
        [("x = a", True), ("x = c", False), ("x != a", False), ("x != c", True), ("x in (c, b)", True)],
    )
    def test_on_a_tick_list_equal_means_among_the_answers(self, test: str, expected: bool) -> None:
        assert truth(test, x=("a", "b")) is expected

    @pytest.mark.parametrize(
        ("test", "expected"),
        [("x answered", True), ("count x = 2", True), ("count x > 2", False), ("count x != 2", False)],
    )
    def test_count_is_the_number_of_answers(self, test: str, expected: bool) -> None:
        assert truth(test, x=("a", "b")) is expected

    def test_numbers_compare_as_numbers_and_not_as_text(self) -> None:
        assert comparison_holds(Type.NUMBER, ">", "10", "9")
        assert comparison_holds(Type.NUMBER, "=", "1.0", "1")
        assert not comparison_holds(Type.TEXT, ">", "10", "9")

    def test_dates_compare_as_days_also_with_the_day_of_evaluation(self) -> None:
        scope = Known({"start": Value(("2026-11-22",), (), Type.DATE)})
        assert parse_condition("start < as-of").ruling_in(scope).truth is True
        assert parse_condition("start >= 2026-11-23").ruling_in(scope).truth is False

    @pytest.mark.parametrize(
        ("operator", "truths"),
        [
            ("=", (False, True, False)),
            ("!=", (True, False, True)),
            ("<", (True, False, False)),
            ("<=", (True, True, False)),
            (">", (False, False, True)),
            (">=", (False, True, True)),
            ("in", (False, True, False)),
        ],
    )
    def test_every_operator_holds_below_at_and_above_as_it_says(self, operator: str, truths: tuple[bool, ...]) -> None:
        for type_, words in ((Type.NUMBER, ("9", "10", "11")), (Type.DATE, ("2026-09-30", "2026-10-01", "2026-10-02"))):
            assert tuple(comparison_holds(type_, operator, word, words[1]) for word in words) == truths

    def test_what_is_no_such_thing_compares_with_nothing(self) -> None:
        assert not comparison_holds(Type.DATE, "<", "none", "2026-11-23")
        assert not comparison_holds(Type.NUMBER, "=", "1", "one")

    def test_of_nothing_neither_all_nor_one_decides(self) -> None:
        assert (combine_rulings([], decisive=True), combine_rulings([], decisive=False)) == (
            Ruling(False),
            Ruling(True),
        )

    @pytest.mark.parametrize(
        ("type_", "word"), [(Type.NUMBER, "NaN"), (Type.NUMBER, "Infinity"), (Type.NUMBER, "x"), (Type.DATE, "soon")]
    )
    def test_a_word_of_another_type_is_a_value_error(self, type_: Type, word: str) -> None:
        with pytest.raises(ValueError, match=word):
            convert_word(type_, word)

    def test_words_become_values_of_the_type(self) -> None:
        assert convert_word(Type.NUMBER, "0.5") == 0.5
        assert convert_word(Type.DATE, "2026-11-23") == date(2026, 11, 23)
        assert convert_word(Type.WORD, "2") == "2"


class TestUnsure:
    """Per option of a tick-list a team can say "we do not know": unknown for that option alone."""

    @pytest.mark.parametrize(
        ("test", "expected"),
        [
            ("x = a", True),  # ticked
            ("x = b", None),  # unsure
            ("x = c", False),  # not ticked
            ("x != a", False),
            ("x != b", None),
            ("x != c", True),
            ("x in (b, c)", None),
            ("x in (a, b)", True),
            ("x answered", True),
            ("count x >= 1", True),
            ("count x >= 2", None),
            ("count x = 1", None),
            ("count x > 2", False),
            ("count x != 3", True),
        ],
    )
    def test_only_what_an_unsure_option_could_change_is_unknown(self, test: str, expected: bool | None) -> None:
        assert parse_condition(test).ruling_in(ticks("a", unsure=("b",))).truth is expected

    @pytest.mark.parametrize(
        ("test", "expected"), [("x answered", None), ("x = a", False), ("x = b", None), ("x != a", None)]
    )
    def test_with_unsure_options_alone_the_answer_may_still_become_nothing(
        self, test: str, expected: bool | None
    ) -> None:
        assert parse_condition(test).ruling_in(ticks(unsure=("b",))).truth is expected

    def test_an_unsure_value_keeps_a_range_open_unless_another_value_decides(self) -> None:
        driver = Value(("privacy",), (ref("rights"),), unsure=frozenset({"speech"}))
        fires = Known({}, {"rights": (driver, [knowing(x=YES)])})
        clear = Known({}, {"rights": (driver, [knowing(x=NO)])})
        assert parse_condition("any rights (x = yes)").ruling_in(fires).truth is True
        assert parse_condition("any rights (x = yes)").ruling_in(clear) == Ruling(None, missing=(ref("rights"),))
        assert parse_condition("every rights (x = yes)").ruling_in(fires).truth is None
        assert parse_condition("every rights (x = yes)").ruling_in(clear).truth is False


class TestRanges:
    @pytest.mark.parametrize(
        ("given_", "any_", "every"),
        [
            ([YES], True, True),
            ([NO], False, False),
            ([YES, NO], True, False),
            ([YES, OPEN], True, None),
            ([NO, OPEN], None, False),
            ([OPEN], None, None),
        ],
    )
    def test_any_wants_one_and_every_wants_all(
        self, given_: list[tuple[str, ...] | None], any_: bool | None, every: bool | None
    ) -> None:
        driver = Value(tuple("abc"[: len(given_)]), (ref("rights"),))
        scope = Known({}, {"rights": (driver, [knowing(x=words) for words in given_])})
        assert parse_condition("any rights (x = yes)").ruling_in(scope).truth is any_
        assert parse_condition("every rights (x = yes)").ruling_in(scope).truth is every

    def test_a_range_over_an_open_answer_is_unknown_and_names_that_answer(self) -> None:
        scope = Known({}, {"rights": (Value(None, (ref("rights"),)), [])})
        assert parse_condition("any rights (x = yes)").ruling_in(scope) == Ruling(None, missing=(ref("rights"),))

    def test_a_range_names_its_driver_and_the_values_that_decided(self) -> None:
        serious = Ref("iama", "seriousness", "privacy")
        driver = Value(("privacy", "speech"), (ref("rights"),))
        members = [Known({"s": Value(("serious",), (serious,))}), knowing(s=("light",))]
        scope = Known({}, {"rights": (driver, members)})
        assert parse_condition("any rights (s = serious)").ruling_in(scope) == Ruling(True, (ref("rights"), serious))


class TestWhy:
    @pytest.mark.parametrize(
        ("condition", "because"),
        [
            ("a = yes", "a"),
            ("a = yes or b = yes", "a"),  # b is not what decided
            ("a = yes and b = yes", "b"),
            ("a = yes and c = yes", "ac"),
            ("b = yes or d = yes", "bd"),
            ("not b = yes", "b"),
            ("a = yes or u = yes", "a"),
            ("b = yes and u = yes", "b"),
            ("a = yes and a != no", "a"),  # named once
        ],
    )
    def test_because_holds_the_answers_that_decided(self, condition: str, because: str) -> None:
        ruling = rule(condition, a=YES, b=NO, c=YES, d=NO, u=OPEN)
        assert ruling.because == tuple(ref(name) for name in because)
        assert ruling.missing == ()

    @pytest.mark.parametrize(
        ("condition", "missing"),
        [
            ("u = yes", "u"),
            ("a = yes and u = yes", "u"),
            ("u = yes and v = yes", "uv"),
            ("not (u = yes or v = yes)", "uv"),
            ("u = yes or u = no", "u"),
        ],
    )
    def test_missing_holds_the_answers_that_are_still_to_come(self, condition: str, missing: str) -> None:
        ruling = rule(condition, a=YES, u=OPEN, v=OPEN)
        assert ruling == Ruling(None, missing=tuple(ref(name) for name in missing))

    @given(spelled_conditions())
    def test_a_decided_ruling_misses_nothing_and_an_undecided_one_names_what_it_misses(self, spelled: Spelled) -> None:
        ruling = rule(spelled.text, **NAMES)
        assert bool(ruling.missing) is (ruling.truth is None)
        assert bool(ruling.because) is (ruling.truth is not None)

    def test_unique_keeps_the_first_of_each(self) -> None:
        assert unique([ref("b"), ref("a"), ref("b")]) == (ref("b"), ref("a"))

    def test_walk_yields_every_part_outermost_first(self) -> None:
        parts = [type(part).__name__ for part in walk(parse_condition("not a = b and any r (c answered or d = e)"))]
        assert parts == ["AllOf", "Not", "Compare", "Ranges", "AnyOf", "Answered", "Compare"]

    def test_a_reference_reads_as_people_write_it(self) -> None:
        assert (str(Ref("iama", "goal")), str(Ref("iama", "importance", "privacy"))) == ("goal", "importance[privacy]")


@given(spelled_conditions(), st.data())
def test_an_answer_to_an_open_question_never_changes_what_was_decided(spelled: Spelled, data: st.DataObject) -> None:
    before = {name: data.draw(values(ref(name))) for name in NAMES}
    after = {name: data.draw(refined(value)) for name, value in before.items()}
    condition = parse_condition(spelled.text)
    if (decided := condition.ruling_in(Known(before)).truth) is not None:
        assert condition.ruling_in(Known(after)).truth is decided
