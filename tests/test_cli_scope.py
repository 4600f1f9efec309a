"""Claims about Article 27 as people see it: scope, coverage, status, stale adoptions, calendar, outdated facts."""

from pathlib import Path

import pytest
from commands import Told, demo, fresh, iama, refused

DAY = ("--as-of", "2026-11-23")
DATE = "2027-12-02"  # from which Annex III systems are bound: AI Act, Article 113(c)(i)
LATEST = "2030-08-02"  # AI Act, Article 111(2), second sentence


@pytest.fixture(scope="module")
def herzicht(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked example, to read only."""
    return demo(tmp_path_factory.mktemp("scope"))


def scope(base: Path, *words: str) -> Told:
    return iama(base, "scope", *words, *DAY, "herzicht")


def letters(base: Path) -> dict[str, bool]:
    found = iama(base, "coverage", "--json", *DAY, "herzicht").json["letters"]
    return {one["letter"]: one["complete"] for one in found}


# --- scope ---


def test_the_example_is_not_required_at_first_use_and_voluntary_now(herzicht: Path) -> None:
    document = scope(herzicht, "--json").json
    assert next(iter(document.items())) == ("iama_scope", 1)
    assert (document["outcome"], document["at_first_use"]) == ("voluntary", False)
    assert [(one["reason"], one["law"]) for one in document["reasons"]] == [
        ("legacy", ["ai-act-111"]),
        ("covered", ["ai-act-27-1", "ai-act-annex-iii"]),
    ]


def test_the_example_is_required_on_a_design_change_and_otherwise_in_2030(herzicht: Path) -> None:
    document = scope(herzicht, "--json").json
    assert [(one["event"], one["date"], one["law"]) for one in document["moments"]] == [
        ("design-change", DATE, ["ai-act-111"]),
        ("use-goes-on", LATEST, ["legacy-date"]),
    ]
    assert document["date"] == LATEST
    assert document["missing"] == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "nl",
            [
                "nu niet verplicht; jullie mogen hem vrijwillig doen",
                "Bij het eerste gebruik is de FRIA niet verplicht",
                "wijziging van het ontwerp op of na 2 december 2027 (AI-verordening, artikel 111 lid 2)",
                "uiterlijk op 2 augustus 2030, als het gebruik dan doorgaat (AI-verordening, artikel 111 lid 2, tweede",
            ],
        ),
        (
            "en",
            [
                "not compulsory now; you may do it voluntarily",
                "At first use the FRIA is not compulsory",
                "change in the design on or after 2 December 2027 (AI Act, Article 111(2))",
                "by 2 August 2030 at the latest, if use goes on then (AI Act, Article 111(2), second sentence)",
            ],
        ),
    ],
)
def test_the_decision_is_said_in_words_with_each_article(herzicht: Path, language: str, said: list[str]) -> None:
    flat = " ".join(scope(herzicht, "--lang", language).out.split())
    assert [words for words in said if words not in flat] == []


def test_placed_on_the_market_on_the_date_it_is_required_before_first_use(tmp_path: Path) -> None:
    base = demo(tmp_path)
    for question in ("placed-on-market", "first-use"):
        assert iama(base, "set", "herzicht", question, DATE).code == 0
    document = scope(base, "--json").json
    assert (document["outcome"], document["date"], document["at_first_use"]) == ("required-from", DATE, True)
    assert [(one["event"], one["date"], one["law"]) for one in document["moments"]] == [
        ("first-use", DATE, ["ai-act-27-1", "ai-act-27-2"])
    ]
    assert "vóór het eerste gebruik (2 december 2027)" in scope(base).out


def test_an_open_decision_names_the_answers_that_are_missing(tmp_path: Path) -> None:
    document = iama(fresh(tmp_path), "scope", "--json", "abc").json
    assert (document["outcome"], document["date"]) == ("undecided", None)
    assert "ai-system" in {one["question"] for one in document["missing_questions"]}
    assert "algorithm-1.0/ai-system" in iama(tmp_path / "fresh", "scope", "abc").out


def test_a_scope_of_a_dossier_that_is_not_there_is_refused(herzicht: Path) -> None:
    assert "did you mean `herzicht`?" in refused(herzicht, "scope", "herzigt")


@pytest.mark.parametrize("command", ["status", "coverage"])
def test_the_decision_stands_in_status_and_coverage_once_it_is_taken(
    herzicht: Path, tmp_path: Path, command: str
) -> None:
    document = iama(herzicht, command, "--json", *DAY, "herzicht").json
    assert "vrijwillig" in document["scope"] and "2 augustus 2030" in document["scope"]
    assert "vrijwillig doen" in " ".join(iama(herzicht, command, *DAY, "herzicht").out.split())
    assert iama(fresh(tmp_path), command, "--json", "abc").json["scope"] == ""


# --- coverage and adoption ---


def test_the_example_covers_every_letter(herzicht: Path) -> None:
    assert letters(herzicht) == dict.fromkeys("abcdef", True)


def test_its_answers_adopt_those_of_the_iama_by_reference(herzicht: Path) -> None:
    served = [
        one
        for letter in iama(herzicht, "coverage", "--json", *DAY, "herzicht").json["letters"]
        for one in letter["served_by"]
    ]
    assert {one["ref"] for one in served} == {"fria-1.0"}
    assert {adopted["ref"] for one in served for adopted in one["adopts"]} == {"iama-2.0"}
    assert "overgenomen uit iama-2.0/3.1.2" in iama(herzicht, "coverage", "herzicht").out


def test_clearing_the_period_of_the_iama_makes_b_incomplete(tmp_path: Path) -> None:
    base = demo(tmp_path)
    assert iama(base, "set", "--clear", "herzicht", "3.1.2").code == 0
    assert letters(base) == dict.fromkeys("abcdef", True) | {"b": False}


def test_without_a_fria_the_iama_serves_by_itself(tmp_path: Path) -> None:
    base = demo(tmp_path)
    (base / "assessments" / "herzicht" / "fria-1.0.yaml").unlink()
    served = iama(base, "coverage", "--json", *DAY, "herzicht").json["letters"]
    assert {one["ref"] for letter in served for one in letter["served_by"]} == {"iama-2.0"}


def test_with_a_fria_an_answer_of_the_iama_serves_only_by_being_adopted(tmp_path: Path) -> None:
    base = demo(tmp_path)
    for question in ("use-period", "use-frequency"):
        assert iama(base, "set", "--clear", "herzicht", question).code == 0
    (b,) = [one for one in iama(base, "coverage", "--json", *DAY, "herzicht").json["letters"] if one["letter"] == "b"]
    assert (b["served_by"], b["missing"]) == ([], ["use-period", "use-frequency"])


def test_an_adopted_answer_is_stale_when_its_source_changes(tmp_path: Path) -> None:
    base = demo(tmp_path)
    assert "gewijzigd sinds" not in iama(base, "status", "herzicht").out
    assert iama(base, "set", "herzicht", "3.1.2", "Een proef van een half jaar.").code == 0
    told = iama(base, "status", "herzicht").out
    assert "gewijzigd sinds het is overgenomen: iama-2.0/period" in told
    (fria,) = [one for one in iama(base, "status", "--json", "herzicht").json["assessments"] if "fria" in one["ref"]]
    changed = {one["id"]: one["source_changed"] for one in fria["questions"] if one["source_changed"]}
    assert changed == {"use-period": ["iama-2.0/period"]}
    assert letters(base)["b"]


# --- a FRIA is offered where it may be needed ---


def test_status_offers_a_fria_where_article_27_may_apply(tmp_path: Path) -> None:
    base = demo(tmp_path)
    assert "iama new herzicht -q fria" not in iama(base, "status", *DAY, "herzicht").out  # it holds one
    (base / "assessments" / "herzicht" / "fria-1.0.yaml").unlink()
    assert "`iama new herzicht -q fria-1.0`" in iama(base, "status", *DAY, "herzicht").out
    assert iama(base, "set", "herzicht", "annex-iii", "none").code == 0
    assert "iama new herzicht -q fria" not in iama(base, "status", *DAY, "herzicht").out


def test_status_offers_a_fria_as_soon_as_a_point_of_annex_iii_is_named(tmp_path: Path) -> None:
    base = fresh(tmp_path)
    assert "iama new abc -q" not in iama(base, "status", "abc").out
    for question, value in (("ai-technique", "learned"), ("ai-system", "yes"), ("annex-iii", "5a")):
        assert iama(base, "set", "abc", question, value).code == 0
    assert "`iama new abc -q fria-1.0`" in iama(base, "status", "abc").out
    assert iama(base, "new", "abc", "-q", "fria-1.0").code == 0
    assert "iama new abc -q" not in iama(base, "status", "abc").out


# --- calendar ---


def test_the_calendar_merges_duties_with_the_flags_that_carry_a_date(herzicht: Path) -> None:
    document = iama(herzicht, "calendar", "--json", *DAY, "herzicht").json
    assert next(iter(document.items())) == ("iama_calendar", 1)
    dated = document["dated"]
    assert [one["date"] for one in dated] == sorted(one["date"] for one in dated)
    assert {one["kind"] for one in dated} == {"duty", "flag"}
    flags = iama(herzicht, "flags", "--json", *DAY, "herzicht").json
    upcoming = [flags["flags"][place] for place in flags["page"]["calendar"]]
    assert {(one["id"], one["from"]) for one in upcoming} <= {(one["id"], one["date"]) for one in dated}


def test_a_duty_before_first_use_of_an_older_system_is_due_when_the_rules_bind(herzicht: Path) -> None:
    dated = {one["id"]: one for one in iama(herzicht, "calendar", "--json", *DAY, "herzicht").json["dated"]}
    assert dated["oversight-assigned"]["date"] == LATEST
    assert dated["algorithm-register"]["date"] == "2027-03-01"  # policy: not postponed


def test_a_flag_that_says_the_same_takes_the_place_of_a_duty(herzicht: Path) -> None:
    document = iama(herzicht, "calendar", "--json", *DAY, "herzicht").json
    ids = [one["id"] for group in ("dated", "standing", "undecided") for one in document[group]]
    assert "fria-required" in ids and "fria" not in ids
    assert len(ids) == len(set(ids))


def test_a_calendar_without_answers_says_what_each_duty_depends_on(tmp_path: Path) -> None:
    document = iama(fresh(tmp_path), "calendar", "--json", "abc").json
    assert all(one["missing"] for one in document["undecided"]) and document["undecided"]
    assert "Hangt nog af van" in iama(tmp_path / "fresh", "calendar", "abc").out


@pytest.mark.parametrize(("language", "said"), [("nl", "minstens zes maanden"), ("en", "at least six months")])
def test_numbers_in_the_calendar_come_from_the_legal_facts(herzicht: Path, language: str, said: str) -> None:
    words = iama(herzicht, "calendar", "--lang", language, "--as-of", "2031-01-01", "herzicht").out
    assert said in " ".join(words.split())
    assert "{law." not in words


# --- legal facts of long ago ---


@pytest.mark.parametrize("command", ["scope", "flags", "calendar"])
def test_facts_that_were_verified_long_ago_give_one_note(herzicht: Path, command: str) -> None:
    told = iama(herzicht, command, "--as-of", "2030-01-01", "--lang", "en", "herzicht")
    assert told.err.count("\n") == 1
    assert "last verified more than 365 days ago, the oldest on 23 November 2026" in told.err


@pytest.mark.parametrize(("day", "told"), [("2027-11-23", False), ("2027-11-24", True)])
def test_the_note_comes_after_the_days_that_the_law_file_allows(herzicht: Path, day: str, told: bool) -> None:
    assert bool(iama(herzicht, "scope", "--as-of", day, "herzicht").err) is told
