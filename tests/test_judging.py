"""A decision that could never have been taken is found, whoever signed it; an honest one stays as it is."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from decisions import (
    ANSWERS,
    IAMA,
    KNOWN,
    TREES,
    Decided,
    bound_anew,
    chain,
    decide,
    doubts,
    moment,
    small,
    unfolded,
)
from given import AS_OF, NO_LAW, given, tree

from iama.audit.approving import Wish, compose_decision
from iama.audit.doubt import Doubt
from iama.audit.judging import Today
from iama.audit.verification import Seal, verify_decisions
from iama.model.approval import Decision, Program
from iama.model.dossier import Dossier
from iama.model.format2 import entry_record
from iama.model.struct import replace

JUDGED = {"impossible-decision", "contradictory-dates", "would-not-pass-today"}
PROHIBITED = ANSWERS[IAMA].replace("prohibited: {value: 'no'}", "prohibited: {value: 'yes'}")
WAITS = ANSWERS[IAMA].replace(
    "equality: {value: edge}", "equality: {status: unknown, follow: {by: lawyer, due: 2027-01-31}}"
)
WAITS_FOR_EVER = ANSWERS[IAMA].replace("equality: {value: edge}", "equality: {status: unknown, follow: {by: lawyer}}")


def said(decided: Decided, known: Today = KNOWN) -> Sequence[Doubt]:
    """Return what `verify` says of whether a decision could have been taken."""
    every = verify_decisions(decided.kept, decided.dossier, lambda _: (Seal.VALID, ""), AS_OF, known)
    return [doubt for doubt in every if doubt.code in JUDGED]


def codes(decided: Decided, known: Today = KNOWN) -> list[tuple[str, str]]:
    return [(doubt.code, str(doubt.level)) for doubt in said(decided, known)]


def dossier(iama: str) -> Dossier:
    """Return the small dossier with these answers of its IAMA."""
    return replace(small(), assessments={one.ref: given(one, text) for one, text in {**ANSWERS, IAMA: iama}.items()})


def decided_on(day: str, about: Dossier | None = None) -> Decided:
    """Return a dossier with a decision of an earlier day, recorded on the usual one."""
    wish = Wish("iama-2.0", Decision.GO, "lawyer", "p1", decided_on=day)
    about = about or small()
    made = compose_decision(about, TREES, NO_LAW, wish, moment())
    return Decided(replace(about, approvals=(made.entry,)), made.files, made.objects)


def test_an_honest_decision_stays_as_it_is() -> None:
    assert said(decide(Decided(small(), {}), "go")) == []
    assert said(decide(Decided(small(), {}), "go", "fria-1.0")) == []


@pytest.mark.parametrize(
    ("iama", "named"),
    [("goal: {}", "open question: `goal` 1.1 goal?"), (PROHIBITED, "blocker that stands: `banned`")],
    ids=["nothing answered", "a blocker stands"],
)
def test_a_decision_to_go_on_in_spite_of_what_stands_in_its_way_is_an_error(iama: str, named: str) -> None:
    for decision in ("go", "conditions"):
        (doubt,) = said(decide(Decided(dossier(iama), {}), decision))
        assert (doubt.code, str(doubt.level), doubt.approval) == ("impossible-decision", "error", 1)
        assert named in str(doubt.message)
    assert said(decide(Decided(dossier(iama), {}), "no-go")) == []


def test_what_somebody_finds_out_by_a_day_may_be_unknown_on_conditions_alone() -> None:
    assert codes(decide(Decided(dossier(WAITS), {}), "conditions")) == []
    assert codes(decide(Decided(dossier(WAITS), {}), "go")) == [("impossible-decision", "error")]
    assert codes(decide(Decided(dossier(WAITS_FOR_EVER), {}), "conditions")) == [("impossible-decision", "error")]


@pytest.mark.parametrize(
    ("whole", "code"),
    [([], "approval-broken"), (["algorithm-1.0"], "approval-broken"), (["iama-2.0"], "impossible-decision")],
)
def test_a_decision_that_covers_less_than_it_must_is_an_error(whole: list[str], code: str) -> None:
    honest = decide(Decided(small(), {}), "go")
    (entry,) = honest.dossier.approvals
    record = unfolded(honest, entry)
    cut = bound_anew(honest, entry, {**record, "covers": {**record["covers"], "whole": whole}})
    assert (code, "error") in [(doubt.code, str(doubt.level)) for doubt in doubts(cut)]


def test_a_role_that_the_questions_do_not_know_decides_nothing() -> None:
    for decision in ("go", "no-go"):
        (doubt,) = said(remade(decide(Decided(small(), {}), decision), role="king"))
        assert (doubt.code, str(doubt.level)) == ("impossible-decision", "error")
        assert "`king`" in str(doubt.message)


def test_digests_of_other_answers_to_article_27_are_an_error() -> None:
    honest = decide(Decided(small(), {}), "go", "fria-1.0")
    letters = honest.dossier.approvals[0].letters
    assert letters and said(honest) == []
    elsewhere = replace(KNOWN, program=Program("9", "sha256:" + "cd" * 32))
    other = "sha256:" + "1" * 64
    for forged in ({**letters, "a": other}, {next(iter(letters)): other}, dict([*letters.items()][1:]), {}):
        for known in (KNOWN, elsewhere):
            assert codes(remade(honest, letters=forged), known) == [("impossible-decision", "error")]
    assert codes(remade(decide(Decided(small(), {}), "go"), letters={"b": other})) == [("impossible-decision", "error")]


@pytest.mark.parametrize("forged", ["cut", "other words", "invented"])
def test_a_snapshot_that_forgets_what_earlier_decisions_asked_is_an_error(forged: str) -> None:
    honest = chain("conditions", "go")
    first, second = honest.dossier.approvals
    record = unfolded(honest, second)
    (asked,) = record["earlier-conditions"]
    earlier = {"cut": [], "other words": [{**asked, "text": "Measure one day"}]}.get(
        forged, [asked, {**asked, "id": "x"}]
    )
    made = bound_anew(honest, second, {**record, "earlier-conditions": earlier} if earlier else cut_key(record))
    files = {
        **{name: content for name, content in honest.files.items() if second.snapshot[7:] not in name},
        **made.files,
    }
    again = replace(made.with_(first, *made.dossier.approvals, files=files), objects={**honest.objects, **made.objects})
    assert [doubt.approval for doubt in said(honest)] == []
    assert [(one.code, one.approval) for one in said(again) if "conditions" in str(one.message)] == [
        ("impossible-decision", 2)
    ]


def cut_key(record: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key != "earlier-conditions"}


@pytest.mark.parametrize(("as_of", "level"), [("2031-01-01", "warning"), ("2020-01-01", "warning"), (None, "")])
def test_pages_of_a_day_on_which_other_flags_stood_are_told(as_of: str | None, level: str) -> None:
    rules = """
    - {id: before, when: start > as-of, severity: must}
    - {id: after, when: end < as-of, severity: must}
    """
    timed = tree("- {id: start, kind: date}\n- {id: end, kind: date}", triggers=rules)
    trees = (*(one for one in TREES if one is not IAMA), timed)
    answers = given(timed, "start: {value: 2026-01-01}\nend: {value: 2028-01-01}")
    about = small().with_assessment(answers)
    day = date.fromisoformat(as_of) if as_of else AS_OF
    when = replace(moment(), as_of=day)
    made = compose_decision(about, trees, NO_LAW, Wish("iama-2.0", Decision.GO, "lawyer", "p1"), when)
    decided = Decided(replace(about, approvals=(made.entry,)), made.files, made.objects)
    assert [one for one in codes(decided) if one[0] == "contradictory-dates"] == (
        [("contradictory-dates", level)] if level else []
    )


def remade(honest: Decided, **said_of: Any) -> Decided:
    """Return a dossier whose one decision says something else, in its entry and in its snapshot."""
    (entry,) = honest.dossier.approvals
    forged = replace(entry, **said_of)
    return bound_anew(honest, forged, {**unfolded(honest, entry), "decision": entry_record(forged.draft())})


def test_an_adopted_answer_that_is_left_out_of_a_decision_is_an_error() -> None:
    honest = decide(Decided(small(), {}), "go", "fria-1.0")
    (entry,) = honest.dossier.approvals
    record = unfolded(honest, entry)
    cut = bound_anew(honest, entry, {**record, "covers": {**record["covers"], "answers": {}}})
    assert codes(cut) == [("impossible-decision", "error")]
    elsewhere = replace(KNOWN, program=Program("9", "sha256:" + "cd" * 32))
    assert codes(cut, elsewhere) == [("would-not-pass-today", "note")]


def test_an_answer_that_is_younger_than_the_decision_is_an_error() -> None:
    assert said(decided_on("2026-10-14")) == []
    (doubt,) = said(decided_on("2026-10-13"))
    assert (doubt.code, str(doubt.level)) == ("contradictory-dates", "error")
    assert "one answer" in str(doubt.message) and "1.1 `goal`" in str(doubt.message)
    assert "Find leaks" not in str(doubt.message)


def test_a_decision_before_its_instrument_was_published_is_an_error() -> None:
    def published(day: str) -> Decided:
        honest = decided_on("2026-10-20")
        (entry,) = honest.dossier.approvals
        record = unfolded(honest, entry)
        trees = record["questionnaires"]
        dated = {**trees[IAMA.ref], "source": {"title": "IAMA", "published": day}}
        return bound_anew(honest, entry, {**record, "questionnaires": {**trees, IAMA.ref: dated}})

    assert codes(published("2026-10-20")) == []
    assert codes(published("2026-10-21")) == [("contradictory-dates", "error")]


def test_what_only_newer_questions_find_is_a_note() -> None:
    stricter = tree(
        """
        - {id: goal, number: "1.1", kind: text}
        - {id: prohibited, kind: yes-no}
        - {id: duty, kind: text}
        """
    )
    today = replace(KNOWN, asked={IAMA.ref: stricter}.get)
    (doubt,) = said(decide(Decided(small(), {}), "go"), today)
    assert (doubt.code, str(doubt.level)) == ("would-not-pass-today", "note")
    assert "duty" in str(doubt.message)
    assert said(decide(Decided(small(), {}), "no-go"), today) == []


def test_a_role_that_answered_nearly_everything_and_decided_is_told() -> None:
    questions = "".join(f"- {{id: q{number}, kind: text}}\n" for number in range(10))
    asked = tree(questions)
    for roles, told in ((["lawyer"], ["note"]), (["lawyer", "ethicist"], []), (["ethicist"], [])):
        text = "".join(f"q{number}: {{value: x, by: [{', '.join(roles)}]}}\n" for number in range(10))
        about = Dossier("scan", {asked.ref: given(asked, text)})
        made = compose_decision(about, [asked], NO_LAW, Wish(asked.ref, Decision.GO, "lawyer"), moment())
        decided = Decided(replace(about, approvals=(made.entry,)), made.files, made.objects)
        every = verify_decisions(decided.kept, decided.dossier, lambda _: (Seal.NONE, ""), AS_OF, KNOWN)
        assert [str(doubt.level) for doubt in every if doubt.code == "decided-alone"] == told
        strict = replace(KNOWN, separate_roles=True)
        every = verify_decisions(decided.kept, decided.dossier, lambda _: (Seal.NONE, ""), AS_OF, strict)
        assert [str(doubt.level) for doubt in every if doubt.code == "decided-alone"] == ["error" for _ in told]


def test_only_the_last_decision_is_held_against_newer_questions() -> None:
    stricter = tree("- {id: duty, kind: text}")
    twice = decide(decide(Decided(small(), {}), "go", day=date(2026, 11, 20)), "go")
    assert [doubt.approval for doubt in said(twice, replace(KNOWN, asked={IAMA.ref: stricter}.get))] == [2]
