"""Reports in a real browser: reflow, requests, errors, and the rules of WCAG that a machine can check.

Drives the Chromium of the system through playwright; nothing is downloaded. Without them the checks are skipped, which
the summary of the run says loudly, or fail with IAMA_REQUIRE_BROWSER=1.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from editions import REPORTS, demo_document, demo_public, everything, everything_public
from portfolios import estate_page

from iama.publish.report import render

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# axe's own names: WCAG 2.0, 2.1 and 2.2 at A and AA, EN 301 549, and what axe calls good practice
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "EN-301-549", "best-practice"]
LANGUAGES = ["nl", "en"]
COLOURS: Sequence[dict[str, Any]] = ({"color_scheme": "dark"}, {"forced_colors": "active"}, {"media": "print"})
# what depends on colours, sizes and what is seen: enough for a page of which all rules were judged before
SEEN = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
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
CLIPPED = """
() => [...document.querySelectorAll("main *:not(.unseen)")]
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


@pytest.fixture(params=["internal", "public", "overview"])
def zoo(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a short page with every kind of block of an edition, or of the overview."""
    path = tmp_path / "zoo.html"
    pages = {
        "internal": everything,
        "public": lambda: render(everything_public(), "html", REPORTS),
        "overview": estate_page,
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


def opened(browser: "Browser", report: str, width: int = 1280, **state: Any) -> "Page":
    page = browser.new_context(viewport={"width": width, "height": 900}, **state).new_page()
    page.goto(report)
    return page


def judged(page: "Page", rules: dict[str, Any]) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the rules that axe found kept, and those violated with the first place."""
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped, unused-ignore]

    results = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]}).response
    violated = [(rule["id"], rule["nodes"][0]["html"][:200]) for rule in results["violations"]]
    return [rule["id"] for rule in results["passes"]], violated


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_the_page_never_scrolls_sideways(browser: "Browser", report: str, width: int) -> None:
    page = opened(browser, report, width)

    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate(OVERFLOW) == []


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
def test_axe_finds_no_violation_in_the_public_page_in_any_state(
    browser: "Browser", tmp_path: Path, language: str, counted: Callable[..., None]
) -> None:
    path = tmp_path / "public.html"
    path.write_bytes(demo_public(language, "html").encode())
    page = opened(browser, path.as_uri())
    passed, violated = judged(page, {"type": "tag", "values": RULES})

    counted(pages=1, rules=len(passed), violations=len(violated))
    assert violated == []
    assert len(passed) > 25
    seen = {"type": "rule", "values": SEEN}
    for state in COLOURS if language == "nl" else ():  # the same in both languages, and contrast takes its time
        page.emulate_media(**state)
        assert paper(state, judged(page, seen)[1]) == [], state
        page.emulate_media(color_scheme="light", forced_colors="none", media="screen")
    page.set_viewport_size({"width": 320, "height": 900})
    assert judged(page, seen)[1] == []


def paper(state: dict[str, Any], violated: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return what counts of what was violated: nobody points at paper."""
    return [one for one in violated if "media" not in state or one[0] != "target-size"]


@pytest.mark.parametrize(("state", "width"), [("light", 320), *((state, 1280) for state in STATES)])
def test_axe_finds_no_violation_in_any_block_or_state(browser: "Browser", zoo: str, state: str, width: int) -> None:
    page = opened(browser, zoo, width, **STATES[state])

    assert judged(page, {"type": "tag", "values": RULES})[1] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_axe_finds_no_violation_in_print(browser: "Browser", zoo: str) -> None:
    page = opened(browser, zoo, 700)
    page.emulate_media(media="print")
    violated = judged(page, {"type": "tag", "values": RULES})[1]

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

    assert judged(page, {"type": "tag", "values": RULES})[1] == []
    assert "Arial" in page.evaluate("getComputedStyle(document.body).fontFamily")


def test_axe_would_have_seen_pale_text(browser: "Browser", zoo: str) -> None:
    page = opened(browser, zoo, bypass_csp=True)
    page.add_style_tag(content=".quiet { color: #ccc !important }")

    [(rule, _)] = judged(page, {"type": "tag", "values": RULES})[1]

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
