"""Final texts for the register: bound to what they were made of, kept in the dossier, and checked."""

import re
from pathlib import Path
from typing import Any

import pytest
from commands import fresh, iama, refused
from sitting import Scripted
from test_register import codes, document, example, field, standing, wording_of

from iama.files.registertexts import read_final_texts, write_final_texts
from iama.files.shipped import SHIPPED
from iama.interview.registering import RegisterDesk, write_fields
from iama.model.conditions import Ref
from iama.model.dossier import Dossier
from iama.model.register import FinalText, Kind
from iama.model.struct import replace
from iama.publish.register.checks import (
    law_problems,
    plain_problems,
    reading_score,
    repeated_sentences,
    wording_problems,
)
from iama.publish.register.document import what_field_rests_on
from iama.publish.register.finals import WRITABLE

NUMBERS = frozenset(("2.5.3", "1.3.4"))


def told(text: str, language: str = "nl") -> dict[str, str]:
    problems = wording_problems(text, language, NUMBERS, ["Anna Jansen"])
    return {problem.code: dict(problem.about).get("words", "") for problem in problems}


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("Dit komt later. TODO.", "todo", "TODO"),
        ("De bron is nog n.t.b.", "todo", "n.t.b"),
        ("Het kost XX euro.", "todo", "XX"),
        ("Zie vraag 2.5.3 voor meer.", "question-number", "2.5.3"),
        ("R1 en R4 blijven over.", "code", "R1, R4"),
        ("Signaal M07 ging af.", "code", "M07"),
        ("De BSN's staan in de BRP.", "abbreviation", "BSN, BRP"),
        ("De Awb geldt.", "abbreviation", "Awb"),
        ("| a | b |", "table", ""),
        ("Wij kiezen, en onze mensen kijken.", "we", "Wij, onze"),
        ("Vragen aan J. van der Berg.", "person", ""),
        ("Mevrouw De Wit besluit.", "person", ""),
    ],
)
def test_what_a_reader_outside_the_team_trips_over_is_named(text: str, code: str, words: str) -> None:
    assert told(text)[code] == words


@pytest.mark.parametrize(
    "text",
    [
        "De gemeente kiest 2,5 procent van 3.100 huishoudens. Versie 2.4.1 is van 3 mei 2027.",
        "De algemene verordening gegevensbescherming (AVG) geldt. De AVG regelt dit in artikel 6.",
        "Fictidata B.V. Amsterdam levert het. De wethouder Werk en Inkomen beslist.",
        "AI van de EU, op taalniveau B1. De Wit-Russische bron is dicht.",
        "Het woord ‘onzekerheid’ en een weegschaal zijn geen voornaamwoord.",
    ],
)
def test_what_is_fine_is_not_named(text: str) -> None:
    assert told(text) == {}


def test_a_text_about_the_law_says_what_the_law_is_for() -> None:
    assert [one.code for one in law_problems("Artikel 53a Participatiewet. Awb 3:2 en 3:4.")] == ["law-bare"]
    assert list(law_problems("Artikel 53a Participatiewet. Die wet regelt de bijstand.")) == []


def test_longer_sentences_and_words_lower_the_score() -> None:
    plain = "De mens kijkt naar de lijst. Dan kiest hij wie er komt. " * 5
    hard = "De verantwoordelijke functionaris beoordeelt periodiek de proportionaliteit van de gegevensverwerking, " * 5
    assert (reading_score(plain, "nl") or 0) > 80 > 20 > (reading_score(hard, "nl") or 0)
    assert reading_score("Te kort om iets te zeggen.", "nl") is None
    assert [one.code for one in plain_problems(hard, "nl")] == ["hard"]


def test_a_sentence_that_stands_in_two_fields_is_told_in_the_second() -> None:
    same = "Een medewerker kijkt elke mogelijke keuze na."
    assert repeated_sentences({"a": f"Eerst dit. {same}", "b": f"{same} Dan dat.", "c": "Eerst dit."}) == {"b": ["a"]}


def test_the_file_gives_back_what_was_written() -> None:
    texts = {"goal": FinalText("Een doel.\n\n- een punt", "2026-11-30", {"iama/goal": "ab", "iama/weight[x]": "cd"})}
    assert read_final_texts("register.yaml", write_final_texts(texts)) == (texts, ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("format: iama-register-texts/2\nfields:\n", "invalid-value"),
        ("format: iama-register-texts/1\nfields:\n  goal:\n    tekst: x\n", "unknown-key"),
        ('format: iama-register-texts/1\nfields:\n  goal:\n    text: "a\\u202eb"\n', "invalid-value"),
        ("format: iama-register-texts/1\nfields: [goal]\n", "invalid-value"),
    ],
)
def test_a_mistake_in_the_file_is_a_finding(text: str, expected: str) -> None:
    assert expected in [finding.code for finding in read_final_texts("register.yaml", text)[1]]


def test_every_field_that_takes_a_text_says_what_the_register_asks_and_shows_an_example() -> None:
    fields = [one for one in SHIPPED.register.fields if one.kind in WRITABLE]
    assert [one.key for one in fields if not (one.asks and one.example)] == []
    too_long = [one.key for one in fields if one.aim and one.kind is not Kind.LINKS and len(one.example) > one.aim]
    assert too_long == []
    hints = {one.key: told(one.example) for one in fields if one.kind is Kind.TEXT}
    assert {key: found for key, found in hints.items() if found} == {}


# what goes out


def with_texts(dossier: Dossier, **texts: str) -> Dossier:
    """Return a dossier with texts for fields, written of what it says now."""
    people, finals = dossier.people.values(), dossier.register
    for key, words in texts.items():
        seen = what_field_rests_on(key, wording_of(dossier), SHIPPED.register, people, standing(dossier), finals)
        finals = {**finals, key: FinalText(words, "2026-11-30", seen)}
    return replace(dossier, register=finals)


def test_a_text_of_ones_own_goes_before_the_proposal() -> None:
    words = "De gemeente kiest hiermee welke uitkering zij opnieuw bekijkt."
    found = document(with_texts(example(), goal=words))
    assert (found["entry"]["goal"], field(found, "goal")["final"], codes(found, "goal")) == (words, True, [])
    assert field(document(example()), "goal")["final"] is False


def test_a_text_is_older_than_the_dossier_when_an_answer_behind_it_changes() -> None:
    written = with_texts(example(), goal="Een doel.")
    changed = replace(example(iama__goal="Een ander doel."), register=written.register)
    assert codes(document(written), "goal") == []
    (problem,) = field(document(changed), "goal")["problems"]
    assert problem["code"] == "text-stale" and "1.1.2" in problem["message"]
    assert document(changed)["entry"]["goal"] == "Een doel."
    assert codes(document(with_texts(changed, goal="Een doel.")), "goal") == []


def test_a_text_made_of_what_is_withheld_since_does_not_go_out() -> None:
    secret = [Ref("iama", "monitoring")]
    found = document(with_texts(example(), risks="Een mens kijkt alles na."), withheld=secret)
    assert codes(found, "risks") == ["text-withheld"] and "risks" not in found["entry"]


@pytest.mark.parametrize(
    ("key", "words", "code"),
    [
        ("goal", "Dit wordt nog aangevuld: TODO", "todo"),
        ("goal", "<p>Een doel.</p>", "html"),
        ("tags", "<b>bijstand</b>, selectie", "html"),
        ("description_short", "Te lang. " * 60, "text-long"),
        ("url", "http://waterhoven.example", "link-https"),
        ("contact_email", "waterhoven", "bad-contact"),
    ],
)
def test_a_text_that_the_register_refuses_or_spoils_is_not_sent(key: str, words: str, code: str) -> None:
    found = document(with_texts(example(), **{key: words}))
    assert code in codes(found, key) and key not in found["entry"]


def test_a_text_that_names_somebody_is_not_sent() -> None:
    dossier = with_texts(replace(example(), people={"p1": "Anna Jansen"}), goal="Anna Jansen kiest.")
    assert "text-name" in codes(document(dossier), "goal") and "goal" not in document(dossier)["entry"]


def test_html_in_an_answer_about_search_terms_is_refused() -> None:
    found = document(example(algorithm__search_terms="<i>bijstand</i>"))
    assert codes(found, "tags") == ["html"] and "tags" not in found["entry"]


def test_fields_without_an_answer_are_filled_at_the_desk() -> None:
    own, law = "https://algoritmes.waterhoven.example/x", "https://wetten.overheid.nl/BWBR0015703"
    texts = {"url": own, "process_index_url": own, "lawful_basis_grouping": f"Participatiewet: {law}"}
    entry = document(with_texts(example(), **texts))["entry"]
    assert entry["url"] == entry["process_index_url"] == own
    assert entry["lawful_basis_grouping"] == [{"title": "Participatiewet", "link": law}]


def test_the_dedicated_field_names_the_test_its_address_and_what_was_found() -> None:
    address = "https://waterhoven.example/iama-herzicht"
    assert "link-null" in codes(document(example()), "impacttoetsen_grouping")
    entry = document(with_texts(example(), impacttoetsen_grouping=address))["entry"]
    assert entry["impacttoetsen_grouping"][0]["link"] == address
    assert f"De hele toets staat op {address}." in entry["impacttoetsen"]
    assert "vond onder meer het volgende. Huishoudens met een migratieachtergrond" in entry["impacttoetsen"]


def test_signs_that_nobody_can_see_stay_out_of_what_is_sent() -> None:
    entry = document(example(algorithm__name="Selec\u200bteren", iama__goal="Min\u00adder werk."))["entry"]
    assert entry["name"] == "Selecteren" and "Minder werk." in entry["goal"]


# the command


def test_a_text_is_kept_in_the_dossier_confirmed_and_cleared(tmp_path: Path) -> None:
    base, path = fresh(tmp_path), tmp_path / "fresh" / "assessments" / "abc" / "register.yaml"
    told = iama(base, "register", "abc", "--field", "Link naar bronregistratie", "--text", "https://a.example/b")
    assert "https://a.example/b" in told.out and "‘Link naar bronregistratie’" in told.err
    assert "https://a.example/b" in path.read_text(encoding="utf-8")
    assert iama(base, "register", "abc", "--field", "url", "--confirm").code == 0
    assert iama(base, "register", "abc", "--field", "url", "--clear").code == 0
    path.write_text("# van Jan\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert "van Jan" in refused(base, "register", "abc", "--field", "url", "--text", "https://a.example", code=3)
    assert path.read_text(encoding="utf-8").startswith("# van Jan")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--field", "gola"), "`goal`"),
        (("--field", "lars", "--text", "1"), "‘Algoritme-ID’"),
        (("--text", "x"), "--field"),
        (("--field", "goal", "--text", "x", "--clear"), "--confirm"),
        (("--field", "url", "--confirm"), "nothing"),
        (("--edit",), "terminal"),
    ],
)
def test_what_does_not_go_together_is_refused(tmp_path: Path, words: tuple[str, ...], expected: str) -> None:
    assert expected in refused(fresh(tmp_path), "register", *words, "abc")


# writing in a terminal


class Fields:
    """A desk with two fields in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.problems: list[str] = []

    def as_desk(self) -> RegisterDesk:
        return RegisterDesk(
            fields=lambda: [self.one("goal", prose=True), self.one("url", prose=False)],
            keep=self.kept.__setitem__,
            clear=self.forget,
            is_open=lambda field: field["key"] not in self.kept,
            state=lambda field: "kept" if field["key"] in self.kept else "open",
            card=lambda field: ["asks: something"],
        )

    def forget(self, key: str) -> None:
        self.kept.pop(key, None)

    def one(self, key: str, *, prose: bool) -> dict[str, Any]:
        written = self.kept.get(key, "a proposal" if prose else "")
        names = {"key": key, "label": key.title(), "written": written, "prose": prose}
        return {**names, "problems": self.problems, "writable": True}


def test_fields_are_written_one_after_the_other_beside_what_is_asked() -> None:
    held, asker = Fields(), Scripted(["goal", "A better text", "url", "https://a.example", "/stop"])
    write_fields(asker, held.as_desk(), "en")
    assert held.kept == {"goal": "A better text", "url": "https://a.example"}
    assert asker.screens[0].body == ("asks: something",)


def test_a_proposal_that_is_left_is_taken_only_when_somebody_says_so() -> None:
    held = Fields()
    write_fields(Scripted(["goal", "", "no", "/stop"]), held.as_desk(), "en")
    assert held.kept == {}
    write_fields(Scripted(["goal", "", "yes", "/stop"]), held.as_desk(), "en")
    assert held.kept == {"goal": "a proposal"}


def test_a_text_with_problems_is_shown_again_and_can_be_cleared() -> None:
    held, asker = Fields(), Scripted(["goal", "TODO", "/clear", "/back", "/stop"])
    held.problems = ["todo"]
    write_fields(asker, held.as_desk(), "en")
    assert held.kept == {} and len(asker.screens) == 3


def test_one_field_that_was_asked_for_ends_the_writing() -> None:
    held, asker = Fields(), Scripted(["Words"])
    write_fields(asker, held.as_desk(), "en", only="goal")
    assert held.kept == {"goal": "Words"} and asker.offered == []


def test_the_editor_opens_with_what_stands_there() -> None:
    held, asker = Fields(), Scripted(["goal", "/editor", "/back", "/stop"], edits=["From the editor"])
    held.problems = ["long"]
    write_fields(asker, held.as_desk(), "en")
    assert held.kept == {"goal": "From the editor"}
    assert not re.search("editor", "".join(asker.said))
