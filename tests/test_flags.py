"""The flags page as plain values: what blocks, what to do this month, what comes by date, each with its reason."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from flagged import TODAY, TREES, Given, empty, example, judged, one, with_answer, with_answers, with_rows
from given import AS_OF, evaluated, given, legal, tree

from iama.assess.changes import effects
from iama.assess.responses import grounds_digest, name_of
from iama.files.shipped import SHIPPED
from iama.model.dossier import Answer, Dossier, Row
from iama.model.questionnaire import SEVERITIES, Questionnaire
from iama.publish import flags as chapter
from iama.publish.flags import MOST_ACTIONS, PLACES, count_raised_flags, flags_chapter
from iama.publish.kader import with_flag_measures
from iama.publish.wording import Wording
from iama.terminal.flags import flags_text

Json = dict[str, Any]
PILOT = {"follow-up.phase": "in-use"}


def wording(dossier: Dossier, day: date = TODAY, language: str = "en") -> Wording:
    return Wording(judged(dossier, day), dossier, SHIPPED.law, language, tuple(TREES.values()))


def flags_document(wording: Wording, dossier: Dossier) -> Json:
    """Return the document that `iama flags` shows, with the official measures."""
    return with_flag_measures(chapter.flags_document(wording, dossier), SHIPPED.kader)


def document(answers: Given | None = None, *, day: date = TODAY, language: str = "en") -> Json:
    dossier = with_answers(example(), answers or {})
    return flags_document(wording(dossier, day, language), dossier)


def ids(found: Json, place: str) -> list[str]:
    return [found["flags"][number]["id"] for number in found["page"][place]]


def flag(found: Json, id_: str) -> Json:
    (only,) = [one for one in found["flags"] if one["id"] == id_]
    assert isinstance(only, dict)
    return only


# the JSON of the contract


def test_the_document_has_the_keys_of_the_contract_and_its_version_first() -> None:
    found = document()
    assert next(iter(found.items())) == ("iama_flags", 1)
    assert set(found) == {"iama_flags", "algorithm", "as_of", "language", "flags", "kader", "page", "rights"}
    assert (found["algorithm"], found["as_of"]) == ("herzicht", "2026-11-23")
    assert json.loads(json.dumps(found)) == found


CONTRACT = "id questionnaire severity instance verdict from basis title advice because missing response".split()


def test_every_flag_has_the_keys_of_the_contract_with_their_shapes() -> None:
    for one_ in document()["flags"]:
        assert list(one_)[: len(CONTRACT)] != [] and set(CONTRACT) <= set(one_)
        assert one_["verdict"] in ("fired", "clear", "undecided", "upcoming")
        assert one_["severity"] in SEVERITIES
        assert one_["from"] is None or date.fromisoformat(one_["from"])
        assert all({"question", "value"} <= set(reason) for reason in one_["because"])
        assert all(isinstance(name, str) for name in [*one_["missing"], *one_["basis"]])
        assert one_["questionnaire"] in {tree.ref for tree in TREES.values()}


def test_every_trigger_of_the_dossier_is_there_once_per_instance() -> None:
    keys = [(one["questionnaire"], one["id"], one["instance"]) for one in document()["flags"]]
    assert len(keys) == len(set(keys)) == len(judged(example()).verdicts)


def test_because_names_the_answers_with_their_values() -> None:
    reasons = flag(document(), "indirect-distinction-open")["because"]
    assert [(one["question"], one["value"]) for one in reasons] == [
        ("distinction-kind", "indirect-open"),
        ("phase", "development"),
    ]


def test_of_a_tick_list_only_the_options_that_the_rule_asks_about_are_shown() -> None:
    (reason,) = flag(document(), "serious-consequences")["because"]
    assert reason["shown"] == "An error can cost people income, housing or liberty, or lead to an investigation"


def test_free_text_is_never_quoted() -> None:
    asked = tree(
        "- {id: goal, kind: text}\n- {id: x, kind: yes-no}",
        triggers="- {id: it, when: goal answered and x = yes, severity: must}",
    )
    dossier = Dossier("x", {asked.ref: given(asked, "goal: {value: secret plan}\nx: {value: yes}")})
    outcome = evaluated((asked, "goal: {value: secret plan}\nx: {value: yes}"))
    found = flags_document(Wording(outcome, dossier, legal(), "en", (asked,)), dossier)
    assert "secret" not in json.dumps(found)
    assert [one["question"] for one in found["flags"][0]["because"]] == ["goal", "x"]


def test_missing_names_the_questions_that_it_depends_on() -> None:
    dossier = with_answer(example(), "iama.prohibited", Answer())
    found = flag(flags_document(wording(dossier), dossier), "banned-practice")
    assert (found["verdict"], found["missing"]) == ("undecided", ["prohibited"])
    assert [(one["number"], one["anchor"]) for one in found["asked"]] == [("1.3.1", "iama-prohibited")]


def test_what_is_no_question_has_a_name_that_people_understand() -> None:
    used = with_answers(example(), PILOT)
    late = flags_document(wording(used, date(2027, 12, 3)), used)
    assert "an approved FRIA" in [one["name"] for one in flag(late, "fria-outdated")["asked"]]


def test_a_flag_per_right_says_which_right() -> None:
    dossier = with_answers(example(), {"iama.alternative": "adequate"})
    dossier = with_answer(dossier, "iama.seriousness", Answer("serious", overruled="-"), "data-protection")
    found = flags_document(wording(dossier), dossier)
    about = [one["about"] for one in found["flags"] if one["id"] == "lighter-means" and one["verdict"] == "fired"]
    assert about == ["Protection of personal data"]


@pytest.mark.parametrize(
    ("language", "cited"), [("nl", "Grondwet, artikel 1"), ("en", "Constitution (Grondwet), Article 1")]
)
def test_titles_advice_and_law_follow_the_language(language: str, cited: str) -> None:
    found = flag(document(language=language), "indirect-distinction-open")
    trigger = one(judged(example()), "indirect-distinction-open").trigger
    assert (found["title"], found["advice"]) == (trigger.title[language], trigger.advice[language])
    assert found["law"][0] == cited


# the page


def test_nothing_blocks_the_example_and_the_calendar_holds_the_duties_of_2030() -> None:
    found = document()
    assert ids(found, "blocks") == []
    assert {found["flags"][place]["from"] for place in found["page"]["calendar"]} == {"2030-08-02"}
    assert {"fria-required", "deployer-duties", "keep-logs"} <= set(ids(found, "calendar"))


def test_what_blocks_stands_first_and_only_there() -> None:
    found = document(PILOT, day=date(2027, 3, 1))
    assert ids(found, "blocks") == ["indirect-distinction-open", "risk-not-accepted"]
    assert found["page"]["blocks"] == [0, 1]
    assert flag(found, "risk-not-accepted")["blocks"] is True


def test_an_undecided_blocker_stands_among_what_blocks() -> None:
    dossier = with_answer(example(), "iama.prohibited", Answer())
    found = flags_document(wording(dossier), dossier)
    assert "banned-practice" in ids(found, "blocks")
    assert {flag(found, id_)["verdict"] for id_ in ids(found, "blocks")} == {"undecided"}


MANY = {
    "iama.what-facts": [
        "retrains-in-use",
        "training-data-flawed",
        "all-data-used",
        "security-gap",
        "serious-consequences",
    ],
    "iama.how-facts": ["area-limited", "creep-open", "selects-people", "unacceptable-effects"],
    "iama.monitoring-facts": ["none"],
}


def test_at_most_seven_actions_stand_under_this_month_and_the_others_after_them() -> None:
    found = document(MANY)
    now, later = ids(found, "now"), ids(found, "later")
    assert len(now) == MOST_ACTIONS == 7
    weights = [SEVERITIES.index(flag(found, id_)["severity"]) for id_ in [*now, *later]]
    assert weights == sorted(weights)
    assert len([weight for weight in weights if weight <= 2]) > 7


def test_attention_is_never_an_action_of_this_month() -> None:
    found = document()
    assert {flag(found, id_)["severity"] for id_ in ids(found, "now")} == {"must", "warning"}
    assert {flag(found, id_)["severity"] for id_ in ids(found, "later")} == {"attention"}


def test_a_duty_that_starts_within_a_month_is_an_action_and_not_a_date() -> None:
    # AI Act art. 113, third paragraph, point (a): the new prohibitions bind from 2 December 2026
    assert "banned-practice" in ids(document({"iama.prohibited-practice": ["ba"]}), "now")
    early = document({"iama.prohibited-practice": ["ba"]}, day=date(2026, 12, 2) - timedelta(days=32))
    assert "banned-practice" in ids(early, "calendar")


def test_the_calendar_goes_by_date() -> None:
    changed = {"algorithm.design-change": "yes", "algorithm.design-change-date": "2028-05-01"}
    found = document(changed | {"iama.prohibited-practice": ["ba"]}, day=date(2026, 10, 1))
    days = [found["flags"][place]["from"] for place in found["page"]["calendar"]]
    assert days == sorted(days) and days[0] == "2026-12-02" and days[-1] == "2028-05-01"


def test_what_is_undecided_says_what_it_depends_on() -> None:
    found = document()
    assert ids(found, "undecided") == ["fria-outdated"]
    assert flag(found, "fria-outdated")["asked"][0]["name"] == "an approved FRIA"


def test_nothing_stands_in_two_places_and_nothing_clear_stands_anywhere() -> None:
    found = document(MANY)
    places = [number for place in PLACES for number in found["page"][place]]
    assert len(places) == len(set(places))
    listed = {number for number, one in enumerate(found["flags"]) if one["verdict"] != "clear"}
    assert set(places) == listed


def test_a_new_dossier_is_all_undecided() -> None:
    found = flags_document(wording(empty()), empty())
    assert [place for place in PLACES if found["page"][place]] == ["blocks", "undecided"]


# responses


def responded(id_: str, **cells: str) -> Dossier:
    dossier = example()
    outcome = judged(dossier)
    verdict = one(outcome, id_)
    row = {"trigger": name_of(verdict), "decision": "accept", "text": "We can bear it.", "by": "responsible"}
    row |= {"date": "2026-11-23", "seen": grounds_digest(verdict, outcome)}
    return with_rows(dossier, "follow-up.responses", Row("respon", row | cells))


def test_an_answered_flag_leaves_the_actions_and_keeps_its_response() -> None:
    dossier = responded("not-representative")
    found = flags_document(wording(dossier), dossier)
    assert ids(found, "answered") == ["not-representative"] and "not-representative" not in ids(found, "now")
    given_ = flag(found, "not-representative")["response"]
    assert (given_["decision"], given_["text"], given_["by"]) == ("accept", "We can bear it.", "responsible")
    assert (given_["date"], given_["stale"], given_["duty_stays"]) == ("2026-11-23", False, False)


def test_a_stale_response_brings_the_flag_back() -> None:
    dossier = responded("not-representative", seen="0" * 16)
    found = flags_document(wording(dossier), dossier)
    assert "not-representative" in ids(found, "now")
    assert flag(found, "not-representative")["response"]["stale"] is True


def test_accepting_that_a_duty_is_not_met_does_not_take_the_duty_away() -> None:
    dossier = responded("indirect-distinction-open")
    found = flags_document(wording(dossier), dossier)
    assert flag(found, "indirect-distinction-open")["response"]["duty_stays"] is True
    assert "accepting does not take a legal duty away" in " ".join(flags_text(found).split())


# counts, chapter and text


def test_the_tally_counts_what_is_raised_now_and_not_answered() -> None:
    assert count_raised_flags(judged(example())) == {"blocker": 0, "must": 1, "warning": 5, "attention": 11}
    answered = count_raised_flags(judged(responded("not-representative")))
    assert answered == {"blocker": 0, "must": 1, "warning": 4, "attention": 11}
    assert count_raised_flags(judged(empty())) == dict.fromkeys(SEVERITIES, 0)


def test_the_chapter_of_a_report_holds_only_what_the_report_renders() -> None:
    dossier = example()
    all_ = flags_chapter(wording(dossier))
    without = flags_chapter(Wording(judged(dossier), dossier, SHIPPED.law, "en", (TREES["algorithm"], TREES["iama"])))
    assert {one["questionnaire"] for place in PLACES for one in all_[place]} == {
        "algorithm-1.0",
        "iama-2.0",
        "fria-1.0",
    }
    assert {one["questionnaire"] for place in PLACES for one in without[place]} == {"algorithm-1.0", "iama-2.0"}
    assert without["counts"] == all_["counts"]


def test_the_page_says_what_to_do_why_and_by_what_law() -> None:
    said = flags_text(document(PILOT, day=date(2027, 3, 1)))
    words = " ".join(said.split())
    assert "This blocks a decision to go on (2)" in words
    assert "Blocker: The algorithm is in use while a residual risk" in words
    assert "Based on: Constitution (Grondwet), Article 1; ECHR, Article 14; " in words
    assert "What phase is the algorithm in now? In use, also as a pilot" in words
    assert "2 August 2030: Must:" in words


def test_the_page_is_narrow_plain_and_in_the_order_of_what_must_happen() -> None:
    said = flags_text(document(PILOT, day=date(2027, 3, 1), language="nl"))
    full = said[: said.index("Daarna")]
    assert max(map(len, full.splitlines())) <= 88
    assert "\x1b" not in said
    headings = [said.index(word) for word in ("Dit houdt", "Deze maand", "Daarna", "Kalender", "Nog niet te zeggen")]
    assert headings == sorted(headings)


def test_when_nothing_blocks_the_page_says_so() -> None:
    assert "This blocks a decision to go on (0)\n  Nothing." in flags_text(document())


def test_a_blocker_that_is_undecided_stands_under_what_may_still_block() -> None:
    found = flags_document(wording(empty()), empty())
    assert len(found["page"]["blocks"]) == 28
    said = flags_text(found)
    assert "This blocks a decision to go on (0)\n  Nothing.\n\nMay still block a decision to go on (28)\n" in said


def test_all_adds_what_is_clear() -> None:
    found = document()
    assert "[banned-practice]" not in flags_text(found)
    assert "[banned-practice]" in flags_text(found, everything=True)


# what a prohibited use does not have to do: it has to stop
OF_A_DEPLOYER = {
    *("deployer-duties", "explain-decisions", "fria-required", "fria-voluntary", "incident-route", "keep-logs"),
    *("notify-authority", "older-system", "register-eu-database", "tell-people", "unregistered-system"),
}


@pytest.mark.parametrize(
    ("answers", "fired", "cleared"),
    [
        ({"iama.prohibited": "yes"}, {"banned-practice"}, OF_A_DEPLOYER),
        (
            {"iama.what-facts": ["thresholds-set", "errors-per-group"]},
            set(),
            {"serious-consequences", "agreements-incomplete"},
        ),
        (
            {"iama.oversight-facts": ["none"]},
            {"automated-decision", "oversight-too-weak", "score-without-reasons"},
            set(),
        ),
    ],
)
def test_an_answer_tells_which_flags_it_raises_and_clears(answers: Given, fired: set[str], cleared: set[str]) -> None:
    found = effects(judged(example()), judged(with_answers(example(), answers)))
    assert {verdict.trigger.id for verdict in found.fired} == fired
    assert {verdict.trigger.id for verdict in found.cleared} == cleared


def test_a_tree_without_triggers_gives_an_empty_page() -> None:
    asked: Questionnaire = tree("- {id: goal, kind: text}")
    dossier = Dossier("x", {asked.ref: given(asked, "")})
    found = flags_document(Wording(evaluated((asked, ""), as_of=AS_OF), dossier, legal(), "en", (asked,)), dossier)
    assert (found["flags"], found["page"]) == ([], {place: [] for place in PLACES})
