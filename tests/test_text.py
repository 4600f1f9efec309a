"""What text may hold: refused, changed or kept, and the same on a second pass."""

import re
import unicodedata

import pytest
import signs
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from iama.model.signs import INVISIBLE
from iama.model.text import (
    Cleaned,
    RefusedCharacter,
    clean_text,
    escape_controls,
    invisible_signs,
    text_in_file,
    without_invisible,
)

NEVER_SEEN = re.compile(f"[{INVISIBLE}]")

DAMAGED = {
    "null": "\x00",
    "first surrogate": "\ud800",
    "last surrogate": "\udfff",
    "noncharacter": "\ufdd0",
    "last of the basic plane": "\uffff",
    "last but one of the last plane": "\U0010fffe",
    "last of all": "\U0010ffff",
}
REFUSED_IN_FILES = DAMAGED | {
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
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian, with a joiner inside the word
    "\u0647\u200d.",  # a letter in its joined form
    "\u05e9\u05b8\u05c1\u034f\u05dc\u05d5\u05dd",  # Hebrew points that are kept apart
    "\u0915\u094d\u200d\u0937 \u0d28\u0d4d\u200d",  # Devanagari and Malayalam half forms
    "\u182d\u180b\u1820",  # a Mongolian letter in another form
    "\u0600\u0661",  # an Arabic sign before a number, which is drawn
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\U0001f9d1\U0001f3fd\u200d\u2764\ufe0f\u200d\U0001f48b\u200d\U0001f9d1\U0001f3fb",
    "\U0001f3f3\ufe0f\u200d\U0001f308 \u00a9\ufe0e \U0001f1f3\U0001f1f1 1\ufe0f\u20e3",
    "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",  # the flag of England
    "\u3000x",
    "a  b",
    "– a dash and no list",
]


@pytest.mark.parametrize("character", DAMAGED.values(), ids=DAMAGED)
def test_text_that_was_damaged_is_refused_by_name_line_and_place(character: str) -> None:
    with pytest.raises(RefusedCharacter, match=rf"character U\+{ord(character):04X} on line 2 is not allowed") as error:
        clean_text(f"first line\nsecond {character} line")
    assert error.value.offset == len("first line\nsecond ")


@pytest.mark.parametrize("character", REFUSED_IN_FILES.values(), ids=REFUSED_IN_FILES)
def test_a_character_that_deceives_a_reader_or_a_terminal_is_refused_in_a_file(character: str) -> None:
    with pytest.raises(RefusedCharacter, match=rf"character U\+{ord(character):04X} on line 2 is not allowed"):
        text_in_file(f"first line\nsecond {character} line")


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
        ("een\u200btwee", "eentwee", ("invisible characters",)),
        ("te\u2060st\u202e", "test", ("invisible characters",)),
        ("x\U000e0041\U000e0042y", "xy", ("invisible characters",)),
        ("a\ufe0f b\u200dc \u3164", "a bc", ("invisible characters",)),
        (
            "\U0001f468\u200d \U0001f468\u200d\u200d\U0001f469",
            "\U0001f468 \U0001f468\U0001f469",
            ("invisible characters",),
        ),
        ("\u0645\u200c\u200c\u062e", "\u0645\u062e", ("invisible characters",)),
        ("Word\x0bregel\x0cblad", "Word\nregel\nblad", ("line ends",)),
        ("cel\x07co\x1foperatie\x1ewet\x13", "cel\tcooperatie-wet", ("control characters",)),
        ("het\x92s \x93zo\x94", "het’s “zo”", ("control characters",)),
        ("\uf0b7\tEen\n\uf0b7\tTwee", "- Een\n- Twee", ("bullets",)),
        (
            "·\tEen\no\tonder\n§\tdieper\no\tonder\n·\tTwee\nKlaar",
            "- Een\n  - onder\n    - dieper\n  - onder\n- Twee\nKlaar",
            ("bullets",),
        ),
        ("o\tEen\n\no\tTwee", "- Een\n\n- Twee", ("bullets",)),
        ("  • Een\n  • Twee", "- Een\n- Twee", ("bullets",)),
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


ANY = texts(st.text(st.characters(), max_size=8))  # all of Unicode, and what is known to be tricky


@given(ANY)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    try:
        once = clean_text(text).text
    except RefusedCharacter as error:
        assert text_damaged(text), error
        return
    assert clean_text(once) == Cleaned(once)


def text_damaged(text: str) -> bool:
    return any(
        sign == "\0"
        or unicodedata.category(sign) == "Cs"
        or ord(sign) & 0xFFFE == 0xFFFE
        or "\ufdd0" <= sign <= "\ufdef"
        for sign in text
    )


@given(ANY)
def test_what_was_typed_is_composed_has_plain_line_ends_and_nothing_to_show(text: str) -> None:
    try:
        kept = clean_text(text).text
    except RefusedCharacter:
        return
    assert unicodedata.is_normalized("NFC", kept)
    assert kept.splitlines() == kept.split("\n") or kept == ""
    assert all(line == line.rstrip(" \t") for line in kept.split("\n"))
    assert escape_controls(kept) == without_invisible(kept) == kept
    assert [*invisible_signs(kept)] == []
    assert text_in_file(kept) == kept


@given(ANY)
def test_what_a_person_can_see_is_never_lost(text: str) -> None:
    try:
        cleaned = clean_text(text)
    except RefusedCharacter:
        return
    if not {"bullets", "control characters"} & {*cleaned.changes}:
        assert seen_signs(cleaned.text) == seen_signs(text)


def seen_signs(text: str) -> list[str]:
    signs_ = unicodedata.normalize("NFD", text)
    return [sign for sign in signs_ if unicodedata.category(sign)[0] in "LNPS" and not NEVER_SEEN.match(sign)]


@given(ANY)
def test_text_of_a_file_is_read_the_same_twice(text: str) -> None:
    try:
        once = text_in_file(text)
    except RefusedCharacter:
        return
    assert text_in_file(once) == once


@given(ANY)
def test_shown_text_cannot_move_a_terminal_or_hide_anything(text: str) -> None:
    shown = escape_controls(text)
    assert not any(unicodedata.category(character) == "Cc" and character not in "\t\n" for character in shown)
    assert [*invisible_signs(shown)] == []
    assert escape_controls(shown) == shown


def test_shown_names_what_it_replaces() -> None:
    assert escape_controls("a\x1b[2Jb\u202ec\u200bd") == "a\\u001b[2Jb\\u202ec\\u200bd"


def test_the_table_of_invisible_signs_is_that_of_unicode() -> None:
    controls = {chr(point) for point in range(0x110000) if unicodedata.category(chr(point)) == "Cf"}
    drawn = {chr(point) for point in signs.ranges(signs.SEEN)}
    assert {sign for sign in controls - drawn if not NEVER_SEEN.match(sign)} == set()
    assert not any(map(NEVER_SEEN.match, drawn))
    assert signs.table() == signs.TABLE.read_text(encoding="utf-8") or unicodedata.unidata_version != "14.0.0"
