"""Claims about the rows of a text in a field, and about moving through them."""

from asyncio import run, sleep

import pytest
from prompt_toolkit import PromptSession
from prompt_toolkit.application.current import set_app
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text.utils import fragment_list_to_text
from prompt_toolkit.input import DummyInput
from prompt_toolkit.key_binding.key_processor import KeyPress
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout.controls import BufferControl
from prompt_toolkit.layout.processors import TransformationInput
from prompt_toolkit.output import DummyOutput

from iama.terminal.prompts.field import (
    Pastes,
    WholeWords,
    editing_keys,
    place_by_paragraph,
    place_by_rows,
    place_by_word,
    row_starts,
    text_rows,
)

WORDS = "het algoritme rangschikt meldingen van inwoners"


def rows(line: str, columns: int) -> list[str]:
    starts = row_starts(line, columns)
    return [line[start:end] for start, end in zip(starts, [*starts[1:], len(line)], strict=True)]


def test_a_row_ends_between_words() -> None:
    assert rows(WORDS, 16) == ["het algoritme ", "rangschikt ", "meldingen van ", "inwoners"]
    assert rows("kort", 16) == ["kort"]
    assert rows("", 16) == [""]


def test_a_word_that_is_wider_than_the_field_is_broken() -> None:
    assert rows("a levensbedreigend", 8) == ["a ", "levensbe", "dreigend"]


def test_signs_of_two_columns_count_as_two() -> None:
    assert rows("日本語 日本", 6) == ["日本語", " 日本"]


@pytest.mark.parametrize("columns", [5, 8, 16, 40])
def test_every_place_is_shown_on_its_row_and_found_back(columns: int) -> None:
    shown = WholeWords().apply_transformation(
        TransformationInput(BufferControl(), Document(WORDS), 0, lambda place: place, [("", WORDS)], columns + 1, 10)
    )
    drawn = fragment_list_to_text(shown.fragments)
    for row, start in enumerate(row_starts(WORDS, columns)):
        assert shown.source_to_display(start) == row * columns
    for place, sign in enumerate(WORDS):
        assert drawn[shown.source_to_display(place)] == sign
        assert shown.display_to_source(shown.source_to_display(place)) == place
    assert shown.source_to_display(len(WORDS)) == len(drawn)


def test_rows_of_all_lines_follow_each_other() -> None:
    assert text_rows("een twee\n\ndrie", 5) == [0, 4, 9, 10]


def test_moving_by_rows_keeps_to_its_column_and_stops_at_the_ends() -> None:
    words = "abcde fgh\nij\nklmnopqr"
    assert place_by_rows(Document(words, 9), 6, 1) == (12, 3)
    assert place_by_rows(Document(words, 12), 6, 1, 3) == (16, 3)
    assert place_by_rows(Document(words, 9), 6, -1) == (3, 3)
    assert place_by_rows(Document(words, 3), 6, -1) == (0, 3)
    assert place_by_rows(Document(words, 20), 6, 1) == (len(words), 1)


def test_moving_by_word_stops_at_blanks_only() -> None:
    words = "privégegevens, (strikt) "
    assert [place_by_word(Document(words, place), -1) for place in (24, 15, 3, 0)] == [15, 0, 0, 0]
    assert [place_by_word(Document(words, place), 1) for place in (0, 14, 23, 24)] == [14, 23, 24, 24]


def test_moving_by_paragraph_skips_empty_lines() -> None:
    words = "een\n\ntwee\ndrie"
    assert [place_by_paragraph(Document(words, 7), step) for step in (-1, 1)] == [5, 10]
    assert [place_by_paragraph(Document(words, place), step) for place, step in ((5, -1), (12, 1))] == [0, len(words)]


UNDO, REDO, LEFT = Keys.ControlZ, Keys.ControlY, Keys.Left


async def pressed(*keys: str) -> str:
    """Return what a field that held a sentence holds when somebody has typed these keys one by one."""
    session: PromptSession[str] = PromptSession(
        multiline=True, key_bindings=editing_keys(Pastes(), lines=True), input=DummyInput(), output=DummyOutput()
    )
    session.default_buffer.reset(Document("Dit stond er."))
    with set_app(session.app):
        for key in keys:
            session.app.key_processor.feed(KeyPress(key))
            session.app.key_processor.process_keys()
            await sleep(0)
        await session.app.cancel_and_wait_for_background_tasks()
    return session.default_buffer.text


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        ((UNDO,), "Dit stond er."),
        ((*" een twee", UNDO), "Dit stond er. een"),
        ((*" een twee", UNDO, UNDO), "Dit stond er."),
        ((*" een twee", UNDO, UNDO, UNDO, REDO), "Dit stond er. een"),
        ((*" een twee", UNDO, UNDO, REDO, REDO, REDO), "Dit stond er. een twee"),
        ((*" een twee", UNDO, *" drie", REDO), "Dit stond er. een drie"),
        ((*" een", LEFT, *"xy", UNDO), "Dit stond er. een"),
    ],
)
def test_undo_takes_back_word_by_word_and_redo_puts_them_back(keys: tuple[str, ...], value: str) -> None:
    assert run(pressed(*keys)) == value
