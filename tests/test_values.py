"""What an answer may be, and that no message repeats what was answered."""

from collections.abc import Callable

import pytest
from given import tree
from strategies import TRAPS

from iama.model import values
from iama.model.dossier import Row
from iama.model.limits import TEXT_LENGTH
from iama.model.questionnaire import Question
from iama.model.values import InvalidValue

TREE = tree(
    """
    - {id: goal, kind: text}
    - {id: sure, kind: yes-no}
    - {id: regime, kind: choice, options: [gdpr, wpg]}
    - {id: rights, kind: choices, options: [privacy, equality, speech, none], max: "2"}
    - {id: start, kind: date}
    - {id: people, kind: number}
    - {id: actions, kind: rows, columns: {action!: text, due: date, status: [open, done]}}
    """
)


def asked(id_: str) -> Question:
    return TREE.questions[id_]


def refusal(read: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(InvalidValue) as caught:
        read()
    return str(caught.value), str(caught.value.hint or "")


@pytest.mark.parametrize(
    ("id_", "text", "kept"),
    [
        ("goal", "Doel \r\n", "Doel"),
        ("sure", "yes", "yes"),
        ("regime", "wpg", "wpg"),
        ("start", "2026-11-23", "2026-11-23"),
        ("start", "2028-02-29", "2028-02-29"),
        ("people", "0", "0"),
        ("people", "432", "432"),
        ("people", "-0.50", "-0.50"),
    ],
)
def test_a_word_that_fits_is_kept(id_: str, text: str, kept: str) -> None:
    assert values.valid_value(asked(id_), text) == kept


@pytest.mark.parametrize(
    "text", ["1.000,5", "1,5", "1e5", "NaN", "Infinity", "1_000", "٣", " 1", "1\n", "0x1F", "", "1."]
)
def test_a_number_is_digits_with_a_point(text: str) -> None:
    assert refusal(lambda: values.valid_value(asked("people"), text)) == (
        "the value is not a number",
        "write it as 432 or 0.5",
    )


@pytest.mark.parametrize(
    "text", ["23-11-2026", "2026-11", "2026-02-29", "20261123", "2026-11-23T10:00", "soon", "", "２０２６-11-23"]
)
def test_a_date_is_a_day_that_exists(text: str) -> None:
    assert refusal(lambda: values.valid_value(asked("start"), text)) == (
        "the value is not a date",
        "write it as 2027-03-01 or 1 March 2027",
    )


@pytest.mark.parametrize(
    ("id_", "text", "hint"),
    [
        ("sure", "ja", "use one of: yes, no"),
        ("sure", "Yes", "did you mean `yes`?"),
        ("regime", "gpdr", "did you mean `gdpr`?"),
        ("regime", "", "use one of: gdpr, wpg"),
    ],
)
def test_a_choice_is_one_of_its_options(id_: str, text: str, hint: str) -> None:
    assert refusal(lambda: values.valid_value(asked(id_), text)) == ("the value is none of the options", hint)


class TestTickLists:
    def test_values_stand_in_the_order_of_the_options(self) -> None:
        assert values.valid_choices(asked("rights"), ["speech", "privacy"]) == ("privacy", "speech")
        assert values.valid_choices(asked("rights"), ["none"]) == ("none",)
        assert values.valid_choices(asked("rights"), []) == ()

    @pytest.mark.parametrize(
        ("texts", "message"),
        [
            (["privacy", "privacy"], "the same value stands here twice"),
            (["privacy", "none"], "an option that stands alone stands beside others"),
            (["privacy", "equality", "speech"], "3 values are chosen, and 2 is the most"),
            (["privacy", "sppech"], "the value is none of the options"),
        ],
    )
    def test_values_that_cannot_stand_together_are_refused(self, texts: list[str], message: str) -> None:
        assert refusal(lambda: values.valid_choices(asked("rights"), texts))[0] == message


class TestRows:
    def test_a_row_keeps_its_filled_columns_in_their_order(self) -> None:
        cells = {"status": "open", "due": "", "action": "Train people "}
        row = values.valid_row(asked("actions"), "abcdef", cells)
        assert row == Row("abcdef", {"action": "Train people", "status": "open"})
        assert list(row.cells) == ["action", "status"]

    def test_a_column_of_blanks_is_empty(self) -> None:
        cells = {"action": "Train", "due": ""}
        assert values.valid_row(asked("actions"), "abcdef", cells).cells == {"action": "Train"}
        message = "column `action` is empty in row `abcdef`"
        assert refusal(lambda: values.valid_row(asked("actions"), "abcdef", {"action": " \t"})) == (
            message,
            "fill it in",
        )

    def test_an_unknown_column_is_named_the_first_one_first(self) -> None:
        cells = {"action": "Train", "statsu": "open", "x": "y"}
        found = refusal(lambda: values.valid_row(asked("actions"), "abcdef", cells))
        assert found == ("there is no column `statsu`", "did you mean `status`?")


@pytest.mark.parametrize("secret", ["zeer geheim", *TRAPS])
@pytest.mark.parametrize("id_", ["sure", "regime", "start", "people"])
def test_no_message_quotes_what_was_answered(id_: str, secret: str) -> None:
    canary = f"canary {secret}"
    assert "canary" not in "".join(refusal(lambda: values.valid_value(asked(id_), canary)))


def test_text_with_a_refused_character_is_no_value() -> None:
    message, hint = refusal(lambda: values.valid_value(asked("goal"), "a\x1bb"))
    assert (message, hint) == ("character U+001B on line 1 is not allowed in text", "take it out")


def test_a_text_has_a_longest_length_and_the_refusal_says_the_figure_and_not_the_text() -> None:
    assert values.keepable_text("é" * TEXT_LENGTH) == "é" * TEXT_LENGTH
    with pytest.raises(values.InvalidValue, match=f"has {TEXT_LENGTH + 1} characters, and {TEXT_LENGTH} is the most"):
        values.keepable_text("x" * (TEXT_LENGTH + 1))
