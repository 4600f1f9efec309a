"""What stands in public and no longer says what was decided: the page in its folder, and the texts of the register."""

import shutil
from pathlib import Path

import pytest
from commands import demo, iama

WITHHOLD = ("--ground", "woo-5.1.2.d", "--reason", "Het hindert de controle.", "--by", "lawyer")
DECIDE, AGAIN = (
    ("approve", "herzicht", "-q", "iama-2.0", "--decision", "no-go", "--role", "responsible", "--text", text)
    for text in ("Nee.", "Nog steeds niet.")
)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the worked example with its page in a folder; tests copy it."""
    base = demo(tmp_path_factory.mktemp("published"))
    assert iama(base, *DECIDE).code == 0
    assert publish(base).code == 0
    return base


@pytest.fixture
def base(published: Path, tmp_path: Path) -> Path:
    shutil.copytree(published, tmp_path / "demo")
    return tmp_path / "demo"


def publish(base: Path, *words: str):  # type: ignore[no-untyped-def]
    return iama(base, "publish", "herzicht", "-o", str(base.parent / "out"), "--no-pdf", *words)


def found(base: Path, code: str) -> list[str]:
    report = iama(base, "check", "herzicht", "--json").json
    return [one["message"] for one in report["findings"] if one["code"] == code]


def stale_pages(base: Path) -> list[str]:
    return found(base, "published-page-stale")


def test_the_page_that_was_decided_on_is_no_finding(base: Path) -> None:
    assert stale_pages(base) == []


def test_after_a_later_decision_the_page_is_stale_until_it_is_published_again(base: Path) -> None:
    assert iama(base, *AGAIN).code == 0
    (message,) = stale_pages(base)
    assert "editie 1" in message and "besluit 2" in message
    assert publish(base).code == 0
    assert stale_pages(base) == []


def test_after_withholding_the_page_is_stale_until_it_is_published_again(base: Path) -> None:
    assert iama(base, "withhold", "herzicht", "security", "-q", "iama-2.0", *WITHHOLD).code == 0
    assert ["niet openbaar gemaakt" in message for message in stale_pages(base)] == [True]
    assert publish(base).code == 0
    assert stale_pages(base) == []


def test_what_was_withheld_before_the_decision_is_not_on_its_page(tmp_path: Path) -> None:
    base = demo(tmp_path)
    for words in (("withhold", "herzicht", "security", "-q", "iama-2.0", *WITHHOLD), DECIDE):
        assert iama(base, *words).code == 0
    assert publish(base).code == 0
    assert stale_pages(base) == []


def test_a_concept_is_stale_once_something_was_decided(base: Path) -> None:
    assert publish(base, "--concept").code == 0
    assert ["is een concept" in message for message in stale_pages(base)] == [True]


def test_a_page_with_other_bytes_than_that_of_the_decision_is_stale(base: Path) -> None:
    path = base / "assessments/herzicht/publications.yaml"
    digest = path.read_text(encoding="utf-8").partition("sha256:")[2][:64]
    path.write_text(path.read_text(encoding="utf-8").replace(digest, "0" * 64), encoding="utf-8")
    assert ["niet de pagina waarover is besloten" in message for message in stale_pages(base)] == [True]


def test_a_file_that_cannot_be_read_stops_no_check(base: Path) -> None:
    (base / "assessments/herzicht/publications.yaml").write_text("format: what\n", encoding="utf-8")
    assert stale_pages(base) == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_text_of_the_register_is_stale_when_its_answers_change_and_no_sooner(base: Path, language: str) -> None:
    for field in ("goal", "proportionality", "risks", "human_intervention", "source_data", "lawful_basis"):
        words = ("register", "herzicht", "--field", field, "--text", "Een tekst.", "--lang", language)
        assert iama(base, *words).code == 0
    assert found(base, "register-text-stale") == []
    assert iama(base, "set", "herzicht", "-q", "iama-2.0", "goal", "Iets anders.").code == 0
    (message,) = found(base, "register-text-stale")
    assert "1.1.2" in message and "Iets anders" not in message
    assert iama(base, "register", "herzicht", "--field", "goal", "--confirm").code == 0
    assert found(base, "register-text-stale") == []
    assert iama(base, "withhold", "herzicht", "staff-role", "-q", "iama-2.0", *WITHHOLD).code == 0
    assert len(found(base, "register-text-stale")) == 1
