"""`approvals.yaml` as text: what is written is read back, and mistakes are told at their place."""

from dataclasses import replace

import pytest
from decisions import chain

from iama.files.approvalfile import read_approvals, write_approvals
from iama.model.approval import Approval, approval_of

ENTRIES = chain("go", "conditions").dossier.approvals
ODD = ("  two blanks first", "- a list\n\n# no comment", "yes", "sha256: nothing", "'\"", "é — ✓")


@pytest.mark.parametrize("text", ODD)
def test_what_is_written_is_read_back(text: str) -> None:
    entries = (
        replace(ENTRIES[0], text=text, signer="p1", signature="-----BEGIN-----\nab+/=\n-----END-----"),
        ENTRIES[1],
    )
    assert read_approvals("approvals.yaml", write_approvals(entries)) == (entries, ())


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_record_is_the_entry(entry: Approval) -> None:
    assert approval_of(entry.record()) == entry


def test_no_decisions_is_an_empty_list() -> None:
    assert read_approvals("approvals.yaml", write_approvals(())) == ((), ())


@pytest.mark.parametrize(
    ("old", "new", "line", "code"),
    [
        ("decision: go", "decision: gone", 5, "invalid-value"),
        ("number: 1", "number: one", 3, "invalid-value"),
        ("date: 2026-11-20", "date: 20-11-2026", 10, "invalid-value"),
        ("role: lawyer", "roles: lawyer", 6, "unknown-key"),
        ("iama-approvals/1", "iama-approvals/2", 1, "invalid-value"),
    ],
)
def test_a_mistake_is_told_at_its_place(old: str, new: str, line: int, code: str) -> None:
    _, findings = read_approvals("approvals.yaml", write_approvals(ENTRIES[:1]).replace(old, new, 1))
    assert (line, code) in [(one.place.line, one.code) for one in findings]


def test_a_file_that_is_not_yaml_is_one_finding() -> None:
    assert [one.code for one in read_approvals("approvals.yaml", "approvals: [")[1]] == ["unreadable-file"]
