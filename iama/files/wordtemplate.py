"""The styles of a Word document that the house gives (.docx or .dotx), bounded and without all that is not style.

Fonts and colours of its theme are filled in, so that no other part of it is needed. Left out are the numbering of
headings, because questions have numbers of their own; what hides words; and the language, which is that of the page.
Macros, pictures, texts, properties and addresses of the file are never looked at.
"""

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from iama.files.officefile import parse_part, read_parts, refused
from iama.model.struct import replace
from iama.model.wordtemplate import WordTemplate

_BODY, _STYLES, _THEME = "word/document.xml", "word/styles.xml", "word/theme/theme1.xml"
_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = (_SPACE, "http://purl.oclc.org/ooxml/wordprocessingml/main")  # the second is that of ISO 29500 strict
_LEFT_OUT = frozenset("numPr rsid vanish specVanish webHidden lang latentStyles".split())
_FONTS = {"ascii": "asciiTheme", "hAnsi": "hAnsiTheme", "eastAsia": "eastAsiaTheme", "cs": "cstheme"}
_THEMED = ("themeColor", "themeTint", "themeShade", "themeFill", "themeFillTint", "themeFillShade", *_FONTS.values())
_SIDES = ("top", "right", "bottom", "left", "header", "footer", "gutter")
_USUAL = {"header": "720", "footer": "720", "gutter": "0"}  # of who leaves it out
_COLOUR = re.compile("[0-9A-Fa-f]{6}")
_PAPER, _NARROWEST = range(4_000, 31_681), 4_000  # twips: from A6 on to the largest of Word; a line of text


def read_template(path: str, content: bytes) -> WordTemplate:
    """Return what a Word document gives to ours; raises UnusableFile for one that is none, or that is hostile."""
    parts = read_parts(path, content, {_BODY, _STYLES, _THEME})
    if _BODY not in parts or _STYLES not in parts:
        raise refused(path, "office-no-word")
    roots = {name: parse_part(path, name, part) for name, part in parts.items()}
    styles = _without_theme(roots[_STYLES], _theme_fonts(roots.get(_THEME)))
    if styles is None or _local(styles) != "styles":
        raise refused(path, "office-no-word")
    return _with_paper(WordTemplate(styles, accent=_heading_colour(styles)), roots[_BODY])


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _without_theme(element: Element, fonts: Mapping[str, str]) -> Element | None:
    """Return an element of Word's own vocabulary without what we leave out; None for another one."""
    space, _, name = element.tag[1:].rpartition("}")
    if space not in _SPACES or name in _LEFT_OUT:
        return None
    given = {key.rpartition("}")[2]: value for key, value in element.items() if key[1:].partition("}")[0] in _SPACES}
    if name == "rFonts":
        given |= {kind: fonts[given[themed]] for kind, themed in _FONTS.items() if given.get(themed) in fonts}
    plain = Element(
        f"{{{_SPACE}}}{name}", {f"{{{_SPACE}}}{key}": value for key, value in given.items() if key not in _THEMED}
    )
    plain.extend(child for one in element if (child := _without_theme(one, fonts)) is not None)
    return plain


def _theme_fonts(theme: Element | None) -> Mapping[str, str]:
    """Return the fonts of a theme, by the names that styles have for them."""
    fonts = {}
    for scheme in () if theme is None else theme.iter():
        if (kind := _local(scheme)) in ("majorFont", "minorFont"):
            for one in scheme:
                for name in {"latin": ("Ascii", "HAnsi"), "ea": ("EastAsia",), "cs": ("Bidi",)}.get(_local(one), ()):
                    if typeface := one.get("typeface"):
                        fonts[kind.removesuffix("Font") + name] = typeface
    return fonts


def _heading_colour(styles: Element) -> str:
    """Return the colour of the first headings, which those of our styles have too that the house has none of."""
    for style in styles.iter(f"{{{_SPACE}}}style"):
        name, colour = (style.find(f".//{{{_SPACE}}}{tag}") for tag in ("name", "color"))
        if name is not None and colour is not None and name.get(f"{{{_SPACE}}}val", "").casefold() == "heading 1":
            given = colour.get(f"{{{_SPACE}}}val", "")
            return given if _COLOUR.fullmatch(given) else ""
    return ""


def _with_paper(template: WordTemplate, body: Element) -> WordTemplate:
    """Return a template with the paper of the last section of its document, where that leaves room for words."""
    sections = [one for one in body.iter() if _local(one) == "sectPr"]
    found = {_local(one): one for one in sections[-1]} if sections else {}
    if not {"pgSz", "pgMar"} <= set(found):
        return template
    size, margins = _whole_numbers(found["pgSz"], ("w", "h")), _whole_numbers(found["pgMar"], _SIDES)
    if not size or not margins or not all(int(one) in _PAPER for one in size.values()):
        return template
    sized = replace(template, size=size, margins=margins)
    return sized if sized.width >= _NARROWEST else template


def _whole_numbers(element: Element, names: tuple[str, ...]) -> Mapping[str, str]:
    """Return the whole numbers in attributes; nothing where one is missing or is none."""
    given = {key.rpartition("}")[2]: value for key, value in element.items()}
    found = {name: given.get(name, _USUAL.get(name, "")) for name in names}
    return found if all(one.isascii() and one.isdecimal() and len(one) < 6 for one in found.values()) else {}
