"""What else a text can be read as: what is coded, marked up, spelled, joined or written with look-alike letters in it.

A copy of what is withheld is no less a copy for standing in a web address, in base64 or letter by letter. Nothing here
judges: every way to read a text is one more text to look through.
"""

import binascii
import html
import re
import unicodedata
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from urllib.parse import unquote

from iama.model.text import without_invisible

_ROUNDS = 4  # of what is coded within what is coded
_LONGEST = 200_000  # signs of one text that are looked through in other ways
_CODED = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}|[A-Za-z0-9+/_-]{7,}={1,2}")
_HEX = re.compile(r"(?<![\w])(?:0x)?((?:[0-9A-Fa-f]{2}[ :,]?){6,})(?![\w])")
_ESCAPE = re.compile(r"\\u\{?([0-9A-Fa-f]{4,6})\}?|\\x([0-9A-Fa-f]{2})|\\([nrt])")
_QUOTED = re.compile(r"(?:=[0-9A-F]{2})+|=[ \t]*\r?\n")
_CODES = re.compile(r"(?<!\d)(?:\d{2,3}[ ,;]+){5,}\d{2,3}(?!\d)")
_TAG = re.compile(r"<[/!?A-Za-z][^<>]*>")
_INSIDE_WORD = re.compile(r"(?<=\w)[*_~`|·•]+(?=\w)")
_BROKEN = re.compile(r"(?<=\w)[-\u2010\u2011][ \t]*\r?\n\s*(?=\w)")
_SPELLED = re.compile(r"(?<!\w)\w(?:(?P<by>[ .\-_*·•|/,+]|\r?\n| [-.·|/] )\w)(?:(?P=by)\w){2,}(?!\w)")
_HUMP = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
_WITH_SIGNS = re.compile(r"[\w@$!|€]*(?:[^\W\d_][\d@$!|€]|[\d@$!|€][^\W\d_])[\w@$!|€]*")
_AS_LETTERS = str.maketrans("013457@$!|€", "oieastasiie")
# letters of other scripts that a reader takes for these (Unicode TS 39, what is common in print)
_ALIKE = str.maketrans(
    dict(
        pair
        for letter, others in {
            "a": "аαɑа",
            "b": "ЬЪВβƄ",
            "c": "сϲⅽС",
            "d": "ԁⅾɗ",
            "e": "еєεҽЕΕ",
            "f": "ƒϝ",
            "g": "ɡԍց",
            "h": "һհНΗ",
            "i": "іιɩıІΙ",
            "j": "јϳЈ",
            "k": "кκКΚ",
            "l": "ӏⅼǀ",
            "m": "мⅿМΜ",
            "n": "ոпηΝ",
            "o": "оοօσОΟ",
            "p": "рρРΡ",
            "q": "ԛգ",
            "r": "гɾ",
            "s": "ѕꜱЅ",
            "t": "тτТΤ",
            "u": "υսцա",
            "v": "ѵνⅴ",
            "w": "ԝѡɯ",
            "x": "хχⅹХΧ",
            "y": "уүγУΥ",
            "z": "ᴢᏃΖ",
            "A": "АΑ",
            "B": "Β",
            "-": "‐‑‒–—−",
        }.items()
        for other in others
        for pair in [(other, letter)]
    )
)


def readings(text: str) -> Iterator[str]:
    """Yield a text, and every other text that a reader or a program can make of it; each once."""
    told = {text}
    yield text
    if len(text) > _LONGEST:
        return
    plain = _without_codes(text)
    for other in (plain, _TAG.sub("", plain), *_as_spelled(plain), _with_our_letters(plain)):
        if other not in told:
            told.add(other)
            yield other


def squeezed(text: str) -> str:
    """Return the letters and digits of a text, without case, accents and what stands between them."""
    plain = unicodedata.normalize("NFKD", without_invisible(text)).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def _without_codes(text: str) -> str:
    """Return a text with what is coded in it in plain words, as often as it was coded."""
    for _ in range(_ROUNDS):
        before, text = text, without_invisible(html.unescape(text))
        text = unquote(text) if "%" in text else text
        text = _ESCAPE.sub(_escaped, text) if "\\" in text else text
        text = _QUOTED.sub(_from_quoted, text) if "=" in text else text
        text = _CODED.sub(_from_base64, _HEX.sub(_from_hex, _CODES.sub(_from_numbers, text)))
        if text == before:
            break
    return text


def _as_spelled(text: str) -> Iterator[str]:
    """Yield a text with words in one piece that were spelled, broken or marked inside, and with joined words apart."""
    yield _SPELLED.sub(lambda match: re.sub(r"\W|_", "", match[0]), text)
    yield _INSIDE_WORD.sub("", _BROKEN.sub("", text))
    yield _HUMP.sub(" ", text.replace("+", " "))


def _with_our_letters(text: str) -> str:
    """Return a text in which what looks like one of our letters is that letter."""
    text = unicodedata.normalize("NFKC", text).translate(_ALIKE)
    return _WITH_SIGNS.sub(lambda match: match[0].translate(_AS_LETTERS), text)


def _escaped(match: re.Match[str]) -> str:
    if match[3]:
        return " "
    code = int(match[1] or match[2], 16)
    return chr(code) if code < 0xD800 or 0xE000 <= code < 0x110000 else match[0]


def _from_quoted(match: re.Match[str]) -> str:
    return _words_in(binascii.a2b_qp(match[0])) if match[0].strip("= \t\r\n") else ""


def _from_base64(match: re.Match[str]) -> str:
    coded = match[0].rstrip("=").replace("+", "-").replace("/", "_")
    try:
        found = _words_in(urlsafe_b64decode(coded + "=" * (-len(coded) % 4)))
    except binascii.Error:
        return match[0]
    return f" {found} " if found else match[0]


def _from_hex(match: re.Match[str]) -> str:
    found = _words_in(bytes.fromhex(re.sub(r"[^0-9A-Fa-f]", "", match[1])))
    return f" {found} " if found else match[0]


def _from_numbers(match: re.Match[str]) -> str:
    codes = [int(code) for code in re.findall(r"\d+", match[0])]
    found = _words_in(bytes(codes)) if max(codes) < 256 else ""
    return f" {found} " if found else match[0]


def _words_in(content: bytes) -> str:
    """Return what bytes say in letters, or nothing where they are no text."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = content.decode("latin-1") if len(content) < 3 else ""
    return text if text and all(sign.isprintable() or sign in "\n\t\r" for sign in text) else ""
