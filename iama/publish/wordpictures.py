"""Pictures in a Word document: how large they are, and what shows them."""

import struct

from msgspec import Struct

_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
_SIZES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # the markers of JPEG that say how large it is
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"


class Picture(Struct, frozen=True):
    """A picture: its number and name in the document, its words as XML, and its size in EMU."""

    number: int
    name: str
    words: str
    wide: int
    high: int


def size_of(content: bytes) -> tuple[int, int] | None:
    """Return how wide and high a PNG or JPEG is, in pixels; None for one that does not say so, or has no size."""
    try:
        wide, high = _png_size(content) if content.startswith(_PNG) else _jpeg_size(content)
    except (struct.error, ValueError):
        return None
    return (wide, high) if wide and high else None


def _png_size(content: bytes) -> tuple[int, int]:
    wide, high = struct.unpack(">II", content[16:24])
    return wide, high


def _jpeg_size(content: bytes) -> tuple[int, int]:
    place = 2 if content.startswith(_JPEG) else len(content)
    while True:
        start, marker, length = struct.unpack(">BBH", content[place : place + 4])
        if start != 0xFF:
            raise ValueError(place)
        if marker in _SIZES:
            high, wide = struct.unpack(">HH", content[place + 5 : place + 9])
            return wide, high
        place += 2 + length


def drawing(picture: Picture) -> str:
    """Return what shows a picture in a line, with its words for who does not see it."""
    named = f'id="{picture.number}" name="{picture.name}" descr="{picture.words}"'
    size = f'cx="{picture.wide}" cy="{picture.high}"'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/><wp:docPr {named}/>'
        f'<a:graphic xmlns:a="{_MAIN}"><a:graphicData uri="{_PICTURE}"><pic:pic xmlns:pic="{_PICTURE}"><pic:nvPicPr>'
        f'<pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="picture{picture.number}"/>'
        f'<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/>'
        '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )
