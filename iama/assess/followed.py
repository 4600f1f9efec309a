"""How the conditions of decisions stand: what was last recorded of each in the follow-up, with its evidence.

A condition stands in the decision, so nothing in the follow-up takes it away. What can go wrong since is a lapse.
"""

import ntpath
import posixpath
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum

from msgspec import Struct

from iama.assess.joined import ACTIONS, CONDITIONS, MET, PROGRESS
from iama.assess.outcome import Outcome, Status
from iama.model.approval import Approval, Condition
from iama.model.contents import TOO_LARGE
from iama.model.dossier import Dossier, Row
from iama.model.questionnaire import FOLLOW_UP, plain_id
from iama.words import Phrase

Rows = Callable[[str], Sequence[Row]]  # the rows of a list of the follow-up, by the id of its question
Cells = Mapping[str, str]
Digest = Callable[[str], str | None]  # the SHA-256 of a document in or beside the dossier, or nothing; None: unseen
_UP_TO_PROJECT = 2  # folders, from a dossier
_STATES = {done: met for met, done in MET.items()}  # the state of an action point as that of a condition


class Evidence(StrEnum):
    """What shows that a condition is met."""

    NONE = "none"
    LINK = "link"
    FILE = "file"  # kept with its digest
    REFERENCE = "reference"  # to what is kept elsewhere


class Followed(Struct, frozen=True):
    """A condition of a decision and what was last recorded of it: by which role, when, and with which evidence."""

    condition: Condition
    decision: Approval
    state: str = "open"  # or `met`, `dropped`
    by: str = ""
    day: str = ""
    note: str = ""
    source: str = ""
    sha256: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it still has to be met."""
        return self.state == "open"

    @property
    def evidence(self) -> Evidence:
        """What is pointed to."""
        if not self.source:
            return Evidence.NONE
        if self.source.startswith(("https://", "http://")):
            return Evidence.LINK
        return Evidence.FILE if self.sha256 else Evidence.REFERENCE

    def is_overdue(self, today: date) -> bool:
        """Whether it is open after the day by which it had to be met."""
        return self.is_open and "" < self.condition.due < today.isoformat()


class Lapse(Struct, frozen=True):
    """Something that is wrong with how a condition was followed: `code` and `variant` name its message."""

    code: str
    variant: str
    condition: str
    number: int  # of the decision; 0 when there is none
    due: str = ""
    later: int = 0  # the decision that passes over it

    @property
    def about(self) -> dict[str, str]:
        """What stands in the message: ids, numbers and days, never what was written."""
        named = {"condition": self.condition, "number": str(self.number), "date": self.due}
        return {**named, "later": str(self.later)}


def rows_in_dossier(dossier: Dossier) -> Rows:
    """Return the lists of the follow-up as they stand in a dossier."""
    held = [assessment for ref, assessment in dossier.assessments.items() if plain_id(ref) == FOLLOW_UP]
    return lambda question: held[0].answer_to(question).rows if held else ()


def rows_in_outcome(outcome: Outcome) -> Rows:
    """Return the lists of the follow-up as far as an outcome shows them."""

    def shown(question: str) -> Sequence[Row]:
        entry = outcome.find_entry(FOLLOW_UP, question)
        return entry.answer.rows if entry else ()

    return shown


def hides_records(outcome: Outcome) -> bool:
    """Return whether anything that is recorded of conditions is withheld from whoever sees an outcome."""
    entries = [outcome.find_entry(FOLLOW_UP, question) for question in (CONDITIONS, PROGRESS)]
    return any(entry is not None and entry.status is Status.WITHHELD for entry in entries)


def follow_conditions(approvals: Iterable[Approval], rows: Rows) -> tuple[Followed, ...]:
    """Return every condition of these decisions, and how it stands."""
    records = _last_records(rows)
    return tuple(
        _followed(condition, approval, records.get(condition.id, {}))
        for approval in approvals
        for condition in approval.conditions
    )


def current_decisions(approvals: Sequence[Approval]) -> tuple[Approval, ...]:
    """Return the last decision about each assessment, in order: the conditions of these count."""
    return tuple({plain_id(approval.questionnaire): approval for approval in approvals}.values())


def count_met(followed: Iterable[Followed]) -> tuple[int, int]:
    """Return how many conditions are met, and of how many; one that was dropped is asked no more."""
    asked = [one for one in followed if one.state != "dropped"]
    return sum(not one.is_open for one in asked), len(asked)


def passed_over(approvals: Sequence[Approval], rows: Rows) -> Iterator[tuple[Followed, Approval]]:
    """Yield each open condition of which a later decision to go on says nothing, with that decision.

    One that says it in the same words goes on with it; a `no-go` ends all that was asked before.
    """
    for last in current_decisions(approvals):
        if last.decision.goes_on:
            yield from ((one, last) for one in _left_behind(approvals, last, rows))


def lapses(
    approvals: Sequence[Approval],
    rows: Rows,
    today: date,
    digest: Digest | None,
    *,
    withheld: bool = False,
    roles: Container[str] | None = None,
) -> Iterator[Lapse]:
    """Yield what is wrong with how conditions were followed up to `today`.

    `digest` finds the files of evidence; None means that those are not here to look at. `withheld` says that some
    records are not in `rows`: then an open condition may be met, and nobody who reads along can see that it is. `roles`
    are those that may record how one stands; None means that they are not known.
    """
    for followed in follow_conditions(current_decisions(approvals), rows):
        if followed.is_overdue(today):
            yield _lapse("condition-overdue", "withheld" if withheld else "", followed)
        elif not followed.is_open and followed.day > today.isoformat():
            yield _lapse("condition-without-evidence", "to-come", followed)
        elif not followed.is_open and followed.by and roles is not None and followed.by not in roles:
            yield _lapse("condition-without-evidence", "role", followed)
        elif not followed.is_open and followed.by and not followed.day:
            yield _lapse("condition-without-evidence", "undated", followed)
        elif (variant := _lacking_evidence(followed, digest)) is not None:
            yield _lapse("condition-without-evidence", variant, followed)
    for followed, later in passed_over(approvals, rows):
        if not withheld:
            yield _lapse("condition-lost", "", followed, later.number)
    yield from _strays(approvals, rows)


def _followed(condition: Condition, approval: Approval, cells: Cells) -> Followed:
    told = {name: cells.get(name, "") for name in ("by", "note", "source", "sha256")}
    return Followed(condition, approval, cells.get("state", "open"), day=cells.get("date", ""), **told)


def _last_records(rows: Rows) -> Mapping[str, Cells]:
    """Return what was last said of each condition; what only calls it an action point that is done counts least."""
    told = {row.id: {"state": _STATES.get(row.cells.get("status", ""), "open")} for row in rows(ACTIONS)}
    for row in rows(PROGRESS):
        cells = {"state": _STATES.get(row.cells.get("status", ""), "open"), "date": row.cells.get("date", "")}
        told[row.cells.get("action", "").strip()] = cells
    for row in rows(CONDITIONS):
        told[row.cells.get("condition", "").strip()] = {**row.cells}
    return told


def _left_behind(approvals: Sequence[Approval], last: Approval, rows: Rows) -> Iterator[Followed]:
    own = [one for one in approvals if plain_id(one.questionnaire) == plain_id(last.questionnaire)]
    ends = max((place for place, one in enumerate(own, start=1) if not one.decision.goes_on), default=0)
    repeated = {_joined_words(condition.text) for condition in last.conditions}
    for followed in follow_conditions(own[ends:-1], rows):
        if followed.is_open and _joined_words(followed.condition.text) not in repeated:
            yield followed


def _lacking_evidence(followed: Followed, digest: Digest | None) -> str | None:
    """Return what is wrong with the evidence of a condition that is not open, None when nothing is."""
    if followed.is_open:
        return None
    if "" < followed.day < followed.decision.decided_on:
        return "before"
    if followed.state == "dropped":
        return None if followed.note or followed.source else "dropped"
    if followed.evidence is Evidence.FILE and leaves_project(followed.source):
        return "outside"
    if followed.evidence is Evidence.FILE and digest is not None:
        found = digest(followed.source)
        if found == TOO_LARGE:
            return "large"
        return None if found in (None, followed.sha256.lower()) else "changed" if found else "gone"
    return "" if followed.evidence is Evidence.NONE else None


def leaves_project(name: str) -> bool:
    """Whether a path, as a dossier names a file, leads out of the project: the folder around that of all dossiers."""
    drive, path = ntpath.splitdrive(name.replace("\\", "/"))
    steps = posixpath.normpath(path).split("/")
    return bool(drive) or path.startswith(("/", "~")) or steps.count("..") > _UP_TO_PROJECT


def _strays(approvals: Sequence[Approval], rows: Rows) -> Iterator[Lapse]:
    """Yield what the follow-up says of a condition that no decision has, or in other words than the decision."""
    known = {condition.id: (condition, approval) for approval in approvals for condition in approval.conditions}
    for id_ in dict.fromkeys(row.cells.get("condition", "").strip() for row in rows(CONDITIONS)):
        if id_ not in known:
            yield Lapse("condition-lost", "stray", id_, 0)
    for row in rows(ACTIONS):
        condition, approval = known.get(row.id, (None, None))
        if condition and approval and _joined_words(row.cells.get("text", "")) != _joined_words(condition.text):
            yield Lapse("condition-lost", "words", row.id, approval.number)


def _lapse(code: str, variant: str, followed: Followed, later: int = 0) -> Lapse:
    return Lapse(code, variant, followed.condition.id, followed.decision.number, followed.condition.due, later)


def _joined_words(text: str) -> str:
    return " ".join(text.split())


def count_phrase(followed: Iterable[Followed]) -> Phrase | None:
    """Return how many conditions are met in words, such as "0 of 7 conditions met"; None where none is asked."""
    met, count = count_met(followed)
    return Phrase("conditions-met", met=met, count=count) if count else None
