"""Claims about the drafts for the authorities: the notification of Article 27(3), and the EU database."""

from pathlib import Path

import pytest
from commands import demo, fresh, iama, put, refused

DAY = ("--as-of", "2026-11-23")
SECRET = "kanarie-geheim"


@pytest.fixture(scope="module")
def herzicht(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked example, to read only."""
    return demo(tmp_path_factory.mktemp("notification"))


def draft(base: Path, to: str = "notification", *words: str) -> str:
    told = iama(base, "report", "--to", to, *words, *DAY, "-o", "-", "herzicht")
    assert (told.code, told.err) == (0, "")
    return told.out


def test_the_draft_holds_the_six_elements_the_dpia_and_a_place_for_the_template(herzicht: Path) -> None:
    text = draft(herzicht, "notification", "--lang", "en")
    assert [letter for letter in "abcdef" if f"\n### ({letter}) " not in text] == []
    assert "The AI Office has not published it yet (AI Act, Article 27(5))." in text
    assert "Legal basis: AI Act, Article 27(3)." in text
    assert "## References to the DPIA" in text and "DPIA" in text.split("## References to the DPIA")[1]
    assert "2 August 2030" in text.split("## Who and what")[0]  # whether it is compulsory, and from when


def test_an_open_decision_is_said_to_be_open(tmp_path: Path) -> None:
    base = demo(tmp_path, "en")
    assert iama(base, "set", "--unknown", "--follow-by", "lawyer", "herzicht", "ai-system").code == 0
    assert "## Whether Article 27 applies\n\n[still open: see iama scope]" in draft(base)


@pytest.mark.parametrize("points", ["2", "none"])
def test_only_what_the_eu_database_takes_is_summarised_for_it(tmp_path: Path, points: str) -> None:
    base = demo(tmp_path, "en")
    for answer in (("annex-iii", points), ("annex-iii-exceptions", "none")):
        assert iama(base, "set", "herzicht", *answer).code == 0
    assert draft(base, "eu-database").count("[does not apply]") == 2  # Article 49(3): Annex III, except point 2


def test_adopted_answers_stand_in_the_draft_in_full(herzicht: Path) -> None:
    assert "Proef van 1 maart 2027 tot en met 29 februari 2028" in draft(herzicht)


def test_the_addressee_comes_from_the_configuration(tmp_path: Path, herzicht: Path) -> None:
    assert "market-surveillance-authority" in draft(herzicht).splitlines()[2]
    base = demo(tmp_path)
    put(base, "iama.toml", 'market-surveillance-authority = "Autoriteit X (fictief)"\n')
    assert draft(base).splitlines()[2] == "Aan: Autoriteit X (fictief)"


def test_no_note_no_name_and_no_hidden_answer_gets_into_the_draft(tmp_path: Path) -> None:
    base = demo(tmp_path)
    for words in (
        ("--note", SECRET, "herzicht", "harms"),
        ("--note", SECRET, "herzicht", "risks"),
        ("herzicht", "deviation-from-purpose", SECRET),  # not asked: the use is in line with the purpose
    ):
        assert iama(base, "set", *words).code == 0
    assert SECRET not in draft(base)


def test_text_of_a_dossier_cannot_change_the_draft_around_it(tmp_path: Path) -> None:
    base = demo(tmp_path)
    assert iama(base, "set", "herzicht", "harms", "# A heading\n\n<b>bold</b>").code == 0
    text = draft(base)
    assert "\n# A heading" not in text and "<b>" not in text


def test_what_is_missing_is_said_in_the_draft(tmp_path: Path) -> None:
    base = demo(tmp_path)
    assert iama(base, "set", "--clear", "herzicht", "3.1.2").code == 0
    assert "[nog niet beantwoord: open]" in draft(base).split("### (b)")[1].split("### (c)")[0]


def test_a_changed_source_is_marked_in_the_draft(tmp_path: Path) -> None:
    base = demo(tmp_path)
    assert iama(base, "set", "herzicht", "3.1.2", "Een half jaar.").code == 0
    assert "de bron is gewijzigd" in draft(base).split("### (b)")[1].split("### (c)")[0]


def test_the_summaries_for_the_database_are_points_4_and_5(herzicht: Path) -> None:
    text = draft(herzicht, "eu-database", "--lang", "en")
    assert "AI Act, Annex VIII, Section C" in text
    assert "## Point 4" in text and "## Point 5" in text
    assert "[not answered" not in text and "[does not apply]" not in text


def test_law_enforcement_registers_without_summaries(tmp_path: Path) -> None:
    base = demo(tmp_path)
    for question, value in (("annex-iii", "6d"), ("law-enforcement-use", "yes")):
        assert iama(base, "set", "herzicht", question, value).code == 0
    text = draft(base, "eu-database")
    assert "artikel 49 lid 4" in text and "## Punt 4" not in text


@pytest.mark.parametrize("to", ["notification", "eu-database"])
def test_a_draft_needs_a_fria(tmp_path: Path, to: str) -> None:
    assert "iama new abc -q fria" in refused(fresh(tmp_path), "report", "--to", to, "abc")


@pytest.mark.parametrize("to", ["notification", "eu-database"])
def test_a_draft_stands_in_a_file_of_its_own(tmp_path: Path, to: str) -> None:
    base = demo(tmp_path)
    assert iama(base, "report", "--to", to, "herzicht").code == 0
    assert (base / f"iama-herzicht-{to}.md").is_file()


@pytest.mark.parametrize(("language", "you", "we"), [("nl", "jullie", "ons gebruik"), ("en", "you", "our use")])
def test_the_draft_speaks_as_the_organisation_and_not_to_the_team(
    herzicht: Path, language: str, you: str, we: str
) -> None:
    title = {"nl": "## Of artikel 27 geldt", "en": "## Whether Article 27 applies"}[language]
    told = draft(herzicht, "notification", "--lang", language).split(title)[1].split("##")[0]
    assert we in told and you not in told.lower().split()
