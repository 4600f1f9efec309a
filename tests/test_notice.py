"""Claims about the notice for letters and the website: what it says, and what never gets in."""

import re
from pathlib import Path

import pytest
from commands import demo, fresh, iama
from letters import BENEFIT, INSURER, POLICE, SELECTION, Facts, dossier

DAY = ("--as-of", "2026-11-23")
SECRET = "kanarie-geheim"


@pytest.fixture(scope="module")
def herzicht(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked example, to read only."""
    return demo(tmp_path_factory.mktemp("notice"))


def notice(base: Path, *words: str, of: str = "herzicht") -> str:
    day = () if "--as-of" in words else DAY
    return iama(base, "report", "--to", "notice", *words, *day, "-o", "-", of).out


def of(folder: Path, facts: Facts, *words: str) -> str:
    """Return the notice of an organisation, at a time when every rule binds."""
    return notice(dossier(folder, facts), "--as-of", "2028-06-01", *words, of="abc")


def lines_to_fill_in(text: str) -> list[str]:
    return [line.removeprefix("- ") for line in text.splitlines() if line.startswith("- ")]


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
                "Gemeente Waterhoven (fictief) wil een AI-systeem gebruiken",
                "Daarna doet een medewerker zelf onderzoek.",
                "kiezen welke bijstandsuitkeringen de gemeente het eerst opnieuw bekijkt",  # recital 93: the purpose
                "Het gaat om besluiten over uitkeringen",  # recital 93: the type of decisions
                "Het systeem werkt met een risicoprofiel",
                "deze persoonsgegevens: burgerservicenummer; gegevens over inkomen",
                "https://www.waterhoven.example/herzicht",
                "algoritmes@waterhoven.example",
                "bezwaar maken",
                "klacht indienen",
                "waarom wij zo besluiten",
                "(Awb, artikel 3:46 tot en met 3:48)",
                "welke gegevens wij over u gebruiken, en waarvoor (AVG, artikel 15)",
                "Vraag het ons, dan leggen wij het uit.",
                "Ziet u een fout?",
                "Dan herstellen wij dat.",
            ],
        ),
        (
            "en",
            [
                "wants to use an AI system",
                "works with a risk profile",
                "you can object",
                "Part of the selection is random.",
            ],
        ),
    ],
)
def test_the_notice_says_what_was_used_and_what_people_can_do(herzicht: Path, language: str, said: list[str]) -> None:
    text = notice(herzicht, "--lang", language)
    assert [words for words in said if words not in text] == []
    assert len(text.strip().split("\n\n")) == 7  # a heading, five short paragraphs, and what is still to fill in


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
    base = changed(tmp_path, ("herzicht", "effect", effect))
    text = notice(base, "--as-of", "2030-08-02")
    assert said in text
    assert ("artikel 86" in text) is (effect != "information")  # Article 86(1): a decision on the basis of the output


@pytest.mark.parametrize(
    ("question", "value"), [("annex-iii", "2"), ("annex-iii", "none"), ("ai-system", "no")]
)  # Article 86(1): high-risk systems of Annex III, with the exception of point 2
def test_explanation_is_only_promised_where_article_86_applies(tmp_path: Path, question: str, value: str) -> None:
    assert "artikel 86" not in notice(changed(tmp_path, ("herzicht", question, value)), "--as-of", "2030-08-02")


def test_explanation_is_promised_from_the_day_on_which_article_86_binds(herzicht: Path) -> None:
    text = notice(herzicht, "--as-of", "2030-08-02")
    assert "Dan kunt u ons ook vragen om uit te leggen" in text and "2030" not in text
    assert "artikel 86" not in notice(herzicht, "--as-of", "2030-08-01")


def test_without_a_legal_effect_there_is_a_complaint_and_no_objection(tmp_path: Path) -> None:
    text = notice(changed(tmp_path, ("herzicht", "legal-effect", "no")))
    assert "klacht" in text and "bezwaar" not in text


def test_what_is_not_known_yet_is_a_place_to_fill_in(tmp_path: Path) -> None:
    text = notice(fresh(tmp_path), of="abc")
    slots = re.findall(r"\[nog invullen: (.*?)\]", text)
    assert len(slots) >= 8 and set(slots) == set(lines_to_fill_in(text))


ACCESS, AUTOMATED, REASONS = (
    "(AVG, artikel 15)",
    "(AVG, artikel 15 lid 1 onder h)",
    "(Awb, artikel 3:46 tot en met 3:48)",
)
POLICE_LAW = "(Wet politiegegevens; Wet justitiële en strafvorderlijke gegevens)"


@pytest.mark.parametrize(
    ("answers", "said", "unsaid"),
    [
        ([], [ACCESS, REASONS], [AUTOMATED, POLICE_LAW]),  # people decide
        ([("effect", "automated-decision")], [ACCESS, REASONS, AUTOMATED], []),
        ([("effect", "automated-decision"), ("legal-effect", "no")], [ACCESS], [AUTOMATED, REASONS, "artikel 86"]),
        ([("personal-data", "no"), ("effect", "automated-decision")], [REASONS], [ACCESS, AUTOMATED, POLICE_LAW]),
        ([("regime", "law-enforcement"), ("effect", "automated-decision")], [POLICE_LAW, "weigeren"], ["AVG"]),
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
    assert REASONS not in text and "AVG" not in text and "20" not in text and "artikel 86" not in text


@pytest.mark.parametrize(
    ("phase", "title", "said"),
    [
        ("development", "Wij willen een algoritme gebruiken", "Wij gebruiken het nog niet."),
        ("in-use", "Wij gebruiken een algoritme", "gebruikt een AI-systeem"),
        ("retired", "Wij gebruikten een algoritme", "Wij gebruiken het niet meer."),
    ],
)
def test_the_notice_says_whether_the_system_is_used(tmp_path: Path, phase: str, title: str, said: str) -> None:
    text = notice(changed(tmp_path, ("herzicht", "phase", phase)))
    assert text.startswith(f"{title}\n") and said in text


SAFEGUARDS = "(AVG, artikel 22 lid 3)"


def test_an_insurer_speaks_of_no_objection_and_no_register(tmp_path: Path) -> None:
    text = of(tmp_path, INSURER)
    assert "levensverzekering of ziektekostenverzekering" in text and "werkt met een risicoprofiel" in text
    # GDPR art. 15(1)(h), in the light of CJEU C-203/22, and the safeguards of art. 22(3)
    assert AUTOMATED in text and "zo uit dat u het kunt begrijpen" in text
    assert "een medewerker het besluit opnieuw bekijkt" in text and "zeggen wat u ervan vindt" in text
    assert f"het besluit aanvechten {SAFEGUARDS}" in text
    assert "klacht" in text and "bezwaar" not in text and "Awb" not in text and "Algoritmeregister" not in text
    assert lines_to_fill_in(text) == [
        "welke bijzondere persoonsgegevens, zoals over gezondheid, geloof of afkomst",
        "alle andere persoonsgegevens, of haal dit weg",
    ]


def test_an_automated_decision_of_a_municipality_can_be_objected_to_and_looked_at_again(tmp_path: Path) -> None:
    text = of(tmp_path, BENEFIT)
    assert REASONS in text and AUTOMATED in text and SAFEGUARDS in text and "artikel 86" in text
    assert "werkt niet met een risicoprofiel" in text
    assert "het adres in het Algoritmeregister, of haal dit weg" in lines_to_fill_in(text)


def test_a_mere_selection_gives_access_and_what_the_organisation_promises(tmp_path: Path) -> None:
    text = of(tmp_path, SELECTION)
    assert ACCESS in text and "klacht" in text
    assert [words for words in ("bezwaar", AUTOMATED, SAFEGUARDS, "artikel 86") if words in text] == []
    assert any(line.startswith("wat wij doen voor wie is gekozen") for line in lines_to_fill_in(text))


def test_detecting_criminal_offences_knows_no_objection_under_the_awb(tmp_path: Path) -> None:  # Awb art. 1:6
    text = of(tmp_path, POLICE)
    assert POLICE_LAW in text and "Soms mogen wij dat weigeren" in text and "klacht" in text
    assert "bezwaar" not in text and "Awb" not in text and "AVG" not in text


def test_where_both_regimes_apply_the_way_against_a_decision_is_asked_for(tmp_path: Path) -> None:
    text = of(tmp_path, {**POLICE, "regime": "mixed"})
    assert any(line.startswith("of mensen bezwaar kunnen maken") for line in lines_to_fill_in(text))


def test_a_human_looks_at_an_automated_decision_of_the_police(tmp_path: Path) -> None:  # Directive 2016/680 art. 11(1)
    text = of(tmp_path, {**POLICE, "effect": "automated-decision"})
    assert (
        "medewerker alsnog naar het besluit kijkt (Richtlijn (EU) 2016/680, artikel 11)" in text and "AVG" not in text
    )


def test_staff_who_nearly_always_follow_may_decide_nothing(tmp_path: Path) -> None:  # CJEU C-634/21
    base = changed(tmp_path, ("herzicht", "effect", "decision-support"), ("herzicht", "oversight-facts", "formal-only"))
    text = notice(base)
    assert "zonder dat een medewerker er echt naar kijkt" in text and AUTOMATED in text


def test_every_kind_of_data_that_was_ticked_is_named_and_the_rest_asked_for(tmp_path: Path) -> None:
    kinds = ["criminal", "bsn", "financial", "children", "location", "nationality-origin", "postcode"]
    text = of(tmp_path, {**BENEFIT, "data-kinds": kinds})
    assert "waaronder" not in text
    listed = text.split("deze persoonsgegevens: ")[1].split("].")[0].split("; ")
    assert (
        len(listed) == len(kinds) + 1 and listed[-1] == "[nog invullen: alle andere persoonsgegevens, of haal dit weg"
    )


def test_the_entry_in_the_register_is_named_when_there_is_one(tmp_path: Path) -> None:
    base = dossier(tmp_path, BENEFIT)
    assert iama(base, "set", "abc", "register-url", "https://algoritmes.overheid.nl/x").code == 0
    text = notice(base, of="abc")
    assert "Het staat in het Algoritmeregister: https://algoritmes.overheid.nl/x." in text
    assert "het adres in" not in text


@pytest.mark.parametrize("facts", [INSURER, BENEFIT, SELECTION, POLICE])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_is_to_fill_in_is_listed(tmp_path: Path, facts: Facts, language: str) -> None:
    text = of(tmp_path, facts, "--lang", language)
    slots = re.findall(r"\[(?:nog invullen|still to fill in): (.*?)\]", text)
    assert slots and list(dict.fromkeys(slots)) == lines_to_fill_in(text)


def test_a_purpose_in_another_language_is_a_place_to_fill_in(herzicht: Path) -> None:
    text = notice(herzicht, "--lang", "en")
    assert "bijstandsuitkeringen" not in text and "[still to fill in: what we use the system for]" in text


@pytest.mark.parametrize(
    ("phase", "said", "unsaid"),
    [
        (
            "development",
            ["Wij gaan een algoritme niet gebruiken", "besloot een AI-systeem niet te gebruiken"],
            "wil een",
        ),
        ("in-use", ["Wij mogen een algoritme niet meer gebruiken", "niet meer mag worden gebruikt"], "gebruikt een"),
        ("retired", ["Wij gebruikten een algoritme"], "besloot"),
    ],
)
def test_a_notice_says_that_it_was_decided_not_to_use_it(
    tmp_path: Path, phase: str, said: list[str], unsaid: str
) -> None:
    first = ("herzicht", "first-use", "2026-01-01"), ("herzicht", "end-date", "2026-06-01")
    base = changed(tmp_path, ("herzicht", "phase", phase), *(first if phase != "development" else ()))
    decide = ("approve", "herzicht", "-q", "iama-2.0", "--decision", "no-go", "--role", "responsible", "--text", "Nee.")
    assert iama(base, *decide).code == 0
    text = notice(base)
    assert all(one in text for one in said) and unsaid not in text
    letter = iama(base, "report", "--to", "notification", "-o", "-", "herzicht").out
    assert ("het algoritme mag niet worden gebruikt" in letter) is True
