"""How the conditions of decisions stand, and what is noticed when nobody follows them."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from commands import contents, iama
from decisions import chain, decide, doubts
from flagged import with_rows
from gated import ENGLISH, HOME, TODAY, approved, in_use, told

from iama.assess.followed import Digest, Evidence, Lapse, Rows, count_met, current_decisions, follow_conditions, lapses
from iama.gate.config import Config
from iama.model.approval import Approval, Condition, Decision
from iama.model.dossier import Row
from iama.model.problems import Level
from iama.model.struct import replace

DAY = date(2027, 3, 1)
LINK = {"source": "https://example.nl/meting"}


def decision(number: int, *conditions: Condition, choice: Decision = Decision.CONDITIONS) -> Approval:
    days = (f"2027-01-0{number}",) * 3
    return Approval(number, "iama-2.0", choice, "responsible", *days, conditions=conditions)


def state(condition: str, state: str, **cells: str) -> Row:
    return Row("recabc", {"condition": condition, "state": state, "by": "lawyer", "date": "2027-02-01", **cells})


def lists(conditions: Sequence[Row] = (), progress: Sequence[Row] = (), actions: Sequence[Row] = ()) -> Rows:
    held = {"conditions": conditions, "progress": progress, "actions": actions}
    return lambda question: held[question]


def found(approvals: Sequence[Approval], rows: Rows, digest: Digest | None = lambda _: "") -> list[str]:
    told = lapses(approvals, rows, DAY, digest)
    return [f"{one.code} {one.variant} {one.condition}".replace("  ", " ") for one in told]


MEASURED, TESTED = Condition("Measured", "measur", due="2027-02-15"), Condition("Tested", "tested")
BOTH = (decision(1, MEASURED, TESTED),)


def test_the_last_record_says_how_a_condition_stands_by_whom_when_and_why() -> None:
    rows = lists([state("measur", "open"), state("measur", "met", date="2027-02-01", note="By us.", **LINK)])
    measured, tested = follow_conditions(BOTH, rows)
    assert (measured.state, measured.by, measured.day, measured.note) == ("met", "lawyer", "2027-02-01", "By us.")
    assert measured.evidence is Evidence.LINK
    assert (tested.is_open, tested.evidence) == (True, Evidence.NONE)
    assert count_met((measured, tested)) == (1, 2)


def test_one_that_is_dropped_is_asked_no_more() -> None:
    rows = lists([state("measur", "dropped", note="The pilot ended.")])
    assert count_met(follow_conditions(BOTH, rows)) == (0, 1)
    assert found(BOTH, rows) == []


def test_an_action_point_that_is_done_meets_its_condition_but_shows_nothing() -> None:
    rows = lists(progress=[Row("p", {"action": "measur", "status": "done", "date": "2027-02-01"})])
    assert found(BOTH, rows) == ["condition-without-evidence measur"]


def test_a_record_counts_above_an_action_point_that_is_called_done() -> None:
    done = [Row("p", {"action": "measur", "status": "done"})]
    assert found(BOTH, lists([state("measur", "open")], done)) == ["condition-overdue measur"]


def test_a_condition_is_late_the_day_after_it_had_to_be_met() -> None:
    assert found(BOTH, lists()) == ["condition-overdue measur"]
    assert list(lapses(BOTH, lists(), date(2027, 2, 15), None)) == []


def test_evidence_is_a_link_a_reference_or_a_file_that_is_as_it_was() -> None:
    kept, other = sha256(b"first").hexdigest(), sha256(b"second").hexdigest()
    file = lists([state("measur", "met", source="meting.pdf", sha256=kept)])
    assert found(BOTH, lists([state("measur", "met", **LINK)])) == []
    assert found(BOTH, lists([state("measur", "met", source="Z-2027-12")])) == []
    assert found(BOTH, file, lambda _: kept) == []
    assert found(BOTH, file, lambda _: other) == ["condition-without-evidence changed measur"]
    assert found(BOTH, file, lambda _: "") == ["condition-without-evidence gone measur"]
    assert found(BOTH, file, lambda _: "too large") == ["condition-without-evidence large measur"]
    assert found(BOTH, file, None) == []  # in a bundle, which holds no evidence
    assert found(BOTH, lists([state("measur", "met")])) == ["condition-without-evidence measur"]
    early = state("measur", "met", date="2026-12-31", **LINK)
    assert found(BOTH, lists([early])) == ["condition-without-evidence before measur"]
    assert found(BOTH, lists([state("measur", "dropped")])) == ["condition-without-evidence dropped measur"]


@pytest.mark.parametrize("settled", ["met", "dropped"])
def test_nothing_is_settled_on_a_day_that_is_still_to_come(settled: str) -> None:
    later = state("measur", settled, date=(DAY + timedelta(days=1)).isoformat(), note="Said so", **LINK)
    assert found(BOTH, lists([later])) == ["condition-without-evidence to-come measur"]
    assert found(BOTH, lists([state("measur", settled, date=DAY.isoformat(), note="Said so", **LINK)])) == []


@pytest.mark.parametrize("settled", ["met", "dropped"])
def test_when_a_condition_was_settled_stands_with_it(settled: str) -> None:
    undated = state("measur", settled, date="", note="Said so", **LINK)
    assert found(BOTH, lists([undated])) == ["condition-without-evidence undated measur"]


@pytest.mark.parametrize("by", ["king", "lawyer"])
def test_a_role_that_nobody_has_records_nothing(by: str) -> None:
    rows = lists([state("measur", "met", by=by, **LINK)])
    told = lapses(BOTH, rows, DAY, None, roles={"lawyer": {}})
    assert [one.variant for one in told] == (["role"] if by == "king" else [])
    assert found(BOTH, rows) == []


@pytest.mark.parametrize(
    ("source", "outside"),
    [
        ("meting.pdf", False),
        ("../beside.pdf", False),
        ("../../docs/meting.pdf", False),
        ("docs/../../../meting.pdf", False),
        ("../../../meting.pdf", True),
        ("a/../../../../meting.pdf", True),
        ("/srv/meting.pdf", True),
        ("~/meting.pdf", True),
        ("C:\\meting.pdf", True),
        ("..\\..\\..\\meting.pdf", True),
        ("\\\\server\\share\\meting.pdf", True),
    ],
)
def test_a_file_outside_the_project_shows_nothing(source: str, outside: bool) -> None:
    rows = lists([state("measur", "met", source=source, sha256="ab" * 32)])
    expected = ["condition-without-evidence outside measur"] if outside else []
    assert found(BOTH, rows, lambda _: "ab" * 32) == expected


def test_a_later_decision_that_passes_over_an_open_condition_loses_it() -> None:
    after = (*BOTH, decision(2, Condition("Tested ", "anothe"), choice=Decision.CONDITIONS))
    assert found(after, lists()) == ["condition-lost measur"]  # the other stands in decision 2 in the same words
    assert found(after, lists([state("measur", "met", **LINK)])) == []
    assert Lapse("condition-lost", "", "measur", 1, "2027-02-15", 2) in lapses(after, lists(), DAY, None)


def test_a_no_go_ends_what_was_asked_before() -> None:
    refused = (*BOTH, decision(2, choice=Decision.NO_GO))
    assert found(refused, lists()) == []
    assert found((*refused, decision(3, choice=Decision.GO)), lists()) == []
    assert current_decisions(refused) == refused[1:]


def test_a_record_without_its_condition_and_other_words_are_told() -> None:
    assert found((), lists([state("measur", "met")])) == ["condition-lost stray measur"]
    forged = lists(actions=[Row("tested", {"text": "Nothing is needed", "status": "open"})])
    assert found(BOTH, forged) == ["condition-overdue measur", "condition-lost words tested"]


def test_clearing_every_list_of_the_follow_up_leaves_the_conditions_where_they_are() -> None:
    dossier = in_use()
    for question in ("conditions", "progress", "actions"):
        dossier = with_rows(dossier, f"follow-up.{question}")
    files = approved(dossier, conditions=(MEASURED,))
    (finding,) = told(files, "condition-overdue", as_of=DAY)
    assert finding.message == "condition `measur` of decision 1 had to be met on 2027-02-15"
    assert (finding.path, finding.question) == (f"{HOME}/follow-up.yaml", "conditions")
    assert "measur" not in "".join(one.message for one in told(files, "overdue-action", as_of=DAY))


def test_the_gate_looks_ahead_to_the_day_of_a_condition() -> None:
    soon = approved(in_use(), conditions=(Condition("Tested", "tested", due="2026-12-01"),))
    (finding,) = told(soon, "condition-overdue", as_of=TODAY)
    assert (str(finding.severity), finding.message) == (
        "warning",
        "condition `tested` of decision 1 must be met on 2026-12-01",
    )


def test_withholding_how_conditions_stand_makes_none_of_them_met() -> None:
    ground = {"assessment": "follow-up-1.0", "question": "conditions", "ground": "woo-5.1.2.d", "by": "lawyer"}
    reason = {"reason": "Agreed with the responsible person.", "date": "2026-11-20"}
    met = with_rows(in_use(), "follow-up.conditions", state("measur", "met", date="2026-11-22", **LINK))
    hidden = with_rows(met, "follow-up.withheld", Row("abcdef", {**ground, **reason}))
    files = approved(hidden, conditions=(MEASURED,))
    (finding,) = told(files, "condition-overdue", as_of=DAY, config=ENGLISH)
    assert "is withheld" in finding.message
    assert told(files, "condition-overdue", as_of=DAY, config=Config(language="en", edition="internal")) == []


def test_verify_says_which_record_of_a_condition_is_gone_since_the_last_decision() -> None:
    first = chain("conditions")
    row = Row("recabc", {"condition": "cndaaa", "state": "met", "by": "lawyer", "source": "Z-2026-12"})
    met = replace(first, dossier=with_rows(first.dossier, "follow-up.conditions", row))
    again = decide(met, "go", day=date(2026, 11, 21))
    assert [one.code for one in doubts(again) if one.code.startswith("condition")] == []
    cleared = with_rows(again.dossier, "follow-up.conditions")
    found = [one for one in doubts(again, cleared) if one.code == "condition-lost"]
    assert [(one.level, getattr(one.message, "key", ""), one.approval) for one in found] == [
        (Level.WARNING, "gate-condition-lost", 1),
        (Level.WARNING, "gate-condition-lost-record", 1),
    ]


def test_the_command_says_how_many_are_met_and_what_it_still_asks(tmp_path: Path) -> None:
    for path, content in approved(in_use(), conditions=(MEASURED, TESTED)).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)

    def say(*words: str) -> str:
        told = iama(tmp_path, *words)
        return told.out + told.err

    met = ("condition", "herzicht", "measur", "--by", "lawyer", "--state", "met")
    assert "1 of 2 conditions met\n    nothing shows it yet" in say(*met)
    assert "nothing shows" not in say(*met, "--reference", "Z-2027-12")
    outside = tmp_path.parent / "outside.pdf"
    outside.write_bytes(b"seen")
    (tmp_path / "linked.pdf").symlink_to(outside)
    kept = contents(tmp_path)
    for name in ("../../../outside.pdf", str(outside), "linked.pdf", "../../linked.pdf"):
        assert "lies outside the project" in say(*met, "--source", name)
    assert contents(tmp_path) == kept
    dropped = ("condition", "herzicht", "tested", "--by", "lawyer", "--state", "dropped")
    assert "1 of 1 condition met\n    it has no reason yet" in say(*dropped)
    assert "give one piece of evidence" in say(*met, "--reference", "Z", "--source", "https://example.nl")
    assert "row `tested` is a condition of decision 1" in say(
        "set", "herzicht", "--row", "tested", "actions", "status=done"
    )
    assert "the list has no rows" in say("set", "herzicht", "--row", "others", "parked", "text=x")
    assert re.search("1 (of 1 condition met|van 1 voorwaarde vervuld)", say("status", "herzicht"))
    assert re.search("1 (of 1 condition met|van 1 voorwaarde vervuld)", say("check", "herzicht"))
    assert re.search("1 (of 1 condition met|van 1 voorwaarde vervuld)", say("verify", "herzicht"))
    assert "they stand in the decisions: 0 of 2 conditions met" in say("set", "herzicht", "--clear", "conditions")
    go = ("approve", "herzicht", "-q", "iama-2.0", "--decision", "go", "--role", "responsible")
    assert "says nothing of 2 conditions of earlier ones that are still open: measur, tested" in say(*go)
