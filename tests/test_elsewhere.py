"""What was assessed elsewhere: recorded with its digest, shown as not judged, and no substance of ours."""

import json
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
from commands import fresh, iama, put, refused

PAPER = ("--algorithm", "abc", "--instrument", "iama-1.0", "--decided", "2025-06-01", "--body", "Het college")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A workspace with a dossier that holds facts alone, and a document beside it."""
    base = fresh(tmp_path, "-q", "algorithm")
    put(base, "iama.pdf", b"%PDF-1.4 on paper")
    return base


def record(base: Path, *more: str) -> str:
    told = iama(base, "adopt", "iama.pdf", *PAPER, *more)
    assert told.code == 0, told.err
    return told.out


def test_it_is_recorded_with_digest_and_day_of_review(base: Path) -> None:
    assert "iama did not judge it" in record(base, "--public-url", "https://example.nl/iama")
    text = (base / "assessments/abc/elsewhere.yaml").read_text()
    assert sha256(b"%PDF-1.4 on paper").hexdigest() in text and "review: 2026-06-01" in text
    record(base, "--review", "1 juni 2027")
    again = (base / "assessments/abc/elsewhere.yaml").read_text()
    assert again.count("instrument:") == 1 and "review: 2027-06-01" in again


def test_a_day_of_review_that_has_passed_is_told(base: Path) -> None:
    assert "do so now" in " ".join(record(base).split())
    assert "Look at it again by 1 June 2027" in " ".join(record(base, "--review", "2027-06-01").split())


def test_every_overview_says_that_it_was_not_judged_here(base: Path) -> None:
    record(base, "--review", "2099-01-01")
    told = "done elsewhere, decided on 1 June 2025 by Het college. Not judged by iama"
    assert told in " ".join(iama(base, "status", "abc", "--lang", "en").out.split())
    for to in ("html", "md"):
        assert told in iama(base, "status", "--to", to, "--lang", "en").out
        assert told in iama(base, "status", "--to", to, "--edition", "public", "--lang", "en").out
    assert iama(base, "status", "--json").json["algorithms"][0]["elsewhere"][0]["ref"] == "iama-1.0"
    check = json.loads(iama(base, "check", "--format", "json", "--fail-on", "never").out)
    codes = {finding["code"] for finding in check["findings"]}
    assert "done-elsewhere" in codes and "elsewhere-unsound" not in codes
    assert iama(base, "bundle", "abc", "-o", "b.zip").code == 0
    with ZipFile(base / "b.zip") as bundle:
        assert any(name.endswith("elsewhere.yaml") for name in bundle.namelist())


def test_the_register_names_it_with_its_address(base: Path) -> None:
    record(base, "--public-url", "https://example.nl/iama")
    told = iama(base, "register", "abc", "--json", "--lang", "nl").out
    assert "https://example.nl/iama" in told and "De IAMA 1.0 is elders gedaan" in told


@pytest.mark.parametrize(("document", "message"), [(b"changed", "is een ander bestand"), (None, "is er niet meer")])
def test_a_document_that_changed_or_went_is_told(base: Path, document: bytes | None, message: str) -> None:
    record(base, "--review", "2099-01-01")
    (base / "iama.pdf").unlink() if document is None else put(base, "iama.pdf", document)
    assert message in iama(base, "check", "--fail-on", "never").out


WRONG = [
    (("iama.pdf", *PAPER[:5], "2999-01-01", *PAPER[6:]), "still to come"),
    (("iama.pdf", *PAPER, "--review", "2025-05-01"), "must come after"),
    (("iama.pdf", *PAPER, "--public-url", "example.nl"), "is no address"),
    (("weg.pdf", *PAPER), "is not there"),
    (("iama.pdf", *PAPER[:7], " "), "which board or function"),
    (("iama.pdf", *PAPER[:3], "iama-9.9", *PAPER[4:]), "there is no questionnaire"),
    (("iama.pdf", "--algorithm", "xyz", *PAPER[2:]), "xyz"),
]


@pytest.mark.parametrize(("words", "message"), WRONG)
def test_what_cannot_be_recorded_is_refused(base: Path, words: tuple[str, ...], message: str) -> None:
    assert message in refused(base, "adopt", *words)


def test_a_mistake_in_the_file_is_a_finding(base: Path) -> None:
    put(base, "assessments/abc/elsewhere.yaml", "format: iama-elsewhere/1\nassessments:\n  - instrument: iama-1.0\n")
    assert "`decided` is missing" in refused(base, "status", "abc", code=3)
