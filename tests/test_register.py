"""The register's fields: proposed from the answers, within its rules, and never with what is not public."""

import json
import re
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from editions import demo, shipped_trees
from given import AS_OF
from hypothesis import given, settings
from hypothesis import strategies as st

from iama.assess.withholding import judge_public
from iama.files import registerfile
from iama.files.registerfile import read_register
from iama.files.shipped import SHIPPED
from iama.model.approval import Approval, Decision
from iama.model.conditions import Ref
from iama.model.dossier import Adopted, Answer, Assessment, Dissent, Dossier, Row
from iama.model.people import has_any_name
from iama.model.problems import UnusableFile
from iama.model.questionnaire import Question
from iama.model.register import Kind
from iama.model.struct import replace
from iama.publish.markup import links, plain_paragraph
from iama.publish.register.document import register_document
from iama.publish.register.rules import contact_problems, link_problems, text_problems, tooi_problems
from iama.publish.register.text import Piece, fit_paragraph, literal, sentences
from iama.publish.register.typed import typed_problems
from iama.publish.wording import Wording

REGISTER = SHIPPED.register
FIELDS = {field.key: field for field in REGISTER.fields}
LONG = [field for field in REGISTER.fields if field.kind is Kind.TEXT]

# the rules of the register, written out on their own, so that a mistake in the mapping cannot hide

REQUIRED = {"name", "description_short", "organization", "status", "contact_email", "publication_category", "lang"}
LIMITS = {
    **dict.fromkeys(("name", "organization", "source_id"), 100),
    **{"description_short": 400, "provider": 200, "methods_and_models": 5000, "begin_date": 7, "end_date": 7},
    **dict.fromkeys(("contact_email", "website", "url", "process_index_url", "publiccode"), 500),
    **dict.fromkeys(("goal", "proportionality", "human_intervention", "risks", "lawful_basis"), 2500),
    **dict.fromkeys(("impacttoetsen", "source_data", "tags"), 2500),
}
ENUMERATIONS = {
    "status": {"In ontwikkeling", "In gebruik", "Buiten gebruik"},
    "publication_category": {"Hoog-risico AI-systeem", "Impactvolle algoritmes", "Overige algoritmes"},
    "lang": {"nld"},
    "standard_version": {"1.0"},
}
THEMES = set(
    "Organisatie en bedrijfsvoering;Cultuur en recreatie;Economie;Overheidsfinanciën;Wonen;Internationaal;"
    "Migratie en integratie;Natuur en milieu;Onderwijs en wetenschap;Openbare orde en veiligheid;Recht;"
    "Ruimte en infrastructuur;Sociale zekerheid;Verkeer;Werk;Zorg en gezondheid".split(";")
)
IAMA = "Impact Assessment Mensenrechten en Algoritmes (IAMA)"
FRIA = "Fundamental Rights Impact Assessment (FRIA)"
DPIA = "Data Protection Impact Assessment (DPIA)"
LISTS = {"category", "impacttoetsen_grouping", "lawful_basis_grouping", "source_data_grouping"}
LINK = re.compile(r"https://[A-Za-z0-9\-+&@#/%?=~_|!:,.;]*[A-Za-z0-9\-+&@#/%=~_|]")


class Stripped(HTMLParser):
    """The text nodes of a value; the register joins them with a space before it counts."""

    def __init__(self, value: str) -> None:
        super().__init__()
        self.nodes: list[str] = []
        self.feed(value)
        self.close()

    def handle_data(self, data: str) -> None:
        self.nodes.append(data)

    @property
    def text(self) -> str:
        return "".join(self.nodes)

    @property
    def length(self) -> int:
        return len(" ".join(self.nodes))


def refusals(entry: Mapping[str, Any]) -> list[str]:
    """Return why the register would refuse or damage an entry."""
    wrong = [f"{key}: unknown" for key in entry if key not in {*LIMITS, *ENUMERATIONS, *LISTS}]
    for key, value in entry.items():
        if key in LISTS:
            continue
        stripped = Stripped(value)
        if stripped.text != value:
            wrong.append(f"{key}: loses something as a tag or an entity")
        if stripped.length > LIMITS.get(key, 10_000):
            wrong.append(f"{key}: too long")
        if "\n" in value or value != value.strip():
            wrong.append(f"{key}: more than one line")
        if key in ENUMERATIONS and value not in ENUMERATIONS[key]:
            wrong.append(f"{key}: {value}")
    wrong += [f"category: {theme}" for theme in entry.get("category", []) if theme not in THEMES]
    wrong += ["category: more than three"] if len(entry.get("category", [])) > 3 else []
    named = {one["title"] for one in entry.get("impacttoetsen_grouping", [])}
    wrong += [f"impacttoetsen_grouping: {title}" for title in named - {IAMA, FRIA, DPIA}]
    grouped = [one["link"] for key in LISTS - {"category"} for one in entry.get(key, [])]
    addresses = [entry[key] for key in ("website", "publiccode") if key in entry]
    wrong += [f"link: {link}" for link in (*grouped, *addresses) if link and not LINK.fullmatch(link)]
    months = [entry[key] for key in ("begin_date", "end_date") if key in entry]
    return wrong + [f"month: {month}" for month in months if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month)]


# dossiers


def decided(dossier: Dossier, *decisions: Decision, on: str = "2026-11-20") -> Dossier:
    """Return the dossier with these decisions about its IAMA and its FRIA, in this order."""
    refs = ("iama-2.0", "fria-1.0")
    made = [Approval(n, refs[n], one, "responsible", on, on, on) for n, one in enumerate(decisions)]
    return replace(dossier, approvals=tuple(made))


def document(
    dossier: Dossier, language: str = "en", withheld: Iterable[Ref] = (), *, changed: Iterable[str] = ()
) -> dict[str, Any]:
    """Return the document that the public dossier gives, with these answers withheld.

    Answers of the assessments in `changed` (refs) are no longer those of the decision.
    """
    wording = wording_of(dossier, language, withheld)
    return register_document(wording, REGISTER, dossier.people.values(), standing(dossier, changed), dossier.register)


def wording_of(dossier: Dossier, language: str = "en", withheld: Iterable[Ref] = ()) -> Wording:
    """Return how texts about the public dossier name things, with these answers withheld."""
    cells = ({"assessment": ref.questionnaire, "question": ref.question, "ground": "woo-5.1.5"} for ref in withheld)
    rows = tuple(Row(f"rowaa{letter}", one) for letter, one in zip("abc", cells, strict=False))
    follow_up = dossier.assessments["follow-up-1.0"].with_answer("withheld", None, Answer(value=rows or None))
    found = judge_public(dossier.with_assessment(follow_up), shipped_trees(), SHIPPED.law, AS_OF)
    trees = tuple(found.outcome.questionnaires.values())
    return Wording(found.outcome, found.dossier, SHIPPED.law, language, trees, found)


def standing(dossier: Dossier, changed: Iterable[str] = ()) -> Mapping[str, bool]:
    return {one.questionnaire: one.questionnaire not in changed for one in dossier.approvals}


def example(**answers: Answer | str | tuple[str, ...] | None) -> Dossier:
    """Return the Dutch example, decided, with some answers changed: `iama__goal="…"`; None takes one away."""
    dossier = decided(demo("nl")[1], Decision.GO, Decision.CONDITIONS)
    refs = {ref.rpartition("-")[0]: ref for ref in dossier.assessments}
    for name, given_ in answers.items():
        tree, question = (part.replace("_", "-") for part in name.split("__"))
        answer = given_ if isinstance(given_, Answer) else Answer(value=given_)
        changed = dossier.assessments[refs[tree]].with_answer(question, None, answer)
        dossier = dossier.with_assessment(changed)
    return dossier


def field(given_: Mapping[str, Any], key: str) -> dict[str, Any]:
    (found,) = [one for one in given_["fields"] if one["key"] == key]
    return dict(found)


def codes(given_: Mapping[str, Any], key: str) -> list[str]:
    return [problem["code"] for problem in field(given_, key)["problems"]]


# the mapping


def test_every_field_of_the_standard_is_there_with_its_limit_and_whether_the_register_requires_it() -> None:
    assert {key for key, one in FIELDS.items() if one.required} == REQUIRED
    assert {key: FIELDS[key].limit for key in LIMITS} == LIMITS
    assert set(FIELDS) == {*LIMITS, *ENUMERATIONS, *LISTS, "lars", "publication_dt"}


def test_every_proposal_is_cut_with_two_percent_of_room() -> None:
    aims = {one.key: one.aim for one in REGISTER.fields if one.kind in (Kind.LINE, Kind.TEXT, Kind.EXPLANATION)}
    assert {aims[key] for key in ("goal", "risks", "impacttoetsen")} == {2450}
    assert (aims["methods_and_models"], aims["description_short"], aims["name"]) == (4900, 392, 98)
    assert [key for key, aim in aims.items() if (aim or 0) > LIMITS[key] * 0.98] == []


@pytest.mark.parametrize("key", ["status", "publication_category"])
def test_enumerations_are_the_exact_words_of_the_register(key: str) -> None:
    assert {words["nl"] for feed in FIELDS[key].feeds for words in feed.values.values()} == ENUMERATIONS[key]


def test_the_themes_are_the_sixteen_of_the_register_and_those_that_the_question_offers() -> None:
    (feed,) = FIELDS["category"].feeds
    assert {words["nl"] for words in feed.values.values()} == THEMES
    assert {option.value: option.label["nl"] for option in asked(feed.source).options} == {
        w: t["nl"] for w, t in feed.values.items()
    }


def test_the_impact_tests_have_the_titles_that_the_filter_of_the_site_counts() -> None:
    assert [test.title for test in REGISTER.tests] == [IAMA, FRIA, DPIA]


def test_the_mapping_and_the_questions_agree_on_which_answers_feed_a_field() -> None:
    tagged = {
        (f"{tree.id}/{question.id}", key)
        for tree in shipped_trees()
        for question in tree.questions.values()
        for key in question.register
    }
    mapped = {(name, one.key) for one in REGISTER.fields for name in (*(f.source for f in one.feeds), *one.also)}
    assert tagged - mapped == set()


def test_the_mapping_names_only_questions_and_facts_that_exist() -> None:
    trees = {tree.id: tree for tree in shipped_trees()}
    feeds = [feed for one in REGISTER.fields for feed in one.feeds]
    feeds += [feed for test in REGISTER.tests for feed in (test.done, test.link) if feed]
    for feed in feeds:
        known = demo("nl")[0].facts if feed.questionnaire == "fact" else trees[feed.questionnaire].questions
        assert feed.question_id in known, feed.source
    also = [name.partition("/") for one in REGISTER.fields for name in one.also]
    assert [question for tree, _, question in also if question not in trees[tree].questions] == []


def test_values_of_a_source_are_answers_that_its_question_offers() -> None:
    trees = {tree.id: tree for tree in shipped_trees()}
    feeds = [feed for one in REGISTER.fields for feed in one.feeds if feed.values and feed.questionnaire != "fact"]
    assert feeds
    for feed in feeds:
        assert set(feed.values) <= set(trees[feed.questionnaire].questions[feed.question_id].values), feed.source


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("iama-register/1", "iama-register/2", "1:9 invalid-value"),
        ("kind: line", "kind: lines", "6:11 invalid-value"),
        ("label: Naam", "lable: Naam", "5:5 unknown-key"),
        ("limit: 100", "limit: hundred", "7:12 invalid-value"),
        ("aim: 98", "aim: 101", "8:10 invalid-value"),
        ("algorithm/name", "name", "9:12 invalid-value"),
        ("key: other", "key: name", "10:10 duplicate-key"),
        ("{nl: Hoe?, en: How?}", "{nl: Hoe?}", "13:38 missing-key"),
    ],
)
def test_a_mistake_in_the_mapping_is_found_at_its_place(old: str, new: str, expected: str) -> None:
    text = """\
format: iama-register/1
standard: "1.0"
fields:
  - key: name
    label: Naam
    kind: line
    limit: 100
    aim: 98
    from: [algorithm/name]
  - key: other
    label: Ander
    kind: text
    from: [{source: iama/goal, lead: {nl: Hoe?, en: How?}}]
revision: 1
title: {nl: Register, en: Register}
"""
    assert read_register("register.yaml", text).fields[0].aim == 98
    with pytest.raises(UnusableFile) as caught:
        read_register("register.yaml", text.replace(old, new, 1))
    assert expected in [f"{one.place.line}:{one.place.column} {one.code}" for one in caught.value.findings]


# text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Eén. Twee! Drie?", ["Eén.", "Twee!", "Drie?"]),
        ("Fictidata B.V. Bouwt dit. Klaar.", ["Fictidata B.V. Bouwt dit.", "Klaar."]),
        ("Zie art. 5 en dhr. Jansen, o.a. Utrecht. Ja.", ["Zie art. 5 en dhr. Jansen, o.a. Utrecht.", "Ja."]),
        ("Hij zei: ‘Nee.’ Toen niet.", ["Hij zei: ‘Nee.’", "Toen niet."]),
        ("Vanaf 2022. Daarna 3.100 keer.", ["Vanaf 2022.", "Daarna 3.100 keer."]),
        ("", []),
    ],
)
def test_a_paragraph_falls_into_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ja:\n\n1) één\n2) twee", "Ja: 1) één 2) twee"),
        ("Voorwaarden\n\n- één;\n- twee.", "Voorwaarden • één; • twee."),
        ("+ Dit mag.\n* Dat niet.", "+ Dit mag. • Dat niet."),
        ("Eerste deel\n\nTweede\ndeel", "Eerste deel Tweede deel"),
        ("**Let op**: leeftijd*0.3 \\ __x__", "**Let op**: leeftijd*0.3 \\ __x__"),
        ("Hij zei: ‘nee.’", "Hij zei: ‘nee.’"),
        ("- een\n  - daarbinnen\n- twee", "• een • daarbinnen • twee"),
        ("", ""),
    ],
)
def test_an_answer_becomes_one_paragraph(text: str, expected: str) -> None:
    assert plain_paragraph(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Participatiewet: https://a.nl/b", ("Participatiewet", "https://a.nl/b")),
        ("- Artikel 53a (https://a.nl/b), en meer", ("Artikel 53a", "https://a.nl/b")),
        ("Zie art. 53a van de [Participatiewet](https://a.nl/b).", ("Participatiewet", "https://a.nl/b")),
        ("https://a.nl/b", ("", "https://a.nl/b")),
    ],
)
def test_an_address_of_an_answer_is_found_with_what_stands_before_it(text: str, expected: tuple[str, str]) -> None:
    assert links(f"Ja.\n{text}\nNee: http://c.nl") == (expected,)


def test_text_that_fits_is_not_cut() -> None:
    fit = fit_paragraph([Piece("Ja. Nee.", lead="Mag het?"), Piece("Slot.")], 23)
    assert (fit.text, fit.whole, fit.left_out) == ("Mag het? Ja. Nee. Slot.", 23, ())


def test_text_is_cut_at_the_end_of_a_sentence_and_says_what_is_left_out() -> None:
    pieces = [Piece("Ja. Nee.", lead="Mag het?", name="1.1.1"), Piece("Slot.", name="5.B")]
    fit = fit_paragraph(pieces, 16)
    assert (fit.text, fit.whole) == ("Mag het? Ja.", 23)
    assert [piece.name for piece in fit.left_out] == ["1.1.1", "5.B"]


def test_a_question_never_stands_without_the_beginning_of_its_answer() -> None:
    assert fit_paragraph([Piece("Kort."), Piece("Een lang antwoord.", lead="Waarom?")], 15).text == "Kort."


def test_a_sentence_that_does_not_fit_by_itself_is_broken_off_visibly() -> None:
    fit = fit_paragraph([Piece("Een woord te veel, helaas.")], 19)
    assert (fit.text, fit.broken) == ("Een woord te veel…", True)


@given(st.lists(st.text("ab. A?", max_size=40), max_size=5), st.integers(1, 60))
def test_a_proposal_is_never_longer_than_it_may_be_nor_shorter_in_silence(texts: list[str], aim: int) -> None:
    fit = fit_paragraph([Piece(text) for text in texts if text.strip()], aim)
    assert len(fit.text) <= aim
    assert bool(fit.left_out) == (fit.whole > aim)


def test_nothing_in_a_text_can_act_as_a_tag_or_an_entity() -> None:
    text = "a <b>vet</b> &amp; <65 jaar & meer <!-- weg -->"
    assert Stripped(literal(text)).text == literal(text) == "a < b>vet< /b> & amp; <65 jaar & meer < !-- weg -->"


# rules


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://gemeente.nl/iama.html", []),
        ("https://gemeente.nl/a-b_c/~d?e=f&g#h", []),
        ("https://www.gemeente.nl/iama", ["link-www"]),
        ("https://x.nl/www.map/a", ["link-www-inside"]),
        ("https://x.nl/wwwww.pdf", ["link-www-inside"]),
        ("http://x.nl/a", ["link-https"]),
        ("https://gemeente/a", ["link-https"]),
        ("gemeente.nl", ["link-https"]),
        ("https://gemeente.nl/iama(2).html", ["link-sign"]),
        ("https://gemeente.nl/é", ["link-sign"]),
        ("https://gemeente.nl/it's", ["link-sign"]),
        ("https://gemeente.nl/een twee", ["link-sign"]),
        ("https://x.nl/a.", ["link-end"]),
        ("https://x.nl/a?", ["link-end"]),
        ("https://jan:geheim@x.nl/a", ["link-user"]),
        ("https://x.nl:8443/a", ["link-port"]),
        (f"https://x.nl/{'a' * 500}", ["link-long"]),
    ],
)
def test_a_link_is_judged_by_what_the_site_makes_of_it(link: str, expected: list[str]) -> None:
    assert [problem.code for problem in link_problems(link)] == expected


@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        ("algoritmes@gemeente.nl", []),
        ("sociaal.domein@gemeente.nl", []),
        ("https://gemeente.nl/contact", []),
        ("https://x.nl/a.", ["link-end"]),
        ("p.jansen@gemeente.nl", ["personal-mail"]),
        ("petra.de.vries@gemeente.nl", ["personal-mail"]),
        ("bel 14 030", ["bad-contact"]),
        ("a@b", ["bad-contact"]),
    ],
)
def test_a_contact_is_a_general_address(contact: str, expected: list[str]) -> None:
    assert [problem.code for problem in contact_problems(contact)] == expected


def test_a_sentence_of_25_words_gets_a_hint_and_one_of_24_does_not() -> None:
    assert [problem.code for problem in text_problems("Woord " * 24 + "slot.")] == ["long-sentences"]
    assert list(text_problems("Woord " * 23 + "slot.")) == []


def test_mail_addresses_in_a_text_are_pointed_at() -> None:
    assert [problem.code for problem in text_problems("Mail p.jansen@x.nl.")] == ["personal-mail"]
    assert [problem.code for problem in text_problems("Mail info@x.nl.")] == ["mail-in-text"]


@pytest.mark.parametrize(
    ("tooi", "expected"),
    [
        ("https://identifier.overheid.nl/tooi/id/gemeente/gm0344", []),
        ("gm0344", ["bad-tooi"]),
        ("", ["no-tooi"]),
    ],
)
def test_a_tooi_code_is_judged_by_its_form(tooi: str, expected: list[str]) -> None:
    assert [problem.code for problem in tooi_problems(tooi)] == expected


@pytest.mark.parametrize("text", ["Leyla İnan", "leyla inan", "LEYLA INAN", "Ook Leyla ınan", "l.inan@x.nl"])
@pytest.mark.parametrize("name", ["Leyla İnan", "Leyla Inan"])
def test_a_name_is_recognised_whatever_becomes_of_a_dotted_i(name: str, text: str) -> None:
    assert has_any_name(text, [name])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Overlegd met Petra de Bedacht.", True),
        ("overlegd met petra de bedacht", True),
        ("Mevrouw Bedacht stemt in.", True),
        ("BEDACHT stemt in.", True),
        ("Bedachts oordeel", True),
        ("p.bedacht@x.nl", True),
        ("Dit is bedacht door het team.", False),
        ("Petra-model", False),
        ("", False),
    ],
)
def test_a_name_is_recognised_and_a_common_word_is_none(text: str, expected: bool) -> None:
    assert has_any_name(text, ["Petra de Bedacht"]) is expected


# proposals


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_fragment_of_the_example_is_what_the_register_takes(language: str) -> None:
    entry = document(demo(language)[1])["entry"]
    assert refusals(entry) == []
    assert set(entry) >= REQUIRED
    assert json.loads(json.dumps(entry)) == entry


def test_the_example_fills_every_field_that_the_site_shows_and_cuts_none() -> None:
    found = document(example())
    assert [key for key, one in FIELDS.items() if one.shown and field(found, key)["value"] is None] == []
    told = {problem["code"] for one in found["fields"] for problem in one["problems"]}
    assert told == {"no-tooi", "link-www", "link-null", "long-sentences", "abbreviation", "code"}


def test_the_example_says_what_kind_of_entry_it_is() -> None:
    entry = document(demo("nl")[1])["entry"]
    assert entry["name"] == "Selectie heronderzoek bijstand (Herzicht)"
    assert (entry["status"], entry["publication_category"]) == ("In ontwikkeling", "Hoog-risico AI-systeem")
    assert (entry["category"], entry["begin_date"], entry["source_id"]) == (
        ["Sociale zekerheid"],
        "2027-03",
        "herzicht",
    )
    assert (entry["lang"], entry["standard_version"]) == ("nld", "1.0")
    assert "end_date" not in entry  # a planned end is no end


def test_a_long_field_joins_answers_in_order_and_names_them() -> None:
    one = field(document(example(iama__problem="Er is veel werk", iama__goal="Minder werk.")), "goal")
    assert one["value"].startswith("Waarom wordt het gebruikt? Er is veel werk. Wat is het doel? Minder werk. Hoe gaat")
    assert one["from"][:3] == ["problem", "goal", "process"]
    assert (one["length"], one["limit"]) == (len(one["value"]), 2500)


@pytest.mark.parametrize("one", LONG, ids=lambda one: one.key)
def test_a_text_that_is_too_long_is_cut_and_says_so(one: Any) -> None:
    source = next(feed.source for feed in one.feeds if not feed.values)
    long = " ".join(f"Zin nummer {number} van een veel te lang antwoord." for number in range(200))
    found = document(example(**{keyword(source): long}))
    cut = field(found, one.key)
    (told,) = [problem["message"] for problem in cut["problems"] if problem["code"] == "cut"]
    assert cut["length"] <= one.aim and cut["value"].endswith(".")
    assert str(one.aim) in told and re.search(r"the whole has \d{4}", told)
    assert refusals(found["entry"]) == []


def test_a_name_that_is_too_long_is_broken_off_and_says_so() -> None:
    found = document(example(algorithm__name="Selecteren " * 12))
    assert field(found, "name")["value"].endswith("…")
    assert codes(found, "name") == ["cut-inside"]
    assert refusals(found["entry"]) == []


def test_an_empty_dossier_says_which_questions_to_answer() -> None:
    found = document(Dossier("leeg", {ref: replace(one, answers={}) for ref, one in example().assessments.items()}))
    assert set(found["entry"]) == {"lang", "standard_version", "source_id"}
    assert codes(found, "name") == ["missing-required"]
    assert codes(found, "goal") == ["missing"]
    assert codes(found, "publication_category") == ["undecided"]
    assert codes(found, "impacttoetsen_grouping") == ["no-tests"]
    (told,) = [one["message"] for one in field(found, "goal")["problems"]]
    assert "1.1.1, 1.1.2, 3.1.1" in told


def test_the_category_follows_from_the_facts_and_is_not_guessed() -> None:
    other = document(example(algorithm__annex_iii=("none",), algorithm__legal_effect="yes"))
    assert other["entry"]["publication_category"] == "Impactvolle algoritmes"
    unknown = document(example(algorithm__annex_iii=None))
    assert "publication_category" not in unknown["entry"]
    assert "annex-iii" in field(unknown, "publication_category")["problems"][0]["message"]


@pytest.mark.parametrize(
    ("phase", "status"), [("development", "In ontwikkeling"), ("in-use", "In gebruik"), ("retired", "Buiten gebruik")]
)
def test_the_phase_is_the_status(phase: str, status: str) -> None:
    assert document(example(follow_up__phase=phase))["entry"]["status"] == status


def test_the_end_is_the_month_in_which_use_really_stopped() -> None:
    found = document(example(follow_up__phase="retired", follow_up__end_of_use="2027-11-30"))
    assert found["entry"]["end_date"] == "2027-11"


def test_an_algorithm_of_their_own_has_no_supplier() -> None:
    assert document(example(algorithm__external_supplier="in-house"))["entry"]["provider"] == "Intern ontwikkeld"


def test_the_assessments_share_their_address_and_the_dpia_has_another() -> None:
    url = "https://waterhoven.example/herzicht.html"
    listed = document(example(follow_up__public_url=url))["entry"]["impacttoetsen_grouping"]
    assert listed == [{"title": IAMA, "link": url}, {"title": FRIA, "link": url}, {"title": DPIA, "link": None}]


def test_an_address_that_the_register_breaks_is_left_out() -> None:
    found = document(example(follow_up__public_url="https://waterhoven.example/herzicht(1)"))
    assert {one["link"] for one in found["entry"]["impacttoetsen_grouping"]} == {None}
    assert "link-sign" in codes(found, "impacttoetsen_grouping")


def test_a_test_is_named_only_when_it_was_done() -> None:
    without = decided(example(iama__dpia_status="needed-not-done"), Decision.GO)
    without = replace(without, assessments={r: one for r, one in without.assessments.items() if r != "fria-1.0"})
    assert [one["title"] for one in document(without)["entry"]["impacttoetsen_grouping"]] == [IAMA]


@pytest.mark.parametrize(
    ("decisions", "answers", "changed", "titles", "told"),
    [
        ((), {}, (), [], "zijn beantwoord. Er is nog geen besluit."),
        ((), {"iama__goal": None}, (), [], "is begonnen, met versie 2.0 van de vragenlijst. Er is nog geen besluit."),
        ((Decision.GO,), {}, (), [IAMA], "is gedaan met versie 2.0"),
        ((Decision.CONDITIONS,), {}, (), [IAMA], "is gedaan met versie 2.0"),
        ((Decision.GO,), {}, ("iama-2.0",), [], "is een besluit genomen. Daarna zijn antwoorden veranderd."),
        ((Decision.NO_GO,), {}, (), [IAMA], "is gedaan met versie 2.0"),
        ((Decision.NO_GO,), {"iama__goal": None}, (), [], ""),  # decided before it was complete
    ],
)
def test_an_assessment_is_done_when_it_is_complete_and_decided_and_not_changed_since(
    decisions: tuple[Decision, ...],
    answers: Mapping[str, None],
    changed: Iterable[str],
    titles: list[str],
    told: str,
) -> None:
    dossier = decided(example(iama__dpia_status="needed-not-done", **answers), *decisions)
    kept = {ref: one for ref, one in dossier.assessments.items() if ref != "fria-1.0"}
    found = document(replace(dossier, assessments=kept), changed=changed)
    assert [one["title"] for one in found["entry"].get("impacttoetsen_grouping", [])] == titles
    value = found["entry"]["impacttoetsen"]
    assert told in value
    assert ("(IAMA) is gedaan" in value) is bool(titles)
    assert ("not-done" in codes(found, "impacttoetsen_grouping")) is bool(told and not titles)


def test_an_empty_dossier_names_no_assessment_and_says_nothing_of_one() -> None:
    empty = Dossier("leeg", {ref: replace(one, answers={}) for ref, one in example().assessments.items()})
    found = document(empty)
    assert "impacttoetsen" not in found["entry"] and "impacttoetsen_grouping" not in found["entry"]
    assert codes(found, "impacttoetsen_grouping") == ["no-tests"]


def test_a_decision_of_a_later_day_makes_no_assessment_done() -> None:
    found = document(decided(example(), Decision.GO, Decision.GO, on="2026-11-24"))
    assert [one["title"] for one in found["entry"]["impacttoetsen_grouping"]] == [DPIA]


def test_a_decision_of_which_the_snapshot_is_broken_makes_no_assessment_done_and_is_not_called_changed() -> None:
    dossier = example()
    found = judge_public(dossier, shipped_trees(), SHIPPED.law, AS_OF)
    wording = Wording(found.outcome, found.dossier, SHIPPED.law, "nl", tuple(found.outcome.questionnaires.values()))
    entry = register_document(wording, REGISTER, (), {})["entry"]
    assert [one["title"] for one in entry["impacttoetsen_grouping"]] == [DPIA]
    assert "gedaan met" not in entry["impacttoetsen"] and "veranderd" not in entry["impacttoetsen"]


@pytest.mark.parametrize(("decision", "named"), [(Decision.GO, True), (Decision.NO_GO, False), (None, False)])
def test_of_an_assessment_that_is_withheld_only_a_decision_to_go_on_says_that_it_is_done(
    decision: Decision | None, named: bool
) -> None:
    dossier = decided(example(), *((decision,) if decision else ()))
    found = document(dossier, withheld=[Ref("iama", "")])
    assert (IAMA in {one["title"] for one in found["entry"].get("impacttoetsen_grouping", [])}) is named
    told = found["entry"]["impacttoetsen"]  # that it is there is public, and nothing of what it says
    assert "(IAMA) is niet openbaar. De grond is" in told
    assert named or "IAMA), versie" not in told


def test_an_older_version_that_is_done_goes_before_a_newer_one_that_is_not() -> None:
    dossier, old = example(), Assessment("iama-1.0", "nl")
    approval = replace(dossier.approvals[0], questionnaire="iama-1.0")
    found = document(replace(dossier.with_assessment(old), approvals=(approval,)))
    assert "(IAMA) is gedaan met versie 1.0 van de vragenlijst." in found["entry"]["impacttoetsen"]


@pytest.mark.parametrize(("status", "named"), [("done", True), ("needed-not-done", False), ("not-needed", False)])
def test_the_dpia_is_done_when_its_own_answer_says_so(status: str, named: bool) -> None:
    entry = document(decided(example(iama__dpia_status=status)))["entry"]
    assert (DPIA in {one["title"] for one in entry.get("impacttoetsen_grouping", [])}) is named


def test_a_day_on_which_answers_will_be_checked_is_not_one_on_which_they_were() -> None:
    found = document(example(follow_up__last_review="2026-11-24"))
    assert "nagelopen" not in found["entry"]["impacttoetsen"]
    assert codes(found, "impacttoetsen")[-1] == "no-review"


def test_the_explanation_gives_version_and_date_which_the_register_has_no_field_for() -> None:
    value = document(example())["entry"]["impacttoetsen"]
    assert "versie 2.0" in value and "16 november 2026" in value
    assert codes(document(example(follow_up__last_review=None)), "impacttoetsen")[-1] == "no-review"


def test_an_english_dossier_is_to_be_written_in_dutch() -> None:
    found = document(demo("en")[1])
    written = [one.key for one in REGISTER.fields if one.kind in (Kind.TEXT, Kind.EXPLANATION)]
    assert [key for key in written if "not-dutch" not in codes(found, key)] == []
    assert codes(found, "status") == []  # the register's own words
    dutch = document(demo("nl")[1])
    assert [key for key in FIELDS if "not-dutch" in codes(dutch, key)] == []


def test_a_personal_address_as_contact_is_pointed_at() -> None:
    assert codes(document(example(algorithm__contact="j.smit@waterhoven.example")), "contact_email") == [
        "personal-mail"
    ]


def test_a_contact_that_is_no_address_stays_out_of_the_entry() -> None:
    found = document(example(algorithm__contact="aan de balie"))
    assert "contact_email" not in found["entry"]
    assert field(found, "contact_email")["value"] == "aan de balie"


def test_links_in_the_legal_basis_become_references() -> None:
    text = "Participatiewet, artikel 53a: https://wetten.overheid.nl/BWBR0015703\nEn https://x.nl/a(b)."
    found = document(example(iama__basis=text))
    wanted = [{"title": "Participatiewet, artikel 53a", "link": "https://wetten.overheid.nl/BWBR0015703"}]
    assert found["entry"]["lawful_basis_grouping"] == wanted
    assert codes(found, "lawful_basis_grouping") == ["link-sign"]
    assert "artikel 53a: https://wetten.overheid.nl/BWBR0015703 En" in found["entry"]["lawful_basis"]


def test_more_themes_than_the_register_takes_are_left_out_and_named() -> None:
    found = document(example(algorithm__theme=("economy", "housing", "law", "work")))
    assert found["entry"]["category"] == ["Economie", "Wonen", "Recht"]
    assert "Werk" in field(found, "category")["problems"][0]["message"]


def test_problems_are_told_in_the_language_asked_for() -> None:
    nl, en = (document(example(algorithm__name=None), language) for language in ("nl", "en"))
    assert field(nl, "name")["problems"][0]["message"].startswith("Zonder dit veld weigert")
    assert field(en, "name")["problems"][0]["message"].startswith("Without this field")
    assert nl["entry"] == en["entry"]


# what may never enter

CANARY = "Kanarie7391"


def everything(found: Mapping[str, Any]) -> str:
    return json.dumps(found, ensure_ascii=False)


def test_a_hidden_answer_does_not_enter() -> None:
    found = document(example(iama__rules_origin=CANARY))  # 2.2A does not apply to what is self-learning
    assert CANARY not in everything(found)


def test_notes_dissent_reasons_and_sources_do_not_enter() -> None:
    answer = Answer(
        "Minder werk.", note=CANARY, note_internal=CANARY, reason=CANARY, dissent=(Dissent("user", CANARY),)
    )
    found = document(example(iama__goal=answer))
    assert "Minder werk." in found["entry"]["goal"]
    assert CANARY not in everything(found)


def asked(source: str) -> Question:
    tree, _, question = source.partition("/")
    return SHIPPED.resolve_questionnaire(tree).questions[question]


def keyword(source: str) -> str:
    """Return how `example` calls a source."""
    return source.replace("/", "__").replace("-", "_")


# of these every third is withheld here: tests/heavy withholds every answer, and looks into the register too
SOURCES = sorted({feed.source for one in REGISTER.fields for feed in one.feeds if not feed.source.startswith("fact/")})


@pytest.mark.parametrize("source", [name for name in SOURCES if asked(name).kind == "text"][::3])
def test_two_dossiers_that_differ_in_a_withheld_answer_only_give_the_same_fields(source: str) -> None:
    tree, _, question = source.partition("/")
    found = document(example(**{keyword(source): CANARY}), withheld=[Ref(tree, question)])
    again = document(example(**{keyword(source): "Iets anders."}), withheld=[Ref(tree, question)])
    assert found == again
    assert CANARY not in everything(found)
    assert question not in {name for one in found["fields"] for name in one["from"]}


def test_an_adopted_answer_enters_and_is_withheld_with_its_source() -> None:
    dossier = example(iama__problem=CANARY, iama__goal=Answer(adopts=(Adopted("iama-2.0/problem", ""),)))
    assert f"Wat is het doel? {CANARY}" in document(dossier)["entry"]["goal"]
    assert CANARY not in everything(document(dossier, withheld=[Ref("iama", "problem")]))


def test_a_withheld_fact_takes_what_follows_from_it_along() -> None:
    found = document(example(), withheld=[Ref("algorithm", "annex-iii")])
    assert "publication_category" not in found["entry"]
    assert "withheld" in codes(found, "publication_category")


def test_the_explanation_says_that_something_is_withheld_and_not_what() -> None:
    found = document(example(), withheld=[Ref("iama", "security")])
    assert "Een deel van de antwoorden is niet openbaar." in found["entry"]["impacttoetsen"]
    assert "niet openbaar" not in document(example())["entry"]["impacttoetsen"]


@pytest.mark.parametrize("source", [name for name in SOURCES if asked(name).kind == "text"])
def test_an_answer_that_names_a_person_does_not_enter(source: str) -> None:
    found = document(example(**{keyword(source): f"{CANARY}: Petra\nVoorbeeld is het ermee eens."}))
    assert CANARY not in everything(found)
    assert "Voorbeeld" not in everything(found)


def test_an_answer_with_a_name_says_so_without_quoting_it() -> None:
    found = document(example(iama__end_responsible="Petra Voorbeeld, afdelingshoofd."))
    (told,) = [p["message"] for p in field(found, "human_intervention")["problems"] if p["code"] == "name"]
    assert told == "Left out, because it holds a name from people.yaml: 1.4.2."


HOSTILE = st.text(st.sampled_from("<>&/b=\"'*_[]()#|`\n -1.;:! aé√"), min_size=1, max_size=80)


@settings(max_examples=30)
@given(HOSTILE, st.sampled_from([feed.source for one in LONG for feed in one.feeds if not feed.values]))
def test_whatever_an_answer_holds_the_register_takes_the_fragment(text: str, source: str) -> None:
    found = document(example(**{keyword(source): text.strip() or "x"}))
    assert refusals(found["entry"]) == []


# register.md


def test_the_page_lists_every_field_with_its_limit_and_sources() -> None:
    page = (Path(__file__).parent.parent / "docs" / "register.md").read_text(encoding="utf-8")
    for one in REGISTER.fields:
        (row,) = [line for line in page.splitlines() if line.startswith(f"| `{one.key}` | {one.label} |")]
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert cells[2] == str(one.limit or "")
        assert [f"`{feed.source}`" for feed in one.feeds] == re.findall("`[^`/]+/[^`]+`", cells[3])


def test_the_page_explains_every_key_of_the_mapping() -> None:
    page = (Path(__file__).parent.parent / "docs" / "register.md").read_text(encoding="utf-8")
    rows = page[page.index("| key of a field |") :].splitlines()[2:]
    named = {key for row in rows if row.startswith("| `") for key in re.findall("`([^`]+)`", row.split("|")[1])}
    assert named == {*registerfile._FIELD, *registerfile._FIELD_OPTIONAL}


# what is said while an answer is typed


def typed(ref: str, value: str | tuple[Row, ...]) -> list[str]:
    place = Ref(*ref.split("/"))
    question = SHIPPED.resolve_questionnaire(place.questionnaire).questions[place.question]
    return [problem.code for problem in typed_problems(REGISTER, place, question, Answer(value))]


@pytest.mark.parametrize(
    ("ref", "value", "codes"),
    [
        ("algorithm/website", "www.example.nl", ["link-https"]),
        ("algorithm/website", "https://example.nl/a", []),
        ("follow-up/public-url", "http://example.nl", ["link-https"]),
        ("follow-up/register-url", "https://www.example.nl", ["link-www"]),
        ("algorithm/contact", "bel 14 020", ["bad-contact"]),
        ("algorithm/contact", "algoritmes@example.nl", []),
        ("algorithm/contact", "jan.jansen@example.nl", ["personal-mail"]),
        ("algorithm/organisation-tooi", "gm0363", ["bad-tooi"]),
        ("algorithm/name", "n" * 120, ["too-long"]),
        ("algorithm/description", "Zin. " * 100, ["too-long"]),
        ("algorithm/description", "Zin. " * 70, []),
        ("iama/goal", "Vraag het aan jan.jansen@example.nl", ["personal-mail"]),
        ("iama/people-reports", "Mail algoritmes@example.nl", []),  # a general address
        ("iama/goal", "Een lange zin " * 30 + ".", []),  # a tip, and it fills the field with others
        ("iama/basis", "[AVG](https://example.nl:8080/avg)", ["link-port"]),
        ("iama/actions-why", (Row("aaaaaa", {"text": "Mail jan.jansen@example.nl"}),), ["personal-mail"]),
    ],
)
def test_an_answer_is_held_against_the_rules_of_its_field(
    ref: str, value: str | tuple[Row, ...], codes: list[str]
) -> None:
    assert typed(ref, value) == codes
