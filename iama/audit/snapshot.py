"""What was approved, complete and canonical: one document from which the report can be rendered again.

A snapshot holds the dossier as it stood, without names of people, with the question trees and legal facts, and says
which of its answers the approval covers. Every answer that another one adopts stands in it, so every reference
resolves inside it. The salt keeps anybody from guessing a short answer from the digest.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from iama.assess.adoption import reference
from iama.assess.outcome import Outcome
from iama.audit.cover import Cover, cover
from iama.audit.form import content_faults, decision_faults, is_salt
from iama.model.approval import Approval, approval_of
from iama.model.canonical import canonical
from iama.model.dossier import Dossier, Slot
from iama.model.law import Law
from iama.model.limits import DOSSIER_MARKS, TEXT_LENGTH
from iama.model.plain import fits, law_of, plain, tree_of
from iama.model.questionnaire import LANGUAGES, Questionnaire
from iama.model.records import assessment_of, assessment_record
from iama.model.strangejson import parsed
from iama.model.text import marks
from iama.publish.view import CONTRACT

VERSION = 1
_KEYS = {"iama_snapshot", "salt", "algorithm", "decision", "covers", "assessments", "questionnaires", "law"}
# too deep is a RuntimeError as well
_MISFITS = (LookupError, TypeError, ValueError, ArithmeticError, AttributeError, RuntimeError)


T = TypeVar("T")


class BrokenSnapshot(ValueError):
    """The document is no snapshot that this version can read; the text says why."""


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A dossier as it stood when it was decided about."""

    salt: str
    decision: Approval  # without what is made of the snapshot
    dossier: Dossier
    trees: Mapping[str, Questionnaire]  # by ref
    law: Law
    cover: Cover

    @property
    def algorithm(self) -> str:
        """The id of the dossier."""
        return self.dossier.id

    @property
    def tree(self) -> Questionnaire:
        """The question tree of what was decided about."""
        return self.trees[self.decision.questionnaire]

    @property
    def language(self) -> str:
        """The language of what was decided about."""
        return self.dossier.assessments[self.decision.questionnaire].language

    @property
    def as_of(self) -> date:
        """The day on which the answers were judged."""
        return date.fromisoformat(self.decision.as_of)

    def written(self) -> bytes:
        """Return the snapshot as canonical JSON."""
        return canonical(
            {
                "iama_snapshot": VERSION,
                "salt": self.salt,
                "algorithm": self.dossier.id,
                "decision": self.decision.record(),
                "covers": {
                    "whole": list(self.cover.whole),
                    "answers": {ref: [_name(slot) for slot in slots] for ref, slots in self.cover.answers.items()},
                },
                "assessments": {ref: assessment_record(one) for ref, one in self.dossier.assessments.items()},
                "questionnaires": {ref: plain(tree) for ref, tree in self.trees.items()},
                "law": plain(self.law),
            }
        )


def digest_of(content: bytes) -> str:
    """Return the digest of a document, as `sha256:…`."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def file_name(digest: str) -> str:
    """Return the name of the file that holds the snapshot of a digest."""
    return f"{digest.removeprefix('sha256:')}.json"


def snapshot(dossier: Dossier, outcome: Outcome, law: Law, decision: Approval, *, salt: str) -> Snapshot:
    """Return what a decision binds; `salt` is 32 random hex digits.

    Of every questionnaire the version that counts in `outcome` is kept.
    """
    trees = {tree.ref: tree for tree in outcome.questionnaires.values() if tree.ref in dossier.assessments}
    return Snapshot(
        salt=salt,
        decision=decision.draft(),
        dossier=Dossier(dossier.id, {ref: dossier.assessments[ref] for ref in sorted(trees)}),
        trees=trees,
        law=law,
        cover=cover(trees[decision.questionnaire], dossier, outcome, law),
    )


@dataclass(frozen=True, eq=False)
class Document:
    """A snapshot as its file says it: what was decided and what that covers; trees and answers are not read yet."""

    decision: Approval
    algorithm: str
    cover: Cover
    record: Mapping[str, Any]

    def stands(self, dossier: Dossier) -> bool:
        """Return whether every assessment of which the approval covers anything is as it was."""
        then, now = self.record["assessments"], dossier.assessments
        return all(
            ref in now and assessment_record(now[ref]) == then[ref] for ref in (*self.cover.whole, *self.cover.answers)
        )


@contextmanager
def fitting(refusal: type[ValueError] = BrokenSnapshot, what: str = "a snapshot") -> Iterator[None]:
    """Turn what comes of a document that has not the form that it should have into `refusal`.

    Its digest says only that nobody changed it since. Who made it may have made something that asks or means nothing.
    """
    try:
        yield
    except refusal:
        raise
    except _MISFITS as error:
        raise refusal(f"it cannot be read as {what} ({type(error).__name__})") from error


@lru_cache(maxsize=4)  # a run asks for the same one more than once
def read_document(content: bytes) -> Document:
    """Return what a document says of itself; raises BrokenSnapshot when it is none, or needs a newer version."""
    with fitting():
        record = parsed(content)
        if record["iama_snapshot"] != VERSION or record.keys() != _KEYS:
            raise BrokenSnapshot("it has a form that this version does not read")
        decision = approval_of(record["decision"])
        if decision.contract not in range(1, CONTRACT + 1):
            raise BrokenSnapshot("its page needs a newer version of iama")
        whole, answers = tuple(record["covers"]["whole"]), record["covers"]["answers"]
        covered = Cover(whole, {ref: tuple(_slot(name) for name in names) for ref, names in answers.items()})
        held = record["assessments"].keys()
        if decision.questionnaire not in whole or not {*whole, *answers} <= held == record["questionnaires"].keys():
            raise BrokenSnapshot("it does not hold what it covers")
        if not fits(record["law"], dict):
            raise BrokenSnapshot("it holds no legal facts")
        found = _typed(Document(decision, record["algorithm"], covered, record))
        _formed(decision_faults(decision))
        return found


@lru_cache(maxsize=4)
def read_snapshot(content: bytes) -> Snapshot:
    """Return the snapshot that a document holds; raises BrokenSnapshot when it is none, or not canonical."""
    document = read_document(content)
    with fitting():
        if canonical(document.record) != content:
            raise BrokenSnapshot("it is not canonical JSON")
        return _snapshot(document)


def _snapshot(document: Document) -> Snapshot:
    record = document.record
    texts = [*_texts(record["assessments"])]
    if any(len(one) > TEXT_LENGTH for one in texts) or marks("".join(texts).encode()) > DOSSIER_MARKS:
        raise BrokenSnapshot(f"it holds a text of more than {TEXT_LENGTH} characters, or more than can be rendered")
    trees = {ref: tree_of(one) for ref, one in record["questionnaires"].items()}
    assessments = {ref: assessment_of(one, trees[ref]) for ref, one in sorted(record["assessments"].items())}
    if {ref: tree.ref for ref, tree in trees.items()} != {ref: ref for ref in assessments}:
        raise BrokenSnapshot("it does not hold what it covers")
    if not {one.language for one in assessments.values()} <= {*LANGUAGES}:
        raise BrokenSnapshot("it speaks a language that this version does not")
    found = Snapshot(
        salt=record["salt"],
        decision=document.decision,
        dossier=Dossier(document.algorithm, assessments),
        trees=trees,
        law=law_of(record["law"]),
        cover=document.cover,
    )
    found = _typed(found)
    if not is_salt(found.salt):
        raise BrokenSnapshot("it has no salt")
    _formed(content_faults(trees.values(), assessments.values(), found.law))
    return found


def _formed(faults: Iterator[str]) -> None:
    for fault in faults:
        raise BrokenSnapshot(f"it cannot be read as a snapshot ({fault} has another form than it should)")


def _texts(record: Any) -> Iterator[str]:
    """Yield every text in plain data."""
    if isinstance(record, str):
        yield record
    elif isinstance(record, dict | list):
        for one in record.values() if isinstance(record, dict) else record:
            yield from _texts(one)


def _typed(found: T) -> T:
    if not fits(found, type(found)):
        raise BrokenSnapshot("it cannot be read as a snapshot (something in it is of another type)")
    return found


def _name(slot: Slot) -> str:
    question, instance = slot
    return f"{question}[{instance}]" if instance else question


def _slot(name: str) -> Slot:
    ref = reference(f"/{name}")
    return ref.question, ref.instance
