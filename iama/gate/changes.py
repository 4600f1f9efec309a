"""What a change takes away from dossiers that were there: decisions, conditions, weight, openness."""

from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256

from msgspec import Struct

from iama.assess.conclusions import is_met
from iama.assess.responses import action_states
from iama.audit.anchor import dropped_doubts, entry_digests
from iama.gate.config import Config
from iama.gate.finding import CheckFinding, finding_words, fingerprint
from iama.gate.inventory_status import Phase
from iama.gate.judged_dossier import Subject
from iama.model.approval import Approval
from iama.model.problems import Level

_HEAVIER = {None: 0, "c": 1, "b": 2, "a": 3}
_DROPPED = "dropped"


class Trace(Struct, frozen=True):
    """What one dossier says that a change may not quietly say less of."""

    path: str  # as messages show it
    digests: frozenset[str]  # of its files
    approvals: tuple[Approval, ...]
    category: str | None
    phase: Phase
    first_use: date | None
    asked: frozenset[str]  # conditions that are not met, nor dropped
    dropped: frozenset[str]
    withheld: frozenset[tuple[str, ...]]


class Loss(Struct, frozen=True):
    """One thing that a change takes away."""

    code: str
    variant: str = ""
    about: Mapping[str, object] = {}
    detail: str = ""
    level: Level = Level.ERROR
    assessment: str = ""
    question: str = ""


def trace_of(subject: Subject) -> Trace:
    """Return the trace of a dossier, as far as those who read the findings may know it."""
    dossier, states = subject.dossier, action_states(subject.recorded)
    return Trace(
        subject.folder,
        frozenset(sha256(content).hexdigest() for content in subject.files.values()),
        dossier.approvals,
        subject.effective_category,
        subject.effective_phase,
        subject.first_use,
        frozenset(one.id for one in dossier.conditions if not is_met(one, states)),
        frozenset(one.id for one in dossier.conditions if states.get(one.id) == _DROPPED),
        frozenset(_withheld_rows(subject)),
    )


def _withheld_rows(subject: Subject) -> Iterator[tuple[str, ...]]:
    entry = subject.recorded.find_entry("follow-up", "withheld")
    for row in entry.answer.rows if entry else ():
        yield tuple(row.cells.get(name, "") for name in ("assessment", "question", "key"))


def change_findings(
    before: Mapping[str, Trace], after: Mapping[str, Trace], config: Config, as_of: date
) -> Iterator[CheckFinding]:
    """Yield a finding for everything that was there `before` (by id of the dossier) and is not there any more."""
    added = {id_: trace for id_, trace in after.items() if id_ not in before}
    for id_, was in sorted(before.items()):
        losses = _losses(was, after[id_], config, as_of) if id_ in after else [_gone(was, added)]
        for loss in losses:
            path = after[id_].path if id_ in after else was.path
            yield from loss_findings(loss, id_, path, config)


def loss_findings(loss: Loss, algorithm: str, path: str, config: Config, line: int = 0) -> Iterator[CheckFinding]:
    """Yield a loss as a finding, unless the configuration leaves its code out."""
    level = config.levels.get(loss.code, loss.level)
    if level is None:
        return
    name = f"{loss.code}-{loss.variant}" if loss.variant else loss.code
    message, hint = finding_words(name, config.language, {"algorithm": algorithm, **loss.about})
    yield CheckFinding(
        loss.code,
        level,
        algorithm,
        message,
        hint,
        assessment=loss.assessment,
        question=loss.question,
        path=path,
        line=line,
        fingerprint=fingerprint(loss.code, algorithm, loss.detail),
    )


def _gone(was: Trace, added: Mapping[str, Trace]) -> Loss:
    """Return that a dossier is not there any more; another with one of its files is the same under another name."""
    for id_, trace in sorted(added.items()):
        if was.digests & trace.digests:
            return Loss("dossier-renamed", about={"new": id_}, detail=id_)
    return Loss("dossier-deleted")


def _losses(was: Trace, now: Trace, config: Config, as_of: date) -> Iterator[Loss]:
    dropped = [*dropped_doubts(now.approvals, entry_digests(was.approvals))]
    if dropped:
        yield Loss("approval-dropped", about={"count": len(dropped)})
    if gone := was.asked & now.dropped:
        yield Loss("condition-dropped", about={"count": len(gone), "of": len(was.asked)}, detail=" ".join(sorted(gone)))
    if _HEAVIER[now.category] < _HEAVIER[was.category] and was.category != "c":
        about = {"was": was.category, "now": now.category or "?"}
        yield Loss("category-lowered", about=about, detail=now.category or "")
    yield from _phase_losses(was, now)
    if was.first_use and (now.first_use is None or now.first_use > was.first_use):
        begun = (was.first_use - as_of).days <= config.days_ahead
        about = {"was": was.first_use.isoformat(), "now": now.first_use.isoformat() if now.first_use else "?"}
        level = Level.ERROR if begun else Level.NOTE  # a plan may move
        yield Loss("first-use-moved", about=about, level=level, assessment="algorithm-1.0", question="first-use")
    if more := now.withheld - was.withheld:
        yield Loss("withheld-widened", about={"count": len(more)}, assessment="follow-up-1.0", question="withheld")


def _phase_losses(was: Trace, now: Trace) -> Iterator[Loss]:
    if now.phase is Phase.RETIRED is not was.phase:
        yield Loss("phase-retired", assessment="follow-up-1.0", question="phase")
    if was.phase is Phase.IN_USE and now.phase is Phase.DEVELOPMENT:
        yield Loss("phase-retired", "back", detail="back", assessment="follow-up-1.0", question="phase")
