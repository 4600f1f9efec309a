"""What axe, which holds the rules of WCAG that a machine can check, says of a page in Chromium."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# axe's own names: WCAG 2.0, 2.1 and 2.2 at A and AA, EN 301 549, and what axe calls good practice
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "EN-301-549", "best-practice"]
ALL = {"type": "tag", "values": RULES}


def opened(browser: "Browser", report: str, width: int = 1280, **state: Any) -> "Page":
    page = browser.new_context(viewport={"width": width, "height": 900}, **state).new_page()
    page.goto(report)
    return page


def judged(page: "Page", rules: dict[str, Any], *, but: Sequence[str] = ()) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the rules that axe found kept, and those violated with the first place; those in `but` are not asked."""
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped, unused-ignore]

    options = {"runOnly": rules, "resultTypes": ["violations"], "rules": {rule: {"enabled": False} for rule in but}}
    results = Axe().run(page, options=options).response
    violated = [(rule["id"], rule["nodes"][0]["html"][:200]) for rule in results["violations"]]
    return [rule["id"] for rule in results["passes"]], violated


def paper(state: dict[str, Any], violated: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return what counts of what was violated: nobody points at paper."""
    return [one for one in violated if "media" not in state or one[0] != "target-size"]
