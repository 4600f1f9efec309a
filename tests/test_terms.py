"""One word of law per idea: `docs/terms.md` names those that no text of trees, law, program or example uses."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from iama.files.shipped import SHIPPED, shipped_folder
from iama.words import FULL

HOME = shipped_folder("questionnaires")
DOCS = HOME.parent / "docs"
PACKAGE = HOME.parent / "iama"
PAGES = {"nl": ("handleiding.md", "zonder-git.md"), "en": ("guide.md", "without-git.md")}
FILES = [
    HOME / name for name in ("law.yaml", "calendar.yaml", "routing.yaml", *(f"{ref}.yaml" for ref in SHIPPED.refs))
]
FILES += sorted((HOME / "facilitation").glob("*.yaml")) + sorted((HOME / "successions").glob("*.yaml"))


def rows() -> list[list[str]]:
    """Return the cells of every term: Dutch, words that are not used, English, words that are not used, source."""
    lines = (DOCS / "terms.md").read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line[1:-1].split("|")] for line in lines if line[:1] == "|"][2:]


def texts_in(node: Any, language: str) -> Iterator[str]:
    """Yield every text of a file in one language."""
    if isinstance(node, dict):
        if isinstance(node.get(language), str):
            yield node[language]
        yield from (text for value in node.values() for text in texts_in(value, language))
    elif isinstance(node, list):
        yield from (text for value in node for text in texts_in(value, language))


def sentences(node: Any) -> Iterator[str]:
    """Yield every text of a file in one language, and none of its ids."""
    if isinstance(node, str):
        if " " in node:
            yield node
    elif isinstance(node, dict | list):
        yield from (text for value in (node.values() if isinstance(node, dict) else node) for text in sentences(value))


def other_words(texts: list[str], language: str) -> list[str]:
    """Return the words that stand for a term in texts; what is between backticks is quoted."""
    assert texts
    column = 2 * FULL.index(language)
    others = {other.strip(): row[column] for row in rows() for other in row[column + 1].split(",") if other.strip()}
    plain = [" ".join(re.sub(r"`[^`]*`", "", text).split()) for text in texts]
    return [
        f"{other!r} for {term!r}: {text}"
        for other, term in others.items()
        for text in plain
        if re.search(rf"\b{re.escape(other)}", text, re.IGNORECASE)
    ]


@pytest.mark.parametrize("language", FULL)
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_texts_of_trees_and_law_use_one_word_per_idea(path: Path, language: str) -> None:
    assert other_words(list(texts_in(yaml.safe_load(path.read_text(encoding="utf-8")), language)), language) == []


@pytest.mark.parametrize("language", FULL)
def test_texts_of_the_program_and_the_example_use_one_word_per_idea(language: str) -> None:
    paths = [PACKAGE / "words" / f"{language}.yaml", *sorted((PACKAGE / "demo" / language).glob("*.yaml"))]
    assert len(paths) > 4
    texts = [text for path in paths for text in sentences(yaml.safe_load(path.read_text(encoding="utf-8")))]
    assert other_words(texts, language) == []


@pytest.mark.parametrize("language", FULL)
def test_guides_use_one_word_per_idea(language: str) -> None:
    pages = [(DOCS / name).read_text(encoding="utf-8") for name in PAGES[language]]
    assert other_words([block for page in pages for block in page.split("\n\n")], language) == []


def test_every_term_has_both_languages_and_a_source() -> None:
    assert len(rows()) > 20
    assert all(len(cells) == 5 and all(cells[:3]) and cells[4] for cells in rows())
