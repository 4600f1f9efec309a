"""One entry of the information about a PDF, as text; nothing else of the file is understood, nothing is run.

A PDF of the web form carries its state there, written plainly. A file that hides the entry in a compressed
or encrypted part is not read.
"""

import re
from collections import deque
from itertools import islice

from iama.model.limits import MAX_BYTES, PAGE_BYTES
from iama.model.problems import Spoken

_REFERENCE = re.compile(rb"\s{0,9}(\d{1,9})\s{1,9}\d{1,5}\s{1,9}R\b")
_HEXADECIMAL = re.compile(rb"\s{0,9}<([0-9A-Fa-f\s]*)>")
_PIECE = re.compile(rb"[^()\\\r]+|\\(?:[0-7]{1,3}|\r\n|[\s\S])|[()]|\r\n?")
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_MOST_PIECES = 100_000  # an honest state has one per bracket in its answers
_MARK = b"\xfe\xff"


class NoSuchText(Spoken, ValueError):
    """The PDF does not hold the text, or not where and how it can be read."""


def pdf_text(content: bytes, name: str) -> str:
    """Return the text of `/name` in a PDF; raises NoSuchText."""
    if len(content) > PAGE_BYTES:
        raise NoSuchText("pdf-large", limit=PAGE_BYTES)
    start = content.rfind(b"/" + name.encode())
    if start < 0:
        raise NoSuchText("pdf-encrypted" if b"/Encrypt" in content else "pdf-no-entry")
    start += len(name) + 1
    if reference := _REFERENCE.match(content, start):
        start = _object_start(content, reference[1])
    raw = _string(content, start)
    if len(raw) > 2 * MAX_BYTES:
        raise NoSuchText("file-larger", limit=MAX_BYTES)
    try:
        return raw[2:].decode("utf-16-be") if raw.startswith(_MARK) else raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NoSuchText("file-no-utf8") from error


def _object_start(content: bytes, number: bytes) -> int:
    """Return where the last object of that number begins: a later one takes the place of an earlier."""
    last = deque(re.finditer(rb"(?:^|\s)" + number + rb" \d{1,5} obj\b", content), maxlen=1)
    if not last:
        raise NoSuchText("pdf-no-entry")
    return last[0].end()


def _string(content: bytes, start: int) -> bytes:
    """Return the bytes of the string that begins here, between brackets or in hexadecimal digits."""
    if hexadecimal := _HEXADECIMAL.match(content, start):
        digits = b"".join(hexadecimal[1].split())
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    opened = re.compile(rb"\s{0,9}\(").match(content, start)
    if opened is None:
        raise NoSuchText("pdf-no-entry")
    text, depth = bytearray(), 1
    for match in islice(_PIECE.finditer(content, opened.end()), _MOST_PIECES):
        piece = match[0]
        depth += (piece == b"(") - (piece == b")")
        if not depth:
            return bytes(text)
        text += _unescape_piece(piece)
    raise NoSuchText("pdf-no-entry")


def _unescape_piece(piece: bytes) -> bytes:
    """Return what a piece of a string between brackets stands for."""
    if piece.startswith(b"\r"):
        return b"\n"
    if not piece.startswith(b"\\"):
        return piece
    rest = piece[1:]
    if rest in (b"\n", b"\r", b"\r\n"):
        return b""
    if rest[:1].isdigit():
        return bytes([int(rest, 8) % 256])
    return _ESCAPES.get(rest, rest)
