"""Design tokens of the NL Design System to the values of a theme: colours and fonts of text, links and headings.

A file of tokens is JSON: maps in maps, with a `value` or `$value` at every end; `{utrecht.color.blue.35}` stands for
another token. The first part of a name is that of the organisation and does not count.
"""

import re
from collections.abc import Iterator, Mapping
from colorsys import hls_to_rgb
from typing import Any

from iama.model.strangejson import parse_strange_json
from iama.publish.theme import GENERIC, Theme

_NAMES = {  # ours, by the name of the token behind that of the organisation
    "document.color": "color-ink",
    "document.background-color": "color-paper",
    "document.font-family": "font-text",
    "link.color": "color-accent",
    "heading.font-family": "font-head",
    "heading-1.font-family": "font-head",
    "heading-1.color": "",  # headings have the colour of text here
    "code.font-family": "font-code",
    "separator.color": "color-line",
    "table.border-color": "color-line",
    "form-control.border-color": "color-strong-line",
}
_ALIAS = re.compile(r"\{([^{}]+)\}")
_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})(?:[fF]{2})?")
_RGB = re.compile(r"rgba?\((\d{1,3})[ ,]+(\d{1,3})[ ,]+(\d{1,3})(?:[ ,/]+(?:1|1\.0|100%))?\)")
_HSL = re.compile(
    r"hsla?\((\d{1,3}(?:\.\d+)?)(?:deg)?[ ,]+(\d{1,3}(?:\.\d+)?)%[ ,]+(\d{1,3}(?:\.\d+)?)%(?:[ ,/]+(?:1|100%))?\)"
)
_FONT = re.compile(r"[A-Za-z][A-Za-z0-9 -]{0,63}")
_DEEPEST = 20


def read_tokens(content: bytes) -> Theme:
    """Return what a file of tokens says of a page; raises ValueError for what is no such file.

    A token that we do not know, or whose value no theme can have, says nothing.
    """
    tokens = dict(_tokens(parse_strange_json(content)))
    theme: dict[str, str] = {}
    for name, value in tokens.items():
        ours = _NAMES.get(name.partition(".")[2])
        found = _theme_value(ours, _followed(value, tokens)) if ours else ""
        if ours and found:
            theme.setdefault(ours, found)
    return theme


def _tokens(node: Any, name: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Yield every token with its whole name."""
    if depth > _DEEPEST or not isinstance(node, Mapping):
        return
    value = node.get("$value", node.get("value"))
    if value is not None and not isinstance(value, Mapping):
        yield name, value
        return
    for key, below in node.items():
        yield from _tokens(below, f"{name}.{key}" if name else str(key), depth + 1)


def _followed(value: Any, tokens: Mapping[str, Any]) -> Any:
    """Return what a value stands for, through the tokens that it names."""
    for _ in range(_DEEPEST):
        alias = _ALIAS.fullmatch(value.strip()) if isinstance(value, str) else None
        if alias is None:
            return value
        value = tokens.get(alias[1].strip().removesuffix(".value"), "")
    return ""


def _theme_value(name: str, value: Any) -> str:
    return _colour(str(value).strip()) if name.startswith("color-") else _fonts(value)


def _colour(value: str) -> str:
    if _HEX.fullmatch(value):
        return value[:7] if len(value) == len("#112233ff") else value[:4] if len(value) == len("#123ff") else value
    if rgb := _RGB.fullmatch(value):
        return _hex(*(min(int(part), 255) / 255 for part in rgb.groups()))
    if hsl := _HSL.fullmatch(value):
        hue, saturation, light = (float(part) for part in hsl.groups())
        return _hex(*hls_to_rgb(hue % 360 / 360, min(light, 100) / 100, min(saturation, 100) / 100))
    return ""


def _hex(*channels: float) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def _fonts(value: Any) -> str:
    names = value if isinstance(value, list) else str(value).split(",")
    bare = [str(name).strip().strip("\"'").strip() for name in names]
    return ", ".join(name for name in bare if name in GENERIC or _FONT.fullmatch(name))
