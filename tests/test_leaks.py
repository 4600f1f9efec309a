"""What a public edition would give away: withheld text in other places and other words, names, internal notes."""

import json
import quopri
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable
from functools import cache
from html import escape
from urllib.parse import quote, quote_plus

import pytest
from flagged import TODAY, TREES, example, judged, with_answer, with_answers
from withheld import keeping

from iama.assess.outcome import State
from iama.assess.responses import name_of
from iama.assess.withholding import judge_public
from iama.files.shipped import SHIPPED
from iama.model.approval import Approval, Condition, Decision
from iama.model.dossier import Answer, Dissent, Dossier, Follow, Row, Source
from iama.model.struct import replace
from iama.publish.leaks import Edition, Leak, Sort, decision_said, empty_findings, find_leaks
from iama.publish.repeats import Likeness, Spoken, heard, likeness, passages
from iama.publish.said import Part, Said
from iama.publish.titled import has_titled_name

SECRET = "De beveiliging leunt op één beheerder, die zonder vier-ogen-controle de drempels kan wijzigen."
COPY = "Verder: de beveiliging leunt op een BEHEERDER, die\n- zonder vier-ogen-\n  controle de drempels kan wijzigen"
OURS = Spoken()


@cache
def secretive() -> Dossier:
    """Return the worked example with one long answer withheld, which nothing else repeats."""
    return keeping(with_answers(example(), {"iama.security": SECRET}), "iama-2.0/security")


def leaks(dossier: Dossier, **more: object) -> tuple[Leak, ...]:
    public = judge_public(dossier, TREES.values(), SHIPPED.law, TODAY)
    return find_leaks([Edition(dossier, public, **more)], dossier.people.values())  # type: ignore[arg-type]


def found(dossier: Dossier, **more: object) -> set[tuple[str, str, str]]:
    return {(leak.sort.value, leak.where, leak.part.value) for leak in leaks(dossier, **more)}


def test_the_worked_example_gives_nothing_away_withheld_or_not() -> None:
    assert leaks(example()) == leaks(secretive()) == leaks(example("en")) == ()


@pytest.mark.parametrize(
    "told",
    [
        SECRET,
        SECRET.upper(),
        SECRET.replace(" ", "\n"),
        COPY,
        SECRET.replace("beheerder", "man").replace("wijzigen", "aanpassen"),  # a few changed words
        "De drempels kan één beheerder zonder vier-ogen-controle wijzigen: daar leunt beveiliging op.",  # other order
        "Wij zagen dat iemand zonder vier-ogen-controle de drempels kan wijzigen, en dat is gemeld.",  # a piece of it
        f"Er is veel te zeggen. {SECRET} En dat is niet alles.",
        SECRET.replace("e", "é"),
        SECRET.replace("beheerder", "behe\u200berder"),
    ],
)
def test_withheld_text_is_found_in_other_words(told: str) -> None:
    (line, *_) = passages(SECRET)
    lines = [line, *passages(SECRET)]
    assert max(likeness(line, heard(told), OURS) for line in lines) is Likeness.SURE


@pytest.mark.parametrize(
    "told",
    [
        "De gemeente let op de beveiliging van het systeem en legt dat elk jaar vast.",
        "Een beheerder kijkt elke maand naar de drempels.",
        "Een medewerker controleert elke keuze voordat iemand een brief krijgt.",
        "",
    ],
)
def test_a_text_about_the_same_is_no_repetition(told: str) -> None:
    assert all(likeness(line, heard(told), OURS) is not Likeness.SURE for line in passages(SECRET))


def _in_words(text: str, change: Callable[[str], str], between: str = " ") -> str:
    return between.join(map(change, text.split()))


DISGUISED: dict[str, Callable[[str], str]] = {
    "entities": lambda text: "".join(f"&#{ord(sign)};" for sign in text),
    "hexadecimal entities": lambda text: "".join(f"&#x{ord(sign):x};" for sign in text),
    "named entities": lambda text: text.replace("é", "&eacute;").replace(" ", "&nbsp;").replace("e", "&#101;"),
    "entities twice": lambda text: escape(text.replace("e", "&#101;")),
    "percent": quote,
    "percent twice": lambda text: quote(quote(text)),
    "plus": quote_plus,
    "every letter in percents": lambda text: "".join(f"%{byte:02X}" for byte in text.encode()),
    "a web address": lambda text: f"https://x.example/?t={quote(text)}#top",
    "base64": lambda text: b64encode(text.encode()).decode(),
    "base64 for addresses": lambda text: urlsafe_b64encode(text.encode()).decode().rstrip("="),
    "base64 twice": lambda text: b64encode(b64encode(text.encode())).decode(),
    "data address": lambda text: f"data:text/plain;base64,{b64encode(text.encode()).decode()}",
    "hexadecimal": lambda text: text.encode().hex(),
    "hexadecimal with blanks": lambda text: text.encode().hex(" "),
    "numbers": lambda text: " ".join(str(byte) for byte in text.encode()),
    "JSON": lambda text: json.dumps({"note": text}),
    "every letter in JSON": lambda text: "".join(f"\\u{ord(sign):04x}" for sign in text),
    "quoted-printable": lambda text: quopri.encodestring(text.encode()).decode(),
    "soft hyphens": lambda text: "\u00ad".join(text),
    "no width": lambda text: "\u200b".join(text),
    "joiners": lambda text: "\u2060".join(text),
    "capitals": str.upper,
    "turning case": lambda text: "".join(one.upper() if at % 2 else one for at, one in enumerate(text)),
    "accents": lambda text: "".join(f"{one}\u0301" if one.isalpha() else one for one in text),
    "wide": lambda text: "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text),
    "mathematical": lambda text: "".join(chr(ord(one) + 0x1D3B9) if "a" <= one <= "z" else one for one in text),
    "spelled": " ".join,
    "spelled, words apart": lambda text: _in_words(text, " ".join, "   "),
    "spelled with hyphens": lambda text: _in_words(text, "-".join),
    "spelled with full stops": lambda text: _in_words(text, ".".join),
    "a letter on each line": "\n".join,
    "a word on each line": lambda text: _in_words(text, str, "\n"),
    "broken words": lambda text: text.replace("iging", "i-\nging").replace("beheer", "be-\nheer"),
    "underscores": lambda text: _in_words(text, str, "_"),
    "hyphens": lambda text: _in_words(text, str, "-"),
    "joined": lambda text: _in_words(text, str, ""),
    "humps": lambda text: _in_words(text, str.title, ""),
    "stars": lambda text: _in_words(text, lambda word: f"**{word}**"),
    "stars inside": lambda text: text.replace("e", "*e*"),
    "tags": lambda text: _in_words(text, lambda word: f"<b>{word}</b>", "<br>"),
    "tags inside": lambda text: text.replace("e", "<i>e</i>"),
    "comments inside": lambda text: text.replace("e", "e<!-- x -->"),
    "an attribute": lambda text: f'<img src="x.png" alt="{text}">',
    "a drawing": lambda text: f"<svg><title>{text}</title><path d='M0 0'/></svg>",
    "a cell": lambda text: f'1;"{text}";x',
    "a table": lambda text: _in_words(text, lambda word: f"| {word} "),
    "Cyrillic": lambda text: text.translate(str.maketrans("eoapcxyi", "еоарсхуі")),
    "Greek": lambda text: text.translate(str.maketrans("oivnu", "οινηυ")),
    "figures": lambda text: text.translate(str.maketrans("eoai", "3041")),
}


OTHER = "Nachtelijke back-up staat onversleuteld op schijf K."


@cache
def three_secrets() -> Dossier:
    """Return the worked example with an answer, another one and a name withheld."""
    answers = {"iama.security": SECRET, "iama.period": OTHER, "algorithm.name": "Nortellica"}
    return keeping(with_answers(example(), answers), "iama-2.0/security", "iama-2.0/period", "algorithm-1.0/name")


@pytest.mark.parametrize("how", DISGUISED)
def test_withheld_text_is_found_however_it_is_written(how: str) -> None:
    write = DISGUISED[how]
    told = {
        "iama.goal": f"Zie ook {write(SECRET)} en verder.",
        "iama.alternatives": f"Met {write('Nortellica')} elke dag.",
    }
    at = found(with_answers(three_secrets(), told), files={"index.html": write(OTHER)})
    assert {("withheld", "iama/goal", "answer"), ("withheld", "index.html", "answer")} <= at
    assert {where for _, where, _ in at} == {"iama/goal", "iama/alternatives", "index.html"}


@pytest.mark.parametrize(
    ("told", "is_found"),
    [
        ("Server 10.4.17.250 keeps port 8443 open at night.", True),
        ("In 2026 there are 8443 people who get a letter.", False),
    ],
)
def test_figures_and_codes_tell_a_withheld_text_in_another_language(told: str, is_found: bool) -> None:
    secret = "Op de server 10.4.17.250 staat poort 8443 's nachts open voor beheer op afstand."
    dossier = keeping(with_answers(example(), {"iama.security": secret, "iama.goal": told}), "iama-2.0/security")
    assert (("resembles", "iama/goal", "answer") in found(dossier)) is is_found


@pytest.mark.parametrize(
    "text",
    [
        "Zie https://waterhoven.example/algoritmes/herzicht?versie=2026-11&taal=nl#top (50% van de gevallen).",
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "Leeftijd*0.3 + duur*0.7 < 1; a_b_c; B1, IAMA2, € 1.200,-; C:\\nieuw\\tekst; 1 2 3 4 5 6 7 8",
        "A B C D E F zijn de klassen; x = y == z; 10 20 30 40 50 60 70",
    ],
)
def test_a_text_with_signs_is_read_and_says_nothing_else(text: str) -> None:
    dossier = with_answers(secretive(), {"iama.goal": text})
    assert found(dossier) == set()


def test_what_questions_say_themselves_is_no_repetition() -> None:
    question = TREES["iama"].questions["security"].text["nl"]
    dossier = with_answers(example(), {"iama.security": question, "iama.goal": f"Gevraagd werd: {question}"})
    assert Sort.WITHHELD not in {leak.sort for leak in leaks(keeping(dossier, "iama-2.0/security"))}


PARTS = {
    "answer": Answer(value=COPY),
    "note": Answer(value="Kiezen", note=COPY),
    "dissent": Answer(value="Kiezen", dissent=(Dissent("lawyer", COPY),)),
    "source": Answer(value="Kiezen", sources=(Source(COPY),)),
    "reason": Answer(value="Kiezen", overruled=COPY),
    "follow": Answer(value="Kiezen", follow=Follow(COPY)),
}


@pytest.mark.parametrize("part", PARTS)
def test_withheld_text_is_found_in_every_part_of_an_answer(part: str) -> None:
    assert found(with_answer(secretive(), "iama.goal", PARTS[part])) == {("withheld", "iama/goal", part)}


def with_row(dossier: Dossier, name: str, column: str, words: str) -> Dossier:
    """Return a dossier with other words in the first row of a list."""
    questionnaire, question = name.split(".")
    held = dossier.assessments[TREES[questionnaire].ref].answer_to(question)
    first = Row(held.rows[0].id, {**held.rows[0].cells, column: words}) if held.rows else Row("abcdef", {column: words})
    return with_answer(dossier, name, replace(held, value=(first, *held.rows[1:])))


@pytest.mark.parametrize(
    ("name", "column"),
    [("iama.residual-risk-list", "measure"), ("iama.summary", "response")],
)
def test_withheld_text_is_found_in_lists_and_summaries(name: str, column: str) -> None:
    where = name.replace(".", "/")
    assert ("withheld", where, "answer") in found(with_row(secretive(), name, column, COPY))


def test_withheld_text_is_found_in_the_response_to_a_flag() -> None:
    dossier = secretive()
    flag = next(one for one in judged(dossier).verdicts if one.state is State.FIRED and one.severity == "must")
    cells = {"trigger": name_of(flag), "decision": "accept", "text": COPY, "by": "lawyer", "date": "2026-11-01"}
    answered = with_answer(dossier, "follow-up.responses", Answer(value=(Row("abcdef", cells),)))
    assert ("withheld", "follow-up/responses", "answer") in found(answered)


def test_a_withheld_cell_of_a_list_is_found_elsewhere() -> None:
    dossier = with_row(example(), "iama.residual-risk-list", "risk", "lekke inlogserver")
    dossier = with_answers(dossier, {"iama.goal": "Er was een\nLEKKE inlogserver."})
    assert ("withheld", "iama/goal", "answer") in found(keeping(dossier, "iama-2.0/residual-risk-list"))


def test_withheld_text_is_found_in_a_decision_the_register_and_a_file() -> None:
    decision = Approval(1, "iama-2.0", Decision.CONDITIONS, "responsible", "2026-11-01", "2026-11-01", "2026-11-01")
    decision = replace(decision, public_reason=COPY, conditions=(Condition(SECRET, "abcdef"),))
    assert found(secretive(), beside=decision_said(decision)) == {("withheld", "approvals.yaml", "answer")}
    registered = [Said(COPY, place="register/goal")]
    assert found(secretive(), beside=registered) == {("withheld", "register/goal", "answer")}
    assert found(secretive(), files={"index.html": f"Kop {SECRET} voet"}) == {("withheld", "index.html", "answer")}


def test_a_withheld_name_is_found_in_the_id_and_in_texts() -> None:
    dossier = with_answers(example(), {"algorithm.name": "Herzicht", "iama.goal": "Wij kiezen met HERZICHT."})
    at = found(keeping(dossier, "algorithm-1.0/name"))
    assert {("named", "herzicht", "answer"), ("withheld", "iama/goal", "answer")} <= at
    other = keeping(with_answers(replace(dossier, id="bijstand"), {"iama.goal": "Kiezen"}), "algorithm-1.0/name")
    assert "named" not in {sort for sort, _, _ in found(other)}


@pytest.mark.parametrize(
    ("id_", "name", "sort"),
    [
        ("slim-kiezen", "Slim Kiezen", "named"),
        ("slimkiezen-2", "Slim Kiezen", "named"),
        ("acme-score", "Acmesoft B.V.", None),
        ("nortell-score", "Nortell B.V.", "named"),
        ("kls-2", "Kwaliteit Lijst Selectie", "resembles"),
    ],
)
def test_an_id_betrays_a_name_or_a_part_of_it(id_: str, name: str, sort: str | None) -> None:
    dossier = keeping(replace(with_answers(example(), {"algorithm.name": name}), id=id_), "algorithm-1.0/name")
    assert {leak.sort.value for leak in leaks(dossier) if leak.where == id_} == ({sort} if sort else set())


def test_a_name_inside_withheld_text_is_asked_about() -> None:
    dossier = with_answers(example(), {"iama.security": "Het beheer ligt bij Nortell te Utrecht, elke nacht."})
    dossier = with_answers(dossier, {"iama.goal": "Nortell levert elke maand nieuwe cijfers."})
    assert ("resembles", "iama/goal", "answer") in found(keeping(dossier, "iama-2.0/security"))


def test_what_says_withheld_text_is_never_accepted_and_all_else_may_be() -> None:
    assert {sort for sort in Sort if not Leak("x", sort, "y").may_be_accepted} == {Sort.WITHHELD, Sort.NAMED}


def test_what_goes_along_with_something_withheld_is_for_a_person_to_judge() -> None:
    dossier = with_answers(keeping(example(), "iama-2.0/affected-rights"), {"iama.goal": COPY})
    dossier = with_answers(dossier, {"iama.good-enough": SECRET, "iama.adaptations": SECRET})
    about = {leak.sort for leak in leaks(dossier) if leak.where == "iama/goal" and leak.about == "iama/adaptations"}
    assert about == {Sort.RESEMBLES}
    assert Sort.WITHHELD not in {leak.sort for leak in leaks(dossier)}


def test_an_internal_note_that_is_told_elsewhere_may_be_accepted() -> None:
    dossier = with_answer(example(), "iama.security", Answer(value="Goed.", note_internal=SECRET))
    assert found(with_answers(dossier, {"iama.goal": COPY})) == {("kept", "iama/goal", "answer")}


@pytest.mark.parametrize(
    ("answer", "part"),
    [
        (Answer(value="Kiezen", note="Intern: nog niet delen"), Part.NOTE),
        (Answer(value="Kiezen", note="Dit is niet voor publicatie."), Part.NOTE),
        (Answer(value="Kiezen", dissent=(Dissent("lawyer", "Confidential - I object"),)), Part.DISSENT),
        (Answer(value="Kiezen (niet openbaar)"), Part.ANSWER),
        (Answer(value="Vertrouwelijk: zo kiezen wij"), Part.ANSWER),
    ],
)
def test_a_text_that_says_itself_that_it_is_internal_is_found(answer: Answer, part: Part) -> None:
    assert found(with_answer(example(), "iama.goal", answer)) == {("marked", "iama/goal", part.value)}


def test_an_answer_about_confidential_data_is_not_marked() -> None:
    dossier = with_answers(example(), {"iama.goal": "De gegevens zijn vertrouwelijk en blijven intern bij het team."})
    assert found(dossier) == set()


def test_unfinished_text_is_found() -> None:
    assert found(with_answers(example(), {"iama.goal": "TODO: invullen"})) == {("unfinished", "iama/goal", "answer")}


def test_personal_data_say_the_part() -> None:
    answer = Answer(value="Kiezen", note="Wethouder J. van der Berg wil dit.", sources=(Source("Mail a.b@c.nl"),))
    told = {(leak.about, leak.part.value) for leak in leaks(with_answer(example(), "iama.goal", answer))}
    assert told == {("titled", "note"), ("mail", "source")}


def test_an_id_of_a_finding_holds_while_its_text_does() -> None:
    one, again, other = (
        leaks(with_answers(example(), {"iama.goal": f"Volgens mevrouw {name} klopt het."}))[0].id
        for name in ("Jansen", "Jansen", "Bakker")
    )
    assert one == again != other


def test_no_finding_quotes_what_it_found() -> None:
    dossier = with_answers(secretive(), {"iama.goal": COPY, "iama.exit": "Vraag mevrouw Bakker."})
    told = " ".join(leak.phrase.text_in(language) for leak in leaks(dossier) for language in ("nl", "en"))
    assert "beheerder" not in told.casefold() and "Bakker" not in told


def test_a_finding_without_what_is_done_is_empty() -> None:
    told = {"text": "Erg", "response": "", "anchor": "flag-x"}
    answered = {"text": "Erg", "response": "Gedaan", "anchor": "flag-y"}
    assert [leak.where for leak in empty_findings({"findings": [told, answered]})] == ["index.html#flag-x"]


NAMED = """Wethouder J. van der Berg|wethouder\\nJansen vond dit|burgemeester De Vries|volgens mevr. Bakker|dhr Jansen
P.J. de Boer leidt het|Besproken met A. Visser.|prof. dr. Anna de Wit|Alderman Smith said|Ms Jones|wethouder Ayşe Kaya
drs. K. El-Amrani|de heer El Idrissi|mr. dr. J.M.A. van Houten|WETHOUDER J. VAN DER BERG|mevrouw van den Heuvel zegt"""
NOBODY = """Minister van Binnenlandse Zaken|de wethouder Financiën|directeur BZK|Categorie B. Het systeem|A. Inleiding
Artikel 5.1 lid 2 onder d. De gemeente|Leverancier Acme B.V. Nederland|secretaris van de raad|teamleider Toezicht
Wij spraken de directeur. Zij vond|de heer en mevrouw|manager ICT|Ms. Excel|De jurist en de CISO"""


@pytest.mark.parametrize("text", [one.replace("\\n", "\n") for one in NAMED.replace("\n", "|").split("|")])
def test_a_name_with_a_title_or_initials_is_seen(text: str) -> None:
    assert has_titled_name(text)


@pytest.mark.parametrize("text", NOBODY.replace("\n", "|").split("|"))
def test_an_office_or_a_letter_is_no_name(text: str) -> None:
    assert not has_titled_name(text)
