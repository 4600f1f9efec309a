"""Reads whole lines from a terminal without its limit of 4,095 characters, and empties what was typed ahead."""

import codecs
import os
import select
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_QUIET = 0.15  # seconds without input after which a paste is over
_ERASE, _KILL, _END = "\x7f\x08", "\x15", "\x04"
_PASTE = ("\x1b[200~", "\x1b[201~")  # what some terminals put around pasted text, asked for or not


def read_line(prompt: str, write: Callable[[str], None]) -> str:
    """Return one line; raises EOFError on Ctrl-D and KeyboardInterrupt on Ctrl-C."""
    if os.name == "nt" or not sys.stdin.isatty():
        write(prompt)
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line.rstrip("\r\n")
    write(prompt)
    with _unbuffered():
        return _edited(write)


@contextmanager
def _unbuffered() -> Iterator[None]:
    """Take characters as they come, without the echo and the line limit of the terminal driver."""
    import termios

    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    changed = termios.tcgetattr(descriptor)
    changed[3] &= ~(termios.ICANON | termios.ECHO)
    changed[0] &= ~termios.IXON
    termios.tcsetattr(descriptor, termios.TCSADRAIN, changed)
    try:
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


_decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
_waiting: list[str] = []  # characters that were read but belong to the next line


def _edited(write: Callable[[str], None]) -> str:
    typed: list[str] = []
    while True:
        for character in _characters():
            if character in "\r\n":
                write("\n")
                return _bare("".join(typed))
            if character == _END and not typed:
                raise EOFError
            if character in _ERASE:
                if typed:
                    typed.pop()
                    write("\b \b")
            elif character == _KILL:
                write("\b \b" * len(typed))
                typed.clear()
            elif character >= " " or character == "\t":
                typed.append(character)
                write(character)
            elif character == "\x1b":
                typed.append(character)


def _bare(line: str) -> str:
    for mark in _PASTE:
        line = line.replace(mark, "")
    return line.replace("\x1b", "")


def _characters() -> Iterator[str]:
    """Yield the next characters; what is not taken stays for the next call."""
    if not _waiting:
        chunk = os.read(sys.stdin.fileno(), 4096)
        if not chunk:
            raise EOFError
        _waiting.extend(_decoder.decode(chunk))
    while _waiting:
        yield _waiting.pop(0)


def typed_ahead() -> str:
    """Return, and take away, whatever was typed or pasted before a question was shown."""
    found = "".join(_waiting)
    _waiting.clear()
    if os.name == "nt":
        return found + _typed_ahead_on_windows()
    if not sys.stdin.isatty():
        return found
    with _unbuffered():
        while select.select([sys.stdin.fileno()], [], [], _QUIET if found else 0)[0]:
            chunk = os.read(sys.stdin.fileno(), 65536)
            if not chunk:
                break
            found += _decoder.decode(chunk)
    return found


def _typed_ahead_on_windows() -> str:
    import msvcrt

    found = ""
    while msvcrt.kbhit():  # type: ignore[attr-defined,unused-ignore]  # only there on Windows
        found += msvcrt.getwch()  # type: ignore[attr-defined,unused-ignore]
    return found
