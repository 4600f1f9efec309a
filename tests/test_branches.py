"""Two branches on which decisions were recorded become one chain, and no signed decision is thrown away."""

import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from commands import iama
from decisions import Decided, chain, codes, decide, doubts, written

from iama.audit.anchor import dropped_doubts, entry_digests
from iama.audit.branches import NoCommonStart, merge_decisions
from iama.audit.withoutiama import made_name, proof_files
from iama.files.approvalfile import read_approvals
from iama.files.signatures import fault, sign_decision
from iama.model.approval import Approval
from iama.model.entries import approval_digest, signed_bytes
from iama.model.signing import Signing
from iama.model.struct import replace

START = chain("conditions")
MINE = decide(START, "go", day=date(2026, 11, 22), salt="a" * 32)
YOURS = decide(
    decide(START, "no-go", day=date(2026, 11, 21), salt="b" * 32), "go", day=date(2026, 11, 23), salt="c" * 32
)
TODAY = date(2026, 12, 1)


def of(decided: Decided) -> tuple[Approval, ...]:
    return tuple(decided.dossier.approvals)


def joined() -> Decided:
    """Return the dossier with the decisions of both branches, and all that they bind."""
    first, added = merge_decisions(of(START), of(MINE), of(YOURS))
    return MINE.with_(*first, *added, files={**MINE.files, **YOURS.files})


def test_the_decisions_of_both_branches_stand_and_are_proven() -> None:
    both = joined()
    assert [(one.number, one.as_made.number, one.decision.value) for one in of(both)] == [
        (1, 1, "conditions"),
        (2, 2, "go"),
        (3, 2, "no-go"),
        (4, 3, "go"),
    ]
    assert [code for code in codes(doubts(both, today=TODAY)) if code == "approval-broken"] == []


def test_whoever_merges_gets_the_same() -> None:
    assert merge_decisions(of(START), of(MINE), of(YOURS)) == merge_decisions(of(START), of(YOURS), of(MINE))


def test_an_earlier_state_of_either_branch_goes_on_in_it() -> None:
    for branch in (MINE, YOURS):
        assert list(dropped_doubts(of(joined()), entry_digests(of(branch)))) == []
    assert len(list(dropped_doubts(of(MINE), entry_digests(of(YOURS))))) == 2


def test_what_was_signed_is_the_entry_of_its_own_branch(tmp_path: Path) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", tmp_path / "key"], check=True)
    (tmp_path / "allowed").write_text("p1 " + (tmp_path / "key.pub").read_text("utf-8"), encoding="utf-8")
    signed = replace(of(YOURS)[1], signer="p1")
    signed = replace(signed, signature=sign_decision(signed, tmp_path / "key"))
    (*_, taken) = merge_decisions(of(START), of(START), (of(START)[0], signed))[1]
    assert taken == signed  # nothing was decided here meanwhile: it just goes on
    (taken,) = merge_decisions(of(START), of(decide(START, day=date(2026, 11, 20))), (of(START)[0], signed))[1]
    assert (taken.number, signed_bytes(taken)) == (3, signed_bytes(signed))
    assert fault(taken, tmp_path / "allowed", Signing(tmp_path / "allowed")) is None
    assert fault(replace(taken, merged=replace(signed, text="Other")), tmp_path / "allowed") is not None


@pytest.mark.parametrize("change", [{"number": 7}, {"previous": "sha256:" + "0" * 64}, {"text": "Another reason"}])
def test_an_entry_that_was_changed_inside_is_noticed(change: dict[str, Any]) -> None:
    both = joined()
    *others, last = of(both)
    assert last.merged is not None
    changed = replace(last.merged, **change).merged_as(last.number, last.previous)
    assert "approval-broken" in codes(doubts(both.with_(*others, changed), today=TODAY))


def test_it_is_written_and_read_back_and_merged_again() -> None:
    both = of(joined())
    assert read_approvals("approvals.yaml", written(both)) == (both, ())
    third = of(decide(START, "no-go", day=date(2026, 11, 24), salt="d" * 32))
    first, added = merge_decisions(of(START), both, third)
    again = (*first, *added)
    assert read_approvals("approvals.yaml", written(again)) == (again, ())
    assert all(
        list(dropped_doubts(again, entry_digests(branch))) == [] for branch in (both, third, of(MINE), of(YOURS))
    )
    last = again[-1]
    assert last.merged and approval_digest(last.merged) == entry_digests(third)[-1]
    assert proof_files(again)[made_name(last)] in proof_files(again)[f"proof/entry-{last.number}.json"]


def test_what_does_not_begin_alike_is_no_branch() -> None:
    with pytest.raises(NoCommonStart):
        merge_decisions(of(START), of(MINE), of(chain("go"))[:1])


def test_the_driver_merges_the_file_of_decisions(tmp_path: Path) -> None:
    for name, decided in (("base", START), ("ours", MINE), ("theirs", YOURS)):
        (tmp_path / name).write_text(written(of(decided)), encoding="utf-8", newline="\n")
    told = iama(tmp_path, "merge", "base", "ours", "theirs", "x/approvals.yaml", env={"IAMA_LANG": "en"})
    assert told.code == 0 and told.err.count("takes over") == 2
    assert (tmp_path / "ours").read_text("utf-8") == written(of(joined()))
