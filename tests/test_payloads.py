"""Hostile texts in every place of a report: no live tag, link, mention or template, in HTML and Markdown.

The same texts are opened in Chromium by tests/browser.
"""

import re
import unicodedata
from collections.abc import Callable

import pytest
from editions import REPORTS, Page, everything_public, everything_view
from fidelity import FORGE
from payloads import COMBINED, PAYLOADS, TERMINAL, places, poisoned_view, slim

from iama.model.text import escape_controls
from iama.publish.report import render

SEVERAL = 8  # payloads in one place; tests/browser takes them one by one
VIEWS = {"internal": slim(everything_view()), "public": slim(everything_public())}
ATTRIBUTES = {
    "a": {"href", "id", "rel", "class"},
    "time": {"datetime"},
}
FOREIGN = ("style", "src", "srcdoc", "action")
OURS = {tag for tag, _ in Page(render(VIEWS["internal"], "html", REPORTS)).tags} | {"ol", "br"}
FORGED = set(
    "a h1 h2 h3 h4 h5 h6 p ul ol li em strong br table thead tbody tr th td hr".split()
)  # hr: `**` + nothing + `**`


def test_there_are_enough_payloads_and_places() -> None:
    assert len(PAYLOADS) > 200 and len({*PAYLOADS, *COMBINED}) > 600
    assert min(places(view) for view in VIEWS.values()) > 150


def strangers(read: Page, allowed: set[str]) -> list[str]:
    """Return every tag, attribute and address of a page that comes neither of a template nor of a plain answer."""
    found = [tag for tag, _ in read.tags if tag not in allowed]
    for tag, attrs in read.tags:
        found += [
            name for name in attrs if name.startswith("on") or name in FOREIGN or name not in ATTRIBUTES.get(tag, attrs)
        ]
    return found + [target for target in read.values("href") if not target.startswith(("#", "https://"))]


def live(payload: str) -> list[str]:
    """Return what a payload in every place brings to life in HTML, and in Markdown as a forge reads it."""
    page = Page(render(poisoned_view(VIEWS["internal"], payload), "html", REPORTS))
    read = Page(FORGE.render(render(poisoned_view(VIEWS["public"], payload), "md", REPORTS)))
    return strangers(page, OURS) + strangers(read, FORGED)


@pytest.mark.parametrize("first", range(0, len(PAYLOADS), SEVERAL))
def test_payloads_in_every_place_add_no_tag_and_no_address(first: int, counted: Callable[..., None]) -> None:
    several = PAYLOADS[first : first + SEVERAL]
    found = live("\n\n".join(several))
    counted(payloads=len(several), pairs=len(several) * sum(map(places, VIEWS.values())), live=len(found))
    assert found == []


def test_what_is_not_escaped_is_seen() -> None:
    planted = Page("<p onclick=x><a href=javascript:x style=y>z</a><img src=z>")
    assert strangers(planted, FORGED) == ["img", "onclick", "style", "src", "javascript:x"]


@pytest.mark.parametrize(
    "payload", ["@everyone", "#1", "org/repo#1", "!1", "$x$", ":tada:", "www.evil.example", "http://e.example"]
)
def test_a_forge_finds_no_mention_reference_or_bare_address(payload: str) -> None:
    document = render(poisoned_view(VIEWS["internal"], payload), "md", REPORTS)
    said = Page(FORGE.render(document)).text

    assert payload not in said or payload == "$x$"
    assert not re.search(r"(?<![\w&/])\$x\$", document)


def test_a_template_in_an_answer_is_text() -> None:
    document = render(poisoned_view(VIEWS["public"], "{{ 77*77 }}"), "html", REPORTS)

    assert "{{ 77*77 }}" in document and "5929" not in Page(document).text


@pytest.mark.parametrize("payload", TERMINAL)
def test_a_terminal_obeys_no_payload(payload: str) -> None:
    said = escape_controls(payload)

    assert not any(unicodedata.category(sign) in ("Cc", "Cs") for sign in said)
    assert not set(said) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
