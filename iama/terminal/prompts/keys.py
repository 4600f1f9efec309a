"""The keys that mean the same at every prompt, and those that would surprise people, taken away."""

from prompt_toolkit.buffer import Buffer
from prompt_toolkit.filters import Condition, has_selection
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.selection import SelectionState

from iama.interview.asking import Command, Order
from iama.terminal.prompts.field import place_by_word, replace_selection
from iama.terminal.prompts.picker import HELP

# a search that is not translated, macros, and keys that swallow the next letter; Ctrl-Q also lets output go on
_SURPRISES = ("c-q", "c-r", "c-o", "c-x", "c-]", "c-@", "c-t", "c-\\", "c-^")


def navigation() -> KeyBindings:
    """Return the keys of every field: Ctrl-S is done, Ctrl-B goes back, Ctrl-G opens the menu, F1 helps."""
    bindings = KeyBindings()

    @bindings.add("c-s", eager=True)
    def _finish_prompt(event: KeyPressEvent) -> None:
        event.current_buffer.validate_and_handle()

    @bindings.add("c-b", eager=True)
    def _back(event: KeyPressEvent) -> None:
        event.app.exit(result=Order(Command.BACK))

    @bindings.add("c-g", eager=True)
    def _menu(event: KeyPressEvent) -> None:
        event.app.exit(result=Order(Command.MENU))

    @bindings.add("f1", eager=True)
    def _help(event: KeyPressEvent) -> None:
        event.app.exit(result=HELP)

    @bindings.add("tab", eager=True)
    def _tab(event: KeyPressEvent) -> None:
        replace_selection(event, "\t")

    bindings.add("escape", eager=True)(_alone)
    for key in _SURPRISES:
        bindings.add(key, eager=True, filter=~has_selection if key == "c-x" else Condition(lambda: True))(_nothing)
    return bindings


def _nothing(event: KeyPressEvent) -> None:
    """Do nothing: the key means something else to prompt_toolkit."""


def _alone(event: KeyPressEvent) -> None:
    """Do nothing on Escape, so that it takes no letter along; at once with `b` or `f` it is Option with an arrow."""
    queue = event.app.key_processor.input_queue
    if queue and queue[0].data in ("b", "f"):
        buffer = event.current_buffer
        buffer.cursor_position = place_by_word(buffer.document, -1 if queue.popleft().data == "b" else 1)


def mark_in_field(buffer: Buffer, place: int) -> None:
    """Put the cursor at a place, and select the sign that stands there, if any."""
    buffer.cursor_position = min(place, len(buffer.text))
    if place < len(buffer.text):
        buffer.selection_state = SelectionState(place)
        buffer.selection_state.enter_shift_mode()
        buffer.cursor_position = place + 1
