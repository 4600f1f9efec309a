"""Claims about the estate: what it counts of many repositories and a messy list, and what it never tells."""

import json
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from commands import Told, iama, put
from estates import (
    DAY,
    GROUND,
    KEPT_BACK,
    SECRET,
    UNDECIDED,
    Made,
    estate_page,
    listed,
    make_estate,
    record,
    reported,
    result,
    small_estate,
    standing,
)
from flagged import with_answers, with_rows
from gated import in_use, written

from iama.files.shipped import SHIPPED
from iama.gate.config import Config
from iama.gate.estate import CONTRADICTORY, TWICE, UNCLEAR, Estate, Line, Reported, Sort, gather_estate
from iama.gate.estate_answer import question_view
from iama.gate.estate_question import Question, merge_small, question_of
from iama.gate.estate_view import estate_view
from iama.gate.inventory import NO_INVENTORY, Inventory
from iama.gate.inventory_status import Listed, Phase, Withheld
from iama.gate.rules import CODES
from iama.gate.sametext import same_texts, text_marks
from iama.model.dossier import Row
from iama.terminal.estate import estate_text, question_text

TODAY = date.fromisoformat(DAY)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make_estate(tmp_path_factory.mktemp("estate"))


@pytest.fixture(scope="module")
def page(made: Made) -> Any:
    told = iama(made.folder, *made.words, "--to", "json")
    assert told.code == 3, "two sources cannot be read"
    return told.json


def gathered(*told: Reported, inventory: Inventory = NO_INVENTORY, config: Config | None = None) -> tuple[Line, ...]:
    return gather_estate(told, inventory, config or Config(), TODAY).lines


# twelve repositories and 200 algorithms


def test_every_algorithm_of_twelve_repositories_and_a_messy_list_is_counted_once(made: Made, page: Any) -> None:
    live = [one for one in made.records if one["phase"] != "retired"]
    decided = [one for one in live if one["approved"]]
    totals = page["totals"]
    assert page["list"] == {"file": "list.csv", "listed": 197, "covered": 192, "missing": 4, "not_understood": 1}
    assert totals["algorithms"] == len(made.records) + 4 + 5 == 200  # only listed; in checkouts and the bundle
    assert totals["retired"] == len(made.records) - len(live)
    assert totals["assessed"] == sum("iama" in one["complete"] for one in live) + 3
    assert totals["decided"] == len(decided) + 2
    assert totals["published"] == sum(one["public"] for one in decided) + 1
    assert totals["kept_back"] == 3
    assert totals["not_understood"] == 2  # a word that nobody knows, a file that cannot be read


def test_what_is_late_is_told_with_the_day(made: Made, page: Any) -> None:
    asked = [one for one in made.records if one["category"] in "ab" and one["phase"] == "in-use"]
    late = [one for one in asked if not one["approved"]]
    assert page["totals"]["late"]["decision"]["algorithms"] == len(late) + 4 + 1
    assert page["totals"]["late"]["decision"]["oldest"] == min(one["first_use"] for one in late)
    (lost,) = [one for one in page["algorithms"] if one["id"] == "kwijt-0"]
    assert lost["late"] == [
        {"what": "decision", "since": "2025-03-01", "text": "in gebruik zonder besluit, sinds: 1 maart 2025"}
    ]


def test_totals_stand_by_organisation_and_by_year(made: Made, page: Any) -> None:
    organisations = {one["name"]: one["algorithms"] for one in page["organisations"]}
    assert organisations == {
        **{"": 5, "Gemeente 0": 2, "Gemeente 1": 2},
        **{f"Dienst {number}": len(made.records[number::6]) for number in range(6)},
    }
    decided = [one["decisions"][0]["day"][:4] for one in made.records if one["decisions"]]
    years = {one["year"]: one["decided"] for one in page["years"]}
    assert years == {2024: decided.count("2024"), 2025: decided.count("2025"), 2026: decided.count("2026") + 2, None: 0}


def test_what_is_not_understood_is_told_source_by_source_and_word_by_word(page: Any) -> None:
    unread = {one["name"]: one["not_understood"] for one in page["sources"] if one["not_understood"]}
    assert set(unread) == {"checkouts/r3/assessments/verloren", "results/6.json"}
    assert "1 dossier is niet gelezen" in unread["checkouts/r3/assessments/verloren"]
    assert len(page["sources"]) == 12 and page["totals"]["sources_not_understood"] == 2
    said = " ".join(one["message"] for one in page["not_understood"])
    assert "Eigenaar" in said and "laagje" in said and len(page["not_understood"]) == 2


def test_the_same_text_in_two_repositories_is_told_and_not_what_it_says(page: Any) -> None:
    told = {one["id"]: one["with"] for one in page["same_text"]}
    assert told == {"herzicht": ["tweeling"], "tweeling": ["herzicht"]}
    texts = [str(answer.value) for answer in in_use().assessments["iama-2.0"].answers.values()]
    said = json.dumps(page, ensure_ascii=False)
    assert [words for words in texts if len(words) > 20 and words in said] == []


@pytest.mark.parametrize("to", ["text", "html", "md", "json"])
@pytest.mark.parametrize("question", [(), ("--question",)])
def test_what_is_kept_back_has_no_name_on_any_page(made: Made, to: str, question: tuple[str, ...]) -> None:
    told = iama(made.folder, *made.words, *question, "--to", to)
    for sign in (SECRET, "Schaduwkijker", "alg-001", "Algoritme 1 ", "alg-005", "2025-02-01", "1 februari 2025"):
        assert sign not in told.out + told.err
    assert ("alg-000" in told.out) is not bool(question)


def test_the_answer_to_a_question_is_plain_dutch(made: Made) -> None:
    told = iama(made.folder, *made.words, "--question")
    assert told.out.startswith(
        """\
Algoritmes en mensenrechtentoetsen: stand van zaken — stand op 23 november 2026

Hoeveel algoritmes zijn er, en zijn ze getoetst?

Op 23 november 2026 telt dit overzicht 190 algoritmes, in gebruik of in ontwikkeling.
Toets gedaan: bij 139. Daarna besloten dat het door mag, met of zonder voorwaarden: bij
93.
Daarnaast zijn 10 algoritmes buiten gebruik.
Van 2 algoritmes is niet alles te lezen of te begrijpen wat is vastgelegd. Zij tellen
mee met wat wel duidelijk is.

  Categorie                                    Algoritmes  Toets gedaan  Besloten: door
  A: AI-systeem met een hoog risico            67          48            32
  B: impactvol algoritme                       61          46            31
  C: overig algoritme; Categorie nog onbekend  62          45            30

Zijn de toetsen openbaar?

Het gaat om de 93 algoritmes waarover is besloten.

  Stand                                             Algoritmes
  Openbaar                                          47
  Niet openbaar op een grond, of nog niet openbaar  46

Wat is te laat?

54 algoritmes zijn in gebruik zonder de toets of het besluit dat nodig is.
Het langst duurt dat al sinds 1 januari 2024.

  In gebruik sinds  Algoritmes
  2024              24
  2025, 2026        30

Hoe is er geteld?
"""
    )


# what is put together so that nothing secret shows


def line(number: int, state: str) -> Line:
    """Return an algorithm in one of the states that matter for a page that anybody may read."""
    other: Mapping[str, Mapping[str, Any]] = {
        "published": {},
        "decided": {"public": False},
        "kept-back": KEPT_BACK,
        "kept-back-otherwise": {"withheld": (Withheld("iama", ("woo-5.1.2.c",)),), "public": False},
        "undecided": UNDECIDED,
    }
    (made,) = gathered(reported(standing(f"x{number}", **other[state])))
    return made


STATES = ("published", "decided", "kept-back", "kept-back-otherwise", "undecided")
LINES = {state: line(0, state) for state in STATES}


def asked(counts: Mapping[str, int], least: int = 5) -> Question:
    lines = tuple(LINES[state] for state, count in counts.items() for _ in range(count))
    return question_of(Estate(lines), least)


def test_no_part_of_what_is_told_is_small_nor_any_difference() -> None:
    random = Random(21)
    for _ in range(500):
        question = asked({state: random.choice((0, 0, 1, 2, 3, 4, 5, 9, 40)) for state in STATES})
        if published := question.published:
            kept = [count for _, count in published.grounds]
            assert published.published + sum(kept) + published.rest == question.decided
            assert all(count >= 5 for count in kept) and (published.rest == 0 or published.rest >= 5)
        assert sum(one.algorithms for one in question.categories) == question.algorithms
        if question.algorithms >= 5:
            assert all(one.algorithms >= 5 for one in question.categories)


def test_the_page_is_the_same_whether_few_are_secret_or_only_not_public_yet() -> None:
    random = Random(5)
    for _ in range(300):
        counts = {"published": random.randrange(60), "undecided": random.randrange(9), "decided": random.randrange(12)}
        secret = min(random.randrange(5), counts["decided"])
        some = {**counts, "decided": counts["decided"] - secret, "kept-back": secret}
        assert asked(counts) == asked(some)


@pytest.mark.parametrize(
    ("counts", "published"),
    [
        ({"published": 9, "kept-back": 1}, None),
        ({"published": 9, "decided": 4}, None),
        ({"published": 9}, (9, (), 0)),
        ({"published": 9, "decided": 4, "kept-back": 1}, (9, (), 5)),
        ({"published": 9, "decided": 5, "kept-back": 6}, (9, ((GROUND, 6),), 5)),
        ({"published": 9, "decided": 1, "kept-back": 6}, (9, (), 7)),
        ({"published": 9, "kept-back": 7, "kept-back-otherwise": 1}, (9, (), 8)),
        ({"published": 9, "kept-back": 7, "kept-back-otherwise": 6}, (9, ((GROUND, 7), ("woo-5.1.2.c", 6)), 0)),
    ],
)
def test_a_small_ground_goes_to_the_rest_and_a_small_rest_takes_one_along(
    counts: Mapping[str, int], published: tuple[int, tuple[tuple[str, int], ...], int] | None
) -> None:
    told = asked(counts).published
    assert (told and (told.published, told.grounds, told.rest)) == published


def test_whoever_asks_for_every_number_gets_them() -> None:
    told = asked({"published": 2, "kept-back": 1}, least=1).published
    assert told and (told.published, told.grounds, told.rest) == (2, ((GROUND, 1),), 0)


def test_small_parts_of_a_whole_go_together_with_one_beside_them() -> None:
    assert merge_small([("a", 2), ("b", 9), ("c", 0), ("", 7)], 5) == ((("a", "b"), 11), (("",), 7))
    assert merge_small([("2023", 9), ("2024", 1), ("2025", 6)], 5) == ((("2023",), 9), (("2024", "2025"), 7))
    assert merge_small([("a", 1), ("b", 1)], 5) == ((("a", "b"), 2),)
    assert merge_small([], 5) == ()


def test_what_is_kept_back_lends_no_day_to_what_is_late() -> None:
    secret = standing("x", **KEPT_BACK | {"approved": (), "decisions": ()}, said=Listed("a", date(2020, 1, 1)))
    (one,) = gathered(reported(secret))
    assert [(late.what, late.since) for late in one.late] == [("decision", None)]
    assert question_of(Estate((one,))).oldest is None


# which of several sources counts, and what is unclear


def test_a_checkout_counts_before_a_bundle_and_the_newest_of_results() -> None:
    def told(days: Mapping[Sort, str], category: str) -> list[Reported]:
        made_on = {sort: date.fromisoformat(day) for sort, day in days.items()}
        return [reported(standing("x", category=category), str(day), sort, as_of=day) for sort, day in made_on.items()]

    old, new = told({Sort.RESULT: "2026-01-01"}, "b"), told({Sort.RESULT: "2026-02-01"}, "c")
    assert [one.category for one in gathered(*old, *new)] == ["c"]
    checkout = told({Sort.CHECKOUT: "2026-01-01"}, "a")
    assert [one.category for one in gathered(*old, *new, *checkout)] == ["a"]


def test_one_id_in_two_repositories_is_two_algorithms_that_contradict_each_other() -> None:
    lines = gathered(reported(standing("x"), "r1"), reported(standing("x"), "r2"))
    assert [one.contradictory for one in lines] == [(TWICE,), (TWICE,)]


def test_one_id_of_two_organisations_is_two_algorithms_and_a_row_finds_its_own() -> None:
    rows = listed("id,organisation,publication_category\nx,Een,a\n", "*")
    lines = gathered(
        reported(standing("x", category="c"), "r1", organisation="Een"),
        reported(standing("x", category="c"), "r2", organisation="Twee"),
        inventory=rows,
    )
    assert [(one.organisation, one.category, one.listed) for one in lines] == [
        ("Een", "a", True),
        ("Twee", "c", False),
    ]


def test_of_list_and_dossier_the_heavier_counts() -> None:
    rows = listed("id,publication_category,status,first_use\nx,a,in use,2024-03-01\n")
    quiet = standing("x", category="c", phase=Phase.DEVELOPMENT, required=(), **UNDECIDED)
    (one,) = gathered(reported(quiet), inventory=rows)
    assert (one.category, one.phase, one.needed) == ("a", Phase.IN_USE, ("iama",))
    assert [(late.what, late.since) for late in one.late] == [("decision", date(2024, 3, 1))]


def test_out_of_use_nothing_is_needed_and_nothing_late() -> None:
    (one,) = gathered(reported(standing("x", phase=Phase.RETIRED, **UNDECIDED)))
    assert (one.live, one.needed, one.late) == (False, (), ())


def test_review_and_publication_are_late_from_their_own_day() -> None:
    old = standing("x", public=False, reviewed_on="2025-06-30")
    (one,) = gathered(reported(old))
    told = [(late.what, late.since) for late in one.late]
    assert told == [("review", date(2026, 6, 30)), ("publication", date(2025, 5, 1))]
    assert gathered(reported(old), config=Config(max_age_months=24))[0].late_since("review") == ()


def test_a_concept_that_is_public_is_no_publication() -> None:
    (one,) = gathered(reported(standing("x", approved=(), decisions=()), published=True))
    assert not one.published


def test_every_code_that_is_counted_is_a_code_of_the_gate() -> None:
    assert {*CONTRADICTORY, *UNCLEAR} <= CODES.keys()


# texts that stand in several dossiers


def test_texts_are_compared_as_the_public_may_read_them() -> None:
    def marks(goal: str) -> frozenset[bytes]:
        row = Row("keptaa", {"assessment": "iama-2.0", "question": "goal", "ground": "woo-5.1.2.c", "reason": "x"})
        dossier = with_rows(with_answers(in_use(), {"iama.goal": goal}), "follow-up.withheld", row)
        files = {path.rpartition("/")[2]: content for path, content in written(dossier).items()}
        return text_marks("x", files, TODAY, SHIPPED)

    assert marks("Dit is het eerste lange doel.") == marks("En dit is een heel ander doel.") != frozenset()


def test_dossiers_that_share_enough_texts_name_each_other() -> None:
    one, two, three = b"1", b"2", b"3"
    marks = {
        ("a", "r1"): frozenset({one, two}),
        ("b", "r2"): frozenset({one, two, three}),
        ("c", "r3"): frozenset({three}),
    }
    assert [(same.id, same.texts, same.of, same.with_) for same in same_texts(marks, 2)] == [
        ("a", 2, 2, ("b",)),
        ("b", 3, 3, ("a", "c")),
    ]


# the command


def with_results(folder: Path, *words: str, **records: Any) -> Told:
    put(folder, "far.json", result([record(1) | {"id": "far", "withheld": [], **records}]))
    return iama(folder, "estate", "--results", "far.json", "--as-of", DAY, "--lang", "en", *words)


def test_a_result_that_says_nonsense_is_told_and_counts_for_nothing(tmp_path: Path) -> None:
    for broken in ({"decisions": [{"instrument": "iama", "decision": "maybe", "day": DAY}]}, {"first_use": "soon"}):
        told = with_results(tmp_path, "--to", "json", **broken)
        assert (told.code, told.json["totals"]["algorithms"]) == (3, 0)
        assert told.json["sources"][0]["not_understood"] and "far.json" in told.err


def test_a_result_of_an_older_program_counts_without_its_days(tmp_path: Path) -> None:
    older = {key: record(0)[key] for key in ("category", "phase", "required", "approved", "register_id", "digest")}
    put(tmp_path, "far.json", result([{"id": "far", **older}]))
    told = iama(tmp_path, "estate", "far.json", "--to", "json", "--as-of", DAY).json
    assert (told["totals"]["decided"], told["years"]) == (
        1,
        [{"year": None, "decided": 1, "refused": 0, "published": 0}],
    )


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="OpenSSH is not installed")
def test_a_result_that_nobody_signed_counts_for_nothing_where_keys_are_named(tmp_path: Path) -> None:
    put(tmp_path, "signers", "")
    put(tmp_path, "iama.toml", 'allowed-signers = "signers"\n')
    told = with_results(tmp_path, "--to", "json")
    assert (told.code, told.json["totals"]["algorithms"]) == (3, 0)


def test_the_page_replaces_nothing_that_it_was_made_of(tmp_path: Path) -> None:
    assert with_results(tmp_path, "-o", "far.json").code == 2
    assert iama(tmp_path, "estate", "far.json", "-o", "far.json").code == 2
    told = with_results(tmp_path, "-o", "page.html")
    assert told.code == 0 and (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_what_is_named_twice_counts_once(tmp_path: Path) -> None:
    iama(tmp_path, "new", "one")
    iama(tmp_path, "new", "two")
    told = iama(tmp_path, "estate", ".", "assessments", "assessments/one", str(tmp_path), "--to", "json")
    assert (told.json["totals"]["algorithms"], told.json["totals"]["contradictory"]) == (2, 0)


def test_nothing_to_count_is_told(tmp_path: Path) -> None:
    assert iama(tmp_path, "estate").code == 2
    assert iama(tmp_path, "estate", "nowhere").code == 2


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_name_becomes_markup_and_every_form_tells_the_same(language: str) -> None:
    told = small_estate(language)
    page, view = estate_page(language=language), estate_view(told)
    assert "<b>" not in page and "<i>" not in page
    for form in (page.partition("<body>")[2], estate_page("md", language), estate_text(view)):
        assert all(one["id"] in form for one in view["algorithms"])
        assert "hidden" not in form
    answer = question_text(question_view(told, question_of(told.estate, 2), 2))
    for form in (estate_page("md", language, question=True), estate_page(language=language, question=True)):
        assert answer.splitlines()[2] in form
