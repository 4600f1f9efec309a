"""Claims about the notice for letters and the website: what it says, and what never gets in."""

from pathlib import Path

import pytest
from commands import demo, fresh, iama

DAY = ("--as-of", "2026-11-23")
SECRET = "kanarie-geheim"


@pytest.fixture(scope="module")
def herzicht(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked example, to read only."""
    return demo(tmp_path_factory.mktemp("notice"))


def notice(base: Path, *words: str, of: str = "herzicht") -> str:
    day = () if "--as-of" in words else DAY
    return iama(base, "report", "--to", "notice", *words, *day, "-o", "-", of).out


def changed(folder: Path, *answers: tuple[str, ...]) -> Path:
    base = demo(folder)
    for words in answers:
        assert iama(base, "set", *words).code == 0
    return base


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "nl",
            [
                "Gemeente Waterhoven (fictief) gebruikt hierbij een AI-systeem",
                "Daarna doet een medewerker zelf onderzoek.",
                "uw burgerservicenummer, gegevens over geld",
                "https://www.waterhoven.example/herzicht",
                "algoritmes@waterhoven.example",
                "bezwaar maken",
                "klacht indienen",
                "vanaf 2 augustus 2030 vragen om uit te leggen",
                "(AI-verordening, artikel 86)",
            ],
        ),
        ("en", ["uses an AI system for this", "you can object", "from 2 August 2030 you can ask us to explain"]),
    ],
)
def test_the_notice_says_what_was_used_and_what_people_can_do(herzicht: Path, language: str, said: list[str]) -> None:
    text = notice(herzicht, "--lang", language)
    assert [words for words in said if words not in text] == []
    assert len(text.strip().splitlines()) == 3  # a heading and one paragraph


def test_the_notice_stands_in_a_file_of_its_own(tmp_path: Path) -> None:
    base = demo(tmp_path)
    assert iama(base, "report", "--to", "notice", "herzicht").code == 0
    assert (base / "iama-herzicht-notice.txt").is_file()


def test_no_note_and_no_text_of_an_assessment_gets_into_the_notice(tmp_path: Path) -> None:
    answers = (("--note", SECRET, "herzicht", "effect"), ("herzicht", "goal", SECRET), ("herzicht", "harms", SECRET))
    assert SECRET not in notice(changed(tmp_path, *answers))


def test_a_hidden_answer_does_not_get_into_the_notice(tmp_path: Path) -> None:
    text = notice(changed(tmp_path, ("herzicht", "personal-data", "no")))  # hides the kinds of data, which are kept
    assert "geen persoonsgegevens" in text and "burgerservicenummer" not in text


@pytest.mark.parametrize(
    ("effect", "said"),
    [
        ("automated-decision", "Het systeem neemt het besluit."),
        ("decision-support", "Een medewerker neemt het besluit."),
        ("information", "Het beslist niets over u."),
    ],
)
def test_the_notice_says_the_part_of_the_system(tmp_path: Path, effect: str, said: str) -> None:
    text = notice(changed(tmp_path, ("herzicht", "effect", effect)))
    assert said in text
    assert ("artikel 86" in text) is (effect != "information")  # Article 86(1): a decision on the basis of the output


@pytest.mark.parametrize(
    ("question", "value"), [("annex-iii", "2"), ("annex-iii", "none"), ("ai-system", "no")]
)  # Article 86(1): high-risk systems of Annex III, with the exception of point 2
def test_explanation_is_only_promised_where_article_86_applies(tmp_path: Path, question: str, value: str) -> None:
    assert "artikel 86" not in notice(changed(tmp_path, ("herzicht", question, value)))


def test_explanation_is_promised_without_a_date_once_the_rules_bind(herzicht: Path) -> None:
    text = notice(herzicht, "--as-of", "2030-08-02")
    assert "Dan kunt u ons vragen om uit te leggen" in text and "2030" not in text


def test_without_a_legal_effect_there_is_a_complaint_and_no_objection(tmp_path: Path) -> None:
    text = notice(changed(tmp_path, ("herzicht", "legal-effect", "no")))
    assert "klacht" in text and "bezwaar" not in text


def test_what_is_not_known_yet_is_a_place_to_fill_in(tmp_path: Path) -> None:
    text = notice(fresh(tmp_path), of="abc")
    assert text.count("[nog invullen: ") >= 6
    assert "artikel 86" in text
