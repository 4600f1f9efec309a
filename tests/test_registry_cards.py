"""Cards of the task registry: matched for sure or asked, taken in whole or not at all, given out with losses named."""

import json
import random
import time
import tracemalloc
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from commands import answer, contents, fresh, iama, put, refused
from pace import pace
from states import given, state

from iama.assess.card_matching import MARGIN, SURE, Matcher
from iama.files.cardfile import read_cards
from iama.files.dossierfile import read_people
from iama.files.foreign import Foreign, kind_of, read_foreign
from iama.files.shipped import SHIPPED
from iama.model.cards import fingerprint
from iama.model.limits import CARD_ANSWERS, MAX_BYTES
from iama.model.problems import IamaError
from iama.model.struct import replace

KNOWN, TREE, URN = SHIPPED.cards, SHIPPED.resolve_questionnaire("iama-1.0"), "urn:nl:aivt:tr:iama:1.0"
TEXTS = {one.number: one.text["nl"] for one in TREE.questions.values() if one.number}
MOMENT, DAY = "2026-10-03T23:30:00+02:00", "2026-10-03"


def card(*contents: Mapping[str, Any], **root: Any) -> dict[str, Any]:
    """Return an assessment card with these answers."""
    return {"name": "IAMA", "urn": URN, "date": "2026-10-05T08:00:00Z", "contents": [*contents], **root}


def said(number: str, text: str, *, urn: bool = True, **more: Any) -> dict[str, Any]:
    """Return one answer, named by its urn or by its text alone."""
    named = {"urn": KNOWN.urn_of(number)} if urn else {}
    return {"question": TEXTS[number], **named, "answer": text, "timestamp": MOMENT, **more}


def system(*cards: Any, **root: Any) -> dict[str, Any]:
    """Return a system card with these facts and cards."""
    return {"schema_version": "0.1a10", "name": "Waarderen", "assessments": [*cards], **root}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A workspace with one empty dossier, `abc`, that holds IAMA 1.0."""
    return fresh(tmp_path, "-q", "iama-1.0")


def bring(base: Path, root: Any, *options: str) -> Any:
    """Import a card, and return what was told as JSON."""
    put(base, "c.json", json.dumps(root))
    told = iama(base, "import", "c.json", "--json", "--lang", "en", *options)
    assert told.code == 0, told.err
    return told.json


def held(base: Path, question: str, ref: str = "iama-1.0") -> Any:
    return answer(base, question, ref=ref)


def test_every_official_question_is_known_by_its_number_and_by_words_that_no_other_has() -> None:
    assert set(KNOWN.words) == set(TREE.numbers) and len(set(KNOWN.words.values())) == len(KNOWN.words) == 57
    matcher = Matcher(KNOWN, TREE)
    for number, words in KNOWN.words.items():
        assert matcher.match(words).number == number
    for question in TREE.questions.values():  # our own words are never taken for another question
        for text in question.text.values():
            assert matcher.match(fingerprint(text)).number == question.number


def test_a_question_that_was_added_to_or_broken_off_is_found_or_asked_and_never_taken_for_another() -> None:
    matcher, found, dice = Matcher(KNOWN, TREE), 0, random.Random(17)
    for _ in range(30):
        for number, words in KNOWN.words.items():
            kept = {word for word in sorted(words) if dice.random() > dice.choice((0, 0.03, 0.3))}
            added = {f"new{dice.random()}" for _ in range(dice.choice((0, 0, 1, 6)))}
            match = matcher.match(frozenset(kept | added))
            assert match.number in ("", number)
            found += match.number == number
    assert found > 30 * 57 / 3


def test_near_is_not_enough_when_another_is_nearly_as_near() -> None:
    words = frozenset(f"w{place}" for place in range(40))
    twins = {"1.1.1": words, "1.2.1": words - {"w0", "w1"} | {"x"}}
    matcher = Matcher(replace(KNOWN, words=twins), TREE)
    close = matcher.match(words | {"y"})
    assert close.number == "" and [near >= SURE for _, near in close.nearest] == [True, True]
    assert close.nearest[0][1] - close.nearest[1][1] < MARGIN
    assert matcher.match(words).number == "1.1.1"  # the same words are sure all the same
    alone = Matcher(replace(KNOWN, words={"1.1.1": words, "1.2.1": frozenset({"z"})}), TREE)
    assert alone.match(words | {"y"}).number == "1.1.1"
    assert alone.match(frozenset(["w1", "w2", "w3"])).number == ""  # too few words to be sure


def test_signs_capitals_and_numbers_of_questions_make_no_difference() -> None:
    assert fingerprint("Risico's bij vraag 2B.4.3: sampling- strategie?") == fingerprint(
        "RISICO\u2019S bij vraag B.4.3 \u2013 samplingstrategie"
    )
    assert fingerprint("wel") != fingerprint("niet") and fingerprint("1.2 a ?") == frozenset()


@pytest.mark.parametrize("urn", [True, False])
def test_every_answer_comes_in_by_urn_or_by_text(base: Path, urn: bool) -> None:
    root = card(*(said(number, f"Antwoord op {number}", urn=urn) for number in TEXTS))
    told = bring(base, root, "--save")
    assert {place["id"] for place in told["places"]} == set(TEXTS)
    assert {place["result"] for place in told["places"]} == {"new"} and told["kind"] == "card"
    kept = held(base, "problem")
    assert (kept.value, kept.date, bool(kept.imported)) == ("Antwoord op 1.1.1", DAY, True)
    assert kept.sources[0].title == "Assessmentkaart: c.json" and len(kept.sources[0].sha256) == 64
    assert {place["result"] for place in bring(base, root)["places"]} == {"same"}


def test_the_misprint_and_older_names_of_the_registry_are_understood(base: Path) -> None:
    odd = [{"question": "?", "urn": f"urn:nl:aivt:{middle}:2.A.2.2", "answer": "x"} for middle in ("tr:iama:1.0",)]
    older = {"question": "?", "urn": "urn:nl:aivt:ir:1.0:1.1.1", "answer": "y"}
    told = bring(base, card(*odd, older, urn="urn:nl:aivt:ir:iama:1.0"))
    assert {place["id"] for place in told["places"]} == {"2A.2.2", "1.1.1"}


def test_yaml_as_people_write_it_is_read_too(base: Path) -> None:
    put(
        base,
        "c.yaml",
        f"name: IAMA\nurn: {URN}\ncontents:\n- question: x\n  urn: {URN}:1.1.1\n"
        "  answer: |\n    Regel een.\n    Nee: regel twee.\n  remarks: null\n  authors: []\n"
        "  timestamp: 2024-04-17 12:03:23+00:00\n",
    )
    assert iama(base, "import", "c.yaml", "--save").code == 0
    assert (held(base, "problem").value, held(base, "problem").note) == ("Regel een.\nNee: regel twee.", "")
    assert held(base, "problem").date == "2024-04-17"


def test_what_is_not_certain_is_asked_and_nothing_is_saved_before(base: Path) -> None:
    root = card({"question": "Is het wel eerlijk?", "answer": "Ja"}, said("1.2.1", "Doel"))
    put(base, "c.json", json.dumps(root))
    shown = iama(base, "import", "c.json", "--lang", "en").out
    assert "not certain (1)" in shown and "Is het wel eerlijk?" in shown and "--match 12=none" in shown
    assert "not certain: #1; say so with `--match`" in refused(base, "import", "c.json", "--save")
    assert bring(base, root, "--match", "1=4.7.1", "--save")["places"][-1]["id"] == "4.7.1"
    assert held(base, TREE.numbers["4.7.1"]).value == "Ja"
    left = bring(base, root, "--match", "#1=none", "--save")["places"]
    assert [(one["id"], one["result"]) for one in left if one["result"] != "same"] == [("#1", "left")]
    assert "Is het wel eerlijk?" in json.dumps(left)


@pytest.mark.parametrize(
    ("pair", "message"),
    [
        ("7=1.1.1", "no answer at place 7"),
        ("1=9.9.9", "9.9.9 is no question of IAMA 1.0"),
        ("1", "`1` says no place and number"),
        ("a=1.1.1", "says no place"),
        ("1=", "says no place"),
        ("\N{SUPERSCRIPT TWO}=1.1.1", "says no place"),
    ],
)
def test_a_choice_that_cannot_be_is_refused(base: Path, pair: str, message: str) -> None:
    put(base, "c.json", json.dumps(card({"question": "?", "answer": "Ja"})))
    assert message in refused(base, "import", "c.json", "--match", pair)


def test_a_urn_that_says_something_else_than_the_text_is_asked(base: Path) -> None:
    wrong = {**said("1.1.1", "x"), "question": TEXTS["1.5.3"]}
    place = bring(base, card(wrong))["places"][0]
    assert place["result"] == "unmatched" and place["ours"][0] == "1.1.1"
    assert bring(base, card(wrong), "--match", "1=1.5.3")["places"][0]["id"] == "1.5.3"


def test_remarks_become_notes_once_and_with_nothing_lost(base: Path) -> None:
    root = card(said("1.1.1", "Antwoord", remarks="Nog bespreken"), said("1.2.1", "", remarks="Leeg gelaten"))
    iama(base, "set", "--note", "Van ons", "abc", "problem", "Antwoord")
    told = bring(base, root, "--save")
    assert [(one["id"], one["result"]) for one in told["places"]] == [
        ("1.1.1", "same"),
        ("1.1.1", "remark"),
        ("1.2.1", "remark"),
    ]
    assert held(base, "problem").note == "Van ons\n\nNog bespreken"
    assert (held(base, "goal").value, held(base, "goal").note) == (None, "Leeg gelaten")
    bring(base, root, "--save")
    assert held(base, "problem").note == "Van ons\n\nNog bespreken"


def test_a_remark_beside_an_answer_that_is_not_taken_is_told(base: Path) -> None:
    iama(base, "set", "abc", "problem", "Hier")
    told = bring(base, card(said("1.1.1", "Daar", remarks="Voorlopig")), "--keep", "ours", "--save")
    assert "a remark beside an answer that is not taken: 1.1.1" in told["told"]
    assert (held(base, "problem").value, held(base, "problem").note) == ("Hier", "")


def test_a_second_answer_to_one_question_is_a_note_with_its_remark(base: Path) -> None:
    bring(base, card(said("1.1.1", "eerst"), said("1.1.1", "tweede", remarks="en dit")), "--save")
    kept = held(base, "problem")
    assert kept.value == "eerst" and "tweede\nen dit" in kept.note


def test_conflicts_are_settled_as_with_the_form(base: Path) -> None:
    iama(base, "set", "abc", "problem", "Hier")
    put(base, "c.json", json.dumps(card(said("1.1.1", "Daar"), said("1.2.1", "Nieuw"))))
    assert "differs from what stands in the file: 1.1.1" in refused(base, "import", "c.json", "--save")
    assert iama(base, "import", "c.json", "--keep", "form", "--save").code == 0
    assert (held(base, "problem").value, held(base, "goal").value) == ("Daar", "Nieuw")
    assert "Hier" in iama(base, "history", "abc", "problem").out


AUTHORS = [{"name": "Anna  de Boer", "role": "Jurist"}, {"name": "J. Jansen", "role": "Tovenaar"}]


def test_names_are_left_out_unless_somebody_asks_for_them_in_the_one_file_for_names(base: Path) -> None:
    root = card(said("1.1.1", "x", authors=AUTHORS))
    told = bring(base, root, "--save")
    assert "2 names are left out" in "\n".join(told["told"])
    assert held(base, "problem").by == ("lawyer",)  # a role that we know stays
    assert not any(b"Boer" in content for path, content in contents(base).items() if path.name != "c.json")
    bring(base, root, "--people", "--save")
    people, findings = read_people("p", (base / "assessments/abc/people.yaml").read_bytes())
    assert (sorted(people.values()), findings) == (["Anna de Boer", "J. Jansen"], ())
    assert not [path for path, content in contents(base).items() if b"Boer" in content and path.suffix == ".yaml"][1:]
    bring(base, root, "--people", "--save")
    assert len(read_people("p", (base / "assessments/abc/people.yaml").read_bytes())[0]) == 2


def test_who_answered_can_be_said_when_a_card_names_no_role(base: Path) -> None:
    bring(base, card(said("1.1.1", "x", authors=[{"name": "A"}])), "--by", "jurist", "--by", "ethicist", "--save")
    assert held(base, "problem").by == ("lawyer", "ethicist")
    put(base, "c.json", json.dumps(card(said("1.1.1", "x"))))
    assert "wizard" in refused(base, "import", "c.json", "--by", "wizard")


def test_names_that_cannot_be_kept_refuse_the_whole(base: Path) -> None:
    for names in (["Naam \ud83d"], ["p7"], [f"Naam {place}" for place in range(300)]):
        put(base, "c.json", json.dumps(card(said("1.1.1", "x", authors=[{"name": name} for name in names]))))
        message = refused(base, "import", "c.json", "--people", "--save")
        assert "\x1b" not in message and "Naam" not in message
    put(base, "c.json", json.dumps(card(said("1.1.1", "x", authors=[{"name": "A"}]))))
    people = base / "assessments/abc/people.yaml"
    put(base, "assessments/abc/people.yaml", people.read_text() + "# van ons\n")
    assert "van ons" in refused(base, "import", "c.json", "--people", "--save", code=3)


SPOILED = [
    ({"answer": "<p>Een</p><p>twee &amp; drie</p>"}, "Een\ntwee & drie", "layout of a web"),
    ({"answer": "Lorem ipsum dolor sit amet"}, None, "filler text"),
    ({"answer": {"a": 1}}, None, "cannot be read: #1"),
    ({"answer": True}, None, "cannot be read: #1"),
    ({"answer": 7}, "7", ""),
    ({"answer": ["een", "twee"]}, "een\ntwee", ""),
    ({"answer": "x", "timestamp": None}, "x", "without a day"),
    ({"answer": "x", "timestamp": "2999-01-01T00:00:00Z"}, "x", "still to come"),
    ({"answer": "x", "more": 1}, "x", "more than a value"),
]


@pytest.mark.parametrize(("record", "value", "told"), SPOILED)
def test_what_is_mended_or_left_out_is_told(base: Path, record: dict[str, Any], value: str | None, told: str) -> None:
    found = bring(base, card({**said("1.1.1", ""), **record}), "--save")
    assert held(base, "problem").value == value and told in "\n".join(found["told"])


FACTS = {
    "description": "Het bepalen van de waarde.",
    "owners": [{"organization": "Gemeente X", "name": "Piet van Haaren", "email": "p@x.nl"}],
    "begin_date": "2023-05-1",
    "external_providers": ["Een", "Twee"],
    "ai_act_profile": {"type": "AI-systeem", "role": "aanbieder + gebruiksverantwoordelijke", "risk_group": "hoog"},
    "used_data": "WOZ",
    "upl": "",
}


def test_facts_of_a_system_card_are_proposals_that_count_for_nothing(base: Path) -> None:
    told = bring(base, system(**FACTS), "--save")
    assert {place["result"] for place in told["places"]} == {"proposed"} and told["kind"] == "system"
    found = {id_: held(base, id_, "algorithm-1.0") for id_ in ("name", "organisation", "first-use", "role")}
    assert [one.value for one in found.values()] == ["Waarderen", "Gemeente X", "2023-05-01", ("deployer", "provider")]
    assert all(one.is_proposal and one.sources[0].title == "Systeemkaart: c.json" for one in found.values())
    shown = "\n".join(told["told"])
    assert "ai_act_profile.risk_group, schema_version, used_data" in shown and "Haaren" not in shown
    status = {one["id"]: one for one in iama(base, "status", "abc", "--json").json["assessments"][0]["questions"]}
    assert status["name"]["status"] == "open" and "c.json" in status["name"]["carried"]["from"]
    assert iama(base, "scope", "abc", "--json").json["similar"] == []  # no similar case, but a file of our own
    assert iama(base, "set", "--confirm", "abc", "name").code == 0
    assert {place["result"] for place in bring(base, system(**FACTS))["places"]} == {"same"}


def test_a_fact_that_was_answered_here_is_never_overwritten_without_a_choice(base: Path) -> None:
    iama(base, "set", "abc", "description", "Van ons")
    iama(base, "set", "--unknown", "abc", "first-use")
    put(base, "c.json", json.dumps(system(**FACTS)))
    assert "description, begin_date" in refused(base, "import", "c.json", "--save")
    bring(base, system(**FACTS), "--keep", "ours", "--save")
    assert held(base, "description", "algorithm-1.0").value == "Van ons"
    bring(base, system(**FACTS), "--keep", "form", "--save")
    taken = held(base, "description", "algorithm-1.0")
    assert taken.value == FACTS["description"] and not taken.is_proposal


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"begin_date": "binnenkort"}, "cannot be used as it stands there: begin_date"),
        ({"ai_act_profile": {"type": "iets"}}, "cannot be used as it stands there: ai_act_profile.type"),
        ({"ai_act_profile": "hoog"}, "ai_act_profile"),
        ({"description": {"nl": "x"}}, "cannot be read: description"),
        ({"owners": "Gemeente"}, "owners"),
        ({"assessments": "geen"}, ""),
    ],
)
def test_a_fact_that_we_cannot_use_is_told(base: Path, facts: dict[str, Any], told: str) -> None:
    assert told in "\n".join(bring(base, {"instruments": [], **facts})["told"])


def test_a_system_card_brings_its_card_too_and_names_what_stays(base: Path) -> None:
    other = {"name": "AIIA", "urn": "urn:nl:aivt:tr:aiia:1.0", "contents": []}
    told = bring(base, system(card(said("1.1.1", "x")), other, 7), "--save")
    assert held(base, "problem").value == "x"
    assert "other assessments stay where they are: ?, urn:nl:aivt:tr:aiia:1.0" in told["told"]


def test_without_iama_one_the_facts_still_come_and_the_way_is_told(tmp_path: Path) -> None:
    base = fresh(tmp_path)
    told = bring(base, system(card(said("1.1.1", "x"))), "--save")
    assert "iama new abc -q iama-1.0" in "\n".join(told["told"])
    assert held(base, "name", "algorithm-1.0").value == "Waarderen"
    put(base, "c.json", json.dumps(card(said("1.1.1", "x"))))
    assert "iama-1.0" in refused(base, "import", "c.json", "--save")


WRONG: dict[str, tuple[Any, str]] = {
    "another instrument": (card(urn="urn:nl:aivt:tr:aiia:1.0"), "card of urn:nl:aivt:tr:aiia:1.0; only"),
    "another name": (card(urn="", name="AIIA"), "card of AIIA"),
    "a newer IAMA": (card(urn="urn:nl:iama:2.0"), "card of IAMA 2.0"),
    "a newer IAMA of theirs": (card(urn="urn:nl:aivt:tr:iama:2.0"), "card of IAMA 2.0"),
    "two cards": (system(card(), card()), "two cards of IAMA 1.0"),
    "too many answers": (card(*[{}] * (CARD_ANSWERS + 1)), "more than 1000 answers"),
    "the instrument itself": ({"urn": URN, "tasks": []}, "list of questions of the task registry"),
    "a requirement": ({"urn": "urn:nl:ak:ver:aia-27", "name": "x"}, "requirement or a measure"),
    "a model card": ({"model-index": [], "name": "x"}, "model card"),
    "our own JSON": ({"iama_check": 1}, "iama wrote this itself"),
    "our own YAML": ({"format": "iama/1", "answers": {}}, "iama wrote this itself"),
    "nothing that we know": ({"a": 1}, "no file that iama takes in"),
}  # fmt: skip


@pytest.mark.parametrize(("root", "message"), WRONG.values(), ids=WRONG)
def test_a_wrong_card_is_refused_with_what_it_is(base: Path, root: Any, message: str) -> None:
    put(base, "c.json", json.dumps(root))
    assert message in refused(base, "import", "c.json", "--save")


UNSAFE = {
    "an include": ("name: x\nassessments:\n  - !include a.yaml\n", "names other files", 2),
    "an alias": ("a: &x 1\ncontents: [*x]\n", "[unsafe-yaml]", 3),
    "a tag": ("contents: !!python/object:os.system x\n", "[unsafe-yaml]", 3),
    "one key twice": ("contents: []\ncontents: []\n", "[duplicate-key]", 3),
    "a second document": ("contents: []\n---\na: 1\n", "[unsafe-yaml]", 3),
    "no UTF-8": (b"contents: [\xff]", "UTF-8", 3),
    "no YAML": ("contents: [", "[unreadable-file]", 3),
    "nothing": ("", "[unreadable-file]", 3),
}


@pytest.mark.parametrize(("content", "message", "code"), UNSAFE.values(), ids=UNSAFE)
def test_unsafe_yaml_is_refused_at_its_place(base: Path, content: str | bytes, message: str, code: int) -> None:
    put(base, "c.yaml", content)
    assert message in refused(base, "import", "c.yaml", "--save", code=code)


def test_choices_of_cards_are_refused_for_a_state_of_the_form(tmp_path: Path) -> None:
    base = fresh(tmp_path)
    put(base, "s.json", state({"1.1.1": given("x")}))
    for option in (["--people"], ["--by", "lawyer"], ["--match", "1=1.1.1"]):
        assert "go with an assessment card" in refused(base, "import", "s.json", *option)


def test_a_value_that_cannot_be_kept_refuses_the_whole_and_quotes_nothing(base: Path) -> None:
    for record in ({"answer": "kanarie\ud83d"}, {"answer": "x", "remarks": "kanarie\ud83d"}, {"answer": "y" * 50_001}):
        put(base, "c.json", json.dumps(card(said("1.2.1", "goed"), {**said("1.1.1", ""), **record})))
        message = refused(base, "import", "c.json", "--save")
        assert "1.1.1" in message and "kanarie" not in message


NOISE = [
    {"question": f"woord{place} " * 40, "answer": "x", "authors": [{"name": f"n{place}"}]} for place in range(1000)
]
HOSTILE = {
    "large": b"contents: [" + b" " * MAX_BYTES,
    "deep": b"contents: " + b"[" * 100_000,
    "deep maps": b"a:\n" + b"".join(b" " * place + b"a:\n" for place in range(1, 500)),
    "many values": b"contents: [" + b"1," * 200_000,
    "aliases": b"a: &a [x]\n" + b"".join(b"b%d: &b%d [*a, *a]\n" % (one, one) for one in range(9)),
    "many answers": json.dumps(card(*NOISE)).encode(),
    "one long question": json.dumps(card({"question": "w " * 1_000_000, "answer": "x"})).encode(),
    "many cards": json.dumps(system(*[{"name": "IAMA"}] * 30_000)).encode(),
    "many names": json.dumps(card(said("1.1.1", "x", authors=[f"n{one}" for one in range(90_000)]))).encode(),
    "many tags": json.dumps(card({"question": "<p " * 300_000, "answer": "<p " * 300_000})).encode(),
    "many keys": json.dumps({"owners": [], **{f"k{one}": one for one in range(90_000)}}).encode(),
    "broken words": json.dumps(card({"question": "a- " * 500_000, "answer": "x"})).encode(),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_card_takes_little_time_and_memory(content: bytes) -> None:
    tracemalloc.start()
    before = time.process_time()
    with suppress(IamaError):
        root = read_foreign("c", content)
        cards = read_cards("c", root, KNOWN, system=kind_of(root) is Foreign.SYSTEM)
        matcher = Matcher(KNOWN, TREE)
        for one in cards.answers:
            matcher.match(fingerprint(one.question))
    took, memory = time.process_time() - before, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert took < 5 * pace() and memory < 150_000_000


@pytest.fixture
def worked(base: Path) -> Path:
    """A dossier with something of everything that stands beside an answer."""
    for words in (
        ["--note", "Met notitie", "--by", "lawyer", "--source", "Nota", "abc", "problem", "Het probleem"],
        ["--dissent", "ethicist:Niet mee eens", "--note-internal", "Intern", "abc", "goal", "Het doel"],
        ["--not-applicable", "Geen training", "--note", "Zie 2A.2.1", "abc", "2A.3.2"],
        ["abc", "2A.2.2", "Met misdruk"],
        ["--note", "Werknaam", "abc", "name", "Waarderen"],
        ["--unknown", "abc", "children"],
        ["abc", "ai-system", "yes"],
        ["abc", "role", "deployer", "provider"],
        ["abc", "first-use", "2027-03-01"],
        ["abc", "legal-effect", "yes"],
    ):
        told = iama(base, "set", *words) if "--note-internal" not in words else _internal(base, words)
        assert told.code == 0, told.err
    return base


def _internal(base: Path, words: list[str]) -> Any:
    at = words.index("--note-internal")
    told = iama(base, "set", *words[:at], *words[at + 2 :])
    put(
        base,
        "n.yaml",
        f"goal: {{value: Het doel, note-internal: {words[at + 1]}, dissent: [{{by: ethicist, text: x}}]}}\n",
    )
    assert iama(base, "set", "abc", "--answers", "n.yaml").code == 0
    return told


def test_the_way_out_and_in_again_loses_nothing_of_the_assessment(worked: Path) -> None:
    assert iama(worked, "export", "abc", "--to", "task-registry", "-o", "c.json").code == 0
    assert iama(worked, "new", "def", "-q", "iama-1.0").code == 0
    found = iama(worked, "import", "c.json", "--algorithm", "def", "--save", "--json").json
    assert {one["result"] for one in found["places"] if one["questionnaire"] == "iama-1.0"} == {"new"}
    for question in ("problem", "goal", TREE.numbers["2A.3.2"], TREE.numbers["2A.2.2"]):
        ours, theirs = (answer(worked, question, ref="iama-1.0", of=of) for of in ("abc", "def"))
        assert replace(theirs, imported="") == ours
    facts = {one["id"]: one["result"] for one in found["places"] if one["questionnaire"] == "algorithm-1.0"}
    assert facts == dict.fromkeys(("name", "begin_date", "ai_act_profile.type", "ai_act_profile.role"), "proposed")
    again = iama(worked, "import", "c.json", "--algorithm", "abc", "--json").json
    assert {one["result"] for one in again["places"]} == {"same"}


def test_a_remark_that_was_written_there_comes_in_beside_what_went_with_the_card(worked: Path) -> None:
    assert iama(worked, "export", "abc", "--to", "task-registry", "-o", "c.json").code == 0
    root = json.loads((worked / "c.json").read_text())
    root["assessments"][0]["contents"][0]["remarks"] = "Daar geschreven"
    put(worked, "c.json", json.dumps(root))
    iama(worked, "new", "def", "-q", "iama-1.0")
    iama(worked, "import", "c.json", "--algorithm", "def", "--save")
    kept = answer(worked, "problem", ref="iama-1.0", of="def")
    assert (kept.note, kept.by, kept.sources[0].title) == ("Met notitie\n\nDaar geschreven", ("lawyer",), "Nota")


def test_a_card_alone_loses_what_was_named_and_no_more(worked: Path) -> None:
    lost = iama(worked, "export", "abc", "--to", "task-registry", "-o", "c.json", "--lang", "en").err
    for words in ("1x what you do not know", "1x an internal note", "1x a differing", "1x who gave", "1x a source"):
        assert words in lost
    beside, alone = lost.split("c.iama.json")
    assert "2x a fact about the algorithm: legal-effect, children" in " ".join(alone.split())
    assert "its source: name" in " ".join(alone.split()) and "a fact about" not in beside
    (worked / "c.iama.json").unlink()
    iama(worked, "new", "def", "-q", "iama-1.0")
    iama(worked, "import", "c.json", "--algorithm", "def", "--save")
    ours, theirs = (answer(worked, "problem", ref="iama-1.0", of=of) for of in ("abc", "def"))
    assert (theirs.value, theirs.note, theirs.date) == (ours.value, ours.note, ours.date)
    assert answer(worked, TREE.numbers["2A.2.2"], ref="iama-1.0", of="def").value == "Met misdruk"


def test_what_goes_out_is_a_system_card_with_the_urns_of_the_registry(worked: Path) -> None:
    root = json.loads(iama(worked, "export", "abc", "--to", "task-registry", "-o", "-").out)
    assert root["ai_act_profile"] == {"type": "AI-systeem", "role": ["gebruiksverantwoordelijke", "aanbieder"]}
    urns = [one["urn"] for one in root["assessments"][0]["contents"]]
    assert urns == [f"{URN}:1.1.1", f"{URN}:1.2.1", f"{URN}:2.A.2.2", f"{URN}:2A.3.2"]
    iama(worked, "set", "abc", "ai-system", "no")
    bare = json.loads(iama(worked, "export", "abc", "--to", "task-registry", "-o", "-").out)
    assert "ai_act_profile" not in bare  # which kind of algorithm it is then, we would have to guess


def test_a_newer_iama_is_said_to_have_no_place_there(tmp_path: Path) -> None:
    base = fresh(tmp_path)
    iama(base, "set", "abc", "name", "Waarderen")
    told = iama(base, "export", "abc", "--to", "task-registry", "-o", "c.json", "--lang", "en")
    assert told.code == 0 and not (base / "c.iama.json").exists()
    assert "iama-2.0: the task registry knows IAMA 1.0 alone" in " ".join(told.err.split())
    assert json.loads((base / "c.json").read_text()) == {"schema_version": "0.1a10", "name": "Waarderen"}


def test_a_public_card_holds_nothing_internal_or_withheld(worked: Path) -> None:
    given_ = ("--ground", "woo-5.1.2.d", "--reason", "Zwaar", "--by", "lawyer")
    assert iama(worked, "withhold", *given_, "abc", "problem").code == 0
    told = iama(worked, "export", "abc", "--to", "task-registry", "-o", "c.json", "--edition", "public")
    content = (worked / "c.json").read_text()
    assert told.code == 0 and not (worked / "c.iama.json").exists()
    assert "Het probleem" not in content and "Intern" not in content and "Het doel" in content
