"""Claims about reading lines from a terminal: long ones, pasted ones, and the keys that are no text."""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

if os.name == "nt":
    pytest.skip("Windows has no pseudo-terminals", allow_module_level=True)

from iama.terminal.ahead import Ahead, text_ahead
from iama.terminal.keyboard import Keyboard, buffered_terminal, unbuffered_terminal


@dataclass
class Desk:
    """A keyboard on a pseudo-terminal, and what was echoed."""

    master: int
    out: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.keyboard = Keyboard(self.out.append)

    def press(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def line(self, keys: str) -> str:
        """Return the line that these keys make."""
        self.press(keys)
        return self.keyboard.read_line("? ")


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    master, slave = os.openpty()
    with os.fdopen(slave, encoding="utf-8") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        with unbuffered_terminal():
            yield Desk(master)
    os.close(master)


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ("ja\r", "ja"),
        ("ja\n", "ja"),
        ("één café €\r", "één café €"),
        ("jax\x7f\r", "ja"),
        ("x\x08ja\r", "ja"),
        ("\x7fja\r", "ja"),
        ("weg\x15ja\r", "ja"),
        ("a\tb\r", "a\tb"),
        ("j\x1b[Aa\x1b[1;5C\x1bOP\r", "ja"),
        ("\x1b[200~ja\x1b[201~\r", "ja"),
        ("a\x07\x00\x01b\r", "ab"),
        ("a\x1bb\r", "ab"),
        ("a\u202eb\r", "a\u202eb"),
    ],
)
def test_a_line_is_what_was_typed_without_keys_that_are_no_text(desk: Desk, keys: str, line: str) -> None:
    assert desk.line(keys) == line


@pytest.mark.parametrize("pressed", ["\x1bOP", "\x1b[11~", "\x1b[[A"])
def test_f1_helps_below_the_line_which_comes_back(desk: Desk, pressed: str) -> None:
    desk.keyboard.helped = lambda: desk.out.append("help\n")
    assert desk.line(f"j{pressed}a\r") == "ja"
    assert "".join(desk.out) == "? j\nhelp\n? ja\n"


def test_nothing_that_is_echoed_begins_a_command_of_the_terminal(desk: Desk) -> None:
    desk.line("a\x1b[2J\x9b31mb\x1b]\r")
    assert "\x1b" not in "".join(desk.out) and "\x9b" not in "".join(desk.out)


def test_a_line_may_be_longer_than_the_terminal_driver_allows(desk: Desk) -> None:
    long = "woord " * 4000
    for start in range(0, len(long), 600):
        desk.press(long[start : start + 600])
        if start == 0:
            desk.keyboard._waiting.extend(desk.keyboard.typed_ahead())
        else:
            desk.keyboard._waiting.extend(os.read(sys.stdin.fileno(), 65536).decode())
    assert desk.line("\r") == long


def test_letters_that_come_in_two_halves_are_whole(desk: Desk) -> None:
    os.write(desk.master, b"caf\xc3")
    desk.keyboard._waiting.extend(desk.keyboard.typed_ahead())
    os.write(desk.master, b"\xa9\r")
    assert desk.keyboard.read_line("") == "café"


def test_ctrl_d_stops_on_an_empty_line_only(desk: Desk) -> None:
    assert desk.line("a\x04b\r") == "ab"
    with pytest.raises(EOFError):
        desk.line("\x04")


def test_the_line_that_is_being_typed_is_known(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(size: int) -> bytes:
        raise EOFError

    desk.press("half")
    desk.keyboard._waiting.extend(desk.keyboard.typed_ahead())
    monkeypatch.setattr("iama.terminal.keyboard._read_typed_bytes", closed)
    with pytest.raises(EOFError):
        desk.keyboard.read_line("")
    assert desk.keyboard.typing() == "half"


def test_what_was_typed_ahead_is_taken_away_once(desk: Desk) -> None:
    desk.press("een\rtwee\r")
    assert desk.keyboard.typed_ahead() == "een\ntwee\n"
    assert desk.keyboard.typed_ahead() == ""


def test_the_rest_of_a_paste_is_typed_ahead(desk: Desk) -> None:
    assert desk.line("een\rtwee\rdrie") == "een"
    assert desk.keyboard.typed_ahead() == "twee\ndrie"


def test_the_marks_of_a_paste_are_no_text(desk: Desk) -> None:
    assert desk.line("\x1b[200~een\rtwee\x1b[201~") == "een"
    assert text_ahead(desk.keyboard.typed_ahead()) == Ahead("twee", pasted=True)


def test_a_line_may_have_begun_before_its_prompt(desk: Desk) -> None:
    desk.press("\x7fe\r")
    assert desk.keyboard.read_line("? ", "jx") == "je"
    assert "".join(desk.out).startswith("? jx")


@pytest.mark.parametrize(
    ("keys", "ahead"),
    [
        ("", Ahead("", pasted=False)),
        ("een woord", Ahead("een woord", pasted=False)),
        ("een woord\x13", Ahead("een woord", pasted=False)),
        ("een\x02\x07 woord\r\n", Ahead("een woord", pasted=False)),
        ("een\x1b[A woo\x1b[1;5C\x1bOPrx\x7fd\x1b", Ahead("een woord", pasted=False)),
        ("een\x13twee", Ahead("een\ntwee", pasted=True)),
        ("een\rtwee", Ahead("een\ntwee", pasted=True)),
        ("\x1b[200~een\x1b[201~", Ahead("een", pasted=True)),
        ("e" * 201, Ahead("e" * 201, pasted=True)),
        ("\x7f\x02\x02", Ahead("", pasted=False)),
    ],
)
def test_of_keys_that_were_pressed_ahead_the_text_is_taken(keys: str, ahead: Ahead) -> None:
    assert text_ahead(keys) == ahead


def test_without_a_terminal_lines_come_from_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.write(writing, b"een\r\ntwee\n")
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8", newline="") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        keyboard = Keyboard(lambda words: None)
        assert (keyboard.read_line(""), keyboard.read_line(""), keyboard.typed_ahead()) == ("een", "twee", "")
        with pytest.raises(EOFError), buffered_terminal():
            keyboard.read_line("")


def test_other_programs_get_the_terminal_as_they_expect_it(desk: Desk) -> None:
    import termios

    def echoes() -> bool:
        return bool(termios.tcgetattr(sys.stdin.fileno())[3] & termios.ECHO)

    assert not echoes()
    with buffered_terminal():
        assert echoes()
    assert not echoes()
