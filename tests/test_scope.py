"""Article 27 of the AI Act: what it asks, of whom and from when; the table of cases stands in `article_27`."""

import re
from datetime import date

import pytest
from article_27 import (
    BANK,
    BASE,
    CASES,
    CHANGED,
    CLAIM,
    LATEST,
    NOW,
    OLD,
    POINTS,
    PRODUCT,
    QUIET,
    SCHOOL,
    START,
    UNKNOWN,
    Case,
    Facts,
    of,
)

from iama.assess.evaluation import evaluate
from iama.assess.outcome import Outcome
from iama.assess.scope import EVENTS_OF_A_DECISION, Decision, Verdict, decide_outcome, world_of
from iama.files.shipped import SHIPPED
from iama.model.dossier import Answer, Assessment, Dossier, Slot, State
from iama.model.law import Law
from iama.model.struct import replace
from iama.publish.scope import EXCEPTIONS, OURS, decision_sentences
from iama.words import catalogue, text


def answer(value: str | tuple[str, ...]) -> Answer:
    return Answer(status=State.UNKNOWN) if value == UNKNOWN else Answer(value=value)


def assessment(ref: str, facts: Facts) -> Assessment:
    answers: dict[Slot, Answer] = {(name, None): answer(value) for name, value in facts.items() if value is not None}
    return Assessment(ref, "en", answers)


def outcome(facts: Facts, as_of: date, law: Law | None = None, **others: Facts) -> Outcome:
    """Return what the facts of the algorithm, and answers of other assessments, come to on a day."""
    refs = {"algorithm": "algorithm-1.0", "iama": "iama-2.0", "fria": "fria-1.0"}
    given = [assessment(refs[id_], answers) for id_, answers in {"algorithm": facts, **others}.items()]
    trees = [tree for ref in refs.values() if (tree := SHIPPED.find_questionnaire(ref))]
    dossier = Dossier("test", {one.questionnaire: one for one in given})
    return evaluate(dossier, trees, law or SHIPPED.law, as_of)


def decided(facts: Facts, as_of: date = START, law: Law | None = None, **others: Facts) -> Decision:
    return decide_outcome(outcome(facts, as_of, law, **others), law or SHIPPED.law)


def word(facts: Facts, fact: str, as_of: date = START) -> str | None:
    """Return a derived fact; "" when there is none of it, None while it is unknown."""
    words = outcome(facts, as_of).facts[fact].words
    return None if words is None else "".join(words)


REQUIRED, FROM, VOLUNTARY = Verdict.REQUIRED_NOW, Verdict.REQUIRED_FROM, Verdict.VOLUNTARY
OPEN, PROHIBITED = Verdict.UNDECIDED, Verdict.PROHIBITED
WHAT = [case.what for case in CASES]


@pytest.mark.parametrize("case", CASES, ids=WHAT)
def test_the_facts_lead_to_what_the_law_asks(case: Case) -> None:
    decision = decided(case.facts, case.on)
    assert (decision.verdict, decision.day) == (case.verdict, case.day)
    assert case.law in decision.law


def test_the_table_holds_every_point_of_annex_iii() -> None:
    tree = SHIPPED.resolve_questionnaire("algorithm")
    shown = {point for case in POINTS for point in case.facts["annex-iii"] or ()}
    assert shown == set(tree.questions["annex-iii"].values)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("case", CASES, ids=WHAT)
def test_every_decision_can_be_said(case: Case, language: str) -> None:
    decision = decided(case.facts, case.on)
    told = decision_sentences(decision, outcome(case.facts, case.on).questionnaires, SHIPPED.law, language)
    assert all(line and "{" not in line for line in told)
    assert told[0].startswith(text(f"scope-{decision.verdict}", language).split("{")[0])


@pytest.mark.parametrize("case", CASES, ids=WHAT)
def test_answers_are_missing_exactly_when_the_decision_is_open(case: Case) -> None:
    assert bool(decided(case.facts, case.on).missing) is (case.verdict is Verdict.UNDECIDED)


@pytest.mark.parametrize("fact", [name for name in BASE if name not in ("ai-technique", "becomes-provider")])
@pytest.mark.parametrize("facts", [of(), of(OLD), of(annex_iii=("1a",)), of(QUIET, CLAIM)])
def test_taking_an_answer_away_never_turns_a_duty_into_none(facts: Facts, fact: str) -> None:
    before, after = decided(facts).verdict, decided({**facts, fact: None}).verdict
    assert after in (before, OPEN)


# --- the worked example: used from 1 March 2027, on the market since 15 February 2027 (corrections 1 and 2) ---


def test_the_example_is_not_required_at_first_use_and_voluntary_now() -> None:
    decision = decided(of(OLD), NOW)
    assert decision.verdict is VOLUNTARY
    assert decision.at_first_use is False
    assert decision.reasons[0].law == ("ai-act-111",)


def test_the_example_becomes_required_on_a_design_change_and_otherwise_in_2030() -> None:
    moments = decided(of(OLD), NOW).moments
    assert [(moment.event, moment.law, moment.day) for moment in moments] == [
        ("design-change", ("ai-act-111",), START),
        ("use-goes-on", ("legacy-date",), LATEST),
    ]


def test_the_example_put_into_service_on_the_date_is_required_before_first_use() -> None:
    decision = decided(of(OLD, placed_on_market="2027-12-02", first_use="2027-12-02"), NOW)
    assert (decision.verdict, decision.day, decision.at_first_use) == (FROM, START, True)
    assert [(moment.event, moment.day) for moment in decision.moments] == [("first-use", START)]
    assert decision.moments[0].law == ("ai-act-27-1", "ai-act-27-2")


def test_the_example_with_only_that_date_changed_is_required_too_and_says_that_the_dates_contradict() -> None:
    decision = decided(of(OLD, placed_on_market="2027-12-02"), NOW)
    assert (decision.verdict, decision.at_first_use) == (FROM, True)
    assert "dates-contradict" in {remark.key for remark in decision.remarks}


# --- Article 5, letter by letter ---


@pytest.mark.parametrize("letter", ["a", "b", "c", "d", "e", "f", "g", "h"])
def test_a_prohibited_practice_stops_everything(letter: str) -> None:
    decision = decided(of(), NOW, fria={"banned-practice": (letter,)})
    assert (decision.verdict, decision.law) == (PROHIBITED, (f"ai-act-5-{letter}",))


@pytest.mark.parametrize("letter", ["ba", "bb"])
def test_the_two_new_practices_are_prohibited_from_2_december_2026(letter: str) -> None:
    # Article 113, third paragraph, point (a)
    fria: Facts = {"banned-practice": (letter,)}
    assert decided(of(), date(2026, 12, 1), fria=fria).verdict is FROM
    assert "prohibited-from" in {remark.key for remark in decided(of(), date(2026, 12, 1), fria=fria).remarks}
    assert decided(of(), date(2026, 12, 2), fria=fria).verdict is PROHIBITED


def test_the_iama_says_it_for_a_dossier_that_holds_one() -> None:
    iama: Facts = {"prohibited": "yes", "prohibited-practice": ("c",)}
    assert decided(of(), iama=iama).verdict is PROHIBITED
    assert decided(of(), iama={"prohibited": "no", "prohibited-practice": ("none",)}).verdict is REQUIRED


def test_article_5_is_asked_in_the_fria_only_without_an_iama() -> None:
    alone = outcome(of(), NOW, fria={}).find_entry("fria", "banned-practice")
    beside = outcome(of(), NOW, iama={}, fria={}).find_entry("fria", "banned-practice")
    assert alone and beside
    assert (alone.status.value, beside.status.value) == ("open", "skipped")


# --- remarks: what changes something, but not the duty ---


@pytest.mark.parametrize(
    ("remark", "facts", "fria"),
    [
        # Article 25(1)(a) to (c), Article 3, point (3)
        ("provider-too", of(becomes_provider=("own-name",)), {}),
        ("provider-too", of(becomes_provider=("substantial-modification",)), {}),
        ("provider-too", of(becomes_provider=("changed-purpose",)), {}),
        ("provider-too", of(role=("deployer", "provider")), {}),
        # Article 27(2): rely on an earlier assessment; Article 27(3) with 46(1): no notification
        ("rely", of(), {"earlier-assessment": "own"}),
        ("rely", of(), {"earlier-assessment": "provider"}),
        ("no-notification", of(), {"exceptional-authorisation": "yes"}),
        ("point-2-too", of(annex_iii=("2", "5a")), {}),
        ("article-5-open", of(), {}),
    ],
)
def test_a_remark_leaves_the_duty_standing(remark: str, facts: Facts, fria: Facts) -> None:
    decision = decided(facts, fria=fria)
    assert decision.verdict is REQUIRED
    assert remark in {one.key for one in decision.remarks}


def test_an_exception_from_a_recital_is_said_to_be_one() -> None:
    tax = decided(of(annex_iii=("6e",), annex_iii_exceptions=("tax-customs",)))
    bank = decided(of(annex_iii=("5b",), annex_iii_exceptions=("fraud-detection",)))
    assert "recital" in {one.key for one in tax.remarks}
    assert "recital" not in {one.key for one in bank.remarks}


# --- derived facts ---


@pytest.mark.parametrize(
    ("facts", "as_of", "high_risk", "legacy", "applies_from", "required"),
    [
        (of(), NOW, "yes", "no", "2027-12-02", "later"),
        (of(), START, "yes", "no", "2027-12-02", "yes"),
        (of(OLD), NOW, "yes", "yes", "2030-08-02", "later"),
        (of(OLD), LATEST, "yes", "yes", "2030-08-02", "yes"),
        (of(OLD, CHANGED), NOW, "yes", "yes", "2028-03-01", "later"),
        (of(OLD, SCHOOL), NOW, "yes", "yes", "", "no"),
        # Article 26 binds where Article 27 does not: point 2, private employers, Annex I
        (of(annex_iii=("2",)), START, "yes", "no", "2027-12-02", "no"),
        (of(BANK, annex_iii=("4a",)), START, "yes", "no", "2027-12-02", "no"),
        (of(PRODUCT), START, "yes", "yes", "2030-08-02", "no"),
        (
            of(PRODUCT, placed_on_market="2028-08-02"),
            START, "yes", "no", "2028-08-02", "no",
        ),
        # Article 2(2): Section B is classified by Article 6(1), and little else applies
        (of(annex_iii=("none",), annex_i="yes", annex_i_section="section-b"), START, "yes", "no", "", "no"),
        # a claim under Article 6(3) is no high risk, but the rules about the claim bind from the same day
        (of(QUIET, CLAIM), START, "no", "no", "2027-12-02", "no"),
        (of(annex_iii=("none",)), START, "no", "no", "", "no"),
        (of(exclusions=("defence",)), START, "no", "no", "", "no"),
        (of(placed_on_market=UNKNOWN), START, "yes", None, None, None),
        (of(ai_system=UNKNOWN), START, None, None, None, None),
    ],
)  # fmt: skip
def test_the_derived_facts(
    facts: Facts, as_of: date, high_risk: str | None, legacy: str | None, applies_from: str | None, required: str | None
) -> None:
    assert word(facts, "high-risk-ai", as_of) == high_risk
    assert word(facts, "legacy", as_of) == legacy
    assert word(facts, "applies-from", as_of) == applies_from
    assert word(facts, "fria-required", as_of) == required


@pytest.mark.parametrize(
    ("facts", "part", "covered"),
    [
        (of(), "annex-iii", "yes"),
        (of(annex_iii=("2",)), "point-2", "no"),
        (of(annex_iii=("2", "5a")), "point-2annex-iii", "yes"),
        (of(BANK, annex_iii=("4a",)), "annex-iii", "no"),
        (of(annex_iii=("5b",), annex_iii_exceptions=("fraud-detection",)), "none", "no"),
        (of(QUIET, CLAIM), "none", "no"),
        (of(PRODUCT), "none", "no"),
        (of(derogation=None, profiling="no"), "", None),  # annex-iii or none
    ],
)
def test_the_part_of_annex_iii_and_the_reach_of_article_27(facts: Facts, part: str | None, covered: str | None) -> None:
    assert word(facts, "annex-iii-class") == part
    assert word(facts, "fria-scope") == covered


@pytest.mark.parametrize(
    ("facts", "possible"),
    [
        (of(annex_iii=("2",), annex_iii_exceptions=None), {"point-2", "none"}),  # never another point
        (of(annex_iii=("5b",), annex_iii_exceptions=None), {"annex-iii", "none"}),
        (of(annex_iii=None), {"annex-iii", "point-2", "none"}),
    ],
)
def test_what_no_open_answer_can_make_of_annex_iii_is_certain(facts: Facts, possible: set[str]) -> None:
    found = outcome(facts, START).facts["annex-iii-class"]
    assert found.words == () and found.unsure == possible


def test_conditions_that_are_read_again_know_the_facts_as_they_were_found() -> None:
    found, law = outcome(of(), START), SHIPPED.law
    again = world_of(found, law)
    assert {name: again.fact_value(name) for name in found.facts} == found.facts


def test_a_new_date_in_the_law_is_one_line() -> None:
    law = SHIPPED.law
    moved = {**law.facts, "annex-iii-date": replace(law.facts["annex-iii-date"], date="2028-12-02")}
    assert decided(of(placed_on_market="2028-12-02"), START, Law(moved)).day == date(2028, 12, 2)
    assert decided(of(placed_on_market="2027-12-02"), START, Law(moved)).verdict is VOLUNTARY


def beginning(prefix: str) -> set[str]:
    """Return the words of which the catalogue has a text under `prefix`."""
    return {key.removeprefix(prefix) for key in catalogue("en") if key.startswith(prefix)}


def test_every_decision_moment_and_exception_has_words() -> None:
    assert {f"scope-{verdict}" for verdict in Verdict} <= set(catalogue("en"))
    assert beginning("scope-moment-") == set(EVENTS_OF_A_DECISION)
    assert beginning("scope-exception-") == set(EXCEPTIONS)
    assert beginning("scope-ours-") == set(OURS)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_organisation_never_addresses_the_team(language: str) -> None:
    """Whatever says "you" to the team is said as "we", or left out, in a notification."""
    keys = [f"scope-ours-{word}" for word in OURS]
    keys += [f"scope-{verdict}" for verdict in Verdict if verdict not in OURS]
    keys += [f"scope-because-{reason}" for reason in beginning("scope-because-") if reason not in OURS]
    assert [key for key in keys if re.search(r"(?i)\b(jullie|you|your)\b", text(key, language))] == []
