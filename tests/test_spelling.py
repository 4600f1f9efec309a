"""Claims about dates and numbers as people write them."""

import pytest

from iama.files.shipped import SHIPPED
from iama.model.questionnaire import Column, Kind, Option
from iama.model.spelling import typed_day, typed_role, typed_value

DAY, NUMBER, WORDS = (Column("x", kind, {}) for kind in (Kind.DATE, Kind.NUMBER, Kind.TEXT))


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    "written",
    [
        *(
            "2027-03-01",
            "2027-3-1",
            "2027/03/01",
            "1-3-2027",
            "01-03-2027",
            "1/3/2027",
            "1.3.2027",
            "1 3 2027",
            "1-3-27",
        ),
        *("1 maart 2027", "1 Maart 2027", "1 mrt 2027", "1 mrt. 2027", "1e maart 2027", "maandag 1 maart 2027"),
        *("1 March 2027", "1st March 2027", "March 1, 2027", "Mar 1 2027", "ma 1 maart 2027", " 1  maart  2027 "),
    ],
)
def test_a_date_is_understood_in_either_language(written: str, language: str) -> None:
    assert typed_value(DAY, written, language) == "2027-03-01"


@pytest.mark.parametrize("written", ["soon", "maart 2027", "1 m 2027", "2027", "1 ju 2027", "over een week", ""])
def test_what_is_no_date_comes_back_as_it_was(written: str) -> None:
    assert typed_value(DAY, written, "nl") == written


def test_a_day_that_does_not_exist_is_left_to_the_rules_for_values() -> None:
    assert typed_value(DAY, "31-2-2027", "nl") == "2027-02-31"


@pytest.mark.parametrize(
    ("written", "nl", "en"),
    [
        ("432", "432", "432"),
        ("1.250", "1250", "1.250"),
        ("1,250", "1.250", "1250"),
        ("0,5", "0.5", "0.5"),
        ("0.5", "0.5", "0.5"),
        ("0,125", "0.125", "0.125"),
        ("1 250", "1250", "1250"),
        ("1.250.000,75", "1250000.75", "1.250.000,75"),
        ("1,250,000.75", "1,250,000.75", "1250000.75"),
        ("€ 12,50", "12.50", "12.50"),
        ("-3", "-3", "-3"),
        ("circa 400", "circa 400", "circa 400"),
    ],
)
def test_a_number_is_understood_by_the_signs_of_the_language(written: str, nl: str, en: str) -> None:
    assert (typed_value(NUMBER, written, "nl"), typed_value(NUMBER, written, "en")) == (nl, en)


def test_text_stays_as_it_was_typed() -> None:
    assert typed_value(WORDS, " 1 maart 2027 ", "nl") == " 1 maart 2027 "


CHOICE = Column(
    "x",
    Kind.CHOICE,
    {},
    options=(
        Option("not-self-learning", {"nl": "Niet-zelflerend: iemand legt de regels vast", "en": "Not self-learning"}),
        Option("self-learning", {"nl": "Zelflerend", "en": "Self-learning"}),
        Option("other", {"nl": "Anders", "en": "Other"}),
        Option("another", {"nl": "Anders", "en": "Another"}),
    ),
)


@pytest.mark.parametrize(
    "written", ["not-self-learning", "niet-zelflerend", "Niet-zelflerend", " niet zelflerend ", "NOT SELF-LEARNING"]
)
def test_a_choice_is_understood_by_its_id_and_by_its_title_in_any_language(written: str) -> None:
    assert typed_value(CHOICE, written) == "not-self-learning"


@pytest.mark.parametrize("written", ["anders", "zelf", "", "nee"])
def test_what_two_choices_are_called_or_none_comes_back_as_it_was(written: str) -> None:
    assert typed_value(CHOICE, written) == written


@pytest.mark.parametrize(
    ("written", "role"),
    [
        ("lawyer", "lawyer"),
        ("jurist", "lawyer"),
        ("Jurist", "lawyer"),
        ("projectleider", "project-leader"),
        ("Project leader", "project-leader"),
        ("bakker", "bakker"),
    ],
)
def test_a_role_is_understood_by_its_title(written: str, role: str) -> None:
    assert typed_role(SHIPPED.resolve_questionnaire("iama-2.0").roles, written) == role


@pytest.mark.parametrize(
    ("given", "day"),
    [
        *(("1 maart", "2027-03-01"), ("31 dec", "2026-12-31"), ("March 1", "2027-03-01"), ("1-3", "2027-03-01")),
        *(("vrijdag 4 december", "2026-12-04"), ("morgen", "2026-11-24"), ("eind mei", "2027-05-31")),
        *(("end of November", "2026-11-30"), ("eind februari 2028", "2028-02-29"), ("1 maart 2030", "2030-03-01")),
    ],
)
def test_a_date_without_a_year_is_the_next_one_from_today(given: str, day: str) -> None:
    assert typed_day(given, "2026-11-23") == day
    assert typed_day(given) == (day if "2030" in given else given)


@pytest.mark.parametrize("given", ["voor de zomer", "1.3", "eind van de rit", "3 keer", "volgende week"])
def test_what_is_no_date_stays_as_it_was_typed(given: str) -> None:
    assert typed_day(given, "2026-11-23") == given
