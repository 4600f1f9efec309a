"""What a team decides about a flag: who may, what it needs, when it no longer stands, and what resolves a blocker."""

from datetime import date

import pytest
from flagged import TODAY, TREES, example, judged, one, with_answer, with_answers, with_rows

from iama.assess.outcome import Outcome, State
from iama.assess.responses import (
    Decision,
    action_states,
    check_response,
    grounds_digest,
    is_resolved,
    is_unresolved_blocker,
    last_response,
    name_of,
    unresolved_blockers,
    with_response,
)
from iama.model.dossier import Answer, Dossier, Row
from iama.model.problems import UsageError
from iama.model.struct import replace

FOLLOW_UP = TREES["follow-up"]
MUST = "indirect-distinction-open"  # a must in development, a blocker in use
BLOCKER = "no-legal-basis"
CLOSED = "banned-practice"  # AI Act art. 5: nobody can accept or mitigate it
WITH = {
    BLOCKER: {"iama.basis-kind": "none"},
    CLOSED: {"iama.prohibited": "yes"},
    MUST: {},
}
PILOT = {"follow-up.phase": "in-use"}
ROW = "abcdef"


def flagged(id_: str) -> Dossier:
    """Return the worked example with answers that raise a flag."""
    return with_answers(example(), WITH[id_])


def answered(
    dossier: Dossier,
    id_: str,
    decision: str,
    *,
    by: str = "lawyer",
    text: str = "Because.",
    action: str = "",
    owner: str = "lawyer",
    due: str = "2027-01-31",
    day: date = TODAY,
) -> Dossier:
    """Return the dossier with a response to a flag, as `iama respond` records it."""
    outcome = judged(dossier, day)
    given = check_response(outcome, one(outcome, id_), decision, text, by, action, owner, due)
    ids = iter([ROW, "ghijkl", "mnopqr", "stuvwx"])
    taken = {row.id for slot in ("actions", "responses") for row in follow_up(dossier, slot)}
    free = (id_ for id_ in ids if id_ not in taken)
    new = with_response(dossier.assessments[FOLLOW_UP.ref], FOLLOW_UP, given, day.isoformat(), lambda: next(free))
    return dossier.with_assessment(new)


def follow_up(dossier: Dossier, question: str) -> tuple[Row, ...]:
    return dossier.assessments[FOLLOW_UP.ref].answer_to(question).rows


def refusal(dossier: Dossier, id_: str, decision: str, by: str = "lawyer", **given: str) -> str:
    with pytest.raises(UsageError) as raised:
        answered(dossier, id_, decision, by=by, **given)  # type: ignore[arg-type]  # texts only
    return str(raised.value)


def stands(dossier: Dossier, id_: str) -> bool:
    outcome = judged(dossier)
    return is_resolved(one(outcome, id_), outcome)


def done(dossier: Dossier, state: str = "done") -> Dossier:
    """Return the dossier with the progress of the new action point."""
    action = follow_up(dossier, "actions")[-1].id
    return with_rows(dossier, "follow-up.progress", Row("prgrss", {"action": action, "status": state}))


def blocking(outcome: Outcome) -> list[str]:
    return [verdict.trigger.id for verdict in unresolved_blockers(outcome)]


# what resolves a blocker


@pytest.mark.parametrize("id_", [BLOCKER, CLOSED])
def test_a_blocker_is_unresolved_until_somebody_does_something(id_: str) -> None:
    outcome = judged(flagged(id_))
    assert one(outcome, id_).severity == "blocker"
    assert not is_resolved(one(outcome, id_), outcome)
    assert blocking(outcome) == [id_]


def test_other_answers_resolve_a_blocker() -> None:
    assert stands(with_answers(flagged(BLOCKER), {"iama.basis-kind": "general"}), BLOCKER)


@pytest.mark.parametrize("id_", [BLOCKER, CLOSED])
def test_the_reasoned_dispute_of_a_lawyer_resolves_a_blocker(id_: str) -> None:
    disputed = answered(flagged(id_), id_, "dispute")
    assert stands(disputed, id_)
    assert blocking(judged(disputed)) == []


@pytest.mark.parametrize("role", ["project-leader", "responsible", "ethicist"])
def test_nobody_but_a_lawyer_disputes_a_blocker(role: str) -> None:
    assert "`lawyer`" in refusal(flagged(BLOCKER), BLOCKER, "dispute", by=role)


def test_a_planned_mitigation_does_not_resolve_a_blocker_and_a_finished_one_does() -> None:
    planned = answered(flagged(BLOCKER), BLOCKER, "mitigate")
    assert not stands(planned, BLOCKER)
    assert not stands(done(planned, "doing"), BLOCKER)
    assert not stands(done(planned, "dropped"), BLOCKER)
    assert stands(done(planned), BLOCKER)


def test_a_finished_mitigation_does_not_resolve_what_cannot_be_accepted() -> None:
    assert not stands(done(answered(flagged(CLOSED), CLOSED, "mitigate")), CLOSED)


@pytest.mark.parametrize("id_", [BLOCKER, CLOSED])
def test_nobody_accepts_a_blocker(id_: str) -> None:
    assert "cannot be accepted" in refusal(flagged(id_), id_, "accept", by="responsible")


@pytest.mark.parametrize("id_", [MUST, BLOCKER])
@pytest.mark.parametrize("action", ["", "nosuch"])
def test_a_mitigation_of_one_line_resolves_nothing(id_: str, action: str) -> None:
    # a row that somebody wrote into the file by hand
    dossier = flagged(id_)
    outcome = judged(dossier)
    verdict = one(outcome, id_)
    cells = {"trigger": name_of(verdict), "decision": "mitigate", "text": "We will.", "by": "lawyer", "action": action}
    row = Row(ROW, {**cells, "seen": grounds_digest(verdict, outcome)})
    assert not stands(with_rows(dossier, "follow-up.responses", row), id_)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, True),
        ({"text": " "}, False),
        ({"by": "project-leader"}, False),
        ({"seen": ""}, False),
        ({"key": "data-protection"}, False),
        ({"trigger": "fria/no-legal-basis"}, False),
        ({"decision": "accept", "by": "responsible"}, False),
    ],
)
def test_a_hand_written_response_to_a_blocker_needs_all_that_a_recorded_one_has(
    change: dict[str, str], expected: bool
) -> None:
    dossier = answered(flagged(BLOCKER), BLOCKER, "dispute")
    (row,) = follow_up(dossier, "responses")
    changed = with_rows(dossier, "follow-up.responses", replace(row, cells={**row.cells, **change}))
    assert stands(changed, BLOCKER) is expected


def test_a_blocker_of_a_later_day_does_not_block_yet() -> None:
    outcome = judged(example())
    verdict = one(outcome, "unregistered-system")
    assert (verdict.severity, verdict.state, verdict.binds) == ("blocker", State.UPCOMING, "2030-08-02")
    assert not is_unresolved_blocker(verdict, outcome)
    assert is_unresolved_blocker(
        one(judged(example(), date(2030, 8, 2)), "unregistered-system"), judged(example(), date(2030, 8, 2))
    )


def test_an_undecided_blocker_blocks() -> None:
    outcome = judged(with_answer(example(), "iama.prohibited", Answer()))
    assert one(outcome, CLOSED).state is State.UNDECIDED
    assert CLOSED in blocking(outcome)


def test_an_undecided_blocker_of_a_later_day_does_not_block() -> None:
    bare = with_answer(example(), "algorithm.provider-registered", Answer())
    before, after = judged(bare), judged(bare, date(2030, 8, 2))
    assert [one(outcome, "unregistered-system").state for outcome in (before, after)] == [State.UNDECIDED] * 2
    assert "unregistered-system" not in blocking(before)
    assert "unregistered-system" in blocking(after)


# flags that are no blockers


@pytest.mark.parametrize("decision", ["mitigate", "dispute"])
def test_a_planned_measure_or_a_dispute_answers_a_flag_that_is_no_blocker(decision: str) -> None:
    assert stands(answered(flagged(MUST), MUST, decision, by="project-leader"), MUST)


def test_a_measure_that_was_dropped_answers_nothing() -> None:
    assert not stands(done(answered(flagged(MUST), MUST, "mitigate"), "dropped"), MUST)


def test_only_the_responsible_person_accepts() -> None:
    assert "`responsible`" in refusal(flagged(MUST), MUST, "accept", by="lawyer")
    assert stands(answered(flagged(MUST), MUST, "accept", by="responsible"), MUST)


def test_what_was_accepted_in_development_blocks_in_use() -> None:
    accepted = answered(flagged(MUST), MUST, "accept", by="responsible")
    in_use = judged(with_answers(accepted, PILOT))
    assert one(in_use, MUST).severity == "blocker"
    assert MUST in blocking(in_use)


# what a response needs


def test_a_response_needs_a_reason() -> None:
    assert "needs a reason" in refusal(flagged(MUST), MUST, "dispute", text=" \n")


def test_a_response_is_given_by_a_role_and_not_by_a_name() -> None:
    said = refusal(flagged(MUST), MUST, "dispute", by="Jan Jansen")
    assert "there is no role `Jan Jansen`" in said and "lawyer" in said
    assert "`lawyer`" in refusal(flagged(MUST), MUST, "dispute", by="lawyr")


def test_a_clear_flag_has_nothing_to_answer() -> None:
    assert "nothing to answer" in refusal(flagged(MUST), BLOCKER, "dispute")


@pytest.mark.parametrize(("owner", "due"), [("", ""), ("lawyer", ""), ("", "2027-01-31")])
def test_a_mitigation_needs_an_action_point_with_an_owner_and_a_date(owner: str, due: str) -> None:
    assert "--action" in refusal(flagged(MUST), MUST, "mitigate", owner=owner, due=due)


def test_a_mitigation_makes_an_action_point_in_the_follow_up() -> None:
    dossier = answered(flagged(MUST), MUST, "mitigate", text="Test the feature", owner="data-scientist")
    (action,) = follow_up(dossier, "actions")
    assert action.cells == {
        "text": "Test the feature",
        "owner": "data-scientist",
        "due": "2027-01-31",
        "status": "open",
    }
    (row,) = follow_up(dossier, "responses")
    assert row.cells["action"] == action.id != row.id
    assert action_states(judged(dossier))[action.id] == "open"


def test_a_mitigation_may_point_at_an_action_point_that_is_there() -> None:
    known = next(iter(action_states(judged(example()))))
    dossier = answered(flagged(MUST), MUST, "mitigate", action=known, owner="", due="")
    assert follow_up(dossier, "actions") == ()
    assert stands(dossier, MUST)


def test_an_action_point_that_is_not_there_is_refused_with_a_suggestion() -> None:
    known = next(iter(action_states(judged(example()))))
    assert f"`{known}`" in refusal(flagged(MUST), MUST, "mitigate", action=known[:-1])
    assert "stands in the report" in refusal(flagged(MUST), MUST, "mitigate", action="zzzzzz")


# what stands


def test_a_response_tells_what_was_decided_by_whom_and_when() -> None:
    outcome = judged(answered(flagged(MUST), MUST, "dispute", text="Not so."))
    found = last_response(one(outcome, MUST), outcome)
    assert found is not None
    assert (found.decision, found.text, found.by, found.date) == (Decision.DISPUTE, "Not so.", "lawyer", "2026-11-23")
    assert not found.stale


def test_without_a_response_there_is_none() -> None:
    outcome = judged(example())
    assert last_response(one(outcome, MUST), outcome) is None


def test_the_last_response_counts() -> None:
    twice = answered(answered(flagged(MUST), MUST, "accept", by="responsible"), MUST, "dispute", by="ethicist")
    outcome = judged(twice)
    found = last_response(one(outcome, MUST), outcome)
    assert found is not None and found.decision is Decision.DISPUTE
    assert len(follow_up(twice, "responses")) == 2


def test_a_response_goes_stale_when_the_answers_behind_the_flag_change() -> None:
    disputed = answered(with_answers(example(), {"iama.prohibited-practice": ["c"]}), CLOSED, "dispute")
    assert stands(disputed, CLOSED)
    more = with_answers(disputed, {"iama.prohibited-practice": ["c", "d"]})
    outcome = judged(more)
    found = last_response(one(outcome, CLOSED), outcome)
    assert found is not None and found.stale
    assert blocking(outcome) == [CLOSED]


def test_a_response_goes_stale_when_the_answer_behind_the_severity_changes() -> None:
    outcome = judged(with_answers(answered(flagged(MUST), MUST, "dispute"), PILOT))
    found = last_response(one(outcome, MUST), outcome)
    assert found is not None and found.stale
    assert MUST in blocking(outcome)


def test_an_answer_elsewhere_leaves_a_response_as_it_is() -> None:
    disputed = answered(flagged(BLOCKER), BLOCKER, "dispute")
    assert stands(with_answers(disputed, {"iama.goal": "Another goal"}), BLOCKER)


def test_a_response_stands_again_when_the_answers_are_put_back() -> None:
    disputed = answered(flagged(BLOCKER), BLOCKER, "dispute")
    cleared = with_answers(disputed, {"iama.basis-kind": "general"})
    assert stands(with_answers(cleared, {"iama.basis-kind": "none"}), BLOCKER)


def test_a_response_to_one_right_says_nothing_about_another() -> None:
    dossier = with_answers(example(), {"iama.alternative": "adequate"})
    for right in ("data-protection", "good-administration"):
        dossier = with_answer(dossier, "iama.seriousness", Answer("serious", overruled="-"), right)
    outcome = judged(dossier)
    first, other = (
        next(v for v in outcome.verdicts if v.key == ("iama", "lighter-means", right))
        for right in ("data-protection", "good-administration")
    )
    given = check_response(outcome, first, "dispute", "Not so.", "lawyer", "", "", "")
    new = with_response(dossier.assessments[FOLLOW_UP.ref], FOLLOW_UP, given, "2026-11-23", lambda: ROW)
    after = judged(dossier.with_assessment(new))
    assert (is_resolved(first, after), is_resolved(other, after)) == (True, False)
