"""Claims about the letters to the authorities: the notification of Article 27(3), and the EU database."""

import re
from pathlib import Path

import pytest
from commands import demo, fresh, iama, put, refused
from given import NO_LAW, both, evaluated
from letters import BENEFIT, INSURER, POLICE, SELECTION, Facts, dossier

from iama.files.shipped import SHIPPED
from iama.model.dossier import Dossier
from iama.publish.draft import Draft
from iama.publish.wording import Wording
from iama.words import text as words_of

DAY = ("--as-of", "2026-11-23")
SECRET = "kanarie-geheim"
OTHERS = ("dpia-reference", "dpia-parts", "conclusion", "conclusion-why", "notification-summary", "eu-summary-fria")


@pytest.fixture(scope="module")
def herzicht(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked example, to read only."""
    return demo(tmp_path_factory.mktemp("notification"))


def draft(base: Path, to: str = "notification", *words: str, of: str = "herzicht") -> str:
    day = () if "--as-of" in words else DAY
    told = iama(base, "report", "--to", to, *words, *day, "-o", "-", of)
    assert (told.code, told.err) == (0, "")
    return told.out


def of(folder: Path, facts: Facts, to: str) -> str:
    """Return a letter of an organisation that filled in nothing of its FRIA, at a time when every rule binds."""
    return draft(dossier(folder, facts, "-q", "fria-1.0"), to, "--as-of", "2028-06-01", of="abc")


def test_the_letter_holds_the_six_elements_the_dpia_and_what_it_says_of_the_template(herzicht: Path) -> None:
    text = draft(herzicht, "notification", "--lang", "en")
    assert [letter for letter in "abcdef" if f"\n### ({letter}) " not in text] == []
    assert "template for a questionnaire of the AI Office (AI Act, Article 27(5)) has, as far as we know, not" in text
    assert "## Data protection impact assessment (DPIA)" in text and "## Conclusion" in text
    assert "2 August 2030" in text.split("## The AI system and who uses it")[0]  # whether it is compulsory, and when


def test_it_is_a_letter(herzicht: Path) -> None:
    text = draft(herzicht)
    parts = ("Aan", "Van", "Datum", "Onderwerp", "Geachte heer of mevrouw,", "Met vriendelijke groet,")
    assert [text.index(words) for words in parts] == sorted(text.index(words) for words in parts)
    assert "Concept" not in text and "* Datum: 23 november 2026\n" in text


@pytest.mark.parametrize(
    ("language", "form"), [("nl", r"\bjullie\b|vink |\?:|…\)"), ("en", r"\btick |your use|\?:|…\)")]
)
@pytest.mark.parametrize("to", ["notification", "eu-database"])
def test_no_words_of_a_form_get_into_a_letter(herzicht: Path, to: str, language: str, form: str) -> None:
    text = draft(herzicht, to, "--lang", language)
    assert re.findall(form, text, re.IGNORECASE) == []
    assert "niet aan de orde" not in text and "does not apply" not in text


def test_every_question_that_the_letter_tells_of_has_a_label_and_every_cell() -> None:
    tree = SHIPPED.resolve_questionnaire("fria-1.0")
    asked = [*(question for question in tree.questions.values() if question.covers), *map(tree.questions.get, OTHERS)]
    keys = [f"notification-ask-{question.id}" for question in asked if question]
    keys += [f"notification-cell-{column.id}" for question in asked if question for column in question.columns]
    assert len(asked) > 30 and [key for key in keys if not words_of(key, "nl") or not words_of(key, "en")] == []


def test_a_question_that_is_not_ours_is_called_as_it_is_asked() -> None:
    letter = Draft("notification-", Wording(evaluated(), Dossier("abc"), NO_LAW, "en", ()))
    assert letter.label("ask-own", both("Own?")) == "Own?" and letter.label("ask-people", both("x")) != "x"


@pytest.mark.parametrize(
    ("day", "said", "unsaid"),
    [
        ("2026-11-23", "uit eigen beweging", "Hierbij melden wij"),  # Article 111(2): not compulsory yet
        ("2030-08-02", "Hierbij melden wij", "uit eigen beweging"),
    ],
)
def test_who_need_not_notify_yet_says_that_it_is_of_its_own_accord(
    herzicht: Path, day: str, said: str, unsaid: str
) -> None:
    letter = draft(herzicht, "notification", "--as-of", day)
    assert said in letter and unsaid not in letter


def test_an_open_decision_is_a_place_to_fill_in(tmp_path: Path) -> None:
    base = demo(tmp_path, "en")
    assert iama(base, "set", "--unknown", "--follow-by", "lawyer", "herzicht", "ai-system").code == 0
    assert "[still to fill in: whether AI Act, Article 27 applies (see iama scope)]" in draft(base)


@pytest.mark.parametrize("facts", [INSURER, BENEFIT, SELECTION, POLICE])
@pytest.mark.parametrize("to", ["notification", "eu-database"])
def test_what_is_to_fill_in_is_listed_at_the_end(tmp_path: Path, facts: Facts, to: str) -> None:
    letter, _, end = of(tmp_path, facts, to).partition("\n---\n")
    slots = dict.fromkeys(re.findall(r"\[nog invullen: (.*?)\]", letter))
    assert list(slots) == re.findall(r"^\* (.*)$", end, re.MULTILINE)


@pytest.mark.parametrize("facts", [INSURER, SELECTION])
def test_only_a_public_authority_with_a_use_of_annex_iii_registers(tmp_path: Path, facts: Facts) -> None:
    letter = of(tmp_path, facts, "eu-database")  # AI Act, Article 49(3)
    assert "hoeft niet in de EU-databank" in letter and "(AI-verordening, artikel 49 lid 3)" in letter
    assert "## 1." not in letter


def test_critical_infrastructure_registers_nationally(tmp_path: Path) -> None:  # Article 49(5)
    letter = of(tmp_path, {**BENEFIT, "annex-iii": ["2"], "annex-iii-exceptions": ["none"]}, "eu-database")
    assert "gebeurt de registratie nationaal (AI-verordening, artikel 49 lid 5)" in letter and "## 1." not in letter


def test_adopted_answers_stand_in_the_draft_in_full(herzicht: Path) -> None:
    text = draft(herzicht)
    assert "Proef van 1 maart 2027 tot en met 29 februari 2028" in text
    assert "*Uit IAMA 2.0, 3.2.1:*\n\n" in text


def test_the_addressee_comes_from_the_configuration(tmp_path: Path, herzicht: Path) -> None:
    assert "[nog invullen: markttoezichtautoriteit" in draft(herzicht).splitlines()[2]
    base = demo(tmp_path)
    put(base, "iama.toml", 'market-surveillance-authority = "Autoriteit X (fictief)"\n')
    assert draft(base).splitlines()[2] == "* Aan: Autoriteit X (fictief)"


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
    assert "[nog invullen: Periode]" in draft(base).split("### (b)")[1].split("### (c)")[0]


def test_a_changed_source_is_marked_in_the_draft(tmp_path: Path) -> None:
    base = demo(tmp_path)
    assert iama(base, "set", "herzicht", "3.1.2", "Een half jaar.").code == 0
    assert "de bron is gewijzigd" in draft(base).split("### (b)")[1].split("### (c)")[0]


def test_the_registration_has_the_five_points_of_annex_viii_section_c(herzicht: Path) -> None:
    text = draft(herzicht, "eu-database", "--lang", "en")
    assert "AI Act, Annex VIII, Section C" in text
    assert re.findall(r"^## (\d\. \w+)", text, re.MULTILINE) == [
        "1. Name",
        "2. Name",
        "3. URL",
        "4. Summary",
        "5. Summary",
    ]
    assert "Herzicht" in text.split("## 4.")[1] and "DPIA" in text.split("## 5.")[1]


def test_law_enforcement_registers_without_summaries(tmp_path: Path) -> None:
    base = demo(tmp_path)
    for question, value in (("annex-iii", "6d"), ("law-enforcement-use", "yes")):
        assert iama(base, "set", "herzicht", question, value).code == 0
    text = draft(base, "eu-database")
    assert "artikel 49 lid 4" in text and "## 3." in text and "## 4." not in text


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
    title = {"nl": "## Waarom wij deze beoordeling deden", "en": "## Why we did this assessment"}[language]
    told = draft(herzicht, "notification", "--lang", language).split(title)[1].split("##")[0]
    assert we in told and you not in told.lower().split()
