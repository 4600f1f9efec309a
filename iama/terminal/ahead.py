"""What was typed before a prompt stood there: the text in it, and whether it was typed or pasted."""

import re

from msgspec import Struct

from iama.interview.asking import lost_command, order

PASTE_BEGINS, PASTE_ENDS = "\x1b[200~", "\x1b[201~"
_MOST_TYPED = 200  # characters: nobody types more while an answer is saved
_WORD = re.compile(r"\w\w")
_KEY = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|O.|.)?", re.DOTALL)
_ENDS = re.compile("\r\n|[\r\x13]")  # Ctrl-S ends a text as Enter ends a line
_ERASE = "\x7f\x08"


class Ahead(Struct, frozen=True):
    """Text that came in before it was asked."""

    words: str
    pasted: bool


def holds_word(words: str) -> bool:
    """Return whether a text is more than a slip of the finger, and worth a file."""
    return bool(_WORD.search(words))


def is_unsaved(words: str, language: str) -> bool:
    """Return whether what stands in a field would be a loss: more than a slip of the finger, and no command."""
    return holds_word(words) and not lost_command(words) and order(words, language) is None


def text_ahead(keys: str) -> Ahead:
    """Return the text in the keys that were pressed; what moves, leaves or ends is dropped."""
    marked = PASTE_BEGINS in keys or PASTE_ENDS in keys
    signs: list[str] = []
    for sign in _ENDS.sub("\n", _KEY.sub("", keys)):
        if sign in _ERASE:
            del signs[-1:]
        elif sign in "\n\t" or sign.isprintable() or sign > "\x9f":
            signs.append(sign)
    words = "".join(signs).strip("\n")
    return Ahead(words, marked or "\n" in words or len(words) > _MOST_TYPED)
