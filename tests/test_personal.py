"""The scan for personal data: what it sees, what it leaves alone, and that it never quotes."""

import re
from random import Random

import pytest
from flagged import TREES, example, judged, with_answers

from iama.model.conditions import Ref
from iama.publish import titled
from iama.publish.personal import Personal, Sort, personal_data, personal_data_sorts
from iama.publish.titled import has_titled_name

PEOPLE = ("Petra Voorbeeld", "Daan de Vries")


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("petra voorbeeld zegt het", Sort.NAME),
        ("Volgens Vries klopt het", Sort.NAME),
        ("Mail p.voorbeeld@gemeente.nl", Sort.MAIL),
        ("Bel 06-12345678", Sort.PHONE),
        ("Bel +31 6 12 34 56 78", Sort.PHONE),
        ("Bel (030) 286 00 00", Sort.PHONE),
        ("BSN 123456782", Sort.BSN),
        ("BSN 1234.56.782", Sort.BSN),
        ("BSN 123 456 782", Sort.BSN),
        ("NL91 ABNA 0417 1643 00", Sort.IBAN),
        ("NL91ABNA0417164300", Sort.IBAN),
        ("BE68 5390 0754 7034", Sort.IBAN),
    ],
)
def test_it_sees(text: str, sort: Sort) -> None:
    assert sort in personal_data_sorts(text, PEOPLE)
    assert sort in personal_data_sorts(f"12 regels\n{text}\n34 regels", PEOPLE)  # as a whole file is looked through


@pytest.mark.parametrize(
    "text",
    [
        "Bijvoorbeeld zo",
        "Het getal 123456789 is geen burgerservicenummer",
        "000000000",
        "€ 1.234.567,82",
        "sha256:5f1c123456782a",
        "Algoritme-id 75246482",
        "Op 2026-11-23 om 12:30",
        "NL92ABNA0417164300",
        "Artikel 27 lid 1 onder a",
    ],
)
def test_it_leaves_alone(text: str) -> None:
    assert personal_data_sorts(text, PEOPLE) == ()


def test_the_contact_of_the_organisation_is_expected_and_that_of_a_person_is_not() -> None:
    assert personal_data_sorts("algoritmes@waterhoven.example, 14 030", PEOPLE, contact=True) == ()
    assert personal_data_sorts("petra.voorbeeld@waterhoven.example", (), contact=True) == (Sort.MAIL,)


def test_a_finding_names_the_question_and_the_kind() -> None:
    dossier = with_answers(example(), {"iama.goal": "Vraag Petra Voorbeeld, 06 12345678"})
    found = personal_data(judged(dossier), dossier, PEOPLE)
    assert [one for one in found if one.ref == Ref("iama", "goal")] == [
        Personal(Ref("iama", "goal"), Sort.NAME),
        Personal(Ref("iama", "goal"), Sort.PHONE),
    ]


def test_the_worked_example_holds_none() -> None:
    dossier = example()
    assert personal_data(judged(dossier), dossier, ()) == ()
    assert set(TREES) == {"algorithm", "iama", "fria", "huderia", "follow-up"}  # the annex, which it does not hold, too


def test_a_cheap_look_rules_out_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    words = (
        "Heer wethouder Wethouder MW. mr. Mr J. A. A.B. B.V. DE van der Jansen JANSEN Het zorg Zorg “ ” , . \n \u00a0"
        " İng. ıng. miſter dr. é loco-burgemeester wethouder’s É.".split(" ")
    )
    random = Random(1)
    texts = [random.choice((" ", "")).join(random.choices(words, k=random.randint(1, 6))) for _ in range(5_000)]
    seen = [has_titled_name(text) for text in texts]
    monkeypatch.setattr(titled, "_has_title", lambda _: True)
    monkeypatch.setattr(titled, "_INITIAL", re.compile(""))
    assert seen == [has_titled_name(text) for text in texts]
    assert 100 < sum(seen) < 4_500
