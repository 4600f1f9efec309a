"""Every code of the gate: a case in which it speaks, at which level in each phase, and one in which it is quiet."""

from collections.abc import Callable, Mapping
from datetime import date
from hashlib import sha256

import pytest
from flagged import empty, with_answer, with_answers, with_rows
from gated import ENGLISH, HOME, TODAY, approved, in_use, thoughtless, written

from iama.audit.verification import Seal
from iama.files.elsewheretext import write_elsewhere
from iama.files.layout import write_assessment
from iama.files.shipped import SHIPPED
from iama.gate.check import Examined, check, examine
from iama.gate.codes import ABOUT_POLICY, OF_CHANGE
from iama.gate.config import Config, Waiver
from iama.gate.inventory import Inventory
from iama.gate.list_findings import compare_inventory
from iama.gate.rules import CODES
from iama.model.approval import Condition
from iama.model.dossier import Answer, Assessment, Dossier, Row, Source, State
from iama.model.elsewhere import Elsewhere
from iama.model.struct import replace

Phase = Mapping[str, str]
Files = Mapping[str, bytes]

IN_USE: Phase = {}
BEFORE: Phase = {"follow-up.phase": "development", "algorithm.first-use": "2027-06-01"}
SOON: Phase = {"follow-up.phase": "development", "algorithm.first-use": "2026-12-20"}
RETIRED: Phase = {"follow-up.phase": "retired"}
PHASES = (IN_USE, BEFORE, SOON, RETIRED)
GROUND = {"assessment": "iama-2.0", "question": "representative", "by": "lawyer", "date": "2026-11-20"}
REASON = "Agreed with the responsible person."


def phased(phase: Phase, **given: str) -> Dossier:
    """Return the sound dossier in a phase, with other answers: `iama__exit` names one."""
    named = {name.replace("__", ".").replace("_", "-"): value for name, value in given.items()}
    return in_use({**named, **phase})


def broken(file: str, old: str, new: str) -> Callable[[Phase], Files]:
    """Return files of which one was changed by hand after everything was approved."""

    def made(phase: Phase) -> Files:
        files = dict(approved(phased(phase)))
        text = files[f"{HOME}/{file}"].decode()
        assert old in text
        return files | {f"{HOME}/{file}": text.replace(old, new, 1).encode()}

    return made


def beside(file: str, text: str) -> Callable[[Phase], Files]:
    return lambda phase: {**approved(phased(phase)), f"{HOME}/{file}": text.encode()}


def changed(phase: Phase) -> Files:
    return {**approved(phased(phase)), **written(with_answers(phased(phase), {"iama.exit": "Otherwise."}))}


def snapshot_gone(phase: Phase) -> Files:
    return {path: content for path, content in approved(phased(phase)).items() if "/approved/" not in path}


def without_iama(phase: Phase) -> Files:
    return {path: content for path, content in written(phased(phase)).items() if not path.endswith("iama-2.0.yaml")}


def done_elsewhere(review: str) -> Callable[[Phase], Files]:
    """Return files of which the IAMA was done elsewhere, to be looked at again on a day."""
    record = Elsewhere("iama-1.0", "2025-06-01", "Het college", "iama.pdf", "0" * 64, "2026-11-20", review)
    return lambda phase: {**without_iama(phase), f"{HOME}/elsewhere.yaml": write_elsewhere([record]).encode()}


def test_what_was_done_elsewhere_is_not_missing_and_stands_for_nothing_more() -> None:
    assert found(without_iama(IN_USE), "missing-assessment") == "error"
    files = done_elsewhere("2027-06-01")(IN_USE)
    assert found(files, "missing-assessment") == "" and found(files, "used-before-approval") == ""
    late = {name: text.replace(b"2025-06-01", b"2026-11-23") for name, text in files.items()}
    assert found(late, "used-before-approval") == "error"  # decided after the first day of use


def old_instrument(phase: Phase) -> Files:
    tree = SHIPPED.resolve_questionnaire("iama-1.0")
    old = write_assessment(Assessment(tree.ref, "nl"), tree).encode()
    return {**without_iama(phase), f"{HOME}/iama-1.0.yaml": old}


def with_document(phase: Phase) -> Files:
    source = Source("DPIA", "dpia.pdf", sha256=sha256(b"first").hexdigest())
    answer = replace(in_use().assessments["iama-2.0"].answer_to("goal"), sources=(source,))
    return {**written(with_answer(phased(phase), "iama.goal", answer)), f"{HOME}/dpia.pdf": b"second"}


def with_hidden_sign(phase: Phase) -> Dossier:
    return with_answer(phased(phase), "iama.goal", Answer("Net\u200bjes."))


def hidden_sign(phase: Phase) -> Files:
    return written(with_hidden_sign(phase))


def restamped(phase: Phase) -> Dossier:
    old = replace(in_use().assessments["iama-2.0"].answer_to("goal"), stamp="00000000")
    return with_answer(phased(phase), "iama.goal", old)


def withheld(phase: Phase, **cells: str) -> Dossier:
    return with_rows(phased(phase), "follow-up.withheld", Row("abcdef", GROUND | cells))


def state(condition: str, state: str, **cells: str) -> Row:
    """Return the row that records how a condition stands."""
    return Row("abcdef", {"condition": condition, "state": state, "by": "lawyer", "date": "2026-11-22", **cells})


def conditional(*conditions: Row) -> Callable[[Phase], Files]:
    """Return files of a decision on one condition, of which these rows say how it stands."""

    def made(phase: Phase) -> Files:
        dossier = with_rows(phased(phase), "follow-up.conditions", *conditions)
        return approved(dossier, conditions=(Condition("Measured per group", "measur", due="2026-11-21"),))

    return made


def unregistered(phase: Phase) -> Dossier:
    gone = {"follow-up.situation": ["none"]}
    return with_answer(with_answers(phased(phase), gone), "follow-up.register-id", Answer())


def hurried(phase: Phase) -> Dossier:
    """Return a dossier in which every text is "x", all flags are accepted so, by the role that decides."""
    return thoughtless(phased(phase))


def decided_hurriedly(phase: Phase) -> Files:
    return approved(hurried(phase))


def much_not_applicable(phase: Phase) -> Dossier:
    dossier = phased(phase)
    for (question, key), _ in [*dossier.assessments["iama-2.0"].answers.items()][:60]:
        none = Answer(status=State.NOT_APPLICABLE, reason="Not here.")
        dossier = with_answer(dossier, f"iama.{question}", none, key)
    return dossier


Made = Dossier | Files
# What fires a code, by phase; and how heavy it is in use, in development, days before first use, and out of use.
CASES: Mapping[str, tuple[Callable[[Phase], Made], str]] = {
    "unreadable-file": (beside("people.yaml", "\x00"), "error error error error"),
    "unsafe-yaml": (beside("people.yaml", "format: &a iama-people/1"), "error error error error"),
    "conflict-markers": (beside("people.yaml", "<<<<<<< ours\n"), "error error error error"),
    "duplicate-key": (broken("algorithm.yaml", "answers:", "language: nl\nanswers:"), "error error error error"),
    "unknown-key": (broken("algorithm.yaml", "answers:", "answer: x\nanswers:"), "error error error error"),
    "missing-key": (broken("algorithm.yaml", "language:", "# language:"), "error error error error"),
    "unknown-question": (broken("algorithm.yaml", "  name:", "  nane:"), "error error error error"),
    "invalid-value": (broken("algorithm.yaml", "format: iama/1", "format: iama/7"), "error error error error"),
    "invisible-text": (hidden_sign, "warning warning warning note"),
    "unknown-file": (beside("iama-9.0.yaml", "x"), "warning warning warning note"),
    "house-missing": (beside("x-town-policy-1.0.yaml", "x"), "error error error error"),
    "conflicted-copy": (beside("iama-2.0-PC-JANSEN.yaml", "x"), "warning warning warning note"),
    "approval-broken": (snapshot_gone, "error error error error"),
    "changed-after-approval": (changed, "error error error error"),
    "not-approved": (phased, "error note warning note"),
    "missing-assessment": (without_iama, "error error error note"),
    "done-elsewhere": (done_elsewhere("2027-06-01"), "note note note note"),
    "elsewhere-unsound": (done_elsewhere("2026-11-01"), "warning warning warning note"),
    "unanswered": (lambda phase: with_answer(phased(phase), "iama.goal", Answer()), "error note warning note"),
    "unknown-open": (
        lambda phase: with_answer(phased(phase), "iama.concerns", Answer(status=State.UNKNOWN)),
        "warning warning warning note",
    ),
    "blocker": (lambda phase: phased(phase, iama__prohibited="yes"), "error warning warning note"),
    "trigger-without-response": (
        lambda phase: with_rows(phased(phase), "follow-up.responses"),
        "error warning warning note",
    ),
    "undecided-trigger": (
        lambda phase: with_answer(phased(phase), "iama.representative", Answer(status=State.UNKNOWN)),
        "error note warning note",
    ),
    "rests-on-withheld": (
        lambda phase: withheld(phase, ground="woo-5.1.2.d", reason=REASON),
        "note note note note",
    ),
    "overdue-action": (
        lambda phase: with_rows(
            phased(phase), "follow-up.actions", Row("abcdef", {"text": "Do it", "due": "2026-11-01"})
        ),
        "warning warning warning note",
    ),
    "condition-lost": (conditional(state("others", "met")), "error warning warning note"),
    "condition-overdue": (conditional(), "error warning warning note"),
    "condition-without-evidence": (conditional(state("measur", "met")), "error warning warning note"),
    "question-changed": (restamped, "warning warning warning note"),
    "source-changed": (with_document, "warning warning warning note"),
    "assessed-other-version": (
        lambda phase: approved(phased(phase, algorithm__last_change="2026-11-22")),
        "warning warning warning note",
    ),
    "old-questionnaire": (old_instrument, "warning warning warning note"),
    "withheld-without-ground": (lambda phase: withheld(phase, ground="ai-act-5"), "error error error note"),
    "bad-public-url": (lambda phase: phased(phase, follow_up__public_url="http://a.nl"), "error error error note"),
    "personal-data": (
        lambda phase: phased(phase, iama__exit="Mail to k.zwart@gmail.com."),
        "warning warning warning note",
    ),
    "name-outside-people": (
        lambda phase: with_rows(
            phased(phase), "iama.attendance", Row("abcdef", {"meeting": "1", "role": "lawyer", "person": "jansen"})
        ),
        "warning warning warning note",
    ),
    **dict.fromkeys(("thin-answers", "same-text", "all-flags-accepted"), (hurried, "note note note note")),
    "decided-alone": (decided_hurriedly, "note note note note"),
    "not-applicable-in-bulk": (much_not_applicable, "note note note note"),
    "withheld-in-bulk": (
        lambda phase: with_rows(
            phased(phase),
            "follow-up.withheld",
            Row("abcdef", {"assessment": "iama-2.0", "ground": "woo-5.1.2.d", "reason": REASON, "by": "lawyer"}),
        ),
        "note note note note",
    ),
    "contradictory-phase": (
        lambda phase: phased(phase, algorithm__first_use="2027-06-01"),
        "error   ",  # only what is in use already
    ),
    "published-page-stale": (
        beside(
            "publications.yaml",
            "format: iama-publications/1\npublications:\n  - edition: 1\n    questionnaire: iama-2.0\n"
            f'    standing: concept\n    page: "sha256:{"0" * 64}"\n    day: 2026-11-01\n    reason: Early.\n',
        ),
        "warning warning warning note",
    ),
    "register-text-stale": (
        beside(
            "register.yaml",
            "format: iama-register-texts/1\nfields:\n  goal:\n    text: Ours.\n    date: 2026-11-01\n    from:\n"
            "      - answer: iama/goal\n        seen: 0123456789abcdef\n",
        ),
        "warning warning warning note",
    ),
    "not-in-register": (unregistered, "warning   "),  # only once it is in use
    "not-public": (
        lambda phase: approved(with_answer(phased(phase), "follow-up.public-url", Answer())),
        "warning   ",
    ),
}
# Codes of which the phase follows from the dates, or that are about no dossier: each has a test of its own below.
APART = {
    "used-before-approval",
    "stale",
    "not-signed",
    "signature-invalid",
    "signature-unchecked",
    "unfinished-save",
    "house-changed",  # these two in test_housepacks.py
    "house-faulty",
    "dossier-not-in-inventory",
    "inventory-differs",  # these two in test_inventory.py
    "not-understood",
    "waiver-expired",
    "waiver-too-long",
    "waiver-unused",
    *OF_CHANGE,
    *ABOUT_POLICY,
}


def found(made: Made, code: str, config: Config = ENGLISH, as_of: date = TODAY) -> str:
    """Return the levels at which a code is found: one word when all are the same."""
    files = written(made) if isinstance(made, Dossier) else made
    findings = check(files, as_of=as_of, config=config).findings
    return "/".join(sorted({str(one.severity) for one in findings if one.code == code}))


def test_every_code_has_a_case() -> None:
    assert CASES.keys() | APART == CODES.keys()
    assert not CASES.keys() & APART


@pytest.mark.parametrize("code", CASES)
def test_a_code_weighs_by_phase(code: str) -> None:
    made, levels = CASES[code]
    assert [found(made(phase), code) for phase in PHASES] == levels.split(" ")


@pytest.mark.parametrize("phase", PHASES, ids=["in use", "development", "soon", "retired"])
def test_a_sound_dossier_is_quiet_in_every_phase(phase: Phase) -> None:
    findings = check(approved(phased(phase)), as_of=TODAY, config=ENGLISH).findings
    assert {one.code for one in findings} == set()


def test_a_new_dossier_has_notes_only() -> None:
    findings = check(written(empty()), as_of=TODAY, config=ENGLISH).findings
    assert {str(one.severity) for one in findings} == {"note"}


@pytest.mark.parametrize(
    ("phase", "first_use", "expected"),
    [
        ("in-use", "2026-11-01", "error"),
        ("in-use", "2026-11-20", ""),  # the day of the approval
        ("in-use", "2026-11-22", ""),
        ("retired", "2026-11-01", "error"),
        ("development", "2026-11-01", ""),
        ("development", "2026-12-20", ""),
    ],
)
def test_use_before_approval_counts_out_of_use_too(phase: str, first_use: str, expected: str) -> None:
    dossier = in_use({"follow-up.phase": phase, "algorithm.first-use": first_use})
    assert found(approved(dossier), "used-before-approval") == expected


@pytest.mark.parametrize(
    ("phase", "expected"), [(IN_USE, "error"), (BEFORE, "warning"), (SOON, "warning"), (RETIRED, "note")]
)
def test_a_stale_review_weighs_by_phase(phase: Phase, expected: str) -> None:
    later = date(2027, 11, 21)
    moved = {"2027-06-01": "2028-06-01", "2026-12-20": "2027-12-20"}
    dossier = in_use({name: moved.get(value, value) for name, value in phase.items()})
    assert found(approved(dossier), "stale", as_of=later) == expected
    assert found(approved(dossier), "stale", as_of=TODAY) == ""


@pytest.mark.parametrize("phase", PHASES)
def test_a_signature_that_does_not_hold_is_an_error_in_every_phase(phase: Phase) -> None:
    files = {path.removeprefix(f"{HOME}/"): content for path, content in approved(phased(phase)).items()}
    files["approvals.yaml"] += b"    signature: x\n"

    def judged(seal: Seal) -> Examined:
        return examine(HOME, files, as_of=TODAY, config=ENGLISH, sealed=lambda _: (seal, "it was changed"))

    told = [
        {(one.code, str(one.severity)) for one in judged(seal).findings if "sign" in one.code}
        for seal in (Seal.INVALID, Seal.LACKING, Seal.UNJUDGED, Seal.VALID)
    ]
    assert told == [
        {("signature-invalid", "error")},
        {("not-signed", "error")},
        {("signature-unchecked", "error")},
        set(),
    ]


def test_a_dossier_that_is_not_listed_is_a_warning_until_it_is_out_of_use() -> None:
    levels = []
    for phase in PHASES:
        standings = check(approved(phased(phase)), as_of=TODAY, config=ENGLISH).standings
        told = compare_inventory(Inventory("list.yaml", ()), standings, ENGLISH, TODAY)
        levels.append(" ".join(f"{one.code}: {one.severity}" for one in told))
    assert levels == ["dossier-not-in-inventory: warning"] * 3 + [""]


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize(
    ("until", "code", "expected"),
    [
        ("2026-11-22", "waiver-expired", "error"),
        ("2026-12-01", "waiver-expired", ""),  # unused, so it may go
        ("2027-11-22", "waiver-unused", "warning"),
    ],
)
def test_a_waiver_weighs_the_same_in_every_phase(phase: Phase, until: str, code: str, expected: str) -> None:
    waiver = Waiver("stale", "herzicht", REASON, "lawyer", "responsible", date.fromisoformat(until))
    assert found(approved(phased(phase)), code, replace(ENGLISH, waivers=(waiver,))) == expected


def test_a_hidden_sign_in_what_was_decided_about_is_a_note_and_the_decision_stands() -> None:
    files = approved(with_hidden_sign(IN_USE))
    report = check(files, as_of=TODAY, config=ENGLISH)
    hidden = [finding for finding in report.findings if finding.code == "invisible-text"]
    assert [(str(finding.severity), finding.path) for finding in hidden] == [("note", f"{HOME}/iama-2.0.yaml")]
    assert not {"approval-broken", "changed-after-approval"} & {finding.code for finding in report.findings}
    assert not any(b"\xe2\x80\x8b" in page for path, page in files.items() if path.endswith(".html"))
