"""The shipped triggers: verdicts written down from the law, the fewest answers that decide each, what never happens."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from random import Random
from typing import Any

import pytest
import trigger_tables
from flagged import (
    TODAY,
    TREES,
    data,
    empty,
    example,
    found,
    judged,
    one,
    structured,
    triggers,
    with_answer,
    with_answers,
    with_rows,
)
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from iama.assess.evaluation import rank
from iama.assess.facts import FACTS
from iama.assess.outcome import Outcome, State, Status, Verdict
from iama.assess.verdicts import verdicts
from iama.assess.world import Fact, QuestionScope, World
from iama.files.shipped import SHIPPED
from iama.lint.reach import AS_OF, Given
from iama.model.conditions import Ref, Value
from iama.model.dossier import Answer, Dossier, Row
from iama.model.dossier import State as Instead
from iama.model.questionnaire import Kind, Question
from iama.model.struct import replace

EXPECTED = data("expected.yaml")
SITUATIONS: Mapping[str, Any] = EXPECTED["situations"]
BY_RULE: Mapping[str, Any] = EXPECTED["expected"]
LAW = data("cases.yaml")
DAYS = (date(2026, 11, 23), date(2027, 12, 3), date(2031, 1, 1))
WEIGHT = ("attention", "warning", "must", "blocker")


# what the law says, written down before the rules


@cache
def situation(name: str, language: str = "nl") -> Outcome:
    given = SITUATIONS[name]
    return judged(with_answers(example(language), given["set"]), date.fromisoformat(given["as-of"]))


@pytest.mark.parametrize("name", SITUATIONS)
@pytest.mark.parametrize("id_", BY_RULE)
def test_the_example_gets_the_verdict_that_the_law_gives_it(id_: str, name: str) -> None:
    row = BY_RULE[id_]
    wanted, severity = row[name] if isinstance(row[name], list) else (row[name], row.get("severity"))
    for verdict in found(situation(name), id_):
        assert verdict.state == wanted, f"{row['article']}: {row['why']}"
        assert severity in (None, verdict.severity), row["article"]
        assert wanted not in ("upcoming", "undecided") or verdict.binds == row["from"], row["article"]


def test_every_rule_that_the_example_is_judged_by_has_an_expected_verdict_with_its_article() -> None:
    assert {verdict.trigger.id for verdict in situation("development").verdicts} == set(BY_RULE)
    assert all(row["article"] and row["why"] and set(row) >= set(SITUATIONS) for row in BY_RULE.values())


@pytest.mark.parametrize("name", SITUATIONS)
def test_the_example_has_the_same_verdicts_in_both_languages(name: str) -> None:
    dutch, english = ([(v.key, v.state, v.severity) for v in situation(name, of).verdicts] for of in ("nl", "en"))
    assert dutch == english


@pytest.mark.parametrize("case", LAW["cases"], ids=lambda case: f"{case['trigger']} {case['is'][0]}")
def test_a_change_of_facts_changes_what_the_law_says(case: Mapping[str, Any]) -> None:
    wanted = case["is"]
    verdicts_ = found(judged(changed(case), date.fromisoformat(case["on"])), case["trigger"])
    meant = [v for v in verdicts_ if v.instance == case.get("for", v.instance)]
    assert {(v.state.value, v.severity, v.binds)[: len(wanted)] for v in meant} == {tuple(wanted)}, case["law"]


def changed(case: Mapping[str, Any]) -> Dossier:
    """Return the worked example with the answers of a case."""
    answers = {name: value for of in case.get("as", ()) for name, value in LAW["sets"][of].items()}
    dossier = with_answers(example(), answers | case.get("and", {}))
    for name, values in case.get("each", {}).items():
        for key, value in values.items():
            dossier = with_answer(dossier, name, Answer(value, overruled="-"), key)
    for name, rows in case.get("rows", {}).items():
        dossier = with_rows(dossier, name, *(Row(f"row{'abc'[number] * 3}", row) for number, row in enumerate(rows)))
    for name in case.get("not-applicable", ()):
        dossier = with_answer(dossier, name, Answer(status=Instead.NOT_APPLICABLE, reason="-"))
    for name in case.get("open", ()):
        dossier = with_answer(dossier, name, Answer())
    kept = {ref: one for ref, one in dossier.assessments.items() if ref not in case.get("without", ())}
    return replace(dossier, assessments=kept)


# a world knows no withholding yet; and the example, which has action points, cannot lack them: see below
NOT_YET = {"withheld-without-ground", "conditions-without-actions"}


def test_every_rule_fires_in_a_case_that_was_written_down_from_the_law() -> None:
    fired = {case["trigger"] for case in LAW["cases"] if case["is"][0] in ("fired", "upcoming")}
    for id_, row in BY_RULE.items():
        if any(("fired" in row[name]) or ("upcoming" in row[name]) for name in SITUATIONS):
            fired.add(id_)
    assert set(BY_RULE) - fired == NOT_YET


# the fewest answers that fire, clear and leave undecided


def answered(question: Question, given: Given) -> Answer:
    """Return an answer that holds what the search found; nothing is "not applicable"."""
    if not given:
        return Answer(status=Instead.NOT_APPLICABLE, reason="-")
    several = question.kind in (Kind.CHOICES, Kind.ROWS)
    return Answer(given if several else str(given[0]))


def decided(answers: Mapping[Ref, Given], day: date) -> World:
    """Return the world in which these answers were given, all else open; derived facts say what they are given."""

    def fact(name: str, known: Fact) -> Fact:
        value = answers.get(Ref("", name))
        words = None if value is None else tuple(map(str, value))
        return replace(known, value=lambda world: Value(words, (Ref("", name),), known.type))

    dossier = empty()
    for ref, given in answers.items():
        if ref.questionnaire:
            question = TREES[ref.questionnaire].questions[ref.question]
            assessment = dossier.assessments[TREES[ref.questionnaire].ref]
            value = answered(question, given)
            dossier = dossier.with_assessment(assessment.with_answer(ref.question, ref.instance, value))
    known = {tree.id: tree for tree in sorted(TREES.values(), key=rank)}
    world = World(known, dossier, SHIPPED.law, day, {name: fact(name, known) for name, known in FACTS.items()})
    for tree in known.values():
        world.judge_assessment(tree, dossier.assessments[tree.ref])
    return world


@pytest.mark.parametrize("id_", [trigger.id for _, trigger in triggers()])
def test_the_smallest_answers_fire_clear_and_leave_undecided(id_: str) -> None:
    (tree, trigger), *_ = ((tree, trigger) for tree, trigger in triggers() if trigger.id == id_)
    sets = trigger_tables.smallest(trigger, tree.id, TREES, SHIPPED.law)
    for (_, truth), answers in zip(trigger_tables.TRUTHS, sets, strict=True):
        day = date.fromisoformat(str(answers[AS_OF][0])) if AS_OF in answers else TODAY
        world = decided({ref: given for ref, given in answers.items() if ref != AS_OF}, day)
        keys = [None, *(world.driver_keys(tree, tree.questions[trigger.repeat]) if trigger.repeat else ())]
        scopes = [QuestionScope(world, tree.id, trigger.repeat, key) for key in keys]
        assert truth in {trigger.condition.ruling_in(scope).truth for scope in scopes}
        said = {verdict.state for verdict in verdicts(world, tree) if verdict.trigger is trigger}
        assert truth is not None or said & {State.UNDECIDED, State.CLEAR}  # clear when a date says that it never binds
        if not trigger.froms and truth is not None:
            assert (State.FIRED if truth else State.CLEAR) in said


def test_the_page_of_triggers_shows_what_the_rules_do_now() -> None:
    page = trigger_tables.PAGE.read_text(encoding="utf-8")
    assert page == trigger_tables.renewed(page), "run python tests/derived.py"


# what never happens


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_nothing_fires_on_a_new_dossier(day: date) -> None:
    raised = [v.trigger.id for v in judged(empty(), day).verdicts if v.state in (State.FIRED, State.UPCOMING)]
    assert raised == []


def verdict_lines(outcome: Outcome) -> list[tuple[object, ...]]:
    """Return what every verdict says, without the reasons."""
    return [(v.key, v.state, v.severity, v.binds) for v in outcome.verdicts]


BARE = {
    "algorithm.ai-system": "no",
    "algorithm.personal-data": "no",
    "iama.prohibited": "yes",
    "iama.outward": "internal-only",
}


@pytest.mark.parametrize("start", [{}, BARE], ids=["as answered", "with much that does not apply"])
def test_hidden_answers_never_fire_a_trigger_or_change_a_verdict(start: Mapping[str, str]) -> None:
    dossier = with_answers(example(), start)
    outcome = judged(dossier)
    hidden = [entry for entry in outcome.entries.values() if not entry.status.applies]
    asked = {(tree.id, id_): values for tree in TREES.values() for id_, values in structured(tree)}
    kept = dossier
    for number, entry in enumerate(hidden):
        tried = asked.get(entry.ref[:2], ())
        if not tried:
            continue
        value = tried[number % len(tried)]
        answer = Answer((value,) if entry.question.kind is Kind.CHOICES else value)
        kept = with_answer(kept, f"{entry.ref.questionnaire}.{entry.ref.question}", answer, entry.ref.instance)
    assert kept != dossier
    assert verdict_lines(judged(kept)) == verdict_lines(outcome)


def test_the_answers_about_a_right_that_is_no_longer_ticked_fire_nothing() -> None:
    serious = with_answer(example(), "iama.seriousness", Answer("serious", overruled="-"), "data-protection")
    one_less = tuple(w for w in rights() if w != "data-protection")
    kept = judged(with_answers(serious, {"iama.affected-rights": one_less}))
    gone = judged(with_answers(example(), {"iama.affected-rights": one_less}))
    assert kept.entries[Ref("iama", "seriousness", "data-protection")].hidden
    assert verdict_lines(kept) == verdict_lines(gone)


def rights() -> tuple[str, ...]:
    return example().assessments["iama-2.0"].answer_to("affected-rights").value_words()


FULL = example()
SLOTS = [(ref, slot) for ref, assessment in FULL.assessments.items() for slot in assessment.answers]
STRUCTURED = [
    (tree, id_, values) for tree in TREES.values() if tree.ref in FULL.assessments for id_, values in structured(tree)
]


def varied(random: Random) -> Dossier:
    """Return the worked example with some answers changed and some taken away."""
    dossier = FULL
    for tree, id_, values in random.sample(STRUCTURED, random.randrange(20)):
        question = tree.questions[id_]
        if question.repeat:
            continue
        some = tuple(
            v for v in random.sample(values, random.randint(1, min(3, len(values)))) if v not in question.exclusive
        )
        value = (some or tuple(values[:1])) if question.kind is Kind.CHOICES else random.choice(values)
        dossier = with_answer(dossier, f"{tree.id}.{id_}", Answer(value))
    return without(dossier, random.sample(SLOTS, random.randrange(1, 60)))


def without(dossier: Dossier, slots: list[tuple[str, tuple[str, str | None]]]) -> Dossier:
    for ref, slot in slots:
        dossier = dossier.with_assessment(dossier.assessments[ref].with_answer(*slot, Answer()))
    return dossier


MAY_TURN = (
    "current-phase",
    "action-points",
    "open-actions",
    "incomplete-actions",
)  # facts that say what is known so far


@settings(max_examples=60)
@drawn(st.integers(0, 2**32), st.sampled_from(DAYS))
def test_answering_an_open_question_never_turns_a_decided_verdict_undecided(seed: int, day: date) -> None:
    random = Random(seed)
    less = varied(random)
    open_ = [slot for slot in SLOTS if less.assessments[slot[0]].answer_to(*slot[1]).empty]
    if not open_:
        return
    ref, slot = random.choice(open_)
    more = less.with_assessment(less.assessments[ref].with_answer(*slot, FULL.assessments[ref].answer_to(*slot)))
    before, after = judged(less, day), {verdict.key: verdict for verdict in judged(more, day).verdicts}
    for verdict in before.verdicts:
        now = after.get(verdict.key)
        if verdict.state is State.UNDECIDED or now is None:
            continue
        assert now.state is not State.UNDECIDED, (verdict.trigger.id, slot)
        if not any(name in verdict.trigger.when for name in MAY_TURN):
            assert now.state is verdict.state, (verdict.trigger.id, slot)


@settings(max_examples=30)
@drawn(st.integers(0, 2**32))
def test_the_order_of_answering_never_matters(seed: int) -> None:
    random = Random(seed)
    dossier = varied(random)
    again = Dossier(dossier.id, {ref: replace(a, answers={}) for ref, a in dossier.assessments.items()})
    given = [(ref, slot) for ref, assessment in dossier.assessments.items() for slot in assessment.answers]
    for ref, slot in random.sample(given, len(given)):
        again = again.with_assessment(
            again.assessments[ref].with_answer(*slot, dossier.assessments[ref].answer_to(*slot))
        )
    assert judged(again).verdicts == judged(dossier).verdicts


# time and weight


@pytest.mark.parametrize(
    ("day", "state"), [("2026-12-01", State.UPCOMING), ("2026-12-02", State.FIRED), ("2040-01-01", State.FIRED)]
)
def test_the_day_of_judging_moves_a_duty_from_upcoming_to_fired(day: str, state: State) -> None:
    # AI Act art. 113, third paragraph, point (a): the two new prohibitions bind from 2 December 2026
    dossier = with_answers(example(), {"iama.prohibited-practice": ["bb"]})
    verdict = one(judged(dossier, date.fromisoformat(day)), "banned-practice")
    assert (verdict.state, verdict.binds) == (state, "2026-12-02")


def test_a_planned_end_of_use_does_not_clear_what_comes_after_it() -> None:
    ended = with_answers(example(), {"algorithm.end-date": "2028-02-29"})
    assert one(judged(ended), "fria-required").state is State.UPCOMING


@pytest.mark.parametrize("question", ["placed-on-market", "design-change", "deployer-category"])
def test_a_fact_of_article_111_that_nobody_knows_leaves_the_duty_undecided(question: str) -> None:
    # corrections of AI Act art. 111(2): unknown gives undecided, never "does not apply"
    open_ = with_answer(example(), f"algorithm.{question}", Answer(status=Instead.UNKNOWN))
    verdict = one(judged(open_, date(2028, 1, 1)), "deployer-duties")
    assert verdict.state is State.UNDECIDED
    assert Ref("algorithm", question) in verdict.missing


def test_without_a_fria_in_the_dossier_it_is_missing_from_the_day_on_which_it_binds() -> None:
    # AI Act art. 27(1), 111(2): an IAMA beside it makes an absent assessment no less absent
    bare = with_answers(example(but="fria-1.0"), {"follow-up.phase": "in-use"})
    verdict = one(judged(bare, date(2027, 12, 3)), "fria-incomplete")
    assert (verdict.state, verdict.binds) == (State.UPCOMING, "2030-08-02")


def test_conditions_without_a_single_action_point_are_a_flag() -> None:
    dossier = with_answers(example(), {"iama.advice-choice": "conditions"})
    for entry in judged(dossier).entries.values():
        if any(column.id == "blocking" for column in entry.question.columns):
            none = Answer(status=Instead.NOT_APPLICABLE, reason="-")
            dossier = with_answer(dossier, f"{entry.ref.questionnaire}.{entry.ref.question}", none)
    assert one(judged(dossier), "conditions-without-actions").state is State.FIRED


def test_in_doubt_a_trigger_has_its_weightiest_severity_which_stands_first() -> None:
    for _, trigger in triggers():
        weights = [WEIGHT.index(case.value) for case in trigger.severities]
        assert weights == sorted(weights, reverse=True), trigger.id


def test_the_answer_that_decides_the_severity_is_a_reason() -> None:
    verdict = one(situation("pilot"), "indirect-distinction-open")
    assert (verdict.severity, Ref("follow-up", "phase") in verdict.because) == ("blocker", True)


# patterns of several answers


def test_three_rights_that_were_hit_together_before_are_a_pattern_of_their_own() -> None:
    verdict = one(judged(example()), "risky-pattern")
    assert (verdict.state, verdict.severity) == (State.FIRED, "attention")
    fewer = with_answers(example(), {"iama.affected-rights": ["data-protection", "good-administration"]})
    assert one(judged(fewer), "risky-pattern").state is State.CLEAR


@pytest.mark.parametrize(("harmed", "state"), [(["data-protection"], State.FIRED), (["none"], State.CLEAR)])
def test_a_public_text_that_denies_risk_contradicts_affected_rights(harmed: list[str], state: State) -> None:
    said = with_answers(example(), {"follow-up.situation": ["register-no-risk"], "iama.affected-rights": harmed})
    assert one(judged(said), "public-text-too-rosy").state is state


def test_one_residual_risk_that_is_rejected_blocks_use_and_names_the_table() -> None:
    pilot = situation("pilot")
    assert Ref("iama", "residual-risk-list") in one(pilot, "risk-not-accepted").because
    rows = pilot.entries[Ref("iama", "residual-risk-list")].answer.rows
    taken = [Row(row.id, {**row.cells, "decision": "accepted"}) for row in rows]
    dossier = with_rows(with_answers(example(), {"follow-up.phase": "in-use"}), "iama.residual-risk-list", *taken)
    assert one(judged(dossier, date(2027, 3, 1)), "risk-not-accepted").state is State.CLEAR


def test_a_trigger_about_an_algorithm_in_the_chain_speaks_of_each_apart() -> None:
    row = Row("chaina", {"name": "Second"})
    chained = with_rows(example(), "iama.other-algorithms", row)
    named = {v.instance: v.state for v in found(judged(chained), "not-representative")}
    assert named == {None: State.FIRED, "chaina": State.UNDECIDED}


# texts


MONTHS = "january february march april may june july august september october november december".split()
MAANDEN = "januari februari maart april mei juni juli augustus september oktober november december".split()


def test_a_date_in_a_text_is_that_of_a_law_in_its_basis() -> None:
    law = SHIPPED.law
    seen = 0
    for _, trigger in triggers():
        known = {law.facts[id_].date for id_ in trigger.basis}
        for words, months in (("nl", MAANDEN), ("en", MONTHS)):
            text = f"{trigger.title[words]} {trigger.advice[words]}"
            for day, month, year in re.findall(r"(\d{1,2}) ([a-z]+) (20\d\d)", text.lower()):
                seen += 1
                assert f"{year}-{months.index(month) + 1:02}-{int(day):02}" in known, trigger.id
    assert seen > 0


def test_titles_and_advice_are_plain() -> None:
    stiff = re.compile(r"\b(middels|dient te|betreffende|u|uw)\b", re.IGNORECASE)
    for _, trigger in triggers():
        assert not stiff.search(f"{trigger.title['nl']} {trigger.advice['nl']}"), trigger.id
        assert all(len(trigger.title[words]) <= 125 for words in ("nl", "en")), trigger.id
        assert trigger.basis, trigger.id


def test_a_rule_reads_no_free_text() -> None:
    # a test on words of free text would judge spelling; `lint` refuses it, this proves it of what was answered
    shouted = judged(rewritten(example()))
    assert verdict_lines(shouted) == verdict_lines(judged(example()))


def rewritten(dossier: Dossier) -> Dossier:
    """Return `dossier` with other words in every free text."""
    for tree in TREES.values():
        for question in tree.questions.values():
            old = dossier.assessments[tree.ref].answers if tree.ref in dossier.assessments else {}
            for slot in [slot for slot in old if slot[0] == question.id and question.kind is Kind.TEXT]:
                if isinstance(old[slot].value, str):
                    changed = replace(old[slot], value="Something else.")
                    dossier = dossier.with_assessment(dossier.assessments[tree.ref].with_answer(*slot, changed))
    return dossier


def test_an_unanswered_question_that_is_hidden_settles_instead_of_waiting() -> None:
    bare = judged(with_answers(example(), BARE))
    assert {bare.entries[Ref("algorithm", "annex-iii")].status, bare.entries[Ref("algorithm", "profiling")].status} == {
        Status.SKIPPED
    }
    assert one(bare, "deployer-duties").state is State.CLEAR


def test_a_verdict_names_at_least_one_reason_or_question() -> None:
    silent: list[Verdict] = [v for v in situation("legacy").verdicts if not v.because and not v.missing]
    assert [v.trigger.id for v in silent] == []
