"""The styles of a Word document: ours, or those of the house with ours added where it has none of that name."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, fromstring, register_namespace, tostring

_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W = f"{{{_SPACE}}}"
_REFERRING = ("basedOn", "next", "link")
register_namespace("w", _SPACE)


def joined_styles(own: str, house: Element | None, language: str) -> tuple[str, Mapping[str, str]]:
    """Return the styles of a document, and by our id of each the id that it has there.

    Styles are the same when their names are, as Word names them in every language. `own` are ours, `house` those of a
    template, which win; `language` is that of the document.
    """
    ours = fromstring(own)
    if house is None:
        return own, {style.get(f"{_W}styleId", ""): style.get(f"{_W}styleId", "") for style in ours.iter(f"{_W}style")}
    styles = list(ours.iter(f"{_W}style"))
    there = {_style_name(style): style.get(f"{_W}styleId", "") for style in house.iter(f"{_W}style")}
    taken = set(there.values())
    defaults = {style.get(f"{_W}type") for style in house.iter(f"{_W}style") if style.get(f"{_W}default")}
    ids = {
        id_: there.get(_style_name(style)) or _free(id_, taken)
        for style in styles
        if (id_ := style.get(f"{_W}styleId"))
    }
    for style in styles:
        if _style_name(style) not in there:
            house.append(_renamed(style, ids, defaults))
    _set_language(house, ours, language)
    return tostring(house, encoding="unicode"), ids


def _style_name(style: Element) -> tuple[str, str]:
    """Return what kind of style it is, and its name as Word compares it."""
    name = style.find(f"{_W}name")
    return style.get(f"{_W}type", ""), "" if name is None else name.get(f"{_W}val", "").casefold()


def _free(id_: str, taken: set[str]) -> str:
    """Return an id that no style of the house has."""
    while id_ in taken:
        id_ = f"iama{id_}"
    return id_


def _renamed(style: Element, ids: Mapping[str, str], defaults: set[str | None]) -> Element:
    """Return a style of ours as it stands among those of the house."""
    style.set(f"{_W}styleId", ids[style.get(f"{_W}styleId", "")])
    if style.get(f"{_W}type") in defaults:
        style.attrib.pop(f"{_W}default", None)
    for name in _REFERRING:
        for one in style.iter(_W + name):
            one.set(f"{_W}val", ids[one.get(f"{_W}val", "")])
    return style


def _set_language(house: Element, ours: Element, language: str) -> None:
    """Say in which language a document is, whatever language the house style was made in."""
    defaults = house.find(f"{_W}docDefaults")
    if defaults is None:
        own = ours.find(f"{_W}docDefaults")
        assert own is not None
        house.insert(0, own)
        return
    words = defaults
    for name in ("rPrDefault", "rPr"):
        found = words.find(_W + name)
        if found is None:
            found = Element(_W + name)
            words.insert(0, found)
        words = found
    SubElement(words, f"{_W}lang").set(f"{_W}val", language)
