"""Verdicts of small trees: what a condition, a day, a severity and a repeat make of a trigger, and why."""

from datetime import date

import pytest
from given import AS_OF, evaluated, legal, tree

from iama.assess.outcome import Outcome, State, Verdict
from iama.model.conditions import Ref
from iama.model.law import Law

ASKED = """
- {id: banned, kind: yes-no}
- {id: used, kind: yes-no}
- {id: start, kind: date}
- {id: rights, kind: choices, options: [privacy, equality, none]}
- {id: weight, kind: choice, options: [heavy, light], repeat: rights}
- {id: others, kind: rows, columns: {name!: text}}
- {id: tested, kind: yes-no, repeat: others}
"""
LAW = legal(later="2027-12-02", now="2026-11-23", much_later="2030-08-02")


def judged(trigger: str, answers: str, *, law: Law = LAW, as_of: date = AS_OF) -> list[Verdict]:
    return list(outcome(trigger, answers, law=law, as_of=as_of).verdicts)


def outcome(trigger: str, answers: str, *, law: Law = LAW, as_of: date = AS_OF) -> Outcome:
    return evaluated((tree(ASKED, triggers=f"- {{id: it, {trigger}}}"), answers), law=law, as_of=as_of)


def one(trigger: str, answers: str, *, law: Law = LAW, as_of: date = AS_OF) -> Verdict:
    (verdict,) = judged(trigger, answers, law=law, as_of=as_of)
    return verdict


def iama(*names: str) -> tuple[Ref, ...]:
    return tuple(Ref("iama", name) for name in names)


@pytest.mark.parametrize(
    ("answers", "state", "because", "missing"),
    [
        ("banned: {value: yes}", State.FIRED, iama("banned"), ()),
        ("banned: {value: no}", State.CLEAR, iama("banned"), ()),
        ("", State.UNDECIDED, (), iama("banned")),
        ("banned: {status: unknown}", State.UNDECIDED, (), iama("banned")),
        ("banned: {status: ask-supplier}", State.UNDECIDED, (), iama("banned")),
        ("banned: {status: not-applicable, reason: x}", State.CLEAR, iama("banned"), ()),
    ],
)
def test_a_trigger_says_what_its_condition_says_and_why(
    answers: str, state: State, because: tuple[Ref, ...], missing: tuple[Ref, ...]
) -> None:
    found = one("when: banned = yes", answers)
    assert (found.state, found.because, found.missing, found.binds) == (state, because, missing, "")


def test_a_verdict_is_known_by_tree_trigger_and_instance() -> None:
    assert one("when: banned = yes", "").key == ("iama", "it", None)


# the day from which it binds


@pytest.mark.parametrize(
    ("from_", "state", "binds"),
    [
        ("2026-11-22", State.FIRED, "2026-11-22"),
        ("2026-11-23", State.FIRED, "2026-11-23"),
        ("2026-11-24", State.UPCOMING, "2026-11-24"),
        ("law.now", State.FIRED, "2026-11-23"),
        ("law.later", State.UPCOMING, "2027-12-02"),
        ("none", State.CLEAR, ""),
    ],
)
def test_a_trigger_that_fires_is_upcoming_until_the_day_it_binds(from_: str, state: State, binds: str) -> None:
    found = one(f"when: banned = yes, from: {from_}", "banned: {value: yes}")
    assert (found.state, found.binds) == (state, binds)


def test_an_undecided_trigger_carries_its_day_and_a_clear_one_none() -> None:
    assert one("when: banned = yes, from: law.later", "").binds == "2027-12-02"
    assert one("when: banned = yes, from: law.later", "banned: {value: no}").binds == ""


def test_what_never_binds_is_clear_even_while_its_condition_is_open() -> None:
    assert one("when: banned = yes, from: none", "").state is State.CLEAR


CASES = "from: [{when: used = yes, date: law.now}, {date: law.later}]"


@pytest.mark.parametrize(
    ("used", "state", "binds"),
    [("yes", State.FIRED, "2026-11-23"), ("no", State.UPCOMING, "2027-12-02")],
)
def test_the_first_day_whose_condition_holds_counts(used: str, state: State, binds: str) -> None:
    found = one(f"when: banned = yes, {CASES}", f"banned: {{value: yes}}\nused: {{value: {used}}}")
    assert (found.state, found.binds) == (state, binds)


def test_a_day_that_nobody_can_tell_yet_leaves_the_verdict_undecided_and_names_the_question() -> None:
    found = one(f"when: banned = yes, {CASES}", "banned: {value: yes}")
    assert (found.state, found.binds, found.missing) == (State.UNDECIDED, "", iama("used"))
    assert found.because == iama("banned")


def test_without_a_day_that_holds_a_trigger_binds_always() -> None:
    only = "from: [{when: used = yes, date: law.later}]"
    assert one(f"when: banned = yes, {only}", "banned: {value: yes}\nused: {value: no}").state is State.FIRED


@pytest.mark.parametrize(
    ("facts", "state", "binds"),
    [
        ("placed-on-market: {value: 2027-12-02}", State.UPCOMING, "2027-12-02"),
        ("placed-on-market: {value: 2027-12-01}", State.UPCOMING, "2030-08-02"),
        ("", State.UNDECIDED, ""),
    ],
)
def test_a_derived_day_dates_a_trigger(facts: str, state: State, binds: str) -> None:
    # AI Act art. 111(2): a system that public authorities used before the rules applied follows in 2030
    from iama.files.shipped import SHIPPED

    algorithm = SHIPPED.resolve_questionnaire("algorithm-1.0")
    base = "ai-system: {value: yes}\nexclusions: {value: [none]}\nannex-i: {value: no}\nannex-iii: {value: [5a]}\n"
    base += "deployer-category: {value: public-authority}\ndesign-change: {value: no}\npersonal-data: {value: yes}\n"
    base += "becomes-provider: {value: [none]}\n"
    asked = tree("- {id: x, kind: yes-no}", triggers="- {id: it, when: x = yes, from: high-risk-from}")
    (found,) = evaluated((algorithm, base + facts), (asked, "x: {value: yes}"), law=SHIPPED.law).verdicts[-1:]
    assert (found.trigger.id, found.state, found.binds) == ("it", state, binds)
    assert found.state is State.UNDECIDED or Ref("algorithm", "placed-on-market") in found.because


# severity


WEIGHED = "severity: [{when: used = yes, value: blocker}, {value: warning}]"


@pytest.mark.parametrize(
    ("used", "severity", "missing"),
    [("used: {value: yes}", "blocker", ()), ("used: {value: no}", "warning", ()), ("", "blocker", iama("used"))],
)
def test_in_doubt_the_weightier_severity_counts_and_its_question_is_missing(
    used: str, severity: str, missing: tuple[Ref, ...]
) -> None:
    found = one(f"when: banned = yes, {WEIGHED}", f"banned: {{value: yes}}\n{used}")
    assert (found.state, found.severity, found.missing) == (State.FIRED, severity, missing)


def test_what_decides_the_severity_counts_as_a_reason() -> None:
    found = one(f"when: banned = yes, {WEIGHED}", "banned: {value: yes}\nused: {value: no}")
    assert found.because == iama("banned", "used")


def test_conditions_of_severities_that_did_not_hold_count_as_reasons_too() -> None:
    three = "severity: [{when: used = yes, value: blocker}, {when: rights = privacy, value: must}, {value: warning}]"
    answers = "banned: {value: yes}\nused: {value: no}\nrights: {value: [privacy]}"
    found = one(f"when: banned = yes, {three}", answers)
    assert (found.severity, found.because) == ("must", iama("banned", "used", "rights"))


def test_an_undecided_trigger_waits_for_its_severity_as_well() -> None:
    found = one(f"when: banned = yes, {WEIGHED}", "")
    assert (found.state, found.severity, found.missing) == (State.UNDECIDED, "blocker", iama("banned", "used"))


def test_when_no_severity_holds_the_last_one_counts() -> None:
    both = "severity: [{when: used = yes, value: blocker}, {when: rights = privacy, value: must}]"
    answers = "banned: {value: yes}\nused: {value: no}\nrights: {value: [none]}"
    assert one(f"when: banned = yes, {both}", answers).severity == "must"


def test_the_severity_of_a_clear_trigger_reads_no_answer() -> None:
    # a public output may not tell by it what was answered elsewhere
    clear = [
        one(f"when: banned = yes, {WEIGHED}", f"banned: {{value: no}}\nused: {{value: {u}}}") for u in ("yes", "no")
    ]
    assert clear[0] == clear[1]
    assert (clear[0].severity, clear[0].because) == ("blocker", iama("banned"))


# repeats


PER_RIGHT = "when: weight = heavy, repeat: rights"


def test_a_repeated_trigger_has_one_verdict_per_value() -> None:
    answers = "rights: {value: [privacy, equality]}\nweight: {each: {privacy: {value: heavy}}}"
    found = {verdict.instance: (verdict.state, verdict.missing) for verdict in judged(PER_RIGHT, answers)}
    assert found == {
        "privacy": (State.FIRED, ()),
        "equality": (State.UNDECIDED, (Ref("iama", "weight", "equality"),)),
    }


@pytest.mark.parametrize(
    ("answers", "state", "because", "missing"),
    [
        ("", State.UNDECIDED, (), iama("rights")),
        ("rights: {value: [none]}", State.CLEAR, iama("rights"), ()),
        ("rights: {status: not-applicable, reason: x}", State.CLEAR, iama("rights"), ()),
    ],
)
def test_without_values_a_repeated_trigger_has_one_verdict(
    answers: str, state: State, because: tuple[Ref, ...], missing: tuple[Ref, ...]
) -> None:
    found = one(f"{PER_RIGHT}, {WEIGHED}", answers)
    assert (found.instance, found.state, found.because, found.missing) == (None, state, because, missing)
    assert found.severity == "blocker"


def test_over_rows_the_unrepeated_answer_has_a_verdict_beside_those_of_the_rows() -> None:
    answers = "others: {value: [{id: aaaaaa, name: B}]}\ntested: {value: no, each: {aaaaaa: {value: yes}}}"
    found = {verdict.instance: verdict.state for verdict in judged("when: tested = no, repeat: others", answers)}
    assert found == {None: State.FIRED, "aaaaaa": State.CLEAR}


def test_a_trigger_of_an_assessment_that_the_dossier_does_not_hold_says_nothing() -> None:
    from iama.assess.evaluation import evaluate
    from iama.model.dossier import Dossier

    asked = tree(ASKED, triggers="- {id: it, when: banned = yes}")
    assert evaluate(Dossier("x"), [asked], LAW, AS_OF).verdicts == ()
