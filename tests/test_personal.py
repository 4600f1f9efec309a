"""The scan for personal data: what it sees, what it leaves alone, and that it never quotes."""

import re
from random import Random
from time import process_time

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


FORMS = {
    "bsn": (
        "BSN 123456782|bsn: 123 456 782|BSN 1234.56.782|burgerservicenummer 12.34.56.782|BSN 123-456-782|"
        "BSN 1 2 3 4 5 6 7 8 2|bsn 12 34 56 78 2|(BSN: 111222333)|BSN 123\xa0456\xa0782|BSN 123/456/782|"
        "sofinummer 111222333|BSN:123456782.|BSN 12345 6782|BSN=123456782;|"
        "BSN \uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff12|het nummer 123456782 hoort bij haar|"
        "BSN 1234567&#56;2|BSN 123_456_782|BSN 10000008"
    ),
    "mail": (
        "p.voorbeeld@gemeente.nl|P.VOORBEELD@GEMEENTE.NL|p.voorbeeld at gemeente.nl|"
        "p.voorbeeld (at) gemeente.nl|p.voorbeeld[at]gemeente[dot]nl|"
        "p.voorbeeld apenstaartje gemeente punt nl|p.voorbeeld@gemeente punt nl|p.voorbeeld @ gemeente . nl|"
        "p punt voorbeeld apenstaart gemeente punt nl|piet at gemeente dot nl|piet AT gemeente DOT nl|"
        "piet(apenstaartje)gemeente.nl|mailto:piet%40gemeente.nl|piet&#64;gemeente.nl|piet\uff20gemeente.nl|"
        "piet {at} gemeente.nl|piet <at> gemeente.nl|piet_at_gemeente.nl|piet-at-gemeente-dot-nl|"
        '"piet"@gemeente.nl|pïet@gemeente.nl|piet\u200b@gemeente.nl|piet@ gemeente.nl'
    ),
    "phone": (
        "06-12345678|0612345678|06 12 34 56 78|06 1234 5678|06.12.34.56.78|06/12345678|(06) 12345678|"
        "06 - 12 34 56 78|+31612345678|+31 6 12345678|+31-6-12345678|+31 (0)6 12 34 56 78|+31(0)612345678|"
        "0031 6 12345678|0031612345678|030-2860000|(030) 286 00 00|030 - 286 00 00|0113-123456|"
        "(0113) 12 34 56|+31 30 286 00 00|+32 475 12 34 56|+49 151 23456789|+49 (0)30 901820|"
        "+44 20 7946 0958|+1 202-555-0143|+1 (202) 555-0143|0032 475 12 34 56|06\u2011 1234 5678|"
        "06\u201312345678|tel:+31612345678|06\xa01234\xa05678|06_12345678|+90 532 123 45 67|+212 612-345678|"
        "+33 6 12 34 56 78|tel. 06 123 456 78|0 6 1 2 3 4 5 6 7 8|06(12345678)"
    ),
    "iban": (
        "NL91ABNA0417164300|NL91 ABNA 0417 1643 00|nl91abna0417164300|nl91 abna 0417 1643 00|"
        "NL91-ABNA-0417-1643-00|NL91.ABNA.0417.1643.00|NL 91 ABNA 0417 1643 00|IBAN:NL91ABNA0417164300|"
        "BE68 5390 0754 7034|DE89 3704 0044 0532 0130 00|GB82 WEST 1234 5698 7654 32|NL91 ABNA 0417164300|"
        "NL91ABNA 0417 164 300|FR14 2004 1010 0505 0001 3M02 606|NL91\xa0ABNA\xa00417\xa01643\xa000"
    ),
    "address": (
        "1234 AB 12|1234AB 12|1234 ab, 12a|postcode 1234 AB, huisnummer 12|1234 AB nr. 12|"
        "Dorpsstraat 12, 1234 AB Waterhoven|Dorpsstraat 12|Jan van Galenstraat 323-II|"
        "Laan van Meerdervoort 5a|Prins Hendrikkade 33, 1012 TM|1234AB-12|1234 AB huisnr 12 bis|Kerkweg 7|"
        "woont aan de Lange Nieuwstraat 106|Oude Gracht 14 te Utrecht|12, 1234 AB|1e Oosterparkstraat 5|"
        "De Ruyterlaan 2|postcode 1234AB en huisnummer 12"
    ),
    "birth": (
        "geboren op 12 maart 1980|geboren 12-03-1980|geboortedatum: 12-03-1980|geboortedatum 12/3/1980|"
        "geb. 12-3-80|geb.datum 12-03-1980|(geb. 12 maart 1980)|born on 12 March 1980|born March 12, 1980|"
        "date of birth: 1980-03-12|DOB 12/03/1980|d.o.b. 12.03.1980|geboren te Utrecht op 12 maart 1980|"
        "geboortedag 12 mrt 1980|zij is op 12 maart 1980 geboren|geboren op de 12e maart 1980|"
        "Geboortedatum cliënt: 12.03.1980|born 1980-03-12|12-03-1980 (geboortedatum)"
    ),
    "plate": (
        "GZ-123-B|kenteken GZ-123-B|12-XRT-3|1-KBB-00|kenteken XX-99-99|kenteken 12-34-AB|12-GB-34|RT-12-ZX|"
        "kenteken AB 12 CD|kenteken GZ123B|kenteken: gz-123-b|de auto met kenteken 99XX99|X-999-XX|XXX-99-X|"
        "TT-BB-12|34-TT-BB|kentekenplaat 1 KBB 00|licence plate GZ-123-B"
    ),
    "titled": (
        "Wethouder J. van der Berg|wethouder Jansen|dhr. Jansen|dhr Jansen|de heer Jansen|hr. Jansen|"
        "mevrouw De Vries|mevr. Bakker|mw Bakker|mejuffrouw Bakker|drs. K. El-Amrani|prof. dr. Anna de Wit|"
        "mr. dr. J.M.A. van Houten|prof.dr.ir. Jansen|Dr Smith|Dr. Smith|Mr Smith|Mr. J. Smith|Mrs O'Neil|"
        "Ms Jones|Miss Jones|Mx. Jones|Sir John Smith|P.J. de Boer|Ook A. Visser was erbij|J Jansen MSc|"
        "drs Jansen|ir. Pietersen|ing. Pietersen|ds. Pietersen|jhr. Van Lennep|familie Jansen woont hier|"
        "mevrouw A.B. de Vries-Smit|mw.mr. A. de Vries|Alderman Smith said|burgemeester Halsema|"
        "raadslid Ayşe Kaya|heer J Jansen|de heren Jansen en Bakker|MEVROUW DE VRIES|mevrouw\nDe Vries|"
        "Wethouder drs. Jansen|Jansen, J.P.|Jansen, J. (Piet)|Piet Jansen MSc|Piet Jansen LLM|mevr.Jansen|"
        "Mw.Jansen|Dhr.J.Jansen|arts Pietersen|rechercheur Pietersen"
    ),
}
NO_FORMS = (
    "Het getal 123456789|€ 1.234.567,82|sha256:5f1c123456782a|Algoritme-id 75246482|"
    "Op 2026-11-23 om 12:30|Artikel 27 lid 1 onder a|NL92ABNA0417164300|14 030|0800-1351|0900 1234567|"
    "In 2024 EU 12 landen|versie 2.0.1|van 1234 tot 5678|ISO 27001:2022|NEN-EN 301549|CVE-2026-12345|"
    "1.000.000 regels|10:30-11:45 uur|2026-2027|aan het werk at home.nl|kijk at all|geboren voor 1950|"
    "mensen die geboren zijn na 1 januari 1980|geboortedatum van de aanvrager|"
    "geboren tussen 1-1-1950 en 1-1-1960|weg 3 van 4|stap 12 straat|De straat 3 meter breed|"
    "In 2025 AI 3 keer|R-01-23|12-11-26|01-02-03|IT-beheer|A-12-regel|B1-niveau|"
    "Minister van Binnenlandse Zaken|wethouder Financiën|Excel, R. en Python|artikel 6:162 BW|"
    "Leverancier Acme B.V. Nederland|0,123456789|0.612345678|0612|+31|1.31 tegen 1.25|1e-9|10.4.17.250|"
    "urn:nl:123456789|rekeningnummer|telefoonnummer|e-mailadres|kenteken van de auto|"
    "kentekengegevens 2026|postcode 1234 AB|postcodegebied 1234|de postcode en het huisnummer|"
    "wij meten at random. nl is de taal|Kamer 12|Bijlage 3|pagina 12|de Wegenverkeerswet 1994|Wet 2021|"
    "model v2-AB-3|punt 3 nl|https://x.nl/2026/0612345-6789|zaak Z-26-01234|artikel 12-34|"
    "ECLI:NL:RVS:2017:1259|Stcrt. 2024, 12345|PbEU 2016 L 119|2024/1689|(EU) 2016/679|50 + 31 = 81|"
    "van +10 tot +20 procent over 12 maanden|+5 punten in 2024 2025 2026 2027 100|"
    "Op 1 maart 2026 is het register geboren|Familie en vrienden|de arts beslist|agent AI|"
    "Docent Nederlands|KvK 12345678|KVK-nummer 12345678|De Laan 2 keer per jaar|Weg 12|"
    "bezwaar binnen 6 weken|dr. is afwezig|De heer en mevrouw|opdracht 2026 KB 12|Aan de slag at werk.nl|"
    "werken bij overheid.nl"
)


@pytest.mark.parametrize("sort", FORMS)
def test_it_sees_every_form(sort: str) -> None:
    texts = [told for one in FORMS[sort].split("|") for told in (one, f"Zie {one} voor meer.", f"12 regels\n{one}\n34")]
    assert [text for text in texts if Sort(sort) not in personal_data_sorts(text, ())] == []


@pytest.mark.parametrize("around", ["{}", "Zie {} voor meer."])
def test_it_leaves_alone_what_only_looks_like_it(around: str) -> None:
    told = {one: personal_data_sorts(around.format(one), ()) for one in NO_FORMS.split("|")}
    assert {one: sorts for one, sorts in told.items() if sorts} == {}


@pytest.mark.parametrize(
    "sign", ["a.", "a-", "a_", "1 ", "0 6 ", "a at ", "A. ", "Dr. ", "12-", "(at) ", "Aa ", "AA ", "a punt "]
)
def test_a_long_text_takes_no_time(sign: str) -> None:
    personal_data_sorts(sign * 100, ())
    began = process_time()
    personal_data_sorts(sign * 20_000, ())
    assert process_time() - began < 5


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
