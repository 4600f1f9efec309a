"""Reports in a real browser: reflow, requests, errors, and the rules of WCAG that a machine can check.

Drives the Chromium of the system through playwright; nothing is downloaded. Without them the checks are skipped, which
the summary of the run says loudly, or fail with IAMA_REQUIRE_BROWSER=1.
"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe import ALL, judged, opened, paper
from commands import ID, iama
from commands import demo as command_demo
from editions import REPORTS, demo_document, demo_meeting, demo_public, everything, everything_public
from estates import estate_page as many_page
from portfolios import estate_page
from test_html_valid import changes

from iama.publish.report import render

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LANGUAGES = ["nl", "en"]
STATES: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
    "forced colours, dark": {"forced_colors": "active", "color_scheme": "dark"},
}
SPACING = """
*, *::before, *::after {
  line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important;
}
p { margin-bottom: 2em !important }
"""
OVERFLOW = """
() => [...document.querySelectorAll("body *")]
  .filter(one => one.getBoundingClientRect().right > innerWidth + 0.5 && !one.closest(".scroll, .skip"))
  .map(one => one.outerHTML.slice(0, 90)).slice(0, 5)
"""
SCROLLING = """
() => [...document.querySelectorAll("main *")]
  .filter(one => one.scrollWidth > one.clientWidth + 1 && ["auto", "scroll"].includes(getComputedStyle(one).overflowX))
  .map(one => one.outerHTML.slice(0, 90)).slice(0, 5)
"""
UNLABELLED = """
() => [...document.querySelectorAll(".scroll td")].filter(one => one.checkVisibility() && one.innerText.trim())
  .filter(one => ["none", '""'].includes(getComputedStyle(one, "::before").content))
  .map(one => one.outerHTML.slice(0, 90)).slice(0, 5)
"""
CLIPPED = """
() => [...document.querySelectorAll("main *:not(.unseen, thead)")]
  .filter(one => ["hidden", "clip"].includes(getComputedStyle(one).overflowY) && one.scrollHeight > one.clientHeight + 1
    && !one.closest("svg"))
  .map(one => one.outerHTML.slice(0, 90)).slice(0, 5)
"""


@pytest.fixture(params=LANGUAGES)
def report(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of the worked example's report."""
    path = tmp_path / "report.html"
    path.write_bytes(demo_document(request.param, "html").encode())
    return path.as_uri()


@pytest.fixture(params=["internal", "public", "overview", "estate", "answer"])
def zoo(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a short page with every kind of block of an edition, of the overview, or of the estate."""
    path = tmp_path / "zoo.html"
    pages: dict[str, Callable[[], str]] = {
        "internal": everything,
        "public": lambda: render(everything_public(), "html", REPORTS),
        "overview": estate_page,
        "estate": many_page,
        "answer": partial(many_page, question=True),
    }
    document = pages[request.param]()
    path.write_bytes(document.encode())
    return path.as_uri()


@pytest.fixture(autouse=True)
def closed(browser: "Browser") -> Iterator[None]:
    """Close every page that a test opened: a large one takes its time even behind another."""
    yield
    for context in browser.contexts:
        context.close()


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_the_page_never_scrolls_sideways(browser: "Browser", report: str, width: int) -> None:
    page = opened(browser, report, width)

    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate(OVERFLOW) == []


def test_nothing_scrolls_sideways_on_a_phone_and_every_cell_says_what_it_is(browser: "Browser", report: str) -> None:
    page = opened(browser, report, 320)

    assert page.evaluate(SCROLLING) == []
    assert page.locator(".scroll td").count() > 100
    assert page.evaluate(UNLABELLED) == []


@pytest.mark.parametrize(("width", "media"), [(320, "screen"), (1280, "screen"), (320, "print")])
def test_a_row_is_a_card_on_a_phone_and_on_no_paper(browser: "Browser", zoo: str, width: int, media: Any) -> None:
    page = opened(browser, zoo, width)
    page.emulate_media(media=media)
    rows = page.evaluate("[...document.querySelectorAll('.scroll tbody tr')].map(one => getComputedStyle(one).display)")

    assert set(rows) == {"block" if (width, media) == (320, "screen") else "table-row"}
    assert (width, media) != (320, "screen") or page.evaluate(SCROLLING) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "words", ["register herzicht --sheet --to html", "report herzicht --layer decision --to html -o -"]
)
def test_a_sheet_fits_a_phone_and_axe_finds_nothing(
    browser: "Browser", tmp_path: Path, words: str, scheme: str
) -> None:
    path = tmp_path / "sheet.html"
    told = iama(command_demo(tmp_path), *words.split())
    path.write_text(told.out, encoding="utf-8")
    page = opened(browser, path.as_uri(), 320, color_scheme=scheme)

    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert (page.evaluate(SCROLLING), page.evaluate(OVERFLOW)) == ([], [])
    assert judged(page, ALL)[1] == []


def test_the_page_of_changes_fits_a_phone_and_axe_finds_nothing(browser: "Browser", tmp_path: Path) -> None:
    path = tmp_path / "changes.html"
    path.write_text(changes(), encoding="utf-8")
    page = opened(browser, path.as_uri(), 320, color_scheme="dark")

    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert judged(page, ALL)[1] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_notice_in_a_page_fits_a_phone_and_axe_finds_nothing(browser: "Browser", tmp_path: Path, scheme: str) -> None:
    notice = iama(command_demo(tmp_path), "report", ID, "--to", "notice-html", "-o", "-").out
    path = tmp_path / "page.html"
    path.write_text(
        f"<!doctype html><html lang=nl><meta charset=utf-8><title>x</title><main><h1>x</h1>{notice}</main></html>",
        encoding="utf-8",
    )
    page = opened(browser, path.as_uri(), 320, color_scheme=scheme)

    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert (page.evaluate(SCROLLING), page.evaluate(OVERFLOW)) == ([], [])
    assert judged(page, ALL)[1] == []


@pytest.mark.parametrize("width", [320, 1280])
def test_wider_text_spacing_loses_nothing(browser: "Browser", report: str, width: int) -> None:  # WCAG 1.4.12
    page = opened(browser, report, width, bypass_csp=True)
    page.add_style_tag(content=SPACING)

    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate(CLIPPED) == []


@pytest.mark.parametrize("state", STATES)
def test_one_request_and_no_errors(browser: "Browser", report: str, state: str) -> None:
    page = browser.new_context(**STATES[state]).new_page()
    requests: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))

    page.goto(report, wait_until="networkidle")

    assert (requests, errors) == ([report], [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_no_violation_in_the_public_page(browser: "Browser", tmp_path: Path, language: str) -> None:
    path = tmp_path / "public.html"
    path.write_bytes(demo_public(language, "html").encode())
    # a long page keeps contrast busy for a minute: here that of each kind of block is judged, in tests/heavy of all
    passed, violated = judged(opened(browser, path.as_uri()), ALL, but=["color-contrast"])

    assert violated == []
    assert len(passed) > 24


@pytest.mark.parametrize(("state", "width"), [("light", 320), ("dark", 1280), ("forced colours", 1280)])
def test_axe_finds_no_violation_in_any_block_or_state(browser: "Browser", zoo: str, state: str, width: int) -> None:
    page = opened(browser, zoo, width, **STATES[state])

    assert judged(page, ALL)[1] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize(("minutes", "state", "width"), [(False, "light", 320), (True, "dark", 1280)])
def test_axe_finds_no_violation_in_the_papers_of_a_meeting(
    browser: "Browser", tmp_path: Path, minutes: bool, state: str, width: int
) -> None:
    path = tmp_path / "meeting.html"
    path.write_bytes(demo_meeting(minutes=minutes).encode())
    page = opened(browser, path.as_uri(), width, **STATES[state])

    # the colours are those of the report, of which contrast is judged above
    assert judged(page, ALL, but=["color-contrast"])[1] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate(OVERFLOW) == []


def test_axe_finds_no_violation_in_print(browser: "Browser", zoo: str) -> None:
    page = opened(browser, zoo, 700)
    page.emulate_media(media="print")
    violated = judged(page, ALL)[1]

    assert paper({"media": "print"}, violated) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 700


@pytest.mark.parametrize("theme", [{"color-accent": "#004488", "dark-color-accent": "#99ccff", "font-text": "Arial"}])
@pytest.mark.parametrize("state", ["light", "dark"])
def test_axe_finds_no_violation_under_a_theme(
    browser: "Browser", tmp_path: Path, state: str, theme: dict[str, str]
) -> None:
    path = tmp_path / "themed.html"
    path.write_bytes(render(everything_public(), "html", REPORTS, theme).encode())
    page = opened(browser, path.as_uri(), **STATES[state])

    assert judged(page, ALL)[1] == []
    assert "Arial" in page.evaluate("getComputedStyle(document.body).fontFamily")


def test_axe_would_have_seen_pale_text(browser: "Browser", tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(everything(), encoding="utf-8")
    page = opened(browser, path.as_uri(), bypass_csp=True)
    page.add_style_tag(content=".quiet, main > section > p { color: #ccc !important }")

    [(rule, _)] = judged(page, ALL)[1]

    assert rule == "color-contrast"


def test_the_policy_stops_what_an_attacker_would_add(browser: "Browser", report: str, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    planted = (
        '<img src="https://evil.example/x.gif"><script>document.title="taken"</script><p style="color:red">x</p></body>'
    )
    path.write_bytes(path.read_bytes().replace(b"</body>", planted.encode()))
    page = browser.new_page()
    finished: list[str] = []
    page.on("requestfinished", lambda request: finished.append(request.url))
    page.on("console", lambda message: refused.append(message.text))
    refused: list[str] = []

    page.goto(report)

    assert page.title() != "taken" and finished == [report]
    assert sum("Content Security Policy" in text for text in refused) == 3


def test_the_skip_link_is_the_first_stop_and_leads_to_the_content(browser: "Browser", report: str) -> None:
    page = opened(browser, report)

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_print_hides_the_contents_and_keeps_every_table_on_the_paper(browser: "Browser", report: str) -> None:
    page = opened(browser, report, 700)
    page.emulate_media(media="print")

    assert page.locator("nav").is_hidden()
    assert page.locator("h2").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 700


@pytest.mark.parametrize("width", [320, 1280])
def test_the_report_for_an_auditor_fits_and_keeps_the_rules(browser: "Browser", tmp_path: Path, width: int) -> None:
    base = command_demo(tmp_path)
    assert iama(base, "verify", ID, "--to", "html", "-o", "audit.html").code == 0
    page = opened(browser, (base / "audit.html").as_uri(), width, color_scheme="dark")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")

    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate(OVERFLOW) == []
    if width == 320:  # the same blocks, of which each is long to judge
        assert judged(page, ALL)[1] == []
