"""One word per idea: no text of trees, law, program or example uses a word that the glossary has another for."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import term_table
import yaml
from given import tree
from sitting import Scripted, sit

from iama.files.glossaryfile import read_glossary
from iama.files.shipped import SHIPPED, shipped_folder
from iama.lint.terms import lint_terms
from iama.model.problems import Level, UnusableFile
from iama.publish.terms import with_terms
from iama.words import FULL

HOME = shipped_folder("questionnaires")
DOCS = HOME.parent / "docs"
PACKAGE = HOME.parent / "iama"
PAGES = {"nl": ("handleiding.md", "zonder-git.md"), "en": ("guide.md", "without-git.md")}
FILES = [
    HOME / name for name in ("law.yaml", "calendar.yaml", "routing.yaml", *(f"{ref}.yaml" for ref in SHIPPED.refs))
]
FILES += sorted((HOME / "facilitation").glob("*.yaml")) + sorted((HOME / "successions").glob("*.yaml"))


@cache
def loaded(path: Path) -> Any:
    """Return what a file of ours holds; libyaml reads it in a tenth of the time, where it is there."""
    return yaml.load(path.read_bytes(), getattr(yaml, "CSafeLoader", yaml.SafeLoader))


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
    return [
        f"{name!r} for {term.name[language]!r}: {text}"
        for text in texts
        for name, term in SHIPPED.glossary.avoided_names(text, language)
    ]


@pytest.mark.parametrize("language", FULL)
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_texts_of_trees_and_law_use_one_word_per_idea(path: Path, language: str) -> None:
    assert other_words(list(texts_in(loaded(path), language)), language) == []


@pytest.mark.parametrize("language", FULL)
def test_texts_of_the_program_and_the_example_use_one_word_per_idea(language: str) -> None:
    paths = [PACKAGE / "words" / f"{language}.yaml", *sorted((PACKAGE / "demo" / language).glob("*.yaml"))]
    assert len(paths) > 4
    texts = [text for path in paths for text in sentences(loaded(path))]
    assert other_words(texts, language) == []


@pytest.mark.parametrize("language", FULL)
def test_guides_use_one_word_per_idea(language: str) -> None:
    pages = [(DOCS / name).read_text(encoding="utf-8") for name in PAGES[language]]
    assert other_words([block for page in pages for block in page.split("\n\n")], language) == []


def test_the_page_tells_every_term() -> None:
    assert term_table.PAGE.read_text(encoding="utf-8") == term_table.page(), "run python tests/derived.py"


def test_every_term_is_told_in_both_languages_and_once() -> None:
    terms = SHIPPED.glossary.terms
    assert len(terms) > 60 and len({term.id for term in terms}) == len(terms)
    for language in FULL:
        assert all(term.name[language] and term.means[language] for term in terms)
        names = [name.lower() for term in terms for name in (*term.names_in(language), *term.avoided[language])]
        assert sorted(set(names)) == sorted(names)
        assert all(len(sentence.split()) <= 25 for term in terms for sentence in term.means[language].split(". "))


def test_questions_that_terms_help_with_are_asked() -> None:
    trees = {tree.id: tree for ref in SHIPPED.refs if (tree := SHIPPED.resolve_questionnaire(ref)).id != "iama"}
    trees["iama"] = SHIPPED.resolve_questionnaire("iama-2.0")
    for term in SHIPPED.glossary.terms:
        for place in term.at:
            id_, _, question = place.partition("/")
            assert question in trees[id_].questions, f"{term.id}: {place}"


def test_lint_names_the_word_of_the_glossary() -> None:
    asked = tree("[{id: a, kind: text, text: {nl: 'Wie is de deployer?', en: 'Who is the deployer?'}}]")
    (finding,) = lint_terms(asked, SHIPPED.glossary)
    assert (finding.code, finding.level) == ("other-term", Level.WARNING)
    assert "‘deployer’" in str(finding) and "‘gebruiksverantwoordelijke’" in str(finding)


@pytest.mark.parametrize(
    ("word", "language", "ids"),
    [
        ("proxy", "nl", ["proxy"]),
        ("Deployer", "nl", ["deployer"]),  # also by a word that our texts avoid
        ("toezicht", "nl", ["market-surveillance-authority", "human-oversight"]),
        ("data subject", "en", ["person-concerned"]),
        ("", "nl", []),
        ("xyzzy", "en", []),
    ],
)
def test_a_term_is_found_by_any_of_its_names(word: str, language: str, ids: list[str]) -> None:
    assert [term.id for term in SHIPPED.glossary.terms_called(word, language)] == ids


def test_a_plural_is_the_same_word_and_a_longer_word_is_another() -> None:
    found = SHIPPED.glossary.terms_in("De aanbieders monitoren het modelleren van proxy's.", "nl")
    assert [term.id for term in found] == ["proxy", "provider", "monitoring"]


ASKED = tree(
    """
    - {id: goal, kind: text, text: {nl: 'Wat doet de aanbieder?', en: 'What does the provider do?'}}
    - {id: distinction, kind: text}
    """
)


def read(*replies: str, language: str = "en") -> Scripted:
    return sit(ASKED, [*replies, "/stop"], language=language).asker


def test_a_meeting_reads_the_terms_that_go_with_a_question_and_is_back_at_it() -> None:
    (words,) = read("/term").read
    assert words.startswith("Provider\nThe one who makes the AI system") and "(AI Act, Article 3(3))" in words
    (words,) = read("/begrip", language="nl").read
    assert words.startswith("Aanbieder\nWie het AI-systeem maakt")
    (words,) = read("/go distinction", "/term").read  # of terms that help with it, none is in its text
    assert "Proxy\n" in words and "Indirect distinction\n" in words


def test_a_meeting_looks_a_word_up_at_any_prompt() -> None:
    assert read("/term proxy").read == [
        "Proxy\nAn item that quietly gives something else away, such as a postcode the origin."
    ]
    assert read("/note", "/term proxies", "A note").read
    assert "This word is not in the list of terms." in " ".join(read("/term xyzzy").said)


def test_a_glossary_with_mistakes_is_refused_with_their_place() -> None:
    with pytest.raises(UnusableFile) as refused:
        read_glossary("glossary.yaml", "format: iama-glossary/1\nterms: [{id: a, nl: {term: a, meens: b}}]")
    assert {finding.code for finding in refused.value.findings} == {"unknown-key", "missing-key"}


def long_sentences(texts: list[str]) -> list[str]:
    """Return the sentences of more than 25 words."""
    assert texts
    return [one for text in texts for one in re.split(r"(?<=[.!?:])\s+(?=[A-ZÀ-Ý\"“])", text) if len(one.split()) > 25]


@pytest.mark.parametrize("language", FULL)
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_sentences_of_trees_and_law_are_short(path: Path, language: str) -> None:
    asked = without_labels(loaded(path))
    assert long_sentences(list(texts_in(asked, language))) == []


def without_labels(node: Any) -> Any:
    """Return a file without the labels of options, of which many are a list in the words of a law."""
    if isinstance(node, dict):
        return {key: without_labels(value) for key, value in node.items() if key != "label"}
    return [without_labels(value) for value in node] if isinstance(node, list) else node


def test_the_public_page_ends_with_the_terms_that_it_uses() -> None:
    page = {"language": "en", "goal": "The provider decides.", "contents": {"annex": [{"id": "cite", "name": "Cite"}]}}
    told = with_terms(page, SHIPPED.glossary)
    assert [term["name"] for term in told["terms"]] == ["Provider"]
    assert [one["id"] for one in told["contents"]["annex"]] == ["terms", "cite"]
    assert with_terms({**page, "goal": "Nothing."}, SHIPPED.glossary)["contents"] == page["contents"]
