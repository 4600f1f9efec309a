"""Hostile texts in every place of a page, opened in Chromium without the policy: nothing runs or asks."""

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import pytest
from editions import REPORTS, everything_public, everything_view
from payloads import PAYLOADS, places, poisoned_view, slim

from iama.publish.report import render

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

HOST = "http://page.example/"
SEVERAL = 24  # payloads a test; each has a page of its own
VIEWS = {"internal": slim(everything_view()), "public": slim(everything_public())}
WATCH = "window.calls = 0; window.canary = window.alert = window.prompt = window.confirm = () => { window.calls += 1 }"
# what is in the page that no template wrote, after every element was clicked at, hovered and focused
FOUND = """
() => {
  for (const one of document.querySelectorAll("body *"))
    for (const kind of ["mouseover", "pointerover", "focus", "toggle"]) one.dispatchEvent(new Event(kind))
  const bad = [...document.querySelectorAll("*")].filter(one =>
    one.matches("script, iframe, object, embed, img, form, base, video, audio, input, button, math, animate")
    || (one.matches("link") && !["schema.DCTERMS http://purl.org/dc/terms/",
      "schema.OVERHEID http://standaarden.overheid.nl/owms/terms/"].includes(`${one.rel} ${one.getAttribute("href")}`))
    || [...one.attributes].some(each => each.name.startsWith("on") || ["style", "src", "srcset"].includes(each.name))
    || (one.matches("a") && !/^(#|https:)/.test(one.getAttribute("href") || "#")))
  return [window.calls, document.title, bad.map(one => one.outerHTML.slice(0, 120))]
}
"""


class Watched:
    """A page that serves what it is given and notes everything else that is asked for."""

    def __init__(self, page: "Page") -> None:
        self.page = page
        self.document = ""
        self.asked: list[str] = []
        page.add_init_script(WATCH)
        page.route("**/*", self.answer)

    def answer(self, route: "Route") -> None:
        if route.request.url == HOST:
            route.fulfill(body=self.document, content_type="text/html; charset=utf-8")
            return
        self.asked.append(route.request.url)
        route.abort()

    def opened(self, document: str) -> tuple[int, str, list[str]]:
        """Return how often the canary was called, the title, and what stands in the page that should not."""
        self.document, self.asked = document, []
        self.page.goto(HOST)
        calls, title, bad = self.page.evaluate(FOUND)
        assert self.page.url == HOST
        return calls, title, bad


@pytest.fixture(scope="module")
def watched(browser: "Browser") -> Watched:
    return Watched(browser.new_context().new_page())


def without_policy(document: str) -> str:
    bare, count = re.subn(r"<meta http-equiv=.Content-Security-Policy.[^>]*>", "", document, count=1)
    assert count == 1
    return bare


def opened(watched: Watched, payloads: Sequence[str], counted: Callable[..., None]) -> None:
    """Open a page with each payload in every place, count what it does, and demand that it is nothing."""
    for place, payload in enumerate(payloads):
        view = VIEWS["public" if place % 2 else "internal"]
        document = without_policy(render(poisoned_view(view, payload), "html", REPORTS))
        calls, title, bad = watched.opened(document)

        counted(pairs=places(view), executed=calls, live=len(bad), requests=len(watched.asked))
        assert (calls, bad, watched.asked) == (0, [], []), payload
        assert title.startswith("Human-rights assessment – "), payload


@pytest.mark.parametrize("first", range(0, len(PAYLOADS), SEVERAL))
def test_no_payload_does_anything_in_any_place(watched: Watched, first: int, counted: Callable[..., None]) -> None:
    opened(watched, PAYLOADS[first : first + SEVERAL], counted)


@pytest.mark.parametrize(
    "payload",
    [
        "<script>canary()</script>",
        "<img src=x onerror=canary()>",
        "<svg><animate onbegin=canary() attributeName=x dur=1s>",
        "<a href=javascript:canary()>x</a>",
        "<img src=https://evil.example/pixel.gif>",
        "<link rel=stylesheet href=https://evil.example/x.css>",
        "<script>document.title='taken'</script>",
    ],
)
def test_the_watch_sees_a_payload_that_was_not_escaped(watched: Watched, payload: str) -> None:
    calls, title, bad = watched.opened(f"<!doctype html><title>Safe</title><body>{payload}")

    assert calls or bad or watched.asked or title == "taken"
