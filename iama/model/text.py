"""What text may hold: the rules for everything that people type or paste, applied once, at the border.

What people bring is cleaned (`clean_text`). What stands in a file is read as it was kept (`text_in_file`): decisions
rest on it. What nobody can see is a finding there (`invisible_signs`), and no page shows it (`without_invisible`).
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from iama.model.problems import Spoken
from iama.model.signs import INVISIBLE, JOINING, PICTURES

# Line ends of old systems and of Unicode: YAML 1.1 breaks lines there, so they would not survive a round trip. Word and
# PowerPoint write a vertical tab or a form feed.
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_OFFICE_LINE_ENDS = re.compile("[\x0b\x0c]")
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x9f]")
_CONTROLS_MEAN = {"\x07": "\t", "\x1e": "-"}  # the end of a cell, and a hyphen that does not break, in Word
_DROPPED_IN_FILES = re.compile("[\u00ad\ufeff]")
_MARKS = tuple(mark.encode() for mark in ("\n", ",", "- ", "? ", *"[{*_`<>!&\\"))
_COMMAND = re.compile(r"^([^\S\n]*):(?=:)|#(?=#(?:vso)?\[)", re.MULTILINE)
# What Word writes before an entry of a list: a private sign of its Symbol fonts, or the letter that it stands for
_BULLET = re.compile(r"^[ \t]*(?:([\ue000-\uf8ff•◦▪‣⁃])[ \t]+|([·o§ØüvqÞ–●○■□➢➤✓])\t[ \t]*)(?=\S)", re.MULTILINE)
_DAMAGED = "\x00\ud800-\udfff\ufdd0-\ufdef" + "".join(
    chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)
)
_DECEIVING = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # what reverses what a reader sees
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_JOINERS = "\u200c\u200d\u034f"


@cache
def _damaged() -> re.Pattern[str]:
    """NUL, surrogates and noncharacters: the text is not what it was, and nobody can tell what that is."""
    return re.compile(f"[{_DAMAGED}]")


@cache
def _refused_in_files() -> re.Pattern[str]:
    """C0 but tab and newline, DEL, C1; marks that reverse what a reader sees; surrogates and noncharacters."""
    return re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_DECEIVING}{_DAMAGED}]")


@cache
def _invisible() -> re.Pattern[str]:
    """A sign that nobody sees, with what it may be a part of: a whole emoji, or a word of a script that joins."""
    picture = f"[{PICTURES}][\ufe0e\ufe0f]?[\U0001f3fb-\U0001f3ff]?"
    flag = "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f"
    emoji = f"{flag}|{picture}(?:\u200d{picture})*|[0-9#*]\ufe0f?\u20e3"
    joined = f"(?<=[{JOINING}])[{_JOINERS}](?![{INVISIBLE}])|(?<![{INVISIBLE}])[\u200c\u200d](?=[{JOINING}])"
    # a letter in one of its forms, in Mongolian, Phags-pa and Myanmar
    form = "(?<=[\u1820-\u18aa\ua840-\ua873])[\u180b-\u180f\ufe00]|(?<=[\u1000-\u109f\uaa60-\uaa7f])\ufe00"
    return re.compile(f"(?P<kept>{emoji}|{joined}|{form})|[{INVISIBLE}]")


@cache
def _any_invisible() -> re.Pattern[str]:
    return re.compile(f"[{INVISIBLE}]")


class RefusedCharacter(Spoken, ValueError):
    """Text holds a character that can deceive a reader or a terminal; the message names it and its place."""

    def __init__(self, text: str, offset: int) -> None:
        self.offset = offset
        line = text.count("\n", 0, offset) + 1
        super().__init__("value-character", character=f"U+{ord(text[offset]):04X}", line=line)


class Cleaned(Struct, frozen=True):
    """Text as it will be kept, and in words what was changed on the way in."""

    text: str
    changes: tuple[str, ...] = ()


def clean_text(text: str) -> Cleaned:
    """Return what was typed or pasted with LF line ends, in NFC, with Markdown lists, without what nobody can see.

    Raises RefusedCharacter for NUL, surrogates and noncharacters: the text was damaged before it came here.
    """
    if text.isascii() and text.isprintable():
        return Cleaned(_trim_lines(text))
    changes: dict[str, None] = {}
    before = None
    while before != text:  # what goes may bring together what is composed, or ordered
        before = text
        for name, better in _CLEANING:
            if (changed := better(text)) != text:
                changes[name] = None
                text = changed
    if match := _damaged().search(text):
        raise RefusedCharacter(text, match.start())
    return Cleaned(_trim_lines(text), tuple(name for name, _ in _CLEANING if name in changes))


def text_in_file(text: str) -> str:
    """Return the text of a file with LF line ends, in NFC, without trailing blanks; what it means never changes.

    Raises RefusedCharacter for control characters, bidirectional overrides, surrogates and noncharacters.
    """
    if not (_innocent(text) and unicodedata.is_normalized("NFC", text)):
        text = _without_hard_spaces(_LINE_ENDS.sub("\n", text))
        text = unicodedata.normalize("NFC", _DROPPED_IN_FILES.sub("", text))
        if match := _refused_in_files().search(text):
            raise RefusedCharacter(text, match.start())
    return _trim_lines(text)


def without_invisible(text: str) -> str:
    """Return text without what nobody can see; emoji and scripts that join keep what holds them together."""
    if text.isascii() or not _any_invisible().search(text):
        return text
    return _invisible().sub(lambda match: match["kept"] or "", text)


def invisible_signs(text: str) -> Iterator[str]:
    """Yield every sign that nobody can see and that is no part of an emoji or of a script that joins."""
    if not text.isascii() and _any_invisible().search(text):
        yield from (match[0] for match in _invisible().finditer(text) if match["kept"] is None)


def _without_hard_spaces(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def _plain_line_ends(text: str) -> str:
    return _OFFICE_LINE_ENDS.sub("\n", _LINE_ENDS.sub("\n", text))


def _without_controls(text: str) -> str:
    return _CONTROLS.sub(lambda match: _CONTROLS_MEAN.get(match[0]) or _in_windows(match[0]), text)


def _in_windows(control: str) -> str:
    """Return the sign that a C1 control stands for in text of old Windows programs: a quote, a dash or nothing."""
    return control.encode("latin-1").decode("cp1252", "ignore") if control >= "\x80" else ""


def _with_lists(text: str) -> str:
    """Return text in which every entry of a list begins as in Markdown; another bullet below one is a level deeper."""
    lines, levels = [], list[str]()
    for line in text.split("\n"):
        if match := _BULLET.match(line):
            bullet = match[1] or match[2]
            levels = levels[: levels.index(bullet) + 1] if bullet in levels else [*levels, bullet]
            line = f"{'  ' * (len(levels) - 1)}- {line[match.end() :]}"
        else:
            levels = []
        lines.append(line)
    return "\n".join(lines)


_CLEANING = (
    ("line ends", _plain_line_ends),
    ("control characters", _without_controls),
    ("hard spaces", _without_hard_spaces),
    ("invisible characters", without_invisible),
    ("composed letters", lambda text: unicodedata.normalize("NFC", text)),
    ("bullets", lambda text: _with_lists(text) if _BULLET.search(text) else text),
)


def _innocent(text: str) -> bool:
    """Return whether text holds no character that a file may not hold, or that nobody can see."""
    bare = text.replace("\n", "").replace("\t", "")
    return bare.isprintable() and (bare.isascii() or not _any_invisible().search(bare))


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
    """Return `text` fit for a terminal or a message: what steers a terminal or a reader's eye becomes visible."""
    if _innocent(text):
        return text
    shown = _refused_in_files().sub(_visible, text)
    return _invisible().sub(lambda match: match["kept"] or _visible(match), shown)


def fit_for_xml(text: str) -> str:
    """Return text in which what XML 1.0 cannot hold (production 2) stands as its code point."""
    return _NO_XML.sub(lambda match: f"[U+{ord(match[0]):04X}]", text)


def _visible(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
