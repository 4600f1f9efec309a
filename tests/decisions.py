"""Small dossiers with decisions about them, so that a test can change one thing and see what is noticed."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from given import AS_OF, NO_LAW, given, tree
from msgspec import Struct, field

from iama.audit.approving import Moment, Wish, compose_decision
from iama.audit.chain import Kept
from iama.audit.doubt import Doubt
from iama.audit.judging import Today
from iama.audit.pages import page_names
from iama.audit.snapshot import file_name
from iama.audit.verification import Seal, verify_decisions
from iama.cli.asapproved import render_html
from iama.files.approvalfile import FORMAT, entry_text
from iama.files.shipped import SHIPPED
from iama.model.approval import Approval, Condition, Decision, Program
from iama.model.canonical import canonical_bytes, digest_of
from iama.model.dossier import Dossier
from iama.model.questionnaire import Questionnaire
from iama.model.struct import replace
from iama.publish.wording import View

SALT = "0123456789abcdef" * 2
ALGORITHM = tree(
    """
    - {id: name, kind: text}
    - {id: reach, kind: choice, options: [wide, small]}
    """,
    id_="algorithm",
    version="1.0",
)
IAMA = tree(
    """
    - {id: goal, number: "1.1", kind: text}
    - {id: prohibited, kind: yes-no}
    - {id: process, kind: text, when: prohibited = no}
    - {id: rights, kind: choices, options: [privacy, equality, none]}
    - {id: weight, kind: choice, options: [core, edge], repeat: rights}
    - {id: remark, kind: text, required: false}
    - id: actions-why
      kind: rows
      required: false
      columns: {text!: text, owner: text, due: date, status: [open, done], blocking: yes-no}
    """,
    triggers="""
    - {id: banned, when: prohibited = yes, severity: blocker}
    - {id: watched, when: fria.harm = yes, severity: must}
    """,
)
FRIA = tree(
    """
    - {id: why, kind: text, covers: ["27(1)(a)"], reuse: [iama/process]}
    - {id: harm, kind: yes-no, covers: ["27(1)(d)"]}
    - {id: other, kind: text, required: false}
    """,
    id_="fria",
    version="1.0",
)
FOLLOW_UP = SHIPPED.resolve_questionnaire("follow-up-1.0")
TREES = (ALGORITHM, IAMA, FRIA, FOLLOW_UP)
ANSWERS: Mapping[Questionnaire, str] = {
    ALGORITHM: "name: {value: Scan}\nreach: {value: wide}",
    IAMA: """
    goal:
      value: Find leaks
      note: A note
      note-internal: Between us
      dissent: [{by: ethicist, text: Not so}]
      by: [lawyer]
      date: 2026-10-14
      sources: [{title: DPIA, path: dpia.pdf, version: '1.2', date: 2026-10-01, sha256: 5f1c09}]
      carried: {from: iama-1.0/1.1, confirmed: 2026-10-02}
      stamp: aa1409d8
    prohibited: {value: 'no'}
    process: {value: By hand}
    rights: {value: [privacy, equality]}
    remark: {status: unknown, reason: Not yet, follow: {by: lawyer, due: 2027-01-31}}
    weight:
      each:
        privacy: {value: core}
        equality: {value: edge}
    actions-why: {value: [{id: rowaaa, text: Ask, owner: lawyer, due: 2027-01-01, status: open, blocking: 'yes'}]}
    """,
    FRIA: """
    why: {adopts: [{from: iama-2.0/process, seen: 6a39dd1cb167b726}]}
    harm: {value: 'no'}
    other: {value: Something}
    """,
    FOLLOW_UP: "phase: {value: development}",
}


PROGRAM = Program("0.1.0", "sha256:" + "ab" * 32)


def html(view: View) -> str:
    """Return a page as the program of today makes it."""
    return render_html(view)


KNOWN = Today(program=PROGRAM, render=html)


def moment(day: date = AS_OF, *, salt: str = SALT) -> Moment:
    """Return the day of a decision with the rest that comes from outside."""
    return Moment(day, day, salt, PROGRAM, html)


class Decided(Struct, frozen=True):
    """A dossier with its decisions, and the snapshots, pages and objects that they bind."""

    dossier: Dossier
    files: Mapping[str, bytes]
    objects: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def kept(self) -> Kept:
        return Kept(self.dossier.id, self.dossier.approvals, self.files, self.objects)

    def with_(self, *approvals: Approval, files: Mapping[str, bytes] | None = None) -> "Decided":
        """Return the same with other entries, or other files."""
        return replace(
            self, dossier=replace(self.dossier, approvals=approvals), files=self.files if files is None else files
        )


def written(approvals: Sequence[Approval]) -> str:
    """Return the file of decisions."""
    return "".join([f"format: {FORMAT}\napprovals:\n", *map(entry_text, approvals)])


def small() -> Dossier:
    """Return a dossier in which everything required is answered."""
    return Dossier("scan", {one.ref: given(one, answers) for one, answers in ANSWERS.items()}, {"p1": "Ada Example"})


def decide(
    before: Decided, decision: str = "go", ref: str = "iama-2.0", day: date = AS_OF, *, salt: str = SALT
) -> Decided:
    """Return the dossier with one more decision about an assessment."""
    conditions = (Condition("Measure first", "cndaaa", "lawyer", "2027-01-01"),) if decision == "conditions" else ()
    wish = Wish(ref, Decision(decision), "lawyer", "p1", text="For these reasons", conditions=conditions)
    made = compose_decision(before.dossier, TREES, NO_LAW, wish, moment(day, salt=salt))
    dossier = replace(before.dossier, approvals=(*before.dossier.approvals, made.entry))
    return Decided(dossier, {**before.files, **made.files}, {**before.objects, **made.objects})


def chain(*decisions: str) -> Decided:
    """Return the small dossier with these decisions about its IAMA, one a day."""
    decided = Decided(small(), {})
    for number, decision in enumerate(decisions):
        decided = decide(decided, decision, day=date(2026, 11, 20 + number))
    return decided


def unfolded(decided: Decided, entry: Approval) -> Any:
    """Return the snapshot of an entry as plain data, with its question trees and legal facts inside."""
    record = json.loads(decided.files[file_name(entry.snapshot)])
    held = {name: json.loads(content) for name, content in decided.objects.items()}
    trees = {ref: held[file_name(digest)] for ref, digest in record["questionnaires"].items()}
    return {**record, "questionnaires": trees, "law": held[file_name(record["law"])]}


def bound_anew(decided: Decided, entry: Approval, record: Any) -> Decided:
    """Return the dossier with one entry, which binds a record as `unfolded` gives it, and its pages as they were."""
    objects = {}

    def kept(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        content = canonical_bytes(value)
        objects[file_name(digest_of(content))] = content
        return digest_of(content)

    if isinstance(record, dict) and isinstance(record.get("questionnaires"), dict):
        trees = {ref: kept(tree) for ref, tree in record["questionnaires"].items()}
        record = {**record, "questionnaires": trees, "law": kept(record.get("law"))}
    content = canonical_bytes(record)
    bound = replace(entry, snapshot=digest_of(content))
    files = {file_name(bound.snapshot): content}
    for old, new in zip(page_names(entry), page_names(bound), strict=True):
        files[new] = decided.files[old]
    return replace(decided.with_(bound, files=files), objects=objects)


def doubts(decided: Decided, now: Dossier | None = None, today: date = AS_OF) -> list[Doubt]:
    """Return what `verify` says when the dossier stands as it does, or as `now`."""
    return list(verify_decisions(decided.kept, now or decided.dossier, lambda _: (Seal.VALID, ""), today, KNOWN))


def codes(found: Sequence[Doubt]) -> list[str]:
    return [doubt.code for doubt in found]
