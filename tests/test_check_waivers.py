"""Claims about findings that are let stand: by two people and for a while, or because they were there at the start."""

from collections.abc import Iterable, Sequence
from datetime import date

import pytest
from flagged import with_answer
from gated import ENGLISH, TODAY, in_use, report

from iama.gate.config import Baseline, Config, Waiver
from iama.gate.config_tables import parse_gate_config
from iama.gate.finding import CheckFinding
from iama.gate.report import Report, pack_findings
from iama.gate.waivers import Settling, read_baseline, written_baseline
from iama.model.dossier import Answer, Dossier
from iama.model.problems import Level, UsageError
from iama.model.struct import replace

REASON = "Waiting for the new supplier to answer."
OPEN = with_answer(with_answer(in_use(), "iama.goal", Answer()), "iama.exit", Answer())


def waiver(code: str = "unanswered", *, until: str = "2027-06-01", question: str = "", trigger: str = "") -> Waiver:
    day = date.fromisoformat(until)
    return Waiver(code, "herzicht", REASON, "project-leader", "responsible", day, question, trigger, line=7)


def waived(*waivers: Waiver, dossier: Dossier = OPEN) -> Report:
    return report(dossier, config=replace(ENGLISH, waivers=waivers, path="iama.toml"))


def settle(
    findings: Sequence[CheckFinding],
    config: Config,
    baseline: frozenset[str] = frozenset(),
    known: frozenset[str] | None = None,
) -> list[CheckFinding]:
    """Return findings about Herzicht, marked, with what is wrong with waivers and baseline."""
    settling = Settling(config, TODAY, baseline)
    return [*settling.mark_pack(pack_findings(findings), "herzicht"), *settling.waiver_findings(known)]


def codes(found: Iterable[CheckFinding], *, standing: bool) -> list[str]:
    return [one.code for one in found if (one.waived is None) is standing and "waiver" not in one.code]


BASELINE = Baseline("baseline.json", "It was there already.", "project-leader", "responsible", date(2027, 1, 31))
KEPT = replace(ENGLISH, baseline=BASELINE)


def test_what_lasts_too_long_covers_nothing() -> None:
    long = replace(KEPT, baseline=replace(BASELINE, until=date(2999, 1, 1)))
    before = report(OPEN).findings
    kept = read_baseline("baseline.json", written_baseline(before).encode())
    assert [one.code for one in settle(before, long, kept) if one.waived] == []
    assert "waiver-too-long" in {one.code for one in settle(before, long, kept)}
    ended = replace(KEPT, baseline=replace(BASELINE, until=date(2026, 1, 1)))
    assert [one.code for one in settle(before, ended, kept) if "waiver" in one.code] == ["waiver-expired"]
    endless = waived(waiver(until="2999-01-01"))
    assert codes(endless, standing=False) == []
    assert "waiver-too-long" in {one.code for one in endless.findings if one.severity is Level.ERROR}


def test_whoever_approves_a_waiver_is_one_of_the_approvers() -> None:
    approvers = {"check": {"approvers": ["lawyer"]}}
    table = {"code": "stale", "algorithm": "herzicht", "reason": "We wait for the supplier.", "until": date(2027, 1, 1)}
    given = {**table, "by": "project-leader", "approved-by": "responsible"}
    with pytest.raises(UsageError, match="lawyer may approve"):
        parse_gate_config({**approvers, "waivers": [given]}, language="en")
    assert parse_gate_config({**approvers, "waivers": [{**given, "approved-by": "lawyer"}]}).waivers


def test_a_waiver_covers_its_code_or_one_question_of_it() -> None:
    assert codes(waived(waiver()), standing=False) == ["unanswered", "unanswered"]
    only = waived(waiver(question="goal"))
    assert [one.question for one in only.findings if one.waived] == ["goal"]
    assert only.summary.waived == 1
    (found,) = [one.waived for one in only.findings if one.waived]
    assert (found.reason, found.until) == (REASON, "2027-06-01")


def test_an_expired_waiver_is_an_error_and_covers_nothing() -> None:
    found = waived(waiver(until="2026-11-22"))
    assert codes(found, standing=False) == []
    (told,) = [one for one in found.findings if one.code == "waiver-expired"]
    assert (told.severity, told.cause, told.path, told.line) == (Level.ERROR, "date", "iama.toml", 7)


def test_the_last_day_of_a_waiver_counts() -> None:
    assert len(codes(waived(waiver(until="2026-11-23")), standing=False)) == 2


def test_a_waiver_that_soon_ends_is_a_warning() -> None:
    told = [one for one in waived(waiver(until="2026-12-01")).findings if one.code == "waiver-expired"]
    assert [(one.severity, one.cause) for one in told] == [(Level.WARNING, "date")]


def test_a_waiver_that_covers_nothing_is_a_warning() -> None:
    told = [one.severity for one in waived(waiver("stale")).findings if one.code == "waiver-unused"]
    assert told == [Level.WARNING]


def test_a_waiver_for_a_dossier_that_was_not_looked_at_is_left_alone() -> None:
    config = replace(ENGLISH, waivers=(waiver("stale"),))
    assert settle((), config, known=frozenset({"other"})) == []
    assert [one.code for one in settle((), config, known=frozenset({"herzicht"}))] == ["waiver-unused"]


def test_a_baseline_lets_stand_what_is_there_and_nothing_else() -> None:
    before = report(OPEN).findings
    kept = read_baseline("baseline.json", written_baseline(before).encode())
    assert codes(settle(before, KEPT, kept), standing=True) == []
    more = report(with_answer(OPEN, "iama.problem", Answer())).findings
    after = settle(more, KEPT, kept)
    assert "problem" in {one.question for one in after if one.waived is None}


def test_a_baseline_says_when_what_it_holds_was_resolved() -> None:
    kept = read_baseline("baseline.json", written_baseline(report(OPEN).findings).encode())
    (told,) = [one for one in settle((), KEPT, kept) if one.code == "waiver-unused"]
    assert told.message.endswith("4")


def test_a_baseline_holds_no_integrity() -> None:
    broken = report({"a/herzicht/algorithm.yaml": b"format: iama/9\n"}).findings
    assert {one.code for one in broken} >= {"missing-key", "invalid-value"}
    kept = read_baseline("baseline.json", written_baseline(broken).encode())
    assert all(one.waived is None for one in settle(broken, KEPT, kept) if one.cause == "file")


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b"\xff", b'{"iama_baseline": 2}', b'{"iama_baseline": 1, "findings": [3]}', b"[" * 9999],
)
def test_what_is_no_baseline_is_refused(content: bytes) -> None:
    with pytest.raises(UsageError, match="this is no baseline"):
        read_baseline("baseline.json", content)
