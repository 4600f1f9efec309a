"""How a ZIP lies in its file: whether every program that opens it finds the same files in it.

Layout: local headers with their data, the directory, the end record (APPNOTE.TXT of PKWARE, 4.3). A program may read
from the front, from the directory, or look for the end record in another way than ours.
"""

import io
import struct
from collections.abc import Iterator
from itertools import pairwise
from typing import BinaryIO

from msgspec import Struct

from iama.model.limits import BUNDLE_NAMES
from iama.words import Phrase

_END, _ENTRY, _LOCAL = b"PK\x05\x06", b"PK\x01\x02", b"PK\x03\x04"
_HEADERS = (_END, _ENTRY, _LOCAL, b"PK\x06\x06", b"PK\x06\x07")  # the last two are of 64 bits, which no bundle needs
_END_SIZE, _ENTRY_SIZE, _LOCAL_SIZE = 22, 46, 30
_LONGEST_COMMENT = 0xFFFF
_SIZES_FOLLOW = 0x8  # of the flags: the local header does not know them
_UNICODE_NAME = 0x7075  # an extra field that gives the file another name
_PIECE = 1_000_000


class Ambiguous(ValueError):
    """Programs may find other files in it than ours does."""


class _Entry(Struct, frozen=True):
    name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int


def layout_faults(file: BinaryIO) -> Iterator[Phrase]:
    """Yield why programs may find different files in a ZIP: two directories, files over each other, two names for one.

    Bytes that belong to nothing are no fault, as long as none of them look like a header.
    """
    try:
        _refuse_ambiguous(file)
    except (Ambiguous, struct.error):
        yield Phrase("archive-ambiguous")


def _refuse_ambiguous(file: BinaryIO) -> None:
    size = file.seek(0, io.SEEK_END)
    end, count, length, offset = _end_record(file, size)
    start = end - length
    shift = start - offset  # bytes in front that the offsets do not count
    if shift < 0 or length > BUNDLE_NAMES:
        raise Ambiguous
    if shift and _bytes_at(file, offset, 4) in _HEADERS:
        raise Ambiguous
    entries = list(_directory(_bytes_at(file, start, length)))
    if len(entries) != count:
        raise Ambiguous
    taken = sorted((entry.offset + shift, _end_of_data(file, entry, shift)) for entry in entries)
    _refuse_hidden_headers(file, [(0, 0), *taken, (start, end + _END_SIZE), (size, size)])


def _end_record(file: BinaryIO, size: int) -> tuple[int, int, int, int]:
    """Return where the end record stands, how many files it counts, and length and offset of the directory."""
    first = max(0, size - _END_SIZE - _LONGEST_COMMENT)
    tail = _bytes_at(file, first, size - first)
    if (place := tail.rfind(_END)) < 0:
        raise Ambiguous
    disk, of_directory, here, count, length, offset, _ = struct.unpack_from("<4H2LH", tail, place + 4)
    if disk or of_directory or here != count:
        raise Ambiguous
    return first + place, count, length, offset


def _directory(content: bytes) -> Iterator[_Entry]:
    place = 0
    while place < len(content):
        if content[place : place + 4] != _ENTRY:
            raise Ambiguous
        flags, method, _, crc, packed, size, names, extras, comments = struct.unpack_from(
            "<2HL3L3H", content, place + 8
        )
        (offset,) = struct.unpack_from("<L", content, place + 42)
        name = content[place + _ENTRY_SIZE : place + _ENTRY_SIZE + names]
        extra = place + _ENTRY_SIZE + names
        _refuse_other_name(content[extra : extra + extras], name)
        if b"\0" in name:  # where some programs end it, and others do not
            raise Ambiguous
        yield _Entry(name, flags, method, crc, packed, size, offset)
        place = extra + extras + comments


def _end_of_data(file: BinaryIO, entry: _Entry, shift: int) -> int:
    """Return where the data of a file ends, when its local header says what the directory says."""
    start = entry.offset + shift
    header = _bytes_at(file, start, _LOCAL_SIZE)
    flags, method, _, crc, packed, size, names, extras = struct.unpack_from("<2HL3L2H", header, 6)
    said = (packed, size, crc)
    later = flags & _SIZES_FOLLOW and not any(said)
    if header[:4] != _LOCAL or (flags, method) != (entry.flags, entry.method):
        raise Ambiguous
    if not later and said != (entry.packed, entry.size, entry.crc):
        raise Ambiguous
    if _bytes_at(file, start + _LOCAL_SIZE, names) != entry.name:
        raise Ambiguous
    _refuse_other_name(_bytes_at(file, start + _LOCAL_SIZE + names, extras), entry.name)
    return start + _LOCAL_SIZE + int(names) + int(extras) + entry.packed


def _refuse_other_name(extra: bytes, name: bytes) -> None:
    place = 0
    while place + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, place)
        if kind == _UNICODE_NAME and extra[place + 9 : place + 4 + length] != name:
            raise Ambiguous
        place += 4 + length


def _refuse_hidden_headers(file: BinaryIO, taken: list[tuple[int, int]]) -> None:
    """Raise Ambiguous when files lie over each other, or what lies between them looks like a header."""
    for (_, before), (after, _) in pairwise(taken):
        if after < before or any(header in _read_between(file, before, after) for header in _HEADERS):
            raise Ambiguous


def _read_between(file: BinaryIO, start: int, end: int) -> bytes:
    if end - start > _PIECE:  # no reader leaves as much
        raise Ambiguous
    return _bytes_at(file, start, end - start)


def _bytes_at(file: BinaryIO, start: int, length: int) -> bytes:
    file.seek(start)
    return file.read(length)
