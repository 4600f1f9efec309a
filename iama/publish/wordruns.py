"""Words in a line of a Word document: what they look like, and in which language and direction they are."""

import unicodedata
from collections.abc import Mapping
from html import escape

from msgspec import Struct

from iama.model.struct import replace
from iama.model.text import fit_for_xml
from iama.publish.pagetree import Node

_WORDS = {  # styles of words in a line, by class
    **{"number": "Number", "tag": "Tag", "quiet": "Quiet", "warn": "Warning", "digest": "Code", "eyebrow": "Quiet"},
}
BOLD, _ITALIC = ("strong", "b", "th"), ("em", "i")


class Words(Struct, frozen=True):
    """How words look: the style of signs, and what is said of them beside it."""

    style: str = ""
    bold: bool = False
    italic: bool = False
    language: str = ""


def run(text: str, words: Words, ids: Mapping[str, str]) -> str:
    """Return words in a line; `ids` are the styles of the document."""
    if not text:
        return ""
    told = f'<w:rStyle w:val="{ids[words.style]}"/>' if words.style else ""
    told += "<w:b/>" * words.bold + "<w:i/>" * words.italic + "<w:rtl/>" * is_leftward(text)
    told += f'<w:lang w:val="{language_tag(words.language)}"/>' if words.language else ""
    shown = f"<w:rPr>{told}</w:rPr>" if told else ""
    return f'<w:r>{shown}<w:t xml:space="preserve">{plain(text)}</w:t></w:r>'


def plain(words: str) -> str:
    """Return words as XML text, in which every sign stands for itself; one that XML cannot hold is named."""
    return escape(fit_for_xml(words))


def language_of(node: Node) -> str:
    """Return the language that a node says it is in; nothing where it says none, or what is no language."""
    given = node.attributes.get("lang", "")
    return given if given.isascii() and given.isalpha() else ""


def language_tag(language: str) -> str:
    """Return a language as Word names it."""
    return "en-GB" if language == "en" else f"{language}-NL"


def field(part: str) -> str:
    """Return the begin, separator or end of a field."""
    return f'<w:r><w:fldChar w:fldCharType="{part}"/></w:r>'


def styled(node: Node, words: Words) -> Words:
    """Return how the words in a node look."""
    if language := language_of(node):
        words = replace(words, language=language)
    if node.tag in BOLD or "severity" in node.classes:
        words = replace(words, bold=True)
    if node.tag in _ITALIC:
        words = replace(words, italic=True)
    if node.tag in ("a", "code"):
        return replace(words, style="Hyperlink" if node.tag == "a" else "Code")
    style = next((_WORDS[name] for name in node.classes if name in _WORDS), "")
    return replace(words, style=style) if style and words.style != "Hyperlink" else words


def is_leftward(text: str) -> bool:
    """Return whether the first letter of a text belongs to a script that is written from right to left."""
    if text.isascii():
        return False
    directions = (unicodedata.bidirectional(sign) for sign in text)
    return next((one for one in directions if one in ("L", "R", "AL")), "L") != "L"
