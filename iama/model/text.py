"""What text may hold: the rules for everything that people type or paste, applied once, at the border."""

import re
import unicodedata
from functools import cache

from msgspec import Struct

from iama.model.problems import Spoken

# Line ends of old systems and of Unicode: YAML 1.1 breaks lines there, so they would not survive a round trip.
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_INVISIBLE = re.compile("[\u00ad\ufeff]")
_MARKS = tuple(mark.encode() for mark in ("\n", ",", "- ", "? ", *"[{*_`<>!&\\"))
_COMMAND = re.compile(r"^([^\S\n]*):(?=:)|#(?=#(?:vso)?\[)", re.MULTILINE)


@cache
def _refused_characters() -> re.Pattern[str]:
    """C0 but tab and newline, DEL, C1; marks that reverse what a reader sees; surrogates and noncharacters."""
    planes = range(0, 0x110000, 0x10000)
    nowhere = "".join(chr(plane + last) for plane in planes for last in (0xFFFE, 0xFFFF))
    bad = "\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef"
    return re.compile(f"[{bad}{nowhere}]")


def _innocent(text: str) -> bool:
    """Return whether text holds no character that is refused or changed: all of those are unprintable to Python."""
    return text.isprintable() or text.replace("\n", "").replace("\t", "").isprintable()


class RefusedCharacter(Spoken, ValueError):
    """Text holds a character that can deceive a reader or a terminal; the message names it and its place."""


class Cleaned(Struct, frozen=True):
    """Text as it will be kept, and in words what was changed on the way in."""

    text: str
    changes: tuple[str, ...] = ()


def clean_text(text: str) -> Cleaned:
    """Return `text` with LF line ends, in NFC, without trailing blanks or invisible characters.

    Raises RefusedCharacter for control characters, bidirectional overrides, surrogates and noncharacters.
    """
    if _innocent(text) and unicodedata.is_normalized("NFC", text):
        return Cleaned(_trim_lines(text))
    changes = []
    for name, better in (
        ("line ends", lambda t: _LINE_ENDS.sub("\n", t)),
        ("hard spaces", lambda t: t.replace("\u00a0", " ").replace("\u202f", " ")),
        ("invisible characters", lambda t: _INVISIBLE.sub("", t)),
        ("composed letters", lambda t: unicodedata.normalize("NFC", t)),
    ):
        if (changed := better(text)) != text:
            changes.append(name)
            text = changed
    if match := _refused_characters().search(text):
        line = text.count("\n", 0, match.start()) + 1
        raise RefusedCharacter("value-character", character=f"U+{ord(match[0]):04X}", line=line)
    return Cleaned(_trim_lines(text), tuple(changes))


def _trim_lines(text: str) -> str:
    if " \n" in text or "\t\n" in text:
        text = "\n".join([line.rstrip(" \t") for line in text.split("\n")])
    return text.rstrip(" \t").strip("\n")


def count_marks(content: bytes) -> int:
    """Return how many characters of UTF-8 text cost a reader or a renderer more than a letter: lines, lists, markup."""
    return sum(map(content.count, _MARKS))


def defuse_commands(text: str) -> str:
    """Return text of which no line is a command to the runner of a pipeline (GitHub `::`, `##[`; Azure `##vso[`)."""
    if "::" not in text and "##" not in text:
        return text
    return _COMMAND.sub(lambda match: f"{match[1] or ''}\\u{ord(match[0][-1]):04x}", text)


def escape_controls(text: str) -> str:
    """Return `text` fit for a terminal or a message: control and override characters become visible."""
    if _innocent(text):
        return text
    return _refused_characters().sub(lambda match: f"\\u{ord(match[0]):04x}", text)
