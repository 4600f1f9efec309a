"""Reads whole lines from a terminal without its limit of 4,095 characters, and empties what was typed ahead."""

import codecs
import os
import select
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from iama.model.text import escape_controls
from iama.terminal.ahead import PASTE_BEGINS, PASTE_ENDS

_QUIET, _SLOW = 0.05, 1.0  # seconds without input after which a paste is over; one whose end is marked takes its time
_ERASE, _KILL, _END, _ESCAPE, _UNDO = "\x7f\x08", "\x15", "\x04", "\x1b", "\x1a"
_DONE, _GOING = "\x13", "\x02\x07"  # Ctrl-S; Ctrl-B and Ctrl-G, which are a line of their own
_F1 = ("OP", "[11~", "[[A")  # as xterm, rxvt and the console of Linux send it


class Keyboard:
    """The keys of standard input; remembers the line that is being typed."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self.write = write
        self.heard: Callable[[], object] = lambda: None  # is called when the line that is typed changes
        self.helped: Callable[[], object] = lambda: None  # is called at F1, and says what the keys do
        self.typed: list[str] = []  # of the line that is not finished yet
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._waiting: list[str] = []  # characters that were read but belong to the next line

    def typing(self) -> str:
        """Return the line that is being typed."""
        return "".join(self.typed)

    def read_line(self, prompt: str, start: str = "") -> str:
        """Return one line that begins with `start`; raises EOFError on Ctrl-D and KeyboardInterrupt on Ctrl-C."""
        self.typed = [*start]
        if os.name == "nt" or not sys.stdin.isatty():
            self.write(prompt + escape_controls(start))
            line = sys.stdin.readline()
            if not line:
                raise EOFError
            return start + line.rstrip("\r\n")
        with unbuffered_terminal():  # before the prompt stands there: what is seen to be typed was taken
            self.write(prompt + escape_controls(start))
            return self._collect_line(prompt, start)

    def _collect_line(self, prompt: str, start: str) -> str:
        """Return a line; one that ends with Ctrl-S says so at its end, and Ctrl-B or Ctrl-G alone is one as well."""
        ending = ""
        for character in self._characters():
            if character in "\r\n" or character == _DONE or (character in _GOING and not self.typed):
                self.write("\n")
                ending = character.strip()
                break
            if character == _END and not self.typed:
                raise EOFError
            if character == _ESCAPE:
                self._obey_sequence(prompt)
                continue
            echo = self._take_key(_KILL if character == _UNDO else character)
            if character == _UNDO:
                self.typed = [*start]
                echo += escape_controls(start)
            self.heard()  # before it is shown: what is seen is kept
            self.write(echo)
        line, self.typed = self.typing() + ending, []
        return line

    def _take_key(self, character: str) -> str:
        """Let a character change the line, and return what shows it."""
        if character in _ERASE:
            return "\b \b" if self.typed and self.typed.pop() else ""
        if character == _KILL:
            count = len(self.typed)
            self.typed.clear()
            return "\b \b" * count
        if character.isprintable() or character == "\t" or character > "\x9f":
            self.typed.append(character)
            return escape_controls(character)
        return ""

    def _obey_sequence(self, prompt: str) -> None:
        """Help at F1, below the line, which comes back; drop any other key, such as an arrow or the mark of a paste."""
        if self._read_sequence() in _F1:
            self.write("\n")
            self.helped()
            self.write(prompt + escape_controls(self.typing()))

    def _read_sequence(self) -> str:
        """Return what follows Escape as one key; what is no such key stays for the line."""
        characters = self._characters()
        sequence = next(characters)
        if sequence == "O":
            return sequence + next(characters)
        if sequence != "[":
            self._waiting.insert(0, sequence)
            return ""
        sequence += next(characters)
        while sequence == "[[" or not "@" <= sequence[-1] <= "~":
            sequence += next(characters)
        return sequence

    def _characters(self) -> Iterator[str]:
        """Yield the next characters; what is not taken stays for the next call."""
        while True:
            while not self._waiting:
                self._waiting.extend(self._decoder.decode(_read_typed_bytes(4096)))
            yield self._waiting.pop(0)

    def typed_ahead(self) -> str:
        """Return, and take away, the keys that were pressed before a question was shown."""
        ahead = "".join(self._waiting)
        self._waiting.clear()
        if os.name == "nt":
            return ahead + _typed_ahead_on_windows()
        if not sys.stdin.isatty():  # no terminal, or one that was closed
            return ahead
        with unbuffered_terminal():
            while select.select([sys.stdin.fileno()], [], [], _patience(ahead))[0]:
                ahead += self._decoder.decode(_read_typed_bytes(65536))
        return ahead


def _patience(ahead: str) -> float:
    if ahead.count(PASTE_BEGINS) > ahead.count(PASTE_ENDS):
        return _SLOW
    return _QUIET if ahead else 0


def _read_typed_bytes(size: int) -> bytes:
    """Return some bytes that were typed; raises EOFError when the terminal is gone."""
    try:
        chunk = os.read(sys.stdin.fileno(), size)
    except OSError as error:
        raise EOFError from error
    if not chunk:
        raise EOFError
    return chunk


@contextmanager
def unbuffered_terminal() -> Iterator[None]:
    """Take characters as they come, without the echo and the line limit of the terminal driver."""
    with _terminal(raw=True):
        yield


@contextmanager
def buffered_terminal() -> Iterator[None]:
    """Give the terminal back as other programs expect it, for as long as one of them uses it."""
    with _terminal(raw=False):
        yield


@contextmanager
def _terminal(*, raw: bool) -> Iterator[None]:
    """Put the terminal in one of its two ways of working, and back afterwards; one that is gone is left alone."""
    if os.name == "nt" or not sys.stdin.isatty():
        yield
        return
    import termios

    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    changed = termios.tcgetattr(descriptor)
    changed[6][termios.VSUSP] = b"\0" if raw else b"\x1a"  # Ctrl-Z undoes
    for place, flags in ((0, termios.IXON), (3, termios.ICANON | termios.ECHO)):
        changed[place] = changed[place] & ~flags if raw else changed[place] | flags
    termios.tcsetattr(descriptor, termios.TCSADRAIN, changed)
    try:
        yield
    finally:
        with suppress(termios.error):
            termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def _typed_ahead_on_windows() -> str:
    import msvcrt

    ahead = ""
    while msvcrt.kbhit():  # type: ignore[attr-defined,unused-ignore]  # only there on Windows
        ahead += msvcrt.getwch()  # type: ignore[attr-defined,unused-ignore]
    return ahead
