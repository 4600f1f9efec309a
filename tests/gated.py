"""Dossiers as the gate sees them, made from the worked example, and what it says of them."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

from decisions import html
from decisions import written as entries
from flagged import TREES, Given, example, judged, with_answers, with_rows

from iama.assess.outcome import Outcome, State, Verdict
from iama.assess.responses import grounds_digest, name_of
from iama.audit.approving import Moment, Wish, compose_decision
from iama.files.approvalfile import FOLDER
from iama.files.dossierfolder import file_of
from iama.files.journal import OBJECTS
from iama.files.layout import write_assessment, write_people
from iama.files.shipped import SHIPPED, program
from iama.gate.check import check
from iama.gate.config import Config
from iama.gate.finding import CheckFinding
from iama.gate.report import Report
from iama.model.approval import Condition, Decision
from iama.model.dossier import Answer, Dossier, Row
from iama.model.questionnaire import Kind, Questionnaire
from iama.model.struct import replace

TODAY = date(2026, 11, 23)
HOME = "assessments/herzicht"
ENGLISH = Config(language="en")
TREES_BY_REF = {tree.ref: tree for tree in TREES.values()}
BASELINE = """[check.baseline]
file = "known.json"
reason = "What was there when we began with the gate."
by = "project-leader"
approved-by = "responsible"
until = 2027-01-31
"""
# What the worked example leaves open on purpose, settled; and the algorithm in use since yesterday.
SETTLED: Given = {
    "algorithm.first-use": "2026-11-22",
    "algorithm.large-scale": "yes",
    "algorithm.source-code": "https://example.nl/broncode",
    "iama.distinction-kind": "indirect-justified",
    "follow-up.phase": "in-use",
    "follow-up.situation": ["in-register", "register-names-test"],
    "follow-up.register-id": "75246482",
    "follow-up.public-url": "https://example.nl/iama-herzicht.html",
    "follow-up.last-review": "2026-11-20",
}


def in_use(given: Given | None = None) -> Dossier:
    """Return the worked example in use: an IAMA only, every flag answered, with these answers in place of its own."""
    return _in_use(
        tuple((name, value if isinstance(value, str) else tuple(value)) for name, value in (given or {}).items())
    )


@cache
def _in_use(given: tuple[tuple[str, str | tuple[str, ...]], ...]) -> Dossier:
    dossier = with_answers(example(but="fria-1.0"), {**SETTLED, **dict(given)})
    risks = dossier.assessments["iama-2.0"].answer_to("residual-risk-list").rows
    accepted = (replace(row, cells={**row.cells, "decision": "accepted", "until": "2027-11-22"}) for row in risks)
    dossier = with_rows(dossier, "iama.residual-risk-list", *accepted)
    dossier = with_rows(dossier, "iama.summary")  # its lines are about the answers that changed
    dossier = with_rows(dossier, "follow-up.progress", Row("qqqqqq", {"action": "nuqwck", "status": "done"}))
    return responded(stamped(dossier))


def stamped(dossier: Dossier) -> Dossier:
    """Return a dossier of which every answer carries the stamp of its question."""
    held = {tree.ref: tree for tree in TREES.values()}
    return replace(dossier, assessments={ref: one.with_stamps(held[ref]) for ref, one in dossier.assessments.items()})


def responded(dossier: Dossier) -> Dossier:
    """Return a dossier in which a measure answers one flag, and the responsible person accepts every other."""
    outcome = judged(dossier, TODAY)
    fired = [one for one in outcome.verdicts if one.state is State.FIRED and one.severity != "attention"]
    rows = [accepting(one, outcome, n) for n, one in enumerate(fired)]
    light = next(n for n, one in enumerate(fired) if one.severity != "blocker")
    rows[light] = replace(rows[light], cells={**rows[light].cells, "decision": "mitigate", "action": "nuqwck"})
    return with_rows(dossier, "follow-up.responses", *rows)


def thoughtless(dossier: Dossier) -> Dossier:
    """Return a dossier in which one role says "x" wherever it can say something, and accepts every flag."""
    quick = {
        ref: replace(
            one, answers={slot: _quick(answer, TREES_BY_REF[ref], slot[0]) for slot, answer in one.answers.items()}
        )
        for ref, one in dossier.assessments.items()
    }
    dossier = replace(dossier, assessments=quick)
    outcome = judged(dossier, TODAY)
    fired = [one for one in outcome.verdicts if one.state is State.FIRED and one.severity != "attention"]
    rows = [accepting(one, outcome, n) for n, one in enumerate(fired)]
    return with_rows(dossier, "follow-up.responses", *(replace(row, cells={**row.cells, "text": "x"}) for row in rows))


def _quick(answer: Answer, tree: Questionnaire, question: str) -> Answer:
    said = tree.questions[question].kind is Kind.TEXT and tree.id == "iama" and answer.value
    return replace(answer, value="x" if said else answer.value, by=("responsible",) if answer.by else (), adopts=())


def accepting(verdict: Verdict, outcome: Outcome, number: int = 0) -> Row:
    """Return the row in which the responsible person accepts a flag."""
    cells = {"trigger": name_of(verdict), "key": verdict.instance or "", "decision": "accept"}
    cells["text"] = f"The responsible person accepts {verdict.trigger.id}."
    cells |= {"by": "responsible", "date": "2026-11-20", "seen": grounds_digest(verdict, outcome)}
    return Row("resp" + chr(97 + number // 26) + chr(97 + number % 26), {k: text for k, text in cells.items() if text})


def approved(
    dossier: Dossier,
    *,
    ref: str = "iama-2.0",
    day: date = TODAY - timedelta(days=3),
    home: str = HOME,
    conditions: tuple[Condition, ...] = (),
) -> Mapping[str, bytes]:
    """Return the files of a dossier with one real approval, which is made once: it takes half a second."""
    key = (ref, day, home, conditions, *written(dossier, home).items())
    if key not in _APPROVED:
        dossier = replace(dossier, id=home.rpartition("/")[2])
        decision = Decision.CONDITIONS if conditions else Decision.GO
        wish = Wish(ref, decision, "responsible", conditions=conditions)
        trees = [tree for tree in TREES.values() if tree.ref in dossier.assessments]
        moment = Moment(day, day, "0" * 32, program(), html)
        made = compose_decision(dossier, trees, SHIPPED.law, wish, moment)
        files = written(replace(dossier, approvals=(made.entry,)), home)
        files |= {f"{home}/{FOLDER}/{name}": content for name, content in made.files.items()}
        files |= {f"{home.rpartition('/')[0]}/{OBJECTS}/{name}": content for name, content in made.objects.items()}
        _APPROVED[key] = files
    return dict(_APPROVED[key])


_APPROVED: dict[tuple[object, ...], dict[str, bytes]] = {}


def written(dossier: Dossier, home: str = HOME) -> dict[str, bytes]:
    """Return the files of a dossier by path."""
    trees = {tree.ref: tree for tree in TREES.values()}
    files = {
        f"{home}/{file_of(ref)}": write_assessment(one, trees[ref]).encode() for ref, one in dossier.assessments.items()
    }
    files[f"{home}/people.yaml"] = write_people(dossier.people).encode()
    if dossier.approvals:
        files[f"{home}/approvals.yaml"] = entries(dossier.approvals).encode()
    return files


def told(
    given: Dossier | Mapping[str, bytes], code: str, *, config: Config = ENGLISH, as_of: date = TODAY
) -> list[CheckFinding]:
    """Return the findings of one code about a dossier."""
    return [finding for finding in report(given, config=config, as_of=as_of).findings if finding.code == code]


def report(given: Dossier | Mapping[str, bytes], *, config: Config = ENGLISH, as_of: date = TODAY) -> Report:
    """Return what the gate says about a dossier, or about files."""
    return check(written(given) if isinstance(given, Dossier) else given, as_of=as_of, config=config)


def levels(given: Dossier | Mapping[str, bytes], code: str, *, config: Config = ENGLISH, as_of: date = TODAY) -> str:
    """Return the level of every finding of a code: one word each, nothing for none."""
    return " ".join(str(finding.severity) for finding in told(given, code, config=config, as_of=as_of))
