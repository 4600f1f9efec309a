"""Small dossiers with decisions about them, so that a test can change one thing and see what is noticed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from given import AS_OF, NO_LAW, given, tree

from iama.audit.approving import Wish, recorded
from iama.audit.chain import Kept
from iama.audit.snapshot import file_name
from iama.audit.verification import Doubt, Seal, verified
from iama.files import shipped
from iama.model.approval import Approval, Condition, Decision
from iama.model.dossier import Dossier
from iama.model.questionnaire import Questionnaire

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
FOLLOW_UP = shipped.resolve("follow-up-1.0")
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
    weight:
      each:
        privacy: {value: core}
        equality: {status: unknown, reason: Not yet, follow: {by: lawyer, due: 2027-01-31}}
    actions-why: {value: [{id: rowaaa, text: Ask, owner: lawyer, due: 2027-01-01, status: open, blocking: 'yes'}]}
    """,
    FRIA: "why: {adopts: [{from: iama-2.0/process, seen: x}]}\nharm: {value: 'no'}\nother: {value: Something}",
    FOLLOW_UP: "phase: {value: development}",
}


@dataclass(frozen=True)
class Decided:
    """A dossier with its decisions and the snapshots that they bind."""

    dossier: Dossier
    files: Mapping[str, bytes]

    @property
    def kept(self) -> Kept:
        return Kept(self.dossier.id, self.dossier.approvals, self.files)

    def with_(self, *approvals: Approval, files: Mapping[str, bytes] | None = None) -> "Decided":
        """Return the same with other entries, or other files."""
        return Decided(replace(self.dossier, approvals=approvals), self.files if files is None else files)


def small() -> Dossier:
    """Return a dossier in which everything required is answered but one weight, which somebody finds out."""
    return Dossier("scan", {one.ref: given(one, answers) for one, answers in ANSWERS.items()}, {"p1": "Ada Example"})


def decide(
    before: Decided, decision: str = "go", ref: str = "iama-2.0", day: date = AS_OF, *, salt: str = SALT
) -> Decided:
    """Return the dossier with one more decision about an assessment."""
    conditions = (Condition("Measure first", "cndaaa", "lawyer", "2027-01-01"),) if decision == "conditions" else ()
    wish = Wish(ref, Decision(decision), "lawyer", "p1", "For these reasons", conditions)
    entry, bound = recorded(before.dossier, TREES, NO_LAW, wish, today=day, as_of=day, salt=salt)
    dossier = replace(before.dossier, approvals=(*before.dossier.approvals, entry))
    return Decided(dossier, {**before.files, file_name(entry.snapshot): bound.written()})


def chain(*decisions: str) -> Decided:
    """Return the small dossier with these decisions about its IAMA, one a day."""
    decided = Decided(small(), {})
    for number, decision in enumerate(decisions):
        decided = decide(decided, decision, day=date(2026, 11, 20 + number))
    return decided


def doubts(decided: Decided, now: Dossier | None = None, today: date = AS_OF) -> list[Doubt]:
    """Return what `verify` says when the dossier stands as it does, or as `now`."""
    return list(verified(decided.kept, now or decided.dossier, lambda _: (Seal.VALID, ""), today))


def codes(found: Sequence[Doubt]) -> list[str]:
    return [doubt.code for doubt in found]
