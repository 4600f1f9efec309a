"""A house style: a logo, texts and tokens of an organisation; all of it data, inside the digest and harmless."""

import json
from base64 import b64decode
from collections.abc import Mapping
from pathlib import Path

import pytest
from commands import demo, iama, refused
from editions import REPORTS
from test_citable import public_demo

from iama.files.themefile import read_beside
from iama.model.limits import LOGO_BYTES
from iama.model.problems import UsageError
from iama.publish.house import read_house, with_house
from iama.publish.record import public_record, record_digest
from iama.publish.report import render, style_sheet
from iama.publish.tokens import read_tokens
from iama.publish.wording import View

STYLE = style_sheet(REPORTS)
SVG = b'<?xml version="1.0"?><!-- by hand --><svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9v9"/></svg>'
TOKENS = {
    "waterhoven": {
        "blue": {"500": {"value": "hsl(210 100% 27%)"}},
        "link": {"color": {"value": "{waterhoven.blue.500}"}},
        "document": {"font-family": {"$value": ["Open Sans", "sans-serif"]}, "color": {"value": "rgb(10, 20, 30)"}},
        "heading": {"font-family": {"value": "'Source Serif 4', url(evil)"}},
        "button": {"color": {"value": "#ffffff"}},
    }
}
FILES = {
    "logo.svg": SVG,
    "logo.png": b"\x89PNG\r\n\x1a\n" + b"0" * 20,
    "before.txt": b"Over ons\n\nEen **regel** met <b>tekens</b>.\n",
    "tokens.json": json.dumps(TOKENS).encode(),
}
GOOD = """
logo: logo.svg
logo-alt: Waterhoven
header: Een kop
footer: Een voet
licence: CC0 1.0
before: before.txt
tokens: tokens.json
font-code: "Fira Code", 'Courier New', monospace
"""


def house_of(text: str, files: Mapping[str, bytes] = FILES) -> tuple[View, list[str]]:
    """Return a house style, and the findings about it in short: `2 invalid-value`."""
    house, findings = read_house("style.txt", text, STYLE, files.__getitem__)
    return house, [f"{one.place.line} {one.code}" for one in findings]


def test_a_house_style_stands_around_the_page_and_inside_its_digest() -> None:
    house, wrong = house_of(GOOD)
    view = with_house(public_demo("nl"), house)
    page, markdown = render(view, "html", REPORTS), render(view, "md", REPORTS)
    assert wrong == []
    assert f'<img class="logo" src="{house["logo"]}" alt="Waterhoven">' in page
    assert b64decode(str(house["logo"]).partition(",")[2]) == SVG
    for words in ("Een kop", "Een voet", "CC0 1.0", "Over ons"):
        assert words in page and words in markdown
    assert "Een **regel** met &lt;b&gt;tekens&lt;/b&gt;." in page
    assert view["digest"] == record_digest(view) != public_demo("nl")["digest"]
    assert public_record(view)["house"] == house and view["digest"] in page
    assert '--iama-font-code: "Fira Code", "Courier New", monospace;' in page


def test_without_a_house_style_nothing_changes() -> None:
    assert with_house(public_demo("nl"), {}) == public_demo("nl")


def test_tokens_give_the_colours_and_fonts_that_a_page_has() -> None:
    assert read_tokens(FILES["tokens.json"]) == {
        "color-accent": "#00458a",
        "font-text": "Open Sans, sans-serif",
        "color-ink": "#0a141e",
        "font-head": "Source Serif 4",
    }


def test_the_file_itself_goes_before_tokens_and_both_must_be_readable() -> None:
    house, _ = house_of("tokens: tokens.json\ncolor-accent: #112233\n")
    assert house["theme"]["color-accent"] == "#112233"
    pale = json.dumps({"x": {"link": {"color": {"value": "#eeeeee"}}}}).encode()
    assert "1 low-contrast" in house_of("tokens: t.json\n", {"t.json": pale})[1]


@pytest.mark.parametrize("value", ["{a.b}", "{x.link.color}", "red", "#12345678", "url(x)", None, 5, {}])
def test_a_token_that_no_theme_can_have_says_nothing(value: object) -> None:
    assert read_tokens(json.dumps({"x": {"link": {"color": {"value": value}}}}).encode()) == {}


@pytest.mark.parametrize(
    "drawing",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
        b'<svg onload="x()"></svg>',
        b'<svg><a href="https://x.example"><path/></a></svg>',
        b'<svg><path style="fill:url(https://x.example)"/></svg>',
        b'<svg><style>@import "x"</style></svg>',
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg></svg>',
        b"<svg><foreignObject/></svg>",
        b"GIF89a",
        b"<html></html>",
        b"\x89PNG\r\n\x1a\n" + b"0" * LOGO_BYTES,
    ],
)
def test_a_logo_that_could_do_something_or_is_none_is_refused(drawing: bytes) -> None:
    house, wrong = house_of("logo: x\nlogo-alt: y\n", {"x": drawing})
    assert "logo" not in house and wrong == ["1 invalid-value"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("logo: logo.svg\n", ["1 invalid-value"]),  # without words for who does not see it
        ("header: a\nheader: b\n", ["2 duplicate-key"]),
        ("header: a\x00b\n", ["1 invalid-value"]),
        ("before: bad.txt\n", ["1 invalid-value"]),
        ("tokens: bad.txt\n", ["1 invalid-value"]),
        ("headers: a\n", ["1 unknown-key"]),
    ],
)
def test_a_mistake_is_a_finding_at_its_line(text: str, expected: list[str]) -> None:
    assert house_of(text, {**FILES, "bad.txt": b"\xff\xfe"})[1] == expected


@pytest.mark.parametrize("words", ["<script>1</script>", '"><img src=x onerror=1>', "</style><b>", "{{ 7 * 7 }}"])
def test_whatever_a_text_holds_it_adds_no_markup(words: str) -> None:
    slots = {"header": words, "footer": words, "licence": words, "logo": "data:image/png;base64,AA", "logo_alt": words}
    house = {**slots, "before": {"title": words, "text": words}, "after": {"title": words, "text": words}}
    page = render(with_house(public_demo("nl"), house), "html", REPORTS)
    assert words not in page.replace("{{ 7 * 7 }}", "") and "49" not in page.partition("<main")[0].partition("<body")[2]
    assert page.count("<img") == 1 and "<script" not in page


def test_files_stand_beside_the_house_style_only(tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (tmp_path / "house" / "link.txt").symlink_to(tmp_path / "secret.txt")
    for name in ("../secret.txt", str(tmp_path / "secret.txt"), "link.txt", ""):
        with pytest.raises(UsageError):
            read_beside(tmp_path / "house" / "style.txt", name)


def test_a_decision_keeps_its_page_in_the_house_style_and_can_be_verified(tmp_path: Path) -> None:
    base = demo(tmp_path)
    for name, content in {**FILES, "style.txt": GOOD.encode()}.items():
        (base / name).write_bytes(content)
    (base / "iama.toml").write_text('root = "assessments"\nlanguage = "nl"\ntheme = "style.txt"\n', encoding="utf-8")
    told = iama(base, "approve", "herzicht", "-q", "iama-2.0", "--decision", "no-go", "--role", "responsible")
    assert told.code == 0
    page = iama(base, "report", "herzicht", "--as-approved", "--edition", "public", "-o", "-").out
    assert "Een kop" in page and "Over ons" in page
    (base / "style.txt").write_text("header: Iets anders\n", encoding="utf-8")  # later, which changes no decision
    assert "bewezen" in iama(base, "verify", "herzicht").out
    assert "page-" not in iama(base, "verify", "herzicht").out
    assert "Een kop" in iama(base, "report", "herzicht", "--as-approved", "--edition", "public", "-o", "-").out
    assert "--theme" in refused(base, "report", "herzicht", "--to", "notice", "--theme", "style.txt")
