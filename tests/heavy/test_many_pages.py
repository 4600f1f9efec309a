"""The whole worked example in a browser, where test_browser.py judges a page with every kind of block."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe import ALL, judged, opened, paper
from editions import demo_public

if TYPE_CHECKING:
    from playwright.sync_api import Browser

COLOURS: Sequence[dict[str, Any]] = ({"color_scheme": "dark"}, {"forced_colors": "active"}, {"media": "print"})
# what depends on colours, sizes and what is seen: enough for a page of which all rules were judged before
SEEN = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_axe_finds_no_violation_in_the_public_page_in_any_state(
    browser: "Browser", tmp_path: Path, language: str, counted: Callable[..., None]
) -> None:
    path = tmp_path / "public.html"
    path.write_bytes(demo_public(language, "html").encode())
    page = opened(browser, path.as_uri())
    passed, violated = judged(page, ALL)

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
