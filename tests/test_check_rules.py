"""Claims about every code of the gate: when it speaks, when it keeps quiet, and how loud it is in each phase."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from flagged import TREES, Given, empty, example, judged, with_answer, with_answers, with_rows
from gated import ENGLISH, HOME, TODAY, approved, in_use, levels, report, responded, told, written

from iama.gate.check import examine
from iama.gate.config import Config
from iama.gate.config_tables import parse_gate_config
from iama.gate.inventory_status import Listed, Phase
from iama.gate.rules import CODES
from iama.model.canonical import canonical_bytes
from iama.model.dossier import Adopted, Answer, Dossier, Follow, Row, Source, State
from iama.model.problems import Level
from iama.model.struct import replace

BEFORE = {"follow-up.phase": "development", "algorithm.first-use": "2027-06-01"}
RETIRED = {"follow-up.phase": "retired"}
INTERNAL = replace(ENGLISH, edition="internal")
IMPACTFUL: Given = {"algorithm.annex-iii": ["none"], "algorithm.classifies": "yes"}
NOTHING_FOR_B = replace(ENGLISH, advised={})


def without(dossier: Dossier, ref: str) -> Dossier:
    return replace(dossier, assessments={key: one for key, one in dossier.assessments.items() if key != ref})


def codes(dossier: Dossier, config: Config = ENGLISH) -> set[str]:
    return {finding.code for finding in report(dossier, config=config).findings}


def test_a_complete_approved_dossier_in_use_is_green() -> None:
    assert report(approved(in_use())).findings == ()


def test_a_new_dossier_turns_nothing_red() -> None:
    summary = report(empty()).summary
    assert summary.errors == 0 and summary.notes > 100


# completeness


def test_a_needed_assessment_that_is_missing_is_an_error_in_every_phase_for_category_a() -> None:
    for phase in ({}, BEFORE):
        dossier = without(in_use(phase), "iama-2.0")
        assert levels(dossier, "missing-assessment") == "error"
    assert told(dossier, "missing-assessment")[0].message.endswith("iama-2.0")


def test_configuration_says_what_another_category_needs() -> None:
    other = {"algorithm.annex-iii": ["none"], "algorithm.classifies": "yes"}
    dossier = without(in_use(other), "iama-2.0")
    assert levels(dossier, "missing-assessment", config=NOTHING_FOR_B) == ""
    needed = Config(needs={"a": (), "b": ("iama",), "c": ()}, language="en")
    assert levels(dossier, "missing-assessment", config=needed) == "error"
    assert levels(without(in_use(other | BEFORE), "iama-2.0"), "missing-assessment", config=needed) == "note"


# motion of the House of Representatives, 26 643, nr. 835, as in the cabinet's letter to the Senate on AI (2024)
@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"algorithm.effect": "automated-decision"}, "no. 835"),
        ({"algorithm.effect": "decision-support"}, "no. 835"),
        ({"algorithm.effect": "selection"}, "no. 835"),
        ({"algorithm.effect": "information", "algorithm.effect-on-outcome": "yes"}, "category B"),
    ],
)
def test_policy_asks_an_impactful_algorithm_for_an_assessment_with_a_warning(given: Given, expected: str) -> None:
    for phase in ({}, BEFORE):
        (finding,) = told(without(in_use({**IMPACTFUL, **phase, **given}), "iama-2.0"), "missing-assessment")
        assert finding.severity is Level.WARNING and expected in finding.message and "iama-2.0" in finding.message


def test_policy_asks_no_assessment_of_a_private_body_or_of_another_algorithm() -> None:
    insurer = {"algorithm.deployer-category": "private-public-service"}
    other = {"algorithm.classifies": "no", "algorithm.legal-effect": "no", "algorithm.own-policy": "no"}
    for given in (insurer, other):
        assert told(without(in_use({**IMPACTFUL, **given}), "iama-2.0"), "missing-assessment") == []


@pytest.mark.parametrize("category", ["private-public-service", "other"])
def test_a_private_body_with_high_risk_needs_no_iama_unless_the_project_says_so(category: str) -> None:
    private = {"algorithm.deployer-category": category, "algorithm.on-behalf": "no"}
    late = {"algorithm.first-use": "2026-11-01"}
    dossier = without(in_use({**private, **late}), "iama-2.0")
    assert [one for code in ("missing-assessment", "used-before-approval") for one in told(dossier, code)] == []
    own = parse_gate_config({"check": {"needs": {"a": ["iama"]}}}, language="en")
    assert levels(dossier, "missing-assessment", config=own) == "error"
    assert levels(without(in_use(late), "iama-2.0"), "missing-assessment") == "error"


def test_what_only_policy_asks_is_never_an_error_unless_the_project_says_so() -> None:
    late = without(in_use({**IMPACTFUL, "algorithm.first-use": "2026-11-01"}), "iama-2.0")
    usual = {finding.code: str(finding.severity) for finding in report(late).findings}
    assert usual["used-before-approval"] == usual["missing-assessment"] == "warning"
    before = {
        (one.code, one.trigger, one.question, one.severity) for one in report(late, config=NOTHING_FOR_B).findings
    }
    after = {(one.code, one.trigger, one.question, one.severity) for one in report(late).findings}
    assert {code for code, *_ in after ^ before} == {"used-before-approval", "missing-assessment"}
    needed = replace(ENGLISH, needs={"a": ("iama",), "b": ("iama",), "c": ()}, advised={})
    assert levels(late, "used-before-approval", config=needed) == "error"


def test_the_facts_of_an_algorithm_cannot_be_left_out() -> None:
    files = {path: content for path, content in written(in_use()).items() if not path.endswith("algorithm.yaml")}
    assert levels(files, "missing-assessment") == "error"


# AI Act art. 27(1), 111(2): put into service when the rules applied, so required before first use
def test_the_fria_is_missing_from_the_day_on_which_it_is_required() -> None:
    new = {"algorithm.placed-on-market": "2027-12-02", "algorithm.first-use": "2027-12-02"}
    dossier = in_use({**new, "follow-up.phase": "development"})
    asked = [one.message for one in told(dossier, "missing-assessment", as_of=date(2027, 12, 2))]
    assert asked == ["this assessment is missing and is needed: fria-1.0"]
    (ahead,) = told(dossier, "missing-assessment", as_of=date(2027, 11, 20))
    assert (ahead.severity, ahead.cause) == (Level.WARNING, "date")
    assert told(dossier, "missing-assessment", as_of=date(2027, 1, 1)) == []
    assert told(dossier, "missing-assessment", as_of=date(2027, 12, 2), config=Config(fria=False)) == []


@pytest.mark.parametrize(
    ("phase", "level"),
    [
        ({}, "error"),
        (BEFORE, "note"),
        ({"follow-up.phase": "development", "algorithm.first-use": "2026-12-20"}, "warning"),
        (RETIRED, "note"),
    ],
)
def test_an_open_question_weighs_by_phase(phase: dict[str, str], level: str) -> None:
    dossier = with_answer(in_use(phase), "iama.goal", Answer())
    (finding,) = told(dossier, "unanswered")
    assert (str(finding.severity), finding.question, finding.assessment) == (level, "goal", "iama-2.0")
    assert finding.line > 1 and finding.path == f"{HOME}/iama-2.0.yaml"


def test_without_a_phase_the_day_of_first_use_decides() -> None:
    dossier = with_answer(with_answer(in_use(), "iama.goal", Answer()), "follow-up.phase", Answer())
    assert str(told(dossier, "unanswered", as_of=date(2026, 11, 22))[0].severity) == "error"
    ahead = told(dossier, "unanswered", as_of=date(2026, 9, 1), config=replace(ENGLISH, days_ahead=30))
    assert {str(one.severity) for one in ahead} == {"note"}


def test_a_question_that_is_not_asked_is_not_missed() -> None:
    skipped = [one.ref for one in judged(in_use()).entries.values() if one.status == "skipped"]
    assert skipped
    assert told(in_use(), "unanswered") == []


def test_what_is_not_known_yet_is_a_warning_until_somebody_finds_out() -> None:
    late = Answer(status=State.UNKNOWN, follow=Follow("lawyer", "2026-11-01"))
    for answer, message in ((Answer(status=State.ASK_SUPPLIER), "is not known yet"), (late, "was due on 2026-11-01")):
        (finding,) = told(with_answer(in_use(), "iama.goal", answer), "unknown-open")
        assert finding.severity is Level.WARNING and message in finding.message


# flags and action points


def test_a_blocker_stops_use_and_warns_before() -> None:
    fired = {"iama.prohibited": "yes"}
    stopped = [told(in_use(phase | fired), "blocker") for phase in ({}, BEFORE)]
    assert [{str(one.severity) for one in found} for found in stopped] == [{"error"}, {"warning"}]
    assert "banned-practice" in {one.trigger for one in stopped[0]}


def test_a_flag_without_a_response_is_asked_for_and_a_response_ends_that() -> None:
    open_ = with_rows(in_use(), "follow-up.responses")
    assert set(levels(open_, "trigger-without-response").split()) == {"error"}
    assert told(responded(open_), "trigger-without-response") == []


def test_a_response_is_stale_once_the_answers_behind_it_change() -> None:
    dossier = with_answers(in_use(), {"iama.representative": "no"})
    (finding,) = told(dossier, "trigger-without-response")
    assert "changed since you decided" in finding.message


def test_an_undecided_flag_names_what_is_missing() -> None:
    dossier = with_answer(in_use(), "iama.representative", Answer(status=State.UNKNOWN))
    (finding,) = [one for one in told(dossier, "undecided-trigger") if one.trigger == "not-representative"]
    assert finding.message.endswith("missing: “Do the training data and test data reflect practice well?”")
    assert finding.severity is Level.ERROR


def test_a_flag_that_lacks_only_answers_of_an_assessment_that_is_not_required_is_left_alone() -> None:
    dossier = with_answers(example(), {"follow-up.phase": "in-use"})
    for question in TREES["fria"].questions:
        dossier = dossier.with_assessment(dossier.assessments["fria-1.0"].with_answer(question, None, Answer()))
    missing = [one.message for one in told(dossier, "undecided-trigger")]
    assert [one for one in missing if "fria/" in one and "iama/" not in one and "algorithm/" not in one] == []


@pytest.mark.parametrize(
    ("due", "message"),
    [("2026-11-22", "was due on"), ("2026-12-20", "is due on"), ("2027-03-01", ""), ("", "")],
)
def test_an_action_point_is_told_when_it_is_late_or_soon(due: str, message: str) -> None:
    cells = {"text": "Do it", "owner": "Team", "due": due, "status": "open", "blocking": "no"}
    dossier = with_rows(in_use(), "follow-up.actions", Row("abcdef", {k: v for k, v in cells.items() if v}))
    found = told(dossier, "overdue-action")
    assert [message in one.message for one in found] == [True] * bool(message)
    assert all(one.cause == "date" for one in found)


# approvals


def test_an_assessment_in_use_without_an_approval_is_an_error() -> None:
    assert levels(in_use(), "not-approved") == "error"
    assert levels(in_use(BEFORE), "not-approved") == "note"
    assert levels(approved(in_use()), "not-approved") == ""


def test_an_approval_of_another_role_than_configured_does_not_count() -> None:
    config = replace(ENGLISH, approvers=("commissioner",))
    assert "commissioner" in told(approved(in_use()), "not-approved", config=config)[0].message
    assert levels(approved(in_use()), "not-approved", config=replace(ENGLISH, approvers=("responsible",))) == ""


def test_use_before_the_first_approval_cannot_be_hidden_by_a_later_one() -> None:
    late = in_use({"algorithm.first-use": "2026-11-01"})
    for given in (late, approved(late)):
        (finding,) = told(given, "used-before-approval")
        assert finding.severity is Level.ERROR and "2026-11-01" in finding.message
    assert told(in_use(BEFORE), "used-before-approval") == []


def test_a_retired_algorithm_keeps_what_went_wrong_before_use() -> None:
    late = in_use({"algorithm.first-use": "2026-11-01", **RETIRED})
    found = {finding.code: str(finding.severity) for finding in report(late).findings}
    assert found.pop("used-before-approval") == "error" and set(found.values()) == {"note"}


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2026-11-23", []), ("2027-11-01", ["warning"]), ("2027-11-20", ["warning"]), ("2027-11-21", ["error"])],
)
def test_an_assessment_goes_stale_a_year_after_its_last_review(day: str, expected: list[str]) -> None:
    found = told(approved(in_use()), "stale", as_of=date.fromisoformat(day))
    assert [str(one.severity) for one in found] == expected
    assert all(one.cause == "date" for one in found)


def test_nothing_is_stale_before_a_first_approval() -> None:
    assert told(in_use({"follow-up.last-review": "2020-01-01"}), "stale") == []


def test_a_changed_answer_breaks_the_approval_and_is_named() -> None:
    files = {**approved(in_use()), **written(with_answers(in_use(), {"iama.exit": "Another way out."}))}
    (finding,) = told(files, "changed-after-approval")
    assert (finding.question, finding.severity) == ("exit", Level.ERROR)
    assert "Another way out" not in f"{finding.message}{finding.hint}"


def test_a_changed_snapshot_breaks_the_approval() -> None:
    files = dict(approved(in_use()))
    path = snapshot_path(files)
    files[path] += b" "
    assert levels(files, "approval-broken") == "error"
    (finding,) = told(files, "approval-broken", config=Config())
    assert finding.message == "besluit 1: de momentopname erbij is veranderd"
    del files[path]
    assert levels(files, "approval-broken") == "error"


# what moved


def test_a_question_that_changed_since_it_was_answered_is_told() -> None:
    old = replace(in_use().assessments["iama-2.0"].answer_to("goal"), stamp="00000000")
    (finding,) = told(with_answer(in_use(), "iama.goal", old), "question-changed")
    assert (finding.question, finding.severity) == ("goal", Level.WARNING)


def test_an_adopted_answer_that_changed_is_told() -> None:
    fria = TREES["fria"].questions
    target = next(id_ for id_, question in fria.items() if "iama/goal" in question.reuse)
    adopting = Answer(adopts=(Adopted("iama-2.0/goal", "0000000000000000"),))
    found = told(with_answer(example(), f"fria.{target}", adopting), "source-changed")
    (finding,) = [one for one in found if one.question == target]  # the example holds another one
    assert "iama/goal" in finding.message


def test_a_document_beside_the_dossier_that_changed_is_told() -> None:
    named = sha256(b"first").hexdigest()
    answer = replace(
        in_use().assessments["iama-2.0"].answer_to("goal"), sources=(Source("DPIA", "dpia.pdf", sha256=named),)
    )
    files = written(with_answer(in_use(), "iama.goal", answer))
    assert told(files, "source-changed") == []
    assert told({**files, f"{HOME}/dpia.pdf": b"first"}, "source-changed") == []
    assert levels({**files, f"{HOME}/dpia.pdf": b"second"}, "source-changed") == "warning"


def test_a_system_that_changed_after_the_review_was_not_assessed() -> None:
    changed = {"algorithm.last-change": "2026-11-22"}
    assert told(in_use(changed), "assessed-other-version") == []
    assert levels(approved(in_use(changed)), "assessed-other-version") == "warning"
    assert told(approved(in_use({"algorithm.last-change": "2026-11-01"})), "assessed-other-version") == []


# publication


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://example.nl/iama.html", []),
        ("http://example.nl/iama.html", ["error"]),
        ("https://example.nl/iama(2).html", ["error"]),
        ("https://www.example.nl/iama", ["warning"]),
        ("https://example.nl/www.map/a", ["error"]),
    ],
)
def test_a_link_has_to_work_in_the_register(link: str, expected: list[str]) -> None:
    found = told(in_use({"follow-up.public-url": link}), "bad-public-url")
    assert [str(one.severity) for one in found] == expected
    assert all(link not in f"{one.message}{one.hint}" for one in found)


def test_an_approved_assessment_in_use_has_a_public_edition() -> None:
    hidden = with_answer(in_use(), "follow-up.public-url", Answer())
    assert told(hidden, "not-public") == []
    assert levels(approved(hidden), "not-public") == "warning"
    assert told(approved(hidden), "not-public", config=replace(ENGLISH, public=())) == []


def test_an_algorithm_in_use_stands_in_the_register_or_says_why_not() -> None:
    gone = {"follow-up.situation": ["none"]}
    dossier = with_answer(in_use(gone), "follow-up.register-id", Answer())
    assert levels(dossier, "not-in-register") == "warning"
    exempt = with_answers(dossier, {"follow-up.situation": ["register-exempt"]})
    assert told(exempt, "not-in-register") == []
    assert told(with_answers(dossier, BEFORE), "not-in-register") == []


# letter of the state secretary of the Interior, 26 643, nr. 1394: high-risk, central government, by the end of 2025
@pytest.mark.parametrize("kind", ["ministry", "agency", "autonomous-state", "autonomous-public"])
def test_a_high_risk_system_of_central_government_must_be_in_the_register(kind: str) -> None:
    dossier = unregistered({"algorithm.government-kind": kind})
    (finding,) = told(dossier, "not-in-register")
    assert finding.severity is Level.ERROR and "no. 1394" in finding.message


@pytest.mark.parametrize(
    "given",
    [
        {"algorithm.government-kind": "decentral"},
        {"algorithm.government-kind": "autonomous-private"},
        {"algorithm.government-kind": "ministry", **IMPACTFUL},
        {"algorithm.government-kind": "ministry", "algorithm.annex-iii": ["6e"]},
        {"algorithm.government-kind": "ministry", "algorithm.regime": "law-enforcement"},
        {"algorithm.government-kind": "ministry", "algorithm.exclusions": ["defence"]},
        {"algorithm.government-kind": "ministry", "algorithm.exclusions": ["national-security"]},
    ],
)
def test_the_promise_of_the_register_binds_nobody_else_and_has_exceptions(given: Given) -> None:
    assert levels(unregistered(given), "not-in-register") == "warning"


def test_the_promise_of_the_register_was_for_the_end_of_2025_and_for_use() -> None:
    ministry = {"algorithm.government-kind": "ministry", "algorithm.first-use": "2025-06-01"}
    for day, level in ((date(2025, 12, 31), "warning"), (date(2026, 1, 1), "error")):
        assert levels(unregistered(ministry), "not-in-register", as_of=day) == level
    assert levels(unregistered({**ministry, **BEFORE}), "not-in-register") == ""
    exempt = {"follow-up.situation": ["register-exempt"]}
    assert levels(unregistered({**ministry, **exempt}), "not-in-register") == ""


def unregistered(given: Given) -> Dossier:
    """Return the worked example in use, of which nothing says that it is in the Algorithm Register."""
    return with_answer(in_use({"follow-up.situation": ["none"], **given}), "follow-up.register-id", Answer())


def test_withholding_needs_a_ground() -> None:
    cells = {"assessment": "iama-2.0", "question": "goal", "ground": "ai-act-5", "by": "lawyer"}
    dossier = with_rows(in_use(), "follow-up.withheld", Row("abcdef", cells))
    assert levels(dossier, "withheld-without-ground") == "error"
    reasoned = Row("abcdef", {**cells, "ground": "woo-5.1.2.d", "reason": "Inspection would fail."})
    assert told(with_rows(in_use(), "follow-up.withheld", reasoned), "withheld-without-ground") == []


def test_when_it_is_unclear_what_is_withheld_nothing_else_is_said() -> None:
    cells = {"assessment": "iama-2.0", "question": "nonsense", "ground": "woo-5.1.2.d", "reason": "Inspection."}
    assert codes(with_rows(in_use(), "follow-up.withheld", Row("abcdef", cells))) == {"withheld-without-ground"}


WITHHELD = {"ground": "woo-5.1.2.d", "reason": "Inspection would fail.", "by": "lawyer", "date": "2026-11-20"}


@pytest.mark.parametrize("question", ["distinction-kind", "representative", "what-facts"])
def test_what_rests_on_a_withheld_answer_shows_nowhere(question: str) -> None:
    row = Row("abcdef", {"assessment": "iama-2.0", "question": question, **WITHHELD})
    asked = TREES["iama"].questions[question]
    several = asked.kind == "choices"
    said = set()
    for word in asked.values:
        dossier = with_answers(in_use(), {f"iama.{question}": [word] if several else word})
        said.add(report(with_rows(dossier, "follow-up.withheld", row)).findings)
    assert len(said) == 1
    assert "rests-on-withheld" in {finding.code for finding in said.pop()}


def test_where_nobody_else_reads_along_withheld_answers_are_looked_at_too() -> None:
    row = Row("abcdef", {"assessment": "iama-2.0", "question": "distinction-kind", **WITHHELD})
    dossier = with_rows(in_use({"iama.distinction-kind": "indirect-open"}), "follow-up.withheld", row)
    assert levels(dossier, "blocker") == ""
    assert levels(dossier, "blocker", config=INTERNAL) == "error"


def test_withholding_the_facts_does_not_lower_the_demands() -> None:
    row = Row("abcdef", {"assessment": "algorithm-1.0", "question": "annex-iii", **WITHHELD})
    dossier = with_rows(without(in_use(), "iama-2.0"), "follow-up.withheld", row)
    assert levels(dossier, "missing-assessment") == "error"


# what all have in common


def test_no_finding_quotes_an_answer() -> None:
    canary = "Zeldzaamwoord"
    dossier = in_use(BEFORE)
    for ref, one in dossier.assessments.items():
        for (question, key), answer in one.answers.items():
            if TREES[ref.rpartition("-")[0]].questions[question].kind == "text":
                changed = Answer(status=State.UNKNOWN, reason=canary, note=canary, note_internal=canary)
                changed = replace(changed, value=None) if question == "goal" else replace(answer, value=canary)
                one = one.with_answer(question, key, changed)
        dossier = dossier.with_assessment(one)
    assert canary not in str(report(dossier).findings)


def test_fingerprints_rest_on_ids_only_and_differ() -> None:
    first = report(in_use(BEFORE | {"iama.exit": "One."})).findings
    second = report(in_use(BEFORE | {"iama.exit": "Two, on\n\nmore lines."})).findings
    marks = [one.fingerprint for one in first]
    assert marks == [one.fingerprint for one in second] and len(set(marks)) == len(marks)


def test_an_inventory_fills_in_what_a_dossier_does_not_say() -> None:
    files = {path.rpartition("/")[2]: content for path, content in written(empty()).items()}
    listed = Listed("a", TODAY - timedelta(days=1))
    plain = examine("new", files, as_of=TODAY, config=ENGLISH)
    known = examine("new", files, as_of=TODAY, config=ENGLISH, listed=listed)
    assert (plain.standing.category, plain.standing.phase) == (None, Phase.DEVELOPMENT)
    assert (known.standing.category, known.standing.phase) == ("a", Phase.IN_USE)


def test_every_code_has_a_level_in_both_phases() -> None:
    assert {code for code, one in CODES.items() if one.before > one.in_use} == set()


def test_personal_data_in_what_will_be_published_is_told_without_telling_it() -> None:
    found = told(in_use({"iama.exit": "Mail to k.zwart@gmail.com."}), "personal-data")
    assert {one.question for one in found} == {"exit"} and "zwart" not in str(found)


def snapshot_path(files: Mapping[str, bytes]) -> str:
    """Return where the snapshot of the one decision stands."""
    (path,) = [path for path in files if "/approved/" in path and path.endswith(".json")]
    return path


def bound_to(snapshot: bytes) -> Mapping[str, bytes]:
    """Return the files of an approved dossier whose entry binds another snapshot, and the pages as they were."""
    files = approved(in_use())
    old, new = Path(snapshot_path(files)).stem, sha256(snapshot).hexdigest()
    moved = {path.replace(old, new): content for path, content in files.items()}
    entries = moved[f"{HOME}/approvals.yaml"].replace(old.encode(), new.encode())
    return {**moved, f"{HOME}/approvals.yaml": entries, f"{HOME}/approved/{new}.json": snapshot}


def test_a_snapshot_made_to_exhaust_a_computer_is_a_finding() -> None:
    hostile = b"[" * 100_000
    assert levels(bound_to(hostile), "approval-broken") == "error"


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (["covers", "whole"], []),
        (["covers", "whole"], ["iama-2.0", "nonsense-1.0"]),
        (["covers", "answers"], {"nonsense-1.0": ["goal"]}),
        (["assessments"], {}),
        (["questionnaires"], {}),
        (["law"], None),
        (["decision"], []),
    ],
)
def test_a_forged_snapshot_is_a_finding_and_not_a_crash(keys: list[str], value: object) -> None:
    files = approved(in_use())
    record = json.loads(files[snapshot_path(files)])
    inner = record
    for key in keys[:-1]:
        inner = inner[key]
    inner[keys[-1]] = value
    assert levels(bound_to(canonical_bytes(record)), "approval-broken") == "error"


def test_a_review_that_is_still_to_come_keeps_nothing_fresh() -> None:
    dossier = in_use({"follow-up.last-review": "2099-01-01"})
    assert levels(approved(dossier), "stale", as_of=date(2027, 12, 1)) == "error"
