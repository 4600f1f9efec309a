"""Readings of the law: told with their opponent wherever something rests on one, and nothing heavy rests on no text."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
import reading_tables
from article_27 import LATEST, OLD, START, of
from flagged import TREES, empty, judged, triggers, with_answers
from given import legal

from iama.assess.facts import FACTS
from iama.assess.readings import ACCEPTED_MUST, UPCOMING_BLOCKER, readings_of_duty
from iama.assess.responses import check_response, with_response
from iama.assess.scope import EVENTS_OF_A_DECISION
from iama.files.lawfile import read_law
from iama.files.shipped import SHIPPED
from iama.model.dossier import Dossier
from iama.model.law import LegalReading, Standing
from iama.model.objects import law_of, law_record
from iama.model.problems import UnusableFile
from iama.publish.calendar import calendar_document
from iama.publish.flags import flags_document
from iama.publish.kader import with_flag_measures
from iama.publish.scope import scope_document
from iama.publish.wording import Wording
from iama.terminal.flags import flags_text
from iama.terminal.scope import scope_text
from iama.words import LANGUAGES, catalogue

READINGS = SHIPPED.law.readings
HEAVY = {"blocker", "must"}
LEGACY = of(OLD)


def dossier_of(facts: Any) -> Dossier:
    return with_answers(empty(), {f"algorithm.{name}": value for name, value in facts.items() if value is not None})


def scope_of(dossier: Dossier, as_of: date = START) -> dict[str, Any]:
    return scope_document(judged(dossier, as_of), dossier, SHIPPED.law, "en")


def flag_of(dossier: Dossier, id_: str, as_of: date = START) -> Any:
    wording = Wording(judged(dossier, as_of), dossier, SHIPPED.law, "en", tuple(TREES.values()))
    return next(flag for flag in flags_document(wording, dossier)["flags"] if flag["id"] == id_)


def ids(document: Any) -> set[str]:
    return {reading["id"] for reading in document["readings"]}


def rests_on_policy_alone(basis: Iterable[str]) -> bool:
    policy = {id_ for reading in READINGS if reading.standing is Standing.POLICY for id_ in reading.law}
    return set(basis) <= policy


@pytest.mark.parametrize("trigger", [trigger for _, trigger in triggers()], ids=lambda trigger: trigger.id)
def test_no_blocker_and_no_must_rests_on_sources_that_nobody_read(trigger: Any) -> None:
    heavy = HEAVY & {case.value for case in trigger.severities}
    assert not heavy or SHIPPED.law.rests_on_read_source(trigger.basis)


@pytest.mark.parametrize("trigger", [trigger for _, trigger in triggers()], ids=lambda trigger: trigger.id)
def test_a_rule_that_rests_on_policy_alone_says_so(trigger: Any) -> None:
    named = any(trigger.id in reading.flags for reading in READINGS if reading.standing is Standing.POLICY)
    assert named or not rests_on_policy_alone(trigger.basis)


@pytest.mark.parametrize("reading", READINGS, ids=lambda reading: reading.id)
def test_a_reading_names_only_what_is_there_and_has_an_opponent_in_both_languages(reading: LegalReading) -> None:
    known = {trigger.id for _, trigger in triggers()} | {UPCOMING_BLOCKER, ACCEPTED_MUST}
    assert {*reading.flags} <= known
    assert {*reading.dates} <= FACTS.keys()
    reasons = {word for word in reading.reasons if f"scope-because-{word}" not in catalogue("en")}
    assert reasons <= {*EVENTS_OF_A_DECISION}
    for words in (reading.title, reading.ours, reading.against, reading.settles):
        assert words.keys() == {*LANGUAGES}
    assert reading.standing is not Standing.SETTLED
    assert reading.flags or reading.reasons or reading.dates


def test_use_that_goes_on_is_told_as_our_reading_with_the_other_one() -> None:
    document = scope_of(dossier_of(LEGACY))
    assert (document["standing"], ids(document)) == ("our-reading", {"use-goes-on", "generic-product"})
    told = " ".join(scope_text(document).split())
    assert "Our reading: Does Article 27 still come to bind a system that is already in use?" in told
    assert "nothing is left to assess" in told
    assert "It would be settled by guidelines of the Commission" in told


def test_a_new_system_is_bound_by_settled_law() -> None:
    document = scope_of(dossier_of(of()))
    assert (document["standing"], document["readings"]) == ("settled", [])
    assert "How firm this is: settled law" in scope_text(document)


def test_an_open_decision_is_open() -> None:
    assert scope_of(empty())["standing"] == "open"


def test_policy_beside_the_law_leaves_the_decision_in_law_settled() -> None:
    for kind, readings in {"ministry": set(), "autonomous-public": {"central-government"}}.items():
        document = scope_of(dossier_of(of(government_kind=kind)))
        assert (document["standing"], ids(document)) == ("settled", {"cabinet-policy", *readings})


@pytest.mark.parametrize(
    ("facts", "flag", "reading"),
    [
        (LEGACY, "fria-required", "use-goes-on"),
        (LEGACY, "deployer-duties", "generic-product"),
        (of(OLD, becomes_provider=("changed-purpose",)), "fria-required", "changed-purpose"),
        (of(OLD, becomes_provider=("substantial-modification",)), "change-contradicted", "equivalent-change"),
        (of(effect="selection"), "explain-decisions", "selection-decides"),
        (of(exclusions=("real-world-test",)), "test-counts-as-use", "real-world-test"),
        (of(), "notify-authority", "addressee"),
    ],
)
def test_a_flag_and_its_date_name_the_readings_that_they_rest_on(facts: Any, flag: str, reading: str) -> None:
    found = flag_of(dossier_of(facts), flag)
    assert reading in ids(found)
    assert found["standing"] != "settled"


def calendar_of(dossier: Dossier) -> Any:
    wording = Wording(judged(dossier, START), dossier, SHIPPED.law, "en", tuple(TREES.values()))
    return calendar_document(wording, SHIPPED.duties)


def test_every_entry_of_the_calendar_tells_the_readings_that_it_or_its_day_rests_on() -> None:
    entries = {one["id"]: one for group in ("dated", "standing") for one in calendar_of(dossier_of(LEGACY))[group]}
    assert {"use-goes-on", "generic-product"} <= ids(entries["fria-required"])  # a flag in the place of a duty
    assert (entries["oversight-assigned"]["standing"], "generic-product" in ids(entries["oversight-assigned"])) == (
        "our-reading",
        True,
    )
    assert entries["algorithm-register"]["standing"] == "policy"
    assert (entries["literacy"]["standing"], entries["literacy"]["readings"]) == ("settled", [])


def test_a_duty_that_rests_on_policy_alone_says_so_in_the_calendar() -> None:
    policy = [reading for reading in READINGS if reading.standing is Standing.POLICY]
    alone = [duty for duty in SHIPPED.duties.duties if rests_on_policy_alone(duty.law)]
    assert alone and all(readings_of_duty(duty, policy) for duty in alone)


def test_a_decision_is_no_selection_and_its_explanation_is_settled() -> None:
    found = flag_of(dossier_of(of(effect="automated-decision")), "explain-decisions")
    assert (found["standing"], found["readings"]) == ("settled", [])


def test_a_blocker_of_a_later_day_says_why_it_does_not_stand_in_the_way() -> None:
    dossier = with_answers(dossier_of(of()), {"follow-up.phase": "in-use"})
    late = [flag for flag in all_flags(dossier, date(2027, 11, 1)) if flag["verdict"] == "upcoming"]
    blockers = [flag for flag in late if flag["severity"] == "blocker"]
    assert blockers
    assert all("upcoming-blocker" in ids(flag) for flag in blockers)


def all_flags(dossier: Dossier, as_of: date) -> Any:
    wording = Wording(judged(dossier, as_of), dossier, SHIPPED.law, "en", tuple(TREES.values()))
    return flags_document(wording, dossier)["flags"]


def respond(dossier: Dossier, flag: str, decision: str, by: str, as_of: date) -> Dossier:
    outcome = judged(dossier, as_of)
    verdict = next(verdict for verdict in outcome.verdicts if verdict.trigger.id == flag)
    given = check_response(outcome, verdict, decision, "First use is past.", by, "", "", "")
    tree = TREES["follow-up"]
    follow_up = with_response(dossier.assessments[tree.ref], tree, given, "2027-12-02", lambda: "abcdef")
    return dossier.with_assessment(follow_up)


def test_the_reading_of_a_lawyer_who_disputes_stands_beside_ours() -> None:
    dossier = respond(dossier_of(LEGACY), "fria-required", "dispute", "lawyer", LATEST)
    document = scope_of(dossier, LATEST)
    reading = next(reading for reading in document["readings"] if reading["id"] == "use-goes-on")
    assert [dispute["text"] for dispute in reading["disputes"]] == ["First use is past."]
    assert "Your lawyer reads it otherwise (fria-required): First use is past." in " ".join(
        scope_text(document).split()
    )
    flag = flag_of(dossier, "fria-required", LATEST)
    assert ("use-goes-on" in ids(flag), flag["response"]["text"]) == (True, "First use is past.")


def test_an_accepted_must_says_that_another_would_not_accept_it() -> None:
    dossier = respond(dossier_of(LEGACY), "deployer-duties", "accept", "responsible", LATEST)
    assert "accepted-must" in ids(flag_of(dossier, "deployer-duties", LATEST))


def test_the_page_of_flags_tells_the_reading_under_a_flag() -> None:
    dossier = dossier_of(LEGACY)
    wording = Wording(judged(dossier, LATEST), dossier, SHIPPED.law, "en", tuple(TREES.values()))
    document = with_flag_measures(flags_document(wording, dossier), SHIPPED.kader)
    told = " ".join(str(flags_text(document)).split())
    assert "Our reading: Is a generic product intended to be used by public authorities?" in told


def test_legal_facts_without_readings_are_kept_as_they_were() -> None:
    assert "readings" not in law_record(legal())
    assert law_of(law_record(SHIPPED.law)).readings == READINGS


READING = """\
format: iama-law/1
revision: 1
facts: {}
readings:
  ours:
    status: STATUS
    law: [LAW]
    title: {nl: a, en: a}
    ours: {nl: a, en: a}
    against: {nl: a, en: a}
    settles: {nl: a, en: a}
    when: WHEN
"""


def test_every_mistake_in_a_reading_is_named() -> None:
    with pytest.raises(UnusableFile) as caught:
        read_law("law.yaml", READING.replace("STATUS", "settled").replace("LAW", "x").replace("WHEN", "a = = b"))
    assert [finding.code for finding in caught.value.findings] == ["invalid-value", "unknown-law", "invalid-condition"]


def test_the_page_of_readings_is_what_the_legal_facts_say() -> None:
    assert reading_tables.PAGE.read_text(encoding="utf-8") == reading_tables.page(), "run python tests/derived.py"
