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
                "Gemeente Waterhoven (fictief) wil hierbij een AI-systeem gebruiken",
                "Daarna doet een medewerker zelf onderzoek.",
                "uw burgerservicenummer, gegevens over geld",
                "https://www.waterhoven.example/herzicht",
                "algoritmes@waterhoven.example",
                "bezwaar maken",
                "klacht indienen",
                "waarom wij zo besluiten",
                "(Awb, artikel 3:46 tot en met 3:48)",
                "welke gegevens wij over u gebruiken, en waarvoor (AVG, artikel 15)",
                "Gebruiken wij het systeem op 2 augustus 2030 nog? Dan krijgt u er een recht bij.",
                "(AI-verordening, artikel 86)",
            ],
        ),
        ("en", ["wants to use an AI system", "you can object", "Do we still use the system on 2 August 2030?"]),
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
    assert "Dan kunt u ons ook vragen om uit te leggen" in text and "2030" not in text


def test_without_a_legal_effect_there_is_a_complaint_and_no_objection(tmp_path: Path) -> None:
    text = notice(changed(tmp_path, ("herzicht", "legal-effect", "no")))
    assert "klacht" in text and "bezwaar" not in text


def test_what_is_not_known_yet_is_a_place_to_fill_in(tmp_path: Path) -> None:
    text = notice(fresh(tmp_path), of="abc")
    assert text.count("[nog invullen: ") >= 6
    assert "artikel 86" in text


ACCESS, AUTOMATED, REASONS = (
    "(AVG, artikel 15)",
    "(AVG, artikel 15 lid 1 onder h)",
    "(Awb, artikel 3:46 tot en met 3:48)",
)
POLICE = "(Wet politiegegevens; Wet justitiële en strafvorderlijke gegevens)"


@pytest.mark.parametrize(
    ("answers", "said", "unsaid"),
    [
        ([], [ACCESS, REASONS], [AUTOMATED, POLICE]),  # people decide
        ([("effect", "automated-decision")], [ACCESS, REASONS, AUTOMATED], []),
        ([("effect", "automated-decision"), ("legal-effect", "no")], [ACCESS], [AUTOMATED, REASONS, "artikel 86"]),
        ([("personal-data", "no"), ("effect", "automated-decision")], [REASONS], [ACCESS, AUTOMATED, POLICE]),
        ([("regime", "law-enforcement"), ("effect", "automated-decision")], [POLICE, "weigeren"], ["AVG"]),
        ([("regime", "mixed")], ["(AVG, artikel 15; Wet politiegegevens; ", "weigeren"], [ACCESS]),
        ([("law-facts", "lawyer-answered")], [ACCESS, "klacht"], [REASONS, "bezwaar"]),  # no decision under the Awb
    ],
)
def test_the_notice_says_what_people_may_ask_today(
    tmp_path: Path, answers: list[tuple[str, str]], said: list[str], unsaid: list[str]
) -> None:
    text = notice(changed(tmp_path, *(("herzicht", *one) for one in answers)))
    assert [words for words in said if words not in text] == []
    assert [words for words in unsaid if words in text] == []


def test_what_is_not_known_is_said_as_a_condition_and_never_as_a_fact(tmp_path: Path) -> None:
    text = notice(fresh(tmp_path), of="abc")
    assert "Gebruiken wij gegevens over u? Dan kunt u ons vragen welke" in text
    assert (
        "[nog invullen: welke privacywet geldt]" in text and "[nog invullen: of wij het systeem al gebruiken]" in text
    )
    assert REASONS not in text and "AVG" not in text and "20" not in text


@pytest.mark.parametrize(
    ("phase", "title", "said", "later"),
    [
        ("development", "Wij willen een algoritme gebruiken", "Wij gebruiken het nog niet.", True),
        ("in-use", "Wij gebruiken een algoritme", "gebruikt hierbij een AI-systeem", True),
        ("retired", "Wij gebruikten een algoritme", "Wij gebruiken het niet meer.", False),
    ],
)
def test_the_notice_says_whether_the_system_is_used_and_promises_nothing_after_its_end(
    tmp_path: Path, phase: str, title: str, said: str, later: bool
) -> None:
    text = notice(changed(tmp_path, ("herzicht", "phase", phase)))
    assert text.startswith(f"{title}\n") and said in text
    assert ("2 augustus 2030" in text) is later
