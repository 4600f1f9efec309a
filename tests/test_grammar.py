"""The condition language: what parses to what, and where and how a mistake is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from iama.model.conditions import AllOf, Answered, AnyOf, Compare, Condition, Not, Ranges, Term, walk
from iama.model.grammar import MAX_DEPTH, MAX_LENGTH, ConditionError, parse_condition


def names(condition: Condition) -> list[str]:
    return [type(part).__name__ for part in walk(condition)]


class TestTests:
    def test_a_test_holds_its_name_its_values_and_where_they_stand(self) -> None:
        assert parse_condition("goal = x") == Compare(Term("goal", offset=0), "=", ("x",), (7,))
        assert parse_condition("  goal in (x, y)") == Compare(Term("goal", offset=2), "in", ("x", "y"), (11, 14))
        assert parse_condition("count goal >= 3") == Compare(Term("goal", counted=True, offset=6), ">=", ("3",), (14,))
        assert parse_condition("goal answered") == Answered(Term("goal"))

    @pytest.mark.parametrize("operator", ["=", "!=", "<", "<=", ">", ">="])
    def test_every_operator_works_with_and_without_spaces(self, operator: str) -> None:
        for text in (f"goal {operator} x", f"goal{operator}x"):
            condition = parse_condition(text)
            assert isinstance(condition, Compare)
            assert (condition.operator, condition.values) == (operator, ("x",))

    @pytest.mark.parametrize(
        "word", ["x", "2", "0.5", "2026-11-23", "as-of", "law.ai-act-27", "art-6.3", "1a", "and", "answered"]
    )
    def test_a_value_is_a_word_a_number_a_date_or_a_fact(self, word: str) -> None:
        assert parse_condition(f"goal = {word}") == Compare(Term("goal"), "=", (word,), (7,))

    @pytest.mark.parametrize("text", ["two words", "", "a and b", "(", "# no comment"])
    def test_a_quoted_value_may_hold_anything_but_a_quote(self, text: str) -> None:
        assert parse_condition(f'goal = "{text}"') == Compare(Term("goal"), "=", (text,), (7,))

    def test_a_name_may_stand_in_another_questionnaire(self) -> None:
        assert parse_condition("fria.class = high") == Compare(Term("fria.class"), "=", ("high",), (13,))


class TestPrecedence:
    @pytest.mark.parametrize(
        ("text", "shape"),
        [
            ("a = x and b = x or c = x", ["AnyOf", "AllOf", "Compare", "Compare", "Compare"]),
            ("a = x or b = x and c = x", ["AnyOf", "Compare", "AllOf", "Compare", "Compare"]),
            ("(a = x or b = x) and c = x", ["AllOf", "AnyOf", "Compare", "Compare", "Compare"]),
            ("not a = x and b = x", ["AllOf", "Not", "Compare", "Compare"]),
            ("not (a = x and b = x)", ["Not", "AllOf", "Compare", "Compare"]),
            ("a = x or b = x or c = x", ["AnyOf", "Compare", "Compare", "Compare"]),
            ("any rights (a = x or b = x)", ["Ranges", "AnyOf", "Compare", "Compare"]),
            ("any a (x = y) and b = x", ["AllOf", "Ranges", "Compare", "Compare"]),
            ("((a = x))", ["Compare"]),
        ],
    )
    def test_not_binds_before_and_and_and_before_or(self, text: str, shape: list[str]) -> None:
        assert names(parse_condition(text)) == shape

    def test_any_and_every_differ_in_what_decides(self) -> None:
        inner = Compare(Term("a", offset=12), "=", ("x",), (16,))
        assert parse_condition("any rights (a = x)") == Ranges("rights", inner, decisive=True, offset=4)
        assert isinstance(every := parse_condition("every rights (a = x)"), Ranges)
        assert every.decisive is False

    def test_operands_stand_in_order(self) -> None:
        parts = (Answered(Term("a")), Answered(Term("b", offset=15)))
        assert parse_condition("a answered and b answered") == AllOf(parts)
        assert parse_condition("a answered or  b answered") == AnyOf(parts)
        assert parse_condition("not a answered") == Not(Answered(Term("a", offset=4)))


class TestMistakes:
    @pytest.mark.parametrize(
        ("text", "offset", "message"),
        [
            ("", 0, "expected the id of a question, found the end"),
            ("goal", 4, "expected a comparison after `goal`, found the end"),
            ("goal =", 6, "expected an answer, found the end"),
            ("goal is x", 5, "expected a comparison after `goal`, found `is`"),
            ("goal = x y", 9, "expected `and`, `or` or the end, found `y`"),
            ("goal = x and", 12, "expected the id of a question, found the end"),
            ("and goal = x", 0, "expected the id of a question, found `and`"),
            ("(goal = x", 9, "expected `)`, found the end"),
            ("goal = x)", 8, "expected `and`, `or` or the end, found `)`"),
            ("goal in x", 8, "expected `(`, found `x`"),
            ("goal in ()", 9, "expected an answer, found `)`"),
            ("goal in (x y)", 11, "expected `)`, found `y`"),
            ("goal in (x,)", 11, "expected an answer, found `)`"),
            ("any rights a = x", 11, "expected `(`, found `a`"),
            ("any (a = x)", 4, "expected the id of a question, found `(`"),
            ("goal == x", 6, "expected an answer, found `=`"),
            ("goal & x", 5, "unexpected character `&`"),
            ('goal = "x', 7, 'unexpected character `"`'),
            ("goal = -1", 7, "unexpected character `-`"),
            ('"goal" = x', 0, "expected the id of a question, found `goal`"),
            ("= x", 0, "expected the id of a question, found `=`"),
            ('"(" = x', 0, "expected the id of a question, found `(`"),
            (", = x", 0, "expected the id of a question, found `,`"),
            ("count = 3", 6, "expected the id of a question, found `=`"),
        ],
    )
    def test_a_mistake_is_named_with_its_place(self, text: str, offset: int, message: str) -> None:
        with pytest.raises(ConditionError) as caught:
            parse_condition(text)
        assert (caught.value.offset, str(caught.value)) == (offset, message)

    def test_a_condition_has_an_end(self) -> None:
        longest = "goal = " + "x" * (MAX_LENGTH - 7)
        assert parse_condition(longest)
        with pytest.raises(ConditionError, match="at most 500 characters"):
            parse_condition(longest + "x")

    @pytest.mark.parametrize(("opening", "closing"), [("(", ")"), ("not ", ""), ("any r (", ")"), ("not (", ")")])
    def test_a_condition_has_a_depth(self, opening: str, closing: str) -> None:
        levels = 2 if opening == "not (" else 1
        fits, deeper = MAX_DEPTH // levels, MAX_DEPTH // levels + 1
        assert parse_condition(opening * fits + "a = x" + closing * fits)
        with pytest.raises(ConditionError, match="nested deeper than 20"):
            parse_condition(opening * deeper + "a = x" + closing * deeper)


WORDS = ["and", "or", "not", "any", "every", "in", "count", "answered", "key", "goal", "x", "(", ")", ",", "=", "!="]


def only_a_condition_error(text: str) -> Condition | None:
    """Return the condition, or None where the text is none; the place of the mistake lies in the text."""
    try:
        return parse_condition(text)
    except ConditionError as error:
        assert 0 <= error.offset <= len(text)
        return None


@given(texts())
def test_random_text_gives_a_condition_or_its_error_and_nothing_else(text: str) -> None:
    condition = only_a_condition_error(text)
    assert condition is None or list(walk(condition))


@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
def test_random_words_of_the_language_give_a_condition_or_its_error_and_nothing_else(text: str) -> None:
    condition = only_a_condition_error(text)
    assert condition is None or len(names(condition)) <= len(text)


@given(st.text(alphabet="()", max_size=MAX_LENGTH))
def test_brackets_alone_are_no_condition(text: str) -> None:
    assert only_a_condition_error(text) is None
