"""Themes: what an organisation may set, what it may not, and that its colours stay readable."""

import re
from base64 import b64encode
from hashlib import sha256

import pytest
from editions import REPORTS, demo_view
from hypothesis import given
from hypothesis import strategies as st

from iama.publish.report import render, style_sheet
from iama.publish.theme import apply_theme, contrast, read_theme

STYLE = style_sheet(REPORTS)
GOOD = """
# Gemeente Waterhoven
color-accent: #004488
dark-color-accent: #9cf
font-text: Verdana, Segoe UI, sans-serif
measure: 38.5rem
"""


def found(text: str) -> list[str]:
    """Return the findings about a theme in short: `2:1 unknown-key`."""
    return [f"{one.place.line}:{one.place.column} {one.code}" for one in read_theme("theme.txt", text, STYLE)[1]]


def test_a_theme_changes_what_it_names_and_nothing_else() -> None:
    theme, findings = read_theme("theme.txt", GOOD, STYLE)
    style = apply_theme(STYLE, theme)
    changed = [(a, b) for a, b in zip(STYLE.splitlines(), style.splitlines(), strict=True) if a != b]

    assert not findings
    assert [after.strip() for _, after in changed[:4]] == [
        "--iama-color-accent: #004488;",
        '--iama-font-text: "Verdana", "Segoe UI", sans-serif;',
        "--iama-measure: 38.5rem;",
        "--iama-color-accent: #9cf;",
    ]
    assert len(changed) == 5 and "--iama-color-accent: #004488;" in changed[4][1]  # on paper


def test_no_theme_leaves_every_byte() -> None:
    assert apply_theme(STYLE, {}) == STYLE
    assert read_theme("theme.txt", "\n# nothing\n", STYLE) == ({}, [])


def test_the_policy_covers_the_themed_style() -> None:
    document = render(demo_view("nl"), "html", REPORTS, {"color-accent": "#004488"})
    [style] = re.findall(r"<style>(.*?)</style>", document, re.DOTALL)

    assert "#004488" in style
    assert f"style-src 'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" in document


def test_our_own_colours_have_the_contrast_that_a_theme_must_have() -> None:
    own = re.findall(r"--iama-(color-[a-z-]+): (#\w+);", STYLE.split("}")[0])
    dark = re.findall(r"--iama-(color-[a-z-]+): (#\w+);", STYLE.split("@media")[1])
    lines = [f"{name}: {value}" for name, value in own] + [f"dark-{name}: {value}" for name, value in dark]

    assert len(lines) == 28
    assert found("\n".join(lines)) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("  colour-accent: #004488", "1:3 unknown-key"),
        ("color-accent #004488", "1:1 unreadable-file"),
        ("color-accent: red", "1:1 invalid-value"),
        ("color-accent: #12345", "1:1 invalid-value"),
        ("color-accent: #004488; }", "1:1 invalid-value"),
        ("color-accent: url(https://evil.example)", "1:1 invalid-value"),
        ("font-text: </style><script>", "1:1 invalid-value"),
        ('font-text: "Arial', "1:1 invalid-value"),
        ("font-text: Arial\\", "1:1 invalid-value"),
        ("font-text: url(x)", "1:1 invalid-value"),
        ("font-text: a, b, c, d, e, f, g, h, i, j, k", "1:1 invalid-value"),
        ("font-text:", "1:1 invalid-value"),
        ("measure: 2rem", "1:1 invalid-value"),
        ("measure: 400px", "1:1 invalid-value"),
        ("measure: calc(1rem)", "1:1 invalid-value"),
        ("color-ink: #000\ncolor-ink: #111", "2:1 duplicate-key"),
        ("dark-font-text: Arial", "1:1 unknown-key"),
    ],
)
def test_a_bad_line_is_a_finding_at_its_place(line: str, expected: str) -> None:
    assert found(line) == [expected]


def test_a_misspelt_name_gets_a_suggestion() -> None:
    assert str(read_theme("t", "color-acent: #004488", STYLE)[1][0].hint) == "did you mean `color-accent`?"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("color-accent: #cccccc", "`color-accent` on `color-paper`"),
        ("dark-color-ink: #333333", "`dark-color-ink` on `dark-color-paper`"),
        ("color-paper: #222222", "`color-ink` on `color-paper`"),
        ("color-strong-line: #eeeeee", "`color-strong-line` on `color-paper`"),
    ],
)
def test_colours_that_readers_cannot_tell_apart_are_findings(line: str, said: str) -> None:
    findings = read_theme("theme.txt", line, STYLE)[1]

    assert {one.code for one in findings} == {"low-contrast"}
    assert any(str(one.message).startswith(said) for one in findings)


@pytest.mark.parametrize(
    ("one", "other", "expected"), [("#000", "#fff", 21.0), ("#777777", "#ffffff", 4.48), ("#abc", "#abc", 1.0)]
)
def test_contrast_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    assert contrast(one, other) == pytest.approx(expected, abs=0.01) == contrast(other, one)


@given(st.text(max_size=200))
def test_whatever_a_theme_holds_the_style_sheet_stays_one(text: str) -> None:
    for name in ("color-accent", "font-text", "measure"):
        style = apply_theme(STYLE, read_theme("t", f"{name}: {text}", STYLE)[0])
        assert style.count("{") == STYLE.count("{") and style.count(";") == STYLE.count(";")
        assert "<" not in style and "url(" not in style and "\\" not in style
