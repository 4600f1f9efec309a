"""How conditions look names up among the answers: rows, repeats, derived values, the day, and what each rests on."""

import pytest
from given import AS_OF, evaluated, legal, statuses, tree

from iama.assess.evaluation import rank
from iama.assess.outcome import Outcome, State, Status, Verdict
from iama.files.shipped import SHIPPED
from iama.model.conditions import Ref, Ruling

ASKED = """
- {id: start, kind: date}
- {id: people, kind: number}
- {id: goal, kind: text}
- {id: rights, kind: choices, options: [privacy, equality, speech, none]}
- {id: weight, kind: choice, options: [heavy, light], repeat: rights}
- {id: actions, kind: rows, columns: {text!: text, owner: text, due: date}}
- {id: others, kind: rows, columns: {name!: text}}
- {id: tested, kind: yes-no, repeat: others}
"""


def ruled(condition: str, answers: str) -> Ruling:
    """Return what a condition comes to after all questions of `ASKED`, and why."""
    asked = tree(ASKED + f'- {{id: it, kind: text, when: "{condition}"}}')
    return evaluated((asked, answers), law=legal(day="2026-11-23")).entries[Ref("iama", "it")].ruling


def judged(trigger: str, answers: str) -> list[Verdict]:
    return list(evaluated((tree(ASKED, triggers=f"- {{id: it, {trigger}}}"), answers)).verdicts)


def refs(*names: str) -> tuple[Ref, ...]:
    return tuple(Ref("iama", name) for name in names)


# the day and the law


@pytest.mark.parametrize(
    ("condition", "truth"),
    [
        ("start = as-of", True),
        ("start < as-of", False),
        ("start = law.day", True),
        ("start != law.day", False),
        ("goal = as-of", False),
    ],
)
def test_as_of_and_law_stand_for_their_day(condition: str, truth: bool) -> None:
    assert ruled(condition, "start: {value: 2026-11-23}\ngoal: {value: as-of}").truth is truth


def test_an_outcome_knows_its_day() -> None:
    assert evaluated((tree(ASKED), "")).as_of == AS_OF


def test_facts_are_judged_first_then_the_assessments_and_then_what_was_done_since() -> None:
    ranks = [rank(tree(ASKED, id_=name)) for name in ("algorithm", "other", "iama", "fria", "follow-up")]
    assert ranks == [0, 1, 1, 2, 4]  # an annex comes between the last two


# tick-lists of which the team is unsure


@pytest.mark.parametrize("condition", ["rights = speech", "rights != speech", "count rights >= 2"])
def test_what_hangs_on_an_option_that_nobody_is_sure_of_names_the_list(condition: str) -> None:
    assert ruled(condition, "rights: {value: [privacy], unsure: [speech]}") == Ruling(None, missing=refs("rights"))


@pytest.mark.parametrize(("least", "truth"), [(1, True), (2, None), (3, False), (10, False)])
def test_numbers_are_compared_as_numbers(least: int, truth: bool | None) -> None:
    assert ruled(f"count rights >= {least}", "rights: {value: [privacy], unsure: [speech]}").truth is truth


@pytest.mark.parametrize(("people", "truth"), [("9", False), ("10", True), ("10.0", True), ("100", True)])
def test_an_answer_is_compared_by_its_kind(people: str, truth: bool) -> None:
    assert ruled("people >= 10", f"people: {{value: {people}}}").truth is truth


# rows


ROWS = "actions: {value: [{id: aaaaaa, text: x, owner: lawyer, due: 2026-11-01}, {id: bbbbbb, text: y}]}"


def test_what_rows_decide_names_their_question() -> None:
    assert ruled("any actions (owner = lawyer)", ROWS) == Ruling(True, because=refs("actions"))
    assert ruled("every actions (owner answered)", ROWS) == Ruling(False, because=refs("actions"))


@pytest.mark.parametrize(("key", "truth"), [("aaaaaa", True), ("cccccc", False)])
def test_the_key_of_a_row_is_its_id(key: str, truth: bool) -> None:
    assert ruled(f"any actions (key = {key})", ROWS) == Ruling(truth, because=refs("actions"))


def test_a_row_sees_questions_around_it_and_other_lists() -> None:
    answers = ROWS + "\nrights: {value: [privacy]}\nstart: {value: 2026-11-01}"
    assert ruled("any actions (any rights (key = privacy) and owner = lawyer)", answers).truth is True
    assert ruled("any actions (owner = lawyer and start = 2026-11-01)", answers).truth is True


def test_rows_of_another_assessment_have_keys_and_reasons_of_their_own() -> None:
    later = tree("- {id: it, kind: text, when: any iama.actions (key = bbbbbb)}", id_="fria", version="1.0")
    found = evaluated((tree(ASKED), ROWS), (later, ""))
    assert found.entries[Ref("fria", "it")].ruling == Ruling(True, because=refs("actions"))


@pytest.mark.parametrize("answer", ["", "actions: {status: unknown}"])
def test_rows_that_are_not_there_yet_leave_it_open(answer: str) -> None:
    assert ruled("any actions (owner = lawyer)", answer) == Ruling(None, missing=refs("actions"))


def test_rows_under_a_status_do_not_count() -> None:
    asked = tree(
        """
        - {id: people, kind: number}
        - {id: actions, kind: rows, when: people = 1, columns: {text!: text}}
        - {id: it, kind: text, when: any actions (text answered)}
        """
    )
    kept = "people: {value: 2}\nactions: {value: [{id: aaaaaa, text: x}]}"
    assert statuses(evaluated((asked, kept)))["it"] == "skipped"


# repeats


PER_RIGHT = "rights: {value: [privacy, equality]}\nweight: {each: {privacy: {value: heavy}, equality: {value: light}}}"


def test_the_key_of_a_repeat_is_the_value_and_rests_on_its_list() -> None:
    found = {v.instance: (v.state, v.because) for v in judged("when: key = privacy, repeat: rights", PER_RIGHT)}
    assert found == {"privacy": (State.FIRED, refs("rights")), "equality": (State.CLEAR, refs("rights"))}


def test_outside_its_repeat_there_is_no_key() -> None:
    assert ruled("key = privacy", PER_RIGHT).truth is False


def test_a_question_of_another_repeat_is_not_read_at_the_same_key() -> None:
    answers = (
        "others: {value: [{id: aaaaaa, name: B}]}\ntested: {value: no, each: {aaaaaa: {value: yes}}}\n" + PER_RIGHT
    )
    assert ruled("any rights (tested = yes)", answers).truth is False  # the unrepeated answer
    assert ruled("any others (tested = yes)", answers).truth is True


def test_a_question_that_is_not_there_is_missing_with_its_instance() -> None:
    fria = tree("- {id: goal, kind: text}", id_="fria", version="1.0")
    found = evaluated((tree("- {id: it, kind: text, when: fria.goal answered}"), ""), (fria, "goal: {value: x}"))
    assert found.entries[Ref("iama", "it")].ruling == Ruling(None, missing=(Ref("fria", "goal"),))


def test_a_name_that_means_nothing_is_unknown_and_named() -> None:
    assert ruled("nosuch = yes", "") == Ruling(None, missing=refs("nosuch"))
    assert ruled("any nosuch (key = x)", "") == Ruling(None, missing=refs("nosuch"))


# values that follow from a grid


GRID = """
- {id: open, kind: yes-no}
- {id: rights, kind: choices, options: [privacy, none]}
- {id: importance, kind: choice, options: [core, edge], repeat: rights, when: open = yes}
- {id: extent, kind: choice, options: [far, near], repeat: rights}
- id: seriousness
  kind: choice
  options: [serious, light]
  repeat: rights
  matrix: {rows: importance, columns: extent, cells: {core: {far: serious}}}
"""
FILLED = (
    "rights: {value: [privacy]}\nimportance: {each: {privacy: {value: core}}}\nextent: {each: {privacy: {value: far}}}"
)


@pytest.mark.parametrize(("open_", "status"), [("yes", Status.ANSWERED), ("no", Status.OPEN)])
def test_an_answer_that_is_hidden_gives_no_derived_value(open_: str, status: Status) -> None:
    found = evaluated((tree(GRID), f"open: {{value: {open_}}}\n{FILLED}"))
    entry = found.entries[Ref("iama", "seriousness", "privacy")]
    assert (entry.status, entry.ruling) == (status, Ruling(True))


# adopted answers


def adopted(source: str) -> Outcome:
    fria = tree(
        "- {id: people, kind: text, reuse: [iama/goal]}\n- {id: it, kind: text, when: people answered}", id_="fria"
    )
    answer = "people: {adopts: [{from: iama-2.0/goal, seen: x}]}"
    return evaluated((tree("- {id: goal, kind: text}"), source), (fria, answer))


def test_an_answer_that_adopts_another_counts_while_that_one_is_there() -> None:
    served, unserved = adopted("goal: {value: Less water}"), adopted("")
    assert [one.entries[Ref("fria", "people")].status for one in (served, unserved)] == [Status.ANSWERED, Status.OPEN]
    assert [one.entries[Ref("fria", "it")].status for one in (served, unserved)] == [Status.OPEN, Status.WAITING]


# verdicts that rest on a day


def test_every_verdict_names_its_tree_trigger_and_instance_whatever_it_says() -> None:
    for trigger, answers in (
        ("when: goal answered", ""),
        ("when: people = 1", "people: {value: 1}"),
        ("when: people = 1", "people: {value: 2}"),
        ("when: people = 1, from: none", "people: {value: 1}"),
        ("when: weight = heavy, repeat: rights", ""),
        ("when: weight = heavy, repeat: rights", "rights: {value: [none]}"),
    ):
        (verdict,) = judged(trigger, answers)
        assert verdict.key == ("iama", "it", None)
    found = judged("when: weight = heavy, repeat: rights, from: none", PER_RIGHT)
    assert {(verdict.key, verdict.severity) for verdict in found} == {
        (("iama", "it", right), "must") for right in ("privacy", "equality")
    }


OLDER = (
    "ai-system: {value: yes}\nexclusions: {value: [none]}\nrole: {value: [deployer]}\nannex-i: {value: no}\n"
    "annex-iii: {value: [5a]}\nplaced-on-market: {value: 2020-01-01}\ndesign-change: {value: no}\n"
    "deployer-category: {value: other}\nfor-public-authorities: {value: no}\nbecomes-provider: {value: [none]}\n"
)


def dated(facts: str, x: str) -> Verdict:
    asked = tree("- {id: x, kind: yes-no}", triggers="- {id: it, when: x = yes, from: applies-from, severity: warning}")
    outcome = evaluated((SHIPPED.resolve_questionnaire("algorithm-1.0"), facts), (asked, x), law=SHIPPED.law)
    return next(verdict for verdict in outcome.verdicts if verdict.trigger.id == "it")


def test_a_derived_day_that_never_comes_clears_a_trigger_and_says_why() -> None:
    # AI Act art. 111(2): an older system that is not meant for public authorities, without a design change
    never = dated(OLDER, "x: {value: yes}")
    assert (never.state, never.severity, never.binds) == (State.CLEAR, "warning", "")
    assert Ref("algorithm", "placed-on-market") in never.because


def test_an_undecided_trigger_with_a_known_day_misses_only_its_condition() -> None:
    waiting = dated(OLDER.replace("for-public-authorities: {value: no}", "for-public-authorities: {value: yes}"), "")
    assert (waiting.state, waiting.binds, waiting.missing) == (State.UNDECIDED, "2030-08-02", refs("x"))


def test_of_three_severities_none_of_which_holds_the_last_counts_with_what_it_rests_on() -> None:
    cases = ", ".join(
        f"{{when: people = {number}, value: {word}}}" for number, word in ((1, "blocker"), (2, "must"), (3, "warning"))
    )
    (verdict,) = judged(f"when: goal answered, severity: [{cases}]", "goal: {value: x}\npeople: {value: 4}")
    assert (verdict.severity, verdict.because, verdict.missing) == ("warning", refs("goal", "people"), ())
