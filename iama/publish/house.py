"""The house style of an organisation: colours, fonts and tokens, a logo, and texts of its own around a public page.

It stands in one file of `name: value` lines (see `theme`); a logo, tokens and sections are files beside it. All of it
is data in the view of a page, so its digest covers it. Nothing of it is markup: texts are laid out as answers are.
"""

import re
from base64 import b64encode
from collections.abc import Callable, Mapping

from iama.model.limits import LOGO_BYTES
from iama.model.problems import Finding, IamaError, Place, reason_of
from iama.model.values import InvalidValue, keepable_text
from iama.publish.record import record_digest
from iama.publish.theme import read_theme
from iama.publish.tokens import read_tokens
from iama.publish.wording import View
from iama.words import Phrase

LINES = ("logo-alt", "header", "footer", "licence")  # a text on the line itself
SECTIONS = ("before", "after")  # the name of a file with a text
FILES = ("logo", "tokens", *SECTIONS)
_KINDS = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))
_SVG = re.compile(rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<svg[\s>]", re.DOTALL)
_UNSAFE = re.compile(
    rb"<!|<\?(?!xml\s)|<\s*(?:script|foreignObject|iframe|image|use|a|animate|set)\b|\son[a-z]+\s*=|javascript:|@import"
    rb"|(?:href|src)\s*=\s*[\"'](?!#)|url\(\s*[\"']?(?!#)",
    re.IGNORECASE,
)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
Read = Callable[[str], bytes]  # the name of a file beside the house style, to its content; raises IamaError


def read_house(path: str, text: str, style: str, read: Read) -> tuple[View, list[Finding]]:
    """Return the house style in `text`, and what is wrong with it; `style` is the style sheet that it changes."""
    slots, theme_lines, findings = _slots(path, text)
    house: dict[str, object] = {}
    tokens: Mapping[str, str] = {}
    for name, (value, place) in slots.items():
        try:
            if name == "tokens":
                tokens = read_tokens(read(value))
            else:
                house[name.replace("-", "_")] = _slot_value(name, value, read)
        except (ValueError, IamaError) as error:  # InvalidValue is a ValueError
            findings.append(Finding(place, "invalid-value", Phrase("house-wrong", name=name, reason=reason_of(error))))
    theme, wrong = read_theme(path, theme_lines, style, tokens)
    if theme:
        house["theme"] = dict(theme)
    if "logo" in house and not house.get("logo_alt"):
        findings.append(Finding(slots["logo"][1], "invalid-value", Phrase("house-no-alt")))
    return house, sorted([*findings, *wrong], key=lambda finding: finding.place)


def with_house(view: View, house: View | None) -> View:
    """Return a view in a house style; the digest of a public one covers it."""
    if not house:
        return view
    housed = {**view, "house": dict(house)}
    return {**housed, "digest": record_digest(housed)} if "digest" in view else housed


def _slots(path: str, text: str) -> tuple[dict[str, tuple[str, Place]], str, list[Finding]]:
    """Return the slots with their places, the other lines as they stand, and which slots stand twice."""
    slots: dict[str, tuple[str, Place]] = {}
    others: list[str] = []
    findings = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        name, _, value = (part.strip() for part in line.partition(":"))
        if name not in (*LINES, *FILES):
            others.append(line)
            continue
        others.append("")
        place = Place(path, number, 1 + len(line) - len(line.lstrip()))
        if name in slots:
            findings.append(
                Finding(place, "duplicate-key", Phrase("theme-twice", name=name), Phrase("theme-twice-hint"))
            )
        slots.setdefault(name, (value, place))
    return slots, "\n".join(others), findings


def _slot_value(name: str, value: str, read: Read) -> object:
    """Return what a slot holds; raises InvalidValue and what `read` raises."""
    if name in LINES:
        return keepable_text(value)
    content = read(value)
    if name == "logo":
        return _data_uri(content)
    title, _, words = content.decode("utf-8-sig").strip().partition("\n")
    return {"title": keepable_text(title.strip()), "text": keepable_text(words.strip())}


def _data_uri(content: bytes) -> str:
    """Return a picture as the address that holds it; raises InvalidValue for what is none, or is unsafe."""
    if len(content) > LOGO_BYTES:
        raise InvalidValue("house-logo-large", limit=LOGO_BYTES // 1024)
    kind = next((kind for start, kind in _KINDS if content.startswith(start)), "")
    if not kind and _SVG.match(content):
        if _UNSAFE.search(_COMMENT.sub(b"", content)):
            raise InvalidValue("house-logo-unsafe")
        kind = "image/svg+xml"
    if not kind:
        raise InvalidValue("house-no-picture")
    return f"data:{kind};base64,{b64encode(content).decode()}"
