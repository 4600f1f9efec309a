"""What text may hold: refused, changed or kept, and the same on a second pass."""

import unicodedata

import pytest
from hypothesis import given
from strategies import texts

from iama.model.text import RefusedCharacter, clean_text, escape_controls

REFUSED = {
    "null": "\x00",
    "bell": "\x07",
    "backspace": "\x08",
    "vertical tab": "\x0b",
    "form feed": "\x0c",
    "escape": "\x1b",
    "delete": "\x7f",
    "C1 control sequence introducer": "\x9b",
    "Arabic letter mark": "\u061c",
    "left-to-right mark": "\u200e",
    "right-to-left mark": "\u200f",
    "left-to-right embedding": "\u202a",
    "right-to-left override": "\u202e",
    "left-to-right isolate": "\u2066",
    "pop directional isolate": "\u2069",
    "first surrogate": "\ud800",
    "last surrogate": "\udfff",
    "noncharacter": "\ufdd0",
    "last of the basic plane": "\uffff",
    "last but one of the last plane": "\U0010fffe",
    "last of all": "\U0010ffff",
}
KEPT = [
    "é",
    "ß",
    "€",
    "…",
    "‘’“”",
    "–",
    "\t inside",
    "日本語",
    "العربية",
    "\U0001f468\u200d\U0001f469",
    "\u200c",
    "\u3000x",
    "a  b",
]


@pytest.mark.parametrize("character", REFUSED.values(), ids=REFUSED)
def test_a_character_that_deceives_a_reader_or_a_terminal_is_refused_by_name_and_line(character: str) -> None:
    with pytest.raises(RefusedCharacter, match=rf"character U\+{ord(character):04X} on line 2 is not allowed"):
        clean_text(f"first line\nsecond {character} line")


@pytest.mark.parametrize("text", KEPT)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert clean_text(text).text == text
    assert clean_text(text).changes == ()


@pytest.mark.parametrize(
    ("text", "kept", "changes"),
    [
        ("a\r\nb", "a\nb", ("line ends",)),
        ("a\rb", "a\nb", ("line ends",)),
        ("a\x85b", "a\nb", ("line ends",)),
        ("a\u2028b\u2029c", "a\nb\nc", ("line ends",)),
        ("a\u00a0b", "a b", ("hard spaces",)),
        ("10\u202f000", "10 000", ("hard spaces",)),
        ("be\u00adleid", "beleid", ("invisible characters",)),
        ("\ufeffbeleid", "beleid", ("invisible characters",)),
        ("re\u0301el", "réel", ("composed letters",)),
        ("e\u00ad\u0301", "é", ("invisible characters", "composed letters")),
        ("a\u00a0\r\n", "a", ("line ends", "hard spaces")),
    ],
)
def test_what_a_paste_brings_along_is_changed_and_named(text: str, kept: str, changes: tuple[str, ...]) -> None:
    assert (clean_text(text).text, clean_text(text).changes) == (kept, changes)


@pytest.mark.parametrize(
    ("text", "kept"),
    [("a  \nb\t\n", "a\nb"), ("\n\n a\n", " a"), ("a\n \n\nb", "a\n\n\nb"), ("  ", ""), ("\n", ""), ("\t\n ", "")],
)
def test_blanks_at_the_end_of_lines_and_empty_lines_around_go_without_a_word(text: str, kept: str) -> None:
    assert (clean_text(text).text, clean_text(text).changes) == (kept, ())


@given(texts())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    try:
        once = clean_text(text).text
    except RefusedCharacter:
        assert escape_controls(unicodedata.normalize("NFC", text)) != unicodedata.normalize("NFC", text)
        return
    assert clean_text(once).text == once
    assert clean_text(once).changes == ()


@given(texts())
def test_clean_text_is_composed_has_plain_line_ends_and_nothing_to_show(text: str) -> None:
    try:
        kept = clean_text(text).text
    except RefusedCharacter:
        return
    assert unicodedata.is_normalized("NFC", kept)
    assert kept.splitlines() == kept.split("\n") or kept == ""
    assert all(line == line.rstrip(" \t") for line in kept.split("\n"))
    assert escape_controls(kept) == kept


@given(texts())
def test_shown_text_cannot_move_a_terminal(text: str) -> None:
    assert not any(
        unicodedata.category(character) == "Cc" and character not in "\t\n" for character in escape_controls(text)
    )
    assert escape_controls(escape_controls(text)) == escape_controls(text)


def test_shown_names_what_it_replaces() -> None:
    assert escape_controls("a\x1b[2Jb\u202ec") == "a\\u001b[2Jb\\u202ec"
