"""What came of dossiers in an earlier run, for as long as nothing that decides it has changed.

    file  = "iama-cache/3 " program newline {entry}
    entry = head newline content              head: JSON, which says how long the content is
    content = packed findings, and the digest of head and content

An entry that is not whole is as good as absent. It is data, never code, and it holds findings only, which quote no
answer. The file is gone through, not held: a thousand dossiers take 4 MB in it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from os import SEEK_END
from typing import Any, BinaryIO

from msgspec import MsgspecError, Struct, convert, to_builtins
from msgspec.structs import asdict

from iama.gate.check import Examined
from iama.gate.inventory_status import Standing
from iama.gate.report import Pack, Summary

_FORMAT = "iama-cache/3"
_CHECK = 16  # bytes of a digest that find a broken entry
_LONGEST = 1_000_000  # bytes of a head


class Kept(Struct, frozen=True):
    """What came of one dossier.

    `digest` is that of all that was looked at; empty when that cannot be told, so that it is never believed again.
    `documents` holds, by name, the digests of the documents that answers name, which stand outside the dossier.
    """

    digest: str
    documents: Mapping[str, str]
    examined: Examined


def input_digest(asked: str, files: Mapping[str, bytes]) -> str:
    """Return the digest of a question and of the files that it is asked about."""
    digest = sha256(asked.encode())
    for name in files:
        content = files.get(name, b"")  # one that went just now is told, and asked for again
        digest.update(f"\0{name}\0{len(content)}\0".encode(errors="surrogateescape"))
        digest.update(content)
    return digest.hexdigest()


def encode_entry(folder: str, kept: Kept) -> bytes:
    """Return what is kept of the dossier in a folder, as bytes for the file; none of what cannot be believed again."""
    if not kept.digest:
        return b""
    examined = kept.examined
    about = (to_builtins(examined.standing), examined.assessments, asdict(examined.pack.counts))
    content = examined.pack.content
    values = (folder, len(content) + _CHECK, kept.digest, dict(kept.documents), *about)
    head = json.dumps(values, separators=(",", ":")).encode() + b"\n"
    return head + content + _entry_checksum(head, content)


class Cache:
    """The entries that a program left in a file, by folder. None of another program, none that is broken."""

    def __init__(self, file: BinaryIO | None, tool: str) -> None:
        self._file = file
        self._places = dict(_entry_places(file)) if file and file.readline(_LONGEST) == _cache_title(tool) else {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def read_entry(self, folder: str) -> bytes:
        """Return an entry as it stands; empty when there is none."""
        if self._file is None or folder not in self._places:
            return b""
        place, length = self._places[folder]
        self._file.seek(place)
        return self._file.read(length)

    def kept_result(self, folder: str) -> Kept | None:
        """Return what is kept of the dossier in a folder; None when there is nothing, or nothing whole."""
        head, end, rest = self.read_entry(folder).partition(b"\n")
        content, check = rest[:-_CHECK], rest[-_CHECK:]
        if not rest or _entry_checksum(head + end, content) != check:
            return None
        try:
            return _decode_entry(content, *json.loads(head))
        except (ValueError, TypeError, KeyError, RecursionError, MsgspecError):  # whole, and yet not ours
            return None


def cache_pieces(tool: str, entries: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the file of the cache of one program, which `tool` tells apart from others."""
    yield _cache_title(tool)
    yield from entries


def _cache_title(tool: str) -> bytes:
    return f"{_FORMAT} {tool}\n".encode()


def _entry_places(file: BinaryIO) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield where each entry stands, up to the first of which that cannot be told: folder, offset and length."""
    place = file.tell()
    size = file.seek(0, SEEK_END)
    file.seek(place)
    while head := file.readline(_LONGEST):
        try:
            folder, length, *_ = json.loads(head)
            end = place + len(head) + int(length)
        except (ValueError, TypeError, OverflowError, RecursionError):
            return
        if length < 0 or end > size:
            return
        yield str(folder), (place, end - place)
        place = file.seek(end)


def _entry_checksum(head: bytes, content: bytes) -> bytes:
    return sha256(head + content).digest()[:_CHECK]


def _decode_entry(
    content: bytes,
    _folder: str,
    _length: int,
    digest: str,
    documents: dict[str, str],
    standing: dict[str, Any],
    assessments: int,
    counts: dict[str, int],
) -> Kept:
    known = convert(standing, Standing)
    return Kept(digest, dict(documents), Examined(known, assessments, Pack(content, Summary(**counts))))
