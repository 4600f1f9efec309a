"""One word of law per idea: `docs/terms.md` names those that the Dutch texts of questionnaires and law do not use."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from iama.files.shipped import SHIPPED, shipped_folder

HOME = shipped_folder("questionnaires")
PAGE = (HOME.parent / "docs" / "terms.md").read_text(encoding="utf-8")
FILES = ["law.yaml", "calendar.yaml", *(f"{ref}.yaml" for ref in SHIPPED.refs)]


def rows() -> list[list[str]]:
    """Return the cells of every term: Dutch, English, words that are not used, source."""
    found = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line[:1] == "|"]
    return found[2:]


def dutch(node: Any) -> Iterator[str]:
    """Yield every Dutch text of a file."""
    if isinstance(node, dict):
        if isinstance(node.get("nl"), str):
            yield node["nl"]
        yield from (text for value in node.values() for text in dutch(value))
    elif isinstance(node, list):
        yield from (text for value in node for text in dutch(value))


@pytest.mark.parametrize("name", FILES)
def test_dutch_texts_of_law_use_one_word_per_idea(name: str) -> None:
    texts = list(dutch(yaml.safe_load((HOME / name).read_text(encoding="utf-8"))))
    assert texts
    others = {other.strip(): term for term, _, not_these, _ in rows() for other in not_these.split(",")}
    found = [
        f"{other!r} for {term!r}: {text}"
        for other, term in others.items()
        for text in texts
        if re.search(rf"\b{re.escape(other)}", text, re.IGNORECASE)
    ]
    assert found == []


def test_every_term_has_both_languages_and_a_source() -> None:
    assert len(rows()) > 20
    assert all(len(cells) == 4 and all(cells) for cells in rows())
