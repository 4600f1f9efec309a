"""Claims about the texts of the interface: complete in both languages, and our own months and signs."""

import ast
import importlib
import pkgutil
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

import iama
from iama.assess.outcome import Status
from iama.files.shipped import shipped_folder
from iama.model.dossier import State
from iama.model.problems import Spoken
from iama.model.questionnaire import YES_NO
from iama.words import FULL, LANGUAGES, catalogue, text
from iama.words.written import months, written_date, written_number

PACKAGE = Path(iama.__file__).parent
STATUSES = {key.removeprefix("status-") for key in catalogue("en") if key.startswith("status-")}


def spoken_classes(kind: type[Exception] = Spoken) -> set[str]:
    """Return the names of every error that a person reads."""
    return {kind.__name__}.union(*map(spoken_classes, kind.__subclasses__()))


@cache  # two tests look at it
def said_in_code() -> list[tuple[str, ast.expr]]:
    """Return what stands where a key must: first in a text, a phrase and an error, and as the help of an option."""
    for module in pkgutil.walk_packages(iama.__path__, "iama."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    keyed = spoken_classes() - {"UnusableFile"} | {"Phrase", "text"}  # the one holds findings, of which each has a key
    keyed |= {"signs"}
    said: list[tuple[str, ast.expr]] = []
    for path in PACKAGE.rglob("*.py"):
        file = path.relative_to(PACKAGE)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in keyed:
                    said += ((f"{file}:{node.lineno}", one) for one in _either(node.args[0]))
            if isinstance(node, ast.keyword) and node.arg == "help":
                said += ((f"{file}:{node.lineno}", one) for one in _either(node.value))
    return said


def _either(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.IfExp):
        yield from _either(node.body)
        yield from _either(node.orelse)
    else:
        yield node


def named_in_code() -> Iterator[tuple[str, str]]:
    """Yield every key that code names in full."""
    for place, node in said_in_code():
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield place, node.value


def test_a_key_is_never_a_sentence_that_code_puts_together() -> None:
    made = [(place, node) for place, node in said_in_code() if isinstance(node, ast.JoinedStr)]
    assert len(made) > 10
    wrong = [place for place, node in made if " " in "".join(getattr(one, "value", "") for one in _letters(node))]
    assert wrong == []


def _letters(node: ast.JoinedStr) -> list[ast.Constant]:
    return [one for one in node.values if isinstance(one, ast.Constant)]


def test_nothing_is_printed_that_has_no_key() -> None:
    printed = []
    for path in (PACKAGE / "cli").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("typer.echo", "print", "sys.stdout.write"):
                words = [one.value for arg in node.args for one in ast.walk(arg) if isinstance(one, ast.Constant)]
                printed += [
                    (path.name, node.lineno, one) for one in words if re.search(r"[A-Za-z]{3,} [a-z]{2,}", str(one))
                ]
    assert printed == []


def named_in_templates() -> Iterator[tuple[str, str]]:
    """Yield every text that a template asks for by name, as in `{{ t("to-do") }}`."""
    for path in shipped_folder("reports").rglob("*.j2"):
        for key in re.findall(r"\bt\([\"']([^\"']+)[\"']\)", path.read_text(encoding="utf-8")):
            yield path.name, key


@pytest.mark.parametrize("language", FULL)
def test_every_text_is_there_in_both_languages(language: str) -> None:
    assert set(catalogue(language)) == set(catalogue("en"))
    texts = [(key, words) for key, found in catalogue(language).items() for words in _forms(found)]
    assert [key for key, words in texts if words.strip() != words or not words] == []


def test_every_text_is_for_one_and_for_more_or_for_both() -> None:
    forms = {frozenset(found) for one in FULL for found in catalogue(one).values() if not isinstance(found, str)}
    assert forms <= {frozenset(("one", "other"))}


def test_both_languages_fill_in_the_same_places() -> None:
    places = [{key: _places(found) for key, found in catalogue(language).items()} for language in FULL]
    assert [key for key in places[0] if places[0][key] != places[1][key]] == []
    assert not any("" in found for found in places[0].values()), "a place has a name"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_written_twice(language: str) -> None:
    written = re.findall(
        r'^"?([a-z0-9-]+)"?:', (PACKAGE / "words" / f"{language}.yaml").read_text("utf-8"), re.MULTILINE
    )
    assert [key for key, times in Counter(written).items() if times > 1] == []
    assert set(written) == set(catalogue(language))


def _forms(found: str | Mapping[str, str]) -> tuple[str, ...]:
    return (found,) if isinstance(found, str) else tuple(found.values())


def _places(found: str | Mapping[str, str]) -> frozenset[str | None]:
    """Return the names of the places that a text fills in."""
    return frozenset(name for words in _forms(found) for _, name, _, _ in Formatter().parse(words) if name is not None)


def test_every_text_that_code_names_exists() -> None:
    named = list(named_in_code())
    assert len(named) > 10
    assert [(place, key) for place, key in named if key not in catalogue("en")] == []


def test_every_text_that_a_template_names_exists() -> None:
    named = list(named_in_templates())
    assert len(named) > 10
    assert [(place, key) for place, key in named if key not in catalogue("en")] == []


def asked_for() -> tuple[set[str], tuple[str, ...]]:
    """Return every word that code and templates hold, and how names begin that they make, as in `flags-{place}`."""
    words: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        words |= {node.value for node in tree if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    for path in shipped_folder("reports").rglob("*.j2"):
        words |= set(re.findall(r"(?<=[\"'])[a-z-]+(?=[\"'])", path.read_text(encoding="utf-8")))
    return words, tuple(word for word in words if re.fullmatch(r"[a-z-]+-", word))


def test_no_text_is_left_that_nothing_asks_for() -> None:
    words, beginnings = asked_for()
    asked = {key.removesuffix("-hint") for key in catalogue("en")}  # an error finds its hint by its own key
    assert [key for key in asked if key not in words and not key.startswith(beginnings)] == []


@pytest.mark.parametrize("word", ["a", "b", "c", "unknown"])
def test_every_publication_category_has_a_text(word: str) -> None:
    assert text(f"category-{word}", "nl") != text(f"category-{word}", "en")


def test_every_status_has_words_and_no_other_word_has() -> None:
    assert {word.value for word in Status} == STATUSES
    assert {word.value for word in State} < STATUSES


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_statuses_read_the_same(language: str) -> None:
    assert len({text(f"status-{word}", language) for word in STATUSES}) == len(STATUSES)


def test_yes_and_no_read_as_on_the_options() -> None:
    for option in YES_NO:
        assert {language: text(option.value, language) for language in LANGUAGES} == option.label


def test_a_text_that_does_not_exist_is_a_bug() -> None:
    with pytest.raises(KeyError):
        text("no-such-text", "nl")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_year_has_twelve_months(language: str) -> None:
    assert len(set(months(language))) == 12


@pytest.mark.parametrize(
    ("iso", "language", "written"),
    [
        ("2027-12-02", "nl", "2 december 2027"),
        ("2027-12-02", "en", "2 December 2027"),
        ("2028-02-29", "nl", "29 februari 2028"),
        ("2026-03-01", "en", "1 March 2026"),
        ("2026-05-31", "nl", "31 mei 2026"),
    ],
)
def test_a_date_is_written_out(iso: str, language: str, written: str) -> None:
    assert written_date(iso, language) == written


@pytest.mark.parametrize(
    "word", ["", "soon", "2027", "2027-13-01", "2027-00-01", "2027-12", "27-12-02", "2027-12-x", "a-b-c"]
)
def test_what_is_no_date_stays_as_it_is(word: str) -> None:
    assert written_date(word, "nl") == word


@pytest.mark.parametrize(
    ("word", "nl", "en"),
    [
        ("432", "432", "432"),
        ("4700", "4.700", "4,700"),
        ("1234567.5", "1.234.567,5", "1,234,567.5"),
        ("0.50", "0,50", "0.50"),
        ("-1200", "-1.200", "-1,200"),
        ("-0.5", "-0,5", "-0.5"),
        ("-", "-", "-"),
        ("", "", ""),
        ("1.2.3", "1.2.3", "1.2.3"),
        ("veel", "veel", "veel"),
    ],
)
def test_a_number_is_written_with_the_signs_of_the_language(word: str, nl: str, en: str) -> None:
    assert (written_number(word, "nl"), written_number(word, "en")) == (nl, en)
