"""An organisation's own colours, fonts and line length, from a file of `name: value` lines.

    theme := {line}
    line  := NAME ":" value | "#" comment | nothing
    value := colour | fonts | length
    colour := "#" 3 or 6 hexadecimal digits
    fonts  := font {"," font}        letters, digits, spaces and hyphens, in quotes or without; at most ten
    length := number "rem"           from 25 to 80

NAME is a custom property of style.css without `--iama-`; `dark-` before a colour gives that of dark mode. Nothing
else can be said, so a theme cannot fetch, hide or run anything. Colours must leave the text readable (WCAG 1.4.3,
1.4.11). The file gives values only: it lays nothing out.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from iama.model.problems import Finding, Place, choices_hint
from iama.words import Phrase

Theme = Mapping[str, str]  # name to value
_ROOT = re.compile(r"(:root \{)([^}]*)(\})")  # light, dark, print: in this order in style.css
_DECLARED = re.compile(r"--iama-([a-z-]+): ([^;]+);")
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_FONT = re.compile(r"[A-Za-z][A-Za-z0-9 -]{0,63}")
_LENGTH = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)rem")
GENERIC = ("serif", "sans-serif", "monospace", "system-ui", "ui-serif", "ui-sans-serif", "ui-monospace")
_MOST_FONTS = 10
_NARROWEST, _WIDEST = 25, 80
_TEXT, _SHAPE = 4.5, 3.0  # least contrast of text, and of borders and figures
_ON_PAPER = ("accent", "ours-ink", "internal-ink", "loud")  # the colours that paper keeps, always on white
_PAIRS: Sequence[tuple[str, str, float]] = (
    *((*pair, _TEXT) for pair in product(("ink", "quiet", "accent", "loud"), ("paper", "surface"))),
    *((*pair, _TEXT) for pair in product(("ink", "quiet", "accent"), ("tint", "ours", "internal", "loud-tint"))),
    ("ours-ink", "ours", _TEXT),
    ("ours-ink", "paper", _TEXT),
    ("internal-ink", "internal", _TEXT),
    ("loud", "loud-tint", _TEXT),
    *((*pair, _SHAPE) for pair in product(("strong-line",), ("paper", "surface"))),
)


def read_theme(path: str, text: str, style: str, under: Theme | None = None) -> tuple[Theme, list[Finding]]:
    """Return the values that a theme file gives, and what is wrong with it; `style` is the style sheet it changes.

    `under` are values that count where the file gives none.
    """
    defaults = _theme_defaults(style)
    theme: dict[str, str] = {}
    places: dict[str, Place] = {}
    findings: list[Finding] = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, colon, value = (part.strip() for part in line.partition(":"))
        place = Place(path, number, 1 + len(line) - len(line.lstrip()))
        if fault := _fault(name, colon, value, defaults, theme, place):
            findings.append(fault)
            continue
        theme[name], places[name] = value, place
    theme = {**(under or {}), **theme}
    findings += _pale(theme, {**dict.fromkeys(theme, Place(path, 1, 1)), **places}, style)
    return theme, sorted(findings, key=lambda finding: finding.place)


def apply_theme(style: str, theme: Theme) -> str:
    """Return the style sheet with the values of a theme; an empty theme leaves every byte as it is."""
    if not theme:
        return style
    light = {name: _css(value) for name, value in theme.items() if not name.startswith("dark-")}
    dark = {name.removeprefix("dark-"): _css(value) for name, value in theme.items() if name.startswith("dark-")}
    paper = {name: value for name, value in light.items() if name.removeprefix("color-") in _ON_PAPER}
    blocks = iter((light, dark, paper))
    return _ROOT.sub(lambda block: block[1] + _replace_values(block[2], next(blocks, {})) + block[3], style)


def contrast(colour: str, beside: str) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted((_luminance(colour), _luminance(beside)))
    return (lighter + 0.05) / (darker + 0.05)


def _theme_defaults(style: str) -> Mapping[str, str]:
    """Return every name that a theme may give, with the value that it has without one."""
    light, dark = _light_and_dark_values(style)
    return {**light, **{f"dark-{name}": value for name, value in dark.items()}}


def _light_and_dark_values(style: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
    light, dark, *_ = (dict(_DECLARED.findall(body)) for _, body, _ in _ROOT.findall(style))
    return light, dark


def _fault(
    name: str, colon: str, value: str, defaults: Mapping[str, str], theme: Theme, place: Place
) -> Finding | None:
    if not colon:
        return Finding(place, "unreadable-file", Phrase("theme-no-value"), Phrase("theme-no-value-hint"))
    if name not in defaults:
        hint = choices_hint(name, defaults, Phrase("theme-names"))
        return Finding(place, "unknown-key", Phrase("theme-unknown-name"), hint)
    if name in theme:
        return Finding(place, "duplicate-key", Phrase("theme-twice", name=name), Phrase("theme-twice-hint"))
    expectation = _expected_value(name, value)
    return Finding(place, "invalid-value", Phrase("theme-wrong-value", name=name), expectation) if expectation else None


def _expected_value(name: str, value: str) -> Phrase | None:
    """Return what a value should have been; None when it is right."""
    if "color-" in name:
        return None if _COLOUR.fullmatch(value) else Phrase("theme-colour")
    if name.startswith("font-"):
        fonts = _font_names(value)
        right = len(fonts) <= _MOST_FONTS and all(_FONT.fullmatch(font) for font in fonts)
        return None if right else Phrase("theme-fonts")
    length = _LENGTH.fullmatch(value)
    right = length is not None and _NARROWEST <= float(length[1]) <= _WIDEST
    return None if right else Phrase("theme-length", least=f"{_NARROWEST}rem", most=f"{_WIDEST}rem")


def _pale(theme: Theme, places: Mapping[str, Place], style: str) -> Iterator[Finding]:
    """Yield the pairs of colours, of which the theme gives at least one, that a reader can hardly tell apart."""
    light, dark = _light_and_dark_values(style)
    for prefix, plain in (("", light), ("dark-", dark)):
        colours = {**plain, **{n.removeprefix(prefix): v for n, v in theme.items() if n.startswith(f"{prefix}color-")}}
        white = ((name, "white", _TEXT) for name in _ON_PAPER if not prefix)
        for front, back, least in (*_PAIRS, *white):
            own = [name for name in (f"{prefix}color-{front}", f"{prefix}color-{back}") if name in theme]
            ratio = contrast(colours[f"color-{front}"], colours.get(f"color-{back}", "#ffffff"))
            if own and ratio < least:
                pair = {"front": f"{prefix}color-{front}", "back": f"{prefix}color-{back}"}
                pale = Phrase("theme-pale", contrast=f"{_floor(ratio)}:1", **pair)
                yield Finding(places[own[0]], "low-contrast", pale, Phrase("theme-pale-hint", least=f"{least}:1"))


def _floor(ratio: float) -> float:
    """Return a ratio rounded down, so that 4.49 is not told as 4.5."""
    return int(ratio * 10) / 10


def _replace_values(body: str, values: Theme) -> str:
    return _DECLARED.sub(lambda match: f"--iama-{match[1]}: {values.get(match[1], match[2])};", body)


def _css(value: str) -> str:
    """Return a value as CSS: names of fonts in quotes, all else as it is."""
    if _COLOUR.fullmatch(value) or _LENGTH.fullmatch(value):
        return value.lower()
    return ", ".join(font if font in GENERIC else f'"{font}"' for font in _font_names(value))


def _font_names(value: str) -> list[str]:
    """Return names of fonts without the quotes around them."""
    fonts = (font.strip() for font in value.split(","))
    return [font[1:-1] if len(font) > 1 and font[0] == font[-1] and font[0] in "\"'" else font for font in fonts]


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    red, green, blue = (_linear(int(digits[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
