"""Every tag with every handler, and every way out of an attribute: test_payloads.py takes each word once."""

from collections.abc import Callable

import pytest
from payloads import COMBINED, places
from scale import every
from test_browser_payloads import Watched, opened, watched
from test_payloads import SEVERAL, VIEWS, live

__all__ = ["watched"]  # a fixture


@pytest.mark.parametrize("first", range(0, len(COMBINED), SEVERAL * every()))
def test_combined_payloads_in_every_place_add_no_tag_and_no_address(first: int, counted: Callable[..., None]) -> None:
    several = COMBINED[first : first + SEVERAL]
    found = live("\n\n".join(several))
    counted(payloads=len(several), pairs=len(several) * sum(map(places, VIEWS.values())), live=len(found))
    assert found == []


@pytest.mark.parametrize("first", range(0, len(COMBINED), SEVERAL * every()))
def test_no_combined_payload_does_anything_in_any_place(
    watched: Watched, first: int, counted: Callable[..., None]
) -> None:
    opened(watched, COMBINED[first : first + SEVERAL], counted)
