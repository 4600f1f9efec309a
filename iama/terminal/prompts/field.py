"""The field of a long text: words that wrap whole, moving by row, word and paragraph, undo, selecting and cutting."""

from collections.abc import Callable
from functools import partial

from prompt_toolkit.document import Document
from prompt_toolkit.filters import has_selection
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.formatted_text.utils import fragment_list_to_text
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput
from prompt_toolkit.layout.utils import explode_text_fragments
from prompt_toolkit.selection import SelectionState
from prompt_toolkit.utils import get_cwidth

from iama.terminal.prompts.picker import burst, is_pasted

_INDENT = 1  # columns in front of every row, as of the prompt above it


def row_starts(line: str, columns: int) -> list[int]:
    """Return where the rows of a line begin when no word is broken that fits on a row of its own."""
    starts, after_blank, used = [0], 0, 0
    for place, sign in enumerate(line):
        width = get_cwidth(sign)
        if used + width > columns:
            starts.append(after_blank if after_blank > starts[-1] else place)
            used = get_cwidth(line[starts[-1] : place])
        used += width
        if sign.isspace():
            after_blank = place + 1
    return starts


class WholeWords(Processor):
    """Fills the end of a row with blanks where the next word does not fit."""

    def apply_transformation(self, transformation_input: TransformationInput) -> Transformation:
        line, columns = fragment_list_to_text(transformation_input.fragments), transformation_input.width - _INDENT
        starts = row_starts(line, columns) if columns > 0 else [0]
        if len(starts) == 1:
            return Transformation(transformation_input.fragments)
        signs = explode_text_fragments(transformation_input.fragments)
        shown: StyleAndTextTuples = []
        places: list[int] = []
        for start, end in zip(starts, [*starts[1:], len(line)], strict=True):
            places += range(len(shown), len(shown) + end - start)
            shown += signs[start:end]
            if end < len(line):
                shown += [("", " ")] * (columns - get_cwidth(line[start:end]))
        places.append(len(shown))
        sources = {place: source for source, place in enumerate(places)}
        return Transformation(
            shown,
            lambda source: places[source] if source < len(places) else len(shown) + source - len(line),
            lambda place: next(
                sources[before] for before in range(min(place, len(shown)), -1, -1) if before in sources
            ),
        )


def text_rows(words: str, columns: int) -> list[int]:
    """Return where every row of a text begins."""
    starts, place = [], 0
    for line in words.split("\n"):
        starts += [place + start for start in row_starts(line, columns)]
        place += len(line) + 1
    return starts


def place_by_rows(document: Document, columns: int, step: int, wanted: int | None = None) -> tuple[int, int]:
    """Return the place some rows down, or up, and the column that it keeps to over shorter rows."""
    words, starts = document.text, text_rows(document.text, columns)
    row = max(number for number, start in enumerate(starts) if start <= document.cursor_position)
    column = document.cursor_position - starts[row] if wanted is None else wanted
    target = row + step
    if not 0 <= target < len(starts):
        return (0 if step < 0 else len(words)), column
    last = starts[target + 1] - 1 if target + 1 < len(starts) else len(words)
    return min(starts[target] + column, last), column


def place_by_word(document: Document, step: int) -> int:
    """Return the start of the word before the cursor, or the end of the one after it; blanks part words."""
    if step < 0:
        return document.cursor_position + (document.find_previous_word_beginning(WORD=True) or 0)
    ending = document.find_next_word_ending(WORD=True)
    return len(document.text) if ending is None else document.cursor_position + ending


def place_by_paragraph(document: Document, step: int) -> int:
    """Return the start of the paragraph before or after the cursor, or an end of the text."""
    words = document.text
    starts = [
        0,
        *(place + 1 for place, sign in enumerate(words) if sign == "\n" and words[place + 1 : place + 2].strip()),
    ]
    if step < 0:
        return max((start for start in starts if start < document.cursor_position), default=0)
    return min((start for start in starts if start > document.cursor_position), default=len(words))


def editing_keys(pastes: "Pastes", *, lines: bool = False) -> KeyBindings:
    """Return the keys that people know from other programs; Ctrl-C copies while something is selected.

    `pastes` hears what came in together: that was pasted without the marks of a paste; `lines` lets it have several.
    """
    keys = KeyBindings()
    keys.add("c-z", save_before=lambda event: False, eager=True)(lambda event: event.current_buffer.undo())
    keys.add("c-y", save_before=lambda event: False, eager=True)(lambda event: event.current_buffer.redo())
    keys.add("c-x", filter=has_selection, eager=True)(_cut_selection)
    keys.add("c-c", filter=has_selection, eager=True)(_copy_selection)
    keys.add("c-v", eager=True)(lambda event: replace_selection(event, event.app.clipboard.get_data().text))
    keys.add(Keys.Any, save_before=_begins_word)(partial(_insert_typed, pastes=pastes, lines=lines))
    for key in ("backspace", "c-h", "delete"):
        keys.add(key, filter=has_selection, eager=True)(lambda event: replace_selection(event, ""))
    return keys


def moving_keys() -> KeyBindings:
    """Return the keys that move through the rows and paragraphs of a text; with Shift they select."""
    keys = KeyBindings()
    for name, step in (("up", -1), ("down", 1)):
        for shift in ("", "s-"):
            keys.add(f"{shift}{name}", eager=True)(partial(_move, places=_row_step(step), selects=bool(shift)))
            keys.add(f"c-{shift}{name}", eager=True)(partial(_move, places=_paragraphs(step), selects=bool(shift)))
    for name, step in (("left", -1), ("right", 1)):
        for shift in ("", "s-"):
            keys.add(f"c-{shift}{name}", eager=True)(partial(_move, places=_word_step(step), selects=bool(shift)))
    for name, step in (("pageup", -1), ("pagedown", 1)):
        keys.add(name, eager=True)(partial(_move, places=_screens(step), selects=False))
    return keys


Places = Callable[[KeyPressEvent], tuple[int, int | None]]


def _row_step(step: int) -> Places:
    def places(event: KeyPressEvent) -> tuple[int, int | None]:
        columns = max(1, event.app.output.get_size().columns - _INDENT)
        return place_by_rows(event.current_buffer.document, columns, step, event.current_buffer.preferred_column)

    return places


def _screens(step: int) -> Places:
    return lambda event: _row_step(step * max(1, event.app.output.get_size().rows // 2))(event)


def _word_step(step: int) -> Places:
    return lambda event: (place_by_word(event.current_buffer.document, step), None)


def _paragraphs(step: int) -> Places:
    return lambda event: (place_by_paragraph(event.current_buffer.document, step), None)


def _move(event: KeyPressEvent, places: Places, *, selects: bool) -> None:
    buffer = event.current_buffer
    if selects and buffer.selection_state is None:
        buffer.selection_state = SelectionState(buffer.cursor_position)
        buffer.selection_state.enter_shift_mode()
    elif not selects:
        buffer.selection_state = None
    buffer.cursor_position, buffer.preferred_column = places(event)


def _cut_selection(event: KeyPressEvent) -> None:
    event.app.clipboard.set_data(event.current_buffer.cut_selection())


def _copy_selection(event: KeyPressEvent) -> None:
    event.app.clipboard.set_data(event.current_buffer.copy_selection())


def replace_selection(event: KeyPressEvent, words: str) -> None:
    """Insert text in the place of what is selected."""
    buffer = event.current_buffer
    if buffer.selection_state is not None:
        buffer.cut_selection()
    buffer.insert_text(words)


def _begins_word(event: KeyPressEvent) -> bool:
    """Whether a key begins what one undo takes back: a word, or typing behind any other key."""
    return not event.is_repeat or event.data.isspace()


def _insert_typed(event: KeyPressEvent, pastes: "Pastes", lines: bool) -> None:
    if event.data.isprintable():
        words = burst(event, also="\r\n\t" if lines else "\t")
        if is_pasted(words):
            pastes.bursts.update(line.strip() for line in words.replace("\r", "\n").split("\n"))
        replace_selection(event, words.replace("\r", "\n"))


class Pastes:
    """What was pasted into a field: a command in it is text."""

    def __init__(self) -> None:
        self.chunks: list[str] = []
        self.bursts: set[str] = set()  # lines that came in at once, without the marks of a paste

    def keys(self) -> KeyBindings:
        """Return the key that stands for a paste in brackets."""
        keys = KeyBindings()

        @keys.add(Keys.BracketedPaste, eager=True)
        def _paste(event: KeyPressEvent) -> None:
            self.chunks.append(event.data.replace("\r\n", "\n").replace("\r", "\n"))
            replace_selection(event, self.chunks[-1])

        return keys

    def brought(self, line: str) -> bool:
        """Return whether a line with a slash stands in what was pasted, or holds it."""
        slashes = [chunk.strip() for chunk in self.chunks if "/" in chunk]
        whole = any(chunk in line or line.strip() in chunk for chunk in slashes)
        return whole or line.strip() in self.bursts
