"""Claims about `routing.yaml`: its form, that it names only what exists, and what the facts come to."""

import pytest
from given import AS_OF, NO_LAW, given

from iama.assess.evaluation import evaluate
from iama.assess.facts import FACTS
from iama.assess.outcome import Outcome
from iama.assess.routing import Routed, routed_assessments, routing_refs
from iama.files.routingfile import read_routing
from iama.files.shipped import SHIPPED
from iama.lint.misreadings import Clause, misreadings
from iama.lint.names import View
from iama.model.dossier import Dossier
from iama.model.problems import UnusableFile
from iama.model.routing import OUTCOMES, Route

ONE = """format: iama-routing/1
revision: 1
minutes: 5
routes:
  - id: dpia
    title: {nl: DPIA, en: DPIA}
    about: {nl: privacy, en: privacy}
    cases:
      - outcome: required
        when: personal-data = yes
        law: [gdpr-35]
        because: {nl: Omdat., en: Because.}
    otherwise:
      law: [gdpr-35]
      because: {nl: Nee., en: No.}
"""
FACTS_TREE = SHIPPED.resolve_questionnaire("algorithm")
QUIET = """
ai-technique: {value: human-rules}
ai-system: {value: "no"}
legal-effect: {value: "no"}
classifies: {value: "no"}
own-policy: {value: "no"}
"""
NO_DATA = QUIET + 'personal-data: {value: "no"}\nchildren: {value: not-at-all}\nannex-i: {value: "no"}\n'
DATA = """
personal-data: {value: "yes"}
data-kinds: {value: [none]}
profiling: {value: "no"}
large-scale: {value: "no"}
new-legislation: {value: "no"}
ap-list: {value: [none]}
"""


def judged(answers: str) -> Outcome:
    dossier = Dossier("abc", {FACTS_TREE.ref: given(FACTS_TREE, answers)})
    return evaluate(dossier, [FACTS_TREE], SHIPPED.law, AS_OF)


def routed(answers: str) -> dict[str, Routed]:
    return {one.route.id: one for one in routed_assessments(judged(answers), SHIPPED.law, SHIPPED.routing)}


def told(one: Routed) -> str:
    return " ".join(reason.words["en"] for reason in one.reasons)


def test_a_route_is_read_with_everything_it_says() -> None:
    routing = read_routing("routing.yaml", ONE, NO_LAW)
    (route,) = routing.routes
    assert (routing.minutes, route.id, route.cases[0].outcome) == (5, "dpia", "required")
    assert (route.cases[0].because.law, route.otherwise.words["en"]) == (("gdpr-35",), "No.")


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ("iama-routing/1", "iama-routing/2", "1:9 invalid-value"),
        ("outcome: required", "outcome: perhaps", "9:18 invalid-value"),
        ("personal-data = yes", "personal-data =", "10:15 invalid-condition"),
        ("minutes: 5", "minutes: five", "3:10 invalid-value"),
        ("    otherwise:", "    else:", "13:5 unknown-key"),
    ],
)
def test_a_mistake_is_found_at_its_place(old: str, new: str, mistake: str) -> None:
    with pytest.raises(UnusableFile) as caught:
        read_routing("routing.yaml", ONE.replace(old, new), NO_LAW)
    places = [f"{finding.place.line}:{finding.place.column} {finding.code}" for finding in caught.value.findings]
    assert mistake in places


@pytest.mark.parametrize("route", SHIPPED.routing.routes, ids=lambda route: route.id)
def test_a_route_names_only_law_and_questions_that_exist_the_heaviest_first(route: Route) -> None:
    trees = {tree.id: tree for tree in map(SHIPPED.resolve_questionnaire, SHIPPED.refs)}
    reasons = [*(case.because for case in route.cases), route.otherwise]
    assert [id_ for reason in reasons for id_ in reason.law if id_ not in SHIPPED.law.facts] == []
    assert all(reason.law and reason.words["nl"] and reason.words["en"] for reason in reasons)
    weights = [OUTCOMES.index(case.outcome) for case in route.cases]
    assert weights == sorted(weights)
    for case in route.cases:
        clause = Clause(trees["algorithm"].triggers[0], case.condition, View(trees, FACTS, "algorithm"))
        assert list(misreadings(clause, SHIPPED.law)) == []


def test_without_an_answer_nothing_is_decided_and_no_is_never_assumed() -> None:
    outcomes = routed("")
    assert {one.outcome for one in outcomes.values()} == {"unknown"}
    assert all(one.missing for one in outcomes.values())


def test_a_tool_without_people_needs_nothing_and_says_why() -> None:
    outcomes = routed(NO_DATA)
    assert {id_: one.outcome for id_, one in outcomes.items()} == dict.fromkeys(outcomes, "not-needed")
    assert all(one.reasons and not one.missing for one in outcomes.values())


def test_two_criteria_say_what_the_ministry_and_what_the_board_says() -> None:
    # GDPR 35, WP 248 rev.01 "in most cases"; Pre-scan 2.0 "required"
    dpia = routed(QUIET + DATA + "dpia-criteria: {value: [evaluation-scoring, sensitive-data]}\n")["dpia"]
    assert (dpia.outcome, dpia.missing) == ("usually", ())
    assert "pre-scan then calls a DPIA compulsory" in told(dpia) and "usually needed" in told(dpia)


@pytest.mark.parametrize(
    ("criteria", "outcome"), [("[sensitive-data]", "advised"), ("[none]", "not-needed")], ids=["one", "none"]
)
def test_one_criterion_advises_and_none_does_not(criteria: str, outcome: str) -> None:
    assert routed(QUIET + DATA + f"dpia-criteria: {{value: {criteria}}}\n")["dpia"].outcome == outcome


def test_a_heavier_reason_wins_and_the_lighter_one_is_told_too() -> None:
    answers = DATA.replace('new-legislation: {value: "no"}', 'new-legislation: {value: "yes"}')
    dpia = routed(QUIET + answers + "dpia-criteria: {value: [evaluation-scoring, sensitive-data]}\n")["dpia"]
    assert dpia.outcome == "required" and len(dpia.reasons) == 2


def test_what_is_open_can_still_make_an_outcome_heavier() -> None:
    answers = DATA.replace("ap-list: {value: [none]}\n", "")
    dpia = routed(QUIET + answers + "dpia-criteria: {value: [evaluation-scoring, sensitive-data]}\n")["dpia"]
    assert dpia.outcome == "usually" and [ref.question for ref in dpia.missing] == ["ap-list"]


def test_not_known_is_no_no() -> None:
    assert routed(QUIET + DATA + "dpia-criteria: {status: unknown}\n")["dpia"].outcome == "unknown"


@pytest.mark.parametrize(
    ("transfer", "outcome"),
    [("inside", "not-needed"), ("adequacy", "not-needed"), ("safeguards", "required"), ("exception", "advised")],
)
def test_a_transfer_with_safeguards_of_any_kind_takes_an_assessment(transfer: str, outcome: str) -> None:
    # GDPR 46, CJEU C-311/18; the pre-scan names standard contracts only
    assert routed(QUIET + DATA + f"transfer: {{value: {transfer}}}\n")["dtia"].outcome == outcome


def test_an_answer_that_is_hidden_meanwhile_decides_nothing() -> None:
    answers = DATA.replace('"yes"', '"no"', 1) + "transfer: {value: safeguards}\n"
    assert routed(QUIET + answers)["dtia"].outcome == "not-needed"


def test_data_about_children_are_not_asked_again() -> None:
    answers = QUIET + DATA.replace("data-kinds: {value: [none]}", "data-kinds: {value: [children]}")
    outcome = judged(answers)
    asked = outcome.find_entry("algorithm", "children")
    assert asked and not asked.status.applies
    assert routed(answers)["kia"].outcome == "advised"


def test_five_minutes_ask_little_and_only_facts() -> None:
    outcome = judged("")
    refs = routing_refs(outcome, routed_assessments(outcome, SHIPPED.law, SHIPPED.routing))
    assert {ref.questionnaire for ref in refs} == {"algorithm"}
    assert 1 <= sum(outcome.entries[ref].status.applies for ref in refs) <= 10
