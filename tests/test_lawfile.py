"""Law as data: read with its certainty and dates, and every mistake named."""

import pytest
from given import legal

from iama.files.lawfile import read_law
from iama.files.shipped import shipped_folder
from iama.model.problems import UnusableFile

FACT = """\
format: iama-law/1
revision: 1
facts:
  ai-act-27:
    cite: {nl: "AI-verordening, artikel 27", en: "AI Act, Article 27"}
    title: {nl: De toets, en: The assessment}
    source: Regulation (EU) 2024/1689
    url: https://eur-lex.europa.eu/
    date: 2027-12-02
    verified: 2026-11-23
    certainty: high
    note: {nl: Let op, en: Mind}
"""
SECOND = """\
  ai-act-27-2:
    cite: {nl: "AI-verordening, artikel 27 lid 2", en: "AI Act, Article 27(2)"}
    title: {nl: Bijwerken, en: Updating}
    source: Regulation (EU) 2024/1689
    date: law.ai-act-27
    verified: 2026-11-23
    certainty: high
    note: {nl: "Vanaf {law.ai-act-27}", en: "From {law.ai-act-27}"}
"""


def mistakes(text: str) -> list[str]:
    with pytest.raises(UnusableFile) as caught:
        read_law("law.yaml", text)
    return [f"{one.place.line}:{one.place.column} {one.code}" for one in caught.value.findings]


def test_a_fact_is_read_with_its_source_and_certainty() -> None:
    fact = read_law("law.yaml", FACT).facts["ai-act-27"]
    assert (fact.id, fact.source, fact.certainty) == ("ai-act-27", "Regulation (EU) 2024/1689", "high")
    assert (fact.date, fact.verified, fact.date_or_number) == ("2027-12-02", "2026-11-23", "2027-12-02")
    assert (fact.note["en"], fact.relative, fact.number) == ("Mind", None, "")


def test_a_fact_stands_for_its_date_else_its_number_else_nothing() -> None:
    number = read_law("law.yaml", FACT.replace("date: 2027-12-02", "number: 40")).facts["ai-act-27"]
    neither = read_law("law.yaml", FACT.replace("    date: 2027-12-02\n", "")).facts["ai-act-27"]
    assert (number.date_or_number, neither.date_or_number) == ("40", None)


def test_texts_cite_a_fact_in_their_language_and_an_unknown_one_by_its_id() -> None:
    law = read_law("law.yaml", FACT)
    assert law.cite("ai-act-27", "nl") == "AI-verordening, artikel 27"
    assert law.cite("ai-act-99", "nl") == "ai-act-99"


def test_a_fact_can_carry_the_date_of_another_and_name_it_in_its_text() -> None:
    law = read_law("law.yaml", FACT + SECOND)
    assert law.facts["ai-act-27-2"].date == "2027-12-02"
    assert law.facts["ai-act-27-2"].note == {"nl": "Vanaf 2 december 2027", "en": "From 2 December 2027"}


def test_a_date_of_another_fact_must_be_its_own() -> None:
    third = SECOND.replace("27-2:", "27-3:").replace("date: law.ai-act-27\n", "date: law.ai-act-27-2\n")
    with pytest.raises(UnusableFile) as caught:
        read_law("law.yaml", FACT + SECOND + third)
    assert [(one.place.line, one.code) for one in caught.value.findings] == [(25, "unknown-law")]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("iama-law/1", "iama-law/2", "1:9 invalid-value"),
        ("revision: 1\n", "", "1:1 missing-key"),
        ("certainty: high", "certainty: sure", "11:16 invalid-value"),
        ("certainty: high", "certanty: high", "11:5 unknown-key"),
        ("date: 2027-12-02", "date: december 2027", "9:11 invalid-value"),
        ("date: 2027-12-02", "date: law.ai-act-27", "9:11 unknown-law"),
        ("date: 2027-12-02", "number: forty", "9:13 invalid-value"),
        ("date: 2027-12-02", "relative: maybe", "9:15 invalid-value"),
        ("en: Mind", "fr: Attention", "12:11 missing-key"),
        ("verified: 2026-11-23", "verified: yesterday", "10:15 invalid-value"),
    ],
)
def test_a_mistake_is_found_at_its_place(old: str, new: str, expected: str) -> None:
    assert expected in mistakes(FACT.replace(old, new))


def test_all_mistakes_come_at_once() -> None:
    text = FACT.replace("2027-12-02", "soon").replace("certainty: high", "certainty: sure")
    assert mistakes(text) == ["9:11 invalid-value", "11:16 invalid-value"]


def test_the_shipped_law_reads_and_every_fact_says_where_it_comes_from() -> None:
    path = shipped_folder("questionnaires") / "law.yaml"
    law = read_law(path.name, path.read_text(encoding="utf-8"))
    assert len(law.facts) > 50
    assert all(fact.source and fact.verified and fact.cite["nl"] and fact.cite["en"] for fact in law.facts.values())


def test_the_facts_of_a_test_are_facts() -> None:
    assert legal(annex_iii_date="2027-12-02").facts["annex-iii-date"].date_or_number == "2027-12-02"
