"""The parts of an office file (a ZIP of XML), bounded: what a stranger made costs no more than what people write.

Refused are a DOCTYPE with its entities, a part larger than any sheet has, two parts of one name, and encryption.
Nothing outside the file is looked up, and macros are never read.
"""

import io
import zipfile
import zlib
from collections.abc import Collection, Mapping
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from iama.model.limits import BUNDLE_FILES, OFFICE_BYTES, OFFICE_DEPTH, OFFICE_ELEMENTS, OFFICE_PART
from iama.model.problems import Place, UnusableFile, finding_of, reason_of
from iama.words import Phrase

_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, RuntimeError, OSError)
_FORBIDDEN = ("<!DOCTYPE", "<!ENTITY")


def read_parts(path: str, content: bytes, wanted: Collection[str]) -> Mapping[str, bytes]:
    """Return those of the wanted parts that an office file has; raises UnusableFile."""
    if len(content) > OFFICE_BYTES:
        raise refused(path, "office-large", limit=OFFICE_BYTES)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {info.filename: _unpacked(path, archive, info) for info in _chosen(path, archive, wanted)}
    except _BROKEN as error:
        raise refused(path, "office-unreadable", reason=reason_of(error)) from error


def _chosen(path: str, archive: zipfile.ZipFile, wanted: Collection[str]) -> list[zipfile.ZipInfo]:
    infos = archive.infolist()
    if len(infos) > BUNDLE_FILES:
        raise refused(path, "office-many-parts", limit=BUNDLE_FILES)
    chosen = [info for info in infos if info.filename in wanted]
    if len({info.filename for info in chosen}) < len(chosen):
        raise refused(path, "office-twice")
    return chosen


def _unpacked(path: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Return a part, never more of it than there may be, whatever its header says."""
    with archive.open(info) as file:
        content = file.read(OFFICE_PART + 1)
    if len(content) > OFFICE_PART:
        raise refused(path, "office-large-part", name=info.filename, limit=OFFICE_PART)
    return content


def parse_part(path: str, name: str, content: bytes) -> Element:
    """Return the root of one part; raises UnusableFile."""
    try:
        text = content.decode("utf-8-sig")  # as text, no encoding that the part itself names counts
        if any(word in text for word in _FORBIDDEN):
            raise refused(path, "office-doctype", name=name)
        parser = XMLParser(target=_Bounded())
        parser.feed(text)
        root = parser.close()
    except UnicodeDecodeError as error:
        raise refused(path, "office-no-utf8", name=name) from error
    except ParseError as error:
        raise refused(path, "office-no-xml", name=name, reason=reason_of(error)) from error
    except _TooMuch as error:
        raise refused(path, "office-many-elements", name=name) from error
    assert isinstance(root, Element)
    return root


class _TooMuch(Exception):
    """More or deeper elements than any document that people write."""


class _Bounded(TreeBuilder):
    """Builds a tree of no more elements, and no deeper, than we take."""

    def __init__(self) -> None:
        super().__init__()
        self._left = OFFICE_ELEMENTS
        self._depth = 0

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self._left -= 1
        self._depth += 1
        if not self._left or self._depth > OFFICE_DEPTH:
            raise _TooMuch
        return super().start(tag, attrs)

    def end(self, tag: str) -> Element:
        self._depth -= 1
        return super().end(tag)


def refused(path: str, key: str, /, **values: object) -> UnusableFile:
    """Return the error that a file cannot be taken, with why."""
    return UnusableFile([finding_of(Place(path), "unusable-sheet", Phrase(key, **values))])
