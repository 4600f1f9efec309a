"""`approvals.yaml` as text: what is written is read back, what stood there stays, mistakes are told at their place."""

from pathlib import Path

import pytest
from decisions import chain, written

from iama.files.approvalfile import read_approvals, with_entry
from iama.model import format1, format2
from iama.model.approval import Approval
from iama.model.entries import approval_digest, approval_record
from iama.model.problems import CannotSave
from iama.model.struct import replace

PATH = Path("approvals.yaml")
ENTRIES = chain("go", "conditions").dossier.approvals
DIGEST = "sha256:" + "0a" * 32
# as the program of 2026 wrote it
FIRST = f"""format: iama-approvals/1
approvals:
  - number: 1
    questionnaire: fria-1.0
    decision: conditions
    role: responsible
    text: |-
      For  these reasons
    conditions:
      - text: |-
          Measure first
        owner: lawyer
        due: 2027-01-01
        action: cndaaa
    date: 2026-11-20
    as-of: 2026-11-19
    contract: 1
    snapshot: "{DIGEST}"
    public: "{DIGEST}"
    letters:
      a: "{DIGEST}"
"""
ODD = ("  two blanks first", "- a list\n\n# no comment", "yes", "sha256: nothing", "'\"", "é — ✓", DIGEST)


@pytest.mark.parametrize("text", ODD)
def test_what_is_written_is_read_back(text: str) -> None:
    signed = replace(ENTRIES[0], signer="p1", signature="-----BEGIN-----\nab+/=\n-----END-----")
    entries = (
        replace(signed, text=text, body=text, reference=text, public_reason=text, decided_on="2026-11-18"),
        replace(ENTRIES[1], conditions=(replace(ENTRIES[1].conditions[0], text=text, blocking=True),)),
    )
    assert read_approvals("approvals.yaml", written(entries)) == (entries, ())


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_record_is_the_entry(entry: Approval) -> None:
    assert format2.entry_of(approval_record(entry)) == entry


def test_an_entry_of_the_first_format_is_read_as_it_was_meant() -> None:
    (entry,), findings = read_approvals("approvals.yaml", FIRST)
    assert findings == ()
    assert (entry.decided_on, entry.recorded_on, entry.as_of) == ("2026-11-20", "2026-11-20", "2026-11-19")
    assert (entry.conditions[0].id, entry.keeps_pages, entry.public) == ("cndaaa", False, DIGEST)
    assert format1.entry_of(approval_record(entry)) == entry
    assert list(approval_record(entry)) == (
        "number questionnaire decision role text conditions date as-of contract snapshot public letters".split()
    )


def test_what_was_recorded_before_keeps_its_bytes_and_its_digest() -> None:
    (first,), _ = read_approvals("approvals.yaml", FIRST)
    later = replace(ENTRIES[0], number=2, previous=approval_digest(first))
    text = with_entry(PATH, FIRST, later)
    assert text.startswith(FIRST.replace("iama-approvals/1", "iama-approvals/2"))
    assert read_approvals("approvals.yaml", text) == ((first, later), ())
    again = with_entry(PATH, text, replace(later, number=3))
    assert again.startswith(text)


@pytest.mark.parametrize("end", ["", "\n\n", "# by hand\n"])
def test_a_file_with_another_end_gets_one_more_entry(end: str) -> None:
    before = FIRST.rstrip("\n") + "\n" * end.startswith("#") + end
    read = read_approvals("approvals.yaml", with_entry(PATH, before, replace(ENTRIES[0], number=2)))
    assert (len(read[0]), read[1]) == (2, ())


def test_a_decision_that_would_not_be_read_back_is_not_saved() -> None:
    for before, entry in ((FIRST, replace(ENTRIES[0], role="\ud800")), (FIRST + "    text: twice\n", ENTRIES[0])):
        with pytest.raises(CannotSave, match="nothing was saved"):
            with_entry(PATH, before, entry)


def test_no_decisions_is_an_empty_list() -> None:
    assert read_approvals("approvals.yaml", written(())) == ((), ())


@pytest.mark.parametrize(
    ("old", "new", "line", "code"),
    [
        ("decision: go", "decision: gone", 5, "invalid-value"),
        ("number: 1", "number: one", 3, "invalid-value"),
        ("recorded-on: 2026-11-20", "recorded-on: 20-11-2026", 9, "invalid-value"),
        ("role: lawyer", "roles: lawyer", 6, "unknown-key"),
        ("iama-approvals/2", "iama-approvals/3", 1, "invalid-value"),
        ("pages:", "sheets:", 14, "unknown-key"),
    ],
)
def test_a_mistake_is_told_at_its_place(old: str, new: str, line: int, code: str) -> None:
    _, findings = read_approvals("approvals.yaml", written(ENTRIES[:1]).replace(old, new, 1))
    assert (line, code) in [(one.place.line, one.code) for one in findings]


def test_a_file_that_is_not_yaml_is_one_finding() -> None:
    assert [one.code for one in read_approvals("approvals.yaml", "approvals: [")[1]] == ["unreadable-file"]
